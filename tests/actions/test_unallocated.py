"""A case that nobody holds is weighed each week, and an open case is never lost."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from plimsoll.actions.cases import Refused, restrict_case
from plimsoll.actions.unallocated import review_unallocated
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import moment
from plimsoll.queries.facts.cover import gone
from plimsoll.queries.out_of_sight import get_out_of_sight
from plimsoll.queries.priority import list_unallocated
from plimsoll.queries.record import get_record
from plimsoll.records.models.people import Team, Worker
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY, Small

pytestmark = pytest.mark.django_db
REVIEW = "manager's review of the case without a worker"


def review(small: Small, name: str = "sue", case: str = "U1", **given) -> None:
    said = {"risk": "No worse than last week.", "safe": "The school sees him daily.", "next_step": "Duty, on Friday."}
    review_unallocated(small.cases[case].pk, key=uuid4(), **said | given, by=small.viewer(name), at=NOW)


def clocks(small: Small, at: datetime) -> dict[str, tuple[str, bool]]:
    (waits,) = list_unallocated(small.viewer("sue"), moment(at)).waits.values()
    return {clock.title: (clock.words, clock.late) for clock in waits.clocks}


def test_a_review_is_on_record_in_words_and_its_clock_runs_anew(small):
    assert clocks(small, NOW)[REVIEW][1]
    review(small)

    assert clocks(small, NOW)[REVIEW] == ("Mon 30 Nov 2026, in 7 days", False)
    assert "seeing the child who has no worker" in clocks(small, NOW)
    told = next(each for each in get_record(small.viewer("sue"), small.cases["U1"].pk).happened if each.note)
    assert told.kind == "UNALLOCATED_REVIEWED"
    for words in ("No worse than last week.", "The school sees him daily.", "Duty, on Friday."):
        assert words in told.note


def test_who_reviews_and_of_which_cases(small):
    review(small, "max")
    for name, refusal in (("bea", NotAllowed), ("eve", NotAllowed), ("ann", NotThere), ("adam", NotThere)):
        with pytest.raises(refusal):
            review(small, name)
    with pytest.raises(NotAllowed, match="Somebody holds this case"):
        review(small, case="A1")
    with pytest.raises(Refused) as refused:
        review(small, risk=" ", safe="x" * 501, next_step="")
    assert set(refused.value.faults) == {"risk", "safe", "next"}


def test_long_absence_and_suspension_show_at_once_also_where_somebody_stands_in(small):
    """28 days are long: bob is away for these, ann for 27, cat is suspended for a week; somebody stands in for each."""
    for name, days, kind in (("ann", 27, "LEAVE"), ("bob", 28, "SICKNESS"), ("cat", 7, "SUSPENDED")):
        make("absence", small.org, worker_id=small.people[name], kind=kind, begins_at=NOW - timedelta(1),
             ends_at=NOW + timedelta(days - 1))  # fmt: skip
        make("delegation", small.org, giver_id=small.people[name], taker_id=small.people["sue"], role="PRACTITIONER",
             from_date=FROM, to_date=date(2099, 1, 1))  # fmt: skip
    found = gone(small.viewer("max"), small.people.values(), TODAY, NOW)

    told = {one.name: (one.why, one.cover) for one in found.values()}
    assert told == {"bob": ("away until Sun 20 Dec 2026", "sue"), "cat": ("away until Sun 29 Nov 2026", "sue")}


def test_open_cases_that_nobody_looks_after_are_counted_to_who_keeps_people(small):
    adam, max_ = small.viewer("adam"), small.viewer("max")
    assert not get_out_of_sight(adam, TODAY)
    Worker.objects.filter(pk=small.people["cat"]).update(left_on=date(2026, 11, 2))
    Team.objects.filter(pk=small.other_team).update(closed_on=date(2026, 11, 3))
    restrict_case(
        small.cases["A1"].pk, named=[small.people["sue"]], why="known to staff", by=small.viewer("sue"), at=NOW
    )
    Worker.objects.filter(pk__in=[small.people["sue"], small.people["ann"]]).update(left_on=TODAY)

    found = get_out_of_sight(adam, TODAY)
    assert (found.closed_team, found.holder_left, found.named_gone) == (1, 2, 1)
    told = get_out_of_sight(
        max_, TODAY
    )  # what is restricted to others is not there for a service manager, not as a count
    assert (told.closed_team, told.named_gone) == (1, 0)
    with pytest.raises(NotThere):
        get_out_of_sight(small.viewer("bob"), TODAY)


def test_the_next_review_is_late_on_the_eighth_day(small):
    review(small)

    assert not clocks(small, datetime(2026, 11, 30, 12, tzinfo=UTC))[REVIEW][1]
    assert clocks(small, datetime(2026, 12, 1, 12, tzinfo=UTC))[REVIEW][1]
