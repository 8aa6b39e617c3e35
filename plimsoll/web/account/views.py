"""Signing in and out, and where one begins."""

from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token, rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from plimsoll.actions import account
from plimsoll.core.access import NotAllowed
from plimsoll.queries.access import Person as InventedPerson
from plimsoll.queries.access import acting_as, get_viewer, has_organisation, list_invented_people, say_roles
from plimsoll.web.account import page
from plimsoll.web.device_keys import person_tag
from plimsoll.web.middleware.methods import takes
from plimsoll.web.middleware.records import ORG, WORKER, origin
from plimsoll.web.shell import places, prolong, seconds_left
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@takes("GET")
def health(request: HttpRequest) -> HttpResponse:
    """Says that the server answers, and nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@signed_in("GET")
def home(request: HttpRequest) -> HttpResponse:
    """The first of the places to which the viewer's roles lead."""
    return redirect(places(request)[0].href)


@takes("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Choosing who to be in an invented town; elsewhere, what to do instead."""
    people = list_invented_people() if settings.INVENTED else []
    if not people:
        return show(request, "account/no_way_in.jinja", page.no_way_in(organisation=has_organisation()))
    if request.method == "POST":
        return _signed_in(request)
    words, to = request.GET.get("words", ""), request.GET.get("next", "")
    towns = sorted({person.organisation for person in people})
    shown = page.sign_in(", ".join(towns), _teams(people), words=words, action=reverse("sign-in"), next_page=to)
    return show(request, "account/sign_in.jinja", shown)


def _signed_in(request: HttpRequest) -> HttpResponse:
    try:
        org, worker = (UUID(key) for key in request.POST.get("who", "").split(":"))
    except ValueError:
        raise NotAllowed("Choose one of the people who are there.") from None
    account.check_can_sign_in_without_password(org, worker)
    begin_session(request, org, worker, account.How.INVENTED)
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(to if safe else reverse("home"))


@takes("GET", "POST")
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Signing in with a link that works once. Opening it shows a button: only pressing that uses it up."""
    if request.method != "POST":
        answer = show(request, "account/link.jinja", page.link_page(request.GET.get("key", ""), request.path))
        answer["Cache-Control"] = "no-store"
        return answer
    with transaction.atomic():
        org, worker = account.use_link(request.POST.get("key", ""), at=request.now)
        begin_session(request, org, worker, account.How.LINK)
    return redirect("home")


def begin_session(request: HttpRequest, org: UUID, worker: UUID, how: account.How) -> None:
    """Signs somebody in, and out whoever was."""
    with acting_as(org, worker, "POST sign-in", origin=origin(request)):
        viewer = get_viewer(org, worker, request.now.date())
        say_roles(viewer.roles)
        account.sign_in(by=viewer, how=how)
    if request.viewer is not None:
        account.sign_out(by=request.viewer)
    request.session.flush()  # whoever knew the session before knows nothing of this one
    rotate_token(request)  # nor of the sign that goes with each form
    request.session[ORG], request.session[WORKER] = str(org), str(worker)
    prolong(request)


@signed_in("GET", "POST")
def session(request: HttpRequest) -> HttpResponse:
    """How long one stays signed in, and (by POST) from now on as long as after signing in. For scripts, with the proof that
    a form of an earlier session needs; whoever presses the button without one comes back to their page."""
    if request.method == "POST":
        prolong(request)
        to = request.POST.get("next", "")
        if "application/json" not in request.headers.get("Accept", ""):
            safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
            return redirect(to if safe else reverse("home"))
    return JsonResponse(
        {"seconds": seconds_left(request), "proof": get_token(request), "person": person_tag(request.viewer)}
    )


@signed_in("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, on the server too."""
    account.sign_out(by=request.viewer)
    request.session.flush()
    return redirect("sign-in")


def _teams(people: list[InventedPerson]) -> list[page.Team]:
    """People by team; those of none stand under the organisation."""

    def key(person: InventedPerson) -> tuple[str, bool, str]:
        return person.organisation, bool(person.team), person.team or person.organisation

    return [
        page.Team(
            name,
            tuple(
                page.Person(f"{one.org}:{one.worker}", one.name, ", ".join(role.label for role in one.roles))
                for one in some
            ),
        )
        for (_, _, name), some in groupby(sorted(people, key=key), key=key)
    ]
