"""Today: what is to be done, where the day ends, what is said of it, and who is asked why."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.priority import Postponement
from plimsoll.records.models.today import DayEntry, Interruption
from tests.factories.records import make
from tests.factories.small import FROM, OPENED, Small
from tests.web.conftest import Browser

TODAY = reverse("today")
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """Monday morning, nine o'clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)


def add(small: Small, reference: str, *, seen: str = "", home=None):
    """One more case of Ann's, with a visit on a day."""
    child = make("child", small.org, given_name=reference, family_name="Last", sort_name=f"{reference} last".lower())
    case = make("case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED)
    make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=OPENED)
    if seen:
        make(
            "event",
            small.org,
            case=case,
            kind="IN_NEED_VISIT",
            happened_at=f"{seen}T10:00Z",
            recorded_at=f"{seen}T10:00Z",
        )
    if home:
        make("householdmember", small.org, child=child, household=home, from_date=FROM)
    small.cases[reference] = case
    return case


def body(**said):
    return {"key": uuid4(), **said}


def page(browser: Browser, name="ann", address=TODAY) -> str:
    answer = browser(name).get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def entries(small: Small) -> list[DayEntry]:
    with acting(small.org, None, "a test"):
        return list(DayEntry.objects.order_by("said_at", "case__reference"))


def test_the_day_has_its_things_its_hours_and_every_case(browser: Browser, small):
    add(small, "K1", seen="2026-11-20")
    said = page(browser)

    assert "2 open cases" in said
    assert "Visit: A1 Invented" in said
    assert "K1 Last" in said
    assert "left for work" in said


# ---- what became of it --------------------------------------------------------------------------------------------------


def thing(case, task="VISIT:cin_visit_20wd", **more) -> str:
    asked = "&".join(f"{name}={value}" for name, value in {"thing": task, **more}.items())
    return f"{reverse('case-today', args=[case.pk])}?{asked}"


def test_what_could_not_be_done_says_why_and_what_next_and_stays_on_the_list(browser: Browser, small):
    where = thing(small.cases["A1"], **{"as": "NOT_DONE"})
    empty = browser("ann").post(where, body(outcome="NOT_DONE"))
    assert empty.status_code == 422
    assert b"Say why." in empty.content
    assert b"Say what is done next." in empty.content

    key = uuid4()
    said = {
        "key": key,
        "outcome": "NOT_DONE",
        "why": "Nobody opened",
        "next_step": "Ring the school",
        "until": "25 Nov",
    }
    for _ in range(2):  # sent twice, kept once
        assert browser("ann").post(where, said).status_code == 302

    (row,) = entries(small)
    assert (row.answer, row.outcome, row.duties, row.until) == (key, "NOT_DONE", ["cin_visit_20wd"], date(2026, 11, 25))
    shown = page(browser)
    assert "Visit: A1 Invented" in shown
    assert "“Nobody opened” Next: “Ring the school” by Wed 25 Nov" in shown
    assert "Could not be done: child in need visit, A1 Invented A1" in shown
    with acting(small.org, None, "a test"):
        assert AuditEvent.objects.filter(act="DAY_SAID", case_id=small.cases["A1"].pk).count() == 1


def test_what_is_done_goes_from_the_list_and_still_asks_for_its_record(browser: Browser, small):
    assert browser("ann").post(thing(small.cases["A1"]), body(outcome="DONE")).status_code == 302

    shown = page(browser)
    assert "Visit: A1 Invented" not in shown
    assert "It is not on the record yet" in shown
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=NINE, recorded_at=NINE,
         recorded_by_id=small.people["ann"])  # fmt: skip
    shown = page(browser)
    assert "It is not on the record yet" not in shown
    assert "Written: child in need visit, A1 Invented A1" in shown


def test_a_visit_is_moved_with_safeguards_or_not_at_all(browser: Browser, small):
    where = thing(small.cases["A1"], **{"as": "MOVED"})
    bare = browser("ann").post(where, body(outcome="MOVED", until="27 Nov", why="The father is away"))
    assert bare.status_code == 422
    assert b"Say what keeps the child safe until then." in bare.content
    assert entries(small) == []

    whole = body(
        outcome="MOVED", until="27 Nov", why="The father is away", meanwhile="School sees her", told="The mother"
    )
    assert browser("ann").post(where, whole).status_code == 302
    (row,) = entries(small)
    with acting(small.org, None, "a test"):
        put_off = Postponement.objects.get(case=small.cases["A1"])
    assert (row.outcome, row.until, put_off.kind, put_off.until) == ("MOVED", put_off.until, "REARRANGED", row.until)
    assert put_off.to_countersign  # it was due before: it moves nothing until somebody else agrees
    assert "Visit: A1 Invented" in page(browser)


def test_an_answer_is_corrected_by_another_and_both_stay(browser: Browser, small):
    said = body(outcome="NOT_DONE", why="Nobody opened", next_step="Ring")
    browser("ann").post(thing(small.cases["A1"]), said)
    where = f"{reverse('case-today', args=[small.cases['A1'].pk])}?corrects={said['key']}"
    assert b"Nobody opened" in browser("ann").get(where).content
    better = body(outcome="PARTLY", next_step="See the bedroom")
    assert browser("ann").post(where, better).status_code == 302

    first, second = entries(small)
    assert (first.outcome, second.outcome, second.replaces_id) == ("NOT_DONE", "PARTLY", first.pk)
    shown = page(browser)
    assert "Left: “See the bedroom”" in shown
    assert "Nobody opened" not in shown
    assert browser("ann").get(where).status_code == 404  # it was corrected already


def test_brothers_and_sisters_are_one_visit_and_each_is_answered_for(browser: Browser, small):
    home = make("household", small.org, name="Harbour Row")
    one, two = (add(small, name, home=home) for name in ("K1", "K2"))
    shown = browser("ann").get(TODAY).content.decode()
    found = re.search(r'id="(K\d)-VISIT:cin_visit_20wd"', shown)
    assert len(re.findall(r'id="K\d-VISIT', shown)) == 1
    lead = {"K1": one, "K2": two}[found[1]]
    seen = body(outcome="DONE", about=[str(lead.pk)])

    assert browser("ann").post(thing(lead), seen).status_code == 302
    assert [row.case_id for row in entries(small)] == [lead.pk]
    left = browser("ann").get(TODAY).content.decode()
    other = "K2" if found[1] == "K1" else "K1"
    assert f'id="{other}-VISIT' in left


# ---- why this comes first ------------------------------------------------------------------------------------------------


@pytest.fixture
def low(small: Small):
    """A case of Ann's whose visit is not due for weeks, below A1 whose visit is late."""
    return add(small, "K1", seen="2026-11-20")


def test_who_begins_a_lower_thing_is_asked_why_once(browser: Browser, small, low):
    where = f"{reverse('case-start', args=[low.pk])}?thing=REVIEW:cin_review_12wk"
    assert where.replace("&", "&amp;") in browser("ann").get(TODAY).content.decode().replace("%3A", ":")
    asked = browser("ann").get(where)
    assert b"A1 Invented" in asked.content
    assert browser("ann").post(where, body(came="CHOSEN")).status_code == 422

    begun = browser("ann").post(where, body(came="CHOSEN", why="She asked to be seen today"))
    assert begun.status_code == 302
    assert begun["Location"] == f"{reverse('case-write', args=[low.pk])}?duty=cin_review_12wk"
    (row,) = entries(small)
    assert (row.outcome, row.passed) == ("STARTED", [small.cases["A1"].pk])
    again = browser("ann").get(where)
    assert b"Nothing waits above this" in again.content
    assert "While A1 Invented A1 waited." in page(browser)


def test_what_came_in_is_never_asked_why(browser: Browser, small, low):
    where = f"{reverse('case-start', args=[low.pk])}?thing=REVIEW:cin_review_12wk"
    assert browser("ann").post(where, body(came="AT_THE_DOOR")).status_code == 302
    assert browser("ann").post(reverse("today-came-in"), {"kind": "CALL"}).status_code == 302
    assert browser("ann").post(reverse("today-came-in"), {"kind": "WAR"}).status_code == 403

    assert entries(small) == []
    with acting(small.org, None, "a test"):
        assert sorted(Interruption.objects.values_list("kind", flat=True)) == ["AT_THE_DOOR", "CALL"]
    assert "Came in between: a call" in page(browser)


# ---- days of all kinds ---------------------------------------------------------------------------------------------------


def test_a_day_without_cases_and_a_day_away_say_so(browser: Browser, small):
    assert "You hold no open case." in page(browser, "sue")
    make(
        "absence", small.org, worker_id=small.people["ann"], begins_at="2026-11-23T00:00Z", ends_at="2026-11-28T00:00Z"
    )
    said = page(browser)

    assert "You are away until Fri 27 Nov 2026, and nobody stands in." in said
    assert "sue must see to that today" in said
    assert "Here the day ends: 0 min are left" in said


def test_a_shadow_month_shows_dates_and_no_order(browser: Browser, small, low):
    make("shadowspell", small.org, team_id=small.team, from_date=date(2026, 11, 16), to_date=date(2026, 12, 1))
    said = page(browser)

    assert "the order of work is not shown to this team" in said
    assert "must not wait for tomorrow" not in said
    assert said.index("A1 Invented") < said.index("K1 Last")


def test_a_child_in_danger_comes_first_and_cannot_be_moved(browser: Browser, small, low):
    make(
        "event",
        small.org,
        case=low,
        kind="WENT_MISSING",
        happened_at="2026-11-22T21:00Z",
        recorded_at="2026-11-22T21:00Z",
    )
    answer = browser("ann").get(TODAY).content.decode()
    first = re.search(r'class="thing" id="([^"]+)"', answer)[1]

    assert first == "K1-KEEP_SAFE"
    refused = browser("ann").post(
        thing(low, "KEEP_SAFE"), body(outcome="MOVED", until="27 Nov", why="x", meanwhile="y", told="z")
    )
    assert refused.status_code == 422
    assert entries(small) == []


def test_who_sees_a_colleagues_caseload_may_open_their_day_and_write_only_as_on_the_case(browser: Browser, small):
    where = reverse("worker-today", args=[small.people["ann"]])
    assert "Today of ann" in page(browser, "sue", where)
    told = browser("bea").get(where).content.decode()
    assert "Record the visit" not in told
    assert browser("cat").get(where).status_code == 404
    assert browser("bea").post(thing(small.cases["A1"]), body(outcome="DONE")).status_code == 403
    assert browser("cat").post(thing(small.cases["A1"]), body(outcome="DONE")).status_code == 404


def test_a_day_asks_as_many_questions_of_few_cases_as_of_many(browser: Browser, small):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page(browser)
        return len(found)

    add(small, "K0")
    few = asked()
    for number in range(1, 30):
        add(small, f"K{number}", seen="2026-11-20" if number % 2 else "")
    assert asked() == few
