"""What was done in another system counts until its next file looks, and is said to be no more than that."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.done_there import Seen, say_done_there
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Act, EventKind
from plimsoll.queries.cases import get_case
from plimsoll.queries.place import get_standing
from plimsoll.queries.priority import get_caseload
from plimsoll.queries.record import get_record
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Event
from tests.factories.records import make
from tests.factories.small import AT, NOW, Small

VISIT, DAY = EventKind.IN_NEED_VISIT, date(2026, 11, 12)


@pytest.fixture
def beside(small: Small) -> Small:
    """The organisation works beside another system, of which it has brought in a file."""
    make("import", small.org, state="APPLIED", carries=["IN_NEED_VISIT"], applied_at=NOW - timedelta(days=7))
    return small


def say(small: Small, name: str = "ann", reference: str = "A1", **given):
    usual = {"kind": VISIT, "happened_on": DAY, "seen": Seen.YES, "key": uuid4()} | given
    with acting(small.org, small.people[name], "a test"):
        return say_done_there(small.cases[reference].pk, by=small.viewer(name), at=NOW, **usual)


def visit_due(small: Small):
    with acting(small.org, small.people["ann"], "a test"):
        ann = small.viewer("ann")
        standing = get_standing(ann, get_case(ann, small.cases["A1"].pk), AT)
    return next(due for due in standing.due if VISIT in due.kinds and due.state.value in ("DUE", "OVERDUE"))


def test_it_counts_as_done_and_waits_for_the_next_file(beside):
    late = visit_due(beside)
    key = say(beside)
    after = visit_due(beside)
    with acting(beside.org, beside.people["ann"], "a test"):
        (written,) = [
            each for each in get_record(beside.viewer("ann"), beside.cases["A1"].pk).happened if each.id == key
        ]

    assert (late.state.value, late.said_there_on) == ("OVERDUE", None)
    assert (after.state.value, after.said_there_on) == ("DUE", DAY)
    assert (written.awaits_file, written.note, written.recorded_by) == (True, "", "ann")
    assert [event.act for event in AuditEvent.objects.filter(about_id=key)] == [Act.DONE_THERE]


def test_a_visit_on_which_the_child_was_not_seen_meets_nothing_and_leaves_last_seen_as_it_was(beside):
    def seen_on():
        with acting(beside.org, beside.people["ann"], "a test"):
            (one,) = [each for each in get_caseload(beside.viewer("ann"), beside.people["ann"], AT).cases
                      if each.reference == "A1"]  # fmt: skip
        return one.last_seen

    late, before = visit_due(beside), seen_on()
    key = say(beside, seen=Seen.NO)
    assert say(beside, seen=Seen.NO, key=key) == key
    written = Event.objects.get(pk=key)

    assert (visit_due(beside).on, seen_on()) == (late.on, before)
    assert (written.kind, written.awaits_file) == ("OTHER_EVENT", False)
    assert written.note == "Child in need visit in the other system: the child was not seen."
    say(beside, seen=Seen.ALONE)
    assert seen_on() == DAY


def test_once_confirmed_nothing_is_said_of_it(beside):
    """As the next import writes it: a row in its place that waits for nothing."""
    key = say(beside)
    told = Event.objects.get(pk=key)
    with acting(beside.org, None, "a file"):
        make("event", beside.org, case=beside.cases["A1"], kind=VISIT, happened_at=told.happened_at, time_known=False,
             recorded_at=NOW, replaces_id=key)  # fmt: skip

    assert visit_due(beside).said_there_on is None


def test_what_is_sent_twice_is_written_once(beside):
    key = uuid4()
    assert {say(beside, key=key), say(beside, key=key)} == {key}
    assert Event.objects.filter(case=beside.cases["A1"], kind=VISIT).count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened_on": date(2026, 11, 24)}, "happened"),
        ({"happened_on": date(2025, 11, 12)}, "happened"),
        ({"kind": EventKind.SIGNIFICANT_EVENT}, "kind"),
        ({"seen": None}, "seen"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(beside, given, field):
    with pytest.raises(Refused) as refusal:
        say(beside, **given)

    assert list(refusal.value.faults) == [field]


def test_it_is_not_said_twice_of_one_day(beside):
    say(beside)
    with pytest.raises(Refused, match="stands on the record of that day"):
        say(beside)


@pytest.mark.parametrize(("name", "refusal"), [("bob", NotThere), ("bea", NotAllowed), ("max", NotAllowed)])
def test_who_may_not_write_may_not_say_so(beside, name, refusal):
    with pytest.raises(refusal):
        say(beside, name)


def test_without_a_file_there_is_no_other_system(small):
    with pytest.raises(NotAllowed, match="No file of another system"):
        say(small)
