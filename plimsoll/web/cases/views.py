"""Cases: looking at one, finding one, and what can be done to one."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused, allocate_case, lift_restriction, restrict_case, write_event
from plimsoll.core.terms import EventKind
from plimsoll.queries.cases import CaseView, get_case, list_holders, list_nameable, search_cases
from plimsoll.web.cases.forms import Allocate, Lift, Restrict, Write
from plimsoll.web.cases.page import Doing, case_page, form_page, search_page
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.shell import places
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case."""
    found = get_case(request.viewer, case)
    may = Doing(
        write=authorise.can_write(request.viewer, case),
        allocate=authorise.can_allocate(request.viewer, case),
        restrict=authorise.can_restrict(request.viewer, case),
        lift=authorise.can_lift(request.viewer, case),
    )
    return show(request, "cases/case.jinja", case_page(found, may, as_at=request.now))


@signed_in("GET")
def search(request: HttpRequest) -> HttpResponse:
    """Cases by name or reference."""
    words = request.GET.get("words", "").strip()
    return show(
        request, "cases/search.jinja", search_page(words, search_cases(request.viewer, words), today=request.now.date())
    )


@signed_in("GET", "POST")
def write(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing that something happened."""
    authorise.check_can_write(request.viewer, case)
    form = Write(request.POST or None, as_at=request.now)

    def do(said: dict) -> None:
        write_event(
            case,
            key=said["key"],
            kind=EventKind(said["kind"]),
            happened_at=said["happened_at"],
            time_known=said["time_known"],
            note=said["note"],
            by=request.viewer,
            at=request.now,
        )

    return _done_or_asked(request, case, form, do, title="Write on the record", button="Save", done=Done.WRITTEN)


@signed_in("GET", "POST")
def allocate(request: HttpRequest, case: UUID) -> HttpResponse:
    """Giving the case to somebody."""
    authorise.check_can_allocate(request.viewer, case)
    form = Allocate(request.POST or None, as_at=request.now)
    form.offer(list_holders(request.viewer, case, request.now.date()))

    def do(said: dict) -> None:
        allocate_case(case, worker=UUID(said["worker"]), why=said["why"], by=request.viewer, at=request.now)

    return _done_or_asked(request, case, form, do, title="Allocate this case", button="Allocate", done=Done.ALLOCATED)


@signed_in("GET", "POST")
def restrict(request: HttpRequest, case: UUID) -> HttpResponse:
    """Restricting the case to named people."""
    authorise.check_can_restrict(request.viewer, case)
    form = Restrict(request.POST or None, as_at=request.now)
    form.offer(list_nameable(request.viewer, case, request.now.date()))

    def do(said: dict) -> None:
        restrict_case(
            case, named=[UUID(key) for key in said["named"]], why=said["why"], by=request.viewer, at=request.now
        )

    return _done_or_asked(
        request, case, form, do, title="Restrict this case to named people", button="Restrict", done=Done.RESTRICTED
    )


@signed_in("GET", "POST")
def lift(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lifting the restriction."""
    authorise.check_can_lift(request.viewer, case)
    form = Lift(request.POST or None, as_at=request.now)

    def do(said: dict) -> None:
        lift_restriction(case, why=said["why"], by=request.viewer, at=request.now)

    return _done_or_asked(
        request, case, form, do, title="Lift the restriction", button="Lift the restriction", done=Done.LIFTED
    )


def _done_or_asked(
    request: HttpRequest, case: UUID, form: Form, do: Callable[[dict], None], *, title: str, button: str, done: Done
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong. What was typed is never lost."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            for field, sentence in refusal.faults.items():
                form.add_error(field, sentence)
        else:
            return redirect(f"{_after(request, case)}?done={done.value}")
    found: CaseView = get_case(request.viewer, case)
    page = form_page(found, form, title=title, button=button, action=request.path)
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, case: UUID) -> str:
    """Back to the case; to the list where it is no longer there for this viewer."""
    return reverse("case", args=[case]) if authorise.can_see(request.viewer, case) else places(request)[0].href
