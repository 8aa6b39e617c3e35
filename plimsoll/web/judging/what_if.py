"""What would change the place of a case, in words."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import can_judge, check_can_read
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import moment
from plimsoll.core.priority.counterfactual import TOP, WEEK, Change, ChangeKind, Outcome
from plimsoll.core.priority.told import capital
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.what_if import Otherwise, get_otherwise
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.done import nth
from plimsoll.web.judged import question_link, why_asked
from plimsoll.web.page import Page
from plimsoll.web.parts import Cell, Column, Link, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

_PLAIN = {
    ChangeKind.FOUND: "The child is found today",
    ChangeKind.MADE_SAFE: "The child is made safe today",
    ChangeKind.SEEN: "The child is seen today",
    ChangeKind.DEALT_WITH: "What came in is dealt with",
}


@dataclass(frozen=True)
class WhatIfPage(Page):
    """What would change a place. stands : where the case stands now; found : each change with the place it leads to; asks :
    what an answer could do, with where to give it."""

    facts_shown = True
    about: str
    stands: str
    found: Table
    asks: tuple[tuple[Link, str], ...]


@signed_in("GET")
def what_if(request: HttpRequest, case: UUID) -> HttpResponse:
    """What would change the place of a case: its next item done, a week's wait, the smallest change over the top three."""
    check_can_read(request.viewer, case)
    found = get_case(request.viewer, case)
    told = get_otherwise(request.viewer, case, moment(request.now))
    if told is None:
        raise NotAllowed("Nobody holds this case, so it has no place in anybody's order of work.")
    return show(request, "judging/what_if.jinja", _page(found, told, can_judge(request.viewer, case)))


def _page(found: CaseView, told: Otherwise, may: bool) -> WhatIfPage:
    columns = (Column("What is otherwise"), Column("It would stand"), Column("In"))
    return WhatIfPage(
        "What would change this place",
        about=about(found),
        stands=f"The order of work has it {nth(told.place)} of {told.of} on the list of {found.worker_name}, in "
        f"{told.band.label}. Each line changes one thing, and leaves the other cases as they are.",
        found=Table("What would change it", columns, tuple(_rows(told)), caption_hidden=True),
        asks=tuple(
            (
                Link(capital(ask.indicator.label), question_link(found.id, ask.indicator)),
                why_asked(ask.indicator, stale=ask.stale, moves=ask.moves).removeprefix(f"{ask.indicator.label}: "),
            )
            for ask in told.asks
            if may and ask.moves
        ),
        back=Link(found.called, reverse("case", args=[found.id])),
        viewed=viewed(found),
    )


def _rows(told: Otherwise) -> list[tuple[Cell, ...]]:
    way = f"out of the first {TOP}" if told.inside else f"into the first {TOP}"
    nothing = f"No single change that we tried takes it {way}"
    return [
        _row(f"{_said(told.next_done.change)} (due next)", told.next_done, told)
        if told.next_done
        else (Cell("What is due next: done today"), Cell("nothing that a record can meet is due"), Cell("–")),
        _row("Nobody works on it for a week", told.after_a_week, told),
        _row(f"{_said(told.smallest.change)}: the smallest change that takes it {way}", told.smallest, told)
        if told.smallest
        else (Cell(nothing), Cell("–"), Cell("–")),
    ]


def _row(said: str, outcome: Outcome, told: Otherwise) -> tuple[Cell, ...]:
    moved = told.place - outcome.place
    way = f"{abs(moved)} {'up' if moved > 0 else 'down'}" if moved else "as now"
    return Cell(said), Cell(f"{nth(outcome.place)}, {way}"), Cell(outcome.band.label)


def _said(change: Change) -> str:
    """A change in words."""
    if change.kind is ChangeKind.DONE:
        assert change.duty is not None
        return capital(f"{change.duty.title}: done today")
    if change.kind in _PLAIN:
        return _PLAIN[change.kind]
    if change.kind is ChangeKind.WAITED:
        return f"Nobody works on it for {_days(change.days)}"
    answers = ", ".join(f"{scale.label} {value} of 4" for scale, value in change.judged)
    return capital(f"judged anew: {answers}")


def _days(days: int) -> str:
    if days % WEEK == 0:
        return "a week" if days == WEEK else f"{days // WEEK} weeks"
    return f"{days} day{'' if days == 1 else 's'}"
