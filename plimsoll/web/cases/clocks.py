"""What pages say of clocks that were extended or stopped, or of which somebody asked for that."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import ClockChangeKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.clocks import Changed
from plimsoll.web.cases.standing import SaidBeside
from plimsoll.web.parts import Act, Cell, Column, Fact, Table


def what(one: Changed) -> str:
    """What becomes of the clock."""
    return "stopped" if one.kind is ClockChangeKind.STOPPED or not one.until else f"extended to {day_words(one.until)}"


def lines_of(one: Changed) -> tuple[str, ...]:
    """What is known of one change: both dates, who, why and when, a line each."""
    by_rule = f"The day of the rule is {day_words(one.due_on)}."
    asked = f"Asked for by {one.asked_by} on {_on(one.asked_at)}: “{one.asked_why}”" if one.asked_by else ""
    if one.agreed is None:
        said = f"Asked that it is {what(one)}. {by_rule} It waits for a supervisor, and moves nothing until then."
    else:
        done = capital(what(one)) if one.agreed else f"Not agreed that it is {what(one)}"
        said = f"{done}, by {one.decided_by} on {_on(one.decided_at)}: “{one.decided_why}”. {by_rule}"
    return tuple(filter(None, (said, asked, _meanwhile(one))))


def facts_of(one: Changed) -> tuple[Fact, ...]:
    """What was asked for, for whoever decides about it."""
    return (
        Fact("Clock", capital(one.title)),
        Fact("Day of the rule", day_words(one.due_on)),
        Fact("Asked that it is", what(one)),
        Fact("Asked by", f"{one.asked_by} on {_on(one.asked_at)}"),
    )


def reasons_of(one: Changed) -> tuple[str, ...]:
    """Why it was asked, and what is in place meanwhile."""
    return tuple(filter(None, (f"“{one.asked_why}”", _meanwhile(one))))


def _meanwhile(one: Changed) -> str:
    return f"In place meanwhile: {one.meanwhile}" if one.meanwhile else ""


def clocks_beside(found: CaseView, changes: Sequence[Changed], *, decides: bool) -> dict[str, SaidBeside]:
    """What the case page says beside each clock, the latest first, and the decision that waits. `decides`: whether the
    viewer may take it."""
    beside: dict[str, SaidBeside] = {}
    for one in changes:
        before = beside.get(one.clock, SaidBeside())
        act = Act("Decide about this clock", href=decision(one), about=f": {one.title}")
        acts = (act,) if one.agreed is None and decides else ()
        beside[one.clock] = SaidBeside((*before.lines, *lines_of(one)), (*before.acts, *acts))
    return beside


def decision(one: Changed) -> str:
    """Where it is decided."""
    return f"{reverse('case-clock-decide', args=[one.case])}?change={one.id}"


def clocks_table(changes: Sequence[Changed]) -> Table | None:
    """Every change that was ever decided on a case, of clocks that are over too; None where there is none."""
    rows = tuple(
        (
            Cell(capital(one.title)),
            Cell(day_words(one.due_on)),
            Cell(what(one) if one.agreed else f"not {what(one)}"),
            Cell(f"{one.decided_by}, {_on(one.decided_at)}"),
            Cell(one.decided_why),
            Cell(f"{one.asked_by}, {_on(one.asked_at)}: {one.asked_why}" if one.asked_by else "nobody"),
        )
        for one in changes
        if one.agreed is not None
    )
    columns = tuple(map(Column, ("What", "Due by the rule", "What became of it", "Decided by", "Why", "Asked for by")))
    return Table("Clocks that were extended or stopped", columns, rows, caption_hidden=True) if rows else None


def _on(at: datetime | None) -> str:
    return day_words(at.astimezone(LONDON).date()) if at else ""
