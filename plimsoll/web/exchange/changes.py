"""What the page shows on which a file is checked: case by case, what it writes, and what stood there before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import SEEING, EventKind, Matter
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.comparing import Change, EventChange, FieldChange, How
from plimsoll.queries.exchange import ImportView, OnRecord
from plimsoll.queries.matters import FIELDS, SAME_CHILD
from plimsoll.web.asked import ask_words
from plimsoll.web.exchange.lists import FindOnRecord, has
from plimsoll.web.exchange.page import back_to, many
from plimsoll.web.exchange.paging import part
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Filter, FilterField, Option, Pages, State, Table
from plimsoll.web.sealed_words import sealed

ON_A_PAGE = 25  # each is some lines
HOW = {How.ADDED: "added", How.MOVED: "moved", How.TAKEN_BACK: "taken back", How.CONFIRMED: "confirmed by the file"}
NEW, CHANGED, REST = "new", "changed", "rest"


@dataclass(frozen=True)
class Line:
    """One thing that is written: what, and what it says now; before : what stood there, '' for what is not known, or new."""

    what: str
    now: str
    before: str = ""


@dataclass(frozen=True)
class ChangedCase:
    """What a file does to one child. who : by name where the viewer may know it, else by reference."""

    who: str
    href: str
    reference: str
    kind: str
    lines: tuple[Line, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class ChangesPage(Page):
    """What a file changes, case by case. kinds : of what, and how often."""

    facts_shown = True  # always, or that they are told would say that somebody in the list is on record
    said: str
    kinds: Table | None
    filter: Filter
    cases: tuple[ChangedCase, ...]
    pages: Pages | None
    nothing: State


def changes_page(
    found: ImportView,
    changes: Sequence[Change] | None,
    asked: dict[str, str],
    on_record: FindOnRecord,
    viewer: Viewer,
) -> ChangesPage:
    """What the file changes, or will, child by child; `changes` is None for those who may not know how it compares.
    `on_record` finds the cases of those that are shown."""
    here, which, words = reverse("file-changes", args=[found.line.id]), asked.get("which", ""), asked.get("words", "")
    every = sorted(changes or (), key=lambda one: not one.asks)  # first what somebody will have to decide
    shown = [one for one in every if (not which or which in _kinds(one)) and has(words, one.reference)]
    fields = (
        FilterField("words", "Reference", words),
        FilterField("which", "What changes", options=_options(every, which)),
    )
    kept = {name: value for name, value in (("words", words), ("which", which)) if value}
    some, pages = part(shown, asked, here, dict(sealed(kept.items(), viewer)), ON_A_PAGE)
    known = on_record([one.reference for one in some])
    return ChangesPage(
        changes_title(found),
        said="" if changes is None else SAID,
        kinds=_of_what(every),
        filter=Filter(
            here, fields, said=f"{len(shown):,} of {many(len(every), 'child', 'children')}." if kept else "",
            clear=here if kept else "", names=True,
        ),
        cases=tuple(_case(one, known) for one in some),
        pages=pages,
        nothing=_nothing(changes),
        back=back_to(found),
        viewed=Viewed(
            frozenset(one.child for one in known.values()), frozenset(one.case for one in known.values() if one.case)
        ),
    )  # fmt: skip


SAID = (
    "Case by case, what is written, with what stood here before. Nothing is closed, moved or overwritten by a file alone: "
    "what is asked waits for a person. A child of whom nothing changes does not stand here."
)


def changes_title(found: ImportView) -> str:
    """What the list is of: what will come, or what came."""
    return "What this file changed" if found.line.applied_at else "What this file will change"


def _nothing(changes: Sequence[Change] | None) -> State:
    if changes is None:
        return State("Not shown to you", "How a file compares with the cases is for those who see every case.")
    if changes:
        return State("Nothing matches", "Nothing in this file is like that.")
    return State("Nothing changes", "All that this file says is on record here already.")


def _options(every: Sequence[Change], which: str) -> tuple[Option, ...]:
    """Each by how many children it is about, as one child can have several questions."""
    numbers = Counter(kind for one in every for kind in _kinds(one))
    written = ((NEW, "New cases"), (CHANGED, "Changed cases"), (REST, "Children without an open case"))
    asks = (
        (SAME_CHILD, "Whether it is the same child"),
        *((matter.value, capital(matter.label)) for matter in Matter),
    )
    return (
        Option("", f"All children of whom something changes: {len(every):,}", not which),
        *(Option(code, f"{says}: {numbers[code]:,}", code == which) for code, says in written if numbers[code]),
        *(
            Option(
                code,
                f"To decide, {says[:1].lower()}{says[1:]}: {many(numbers[code], 'child', 'children')}",
                code == which,
            )
            for code, says in asks
            if numbers[code]
        ),
    )


def _kinds(one: Change) -> set[str]:
    written = {NEW} if one.new else {CHANGED} if one.changed else {REST} if one.fields else set()
    same = FIELDS[SAME_CHILD]
    return written | {SAME_CHILD if ask.what == same else ask.matter.value for ask in one.asks}


def _of_what(every: Iterable[Change]) -> Table | None:
    """How often each field is written anew, and each kind of event comes or goes; new cases apart."""
    counts: Counter[str] = Counter()
    for one in every:
        counts.update(capital(field.what) for field in one.fields)
        counts.update(f"{capital(event.kind.label)}, {HOW[event.how]}" for event in one.events)
    rows = tuple(
        (Cell(what), Cell(f"{number:,}")) for what, number in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    )
    heads = (Column("What is written in cases that are here already"), Column("How often", number=True))
    return Table("What is written, by kind", heads, rows, caption_hidden=True) if rows else None


def _case(one: Change, known: Mapping[str, OnRecord]) -> ChangedCase:
    here = known.get(one.reference)
    return ChangedCase(
        who=(here.name if here else "") or one.reference,
        href=reverse("case", args=[here.case]) if here and here.case else "",
        reference=one.reference,
        kind="New case" if one.new else "",
        lines=(*map(_field, one.who), *map(_field, sorted(one.fields, key=_later)), *_events(one.events)),
        asks=tuple(dict.fromkeys(ask_words(ask) for ask in one.asks)),
    )


WHO = frozenset(FIELDS[name] for name in ("given_name", "family_name", "born_on", "expected_on", "nhs_number"))


def _later(one: FieldChange) -> bool:
    """Who the child is stands before all else."""
    return one.what not in WHO


def _field(one: FieldChange) -> Line:
    marked = one.before is not None and one.before != "" and one.what in WHO
    said = f"{capital(one.what)} (who the child is)" if marked else capital(one.what)
    return Line(said, one.now or "written anew", one.before or "")


def _events(events: Iterable[EventChange]) -> Iterable[Line]:
    """Each on a line, those of one visit together: several columns of a file speak of it."""
    found: dict[object, list[EventChange]] = {}
    for one in events:
        visit = one.kind in SEEING and one.how is How.ADDED
        found.setdefault((one.on if visit else one), []).append(one)
    for together in found.values():
        first = together[0]
        kinds = sorted((one.kind for one in together), key=lambda kind: (kind is EventKind.CHILD_SEEN, kind.number))
        what, day = capital("; ".join(kind.label for kind in kinds)), day_words(first.on)
        if first.how is How.MOVED:
            yield Line(what, day, day_words(first.before) if first.before else "")
        else:
            yield Line(what, f"{day}, {HOW[first.how]}")
