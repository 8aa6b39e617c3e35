"""What the pages of orders of work show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Band
from plimsoll.core.timescales.explain import day_words
from plimsoll.core.workload.balance import Load
from plimsoll.queries.facts.shadow import not_shown
from plimsoll.queries.moved import Moved
from plimsoll.queries.priority import OrderOfWork, Placed, Queue, Waiting
from plimsoll.queries.urgent import Urgent
from plimsoll.web.asked import Asks
from plimsoll.web.judging.asks import AsksBox, asks_box
from plimsoll.web.loads import load_line, made_of
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, CaseRow, Clock, Filter, Group, Link, Need, Notice, State, Table, Tone
from plimsoll.web.pictures import Drawing, draw
from plimsoll.web.priority.back import look_back_link
from plimsoll.web.priority.choice import Choice
from plimsoll.web.priority.moved import MovedBox, moved_box
from plimsoll.web.priority.rows import Waited, Waits, groups, listed
from plimsoll.web.priority.urgent import hours_words
from plimsoll.web.search.kept import KeptBar

NOT_YOURS = State(
    "Cases are not yours to see",
    "Your roles show you no case, so nothing is said here of whether any waits for a worker. Those who supervise see that.",
)
FEW = 5  # up to here a list is seen at a glance, and a form over it would only be in the way


@dataclass(frozen=True)
class ListPage(Page):
    """A list of cases: in its bands where it is in order of work, else row by row under a notice that it is not."""

    facts_shown = True
    said: str
    whose: str
    filter: Filter | None
    unordered: Notice | None
    groups: tuple[Group, ...]
    rows: tuple[CaseRow, ...]
    empty: State
    stands_on: str


@dataclass(frozen=True)
class CaseloadPage(ListPage):
    """An order of work in its bands, with the load it makes."""

    load: Drawing | None
    made_of: Table | None
    export: Act | None
    reviews: tuple[Act, ...]
    moved: MovedBox | None
    urgent: Notice | None
    asks_first: AsksBox | None
    support: Notice | None
    forward: Notice | None
    hours: Need | None
    kept: KeptBar | None = None


def _hours(viewer: Viewer, found: OrderOfWork, load: Load | None) -> Need | None:
    """That somebody's hours are not known, and who can mend it."""
    if load is None or load.available is not None:
        return None
    whose = "Your hours" if found.worker == viewer.worker else f"The hours of {found.name}"
    said = f"{whose} are not known, so nobody can say whether this is too much."
    if viewer.reach(Permission.MANAGE_PEOPLE):
        return Need(said, links=(Link("Write hours", reverse("people-hours")),))
    return Need(f"{said} Ask whoever keeps people and teams to write them.")


def _urgent(found: OrderOfWork, filled: Urgent | None) -> Notice | None:
    """That too much is urgent for the word to say anything, what it is and what it asks; in parts one press further."""
    if filled is None or found.worker is None:
        return None
    kinds = ", ".join(f"{part.kind} ({len(part.cases)})" for part in filled.parts)
    return Notice(
        f"Too much is urgent for that word to help: {filled.top} of {filled.cases} cases stand in Act now or Today. "
        f"What puts them there: {kinds}. {hours_words(filled.hours)}".strip(),
        Tone.WARNING,
        Act("See it in parts, and what helps", href=reverse("caseload-urgent", args=[found.worker])),
    )


def _support(viewer: Viewer, found: OrderOfWork, load: Load | None) -> Notice | None:
    """That more is asked than one person can give, with who can help; nobody has to ask for it first."""
    if load is None or load.percent is None or not load.available or load.percent < found.support_at:
        return None
    names = " or ".join(found.supervisors) or "whoever manages your service"
    act = next(_reviews(viewer, found), None)
    return Notice(
        f"The load is {load.percent:g} % of what one person can give here. Nobody has to carry that alone: talk to {names} "
        "today about what can wait, and who could take what.",
        Tone.WARNING,
        act,
    )


def _forward(found: OrderOfWork, *, own: bool) -> Notice | None:
    """That cases came into *Today* because whoever holds them is not there later, with the days."""
    if found.forward is None:
        return None
    many, first, last = len(found.forward.cases), found.forward.first, found.forward.last
    days = f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"
    whose, back = ("You have", "you are") if own else (f"{found.name} has", "they are")
    stand = "1 case stands" if many == 1 else f"{many} cases stand"
    return Notice(
        f"{whose} no working time {days}: leave, days off or appointments. {stand} in Today for that alone, as something "
        f"falls due before {back} back. Do it now, or agree who does it meanwhile.",
        Tone.INFORMATION,
    )


def caseload_page(
    viewer: Viewer,
    found: OrderOfWork,
    load: Load | None,
    moved: Moved | None,
    filled: Urgent | None,
    choice: Choice,
    asks: Asks,
    *,
    path: str,
    as_at: datetime,
) -> CaseloadPage:
    """One worker's order of work. `filled`: what fills its top, where too much is urgent; `asks`: what waits for a decision,
    by case."""
    own = found.worker == viewer.worker
    assert found.worker is not None
    empty = State(
        "No open cases",
        "You hold no open case. When you are given one, it stands here the same minute."
        if own
        else "There is no open case here that you may see.",
    )
    fields = _list(viewer, found, choice, empty, {}, asks, path=path, as_at=as_at)
    box = None
    if moved and not choice.narrows and not choice.sort:
        box = moved_box(found, moved, as_at=as_at)
        fields["viewed"] = Viewed(
            fields["viewed"].children | {move.child for move in moved.moves if move.child},
            fields["viewed"].cases | {move.case for move in moved.moves},
        )
    return CaseloadPage(
        "My caseload" if own else f"Caseload of {found.name}",
        **fields,
        moved=box,
        urgent=_urgent(found, filled),
        asks_first=asks_box(found),
        support=_support(viewer, found, load),
        forward=_forward(found, own=own),
        load=draw(load_line(found.name, load)) if load else None,
        made_of=replace(made_of(load), caption_hidden=True) if load else None,
        export=Act("Take out as a file", post=reverse("caseload-file", args=[found.worker]))
        if found.may_export and found.cases
        else None,
        reviews=(
            *(() if own or not found.cases else (Act("Their day", href=reverse("worker-today", args=[found.worker])),)),
            *_reviews(viewer, found),
            *((Act("How I judge", href=reverse("my-judgements")),) if own and found.cases else ()),
        ),
        notices=tuple(_nameless(found)),
        hours=_hours(viewer, found, load),
        back=None if own else Link("Teams", reverse("teams")),
    )


def _nameless(found: OrderOfWork) -> Iterator[Notice]:
    """That children whom the viewer may name have no name here, and where they are named."""
    open_to = [one for one in found.cases if one.child and not (one.given_name or one.family_name)]
    many = len({one.child for one in open_to if Permission.WRITE_RECORD in one.may})
    if many:
        said = "1 child has no name here" if many == 1 else f"{many} children have no name here"
        yield Notice(
            f"{said}: the file that brought them holds none.", act=Act("Name them", href=reverse("case-names"))
        )


def _reviews(viewer: Viewer, found: OrderOfWork) -> Iterator[Act]:
    """Confirming a list, how firm it is, and those that were confirmed: for whoever may write on, or read, every case of it;
    and the list of a past moment."""
    assert found.worker is not None
    writes = all(Permission.WRITE_RECORD in placed.may for placed in found.cases)
    if found.cases and writes and not found.shadow_until:
        yield Act("Review and confirm", href=reverse("review-new", args=[found.worker]))
    if found.cases and all(Permission.READ_RECORD in placed.may for placed in found.cases):
        if not found.shadow_until:
            yield Act("How firm this order is", href=reverse("firmness", args=[found.worker]))
        yield Act("Confirmed lists", href=reverse("reviews", args=[found.worker]))
    if earlier := look_back_link(viewer, found.worker):
        yield earlier


@dataclass(frozen=True)
class UnallocatedPage(ListPage):
    """The queue of cases that nobody holds."""


def unallocated_page(
    viewer: Viewer, queue: Queue, choice: Choice, asks: Asks, *, path: str, as_at: datetime
) -> UnallocatedPage:
    """The queue, in order of work, each with its clock and who must see to it."""
    empty = (
        State("Nothing waits that you may see", "No open case that you may see is waiting for a worker.")
        if viewer.reach(Permission.SEE_CASE)
        else NOT_YOURS
    )
    waits = {case: _waits(waiting, as_at) for case, waiting in queue.waits.items()}
    fields = _list(viewer, queue.order, choice, empty, waits, asks, path=path, as_at=as_at)
    late = sum(any(clock.late for clock in waiting.clocks) for waiting in queue.waits.values())
    fields["said"] += f" On {late} of them a time has run out while nobody held them." if late else ""
    return UnallocatedPage("Unallocated", **fields)


def _waits(waiting: Waiting, as_at: datetime) -> Waited:
    """Since when nobody holds a case, who must see to it, and what runs meanwhile: what was missed first."""
    since = waiting.since.astimezone(LONDON).date()
    days = (as_at.date() - since).days
    length = f"{days} day{'' if days == 1 else 's'}"
    long = f"for {length}, since {day_words(since)}" if days else "since today"
    if waiting.at_least:
        long = f"since {day_words(since)} at least: the file of that day names no worker, and does not say since when"
    owners = (
        f"To be allocated by {' or '.join(waiting.owners)}, {waiting.team}."
        if waiting.owners
        else f"Nobody has the role of supervisor in {waiting.team}: whoever keeps people and teams must give it to somebody."
    )
    clocks = (
        Clock(capital(clock.title), clock.words, clock.late)
        for clock in sorted(waiting.clocks, key=lambda clock: not clock.late)
    )
    return Waited((f"Nobody has held this case {long}.", owners), tuple(clocks))


def _list(
    viewer: Viewer,
    found: OrderOfWork,
    choice: Choice,
    empty: State,
    waits: Waits,
    asks: Asks,
    *,
    path: str,
    as_at: datetime,
) -> dict:
    """What every page of a list has: the rows that were asked for, and how they stand."""
    shown = choice.chosen(found.cases)
    today = as_at.date()
    if found.shadow_until and not choice.sort:
        grouped = tuple(placed for placed in shown if placed.band is Band.ACT_NOW)
        single = tuple(placed for placed in shown if placed.band is not Band.ACT_NOW)
    else:
        grouped, single = ((), shown) if choice.sort else (shown, ())
    return {
        "said": _said(found, as_at),
        "whose": found.name or "Unallocated cases",
        "filter": choice.filter(path, found.cases, len(shown)) if len(found.cases) > FEW or choice.narrows else None,
        "unordered": _unordered(viewer, found, choice, path),
        "groups": groups(found, grouped, today, waits, asks),
        "rows": listed(found, single, today, waits, asks),
        "empty": _nothing_matches(found, path) if found.cases else empty,
        "stands_on": _stands_on(found),
        "viewed": viewed(shown),
    }


def _unordered(viewer: Viewer, found: OrderOfWork, choice: Choice, path: str) -> Notice | None:
    if found.shadow_until:
        by = choice.sort.says if choice.sort else "what is due next"
        return Notice(
            f"{not_shown(found.shadow_until)} Cases stand by {by}. Act now is always shown. Meanwhile the order is "
            "kept, and compared with what is done.",
            Tone.WARNING,
        )
    if choice.sort is None:
        return None
    back = Act("Back to the order of work", href=choice.unsorted().address(path, viewer))
    return Notice(f"Sorted by {choice.sort.says}. This is not the order of work.", Tone.WARNING, back)


def _nothing_matches(found: OrderOfWork, path: str) -> State:
    many = len(found.cases)
    return State(
        "Nothing matches",
        f"{many} open case{' is' if many == 1 else 's are'} on this list; none of them is what you asked for.",
        Act("Show everything", href=path),
    )


def viewed(shown: tuple[Placed, ...]) -> Viewed:
    """Whom a list shows."""
    return Viewed(
        frozenset(placed.child for placed in shown if placed.child), frozenset(placed.case for placed in shown)
    )


def _said(found: OrderOfWork, as_at: datetime) -> str:
    many = len(found.cases)
    order = "by what is due next" if found.shadow_until else "first things first"
    cases = f" {many} open case{'' if many == 1 else 's'}, {order}." if many else ""
    return f"{as_at:%A} {as_at.day} {as_at:%B}.{cases}"


def _stands_on(found: OrderOfWork) -> str:
    return f"Worked out now from what is recorded. Criteria set {found.criteria}, timescales {found.rulebook}."
