"""From an Annex A workbook to what it tells, child by child, as files are brought in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from plimsoll.core.terms import About, EventKind, Layout
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.caseloads import Sorted, sort_children
from plimsoll.formats.annex_a.children import NO_ID, PRECEDENCE, START, Children, NotRanked, OpenCase, Rows
from plimsoll.formats.annex_a.columns import is_unknown
from plimsoll.formats.annex_a.facts import (
    LATEST_COLUMNS,
    RowEvent,
    emergency,
    factors,
    first_day,
    placement,
    records,
    row_events,
    seen_unrecorded,
)
from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.layout import Column, layout
from plimsoll.formats.annex_a.reading import Settled
from plimsoll.formats.annex_a.tables import AnnexA, ListTable
from plimsoll.formats.annex_a.values import as_text
from plimsoll.formats.told import LATEST, Key, Meanings, Told, ToldChild, ToldFault, ToldPerson, UnknownValue

# Coded columns from which something is worked out: of these people are asked what an unknown value means.
DECIDING = {
    3: ("referral_nfa",),
    4: ("disability", "assessment_child_seen", "support_required"),
    5: ("disability", "conference_unnecessary", "conference_led_to_plan"),
    6: ("disability", "closure_reason", "case_status"),
    7: ("disability",),
    8: ("disability", "legal_status", "placement_type"),
    9: ("disability", "in_touch"),
}
# Lists of the last six months: a row that leaves them says nothing, so that its start tells it from the others. The
# rows of the other lists stay while the work goes on, and are told apart by their order.
WINDOWS = (3, 4, 5)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
WITHOUT_ID = "This row has no child ID, so the next file cannot be compared with it: give it one there"

Named = tuple[Key, str]


def tell(annex: AnnexA, *, facts_on: date, meanings: Meanings) -> Told:
    """What a workbook tells of every child of Lists 3 to 9, taken as a snapshot of one day.

    `annex` was read with `meanings.values`.
    """
    found = sort_children(annex, facts_on, meanings.people)
    holders = dict(zip((case.child for case in found.cases), found.holders, strict=True))
    open_cases = {case.child: case for case in found.cases}
    rest = {gone.child: gone for gone in found.not_ranked}
    children = tuple(
        _open_child(found.reader, open_cases[child], *holders[child])
        if child in open_cases
        else _other_child(found.reader, rest[child], rows)
        for child, rows in found.reader.rows.items()
    )
    return Told(
        layout=Layout.ANNEX_A,
        facts_on=facts_on,
        children=children,
        people=_people(found),
        teams=found.names.told_teams(team for _, team in found.holders),
        carries=records(found.reader),
        lists=tuple(_list(table) for table in annex.lists.values()),
        not_people={name: len(places) for name, places in found.names.no_person.items()},
        unknown=tuple(_unknown(annex, meanings.values)),
        faults=tuple(
            told_fault(fault) for fault in (*_without_repeated(annex), *found.faults, *_repeated(found.reader))
        ),
    )


def _without_repeated(annex: AnnexA) -> Iterator[Fault]:
    return (fault for fault in annex.faults if fault.kind is not FaultKind.REPEATED_ROW)


def _repeated(reader: Children) -> Iterator[Fault]:
    """Rows about a child on a list that has one for each, or that are open at once: which was used."""
    for child, lists in reader.rows.items():
        for number, positions in sorted(lists.items()):
            table, once = reader.lists[number], layout().lists[number].one_row_per_child
            first, *others = reader.latest_first(number, positions)
            if others and not once:
                first, *others = [at for at in (first, *others) if reader.is_open(number, at, lists)] or [first]
            for at in others:
                used = f"row {table.row[first]} of {table.sheet[first]}"
                done = (
                    f"{used} was used for the worker, the team and all else that is said once; of this row its days are"
                )
                header = table.headers.get("child_id", "")
                yield Fault(table.sheet[at], table.row[at], header, FaultKind.REPEATED_ROW, child, done)


def told_fault(fault: Fault) -> ToldFault:
    """A fault as it is shown."""
    found = _day_in_words(fault.found)
    return ToldFault(fault.sheet, fault.row, fault.column or "", fault.kind.value, fault.kind.label, found, fault.done)


def _day_in_words(found: str) -> str:
    """A day that a cell holds, as people write it; any other text as it is.

    >>> _day_in_words("2120-03-09"), _day_in_words("nope")
    ('Sat 9 Mar 2120', 'nope')
    """
    try:
        return day_words(date.fromisoformat(found)) if ISO_DAY.fullmatch(found) else found
    except ValueError:
        return found


def _open_child(reader: Children, case: OpenCase, worker: str | None, team: str | None) -> ToldChild:
    said = dict(_of_child(reader, case.rows))
    own = case.type
    said[Key(About.CASE, "case_type")] = own.value
    also = sorted(word.value for word in type(own) if case.types & word.bit and word is not own)
    if also:
        said[Key(About.CASE, "also")] = " ".join(also)
    if case.started:
        said[Key(About.CASE, "opened_on")] = case.started.isoformat()
    if team:
        said[Key(About.CASE, "team")] = team
    if seen_unrecorded(reader, case):
        said[Key(About.CASE, "seen_unrecorded")] = "YES"
    if worker:
        said[Key(About.WORKER, "name")] = worker
    said |= {Key(About.CIRCUMSTANCE, word.value): "YES" for word in placement(reader, case)}
    protected = emergency(reader, case)
    if protected:
        at, event = protected
        said[_key(reader, case.rows, 8, at, event)] = event.day.isoformat()
    nameless = case.child.startswith(NO_ID)
    return ToldChild(
        reference=case.child,
        where=case.where,
        lists=_list_names(case.rows),
        said=said,
        reason=WITHOUT_ID if nameless else "",
        needs_a_look=nameless,
        named=_named(reader, case.rows),
    )


def _other_child(reader: Children, gone: NotRanked, rows: Rows) -> ToldChild:
    """A child without open work: what is known of it, and why none is."""
    rows = {number: reader.latest_first(number, positions) for number, positions in rows.items()}
    number = next(number for number in PRECEDENCE if number in rows)
    table = reader.lists[number]
    return ToldChild(
        reference=gone.child,
        where=f"{table.sheet[rows[number][0]]}, row {table.row[rows[number][0]]}",
        lists=_list_names(rows),
        said=dict(_of_child(reader, rows)),
        open=False,
        why_not=gone.kind.value,
        reason=gone.reason,
        needs_a_look=gone.kind.needs_a_look,
        named=_named(reader, rows),
        closed_on=gone.closed_on,
    )


def _named(reader: Children, rows: Rows) -> str:
    """Whom the first row in order of precedence that names anybody names as the worker, whatever stands there."""
    for number in PRECEDENCE:
        column = reader.lists[number].columns.get("allocated_worker") if number in rows else None
        for at in rows[number] if column is not None else ():
            if column is not None and column[at]:
                return str(column[at])
    return ""


def _list_names(rows: Rows) -> tuple[str, ...]:
    return tuple(f"List {number}" for number in sorted(rows))


def _of_child(reader: Children, rows: Rows) -> Iterator[Named]:
    """What is told of a child with open work or without: birth, what happened, what makes it vulnerable."""
    born = first_day(reader, rows, "date_of_birth", future=True)
    if born:
        yield Key(About.CHILD, "expected_on" if born > reader.as_at else "born_on"), born.isoformat()
    for factor in factors(reader, rows):
        yield Key(About.FACTOR, factor.value), "YES"
    days: dict[Key, set[str]] = {}
    for number, positions in rows.items():
        for at in positions:
            for event in row_events(reader, number, at):
                days.setdefault(_key(reader, rows, number, at, event), set()).add(event.day.isoformat())
    for key, found in days.items():
        # Rows that cannot be told apart by the key: the latest day has it as it is.
        for place, day in enumerate(sorted(found, reverse=True), start=1):
            which = key.which if place == 1 else f"{key.which} ({place})"
            yield Key(key.about, key.name, which, key.nth), day


def _key(reader: Children, rows: Rows, number: int, at: int, event: RowEvent) -> Key:
    return Key(About.EVENT, event.kind.value, _which(reader, rows, number, at, event), event.nth)


def _which(reader: Children, rows: Rows, number: int, at: int, event: RowEvent) -> str:
    """What tells an event from the others of its kind, and stays the same while its day is corrected."""
    if event.column in LATEST_COLUMNS and event.kind is not EventKind.PATHWAY_REVIEW_PLANNED:
        return LATEST
    if number in WINDOWS:
        start = reader.day(number, START[number], at)
        return f"{number}@{start.isoformat() if start else 'undated'}"
    return f"{number}.{len(rows[number]) - rows[number].index(at)}"


def _people(found: Sorted) -> tuple[ToldPerson, ...]:
    cases = Counter(name for name, _ in found.holders)
    return tuple(
        ToldPerson(name, found.names.spellings(name), team or "", cases[name]) for name, team in found.teams.items()
    )


def _list(table: ListTable) -> tuple[str, int, tuple[str, ...]]:
    sheets = " and ".join(f"'{sheet}'" for sheet in table.sheets)
    own = f"List {table.number}"
    where = "" if table.sheets == (own,) else f", sheet {sheets}"
    return f"{own}: {table.title}{where}", len(table), tuple(table.headers.values())


def _unknown(annex: AnnexA, settled: Settled) -> Iterator[UnknownValue]:
    for number, keys in DECIDING.items():
        if number in annex.lists:
            columns = [column for column in layout().lists[number].columns if column.key in keys]
            yield from unknown_values(annex.lists[number], columns, f"{number}.", settled)


def unknown_values(
    table: ListTable, columns: Iterable[Column], prefix: str, settled: Settled
) -> Iterator[UnknownValue]:
    """What stands in the coded ones of some columns and means nothing we know, with the codes it could mean.

    `prefix` stands before a column's key where it is named; what is `settled` is not asked again.
    """
    for column in columns:
        if column.codes is None or column.key not in table.columns:
            continue
        name = prefix + column.key
        counts: Counter[str] = Counter()
        for value, rows in Counter(table.original[column.key]).items():
            if is_unknown(column, value) and (name, as_text(value).casefold()) not in settled:
                counts[as_text(value)] += rows
        for text, rows in sorted(counts.items()):
            yield UnknownValue(name, table.headers[column.key], text, rows, column.codes.choices)
