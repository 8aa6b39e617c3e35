"""What the rows of one child say: days, events, circumstances, factors. Caseloads and what is brought in are made of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor
from plimsoll.formats.annex_a.children import PRECEDENCE, START, Children, OpenCase, Rows
from plimsoll.formats.annex_a.values import Value

# What each dated column says has happened. The day a child was seen by List 6 meets whichever visit the child is due.
EVENT_COLUMNS: dict[int, dict[str, tuple[EventKind, ...]]] = {
    3: {"referral_date": (EventKind.REFERRAL_RECEIVED,)},
    4: {
        "assessment_start_date": (EventKind.ASSESSMENT_STARTED,),
        "assessment_authorised_date": (EventKind.ASSESSMENT_AUTHORISED,),
    },
    5: {
        "strategy_discussion_date": (EventKind.STRATEGY_DISCUSSION, EventKind.SECTION_47_STARTED),
        "initial_conference_date": (EventKind.INITIAL_CONFERENCE,),
    },
    6: {
        "cin_start_date": (EventKind.IN_NEED_STARTED,),
        "date_last_seen": (EventKind.CHILD_SEEN, EventKind.IN_NEED_VISIT),
    },
    7: {
        "cp_plan_start_date": (EventKind.PROTECTION_PLAN_STARTED,),
        "last_cp_visit_date": (EventKind.PROTECTION_VISIT,),
        "latest_review_conference_date": (EventKind.REVIEW_CONFERENCE,),
        "cp_plan_end_date": (EventKind.PROTECTION_PLAN_ENDED,),
    },
    8: {
        "looked_after_start_date": (EventKind.LOOKED_AFTER_STARTED,),
        "placement_start_date": (EventKind.PLACEMENT_STARTED,),
        "last_looked_after_visit_date": (EventKind.LOOKED_AFTER_VISIT,),
        "latest_looked_after_review_date": (EventKind.LOOKED_AFTER_REVIEW,),
        "last_health_assessment_date": (EventKind.HEALTH_ASSESSMENT,),
        "last_dental_check_date": (EventKind.DENTAL_CHECK,),
        "looked_after_end_date": (EventKind.LOOKED_AFTER_ENDED,),
    },
    9: {
        "pathway_plan_review_date": (EventKind.PATHWAY_REVIEW,),
        "latest_contact_date": (EventKind.ADVISER_VISIT,),
    },
}
PLANNED_COLUMNS = {"pathway_plan_review_date": EventKind.PATHWAY_REVIEW_PLANNED}  # where a date ahead is a plan
# Columns that hold the latest of its kind alone: a later day next month is one event more, and corrects nothing.
LATEST_COLUMNS = frozenset(
    {
        "date_last_seen",
        "last_cp_visit_date",
        "latest_review_conference_date",
        "placement_start_date",
        "last_looked_after_visit_date",
        "latest_looked_after_review_date",
        "last_health_assessment_date",
        "last_dental_check_date",
        "pathway_plan_review_date",
        "latest_contact_date",
    }
)
SEEN = {6: "date_last_seen", 7: "last_cp_visit_date", 8: "last_looked_after_visit_date", 9: "latest_contact_date"}
# A looked-after review more than six weeks after the start of care is taken for the second or a later one: the first is
# due within 20 working days, and the workbook holds the latest alone.
FIRST_REVIEW_DAYS = 42
LONG_TERM_PLACEMENTS = ("U1", "U4")
EMERGENCY_STATUS = ("L1", "L2")  # police protection, emergency protection order


class RowEvent(NamedTuple):
    """Something that a row says has happened, or is planned: which column says so, and its place in its sequence."""

    column: str
    kind: EventKind
    day: date
    nth: int = 0


def records(reader: Children) -> frozenset[EventKind]:
    """Kinds of event that the lists of a file can tell of: of the others their silence says nothing."""
    there = {
        kind
        for number, columns in EVENT_COLUMNS.items()
        for key, kinds in columns.items()
        if number in reader.lists and key in reader.lists[number].columns
        for kind in kinds
    }
    if EventKind.PATHWAY_REVIEW in there:
        there.add(EventKind.PATHWAY_REVIEW_PLANNED)
    if 8 in reader.lists and "legal_status" in reader.lists[8].columns:
        there.add(EventKind.POLICE_PROTECTION_STARTED)
    return frozenset(there | {EventKind.REFERRAL_DECIDED, EventKind.CONFERENCE_NOT_NEEDED})


def row_events(reader: Children, number: int, at: int) -> Iterator[RowEvent]:
    """The events of one row."""
    if number == 3 and reader.value(3, "referral_nfa", at) == "YES":
        return  # what ended there starts no clock of later work
    start = reader.day(number, START.get(number), at)
    for key, kinds in EVENT_COLUMNS[number].items():
        day = reader.value(number, key, at)
        if not isinstance(day, date):
            continue
        if day > reader.as_at:
            if key in PLANNED_COLUMNS:
                yield RowEvent(key, PLANNED_COLUMNS[key], day)
            continue
        if key == "latest_review_conference_date" and day == start:
            continue  # the initial conference, written in as the latest
        later = key == "latest_looked_after_review_date" and start and (day - start).days > FIRST_REVIEW_DAYS
        for kind in kinds:
            yield RowEvent(key, kind, day, 2 if later else 0)
    if start is None:
        return
    # These two lists say that it was decided, not when: the day stands for "by now" and is never shown.
    if number == 3 and reader.value(3, "referral_nfa", at) is not None:
        yield RowEvent("referral_nfa", EventKind.REFERRAL_DECIDED, start)
    if number == 5 and reader.value(5, "conference_unnecessary", at) == "YES":
        yield RowEvent("conference_unnecessary", EventKind.CONFERENCE_NOT_NEEDED, start)


def emergency(reader: Children, case: OpenCase) -> tuple[int, RowEvent] | None:
    """The row of List 8 by which police or a court protect the child now, and since when; None where none does.

    Without the day of the legal status it is that of the start of care; without both, that of the file.
    """
    at = _care_row(case)
    if at is None or reader.value(8, "legal_status", at) not in EMERGENCY_STATUS:
        return None
    since = reader.day(8, "legal_status_start_date", at) or reader.day(8, START[8], at) or reader.as_at
    return at, RowEvent("legal_status_start_date", EventKind.POLICE_PROTECTION_STARTED, since)


def first_day(reader: Children, rows: Rows, key: str, future: bool = False) -> date | None:
    """A date of the child itself, from the first list that has it; `future` where it may lie ahead (an unborn child)."""
    for number in PRECEDENCE:
        for at in rows.get(number, ()):
            found = reader.value(number, key, at)
            if isinstance(found, date) and (future or found <= reader.as_at):
                return found
    return None


def latest_day(reader: Children, case: OpenCase, number: int, key: str) -> date | None:
    """The latest day of one column over the child's rows of a list."""
    days = [reader.day(number, key, at) for at in case.rows.get(number, ())]
    return max((day for day in days if day is not None), default=None)


def last_seen(reader: Children, case: OpenCase) -> date | None:
    """The latest day on which any list says the child was seen. List 9 knows the latest contact alone."""
    days = [latest_day(reader, case, number, key) for number, key in SEEN.items()]
    return max((day for day in days if day is not None), default=None)


def seen_unrecorded(reader: Children, case: OpenCase) -> bool:
    """Whether the file cannot say when the child was last seen: no list of the child's has such a column.

    List 4 alone says whether, not when: "no" means never seen since the assessment began.
    """
    last = last_seen(reader, case)
    for number, at in case.open_rows:
        start = reader.day(number, START.get(number), at)
        seen = number == 4 and reader.value(4, "assessment_child_seen", at) == "YES"
        if seen and case.type is CaseType.ASSESSMENT and (last is None or (start is not None and last < start)):
            return True  # seen during the assessment, and the visit on record is of an earlier time
    if any(number in case.rows and key in reader.lists[number].columns for number, key in SEEN.items()):
        return False
    return not any(
        number == 4 and reader.value(4, "assessment_child_seen", at) == "NO" for number, at in case.open_rows
    )


def placement(reader: Children, case: OpenCase) -> list[Circumstance]:
    """Circumstances that legal status and placement type of List 8 say."""
    row = _care_row(case)
    if row is None:
        return []
    status, kind = reader.value(8, "legal_status", row), reader.value(8, "placement_type", row)
    found = []
    if status in ("C1", "C2"):
        found.append(Circumstance.INTERIM_CARE_ORDER if status == "C1" else Circumstance.CARE_ORDER)
    if kind == "P1":
        found.append(Circumstance.WITH_PARENT)
    if kind in LONG_TERM_PLACEMENTS:
        found.append(Circumstance.PLACEMENT_TO_18)
    return found


def _care_row(case: OpenCase) -> int | None:
    """The open row of List 8, of several the one that began last."""
    return next((at for number, at in case.open_rows if number == 8), None)


def factors(reader: Children, rows: Rows) -> list[Factor]:
    """Vulnerability that the lists carry, apart from age: disability, missing from placement, an earlier plan."""

    def any_row(number: int, key: str) -> Iterable[Value]:
        return (reader.value(number, key, at) for at in rows.get(number, ()))

    def counted(number: int, key: str) -> bool:
        return any(isinstance(value, int) and value > 0 for value in any_row(number, key))

    found = []
    if any(value == "YES" for number in PRECEDENCE for value in any_row(number, "disability")):
        found.append(Factor.DISABILITY)
    if counted(8, "missing_episodes_last_12_months"):
        found.append(Factor.MISSING)
    if counted(7, "previous_cp_plans"):
        found.append(Factor.PREVIOUS_PLAN)
    return found
