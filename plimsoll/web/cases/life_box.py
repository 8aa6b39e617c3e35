"""The life of one case, as its page shows it: what waits, every step that was taken, and what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.case_life import words
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import LifeKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.case_life import LevelView, LifeView, list_levels, list_life
from plimsoll.queries.cases import CaseView
from plimsoll.queries.transfers import TransferView, list_transfers
from plimsoll.web.parts import Act, Cell, Column, Table


@dataclass(frozen=True)
class LifeWaits:
    """What waits for somebody to agree: its lines, and where it is decided."""

    lines: tuple[str, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class LifeBox:
    """The life of a case. levels : of need, as they were chosen; acts : what can be done next."""

    waits: tuple[LifeWaits, ...]
    steps: Table | None
    levels: Table | None
    acts: tuple[Act, ...]


def life_box(
    found: Sequence[LifeView],
    offers: Sequence[TransferView],
    levels: Sequence[LevelView],
    *,
    may_decide: bool,
    may_take_back: bool,
    acts: tuple[Act, ...],
) -> LifeBox | None:
    """The life of a case, with its offers to other teams; None where nothing was ever said of it and nothing can be done."""
    waits = tuple(
        LifeWaits(
            lines_of(one),
            (Act("Decide about it", href=decision(one), about=f": {what(one)}"),) if may_decide else (),
        )
        for one in found
        if one.waits
    )
    back = (
        Act("Keep it after all", href=reverse("case-transfer-back", args=[offers[0].case])) if may_take_back else None
    )
    waits += tuple(LifeWaits(_offer_lines(one), (back,) if back else ()) for one in offers if one.waits)
    there = found or offers or levels or acts
    return LifeBox(waits, _steps(found, offers), _levels(levels), acts) if there else None


def _offer_lines(one: TransferView) -> tuple[str, ...]:
    return (
        f"Offered to {one.to_team}. Until they accept it stays with {one.from_team}.",
        f"By {one.proposed_by} on {_on(one.proposed_at)}: “{one.why}”",
        f"What is due: {one.due}",
        f"Worries: {one.worries}",
        f"The child and the family were told: {one.child_told}",
        f"Who else knows: {one.who_knows}",
    )


def life_of(viewer: Viewer, found: CaseView, *, allocates: bool) -> LifeBox | None:
    """The life of an open or closed case for those who may read it, with what can be done next. Some eight queries."""
    steps, offers = list_life(viewer, found.id), list_transfers(viewer, found.id)
    waits = next((one for one in steps if one.waits), None)
    decides = waits is not None and authorise.can_decide_step(
        viewer, found.id, asked_by=waits.said_by_id, needs=waits.needs
    )
    back = any(one.waits for one in offers) and allocates
    acts = () if waits else life_acts(viewer, found)
    levels = list_levels(viewer, found.id)
    return life_box(steps, offers, levels, may_decide=decides, may_take_back=back, acts=acts)


def life_acts(viewer: Viewer, found: CaseView) -> tuple[Act, ...]:
    """What a viewer can do next in the life of a case."""
    acts = []
    if authorise.can_step(viewer, found.id):
        acts.append(Act("Step up or down", href=reverse("case-kind", args=[found.id])))
    elif authorise.can_ask_step(viewer, found.id):
        acts.append(Act("Step up or down", href=reverse("case-kind-ask", args=[found.id])))
    if authorise.can_judge(viewer, found.id):
        acts.append(Act("Level of need", href=reverse("case-level", args=[found.id])))
    if authorise.can_transfer(viewer, found.id):
        acts.append(Act("Give it to another team", href=reverse("case-transfer", args=[found.id])))
    return tuple(acts)


def decision(one: LifeView) -> str:
    """Where it is decided."""
    return reverse("case-life-decide", args=[one.case])


def what(one: LifeView) -> str:
    """What becomes of the case by it."""
    if one.kind is LifeKind.CLOSE:
        return "closed"
    if one.kind is LifeKind.REOPEN:
        return f"opened again as {words(one.after)}"
    return f"from {words(one.before)} to {words(one.after)}"


def lines_of(one: LifeView) -> tuple[str, ...]:
    """What is known of one step, a line each: what, from when, why, by whom, and what was said to what is left open."""
    said = (
        f"{capital(what(one))}, true from {day_words(one.on)}.",
        f"Asked for by {one.said_by} on {_on(one.said_at)}, because {one.because.label}: “{one.why}”",
        f"{capital(one.needs.label)} has to agree. Nothing changes until then." if one.waits else "",
        *(f"{thing} {answer}" for thing, answer in one.answers),
    )
    return tuple(line for line in said if line)


def _steps(found: Sequence[LifeView], offers: Sequence[TransferView]) -> Table | None:
    """Every step that was taken or not agreed to, and every answer to an offer, the latest first; None where there is
    none."""
    steps = [(one.said_at, _step(one)) for one in found if not one.waits]
    answers = [(one.proposed_at, _answered(one)) for one in offers if not one.waits]
    rows = tuple(row for _, row in sorted([*steps, *answers], key=lambda each: each[0], reverse=True))
    columns = tuple(map(Column, ("What", "True from", "Written down by", "Why", "Agreed by")))
    return Table("Steps in the life of this case", columns, rows, caption_hidden=True) if rows else None


def _step(one: LifeView) -> tuple[Cell, ...]:
    return (
        Cell(capital(what(one))),
        Cell(day_words(one.on)),
        Cell(f"{one.said_by}, {_on(one.said_at)}"),
        Cell(f"{capital(one.because.label)}: {one.why}"),
        Cell(_agreement(one)),
    )


def _answered(one: TransferView) -> tuple[Cell, ...]:
    became = (
        "Given" if one.accepted else "Offered, and declined," if one.accepted is False else "Offered, and taken back,"
    )
    return (
        Cell(f"{became} from {one.from_team} to {one.to_team}"),
        Cell(_on(one.ended_at)),
        Cell(f"{one.proposed_by}, {_on(one.proposed_at)}"),
        Cell(one.why),
        Cell(f"{one.ended_by}, {_on(one.ended_at)}: {one.ended_why}"),
    )


def _levels(found: Sequence[LevelView]) -> Table | None:
    """Every level of need that was chosen, the latest first; None where none was."""
    rows = tuple((Cell(one.called or "not known"), Cell(_on(one.at)), Cell(one.by), Cell(one.why)) for one in found)
    columns = tuple(map(Column, ("Level of need", "Since", "By", "Why")))
    return Table("Levels of need that were chosen", columns, rows) if rows else None


def _agreement(one: LifeView) -> str:
    if one.agreed is None:
        return "nobody else had to"
    said = f"{one.decided_by}, {_on(one.decided_at)}: {one.decided_why}"
    return said if one.agreed else f"Not agreed. {said}"


def _on(at: datetime | None) -> str:
    return day_words(at.astimezone(LONDON).date()) if at else ""
