"""How long records are kept, of whose record the time is over, what holds it, and what was removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.retention import Ended, Over, Schedule, over
from plimsoll.core.terms import CaseType, CountedFrom, HoldKind
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, Document, Event
from plimsoll.records.models.families import Child, HouseholdMember
from plimsoll.records.models.history import History
from plimsoll.records.models.removal import KeptLonger, LegalHold, Removal, RemovalAsk, RetentionRule
from plimsoll.records.models.written import CaseRecord


@dataclass(frozen=True)
class Settled:
    """What is settled for one kind of case on a day. id, by : None and '' where nothing was ever settled; schedule : None
    where nothing falls due."""

    case_type: CaseType
    id: UUID | None
    schedule: Schedule | None
    from_date: date | None
    by: str


@dataclass(frozen=True)
class Hold:
    """A legal hold on a child's record; lifted_by : '' as long as it stands."""

    id: UUID
    child: UUID
    name: str
    kind: HoldKind
    why: str
    set_at: datetime
    set_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str


@dataclass(frozen=True)
class Asked:
    """That somebody asks for a removal, and nobody has decided."""

    id: UUID
    why: str
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    lapses_at: datetime


@dataclass(frozen=True)
class Ripe:
    """A child's record without an open case. over : when its time is over, where that can be said; kept_until : decided by
    a person; cases : how many; holds : those that stand; asked : what waits to be decided."""

    child: UUID
    name: str
    cases: tuple[UUID, ...]
    closed_on: date
    over: Over | None
    rule: UUID | None
    kept_until: date | None
    kept_why: str
    holds: tuple[Hold, ...]
    asked: Asked | None

    def due(self, today: date) -> bool:
        """Whether a person has to decide about it now."""
        return self.over is not None and self.over.on <= today and not (self.kept_until and self.kept_until > today)


@dataclass(frozen=True)
class Whole:
    """One of them with what hangs on it: what there is, by name and number; siblings : who stays, by name."""

    ripe: Ripe
    counts: tuple[tuple[str, int], ...]
    siblings: tuple[str, ...]


@dataclass(frozen=True)
class Removed:
    """What is left of a record that was removed."""

    id: UUID
    removed_at: datetime
    under: str
    basis: str
    asked_by: str
    agreed_by: str
    cases: int
    rows: int
    again_at: datetime | None


def list_settled(viewer: Viewer, on: date) -> tuple[Settled, ...]:
    """What holds for each kind of case on a day, in the order of the kinds. One query, for whoever is signed in."""
    latest: dict[str, RetentionRule] = {}
    rows = RetentionRule.objects.filter(org_id=viewer.org, from_date__lte=on).select_related("set_by")
    for row in rows.order_by("from_date", "set_at", "pk"):
        latest[row.case_type] = row
    return tuple(_settled(kind, latest.get(kind.value)) for kind in CaseType)


def list_ripe(viewer: Viewer, today: date) -> tuple[Ripe, ...]:
    """Records of which the time is over or that are asked to be removed, held or not: the longest over first. Those that the
    viewer may read whole, none of whose cases is open. Nine queries.

    Raises
    ------
    NotThere : reviewing removals is not for this viewer.
    """
    if not viewer.reach(Permission.REVIEW_REMOVALS):
        raise NotThere
    found = [one for one in _ripe(viewer, today, None) if one.due(today) or one.asked]
    return tuple(sorted(found, key=lambda one: (one.over.on if one.over else today, one.name, one.child)))


def get_whole(viewer: Viewer, child: UUID, today: date) -> Whole:
    """One record, whatever its time.

    Raises
    ------
    NotThere : there is no such child for this viewer, or a case of theirs is open or out of reach.
    """
    if not viewer.reach(Permission.REVIEW_REMOVALS):
        raise NotThere
    found = next(iter(_ripe(viewer, today, child)), None)
    if found is None:
        raise NotThere
    homes = HouseholdMember.objects.filter(org_id=viewer.org, child_id=child).values("household_id")
    others = HouseholdMember.objects.filter(org_id=viewer.org, household_id__in=homes).exclude(child_id=child)
    names = {f"{row.child.given_name} {row.child.family_name}".strip() for row in others.select_related("child")}
    case = {"org_id": viewer.org, "case_id__in": found.cases}
    counts = (
        ("cases", len(found.cases)),
        ("things that happened", Event.objects.filter(**case).count()),
        ("records that people wrote", CaseRecord.objects.filter(**case).count()),
        ("documents", Document.objects.filter(**case).count()),
    )
    return Whole(found, counts, tuple(sorted(names)))


def list_holds(viewer: Viewer) -> tuple[Hold, ...]:
    """Every legal hold that stands, the oldest first. One query.

    Raises
    ------
    NotThere : as `list_ripe`.
    """
    if not viewer.reach(Permission.REVIEW_REMOVALS):
        raise NotThere
    return _holds(viewer, lifted_at__isnull=True)


def holds_of(viewer: Viewer, child: UUID) -> tuple[Hold, ...]:
    """Legal holds that stand on a child's record, for whoever may read it. One query."""
    return _holds(viewer, child_id=child, lifted_at__isnull=True)


def list_removed(viewer: Viewer) -> tuple[Removed, ...]:
    """What was removed, the latest first. One query.

    Raises
    ------
    NotThere : as `list_ripe`.
    """
    if not viewer.reach(Permission.REVIEW_REMOVALS):
        raise NotThere
    rows = Removal.objects.filter(org_id=viewer.org).select_related("rule", "asked_by", "agreed_by")
    return tuple(
        Removed(
            row.pk, row.removed_at, _under(row.rule), row.rule.basis if row.rule else "",
            row.asked_by.name if row.asked_by else "", row.agreed_by.name if row.agreed_by else "",
            len(row.case_keys), row.rows, row.again_at,
        )
        for row in rows.order_by("-removed_at", "pk")
    )  # fmt: skip


def under(rule: UUID, *, using: str = "default") -> str:
    """A schedule in words, as it stands in what was removed under it. One query."""
    return _under(RetentionRule.objects.using(using).filter(pk=rule).first())


def cases_with(org: UUID, child: UUID, *, using: str = "default") -> list[UUID]:
    """Cases that go with a child: their own, and those of a family of which nobody else is known. As the function of the
    database has it. Five queries."""
    rows, members = (
        Case.objects.using(using).filter(org_id=org),
        HouseholdMember.objects.using(using).filter(org_id=org),
    )
    own = rows.filter(child_id=child)
    homes = set(members.filter(child_id=child).values_list("household_id", flat=True))
    homes |= set(own.exclude(household_id=None).values_list("household_id", flat=True))
    shared = set(members.filter(household_id__in=homes).exclude(child_id=child).values_list("household_id", flat=True))
    others = rows.filter(household_id__in=homes, child_id__isnull=False).exclude(child_id=child)
    shared |= set(others.values_list("household_id", flat=True))
    family = rows.filter(child_id__isnull=True, household_id__in=homes - shared)
    return [*own.values_list("pk", flat=True), *family.values_list("pk", flat=True)]


def anybody_agrees(viewer: Viewer, on: date) -> bool:
    """Whether anybody but the viewer could agree to a removal. One query."""
    return scopes.able(viewer.org, Permission.REVIEW_REMOVALS, on).exclude(pk=viewer.worker).exists()


def _under(rule: RetentionRule | None) -> str:
    if rule is None:
        return "a schedule that is not on record here"
    kind, counted = CaseType(rule.case_type).label, CountedFrom(rule.counted_from).label
    return f"the schedule for {kind}: {rule.years} years from {counted}"


def _settled(kind: CaseType, row: RetentionRule | None) -> Settled:
    if row is None:
        return Settled(kind, None, None, None, "")
    schedule = None
    if row.years is not None:
        counted = CountedFrom(row.counted_from)
        schedule = Schedule(kind, counted, row.years, row.years_after_death, row.basis, row.source)
    return Settled(kind, row.pk, schedule, row.from_date, row.set_by.name)


def _holds(viewer: Viewer, **which: Any) -> tuple[Hold, ...]:
    rows = LegalHold.objects.filter(org_id=viewer.org, **which).select_related("child", "set_by", "lifted_by")
    return tuple(
        Hold(
            row.pk, row.child_id, f"{row.child.given_name} {row.child.family_name}".strip(), HoldKind(row.kind), row.why,
            row.set_at, row.set_by.name, row.lifted_at, row.lifted_by.name if row.lifted_by else "", row.lifted_why or "",
        )
        for row in rows.order_by("set_at", "pk")
    )  # fmt: skip


def _ripe(viewer: Viewer, today: date, child: UUID | None) -> Iterable[Ripe]:
    """Children with cases, all of which the viewer may read, and none of which is open."""
    settled = {one.case_type: one for one in list_settled(viewer, today)}
    children = Child.objects.filter(org_id=viewer.org)
    if child is not None:
        children = children.filter(pk=child)
    elif not any(one.schedule for one in settled.values()):
        return  # nothing falls due, so nothing can be asked for
    else:
        still = Case.objects.filter(org_id=viewer.org, closed_at__isnull=True, child__isnull=False)
        children = children.exclude(pk__in=still.values("child_id"))
    rows = list(Case.objects.filter(org_id=viewer.org, child__in=children).order_by("closed_at", "pk"))
    read = scopes.allowed(viewer, (Permission.READ_RECORD,), [row.pk for row in rows])[Permission.READ_RECORD]
    theirs: dict[UUID, list[Case]] = {}
    for row in rows:
        theirs.setdefault(row.child_id, []).append(row)
    theirs = {key: cases for key, cases in theirs.items() if all(case.closed_at and case.pk in read for case in cases)}
    kinds = _kinds(viewer, [case for cases in theirs.values() for case in cases])
    schedules = {kind: one.schedule for kind, one in settled.items() if one.schedule}
    holds: dict[UUID, list[Hold]] = {}
    for hold in _holds(viewer, child_id__in=theirs, lifted_at__isnull=True):
        holds.setdefault(hold.child, []).append(hold)
    kept: dict[UUID, KeptLonger] = {}
    for longer in KeptLonger.objects.filter(org_id=viewer.org, child_id__in=theirs).order_by("decided_at", "pk"):
        kept[longer.child_id] = longer
    asks = RemovalAsk.objects.filter(org_id=viewer.org, child_id__in=theirs, decided_at__isnull=True)
    asked = {
        row.child_id: row for row in asks.select_related("asked_by") if row.lapses_at.astimezone(LONDON).date() > today
    }
    for row in Child.objects.filter(org_id=viewer.org, pk__in=theirs):
        cases = theirs[row.pk]
        ended = [Ended(kinds[case.pk], case.closed_at.astimezone(LONDON).date()) for case in cases if case.closed_at]
        found = over(ended, row.born_on, row.died_on, schedules)
        said = kept.get(row.pk)
        yield Ripe(
            row.pk,
            f"{row.given_name} {row.family_name}".strip() or row.reference,
            tuple(case.pk for case in cases),
            max(one.closed_on for one in ended),
            found,
            settled[found.schedule.case_type].id if found else None,
            said.until if said else None,
            said.why if said else "",
            tuple(holds.get(row.pk, ())),
            _asked(asked.get(row.pk)),
        )


def _asked(row: RemovalAsk | None) -> Asked | None:
    return Asked(row.pk, row.why, row.asked_by_id, row.asked_by.name, row.asked_at, row.lapses_at) if row else None


def _kinds(viewer: Viewer, cases: list[Case]) -> dict[UUID, frozenset[CaseType]]:
    """Every kind that each case ever was, as its past tells. One query."""
    found = {case.pk: {case.case_type, *case.also} for case in cases}
    past = History.objects.filter(org_id=viewer.org, tbl="records_case", case_id__in=list(found))
    for case, kind, also in past.values_list("case_id", "row__case_type", "row__also"):
        found[case] |= {kind, *(also or ())}
    return {case: frozenset(map(CaseType, kinds)) for case, kinds in found.items()}
