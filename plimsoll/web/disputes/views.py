"""What somebody says is wrong on the record of a case: noting it, and answering."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.disputes import Wrong, decide_dispute, note_dispute
from plimsoll.core.access import NotAllowed
from plimsoll.core.terms import DisputeOutcome
from plimsoll.queries.cases import get_case
from plimsoll.queries.disputes import list_disputes
from plimsoll.web.cases.page import form_page
from plimsoll.web.disputes.page import AnswerForm, NoteForm, disputed_page
from plimsoll.web.done import Done
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def disputed(request: HttpRequest, case: UUID) -> HttpResponse:
    """What is said to be wrong on a case."""
    authorise.check_can_read(request.viewer, case)
    page = disputed_page(
        get_case(request.viewer, case),
        list_disputes(request.viewer, case),
        writes=authorise.can_write(request.viewer, case),
    )
    return show(request, "disputes/disputed.jinja", page)


@signed_in("GET", "POST")
def note(request: HttpRequest, case: UUID) -> HttpResponse:
    """Noting that something is said to be wrong; `record` in the address is of which record."""
    authorise.check_can_write(request.viewer, case)
    form = NoteForm(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wrong = Wrong(said["by_name"], said["wrong"], said["received_on"])
        try:
            note_dispute(
                case, wrong, key=said["key"], record=_key(request, "record"), by=request.viewer, at=request.now
            )
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case-disputed', args=[case])}?done={Done.DISPUTE_NOTED.value}")
    page = form_page(
        get_case(request.viewer, case), form, title="Somebody says that something is wrong", button="Note it",
        action=request.get_full_path(),
    )  # fmt: skip
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


@signed_in("GET", "POST")
def decide(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying what comes of it; `note` in the address is of which, else of the first that waits."""
    authorise.check_can_write(request.viewer, case)
    asked = _key(request, "note")
    waiting = [one for one in list_disputes(request.viewer, case) if one.outcome is None]
    one = next((each for each in waiting if asked in (None, each.id)), None)
    if one is None:
        raise NotAllowed("Nothing of this waits for an answer on this case. Somebody may have answered meanwhile.")
    form = AnswerForm(request.POST or None, as_at=request.now)
    form.fields["outcome"].help_text = f"{one.by_name}: “{one.wrong}”"
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            decide_dispute(
                case, one.id, DisputeOutcome(said["outcome"]), said["why"], told_on=said["told_on"], by=request.viewer,
                at=request.now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case-disputed', args=[case])}?done={Done.DISPUTE_ANSWERED.value}")
    page = form_page(
        get_case(request.viewer, case), form, title="Answer what is said to be wrong", button="Save",
        action=request.get_full_path(),
    )  # fmt: skip
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


def _key(request: HttpRequest, name: str) -> UUID | None:
    said = request.GET.get(name, "")
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
