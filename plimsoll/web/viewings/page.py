"""The pages of the trail."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from plimsoll.core.terms import Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.viewings import MOST, Called, Found, Line, Odd
from plimsoll.web.forms.fields import Day, Pick, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Cell, Column, Fault, Filter, FilterField, Link, Option, State, Table
from plimsoll.web.viewings.words import moment_words, page_words, role_words

Naming = Callable[[Role], str]  # what a role is called here
NAMED = 3  # children of one line


class Ask(Form):
    """Of whom, by whom and when; all of it may be left open."""

    reference = Text(label="Reference of a child or case", required=False, most=100)
    person = Pick(label="Who", choices=[], required=False)
    begins = Day(label="From", required=False)
    until = Day(label="Until", required=False)

    def __init__(self, *given: Any, people: Iterable[tuple[UUID, str]], **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["person"].choices = [(str(key), name) for key, name in people]


@dataclass(frozen=True)
class ViewingsPage(Page):
    """Entries of the trail; the filter that asks, and what is wrong in it; taking them out as a file."""

    filter: Filter
    faults: tuple[Fault, ...]
    said: str
    table: Table | None
    nothing: State
    take: Act | None
    odd: Link


def viewings_page(
    form: Ask, found: Found | None, child: UUID | None, of: Called | None, *, taken_by: str, called: Naming
) -> ViewingsPage:
    """What was found; nothing of it where the form is to be filled in otherwise."""
    lines = found.lines if found else ()
    return ViewingsPage(
        f"Who looked at {of.name} ({of.reference})" if of else "Who looked at whom",
        tab=f"Who looked at {of.reference}" if of else "",
        filter=_filter(form),
        faults=tuple(Fault(fault.text, f"filter-{fault.field}" if fault.field else "") for fault in form.faults),
        said=_said(found) if found else "",
        table=_table(found, child, called) if found and lines else None,
        nothing=State("Nothing found", "Nobody was shown anything and nobody did anything that fits what is asked."),
        take=Act("Take these out as a file (CSV)", post=taken_by) if lines else None,
        odd=Link("Viewings out of the ordinary", reverse("viewings-odd")),
        viewed=Viewed(frozenset({child} if child else _shown(lines))),
    )


def _filter(form: Ask) -> Filter:
    """The form, as a filter over a list: a child that was come from stays asked of until another is named."""
    said = {name: str(form.data.get(name, "")) for name in ("child", *form.fields)} if form.is_bound else {}
    fields = tuple(
        FilterField(name, str(field.label), said.get(name, ""), _options(form, said) if name == "person" else ())
        for name, field in form.fields.items()
    )
    kept = (("child", said["child"]),) if said.get("child") and not said.get("reference") else ()
    asked = any(said.values())
    return Filter(reverse("viewings"), fields, kept=kept, clear=reverse("viewings") if asked else "", names=True)


def _options(form: Ask, said: Mapping[str, str]) -> tuple[Option, ...]:
    people = ((str(key), name) for key, name in form.fields["person"].choices if key)
    return (Option("", "Anybody"), *(Option(key, name, key == said.get("person")) for key, name in people))


def _said(found: Found) -> str:
    if not found.lines:
        return ""
    if found.more:
        return f"The latest {MOST} entries. There are more: choose fewer days, or take all of them out as a file."
    return "1 entry, all there is." if len(found.lines) == 1 else f"{len(found.lines)} entries, all there are."


def _table(found: Found, child: UUID | None, called: Naming) -> Table:
    rows = tuple(
        (
            Cell(moment_words(line.at)),
            Cell(_who(line, found)),
            Cell(role_words(line.roles, found.people, called) if line.by else ""),
            Cell(line.act.label if line.act else f"was shown {page_words(line.page)}{_emergency(line)}"),
            Cell(_children(line, found, child)),
        )
        for line in found.lines
    )
    return Table(
        "Entries", tuple(map(Column, ("When", "Who", "Role then", "What", "Of whom"))), rows, caption_hidden=True
    )


def _emergency(line: Line) -> str:
    return ", opened in an emergency" if line.in_emergency else ""


def _who(line: Line, found: Found) -> str:
    return found.people.get(line.by, "somebody who is not on record") if line.by else "Plimsoll itself"


def _children(line: Line, found: Found, child: UUID | None) -> str:
    """Of whom: where one child is asked about, how many others there were besides, and not who."""
    if child is not None:
        others = len(set(line.children) - {child})
        return "this child" + (f" and {others} more" if others else "")
    known = [found.children[child] for child in line.children[:NAMED] if child in found.children]
    more = len(line.children) - NAMED
    named = ", ".join(f"{called.name} ({called.reference})" for called in known)
    return f"{named} and {more} more" if more > 0 else named


def _shown(lines: Iterable[Line]) -> set[UUID]:
    return {child for line in lines for child in line.children[:NAMED]}


# ---- out of the ordinary ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OddPage(Page):
    """Viewings out of the ordinary, of a week."""

    said: str
    table: Table | None
    nothing: State
    earlier: Link
    later: Link | None


def odd_page(odds: tuple[Odd, ...], until: date, today: date, called: Naming) -> OddPage:
    """What somebody may want to ask about, of the week that ends with a day."""
    week = f"{day_words(until - timedelta(6))} to {day_words(until)}"
    return OddPage(
        "Viewings out of the ordinary",
        said=f"Cases that were opened from {week} outside working hours, by somebody with no tie to them "
        "that Plimsoll knows of, or with the same surname as the child. There may be a good reason for each. Plimsoll "
        "tells nobody and stops nobody: whether to ask is yours to decide.",
        table=_odd_table(odds, called) if odds else None,
        nothing=State(
            "Nothing out of the ordinary", "No case of which you may know was opened so in these seven days."
        ),
        earlier=Link("The week before", _week(until - timedelta(7))),
        later=Link("The week after", _week(min(until + timedelta(7), today))) if until < today else None,
        back=Link("Who looked at whom", reverse("viewings")),
        viewed=Viewed(frozenset(odd.child for odd in odds if odd.child), frozenset(odd.case for odd in odds)),
    )


def _odd_table(odds: Iterable[Odd], called: Naming) -> Table:
    rows = tuple(
        (
            Cell(f"{odd.called} ({odd.reference})" if odd.called != odd.reference else odd.reference, _of(odd)),
            Cell(odd.name),
            Cell(role_words(odd.roles, {}, called)),
            Cell(moment_words(odd.first_at) + (f", {odd.times} times that day" if odd.times > 1 else "")),
            Cell("; ".join(one.label for one in odd.why)),
        )
        for odd in odds
    )
    columns = ("Case", "Opened by", "Role then", "When", "What is out of the ordinary")
    return Table("Viewings", tuple(map(Column, columns)), rows, caption_hidden=True)


def _of(odd: Odd) -> str:
    """To all that this person did with the child's record."""
    asked = {"person": odd.by} | ({"child": odd.child} if odd.child else {})
    return f"{reverse('viewings')}?{urlencode(asked)}"


def _week(until: date) -> str:
    return f"{reverse('viewings-odd')}?{urlencode({'until': f'{until:%-d %b %Y}'})}"
