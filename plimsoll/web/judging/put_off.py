"""Putting off a task, or rearranging a visit with safeguards; and ending that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_place, check_can_write
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.priority import end_postponement, postpone
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import get_case
from plimsoll.queries.judging import Open, PutOff, get_placement, get_put_off
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Day, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

LONGEST = 2_000


class Postpone(Form):
    """What is put off until when, and what makes that safe."""

    duty = Pick(label="What do you put off?", choices=[], missing="Choose what you put off")
    until = Day(label="Until which day?", forward=True, missing="Write the day until which it waits")
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)
    meanwhile = LongText(
        label="What is put in place until then?",
        help_text="What keeps the child safe: who sees the child, who rings, what was agreed. A visit always needs it.",
        required=False,
        most=LONGEST,
        rows=3,
    )
    told = LongText(
        label="Who has been told?",
        help_text="The child, the family, the school, your supervisor. A visit always needs it.",
        required=False,
        most=LONGEST,
        rows=2,
    )
    sooner_if = LongText(
        label="What would bring it forward?",
        help_text="For example: the child is not at school, or the mother rings.",
        required=False,
        most=LONGEST,
        rows=2,
    )

    def offer(self, due: tuple[Open, ...], asked: str) -> None:
        """What can be put off; of one alone, and of what the address names, it is chosen."""
        self.fields["duty"].choices = [
            (each.key, f"{capital(each.title)}, due {day_words(each.due_on)}") for each in due
        ]
        self.fields["duty"].initial = asked or (due[0].key if len(due) == 1 else None)


@dataclass(frozen=True)
class PutOffPage(FormPage):
    """What is put off. rule : what putting off does not change."""

    rule: str


@signed_in("GET", "POST")
def put_off(request: HttpRequest, case: UUID) -> HttpResponse:
    """Putting off a task or rearranging a visit; `for` in the address is the timescale that it is about."""
    check_can_place(request.viewer, case)
    placement = get_placement(request.viewer, case, request.now)
    due = {each.key: each for each in placement.open} if placement else {}
    if not due:
        raise NotAllowed("Nothing that the allocated worker has to do is due on this case.")
    asked = due.get(request.GET.get("for", ""))
    form = Postpone(request.POST or None, as_at=request.now)
    form.offer(tuple(due.values()), asked.key if asked else "")
    if request.method == "POST" and form.is_valid():
        try:
            postpone(case, **_said(form.cleaned_data), by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            kept = get_put_off(request.viewer, case, request.now.astimezone(LONDON).date())
            waits = kept[form.cleaned_data["duty"]].waits
            done = Done.PUT_OFF_WAITS if waits else Done.PUT_OFF
            return redirect(f"{reverse('case', args=[case])}?done={done.value}#due")
    title = "Put something off" if asked is None else "Rearrange this visit" if asked.visit else "Put off this task"
    found = get_case(request.viewer, case)
    plain = form_page(found, form, title=title, button="Save", action=request.get_full_path())
    rule = (
        "Until the day you give, it presses no earlier in the order of work. What law or plan asks for stays written as due "
        "as it was, with your words beside it. It ends by itself on that day, and when the case rises for another reason. "
        "A visit that goes beyond its day holds only once a supervisor has countersigned."
    )
    page = PutOffPage(**vars(plain), rule=rule)
    return show(request, "judging/put_off.jinja", page, status=422 if form.is_bound else 200)


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("duty", "until", "why", "meanwhile", "told", "sooner_if")}


class End(Form):
    """What is brought forward, and why."""

    duty = Pick(label="What comes forward?", choices=[], missing="Choose what comes forward")
    why = LongText(
        label="What happened?",
        help_text="For example what was said would bring it forward.",
        missing="Say what happened",
        most=LONGEST_WHY,
        rows=3,
    )

    def offer(self, found: Mapping[str, PutOff], asked: str) -> None:
        """What is put off now; of one alone, and of what the address names, it is chosen."""
        self.fields["duty"].choices = [
            (one.duty, f"{capital(one.title)}, put off until {day_words(one.until)}") for one in found.values()
        ]
        self.fields["duty"].initial = asked or (next(iter(found)) if len(found) == 1 else None)


@signed_in("GET", "POST")
def put_off_end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ending a putting off before its day."""
    check_can_write(request.viewer, case)
    found = get_put_off(request.viewer, case, request.now.astimezone(LONDON).date())
    if not found:
        raise NotAllowed("Nothing is put off on this case.")
    form = End(request.POST or None, as_at=request.now)
    form.offer(found, request.GET.get("for", ""))
    if request.method == "POST" and form.is_valid():
        one = found[form.cleaned_data["duty"]]
        try:
            end_postponement(one.id, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.PUT_OFF_ENDED.value}#due")
    view = get_case(request.viewer, case)
    page = form_page(view, form, title="Bring it forward", button="Bring it forward", action=request.get_full_path())
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
