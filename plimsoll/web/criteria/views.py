"""The criteria by which work is put in order."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions import criteria as acts
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.criteria_text import digest, write
from plimsoll.queries import shipped
from plimsoll.queries.criteria import get_versions
from plimsoll.queries.criteria_drafts import Draft, get_draft, get_rehearsal, list_drafts
from plimsoll.queries.rehearsed import get_seen
from plimsoll.web.criteria import drafts as pages
from plimsoll.web.criteria.forms import NOW, Approve, AsText, Begin, Numbers
from plimsoll.web.criteria.page import criteria_page, shipped_page
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def criteria(request: HttpRequest) -> HttpResponse:
    """The set that holds, in plain English, and those before it."""
    authorise.check_can_read_criteria(request.viewer)
    found = get_versions(request.viewer, request.now.date())
    page = criteria_page(
        found,
        shipped.shipped_scales(),
        manages=authorise.can_manage_settings(request.viewer),
        drafts=authorise.can_read_drafts(request.viewer),
        tries=authorise.can_see_exercises(request.viewer),
    )
    return show(request, "criteria/criteria.jinja", page)


@signed_in("GET")
def shipped_set(request: HttpRequest, key: str) -> HttpResponse:
    """One of the sets that come with Plimsoll, in plain English, with its worked cases."""
    authorise.check_can_read_criteria(request.viewer)
    if key not in shipped.SETS:
        raise NotThere
    at = shipped.SETS.index(key)
    page = shipped_page(
        shipped.shipped_sets()[at],
        shipped.shipped_worked()[at],
        shipped.shipped_scales(),
        manages=authorise.can_manage_settings(request.viewer),
    )
    return show(request, "criteria/criteria.jinja", page)


# ---- drafts --------------------------------------------------------------------------------------------------------------


@signed_in("GET", "POST")
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft, and beginning one."""
    authorise.check_can_read_drafts(request.viewer)
    if request.method != "POST" and not authorise.can_manage_settings(request.viewer):
        return show(request, "criteria/drafts.jinja", pages.drafts_page(None, list_drafts(request.viewer)))
    authorise.check_can_manage_settings(request.viewer)
    now = get_versions(request.viewer, request.now.date()).now.criteria
    form = Begin(request.POST or None, as_at=request.now, initial={"start": NOW})
    form.offer(now, shipped.shipped_sets())
    begun: list[UUID] = []

    def do(said: dict[str, Any]) -> None:
        text = write(now) if said["start"] == NOW else shipped.criteria_text(said["start"])
        begun.append(acts.begin_draft(text, said["why"], by=request.viewer, at=request.now))

    page = pages.drafts_page(form, list_drafts(request.viewer))
    answer = _ask(request, "criteria/drafts.jinja", page, form, do)
    return answer or redirect(reverse("criteria-draft-change", args=begun))


@signed_in("GET")
def draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """One draft."""
    return _show_draft(request, draft)


def _show_draft(request: HttpRequest, draft: UUID, refusal: Refused | None = None) -> HttpResponse:
    authorise.check_can_read_drafts(request.viewer)
    viewer, today = request.viewer, request.now.astimezone(LONDON).date()
    found = get_draft(viewer, draft)
    settles, shows = authorise.can_manage_settings(viewer), authorise.can_see_rehearsals(viewer)
    page = pages.draft_page(
        found,
        get_versions(viewer, today).now.criteria,
        shipped.shipped_worked(),
        get_rehearsal(viewer, draft, today) if settles else None,
        get_seen(viewer, draft, today) if shows else None,
        settles=settles,
        shows=shows,
        may_approve=authorise.can_approve_criteria(request.viewer, drafters=found.drafters, on=today),
        as_at=request.now,
        fault=" ".join(refusal.faults.values()) if refusal else "",
    )
    return show(request, "criteria/draft.jinja", page, status=422 if refusal else 200)


@signed_in("GET", "POST")
def change(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The numbers of a draft."""
    found = _open_draft(request, draft)
    form = Numbers(request.POST or None, as_at=request.now, base=found.criteria, why=found.why)

    def do(said: dict[str, Any]) -> None:
        acts.change_draft(draft, said["text"], said["why"], by=request.viewer, at=request.now)

    answer = _ask(request, "criteria/change.jinja", pages.change_page(form, found), form, do)
    return answer or _to(draft, Done.DRAFTED)


@signed_in("GET", "POST")
def as_text(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A draft as its text."""
    found = _open_draft(request, draft)
    form = AsText(request.POST or None, as_at=request.now, initial={"text": found.text, "why": found.why})

    def do(said: dict[str, Any]) -> None:
        acts.change_draft(draft, said["text"], said["why"], by=request.viewer, at=request.now)

    answer = _ask(request, "criteria/ask.jinja", pages.text_page(form, found), form, do)
    return answer or _to(draft, Done.DRAFTED)


@signed_in("GET", "POST")
def approve(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The last question before a draft holds."""
    found, today = _open_draft(request, draft), request.now.date()
    authorise.check_can_approve_criteria(request.viewer, drafters=found.drafters, on=today)
    read = request.GET.get("read") or digest(found.text)  # from the draft's page: what stood on it
    form = Approve(request.POST or None, as_at=request.now, initial={"read": read})
    now = get_versions(request.viewer, today).now.criteria

    def do(said: dict[str, Any]) -> None:
        acts.approve_draft(draft, holds_from=said["holds_from"], read=said["read"], by=request.viewer, at=request.now)

    page = pages.approve_page(form, found, now, own=request.viewer.worker in found.drafters)
    answer = _ask(request, "criteria/ask.jinja", page, form, do)
    return answer or redirect(f"{reverse('criteria')}?done={Done.APPROVED.value}")


@signed_in("POST")
def rehearse(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft is tried out on every open case."""
    try:
        acts.start_rehearsal(draft, by=request.viewer, at=request.now)
    except Refused as refusal:
        return _show_draft(request, draft, refusal)
    return _to(draft)


@signed_in("POST")
def leave(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft is put aside."""
    try:
        acts.leave_draft(draft, by=request.viewer, at=request.now)
    except Refused as refusal:
        return _show_draft(request, draft, refusal)
    return redirect(f"{reverse('criteria-drafts')}?done={Done.DRAFT_LEFT.value}")


def _open_draft(request: HttpRequest, draft: UUID) -> Draft:
    authorise.check_can_manage_settings(request.viewer)
    return get_draft(request.viewer, draft)


def _ask(
    request: HttpRequest, template: str, page: Page, form: Form, do: Callable[[dict[str, Any]], None]
) -> HttpResponse | None:
    """Does it, where the form is whole; else the form, with everything that is wrong."""
    if form.is_bound and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            for field, faults in refusal.faults.items():
                form.add_error(field if field in form.fields else None, faults.splitlines())
        else:
            return None
    return show(request, template, page, status=422 if form.is_bound else 200)


def _to(draft: UUID, done: Done | None = None) -> HttpResponse:
    return redirect(reverse("criteria-draft", args=[draft]) + (f"?done={done.value}" if done else ""))
