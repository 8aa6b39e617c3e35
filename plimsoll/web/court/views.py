"""Court work: looking at it, and writing what an order asks for, what became of it, and the legal status."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions import court as does
from plimsoll.actions.cases import Refused
from plimsoll.actions.recording import OfChild, Told, write_record
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CourtEnd, CourtKind, EventKind, LegalStatusKind, Owner, RecordKind
from plimsoll.queries.cases import get_case
from plimsoll.queries.court import Dated, get_court_work
from plimsoll.web.cases.page import form_page
from plimsoll.web.court import forms
from plimsoll.web.court.page import court_page
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def court(request: HttpRequest, case: UUID) -> HttpResponse:
    """Court work of one case."""
    authorise.check_can_read(request.viewer, case)
    found, work = get_case(request.viewer, case), get_court_work(request.viewer, case)
    page = court_page(found, work, may=authorise.can_judge(request.viewer, case), as_at=request.now)
    return show(request, "court/court.jinja", page)


@signed_in("GET", "POST")
def write(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing what an order asks for, and by when."""
    authorise.check_can_judge(request.viewer, case)
    form = forms.Write(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        ordered = form.ordered(CourtKind(said["kind"]), said["what"], Owner(said["owner"]))
        does.write_court_date(case, ordered, key=said["key"], by=request.viewer, at=request.now)

    return _asked(request, case, form, do, title="A date for the court", button="Save")


@signed_in("GET", "POST")
def vary(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing that an order gave another day."""
    authorise.check_can_judge(request.viewer, case)
    dates = _open(request, case)
    form = forms.Vary(request.POST or None, as_at=request.now)
    form.offer(list(dates.values()), request.GET.get("date", ""))

    def do(said: dict[str, Any]) -> None:
        one = dates[said["date"]]
        ordered = form.ordered(one.kind, one.what, one.owner)
        does.vary_court_date(one.id, ordered, said["why"], key=said["key"], by=request.viewer, at=request.now)

    return _asked(request, case, form, do, title="Varied by an order", button="Save")


@signed_in("GET", "POST")
def end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying what became of something that was asked for."""
    authorise.check_can_judge(request.viewer, case)
    dates = _open(request, case)
    form = forms.End(request.POST or None, as_at=request.now)
    form.offer(list(dates.values()), request.GET.get("date", ""))

    def do(said: dict[str, Any]) -> None:
        row, how = dates[said["date"]].id, CourtEnd(said["how"])
        does.end_court_date(row, how, said["on"], said["why"], by=request.viewer, at=request.now)

    return _asked(request, case, form, do, title="What became of it", button="Save")


@signed_in("GET", "POST")
def step(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing a step of court work on the record."""
    authorise.check_can_judge(request.viewer, case)
    form = forms.Step(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        happened_at = datetime.combine(said["happened"], time(), LONDON)
        told = Told(RecordKind.CASE_NOTE, happened_at, time_known=False, text=said["note"])
        child = OfChild(meets=(EventKind(said["kind"]),))
        write_record(told, [(case, child)], key=said["key"], by=request.viewer, at=request.now)

    return _asked(request, case, form, do, title="A step of court work", button="Save")


@signed_in("GET", "POST")
def status(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing in what legal status the child is."""
    authorise.check_can_judge(request.viewer, case)
    form = forms.WriteStatus(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        does.write_legal_status(
            case,
            LegalStatusKind(said["kind"]),
            said["from_date"],
            expires_on=said["expires_on"],
            court=said["court"],
            note=said["note"],
            by=request.viewer,
            at=request.now,
        )

    return _asked(request, case, form, do, title="A legal status", button="Save")


@signed_in("GET", "POST")
def status_end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying that a legal status holds no more."""
    authorise.check_can_judge(request.viewer, case)
    now = {str(one.id): one for one in get_court_work(request.viewer, case).now}
    if not now:
        raise NotAllowed("No legal status is on record that could end.")
    form = forms.EndStatus(request.POST or None, as_at=request.now)
    form.offer(list(now.values()), request.GET.get("status", ""))

    def do(said: dict[str, Any]) -> None:
        does.end_legal_status(now[said["status"]].id, said["on"], said["why"], by=request.viewer, at=request.now)

    return _asked(request, case, form, do, title="A legal status ended", button="Save")


def _open(request: HttpRequest, case: UUID) -> dict[str, Dated]:
    """What is still asked for, by the id that a form sends."""
    found: Sequence[Dated] = get_court_work(request.viewer, case).dates
    dates = {str(one.id): one for one in found if one.open}
    if not dates:
        raise NotAllowed("No date of court work is open on this case.")
    return dates


def _asked(
    request: HttpRequest, case: UUID, form: Form, do: Callable[[dict[str, Any]], None], *, title: str, button: str
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong."""
    court = reverse("case-court", args=[case])
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{court}?done={Done.COURT_WRITTEN.value}")
    page = form_page(
        get_case(request.viewer, case), form, title=title, button=button, action=request.get_full_path(), to=court
    )
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
