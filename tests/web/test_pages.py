"""Pages as people meet them, and what stays of it in the trail."""

import gzip
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from plimsoll.core.access import COMING
from plimsoll.core.terms import Act
from plimsoll.records.models.access import User
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation, Event, Restriction
from plimsoll.records.models.people import Worker
from plimsoll.records.models.written import CaseRecord
from tests.factories.records import MORNING, make
from tests.factories.small import Small
from tests.web.conftest import Browser


def acts(small: Small) -> list[str]:
    return list(AuditEvent.objects.filter(org_id=small.org).order_by("at").values_list("act", flat=True))


def viewings_of(small: Small, reference: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT by_id, roles, page FROM records_viewings_of(%s)", [small.cases[reference].child_id])
        return cursor.fetchall()


def test_a_page_is_packed_for_a_browser_that_unpacks_it(browser: Browser):
    plain, packed = (browser("ann").get(reverse("roles"), **more) for more in ({}, {"HTTP_ACCEPT_ENCODING": "gzip"}))

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert b"Roles" in gzip.decompress(packed.content)


@pytest.mark.parametrize("name", ["home", "my-caseload", "teams", "unallocated", "search", "roles"])
def test_nobody_sees_anything_before_signing_in(db, name):
    answer = Client().get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign-in"))


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [("ann", "my-caseload"), ("max", "teams"), ("eve", "teams"), ("adam", "set-up")],
)
def test_home_leads_where_the_roles_lead(browser: Browser, who, leads_to):
    assert browser(who).get(reverse("home"))["Location"] == reverse(leads_to)


@pytest.mark.parametrize("who", ["sue", "bea"])
def test_who_has_one_team_begins_there(browser: Browser, small, who):
    assert browser(who).get(reverse("home"))["Location"] == reverse("team", args=[small.team])


def test_ones_own_caseload_has_reasons_and_a_load(browser: Browser, small):
    page = browser("ann").get(reverse("my-caseload")).content.decode()

    assert "A1 Invented" in page
    assert "working days late" in page
    assert "Other work" in page
    assert viewings_of(small, "A1") == [(small.people["ann"], "PRACTITIONER", "my-caseload")]


def test_a_case_is_shown_and_remembered(browser: Browser, small):
    answer = browser("sue").get(reverse("case", args=[small.cases["B1"].pk]))

    assert answer.status_code == 200
    assert "Start" in answer.content.decode() or "started" in answer.content.decode()
    assert viewings_of(small, "B1") == [(small.people["sue"], "SUPERVISOR", "case")]


def test_a_case_out_of_reach_is_as_one_that_never_was(browser: Browser, small):
    client = browser("ann")
    hidden, never = (client.get(reverse("case", args=[key])) for key in (small.cases["B1"].pk, uuid4()))

    def plain(answer):
        return re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()).replace(
            answer.wsgi_request.path, ""
        )

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert plain(hidden) == plain(never)
    assert viewings_of(small, "B1") == []


def test_who_may_not_read_is_told_so(browser: Browser, small):
    page = browser("bea").get(reverse("case", args=[small.cases["A1"].pk])).content.decode()

    assert "You may not read this record" in page


def test_what_happened_is_written_once_however_often_it_is_sent(browser: Browser, small):
    client, key = browser("ann"), uuid4()
    where = reverse("case-write", args=[small.cases["A1"].pk])
    said = {
        "key": key,
        "kind": "VISIT",
        "happened": "1/10/26",
        "time": "930",
        "sight": "ALONE",
        "meets": ["IN_NEED_VISIT"],
        "text": "Saw the child at home.",
    }
    first, second = client.post(where, said), client.post(where, said)

    assert (first.status_code, second.status_code) == (302, 302)
    (record,) = CaseRecord.objects.filter(together=key)
    (event,) = Event.objects.filter(record=record)
    assert (record.pk, record.text, record.sight) == (key, "Saw the child at home.", "ALONE")
    assert (event.kind, event.time_known, event.recorded_by_id) == ("IN_NEED_VISIT", True, small.people["ann"])
    assert acts(small) == [Act.RECORD_WRITTEN]


def test_every_fault_of_a_form_is_said_and_nothing_typed_is_lost(browser: Browser, small):
    where = reverse("case-write", args=[small.cases["A1"].pk])
    answer = browser("ann").post(where, {"key": uuid4(), "kind": "VISIT", "happened": "32 Oct", "time": "25:00"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Say whether the child was seen" in page
    assert "There is no 25:00 on a clock" in page or "There is no 32 Oct" in page
    assert "Say what happened" in page
    assert "25:00" in page
    assert acts(small) == []


def test_who_may_see_and_not_write_is_refused_with_a_reason(browser: Browser, small):
    answer = browser("bea").post(reverse("case-write", args=[small.cases["A1"].pk]), {})

    assert answer.status_code == 403
    assert "You may see this case, but not write on it" in answer.content.decode()


def test_a_case_is_allocated_with_a_reason(browser: Browser, small):
    where = reverse("case-allocate", args=[small.cases["U1"].pk])
    client = browser("sue")
    refused = client.post(where, {"worker": str(small.people["bob"]), "why": ""})
    done = client.post(where, {"worker": str(small.people["bob"]), "why": "Has room"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert list(Allocation.objects.filter(case=small.cases["U1"]).values_list("worker_id", flat=True)) == [
        small.people["bob"]
    ]
    assert acts(small) == [Act.CASE_ALLOCATED]


def test_a_restricted_case_is_gone_for_whoever_restricted_it_unless_named(browser: Browser, small):
    case = small.cases["A1"]
    client = browser("max")
    done = client.post(
        reverse("case-restrict", args=[case.pk]), {"named": [str(small.people["sue"])], "why": "Known to staff"}
    )

    assert (done.status_code, done["Location"]) == (302, f"{reverse('teams')}?done=restricted")
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    assert browser("ann").get(reverse("case", args=[case.pk])).status_code == 200  # who holds it is always named
    lifted = browser("sue").post(reverse("case-lift", args=[case.pk]), {"why": "Over"})
    assert lifted.status_code == 302
    assert client.get(reverse("case", args=[case.pk])).status_code == 200
    assert acts(small) == [Act.CASE_RESTRICTED, Act.RESTRICTION_LIFTED]
    assert Restriction.objects.filter(case=case, to_at__isnull=True).count() == 0


def test_a_caseload_leaves_as_a_file_and_that_is_remembered(browser: Browser, small):
    where = reverse("caseload-file", args=[small.people["ann"]])
    answer = browser("ann").post(where)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "A1 Invented" in answer.content.decode("utf-8-sig")
    assert acts(small) == [Act.CASELOAD_EXPORTED]
    assert browser("bob").post(where).status_code == 404
    assert browser("bea").post(where).status_code == 403


def test_a_crash_leaves_nothing_behind(browser: Browser, small, monkeypatch):
    def breaks(*args, **more):
        raise ZeroDivisionError

    monkeypatch.setattr("plimsoll.web.recording.views.redirect", breaks)
    client = browser("ann")
    client.raise_request_exception = False
    said = {"key": uuid4(), "kind": "CASE_NOTE", "happened": "1 Oct 2026", "text": "Spoke with the school."}
    answer = client.post(reverse("case-write", args=[small.cases["A1"].pk]), said)

    assert answer.status_code == 500
    assert not Event.objects.filter(pk=said["key"]).exists()
    assert acts(small) == []


def test_somebody_who_left_is_signed_out(browser: Browser, small):
    client = browser("ann")
    Worker.objects.filter(pk=small.people["ann"]).update(left_on="2026-11-01")

    assert client.get(reverse("my-caseload")).status_code == 302
    assert "worker" not in client.session


def test_roles_mark_what_is_not_there_yet(browser: Browser):
    page = browser("ann").get(reverse("roles")).content.decode()
    items = [re.sub("<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", page)]
    marked = {item.split(":")[0] for item in items if item.endswith("not there yet")}

    assert marked == {permission.says[:1].upper() + permission.says[1:] for permission in COMING}
    assert "Give a case to a worker, or take it back: their team" in items


@pytest.mark.parametrize(
    ("behind", "sent", "noted"),
    [
        (True, "203.0.113.7", "203.0.113.7"),
        (True, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the first is what somebody sent
        (True, "203.0.113.7, 2001:db8::7", "2001:db8::7"),
        (True, "K-0412", "127.0.0.1"),
        (True, "", "127.0.0.1"),
        (False, "203.0.113.7", "127.0.0.1"),
    ],
)
def test_the_trail_notes_where_somebody_came_from(browser: Browser, small, settings, behind, sent, noted):
    settings.BEHIND_PROXY = behind
    browser("sue").get(reverse("case", args=[small.cases["B1"].pk]), headers={"X-Forwarded-For": sent})
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin FROM records_viewings_of(%s)", [small.cases["B1"].child_id])
        found = cursor.fetchall()

    assert found == [(noted,)]


# ---- signing in ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def town(small, settings):
    """Everyone of the small organisation can sign in, as it is invented."""
    settings.INVENTED = True
    for name, key in small.people.items():
        user = User.objects.create(email=f"{name}@invented.example", created_at=MORNING)
        Worker.objects.filter(pk=key).update(user=user)
    return small


def test_one_signs_in_as_a_person_of_an_invented_town_and_out_again(town):
    client = Client()
    assert "ann" in client.get(reverse("sign-in")).content.decode()
    done = client.post(reverse("sign-in"), {"who": f"{town.org}:{town.people['ann']}", "next": reverse("roles")})

    assert (done.status_code, done["Location"]) == (302, reverse("roles"))
    assert client.get(reverse("my-caseload")).status_code == 200
    assert client.post(reverse("sign-out")).status_code == 302
    assert client.get(reverse("my-caseload")).status_code == 302
    assert acts(town) == [Act.SIGNED_IN, Act.SIGNED_OUT]


@pytest.mark.parametrize("who", ["", "x:y", f"{uuid4()}:{uuid4()}"], ids=["nobody", "no keys", "keys of nobody"])
def test_nobody_else_signs_in(town, who):
    assert Client().post(reverse("sign-in"), {"who": who}).status_code == 403


def test_one_is_not_led_away_after_signing_in(town):
    done = Client().post(
        reverse("sign-in"), {"who": f"{town.org}:{town.people['ann']}", "next": "https://elsewhere.example/"}
    )

    assert done["Location"] == reverse("home")


def test_without_the_setting_there_is_no_way_in(town, settings):
    settings.INVENTED = False
    page = Client().get(reverse("sign-in")).content.decode()

    assert "You sign in to this Plimsoll with a link that works once." in page
    assert "connect" not in page.split("<main")[1]
    assert Client().post(reverse("sign-in"), {"who": f"{town.org}:{town.people['ann']}"}).status_code == 200


# ---- a case -------------------------------------------------------------------------------------------------------------


def questions(browser: Browser, small: Small, name: str, path: str) -> int:
    """How many questions a page asks of the database."""
    answer = browser(name).get(path)
    assert answer.status_code == 200
    return len(answer.said.statements)


def test_the_page_of_a_case_asks_the_same_however_much_there_is(browser: Browser, small):
    where = reverse("case", args=[small.cases["A1"].pk])
    few = {name: questions(browser, small, name, where) for name in ("ann", "sue", "bea")}
    for number in range(60):
        then = MORNING - timedelta(days=number)
        make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=then, recorded_at=then)
        case = make("case", small.org, reference=f"M{number}", team_id=small.team, opened_at=MORNING)
        make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=MORNING)

    assert {name: questions(browser, small, name, where) for name in few} == few


def test_the_record_is_narrowed_and_paged_by_its_address(browser: Browser, small):
    for number in range(40):
        then = MORNING - timedelta(days=10 * number)
        make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=then, recorded_at=then)
    client, where = browser("ann"), reverse("case", args=[small.cases["A1"].pk])
    first = client.get(where).content.decode()
    narrowed = client.get(where, {"kind": "IN_NEED_VISIT", "year": "2025"}).content.decode()
    strange = client.get(where, {"kind": "<b>", "year": "²", "page": "99999999999"}).content.decode()

    assert "Entries 1 to 25 of 41, latest first." in first
    assert "?page=2#record" in first
    assert "of 41 entries" in narrowed
    assert "Start" not in narrowed.split('class="chronology"')[1].split("</ol>")[0]
    assert "Entries 1 to 25 of 41" in strange


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("tomorrow", "That lies ahead"),
        ("1 Jan 1990", "has been on record here since"),
        ("soonish", "Write a day such as"),
    ],
)
def test_a_moment_of_which_there_is_no_past_is_refused_in_a_sentence(browser: Browser, small, at, says):
    answer = browser("ann").get(reverse("case", args=[small.cases["A1"].pk]), {"at": at})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert says in page
    assert f'value="{at}"' in page
    assert "Write on the record" in page


def test_the_same_new_case_sent_twice_is_one(browser: Browser, small):
    client, where = browser("ann"), reverse("case-new")
    said = {
        "key": uuid4(), "given_name": "Marram", "family_name": "Dune", "born": "3/4/21", "kind": "CHILD_PROTECTION",
        "began": "2 Nov 2026", "team": small.team, "worker": small.people["ann"],
    }  # fmt: skip
    first, second = client.post(where, said), client.post(where, said)
    asked = client.post(where, said | {"key": uuid4()})
    other = client.post(where, said | {"key": uuid4(), "asked": "yes", "child": "new"})

    assert first["Location"] == second["Location"] == f"{reverse('case', args=[said['key']])}?done=added"
    assert (asked.status_code, "Is it one of these?" in asked.content.decode()) == (200, True)
    assert other.status_code == 302
    assert acts(small) == [Act.CASE_ADDED, Act.CASE_ADDED]
    facts = client.get(reverse("case", args=[said["key"]])).content.decode().split("Open since")[1]
    assert "2 Nov" in facts.split("</div>")[0]


def test_a_case_is_closed_with_what_is_open_said_and_offers_less(browser: Browser, small):
    client, where = browser("sue"), reverse("case-close", args=[small.cases["B1"].pk])
    make("plan", small.org, case=small.cases["B1"])
    asked = client.get(where).content.decode()
    refused = client.post(where, {"why": " ", "closed": "today"})
    said = {
        "because": "OUTCOMES_REACHED",
        "why": "The family is well",
        "closed": "today",
        "answer-due": "Not needed now",
        "answer-plans": "It was never agreed",
    }
    done = client.post(where, said)
    page = client.get(done["Location"]).content.decode()

    assert "Child in need visit, due" in asked
    assert "1 plan is not ended. What becomes of it?" in asked
    assert reverse("case-plans", args=[small.cases["B1"].pk]) in asked
    assert (refused.status_code, done.status_code) == (422, 302)
    assert "The family is well" in page
    assert "Why in this place" not in page
    assert "/allocation" not in page
    assert client.get(where).status_code == 403
    assert browser("ann").post(reverse("case-close", args=[small.cases["A1"].pk]), {"why": "x"}).status_code == 403
