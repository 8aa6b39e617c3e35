"""Who of a team is away, and who covers; and how long kinds of work take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.absence import Away, end_absence, note_absence
from plimsoll.actions.cases import Refused
from plimsoll.actions.settings import MOST_MINUTES, set_minutes
from plimsoll.core.access import NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import AbsenceKind, Purpose
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.absence import AwayNow, TeamAbsence, get_team_absence
from plimsoll.queries.settings import list_minutes
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, Day, Pick, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, State
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


class NoteAway(Form):
    """That somebody is away."""

    worker = Pick(label="Who is away?", choices=[], missing="Choose who is away")
    kind = Choice(
        label="Why?",
        choices=choices_of(AbsenceKind),
        missing="Choose why",
        help_text="Only those who give this team's cases to workers read this. Everybody else reads until when.",
        inline=True,
    )
    begins = Day(
        label="From which day?", missing="Write the first day", help_text="For example today, Monday or 21/12/26."
    )
    until = Day(
        label="Until which day?",
        forward=True,
        missing="Write the last day; where nobody knows it, a day on which to look again",
        help_text="The last day away. Where nobody knows it, a day on which to look again.",
    )
    cover = Pick(
        label="Who covers all of their cases?",
        choices=[],
        required=False,
        help_text="Empty: nobody, and the cases show as uncovered. For one case alone, allocate that case.",
    )

    def __init__(self, *given: Any, found: TeamAbsence, **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["worker"].choices = _named(found.people)
        self.fields["cover"].choices = _named(found.could_cover)

    def said(self) -> Away:
        """What was said, once it is sound: from the beginning of the first day to the end of the last."""
        said = self.cleaned_data
        begins, until = said["begins"], said["until"] + timedelta(1)
        return Away(
            UUID(said["worker"]),
            AbsenceKind(said["kind"]),
            datetime.combine(begins, time(), LONDON),
            datetime.combine(until, time(), LONDON),
            UUID(said["cover"]) if said["cover"] else None,
        )


def _named(people: Iterable[tuple[UUID, str]]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in people]


@dataclass(frozen=True)
class AwayLine:
    """One absence: who, from when until when and why; who covers, and of how many cases; the button that ends it."""

    name: str
    says: str
    covers: str
    uncovered: bool
    end: Act


@dataclass(frozen=True)
class AbsencePage(Page):
    """Who of a team is away now or soon, and the form that notes it."""

    away: tuple[AwayLine, ...]
    nobody: State
    form: Form
    action: str
    cancel: str


@signed_in("GET", "POST")
def team_absence(request: HttpRequest, team: UUID) -> HttpResponse:
    """Who of a team is away; noting it, and (`end`) that somebody is here again."""
    authorise.check_can_note_absence(request.viewer, team)
    if request.method == "POST" and request.POST.get("end"):
        return _end(request, team)
    found = get_team_absence(request.viewer, team, request.now)
    form = NoteAway(request.POST or None, found=found, as_at=request.now)
    if form.is_bound and form.is_valid():
        try:
            note_absence(team, form.said(), by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{request.path}?done={Done.ABSENCE_NOTED.value}")
    back = reverse("team", args=[team])
    page = AbsencePage(
        f"Who is away: {found.name}",
        away=tuple(_line(one, request) for one in found.away),
        nobody=State("Nobody is away", "Leave, illness, training and suspension that you note stand here."),
        form=form,
        action=request.path,
        cancel=back,
        back=Link(found.name, back),
    )
    return show(request, "people/absence.jinja", page, status=422 if form.is_bound else 200)


def _end(request: HttpRequest, team: UUID) -> HttpResponse:
    try:
        absence = UUID(request.POST["end"])
    except ValueError:
        raise NotThere from None
    end_absence(team, absence, by=request.viewer, at=request.now)
    return redirect(f"{request.path}?done={Done.ABSENCE_ENDED.value}")


def _line(one: AwayNow, request: HttpRequest) -> AwayLine:
    first = one.begins_at.astimezone(LONDON).date()
    last = (one.ends_at.astimezone(LONDON) - timedelta(minutes=1)).date()
    held = f"{one.cases:,} open {'case' if one.cases == 1 else 'cases'}"
    verb = "cover" if len(one.cover) > 1 else "covers"
    covers = f"{' and '.join(one.cover) or 'Nobody'} {verb} {held}."
    if not one.cases:
        covers = "Holds no open case."
    return AwayLine(
        one.name,
        f"{capital(one.kind.label)}, {day_words(first)} to {day_words(last)}",
        covers,
        one.uncovered and bool(one.cases),
        Act(
            "Here again" if one.begins_at <= request.now else "Take back",
            post=request.path,
            about=one.name,
            fields=(("end", str(one.id)),),
        ),
    )


# ---- how long work takes -------------------------------------------------------------------------------------------------

_KINDS = {
    Purpose.SEE: "A visit to a child",
    Purpose.PROTECT: "Something that protects a child",
    Purpose.COURT: "Something for the court",
    Purpose.DECIDE: "A decision",
    Purpose.REVIEW: "A review or a meeting",
    Purpose.RECORD: "Something to be written",
    Purpose.CHECK: "A check",
}


class Takes(Form):
    """How many minutes each kind of work takes."""

    def __init__(self, *given: Any, minutes: Iterable[tuple[Purpose, int]], **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.purposes = [purpose for purpose, _ in minutes]
        for purpose, number in minutes:
            self.fields[purpose.value.lower()] = Text(
                label=_KINDS[purpose], initial=str(number), width=4, missing="Write a number of minutes, such as 90"
            )

    def clean(self) -> dict[str, Any]:
        """Each as a number."""
        said = super().clean() or self.cleaned_data
        for purpose in self.purposes:
            name, typed = purpose.value.lower(), str(said.get(purpose.value.lower(), ""))
            if typed and not (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= MOST_MINUTES):
                self.add_error(name, "Write a number of minutes, such as 90")
        return said


@signed_in("GET", "POST")
def minutes(request: HttpRequest) -> HttpResponse:
    """How long kinds of work take in this organisation."""
    authorise.check_can_manage_settings(request.viewer)
    now = list_minutes(request.viewer, request.now.date())
    form = Takes(request.POST or None, minutes=now, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        set_minutes(
            {purpose: int(said[purpose.value.lower()]) for purpose, _ in now}, by=request.viewer, at=request.now
        )

    page = FormPage(
        "How long work takes",
        (
            "In minutes, with the way there and what is written afterwards. It decides where the hours of a day end on "
            "Today, and what too much urgent work asks.",
        ),
        form,
        request.path,
        "Agree from today",
        reverse("set-up"),
        back=Link("Set up", reverse("set-up")),
    )
    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED)
