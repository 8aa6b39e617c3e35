"""Cases: looking at one, and what can be done to one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused, allocate_case, lift_restriction, restrict_case
from plimsoll.actions.done_there import Seen, say_done_there
from plimsoll.core.access import NotAllowed, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import EventKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, NotKnownThen, get_case, list_holders, list_nameable
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.family_cases import FamilyCase, list_family_cases
from plimsoll.queries.place import Standing, get_standing
from plimsoll.web.cases.forms import Allocate, DoneThere, Lift, Restrict, family_words
from plimsoll.web.cases.page import case_page, form_page
from plimsoll.web.cases.record import Asked
from plimsoll.web.cases.standing import kinds_to_do
from plimsoll.web.cases.told import told_of
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.moments import NotThen, past_moment
from plimsoll.web.parts import Link
from plimsoll.web.shell import places
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case, as it is, or with `at` in the address as it was known then."""
    viewer, asked = request.viewer, Asked.of(request.GET.dict())
    try:
        then = past_moment(asked.at, request.now)
        found = get_case(viewer, case, then)
    except NotThen as fault:
        return _case(request, get_case(viewer, case), asked, fault=str(fault))
    except NotKnownThen as fault:
        since = fault.since.astimezone(LONDON)
        said = f"This case has been on record here since {day_words(since.date())} at {since:%H:%M}. Ask for a later moment."
        return _case(request, get_case(viewer, case), asked, fault=said)
    return _case(request, found, asked)


def _case(request: HttpRequest, found: CaseView, asked: Asked, *, fault: str = "") -> HttpResponse:
    told = told_of(request.viewer, found, asked, now=request.now)
    page = case_page(found, told, asked, as_at=found.known_at or request.now, fault=fault)
    return show(request, "cases/case.jinja", page, status=422 if fault else 200)


@signed_in("GET", "POST")
def allocate(request: HttpRequest, case: UUID) -> HttpResponse:
    """Giving the case to somebody."""
    authorise.check_can_allocate(request.viewer, case)
    form = Allocate(request.POST or None, as_at=request.now)
    form.offer(list_holders(request.viewer, case, request.now))

    def do(said: dict) -> None:
        allocate_case(case, worker=UUID(said["worker"]), why=said["why"], by=request.viewer, at=request.now)

    return _done_or_asked(
        request, case, form, do, title="Allocate this case", button="Allocate", done=Done.ALLOCATED,
        look_first=Link("Who could hold it? Loads, and where it would stand for each", reverse("case-who", args=[case])),
    )  # fmt: skip


@signed_in("GET", "POST")
def done_there(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying that something due was done in another system; `for` in the address is the timescale that it meets."""
    authorise.check_can_say_done_there(request.viewer, case)
    found = get_case(request.viewer, case)
    standing = _standing(request.viewer, found, request.now)
    kinds = kinds_to_do(standing, request.GET.get("for", ""))
    if not kinds:
        raise NotAllowed("Nothing that the allocated worker has to do is due on this case.")
    form = DoneThere(request.POST or None, as_at=request.now)
    form.offer(kinds)

    def do(said: dict) -> None:
        seen = Seen(said["seen"]) if said.get("seen") else None
        say_done_there(
            case,
            EventKind(said["kind"]),
            said["happened"],
            seen=seen,
            key=said["key"],
            by=request.viewer,
            at=request.now,
        )

    unseen = request.POST.get("seen") == Seen.NO
    return _done_or_asked(
        request, case, form, do, title="Done in the other system", button="Say that it is done",
        done=Done.WRITTEN if unseen else Done.DONE_THERE,
    )  # fmt: skip


def _standing(viewer: Viewer, found: CaseView, as_at: datetime) -> Standing | None:
    """Where the case stands; None where nothing is settled to say it by."""
    try:
        return get_standing(viewer, found, moment(as_at), found.known_at)
    except NothingInForce:
        return None


@signed_in("GET", "POST")
def restrict(request: HttpRequest, case: UUID) -> HttpResponse:
    """Restricting the case to named people."""
    authorise.check_can_restrict(request.viewer, case)
    family = list_family_cases(request.viewer, case)
    form = Restrict(request.POST or None, as_at=request.now)
    form.offer(list_nameable(request.viewer, case, request.now.date()), family)

    def do(said: dict) -> None:
        restrict_case(
            case,
            named=[UUID(key) for key in said["named"]],
            why=said["why"],
            also=form.others(),
            by=request.viewer,
            at=request.now,
        )

    return _done_or_asked(
        request, case, form, do, title="Restrict this case to named people", button="Restrict", done=Done.RESTRICTED,
        family=family, know=_not_offered(one for one in family if not one.restrict),
    )  # fmt: skip


def _not_offered(family: Iterable[FamilyCase]) -> tuple[str, ...]:
    """What of the family the viewer sees and does not decide here."""
    return tuple(f"Not decided here: {family_words(one)}." for one in family)


@signed_in("GET", "POST")
def lift(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lifting the restriction."""
    authorise.check_can_lift(request.viewer, case)
    family = [one for one in list_family_cases(request.viewer, case) if one.lift]
    form = Lift(request.POST or None, as_at=request.now)
    form.offer(family)

    def do(said: dict) -> None:
        lift_restriction(case, why=said["why"], also=form.others(), by=request.viewer, at=request.now)

    return _done_or_asked(
        request, case, form, do, title="Lift the restriction", button="Lift the restriction", done=Done.LIFTED,
        family=family,
    )  # fmt: skip


def _done_or_asked(
    request: HttpRequest,
    case: UUID,
    form: Form,
    do: Callable[[dict], None],
    *,
    title: str,
    button: str,
    done: Done,
    look_first: Link | None = None,
    family: Sequence[FamilyCase] = (),
    know: tuple[str, ...] = (),
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong. What was typed is never lost."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{_after(request, case)}?done={done.value}")
    found: CaseView = get_case(request.viewer, case)
    page = form_page(found, form, title=title, button=button, action=request.get_full_path(), look_first=look_first)
    children = frozenset(one.child for one in family if one.child)
    seen = page.viewed
    page = replace(
        page,
        know_first=know,
        viewed=replace(seen, children=seen.children | children, cases=seen.cases | {one.case for one in family}),
    )
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, case: UUID) -> str:
    """Back to the case; to the list where it is no longer there for this viewer."""
    return reverse("case", args=[case]) if authorise.can_see(request.viewer, case) else places(request)[0].href
