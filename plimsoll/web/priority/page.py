"""What the pages of orders of work show."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.core.terms import Band
from plimsoll.core.workload.balance import Load
from plimsoll.queries.priority import OrderOfWork, Placed
from plimsoll.web.ages import age
from plimsoll.web.loads import load_line, made_of
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, CaseRow, Child, Group, Link, Reason, State, Table
from plimsoll.web.pictures import Drawing, draw
from plimsoll.web.times import on_day

ORDER = (Band.ACT_NOW, Band.TODAY, Band.THIS_WEEK, Band.PLANNED, Band.AWAITING_OTHERS)
MEANS = {
    Band.ACT_NOW: "harm is happening or may be",
    Band.TODAY: "must not wait for tomorrow",
    Band.THIS_WEEK: "must not wait for next week",
    Band.PLANNED: "the rest, in order",
    Band.AWAITING_OTHERS: "blocked, safe, with a date to chase",
}


@dataclass(frozen=True)
class CaseloadPage(Page):
    """An order of work in its bands, with the load it makes."""

    facts_shown = True
    said: str
    groups: tuple[Group, ...]
    load: Drawing | None
    made_of: Table | None
    empty: State
    export: Act | None
    stands_on: str


def caseload_page(viewer: Viewer, found: OrderOfWork, load: Load | None, *, as_at: datetime) -> CaseloadPage:
    """One worker's order of work."""
    own = found.worker == viewer.worker
    assert found.worker is not None
    return CaseloadPage(
        "My caseload" if own else f"Caseload of {found.name}",
        said=_said(found, as_at),
        groups=groups(found, as_at.date()),
        load=draw(load_line(found.name, load)) if load else None,
        made_of=made_of(load) if load else None,
        empty=State(
            "No open cases",
            "You hold no open case." if own else "There is no open case here that you may see.",
        ),
        export=Act("Take out as a file", post=reverse("caseload-file", args=[found.worker]))
        if found.may_export and found.cases
        else None,
        stands_on=_stands_on(found),
        viewed=viewed(found),
        back=None if own else Link("Teams", reverse("teams")),
    )


@dataclass(frozen=True)
class UnallocatedPage(Page):
    """The queue of cases that nobody holds."""

    facts_shown = True
    said: str
    groups: tuple[Group, ...]
    empty: State
    stands_on: str


def unallocated_page(found: OrderOfWork, *, as_at: datetime) -> UnallocatedPage:
    """The queue, in order of work."""
    return UnallocatedPage(
        "Unallocated",
        said=_said(found, as_at),
        groups=groups(found, as_at.date()),
        empty=State("Every case has a worker", "No open case that you may see is waiting for one."),
        stands_on=_stands_on(found),
        viewed=viewed(found),
    )


def groups(found: OrderOfWork, today: date) -> tuple[Group, ...]:
    """The cases by band, in the order of the page; bands without a case are left out."""
    by_band = {
        band: tuple(_row(placed, today) for placed in placed_in)
        for band, placed_in in groupby(found.cases, key=lambda placed: placed.band)
    }
    return tuple(Group(band, by_band[band], MEANS[band]) for band in ORDER if band in by_band)


def viewed(found: OrderOfWork) -> Viewed:
    """Whom an order of work shows."""
    return Viewed(
        frozenset(placed.child for placed in found.cases if placed.child),
        frozenset(placed.case for placed in found.cases),
    )


def _row(placed: Placed, today: date) -> CaseRow:
    return CaseRow(
        place=placed.place,
        reference=placed.reference,
        family=placed.name or placed.reference,
        href=reverse("case", args=[placed.case]),
        kind=placed.case_type.label,
        children=(Child("", age(placed.born_on, placed.expected_on, today)),),
        reasons=tuple(Reason(text) for text in placed.reasons),
        next_due=on_day(placed.next_due_on, today=today, late=placed.overdue) if placed.next_due_on else None,
        last_seen=on_day(placed.last_seen, today=today) if placed.last_seen else None,
    )


def _said(found: OrderOfWork, as_at: datetime) -> str:
    many = len(found.cases)
    return f"{as_at:%A} {as_at.day} {as_at:%B}. {many} open case{'' if many == 1 else 's'}, first things first."


def _stands_on(found: OrderOfWork) -> str:
    return f"Worked out now from what is recorded. Criteria set {found.criteria}, timescales {found.rulebook}."
