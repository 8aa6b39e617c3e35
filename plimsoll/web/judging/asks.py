"""Which judgement is asked for first on the page of a list."""

from dataclasses import dataclass

from plimsoll.core.priority.told import capital
from plimsoll.queries.priority import OrderOfWork
from plimsoll.web.judged import question_link, why_asked
from plimsoll.web.parts import Act, Link

MOST = 5  # further ones wait for the review


@dataclass(frozen=True)
class AsksBox:
    """What is asked first, with the press that leads to it; the next ones, each with where to answer it; how many more."""

    said: str
    act: Act
    rest: tuple[tuple[Link, str], ...]
    more: str


def asks_box(found: OrderOfWork) -> AsksBox | None:
    """The judgement whose absence moves a list most; None where none moves anything."""
    if not found.asks:
        return None
    names = {placed.case: f"{placed.reference} {placed.name}".strip() for placed in found.cases}
    lines = [
        (Link(names[ask.case], question_link(ask.case, ask.indicator)),
         why_asked(ask.indicator, stale=ask.stale, moves=ask.moves))
        for ask in found.asks
    ]  # fmt: skip
    (first, why), *rest = lines
    return AsksBox(
        f"Judge first: {first.text}. {capital(why)}.",
        Act("Judge it", href=first.href, about=f": {first.text}"),
        tuple(rest[: MOST - 1]),
        f"And {len(lines) - MOST} more." if len(lines) > MOST else "",
    )
