"""The pages on which an organisation is set up and its people are kept."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.core.terms import Role
from plimsoll.queries.people import get_person
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker, WorkingPattern
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY, Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def add_people(small: Small, many: int) -> None:
    with acting(small.org, None, "a test"):
        for _ in range(many):
            worker = make("worker", small.org, joined_on=FROM)
            make("membership", small.org, worker=worker, team_id=small.team, from_date=FROM)
            make("roleheld", small.org, worker=worker, team_id=small.team, from_date=FROM)
            make("workingpattern", small.org, worker=worker, from_date=FROM)


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["people", "set-up", "person-add", "set-up-rules"])
def test_a_page_asks_as_much_whoever_many_there_are(browser: Browser, small, name):
    client = browser("adam")
    queries(client, reverse(name))  # what is read once and kept
    few = queries(client, reverse(name))
    add_people(small, 5)

    assert queries(client, reverse(name)) == few


def test_an_administrator_begins_with_the_first_steps_and_the_pages_say_how_far_they_are(browser: Browser, small):
    client = browser("adam")

    assert client.get(reverse("home"))["Location"] == reverse("set-up")
    page = client.get(reverse("set-up")).content.decode()
    assert page.count("Our suggestion") == 4
    client.post(reverse("set-up-criteria"), {"criteria": "statutory"})
    page = client.get(reverse("set-up")).content.decode()
    assert page.count("Our suggestion") == 3
    assert "2 of 7 steps are done" in page
    assert "2 teams, 1 without a supervisor" in page


def test_what_is_missing_of_teams_and_people_is_said_with_where_it_is_put_right(browser: Browser, small):
    client, ann, cat = browser("adam"), small.people["ann"], small.people["cat"]
    WorkingPattern.objects.filter(worker_id__in=(ann, small.people["max"])).update(to_date=FROM)
    Membership.objects.filter(worker_id=cat).update(to_date=FROM)
    page = client.get(reverse("people")).content.decode().split("Still missing")[1].split("</section>")[0]

    assert "1 team has no supervisor" in page
    assert page.count("<li>") == 3
    for where in (
        f"{reverse('person-supervisor')}?team={small.other_team}",
        reverse("people-hours"),
        reverse("person-team", args=[cat]),
    ):
        assert f'href="{where}"' in page
        assert client.get(where).status_code == 200
    assert page.count("href") == 3  # whose role is not to hold cases needs no hours
    assert "for 2 something is missing" in client.get(reverse("set-up")).content.decode()

    client.post(reverse("person-hours", args=[ann]), {"hours": "37", "days": list("01234")})
    client.post(reverse("person-team", args=[cat]), {"team": str(small.other_team)})
    asked = client.get(f"{reverse('person-supervisor')}?team={small.other_team}").content.decode()
    assert f'value="{small.other_team}" selected' in asked
    assert client.post(reverse("person-supervisor"), {"team": str(small.other_team), "worker": ""}).status_code == 422
    client.post(reverse("person-supervisor"), {"team": str(small.other_team), "worker": str(cat)})
    assert "Still missing" not in client.get(reverse("people")).content.decode()


def test_whoever_supervises_all_teams_supervises_each(browser: Browser, small):
    make("roleheld", small.org, worker_id=small.people["cat"], team=None, role=Role.SUPERVISOR, from_date=FROM)

    assert "no supervisor" not in browser("adam").get(reverse("people")).content.decode()


def test_a_file_with_faults_changes_nothing_and_tells_all_of_them(browser: Browser, small):
    content = b"Name,Team,Roles,Hours a week\nNew One,,practitioner,37\nann,Nowhere,boss,\n,,,99\n"
    before = Worker.objects.count()
    answer = browser("adam").post(reverse("people-file"), {"file": SimpleUploadedFile("people.csv", content)})
    said = answer.content.decode()

    assert answer.status_code == 422
    assert "4 faults in this file" in said
    for part in (
        "There is no team &#39;Nowhere&#39;",
        "&#39;boss&#39; is no role",
        "Write the name.",
        "at most 60, not 99",
    ):
        assert part in said
    assert Worker.objects.count() == before


def test_a_fault_of_a_list_of_people_names_the_file_as_it_was_sent(browser: Browser):
    sent = SimpleUploadedFile("C:\\Lists\\Our people.xlsx", b"PK\x03\x04")
    said = browser("adam").post(reverse("people-file"), {"file": sent}).content.decode()

    assert "Our people.xlsx" in said


def test_a_team_that_is_written_twice_in_other_letters_is_one_and_the_page_says_so(browser: Browser, small):
    client = browser("adam")
    done = client.post(reverse("set-up-teams"), {"names": "North Family Support\nnorth family  support\nWest\n"})

    said = client.get(done["Location"]).content.decode()
    assert "Added 2 teams. 1 was written twice, or here already: capital letters do not count." in said
    assert Team.objects.filter(name="North Family Support").count() == 1
    assert not Team.objects.filter(name="north family support").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "This file is empty"), (b"x" * 2_000_001, "larger than 2 MB"), (b"PK\x03\x04", "cannot")],
)
def test_what_is_no_list_is_refused_in_a_sentence(browser: Browser, content, says):
    answer = browser("adam").post(reverse("people-file"), {"file": SimpleUploadedFile("people.xlsx", content)})

    assert answer.status_code == 422
    assert says in answer.content.decode() or "workbook" in answer.content.decode()


def test_the_example_can_be_brought_in_as_it_is(browser: Browser, small):
    client = browser("adam")
    example = client.get(reverse("people-example"))
    assert next(csv.reader(StringIO(example.content.decode("utf-8-sig"))))[0] == "Name"
    client.post(reverse("set-up-teams"), {"names": "Harbour"})

    done = client.post(reverse("people-file"), {"file": SimpleUploadedFile("people.csv", example.content)})

    assert done.status_code == 302
    assert "Added 4, changed 0, as before 0." in client.get(done["Location"]).content.decode()
    again = client.post(reverse("people-file"), {"file": SimpleUploadedFile("people.csv", example.content)})
    assert "Added 0, changed 0, as before 4." in client.get(again["Location"]).content.decode()
    ada = Worker.objects.get(name="Ada Quill")
    found = get_person(small.viewer("adam"), ada.pk, TODAY)
    assert [(spell.what, spell.where) for spell in found.roles] == [(Role.SUPERVISOR.label, "Harbour")]


def test_hours_are_spread_over_the_days_that_are_worked(browser: Browser, small):
    ann = small.people["ann"]
    browser("adam").post(reverse("person-hours", args=[ann]), {"hours": "15.5", "days": ["0", "2"]})

    assert get_person(small.viewer("adam"), ann, TODAY).minutes == (465, 0, 465, 0, 0, 0, 0)


def test_what_was_typed_stays_and_every_fault_is_told(browser: Browser, small):
    sent = {"nation": "ENG", "opens": "17:00", "closes": "9:00", "closures": "29 Dec 2026\nsome day\ntomorrow"}
    said = browser("adam").post(reverse("set-up-hours"), sent).content.decode()

    assert "&#39;some day&#39; is no day" in said
    assert "&#39;tomorrow&#39; is no day" in said
    assert "some day\ntomorrow" in said.replace("\r", "")
    del sent["closures"]
    assert "before the office opens" in browser("adam").post(reverse("set-up-hours"), sent).content.decode()


def test_an_administrator_gives_themselves_nothing_and_reads_no_case(browser: Browser, small):
    """By hand, as if alone, by another team, by a file: each is refused in a sentence, and the page offers none of it."""
    client, own = browser("adam"), [small.people["adam"]]
    team = Team.objects.get(pk=small.team).name
    file = SimpleUploadedFile("people.csv", f"Name,Team,Roles\nadam,{team},supervisor\n".encode())
    for name, at, sent in (
        ("person-role", own, {"role": "SERVICE_MANAGER", "team": "all"}),
        ("person-team", own, {"team": str(small.team)}),
        ("set-up-alone", [], {"hours": "37"}),
        ("people-file", [], {"file": file}),
    ):
        answer = client.post(reverse(name, args=at), sent)
        assert (answer.status_code, "Nobody gives themselves a role" in answer.content.decode()) == (422, True), name

    assert client.get(reverse("case", args=[small.cases["A1"].pk])).status_code == 404
    page = client.get(reverse("person", args=own)).content.decode()
    assert f'href="{reverse("person-role", args=own)}"' not in page
    assert "Ask another administrator" in page
    assert reverse("set-up-alone") not in client.get(reverse("set-up-teams")).content.decode()


def test_hours_of_many_are_written_on_one_page_all_of_them_or_none(browser: Browser, small):
    client, where = browser("adam"), reverse("people-hours")
    ann, bob = (str(small.people[name]) for name in ("ann", "bob"))
    refused = client.post(where, {ann: "18,5", bob: "many"}).content.decode()
    same = client.post(where, {ann: ""})
    done = client.post(f"{where}?team={small.team}", {ann: "18,5", bob: ""})

    assert "bob: Write a number of hours such as 37 or 18.5" in refused
    assert 'value="18,5"' in refused
    assert (same.status_code, done.status_code) == (422, 302)
    viewer = small.viewer("adam")
    assert sum(get_person(viewer, small.people["ann"], TODAY).minutes) == 1110
    assert list(AuditEvent.objects.filter(act="HOURS_SET").values_list("about_id", flat=True)) == [small.people["ann"]]


def test_a_page_of_hours_is_of_one_team_or_of_everyone(browser: Browser, small):
    client, where = browser("adam"), reverse("people-hours")
    everyone, team = (client.get(f"{where}{more}").content.decode() for more in ("", f"?team={small.other_team}"))

    assert str(small.people["ann"]) in everyone
    assert str(small.people["ann"]) not in team
    assert str(small.people["cat"]) in team


def test_a_page_of_somebody_says_what_they_are_to_be_and_takes_it_back(browser: Browser, small):
    client, ann = browser("adam"), [small.people["ann"]]
    said = {"role": "SUPERVISOR", "team": str(small.other_team), "begins": "1 Dec 2099", "until": "31 Dec 2099"}
    wrong = client.post(reverse("person-role", args=ann), said | {"until": "30 Nov 2099"})
    given = client.post(reverse("person-role", args=ann), said)
    page = client.get(reverse("person", args=ann)).content.decode()
    held = RoleHeld.objects.get(worker_id=ann[0], role="SUPERVISOR")
    asked = client.get(f"{reverse('person-role-end', args=ann)}?held={held.pk}").content.decode()
    back = client.post(reverse("person-role-end", args=ann), {"held": str(held.pk)})

    assert (wrong.status_code, "before the first day" in wrong.content.decode()) == (422, True)
    assert (given.status_code, back.status_code) == (302, 302)
    assert "from 1 Dec 2099, until 31 Dec 2099" in page.partition("Roles to come")[2]
    assert f'value="{held.pk}"' in asked
    assert "Roles to come" not in client.get(reverse("person", args=ann)).content.decode()
