"""What moved since the last look, as lines over a list."""

from dataclasses import dataclass
from datetime import datetime

from plimsoll.core.calendar import LONDON
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
        said = f"came in, now in {placed.band.label}" if move.before is None else _went(move, placed.band.label)
        lines.append((Link(name, f"#{move.reference}"), f"{said}{_why(move, as_at)}"))
    many = len(moved.moves) + moved.more
    since = day_words(moved.since.astimezone(LONDON).date(), year=False)
    return MovedBox(
        f"{many} moved since you looked on {since}", tuple(lines), f"And {moved.more} more." if moved.more else ""
    )


def _went(move: Move, band: str) -> str:
    places = f"{'up' if move.places > 0 else 'down'} {abs(move.places)}" if move.places else ""
    if move.before is not None and move.before.label != band:
        into = f"from {move.before.label} to {band}"
        return f"{places}, {into}" if places else f"went {into}"
    return places


def _why(move: Move, as_at: datetime) -> str:
    if not move.why:
        return ""
    if move.at is None:
        return f": {move.why}"
    when = (
        at_time(move.at, as_at=as_at)
        if move.time_known
        else on_day(move.at.astimezone(LONDON).date(), today=as_at.date())
    )
    return f": {move.why}, {when.words}"
