"""Shadow months: the order of work of a team is computed and kept each day, compared with what is done, and not shown."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.cases import Refused, reason
from plimsoll.actions.settings import one_at_a_time
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.shadow import list_days_to_keep, morning_of, work_of
from plimsoll.records.context import acting
from plimsoll.records.models.people import Team
from plimsoll.records.models.priority import ShadowDay, ShadowSpell

LONGEST = timedelta(days=62)
OPENS = time(9)  # the morning of which the order is kept


def begin_shadow(team: UUID, *, until: date, why: str, by: Viewer, at: datetime) -> UUID:
    """From today to the end of a day, the order of work of a team's people is kept and compared, and not shown. Whoever
    manages settings; event SHADOW_BEGUN.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. NotThere : no such open team. Refused : no reason, a day that is past or too
    far off, or one runs for this team already.
    """
    check_can_manage_settings(by)
    if not Team.objects.filter(org_id=by.org, pk=team, closed_on__isnull=True).exists():
        raise NotThere
    faults, today = reason(why), at.astimezone(LONDON).date()
    if until < today:
        faults["until"] = "This day is past. Give the last day on which the order is not to be shown."
    elif until > today + LONGEST:
        faults["until"] = "This is more than two months off. Give an earlier day."
    one_at_a_time(by)
    if ShadowSpell.objects.filter(org_id=by.org, team_id=team, to_date__gt=today).exists():
        faults["team"] = "A shadow month of this team runs already."
    if faults:
        raise Refused(faults)
    row = ShadowSpell.objects.create(
        org_id=by.org,
        team_id=team,
        from_date=today,
        to_date=until + timedelta(1),
        why=why.strip(),
        decided_at=at,
        decided_by_id=by.worker,
    )
    record_event(by, Act.SHADOW_BEGUN, about_id=row.pk, why=row.why, detail={"until": until.isoformat()})
    return row.pk


def end_shadow(spell: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends a shadow month before its day: the order is shown again at once. Whoever manages settings; event SHADOW_ENDED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. NotThere : there is none. Refused : no reason, or it is over.
    """
    check_can_manage_settings(by)
    row = ShadowSpell.objects.select_for_update().filter(org_id=by.org, pk=spell).first()
    if row is None:
        raise NotThere
    faults, today = reason(why), at.astimezone(LONDON).date()
    if row.ended_at is not None or row.to_date <= today:
        faults["why"] = "This shadow month is over."
    if faults:
        raise Refused(faults)
    row.to_date, row.ended_at, row.ended_by_id, row.ended_why = today, at, by.worker, why.strip()
    row.save(update_fields=["to_date", "ended_at", "ended_by", "ended_why"])
    record_event(by, Act.SHADOW_ENDED, about_id=spell, why=row.ended_why)


def keep_shadow_days(org: UUID, *, at: datetime) -> int:
    """What the jobs worker does at night: of each day that has passed in a shadow month, and is not kept yet, the order of
    each list as it stood that morning, out of the history, and on which of its cases was written that day. Each day is kept
    whole or not at all: done again, it goes on where it stopped. How many were kept. Event SHADOW_KEPT, one a day and team.
    """
    kept = 0
    with acting(org, None, "shadow months are kept", origin="jobs"):
        try:
            waiting = list_days_to_keep(product(org), at.astimezone(LONDON).date())
        except NothingInForce:
            return 0
    for spell, team, day in waiting:
        with acting(org, None, "a day of a shadow month is kept", origin="jobs"):
            rows = list(_rows(product(org), spell, team, day, at))
            ShadowDay.objects.bulk_create(rows)
            if rows:
                detail = {"day": day.isoformat(), "lists": len(rows)}
                record_event(product(org), Act.SHADOW_KEPT, about_id=spell, detail=detail)
        kept += len(rows)
    return kept


def _rows(viewer: Viewer, spell: UUID, team: UUID, day: date, at: datetime) -> Iterator[ShadowDay]:
    morning = datetime.combine(day, OPENS, LONDON)
    try:
        lists, criteria = morning_of(viewer, team, morning)
    except NothingInForce:
        return
    done = work_of(viewer, {worker: one.cases for worker, one in lists.items()}, day)
    for worker, one in lists.items():
        yield ShadowDay(
            org_id=viewer.org,
            spell_id=spell,
            worker_id=worker,
            day=day,
            criteria_set_id=criteria,
            cases=list(one.cases),
            act_now=one.act_now,
            done=list(done[worker]),
            tau=one.agreement(done[worker]),
            made_at=at,
        )
