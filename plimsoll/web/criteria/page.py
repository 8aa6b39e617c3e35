"""What the pages of the criteria show."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from django.urls import reverse

from plimsoll.core.priority.changes import beside, moving
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.scales import Scales
from plimsoll.core.priority.told import Section, Source, capital, day_in_words, of_100, told
from plimsoll.core.priority.worked import EITHER_WAY, Worked, WorkedCase, run
from plimsoll.core.terms import Band
from plimsoll.queries.criteria import Version, Versions
from plimsoll.web.page import Page
from plimsoll.web.parts import Fact, Link

FROM = {Source.RECORD: "the record", Source.PERSON: "a person", Source.RULE: "a rule"}


@dataclass(frozen=True)
class Answer:
    """One answer on a scale: its number, its sentence and an example."""

    value: str
    says: str
    example: str


@dataclass(frozen=True)
class Asked:
    """A question that people answer, with its answers."""

    asks: str
    helps: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Meant:
    """A vulnerability: what it means, and what speaks for more or less of it."""

    name: str
    says: str
    up: str
    down: str


@dataclass(frozen=True)
class Whole:
    """A criteria set in plain English: its sections, with the scales at the section `judged`."""

    sections: tuple[Section, ...]
    asked: tuple[Asked, ...]
    factors: tuple[Meant, ...]
    sources: ClassVar = FROM


@dataclass(frozen=True)
class Changed:
    """A version, and what it changed: the sentences of what can move a place (`changes`) and of what cannot (`beside`), or
    (`first`) that none was before it."""

    title: str
    said: str
    changes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    first: bool = False


@dataclass(frozen=True)
class WorkedRow:
    """A worked case in its place."""

    key: str
    title: str
    says: str
    band: Band
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class WorkedRun:
    """Worked cases as a set orders them; `elsewhere`: those on another's list; `departs`: where that is not what
    practitioners would do."""

    title: str
    note: str
    rows: tuple[WorkedRow, ...]
    elsewhere: tuple[str, ...]
    practice: str
    departs: tuple[str, ...]


@dataclass(frozen=True)
class CriteriaPage(Page):
    """A criteria set to be read, with what came before it."""

    said: tuple[str, ...]
    note: str
    facts: tuple[Fact, ...]
    whole: Whole
    to_come: tuple[Changed, ...] = ()
    versions: tuple[Changed, ...] = ()
    worked: WorkedRun | None = None
    links: tuple[Link, ...] = ()


def criteria_page(found: Versions, scales: Scales, *, manages: bool, drafts: bool, tries: bool) -> CriteriaPage:
    """The set that holds. manages, drafts, tries : the viewer may settle criteria, read drafts, and see exercises."""
    now = found.now
    return CriteriaPage(
        "How the order of work is made",
        (
            "This is all of it: what counts, how much, and where each fact comes from. Everybody's order is made by it.",
            "The order is advice. People decide, and say why.",
        ),
        now.criteria.note,
        (
            Fact("Criteria set", now.criteria.title),
            Fact("Version", now.criteria.version),
            Fact("In force since", day_in_words(now.criteria.in_force_from)),
            Fact("Approved by", now.by or "nobody yet: Plimsoll's own suggestion"),
        ),
        whole(now.criteria, scales),
        to_come=_changes((*reversed(found.to_come), now))[:-1],
        versions=_changes((now, *found.before)),
        links=(
            *(
                (
                    Link("Draft a change", reverse("criteria-drafts")),
                    Link("Choose another set that comes with Plimsoll", reverse("set-up-criteria")),
                    Link("Shadow months: the order kept and compared, not shown", reverse("shadows")),
                )
                if manages
                else (Link("Drafts, and whose order each would change", reverse("criteria-drafts")),)
                if drafts
                else ()
            ),
            *((Link("Try it: twenty invented cases, ordered blind", reverse("exercises")),) if tries else ()),
            Link("What moved when the timescales changed", reverse("timescales-moved")),
        ),
    )


def shipped_page(criteria: CriteriaSet, worked: Worked, scales: Scales, *, manages: bool) -> CriteriaPage:
    """A set that comes with Plimsoll."""
    return CriteriaPage(
        criteria.title,
        ("One of the criteria sets that come with Plimsoll. It holds only where an organisation has agreed on it.",),
        criteria.note,
        (Fact("Criteria set", criteria.key), Fact("Version", criteria.version)),
        whole(criteria, scales),
        worked=worked_run(worked, criteria),
        back=Link("Criteria", reverse("set-up-criteria" if manages else "criteria")),
    )


def whole(criteria: CriteriaSet, scales: Scales) -> Whole:
    """A set in plain English; its title and version stand at the head of a page."""
    sections = tuple(section for section in told(criteria, scales) if section.key != "whose")
    asked = [
        Asked(each.asks, each.helps, tuple(Answer(str(one.value), one.says, one.example) for one in each.points))
        for each in scales.questions
    ]
    steps = tuple(Answer(of_100(step.value), step.says, step.example) for step in scales.steps)
    asked.append(Asked(scales.vulnerability_asks, scales.vulnerability_helps, steps))
    factors = tuple(Meant(capital(each.factor.label), each.says, each.up, each.down) for each in scales.factors)
    return Whole(sections, tuple(asked), factors)


def _changes(versions: Iterable[Version]) -> tuple[Changed, ...]:
    """What each version changed of the one after it in this list, the oldest of which changed nothing."""
    every = list(versions)
    found = [
        Changed(_named(new), _said(new), moving(old.criteria, new.criteria), beside(old.criteria, new.criteria))
        for new, old in pairwise(every)
    ]
    return (*found, Changed(_named(every[-1]), _said(every[-1]), first=True))


def _named(version: Version) -> str:
    return f"{version.criteria.title}, version {version.criteria.version}"


def _said(version: Version) -> str:
    since = f"In force from {day_in_words(version.criteria.in_force_from)}"
    if version.by_author:
        return f"{since}, approved by {version.by}, who wrote it: nobody else here could."
    return f"{since}, approved by {version.by}." if version.by else f"{since}, as it comes with Plimsoll."


def worked_run(worked: Worked, criteria: CriteriaSet) -> WorkedRun:
    """Worked cases run through a set."""
    found = run(worked, criteria)
    cases = {case.key: case for case in worked.cases}
    listed = set(found.order)
    return WorkedRun(
        worked.title,
        worked.note,
        tuple(_row(cases[key], found.bands[key], found.reasons[key]) for key in found.order),
        tuple(f"{case.name}: {case.elsewhere}" for case in worked.cases if case.key not in listed),
        ", ".join(EITHER_WAY.join(group) for group in worked.order),
        tuple(departure.text for departure in found.departures),
    )


def _row(case: WorkedCase, band: Band, reasons: tuple[str, ...]) -> WorkedRow:
    return WorkedRow(case.key, case.title, case.says, band, reasons)
