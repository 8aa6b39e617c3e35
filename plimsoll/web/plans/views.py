"""Plans: looking at them, writing one step by step, reviewing one, and taking one out for the family."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions import plans as does
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import PlanKind, WhoseWords
from plimsoll.queries.cases import Relative
from plimsoll.queries.people_round import get_round
from plimsoll.queries.plans import PlanStands, PlansView, PlanView, get_plans, list_beside
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.plans import forms
from plimsoll.web.plans.page import asked_page, family_page, plans_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

NO_PLAN = "No plan is in force on this case."
NOT_NOW = "This plan is not in force any more. Open the plans of the case again."


@signed_in("GET")
def plans(request: HttpRequest, case: UUID) -> HttpResponse:
    """The plans of a case: the draft, what is in force, and what was before."""
    authorise.check_can_read(request.viewer, case)
    found = get_plans(request.viewer, case)
    page = plans_page(found, may=authorise.can_judge(request.viewer, case), as_at=request.now)
    return show(request, "plans/plans.jinja", page)


@signed_in("GET", "POST")
def begin(request: HttpRequest, case: UUID) -> HttpResponse:
    """Beginning a plan."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    form = forms.Begin(request.POST or None, as_at=request.now)
    beside = list_beside(request.viewer, found.case, None, draft=True)
    form.offer(found.case, beside)

    def do() -> None:
        said = form.cleaned_data
        does.begin_plan(
            case, PlanKind(said["kind"]), said["purpose"], also=form.cases, key=said["key"], by=request.viewer,
            at=request.now,
        )  # fmt: skip

    return _asked(
        request, found, form, do, title="Begin a plan", button="Begin a draft", done=Done.PLAN_BEGUN, named=beside
    )


@signed_in("GET", "POST")
def outcome(request: HttpRequest, case: UUID) -> HttpResponse:
    """Adding an outcome to the draft."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    plan = _draft(found)
    form = forms.Outcome(request.POST or None, as_at=request.now)
    beside = list_beside(request.viewer, found.case, plan.together, draft=True)
    form.offer_also(beside, ticked=True)

    def do() -> None:
        said = form.cleaned_data
        does.add_outcome(
            case, said["text"], WhoseWords(said["words_of"]), also=form.cases, key=said["key"], by=request.viewer,
            at=request.now,
        )  # fmt: skip

    return _asked(request, found, form, do, title="An outcome that is wanted", button="Add", named=beside)


@signed_in("GET", "POST")
def action(request: HttpRequest, case: UUID) -> HttpResponse:
    """Adding an action to the draft; `outcome` in the address is for what it is done."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    plan = _draft(found)
    if not plan.outcomes:
        raise NotAllowed("This draft has no outcome yet. Add what shall be different first, then who does what for it.")
    form = forms.Action(request.POST or None, as_at=request.now)
    form.offer(found.case, plan, get_round(request.viewer, case).people, request.GET.get("outcome", ""))
    beside = list_beside(request.viewer, found.case, plan.together, draft=True)
    form.offer_also(beside, ticked=True)

    def do() -> None:
        said, (owner, who) = form.cleaned_data, form.owner
        does.add_action(
            case, UUID(said["outcome"]), said["what"], owner, who, due_on=said["due_on"], also=form.cases,
            key=said["key"], by=request.viewer, at=request.now,
        )  # fmt: skip

    return _asked(request, found, form, do, title="Who does what by when", button="Add", named=beside)


@signed_in("GET", "POST")
def leave(request: HttpRequest, case: UUID) -> HttpResponse:
    """Leaving a line out of the draft."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    form = forms.LeaveOut(request.POST or None, as_at=request.now)
    form.offer(_draft(found))

    def do() -> None:
        does.leave_out(case, UUID(form.cleaned_data["line"]), by=request.viewer, at=request.now)

    return _asked(request, found, form, do, title="Leave a line out of the draft", button="Leave it out")


@signed_in("GET", "POST")
def agree(request: HttpRequest, case: UUID) -> HttpResponse:
    """Putting the draft in force."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    _draft(found)
    form = forms.Agree(request.POST or None, as_at=request.now)

    def do() -> None:
        does.agree_plan(case, form.said(), by=request.viewer, at=request.now)

    return _asked(
        request, found, form, do, title="Put this plan in force", button="Put it in force", done=Done.PLAN_AGREED
    )


@signed_in("GET", "POST")
def say(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying what became of an action; `action` in the address is which."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    there = found.standing(PlanStands.IN_FORCE)
    if not any(one.open for plan in there for one in plan.actions):
        raise NotAllowed("Nothing is asked for by a plan in force on this case.")
    form = forms.SayOfAction(request.POST or None, as_at=request.now)
    asked = request.GET.get("action", "")
    form.offer(there, asked, request.now.astimezone(LONDON).date())
    of = next((plan for plan in there for one in plan.actions if str(one.id) == asked), there[0])
    beside = list_beside(request.viewer, found.case, of.together, draft=False)
    form.offer_also(beside, ticked=False)

    def do() -> None:
        said = form.cleaned_data
        does.say_of_action(
            case, UUID(said["action"]), form.said(), also=form.cases, key=said["key"], by=request.viewer, at=request.now
        )

    return _asked(request, found, form, do, title="What became of an action", button="Save", named=beside)


@signed_in("GET", "POST")
def review(request: HttpRequest, case: UUID) -> HttpResponse:
    """Reviewing a plan in force; `plan` in the address is which."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    plan = _in_force(found, request.GET.get("plan", ""))
    form = forms.Review(request.POST or None, as_at=request.now)
    form.offer(plan)

    def do() -> None:
        does.review_plan(case, plan.id, form.said(), key=form.cleaned_data["key"], by=request.viewer, at=request.now)

    return _asked(request, found, form, do, title="Review the plan", button="Save", done=Done.PLAN_REVIEWED)


@signed_in("GET", "POST")
def end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ending a plan in force, or leaving a draft."""
    authorise.check_can_judge(request.viewer, case)
    found = get_plans(request.viewer, case)
    stands = (*found.standing(PlanStands.IN_FORCE), *found.standing(PlanStands.DRAFT))
    if not stands:
        raise NotAllowed(NO_PLAN)
    form = forms.End(request.POST or None, as_at=request.now)
    form.offer(stands, request.GET.get("plan", ""), request.now.astimezone(LONDON).date())

    def do() -> None:
        said = form.cleaned_data
        does.end_plan(case, UUID(said["plan"]), said["on"], said["why"], by=request.viewer, at=request.now)

    return _asked(request, found, form, do, title="A plan ends", button="Save", done=Done.PLAN_ENDED)


@signed_in("POST")
def family(request: HttpRequest, case: UUID) -> HttpResponse:
    """A plan in force as one page for the family: it leaves the house, so it is an act, which is remembered."""
    authorise.check_can_read(request.viewer, case)
    found = get_plans(request.viewer, case)
    plan = _in_force(found, request.POST.get("plan", ""))
    does.take_plan(case, plan.id, by=request.viewer)
    return show(request, "plans/family.jinja", family_page(found, plan, as_at=request.now))


def _draft(found: PlansView) -> PlanView:
    """The draft of a case.

    Raises
    ------
    NotAllowed : none is there.
    """
    drafts = found.standing(PlanStands.DRAFT)
    if not drafts:
        raise NotAllowed(does.NO_DRAFT)
    return drafts[0]


def _in_force(found: PlansView, asked: str) -> PlanView:
    """The plan in force that is asked for; where none is named, the first there is.

    Raises
    ------
    NotAllowed : none is in force, or the one that is asked for is not any more.
    """
    there = found.standing(PlanStands.IN_FORCE)
    plan = next((one for one in there if asked in ("", str(one.id))), None)
    if plan is None:
        raise NotAllowed(NOT_NOW if there else NO_PLAN)
    return plan


def _asked(
    request: HttpRequest,
    found: PlansView,
    form: Form,
    do: Callable[[], None],
    *,
    title: str,
    button: str,
    done: Done = Done.PLAN_WRITTEN,
    named: Sequence[Relative] = (),
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong. named : brothers and sisters whom it
    shows."""
    back = reverse("case-plans", args=[found.case.id])
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{back}?done={done.value}")
    page = asked_page(
        found.case, form, title=title, button=button, action=request.get_full_path(), back=back, named=named
    )
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
