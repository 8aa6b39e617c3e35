"""What a draft of the criteria would do to the caseloads that somebody may see: the first ten of each, now and then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.rehearsal import TOP
from plimsoll.core.priority.told import day_in_words, listed
from plimsoll.queries.criteria_drafts import Draft, get_draft
from plimsoll.queries.rehearsed import Named, Seen, SeenList, Stand, get_case_names, get_seen
from plimsoll.web.done import nth
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

SOME = "In no team"


@dataclass(frozen=True)
class Side:
    """One case in one of the two orders: what is said of its move, and by which changes of the draft, each with its link."""

    name: str
    href: str
    band: str
    said: str = ""
    by: tuple[Link, ...] = ()
    together: bool = False


@dataclass(frozen=True)
class PlaceRow:
    """One place of a list: who stands there now, and who would by the draft; None where nobody does."""

    place: str
    now: Side | None
    then: Side | None


@dataclass(frozen=True)
class ListPart:
    """The first ten of one list, now and by the draft."""

    key: str
    name: str
    said: str
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True)
class RehearsalPage(Page):
    """The lists of one team. changes : of the draft, each in its sentences, in the order of their numbers; apart : whether
    they were tried one by one; others : the teams with lists that change."""

    said: tuple[str, ...]
    changes: tuple[str, ...]
    apart: str
    others: tuple[Link, ...]
    team: str
    lists: tuple[ListPart, ...]
    nothing: State | None


@signed_in("GET")
def rehearsal(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Whose first ten change by a draft, and how, of the cases that the viewer may see."""
    authorise.check_can_see_rehearsals(request.viewer)
    found = get_draft(request.viewer, draft)
    seen = get_seen(request.viewer, draft, request.now.astimezone(LONDON).date())
    teams = _teams(seen)
    asked = request.GET.get("team", "")
    chosen = asked if asked in teams else next(iter(teams), "")
    lists = [one for one in seen.lists if one.team[0] == chosen] if seen else []
    names = get_case_names(request.viewer, [stand.case for one in lists for stand in one.cases])
    return show(request, "criteria/rehearsal.jinja", _page(found, seen, lists, names, (chosen, teams)))


def _page(
    draft: Draft,
    seen: Seen | None,
    lists: list[SeenList],
    names: Mapping[UUID, Named],
    teams: tuple[str, dict[str, str]],
) -> RehearsalPage:
    chosen, known = teams
    here = reverse("criteria-draft-rehearsal", args=[draft.id])
    return RehearsalPage(
        "Whose order would change",
        said=_said(draft, seen),
        changes=tuple(" ".join(sentences) for sentences in seen.changes) if seen and lists else (),
        apart=_apart(len(seen.changes)) if seen else "",
        others=tuple(Link(name, f"{here}?team={key}", key == chosen) for key, name in known.items())
        if len(known) > 1
        else (),
        team=known.get(chosen, ""),
        lists=tuple(_part(one, names, len(seen.changes)) for one in lists) if seen else (),
        nothing=None if lists else _nothing(seen),
        viewed=Viewed(frozenset(one.child for one in names.values() if one.child), frozenset(names)),
        known_at=draft.rehearsed_at,
        back=Link(f"Draft: {draft.criteria.title}", reverse("criteria-draft", args=[draft.id])),
    )


def _teams(seen: Seen | None) -> dict[str, str]:
    """The teams of the lists that change, by key, in their order."""
    return {one.team[0]: one.team[1] or SOME for one in seen.lists} if seen else {}


def _said(draft: Draft, seen: Seen | None) -> tuple[str, ...]:
    if seen is None or draft.rehearsed_at is None:
        return ()
    return (
        f"The first {TOP} of each list as they stood {_moment(draft.rehearsed_at)}, by {seen.criteria} and by this draft. "
        "Nothing is changed for anybody.",
        "You are shown the cases that you may see, in their order among each other. Cases restricted to named people are "
        "never part of a rehearsal.",
        *(("The order of a team in a shadow month is not shown.",) if seen.hidden else ()),
    )


def _apart(changes: int) -> str:
    if changes == 1:
        return "One change of the draft moves all of this:"
    return (
        "These changes of the draft can move a case. Beside each case that moves stand those that would move it the same "
        "way if each were the only one, the strongest first."
    )


def _nothing(seen: Seen | None) -> State:
    if seen is None:
        return State("It has not been rehearsed yet", "An administrator has it rehearsed. Then it stands here.")
    return State(
        f"No first {TOP} would change",
        "By this draft, the cases that you may see would stand on every list as they do now.",
    )


def _part(one: SeenList, names: Mapping[UUID, Named], changes: int) -> ListPart:
    now = {stand.now: _now(stand, names, changes) for stand in one.cases if stand.now <= TOP}
    then = {stand.then: _then(stand, names, changes) for stand in one.cases if stand.then <= TOP}
    rows = tuple(PlaceRow(nth(place), now.get(place), then.get(place)) for place in sorted(now.keys() | then.keys()))
    return ListPart(f"list-{one.worker or 'nobody'}", one.name, _how_much(one), rows)


def _how_much(one: SeenList) -> str:
    """How much of a list changes."""
    parts = (
        (one.entered, "come in", "comes in"),
        (one.left, "go out", "goes out"),
        (one.moved, "change place or band", "changes place or band"),
    )
    return listed(f"{number} {single if number == 1 else many}" for number, many, single in parts if number)


def _now(stand: Stand, names: Mapping[UUID, Named], changes: int) -> Side:
    """A case where it stands now; what moves it is said where it goes, or here where that is out of the first ten."""
    if stand.then <= TOP:
        return _side(stand, names, stand.now_band.label)
    return _side(stand, names, stand.now_band.label, f"goes out, to {nth(stand.then)}", changes)


def _then(stand: Stand, names: Mapping[UUID, Named], changes: int) -> Side:
    if not stand.moves:
        return _side(stand, names, stand.then_band.label)
    band = stand.then_band.label
    if stand.now_band is not stand.then_band:
        band = f"{band}, was {stand.now_band.label}"
    said = "" if stand.now == stand.then else f"{'comes in' if stand.now > TOP else 'was'} {_from(stand)}"
    return _side(stand, names, band, said, changes)


def _from(stand: Stand) -> str:
    return f"from {nth(stand.now)}" if stand.now > TOP else nth(stand.now)


def _side(stand: Stand, names: Mapping[UUID, Named], band: str, said: str = "", changes: int = 0) -> Side:
    """changes : how many the draft makes; 0 where nothing is to be said of them."""
    apart = changes > 1
    by = tuple(Link(f"change {one + 1}", f"#change-{one + 1}") for one in stand.by) if apart else ()
    href = reverse("case", args=[stand.case])
    return Side(names[stand.case].name, href, band, said, by, together=apart and not by)


def summary(found: Seen, draft: UUID) -> Table | None:
    """The lists that change, each leading to its first ten; None where there is none."""
    here = reverse("criteria-draft-rehearsal", args=[draft])
    rows = tuple(
        (
            Cell(one.name, href=f"{here}?team={one.team[0]}#list-{one.worker or 'nobody'}"),
            Cell(one.team[1] or SOME),
            *(Cell(str(number)) for number in (one.entered, one.left, one.moved)),
        )
        for one in found.lists
    )
    columns = (
        Column("Whose list"),
        Column("Team"),
        Column(f"Into the first {TOP}", number=True),
        Column("Out of them", number=True),
        Column("Other place or band", number=True),
    )
    return Table(f"Lists whose first {TOP} change, of the cases that you may see", columns, rows) if rows else None


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"on {day_in_words(local.date())} at {local:%H:%M}"
