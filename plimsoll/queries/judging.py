"""What stands on one case of people's decisions about the order: how it is judged, where it is placed, what is put off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, day_of, moment
from plimsoll.core.caseload import ONE
from plimsoll.core.priority.arithmetic import JUDGED
from plimsoll.core.priority.placing import has_lapsed, needs_countersigning
from plimsoll.core.priority.scales import NOT_SCORED
from plimsoll.core.terms import (
    SEEING,
    Band,
    CaseType,
    EventKind,
    Factor,
    PlacingKind,
    PlacingReason,
    Postponing,
    Purpose,
    Scale,
)
from plimsoll.core.timescales.due import ages
from plimsoll.queries.cases import CaseView
from plimsoll.queries.danger import Danger, dangers
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.caseload import CARRIES, TALKS_AT_AGE, holders
from plimsoll.queries.facts.cover import supervisors
from plimsoll.queries.facts.placings import in_danger_since
from plimsoll.queries.facts.shadow import shadow_until
from plimsoll.queries.facts.shown import Shown
from plimsoll.queries.placing import get_shown
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, CaseFactor, Event
from plimsoll.records.models.priority import FactorJudgement, Judgement, Override, Postponement


@dataclass(frozen=True)
class Judged:
    """How a case is judged on one scale now: None where somebody said that it is not known. stale : too long ago."""

    id: UUID
    value: int | None
    by: str
    at: datetime
    why: str
    stale: bool


@dataclass(frozen=True)
class Weighed:
    """One vulnerability of the child of a case. on_record : it is there, whoever judged it or not; usual : percent that the
    criteria set gives it; judged : what a person decided, in percent, None where nobody has."""

    on_record: bool
    usual: int
    judged: Judged | None

    @property
    def counts(self) -> bool:
        """Whether it counts now, at whatever value."""
        return self.on_record if self.judged is None or self.judged.value is None else self.judged.value > 0


@dataclass(frozen=True)
class Earlier:
    """One judgement that was made, on a scale or of a vulnerability. holds : no later one has taken its place."""

    about: Scale | Factor
    judged: Judged
    holds: bool


@dataclass(frozen=True)
class Judgements:
    """applies : the scales that this kind of case is judged on; found : how it is judged on each, where anybody has;
    factors : what makes its child more vulnerable, every one; stale_days : age from which one is asked for again; earlier :
    all that were made, the latest first."""

    applies: frozenset[Scale]
    found: Mapping[Scale, Judged]
    factors: Mapping[Factor, Weighed]
    stale_days: int
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True)
class OnList:
    """A case as its worker's list shows it. child : None for a family's case; name : '' for one."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    place: int
    band: Band


@dataclass(frozen=True)
class Open:
    """Something of the worker's own that is due on a case and not met. visit : to see the child or to protect it."""

    key: str
    title: str
    due_on: date
    visit: bool


@dataclass(frozen=True)
class Placement:
    """Where a case stands on the list of whoever holds it, as shown and as the order of work has it.

    others : the other cases of the list that the viewer may see, as they are shown; to_countersign : bands to which it may
    go only once a supervisor agrees; open : what is due on it, the earliest of each timescale; shadow_until : the last day
    of a shadow month, in which none of its places is shown.
    """

    here: OnList
    of: int
    computed_place: int
    computed_band: Band
    reasons: tuple[str, ...]
    others: tuple[OnList, ...]
    to_countersign: frozenset[Band]
    open: tuple[Open, ...]
    shadow_until: date | None


@dataclass(frozen=True)
class Placing:
    """A placing of a case that nobody has ended. other : the case by which it goes, where the viewer may see it; worker : on
    whose list; waits : for a countersignature; in_danger : whether it was written since that the child is in
    danger; supervisors : who could agree, by name, where that was asked for."""

    id: UUID
    worker: UUID
    kind: PlacingKind
    other: OnList | None
    band: Band | None
    because: PlacingReason
    why: str
    by_id: UUID
    by: str
    at: datetime
    until: date
    made_in: Band
    made_place: int
    waits: bool
    agreed_by: str
    agreed_why: str
    in_danger: bool
    supervisors: tuple[str, ...] = ()

    def over(self, worker: UUID | None, band: Band, today: date) -> str:
        """Why a placing holds no longer, for a case that this worker holds and that the order of work has in this band
        today; '' while it holds."""
        if self.until < today:
            return "its last day has passed"
        if worker != self.worker:
            return "somebody else holds the case now"
        if self.in_danger:
            return "the child is in danger anew"
        return "the case has risen in the order of work since" if has_lapsed(self.made_in, band) else ""


@dataclass(frozen=True)
class PutOff:
    """That something due on a case was put off until a day, and what was said of it. waits : a supervisor has to
    countersign, and nothing moves until then; supervisors : who could, by name."""

    id: UUID
    duty: str
    title: str
    visit: bool
    until: date
    why: str
    meanwhile: str
    told: str
    sooner_if: str
    by_id: UUID
    by: str
    at: datetime
    waits: bool
    agreed_by: str
    agreed_why: str
    supervisors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """One thing that was written on a case."""

    kind: EventKind
    happened_at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Since:
    """What was written and judged on a case since a moment, latest first; seen : what was written when the child was last
    seen, whenever that was. at : the moment; agreed_by : who countersigned something of it then, '' where it is not that
    moment; last_seen : it is when the child was last seen; danger : what put the child into danger."""

    at: datetime
    agreed_by: str
    last_seen: bool
    danger: tuple[Danger, ...]
    written: tuple[Said, ...]
    judged: tuple[tuple[Scale, int | None, str], ...]
    seen: Said | None


@dataclass(frozen=True)
class Waiting:
    """A placing that waits for somebody to countersign it, or a visit that is rearranged: then `duty` is its timescale, and
    `title` what it is called."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    by: str
    at: datetime
    until: date
    made_in: Band | None
    kind: PlacingKind | None
    band: Band | None
    duty: str = ""
    title: str = ""


_BANDS = list(Band)
PERCENT = 100
NOT_AGREED_DAYS = 14  # how long a case says what a supervisor did not agree to


def get_judgements(viewer: Viewer, case: CaseView, as_at: datetime) -> Judgements:
    """How a case is judged, for those who may read its record. Four queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no criteria yet.
    """
    today = as_at.astimezone(LONDON).date()
    criteria = editions.criteria(viewer, today, None)
    kinds = criteria.applicable(CARRIES)
    applies = {scale for word, scales in JUDGED.items() if case.case_type in kinds[word] for scale in scales}
    made: list[tuple[Scale | Factor, Judged]] = []
    for words, model, name in ((Scale, Judgement, "scale"), (Factor, FactorJudgement, "factor")):
        rows = model.objects.filter(org_id=viewer.org, case_id=case.id, judged_at__lte=as_at)
        for row in rows.select_related("judged_by").order_by("judged_at", "pk") if case.reads else ():
            stale = row.value is not None and (as_at - row.judged_at).days > criteria.stale_days
            made.append(
                (
                    words(getattr(row, name)),
                    Judged(row.pk, row.value, row.judged_by.name, row.judged_at, row.why, stale),
                )
            )
    latest = dict(made)
    earlier = [Earlier(about, one, one is latest[about]) for about, one in made]
    there = _on_record(viewer, case, today) if case.reads else frozenset()
    return Judgements(
        frozenset(applies | NOT_SCORED),
        {about: one for about, one in latest.items() if isinstance(about, Scale)},
        {word: Weighed(word in there, criteria.factors[word] * PERCENT // ONE, latest.get(word)) for word in Factor},
        criteria.stale_days,
        tuple(sorted(earlier, key=lambda one: one.judged.at, reverse=True)),
    )


def _on_record(viewer: Viewer, case: CaseView, today: date) -> frozenset[Factor]:
    """What is on record of what makes the child of a case more vulnerable. Under 1 follows from the birth, and holds before
    it; that a child who has just been referred does not talk yet, from the age."""
    there = CaseFactor.objects.filter(org_id=viewer.org, case_id=case.id, from_date__lte=today)
    found = {Factor(word) for word in there.exclude(to_date__lte=today).values_list("factor", flat=True)}
    born = np.array([case.born_on], dtype="datetime64[D]")
    age = int(ages(born, np.datetime64(today))[0])
    young = age == 0 or (case.born_on is None and case.expected_on is not None)
    little = case.case_type is CaseType.REFERRAL and 0 <= age < TALKS_AT_AGE
    return frozenset(found | ({Factor.UNDER_1} if young else set()) | ({Factor.PRE_VERBAL} if little else set()))


def get_placement(viewer: Viewer, case: UUID, as_at: datetime) -> Placement | None:
    """Where a case is shown on its worker's list; None where nobody holds it. At most twenty-four queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    at = moment(as_at)
    worker = holders(viewer, at, None).get(case)
    found = get_shown(viewer, worker, at) if worker else None
    if found is None:
        return None
    own = next((number for number, row in enumerate(found.whole.facts.cases) if row.pk == case), None)
    if own is None:
        return None
    ranking, items = found.whole.ranking, found.whole.items
    return Placement(
        _on_list(found, own),
        len(found.place),
        int(ranking.place[own]),
        _BANDS[ranking.bands.band[own]],
        tuple(reason.text for reason in found.whole.explanation.reasons(own)),
        tuple(_on_list(found, other) for other in found.order.tolist() if other != own),
        frozenset(band for band in Band if needs_countersigning(ranking, items, own, band)),
        _open(found, own),
        shadow_until(viewer, worker, day_of(at)) if worker else None,
    )


def _on_list(found: Shown, which: int) -> OnList:
    case, child = found.whole.facts.cases[which], found.whole.facts.children[which]
    name = f"{child.given_name} {child.family_name}".strip() if child else ""
    return OnList(case.pk, case.child_id, case.reference, name, int(found.place[which]), found.band[which])


def _open(found: Shown, which: int) -> tuple[Open, ...]:
    moving, items = found.whole.ranking.moving, found.whole.items
    due: dict[str, Open] = {}
    for item in sorted(moving.which[moving.case == which].tolist()):  # of a case, the earliest first
        duty = items.duties[items.duty[item]]
        if duty.rule is None:  # a court varies its own date
            continue
        visit = duty.purpose in (Purpose.SEE, Purpose.PROTECT)
        due.setdefault(duty.key, Open(duty.key, duty.title, day_of(int(items.due[item])), visit))
    return tuple(due.values())


def get_placing(viewer: Viewer, case: UUID, today: date | None = None) -> Placing | None:
    """The placing of a case that nobody has ended, for those who may read its record; with `today`, who could agree to one
    that waits. Three queries, one more where it waits."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case)
    row = (
        Override.objects.filter(org_id=viewer.org, case_id__in=reads.values("pk"), ended_at__isnull=True)
        .annotate(in_danger=in_danger_since())
        .select_related("made_by", "countersigned_by", "case")
        .first()
    )
    if row is None:
        return None
    other = scopes.cases(viewer).filter(pk=row.other_id).select_related("child").first() if row.other_id else None
    return Placing(
        row.pk,
        row.worker_id,
        PlacingKind(row.kind),
        OnList(other.pk, other.child_id, other.reference, _name(other), 0, Band(row.made_in)) if other else None,
        Band(row.band) if row.band else None,
        PlacingReason(row.reason),
        row.why,
        row.made_by_id,
        row.made_by.name,
        row.made_at,
        row.lasts_until,
        Band(row.made_in),
        row.made_place,
        row.to_countersign and row.countersigned_at is None,
        row.countersigned_by.name if row.countersigned_by else "",
        row.countersigned_why or "",
        row.in_danger,
        _supervisors(viewer, row.case, today) if today and row.to_countersign and not row.countersigned_at else (),
    )


@dataclass(frozen=True)
class NotAgreed:
    """That somebody with authority did not agree to a placing, or to a visit being rearranged: by whom it was asked and who
    said no, when and why. to : the band to which it was placed; title : what was rearranged, '' where it was placed."""

    asked_by: str
    by: str
    at: datetime
    why: str
    to: Band | None
    title: str
    until: date


def list_not_agreed(viewer: Viewer, case: UUID, now: datetime) -> tuple[NotAgreed, ...]:
    """What a supervisor did not agree to on a case in the last two weeks, the latest first, for those who may read its
    record. One query."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case)
    asked = {
        "org_id": viewer.org,
        "case_id__in": reads.values("pk"),
        "to_countersign": True,
        "countersigned_at__isnull": True,
        "ended_at__gt": now - timedelta(NOT_AGREED_DAYS),
    }
    who = ("made_by__name", "ended_by__name", "ended_at", "ended_why")
    # One that somebody else made anew was not refused: it ended as the next began.
    anew = {"org_id": viewer.org, "case_id": OuterRef("case_id"), "made_at": OuterRef("ended_at")}
    placings = Override.objects.filter(~Exists(Override.objects.filter(**anew)), **asked)
    placings = placings.exclude(ended_by=F("made_by"))
    visits = Postponement.objects.filter(~Exists(Postponement.objects.filter(duty=OuterRef("duty"), **anew)), **asked)
    visits = visits.exclude(ended_by=F("made_by"))
    found = placings.annotate(said=Value("", output_field=CharField())).values_list(*who, "band", "said", "lasts_until")
    visit = visits.annotate(to=Value(None, output_field=CharField())).values_list(*who, "to", "title", "until")
    rows = sorted(found.union(visit, all=True), key=lambda row: (row[2], row[5]), reverse=True)
    return tuple(
        NotAgreed(by, no, at, why, Band(to) if to else None, title, until) for by, no, at, why, to, title, until in rows
    )


def _name(case: Case) -> str:
    return f"{case.child.given_name} {case.child.family_name}".strip() if case.child else ""


def _supervisors(viewer: Viewer, case: Case, today: date) -> tuple[str, ...]:
    return supervisors(viewer, [case.team_id], today)[case.team_id]


def get_put_off(viewer: Viewer, case: UUID, today: date) -> Mapping[str, PutOff]:
    """What is put off on a case until today or later, by key of the timescale, for those who may read its record. One
    query; one more where something waits for a supervisor."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case)
    found = Postponement.objects.filter(
        org_id=viewer.org, case_id__in=reads.values("pk"), ended_at__isnull=True, until__gte=today
    )
    rows = list(found.select_related("made_by", "countersigned_by", "case").order_by("until", "duty"))
    waiting = next((row for row in rows if row.to_countersign and row.countersigned_at is None), None)
    names = _supervisors(viewer, waiting.case, today) if waiting else ()
    return {
        row.duty: PutOff(
            row.pk,
            row.duty,
            row.title,
            row.kind == Postponing.REARRANGED,
            row.until,
            row.why,
            row.meanwhile,
            row.told,
            row.sooner_if,
            row.made_by_id,
            row.made_by.name,
            row.made_at,
            row.to_countersign and row.countersigned_at is None,
            row.countersigned_by.name if row.countersigned_by else "",
            row.countersigned_why or "",
            names,
        )
        for row in rows
    }


def get_since(viewer: Viewer, case: UUID, made_at: datetime) -> Since:
    """What changed on a case that somebody asks to place lower, for those who may read its record: since something of it was
    countersigned last, else since the child was last seen, and never later than since it was asked. Four queries.

    Parameters
    ----------
    made_at : when it was asked.
    """
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    rows = list(
        Event.objects.filter(org_id=viewer.org, case_id__in=reads)
        .select_related("recorded_by")
        .order_by("-happened_at", "-recorded_at", "pk")
    )
    gone = {row.replaces_id for row in rows}
    stands = [row for row in rows if row.pk not in gone and not row.withdraws]
    seen = next((row for row in stands if row.kind in SEEING), None)
    agreed_at, agreed_by = _last_agreed(viewer, reads, made_at)
    known = (row for row in stands if row.kind in SEEING and max(row.happened_at, row.recorded_at) <= made_at)
    before = None if agreed_at else next(known, None)
    since = agreed_at or (before.happened_at if before else made_at)
    judged = Judgement.objects.filter(org_id=viewer.org, case_id__in=reads, judged_at__gt=since)
    return Since(
        since,
        agreed_by,
        before is not None,
        dangers(stands),
        tuple(_said(row) for row in stands if row.recorded_at > since and row is not before),
        tuple(
            (Scale(row.scale), row.value, row.judged_by.name)
            for row in judged.select_related("judged_by").order_by("-judged_at", "pk")
        ),
        _said(seen) if seen else None,
    )


def _last_agreed(viewer: Viewer, reads: QuerySet[Case], made_at: datetime) -> tuple[datetime | None, str]:
    """When something of a case was countersigned last before a moment, and by whom. Two queries."""
    found = []
    for model in (Override, Postponement):
        rows = model.objects.filter(org_id=viewer.org, case_id__in=reads, countersigned_at__lte=made_at)
        found += list(rows.order_by("-countersigned_at").values_list("countersigned_at", "countersigned_by__name")[:1])
    return max(found, default=(None, ""))


def _said(row: Event) -> Said:
    by = row.recorded_by.name if row.recorded_by else "a file"
    return Said(EventKind(row.kind), row.happened_at, by, row.note)


def list_to_countersign(viewer: Viewer, today: date) -> tuple[Waiting, ...]:
    """The placings and rearranged visits that wait for a countersignature which the viewer may give, the oldest first. Two
    queries."""
    within = scopes.cases(viewer, Permission.COUNTERSIGN).filter(closed_at__isnull=True)
    reads = scopes.cases(viewer, Permission.READ_RECORD)
    held = Allocation.objects.filter(
        org_id=viewer.org, case_id=OuterRef("case_id"), worker_id=OuterRef("worker_id"), to_at__isnull=True
    )
    waits = {
        "org_id": viewer.org,
        "case_id__in": within.filter(pk__in=reads.values("pk")).values("pk"),
        "to_countersign": True,
        "countersigned_at__isnull": True,
        "ended_at__isnull": True,
    }
    own = (viewer.worker, *viewer.signs_for)
    placings = Override.objects.filter(Exists(held), lasts_until__gte=today, **waits).exclude(made_by_id__in=own)
    anybody = Allocation.objects.filter(org_id=viewer.org, case_id=OuterRef("case_id"), to_at__isnull=True)
    visits = Postponement.objects.filter(Exists(anybody), until__gte=today, **waits).exclude(made_by_id__in=own)
    found = [
        *(
            Waiting(
                *_whose(row.case), row.made_by.name, row.made_at, row.lasts_until, Band(row.made_in),
                PlacingKind(row.kind), Band(row.band) if row.band else None,
            )
            for row in placings.select_related("made_by", "case__child").order_by("made_at", "pk")
        ),
        *(
            Waiting(
                *_whose(row.case), row.made_by.name, row.made_at, row.until, None, None, None, row.duty, row.title
            )
            for row in visits.select_related("made_by", "case__child").order_by("made_at", "pk")
        ),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at))


def _whose(case: Case) -> tuple[UUID, UUID | None, str, str]:
    return case.pk, case.child_id, case.reference, _name(case)
