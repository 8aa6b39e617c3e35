"""The out-of-hours route: by whom what must be done now is taken when nobody of its case is there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.route import set_route
from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.route import Place
from plimsoll.queries.route import TeamRoute, list_people, list_routes, without_route
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.times import NotATime, read_time
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, Notice, Tone
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

EVERY = "every"  # in the address: the route of every team without one of its own
NOBODY = "none"  # what is written where there is no route
USUAL_MINUTES, LONGEST_ROUTE, MOST_MINUTES, MOST_TEAMS = 30, 4_000, 1_440, 12
_TIME = r"(\d{1,2}(?:[:.]?\d{2})?\s*(?:[ap]m)?)"
_HOURS = re.compile(rf"{_TIME}\s*(?:-|–|to)\s*{_TIME}", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+)\s*min(?:ute)?s?\.?", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ()-]{5,50}")


class NotAPlace(ValueError):
    """A line says no place of a route; the message says what is wrong."""


def read_place(line: str, people: Mapping[str, Sequence[UUID]]) -> Place:
    """One place as somebody types it: a name, then in any order a telephone number, hours and minutes, with commas between.

    Parameters
    ----------
    people : who works here, by the name in small letters.

    Raises
    ------
    NotAPlace : it is none.

    >>> read_place("Night desk, 01632 960001, 17:00-9:00, 20 minutes", {})
    Place(worker=None, name='Night desk', phone='01632 960001', from_minute=1020, to_minute=540, minutes=20)
    """
    name, *rest = (part.strip() for part in re.split(r"[,;]", line))
    phone, hours, minutes = "", (0, 0), USUAL_MINUTES
    for part in filter(None, rest):
        if found := _MINUTES.fullmatch(part):
            minutes = int(found[1])
        elif found := _HOURS.fullmatch(part):
            hours = (_minute(found[1]), _minute(found[2]))
        elif _PHONE.fullmatch(part):
            phone = part
        else:
            raise NotAPlace(
                f"“{part}” is no telephone number, no hours such as 17:00-9:00 and no time such as 20 minutes"
            )
    if not 1 <= minutes <= MOST_MINUTES:
        raise NotAPlace("the minutes are not between 1 and those of a day")
    here = people.get(name.casefold(), ())
    if len(here) > 1:
        raise NotAPlace(f"{len(here)} people here are called {name}. Tell them apart under People first")
    if not name or not (here or phone):
        raise NotAPlace(
            f"nobody here is called “{name}”. Write the name as it stands under People, or a telephone number with it"
        )
    return Place(here[0] if here else None, name, phone, *hours, minutes)


def _minute(text: str) -> int:
    try:
        hour, minute = read_time(text)
    except NotATime as fault:
        raise NotAPlace(str(fault)) from None
    return hour * 60 + minute


def as_line(place: Place) -> str:
    """A place as it is typed."""
    span = f"{_clock(place.from_minute)}-{_clock(place.to_minute)}" if place.from_minute != place.to_minute else ""
    return ", ".join(filter(None, (place.name, place.phone, span, f"{place.minutes} minutes")))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24}:{minute % 60:02}"


class SetRoute(Form):
    """The places of one route, one a line."""

    places = LongText(
        label="Who is told, one after the other?",
        missing="Write at least one line, or the word none where there is no route",
        most=LONGEST_ROUTE,
        rows=6,
    )

    def __init__(self, *given: Any, people: Iterable[tuple[UUID, str]], **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.people: dict[str, list[UUID]] = {}
        for key, name in people:
            self.people.setdefault(name.casefold(), []).append(key)

    def clean_places(self) -> list[Place]:
        """The places, with every line that says none."""
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]
        if [line.casefold() for line in lines] == [NOBODY]:
            return []
        found, faults = [], []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(read_place(line, self.people))
            except NotAPlace as fault:
                faults.append(f"Line {number}: {fault}.")
        if faults:
            raise forms.ValidationError(" ".join(faults))
        return found


@dataclass(frozen=True)
class RouteLine:
    """The route of one team: its places as they are typed, and the way to change it."""

    name: str
    says: str
    places: tuple[str, ...]
    change: Link
    current: bool


@dataclass(frozen=True)
class RoutePage(Page):
    """The routes of all teams, and the form of one of them."""

    lines: tuple[RouteLine, ...]
    form: SetRoute
    of: str
    action: str
    cancel: str


@signed_in("GET", "POST")
def route(request: HttpRequest) -> HttpResponse:
    """The out-of-hours route of each team; `team` in the address says whose is changed."""
    authorise.check_can_manage_settings(request.viewer)
    routes = list_routes(request.viewer)
    wanted = request.GET.get("team", EVERY)
    chosen = next((one for one in routes if str(one.team or EVERY) == wanted), None)
    if chosen is None:
        raise NotThere
    stands = "\n".join(map(as_line, chosen.places)) if chosen.own else ""
    form = SetRoute(
        request.POST or None,
        people=list_people(request.viewer, request.now.date()),
        as_at=request.now,
        initial={"places": stands},
    )
    if form.is_bound and form.is_valid():
        try:
            set_route(chosen.team, form.cleaned_data["places"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{request.path}?{urlencode({'team': wanted, 'done': Done.SETTLED.value})}")
    return show(
        request, "set_up/route.jinja", _page(request, routes, chosen, form), status=422 if form.is_bound else 200
    )


def _page(request: HttpRequest, routes: Sequence[TeamRoute], chosen: TeamRoute, form: SetRoute) -> RoutePage:
    return RoutePage(
        "Out of hours",
        lines=tuple(_line(one, chosen) for one in routes),
        form=form,
        of=chosen.name,
        action=f"{request.path}?{urlencode({'team': str(chosen.team or EVERY)})}",
        cancel=reverse("set-up"),
        back=Link("Set up", reverse("set-up")),
        notices=tuple(replace(one, act=None) for one in route_notices(request.viewer)),
    )


def _line(one: TeamRoute, chosen: TeamRoute) -> RouteLine:
    says = "" if one.places else "No route: what must be done now goes to the supervisor and whoever stands in."
    if one.team is not None and not one.own and one.places:
        says = "As every team without a route of its own."
    href = f"{reverse('set-up-route')}?{urlencode({'team': str(one.team or EVERY)})}#change"
    places = tuple(map(as_line, one.places)) if one.own else ()
    return RouteLine(one.name, says, places, Link("Change", href), one.team == chosen.team)


def route_notices(viewer: Viewer) -> tuple[Notice, ...]:
    """That teams have no out-of-hours route, for whoever settles it or answers for the service."""
    teams = without_route(viewer)
    if not teams:
        return ()
    more = f" and {len(teams) - MOST_TEAMS} more" if len(teams) > MOST_TEAMS else ""
    may = bool(viewer.reach(Permission.MANAGE_SETTINGS))
    act = Act("Settle the route", href=reverse("set-up-route")) if may else None
    ask = "" if may else " Ask an administrator to name one."
    return (
        Notice(
            f"No out-of-hours route is named for {', '.join(teams[:MOST_TEAMS])}{more}. What must be done now outside "
            f"office hours goes to their supervisors and whoever stands in for them.{ask}",
            Tone.WARNING,
            act,
        ),
    )
