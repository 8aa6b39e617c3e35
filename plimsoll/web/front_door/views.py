"""Referrals that wait, deciding about one, and what was decided."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.act_now import take_referral_on
from plimsoll.actions.cases import Refused
from plimsoll.actions.referrals import decide_referral
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import moment
from plimsoll.queries.cases import get_case
from plimsoll.queries.contacts import list_decided_contacts
from plimsoll.queries.judging import get_judgements
from plimsoll.queries.referrals import (
    get_waiting,
    in_danger,
    list_decided,
    list_earlier,
    list_front_door,
    list_linkable,
    list_teams,
)
from plimsoll.queries.shipped import shipped_scales
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.front_door.forms import Decide
from plimsoll.web.front_door.page import decided_page, open_words, triage_page, waiting_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def waiting(request: HttpRequest) -> HttpResponse:
    """Referrals that wait for a decision."""
    found = list_front_door(request.viewer, moment(request.now))
    page = waiting_page(found, may_take=authorise.can_take_referral(request.viewer), as_at=request.now)
    return show(request, "front_door/waiting.jinja", page)


@signed_in("GET")
def decided(request: HttpRequest) -> HttpResponse:
    """What was decided about referrals lately."""
    page = decided_page(
        list_decided(request.viewer, request.now), list_decided_contacts(request.viewer, request.now), as_at=request.now
    )
    return show(request, "front_door/decided.jinja", page)


@signed_in("GET", "POST")
def triage(request: HttpRequest, case: UUID) -> HttpResponse:
    """Deciding about the referral of a case."""
    viewer = request.viewer
    authorise.check_can_triage(viewer, case)
    found, one = get_case(viewer, case), get_waiting(viewer, case, moment(request.now))
    if one is None:
        raise NotAllowed("No referral waits for a decision on this case.")
    linkable = list_linkable(viewer, case)
    form = Decide(
        request.POST or None,
        as_at=request.now,
        scales=shipped_scales(),
        present=get_judgements(viewer, found, request.now),
        teams=list_teams(viewer),
        linked=[(each.case, f"{each.name}: {open_words(each)}") for each in linkable],
        danger=in_danger(viewer, case),
        initial={"team": str(found.team_id)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            decide_referral(case, form.said(), by=viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(_after(request, case))
    plain = form_page(found, form, title="Decide about this referral", button="Decide", action=request.path)
    earlier = list_earlier(viewer, case)
    page = triage_page(found, plain, one, earlier, linkable, note=shipped_scales().note, as_at=request.now)
    return show(request, "front_door/triage.jinja", page, status=422 if form.is_bound else 200)


@signed_in("POST")
def take_on(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying that one is on a referral oneself."""
    try:
        take_referral_on(case, by=request.viewer, at=request.now)
    except Refused as refusal:
        raise NotAllowed(str(refusal)) from None
    return redirect(f"{reverse('front-door')}?done={Done.TAKEN.value}")


def _after(request: HttpRequest, case: UUID) -> str:
    """Where it goes on to a team of the viewer's, to who could hold it; else back to what waits."""
    found = get_case(request.viewer, case) if authorise.can_allocate(request.viewer, case) else None
    to = reverse("case-who", args=[case]) if found and found.closed_at is None else reverse("front-door")
    return f"{to}?done={Done.TRIAGED.value}"
