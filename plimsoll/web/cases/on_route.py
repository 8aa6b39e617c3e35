"""What of a case goes by the out-of-hours route, as its page shows it: with whom it stands, and who was told when."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.facts.route import OnRoute
from plimsoll.queries.route import CaseRoute, Taking
from plimsoll.web.parts import Act


@dataclass(frozen=True)
class RouteLine:
    """One thing that must be done now: what, with whom it stands, and who was told when, a line each."""

    title: str
    stands: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class RouteBox:
    """What goes by the route now, and what was taken by it of late; the way to take it, for whoever may."""

    now: tuple[RouteLine, ...]
    takings: tuple[str, ...]
    act: Act | None


def route_box(found: CaseView, route: CaseRoute, *, may: bool) -> RouteBox | None:
    """The route of a case as its page shows it; None where nothing goes or went by it."""
    if not route.now and not route.takings:
        return None
    waits = any(one.taken_at is None for one in route.now)
    act = Act("Take it", href=reverse("case-route-take", args=[found.id]), main=True) if waits and may else None
    taken_now = {(one.kind, one.taken_at) for one in route.now}
    before = (one for one in route.takings if (one.kind, one.at) not in taken_now)
    return RouteBox(tuple(_line(one, route) for one in route.now), tuple(_taking(one) for one in before), act)


def _line(one: OnRoute, route: CaseRoute) -> RouteLine:
    told = tuple(  # whoever does not sign in learns nothing here: somebody rings them
        f"{telling.place.name}{f', {telling.place.phone}' if telling.place.phone else ''}: "
        f"{'told' if telling.place.worker else 'to be rung from'} {clock(telling.at)}"
        for telling in one.told
    )
    if one.taken_at:
        stands = f"With {one.taker}, who took it {clock(one.taken_at)}."
    elif route.restricted:
        stands = "With those who are named on this case: nobody else may know of it."
    elif one.told:
        stands = f"Nobody has taken it yet. It stands with {one.told[-1].place.name}."
    else:
        whom = " and ".join(route.supervisors) or "nobody: the team has no supervisor"
        why = "Nobody is on the route at this hour" if one.named else "No out-of-hours route is named"
        stands = f"{why}, so it goes to the team's supervisor and whoever stands in for them: {whom}."
    return RouteLine(capital(one.kind.label), stands, told)


def _taking(one: Taking) -> str:
    noted = f", as {one.noted_by} noted" if one.noted_by != one.taker else ""
    told = f" On the route before: {one.told}." if one.told else ""
    return f"{one.taker} took it {clock(one.at)}{noted}: {one.kind.label}.{told}"


def clock(at: datetime) -> str:
    """A moment as it is said within a sentence."""
    local = at.astimezone(LONDON)
    return f"{day_words(local.date(), year=False)} at {local:%H:%M}"
