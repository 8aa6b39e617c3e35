"""The life of a case: what a step would start and end, what is left open, what waits for agreement, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.case_life import LifeRules, events_of_step, in_order
from plimsoll.core.terms import Authority, CaseType, DueState, LifeKind, LifeReason
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.place import Due, would_be
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.life import LifeStep, NeedLevel

RUNNING = (DueState.DUE, DueState.OVERDUE)


def get_life_rules(viewer: Viewer, on: date) -> LifeRules:
    """What the organisation has settled about the life of a case. One query."""
    return editions.life(viewer, on)


def kinds_of(case: Case) -> tuple[CaseType, ...]:
    """The kinds of work that are open on a case, its own first."""
    return in_order({CaseType(case.case_type), *map(CaseType, case.also)})


# ---- a step before it is taken --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepView:
    """What a step would do to what is due. begins : due by it and not before, or counted anew; ends : due now, and asked for
    no longer; stays : how many are due as before."""

    begins: tuple[Due, ...]
    ends: tuple[Due, ...]
    stays: int


def get_step_view(
    viewer: Viewer, case: UUID, before: Sequence[CaseType], after: Sequence[CaseType], on: date, now: datetime
) -> StepView | None:
    """What a step to other kinds of work on a day would start and end on an open case; None where nothing is settled by
    which that could be told. Sixteen queries; for those who may read its record."""
    today = now.astimezone(LONDON).date()
    when = f"{now.astimezone(LONDON):%Y-%m-%dT%H:%M}" if on == today else f"{on}"
    told = [(kind, when) for kind in events_of_step(before, after)]
    if not scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists():
        return None
    try:
        found = would_be(viewer, case, moment(now), after, told)
    except NothingInForce:
        return None
    if found is None:
        return None
    was = {one.clock: one for one in found.now if one.state in RUNNING}
    is_ = {one.clock: one for one in found.then if one.state in RUNNING}
    keys = {one.key for one in is_.values()}
    return StepView(
        begins=tuple(one for clock, one in is_.items() if clock not in was),
        ends=tuple(one for one in was.values() if one.key not in keys),
        stays=len(was.keys() & is_.keys()),
    )


# ---- what was said, waits, and was done -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LifeView:
    """One step in the life of a case: what, from when, why, who. agreed : None while it waits, or where nobody had to agree;
    done_at : None where it waits or was not agreed to; answers : what was left open, with what was said to it."""

    id: UUID
    case: UUID
    child: UUID | None
    reference: str
    name: str
    kind: LifeKind
    before: tuple[CaseType, ...]
    after: tuple[CaseType, ...]
    on: date
    because: LifeReason
    why: str
    answers: tuple[tuple[str, str], ...]
    worker: str
    needs: Authority
    said_by_id: UUID
    said_by: str
    said_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    agreed: bool | None
    done_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it waits for somebody to agree."""
        return self.done_at is None and self.agreed is None


def list_life(viewer: Viewer, case: UUID) -> tuple[LifeView, ...]:
    """Every step in the life of a case, the latest first, for those who may read its record. One query, and one where other
    cases were left open."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    return _life_views(viewer, LifeStep.objects.filter(org_id=viewer.org, case_id__in=reads).order_by("-said_at", "pk"))


@dataclass(frozen=True)
class LevelView:
    """That a level of need was chosen: how it was called then, '' where it is not known, why, by whom and when."""

    called: str
    why: str
    by: str
    at: datetime


def list_levels(viewer: Viewer, case: UUID) -> tuple[LevelView, ...]:
    """Every level of need that was chosen for a case, the latest first, for those who may read its record. One query."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    rows = NeedLevel.objects.filter(org_id=viewer.org, case_id__in=reads).select_related("set_by")
    return tuple(
        LevelView(f"{row.level}, {row.called}" if row.level else "", row.why, row.set_by.name, row.set_at)
        for row in rows.order_by("-set_at", "pk")
    )


def list_steps_that_wait(viewer: Viewer) -> tuple[LifeView, ...]:
    """Steps that wait for an agreement that the viewer may give, the oldest first. One query, and one where other cases are
    left open."""
    within = scopes.cases(viewer, Permission.COUNTERSIGN).filter(closed_at__isnull=True)
    reads = scopes.cases(viewer, Permission.READ_RECORD)
    mine = Allocation.objects.filter(
        org_id=viewer.org, case_id=OuterRef("case_id"), worker_id=viewer.worker, to_at__isnull=True
    )
    rows = LifeStep.objects.filter(
        ~Exists(mine),
        org_id=viewer.org,
        decided_at__isnull=True,
        done_at__isnull=True,
        case_id__in=within.filter(pk__in=reads.values("pk")).values("pk"),
    ).exclude(said_by_id__in=(viewer.worker, *viewer.signs_for))
    if not viewer.reach(Permission.COUNTERSIGN).everything:
        rows = rows.exclude(needs=Authority.SERVICE_MANAGER)
    return _life_views(viewer, rows.order_by("said_at", "pk"))


def _life_views(viewer: Viewer, rows: QuerySet[LifeStep]) -> tuple[LifeView, ...]:
    """Steps as the viewer may see them: what was said of other cases is not there for those who do not see these."""
    found = list(rows.select_related("case__child", "said_by", "decided_by", "worker"))
    told = {UUID(key) for row in found for *_, keys in row.answers for key in keys}
    seen = scopes.allowed(viewer, (Permission.SEE_CASE,), told)[Permission.SEE_CASE] if told else set()
    return tuple(_life_view(row, {str(key) for key in told - seen}) for row in found)


def _life_view(row: LifeStep, hidden: set[str]) -> LifeView:
    child = row.case.child
    return LifeView(
        row.pk, row.case_id, row.case.child_id, row.case.reference,
        f"{child.given_name} {child.family_name}".strip() if child else "", LifeKind(row.kind),
        tuple(map(CaseType, row.from_types)), tuple(map(CaseType, row.to_types)), row.effective_on,
        LifeReason(row.because), row.why, tuple((what, said) for what, said, keys in row.answers if hidden.isdisjoint(keys)),
        row.worker.name if row.worker else "", Authority(row.needs), row.said_by_id, row.said_by.name, row.said_at,
        row.decided_by.name if row.decided_by else "", row.decided_at, row.decided_why or "", row.agreed, row.done_at,
    )  # fmt: skip
