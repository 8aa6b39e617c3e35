"""Children, their families and the history each one has: the single truth all eleven lists are written from."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plimsoll.demo import columns

Cell = str | int | float | date | None


class Kind(StrEnum):
    """What has become of a family's story by the reporting day."""

    ASSESSMENT = "assessment open"
    NEED = "plan in need"
    NEED_AFTER_PROTECTION = "plan in need after a protection plan that ended in the window"
    NEED_AFTER_CARE = "plan in need after care that ended in the window"
    PROTECTION = "protection plan"
    PROTECTION_IN_CARE = "protection plan and looked after"
    CARE = "looked after"
    CARE_AFTER_PROTECTION = "looked after, protection plan ended in the window"
    CLOSED_NEED = "plan in need, closed in the window"
    CLOSED_PROTECTION = "protection plan ended and case closed in the window"
    CLOSED_CARE = "care ended and case closed in the window"
    CLOSED_ADOPTED = "adopted in the window"
    TURNED_ADULT = "care ended at 18 in the window; now a care leaver"
    NOT_IN_NEED = "assessed in the window, not in need"
    NFA = "referral in the window, no further action"


IN_CARE = frozenset({Kind.CARE, Kind.CARE_AFTER_PROTECTION, Kind.PROTECTION_IN_CARE})
ON_PLAN = frozenset({Kind.PROTECTION, Kind.PROTECTION_IN_CARE})
IN_NEED = frozenset({Kind.NEED, Kind.NEED_AFTER_PROTECTION, Kind.NEED_AFTER_CARE})
OPEN = IN_CARE | ON_PLAN | IN_NEED | {Kind.ASSESSMENT}
CLOSED = frozenset({Kind.CLOSED_NEED, Kind.CLOSED_PROTECTION, Kind.CLOSED_CARE, Kind.CLOSED_ADOPTED})


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A section 47 enquiry: whether a conference was needed (None: not decided), held when, and with what outcome."""

    start: date
    unnecessary: bool | None = None
    conference: date | None = None
    plan: bool | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The dated steps a child has gone through; siblings share one, or a lesser form of it. None: did not happen."""

    kind: Kind
    referral: date
    earlier_referral: date | None = None
    assessment_start: date | None = None
    assessment_end: date | None = None
    earlier_assessment_end: date | None = None
    reassessment: tuple[date, date | None] | None = None
    enquiry: Enquiry | None = None
    plan_start: date | None = None
    plan_end: date | None = None
    care_start: date | None = None
    care_end: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone who holds or held children, and the team they work in."""

    name: str
    team: str


@dataclass(frozen=True, slots=True)
class AdoptionPath:
    """The steps towards adoption of one child; None: not reached."""

    entered: date
    decision: date
    order: date | None = None
    matched: date | None = None
    placed: date | None = None
    adopted: date | None = None
    reversed_: date | None = None
    early_fostering: date | None = None


@dataclass(slots=True)
class Child:
    """One invented child. `worker` is who holds the child now, or held the child last; None: nobody, only `team`."""

    id: str
    gender: str
    ethnicity: str
    birth: date | None
    age: int
    disability: str
    need: str
    story: Story
    source: str
    worker: Worker | None = None
    team: str | None = None
    duty: Worker | None = None
    assessor: Worker | None = None
    last_seen: date | None = None
    uasc: bool = False
    care_ended: str | None = None
    adoption: AdoptionPath | None = None

    @property
    def status(self) -> str:
        """The case status of list 6: the first that applies."""
        kind = self.story.kind
        if kind in IN_CARE:
            return columns.STATUS_CARE
        if kind in ON_PLAN:
            return columns.STATUS_PROTECTION
        if kind in IN_NEED:
            return columns.STATUS_NEED
        return columns.STATUS_ASSESSMENT if kind is Kind.ASSESSMENT else columns.STATUS_CLOSED

    def about(self) -> list[Cell]:
        """The five cells that begin lists 1 to 9."""
        return [self.id, self.gender, self.ethnicity, self.birth, self.age]

    def held_by(self) -> list[Cell]:
        """Team and worker now, as in lists 6 to 8; empty for what nobody has been given."""
        return [self.team, self.worker.name if self.worker else None]

    @property
    def is_open(self) -> bool:
        """Whether the child is one of the open children of list 6."""
        return self.story.kind in OPEN


@dataclass(slots=True)
class Family:
    """Children of one household, with one story between them."""

    story: Story
    disabled: bool
    source: str
    children: list[Child] = field(default_factory=list)
