"""Writing down a step of a case: choosing it, saying when, seeing what it would change, and only then writing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.recording import LONGEST_TEXT
from plimsoll.actions.steps import Step, record_step, try_step
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.steps import GROUPS, LIKELY, OUTCOMES, STEPS
from plimsoll.core.terms import DueState, EventKind, Sight
from plimsoll.queries.cases import CaseView, Relative, get_case
from plimsoll.queries.place import Due
from plimsoll.queries.recording import Changed, list_due_on, writable
from plimsoll.queries.steps import only_with
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, Day, LongText, Several, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import DueLine, Link, Notice, Tone
from plimsoll.web.recording.forms import Write, read_when
from plimsoll.web.recording.page import Did, did_on
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

REFUSED = 422
_OPEN = (DueState.DUE, DueState.OVERDUE)
_WHEN = {
    EventKind.WENT_MISSING: "On which day did the child go missing?",
    EventKind.FOUND: "On which day was the child found?",
    EventKind.BIRTH: "On which day was the child born?",
}


class WriteStep(Form):
    """When a step was, and for which children."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # the record's id: sent twice, written once
    happened = Day(
        label="On which day was it?",
        missing="Write the day on which it was",
        help_text="For example today, yesterday, Friday or 21/11/26.",
    )
    time = Write.base_fields["time"]
    sight = Choice(
        label="Has somebody of this service seen the child since?",
        choices=choices_of((Sight.ALONE, Sight.WITH_OTHERS, Sight.NOT_SEEN)),
        missing="Say whether the child was seen",
        help_text="Until the child is seen, the case stays in Act now.",
        inline=True,
    )
    outcome = Choice(label="What did the conference decide?", choices=[], missing="Say what the conference decided")
    also = Several(label="Is it so for these children too?", choices=[], required=False)
    text = LongText(
        label="Is anything to be kept about it?", required=False, most=LONGEST_TEXT, help_text="Empty if not.", rows=3
    )
    received = Write.base_fields["received"]

    def __init__(self, *given: Any, kind: EventKind, beside: Iterable[Relative], as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, initial={"happened": as_at.astimezone(LONDON).date()}, **rest)
        self.kind, self.as_at = kind, as_at
        self.fields["happened"].label = _WHEN.get(kind, "On which day was it?")
        self.fields["outcome"].choices = [(code, said) for code, (said, _) in OUTCOMES.get(kind, {}).items()]
        self.fields["also"].choices = [(str(one.case), one.name or one.reference) for one in beside]
        asked = {"sight": kind is EventKind.FOUND, "outcome": kind in OUTCOMES, "also": bool(list(beside))}
        for name in [name for name, is_asked in asked.items() if not is_asked]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The day and time as one moment in London."""
        said = super().clean() or self.cleaned_data
        read_when(self, said, self.as_at.date())
        return said

    def said(self) -> Step:
        """What was said, once it is sound."""
        said = self.cleaned_data
        return Step(
            self.kind, said["happened_at"], said["time_known"], said["text"], said.get("outcome", ""),
            said.get("received_at"), Sight(said["sight"]) if said.get("sight") else None,
        )  # fmt: skip

    @property
    def looked(self) -> str:
        """What was said, as one text: whether what is written is what was looked at."""
        said = self.cleaned_data
        names = ("happened_at", "sight", "outcome", "received_at")
        return "|".join([*(str(said.get(name) or "") for name in names), *said.get("also", ())])


@dataclass(frozen=True)
class Group:
    """Steps of one kind, each with the page on which it is written down."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class ChoosePage(Page):
    """Which step is to be written down: those that something due waits for, with what that is; those that often come next on
    a case of its kind; then all, group by group."""

    about: str
    due: tuple[tuple[Link, str], ...]
    likely: tuple[Link, ...]
    groups: tuple[Group, ...]
    write: Link


@dataclass(frozen=True)
class StepPage(Page):
    """One step to write down. `did`: what it would change, once that was asked for; `looked`: what was looked at."""

    about: str
    form: WriteStep
    action: str
    cancel: str
    did: tuple[Did, ...]
    looked: str


@signed_in("GET", "POST")
def step(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing a step down: `kind` in the address says which, and without it one chooses."""
    viewer = request.viewer
    authorise.check_can_write(viewer, case)
    found = get_case(viewer, case)
    wanted = request.POST.get("kind") or request.GET.get("kind", "")
    kind = EventKind(wanted) if wanted in set(EventKind) and EventKind(wanted) in STEPS else None
    if kind is None:
        page = _choose(request, found)
        return show(request, "recording/steps.jinja", page, status=REFUSED if request.method == "POST" else 200)
    beside = writable(viewer, found.brothers_and_sisters)
    form = WriteStep(request.POST or None, kind=kind, beside=beside, as_at=request.now)
    if request.method != "POST" or not form.is_valid():
        page = _page(request, found, form, beside)
        return show(request, "recording/step.jinja", page, status=REFUSED if request.method == "POST" else 200)
    return _sent(request, found, form, beside)


def _sent(request: HttpRequest, found: CaseView, form: WriteStep, beside: Sequence[Relative]) -> HttpResponse:
    """Written where it was looked at as it is now; else what it would change."""
    cases = [found.id, *(UUID(key) for key in form.cleaned_data.get("also", ()))]
    key = form.cleaned_data["key"]
    sure = request.POST.get("sure") == "yes" and request.POST.get("looked") == form.looked
    try:
        if sure:
            made = record_step(form.said(), cases, key=key, by=request.viewer, at=request.now)
            return redirect(f"{reverse('record', args=[made[found.id]])}?done={Done.WRITTEN.value}")
        changed = try_step(form.said(), cases, key=key, by=request.viewer, at=request.now)
    except Refused as refusal:
        for name, said in refusal.faults.items():
            form.add_error(_field(form, name), _named(name, said, beside))
        return show(request, "recording/step.jinja", _page(request, found, form, beside), status=REFUSED)
    names = {found.id: found.called, **{one.case: one.name or one.reference for one in beside}}
    did = tuple(_did(request, names[case], form, changed[case]) for case in cases)
    page = _page(request, found, form, beside, did)
    missing = only_with(request.viewer, found.id, form.said().kinds, request.now)
    if missing:
        page = replace(page, notices=(_other_kind(found, missing),))
    return show(request, "recording/step.jinja", page)


def _field(form: WriteStep, name: str) -> str | None:
    """Where a fault of the record stands on this form."""
    asked = {"meets": "happened", "time": "happened"}.get(name, name)
    return asked if asked in form.fields else None


def _named(name: str, said: str, beside: Sequence[Relative]) -> str:
    """A fault of a brother or sister with their name."""
    of = next((one for one in beside if name.startswith(f"{one.case}-")), None)
    return f"{of.name or of.reference}: {said}" if of else said


def _did(request: HttpRequest, name: str, form: WriteStep, changed: Sequence[Changed]) -> Did:
    did = did_on(
        name,
        changed,
        None,
        None,
        whose="whoever holds the case",
        first_version=True,
        happened_on=form.cleaned_data["happened"],
        as_at=request.now.astimezone(LONDON),
    )
    return replace(did, closed=_openly(did.closed), next=_openly(did.next))


def _openly(lines: Iterable[DueLine]) -> tuple[DueLine, ...]:
    """Each with its sum in sight: it is what one is asked to look at."""
    return tuple(replace(line, said_there=line.working, working="") for line in lines)


def _other_kind(found: CaseView, missing: Sequence[Any]) -> Notice:
    words = " or ".join(word.label for word in missing[:3])
    return Notice(
        f"This case is on record as {found.case_type.label}. The timescales of this event run on a case of another kind: "
        f"{words}. It can be written down all the same; they start once the kind of case says so.",
        Tone.WARNING,
    )


def _page(
    request: HttpRequest,
    found: CaseView,
    form: WriteStep,
    beside: Sequence[Relative],
    did: tuple[Did, ...] = (),
) -> StepPage:
    choose = reverse("case-step", args=[found.id])
    return StepPage(
        capital(form.kind.label),
        about=about(found),
        form=form,
        action=f"{request.path}?{urlencode({'kind': form.kind.value})}",
        cancel=reverse("case", args=[found.id]),
        did=did,
        looked=form.looked if did else "",
        back=Link("Another key event", choose),
        viewed=viewed(found, *beside),
    )


def _choose(request: HttpRequest, found: CaseView) -> ChoosePage:
    due = list_due_on(request.viewer, found.id, request.now)
    wanted = [(kind, one) for one in due if one.state in _OPEN for kind in one.kinds if kind in STEPS]
    listed = dict(reversed(wanted))
    here = {kind for kind, _ in wanted}
    return ChoosePage(
        "Write down a key event",
        about=about(found),
        due=tuple((_link(found, kind), _says(listed[kind])) for kind in dict.fromkeys(kind for kind, _ in wanted)),
        likely=tuple(_link(found, kind) for kind in LIKELY[found.case_type] if kind not in here and _fits(found, kind)),
        groups=tuple(
            Group(title, tuple(_link(found, kind) for kind in kinds if _fits(found, kind))) for title, kinds in GROUPS
        ),
        write=Link("a visit, call, meeting or note", reverse("case-write", args=[found.id])),
        back=Link(found.called, reverse("case", args=[found.id])),
        viewed=viewed(found),
    )


def _fits(found: CaseView, kind: EventKind) -> bool:
    """A birth only where one is expected."""
    return kind is not EventKind.BIRTH or (found.born_on is None and found.expected_on is not None)


def _link(found: CaseView, kind: EventKind) -> Link:
    return Link(capital(kind.label), f"{reverse('case-step', args=[found.id])}?{urlencode({'kind': kind.value})}")


def _says(due: Due) -> str:
    return f"{due.worked_out.split('. ')[0].rstrip('.')}."
