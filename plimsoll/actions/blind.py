"""Exercises with invented cases: begun, ordered blind by each manager alone, ended. No real case is changed by them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_settings, check_can_order_blind
from plimsoll.actions.cases import Refused, reason
from plimsoll.actions.settings import one_at_a_time
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority import worked
from plimsoll.core.priority.blind import pairs, stands
from plimsoll.core.terms import Act
from plimsoll.queries import shipped
from plimsoll.queries.facts.editions import keys_in_force
from plimsoll.queries.facts.ranked import agreed
from plimsoll.records.models.priority import BlindExercise, BlindOrder, CriteriaSet


def begin_exercise(why: str, *, by: Viewer, at: datetime) -> UUID:
    """Asks managers to order the invented cases, and keeps where the criteria that hold today have them. Whoever manages
    settings; event EXERCISE_BEGUN.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : no reason, or an exercise is under way. NothingInForce : there are
    no criteria yet.
    """
    check_can_manage_settings(by)
    faults = reason(why)
    one_at_a_time(by)
    if BlindExercise.objects.filter(org_id=by.org, ended_at__isnull=True).exists():
        faults["why"] = "An exercise is under way. End it before you begin another."
    if faults:
        raise Refused(faults)
    text = shipped.blind_text()
    criteria, _ = agreed(by, moment(at.astimezone(LONDON)), None)
    row = BlindExercise.objects.create(
        org_id=by.org,
        criteria_set_id=keys_in_force(by, at.astimezone(LONDON).date())[CriteriaSet],
        text=text,
        stands=[
            {"key": one.key, "place": one.place, "band": one.band.value, "reasons": list(one.reasons)}
            for one in stands(worked.parse(text), criteria)
        ],
        why=why.strip(),
        begun_at=at,
        begun_by_id=by.worker,
    )
    record_event(by, Act.EXERCISE_BEGUN, about_id=row.pk, why=row.why)
    return row.pk


def submit_order(exercise: UUID, places: Sequence[int], *, by: Viewer, at: datetime) -> None:
    """Keeps the order in which a manager puts the cases; it is never changed. Whoever orders blind, once; event
    CASES_ORDERED.

    Parameters
    ----------
    places : of each case, in the order of the exercise, from 1; cases of one place may be done either first.

    Raises
    ------
    NotAllowed : as `check_can_order_blind`. NotThere : no such exercise. Refused : it is over, they ordered it already, or
    the places are none.
    """
    check_can_order_blind(by)
    row = BlindExercise.objects.select_for_update().filter(org_id=by.org, pk=exercise).first()
    if row is None:
        raise NotThere
    faults = {}
    if row.ended_at is not None:
        faults["exercise"] = "This exercise is over."
    if BlindOrder.objects.filter(org_id=by.org, exercise=row, worker_id=by.worker).exists():
        faults["exercise"] = "You have ordered these cases already. The first order counts."
    given, many = list(places), len(row.stands)
    if len(given) != many or not all(1 <= place <= many for place in given):
        faults["places"] = f"Give each of the {many} cases a place from 1 to {many}."
    elif len(set(given)) < 2:
        faults["places"] = "All cases have the same place. Say which come first."
    if faults:
        raise Refused(faults)
    tau = pairs(given, [one["place"] for one in row.stands]).tau
    BlindOrder.objects.create(org_id=by.org, exercise=row, worker_id=by.worker, places=given, submitted_at=at, tau=tau)
    record_event(by, Act.CASES_ORDERED, about_id=exercise)


def end_exercise(exercise: UUID, *, by: Viewer, at: datetime) -> None:
    """Ends an exercise: nobody orders its cases any more, and it stays on record. Whoever manages settings; event
    EXERCISE_ENDED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. NotThere : no such exercise. Refused : it is over already.
    """
    check_can_manage_settings(by)
    row = BlindExercise.objects.select_for_update().filter(org_id=by.org, pk=exercise).first()
    if row is None:
        raise NotThere
    if row.ended_at is not None:
        raise Refused({"exercise": "This exercise is over already."})
    row.ended_at, row.ended_by_id = at, by.worker
    row.save(update_fields=["ended_at", "ended_by"])
    record_event(by, Act.EXERCISE_ENDED, about_id=exercise)
