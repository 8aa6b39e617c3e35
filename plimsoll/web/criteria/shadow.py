"""Shadow months: which teams have one, beginning and ending one, and how what was done compares with the order not shown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.shadow import begin_shadow, end_shadow
from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.shadow import FIRST, Compared, DayLine, Spell, get_compared, list_spells, list_teams
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Day, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Fact, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

MOST_WHY = 2000


class Begin(Form):
    """Whose order is not shown, until when, and why."""

    team = Pick(label="Which team?", choices=[], missing="Choose a team")
    until = Day(label="Until the end of which day?", missing="Give its last day", forward=True)
    why = LongText(label="Why?", missing="Say why", most=MOST_WHY, rows=3)

    def __init__(self, *given: Any, teams: list[tuple[UUID, str]], as_at: Any, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.fields["team"].choices = [(str(key), name) for key, name in teams]


class End(Form):
    """Why it ends before its day."""

    why = LongText(label="Why does it end before its day?", missing="Say why", most=MOST_WHY, rows=3)


@dataclass(frozen=True)
class ShadowsPage(Page):
    """Shadow months, and beginning one."""

    table: Table | None
    nothing: State
    form: Form
    action: str


@signed_in("GET", "POST")
def shadows(request: HttpRequest) -> HttpResponse:
    """Every shadow month, and beginning one."""
    viewer, today = request.viewer, request.now.astimezone(LONDON).date()
    authorise.check_can_manage_settings(viewer)
    form = Begin(request.POST or None, teams=list_teams(viewer), as_at=request.now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = begin_shadow(UUID(said["team"]), until=said["until"], why=said["why"], by=viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('shadow', args=[made])}?done={Done.SHADOW_BEGUN.value}")
    found = list_spells(viewer, today)
    page = ShadowsPage(
        "Shadow months",
        table=_spells(found) if found else None,
        nothing=State("No shadow month yet", "Every team is shown its order of work."),
        form=form,
        action=request.path,
        back=Link("How the order of work is made", reverse("criteria")),
    )
    return show(request, "criteria/shadows.jinja", page, status=422 if request.method == "POST" else 200)


def _spells(found: tuple[Spell, ...]) -> Table:
    columns = tuple(map(Column, ("Team", "From", "Until the end of", "State", "Decided by")))
    rows = tuple(
        (
            Cell(one.team, href=reverse("shadow", args=[one.id])),
            Cell(day_words(one.from_date)),
            Cell(day_words(one.until)),
            Cell("runs" if one.runs else "over"),
            Cell(one.decided_by),
        )
        for one in found
    )
    return Table("Shadow months", columns, rows, caption_hidden=True)


@dataclass(frozen=True)
class ShadowPage(Page):
    """One shadow month with its comparison, and ending it."""

    facts: tuple[Fact, ...]
    why: str
    nothing: State | None
    said: str
    days: Table | None
    people: Table | None
    apart: Table | None
    more: str
    form: Form | None
    action: str


@signed_in("GET", "POST")
def shadow(request: HttpRequest, spell: UUID) -> HttpResponse:
    """One shadow month, compared; a POST ends it before its day."""
    viewer, today = request.viewer, request.now.astimezone(LONDON).date()
    authorise.check_can_manage_settings(viewer)
    found = get_compared(viewer, spell, today)
    form = End(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            end_shadow(spell, form.cleaned_data["why"], by=viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('shadow', args=[spell])}?done={Done.SHADOW_ENDED.value}")
    page = _shadow_page(found, form if found.spell.runs or form.is_bound else None)
    return show(request, "criteria/shadow.jinja", page, status=422 if form.is_bound else 200)


def _shadow_page(found: Compared, form: Form | None) -> ShadowPage:
    spell = found.spell
    facts = (
        Fact("Team", spell.team),
        Fact("From", day_words(spell.from_date)),
        Fact("Until the end of", day_words(spell.until)),
        Fact("State", "runs: the order is not shown" if spell.runs else "over: the order is shown"),
        Fact("Decided by", spell.decided_by),
        *((Fact("Ended before its day", spell.ended),) if spell.ended else ()),
    )
    return ShadowPage(
        f"Shadow month of {spell.team}",
        facts=facts,
        why=spell.why,
        nothing=None
        if found.days
        else State("Nothing is kept yet", "Each working day is kept in the night after it, and compared here."),
        said=_said(found),
        days=_lines("Day by day", "Day", [(day_words(one.day), one) for one in found.days]) if found.days else None,
        people=_lines("Person by person", "Whose list", list(found.people)) if found.people else None,
        apart=_apart(found) if found.apart else None,
        more=_more(found),
        form=form,
        action=reverse("shadow", args=[spell.id]),
        back=Link("Shadow months", reverse("shadows")),
        viewed=Viewed(
            frozenset(one.child for one in found.apart if one.child), frozenset(one.case for one in found.apart)
        ),
    )


def _said(found: Compared) -> str:
    first, done = sum(one.first for one in found.days), sum(one.done for one in found.days)
    if not first:
        return ""
    return (
        f"Of the first {FIRST} cases of each list, something was written on {done:,} of {first:,} on the same day "
        f"({done * 100 // first} %). What was done and not written down is not counted."
    )


def _lines(caption: str, first: str, lines: list[tuple[str, DayLine]]) -> Table:
    columns = (
        Column(first),
        Column("Lists", number=True),
        Column(f"First {FIRST} written on", number=True),
        Column("Kendall's tau", number=True),
    )
    rows = tuple(
        (
            Cell(name),
            Cell(str(one.lists)),
            Cell(f"{one.done:,} of {one.first:,}"),
            Cell("too little written" if one.tau is None else f"{one.tau:.2f}"),
        )
        for name, one in lines
    )
    return Table(caption, columns, rows)


def _apart(found: Compared) -> Table:
    columns = (
        Column("Case"),
        Column(f"Days among the first {FIRST}", number=True),
        Column("Nothing written", number=True),
    )
    rows = tuple(
        (Cell(one.name, href=reverse("case", args=[one.case])), Cell(str(one.days)), Cell(str(one.idle)))
        for one in found.apart
    )
    return Table("Cases that stood first with nothing written that day", columns, rows)


def _more(found: Compared) -> str:
    if not found.more:
        return ""
    cases = "1 case" if found.more == 1 else f"{found.more:,} cases"
    other = " more" if found.apart else ""
    return f"{cases}{other} stood among the first {FIRST} on some day with nothing written. Whoever may see them sees which."
