"""The rules a scheme is made of. Amounts are whole hundredths of the scheme's unit; None is a blank to be filled in."""

from dataclasses import dataclass

from plimsoll.core.terms import Term


class Numbers(Term):
    """Whose numbers a scheme holds: our own, as published, or only the published shape with the numbers left blank."""

    OURS = "OURS"
    PUBLISHED = "PUBLISHED"
    SHAPE_ONLY = "SHAPE_ONLY"


class Measure(Term):
    """What load is counted in."""

    POINTS = "POINTS"
    HOURS = "HOURS"


class Period(Term):
    """What the full-time capacity is for: so much a week, or at any one time where the source names no period."""

    WEEK = "WEEK"
    FOUR_WEEKS = "FOUR_WEEKS"
    MONTH = "MONTH"
    ANY_ONE_TIME = "ANY_ONE_TIME"


class Effect(Term):
    """What a modifier does to the points of a case.

    All additions come first, then the multiplications, in the scheme's order, each rounded half up to a hundredth.
    """

    ADD = "ADD"
    MULTIPLY = "MULTIPLY"


class CountedIn(Term):
    """Whether the stable element is part of the load (Wirral's 15 of 100) or taken off what a worker can give."""

    LOAD = "LOAD"
    CAPACITY = "CAPACITY"


class PartTime(Term):
    """Whether the stable element shrinks with contracted hours, or is whole for everyone who works."""

    PRO_RATA = "PRO_RATA"
    WHOLE = "WHOLE"


class Rounding(Term):
    """How available points are rounded: down to a whole point, or half up to a hundredth."""

    WHOLE_DOWN = "WHOLE_DOWN"
    HUNDREDTH_HALF_UP = "HUNDREDTH_HALF_UP"


class Grant(Term):
    """How much a reduction takes off: fixed by the scheme, up to its maximum, or as agreed with the person."""

    FIXED_PERCENT = "FIXED_PERCENT"
    FIXED_HOURS = "FIXED_HOURS"
    UP_TO_PERCENT = "UP_TO_PERCENT"
    BY_AGREEMENT = "BY_AGREEMENT"


class HelpSize(Term):
    """How much a piece of help on a colleague's case was."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


@dataclass(frozen=True)
class Stable:
    """Work that is there without any case: supervision, training, team, administration."""

    label: str
    points: int | None
    counted_in: CountedIn
    part_time: PartTime | None


@dataclass(frozen=True)
class Modifier:
    """What makes a case ask more or less. `amount`: hundredths to add, or whole percent to multiply by."""

    key: str
    label: str
    effect: Effect
    amount: int | None


@dataclass(frozen=True)
class Extra:
    """A responsibility beside cases, or a single piece of work such as a court report; `points` for each one held."""

    key: str
    label: str
    points: int | None


@dataclass(frozen=True)
class HelpTask:
    """Something done on a colleague's case; `points` by size (low, medium, high), the helper's and off the owner's."""

    key: str
    label: str
    points: tuple[int | None, ...]


@dataclass(frozen=True)
class Reduction:
    """Why a worker can give less for a time.

    `amount`: whole percent of contracted hours (FIXED_PERCENT, UP_TO_PERCENT), hundredths of an hour (FIXED_HOURS),
    None by agreement or where left blank. `months`: after so many it is due to be looked at again. `children_expected`:
    about how many children such a worker holds, where the scheme says.
    """

    key: str
    label: str
    grant: Grant
    amount: int | None
    months: int | None
    children_expected: int | None
    note: str


@dataclass(frozen=True)
class CoWorking:
    """Whole percent of a case's points that each of two workers on it carries; together they may exceed 100."""

    lead_percent: int | None
    second_percent: int | None


@dataclass(frozen=True)
class Zone:
    """A stretch of the scale beside the hull. The line itself is 100 %.

    Below the line a zone begins at its percent; the zone at 100 and those beyond begin above it, so that a worker at
    exactly the line is at it, not over it.
    """

    label: str
    percent: int

    @property
    def beyond_line(self) -> bool:
        """Whether this zone lies over the load line."""
        return self.percent >= 100


@dataclass(frozen=True)
class Excessive:
    """Load above `percent` for `weeks` weekly readings running, which the scheme calls excessive."""

    percent: int
    weeks: int
