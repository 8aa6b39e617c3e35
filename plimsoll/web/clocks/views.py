"""Extending or stopping a clock: asking for it, deciding about it, doing it unasked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can, check_can_change_clock, check_can_judge
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.clocks import LONGEST_MEANWHILE, RUNNING, Change, ask_for_clock, change_clock, decide_clock
from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.calendar import moment
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import ClockChangeKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import get_case
from plimsoll.queries.clocks import Changed, list_clock_changes
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.place import Due, get_standing
from plimsoll.web.cases.clocks import facts_of, reasons_of
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.agreeing import Agreeing
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Fact
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

RULE = (
    "Both dates stay in sight, with your name and your reason, for as long as the case does. A local standard then presses "
    "by the new day, and so does statutory guidance, unless it is about seeing or protecting a child. That, and what law "
    "sets, is recorded as extended and stays late. Only the court varies a court's date."
)


class ChangeForm(Form):
    """What is to become of which clock."""

    clock = Pick(label="Which clock?", choices=[], missing="Choose which clock")
    kind = Choice(
        label="What is to become of it?",
        choices=[(ClockChangeKind.EXTENDED.value, "It is extended"), (ClockChangeKind.STOPPED.value, "It is stopped")],
        missing="Choose what is to become of it",
    )
    until = Day(label="Extended until which day?", forward=True, required=False)
    meanwhile = LongText(
        label="What keeps the child safe until then?",
        help_text="Who sees the child, who rings, what was agreed. What is to see or protect a child always needs it.",
        required=False,
        most=LONGEST_MEANWHILE,
        rows=3,
    )
    why = LongText(
        label="Why?",
        help_text="The child and the family may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=3,
    )

    def offer(self, running: Sequence[Due], asked: str) -> None:
        """The clocks that run; what the address names is chosen."""
        self.fields["clock"].choices = [(one.clock, _named(one)) for one in running]
        known = {one.clock for one in running}
        self.fields["clock"].initial = asked if asked in known else None

    def change(self) -> Change:
        """What was said, once it is sound."""
        said = self.cleaned_data
        return Change(said["clock"], ClockChangeKind(said["kind"]), said["until"], said["meanwhile"], said["why"])


def _named(one: Due) -> str:
    due = one.by_rule_on or one.on
    return f"{capital(one.title)}, {f'due {day_words(due)}' if due else 'without a day'}"


@dataclass(frozen=True)
class ClockPage(FormPage):
    """What is to become of a clock. facts, said : what was asked for, none where nothing was; rule : what it moves."""

    facts: tuple[Fact, ...]
    said: tuple[str, ...]
    rule: str


@signed_in("GET", "POST")
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Asking that a clock is extended or stopped."""
    check_can_judge(request.viewer, case)

    def do(change: Change) -> None:
        ask_for_clock(case, change, by=request.viewer, at=request.now)

    return _asked(request, case, do, title="Extend or stop this clock", button="Ask for it", done=Done.CLOCK_ASKED)


@signed_in("GET", "POST")
def change(request: HttpRequest, case: UUID) -> HttpResponse:
    """Extending or stopping a clock unasked."""
    check_can_change_clock(request.viewer, case)

    def do(said: Change) -> None:
        change_clock(case, said, by=request.viewer, at=request.now)

    return _asked(request, case, do, title="Extend or stop this clock", button="Save", done=Done.CLOCK_CHANGED)


def _asked(
    request: HttpRequest, case: UUID, do: Callable[[Change], None], *, title: str, button: str, done: Done
) -> HttpResponse:
    running = _running(request, case)
    form = ChangeForm(request.POST or None, as_at=request.now)
    form.offer(running, f"{request.GET.get('for', '')}@{request.GET.get('started', '')}")
    if request.method == "POST" and form.is_valid():
        try:
            do(form.change())
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={done.value}#due")
    return _shown(request, case, form, None, title=title, button=button)


@signed_in("GET", "POST")
def decide(request: HttpRequest, case: UUID) -> HttpResponse:
    """Agreeing that a clock is extended or stopped, or not; `change` in the address is what was asked for."""
    check_can(request.viewer, Permission.COUNTERSIGN, case)
    waiting = [one for one in list_clock_changes(request.viewer, case) if one.agreed is None]
    asked = request.GET.get("change", "")
    one = next((one for one in waiting if str(one.id) == asked), waiting[-1] if waiting else None)
    if one is None:
        raise NotAllowed("Nobody has asked for a clock of this case to be extended or stopped.")
    check_can_change_clock(request.viewer, case, asked_by=one.asked_by_id)
    form = Agreeing(request.POST or None, about=one.id, yes="Yes", no="No: it runs on as it is", as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            decide_clock(one.id, form.cleaned_data["why"], agree=form.agrees, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            done = Done.CLOCK_CHANGED if form.agrees else Done.CLOCK_REFUSED
            return redirect(f"{reverse('case', args=[case])}?done={done.value}#due")
    return _shown(request, case, form, one, title="Decide about this clock", button="Save")


def _running(request: HttpRequest, case: UUID) -> list[Due]:
    """What runs on the case by a rule, and has a day."""
    try:
        standing = get_standing(request.viewer, get_case(request.viewer, case), moment(request.now))
    except NothingInForce as missing:
        raise NotAllowed(str(missing)) from None
    running = [one for one in standing.due if one.state in RUNNING and not one.by_hand and one.on] if standing else []
    if not running:
        raise NotAllowed("No clock runs on this case.")
    return running


def _shown(
    request: HttpRequest, case: UUID, form: Form, asked: Changed | None, *, title: str, button: str
) -> HttpResponse:
    found = get_case(request.viewer, case)
    plain = form_page(found, form, title=title, button=button, action=request.get_full_path())
    facts, said = (facts_of(asked), reasons_of(asked)) if asked else ((), ())
    page = ClockPage(**vars(plain), facts=facts, said=said, rule=RULE)
    return show(request, "clocks/clock.jinja", page, status=422 if form.is_bound else 200)
