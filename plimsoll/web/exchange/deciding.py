"""What the pages show on which people decide what files left open."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from plimsoll.actions.authorise import WHY_NOT
from plimsoll.core.access import Permission
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Matter
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.exchange import ImportView, MatterView
from plimsoll.web.exchange.forms import Decide
from plimsoll.web.exchange.page import back_to
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Fault, State, Table, ToDecide


@dataclass(frozen=True)
class Words:
    """A kind of matter in words: what it is, what it means, and the two ways to decide it."""

    title: str
    means: str
    take: str
    keep: str


WORDS = {
    Matter.CLOSED_IN_FILE: Words(
        "Closed in the file",
        "These cases are open here, and the file says that their work has ended. Nothing is closed by a file alone.",
        "Close these cases",
        "Keep them open",
    ),
    Matter.NOT_IN_FILE: Words(
        "No longer in the file",
        "These cases are open here, and the newest file does not have them. Their work may have ended, or the file may have "
        "left them out. Look before you close.",
        "Close these cases",
        "Keep them open",
    ),
    Matter.NEW_WORKER: Words(
        "Another worker or team in the file",
        "The file names another worker than the one who holds the case here, or another team than the one it is in.",
        "Move them as the file says",
        "Leave them where they are",
    ),
    Matter.CHANGED_HERE: Words(
        "Changed here and in the file",
        "Somebody changed this here, and the file says something else. What stands here holds until you decide.",
        "Take what the file says",
        "Keep what stands here",
    ),
    Matter.OPEN_IN_FILE: Words(
        "Closed here, open in the file",
        "These cases were closed here, and the file still has them with open work.",
        "Open them again",
        "Leave them closed",
    ),
    Matter.NOT_CONFIRMED: Words(
        "Said to be done, and not in the file",
        "Somebody noted here that this was done in the other system. The file does not have it.",
        "It was not done: it is due again",
        "It was done: let it stand",
    ),
    Matter.TO_CHECK: Words(
        "To be checked",
        "The file does not say for certain whether this work goes on. Look into each before you decide. Where it goes on "
        "and there is no case here, add the case by hand first: give the file's reference as the one in your other system.",
        "Close these cases",
        "Looked into: leave it so",
    ),
}
AT_ONCE = (
    200  # matters of a kind on the page; what is decided makes room for the next. Of more ticks no form takes note
)
CLOSING = frozenset({Matter.CLOSED_IN_FILE, Matter.NOT_IN_FILE, Matter.TO_CHECK})
May = Mapping[Permission, frozenset[UUID]]


def needed(matter: Matter) -> Permission:
    """What somebody must be able to do to the case to decide such a matter."""
    if matter is Matter.NEW_WORKER:
        return Permission.ALLOCATE
    return Permission.CLOSE_CASE if matter in CLOSING else Permission.WRITE_RECORD


@dataclass(frozen=True)
class Kind:
    """The first matters of one kind that wait, with their form; `number` is how many wait in all, `more` says so where not
    all are shown."""

    kind: str
    title: str
    means: str
    take: str
    keep: str
    rows: tuple[ToDecide, ...]
    form: Decide
    may_take: bool
    may_keep: bool
    number: int
    more: str


@dataclass(frozen=True)
class DecidePage(Page):
    """What waits for a decision, by kind, and what was decided."""

    facts_shown = True  # also where nothing waits
    said: str
    action: str
    faults: tuple[Fault, ...]
    kinds: tuple[Kind, ...]
    decided: Table | None
    nothing: State


MakeForm = Callable[[Matter, Sequence[MatterView]], Decide]


def decide_page(
    matters: Iterable[MatterView],
    may: May,
    make_form: MakeForm,
    *,
    action: str,
    of: ImportView | None = None,
) -> DecidePage:
    """What files left open. `may`: the cases that the viewer reaches by each permission that a decision can need."""
    found = tuple(matters)
    waiting = {kind: [one for one in found if one.matter is kind and not one.decided] for kind in WORDS}
    shown = {kind: first_of(some, may, kind) for kind, some in waiting.items() if some}
    kinds = tuple(_kind(kind, some, may, make_form(kind, some), len(waiting[kind])) for kind, some in shown.items())
    number = sum(len(some) for some in waiting.values())
    decided = [one for one in found if one.decided]
    listed = [*decided, *(one for some in shown.values() for one in some)]
    return DecidePage(
        "To decide",
        said=f"{number:,} to decide. A file changes nothing by itself that a person wrote, closed or gave to somebody."
        if number
        else "",
        action=action,
        faults=tuple(fault for kind in kinds for fault in kind.form.faults),
        kinds=kinds,
        decided=_decided(decided),
        nothing=State("Nothing to decide", "No file left anything open that is yours to decide."),
        back=back_to(of) if of else None,
        viewed=Viewed(
            frozenset(one.child for one in listed if one.child), frozenset(one.case for one in listed if one.case)
        ),
    )


def _reach(kind: Matter, may: May) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The cases of which somebody can take what the file says, and of which they can keep what stands here. Whoever may
    write on a case can say that it stays open, and need not be able to close it."""
    take = may[needed(kind)]
    return take, take | may[Permission.WRITE_RECORD] if kind in CLOSING else take


def first_of(matters: Sequence[MatterView], may: May, kind: Matter) -> Sequence[MatterView]:
    """As many of a kind as fit on the page, those first that the viewer can decide: the others would stand before them for
    ever."""
    _, keep = _reach(kind, may)
    return sorted(matters, key=lambda one: one.case is not None and one.case not in keep)[:AT_ONCE]


def _kind(kind: Matter, matters: Sequence[MatterView], may: May, form: Decide, number: int) -> Kind:
    words, (take, keep) = WORDS[kind], _reach(kind, may)
    ticked = set(form["matter"].value() or ())
    rows = tuple(_row(one, keep, ticked) for one in matters)
    cases = [one.case for one in matters]
    may_take = any(
        case in take for case in cases
    )  # without a case there is nothing that could be done as the file says
    may_keep = any(case is None or case in keep for case in cases)
    more = (
        f"These are {len(rows)} of {number:,}. Decide them, and the next take their place."
        if number > len(rows)
        else ""
    )
    return Kind(
        kind.value, words.title, words.means, words.take, words.keep, rows, form, may_take, may_keep, number, more
    )


def _row(one: MatterView, may: frozenset[UUID], ticked: set[str]) -> ToDecide:
    return ToDecide(
        str(one.id),
        about=one.child_name or one.reference,
        href=reverse("case", args=[one.case]) if one.case else "",
        reference=one.reference,
        what=one.what,
        here=one.here,
        there=one.there or ("not there" if one.matter is Matter.NOT_IN_FILE else ""),
        since=day_words(one.said_at),
        ticked=str(one.id) in ticked,
        why_not="" if one.case is None or one.case in may else WHY_NOT[needed(one.matter)],
    )


def _decided(matters: Sequence[MatterView]) -> Table | None:
    if not matters:
        return None
    heads = ("Child", "About", "Decided", "By", "When")
    rows = tuple(
        (
            Cell(one.child_name or one.reference, reverse("case", args=[one.case]) if one.case else ""),
            Cell(WORDS[one.matter].title),
            Cell("as the file says" if one.decided == "taken" else "as it stood here"),
            Cell(one.decided_by),
            Cell(day_words(one.decided_at.astimezone(LONDON).date()) if one.decided_at else ""),
        )
        for one in matters
    )
    return Table("Decided already", tuple(map(Column, heads)), rows)
