"""A caseload as it stood at a past moment, and who had been shown what of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.facts.shadow import not_shown
from plimsoll.queries.looks import Looks, list_looks
from plimsoll.queries.priority import OrderOfWork, Placed, can_look_back, get_past_caseload
from plimsoll.queries.replays import worker_name
from plimsoll.web.forms.moments import NotThen, past_moment
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, CaseRow, Cell, Column, Fact, FamilyRow, Group, Link, Notice, State, Table, Tone
from plimsoll.web.priority.page import viewed
from plimsoll.web.priority.rows import groups, listed
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.viewings.words import role_words

# Pages as they are named to people; any other by its own name.
PAGES = {
    "my-caseload": "own caseload",
    "caseload": "the caseload",
    "caseload-urgent": "what is urgent on the caseload",
    "caseload-past": "a caseload of the past",
    "case": "the case",
    "case-write": "writing on it",
    "record": "what was written on it",
    "record-amend": "amending what was written on it",
    "case-judge": "judging it",
    "case-place": "placing it",
    "review": "a confirmed list",
    "review-new": "confirming the list",
    "to-countersign": "what waits for a countersignature",
    "unallocated": "unallocated cases",
    "search": "a search",
}


@dataclass(frozen=True)
class PastPage(Page):
    """The form that asks for a moment; and, where one was asked for, the list of then, and who had been shown it.

    typed, fault : what was asked for, and what is wrong with it.
    """

    said: str
    action: str
    typed: str
    fault: str
    facts: tuple[Fact, ...] = ()
    groups: tuple[Group, ...] = ()
    rows: tuple[CaseRow, ...] = ()
    shadow: Notice | None = None
    whose: str = ""
    empty: State | None = None
    people: Table | None = None
    shown: Table | None = None
    to_nobody: str = ""
    more: tuple[Act, ...] = ()


@signed_in("GET")
def past(request: HttpRequest, worker: UUID) -> HttpResponse:
    """A worker's caseload as it stood at the moment `at` of the address, and who had been shown what of it by then."""
    viewer, typed = request.viewer, request.GET.get("at", "").strip()[:100]
    if not can_look_back(viewer, worker, request.now.date()):
        raise NotThere
    name, fault, then = worker_name(viewer, worker), "", None
    try:
        then = past_moment(typed, request.now)
    except NotThen as refusal:
        fault = str(refusal)
    page = PastPage(
        f"Caseload of {name} at an earlier moment",
        said="The list is worked out from the history of the records, by the criteria and timescales that held then. It "
        "says who had been shown its cases by that moment. Cases that you may not see now are left out.",
        action=request.path,
        typed=typed,
        fault=fault,
        more=(Act("Confirmed lists", href=reverse("reviews", args=[worker])),),
        back=Link(f"Caseload of {name}", reverse("caseload", args=[worker])),
    )
    if then is not None:
        page = _of_then(page, viewer, worker, then, request.now)
    return show(request, "priority/past.jinja", page, status=422 if fault else 200)


def _of_then(page: PastPage, viewer: Viewer, worker: UUID, then: datetime, now: datetime) -> PastPage:
    try:
        found = get_past_caseload(viewer, worker, then, now.date(), known_at=then)
    except NothingInForce as missing:
        return replace(page, empty=State("No order of work then", str(missing)))
    looks = list_looks(viewer, [placed.case for placed in found.cases], then)
    at = then.astimezone(LONDON)
    when = f"{day_words(at.date())} at {at:%H:%M}"
    cases = _only_read(found.cases)
    placed = tuple(one for one in cases if one.band is not None)  # all, but in a shadow month
    bands = groups(found, placed, at.date(), {}, {})
    rows = listed(found, tuple(one for one in cases if one.band is None), at.date(), {}, {})
    return replace(
        page,
        title=f"Caseload of {found.name}, {when}",
        facts=_facts(found, worker, looks, when),
        groups=tuple(replace(group, cases=tuple(_of(row, then) for row in group.cases)) for group in bands),
        rows=tuple(_case(row, then) for row in rows),
        shadow=_shadow(found.shadow_until, now.astimezone(LONDON).date()) if found.shadow_until else None,
        whose=f"{found.name}, {when}",
        empty=None
        if found.cases
        else State("No open cases then", "No case of which you may know stood on this list then."),
        people=_people(looks, viewer.called) if looks else None,
        shown=_shown(found, looks) if looks else None,
        to_nobody=_to_nobody(found, looks) if found.cases else "",
        viewed=viewed(found.cases),
    )


def _facts(found: OrderOfWork, worker: UUID, looks: Iterable[Looks], when: str) -> tuple[Fact, ...]:
    own = [look.last_at for look in looks if look.by == worker and look.page == "my-caseload"]
    return (
        Fact("As it stood", when),
        Fact("Cases", str(len(found.cases))),
        Fact("Criteria set", found.criteria),
        Fact("Timescales", found.rulebook),
        Fact(f"Last shown to {found.name} as a list", _moment(max(own)) if own else "not by then"),
    )


def _shadow(until: date, today: date) -> Notice:
    if until >= today:
        return Notice(not_shown(until), Tone.WARNING)
    said = (
        f"Shadow month, until the end of {day_words(until)}: the order of work of these days is not shown to this team."
    )
    return Notice(said, Tone.WARNING)


def _only_read(cases: Iterable[Placed]) -> tuple[Placed, ...]:
    """Nothing can be done to the past: of what the viewer may do, reading alone."""
    return tuple(replace(placed, may=placed.may & {Permission.READ_RECORD}) for placed in cases)


def _of(row: CaseRow | FamilyRow, then: datetime) -> CaseRow | FamilyRow:
    """A row that leads to its case as it was then."""
    if isinstance(row, FamilyRow):
        return replace(row, rows=tuple(_case(one, then) for one in row.rows))
    return _case(row, then)


def _case(row: CaseRow, then: datetime) -> CaseRow:
    at = then.astimezone(LONDON)
    return replace(row, href=f"{row.href}?{urlencode({'at': f'{at:%Y-%m-%d %H:%M}'})}")


def _people(looks: tuple[Looks, ...], called: Callable[[Role], str]) -> Table:
    """Who had been shown any of it: in which role, how many of the cases, and when last."""
    rows = []
    for _, some in groupby(looks, key=lambda look: look.by):
        mine = list(some)
        latest = max(mine, key=lambda look: look.last_at)
        rows.append(
            (
                Cell(latest.name),
                Cell(role_words(latest.roles, {}, called)),
                Cell(str(len({look.case for look in mine}))),
                Cell(_moment(min(look.first_at for look in mine))),
                Cell(_moment(latest.last_at)),
                Cell(", ".join(dict.fromkeys(_page(look.page) for look in mine))),
            )
        )
    columns = ("Shown to", "Role then", "Cases of this list", "First", "Last", "On these pages")
    return Table("Who had been shown cases of this list", tuple(map(Column, columns)), tuple(rows))


def _shown(found: OrderOfWork, looks: tuple[Looks, ...]) -> Table:
    """Case by case, to whom it had been shown."""
    by_case: dict[UUID, dict[UUID, list[Looks]]] = {}
    for look in looks:
        by_case.setdefault(look.case, {}).setdefault(look.by, []).append(look)
    rows = tuple(
        (Cell(f"{placed.reference} {placed.name}".strip()), Cell("; ".join(map(_told, by_case[placed.case].values()))))
        for placed in found.cases
        if placed.case in by_case
    )
    return Table("To whom each case had been shown", (Column("Case"), Column("Shown to, and when last")), rows)


def _to_nobody(found: OrderOfWork, looks: tuple[Looks, ...]) -> str:
    """Which of the cases had been shown to nobody; '' where there is none."""
    seen = {look.case for look in looks}
    unseen = [placed.reference for placed in found.cases if placed.case not in seen]
    if len(unseen) == len(found.cases):
        return "None of these cases had been shown to anybody by then."
    return f"Shown to nobody by then: {', '.join(unseen)}." if unseen else ""


def _told(some: list[Looks]) -> str:
    latest = max(some, key=lambda look: look.last_at)
    many = sum(look.times for look in some)
    times = "once" if many == 1 else f"{many:,} times"
    return f"{latest.name}, {times}, last {_moment(latest.last_at)} ({_page(latest.page)})"


def _page(name: str) -> str:
    return PAGES.get(name, name.replace("-", " "))


def _moment(at: datetime) -> str:
    at = at.astimezone(LONDON)
    return f"{day_words(at.date())} at {at:%H:%M}"
