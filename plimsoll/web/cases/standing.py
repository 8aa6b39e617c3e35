"""Why a case stands where it does, and what is due on it, as its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse

from plimsoll.core.priority.told import capital
from plimsoll.core.rulebook import Source
from plimsoll.core.terms import Band, DueState, EventKind, Known, Owner
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.judging import PutOff
from plimsoll.queries.place import Due, Given, Standing
from plimsoll.web.argued import argued, waits_for
from plimsoll.web.parts import Act, Cell, Column, DueLine, Link, Reason, Table
from plimsoll.web.times import on_day

POINT = 1_000_000  # millionths
_STATES = {
    DueState.OVERDUE: "Overdue",
    DueState.DUE: "Due",
    DueState.MET: "Done in time",
    DueState.MET_LATE: "Done late",
    DueState.NOT_STARTED: "Cannot be told",
    DueState.STOPPED: "Stopped",
}
_WHOSE = {
    Owner.WORKER: "the allocated worker",
    Owner.MANAGER: "the manager",
    Owner.FRONT_DOOR: "the front door",
    Owner.TEAM: "anyone in the team",
    Owner.OTHER: "another service",
}
_OPEN = (DueState.DUE, DueState.OVERDUE)
_RUNNING = (*_OPEN, DueState.STOPPED)


@dataclass(frozen=True)
class Where:
    """The place of a case in an order of work: its band, where in whose, why, and the arithmetic behind it."""

    band: Band
    said: str
    whose: Link | None
    argued: tuple[str, ...]
    reasons: tuple[Reason, ...]
    behind: Table | None
    silent: str
    stands_on: str


def where(found: CaseView, standing: Standing) -> Where:
    """The place in words, and indicator by indicator."""
    own = f"{found.worker_name}'s order of work" if standing.worker else "the queue of unallocated cases"
    past = found.known_at is not None
    if past:
        leads = None
    else:
        leads = Link(own, reverse("caseload", args=[standing.worker]) if standing.worker else reverse("unallocated"))
    return Where(
        standing.band,
        said=f"Place {standing.place} of {standing.of} in {'' if leads else own}",
        whose=leads,
        argued=argued(standing.against, standing.supervisors),
        reasons=tuple(Reason(text) for text in standing.reasons),
        behind=_behind(standing) if standing.given else None,
        silent=_silent(standing),
        stands_on=f"Criteria set {standing.criteria}, timescales {standing.rulebook}. "
        f"{'Worked out from what was recorded then' if past else 'Worked out now from what is recorded'}; "
        "people can always decide otherwise.",
    )


def _behind(standing: Standing) -> Table:
    columns = (
        Column("What is looked at"),
        Column("What is known"),
        Column("Says who"),
        Column("Of which day"),
        Column("Points of 100", number=True),
    )
    rows = tuple(
        (
            Cell(capital(each.indicator.label)),
            Cell(_known(each)),
            Cell(each.by),
            Cell(day_words(each.on) if each.on else "–"),
            Cell(f"{each.share / POINT:.1f}"),
        )
        for each in standing.given
    )
    total = (Cell("Together"), Cell("within its band"), Cell(""), Cell(""), Cell(f"{standing.score / POINT:.1f}"))
    return Table("Indicator by indicator", columns, rows, total=total, caption_hidden=True)


def _known(each: Given) -> str:
    if each.known is Known.UNKNOWN:
        return (
            f"{capital(each.value)}: counts as in the middle until somebody does"
            if each.by == "nobody yet"
            else "Not known"
        )
    return capital(each.value)


def _silent(standing: Standing) -> str:
    if not standing.silent:
        return ""
    names = ", ".join(word.label for word in standing.silent)
    return f"Not looked at here, as it does not apply or the records do not carry it: {names}."


@dataclass(frozen=True)
class SaidBeside:
    """What people wrote of one due item, a line each, and what can be done there."""

    lines: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class AboutDue:
    """What people decided about what is due on a case. put_off : what is, by timescale. beside : what they wrote of court
    work, by its key, and of clocks, by the clock. clock_route : where the viewer extends or stops a clock, or asks for it.
    clocks : all that ever were."""

    put_off: Mapping[str, PutOff] = field(default_factory=dict)
    beside: Mapping[str, SaidBeside] = field(default_factory=dict)
    clock_route: str = ""
    clocks: Table | None = None


@dataclass(frozen=True)
class DueLines:
    """What is due, by where it stands: still open, done, and what cannot be told; `silent` says of what no file speaks,
    `said` that nothing is due, or what of it cannot be told;
    `court` leads to court work and legal status; `clocks`: those that were ever extended or stopped."""

    still: tuple[DueLine, ...]
    done: tuple[DueLine, ...]
    untold: tuple[DueLine, ...]
    silent: str
    said: str
    court: Link
    clocks: Table | None


def due_lines(
    found: CaseView, standing: Standing, today: date, about: AboutDue, *, done_there: bool, may_put_off: bool
) -> DueLines:
    """What is due on a case. `done_there`, `may_put_off`: whether the viewer may say that it was done in another system, or
    put it off."""

    def line(each: Due) -> DueLine:
        plain = _line(found, each, today, done_there and not each.by_hand)
        said = about.beside.get(each.key if each.by_hand else each.clock, SaidBeside())
        runs = about.clock_route and each.state in _RUNNING and not each.by_hand
        change = (_extend(found, each, about.clock_route),) if runs else ()
        waits = SaidBeside()
        if each.state in _OPEN and each.owner is Owner.WORKER and not each.by_hand:
            waits = _put_off(found, each, about.put_off.get(each.key), may_put_off, holds=each.key in standing.held_off)
        return replace(plain, put_off=(*said.lines, *waits.lines), more=(*said.acts, *waits.acts, *change))

    def lines(*states: DueState) -> tuple[DueLine, ...]:
        return tuple(line(each) for each in standing.due if each.state in states)

    names, still = ", ".join(standing.untold), lines(*_OPEN, DueState.STOPPED)
    return DueLines(
        still,
        lines(DueState.MET, DueState.MET_LATE),
        lines(DueState.NOT_STARTED),
        f"The files do not say, so that nothing can be counted here: {names}." if names else "",
        _said(standing.unsaid, bool(still)),
        Link("Court and legal status", reverse("case-court", args=[found.id])),
        about.clocks,
    )


def _extend(found: CaseView, due: Due, route: str) -> Act:
    return Act(
        "Extend or stop this clock",
        href=f"{reverse(route, args=[found.id])}?for={due.key}&started={due.started}",
        about=f": {due.title}",
    )


def _said(unsaid: str, still: bool) -> str:
    """Beside what is still due: that there is nothing, or that it cannot be told."""
    if unsaid:
        return f"{'What else is' if still else 'What is'} due cannot be told: {unsaid}."
    return "" if still else "Nothing on record is due."


def _put_off(found: CaseView, due: Due, one: PutOff | None, may: bool, *, holds: bool) -> SaidBeside:
    """That something is put off, and what can be done about it. `holds`: it moves the order."""
    about, asked = f": {due.title}", f"?for={due.key}"
    act = Act("Put off anew" if one else "Put off", href=reverse("case-put-off", args=[found.id]) + asked, about=about)
    end = Act("Bring it forward", href=reverse("case-put-off-end", args=[found.id]) + asked, about=about)
    acts = (act, *((end,) if one else ())) if may else ()
    return SaidBeside(lines_of(one, holds=holds) if one else (), acts)


def _line(found: CaseView, due: Due, today: date, done_there: bool) -> DueLine:
    still = due.state in _OPEN
    own = due.owner is Owner.WORKER
    day = due.on if still or due.met_on is None else due.met_on
    return DueLine(
        title=capital(due.title),
        state=due.state,
        says=_STATES[due.state],
        when=on_day(
            day,
            today=today,
            working_days=due.left if still and due.in_working_days else None,
            late=due.state is DueState.OVERDUE,
        )
        if day
        else None,
        whose=(found.worker_name or "nobody yet: unallocated") if own else _WHOSE[due.owner],
        working=due.worked_out,
        source=_read_in(due.source) if due.source else None,
        said_there=_said_there(due, still),
        act=Act(
            "Done in the other system",
            href=f"{reverse('case-done-there', args=[found.id])}?for={due.key}",
            about=f": {due.title}",
        )
        if done_there and still and own
        else None,
    )


def _read_in(source: Source) -> Link:
    """Where a rule was read; what it rests on too, where no address leads there."""
    if source.url:
        return Link(source.title, source.url)
    rests_on = f"{source.basis} {source.year}" if source.year else source.basis
    return Link(f"{rests_on}: {source.title}", "")


def _said_there(due: Due, still: bool) -> str:
    if due.said_there_on is None:
        return ""
    said = f"said to be done there on {day_words(due.said_there_on, year=False)}, until the next file confirms it"
    return f"Counted from what is {said}." if still else f"{capital(said)}."


def lines_of(one: PutOff, *, holds: bool) -> tuple[str, ...]:
    """What was said of a putting off, a line each; and whether it moves the order."""
    if one.waits:
        waits = waits_for(one.supervisors, one.by, one.at)
        stands = f"{capital(waits)}, and moves nothing until then"
    elif holds:
        stands = "Until then it presses no earlier in the order of work"
    else:
        stands = "It has lapsed, as the case has risen since: it presses as it is due"
    if one.agreed_by:
        stands += f". Countersigned by {one.agreed_by}: “{one.agreed_why}”"
    what = "Rearranged" if one.visit else "Put off"
    said = (
        f"{what} until {day_words(one.until)} by {one.by}: “{one.why}”",
        f"Put in place meanwhile: {one.meanwhile}" if one.meanwhile else "",
        f"Told: {one.told}" if one.told else "",
        f"It comes forward if: {one.sooner_if}" if one.sooner_if else "",
        stands,
    )
    return tuple(line for line in said if line)


def kinds_to_do(standing: Standing | None, timescale: str) -> tuple[EventKind, ...]:
    """What meets something due of the allocated worker's own; of one timescale alone where it is named."""
    own = [each for each in (standing.due if standing else ()) if each.state in _OPEN and each.owner is Owner.WORKER]
    named = [each for each in own if each.key == timescale] or own
    return tuple(dict.fromkeys(kind for each in named for kind in each.kinds))
