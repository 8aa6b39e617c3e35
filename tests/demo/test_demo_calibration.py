"""The invented town of the usual size is like England where England is known, and as it was designed where it is not."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from plimsoll.core.terms import SEEING, CaseType, Role
from plimsoll.core.workload.capacity import available_points
from plimsoll.demo.calendar_days import CalendarDays
from plimsoll.demo.filling import town_rows
from plimsoll.demo.rows.making import Making
from plimsoll.demo.rows.workload import scheme
from plimsoll.demo.service import FULL_DAY, Post
from plimsoll.records.models import (
    addresses,
    cases,
    families,
    information,
    people,
    priority,
    supervision,
    timescales,
    workload,
)

AS_AT = date(2026, 11, 23)
DAYS = CalendarDays(AS_AT)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def making() -> Making:
    """All rows of the town of forty case holders, none of them written."""
    return town_rows(workers=40, seed=1, as_at=AS_AT)


def rows(making: Making, model: Any, **wanted: Any) -> list[dict[str, Any]]:
    """Rows of a table with these values."""
    return [row for row in making.rows[model] if all(row.get(name) == value for name, value in wanted.items())]


@pytest.fixture(scope="module")
def held(making: Making) -> dict[Any, list[Any]]:
    """Open cases by the worker who holds them."""
    found = defaultdict(list)
    for spell in rows(making, cases.Allocation, to_at=None):
        found[spell["worker_id"]].append(spell["case_id"])
    return found


def happened(making: Making, *kinds: str) -> list[dict[str, Any]]:
    return [event for event in making.rows[cases.Event] if event["kind"] in kinds]


def test_it_has_the_size_that_was_asked_for(making: Making) -> None:
    still_open = rows(making, cases.Case, closed_at=None)
    here = [person for person in making.book.service.people if person.is_here]
    assert 550 <= len(still_open) <= 650
    assert len(making.book.service.units) == 5
    assert sum(person.post in (Post.HOLDER, Post.ADVISER) for person in here) == 40
    assert len(making.book.service.vacated) == 2
    alone = making.book.service.alone
    assert alone is not None
    assert [person.post for person in alone.people if person.is_here and person.post is not Post.OTHER] == [Post.HOLDER]


def test_open_cases_are_of_the_kinds_of_england(making: Making) -> None:
    kinds = Counter(row["case_type"] for row in rows(making, cases.Case, closed_at=None))
    children = sum(kinds.values()) - kinds[CaseType.CARE_LEAVER]
    assert kinds[CaseType.LOOKED_AFTER] / children == pytest.approx(0.20, abs=0.01)
    assert kinds[CaseType.CHILD_PROTECTION] / children == pytest.approx(0.115, abs=0.01)
    assert kinds[CaseType.REFERRAL] > 0


def test_a_full_time_post_holds_as_many_as_in_england(making: Making, held: dict[Any, list[Any]]) -> None:
    holders = [p for p in making.book.service.people if p.is_here and p.post in (Post.HOLDER, Post.ADVISER)]
    posts = sum(sum(person.minutes) for person in holders) / (5 * FULL_DAY)
    each = [len(held[making.people[person]]) for person in holders]
    assert sum(each) / posts == pytest.approx(16, abs=1)
    assert max(each) >= 22


def test_a_few_wait_for_a_worker_and_each_has_its_clock(making: Making, held: dict[Any, list[Any]]) -> None:
    still_open = {row["id"] for row in rows(making, cases.Case, closed_at=None)}
    waiting = still_open - {case for mine in held.values() for case in mine}
    told = {event["case_id"] for event in happened(making, "UNALLOCATED_SINCE") if event["note"]}
    assert 0.01 < len(waiting) / len(still_open) < 0.05
    assert waiting <= told


def loads(making: Making, held: dict[Any, list[Any]]) -> dict[str, list[tuple[int, int]]]:
    """Points and what is available, of each case holder by team."""
    points = {row["case_id"]: row["points"] for row in making.rows[workload.CaseWeight]}
    found: dict[str, list[tuple[int, int]]] = {}
    for unit in making.book.service.units:
        here = [p for p in unit.people if p.is_here and held[making.people[p]]]
        hours = np.array([round(sum(person.minutes) * 100 / 60) for person in here])
        given = available_points(scheme(), contracted_hours=hours).tolist()
        asked = [sum(points[case] for case in held[making.people[person]]) for person in here]
        found[unit.name] = list(zip(asked, given, strict=True))
    return found


def test_one_team_is_over_the_line(making: Making, held: dict[Any, list[Any]]) -> None:
    percent = {
        team: 100 * sum(a for a, _ in each) / sum(g for _, g in each) for team, each in loads(making, held).items()
    }
    over = making.book.service.units[0].name
    people_over = sum(asked > given for asked, given in loads(making, held)[over])
    assert [team for team, load in percent.items() if load > 100] == [over]
    assert people_over >= 3
    assert min(percent.values()) > 60


def test_visits_are_mostly_on_time(making: Making) -> None:
    met = [row for row in rows(making, timescales.DueItem, purpose="SEE") if row["met_at"]]
    on_time = sum(row["met_at"].date() <= row["due_at"].date() for row in met) / len(met)
    assert len(met) > 1000
    assert on_time == pytest.approx(0.9, abs=0.05)


def test_every_open_duty_has_its_item(making: Making) -> None:
    still_open = [row for row in making.rows[timescales.DueItem] if row["met_at"] is None]
    late = [row for row in still_open if row["due_at"] < making.now]
    assert len(still_open) > 1000
    assert 0.02 < len(late) / len(still_open) < 0.12


def test_as_many_are_referred_again_as_in_england(making: Making) -> None:
    child = {row["id"]: row["child_id"] for row in making.rows[cases.Case]}
    days: dict[Any, list[date]] = defaultdict(list)
    for event in happened(making, "REFERRAL_RECEIVED"):
        days[child[event["case_id"]]].append(event["happened_at"].date())
    year = AS_AT - timedelta(365)
    every = [(day, before) for before in days.values() for day in before if day >= year]
    again = sum(any(0 < (day - other).days <= 365 for other in before) for day, before in every)
    assert again / len(every) == pytest.approx(0.226, abs=0.04)


def test_assessments_end_in_time_as_often_as_in_england(making: Making) -> None:
    begun = {event["case_id"]: event["happened_at"].date() for event in happened(making, "ASSESSMENT_STARTED")}
    ended = happened(making, "ASSESSMENT_AUTHORISED")
    lengths = [DAYS.count(begun[e["case_id"]], e["happened_at"].date()) for e in ended if e["case_id"] in begun]
    known = [days for days in lengths if days >= 0]
    assert sum(days <= 45 for days in known) / len(known) == pytest.approx(0.857, abs=0.03)


def test_most_cases_are_judged_some_long_ago_some_not(making: Making) -> None:
    latest = {}
    for row in sorted(rows(making, priority.Judgement, scale="WAIT"), key=lambda row: row["judged_at"]):
        latest[row["case_id"]] = row["judged_at"].date()
    asked = [row["id"] for row in rows(making, cases.Case, closed_at=None) if row["case_type"] != CaseType.REFERRAL]
    stale = sum((AS_AT - day).days >= 42 for day in latest.values())
    assert 0.75 < len(latest) / len(asked) < 0.95
    assert 0.08 < stale / len(latest) < 0.25


def test_supervision_is_held_mostly_every_four_weeks(making: Making) -> None:
    since = AS_AT - timedelta(28 * 6)
    each = Counter(
        row["worker_id"] for row in making.rows[supervision.SupervisionHeld] if row["held_at"].date() >= since
    )
    holders = [p for p in making.book.service.people if p.is_here and p.post is Post.HOLDER]
    six = [each[making.people[person]] for person in holders if not person.qualified_until]
    assert sum(six) / len(six) == pytest.approx(5, abs=0.6)
    assert min(six) < 5


def test_every_role_is_held(making: Making) -> None:
    assert {row["role"] for row in rows(making, people.RoleHeld, to_date=None)} == {role.value for role in Role}


def test_one_case_is_for_two_named_people_of_whom_one_holds_it(making: Making, held: dict[Any, list[Any]]) -> None:
    (restriction,) = making.rows[cases.Restriction]
    named = [row["worker_id"] for row in rows(making, cases.NamedPerson, case_id=restriction["case_id"])]
    assert len(named) == 2
    assert restriction["case_id"] in held[named[0]]


def test_children_have_what_pages_must_be_able_to_show(making: Making) -> None:
    children = making.rows[families.Child]
    unborn = [row for row in children if row["born_on"] is None]
    numbers = [row["nhs_number"] for row in children if row["nhs_number"]]
    assert unborn
    assert all(row["given_name"] == "" for row in unborn)
    assert all(number.startswith("999") and check_digit(number) == int(number[9]) for number in numbers)
    protected = [row for row in making.rows[families.Household] if row["address_protected"]]
    assert protected
    assert {row["address"] for row in protected} == {""}
    assert {row["household_id"] for row in making.rows[addresses.AddressProtection]} == {row["id"] for row in protected}
    assert all(row["address"] for row in making.rows[addresses.ProtectedAddress])
    assert len(making.rows[people.Delegation]) == 1
    assert making.rows[information.NewInformation]
    assert making.rows[workload.CaseAppointment]


def check_digit(number: str) -> int:
    """The tenth digit that the first nine ask for, by the rule of the NHS number (modulus 11)."""
    total = sum((10 - place) * int(digit) for place, digit in enumerate(number[:9]))
    return (11 - total % 11) % 11


def test_events_are_heard_of_and_written_down_later_than_they_happen(making: Making) -> None:
    visits = happened(making, *(kind.value for kind in SEEING))
    apart = sorted((event["recorded_at"] - event["happened_at"]).total_seconds() / 3600 for event in visits)
    heard = [e for e in happened(making, "REFERRAL_RECEIVED") if e["received_at"] > e["happened_at"]]
    assert apart[0] > 0
    assert apart[len(apart) // 2] < 24 < apart[len(apart) * 9 // 10]
    assert heard


def test_notes_are_many_and_different(making: Making) -> None:
    notes = [event["note"] for event in happened(making, *(kind.value for kind in SEEING))]
    assert len(set(notes)) > 0.7 * len(notes)
