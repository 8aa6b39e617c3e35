"""Beginning something while other cases wait in a higher band: why, once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_say_today
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.today import note_came_up, start_before
from plimsoll.core.terms import CameUp
from plimsoll.queries.cases import get_case
from plimsoll.queries.today import ToDo, get_thing
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.forms.fields import Choice, LongText, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Viewed
from plimsoll.web.parts import Act
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.today.page import next_step, what

NAMED = 5  # cases that wait and are named one by one
CHOSEN = "CHOSEN"


class Start(Form):
    """Why something comes before what stands higher; what came in between says so, and is asked nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, kept once
    came = Choice(
        label="Why does this come first?",
        choices=[
            (CHOSEN, "I decided so"),
            *choices_of(CameUp),
        ],
        hints={CameUp.SHORT.value: "under 15 minutes"},
        initial=CHOSEN,
        missing="Choose why this comes first",
    )
    why = LongText(
        label="In your words",
        help_text="Only where you decided so. It is kept for supervision, and moves nothing.",
        required=False,
        most=LONGEST_WHY,
        rows=3,
    )

    def clean(self) -> dict[str, Any]:
        """A decision says why."""
        said = super().clean() or self.cleaned_data
        if said.get("came") == CHOSEN and not str(said.get("why", "")).strip():
            self.add_error("why", "Say why this comes first")
        return said


@dataclass(frozen=True)
class StartPage(FormPage):
    """What is to be begun, and what waits above it; `begin` where nothing does."""

    what: str
    waits: tuple[str, ...]
    more: str
    begin: Act | None


@signed_in("GET", "POST")
def start(request: HttpRequest, case: UUID) -> HttpResponse:
    """Why a thing of a case (`thing` in the address) is begun first; then on to its record."""
    check_can_say_today(request.viewer, case)
    viewer, thing = request.viewer, request.GET.get("thing", "")
    view = get_case(viewer, case)
    assert view.worker is not None  # or it could not be begun
    found = get_thing(viewer, case, view.worker, thing, request.now)
    form = Start(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            _begin(request, case, thing, form)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(next_step(found).href if found else reverse("case-write", args=[case]))
    plain = form_page(view, form, title="Before you begin", button="Begin", action=request.get_full_path())
    page = _page(plain, found)
    return show(request, "today/start.jinja", page, status=422 if form.is_bound else 200)


def _begin(request: HttpRequest, case: UUID, thing: str, form: Start) -> None:
    """Keeps why, or that something came in between."""
    came = form.cleaned_data["came"]
    if came == CHOSEN:
        why, key = form.cleaned_data["why"], form.cleaned_data["key"]
        start_before(case, thing, why, key=key, by=request.viewer, at=request.now)
    else:
        note_came_up(CameUp(came), by=request.viewer, at=request.now)


def _page(plain: FormPage, found: ToDo | None) -> StartPage:
    passes = found.passes if found else ()
    # What is named: all of it and the first of those that wait, or where nothing waits what one begins with.
    shown = (*(found.whom if passes else found.whom[:1]), *passes[:NAMED]) if found else ()
    more = len(passes) - NAMED
    return StartPage(
        **{
            **vars(plain),
            "viewed": Viewed(
                plain.viewed.children | {one.child for one in shown if one.child},
                plain.viewed.cases | {one.case for one in shown},
            ),
        },
        what=f"{what(found)}: {', '.join(one.name or one.reference for one in found.whom)}" if found else "",
        waits=tuple(f"{one.name} {one.reference}".strip() for one in passes[:NAMED]),
        more=f"and {more} more" if more > 0 else "",
        begin=None if passes else next_step(found) if found else None,
    )
