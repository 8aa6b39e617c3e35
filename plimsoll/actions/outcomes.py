"""Noting goals and how far they are, scores of tools, and how a child develops. What was noted is never changed: a later
row that says why takes its place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_judge
from plimsoll.actions.cases import Refused, one_at_a_time_on, plain, reason, too_long
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.outcomes import Tools
from plimsoll.core.terms import Act, DevelopmentArea, Rater, WhoseWords
from plimsoll.queries.shipped import shipped_tools
from plimsoll.records.models.cases import Case
from plimsoll.records.models.plans import DevelopmentNote, Goal, GoalReading, ToolScore

LONGEST_LINE, LONGEST_SOURCE, LONGEST_NOTE = 500, 200, 2_000
NOT_THERE = "What this corrects is not on this case, or was corrected already. Look at the page again."


@dataclass(frozen=True)
class Corrects:
    """What a later row takes the place of, and why."""

    row: UUID
    why: str


def set_goal(case: UUID, text: str, words_of: WhoseWords, *, on: date, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Sets a goal of the child or family. Whoever may write on the case while it is open; event GOAL_SET.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : it says nothing or too much, lies ahead, or there are
        as many goals as there can be.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    if Goal.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    text, most = plain(text), shipped_tools().most_goals
    faults = _day_faults("on", on, at) | _length("text", text, LONGEST_LINE, "Write the goal.")
    taken = set(Goal.objects.filter(org_id=by.org, case_id=case, ended_at__isnull=True).values_list("place", flat=True))
    free = [place for place in range(1, most + 1) if place not in taken]
    if not free:
        faults["text"] = f"There are {most} goals already. End one before you set another."
    if faults:
        raise Refused(faults)
    _add(Goal(org_id=by.org, id=key, case_id=case, place=free[0], text=text, words_of=words_of, set_on=on), by, at)
    record_event(by, Act.GOAL_SET, case_id=case, child_id=found.child_id, about_id=key)
    return key


def end_goal(case: UUID, goal: UUID, why: str, *, on: date, by: Viewer, at: datetime) -> None:
    """Ends a goal; its readings stay. Whoever may write on the case while it is open; event GOAL_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such goal holds, no reason, or a day that cannot be.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    row = Goal.objects.select_for_update().filter(org_id=by.org, case_id=case, pk=goal, ended_at__isnull=True).first()
    faults = reason(why) | _day_faults("on", on, at)
    if row is None:
        faults["goal"] = "Choose a goal that still holds."
    elif on < row.set_on:
        faults["on"] = "This is before the goal was set. Check the day."
    if faults or row is None:
        raise Refused(faults)
    row.ended_on, row.ended_why, row.ended_at, row.ended_by_id = on, why.strip(), at, by.worker
    row.save(update_fields=["ended_on", "ended_why", "ended_at", "ended_by"])
    record_event(by, Act.GOAL_ENDED, case_id=case, child_id=found.child_id, about_id=goal, why=why.strip())


def rate_goal(
    case: UUID,
    goal: UUID,
    rating: int,
    rated_by: Rater,
    words: str,
    *,
    on: date,
    corrects: Corrects | None = None,
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Notes how far a goal is, 0 to 10, as somebody said; with `corrects`, in place of a reading of the same goal. Whoever
    may write on the case while it is open; event GOAL_RATED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such goal, no such number, a day that cannot be, or what it
        corrects is not there.
    """
    found, tools = check_can_judge(by, case), shipped_tools()
    one_at_a_time_on(case, by=by)
    if GoalReading.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    row = Goal.objects.filter(org_id=by.org, case_id=case, pk=goal).first()
    faults = _day_faults("on", on, at) | _length("words", plain(words), LONGEST_LINE)
    if row is None or (row.ended_at is not None and corrects is None):
        faults["goal"] = "Choose a goal that still holds."
    elif on < row.set_on:
        faults["on"] = "This is before the goal was set. Check the day."
    if not tools.low <= rating <= tools.high:
        faults["rating"] = f"Give a number from {tools.low} to {tools.high}."
    before = GoalReading.objects.filter(org_id=by.org, case_id=case, goal_id=goal)
    faults |= _corrects_faults(before, corrects)
    if faults:
        raise Refused(faults)
    reading = GoalReading(
        org_id=by.org, id=key, case_id=case, goal_id=goal, rated_on=on, rating=rating, rated_by=rated_by,
        words=plain(words), **_replaces(corrects),
    )  # fmt: skip
    _add(reading, by, at)
    return _noted(key, Act.GOAL_RATED, found, by)


def note_score(
    case: UUID,
    tool: str,
    part: str,
    score: int,
    rated_by: Rater,
    words: str,
    *,
    on: date,
    corrects: Corrects | None = None,
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Notes what a tool came to, the score alone; with `corrects`, in place of a score. Whoever may write on the case while
    it is open; event SCORE_NOTED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such tool or area, a number that it cannot come to, a day that
        cannot be, or what it corrects is not there.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    if ToolScore.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    faults = _day_faults("on", on, at) | _length("words", plain(words), LONGEST_LINE)
    faults |= _score_faults(shipped_tools(), tool, part, score)
    before = ToolScore.objects.filter(org_id=by.org, case_id=case)
    faults |= _corrects_faults(before, corrects)
    if faults:
        raise Refused(faults)
    row = ToolScore(
        org_id=by.org, id=key, case_id=case, tool=tool, part=part, scored_on=on, score=score, rated_by=rated_by,
        words=plain(words), **_replaces(corrects),
    )  # fmt: skip
    _add(row, by, at)
    return _noted(key, Act.SCORE_NOTED, found, by)


def note_development(
    case: UUID,
    area: DevelopmentArea,
    text: str,
    source: str,
    *,
    on: date,
    corrects: Corrects | None = None,
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Notes how a child was getting on in a part of their life, and from whom that is known; with `corrects`, in place of a
    note. Whoever may write on the case while it is open; event DEVELOPMENT_NOTED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : something is missing or too long, a day that cannot be, or what it
        corrects is not there.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    if DevelopmentNote.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    text, source = plain(text), plain(source)
    faults = _day_faults("on", on, at)
    faults |= _length("text", text, LONGEST_NOTE, "Say how the child is getting on.")
    faults |= _length("source", source, LONGEST_SOURCE, "Say from whom or what this is known.")
    before = DevelopmentNote.objects.filter(org_id=by.org, case_id=case)
    faults |= _corrects_faults(before, corrects)
    if faults:
        raise Refused(faults)
    row = DevelopmentNote(
        org_id=by.org, id=key, case_id=case, area=area, noted_on=on, text=text, source=source, **_replaces(corrects)
    )
    _add(row, by, at)
    return _noted(key, Act.DEVELOPMENT_NOTED, found, by)


def _add(row: Any, by: Viewer, at: datetime) -> None:
    row.written_at, row.written_by_id = at, by.worker
    row.save(force_insert=True)


def _noted(key: UUID, act: Act, found: Case, by: Viewer) -> UUID:
    record_event(by, act, case_id=found.pk, child_id=found.child_id, about_id=key)
    return key


def _replaces(corrects: Corrects | None) -> dict[str, Any]:
    return {"replaces_id": corrects.row, "corrected_why": corrects.why.strip()} if corrects else {}


def _corrects_faults(rows: QuerySet[Any], corrects: Corrects | None) -> dict[str, str]:
    """What is wrong with a correction of one of some rows: it is not there, was corrected already, or nobody says why."""
    if corrects is None:
        return {}
    said = reason(corrects.why)
    there = rows.filter(pk=corrects.row).exists() and not rows.filter(replaces_id=corrects.row).exists()
    return ({} if there else {"key": NOT_THERE}) | ({"corrected_why": said["why"]} if said else {})


def _day_faults(field: str, on: date, at: datetime) -> dict[str, str]:
    if on > at.astimezone(LONDON).date():
        return {field: "This lies ahead. Give the day on which it was so."}
    return {}


def _length(field: str, text: str, most: int, missing: str = "") -> dict[str, str]:
    if missing and not text:
        return {field: missing}
    return {field: fault} if (fault := too_long(text, most)) else {}


def _score_faults(tools: Tools, key: str, part: str, score: int) -> dict[str, str]:
    tool = tools.of(key)
    if tool is None:
        return {"tool": "Choose one of the tools that are there."}
    if part not in (tool.parts or ("",)):
        return {"tool": "Choose the area of the tool too."}
    if not tool.low <= score <= tool.high:
        return {"score": f"{tool.title} comes to a number from {tool.low} to {tool.high}."}
    return {}
