"""Signing in and out, and where one begins."""

from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import account
from plimsoll.core.access import NotAllowed
from plimsoll.queries.access import Person as InventedPerson
from plimsoll.queries.access import has_organisation, list_invented_people
from plimsoll.web.account import page
from plimsoll.web.account.entering import begin_session, safe
from plimsoll.web.account.password import ask_password
from plimsoll.web.device_keys import person_tag
from plimsoll.web.middleware.methods import takes
from plimsoll.web.second_factor import HOW
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
    """Choosing who to be in an invented town; elsewhere with a password, or what to do where nobody can."""
    people = list_invented_people() if settings.INVENTED else []
    if not people and has_organisation():
        return ask_password(request)
    if not people:
        return show(request, "account/no_way_in.jinja", page.no_way_in())
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
    return redirect(safe(request, request.POST.get("next", "")))


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


@signed_in("GET", "POST")
def session(request: HttpRequest) -> HttpResponse:
    """How long one stays signed in, and (by POST) from now on as long as after signing in. For scripts, with the proof that
    a form of an earlier session needs; whoever presses the button without one comes back to their page."""
    if request.method == "POST":
        prolong(request)
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect(safe(request, request.POST.get("next", "")))
    return JsonResponse(
        {"seconds": seconds_left(request), "proof": get_token(request), "person": person_tag(request.viewer)}
    )


@signed_in("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, on the server too. Whoever came in by the provider is told that it goes on there."""
    by_provider = request.session.get(HOW) == account.How.PROVIDER
    account.sign_out(by=request.viewer)
    request.session.flush()
    return redirect(reverse("sign-in") + ("?out=provider" if by_provider else ""))


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
