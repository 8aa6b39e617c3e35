"""Taking what must be done now on a case, out of hours."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.route import LONGEST_TAKER, take_by_route
from plimsoll.queries.cases import get_case
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

MYSELF, OTHER = "myself", "other"


class Take(Form):
    """Who takes it."""

    who = Choice(
        label="Who takes it?",
        choices=[(MYSELF, "I do, now"), (OTHER, "Somebody whom I reached by telephone")],
        hints={MYSELF: "From now on it stands with you, and nobody else is told."},
        missing="Say who takes it",
    )
    taker = Text(
        label="Whom did you reach?",
        required=False,
        most=LONGEST_TAKER,
        help_text="Only where it is not you: their name, and where they work.",
    )

    def clean(self) -> dict[str, object]:
        """Whoever was reached has a name."""
        said = super().clean() or self.cleaned_data
        if said.get("who") == OTHER and not str(said.get("taker", "")).strip():
            self.add_error("taker", "Write whom you reached")
        return said


@signed_in("GET", "POST")
def take(request: HttpRequest, case: UUID) -> HttpResponse:
    """Taking what must be done now, while nobody of the case is there."""
    authorise.check_can_take_by_route(request.viewer, case)
    form = Take(request.POST or None, as_at=request.now)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        taker = said["taker"] if said["who"] == OTHER else ""
        try:
            take_by_route(case, taker, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.TAKEN_OUT_OF_HOURS.value}#route")
    found = get_case(request.viewer, case)
    page = form_page(found, form, title="Take it out of hours", button="Take it", action=request.path)
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
