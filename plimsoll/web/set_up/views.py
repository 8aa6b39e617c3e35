"""The first steps of an organisation."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import account, authorise, people
from plimsoll.actions import settings as settled
from plimsoll.actions.cases import Refused
from plimsoll.actions.organisation import Part, begin_first_organisation
from plimsoll.config.keys import fits
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import Nation
from plimsoll.queries import shipped
from plimsoll.queries.access import has_organisation
from plimsoll.queries.people import is_alone, list_open_teams
from plimsoll.queries.settings import get_criteria, get_first_steps, get_rulebook, get_scheme, unusable
from plimsoll.web.account.views import begin_session
from plimsoll.web.done import Done, counts
from plimsoll.web.middleware.methods import takes
from plimsoll.web.middleware.records import origin
from plimsoll.web.out_of_sight import out_of_sight_notices, told
from plimsoll.web.set_up import page as pages
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.forms import ALONE, Alone, Begin, Criteria, Hours, Rules, Schemes, Teams
from plimsoll.web.set_up.route import route_notices
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

NO_KEY = "This link cannot be used. It works until there is an organisation here, or until Plimsoll is started again."


@takes("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """The first organisation of a database, for whoever has the key that the server said at its start."""
    key = (request.POST if request.method == "POST" else request.GET).get("key", "")
    if not fits(key, settings.SET_UP_DIGEST) or has_organisation():
        raise NotAllowed(NO_KEY)
    form = Begin(request.POST or None, as_at=request.now, initial={"key": key})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                viewer = begin_first_organisation(
                    name=said["name"],
                    administrator=said["administrator"],
                    nation=Nation(said["nation"]),
                    at=request.now,
                    origin=origin(request),
                    part=Part.MANAGES if said["part"] == Part.MANAGES.value else Part.KEEPS,
                )
                begin_session(request, viewer.org, viewer.worker, account.How.FIRST)
            return redirect("set-up-alone" if said["part"] == ALONE else "set-up")
        except Refused as refusal:
            form.add_faults(refusal.faults)
    answer = show(
        request, "set_up/form.jinja", pages.begin_page(form, request.path), status=422 if form.is_bound else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in("GET")
def steps(request: HttpRequest) -> HttpResponse:
    """The first steps, and how far they are."""
    authorise.check_can_manage_settings(request.viewer)
    today = request.now.date()
    page = pages.steps_page(get_first_steps(request.viewer, today))
    notices = (*out_of_sight_notices(request.viewer, told(request.viewer, today)), *route_notices(request.viewer))
    return show(request, "set_up/steps.jinja", replace(page, notices=notices))


@signed_in("GET", "POST")
def hours(request: HttpRequest) -> HttpResponse:
    """When the organisation works."""
    authorise.check_can_manage_settings(request.viewer)
    book, _ = get_rulebook(request.viewer, request.now.date())
    agreed = get_first_steps(request.viewer, request.now.date()).calendar
    form = Hours(request.POST or None, as_at=request.now, initial=Hours.of(book.calendar))

    def do(said: dict[str, Any]) -> None:
        hours = settled.Hours(Nation(said["nation"]), said["opens"], said["closes"], said["closures"])
        settled.set_calendar(hours, by=request.viewer, at=request.now)

    return ask(request, pages.hours_page(form, agreed), do, then=reverse("set-up"), done=Done.SETTLED)


@signed_in("GET", "POST")
def teams(request: HttpRequest) -> HttpResponse:
    """Teams by name."""
    authorise.check_can_manage_people(request.viewer)
    form = Teams(request.POST or None, as_at=request.now)
    there = [name for _, name in list_open_teams(request.viewer)]
    page = pages.teams_page(form, there, alone=is_alone(request.viewer))

    def do(said: dict[str, Any]) -> str:
        lines = [line for line in said["names"].splitlines() if line.strip()]
        added = len(people.add_teams(lines, by=request.viewer, at=request.now))
        return counts(added=added, same=len(lines) - added)

    return ask(request, page, do, then=reverse("set-up"), done=Done.TEAMS_ADDED)


@signed_in("GET", "POST")
def alone(request: HttpRequest) -> HttpResponse:
    """One person who does everything."""
    authorise.check_can_manage_people(request.viewer)
    form = Alone(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        people.work_alone(minutes=said["hours"], by=request.viewer, at=request.now)

    return ask(request, pages.alone_page(form), do, then=reverse("set-up"), done=Done.ENTERED)


@signed_in("GET", "POST")
def rules(request: HttpRequest) -> HttpResponse:
    """The choice between rival rules."""
    authorise.check_can_manage_settings(request.viewer)
    book, agreed = get_rulebook(request.viewer, request.now.date())
    form = Rules(request.POST or None, as_at=request.now)
    form.offer(book)

    def do(said: dict[str, Any]) -> None:
        settled.adopt_rulebook(
            form.chosen(said),
            start_day_is=int(said["start_day_is"]),
            bank_holidays_count=said["bank_holidays_count"] == "yes",
            by=request.viewer,
            at=request.now,
        )

    page = pages.rules_page(form, book, agreed)
    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED, template="set_up/rules.jinja")


@signed_in("GET", "POST")
def scheme(request: HttpRequest) -> HttpResponse:
    """By which scheme load is worked out."""
    authorise.check_can_manage_settings(request.viewer)
    agreed, schemes = get_scheme(request.viewer, request.now.date()), shipped.shipped_schemes()
    form = Schemes(request.POST or None, as_at=request.now, initial={"scheme": agreed.key})
    form.offer([one for one in schemes if not unusable(one)])

    def do(said: dict[str, Any]) -> None:
        settled.adopt_scheme(said["scheme"], by=request.viewer, at=request.now)

    page = pages.scheme_page(form, schemes, agreed)
    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED, template="set_up/scheme.jinja")


@signed_in("GET", "POST")
def criteria(request: HttpRequest) -> HttpResponse:
    """What puts one case before another."""
    authorise.check_can_manage_settings(request.viewer)
    agreed, sets = get_criteria(request.viewer, request.now.date()), shipped.shipped_sets()
    form = Criteria(request.POST or None, as_at=request.now, initial={"criteria": agreed.key or sets[0].key})
    form.offer(sets, sets[0].key)
    page = pages.criteria_page(form, sets, shipped.shipped_worked(), agreed)

    def do(said: dict[str, Any]) -> None:
        settled.adopt_criteria(said["criteria"], by=request.viewer, at=request.now)

    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED, template="set_up/criteria.jinja")
