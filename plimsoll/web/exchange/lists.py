"""What the long lists of one file show: its children, and what is wrong in it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.core.priority.told import capital
from plimsoll.formats.told import ToldFault
from plimsoll.queries.exchange import ChildLine, ImportView, OnRecord
from plimsoll.web.exchange.deciding import add_address
from plimsoll.web.exchange.page import back_to, many
from plimsoll.web.exchange.paging import part
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Filter, FilterField, Option, Pages, State, Table
from plimsoll.web.sealed_words import sealed

Item = TypeVar("Item")
Drawn = tuple[tuple[tuple[Cell, ...], ...], Viewed]
FindOnRecord = Callable[[Collection[str]], Mapping[str, OnRecord]]


@dataclass(frozen=True)
class ListPage(Page):
    """A long list of one file, filtered and page by page."""

    facts_shown = True  # always, or that they are told would say that somebody in the list is on record
    said: str
    counts: Table | None
    filter: Filter
    table: Table | None
    pages: Pages | None
    nothing: State


def children_page(
    found: ImportView, asked: dict[str, str], on_record: FindOnRecord, viewer: Viewer, *, may_add: bool = False
) -> ListPage:
    """Every child of the file: where it stands there, and why it is open or not. `on_record` finds the cases of those that
    are shown, which is whom the page is said to have shown; `may_add`: whether the viewer may add a case for a child who has
    none."""
    here, counted = reverse("file-children", args=[found.line.id]), found.counted
    which, words = asked.get("which", ""), asked.get("words", "")
    shown = [child for child in found.children if _is_of(child, which) and has(words, child.reference, child.worker)]
    if which == WITHOUT:
        closed = [child for child in shown if not child.open]
        known = on_record([child.reference for child in closed]) if counted.compared else {}
        shown = [child for child in closed if not _case(child, known)]
    options = (
        Option("", f"All: {counted.children:,}", not which),
        Option("open", f"With open work: {counted.open:,}", which == "open"),
        *((Option(WITHOUT, "No open work, and no case here", which == WITHOUT),) if counted.compared else ()),
        *(Option(why, f"Not open, {why}: {number:,}", which == why) for why, number in counted.not_open),
    )
    heads = ("Child", "Where in the file", "Open work", "Worker in the file")
    heads += ("Case here",) if counted.compared else ()
    return _list_page(
        found,
        "Children in the file",
        f"{many(counted.children, 'child', 'children')}: {counted.open:,} with open work, "
        f"{counted.children - counted.open:,} without. Each of them stands in this list.",
        here,
        asked,
        (FilterField("words", "Reference or worker", words), FilterField("which", "Open work", options=options)),
        heads,
        shown,
        lambda some: _child_rows(found, some, on_record([child.reference for child in some]), may_add),
        len(found.children),
        viewer,
    )


WITHOUT = "without"  # children without open work who have no case here either


def _case(child: ChildLine, known: Mapping[str, OnRecord]) -> str:
    here = known.get(child.reference)
    return reverse("case", args=[here.case]) if here and here.case else ""


def _child_rows(
    found: ImportView, children: Sequence[ChildLine], known: Mapping[str, OnRecord], may_add: bool
) -> Drawn:
    def here(child: ChildLine) -> Cell:
        """Whether there is a case that the viewer may see; of one with open work it comes with the file."""
        if _case(child, known):
            return Cell("yes")
        if child.open:
            return Cell("none that you see" if found.line.applied_at else "comes with this file")
        return Cell("None: add a case", add_address(found.line.id, child.reference)) if may_add else Cell("none")

    rows = tuple(
        (
            Cell(child.reference, _case(child, known)),
            Cell(child.where),
            Cell(capital(child.kind) if child.open else f"No: {child.reason}"),
            Cell(f"{child.worker or 'nobody'}{'' if child.person or not child.worker else ': not taken for a person'}"),
            *((here(child),) if found.counted.compared else ()),
        )
        for child in children
    )
    return rows, _viewed(known)


def _viewed(known: Mapping[str, OnRecord]) -> Viewed:
    return Viewed(
        frozenset(one.child for one in known.values()), frozenset(one.case for one in known.values() if one.case)
    )


def _is_of(child: ChildLine, which: str) -> bool:
    return which in ("", WITHOUT) or (child.open if which == "open" else not child.open and child.why_not == which)


def faults_page(found: ImportView, asked: dict[str, str], on_record: FindOnRecord, viewer: Viewer) -> ListPage:
    """What could not be read as it stands, by kind, sheet and column. As a fault shows what stands in a row, the children of
    those rows are said to have been shown; `on_record` as for `children_page`."""
    here = reverse("file-faults", args=[found.line.id])
    kind, sheet, words = asked.get("kind", ""), asked.get("sheet", ""), asked.get("words", "")
    shown = [
        fault
        for fault in found.faults
        if (not kind or fault.kind == kind)
        and (not sheet or fault.sheet == sheet)
        and has(words, fault.column, fault.found)
    ]
    kinds, labels = Counter(fault.kind for fault in found.faults), {fault.kind: fault.label for fault in found.faults}
    sheets = dict.fromkeys(fault.sheet for fault in found.faults if fault.sheet)
    fields = (
        FilterField("words", "Column or what was found", words),
        FilterField("kind", "Kind of fault", options=_options(kind, ((code, labels[code]) for code in kinds))),
        FilterField("sheet", "Sheet", options=_options(sheet, ((name, name) for name in sheets))),
    )
    rows = tuple(
        (Cell(capital(labels[code]), f"{here}?{urlencode({'kind': code})}"), Cell(f"{number:,}"))
        for code, number in kinds.most_common()
    )
    return _list_page(
        found,
        "Faults in the file",
        "Nothing is guessed: what cannot be read is told here, with what was done about it. Mend it where the file is made.",
        here,
        asked,
        fields,
        ("Where", "Column", "What is wrong", "Found", "What was done"),
        shown,
        lambda some: _fault_rows(some, on_record(_of_rows(found, some))),
        len(found.faults),
        viewer,
        counts=Table("Faults by kind", (Column("Kind"), Column("How many", number=True)), rows) if rows else None,
    )


def _of_rows(found: ImportView, faults: Sequence[ToldFault]) -> list[str]:
    """References of the children in whose rows the faults are."""
    rows = {_where(fault) for fault in faults if fault.row}
    return [child.reference for child in found.children if child.where in rows]


def _fault_rows(faults: Sequence[ToldFault], known: Mapping[str, OnRecord]) -> Drawn:
    texts = ((_where(one), one.column, capital(one.label), one.found, one.done) for one in faults)
    return tuple(tuple(map(Cell, row)) for row in texts), _viewed(known)


def _where(fault: ToldFault) -> str:
    row = f", row {fault.row}" if fault.row else ""
    return f"{fault.sheet}{row}" if fault.sheet else "Whole file"


def _options(chosen: str, choices: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    return (Option("", "All", not chosen), *(Option(code, text, code == chosen) for code, text in choices))


def has(words: str, *texts: str) -> bool:
    """Whether what somebody looks for stands in one of some texts."""
    return words.strip().casefold() in " ".join(texts).casefold()


def _list_page(
    found: ImportView,
    title: str,
    said: str,
    here: str,
    asked: dict[str, str],
    fields: tuple[FilterField, ...],
    heads: tuple[str, ...],
    items: Sequence[Item],
    draw: Callable[[Sequence[Item]], Drawn],
    of: int,
    viewer: Viewer,
    *,
    counts: Table | None = None,
) -> ListPage:
    kept = {name: value for name, value in asked.items() if name in {field.name for field in fields} and value}
    some, pages = part(items, asked, here, dict(sealed(kept.items(), viewer)))
    rows, viewed = draw(some)
    return ListPage(
        title,
        said=said,
        counts=counts,
        filter=Filter(
            here, fields, said=f"{len(items):,} of {of:,}." if kept else "", clear=here if kept else "", names=True
        ),
        table=Table(title, tuple(map(Column, heads)), rows, caption_hidden=True) if rows else None,
        pages=pages,
        nothing=State("Nothing matches", "Nothing in this file is like that.")
        if of
        else State("There are none", "Nothing of this kind is in the file."),
        back=back_to(found),
        viewed=viewed,
    )
