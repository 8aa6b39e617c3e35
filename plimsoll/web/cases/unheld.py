"""Weighing the risk of a case that nobody holds."""

from dataclasses import replace
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.unallocated import review_unallocated
from plimsoll.queries.cases import get_case
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


class ReviewUnheld(Form):
    """What is weighed each week while nobody holds a case."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, written once
    risk = LongText(
        label="What is the risk now, and what has changed?",
        help_text="Since the last review, or since the case lost its worker.",
        missing="Say what the risk is now, and what has changed",
        most=LONGEST_WHY,
        rows=3,
    )
    safe = LongText(
        label="What keeps the child safe while nobody holds the case?",
        missing="Say what keeps the child safe while nobody holds the case",
        most=LONGEST_WHY,
        rows=3,
    )
    next = LongText(
        label="Who sees the child next, and when?",
        help_text="And what is done to find a worker. Whether the family has been told that there is none.",
        missing="Say who sees the child next, and when",
        most=LONGEST_WHY,
        rows=3,
    )


@signed_in("GET", "POST")
def review_unheld(request: HttpRequest, case: UUID) -> HttpResponse:
    """Weighing the risk of a case that nobody holds."""
    authorise.check_can_review_unallocated(request.viewer, case)
    form = ReviewUnheld(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            review_unallocated(
                case, key=said["key"], risk=said["risk"], safe=said["safe"], next_step=said["next"],
                by=request.viewer, at=request.now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('unallocated')}?done={Done.REVIEWED_UNHELD.value}")
    found = get_case(request.viewer, case)
    page = form_page(found, form, title="Review the risk of this case", button="Save the review", action=request.path)
    page = replace(page, cancel=reverse("unallocated"), back=Link("Unallocated", reverse("unallocated")))
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
