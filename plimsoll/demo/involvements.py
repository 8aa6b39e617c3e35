"""Involvements: the cases that the stories of the town's children make, each with who held it and what happened on it."""

from dataclasses import dataclass, field
from datetime import date

from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor
from plimsoll.demo.people import IN_CARE, IN_NEED, ON_PLAN, Child, Family, Kind
from plimsoll.demo.service import Person, Unit


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on a case. `minute` after midnight, or None where only the day is known; `heard` it came
    from outside; `lag` minutes until it was written down, by whoever held the case unless `by` says who."""

    kind: EventKind
    day: date
    minute: int | None = None
    note: str = ""
    heard: bool = False
    lag: int = 60
    by: Person | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """Somebody held a case, from a day until another."""

    person: Person
    start: date
    end: date | None
    why: str
    ended_why: str | None = None


@dataclass(eq=False, slots=True)
class Involvement:
    """One case. `waits` why it has no worker now; `circumstances` and `factors` each from a day."""

    child: Child
    family: Family
    name: str
    case_type: CaseType
    opened: date
    unit: Unit
    also: list[CaseType] = field(default_factory=list)
    closed: date | None = None
    closed_why: str | None = None
    waits: str | None = None
    needs: int | None = None
    spells: list[Spell] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    circumstances: list[tuple[Circumstance, date]] = field(default_factory=list)
    factors: list[tuple[Factor, date]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed is None

    @property
    def types(self) -> list[CaseType]:
        """Its own type, and the others open at once."""
        return [self.case_type, *self.also]

    @property
    def holder(self) -> Person | None:
        """Who holds it now."""
        return self.spells[-1].person if self.spells and self.spells[-1].end is None else None

    def held_by(self, day: date) -> Person | None:
        """Who held it on a day."""
        for spell in reversed(self.spells):
            if spell.start <= day and (spell.end is None or day < spell.end):
                return spell.person
        return None


LEVELS = {CaseType.REFERRAL: 2, CaseType.ASSESSMENT: 3, CaseType.CHILD_IN_NEED: 3, CaseType.CARE_LEAVER: None}


def level_of_need(case_type: CaseType) -> int | None:
    """1 to 4, by an invented threshold document."""
    return LEVELS.get(case_type, 4)


def types_of(child: Child) -> list[CaseType]:
    """The types of involvement of a story at its end, the case's own first."""
    story = child.story
    found = []
    if story.kind in IN_CARE | {Kind.CLOSED_CARE, Kind.CLOSED_ADOPTED, Kind.TURNED_ADULT}:
        found.append(CaseType.LOOKED_AFTER)
    if story.kind in ON_PLAN:
        found.append(CaseType.CHILD_PROTECTION)
    if _enquiry_is_open(child):
        found.append(CaseType.SECTION_47)
    if story.kind in IN_NEED | {Kind.CLOSED_NEED, Kind.CLOSED_PROTECTION}:
        found.append(CaseType.CHILD_IN_NEED)
    if story.kind in (Kind.ASSESSMENT, Kind.NOT_IN_NEED) or _assessment_is_open(child):
        found.append(CaseType.ASSESSMENT)
    return found or [CaseType.REFERRAL]


def _enquiry_is_open(child: Child) -> bool:
    enquiry = child.story.enquiry
    return bool(child.is_open and enquiry and not enquiry.unnecessary and enquiry.conference is None)


def _assessment_is_open(child: Child) -> bool:
    story = child.story
    first = story.assessment_start is not None and story.assessment_end is None
    again = story.reassessment is not None and story.reassessment[1] is None
    return child.is_open and (first or again)
