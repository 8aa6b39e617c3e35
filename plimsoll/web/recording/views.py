"""Writing on cases, reading what was written, amending it, and what is not finished."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.drafts import NewerDraft, Saved, leave_draft, save_draft
from plimsoll.actions.recording import amend_record, withdraw_record, write_record
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import RecordKind
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.disputes import list_disputes
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.place import Standing, get_standing
from plimsoll.queries.recording import (
    DraftView,
    RecordView,
    Written,
    case_of_record,
    get_draft,
    get_record_view,
    kind_for,
    list_changed,
    list_drafts,
    list_due_on,
    list_written,
)
from plimsoll.web.done import Done
from plimsoll.web.parts import Act, Link, Notice, Tone
from plimsoll.web.recording import page
from plimsoll.web.recording.forms import Amended, Whole, as_typed, typed_of
from plimsoll.web.shell import places
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

GONE, CONFLICT, REFUSED = 410, 409, 422
JUST = timedelta(minutes=15)  # so long what is due now is what the record made of it
NOT_YOURS = "Somebody else opened this form, and typed into it. Open it anew to write in your own name."


def back_to_draft(request: HttpRequest) -> str:
    """Where somebody comes back to who was signed out while they wrote: to what is kept of it."""
    try:
        return f"{request.path}?draft={UUID(request.POST.get('key', ''))}"
    except ValueError:
        return request.path


@signed_in("GET", "POST", back=back_to_draft)
def write(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing on a case: `kind` and `duty` in the address choose beforehand, `draft` goes on with what was begun."""
    authorise.check_can_write(request.viewer, case)
    found = get_case(request.viewer, case)
    if request.method == "POST":
        return _sent(request, found)
    draft = _draft(request, case)
    kind = draft.kind if draft else _kind(request, found)
    if kind is RecordKind.STEP:
        return redirect("case-step", case)
    children = list_written(request.viewer, found, kind, request.GET.get("duty", ""), request.now)
    typed: dict[str, Any] = {}
    notices: tuple[Notice, ...] = ()
    if draft:
        typed = {**draft.content, "key": draft.id, "version": draft.version}
    elif request.GET.get("draft"):
        notices = (Notice("This draft is not there any more: it was sent or thrown away. Here is an empty form."),)
    form = Whole(None, kind=kind, children=children, as_at=request.now, typed=typed, writer=request.viewer.worker)
    saved = _saved_words(Saved(draft.version, draft.saved_at)) if draft else ""
    return _form(request, found, form, children, saved=saved, notices=notices)


def _draft(request: HttpRequest, case: UUID) -> DraftView | None:
    """What the address asks to go on with, where it is about this case."""
    try:
        draft = get_draft(request.viewer, UUID(request.GET.get("draft", "")))
    except ValueError:
        return None
    return draft if draft and draft.case == case else None


def _kind(request: HttpRequest, found: CaseView) -> RecordKind:
    """The kind that the address asks for, by itself or by a duty; else a visit where one is due, else a note."""
    asked = request.GET.get("kind", "")
    if asked in set(RecordKind):
        return RecordKind(asked)
    due = list_due_on(request.viewer, found.id, request.now)
    duty = request.GET.get("duty", "")
    if duty and (kind := kind_for(due, duty)):
        return kind
    return next((RecordKind.VISIT for one in due if kind_for([one], one.key) is RecordKind.VISIT), RecordKind.CASE_NOTE)


def _sent(request: HttpRequest, found: CaseView) -> HttpResponse:
    said, wanted = request.POST, request.POST.get("turn_to", "") or request.POST.get("kind", "")
    kind = RecordKind(wanted) if wanted in set(RecordKind) else RecordKind.CASE_NOTE
    children = list_written(request.viewer, found, kind, request.GET.get("duty", ""), request.now)
    if said.get("turn_to"):
        typed = {**as_typed(said), **{name: said.get(name) for name in ("key", "version")}}
        form = Whole(None, kind=kind, children=children, as_at=request.now, typed=typed, writer=request.viewer.worker)
        return _form(request, found, form, children)
    form = Whole(said, kind=kind, children=children, as_at=request.now)
    if said.get("writer") not in ("", None, str(request.viewer.worker)):
        if said.get("save_draft") == "quietly":
            return JsonResponse({"says": NOT_YOURS}, status=CONFLICT)
        form.write.add_error(None, NOT_YOURS)
        return _form(request, found, form, children)
    if said.get("save_draft"):
        return _kept(request, found, form, children)
    return _written(request, found, form, children)


def _written(request: HttpRequest, found: CaseView, form: Whole, children: Sequence[Written]) -> HttpResponse:
    if form.is_valid():
        told, key = form.write.told(), form.write.cleaned_data["key"]
        of = [(child.of.case, child.said()) for child in form.on_it]
        try:
            made = write_record(told, of, key=key, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('record', args=[made[found.id]])}?done={Done.WRITTEN.value}")
    return _form(request, found, form, children)


def _kept(request: HttpRequest, found: CaseView, form: Whole, children: Sequence[Written]) -> HttpResponse:
    """A draft is saved: asked for by a script, quietly, or by a person, who sees the form again."""
    said, quietly = request.POST, request.POST.get("save_draft") == "quietly"
    try:
        key, version = UUID(said.get("key", "")), int(said.get("version") or 0)
        saved = save_draft(
            found.id, form.kind, as_typed(said), key=key, version=version, by=request.viewer, at=request.now
        )
    except ValueError:
        form.write.add_error(None, "This form cannot be kept. Copy your text and open the form anew.")
        says, status = "This form cannot be kept. Copy your text and open the form anew.", REFUSED
    except Refused as refusal:
        form.add_faults(refusal.faults)
        says, status = " ".join(refusal.faults.values()), GONE
    except NewerDraft as newer:
        return _newer(request, found, form, children, newer.saved, quietly=quietly)
    else:
        if quietly:
            return JsonResponse({"saved": _saved_words(saved), "version": saved.version})
        return redirect(f"{request.path}?{urlencode({'draft': key, 'done': Done.DRAFT_SAVED.value})}")
    if quietly:
        return JsonResponse({"says": says}, status=status)
    return _form(request, found, form, children)


def _newer(
    request: HttpRequest, found: CaseView, form: Whole, children: Sequence[Written], saved: Saved, *, quietly: bool
) -> HttpResponse:
    """Nothing is overwritten unsaid: whoever has read that there is a newer text may then save this one over it."""
    newer = f"{request.path}?draft={request.POST.get('key', '')}"
    says = f"A newer text of this form was saved at {_clock(saved)}, in another window. Nothing was saved over it."
    if quietly:
        return JsonResponse({"says": says, "newer": newer}, status=CONFLICT)
    typed = {**as_typed(request.POST), "key": request.POST.get("key"), "version": saved.version}
    again = Whole(None, kind=form.kind, children=children, as_at=request.now, typed=typed, writer=request.viewer.worker)
    more = f"{says} To keep what stands here instead, save it once more."
    notice = Notice(more, Tone.WARNING, Act("Open the newer text", href=newer))
    return _form(request, found, again, children, notices=(notice,), status=CONFLICT)


def _clock(saved: Saved) -> str:
    return f"{saved.at.astimezone(LONDON):%H:%M:%S}"


def _saved_words(saved: Saved) -> str:
    return f"Draft saved {_clock(saved)}"


def _form(
    request: HttpRequest,
    found: CaseView,
    form: Whole,
    children: Sequence[Written],
    *,
    saved: str = "",
    notices: tuple[Notice, ...] = (),
    status: int = 0,
) -> HttpResponse:
    shown = page.write_page(found, form, children, action=request.path, saved=saved, notices=notices)
    return show(request, "recording/write.jinja", shown, status=status or (REFUSED if form.is_bound else 200))


# ---- one record -----------------------------------------------------------------------------------------------------------


@signed_in("GET")
def record(request: HttpRequest, record: UUID) -> HttpResponse:
    """One record; right after it was written, what it did to what is due and to the order of work."""
    viewer = request.viewer
    case = case_of_record(viewer, record)
    authorise.check_can_read(viewer, case)
    found, view = get_case(viewer, case), get_record_view(viewer, case, record)
    done = request.GET.get("done") in (Done.WRITTEN.value, Done.AMENDED.value, Done.TAKEN_BACK.value)
    now = done and request.now - view.versions[0].at < JUST
    shown = page.record_page(
        found,
        view,
        as_at=request.now,
        may_write=authorise.can_write(viewer, case),
        did=_did(request, found, view) if now else (),
        just_written=now,
        ways=_ways(request, found) if now else (),
        disputes=list_disputes(viewer, case, record),
    )
    return show(request, "recording/record.jinja", shown)


def _did(request: HttpRequest, found: CaseView, view: RecordView) -> tuple[page.Did, ...]:
    """What a record did on its case and on those of brothers and sisters with whom it was written, against what was known
    when it was sent."""
    viewer, since = request.viewer, view.versions[0].at
    names = {found.id: found.called} | {case: name for case, _, name in view.beside}
    changed = list_changed(viewer, list(names), since, request.now)
    before, after = (_standing(request, found, known_at) for known_at in (since, None))
    return tuple(
        page.did_on(
            name,
            changed.get(case, ()),
            before if case == found.id else None,
            after if case == found.id else None,
            whose=found.worker_name or "nobody yet: unallocated",
            first_version=len(view.versions) == 1,
            happened_on=view.row.happened_at.astimezone(LONDON).date(),
            as_at=request.now.astimezone(LONDON),
        )
        for case, name in names.items()
    )


def _standing(request: HttpRequest, found: CaseView, known_at: Any) -> Standing | None:
    """Where the case stands, or stood by what was known; None where nothing is settled to say it by."""
    try:
        return get_standing(request.viewer, found, moment(request.now), known_at)
    except NothingInForce:
        return None


def _ways(request: HttpRequest, found: CaseView) -> tuple[Link, ...]:
    """Where one goes on: whoever holds the case to the next thing of the day, others to where they begin."""
    if found.worker == request.viewer.worker:
        return Link("On with today", reverse("today")), Link("Back to my caseload", reverse("my-caseload"))
    begins = places(request)[0]
    return (Link(f"Back to {begins.text[:1].lower()}{begins.text[1:]}", begins.href),)


@signed_in("GET", "POST")
def amend(request: HttpRequest, record: UUID) -> HttpResponse:
    """Amending a record by a new version, or taking it back."""
    viewer = request.viewer
    case = case_of_record(viewer, record)
    authorise.check_can_write(viewer, case)
    found, view = get_case(viewer, case), get_record_view(viewer, case, record)
    if view.withdrawn or view.row.id != record:
        return redirect("record", view.row.id)
    (child, *_) = list_written(viewer, found, view.kind, "", request.now)
    form = Amended(
        request.POST or None,
        kind=view.kind,
        children=[child],
        as_at=request.now,
        typed=typed_of(view) if not request.POST else None,
        told=view.told,
    )
    if form.is_bound and (done := _amended(request, view, form)):
        return done
    shown = page.amend_page(found, form, child, record, action=request.path)
    return show(request, "recording/write.jinja", shown, status=REFUSED if form.is_bound else 200)


def _amended(request: HttpRequest, view: RecordView, form: Amended) -> HttpResponse | None:
    if not form.is_valid():
        return None
    said, by = form.write.cleaned_data, {"by": request.viewer, "at": request.now}
    try:
        if form.takes_back:
            key = withdraw_record(view.row.id, why=said["amended_why"], key=said["key"], **by)
        else:
            child = form.children[0].said()
            key = amend_record(view.row.id, form.write.told(), child, why=said["amended_why"], key=said["key"], **by)
    except Refused as refusal:
        form.add_faults(refusal.faults)
        return None
    done = Done.TAKEN_BACK if form.takes_back else Done.AMENDED
    return redirect(f"{reverse('record', args=[key])}?done={done.value}")


# ---- not finished ---------------------------------------------------------------------------------------------------------


@signed_in("GET", "POST")
def drafts(request: HttpRequest) -> HttpResponse:
    """What the viewer has begun and not sent; one of them can be thrown away."""
    if request.method == "POST":
        try:
            leave_draft(UUID(request.POST.get("leave", "")), by=request.viewer, at=request.now)
        except ValueError:
            return redirect("drafts")
        return redirect(f"{reverse('drafts')}?done={Done.THROWN_AWAY.value}")
    return show(request, "recording/drafts.jinja", page.drafts_page(list_drafts(request.viewer), as_at=request.now))
