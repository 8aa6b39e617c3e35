"""What the pages show on which people decide what files left open."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from plimsoll.actions.authorise import WHY_NOT
from plimsoll.core.access import Permission, Viewer, needed
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import CLOSING, Matter
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import list_within
from plimsoll.queries.matters import MatterView
from plimsoll.web.exchange.forms import Decide, ticked, together
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Fault, Link, State, Table, ToDecide


@dataclass(frozen=True)
class Words:
    """A kind of matter in words: what it is, what it means, and the two ways to decide it."""

    title: str
    means: str
    take: str
    keep: str


SAME_CHILD = "SAME_CHILD"  # a kind of its own on the page: of all that changed here, it is about the whole row
WORDS: dict[str, Words] = {
    SAME_CHILD: Words(
        "Is this the same child?",
        "A row of the file has the reference of a child here, and may be of another child: name and birth are others, or "
        "two cases have that reference. Nothing of the row was written. If it is another child, the row is left out: "
        "put the reference right here or in the other system, and bring the next file in.",
        "The same child: take the row",
        "Another child: leave the row out",
    ),
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
        "Somebody noted here that this was done in the other system. The file has no such day. It counts as done until you "
        "answer.",
        "It was not done: it is due again",
        "It was done: let it stand",
    ),
    Matter.TO_CHECK: Words(
        "To be checked",
        "The file does not say for certain whether this work goes on. Look into each before you decide. Where it goes on "
        "and there is no case here, add one.",
        "Close these cases",
        "Looked into: leave it so",
    ),
}
ALONE: dict[str, Words] = {
    SAME_CHILD: WORDS[SAME_CHILD],
    Matter.CLOSED_IN_FILE: Words(
        "Closed in the file",
        "The case is open here, and the file says that its work has ended. Nothing is closed by a file alone.",
        "Close this case",
        "Keep it open",
    ),
    Matter.NOT_IN_FILE: Words(
        "No longer in the file",
        "The case is open here, and the newest file does not have it. Its work may have ended, or the file may have left it "
        "out. Look before you close.",
        "Close this case",
        "Keep it open",
    ),
    Matter.NEW_WORKER: Words(
        "Another worker or team in the file",
        "The file names another worker than the one who holds the case here, or another team than the one it is in.",
        "Move it as the file says",
        "Leave it where it is",
    ),
    Matter.CHANGED_HERE: WORDS[Matter.CHANGED_HERE],
    Matter.OPEN_IN_FILE: Words(
        "Closed here, open in the file",
        "The case was closed here, and the file still has it with open work.",
        "Open it again",
        "Leave it closed",
    ),
    Matter.NOT_CONFIRMED: WORDS[Matter.NOT_CONFIRMED],
    Matter.TO_CHECK: Words(
        "To be checked",
        "The file does not say for certain whether this work goes on. Look into it before you decide.",
        "Close this case",
        "Looked into: leave it so",
    ),
}
_WRITES = "only the allocated worker or their supervisor can"
HALF: dict[str, str] = {
    SAME_CHILD: f"You can only say that it is another child. What the file says is written on the record: {_WRITES}.",
    **dict.fromkeys(
        CLOSING, "You can only say that it stays open. Closing is for the supervisor of its team or a service manager."
    ),
    Matter.CHANGED_HERE: f"You can only keep what stands here. What the file says is written on the record: {_WRITES}.",
    Matter.NOT_CONFIRMED: f"You can only say that it was not done. That it was done is written on the record: {_WRITES}.",
}  # why there is one answer and not the other, for those who can give one alone
AT_ONCE = (
    200  # matters of a kind on the page; what is decided makes room for the next. Of more ticks no form takes note
)
DECIDING = (Permission.ALLOCATE, Permission.CLOSE_CASE, Permission.WRITE_RECORD)
May = Mapping[Permission, frozenset[UUID]]
MakeForm = Callable[[str, Sequence[MatterView]], Decide]


@dataclass(frozen=True)
class Kind:
    """The first matters of one kind that wait, with their form; `number` is how many wait in all, `more` says so where not
    all are shown; `able`: how many of those that are shown the viewer can decide; `half`: why they can give one answer and
    not the other, to any of them; `keep_first`: whether to leave it so is the usual answer; `warning`: that the file
    may hold a part of the cases only."""

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
    able: int = 0
    half: str = ""
    keep_first: bool = False
    warning: str = ""


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


@dataclass(frozen=True)
class AllPage(Page):
    """Everything of one kind that the viewer can decide on one page, to be decided the same way: `group` has it with its
    form, whose ticks are sent along unseen."""

    said: str
    action: str
    cancel: str
    group: Kind


def decide_page(
    matters: Iterable[MatterView],
    may: May,
    make_form: MakeForm,
    *,
    action: str,
    back: Link | None = None,
    may_add: bool = False,
) -> DecidePage:
    """What files left open.

    Parameters
    ----------
    may : the cases that the viewer reaches by each permission that a decision can need.
    may_add : whether they may add a case for a child who has none.
    """
    found = tuple(matters)
    waiting, kinds = [one for one in found if not one.decided], kinds_of(found, may, make_form, may_add=may_add)
    number = len(together(one for one in waiting if _able(one, may)))
    others = len(together(one for one in waiting if not _able(one, may)))
    decided = [one for one in found if one.decided]
    shown = {row.id for kind in kinds for row in kind.rows}
    listed = [*decided, *(one for one in waiting if str(one.id) in shown)]
    return DecidePage(
        "To decide",
        said=_said(number, others),
        action=action,
        faults=tuple(_named(fault, kind) for kind in kinds for fault in kind.form.faults),
        kinds=kinds,
        decided=_decided(decided),
        nothing=State("Nothing to decide", "No file left anything open that is yours to decide."),
        back=back,
        viewed=_viewed(listed),
    )


def _said(number: int, others: int) -> str:
    yours = f"{number:,} to decide." if number else "Nothing of this is yours to decide."
    elsewhere = (
        f" {others:,} {'waits' if others == 1 else 'wait'} for others: beside each it says whose it is."
        if others
        else ""
    )
    return f"{yours}{elsewhere} A file changes nothing by itself that a person wrote, closed or gave to somebody."


def _able(one: MatterView, may: May) -> bool:
    """Whether the viewer can decide a matter, one way or the other."""
    take, keep = _reach(one.matter, may)
    return one.case is None or one.case in take | keep


def kind_of(one: MatterView) -> str:
    """With which others it stands on the page."""
    return SAME_CHILD if one.same_child else one.matter


def _matter(kind: str) -> Matter:
    """By whose rules those of a kind are decided."""
    return Matter.CHANGED_HERE if kind == SAME_CHILD else Matter(kind)


def may_decide(viewer: Viewer, matters: Iterable[MatterView]) -> May:
    """The cases of some matters that somebody reaches by each permission that a decision can need. Three queries."""
    cases = [one.case for one in matters if one.case]
    return {each: list_within(viewer, each, cases) for each in DECIDING}


def kinds_of(
    matters: Iterable[MatterView], may: May, make_form: MakeForm, *, alone: bool = False, may_add: bool = False
) -> tuple[Kind, ...]:
    """Those that wait, by kind; `alone` where all are about one case: each is then to be decided unless
    somebody leaves it out."""
    found = list(matters)
    waiting = {kind: [one for one in found if kind_of(one) == kind and not one.decided] for kind in WORDS}
    shown = {kind: first_of(some, may, kind) for kind, some in waiting.items() if some}
    return tuple(
        _kind(kind, some, may, make_form(kind, some), len(together(waiting[kind])), alone, may_add)
        for kind, some in shown.items()
    )


def all_page(kind: str, matters: Sequence[MatterView], may: May, form: Decide, *, action: str) -> AllPage:
    """Once more what is to be decided, before it is decided all the same way. `matters`: of the kind, those on the page that
    the viewer can decide."""
    take, keep = _reach(kind, may)
    cases, number = {one.case for one in matters}, len(together(matters))
    group = replace(
        _kind(kind, matters, may, form, number),
        may_take=kind != Matter.NOT_IN_FILE and cases <= {*take, *([None] if kind == SAME_CHILD else [])},
        may_keep=cases <= {*keep, None},
    )
    return AllPage(
        f"{WORDS[kind].title}: decide all {number:,} the same way",
        said="Look through the list once more. One reason and one answer go on the record of each.",
        action=action,
        cancel=action,
        group=group,
        back=Link("To decide", action),
        viewed=_viewed(matters),
    )


def decidable(matters: Iterable[MatterView], may: May, kind: str) -> list[MatterView]:
    """Those of a kind that the viewer can decide one way or the other, as many as fit on a page."""
    some = [one for one in matters if kind_of(one) == kind and not one.decided]
    return [one for one in first_of(some, may, kind) if _able(one, may)]


def _viewed(matters: Iterable[MatterView]) -> Viewed:
    listed = list(matters)
    return Viewed(
        frozenset(one.child for one in listed if one.child), frozenset(one.case for one in listed if one.case)
    )


def _named(fault: Fault, kind: Kind) -> Fault:
    """What is wrong, and in which part of the page."""
    return Fault(f"{kind.title}: {fault.text}", fault.field or kind.kind)


def _reach(kind: str, may: May) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The cases of which somebody can take what the file says, and of which they can keep what stands here."""
    nobody: frozenset[UUID] = frozenset()
    take, keep = (nobody.union(*(may[each] for each in needed(_matter(kind), take=way))) for way in (True, False))
    return take, keep


def first_of(matters: Sequence[MatterView], may: May, kind: str) -> Sequence[MatterView]:
    """As many of a kind as fit on the page, those first that the viewer can decide: the others would stand before them for
    ever."""
    take, keep = _reach(kind, may)
    return sorted(matters, key=lambda one: one.case is not None and one.case not in take | keep)[:AT_ONCE]


def _kind(
    kind: str,
    matters: Sequence[MatterView],
    may: May,
    form: Decide,
    number: int,
    alone: bool = False,
    may_add: bool = False,
) -> Kind:
    words, (take, keep) = (ALONE if alone else WORDS)[kind], _reach(kind, may)
    whole = together(matters)
    chosen = {ticked(row) for row in whole} if alone and not form.is_bound else set(form["matter"].value() or ())
    one_way = {row[0].id for row in whole if row[0].case in take ^ keep}
    half = HALF.get(kind, "") if one_way and all(row[0].id in one_way for row in whole if _able(row[0], may)) else ""
    rows = tuple(
        _row(row, take | keep, chosen, may_add, "" if half or row[0].id not in one_way else HALF.get(kind, ""))
        for row in whole
    )
    cases = [one.case for one in matters]
    # Without a case there is nothing that could be done as the file says, but that the row is taken for the child.
    may_take = any(case in take or (case is None and kind == SAME_CHILD) for case in cases)
    may_keep = any(case is None or case in keep for case in cases)
    more = (
        f"These are {len(rows)} of {number:,}. Decide them, and the next take their place."
        if number > len(rows)
        else ""
    )
    return Kind(
        str(kind), words.title, words.means, words.take, words.keep, rows, form, may_take, may_keep, number, more,
        sum(not row.why_not for row in rows), half, kind == Matter.NOT_IN_FILE, _partial(kind, matters),
    )  # fmt: skip


def _partial(kind: str, matters: Sequence[MatterView]) -> str:
    """That more cases are missing in a file than it has, so that it may not be the whole of them; '' where not."""
    missing = Counter(one.file for one in matters if kind == Matter.NOT_IN_FILE)
    has = {one.file: one.open_in_file for one in matters}
    few = [(number, has[file]) for file, number in missing.items() if number > 1 and number > has[file]]
    if not few:
        return ""
    number, there = max(few)
    return (
        f"The file has only {there:,} with open work, and {number:,} that are open here are not in it. It may hold only a "
        "part of your cases: look at the file before you close any."
    )


def _case_line(one: MatterView) -> str:
    """What the case is that may be closed."""
    if one.matter not in CLOSING or one.case_type is None:
        return ""
    kind = capital(one.case_type.label)
    seen = f"last seen {day_words(one.last_seen)}" if one.last_seen else "no day on which the child was seen"
    return f"{kind}, {one.worker or 'nobody holds it'}, {seen}"


def add_address(file: UUID, reference: str) -> str:
    """Where a case is added for a child of a file, with what the file says of them."""
    return f"{reverse('case-new')}?{urlencode({'file': file, 'of_file': reference})}"


def _row(row: tuple[MatterView, ...], may: frozenset[UUID], chosen: set[str], may_add: bool, half: str) -> ToDecide:
    one = row[0]
    return ToDecide(
        ticked(row),
        about=one.child_name or one.reference,
        href=reverse("case", args=[one.case]) if one.case else "",
        reference=one.reference,
        what="" if one.same_child else " and ".join(each.what for each in row),
        here=_side(row, lambda each: each.here),
        there=_side(row, lambda each: each.there) or ("not there" if one.matter is Matter.NOT_IN_FILE else ""),
        since=day_words(one.said_at),
        ticked=ticked(row) in chosen,
        why_not="" if one.case is None or one.case in may else WHY_NOT[needed(one.matter, take=True)[0]],
        note=" ".join(said for said in (one.since, half) if said),
        add=add_address(one.file, one.reference) if one.case is None and may_add else "",
        case=_case_line(one),
    )


def _side(row: tuple[MatterView, ...], says: Callable[[MatterView], str]) -> str:
    """What stands here, or in the file; of a move what each part of it is."""
    return says(row[0]) if len(row) == 1 else "; ".join(f"{each.what}: {says(each) or 'nothing'}" for each in row)


def _how(one: MatterView) -> str:
    """How it was decided, or that a later file left nothing to decide."""
    if one.superseded_on:
        return f"closed by the later file of {day_words(one.superseded_on)}, which says otherwise or asks anew"
    if one.same_child:
        return "the same child" if one.decided == "taken" else "another child"
    return "as the file says" if one.decided == "taken" else "as it stood here"


def _decided(matters: Sequence[MatterView]) -> Table | None:
    if not matters:
        return None
    heads = ("Child", "About", "Decided", "By", "When")
    rows = tuple(
        (
            Cell(one.child_name or one.reference, reverse("case", args=[one.case]) if one.case else ""),
            Cell(WORDS[kind_of(one)].title),
            Cell(_how(one)),
            Cell(one.decided_by),
            Cell(day_words(one.decided_at.astimezone(LONDON).date()) if one.decided_at else ""),
        )
        for one in matters
    )
    return Table("Decided already", tuple(map(Column, heads)), rows)
