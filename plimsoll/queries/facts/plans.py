"""Actions of plans, as the engines see them at any moment and as known at any moment."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from plimsoll.core.calendar import DAY_MINUTES
from plimsoll.core.caseload import ByHand
from plimsoll.core.terms import Owner, Purpose
from plimsoll.queries.facts.court import day_number
from plimsoll.queries.facts.editions import read
from plimsoll.records.models.plans import PlanAction

ACTION = "plan-"  # with the id of its row, the key of what is due by hand
TITLE = "action of the plan"  # never its words: whoever may see a case and not read its record is shown what is due


def plan_actions(
    keys: list[UUID], position: Mapping[UUID, int], moment: datetime, known_at: datetime | None
) -> tuple[ByHand, ...]:
    """What whoever holds a case has to do by plans that were in force at a moment. One query."""
    return tuple(
        ByHand(
            position[case], f"{ACTION}{key}", TITLE, Purpose.RECORD, Owner.WORKER, day_number(since),
            day_number(due) * DAY_MINUTES, day_number(done) if done else None, False,
        )
        for case, key, since, due, done in read(
            ACTIONS, PlanAction, known_at, [moment, moment, moment], cases=keys
        )
    )  # fmt: skip


ACTIONS = """
    WITH told AS MATERIALIZED (
        SELECT case_id, id, in_force_at, due_on, done_on, done_at FROM {table} a
        WHERE owner = 'WORKER' AND left_at IS NULL AND in_force_at <= %s AND (over_at IS NULL OR over_at > %s))
    SELECT case_id, id, (in_force_at AT TIME ZONE 'Europe/London')::date, due_on,
        CASE WHEN done_at <= %s THEN done_on END
    FROM told ORDER BY case_id, due_on, id
"""
