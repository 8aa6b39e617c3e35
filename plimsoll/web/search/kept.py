"""Filters that somebody keeps: beside a list, on a page of their own, and the form that keeps one."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from plimsoll.core.terms import FilterPlace
from plimsoll.queries.saved import NAME_LENGTH, Kept
from plimsoll.web.forms.fields import Text
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, State

ASKS = {FilterPlace.SEARCH: ("words",), FilterPlace.CASELOAD: ("find", "band", "kind", "only", "sort")}
LEADS_TO = {FilterPlace.SEARCH: "search", FilterPlace.CASELOAD: "my-caseload"}
_CALLED = {FilterPlace.SEARCH: "search", FilterPlace.CASELOAD: "filter"}
LONGEST = 1000  # characters of an address


@dataclass(frozen=True)
class KeptBar:
    """Filters beside what they are of: each a link; where to keep what is shown now, None where nothing is asked; and where
    all of them are."""

    links: tuple[Link, ...]
    keep: Link | None
    all: Link


@dataclass(frozen=True)
class KeptRow:
    """One filter, and what removes it."""

    name: str
    href: str
    place: str
    end: Act


@dataclass(frozen=True)
class KeptPage(Page):
    """All filters of the viewer."""

    rows: tuple[KeptRow, ...]
    nothing: State


@dataclass(frozen=True)
class KeepPage(Page):
    """The form that keeps one."""

    form: "Keep"
    action: str
    cancel: str


class Keep(Form):
    """The name of a filter."""

    name = Text(
        label="What do you call it?",
        missing="Give it a name, such as: late visits",
        most=NAME_LENGTH,
        width=30,
        help_text="Only you see it",
    )


def asked(place: FilterPlace, said: QueryDict) -> str:
    """What an address asks of a place, and nothing else that stands in it; '' for nothing."""
    pairs = [(name, value) for name in ASKS[place] if (value := said.get(name, "").strip())]
    return urlencode(pairs)[:LONGEST]


def kept_bar(place: FilterPlace, kept: Iterable[Kept], now: str) -> KeptBar | None:
    """The filters of a place; None where there is none and nothing to keep. `now`: what is asked at the moment."""
    own = [each for each in kept if each.place is place]
    known = any(each.asked == now for each in own)
    keep = None
    if now and not known:
        keep = Link(
            f"Keep this {_CALLED[place]}", f"{reverse('filter-new')}?{urlencode({'place': place.value, 'asked': now})}"
        )
    if not own and not keep:
        return None
    links = tuple(Link(each.name, _address(each), current=each.asked == now) for each in own)
    return KeptBar(links, keep, Link("All that I keep", reverse("filters")))


def _address(kept: Kept) -> str:
    return f"{reverse(LEADS_TO[kept.place])}?{kept.asked}"


def kept_page(kept: Iterable[Kept]) -> KeptPage:
    """All of them, with what removes each."""
    rows = tuple(
        KeptRow(
            each.name,
            _address(each),
            each.place.label,
            Act("Remove", post=reverse("filter-end", args=[each.id]), about=each.name),
        )
        for each in kept
    )
    return KeptPage(
        "Filters I keep",
        rows=rows,
        nothing=State("Nothing is kept yet", "Search for something, or filter your caseload, and choose to keep it."),
    )


def keep_page(form: Keep, place: FilterPlace, now: str) -> KeepPage:
    """The form for what is asked at the moment."""
    action = f"{reverse('filter-new')}?{urlencode({'place': place.value, 'asked': now})}"
    back = f"{reverse(LEADS_TO[place])}{'?' if now else ''}{now}"
    return KeepPage("Keep this filter", form=form, action=action, cancel=back, back=Link("Back to what it shows", back))
