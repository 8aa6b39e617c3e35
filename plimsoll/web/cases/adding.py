"""Putting a case on record by hand, and asking first whether the child is known already."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.new_case import NewCase, add_case
from plimsoll.core.access import NotAllowed, NotThere, Permission
from plimsoll.core.case_life import STARTS
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.case_life import get_life_rules
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.exchange import ToldOfChild, get_told
from plimsoll.queries.new_case import Alike, Places, list_alike, list_places
from plimsoll.web.ages import age
from plimsoll.web.cases.forms import NEW_CHILD, New, WhichChild, levels_of
from plimsoll.web.cases.page import viewed
from plimsoll.web.done import Done
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Link
from plimsoll.web.shell import places as leads
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

ASKED = "asked"  # that it was asked which child it is: radios of which none is chosen are not sent


@dataclass(frozen=True)
class NewPage(Page):
    """The form of a new case. began : by kind of case, what the day is of on which it began."""

    facts_shown = True
    form: New
    action: str
    cancel: str
    began: tuple[tuple[str, str], ...]
    family: Link | None


@dataclass(frozen=True)
class WhichPage(Page):
    """Children who may be the one that is put on record; `kept` is what was typed before, to be sent along."""

    facts_shown = True
    form: WhichChild
    action: str
    kept: tuple[tuple[str, str], ...]
    said: str
    open: tuple[Link, ...]
    button: str = "Add this case"


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Putting a case on record; `family` in the address names the case of a brother or sister, `file` and `of_file` a child
    of a file."""
    authorise.check_can_add(request.viewer)
    places = list_places(request.viewer, request.now.date())
    if not places.teams:
        raise NotAllowed("You belong to no team yet, so that nobody could see your case but you. Ask your manager.")
    beside, told = _beside(request), _told(request)
    usual = _usual(request, beside) | (_of_file(request, told, places) if told else {})
    form = New(request.POST or None, places=places, as_at=request.now, initial=usual)
    form.fields["level"].choices = levels_of(get_life_rules(request.viewer, request.now.date()))
    if request.method == "POST" and form.is_valid():
        if authorise.can_see(request.viewer, form.cleaned_data["key"]):  # sent twice
            return redirect(_after(request, form.cleaned_data["key"]))
        return _asked_or_added(request, form, beside, told)
    return _page(request, form, beside, told)


def _beside(request: HttpRequest) -> CaseView | None:
    """The case of the brother or sister that is named."""
    named = (request.POST or request.GET).get("family", "")
    if not named:
        return None
    try:
        found = get_case(request.viewer, UUID(named))
    except ValueError:
        raise NotThere from None
    if found.child is None:
        raise NotAllowed("This is the case of a whole family. Add a case for the child by itself.")
    return found


def _told(request: HttpRequest) -> ToldOfChild | None:
    """What the file that is named says of the child that is named."""
    said = request.POST or request.GET
    file, reference = said.get("file", ""), said.get("of_file", "")
    if not file and not reference:
        return None
    try:
        return get_told(request.viewer, UUID(file), reference)
    except ValueError:
        raise NotThere from None


def _of_file(request: HttpRequest, told: ToldOfChild, places: Places) -> dict[str, object]:
    """What stands in the form of what a file says."""
    teams = {name.casefold(): str(key) for key, name in places.teams}
    usual: dict[str, object] = {
        "file": request.GET.get("file", ""),
        "of_file": told.reference,
        "other_reference": told.reference,
        "given_name": told.given_name,
        "family_name": told.family_name,
        "born": told.born_on or told.expected_on,
    }
    team = teams.get(told.team.casefold())
    return usual | ({"team": team} if team else {})


def _usual(request: HttpRequest, beside: CaseView | None) -> dict[str, object]:
    """What stands in the form before anything is typed."""
    usual: dict[str, object] = {"family": "", "file": "", "of_file": ""}
    if beside is not None:
        family_name = beside.name.rpartition(" ")[2]
        usual |= {"family": beside.id, "family_name": family_name, "kind": beside.case_type.value}
        usual |= {"team": str(beside.team_id), "worker": str(beside.worker or "")}
    elif request.viewer.worker in request.viewer.reach(Permission.ADD_CASE).workers:
        usual["worker"] = str(request.viewer.worker)
    return usual


def _asked_or_added(request: HttpRequest, form: New, beside: CaseView | None, told: ToldOfChild | None) -> HttpResponse:
    """The case is added, unless there is a child who may be this one, and nobody has said yet whether it is."""
    said = form.said()
    alike = list_alike(request.viewer, said.given_name, said.family_name, said.born_on, said.expected_on)
    if alike:
        which = WhichChild(request.POST if ASKED in request.POST else None, as_at=request.now)
        which.offer((each.child, each.name, hint(each, request)) for each in alike)
        if not (which.is_bound and which.is_valid()):
            return _which(request, which, said, alike)
        chosen = which.cleaned_data["child"]
        said = said if chosen == NEW_CHILD else replace(said, child=UUID(chosen))
    try:
        case = add_case(said, by=request.viewer, at=request.now)
    except Refused as refusal:
        form.add_faults(refusal.faults)
        return _page(request, form, beside, told)
    return redirect(_after(request, case))


def _after(request: HttpRequest, case: UUID) -> str:
    """The new case, where it is there for who added it; else where they begin."""
    to = reverse("case", args=[case]) if authorise.can_see(request.viewer, case) else leads(request)[0].href
    return f"{to}?done={Done.ADDED.value}"


def _page(request: HttpRequest, form: New, beside: CaseView | None, told: ToldOfChild | None) -> HttpResponse:
    name = beside.called if beside else ""
    page = NewPage(
        f"Add a brother or sister of {name}"
        if beside
        else f"Add a case for {told.reference} of the file"
        if told
        else "Add a case",
        form=form,
        action=request.path,
        cancel=reverse("case", args=[beside.id]) if beside else leads(request)[0].href,
        began=tuple((kind.value, f"{capital(start.label)}: on which day?") for kind, start in STARTS.items()),
        family=Link(f"{name} ({beside.reference})", reverse("case", args=[beside.id])) if beside else None,
        back=Link(name, reverse("case", args=[beside.id])) if beside else None,
        viewed=viewed(beside) if beside else Viewed(),
    )
    return show(request, "cases/new.jinja", page, status=422 if form.is_bound else 200)


def hint(each: Alike, request: HttpRequest) -> str:
    """What tells a child from another."""
    born = f"born {day_words(each.born_on)}" if each.born_on else age(None, each.expected_on, request.now.date())
    cases = (f"{reference}: {kind.label}, {'open' if still else 'closed'}" for _, reference, kind, still in each.cases)
    return "; ".join([*([born] if born else []), *cases])


def _which(request: HttpRequest, form: WhichChild, said: NewCase, alike: tuple[Alike, ...]) -> HttpResponse:
    kept = [
        (name, value) for name, value in request.POST.items() if name not in (ASKED, "child", "csrfmiddlewaretoken")
    ]
    page = WhichPage(
        "Is it one of these?",
        form=form,
        action=request.path,
        kept=(*kept, (ASKED, "yes")),
        said=f"You are adding {' '.join((said.given_name, said.family_name)).strip()}. A child with much the same name and "
        "birth date is on record. Choose the child, and the case is added to them.",
        open=tuple(
            Link(f"Open {reference}", reverse("case", args=[case]))
            for each in alike
            for case, reference, *_ in each.cases
        ),
        viewed=Viewed(
            frozenset(each.child for each in alike), frozenset(case for each in alike for case, *_ in each.cases)
        ),
    )
    return show(request, "cases/which.jinja", page, status=422 if form.is_bound else 200)
