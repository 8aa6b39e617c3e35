"""What a file is to change, child by child: rows to write and to change, and what is left for a person to decide."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from plimsoll.actions.bringing.identity import SAME_CHILD, WHO, is_another, who, who_words
from plimsoll.actions.bringing.on_record import CHILD_FIELDS, Happened, OnRecord, Said, Spell, Standing, Waiting
from plimsoll.actions.bringing.people import Teams
from plimsoll.core.calendar import LONDON
from plimsoll.core.merge import Doing, Key, Step, changed, merge
from plimsoll.core.terms import About, EventKind, Matter
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.told import Told, ToldChild
from plimsoll.records.names import sort_name

# Said of every child beside what the file says, so that leaving the file and coming back are changes like others.
IN_FILE = Key(About.CHILD, "in_file")
OPEN = Key(About.CASE, "open")
LOOK = Key(About.CASE, "look")
OURS = frozenset({IN_FILE, OPEN, LOOK})
WORKER = Key(About.WORKER, "name")
TEAM = Key(About.CASE, "team")
YES = "YES"
CHUNK = 500  # children
NOT_OPEN = frozenset({About.CHILD, About.EVENT, About.FACTOR})  # what a child without open work is told of


@dataclass
class Written:
    """Rows to write, table by table, and changes of rows that are there; of some children. superseded : what earlier files
    left to decide, and this one leaves nothing of."""

    children: list[tuple[Any, ...]] = field(default_factory=list)
    cases: list[tuple[Any, ...]] = field(default_factory=list)
    allocations: list[tuple[Any, ...]] = field(default_factory=list)
    circumstances: list[tuple[Any, ...]] = field(default_factory=list)
    factors: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    statements: list[tuple[Any, ...]] = field(default_factory=list)
    matters: list[tuple[Any, ...]] = field(default_factory=list)
    superseded: list[UUID] = field(default_factory=list)
    child_changes: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    case_changes: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    circumstances_ended: dict[UUID, date] = field(default_factory=dict)
    factors_ended: dict[UUID, date] = field(default_factory=dict)


@dataclass
class Came:
    """What became of each child, by reference: NEW, CHANGED or SAME case, NONE without one; how many events it brings; cases
    of which anew is to be reckoned what they ask; fields : of what is here already, about what something else is written, as
    a statement has it, with what stood here before and what the file says; happened : events of cases here already, each
    with its kind, its day, what becomes of it (ADDED, MOVED, TAKEN_BACK, CONFIRMED) and the day that stood before, if
    another; cases : the open case here that is compared; asks : what is left to decide: matter, case, about what, and what
    the file says; held : rows of which nothing is written, as they may be of another child."""

    states: dict[str, str] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    to_weigh: set[UUID] = field(default_factory=set)
    fields: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    happened: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    asks: dict[str, list[tuple[str, str | None, str | None, str, str]]] = field(default_factory=dict)
    held: dict[str, ToldChild] = field(default_factory=dict)


class Plan:
    """The changes that one file makes.

    Parameters
    ----------
    whose : who a name of the file stands for: their key, or None for nobody. teams : which team a name of the file stands
    for, made where there is none. told_before : cases for which it was said before that they are closed here and open in the
    file. settled : references of which somebody has said whose they are.
    """

    def __init__(
        self,
        told: Told,
        record: OnRecord,
        *,
        import_id: UUID,
        org: UUID,
        at: datetime,
        whose: Callable[[str], UUID | None],
        teams: Teams,
        told_before: frozenset[UUID] = frozenset(),
        settled: Collection[str] = (),
    ) -> None:
        self.told, self.record, self.import_id, self.org, self.at = told, record, import_id, org, at
        self.whose, self.teams, self.told_before, self.settled = whose, teams, told_before, settled
        self.came = Came()
        self.day = told.facts_on.isoformat()
        self._confirmed: set[UUID] = set()  # what was left to decide of claims, and this file confirms
        self._references = {case.reference for cases in record.cases.values() for case in cases}

    def chunks(self, size: int = CHUNK) -> Iterator[Written]:
        """The changes of so many children at a time, and at the end those of children who are no longer in the file."""
        children = self.told.children
        for begin in range(0, len(children), size):
            self.out = Written()
            for child in children[begin : begin + size]:
                self._child(child)
            yield self.out
        self.out = Written()
        there = {child.reference for child in children}
        for reference, base in self.record.base.items():
            if IN_FILE in base and reference not in there:
                self._gone(reference)
        yield self.out

    def row(self, child: ToldChild) -> Written:
        """The changes of one child alone."""
        self.out = Written()
        self._child(child)
        return self.out

    # ---- one child --------------------------------------------------------------------------------------------------

    def _child(self, child: ToldChild) -> None:
        base = self.record.base.get(child.reference, {})
        doubted = self._doubted(child, base)
        if doubted:
            self._hold_back(child, doubted)
            return
        theirs = {**child.said, IN_FILE: YES, OPEN: YES if child.open else child.why_not}
        if child.needs_a_look:
            theirs[LOOK] = child.reason
        news = changed(base, theirs)
        self._say(child.reference, news)
        there = self.record.children.get(child.reference)
        key = there["id"] if there else self._new_child(child)
        assert isinstance(key, UUID)
        before = len(self.out.matters)
        if there:
            if there["reference"] != child.reference:  # added by hand, and said to be the one of this reference
                self.out.child_changes[key] = {"reference": child.reference}
            self._change_child(key, there, base, child)
        case = _case_of(self.record.cases.get(key, []), child.reference)
        if child.open:
            self._open(child, key, case, base)
        elif case and case.closed_on is None:
            self._not_open(child, case, base, news)
        else:
            self.came.states[child.reference] = "NONE"
        if (
            child.needs_a_look
            and LOOK in news
            and not any(row[4] is Matter.TO_CHECK for row in self.out.matters[before:])
        ):
            now = _case_of(self.record.cases.get(key, []), child.reference)
            open_case = now.id if now and now.closed_on is None else None
            self._ask(child.reference, open_case, Matter.TO_CHECK, there=child.reason)
        asked = {(row[4], _key_of(row)) for row in self.out.matters[before:]}
        self.out.superseded += [
            old.id
            for old in self.record.waiting.get(child.reference, ())
            if (old.matter, old.key) in asked or not self._holds(old, child)
        ]

    def _doubted(self, child: ToldChild, base: Said) -> list[tuple[UUID | None, dict[str, object]]]:
        """Cases of which the row may not be, each with its child: it contradicts who the child is here, and says so for the
        first time; or several cases have its reference. None where nothing stands against it."""
        contested, there = self.record.contested.get(child.reference), self.record.children.get(child.reference)
        if contested:
            return list(contested)
        theirs = who(child.said)
        if there is None or child.reference in self.settled or theirs.items() <= who(base).items():
            return []
        if not is_another(_who_here(there), theirs):
            return []
        assert isinstance(there["id"], UUID)
        case = _case_of(self.record.cases.get(there["id"], []), child.reference)
        return [(case.id if case else None, there)]

    def _hold_back(self, child: ToldChild, doubted: list[tuple[UUID | None, dict[str, object]]]) -> None:
        """Nothing of the row is written: it is asked first whether it is of the same child."""
        for case, here in doubted:
            words = who_words(_who_here(here)), who_words(who(child.said))
            self._ask(child.reference, case, Matter.CHANGED_HERE, key=SAME_CHILD, here=words[0], there=words[1])
        self.came.states[child.reference] = "NONE"
        self.came.held[child.reference] = child
        self.out.superseded += [old.id for old in self.record.waiting.get(child.reference, ()) if old.key == SAME_CHILD]

    def _holds(self, old: Waiting, child: ToldChild) -> bool:
        """Whether what an earlier file left to decide is still so by this one, which has the child."""
        if old.key == SAME_CHILD:
            return False
        match old.matter:
            case Matter.NOT_IN_FILE:
                return False
            case Matter.CLOSED_IN_FILE:
                return not child.open and not child.needs_a_look
            case Matter.OPEN_IN_FILE:
                return child.open
            case Matter.TO_CHECK:
                return child.needs_a_look
            case Matter.NOT_CONFIRMED:
                return old.id not in self._confirmed
            case _:
                return self._says(old, child.said)

    def _says(self, old: Waiting, said: Mapping[Key, str]) -> bool:
        """Whether this file too says what stands against the records."""
        assert old.key
        theirs = self._sides(said, frozenset(About))
        if old.key.about is About.EVENT and old.there:  # under whatever number the row has by now
            return any(
                (key.about, key.name, day) == (About.EVENT, old.key.name, old.there) for key, day in theirs.items()
            )
        return theirs.get(old.key, "") == old.there

    def _say(self, reference: str, news: Mapping[Key, str | None]) -> None:
        for key, value in news.items():
            self.out.statements.append(
                (uuid4(), self.org, self.import_id, reference, key.about, key.name, key.which, key.nth, value)
            )

    def _new_child(self, child: ToldChild) -> UUID:
        key = uuid4()
        said = {name: child.said.get(Key(About.CHILD, name)) for name in CHILD_FIELDS}
        given, family = said["given_name"] or "", said["family_name"] or ""
        self.out.children.append(
            (key, self.org, child.reference, given, family, sort_name(f"{given} {family}"), said["born_on"],
             said["expected_on"], said["died_on"], said["nhs_number"])
        )  # fmt: skip
        return key

    def _change_child(self, key: UUID, there: dict[str, object], base: Said, child: ToldChild) -> None:
        ours = {Key(About.CHILD, name): str(there[name]) for name in CHILD_FIELDS if there[name]}
        for step in merge(_about(base, About.CHILD), _about(child.said, About.CHILD), ours):
            if step.doing is Doing.ASK:
                case = _case_of(self.record.cases.get(key, []), child.reference)
                self._ask_about(child.reference, case.id if case else None, step)
            else:
                self._written(child.reference, step)
                self.out.child_changes.setdefault(key, {})[step.key.name] = step.value
        names = self.out.child_changes.get(key, {})
        if {"given_name", "family_name"} & set(names):
            full = {**there, **names}
            names["sort_name"] = sort_name(f"{full['given_name']} {full['family_name']}")

    def _open(self, child: ToldChild, key: UUID, case: Standing | None, base: Said) -> None:
        opened = child.said.get(Key(About.CASE, "opened_on"))
        if case is None or (case.closed_on and opened and opened > case.closed_on.isoformat()):
            self._new_case(child, key)
            return
        if case.closed_on:
            self.came.states[child.reference] = "CHANGED" if child.reference in self.came.fields else "SAME"
            if case.id not in self.told_before:
                said = f"open since {day_words(date.fromisoformat(opened))}" if opened else "open"
                here = f"closed on {day_words(case.closed_on)}"
                self._ask(child.reference, case.id, Matter.OPEN_IN_FILE, here=here, there=said)
            return
        self._merge_case(child, case, base, frozenset(About) - {About.CHILD})

    def _not_open(self, child: ToldChild, case: Standing, base: Said, news: Mapping[Key, str | None]) -> None:
        self._merge_case(child, case, base, NOT_OPEN - {About.CHILD})
        if OPEN in news:
            matter = Matter.TO_CHECK if child.needs_a_look else Matter.CLOSED_IN_FILE
            ended = child.closed_on.isoformat() if child.closed_on and matter is Matter.CLOSED_IN_FILE else ""
            self._ask(child.reference, case.id, matter, here="open", there=child.reason, ended=ended)

    def _gone(self, reference: str) -> None:
        self._say(reference, {IN_FILE: None})
        child = self.record.children.get(reference)
        case = _case_of(self.record.cases.get(child["id"], []), reference) if child else None  # type: ignore[call-overload]
        ours = case is not None and case.closed_on is None
        if case and ours:
            self._ask(reference, case.id, Matter.NOT_IN_FILE, here="open")
        # One question about the same work: whether it goes on. A child to be checked who has no case is still to be checked.
        gone = {Matter.CLOSED_IN_FILE, Matter.OPEN_IN_FILE, *({Matter.TO_CHECK} if ours else ())}
        self.out.superseded += [
            old.id
            for old in self.record.waiting.get(reference, ())
            if old.matter in gone or (ours and old.key == SAME_CHILD)
        ]

    # ---- a new case -------------------------------------------------------------------------------------------------

    def _new_case(self, child: ToldChild, key: UUID) -> None:
        said = child.said
        worker = self._worker(said.get(WORKER))
        opened = said.get(Key(About.CASE, "opened_on"))
        day = date.fromisoformat(opened) if opened else self.told.facts_on
        case = uuid4()
        need = said.get(Key(About.CASE, "level_of_need"))
        self.out.cases.append(
            (case, self.org, self._reference(child.reference), key, self._team(child, worker),
             said[Key(About.CASE, "case_type")], said.get(Key(About.CASE, "also"), "").split(), need,
             Key(About.CASE, "seen_unrecorded") in said, _midnight(day), opened is None)
        )  # fmt: skip
        if worker:
            self._allocate(case, worker, None)
        written: dict[tuple[str, str], int] = {}
        for about, value in said.items():
            match about.about:
                case About.CIRCUMSTANCE:
                    self._begin(self.out.circumstances, case, about)
                case About.FACTOR:
                    self._begin(self.out.factors, case, about)
                case About.EVENT:
                    place = (about.name, value)
                    written[place] = max(about.nth, written.get(place, 0))
                case _:
                    pass
        for (kind, happened), nth in written.items():
            self._event(case, kind, happened, nth)
        self.came.states[child.reference] = "NEW"
        self.came.events[child.reference] = len(written)
        self.came.to_weigh.add(case)

    def _reference(self, reference: str) -> str:
        """The child's own; with '/2', '/3' and so on where earlier cases have that."""
        nth, found = 1, reference
        while found in self._references:
            nth += 1
            found = f"{reference}/{nth}"
        self._references.add(found)
        return found

    def _team(self, child: ToldChild, worker: UUID | None) -> UUID:
        name = child.said.get(TEAM)
        return self.teams.of(name) if name else self.teams.home(worker)

    def _worker(self, name: str | None) -> UUID | None:
        return self.whose(name) if name else None

    # ---- a case that is there ---------------------------------------------------------------------------------------

    def _merge_case(self, child: ToldChild, case: Standing, base: Said, abouts: frozenset[About]) -> None:
        before, theirs = self._sides(base, abouts), self._sides(child.said, abouts)
        ours = _stands(case, before, abouts)
        pending: dict[tuple[str, str], Step] = {}
        for step in list(merge(before, theirs, ours)):
            if step.doing is Doing.ASK:
                self._ask_about(child.reference, case.id, step)
                if step.key == TEAM and step.value:
                    self.teams.of(child.said[TEAM])  # it is there when somebody decides that the case goes to it
                continue
            if step.key.about is About.EVENT:
                self._event_step(child.reference, case, step, pending)
            else:
                self._written(child.reference, step)
                self._case_step(case, step)
        for (kind, happened), step in pending.items():
            replaced = case.now(kind, step.here) if step.doing is Doing.REPLACE else None
            self._event(case.id, kind, happened, step.key.nth, replaces=replaced.id if replaced else None)
        confirmed = self._confirm(child, case, {*pending})
        for (kind, happened), step in pending.items():
            if (kind, happened) not in confirmed:
                self._happened(
                    child.reference, kind, happened, "MOVED" if step.doing is Doing.REPLACE else "ADDED", step.here
                )
        for kind, happened in confirmed:
            self._happened(child.reference, kind, happened, "CONFIRMED")
        told = self.came.happened.get(child.reference, ())
        self.came.states[child.reference] = "CHANGED" if told or child.reference in self.came.fields else "SAME"
        self.came.events[child.reference] = sum(how == "ADDED" for _, _, how, _ in told)
        self.came.cases[child.reference] = str(case.id)
        if case.id in self.out.case_changes:
            self.came.to_weigh.add(case.id)

    def _sides(self, said: Mapping[Key, str], abouts: frozenset[About]) -> Said:
        """Statements about a case, with the worker by their key and the team as it is called here: two spellings of one are
        no change."""
        found = {key: value for key, value in said.items() if key.about in abouts and key not in OURS}
        if WORKER in found:
            worker = self.whose(found.pop(WORKER))
            if worker:
                found[WORKER] = str(worker)
        if TEAM in found:
            found[TEAM] = self.teams.called(found[TEAM])
        return found

    def _event_step(self, reference: str, case: Standing, step: Step, pending: dict[tuple[str, str], Step]) -> None:
        if step.doing is Doing.END:
            found = case.now(step.key.name, step.here)
            if found:
                self._event(case.id, step.key.name, found.day, found.nth, replaces=found.id, withdraws=True)
                self._happened(reference, step.key.name, found.day, "TAKEN_BACK")
            return
        assert step.value is not None
        place = (step.key.name, step.value)
        if case.there(*place):
            return
        other = pending.get(place)
        if other is None or (other.doing is Doing.WRITE and step.doing is Doing.REPLACE):
            pending[place] = step

    def _confirm(self, child: ToldChild, case: Standing, pending: set[tuple[str, str]]) -> list[tuple[str, str]]:
        """What was said to be done in the other system is so where the file has that very day, and stays the word of whoever
        said it. Where it could have that day and has not, they are asked; until they answer, what they said stands. Kind and
        day of each that is confirmed."""
        found: list[tuple[str, str]] = []
        asked = {
            (old.key.name, old.here): old.id
            for old in self.record.waiting.get(child.reference, ())
            if old.matter is Matter.NOT_CONFIRMED and old.key
        }
        days: dict[str, list[str]] = {}
        for key, day in child.said.items():
            if key.about is About.EVENT:
                days.setdefault(key.name, []).append(day)
        for event in case.awaiting():
            if EventKind(event.kind) not in self.told.carries or event.day > self.day:
                continue
            told, place = days.get(event.kind, []), (event.kind, event.day)
            if event.day in told:
                found.append(place)
                if place in pending:  # the file's own row of that day takes its place
                    self.out.events = [
                        row if not _is_of(row, case.id, event) else self._confirming(row, event)
                        for row in self.out.events
                    ]
                else:
                    self._event(case.id, event.kind, event.day, event.nth)
                    self.out.events[-1] = self._confirming(self.out.events[-1], event)
                if place in asked:
                    self._confirmed.add(asked[place])
            elif place not in asked:
                key = Key(About.EVENT, event.kind)
                latest = max(told, default="")
                self._ask(child.reference, case.id, Matter.NOT_CONFIRMED, key=key, here=event.day, there=latest)
        return found

    def _confirming(self, row: tuple[Any, ...], claim: Happened) -> tuple[Any, ...]:
        """A row of the file's that takes the place of what a person said: still as they wrote it down, and when."""
        said_at = self.record.claimed_at.get(claim.id, self.at)
        return (*row[:7], said_at, row[8], claim.id, row[10], claim.by)

    def _case_step(self, case: Standing, step: Step) -> None:
        name, value = step.key.name, step.value
        match step.key.about:
            case About.WORKER:
                if value:
                    self._allocate(case.id, UUID(value), case.free_from)
            case About.CIRCUMSTANCE | About.FACTOR:
                spells = case.circumstances if step.key.about is About.CIRCUMSTANCE else case.factors
                circumstance = step.key.about is About.CIRCUMSTANCE
                if step.doing is Doing.WRITE:
                    rows = self.out.circumstances if circumstance else self.out.factors
                    self._begin(rows, case.id, step.key, case.ended.get(name))
                else:
                    ended = self.out.circumstances_ended if circumstance else self.out.factors_ended
                    ended[spells[name].id] = self._end(spells[name])
            case _:
                self.out.case_changes.setdefault(case.id, {}).update(self._field(name, value))

    def _field(self, name: str, value: str | None) -> dict[str, Any]:
        match name:
            case "also":
                return {"also": (value or "").split()}
            case "seen_unrecorded":
                return {"seen_unrecorded": value is not None}
            case "opened_on":
                assert value
                return {"opened_at": _midnight(date.fromisoformat(value)), "opened_unrecorded": False}
            case "level_of_need":
                return {"level_of_need": int(value or 0)}
            case _:
                assert name == "case_type", name
                return {"case_type": value}

    # ---- rows -------------------------------------------------------------------------------------------------------

    def _allocate(self, case: UUID, worker: UUID, free_from: datetime | None) -> None:
        """From the day of which the file speaks: it says who holds the case then, and not since when."""
        day = _midnight(self.told.facts_on)
        row = (uuid4(), self.org, case, worker, max(day, free_from or day), "as the file says")
        self.out.allocations.append(row)

    def _begin(self, rows: list[tuple[Any, ...]], case: UUID, key: Key, free_from: date | None = None) -> None:
        day = self.told.facts_on
        rows.append((uuid4(), self.org, case, key.name, max(day, free_from or day)))

    def _end(self, spell: Spell) -> date:
        """The day of the file; a spell that began on it or later lasts its first day."""
        return max(self.told.facts_on, spell.from_date + timedelta(1))

    def _event(
        self, case: UUID, kind: str, day: str, nth: int, *, replaces: UUID | None = None, withdraws: bool = False
    ) -> None:
        happened = _midnight(date.fromisoformat(day))
        self.out.events.append(
            (uuid4(), self.org, case, kind, happened, False, nth, self.at, "", replaces, withdraws, None)
        )

    def _written(self, reference: str, step: Step) -> None:
        said = (step.key.about.value, step.key.name, step.here, step.value or "")
        self.came.fields.setdefault(reference, []).append(said)

    def _happened(self, reference: str, kind: str, day: str, how: str, before: str = "") -> None:
        self.came.happened.setdefault(reference, []).append((kind, day, how, before))

    def _ask(
        self,
        reference: str,
        case: UUID | None,
        matter: Matter,
        *,
        key: Key | None = None,
        here: str = "",
        there: str = "",
        ended: str = "",
    ) -> None:
        about = (key.about, key.name, key.which, key.nth) if key else (None, "", ended, 0)
        said = (matter.value, str(case) if case else None, key.about.value if key else None, about[1], there)
        self.came.asks.setdefault(reference, []).append(said)
        self.out.matters.append(
            (uuid4(), self.org, self.import_id, reference, matter, case, *about, here, there, self.at)
        )

    def _ask_about(self, reference: str, case: UUID | None, step: Step) -> None:
        assert step.matter
        self._ask(reference, case, step.matter, key=step.key, here=step.here, there=step.value or "")


def _case_of(cases: list[Standing], reference: str) -> Standing | None:
    """The case that a file speaks of: the open one under the child's reference, else any open one, else the last closed."""

    def rank(case: Standing) -> tuple[bool, bool, date]:
        own = case.reference == reference or case.reference.startswith(f"{reference}/")
        return case.closed_on is None, own, case.closed_on or case.opened_on

    return max(cases, key=rank, default=None)


def _who_here(child: Mapping[str, object]) -> dict[str, str]:
    return {name: str(child[name]) for name in WHO if child[name]}


def _stands(case: Standing, base: Said, abouts: frozenset[About]) -> Said:
    """What stands of a case, as statements; events under the keys of the base."""
    found = {
        Key(About.CASE, "case_type"): case.case_type,
        TEAM: case.team,
        **({Key(About.CASE, "also"): " ".join(case.also)} if case.also else {}),
        **({Key(About.CASE, "seen_unrecorded"): YES} if case.seen_unrecorded else {}),
        **({Key(About.CASE, "level_of_need"): str(case.level_of_need)} if case.level_of_need is not None else {}),
        **({} if case.opened_unrecorded else {Key(About.CASE, "opened_on"): case.opened_on.isoformat()}),
        **({WORKER: str(case.holder)} if case.holder else {}),
        **{Key(About.CIRCUMSTANCE, name): YES for name in case.circumstances},
        **{Key(About.FACTOR, name): YES if f.value is None else str(f.value) for name, f in case.factors.items()},
    }
    for key, day in base.items():
        if key.about is About.EVENT and (now := case.now(key.name, day)):
            found[key] = now.day
    return {key: value for key, value in found.items() if key.about in abouts}


def _about(said: Mapping[Key, str], about: About) -> Said:
    return {key: value for key, value in said.items() if key.about is about and key not in OURS}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _is_of(row: tuple[Any, ...], case: UUID, claim: Happened) -> bool:
    """Whether a row of the file's says the very same as a person said before."""
    same = (case, claim.kind, _midnight(date.fromisoformat(claim.day)), None)
    return (row[2], row[3], row[4], row[9]) == same


def _key_of(row: tuple[Any, ...]) -> Key | None:
    """What a row of a matter is about, None for the whole case."""
    about, name, which, nth = row[6:10]
    return Key(About(about), name, which, nth) if about else None
