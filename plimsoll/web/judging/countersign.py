"""Countersigning: what waits for it, and one placing with all that it stands on."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can, check_can_countersign
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.priority import (
    countersign_placing,
    countersign_postponement,
    refuse_placing,
    refuse_postponement,
)
from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.calendar import LONDON
from plimsoll.core.case_life import words
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.case_life import LifeView, list_steps_that_wait
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.clocks import Changed, list_clocks_that_wait
from plimsoll.queries.danger import Danger
from plimsoll.queries.judging import (
    Placement,
    Placing,
    Said,
    Since,
    Waiting,
    get_placement,
    get_placing,
    get_put_off,
    get_since,
    list_to_countersign,
)
from plimsoll.queries.replays import ReviewLine, list_to_answer
from plimsoll.queries.transfers import TransferView, list_offered
from plimsoll.web.cases.clocks import decision
from plimsoll.web.cases.life_box import decision as life_decision
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.cases.placing import page_of, placing_box
from plimsoll.web.cases.standing import lines_of
from plimsoll.web.done import Done, nth
from plimsoll.web.forms.agreeing import Agreeing
from plimsoll.web.forms.fields import LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.judging.place import stands
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Happening, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.times import at_time, on_day


class Countersign(Agreeing):
    """Whether a supervisor agrees that something waits."""

    why = LongText(
        label="Why?",
        help_text="What keeps the child safe meanwhile, or why this may not wait. The child may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=4,
    )


@dataclass(frozen=True)
class CountersignPage(FormPage):
    """One placing that waits. said, why : what was decided, by whom and why; stands, reasons : where the case stands now and
    why; danger : what put the child into danger, when and how, and whether it lasts; changed : what was written and judged
    since when `since` says, `nothing` where that is nothing; seen : what was written when the child was last seen, or
    `unseen`."""

    said: str
    why: str
    stands: str
    reasons: tuple[str, ...]
    danger: tuple[str, ...]
    since: str
    changed: tuple[Happening, ...]
    judged: tuple[str, ...]
    nothing: str
    seen: Happening | None
    unseen: str


@signed_in("GET", "POST")
def countersign(request: HttpRequest, case: UUID) -> HttpResponse:
    """Agreeing that a case is placed lower, or not: one case at a time."""
    check_can(request.viewer, Permission.COUNTERSIGN, case)
    placing = get_placing(request.viewer, case)
    if placing is None or not placing.waits:
        raise NotAllowed("Nothing on this case waits for a countersignature.")
    check_can_countersign(request.viewer, case, made_by=placing.by_id)
    found = get_case(request.viewer, case)
    placement = get_placement(request.viewer, case, request.now)
    today = request.now.astimezone(LONDON).date()
    if placement is None or (over := placing.over(found.worker, placement.computed_band, today)):
        why = over if placement else "nobody holds the case now"
        raise NotAllowed(f"This placing has lapsed: {why}. There is nothing to countersign.")
    form = Countersign(
        request.POST or None,
        about=placing.id,
        yes="Yes: it stands there until the day that was said",
        no="No: it stays where it is",
        as_at=request.now,
    )
    if request.method == "POST" and form.is_valid():
        decide = countersign_placing if form.agrees else refuse_placing
        try:
            decide(placing.id, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            code = Done.COUNTERSIGNED if form.agrees else Done.NOT_COUNTERSIGNED
            return redirect(f"{reverse('case', args=[case])}?done={code.value}")
    since = get_since(request.viewer, case, placing.at)
    page = _page(request, found, form, placing, placement, since)
    return show(request, "judging/countersign.jinja", page, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, found: CaseView, form: Form, placing: Placing, placement: Placement, since: Since
) -> CountersignPage:
    action, today = request.get_full_path(), request.now.astimezone(LONDON).date()
    plain = form_page(found, form, title="Countersign this placing", button="Save", action=action)
    box = placing_box(placing, placement.computed_band, placement.computed_place, found.worker, today, ())

    page = CountersignPage(
        **vars(plain),
        said=f"{box.said} The last day is {day_words(placing.until)}.",
        why=box.why,
        stands=f"{stands(placement, found)} When it was placed it stood {nth(placing.made_place)}, "
        f"in {placing.made_in.label}.",
        reasons=placement.reasons,
        **_told(since, request.now),
    )
    return replace(page, viewed=page_of([placing.other] if placing.other else [], plain.viewed))


@signed_in("GET", "POST")
def countersign_visit(request: HttpRequest, case: UUID) -> HttpResponse:
    """Agreeing that a visit is rearranged, or not; `for` in the address is its timescale."""
    check_can(request.viewer, Permission.COUNTERSIGN, case)
    today = request.now.astimezone(LONDON).date()
    waiting = [one for one in get_put_off(request.viewer, case, today).values() if one.waits]
    asked = request.GET.get("for", "")
    one = next((one for one in waiting if one.duty == asked), waiting[0] if waiting else None)
    if one is None:
        raise NotAllowed("No rearranged visit of this case waits for a countersignature.")
    check_can_countersign(request.viewer, case, made_by=one.by_id)
    found = get_case(request.viewer, case)
    placement = get_placement(request.viewer, case, request.now)
    if placement is None:
        raise NotAllowed("Nobody holds the case now. There is nothing to countersign.")
    form = Countersign(
        request.POST or None,
        about=one.id,
        yes="Yes: the visit waits until that day, with what is put in place",
        no="No: the visit presses as it is due",
        as_at=request.now,
    )
    if request.method == "POST" and form.is_valid():
        decide = countersign_postponement if form.agrees else refuse_postponement
        try:
            decide(one.id, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            code = Done.PUT_OFF_AGREED if form.agrees else Done.PUT_OFF_REFUSED
            return redirect(f"{reverse('case', args=[case])}?done={code.value}#due")
    plain = form_page(
        found, form, title="Countersign this rearranged visit", button="Save", action=request.get_full_path()
    )
    page = CountersignPage(
        **vars(plain),
        said=f"{capital(one.title)}, rearranged on {day_words(one.at.astimezone(LONDON).date())}.",
        why=" ".join(f"{line}." for line in lines_of(one, holds=False)[:-1]),
        stands=stands(placement, found),
        reasons=placement.reasons,
        **_told(get_since(request.viewer, case, one.at), request.now),
    )
    return show(request, "judging/countersign.jinja", page, status=422 if form.is_bound else 200)


def _told(since: Since, now: datetime) -> dict[str, Any]:
    """What was written and judged since, and when the child was last seen, as the page tells them."""

    def entry(said: Said) -> Happening:
        return Happening(capital(said.kind.label), at_time(said.happened_at, as_at=now), said.by, said.note)

    return {
        "danger": tuple(_danger(one, now) for one in since.danger),
        "since": _since(since),
        "changed": tuple(map(entry, since.written)),
        "judged": tuple(f"{capital(scale.label)}: {_value(value)}, by {by}" for scale, value, by in since.judged),
        "nothing": "" if since.written or since.judged else "Nothing was written or judged since.",
        "seen": entry(since.seen) if since.seen else None,
        "unseen": "" if since.seen else "No visit is on record, so nothing on record says what the child said.",
    }


def _since(since: Since) -> str:
    """From when on it is told what changed."""
    day = day_words(since.at.astimezone(LONDON).date())
    if since.agreed_by:
        return f"What changed since {since.agreed_by} last agreed to something here, on {day}"
    return (
        f"What changed since the child was last seen, on {day}"
        if since.last_seen
        else "What changed since it was asked"
    )


def _danger(one: Danger, now: datetime) -> str:
    """When and how a danger began, how often it was so, and what became of it."""

    def when(moment: datetime, *, timed: bool) -> str:
        said = at_time(moment, as_at=now) if timed else on_day(moment.astimezone(LONDON).date(), today=now.date())
        return said.words

    note = f": “{one.note}”" if one.note else "; nothing was written of how."
    often = f" It is the {nth(one.times)} time in twelve months." if one.times > 1 else ""
    began = f"{capital(one.kind.label)} {when(one.at, timed=one.time_known)}, recorded by {one.by}{note}{often}"
    if one.ended_at is None:
        return f"{began} {capital(one.end.label)}: not on record, so it lasts."
    ended = f"{capital(one.end.label)} {when(one.ended_at, timed=one.end_time_known)}"
    return f"{began} {ended}{f': “{one.ended_note}”' if one.ended_note else '.'}"


def _value(value: int | None) -> str:
    return "not known" if value is None else f"{value} of 4"


@dataclass(frozen=True)
class WaitingPage(Page):
    """What waits for the viewer's countersignature, and orders of work that they are said to have gone through with their
    worker; the oldest first. `also` leads to what waits between teams."""

    facts_shown = True
    said: str
    found: Table | None
    asked: Table | None
    nothing: State
    also: Link


@signed_in("GET")
def to_countersign(request: HttpRequest) -> HttpResponse:
    """The placings that wait for somebody to countersign them, within the viewer's reach."""
    if not request.viewer.reach(Permission.COUNTERSIGN):
        raise NotAllowed("Countersigning is for supervisors and service managers.")
    today = request.now.astimezone(LONDON).date()
    waiting, clocks = list_to_countersign(request.viewer, today), list_clocks_that_wait(request.viewer)
    columns = ("Case", "Name", "Asked by", "On", "From", "To", "Last day")
    steps, offers = list_steps_that_wait(request.viewer), list_offered(request.viewer)
    rows = (
        *(_row(one, request) for one in waiting),
        *(_clock_row(one, today) for one in clocks),
        *(_step_row(one, today) for one in steps),
        *(_offer_row(one, today) for one in offers),
    )
    many, asked = len(rows), list_to_answer(request.viewer)
    page = WaitingPage(
        "To countersign",
        said=f"{many} decision{' waits' if many == 1 else 's wait'} for a supervisor. "
        "Until then each case stays where it is. They are looked at one by one.",
        found=Table("Decisions that wait", tuple(map(Column, columns)), rows, caption_hidden=True) if rows else None,
        asked=_asked(asked, request.now) if asked else None,
        nothing=State(
            "Nothing waits for you",
            "When a worker places a case lower, rearranges a visit, asks for a clock to be extended or for a case to step "
            "up or down or be closed, and you have to agree, or another team offers you a case, it stands here at once. "
            "So does an order of work that somebody says was gone through with you.",
        ),
        also=Link("Cases offered from team to team", reverse("transfers")),
        viewed=Viewed(
            frozenset(one.child for one in (*waiting, *clocks, *steps, *offers) if one.child),
            frozenset(one.case for one in (*waiting, *clocks, *steps, *offers)),
        ),
    )
    return show(request, "judging/waiting.jinja", page)


def _asked(found: tuple[ReviewLine, ...], now: datetime) -> Table:
    columns = (Column("Confirmed"), Column("List of"), Column("By"), Column("Cases", number=True))
    rows = tuple(
        (
            Cell(at_time(one.confirmed_at, as_at=now), href=reverse("review", args=[one.id])),
            Cell(one.worker),
            Cell(one.confirmed_by),
            Cell(str(one.cases)),
        )
        for one in found
    )
    return Table("Did you go through these orders of work together?", columns, rows)


def _clock_row(one: Changed, today: date) -> tuple[Cell, ...]:
    asked = one.asked_at.astimezone(LONDON).date() if one.asked_at else today
    return (
        Cell(one.reference, href=decision(one)),
        Cell(one.name),
        Cell(one.asked_by),
        Cell(on_day(asked, today=today)),
        Cell(f"{one.title}, due {day_words(one.due_on, year=False)}"),
        Cell("the clock extended" if one.until else "the clock stopped"),
        Cell(on_day(one.until, today=today) if one.until else "–"),
    )


def _step_row(one: LifeView, today: date) -> tuple[Cell, ...]:
    return (
        Cell(one.reference, href=life_decision(one)),
        Cell(one.name),
        Cell(one.said_by),
        Cell(on_day(one.said_at.astimezone(LONDON).date(), today=today)),
        Cell(words(one.before)),
        Cell(words(one.after) or "closed"),
        Cell("–"),
    )


def _offer_row(one: TransferView, today: date) -> tuple[Cell, ...]:
    return (
        Cell(one.reference, href=reverse("transfer", args=[one.id])),
        Cell(one.name),
        Cell(one.proposed_by),
        Cell(on_day(one.proposed_at.astimezone(LONDON).date(), today=today)),
        Cell(one.from_team),
        Cell(one.to_team),
        Cell("–"),
    )


def _row(one: Waiting, request: HttpRequest) -> tuple[Cell, ...]:
    today = request.now.astimezone(LONDON).date()
    page = reverse("case-countersign", args=[one.case])
    if one.duty:
        page = f"{reverse('case-countersign-visit', args=[one.case])}?for={one.duty}"
    return (
        Cell(one.reference, href=page),
        Cell(one.name),
        Cell(one.by),
        Cell(on_day(one.at.astimezone(LONDON).date(), today=today)),
        Cell(one.made_in.label if one.made_in else one.title),
        Cell(one.band.label if one.band else f"{one.kind.label} another case" if one.kind else "a later day"),
        Cell(on_day(one.until, today=today)),
    )
