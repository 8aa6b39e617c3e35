"""What the page of court work shows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import DueState, Owner
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.court import CourtWork, Dated, Status
from plimsoll.web.cases.court import date_acts, said_of
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, DueLine, Fact, Link, State, Table
from plimsoll.web.times import on_day

_WHOSE = {Owner.MANAGER: "the manager", Owner.OTHER: "somebody else"}


@dataclass(frozen=True)
class CourtPage(Page):
    """Court work of one case: what is asked for, the legal status, and what is over."""

    about: str
    acts: tuple[Act, ...]
    now: tuple[Fact, ...]
    status_acts: tuple[Act, ...]
    open: tuple[DueLine, ...]
    nothing: State
    over: Table | None
    earlier: Table | None


def court_page(found: CaseView, work: CourtWork, *, may: bool, as_at: datetime) -> CourtPage:
    """What stands on a case of court work. `may`: whether the viewer may write on it."""
    case = reverse("case", args=[found.id])
    acts = (
        ("Write a date for the court", "case-court-date", True),
        ("Write what was sent or held", "case-court-step", False),
        ("Write a legal status", "case-legal-status", False),
    )
    return CourtPage(
        "Court and legal status",
        about=about(found),
        acts=tuple(Act(text, href=reverse(name, args=[found.id]), main=main) for text, name, main in acts)
        if may
        else (),
        now=tuple(Fact(capital(one.kind.label), _holds(one, as_at)) for one in work.now),
        status_acts=(Act("It ended", href=reverse("case-legal-status-end", args=[found.id])),)
        if may and work.now
        else (),
        open=tuple(_line(found, one, may=may, as_at=as_at) for one in work.dates if one.open),
        nothing=State(
            "No date of court work is open",
            "What a court or an agreement asks for by a day stands here, and in the order of work, until it is done.",
        ),
        over=_over(work),
        earlier=_earlier(work),
        back=Link(found.called, case),
        viewed=viewed(found),
    )


def _holds(one: Status, as_at: datetime) -> str:
    said = [f"since {day_words(one.from_date)}"]
    if one.expires_on:
        gone = one.expires_on < as_at.astimezone(LONDON).date()
        said.append(f"{'ran out' if gone else 'runs out'} on {day_words(one.expires_on)}")
    said += [text for text in (one.court, one.note) if text]
    return "; ".join(said)


def _line(found: CaseView, one: Dated, *, may: bool, as_at: datetime) -> DueLine:
    due, today = one.due_at.astimezone(LONDON), as_at.astimezone(LONDON).date()
    late = due < as_at if one.time_known else due.date() < today
    return DueLine(
        title=capital(one.kind.label),
        state=DueState.OVERDUE if late else DueState.DUE,
        says="Overdue" if late else "Due",
        when=on_day(due.date(), today=today, late=late),
        whose=_WHOSE.get(one.owner, found.worker_name or "nobody yet: unallocated"),
        working="",
        put_off=said_of(one),
        more=date_acts(found, one) if may else (),
    )


def _over(work: CourtWork) -> Table | None:
    rows = tuple(
        (
            Cell(capital(one.kind.label)),
            Cell(day_words(_day(one.due_at))),
            Cell(f"{one.ended_how.label} on {day_words(one.ended_on)}" if one.ended_how and one.ended_on else "varied"),
            Cell(one.ended_why or one.varied),
            Cell(one.ended_by or one.by),
        )
        for one in work.dates
        if not one.open
    )
    columns = tuple(map(Column, ("What", "Was due", "What became of it", "In words", "Written by")))
    return Table("What is over", columns, rows, caption_hidden=True) if rows else None


def _earlier(work: CourtWork) -> Table | None:
    rows = tuple(
        (
            Cell(capital(one.kind.label)),
            Cell(day_words(one.from_date)),
            Cell(day_words(one.to_date)),
            Cell(one.ended_why),
            Cell(one.ended_by),
        )
        for one in work.statuses
        if one.to_date
    )
    columns = tuple(map(Column, ("Legal status", "From", "Until", "Ended by", "Written by")))
    return Table("Earlier legal status", columns, rows, caption_hidden=True) if rows else None


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
