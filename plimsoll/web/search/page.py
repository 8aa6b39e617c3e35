"""What the page of the search shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.search import MARK, UNMARK, Found, Wanted, Way, Written
from plimsoll.web.ages import age
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, State
from plimsoll.web.search.kept import KeptBar

GROUPS = (
    ("By number", Way.REFERENCE, Way.NHS_NUMBER),
    ("By the child's name", Way.NAME, Way.NAME_SOUNDS),
    ("By household or address", Way.HOUSEHOLD, Way.ADDRESS),
    ("By somebody round the child", Way.AROUND, Way.AROUND),
    ("By who holds the case", Way.WORKER, Way.WORKER),
    ("By what is written on the record", Way.WRITTEN, Way.WRITTEN),
    ("Born on that day, of another name", Way.BORN, Way.BORN),
)
_SAID = {
    Way.REFERENCE: "this is its reference",
    Way.OTHER_REFERENCE: "another system calls it so",
    Way.CHILD_REFERENCE: "this is the child's reference",
    Way.NHS_NUMBER: "this is the child's NHS number",
    Way.NAME: "the name is the same",
    Way.NAME_PART: "the name has these letters",
    Way.NAME_NEAR: "the name is spelt nearly so",
    Way.NAME_SOUNDS: "the name sounds alike",
    Way.HOUSEHOLD: "household: {}",
    Way.ADDRESS: "lives at {}",
    Way.AROUND: "round the child: {}",
    Way.WORKER: "held by {}",
}
SHOWN = 10  # cases of a way to find, before a press shows the rest
WRITTEN_SHOWN = 2  # records of one case; its page has all of them


@dataclass(frozen=True)
class WhyLine:
    """One reason why a case is here, and of what is written the words round it: pieces, and whether each was looked for."""

    text: str
    pieces: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class FoundRow:
    """A case that was found, as a line, with why."""

    name: str
    href: str
    said: str
    whys: tuple[WhyLine, ...] = ()


@dataclass(frozen=True)
class FoundGroup:
    """Cases that were found in one way; `more` stand behind a press."""

    title: str
    rows: tuple[FoundRow, ...]
    more: tuple[FoundRow, ...]


@dataclass(frozen=True)
class SearchPage(Page):
    """What a search found, in the order of how surely; before one, what was opened last."""

    facts_shown = True  # also of nothing
    words: str
    said: str
    groups: tuple[FoundGroup, ...]
    opened: tuple[FoundRow, ...]
    kept: KeptBar | None
    nothing: State | None


def search_page(
    wanted: Wanted,
    found: tuple[Found, ...],
    opened: tuple[Found, ...],
    kept: KeptBar | None,
    *,
    today: date,
    sees: bool,
    may_add: bool,
) -> SearchPage:
    """Cases that were found, and those opened last; filters that are kept. `sees`: whether any case is the viewer's to see;
    `may_add`: whether they may put one on record."""
    shown = (*found, *opened)
    return SearchPage(
        "Search",
        words=wanted.text,
        said=f"{len(found)} found for “{wanted.text}”." if found else "",
        groups=tuple(_groups(found, wanted, today)),
        opened=tuple(_row(each, (), today) for each in opened),
        kept=kept,
        nothing=_nothing(wanted, found, sees=sees, may_add=may_add),
        viewed=Viewed(frozenset(each.child for each in shown if each.child), frozenset(each.case for each in shown)),
    )


def _nothing(wanted: Wanted, found: tuple[Found, ...], *, sees: bool, may_add: bool) -> State | None:
    if not sees:
        return State("Cases are not yours to see", "Your roles show you no case, so there is nothing to look for here.")
    if found or not wanted.text:
        return None
    return State(
        "Nothing found",
        "Write at least two letters of a name, or a whole reference. You find only cases that you may see.",
        Act("Add a case", href=reverse("case-new")) if may_add else None,
    )


def _groups(found: tuple[Found, ...], wanted: Wanted, today: date) -> Iterable[FoundGroup]:
    for title, first, last in GROUPS:
        rows = tuple(_row(each, _whys(each, wanted), today) for each in found if first <= each.whys[0].way <= last)
        if rows:
            yield FoundGroup(title, rows[:SHOWN], rows[SHOWN:])


def _row(found: Found, whys: tuple[WhyLine, ...], today: date) -> FoundRow:
    called = found.name or found.household or found.reference
    said = (
        age(found.born_on, None, today),
        found.case_type.label,
        found.reference if called != found.reference else "",
        "" if found.is_open else "closed",
    )
    return FoundRow(called, reverse("case", args=[found.case]), ", ".join(filter(None, said)), whys)


def _whys(found: Found, wanted: Wanted) -> tuple[WhyLine, ...]:
    plain = [_SAID[why.way].format(why.said) for why in found.whys if why.way in _SAID]
    plain += _born(found, wanted)
    lines = [WhyLine(", ".join(dict.fromkeys(plain)))] if plain else []
    written = [why.written for why in found.whys if why.written]
    lines += [_written(each) for each in written[:WRITTEN_SHOWN]]
    if more := len(written) - WRITTEN_SHOWN:
        lines += [WhyLine(f"and in {more} more")] if more > 0 else []
    return tuple(lines)


def _born(found: Found, wanted: Wanted) -> list[str]:
    """What a day that was asked for says of the child."""
    if not wanted.days or found.born_on is None:
        return []
    if found.born_on == wanted.days[0]:
        return [f"born on {_date(found.born_on)}"]
    if found.born_on in wanted.days:
        return [f"born on {_date(found.born_on)}: day and month the other way round"]
    return ["born on another day"] if found.whys[0].way in _NAMED else []


_NAMED = (Way.NAME, Way.NAME_PART, Way.NAME_NEAR, Way.NAME_SOUNDS)


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _written(each: Written) -> WhyLine:
    day = day_words(each.happened_at.astimezone(LONDON).date())
    return WhyLine(f"{capital(each.label)}, {day}:", tuple(_pieces(each.snippet)))


def _pieces(snippet: str) -> Iterable[tuple[str, bool]]:
    """A text cut at its marks: what stands between two of them was looked for."""
    for part in snippet.split(MARK):
        marked, unmark, plain = part.partition(UNMARK)
        if unmark and marked:
            yield marked, True
        if rest := plain if unmark else marked:
            yield rest, False
