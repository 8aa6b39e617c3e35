"""Saying what a contact comes to, and taking one up again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.contacts import Comes, decide_contact, take_up_contact
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import moment
from plimsoll.core.terms import ContactOutcome
from plimsoll.queries.cases import get_case
from plimsoll.queries.referrals import get_waiting, list_earlier, list_teams
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.front_door.forms import ComesTo, TakeUp
from plimsoll.web.front_door.page import contact_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET", "POST")
def decide(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying what the contact of a case comes to."""
    viewer = request.viewer
    authorise.check_can_decide_contact(viewer, case)
    found, one = get_case(viewer, case), get_waiting(viewer, case, moment(request.now))
    if one is None:
        raise NotAllowed("No contact waits on this case.")
    form = ComesTo(request.POST or None, teams=list_teams(viewer), as_at=request.now)
    if request.method == "POST" and form.is_valid():
        said = form.said()
        try:
            decide_contact(case, said, by=viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(_after(request, case, said))
    plain = form_page(found, form, title="Say what this contact comes to", button="Save", action=request.path)
    page = contact_page(found, plain, one, list_earlier(viewer, case), as_at=request.now)
    return show(request, "front_door/triage.jinja", page, status=422 if form.is_bound else 200)


@signed_in("GET", "POST")
def again(request: HttpRequest, case: UUID) -> HttpResponse:
    """Taking up again a contact by which a case ended."""
    authorise.check_can_take_up_contact(request.viewer, case)
    form = TakeUp(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            take_up_contact(case, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('front-door')}?done={Done.CONTACT_AGAIN.value}")
    found = get_case(request.viewer, case)
    page = form_page(found, form, title="Take this contact up again", button="Take it up again", action=request.path)
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, case: UUID, said: Comes) -> str:
    """A referral: to where it is triaged; early help with a team of the viewer's: to who could hold it; else what waits."""
    if said.outcome is ContactOutcome.REFERRAL:
        return f"{reverse('case-triage', args=[case])}?done={Done.CONTACT_REFERRED.value}"
    early = said.outcome is ContactOutcome.EARLY_HELP and authorise.can_allocate(request.viewer, case)
    to = reverse("case-who", args=[case]) if early else reverse("front-door")
    return f"{to}?done={Done.CONTACT_DECIDED.value}"
