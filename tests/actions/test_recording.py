"""What is written on cases tells the clocks what it should, of each child by itself, and nothing is lost."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.recording import OfChild, Told, amend_record, withdraw_record, write_record
from plimsoll.core.access import NotAllowed, NotThere, Viewer
from plimsoll.core.terms import Act, DueState, EventKind, RecordKind, Sight, Voice
from plimsoll.queries.place import list_due
from plimsoll.queries.record import get_record
from plimsoll.queries.recording import case_of_record, get_record_view
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation, Event
from plimsoll.records.models.written import CaseRecord
from tests.factories.records import make
from tests.factories.small import AT, NOW, OPENED, Small

YESTERDAY = NOW - timedelta(days=1)
VISIT = Told(RecordKind.VISIT, YESTERDAY, time_known=True, text="At home after school.")
SEEN = OfChild(sight=Sight.ALONE, meets=(EventKind.IN_NEED_VISIT,), voice="I like Sundays", voice_by=(Voice.SAID,))


def as_(small: Small, name: str) -> tuple[AbstractContextManager[Any], Viewer]:
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def sibling(small: Small, reference: str, holder: str) -> UUID:
    """A brother or sister of A1, in the same home, whose case somebody holds."""
    home = make("household", small.org)
    child = make("child", small.org, given_name=reference, family_name="Invented", sort_name=reference.lower())
    for one in (child.pk, small.cases["A1"].child_id):
        make("householdmember", small.org, child_id=one, household=home)
    case = make("case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people[holder], from_at=OPENED)
    small.cases[reference] = case
    return case.pk


def write(
    small: Small, told: Told = VISIT, *children: OfChild, key: UUID | None = None, by: str = "ann", **more: Any
) -> UUID:
    context, viewer = as_(small, by)
    cases = [small.cases[reference].pk for reference in more.get("cases", ("A1",))]
    key = key or uuid4()
    with context:
        write_record(
            told, list(zip(cases, children or (SEEN,), strict=True)), key=key, by=viewer, at=more.get("at", NOW)
        )
    return key


def standing(small: Small, reference: str = "A1") -> list[str]:
    """Kinds of the events that stand on a case, but that it began."""
    rows = list(Event.objects.filter(case=small.cases[reference]).exclude(kind="IN_NEED_STARTED"))
    gone = {row.replaces_id for row in rows}
    return sorted(row.kind for row in rows if row.pk not in gone and not row.withdraws)


def due(small: Small, viewer: Viewer, reference: str = "A1") -> dict[str, DueState]:
    case = small.cases[reference].pk
    return {one.title: one.state for one in list_due(viewer, [case], AT)[case]}


def test_a_visit_that_saw_the_child_meets_what_is_due(small):
    context, ann = as_(small, "ann")
    with context:
        before = due(small, ann)["child in need visit"]
    key = write(small)
    with acting(small.org, small.people["ann"], "a test"):
        after = due(small, ann)["child in need visit"]
        (entry, *_) = get_record(ann, small.cases["A1"].pk).happened

    assert (before, after) == (DueState.OVERDUE, DueState.DUE)
    assert (entry.kind, entry.note, entry.written.id) == (EventKind.IN_NEED_VISIT, VISIT.text, key)
    assert (entry.written.sight, entry.written.voice) == (Sight.ALONE, "I like Sundays")


@pytest.mark.parametrize(
    ("kind", "child", "events"),
    [
        (RecordKind.VISIT, OfChild(sight=Sight.NOT_SEEN), ["OTHER_EVENT"]),
        (RecordKind.ATTEMPT, OfChild(), ["NO_ACCESS"]),
        (RecordKind.VISIT, OfChild(sight=Sight.WITH_OTHERS), ["CHILD_SEEN"]),
        (RecordKind.CASE_NOTE, OfChild(meets=(EventKind.WENT_MISSING,)), ["WENT_MISSING"]),
    ],
)
def test_what_is_no_visit_counts_as_none(small, kind, child, events):
    write(small, Told(kind, YESTERDAY, time_known=True, text="Rang twice."), child)
    with acting(small.org, small.people["ann"], "a test"):
        still = due(small, small.viewer("ann"))["child in need visit"]

    assert standing(small) == events
    assert still is DueState.OVERDUE


@pytest.mark.parametrize(
    ("kind", "child"),
    [
        (RecordKind.VISIT, OfChild(sight=Sight.NOT_SEEN, meets=(EventKind.IN_NEED_VISIT,))),
        (RecordKind.ATTEMPT, OfChild(meets=(EventKind.IN_NEED_VISIT,))),
        (RecordKind.CALL, OfChild(sight=Sight.ALONE, meets=(EventKind.IN_NEED_VISIT,))),
    ],
)
def test_nothing_counts_as_a_visit_on_which_the_child_was_not_seen(small, kind, child):
    with pytest.raises(Refused) as refusal:
        write(small, Told(kind, YESTERDAY, time_known=True, text="Rang twice."), child)

    assert list(refusal.value.faults) == ["meets"]
    assert standing(small) == []


def test_what_is_written_down_does_not_ask_to_be_written_down(small):
    """A clock runs for the record of what happened: what somebody writes of it is that record."""
    write(small, Told(RecordKind.CALL, YESTERDAY, time_known=True, text="Rang about Sunday."), OfChild())
    context, viewer = as_(small, "ann")
    with context:
        state = due(small, viewer)["record of the event"]

    assert (standing(small), state) == (["OTHER_EVENT"], DueState.MET)


def test_every_fault_is_said_at_once_and_of_which_child(small):
    other = sibling(small, "A2", "ann")
    told = Told(RecordKind.VISIT, NOW + timedelta(1), time_known=True, text=" \x01", minutes=0, place="x" * 201)
    with pytest.raises(Refused) as refusal:
        write(small, told, OfChild(), OfChild(), cases=("A1", "A2"))

    assert set(refusal.value.faults) == {"happened", "text", "minutes", "place", "sight", f"{other}-sight"}


def test_oversight_says_what_was_decided_and_why(small):
    with pytest.raises(Refused) as refusal:
        write(small, Told(RecordKind.MANAGEMENT_OVERSIGHT, YESTERDAY, time_known=True, text="Read the file"), OfChild())

    assert set(refusal.value.faults) == {"decision", "decision_why"}


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\x01\x02"])
def test_a_record_says_something(small, text):
    with pytest.raises(Refused, match="Say what happened"):
        write(small, Told(RecordKind.CASE_NOTE, YESTERDAY, time_known=True, text=text), OfChild())


def test_the_end_of_a_line_counts_once_and_no_sign_steers_a_machine(small):
    key = write(
        small, Told(RecordKind.CASE_NOTE, YESTERDAY, time_known=True, text="a\r\n" * 10_000 + "\x07"), OfChild()
    )

    assert CaseRecord.objects.get(pk=key).text == ("a\n" * 10_000).strip()


def test_the_same_form_with_other_words_is_not_taken_for_saved(small):
    key = write(small)
    assert write(small, key=key, at=NOW + timedelta(minutes=5)) == key
    with pytest.raises(Refused, match="sent before with other words"):
        write(small, Told(RecordKind.VISIT, YESTERDAY, time_known=True, text="Another"), key=key)

    assert [record.text for record in CaseRecord.objects.filter(together=key)] == [VISIT.text]
    assert AuditEvent.objects.filter(act=Act.RECORD_WRITTEN).count() == 1


# ---- brothers and sisters -------------------------------------------------------------------------------------------------


def test_one_record_of_two_is_kept_with_each_and_tells_of_each_by_itself(small):
    sibling(small, "A2", "ann")
    key = write(small, VISIT, SEEN, OfChild(sight=Sight.NOT_SEEN, own_words="Was at football"), cases=("A1", "A2"))

    assert (standing(small), standing(small, "A2")) == (["IN_NEED_VISIT"], ["OTHER_EVENT"])
    notes = Event.objects.filter(record__together=key).values_list("case__reference", "note")
    assert dict(notes) == {"A1": f"{VISIT.text}\n\nI like Sundays", "A2": f"{VISIT.text}\n\nWas at football"}
    rows = {row.case.reference: row for row in CaseRecord.objects.filter(together=key)}
    assert {name: (row.text, row.own_words) for name, row in rows.items()} == {
        "A1": (VISIT.text, ""),
        "A2": (VISIT.text, "Was at football"),
    }
    assert AuditEvent.objects.filter(act=Act.RECORD_WRITTEN).count() == 2


def test_who_may_not_see_one_child_does_not_learn_that_they_were_on_the_record(small):
    """Both are written by ann; then A1 is held by cat, of another team, to whom A2 is not there."""
    sibling(small, "A2", "ann")
    key = write(small, VISIT, SEEN, OfChild(sight=Sight.ALONE, own_words="A2 alone"), cases=("A1", "A2"))
    context, ann = as_(small, "ann")
    with context:
        hers = get_record_view(ann, small.cases["A1"].pk, key)
    with acting(small.org, None, "a test"):
        Allocation.objects.filter(case=small.cases["A1"]).update(worker_id=small.people["cat"])
    context, cat = as_(small, "cat")
    with context:
        theirs = get_record_view(cat, small.cases["A1"].pk, key)
        other = CaseRecord.objects.get(together=key, case=small.cases["A2"]).pk
        with pytest.raises(NotThere):
            case_of_record(cat, other)

    assert ([name for _, _, name in hers.beside], theirs.beside) == (["A2"], ())
    assert "A2" not in repr(vars(theirs.row))


def test_it_is_written_only_where_the_writer_may(small):
    sibling(small, "A2", "bob")
    for by, refused in (("bea", NotAllowed), ("cat", NotThere), ("eve", NotAllowed)):
        with pytest.raises(refused):
            write(small, by=by)
    with pytest.raises(NotThere):  # one of two is not theirs: nothing is written on either
        write(small, VISIT, SEEN, SEEN, cases=("A1", "A2"))

    assert standing(small) == []


# ---- amending ------------------------------------------------------------------------------------------------------------


def amended(small: Small, record: UUID, told: Told, child: OfChild, **more: Any) -> UUID:
    context, viewer = as_(small, more.pop("by", "ann"))
    usual = {"why": "I took the wrong day", "key": uuid4(), "at": NOW}
    with context:
        return amend_record(record, told, child, **usual | more, by=viewer)


def test_a_new_version_moves_the_clocks_and_the_old_one_stays_readable(small):
    first = write(small)
    told = Told(RecordKind.VISIT, YESTERDAY - timedelta(1), time_known=False, text="It was the day before.")
    second = amended(small, first, told, OfChild(sight=Sight.ALONE, meets=(EventKind.IN_NEED_VISIT, EventKind.FOUND)))

    assert standing(small) == ["FOUND", "IN_NEED_VISIT"]
    context, ann = as_(small, "ann")
    with context:
        view = get_record_view(ann, small.cases["A1"].pk, first)
        (entry, *_) = get_record(ann, small.cases["A1"].pk).happened
    assert [one.row.text for one in view.versions] == [told.text, VISIT.text]
    assert (view.versions[0].why, view.versions[0].by) == ("I took the wrong day", "ann")
    assert (entry.written.id, entry.amended, entry.happened_at) == (second, True, told.happened_at)


def test_a_visit_that_turns_out_not_to_have_seen_the_child_counts_no_more(small):
    amended(small, write(small), VISIT, OfChild(sight=Sight.NOT_SEEN))

    assert standing(small) == ["OTHER_EVENT"]


def test_what_is_taken_back_counts_for_nothing_and_stays_readable(small):
    first, key = write(small), uuid4()
    context, ann = as_(small, "ann")
    with context:
        with pytest.raises(Refused, match="Say why"):
            withdraw_record(first, why=" ", key=key, by=ann, at=NOW)
        withdraw_record(first, why="The wrong child", key=key, by=ann, at=NOW)
        withdraw_record(first, why="The wrong child", key=key, by=ann, at=NOW)  # sent twice
        view = get_record_view(ann, small.cases["A1"].pk, first)

    assert standing(small) == []
    assert (view.withdrawn, view.versions[1].row.text) == (True, VISIT.text)
    assert list(AuditEvent.objects.filter(act=Act.RECORD_WITHDRAWN).values_list("why", flat=True)) == [
        "The wrong child"
    ]


def test_of_two_who_amend_the_same_version_the_second_is_told(small):
    first = write(small)
    key = amended(small, first, VISIT, OfChild(sight=Sight.WITH_OTHERS), key=(sent := uuid4()))
    assert amended(small, first, VISIT, OfChild(sight=Sight.WITH_OTHERS), key=sent) == key  # sent twice
    with pytest.raises(Refused, match="amended this record meanwhile"):
        amended(small, first, VISIT, SEEN)

    assert standing(small) == ["CHILD_SEEN"]


@pytest.mark.parametrize(("by", "refused"), [("bea", NotAllowed), ("cat", NotThere), ("eve", NotAllowed)])
def test_it_is_amended_only_by_whoever_may_write_there(small, by, refused):
    first = write(small)
    with pytest.raises(refused):
        amended(small, first, VISIT, SEEN, by=by)
