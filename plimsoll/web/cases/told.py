"""What the page of a case tells beside the case itself, and what its viewer may do to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from plimsoll.actions import authorise
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import CaseType
from plimsoll.queries.case_life import get_life_rules
from plimsoll.queries.cases import CaseView
from plimsoll.queries.clocks import list_clock_changes
from plimsoll.queries.correcting import Correction, list_corrections
from plimsoll.queries.court import get_court_work
from plimsoll.queries.danger import missing_now
from plimsoll.queries.disputes import DisputeView, list_disputes
from plimsoll.queries.drift import get_drift
from plimsoll.queries.emergency import list_openings_of
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.information import list_news
from plimsoll.queries.judging import get_judgements, get_placing, get_put_off, list_not_agreed
from plimsoll.queries.matters import MatterView, list_matters
from plimsoll.queries.people_round import SafetyView, list_safety
from plimsoll.queries.place import Standing, get_standing
from plimsoll.queries.plans import PlanView, list_plans
from plimsoll.queries.record import Record, get_record
from plimsoll.queries.route import get_case_route
from plimsoll.queries.shipped import shipped_scales
from plimsoll.queries.today import Said, list_said_of
from plimsoll.web.cases.clocks import clocks_beside, clocks_table
from plimsoll.web.cases.court import court_beside
from plimsoll.web.cases.drift import DriftBox, drift_box
from plimsoll.web.cases.in_emergency import EmergencyBox, emergency_box
from plimsoll.web.cases.judged import JudgedBox, judged_box
from plimsoll.web.cases.life_box import LifeBox, life_of
from plimsoll.web.cases.missing import missing_notice
from plimsoll.web.cases.news import NewsBox, news_box
from plimsoll.web.cases.on_route import RouteBox, route_box
from plimsoll.web.cases.placing import lapsed_placing, not_agreed, placing_acts
from plimsoll.web.cases.plan import PlanBox, plan_box, plans_beside
from plimsoll.web.cases.record import Asked
from plimsoll.web.cases.standing import AboutDue
from plimsoll.web.exchange.deciding import Kind, kinds_of, may_decide
from plimsoll.web.exchange.forms import Decide
from plimsoll.web.parts import Act, Notice


@dataclass(frozen=True)
class Doing:
    """What the viewer may do to a case, and beside it."""

    write: bool = False
    allocate: bool = False
    restrict: bool = False
    lift: bool = False
    close: bool = False
    reopen: bool = False
    done_there: bool = False
    judge: bool = False
    place: bool = False
    add: bool = False
    triage: bool = False
    contact: bool = False
    contact_again: bool = False
    take_in: bool = False
    review_unheld: bool = False
    see_audit: bool = False
    copy: bool = False


@dataclass(frozen=True)
class Decided:
    """What people decided on a case's place, with what can be done about it, how it is judged, and about what is due."""

    acts: tuple[Act, ...] = ()
    judged: JudgedBox | None = None
    lapsed: str = ""
    due: AboutDue = field(default_factory=AboutDue)
    not_agreed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What is known of a case beside itself. A new part of its page begins with a field here.

    standing : None where the case is closed, or nothing is settled to order it by: `unsettled` says what.
    record : None for those who may not read it. corrections : what was changed of the case and its child.
    The rest is told of the present alone. may : what can be done. kinds : what waits for a decision about it. decided : what
    people decided about it. news : what came in. drift : the signs that hold. plan : its plan in short. safety : what to
    know before visiting. said : what its workers said of it on their days. life : the steps of its life. level : its level
    of need, as it is called, also of a past. missing : that the child is missing now. route : what goes or went by the
    out-of-hours route. emergency : who opened it in an emergency. disputes : what somebody says is wrong.
    """

    standing: Standing | None
    unsettled: str
    record: Record | None
    corrections: tuple[Correction, ...]
    may: Doing = field(default_factory=Doing)
    kinds: tuple[Kind, ...] = ()
    decided: Decided = field(default_factory=Decided)
    news: NewsBox | None = None
    drift: DriftBox | None = None
    plan: PlanBox | None = None
    safety: tuple[SafetyView, ...] = ()
    said: tuple[Said, ...] = ()
    life: LifeBox | None = None
    level: str = ""
    missing: tuple[Notice, ...] = ()
    route: RouteBox | None = None
    emergency: EmergencyBox | None = None
    disputes: tuple[DisputeView, ...] = ()


def told_of(viewer: Viewer, found: CaseView, asked: Asked, *, now: datetime) -> Told:
    """What this viewer may be told of a case, as it was known when it is shown so, or now."""
    standing, unsettled, as_at = None, "", found.known_at or now
    try:
        standing = get_standing(viewer, found, moment(as_at), found.known_at)
    except NothingInForce as missing:
        unsettled = str(missing)
    record = get_record(viewer, found.id, found.known_at, kind=asked.kind, year=asked.year, page=asked.page)
    corrections = list_corrections(viewer, found, now.date())
    level = get_life_rules(viewer, as_at.date()).level(found.level_of_need)
    if found.known_at:
        return Told(standing, unsettled, record, corrections, level=level)
    may, plans = _may(viewer, found), list_plans(viewer, found.id) if found.reads else ()
    return Told(
        standing,
        unsettled,
        record,
        corrections,
        may,
        kinds=_kinds(viewer, found, now) if found.reads else (),
        decided=_decided(viewer, found, standing, now, may, plans) if standing and found.reads else Decided(),
        news=news_box(found, list_news(viewer, found.id, now), as_at=now, may=may.judge) if found.reads else None,
        drift=drift_box(get_drift(viewer, found.id, moment(now))) if standing else None,
        plan=plan_box(found, plans, now.astimezone(LONDON).date(), may=may.judge) if found.reads else None,
        safety=list_safety(viewer, found),
        disputes=list_disputes(viewer, found.id),
        said=list_said_of(viewer, found.id),
        life=life_of(viewer, found, allocates=may.allocate) if found.reads else None,
        level=level,
        missing=_missing(viewer, found, now, may) if found.reads else (),
        route=_route(viewer, found, now, may) if found.reads else None,
        emergency=emergency_box(viewer, list_openings_of(viewer, found.id), now) if found.reads else None,
    )


def _may(viewer: Viewer, found: CaseView) -> Doing:
    referral = found.case_type is CaseType.REFERRAL
    return Doing(
        write=authorise.can_write(viewer, found.id),
        allocate=authorise.can_allocate(viewer, found.id),
        restrict=authorise.can_restrict(viewer, found.id),
        lift=authorise.can_lift(viewer, found.id),
        close=authorise.can_close(viewer, found.id),
        reopen=authorise.can_reopen(viewer, found.id),
        add=authorise.can_add(viewer),
        judge=authorise.can_judge(viewer, found.id),
        place=authorise.can_place(viewer, found.id),
        triage=authorise.can_triage(viewer, found.id),
        contact=referral and found.closed_at is None and authorise.can_decide_contact(viewer, found.id),
        contact_again=referral and found.closed_at is not None and authorise.can_take_up_contact(viewer, found.id),
        done_there=authorise.can_say_done_there(viewer, found.id),
        take_in=authorise.can_take_in(viewer, found.id),
        review_unheld=authorise.can_review_unallocated(viewer, found.id),
        see_audit=authorise.can_see_audit(viewer),
        copy=authorise.can_copy(viewer, found.id),
    )


def _missing(viewer: Viewer, found: CaseView, now: datetime, may: Doing) -> tuple[Notice, ...]:
    missing = missing_now(viewer, found.id, now)
    return (missing_notice(found, missing, may=may.write),) if missing else ()


def _route(viewer: Viewer, found: CaseView, now: datetime, may: Doing) -> RouteBox | None:
    return route_box(found, get_case_route(viewer, found.id, found.team_id, now), may=may.judge)


def _kinds(viewer: Viewer, found: CaseView, as_at: datetime) -> tuple[Kind, ...]:
    """What files left open about the case, with the forms that decide it."""
    matters = list_matters(viewer, case=found.id, waiting=True, on=as_at.date())

    def make_form(kind: str, some: Sequence[MatterView]) -> Decide:
        return Decide(as_at=as_at, matters=some, auto_id=f"{kind.lower()}-%s")

    return kinds_of(matters, may_decide(viewer, matters), make_form, alone=True) if matters else ()


def _decided(
    viewer: Viewer, found: CaseView, standing: Standing, as_at: datetime, may: Doing, plans: tuple[PlanView, ...]
) -> Decided:
    """What people decided about an open case, for those who may read it."""
    today = as_at.astimezone(LONDON).date()
    placing = get_placing(viewer, found.id, today)
    acts = placing_acts(viewer, found.id, placing, write=may.write) if placing and standing.against else ()
    lapsed = lapsed_placing(placing, standing.band, found.worker, today) if placing and not standing.against else ""
    judged = judged_box(
        found,
        get_judgements(viewer, found, as_at),
        standing.asks,
        shipped_scales(),
        as_at=as_at,
        may=may.judge,
        placed=not standing.shadow_until,
    )
    refused = tuple(not_agreed(one) for one in list_not_agreed(viewer, found.id, as_at))
    return Decided(tuple(acts), judged, lapsed, _about_due(viewer, found, today, may, plans), refused)


def _about_due(viewer: Viewer, found: CaseView, today: date, may: Doing, plans: tuple[PlanView, ...]) -> AboutDue:
    changes, decides = list_clock_changes(viewer, found.id), authorise.can_change_clock(viewer, found.id)
    return AboutDue(
        get_put_off(viewer, found.id, today),
        court_beside(found, get_court_work(viewer, found.id), may=may.judge)
        | clocks_beside(found, changes, decides=decides)
        | plans_beside(found, plans, may=may.judge),
        "case-clock-change" if decides else "case-clock" if may.judge else "",
        clocks_table(changes),
    )
