"""Taking a referral in, and asking first whether its children are known already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.referrals import Referred, take_referral
from plimsoll.core.access import NotAllowed
from plimsoll.queries.new_case import Alike, list_alike, list_by_reference, list_places
from plimsoll.web.cases.adding import ASKED, hint
from plimsoll.web.done import Done
from plimsoll.web.front_door.forms import Take, WhichChildren
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Link
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

FRONT_DOOR = "Front door"
CONTACT = (
    "A contact is anything that somebody tells the front door about a child. What it comes to is said next, or later: no "
    "further action, advice, early help, or a referral, without typing it again. Until then it waits at the front door. "
    "Where the child may be in danger now it is a referral at once."
)


@dataclass(frozen=True)
class TakePage(Page):
    """The form of a referral that comes in."""

    form: Take
    action: str
    cancel: str
    lead: str = ""


@dataclass(frozen=True)
class WhichPage(Page):
    """Children who may be those of a referral; `kept` is what was typed before, to be sent along."""

    facts_shown = True
    form: WhichChildren
    action: str
    kept: tuple[tuple[str, str], ...]
    said: str
    open: tuple[Link, ...]
    button: str


@signed_in("GET", "POST")
def take(request: HttpRequest) -> HttpResponse:
    """Taking a referral in."""
    return _taking(request, contact=False)


@signed_in("GET", "POST")
def take_contact(request: HttpRequest) -> HttpResponse:
    """Taking a contact in: the same form, and what it comes to is said next, or later."""
    return _taking(request, contact=True)


def _taking(request: HttpRequest, *, contact: bool) -> HttpResponse:
    authorise.check_can_take_referral(request.viewer)
    places = list_places(request.viewer, request.now.date())
    teams = [team for team in places.teams if team[0] in places.free]
    if not teams:
        raise NotAllowed("There is no open team whose referrals you could take in. Ask your manager.")
    form = Take(request.POST or None, teams=teams, contact=contact, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        return _asked_or_taken(request, form)
    return _page(request, form)


def _asked_or_taken(request: HttpRequest, form: Take) -> HttpResponse:
    """The referral is taken in, unless there are children who may be its own, and nobody has said yet whether they are."""
    viewer, children = request.viewer, list(form.children)
    if authorise.can_see(viewer, form.cleaned_data["key"]):  # sent twice
        return redirect(_after(request, form, ()))
    alike = {number: found for number, one in enumerate(children) if (found := _alike(request, one))}
    if alike:
        which = WhichChildren(request.POST if ASKED in request.POST else None, as_at=request.now)
        for number, found in alike.items():
            which.offer(number, _name(children[number]), ((one.child, one.name, hint(one, request)) for one in found))
        if not (which.is_bound and which.is_valid()):
            return _which(request, which, alike)
        for number in alike:
            children[number] = replace(children[number], child=which.chosen(number))
    try:
        taken = take_referral(form.said(children), by=viewer, at=request.now)
    except Refused as refusal:
        form.add_faults({{"other_reference": "known"}.get(name, name): said for name, said in refusal.faults.items()})
        return _page(request, form)
    return redirect(_after(request, form, taken))


def _after(request: HttpRequest, form: Take, taken: Sequence[UUID]) -> str:
    """Of a contact about one child to what it comes to, for those who may say so; else to what waits."""
    if len(taken) == 1 and authorise.can_decide_contact(request.viewer, taken[0]):
        return f"{reverse('case-contact', args=[taken[0]])}?done={Done.CONTACT_TAKEN.value}"
    done = Done.CONTACT_WAITS if form.said(()).waits_as_contact else Done.REFERRED
    return f"{reverse('front-door')}?done={done.value}"


def _alike(request: HttpRequest, one: Referred) -> tuple[Alike, ...]:
    """Who on record it may be: of that reference, or with much the same name and birth date."""
    named = list_alike(request.viewer, one.given_name, one.family_name, one.born_on, one.expected_on)
    called = list_by_reference(request.viewer, one.other_reference)
    return tuple({found.child: found for found in (*called, *named)}.values())


def _name(one: Referred) -> str:
    return f"{one.given_name} {one.family_name}".strip()


def _page(request: HttpRequest, form: Take) -> HttpResponse:
    page = TakePage(
        "Take a contact in" if form.contact else "Take a referral in",
        form=form,
        action=request.path,
        cancel=reverse("front-door"),
        lead=CONTACT if form.contact else "",
        back=Link(FRONT_DOOR, reverse("front-door")),
    )
    return show(request, "front_door/take.jinja", page, status=422 if form.is_bound else 200)


def _which(request: HttpRequest, form: WhichChildren, alike: dict[int, tuple[Alike, ...]]) -> HttpResponse:
    every = {one.child: one for found in alike.values() for one in found}
    kept = [
        (name, value)
        for name, value in request.POST.items()
        if name not in (ASKED, "csrfmiddlewaretoken") and not name.startswith("child_")
    ]
    page = WhichPage(
        "Are they on record already?",
        form=form,
        action=request.path,
        kept=(*kept, (ASKED, "yes")),
        said="Somebody with much the same name and birth date, or with that reference, is on record. Choose them, and the "
        "referral stands with what is known already. Nothing is saved yet.",
        open=tuple(
            Link(f"Open {reference}", reverse("case", args=[case]))
            for one in every.values()
            for case, reference, *_ in one.cases
        ),
        button="Take it in",
        viewed=Viewed(frozenset(every), frozenset(case for one in every.values() for case, *_ in one.cases)),
    )
    return show(request, "cases/which.jinja", page, status=422 if form.is_bound else 200)
