"""Filters that somebody keeps: beside a list, on a page of their own, and the form that keeps one."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.core.terms import FilterPlace
from plimsoll.queries.saved import NAME_LENGTH, Kept
from plimsoll.web.forms.fields import Text
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, State
from plimsoll.web.sealed_words import sealed_query

ASKS = {FilterPlace.SEARCH: ("words",), FilterPlace.CASELOAD: ("find", "band", "kind", "only", "sort")}
LEADS_TO = {FilterPlace.SEARCH: "search", FilterPlace.CASELOAD: "my-caseload"}
_CALLED = {FilterPlace.SEARCH: "search", FilterPlace.CASELOAD: "filter"}
LONGEST = 1000  # characters of what is kept


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
    """What is asked of a place, as it is kept, and nothing else that is said; '' for nothing."""
    pairs = [(name, value) for name in ASKS[place] if (value := said.get(name, "").strip())]
    return urlencode(pairs)[:LONGEST]


def kept_bar(place: FilterPlace, kept: Iterable[Kept], now: str, viewer: Viewer) -> KeptBar | None:
    """The filters of a place; None where there is none and nothing to keep. `now`: what is asked at the moment."""
    own = [each for each in kept if each.place is place]
    known = any(each.asked == now for each in own)
    keep = None
    if now and not known:
        keep = Link(f"Keep this {_CALLED[place]}", _to_keep(place, now, viewer))
    if not own and not keep:
        return None
    links = tuple(Link(each.name, shows(each.place, each.asked, viewer), current=each.asked == now) for each in own)
    return KeptBar(links, keep, Link("All that I keep", reverse("filters")))


def shows(place: FilterPlace, asked: str, viewer: Viewer, *more: tuple[str, str]) -> str:
    """The address that shows what is asked of a place."""
    query = sealed_query([*parse_qsl(asked), *more], viewer)
    return f"{reverse(LEADS_TO[place])}{'?' if query else ''}{query}"


def _to_keep(place: FilterPlace, asked: str, viewer: Viewer) -> str:
    return f"{reverse('filter-new')}?{sealed_query([('place', place.value), *parse_qsl(asked)], viewer)}"


def kept_page(kept: Iterable[Kept], viewer: Viewer) -> KeptPage:
    """All of them, with what removes each."""
    rows = tuple(
        KeptRow(
            each.name,
            shows(each.place, each.asked, viewer),
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


def keep_page(form: Keep, place: FilterPlace, now: str, viewer: Viewer) -> KeepPage:
    """The form for what is asked at the moment."""
    back = shows(place, now, viewer)
    action, link = _to_keep(place, now, viewer), Link("Back to what it shows", back)
    return KeepPage("Keep this filter", form=form, action=action, cancel=back, back=link)
