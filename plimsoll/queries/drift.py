"""Signs of drift, out of the records: of one case, and of a team's cases by sign."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON, day_of
from plimsoll.core.drift import CaseStory, Drifting, DriftRule, DriftRules, signs
from plimsoll.core.terms import SEEING, CaseType, EventKind, Factor, Sight
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.caseload import CaseFacts, case_facts
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Event
from plimsoll.records.models.people import Worker
from plimsoll.records.models.plans import ActionSaid, PlanAction, PlanReview
from plimsoll.records.models.priority import Postponement
from plimsoll.records.models.reference import DriftVersion
from plimsoll.records.models.written import CaseRecord

_AGELESS_DAYS = 36_500  # judgements are not looked at, however old
_ASKED = (
    *sorted(SEEING),
    EventKind.PROTECTION_PLAN_STARTED,
    EventKind.PROTECTION_PLAN_ENDED,
    EventKind.IN_NEED_STARTED,
    EventKind.ASSESSMENT_STARTED,
    EventKind.ASSESSMENT_AUTHORISED,
    EventKind.REFERRAL_RECEIVED,
)
_KINDS = list(EventKind)


@dataclass(frozen=True)
class DriftCase:
    """A case on which a sign holds, as a list names it: since when, with its facts in a sentence."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    since: date
    says: str


@dataclass(frozen=True)
class TeamDrift:
    """A team's open cases by sign, of those whose record the viewer may read: the longest first. looked_at : how many."""

    id: UUID
    name: str
    rules: DriftRules
    found: tuple[tuple[DriftRule, tuple[DriftCase, ...]], ...]
    looked_at: int


@dataclass(frozen=True)
class DriftSettled:
    """The rules of drift that hold, and who agreed them when: '' where they are those that ship."""

    rules: DriftRules
    by: str
    at: datetime | None


def get_drift(viewer: Viewer, case: UUID, at: int) -> tuple[Drifting, ...]:
    """Signs that hold of an open case, for those who may read its record. At most twenty-three queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no timescales yet.
    """
    mine = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case, closed_at__isnull=True)
    ids = list(mine.values_list("pk", flat=True))
    return _signs(viewer, ids, at)[1].get(case, ()) if ids else ()


def get_team_drift(viewer: Viewer, team: UUID, at: int) -> TeamDrift:
    """A team's open cases by sign. At most twenty-five queries, whatever the number of cases.

    Raises
    ------
    NotThere : no such team is within the viewer's reach. NothingInForce : as `get_drift`.
    """
    row = scopes.teams(viewer, Permission.SEE_CASE).filter(pk=team).first()
    if row is None:
        raise NotThere
    mine = scopes.cases(viewer, Permission.READ_RECORD).filter(team_id=team, closed_at__isnull=True)
    ids, rules = list(mine.values_list("pk", flat=True)), editions.drift(viewer, day_of(at))
    if not ids:
        return TeamDrift(row.pk, row.name, rules, (), 0)
    facts, held = _signs(viewer, ids, at)
    by_sign: dict[str, list[DriftCase]] = defaultdict(list)
    for number, case in enumerate(facts.cases):
        child = facts.children[number]
        name = f"{child.given_name} {child.family_name}".strip() if child else ""
        for one in held[case.pk]:
            by_sign[one.rule.sign].append(
                DriftCase(case.pk, case.child_id, case.reference, name or case.reference, one.since, one.says)
            )
    found = tuple(
        (rule, tuple(sorted(by_sign[rule.sign], key=lambda one: (one.since, one.reference))))
        for rule in rules.rules
        if by_sign[rule.sign]
    )
    return TeamDrift(row.pk, row.name, rules, found, len(facts))


def get_settled(viewer: Viewer, on: date) -> DriftSettled:
    """The rules of drift that hold on a day. Two queries."""
    row = (
        DriftVersion.objects.filter(org_id=viewer.org, in_force_from__lte=on)
        .order_by("-in_force_from", "-agreed_at", "-id")
        .first()
    )
    by = Worker.objects.filter(org_id=viewer.org, pk=row.agreed_by_id).first() if row else None
    return DriftSettled(editions.drift(viewer, on), by.name if by else "", row.agreed_at if row else None)


def _signs(viewer: Viewer, ids: list[UUID], at: int) -> tuple[CaseFacts, dict[UUID, tuple[Drifting, ...]]]:
    on = day_of(at)
    calendar, rules = editions.rulebook(viewer, on, None).calendar, editions.drift(viewer, on)
    facts = case_facts(viewer, ids, at, stale_days=_AGELESS_DAYS, held={})
    stories = _stories(viewer, facts, on)
    return facts, {case.pk: signs(stories[case.pk], rules, calendar, on) for case in facts.cases}


def _stories(viewer: Viewer, facts: CaseFacts, on: date) -> dict[UUID, CaseStory]:
    """What the signs ask of each case. Seven queries."""
    ids = [case.pk for case in facts.cases]
    caseload = facts.caseload
    happened = _happened(facts)
    held, put_off = _held(viewer, ids), _put_off(viewer, ids)
    sights = _sights(viewer, ids)
    late, reviewed = _plans(viewer, ids, on)
    referred = _referred(viewer, {case.child_id for case in facts.cases if case.child_id})
    tells = caseload.tells_of(sorted(SEEING)) & ~caseload.seen_unrecorded
    return {
        case.pk: CaseStory(
            case_types=frozenset(map(CaseType, (case.case_type, *case.also))),
            events=happened[number],
            open_from=case.involved_from,
            held=tuple(held[case.pk]),
            referred=tuple(referred[case.child_id]) if case.child_id else (),
            earlier_plan=bool(caseload.factors[Factor.PREVIOUS_PLAN.number, number]),
            put_off=tuple(put_off[case.pk]),
            seen_alone=tuple(day for day, sight in sights[case.pk] if sight is Sight.ALONE),
            seen_with=tuple(day for day, sight in sights[case.pk] if sight is Sight.WITH_OTHERS),
            tells_of_visits=bool(tells[number]),
            late=tuple(late[case.pk]),
            reviewed=tuple(map(tuple, reviewed[case.pk].values())),
        )
        for number, case in enumerate(facts.cases)
    }


def _happened(facts: CaseFacts) -> list[dict[EventKind, tuple[date, ...]]]:
    """Days of the kinds of event that the signs ask for, by position of the case."""
    events = facts.caseload.events
    found: list[dict[EventKind, list[date]]] = [defaultdict(list) for _ in facts.cases]
    which = events.of_kinds(list(_ASKED))
    for case, kind, day in zip(
        events.case[which].tolist(),
        events.kind[which].tolist(),
        events.day[which].astype("datetime64[D]").astype(object).tolist(),
        strict=True,
    ):
        found[case][_KINDS[kind]].append(day)
    return [{kind: tuple(sorted(days)) for kind, days in of.items()} for of in found]


def _held(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, list[tuple[date, str]]]:
    found: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    spells = Allocation.objects.filter(org_id=viewer.org, case_id__in=list(ids)).order_by("from_at", "pk")
    for case, from_at, worker in spells.values_list("case_id", "from_at", "worker_id"):
        found[case].append((_day(from_at), str(worker)))
    return found


def _put_off(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, list[tuple[date, str]]]:
    found: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    rows = Postponement.objects.filter(org_id=viewer.org, case_id__in=list(ids)).order_by("made_at", "pk")
    for case, made_at, title in rows.values_list("case_id", "made_at", "title"):
        found[case].append((_day(made_at), title))
    return found


def _sights(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, list[tuple[date, Sight]]]:
    """On which days records that stand say how the child was seen."""
    found: dict[UUID, list[tuple[date, Sight]]] = defaultdict(list)
    rows = CaseRecord.objects.filter(org_id=viewer.org, case_id__in=list(ids))
    gone = rows.filter(replaces__isnull=False).values("replaces_id")
    told = rows.filter(sight__isnull=False, withdraws=False).exclude(pk__in=gone)
    for case, happened_at, sight in told.order_by("happened_at", "pk").values_list("case_id", "happened_at", "sight"):
        found[case].append((_day(happened_at), Sight(sight)))
    return found


Reviews = dict[UUID, list[tuple[date, frozenset[str]]]]


def _plans(
    viewer: Viewer, ids: Collection[UUID], on: date
) -> tuple[dict[UUID, list[tuple[date, str]]], dict[UUID, Reviews]]:
    """Of each case the open actions of plans in force of which nothing was said since their day; and of each of its plans
    the reviews with the actions that were open then. Three queries."""
    mine = {"org_id": viewer.org, "case_id__in": list(ids)}
    said: dict[UUID, date] = dict(
        ActionSaid.objects.filter(**mine).values_list("action_id").annotate(last=Max("happened_on"))
    )
    late: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    asked: dict[UUID, list[tuple[str, date | None]]] = defaultdict(list)
    actions = PlanAction.objects.filter(**mine, in_force_at__isnull=False, left_at__isnull=True)
    for one in actions.order_by("due_on", "pk"):
        asked[one.plan_id].append((one.what, one.done_on))
        waits = one.done_on is None and one.over_at is None and one.due_on < on
        if waits and said.get(one.pk, date.min) < one.due_on:
            late[one.case_id].append((one.due_on, one.what))
    reviewed: dict[UUID, Reviews] = defaultdict(lambda: defaultdict(list))
    for review in PlanReview.objects.filter(**mine).select_related("plan").order_by("reviewed_on", "written_at", "pk"):
        day = review.reviewed_on
        still = frozenset(what for what, done in asked[review.plan_id] if done is None or done > day)
        reviewed[review.case_id][review.plan.root].append((day, still))
    return late, reviewed


def _referred(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, list[date]]:
    """Days of referrals of some children, of all their cases whose record the viewer may read."""
    found: dict[UUID, list[date]] = defaultdict(list)
    rows = Event.objects.filter(
        org_id=viewer.org,
        kind=EventKind.REFERRAL_RECEIVED,
        withdraws=False,
        case__in=scopes.cases(viewer, Permission.READ_RECORD).filter(child_id__in=list(children)),
    )
    replaced = Event.objects.filter(org_id=viewer.org, replaces__in=rows.values("pk")).values("replaces_id")
    for child, happened_at in rows.exclude(pk__in=replaced).values_list("case__child_id", "happened_at"):
        found[child].append(_day(happened_at))
    return found


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
