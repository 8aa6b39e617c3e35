"""From a plain table to what it tells, child by child."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plimsoll.core.terms import SEEING as SEEING_KINDS
from plimsoll.core.terms import About, CaseType, EventKind, Layout
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.children import NO_ID, WhyNot
from plimsoll.formats.annex_a.facts import FIRST_REVIEW_DAYS
from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.people import Names
from plimsoll.formats.annex_a.plausible import BIRTH, latest_plausible, remove_ahead, remove_unlikely
from plimsoll.formats.annex_a.reading import Part, read_part, table_of
from plimsoll.formats.annex_a.tables import ListTable
from plimsoll.formats.annex_a.telling import told_fault, unknown_values
from plimsoll.formats.plain.layout import KIND, Entry, recognise, table
from plimsoll.formats.sheets import Book, Sheet
from plimsoll.formats.told import LATEST, Key, Meanings, Told, ToldChild, ToldPerson

STARTS = ("opened",)
NOT_LOST = ("reference", KIND, "closed", "closed_why")  # all kinds of case count, and when other work ended
SEEING = ("last_seen", "last_visit")


@dataclass(frozen=True)
class PlainRows:
    """A plain table as read: its rows as one list, faults, the latest day on which something happened, or None, and whether
    days were left out that have not come yet."""

    rows: ListTable
    faults: tuple[Fault, ...]
    latest_event: date | None
    ahead: bool


def read_plain(book: Book, meanings: Meanings, today: date) -> PlainRows | None:
    """The sheets of a book that are plain tables, one below the other; None where none is. After `today` nothing has
    happened yet, so that a later day is a fault."""
    parts: list[Part] = []
    faults: list[Fault] = []
    for sheet in book.sheets:
        match = recognise(sheet)
        if match:
            parts.append(read_part(sheet, match, sheet.load(None), meanings.values))
        elif sheet.head:
            faults.append(_not_read(sheet))
    if not parts:
        return None
    ahead = [remove_ahead(part, today, STARTS) for part in parts]
    latest = latest_plausible(parts, today)
    for part in parts:
        remove_unlikely(part, latest, today)
    faults += [fault for part in parts for fault in part.faults]
    return PlainRows(table_of(parts), tuple(faults), latest, any(ahead))


def _not_read(sheet: Sheet) -> Fault:
    done = "not read: it has no column for the kind of case, or none that says who is meant"
    return Fault(sheet.name, None, None, FaultKind.SHEET_IGNORED, sheet.name, done)


def tell_plain(plain: PlainRows, *, facts_on: date, meanings: Meanings) -> Told:
    """What a plain table tells of every child in it, taken as a snapshot of one day."""
    teller = _Teller(plain.rows, facts_on, meanings)
    children = tuple(teller.child(reference, places) for reference, places in teller.places.items())
    return Told(
        layout=Layout.PLAIN,
        facts_on=facts_on,
        children=children,
        people=teller.people(children),
        teams=teller.names.told_teams(child.said.get(Key(About.CASE, "team")) for child in children if child.open),
        carries=teller.carries(),
        lists=tuple(
            (f"Sheet '{sheet}'", plain.rows.sheet.count(sheet), tuple(plain.rows.headers.values()))
            for sheet in plain.rows.sheets
        ),
        not_people={name: len(found) for name, found in teller.names.no_person.items()},
        unknown=tuple(unknown_values(plain.rows, table().layout.columns, "", meanings.values)),
        faults=tuple(
            told_fault(fault) for fault in (*plain.faults, *teller.faults, *teller.no_person(), *teller.not_yet())
        ),
        empty=tuple(teller.empty(children)),
    )


@dataclass
class _Row:
    """One row: where it stands in the table, its kinds of case, and whether the work goes on."""

    at: int
    kinds: list[CaseType]
    closed: date | None


class _Teller:
    """What the rows say of each child."""

    def __init__(self, rows: ListTable, facts_on: date, meanings: Meanings) -> None:
        self._rows, self._facts_on = rows, facts_on
        self.names = Names([rows], meanings.people)
        self.faults: list[Fault] = []
        self.places: dict[str, list[int]] = {}
        for at in range(len(rows)):
            self.places.setdefault(self._reference(at), []).append(at)

    def _value(self, key: str, at: int) -> object:
        column = self._rows.columns.get(key)
        return None if column is None else column[at]

    def _text(self, key: str, at: int) -> str:
        return str(self._value(key, at) or "")

    def _reference(self, at: int) -> str:
        """The child's own reference; without one the name with the birth, without both the place in the file."""
        reference = self._text("reference", at)
        if reference:
            return reference
        given, family = self._name(at)
        born = self._value("date_of_birth", at)
        name = f"{given} {family}".strip()
        if name:
            return f"{name}, born {born.day} {born:%b %Y}" if isinstance(born, date) else name
        return f"{NO_ID}: {self._rows.sheet[at]} row {self._rows.row[at]}"

    def _name(self, at: int) -> tuple[str, str]:
        """Given and family name, out of the whole name where they have no columns of their own."""
        given, family = self._text("given_name", at), self._text("family_name", at)
        whole = self._text("child_name", at)
        if given or family or not whole:
            return given, family
        last, comma, first = whole.partition(",")
        if comma:
            return first.strip(), last.strip()
        first, _, last = whole.rpartition(" ")
        return (first, last) if first else (last, "")

    def day(self, key: str, at: int) -> date | None:
        """A day that has come."""
        found = self._value(key, at)
        return found if isinstance(found, date) and found <= self._facts_on else None

    def child(self, reference: str, places: list[int]) -> ToldChild:
        """One child, of all its rows: kinds of case join, and the row of the first kind speaks for worker and team."""
        rows = [_Row(at, self._kinds(at), self.day("closed", at)) for at in places]
        rows.sort(key=lambda row: min((kind.number for kind in row.kinds), default=len(CaseType)))
        going_on = [row for row in rows if row.closed is None and row.kinds and not self._begins_later(row.at)]
        first = (going_on or rows)[0]
        said = dict(self._of_child(rows))
        self._note_repeated(reference, [*going_on, *(row for row in rows if row not in going_on)], said)
        where = f"{self._rows.sheet[first.at]}, row {self._rows.row[first.at]}"
        named = self._text("allocated_worker", first.at)
        if not going_on:
            why, reason = self._why_not(rows)
            ended = max((row.closed for row in rows if row.closed), default=None) if why is WhyNot.CLOSED else None
            return ToldChild(reference, where, (), said, False, why.value, reason, why.needs_a_look, named, ended)
        said |= self._of_case(going_on)
        if reference.startswith(NO_ID):
            reason = "This row says neither a reference nor a name, so the next file cannot be compared with it"
            return ToldChild(reference, where, (), said, reason=reason, needs_a_look=True, named=named)
        return ToldChild(reference, where, (), said, named=named)

    def _kinds(self, at: int) -> list[CaseType]:
        return [CaseType(word) for word in self._text(KIND, at).split()]

    def _begins_later(self, at: int) -> bool:
        opened = self._value("opened", at)
        return isinstance(opened, date) and opened > self._facts_on

    def _why_not(self, rows: list[_Row]) -> tuple[WhyNot, str]:
        ended = max((row for row in rows if row.closed), key=lambda row: row.closed or date.min, default=None)
        unclear = next((row for row in rows if row.closed is None and not row.kinds), None)
        if unclear is not None:
            text = str(self._rows.original[KIND][unclear.at] or "")
            what = f"The kind of case, '{text}', stands for nothing we know" if text else "No kind of case is given"
            return WhyNot.CHECK_RECORD, f"{what}: check this child"
        if ended is None or ended.closed is None:
            return WhyNot.NOT_YET, "The work in the file begins after the day of the file"
        words = self._text("closed_why", ended.at)
        return WhyNot.CLOSED, f"Closed on {day_words(ended.closed)}{f': {words}' if words else ''}"

    def _of_child(self, rows: list[_Row]) -> Iterator[tuple[Key, str]]:
        """Who the child is, what happened, what makes it vulnerable; of several rows the first that says it."""
        for row in reversed(rows):
            for name, text in zip(("given_name", "family_name"), self._name(row.at), strict=True):
                if text:
                    yield Key(About.CHILD, name), text
            born, expected = self._value("date_of_birth", row.at), self._value("expected_birth", row.at)
            if isinstance(born, date) and born <= self._facts_on:
                yield Key(About.CHILD, "born_on"), born.isoformat()
            elif isinstance(born or expected, date):
                yield Key(About.CHILD, "expected_on"), (born or expected).isoformat()  # type: ignore[union-attr]
            for entry in table().entries:
                if entry.factor and self._value(entry.column.key, row.at) == "YES":
                    yield Key(About.FACTOR, entry.factor.value), "YES"
        yield from self._events(rows).items()

    def _events(self, rows: list[_Row]) -> dict[Key, str]:
        """Each day once a kind of event; of two rows the later day."""
        found: dict[Key, str] = {}
        for row in rows:
            for entry in table().entries:
                day = self._value(entry.column.key, row.at)
                if not isinstance(day, date) or not entry.every_event:
                    continue
                if day > self._facts_on and not entry.column.planned:
                    continue
                if day <= self._facts_on and entry.column.planned:
                    continue  # planned for a day that is over: only the review itself says that it was held
                for kind in {entry.event_of(case) for case in row.kinds} - {None}:
                    assert kind is not None
                    which = LATEST if entry.latest else entry.column.key
                    key = Key(About.EVENT, kind.value, which, self._nth(kind, day, row.at))
                    found[key] = max(found.get(key, ""), day.isoformat())
        return found

    def _nth(self, kind: EventKind, day: date, at: int) -> int:
        """Of reviews of care, whether it is a later one than the first."""
        began = self.day("plan_started", at)
        later = kind is EventKind.LOOKED_AFTER_REVIEW and began and (day - began).days > FIRST_REVIEW_DAYS
        return 2 if later else 0

    def _of_case(self, rows: list[_Row]) -> dict[Key, str]:
        """What the case is, out of the rows whose work goes on; the first speaks before the others."""
        kinds = sorted({kind for row in rows for kind in row.kinds}, key=lambda kind: kind.number)
        said = {Key(About.CASE, "case_type"): kinds[0].value}
        if len(kinds) > 1:
            said[Key(About.CASE, "also")] = " ".join(sorted(kind.value for kind in kinds[1:]))
        opened = next((day for row in rows if (day := self.day("opened", row.at))), None)
        if opened:
            said[Key(About.CASE, "opened_on")] = opened.isoformat()
        level = next((text for row in rows if (text := self._text("level_of_need", row.at))), "")
        if level:
            said[Key(About.CASE, "level_of_need")] = level
        worker, team = self.names.worker({0: self._rows}, [(0, row.at) for row in rows])
        if team:
            said[Key(About.CASE, "team")] = team
        if worker:
            said[Key(About.WORKER, "name")] = worker
        if not any(key in self._rows.columns for key in SEEING):
            said[Key(About.CASE, "seen_unrecorded")] = "YES"
        return said

    def _note_repeated(self, reference: str, rows: list[_Row], said: Mapping[Key, str]) -> None:
        """Of several rows about one child the first speaks: each of the others is a fault where it says the same kind of
        case once more, or something for which there is no room, which is named then."""
        first, *others = rows
        used, seen = f"row {self._rows.row[first.at]} of {self._rows.sheet[first.at]}", set(first.kinds)
        header = self._rows.headers.get("reference") or self._rows.headers[KIND]
        for row in others:
            lost = list(self._not_used(row, rows, said))
            if lost or seen & set(row.kinds):
                done = f"taken together with {used}, which was used first" + (
                    f"; not used of this row: {', '.join(lost)}" if lost else ""
                )
                where = self._rows.sheet[row.at], self._rows.row[row.at], header
                self.faults.append(Fault(*where, FaultKind.REPEATED_ROW, reference, done))
            seen |= set(row.kinds)

    def _not_used(self, row: _Row, rows: list[_Row], said: Mapping[Key, str]) -> Iterator[str]:
        """What one row says and nothing is made of, as another one of the child says it otherwise."""
        days = {(key.name, day) for key, day in said.items() if key.about is About.EVENT}
        for entry in table().entries:
            key, value = entry.column.key, self._value(entry.column.key, row.at)
            if value is None or key in NOT_LOST or entry.factor:
                continue
            if entry.every_event and key not in STARTS:
                kinds = {entry.event_of(case) for case in row.kinds} - {None}
                past = isinstance(value, date) and (value <= self._facts_on) is not entry.column.planned
                kept = not past or not kinds or any((kind, str(value)) in days for kind in kinds)
            else:
                kept = value == next(found for one in rows if (found := self._value(key, one.at)) is not None)
            if not kept:
                words = day_words(value) if isinstance(value, date) else str(value)
                yield f"{self._rows.headers[key]} “{words}”"

    def people(self, children: Iterable[ToldChild]) -> tuple[ToldPerson, ...]:
        """Who holds open cases."""
        teams: dict[str, Counter[str]] = {}
        for child in children:
            name = child.said.get(Key(About.WORKER, "name"))
            if child.open and name:
                teams.setdefault(name, Counter())[child.said.get(Key(About.CASE, "team"), "")] += 1
        return tuple(
            ToldPerson(name, self.names.spellings(name), _most(found), found.total())
            for name, found in sorted(teams.items())
        )

    def no_person(self) -> Iterator[Fault]:
        """Names in the worker's column that were not taken for a person, each once."""
        for name, places in self.names.no_person.items():
            _, at, key = places[0]
            done = f"not taken for a person's name: {len(places)} {'case' if len(places) == 1 else 'cases'} unallocated"
            where = self._rows.sheet[at], self._rows.row[at], self._rows.headers[key]
            yield Fault(*where, FaultKind.NOT_A_PERSON, name, done)

    def not_yet(self) -> Iterator[Fault]:
        """Days after the day of the file that are no plans."""
        done = "after the day of the file: taken as not happened yet"
        for column in table().layout.columns:
            if column.kind != "date" or column.planned or column.key == BIRTH:
                continue
            for at, day in enumerate(self._rows.columns.get(column.key, ())):
                if isinstance(day, date) and day > self._facts_on:
                    where = self._rows.sheet[at], self._rows.row[at], self._rows.headers[column.key]
                    yield Fault(*where, FaultKind.AFTER_REPORTING_DATE, day_words(day), done)

    def empty(self, children: Iterable[ToldChild]) -> Iterator[tuple[str, str, int]]:
        """Columns of the file that say when a child was seen, with how many open cases they say nothing of."""
        open_ones = [child for child in children if child.open]
        for entry in table().entries:
            key = entry.column.key
            if key in SEEING and key in self._rows.columns:
                number = sum(self._says_nothing(entry, child) for child in open_ones)
                if number:
                    yield key, self._rows.headers[key], number

    def _says_nothing(self, entry: Entry, child: ToldChild) -> bool:
        told = {key.name for key in child.said if key.about is About.EVENT}
        if entry.column.key == "last_seen":  # a visit says so too
            return told.isdisjoint(kind.value for kind in SEEING_KINDS)
        said = [child.said.get(Key(About.CASE, name), "") for name in ("case_type", "also")]
        wanted = {entry.event_of(CaseType(word)) for word in " ".join(said).split()}
        return any(kind is not None and kind.value not in told for kind in wanted)

    def carries(self) -> frozenset[EventKind]:
        """Kinds of event that the columns of this file can tell of, for the kinds of case in it. A referral that is open
        has not been decided: so it is told of decisions too."""
        kinds = {kind for at in range(len(self._rows)) for kind in self._kinds(at)}
        there = [entry for entry in table().entries if entry.column.key in self._rows.columns]
        found = frozenset(event for entry in there for kind in kinds if (event := entry.event_of(kind)))
        waits = CaseType.REFERRAL in kinds and EventKind.REFERRAL_RECEIVED in found
        return found | {EventKind.REFERRAL_DECIDED} if waits else found


def _most(teams: Counter[str]) -> str:
    named = [team for team in teams if team]
    return min(named, key=lambda team: (-teams[team], team)) if named else ""
