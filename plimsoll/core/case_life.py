"""The life of a case: which kinds of work it steps between, whose agreement that needs, and the levels of need, as data."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import Authority, CaseType, EventKind

MOST_LEVELS, LONGEST_LEVEL = 9, 100

# What says that work of a kind began: its clocks run from there.
STARTS: Mapping[CaseType, EventKind] = {
    CaseType.LOOKED_AFTER: EventKind.LOOKED_AFTER_STARTED,
    CaseType.CHILD_PROTECTION: EventKind.PROTECTION_PLAN_STARTED,
    CaseType.SECTION_47: EventKind.SECTION_47_STARTED,
    CaseType.CHILD_IN_NEED: EventKind.IN_NEED_STARTED,
    CaseType.ASSESSMENT: EventKind.ASSESSMENT_STARTED,
    CaseType.CARE_LEAVER: EventKind.LOOKED_AFTER_ENDED,
    CaseType.REFERRAL: EventKind.REFERRAL_RECEIVED,
    CaseType.PRIVATE_FOSTERING: EventKind.PRIVATE_FOSTERING_NOTIFIED,
    CaseType.ADOPTION: EventKind.PLACED_FOR_ADOPTION,
    CaseType.EARLY_HELP: EventKind.EARLY_HELP_STARTED,
    CaseType.EHC: EventKind.EHC_REQUESTED,
    CaseType.EARLY_YEARS: EventKind.STARTED_AT_SETTING,
}
# What says that it ended; of the others nothing does but that the case is of that kind no longer.
ENDS: Mapping[CaseType, EventKind] = {
    CaseType.LOOKED_AFTER: EventKind.LOOKED_AFTER_ENDED,
    CaseType.CHILD_PROTECTION: EventKind.PROTECTION_PLAN_ENDED,
    CaseType.SECTION_47: EventKind.SECTION_47_ENDED,
    CaseType.CHILD_IN_NEED: EventKind.IN_NEED_ENDED,
}
_STRICTEST = list(Authority)


@dataclass(frozen=True)
class Work:
    """A kind of work that a case steps to. rung : how high it stands; begins, ends : whose agreement each needs."""

    kind: CaseType
    rung: int
    begins: Authority
    ends: Authority


@dataclass(frozen=True)
class Level:
    """A level of need, as it is called here."""

    number: int
    name: str


@dataclass(frozen=True)
class LifeRules:
    """What an organisation has settled about the life of a case; close, reopen : whose agreement each needs; levels : the
    lowest first."""

    key: str
    title: str
    version: str
    in_force_from: date
    note: str
    close: Authority
    reopen: Authority
    works: tuple[Work, ...]
    levels: tuple[Level, ...]

    @property
    def kinds(self) -> tuple[CaseType, ...]:
        """The kinds of work that a case steps to, as the file has them: from what asks least."""
        return tuple(work.kind for work in self.works)

    def needs(self, before: Collection[CaseType], after: Collection[CaseType]) -> Authority:
        """Whose agreement a step needs: the most that anything which begins or ends by it asks for."""
        asked = [Authority.WORKER]
        for work in self.works:
            asked += [work.begins] if work.kind in after and work.kind not in before else []
            asked += [work.ends] if work.kind in before and work.kind not in after else []
        return max(asked, key=_STRICTEST.index)

    def direction(self, before: Collection[CaseType], after: Collection[CaseType]) -> str:
        """Whether a case steps up, down or across by it, by the highest rung."""
        rungs = {work.kind: work.rung for work in self.works}
        was, is_ = (max((rungs.get(kind, 0) for kind in kinds), default=0) for kinds in (before, after))
        return "up" if is_ > was else "down" if is_ < was else "across"

    def level(self, number: int | None) -> str:
        """A level of need as people read it, '' where there is none; one that is not among those of now by its number."""
        if number is None:
            return ""
        return next((f"{number}, {each.name}" for each in self.levels if each.number == number), str(number))


def in_order(kinds: Collection[CaseType]) -> tuple[CaseType, ...]:
    """Kinds of work as a case has them: first its own, by which it is known.

    >>> [kind.value for kind in in_order([CaseType.CHILD_PROTECTION, CaseType.LOOKED_AFTER])]
    ['LOOKED_AFTER', 'CHILD_PROTECTION']
    """
    return tuple(kind for kind in CaseType if kind in kinds)


def events_of_step(before: Collection[CaseType], after: Collection[CaseType]) -> tuple[EventKind, ...]:
    """What a step tells the clocks: what ended, then what began, each once.

    >>> [kind.value for kind in events_of_step([CaseType.CHILD_PROTECTION], [CaseType.CHILD_IN_NEED])]
    ['PROTECTION_PLAN_ENDED', 'IN_NEED_STARTED']
    """
    ended = [ENDS[kind] for kind in in_order(before) if kind not in after and kind in ENDS]
    begun = [STARTS[kind] for kind in in_order(after) if kind not in before]
    return tuple(dict.fromkeys([*ended, *begun]))


def words(kinds: Sequence[CaseType]) -> str:
    """Kinds of work in words.

    >>> words([CaseType.LOOKED_AFTER, CaseType.CHILD_PROTECTION])
    'looked after, child protection'
    """
    return ", ".join(kind.label for kind in kinds)


def parse(text: str) -> LifeRules:
    """The rules out of TOML.

    Raises
    ------
    FaultyData : with a sentence for each fault.
    """
    top = load(text, "The rules of case life")
    meta, close, reopen = top.table("meta"), top.table("close"), top.table("reopen")
    found = LifeRules(
        key=meta.text("key"),
        title=meta.text("title"),
        version=meta.text("version"),
        in_force_from=meta.day("in_force_from"),
        note=meta.text("note"),
        close=_more_than_a_worker(close),
        reopen=_more_than_a_worker(reopen),
        works=tuple(_work(table) for table in top.tables("work")),
        levels=tuple(_level(table) for table in top.tables("level", "number")),
    )
    kinds = [work.kind for work in found.works]
    for kind in CaseType:
        if kinds.count(kind) != (kind is not CaseType.REFERRAL):
            top.fault(
                f"'work' must name every kind of case but REFERRAL once; {kind.value} stands {kinds.count(kind)} times."
            )
    if [level.number for level in found.levels] != list(range(1, len(found.levels) + 1)) or not found.levels:
        top.fault("'level' must count from 1 on, one by one.")
    for table in (meta, close, reopen, top):
        table.close()
    if top.faults:
        raise FaultyData("The rules of case life", top.faults)
    return found


def settled(
    rules: LifeRules,
    levels: Sequence[str],
    needs: Mapping[tuple[str, str], Authority],
    *,
    version: str,
    in_force_from: date,
) -> LifeRules:
    """Rules with an organisation's own levels, by name, and whose agreement it asks for: by a kind of work, 'close' or
    'reopen', and 'begins', 'ends' or 'needs'. What is not said stays as it is."""
    return replace(
        rules,
        version=version,
        in_force_from=in_force_from,
        note="Settled here.",
        close=needs.get(("close", "needs"), rules.close),
        reopen=needs.get(("reopen", "needs"), rules.reopen),
        works=tuple(
            replace(
                work,
                begins=needs.get((work.kind.value, "begins"), work.begins),
                ends=needs.get((work.kind.value, "ends"), work.ends),
            )
            for work in rules.works
        ),
        levels=tuple(Level(number, name) for number, name in enumerate(levels, 1)),
    )


def written(rules: LifeRules) -> str:
    """Rules as TOML, as `parse` reads them."""

    def text(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    head = {"key": rules.key, "title": rules.title, "version": rules.version}
    lines = ["[meta]", *(f"{name} = {text(value)}" for name, value in head.items())]
    lines += [f"in_force_from = {rules.in_force_from}", f"note = {text(rules.note)}"]
    lines += ["", "[close]", f"needs = {text(rules.close)}", "", "[reopen]", f"needs = {text(rules.reopen)}"]
    for work in rules.works:
        lines += ["", "[[work]]", f"key = {text(work.kind)}", f"rung = {work.rung}"]
        lines += [f"begins = {text(work.begins)}", f"ends = {text(work.ends)}"]
    for level in rules.levels:
        lines += ["", "[[level]]", f"number = {level.number}", f"name = {text(level.name)}"]
    return "\n".join(lines) + "\n"


def _more_than_a_worker(table: Table) -> Authority:
    needs = table.term("needs", Authority)
    if needs is Authority.WORKER:
        table.fault("'needs' must be SUPERVISOR or SERVICE_MANAGER: nobody closes a case alone.")
    return needs


def _work(table: Table) -> Work:
    work = Work(
        table.term("key", CaseType),
        table.whole("rung", 1, 9),
        table.term("begins", Authority),
        table.term("ends", Authority),
    )
    table.close()
    return work


def _level(table: Table) -> Level:
    level = Level(table.whole("number", 1, MOST_LEVELS), table.text("name"))
    table.close()
    return level
