"""Signs of drift of one case, as its page shows them."""

from dataclasses import dataclass

from django.urls import reverse

from plimsoll.core.drift import Drifting, DriftRule
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.web.parts import Link


@dataclass(frozen=True)
class DriftLine:
    """A sign that holds: what it is called, since when, its facts, what it asks, and whose figure it goes by."""

    title: str
    since: str
    says: str
    asks: str
    source: str


@dataclass(frozen=True)
class DriftBox:
    """The signs that hold of a case, and where one reads by which rules."""

    lines: tuple[DriftLine, ...]
    rules: Link


def drift_box(found: tuple[Drifting, ...]) -> DriftBox | None:
    """The signs of a case; None where none holds."""
    if not found:
        return None
    return DriftBox(
        tuple(
            DriftLine(
                title=capital(one.rule.title),
                since=f"since {day_words(one.since)}",
                says=one.says,
                asks=one.rule.says,
                source=figure_of(one.rule),
            )
            for one in found
        ),
        Link("What is looked for, and by whose figures", reverse("drift-rules")),
    )


def figure_of(rule: DriftRule) -> str:
    """Whose figure a sign goes by."""
    year = f" {rule.source.year}" if rule.source.year else ""
    unread = "" if rule.source.read else " (not read there by us)"
    if rule.ours:
        return f"{capital(rule.length)}: the figure is our own."
    return f"{capital(rule.length)}. {rule.source.basis}{year}: {rule.source.title}{unread}."
