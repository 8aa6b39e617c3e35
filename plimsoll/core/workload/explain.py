"""Load in words: the figure always stands beside its picture, and every capacity is a sum that can be read."""

from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.capacity import Capacity
from plimsoll.core.workload.rules import Measure
from plimsoll.core.workload.scheme import Scheme


def amount(points: int) -> str:
    """Hundredths as a person writes them, without a unit.

    >>> amount(3150), amount(217600), amount(-75)
    ('31.5', '2,176', '-0.75')
    """
    whole, rest = divmod(abs(points), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{'-' if points < 0 else ''}{whole:,}{decimals}"


def with_unit(scheme: Scheme, points: int) -> str:
    """Hundredths with the scheme's unit: '31.5 hours', '1 point'."""
    unit = scheme.measure.label
    return f"{amount(points)} {unit.removesuffix('s') if abs(points) == 100 else unit}"


def whole_percent(load: Load) -> str | None:
    """Whole percent, cut and not rounded: 99.6 % never reads as 100 % while there is still room.

    None where nothing, or nobody knows what, is available.
    """
    return f"{load.points * 100 // load.available} %" if load.available else None


def figure(load: Load, *, weeks_over: int | None = None) -> str:
    """The load in words: '31.5 of 28 hours, 112 %, over the line'.

    Parameters
    ----------
    weeks_over : weekly readings running over the line, this one included; said from the second on.
    """
    scheme = load.scheme
    if load.available is None:
        return f"{with_unit(scheme, load.points)}, what is available is not known"
    if load.available == 0 and load.points == 0:
        return "nothing asked and nothing available"
    words = [f"{amount(load.points)} of {with_unit(scheme, load.available)}", whole_percent(load), load.zone_label]
    said = ", ".join(word for word in words if word)
    return f"{said} for {weeks_over} weeks" if load.over and (weeks_over or 0) > 1 else said


# ---- not said anywhere yet: for giving a case to somebody, agreeing what one asks, and one's own capacity -----------------


def room(load: Load) -> str:
    """What is left below the line, or how far it is over: '3.5 hours over the line'."""
    if load.headroom is None:
        return "room not known"
    if load.headroom < 0:
        return f"{with_unit(load.scheme, -load.headroom)} over the line"
    return f"{with_unit(load.scheme, load.headroom)} left" if load.headroom else "at the line"


def change(before: Load, after: Load) -> str:
    """What a step would do to a load, said before it is confirmed: 'now …; then …'."""
    return f"now {figure(before)}; then {figure(after)}"


def case_in_words(scheme: Scheme, parts: tuple[tuple[str, int], ...]) -> str:
    """What a case asks, from `Parts.of`: '2.75 weight, +1 in court, -0.5 further child: 3.25 hours'."""
    words = [
        f"{'' if label == 'weight' or points < 0 else '+'}{amount(points)} {label}" for label, points in parts if points
    ]
    return f"{', '.join(words) or 'nothing'}: {with_unit(scheme, sum(points for _, points in parts))}"


def capacity_in_words(capacity: Capacity) -> str:
    """How a capacity comes about: '37 hours, less 3.7 for being newly qualified (10 %), less 7 for …: 26.3 hours'."""
    if capacity.points is None or capacity.contracted_hours is None:
        return "contracted hours not known"
    scheme = capacity.scheme
    start = capacity.parts[0][1]
    first = with_unit(scheme, start)
    if scheme.measure is not Measure.HOURS or start != capacity.contracted_hours:
        first += f" for {amount(capacity.contracted_hours)} contracted hours"
    less = [f"less {amount(-points)} for {label}" for label, points in capacity.parts[1:]]
    return ", ".join([first, *less]) + (f": {with_unit(scheme, capacity.points)}" if less else "")
