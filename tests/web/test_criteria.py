"""The pages on which the criteria are read."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.criteria import rehearse_draft
from plimsoll.core.priority.told import told
from plimsoll.queries import shipped
from plimsoll.records.context import acting
from plimsoll.records.models.priority import CriteriaDraft
from plimsoll.web.criteria.forms import Numbers
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def read(browser: Browser, name: str, path: str) -> str:
    answer = browser(name).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def agree(small, version: str, text: str, since) -> None:
    with acting(small.org, None, "a test"):
        make(
            "criteriaset", small.org, key="statutory", version=version, title="Ours", text=text,
            in_force_from=since, agreed_at=NOW, agreed_by_id=small.people["adam"],
        )  # fmt: skip


def test_the_page_says_the_whole_set_with_its_scales(browser: Browser, small):
    page = read(browser, "ann", reverse("criteria"))

    for section in told(shipped.shipped_criteria(), shipped.shipped_scales())[1:]:
        assert section.title in page
    for question in shipped.shipped_scales().questions:
        assert all(
            text in page.replace("&#39;", "'") for point in question.points for text in (point.says, point.example)
        )
    assert "Draft a change" not in page
    assert "Draft a change" in read(browser, "adam", reverse("criteria"))


def test_earlier_versions_say_what_each_changed_and_later_ones_that_they_are_to_come(browser: Browser, small):
    text = shipped.criteria_text("statutory")
    other = text.replace("weight = 30", "weight = 25", 1).replace("weight = 8", "weight = 13")
    agree(small, "2", other, TODAY)
    agree(small, "3", text.replace("stale_days = 42", "stale_days = 30"), TODAY + timedelta(days=7))
    page = read(browser, "ann", reverse("criteria"))

    assert "Urgency counts 25 instead of 30 points of 100." in page
    assert "A judgement is asked for again after 30 instead of 42 days." in page
    assert page.index("Agreed, and still to come") < page.index("What counts, and how much")
    assert "Ours, version 2" in page
    assert "approved by adam" in page


def test_a_version_that_is_the_same_but_for_its_number_and_day_says_so(browser: Browser, small):
    text = shipped.criteria_text("statutory").replace("asks_a_day = 2", "asks_a_day = 1")
    agree(small, "2", text, TODAY - timedelta(days=7))
    agree(small, "3", text, TODAY)
    page = " ".join(re.sub(r"<[^>]+>", " ", read(browser, "ann", reverse("criteria"))).split())

    assert "Nothing that moves a place: it is the same but for its version and its day." in page
    assert "Nothing that moves a place. What it changed that moves no place (2)" in page  # its name, too
    assert "A worker is asked at most 1 time instead of 2 times a day." in page
    assert "It is version" not in page


def test_the_page_asks_as_much_however_many_versions_there_are(browser: Browser, small):
    client = browser("ann")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("criteria")).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for number in range(4):
        agree(small, f"again {number}", shipped.criteria_text("statutory"), TODAY)
    assert queries() == few


@pytest.mark.parametrize("key", shipped.SETS)
def test_every_shipped_set_is_shown_with_its_worked_cases(browser: Browser, small, key):
    page = read(browser, "adam", reverse("criteria-shipped", args=[key])).replace("&#39;", "'")
    worked = shipped.shipped_worked()[shipped.SETS.index(key)]

    assert all(case.says in page for case in worked.cases if not case.elsewhere)
    assert "in the order and the bands in which practitioners would do them" in page


def test_a_set_that_is_none_is_not_there(browser: Browser, small):
    assert browser("adam").get("/criteria/shipped/of-nobody").status_code == 404


def test_the_order_of_work_leads_to_how_it_is_made(browser: Browser, small):
    assert f'href="{reverse("criteria")}"' in read(browser, "ann", reverse("my-caseload"))


def test_set_up_offers_every_set_with_its_worked_cases_and_suggests_one(browser: Browser, small):
    page = read(browser, "adam", reverse("set-up-criteria")).replace("&#39;", "'")

    for criteria, worked in zip(shipped.shipped_sets(), shipped.shipped_worked(), strict=True):
        assert f'value="{criteria.key}"' in page
        assert all(case.says in page for case in worked.cases if not case.elsewhere)
    assert "Statutory social work (Plimsoll's suggestion)" in page


def test_the_set_that_was_chosen_is_the_one_that_is_read(browser: Browser, small):
    answer = browser("adam").post(reverse("set-up-criteria"), {"criteria": "leaving_care"})

    assert answer.status_code == 302
    page = read(browser, "ann", reverse("criteria"))
    assert "Leaving care, version 1 (from 2026.1)" in page
    assert "Approved by</dt><dd>adam" in page


# ---- drafts --------------------------------------------------------------------------------------------------------------

WHY = "Dates of reviews were missed"


def begun(client) -> str:
    """The address of a draft that was just begun from what holds."""
    answer = client.post(reverse("criteria-drafts"), {"start": "now", "why": WHY})
    assert answer.status_code == 302
    return answer["Location"].removesuffix("/change")


def typed(**changed: str) -> dict:
    form = Numbers(as_at=NOW, base=shipped.shipped_criteria(), why=WHY)
    return {field.html_name: field.value() for field in form} | {
        name.replace("__", "-"): value for name, value in changed.items()
    }


def test_a_draft_is_changed_number_by_number_compared_and_run_over_worked_cases(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)
    assert "Nothing yet that moves a place" in client.get(draft).content.decode()
    sent = typed(weight__URGENCY="10", weight__PROTOCOLS="45", interval__EHC="13 working days", unknown="33.3333")
    assert client.post(f"{draft}/change", sent)["Location"].startswith(draft)
    page = client.get(draft).content.decode()

    for said in (
        "Urgency counts 10 instead of 30 points of 100.",
        "every 13 working days instead of 91 calendar days.",
        "What nobody has judged counts 33.3333 instead of 50 of 100.",
        "departs in",
        "Rehearse it first",
    ):
        assert said in page
    assert WHY in client.get(reverse("criteria-drafts")).content.decode()


def test_every_fault_of_a_changed_set_stands_at_its_field_and_what_was_typed_stays(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)
    sent = typed(
        weight__URGENCY="20", today_days="soon", unknown="101", interval__EHC="now and then", shortest_days="50",
        safeguarding=["POLICE"], information__IMMEDIATE_HARM="10", why=" ",
    )  # fmt: skip
    answer = client.post(f"{draft}/change", sent)
    page = answer.content.decode().replace("&#39;", "'")

    assert answer.status_code == 422
    for field, said in (
        ("weight-URGENCY", "must sum to 100, not 90"),
        ("today_days", "write a whole number from 1 to 5"),
        ("unknown", "write a number from 0 to 100"),
        ("interval-EHC", "write such as 10 working days"),
        ("shortest_days", "must not exceed"),
        ("safeguarding", "cannot be switched off"),
        ("information-IMMEDIATE_HARM", "may count for more than IMMEDIATE_HARM"),
        ("why", "Say what this is to make better"),
    ):
        assert f'href="#{field}' in page, field
        assert said in page, said
    assert 'value="now and then"' in page
    assert "Nothing yet that moves a place" in client.get(draft).content.decode()


def test_numbers_that_weaken_what_keeps_children_safe_are_refused_each_at_its_field(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)
    weak = {
        "unknown": "0", "risk_this_week": "90", "factor__UNDER_1": "0", "information__IMMEDIATE_HARM": "95",
        "interval__CHILD_PROTECTION": "60 working days", "weight__URGENCY": "0", "stale_days": "999",
    }  # fmt: skip
    answer = client.post(f"{draft}/change", typed(**weak))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert [f'href="#{name.replace("__", "-")}' in page for name in weak] == [True] * len(weak)
    assert "Nothing yet that moves a place" in client.get(draft).content.decode()


def test_the_text_of_a_draft_is_refused_with_all_its_faults(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)
    text = (
        shipped.criteria_text("statutory")
        .replace("weight = 8", "weight = 9")
        .replace("UNDER_1 = 0.33", "ETHNICITY = 1")
    )
    page = client.post(f"{draft}/text", {"text": text, "why": WHY}).content.decode()

    assert all(said in page for said in ("must sum to 100, not 101", "UNDER_1", "never enter"))
    sound = shipped.criteria_text("leaving_care")
    assert client.post(f"{draft}/text", {"text": sound, "why": WHY}).status_code == 302


def link_to_approve(page: str) -> str:
    (href,) = re.findall(r'href="([^"]+/approve[^"]*)"', page)
    return href


def read_in(page: str) -> dict[str, str]:
    """What a page says of the text that was read on it."""
    (read,) = re.findall(r'name="read" value="(\w+)"', page)
    return {"read": read}


def test_a_text_that_nobody_read_is_not_approved(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)

    def changed_and_rehearsed(**numbers: str) -> None:
        client.post(f"{draft}/change", typed(**numbers))
        client.post(f"{draft}/rehearse")
        rehearse_draft(small.org, UUID(draft.rpartition("/")[2]), at=NOW + timedelta(days=400))

    changed_and_rehearsed(today_days="2")
    link = link_to_approve(client.get(draft).content.decode())
    before = read_in(client.get(link).content.decode())
    changed_and_rehearsed(today_days="3")
    late = read_in(client.get(link).content.decode())  # the draft's page was open before, too
    for read in (before, late, {}):
        answer = client.post(f"{draft}/approve", {"holds_from": "today", **read})
        assert answer.status_code == 422
        assert "This draft is not the one that you read: adam changed it on" in answer.content.decode()
    assert not CriteriaDraft.objects.filter(approved_at__isnull=False).exists()
    now = read_in(client.get(link_to_approve(client.get(draft).content.decode())).content.decode())
    assert client.post(f"{draft}/approve", {"holds_from": "today", **now}).status_code == 302


def test_a_draft_is_rehearsed_approved_from_a_day_on_and_read_by_everybody(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)
    client.post(f"{draft}/change", typed(weight__URGENCY="10", weight__PROTOCOLS="45"))
    client.post(f"{draft}/rehearse")
    running = client.get(draft).content.decode()
    rehearse_draft(small.org, UUID(draft.rpartition("/")[2]), at=NOW + timedelta(days=400))
    page = client.get(draft).content.decode()
    question = client.get(link_to_approve(page)).content.decode()
    answer = client.post(f"{draft}/approve", {"holds_from": "today", **read_in(question)})

    assert "data-refreshes" in running
    assert "Tried on 4 open cases on 4 lists, against statutory 2026.1." in page
    assert answer["Location"] == f"{reverse('criteria')}?done=approved"
    assert "because nobody else here may settle criteria" in question
    read_by_ann = read(browser, "ann", reverse("criteria"))
    assert "approved by adam, who wrote it: nobody else here could." in read_by_ann
    assert "Urgency counts 10 instead of 30 points of 100." in read_by_ann
    assert "Approved by</dt><dd>adam" in read_by_ann
    assert "Criteria set statutory 2 (from 1), timescales" in read(browser, "ann", reverse("my-caseload"))


def kept(small, draft: str, *lists: tuple[str | None, list, list], only: tuple = ()) -> None:
    """A rehearsal of two changes, with whose list each is and the order of its cases now and then; ids as strings."""
    told = [
        {
            "worker": str(small.people[name]) if name else None, "entered": 0, "left": 0, "moved": len(now), "up": 0,
            "down": 0, "cases": now, "now": [3] * len(now),
            "then": {"order": [now.index(case) for case in then], "bands": [3] * len(now)},
            "only": [{"change": change, "order": order, "bands": [3] * len(now)} for change, order in only],
        }
        for name, now, then in lists
    ]  # fmt: skip
    found = {"criteria": "statutory 1", "changes": [["One thing."], ["Another."]], "cases": 4, "all_lists": 4, "up": 0}
    with acting(small.org, None, "a test"):
        CriteriaDraft.objects.filter(pk=UUID(draft.rpartition("/")[2])).update(
            asked_at=NOW, rehearsed_at=NOW, rehearsal=found | {"down": 0, "lists": told}
        )


def a_case(small, reference: str, **given) -> str:
    with acting(small.org, None, "a test"):
        return str(make("case", small.org, reference=reference, opened_at=NOW, **given).pk)


def test_first_ten_stand_side_by_side_with_what_moves_each(browser: Browser, small):
    draft = begun(browser("adam"))
    own = [a_case(small, f"K-{number:02}", team_id=small.team) for number in range(1, 12)]
    then = [own[10], *own[1:9], own[0], own[9]]  # the last comes first, the first goes to the tenth place
    kept(small, draft, ("ann", own, then), only=((1, [10, *range(10)]),))
    page = browser("sue").get(f"{draft}/rehearsal").content.decode()
    rows = [
        " ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r'<tr role="row">(.*?)</tr>', page, re.S)
    ]

    assert "ann: 1 comes in, 1 goes out and 1 changes place or band" in page
    assert rows[1] == "1st K-01 Invented Planned K-11 Invented Planned comes in from 11th, by change 2"
    assert rows[2] == "2nd K-02 Invented Planned K-02 Invented Planned"
    assert (
        rows[10]
        == "10th K-10 Invented Planned goes out, to 11th, by change 2 K-01 Invented Planned was 1st, by change 2"
    )
    assert '<li id="change-2">Another.</li>' in page
    assert "ann</a>" in browser("sue").get(draft).content.decode()


def test_what_a_viewer_may_not_see_does_not_stand_in_a_rehearsal_nor_count(browser: Browser, small):
    draft = begun(browser("adam"))
    here, away = str(small.cases["A1"].pk), str(small.cases["C1"].pk)
    between = a_case(small, "K-09", team_id=small.team)
    kept(small, draft, ("ann", [here, away, between], [away, between, here]), ("cat", [away], [away]))
    address = f"{draft}/rehearsal"
    sue, best = browser("sue").get(address), browser("max").get(address)

    assert sue.viewed.cases == {UUID(here), UUID(between)}
    assert "was 2nd" in sue.content.decode()  # K-09, which stands third for whoever sees all
    assert "C1 Invented" not in sue.content.decode()
    assert "2 change place or band" in sue.content.decode()
    assert "3 change place or band" in best.content.decode()
    assert {browser(name).get(address).status_code for name in ("adam", "ann", "bea", "eve", "cat")} == {403}


def test_numbers_of_all_lists_stand_for_an_administrator_who_is_shown_no_case(browser: Browser, small):
    draft = begun(browser("adam"))
    kept(small, draft, ("ann", [str(small.cases["A1"].pk), str(small.cases["C1"].pk)], [str(small.cases["C1"].pk),
         str(small.cases["A1"].pk)]))  # fmt: skip
    alone = browser("adam").get(draft)

    assert "Tried on 4 open cases" in alone.content.decode()
    assert "A1 Invented" not in alone.content.decode()
    assert not alone.viewed


def test_the_order_of_a_shadow_month_is_in_no_rehearsal(browser: Browser, small):
    draft = begun(browser("adam"))
    two = [str(small.cases["A1"].pk), a_case(small, "K-09", team_id=small.team)]
    kept(small, draft, ("ann", two, two[::-1]))
    with acting(small.org, None, "a test"):
        make("shadowspell", small.org, team_id=small.team, from_date=FROM, to_date=TODAY + timedelta(1),
             decided_by_id=small.people["adam"], ended_at=None, ended_by=None, ended_why=None)  # fmt: skip
    page = browser("max").get(f"{draft}/rehearsal").content.decode()

    assert "A1 Invented" not in page
    assert "No first 10 would change" in page


def test_readers_of_a_draft_are_offered_nothing_that_they_cannot_do(browser: Browser, small):
    draft = begun(browser("adam"))
    page = read(browser, "sue", draft)

    assert "It has not been made yet." in page
    assert not re.search(r"Change it|Rehearse it|Approve it|Leave this draft", page)
    assert "Begin a draft" not in read(browser, "max", reverse("criteria-drafts"))
    assert reverse("criteria-drafts") in read(browser, "sue", reverse("criteria"))
    assert reverse("criteria-drafts") not in read(browser, "ann", reverse("criteria"))


def test_a_rehearsal_that_never_ended_can_be_asked_for_again(browser: Browser, small):
    client = browser("adam")
    draft = begun(client)
    client.post(f"{draft}/rehearse")
    again = client.post(f"{draft}/rehearse")
    assert (again.status_code, b"being rehearsed already" in again.content) == (422, True)
    with acting(small.org, None, "a test"):
        CriteriaDraft.objects.update(asked_at=NOW - timedelta(days=900))

    assert b"Rehearse it" in client.get(draft).content
    assert client.post(f"{draft}/rehearse").status_code == 302


def test_the_pages_of_drafts_ask_as_much_however_many_lists_change(browser: Browser, small):
    draft = begun(browser("adam"))
    cases = {
        name: [a_case(small, f"{name}-{number}", team_id=small.team) for number in (1, 2)] for name in ("ann", "bob")
    }
    with acting(small.org, None, "a test"):
        make("roleheld", small.org, worker_id=small.people["sue"], team=None, role="ADMINISTRATOR", from_date=FROM)
    client = browser("sue")

    def queries(path: str, *names: str) -> int:
        kept(small, draft, *((name, cases[name], cases[name][::-1]) for name in names))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    for path in (draft, f"{draft}/rehearsal"):
        queries(path, "ann")
        assert queries(path, "ann") == queries(path, "ann", "bob")
