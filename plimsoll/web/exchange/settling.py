"""What the pages show on which names and values of a file are settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse

from plimsoll.formats.told import UnknownValue
from plimsoll.queries.exchange import ImportView, PersonFound
from plimsoll.web.exchange.forms import People, Values, field_of
from plimsoll.web.exchange.page import back_to, many
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Link, Pages, State, Table


@dataclass(frozen=True)
class Asked:
    """One name or value, with what is known of it, and the field that asks about it."""

    name: str
    lines: tuple[str, ...]
    field: BoundField


@dataclass(frozen=True)
class SettlePage(Page):
    """Names or values to settle, in one form, and those that are settled."""

    said: str
    form: People | Values
    rows: tuple[Asked, ...]
    action: str
    button: str
    cancel: str
    add_all: Act | None
    settled: Table | None
    change: Link | None
    pages: Pages | None
    nothing: State


def asked_about(found: ImportView, *, again: bool) -> tuple[PersonFound, ...]:
    """The names that are asked about: those that nobody settled, or `again` all of them."""
    return tuple(person for person in found.people if again or not person.settled)


def people_page(
    found: ImportView, people: Sequence[PersonFound], form: People, *, action: str, again: bool, pages: Pages | None
) -> SettlePage:
    """Whose the names in the file are. people : those on this page."""
    here, file = reverse("file-people", args=[found.line.id]), reverse("file", args=[found.line.id])
    rows = tuple(Asked(person.name, _known(person), form[field_of(person.name)]) for person in people)
    settled = () if again else [person for person in found.people if person.settled]
    return SettlePage(
        "People in the file",
        said="These names hold cases in the file. Say once who each of them is: the next file of this kind will know.",
        form=form,
        rows=rows,
        action=action,
        button="Save these" if pages else "Save",
        cancel=file,
        add_all=_add_all(found, here),
        settled=_settled(settled) if settled else None,
        change=Link("Change whose a name is", f"{here}?again=yes") if settled and people else None,
        pages=pages,
        nothing=State(
            "Every name is settled",
            "You can still change whose a name is.",
            Act("Change these", href=f"{here}?again=yes"),
        )
        if found.people
        else State("No names", "The file names nobody who holds a case."),
        back=back_to(found),
    )


def _known(person: PersonFound) -> tuple[str, ...]:
    other = [spelling for spelling in person.spellings if spelling != person.name]
    lines = (
        f"also written {', '.join(other)}" if other else "",
        person.team,
        many(person.cases, "open case"),
    )
    return tuple(line for line in lines if line)


def _add_all(found: ImportView, here: str) -> Act | None:
    number = sum(not person.settled for person in found.people)
    if number < 2:
        return None
    return Act(f"Add all {number:,} as new people", post=here, fields=(("all", "yes"),))


def _settled(people: Sequence[PersonFound]) -> Table:
    rows = tuple(
        (
            Cell(person.name),
            Cell(person.worker_name or ("a new person" if person.to_add else "nobody")),
            Cell(person.team),
            Cell(f"{person.cases:,}"),
        )
        for person in people
    )
    heads = (Column("Name in the file"), Column("Who that is here"), Column("Team"), Column("Cases", number=True))
    return Table("Settled already", heads, rows)


def values_page(
    found: ImportView, unknown: Sequence[UnknownValue], form: Values, *, action: str, pages: Pages | None
) -> SettlePage:
    """What the values mean that stand for nothing we know. unknown : those on this page."""
    rows = tuple(
        Asked(
            value.found,
            (f"column {value.header}", f"in {many(value.rows, 'row')}"),
            form[field_of(value.column, value.found)],
        )
        for value in unknown
    )
    file = reverse("file", args=[found.line.id])
    return SettlePage(
        "Values we do not know",
        said="These values stand in columns that hold codes, and are none of the codes we know. Say once what each means. "
        "It is kept for your whole organisation, and the file is then read again.",
        form=form,
        rows=rows,
        action=action,
        button="Save for your organisation",
        cancel=file,
        add_all=None,
        settled=None,
        change=None,
        pages=pages,
        nothing=State("Every value is known", "There is nothing to settle here.", Act("Back to the file", href=file)),
        back=back_to(found),
    )
