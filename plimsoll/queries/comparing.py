"""How a file compares with the records: in numbers, and child by child; a case that is hidden counts as not on record."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import About, EventKind, Matter
from plimsoll.formats.annex_a.children import WhyNot
from plimsoll.queries.matching import Names
from plimsoll.queries.matters import SAME_CHILD, Asked, field_words, value_words
from plimsoll.records import scopes
from plimsoll.records.models.exchange import ImportFile
from plimsoll.records.models.people import Worker


@dataclass(frozen=True)
class Counted:
    """What a file holds, and what it comes to against what is on record. not_open : reason and how many, the most frequent
    first; new_events : in cases that are here already, as those of a new case come with it; compared : whether the viewer
    may know how it compares. Where not, it is counted as if nothing were on record, and is not to be shown. changed_cases :
    those of which something is written; of an unchanged one there may still be something to decide. asks : how much it
    leaves to decide, by kind; asked_of : about how many children that is; same_child : how many rows of those that changed
    here may be of another child."""

    children: int
    open: int
    not_open: tuple[tuple[str, int], ...]
    new_cases: int
    changed_cases: int
    unchanged_cases: int
    new_events: int
    unallocated: int
    compared: bool
    asks: tuple[tuple[Matter, int], ...] = ()
    asked_of: tuple[tuple[Matter, int], ...] = ()
    same_child: int = 0


def counted(viewer: Viewer, kept: dict[str, Any], names: Names) -> Counted:
    """A file in numbers. `kept`: what was understood of it. At most two queries."""
    children = kept["children"]
    lines = list(children.values())
    held = {name for name in {line[5] for line in lines} if name and (names.of(name).worker or names.of(name).to_add)}
    not_open = Counter(why_not(line[2]) for line in lines if not line[1])
    compared = viewer.reach(Permission.SEE_CASE).everything
    hidden = hidden_comparisons() if compared else dict.fromkeys(children, False)
    told = list(_asks(viewer, kept, hidden).values()) if compared else []
    asks = Counter(ask[0] for some in told for ask in some)
    asked_of = Counter(matter for some in told for matter in {ask[0] for ask in some})
    came = [_came(line, hidden.get(reference)) for reference, line in children.items()]
    states = Counter(state for state, _ in came)
    return Counted(
        children=len(lines),
        open=sum(1 for line in lines if line[1]),
        not_open=tuple(not_open.most_common()),
        new_cases=states["NEW"],
        changed_cases=states["CHANGED"],
        unchanged_cases=states["SAME"],
        new_events=sum(events for state, events in came if state != "NEW"),
        unallocated=sum(1 for line in lines if line[1] and line[5] not in held),
        compared=compared,
        asks=tuple((matter, asks[matter]) for matter in Matter if asks[matter]),
        asked_of=tuple((matter, asked_of[matter]) for matter in Matter if asks[matter]),
        same_child=sum(ask[3] == SAME_CHILD for some in told for ask in some),
    )


class How(StrEnum):
    """What becomes of an event in a case that is here already."""

    ADDED = "ADDED"
    MOVED = "MOVED"  # the file corrects its day
    TAKEN_BACK = "TAKEN_BACK"
    CONFIRMED = "CONFIRMED"  # somebody had said that it stands in the other system


@dataclass(frozen=True)
class FieldChange:
    """One thing that a file writes anew. before : what stood here, None where the viewer may not know; now : what the file
    says."""

    what: str
    before: str | None
    now: str


@dataclass(frozen=True)
class EventChange:
    """What a file does to the events of a case that is here already: kind, day and how; before : the day that stood here, of
    one that is moved, '' where there is none, or the viewer may not know it."""

    kind: EventKind
    on: date
    how: How
    before: date | None


@dataclass(frozen=True)
class Change:
    """What a file changes of one child. new : whether it opens a case; changed : whether it writes on one that is here, as
    `Counted` counts these; fields, events : what it writes there, nothing of a new case; asks : what it
    leaves to decide; who : of a new case, what the file says of the child and the work."""

    reference: str
    new: bool
    changed: bool
    fields: tuple[FieldChange, ...]
    events: tuple[EventChange, ...]
    asks: tuple[Asked, ...]
    who: tuple[FieldChange, ...] = ()


def list_changes(viewer: Viewer, import_id: UUID) -> tuple[Change, ...] | None:
    """What a file changes, or will, child by child, as it was worked out when it was last read or applied; None for those
    who may not know how it compares. A hidden case counts as not on record; what stood on one before is told to those alone
    who may read it. Five queries.

    Raises
    ------
    NotThere : there is no such file, or the viewer may not bring files in.
    """
    rows = ImportFile.objects.filter(org_id=viewer.org, of_id=import_id).values_list("understood", flat=True)
    kept = rows.first() if viewer.reach(Permission.IMPORT) else None
    if kept is None:
        raise NotThere
    if not viewer.reach(Permission.SEE_CASE).everything:
        return None
    hidden, children = hidden_comparisons(), kept.get("children", {})
    asks, written = _asks(viewer, kept, hidden), _Written(viewer, kept, hidden)
    found = []
    for reference in [*children, *(gone for gone in asks if gone not in children)]:
        line = children.get(reference)
        state, _ = _came(line, hidden.get(reference)) if line else ("NONE", 0)
        one = Change(
            reference,
            state == "NEW",
            state == "CHANGED",
            () if state == "NEW" else written.fields(reference),
            () if state == "NEW" else written.events(reference),
            tuple(_asked(ask, line[5] if line else "") for ask in asks.get(reference, ())),
            _new(line, kept.get("new", {}).get(reference)) if line and state == "NEW" else (),
        )
        if one.new or one.changed or one.fields or one.asks:
            found.append(one)
    return tuple(found)


def _new(line: list[Any], who: list[str] | None) -> tuple[FieldChange, ...]:
    """What a file says of a child whose case it opens; of a file read by an earlier version only kind and worker."""
    given, family, born, expected, team = who or ("", "", "", "", "")
    said = {
        "name": f"{given} {family}".strip(),
        "day of birth": value_words(About.CHILD, "born_on", born) if born else "",
        "day on which the birth is expected": value_words(About.CHILD, "expected_on", expected) if expected else "",
        "kind of case": line[4],
        "worker": line[5] or "nobody",
        "team": team,
    }
    return tuple(FieldChange(what, "", now) for what, now in said.items() if now)


class _Written:
    """What a file writes of children who are here, as the viewer may know it. Two queries."""

    def __init__(self, viewer: Viewer, kept: dict[str, Any], hidden: Collection[str]) -> None:
        self.kept, self.hidden = kept, hidden
        cases: dict[str, str] = kept.get("cases", {})
        read = scopes.cases(viewer, Permission.READ_RECORD).filter(pk__among=list(map(UUID, cases.values())))
        keys = {str(key) for key in read.values_list("pk", flat=True)}
        self.read = {reference for reference, case in cases.items() if case in keys}
        people = Worker.objects.filter(org_id=viewer.org).values_list("pk", "name")
        self.names = {str(key): name for key, name in people}

    def fields(self, reference: str) -> tuple[FieldChange, ...]:
        """Field by field; of a file that was read by an earlier version, what alone is known."""
        if reference in self.hidden:
            return ()
        return tuple(self._field(reference, *said) for said in self.kept.get("fields", {}).get(reference, ()))

    def _field(self, reference: str, code: str, name: str, *values: str) -> FieldChange:
        about, (before, now) = About(code), values or ("", "")
        stood = value_words(about, name, before, self.names) if values and reference in self.read else None
        return FieldChange(field_words(about, name), stood, value_words(about, name, now, self.names) if values else "")

    def events(self, reference: str) -> tuple[EventChange, ...]:
        """Event by event, the latest day first."""
        if reference in self.hidden:
            return ()
        told = (
            EventChange(
                EventKind(kind),
                date.fromisoformat(day),
                How(how),
                date.fromisoformat(before) if before and reference in self.read else None,
            )
            for kind, day, how, before in self.kept.get("happened", {}).get(reference, ())
        )
        return tuple(sorted(told, key=lambda one: (one.on, one.kind.label), reverse=True))


def _asks(viewer: Viewer, kept: dict[str, Any], hidden: Collection[str]) -> dict[str, list[list[Any]]]:
    """What a file leaves to decide, by reference, as far as the viewer may know. Of a child whose case is hidden from them,
    what would be asked if there were none. One query."""
    asks: dict[str, list[list[Any]]] = kept.get("asks", {})  # none in what was understood before they were kept
    cases = {ask[1] for some in asks.values() for ask in some if ask[1]}
    seen = {str(key) for key in scopes.cases(viewer).filter(pk__in=cases).values_list("pk", flat=True)}
    found = {}
    for reference, some in asks.items():
        told = [ask for ask in some if ask[1] is None or ask[1] in seen]
        if reference in hidden:
            told = [ask for ask in some if ask[0] == Matter.TO_CHECK]
        if told:
            found[reference] = told
    return found


def _asked(ask: list[Any], worker: str) -> Asked:
    matter, _, code, name, there = ask
    about = About(code) if code else None
    said = (worker or "nobody") if about == About.WORKER else value_words(about, name, there)
    return Asked(Matter(matter), field_words(about, name), said)


def _came(line: list[Any], stands: bool | None) -> tuple[str, int]:
    """What becomes of a child, and how many events it brings. stands : None where the viewer may know how it compares; else
    it is told as if the hidden case were not there, and whether another one is open."""
    state, events = line[6:8]
    if stands is None:
        return state, events
    return "SAME" if stands else "NEW" if line[1] else "NONE", 0


def why_not(code: str) -> str:
    return WhyNot(code).label if code in set(WhyNot) else code.replace("_", " ").lower()


def hidden_comparisons() -> dict[str, bool]:
    """References of children whose case, with which a file is compared, is hidden from the viewer; of each whether another
    case of theirs that the viewer may see is open. This module alone asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, bool_or(stands) FROM (SELECT reference, stands FROM records_hidden_comparisons() "
            "UNION ALL SELECT r, false FROM records_hidden_references() r) k GROUP BY reference"
        )
        return dict(cursor.fetchall())
