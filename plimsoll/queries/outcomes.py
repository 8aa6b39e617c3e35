"""Goals with their readings, scores of tools, and how a child develops."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.outcomes import Tools
from plimsoll.core.terms import Better, DevelopmentArea, Rater, WhoseWords
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.shipped import shipped_tools
from plimsoll.queries.typical_ages import TypicalAges, get_typical_ages
from plimsoll.records import scopes
from plimsoll.records.models.plans import DevelopmentNote, Goal, GoalReading, ToolScore


@dataclass(frozen=True)
class Reading:
    """One number of a day. corrected : why another took its place, '' where none did."""

    id: UUID
    on: date
    number: int
    rated_by: Rater
    words: str
    by: str
    corrected: str


@dataclass(frozen=True)
class Measured:
    """Readings of one thing, by day; better : which way is better. goal : None of the scores of a tool; key, part : of the
    tool, '' of a goal."""

    title: str
    said: str
    low: int
    high: int
    better: Better
    readings: tuple[Reading, ...]
    goal: UUID | None = None
    ended_on: date | None = None
    ended_why: str = ""
    key: str = ""
    part: str = ""

    @property
    def standing(self) -> tuple[Reading, ...]:
        """Those that nothing took the place of."""
        return tuple(one for one in self.readings if not one.corrected)


@dataclass(frozen=True)
class OutcomesView:
    """What was measured of a case: its goals, and each tool with its scores."""

    case: CaseView
    goals: tuple[Measured, ...]
    scores: tuple[Measured, ...]
    tools: Tools


@dataclass(frozen=True)
class Note:
    """How a child was getting on by a day."""

    id: UUID
    area: DevelopmentArea
    on: date
    text: str
    source: str
    by: str
    corrected: str


@dataclass(frozen=True)
class DevelopmentView:
    """How a child develops: notes, by day; typical : the organisation's own list of typical ages."""

    case: CaseView
    notes: tuple[Note, ...]
    typical: TypicalAges


def get_outcomes(viewer: Viewer, case: UUID) -> OutcomesView:
    """What was measured of a case whose record the viewer may read. Those of `get_case` and three queries.

    Raises
    ------
    NotThere : it is not there for them to read.
    """
    found, tools, mine = _reads(viewer, case), shipped_tools(), _mine(viewer, case)
    read = _readings(GoalReading, mine, ("goal_id",), "rated_on", "rating")
    goals = tuple(
        Measured(
            row.text, WhoseWords(row.words_of).label, tools.low, tools.high, Better.HIGHER, tuple(read[row.pk,]), row.pk,
            row.ended_on, row.ended_why or "",
        )
        for row in Goal.objects.filter(**mine).order_by("ended_on", "place", "pk")
    )  # fmt: skip
    scored = _readings(ToolScore, mine, ("tool", "part"), "scored_on", "score")
    return OutcomesView(
        found, goals, tuple(_scored(tools, key, part, scored[key, part]) for key, part in sorted(scored)), tools
    )


def _scored(tools: Tools, key: str, part: str, readings: list[Reading]) -> Measured:
    """A tool that is no longer in the rulebook is shown by its key, between the numbers that it came to."""
    tool = tools.of(key)
    numbers = [one.number for one in readings]
    low, high = (tool.low, tool.high) if tool else (min(numbers), max(numbers) + 1)
    better = tool.better if tool else Better.HIGHER
    title = (tool.title if tool else key) + (f", {part}" if part else "")
    return Measured(title, "", low, high, better, tuple(readings), key=key, part=part)


def get_development(viewer: Viewer, case: UUID) -> DevelopmentView:
    """How the child of a case develops, whose record the viewer may read. Those of `get_case` and two queries.

    Raises
    ------
    NotThere : it is not there for them to read.
    """
    found, mine = _reads(viewer, case), _mine(viewer, case)
    rows = list(
        DevelopmentNote.objects.filter(**mine).select_related("written_by").order_by("noted_on", "written_at", "pk")
    )
    corrected = {row.replaces_id: row.corrected_why or "" for row in rows if row.replaces_id}
    return DevelopmentView(
        found,
        tuple(
            Note(
                row.pk, DevelopmentArea(row.area), row.noted_on, row.text, row.source, row.written_by.name,
                corrected.get(row.pk, ""),
            )
            for row in rows
        ),
        get_typical_ages(viewer),
    )  # fmt: skip


def _reads(viewer: Viewer, case: UUID) -> CaseView:
    found = get_case(viewer, case)
    if not found.reads:
        raise NotThere
    return found


def _mine(viewer: Viewer, case: UUID) -> dict[str, Any]:
    return {"org_id": viewer.org, "case__in": scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")}


def _readings(
    model: Any, mine: dict[str, Any], of: tuple[str, ...], day: str, number: str
) -> dict[tuple[Any, ...], list[Reading]]:
    """Readings by what they are of, by day. One query."""
    rows = list(model.objects.filter(**mine).select_related("written_by").order_by(day, "written_at", "pk"))
    corrected = {row.replaces_id: row.corrected_why or "" for row in rows if row.replaces_id}
    found: dict[tuple[Any, ...], list[Reading]] = defaultdict(list)
    for row in rows:
        found[tuple(getattr(row, name) for name in of)].append(
            Reading(
                row.pk, getattr(row, day), getattr(row, number), Rater(row.rated_by), row.words, row.written_by.name,
                corrected.get(row.pk, ""),
            )
        )  # fmt: skip
    return found
