"""Settling the organisation's own list of typical ages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.typical_ages import LONGEST_SOURCE, set_typical_ages
from plimsoll.core.typical_ages import LONGEST_LINE, MOST_LINES
from plimsoll.queries.typical_ages import get_typical_ages
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import LongText, Several, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.signed_in import signed_in


class AgesForm(Form):
    """The list, and where it comes from."""

    source = Text(
        label="Where does the list come from?",
        required=False,
        most=LONGEST_SOURCE,
        help_text="It stands over the list wherever it is shown, as your organisation's.",
    )
    lines = LongText(
        label="The list",
        help_text="A line for each: the part of life (health, learning, feelings or relationships), from, to, and what "
        "children often do then, with semicolons between. Or paste these four columns out of a spreadsheet.",
        required=False,
        most=MOST_LINES * (LONGEST_LINE + 60),
        rows=12,
        counts_from=75,
    )
    none = Several(label="Or", choices=[("yes", "Have no list: take away the one that is here")], required=False)

    def clean(self) -> dict[str, Any]:
        """A list, or that there is to be none."""
        said = super().clean() or self.cleaned_data
        if not said.get("none") and not said.get("lines", "").strip() and "lines" not in self.errors:
            self.add_error("lines", "Write at least one line, or choose to have no list")
        return said


@signed_in("GET", "POST")
def typical_ages(request: HttpRequest) -> HttpResponse:
    """The list that holds, and another in its place."""
    check_can_manage_settings(request.viewer)
    now = get_typical_ages(request.viewer)
    form = AgesForm(
        request.POST or None,
        as_at=request.now,
        initial={"source": now.source, "lines": "\n".join(one.written for one in now.lines)},
    )
    page = FormPage(
        "Typical ages",
        (
            "Plimsoll ships none: we have read none in a source that could be named. A list of your own is shown on the "
            "page of how a child develops, as yours, and only the ranges in which the child's age lies.",
            "A range is something to talk about, and never a test: it is compared with no note of a child, marks nothing "
            "and moves nothing. For example: Learning; 18 months; 2 years 6 months; joins two words.",
        ),
        form,
        request.path,
        "Settle it from today",
        cancel=reverse("set-up"),
        back=Link("Set up", reverse("set-up")),
    )

    def do(said: dict[str, Any]) -> None:
        set_typical_ages("" if said["none"] else said["lines"], said["source"], by=request.viewer)

    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED)
