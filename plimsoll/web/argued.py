"""What a person decided against the order of work, as pages say it."""

from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.shown import Against


def argued(one: Against | None) -> tuple[str, ...]:
    """Who placed a case elsewhere, until when and why, and where the order of work has it; nothing where nobody did."""
    if one is None:
        return ()
    because = f" {one.because[:1].upper()}{one.because[1:]}: {one.why}" if one.because else ""
    until = day_words(one.until)
    if one.waits:
        to = f"in {one.to.label}" if one.to else "elsewhere"
        return (f"{one.by} asks to place it {to} until {until}; a supervisor has not countersigned yet.{because}",)
    computed = f"The order of work has it at place {one.place}, in {one.band.label}."
    return (f"Placed here by {one.by} until {until}.{because}", computed)
