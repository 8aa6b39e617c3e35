"""What a person decided against the order of work, as pages say it."""

from collections.abc import Sequence
from datetime import datetime

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.awaiting import Awaiting
from plimsoll.queries.facts.shown import Against


def argued(one: Against | None, supervisors: Sequence[str] = ()) -> tuple[str, ...]:
    """Who placed a case elsewhere, until when and why, and where the order of work has it; nothing where nobody did."""
    if one is None:
        return ()
    because = f" {capital(one.because)}: {one.why}" if one.because else ""
    until = day_words(one.until)
    if one.waits:
        to = f"in {one.to.label}" if one.to else "elsewhere"
        return (f"{one.by} asks to place it {to} until {until}; {waits_for(supervisors, one.by, one.at)}.{because}",)
    computed = f"The order of work has it at place {one.place}, in {one.band.label}."
    return (f"Placed here by {one.by} until {until}.{because}", computed)


def rearranged(found: Sequence[Awaiting], supervisors: Sequence[str]) -> tuple[str, ...]:
    """That visits were rearranged and wait for a supervisor: until then each presses as it is due."""
    return tuple(
        f"{capital(one.title)} rearranged to {day_words(one.until)}: "
        f"{waits_for(supervisors, one.by, one.at)}. Until then it presses as it is due."
        for one in found
    )


def waits_for(supervisors: Sequence[str], by: str, at: datetime) -> str:
    """For whom something that somebody decided waits, and since when: never for who decided it.

    >>> from datetime import UTC
    >>> waits_for(["Ann", "Sue"], "Ann", datetime(2026, 11, 23, 9, tzinfo=UTC))
    'it waits for Sue to agree since Mon 23 Nov 2026'
    """
    others = [name for name in supervisors if name != by]
    return (
        f"it waits for {' or '.join(others) or 'a supervisor'} to agree since {day_words(at.astimezone(LONDON).date())}"
    )
