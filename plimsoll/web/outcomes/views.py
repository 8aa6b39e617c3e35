"""Goals, scores and development: looking at them, and noting them."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions import outcomes as does
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import DevelopmentArea, Rater, WhoseWords
from plimsoll.queries.cases import CaseView
from plimsoll.queries.outcomes import Note, Reading, get_development, get_outcomes
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.outcomes import forms
from plimsoll.web.outcomes.page import asked_page, development_page, outcomes_page
from plimsoll.web.parts import Link
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

BACK = {"case-outcomes": "Goals and outcomes", "case-development": "How the child develops"}
NO_GOAL = "No goal holds on this case. Set one first."


@signed_in("GET")
def outcomes(request: HttpRequest, case: UUID) -> HttpResponse:
    """Goals and scores of a case, with the distance travelled."""
    authorise.check_can_read(request.viewer, case)
    page = outcomes_page(get_outcomes(request.viewer, case), may=authorise.can_judge(request.viewer, case))
    return show(request, "outcomes/outcomes.jinja", page)


@signed_in("GET", "POST")
def goal(request: HttpRequest, case: UUID) -> HttpResponse:
    """Setting a goal."""
    authorise.check_can_judge(request.viewer, case)
    found = get_outcomes(request.viewer, case)
    form = forms.SetGoal(request.POST or None, as_at=request.now)

    def do() -> None:
        said = form.cleaned_data
        whose = WhoseWords(said["words_of"])
        does.set_goal(case, said["text"], whose, on=said["on"], key=said["key"], by=request.viewer, at=request.now)

    return _asked(request, found.case, form, do, "A goal", "case-outcomes")


@signed_in("GET", "POST")
def goal_end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying that a goal holds no more; `goal` in the address is which."""
    authorise.check_can_judge(request.viewer, case)
    found = get_outcomes(request.viewer, case)
    holding = [one for one in found.goals if one.ended_on is None]
    if not holding:
        raise NotAllowed(NO_GOAL)
    form = forms.EndGoal(request.POST or None, as_at=request.now)
    form.offer(holding, request.GET.get("goal", ""))

    def do() -> None:
        said = form.cleaned_data
        does.end_goal(case, UUID(said["goal"]), said["why"], on=said["on"], by=request.viewer, at=request.now)

    return _asked(request, found.case, form, do, "A goal ends", "case-outcomes")


@signed_in("GET", "POST")
def reading(request: HttpRequest, case: UUID) -> HttpResponse:
    """Noting how far a goal is; `goal` in the address is which, `corrects` a reading that this one takes the place of."""
    authorise.check_can_judge(request.viewer, case)
    found = get_outcomes(request.viewer, case)
    before = _before(request, (one for each in found.goals for one in each.readings))
    of = next((each for each in found.goals if before in each.readings), None)
    holding = [of] if of else [one for one in found.goals if one.ended_on is None]
    if not holding:
        raise NotAllowed(NO_GOAL)
    form = forms.Rate(request.POST or None, as_at=request.now)
    form.begin(request.now.astimezone(LONDON).date(), before)
    form.offer(holding, request.GET.get("goal", ""))

    def do() -> None:
        said = form.cleaned_data
        does.rate_goal(
            case, UUID(said["goal"]), int(said["rating"]), Rater(said["rated_by"]), said["words"], on=said["on"],
            corrects=form.corrects, key=said["key"], by=request.viewer, at=request.now,
        )  # fmt: skip

    return _asked(request, found.case, form, do, "How far a goal is", "case-outcomes")


@signed_in("GET", "POST")
def score(request: HttpRequest, case: UUID) -> HttpResponse:
    """Noting what a tool came to; `corrects` in the address is a score that this one takes the place of."""
    authorise.check_can_judge(request.viewer, case)
    found = get_outcomes(request.viewer, case)
    before = _before(request, (one for each in found.scores for one in each.readings))
    form = forms.Score(request.POST or None, as_at=request.now)
    form.begin(request.now.astimezone(LONDON).date(), before)
    form.offer(found.tools, next((each for each in found.scores if before in each.readings), None))

    def do() -> None:
        said, (tool, part) = form.cleaned_data, form.of
        does.note_score(
            case, tool, part, said["score"], Rater(said["rated_by"]), said["words"], on=said["on"],
            corrects=form.corrects, key=said["key"], by=request.viewer, at=request.now,
        )  # fmt: skip

    return _asked(request, found.case, form, do, "The score of a tool", "case-outcomes")


@signed_in("GET")
def development(request: HttpRequest, case: UUID) -> HttpResponse:
    """How a child develops, beside their own earlier time."""
    authorise.check_can_read(request.viewer, case)
    found, today = get_development(request.viewer, case), request.now.astimezone(LONDON).date()
    page = development_page(found, today, may=authorise.can_judge(request.viewer, case))
    return show(request, "outcomes/development.jinja", page)


@signed_in("GET", "POST")
def note(request: HttpRequest, case: UUID) -> HttpResponse:
    """Noting how a child is getting on; `area` in the address is the part of their life, `corrects` an earlier note."""
    authorise.check_can_judge(request.viewer, case)
    found = get_development(request.viewer, case)
    form = forms.Grown(request.POST or None, as_at=request.now)
    form.fields["area"].initial = request.GET.get("area", "")
    form.begin(request.now.astimezone(LONDON).date(), _before(request, found.notes))

    def do() -> None:
        said = form.cleaned_data
        does.note_development(
            case, DevelopmentArea(said["area"]), said["text"], said["source"], on=said["on"], corrects=form.corrects,
            key=said["key"], by=request.viewer, at=request.now,
        )  # fmt: skip

    return _asked(request, found.case, form, do, "How the child is getting on", "case-development")


def _before(request: HttpRequest, rows: Iterable[Reading | Note]) -> Reading | Note | None:
    """The row that the address says is corrected.

    Raises
    ------
    Http404 : the case has none like that that stands.
    """
    asked = request.GET.get("corrects", "")
    if not asked:
        return None
    found = next((one for one in rows if str(one.id) == asked and not one.corrected), None)
    if found is None:
        raise Http404
    return found


def _asked(
    request: HttpRequest, found: CaseView, form: Form, do: Callable[[], None], title: str, then: str
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong."""
    back = reverse(then, args=[found.id])
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{back}?done={Done.OUTCOME_NOTED.value}")
    page = asked_page(found, form, title=title, action=request.get_full_path(), back=Link(BACK[then], back))
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
