"""Closing a case, with what is left open on it; asking for that; and opening a case again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.case_life import (
    CLOSE_REASONS,
    REOPEN_REASONS,
    Ending,
    Reopening,
    ask_to_end,
    end_case,
    has_authority,
    reopen_case,
)
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.core.case_life import LifeRules, in_order
from plimsoll.core.terms import CaseType, LifeReason
from plimsoll.queries.case_life import get_life_rules
from plimsoll.queries.cases import CaseView, Holder, get_case, list_holders
from plimsoll.queries.left_open import LeftOpen, Open, list_left_open
from plimsoll.web.cases.forms import holder_choice
from plimsoll.web.cases.page import FormPage, form_page, viewed
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Day, LongText, Pick, Several, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.shell import places
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

ANSWER = "answer-"  # before the name of what is left open
MOST_LINES = 6


class EndForm(Form):
    """Why a case is closed, when the work ended, and what becomes of each thing that is left open."""

    because = Pick(
        label="Why is this case closed?",
        choices=choices_of(CLOSE_REASONS),
        missing="Choose the reason",
    )
    why = LongText(
        label="Say more",
        help_text="What was reached, what the child and the family say, who knows of it. The child may read this one day.",
        missing="Say why it is closed, in words",
        most=LONGEST_WHY,
        rows=4,
    )
    closed = Day(label="On which day did the work end?", missing="Write the day on which the work ended")

    def __init__(self, *given: Any, left: Iterable[LeftOpen], **rest: Any) -> None:
        super().__init__(*given, **rest)
        for one in left:
            if not one.blocks:
                self.fields[f"{ANSWER}{one.what}"] = LongText(
                    label=f"{one.says} What becomes of it?",
                    help_text="; ".join(one.lines[:MOST_LINES])
                    + (f"; and {len(one.lines) - MOST_LINES} more" if len(one.lines) > MOST_LINES else ""),
                    missing=f"{one.says} Say what becomes of it",
                    most=LONGEST_WHY,
                    rows=2,
                )

    def ending(self) -> Ending:
        """What was said, once it is sound."""
        said = self.cleaned_data
        answers = {Open(name.removeprefix(ANSWER)): text for name, text in said.items() if name.startswith(ANSWER)}
        return Ending(said["closed"], LifeReason(said["because"]), said["why"], answers)


@dataclass(frozen=True)
class BlocksLine:
    """What must be settled first: a sentence, what of it, and where that is done."""

    says: str
    lines: tuple[str, ...]
    to: Link


@dataclass(frozen=True)
class EndPage(FormPage):
    """The end of a case. said : what to know first; blocks : what must be settled before; to : where the rest that is left
    open stands."""

    said: tuple[str, ...] = ()
    blocks: tuple[BlocksLine, ...] = ()
    to: tuple[Link, ...] = ()


@signed_in("GET", "POST")
def close(request: HttpRequest, case: UUID) -> HttpResponse:
    """Closing a case."""
    authorise.check_can_close(request.viewer, case)
    return _end(request, case, end_case, asks=False)


@signed_in("GET", "POST")
def ask_to_close(request: HttpRequest, case: UUID) -> HttpResponse:
    """Asking that a case is closed."""
    authorise.check_can_judge(request.viewer, case)
    return _end(request, case, ask_to_end, asks=True)


def _end(request: HttpRequest, case: UUID, do: Callable[..., UUID], *, asks: bool) -> HttpResponse:
    found = get_case(request.viewer, case)
    left = list_left_open(request.viewer, found, request.now)
    form = EndForm(request.POST or None, left=left, as_at=request.now, initial={"closed": request.now.date()})
    needs = get_life_rules(request.viewer, request.now.date()).close
    waits = needs.label if asks or not has_authority(request.viewer, needs) else ""
    if request.method == "POST" and form.is_valid():
        try:
            do(case, form.ending(), by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            there = authorise.can_see(request.viewer, case)
            to = reverse("case", args=[case]) if there else places(request)[0].href
            done = Done.STEP_ASKED if waits else Done.CLOSED
            return redirect(f"{to}?done={done.value}{'#life' if there and waits else ''}")
    title = "Ask to close this case" if asks else "Close this case"
    seen = viewed(found, *found.brothers_and_sisters)
    plain = form_page(found, form, title=title, button=title, action=request.get_full_path())
    said = (f"It is closed once {waits} agrees. Until then it stays open.",) if waits else ()
    page = EndPage(
        **{**vars(plain), "viewed": replace(seen, cases=seen.cases | {key for one in left for key in one.cases})},
        said=said,
        blocks=tuple(BlocksLine(one.says, one.lines, _place(found, one.what)) for one in left if one.blocks),
        to=tuple(link for one in left if not one.blocks for link in _links(found, one)),
    )
    return show(request, "cases/ending.jinja", page, status=422 if form.is_bound else 200)


def _links(found: CaseView, one: LeftOpen) -> tuple[Link, ...]:
    """Where something that is left open stands; other cases each by itself."""
    if one.what is Open.FAMILY:
        return tuple(
            Link(each.name or each.reference, reverse("case", args=[each.case])) for each in found.brothers_and_sisters
        )
    if one.what is Open.CASES:
        cases = zip(one.cases, one.lines, strict=True)
        return tuple(Link(reference, reverse("case", args=[key])) for key, reference in cases)
    return (_place(found, one.what),)


def _place(found: CaseView, what: Open) -> Link:
    """Where something that is left open is settled."""
    case = reverse("case", args=[found.id])
    return {
        Open.UNSAFE: Link(
            "Write on the record that the child is safe or found", reverse("case-write", args=[found.id])
        ),
        Open.NEWS: Link("Say what the new information means", reverse("case-news", args=[found.id])),
        Open.COURT: Link("Court and legal status", reverse("case-court", args=[found.id])),
        Open.LEGAL: Link("Court and legal status", reverse("case-court", args=[found.id])),
        Open.DUE: Link("What is due", f"{case}#due"),
        Open.PLANS: Link("Plans", reverse("case-plans", args=[found.id])),
        Open.DECISIONS: Link("Decisions that wait", f"{case}#why"),
        Open.DRAFTS: Link("Drafts", reverse("drafts")),
        Open.NETWORK: Link("Family and network", reverse("case-people", args=[found.id])),
        Open.FILES: Link("What a file says", f"{case}#asked"),
    }[what]


# ---- open again -----------------------------------------------------------------------------------------------------------


class ReopenForm(Form):
    """As what a case is opened again, from when, why, and who is to hold it."""

    kinds = Several(
        label="What is this case from then on?",
        choices=[],
        missing="Choose what the case is from then on",
        help_text="Its clocks run from the day below. What was due before it was closed is not asked for again.",
    )
    on = Day(label="From which day is it open again?", missing="Write the day from which it is open again")
    because = Pick(
        label="Why is it opened again?",
        choices=choices_of(REOPEN_REASONS),
        missing="Choose the reason",
    )
    why = LongText(
        label="Say more",
        help_text="What came in, from whom, and what is to be done. The child may read this one day.",
        missing="Say why it is opened again, in words",
        most=LONGEST_WHY,
        rows=4,
    )
    worker = Pick(
        label="Who is to hold it?",
        choices=[],
        required=False,
        help_text="Nobody yet: the case then stands in the unallocated queue from now on, with its clock.",
    )

    def __init__(self, *given: Any, found: CaseView, rules: LifeRules, people: Iterable[Holder], **rest: Any) -> None:
        now = in_order({found.case_type, *found.also})
        last = found.allocations[0].worker if found.allocations else None
        there = {one.worker for one in people}
        initial = {"kinds": [kind.value for kind in now], "worker": str(last) if last in there else ""}
        super().__init__(*given, initial=initial, **rest)
        self.fields["kinds"].choices = choices_of(rules.kinds)
        self.fields["kinds"].hints = {kind.value: "so when it was closed" for kind in now}
        self.fields["worker"].choices = [
            ("", "Nobody yet"),
            *(
                (str(one.worker), f"{holder_choice(one)}{': held it last' if one.worker == last else ''}")
                for one in people
            ),
        ]

    def reopening(self) -> Reopening:
        """What was said, once it is sound."""
        said = self.cleaned_data
        worker = UUID(said["worker"]) if said["worker"] else None
        return Reopening(
            tuple(map(CaseType, said["kinds"])), said["on"], LifeReason(said["because"]), said["why"], worker
        )


@signed_in("GET", "POST")
def reopen(request: HttpRequest, case: UUID) -> HttpResponse:
    """Opening a case again."""
    authorise.check_can_reopen(request.viewer, case)
    found = get_case(request.viewer, case)
    rules = get_life_rules(request.viewer, request.now.date())
    people = list_holders(request.viewer, case, request.now)
    form = ReopenForm(request.POST or None, found=found, rules=rules, people=people, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_case(case, form.reopening(), by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.REOPENED.value}#life")
    plain = form_page(found, form, title="Open this case again", button="Open it again", action=request.get_full_path())
    said = (f"It was closed: “{found.closed_why}” All of its history stays.",) if found.closed_why else ()
    return show(request, "cases/ending.jinja", EndPage(**vars(plain), said=said), status=422 if form.is_bound else 200)
