"""What moved since the last look, as lines over a list."""

from dataclasses import dataclass
from datetime import datetime

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Band
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.moved import Move, Moved
from plimsoll.queries.priority import OrderOfWork
from plimsoll.web.parts import Link
from plimsoll.web.times import at_time, on_day


@dataclass(frozen=True)
class MovedBox:
    """What moved: the heading, a line for each case with a link to its row where it has one, and how many more."""

    title: str
    lines: tuple[tuple[Link, str], ...]
    more: str


def moved_box(found: OrderOfWork, moved: Moved, *, as_at: datetime) -> MovedBox:
    """The lines, the most telling first."""
    now = {placed.case: placed for placed in found.cases}
    lines = []
    for move in moved.moves:
        name = f"{move.reference} {move.name}".strip()
        if move.gone:
            lines.append((Link(name, ""), f"is no longer on this list: {move.gone}"))
            continue
        placed = now[move.case]
        said = f"came in, now in {placed.band.label}" if move.before is None else _went(move, placed.band)
        lines.append((Link(name, f"#{move.reference}"), f"{said}{_why(move, as_at)}"))
    many = len(moved.moves) + moved.more
    since = day_words(moved.since.astimezone(LONDON).date(), year=False)
    return MovedBox(
        f"{many} moved since you looked on {since}", tuple(lines), f"And {moved.more} more." if moved.more else ""
    )


def _went(move: Move, band: Band) -> str:
    """Where a case went: its band first, then its place, which may have gone the other way because others came ahead."""
    assert move.before is not None
    many = f"{abs(move.places)} place{'' if abs(move.places) == 1 else 's'}"
    way = "higher" if move.places > 0 else "lower"
    if move.before is band:
        by_others = f", as others {'fell' if move.places > 0 else 'rose'}" if move.others else ""
        return f"{'up' if move.places > 0 else 'down'} {many}{by_others}"
    said = f"to {band.label}, from {move.before.label}"
    rose = band.number < move.before.number
    if not move.places:
        return said
    if rose == (move.places > 0):
        return f"{said}, {many} {way}"
    return f"{said} ({many} {way}, as others {'rose' if rose else 'fell'})"


def _why(move: Move, as_at: datetime) -> str:
    if not move.why:
        return ""
    # The start of a sentence becomes the middle of one; a word in capitals stays as it is.
    why = move.why if move.why[1:2].isupper() else f"{move.why[:1].lower()}{move.why[1:]}"
    if move.at is None:
        return f": {why}"
    when = (
        at_time(move.at, as_at=as_at)
        if move.time_known
        else on_day(move.at.astimezone(LONDON).date(), today=as_at.date())
    )
    return f": {why} (recorded: {move.event}, {when.words})"
