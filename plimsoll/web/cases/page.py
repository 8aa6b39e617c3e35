"""What the pages of cases show."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, Found, Happened, Relative
from plimsoll.web.ages import age
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Cell, Column, Fact, Happening, Link, Notice, State, Table, Tone
from plimsoll.web.times import at_time, on_day


@dataclass(frozen=True)
class Doing:
    """What the viewer may do to a case."""

    write: bool
    allocate: bool
    restrict: bool
    lift: bool


@dataclass(frozen=True)
class CasePage(Page):
    """One case: who, what happened, who is around the child, who held it."""

    facts: tuple[Fact, ...]
    acts: tuple[Act, ...]
    record: tuple[Happening, ...] | None
    unread: State
    nothing: State
    network: Table | None
    allocations: Table
    family: tuple[Link, ...]


def case_page(found: CaseView, may: Doing, *, as_at: datetime) -> CasePage:
    """A case as this viewer may see it."""
    title = found.name or found.household or found.reference
    return CasePage(
        title,
        facts=_facts(found, as_at),
        acts=tuple(_acts(found, may)),
        record=None if found.record is None else tuple(_happening(each, as_at) for each in found.record),
        unread=State(
            "You may not read this record", "You may know that this case is there. Ask who holds it for more."
        ),
        nothing=State("Nothing is written here yet", "What happens on this case will stand here, latest first."),
        network=_network(found),
        allocations=_allocations(found),
        family=tuple(Link(one.name, reverse("case", args=[one.case])) for one in found.brothers_and_sisters),
        viewed=viewed(found, *found.brothers_and_sisters),
        notices=tuple(_notices(found)),
    )


def viewed(found: CaseView, *others: Relative) -> Viewed:
    """Whom a page about a case shows: its child, and others whom it names."""
    child = {found.child} if found.child else set()
    return Viewed(
        frozenset(child | {one.child for one in others}), frozenset({found.id} | {one.case for one in others})
    )


def _facts(found: CaseView, as_at: datetime) -> tuple[Fact, ...]:
    also = "".join(f", {word.label}" for word in found.also)
    said = [
        ("Reference", found.reference),
        ("Age", age(found.born_on, found.expected_on, as_at.date())),
        ("Kind of case", f"{found.case_type.label}{also}"),
        ("Level of need", str(found.level_of_need or "")),
        ("Household", found.household),
        ("Team", found.team),
        ("Allocated worker", found.worker_name or ("" if found.closed_at else "nobody: unallocated")),
        ("Open since", on_day(_day(found.opened_at), today=as_at.date())),
    ]
    if found.closed_at:
        said.append(("Closed", on_day(_day(found.closed_at), today=as_at.date())))
    return tuple(Fact(name, value) for name, value in said if value)


def _acts(found: CaseView, may: Doing) -> list[Act]:
    acts = []
    if may.write:
        acts.append(Act("Write on the record", href=reverse("case-write", args=[found.id]), main=True))
    if may.allocate and found.closed_at is None:
        acts.append(Act("Allocate", href=reverse("case-allocate", args=[found.id])))
    if may.restrict:
        acts.append(Act("Restrict to named people", href=reverse("case-restrict", args=[found.id])))
    if may.lift:
        acts.append(Act("Lift the restriction", href=reverse("case-lift", args=[found.id])))
    return acts


def _notices(found: CaseView) -> list[Notice]:
    if not found.restricted:
        return []
    names = ", ".join(name for _, name in found.named)
    return [Notice(f"Restricted. Only these people can see that this case is there: {names}.", Tone.WARNING)]


def _happening(each: Happened, as_at: datetime) -> Happening:
    happened = (
        at_time(each.happened_at, as_at=as_at)
        if each.time_known
        else on_day(_day(each.happened_at), today=as_at.date())
    )
    return Happening(
        each.kind.label[:1].upper() + each.kind.label[1:], happened, by=_written(each, as_at), text=each.note
    )


def _written(each: Happened, as_at: datetime) -> str:
    """Who wrote it down, and when where that was not the same day."""
    who = each.recorded_by or "brought in with a file"
    day = _day(each.recorded_at)
    if day == _day(each.happened_at):
        return who
    return f"{who}, written {day_words(day, year=day.year != as_at.year)}"


def _network(found: CaseView) -> Table | None:
    if not found.network:
        return None
    rows = tuple((Cell(name), Cell(part), Cell(telephone)) for name, part, telephone in found.network)
    return Table("People around the child", (Column("Name"), Column("Part"), Column("Telephone")), rows)


def _allocations(found: CaseView) -> Table:
    """With the reasons, for those who may read the record."""
    columns = ("Worker", "From", "Until", "Why")[: 3 if found.record is None else 4]
    rows = tuple(
        (
            Cell(held.name),
            Cell(day_words(_day(held.from_at))),
            Cell(day_words(_day(held.to_at)) if held.to_at else "now"),
            Cell(held.why),
        )[: len(columns)]
        for held in found.allocations
    )
    return Table("Who held this case", tuple(map(Column, columns)), rows)


@dataclass(frozen=True)
class FormPage(Page):
    """Something to do to a case."""

    form: Form
    action: str
    button: str
    cancel: str
    about: str


def form_page(found: CaseView, form: Form, *, title: str, button: str, action: str) -> FormPage:
    """A form about a case."""
    case = reverse("case", args=[found.id])
    name = found.name or found.household or found.reference
    return FormPage(
        title,
        form=form,
        action=action,
        button=button,
        cancel=case,
        about=f"{name}, {found.reference}",
        back=Link(name, case),
        viewed=viewed(found),
    )


@dataclass(frozen=True)
class SearchPage(Page):
    """What a search found."""

    words: str
    said: str
    found: Table | None
    nothing: State


def search_page(words: str, found: tuple[Found, ...], *, today: date) -> SearchPage:
    """Cases that were found, open ones first."""
    rows = tuple(
        (
            Cell(each.name or each.reference, href=reverse("case", args=[each.case])),
            Cell(age(each.born_on, None, today)),
            Cell(each.reference),
            Cell(each.case_type.label),
            Cell("open" if each.is_open else "closed"),
        )
        for each in found
    )
    columns = (Column("Name"), Column("Age"), Column("Reference"), Column("Kind of case"), Column("Open"))
    return SearchPage(
        "Search",
        words=words,
        said=f"{len(found)} found for “{words}”." if found else "",
        found=Table("What was found", columns, rows, caption_hidden=True) if found else None,
        nothing=State(
            "Nothing found" if words else "Whom are you looking for?",
            "Write at least two letters of a name, or a whole reference. You find only cases that you may see.",
        ),
        viewed=Viewed(frozenset(each.child for each in found if each.child), frozenset(each.case for each in found)),
    )


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
