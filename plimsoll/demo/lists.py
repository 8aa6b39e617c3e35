"""Rows of lists 1 to 7, and of the eleven together, in the official order of columns of 2024."""

from dataclasses import dataclass
from datetime import date, timedelta

from plimsoll.demo import adoption, care, codes, names, shares
from plimsoll.demo.building import Town
from plimsoll.demo.calendar_days import CalendarDays
from plimsoll.demo.columns import NO, STATUS_CLOSED, YES, yes_no
from plimsoll.demo.draws import Draws, Weighted
from plimsoll.demo.outsiders import person
from plimsoll.demo.people import IN_CARE, Cell, Child, Kind

Row = list[Cell]

SEEN_SHARE = 0.96  # invented
SEEN_ALONE: Weighted[str] = Weighted({YES: 72, NO: 22, "c) Unknown": 6})  # invented
KNOWN_CONTACT_SHARE = 0.3  # invented: contacts about children whose case is open
MORE_ENQUIRIES: Weighted[int] = Weighted({0: 86, 1: 11, 2: 3})  # invented
PREVIOUS_PLANS: Weighted[int] = Weighted({1: 78, 2: 17, 3: 5})  # invented, of those with any
NOT_ON_LIST_6 = frozenset({Kind.NFA, Kind.NOT_IN_NEED, Kind.TURNED_ADULT})


@dataclass(frozen=True, slots=True)
class Lists:
    """All data rows by list number, and who holds each open child or care leaver ('' where nobody does)."""

    rows: dict[int, list[Row]]
    placed: dict[str, str]


def all_lists(town: Town, generation: int) -> Lists:
    """The eleven lists of a town. List 1 has only the contacts that led to referrals; see `add_contacts`."""
    draws, days, children = town.draws, town.days, town.children()
    for child in children:
        child.care_ended = care.ended_reason(child, draws)
    adopted = adoption.paths(town)
    rows: dict[int, list[Row]] = {number: [] for number in range(1, 12)}
    placed = {}
    for child in children:
        rows[1] += contacts(child, draws, days)
        rows[3] += referrals(child, draws, days)
        rows[4] += assessments(child, draws, days)
        rows[5] += enquiries(child, draws, days)
        if child.story.kind not in NOT_ON_LIST_6:
            rows[6].append(in_need(child, draws))
        if child.story.plan_start and (child.story.plan_end is None or days.in_window(child.story.plan_end)):
            rows[7].append(protection(child, draws, days))
        if child.story.care_start and (child.story.care_end is None or days.in_window(child.story.care_end)):
            rows[8].append(care.in_care(child, draws, days))
        if child.is_open:
            placed[child.id] = child.worker.name if child.worker else ""
    for row, adviser in care.leavers(town, generation):
        rows[9].append(row)
        placed[str(row[0])] = adviser
    rows[2] = early_help(town)
    rows[10], rows[11] = adoption.rows(adopted, town)
    return Lists(rows, placed)


def contacts(child: Child, draws: Draws, days: CalendarDays) -> list[Row]:
    """The contact each referral of the window began with, the same working day or the one before."""
    story = child.story
    dates = [day for day in (story.earlier_referral, story.referral) if day and days.in_window(day)]
    begun = [max(days.back(day, int(draws.chance(0.25))), days.window_start) for day in dates]
    return [[*child.about(), day, child.source] for day in begun]


def add_contacts(lists: Lists, town: Town, total: int) -> None:
    """Fill list 1 up to so many rows with contacts that led to nothing, on new children and on open ones."""
    rows, draws = lists.rows[1], town.draws
    known = [child for child in town.children() if child.is_open]
    while len(rows) < total:
        day, source = town.days.window_day(draws), draws.of(codes.SOURCE)
        if known and draws.chance(KNOWN_CONTACT_SHARE):
            child = draws.one_of(known)
            rows.append([*child.about(), max(day, child.story.referral), source])
            continue
        ethnicity = draws.of(codes.ETHNICITY)
        for _ in range(min(draws.of(shares.FAMILY_SIZE), total - len(rows))):
            rows.append([*person(town, shares.AGES_NEED, ethnicity), day, source])


def early_help(town: Town) -> list[Row]:
    """Early help assessments, some of children whose case was closed after an assessment."""
    draws, days = town.draws, town.days
    stepped_down = [child for child in town.children() if child.story.kind is Kind.NOT_IN_NEED and child.story.closed]
    total = round(sum(child.is_open for child in town.children()) * shares.EARLY_HELP)
    rows: list[Row] = [
        [*child.about(), *_early_help_dates(child.story.closed or days.as_at, draws, days)]
        for child in draws.shuffled(stepped_down)[: total // 8]
    ]
    while len(rows) < total:
        start = days.window_day(draws)
        rows.append([*person(town, shares.AGES_NEED), *_early_help_dates(start, draws, days)])
    return rows


def _early_help_dates(start: date, draws: Draws, days: CalendarDays) -> Row:
    end = days.forward(start, draws.between(5, 45))
    return [start, end if end <= days.as_at else None, draws.one_of(names.ORGANISATIONS)]


def referrals(child: Child, draws: Draws, days: CalendarDays) -> list[Row]:
    """Referrals of the window, by who took them at the front door. The count is the same on each row of a child."""
    story = child.story
    before = int(story.earlier_referral is not None)
    before += int(before and draws.chance(0.12))
    duty = [child.duty.team, child.duty.name] if child.duty else [None, None]
    dates = [day for day in (story.earlier_referral, story.referral) if days.in_window(day)]
    nfa = {day: yes_no(story.kind is Kind.NFA and day == story.referral) for day in dates}
    return [[*child.about(), day, child.source, nfa[day], before, *duty] for day in dates]


def _assessor(child: Child) -> Row:
    return [child.assessor.team, child.assessor.name] if child.assessor else [None, None]


def assessments(child: Child, draws: Draws, days: CalendarDays) -> list[Row]:
    """Assessments completed or begun in the window, or open: the open ones carry who holds the child now."""
    story = child.story
    told: list[tuple[date, date | None, str | None, Row]] = []
    if story.earlier_referral and days.in_window(story.earlier_assessment_end):
        told.append((story.earlier_referral, story.earlier_assessment_end, NO, _assessor(child)))
    if story.assessment_start:
        outcome = yes_no(story.kind is not Kind.NOT_IN_NEED) if story.assessment_end else None
        who = _assessor(child) if story.assessment_end else child.held_by()
        told.append((story.assessment_start, story.assessment_end, outcome, who))
    if story.reassessment:
        start, end = story.reassessment
        told.append((start, end, YES if end else None, child.held_by()))
    rows: list[Row] = []
    for start, end, outcome, who in told:
        if end is None or days.in_window(end) or days.in_window(start):
            seen = yes_no(draws.chance(SEEN_SHARE) if end else child.last_seen is not None)
            rows.append([*child.about(), child.disability, start, seen, end, outcome, *who])
    return rows


def enquiries(child: Child, draws: Draws, days: CalendarDays) -> list[Row]:
    """The section 47 enquiry of the window. Without a conference decided on or held it is open."""
    enquiry, begun = child.story.enquiry, child.story.assessment_start
    if enquiry is None or not (days.in_window(enquiry.start) or days.in_window(enquiry.conference)):
        return []
    is_open = not enquiry.unnecessary and enquiry.conference is None
    first = begun is not None and (enquiry.start - begun).days <= 20
    needed = None if enquiry.unnecessary is None else yes_no(enquiry.unnecessary)
    outcome = None if enquiry.plan is None else yes_no(enquiry.plan)
    conferences = int(enquiry.conference is not None) + int(draws.chance(0.03))
    who = _assessor(child) if first and not is_open else child.held_by()
    times = 1 + draws.of(MORE_ENQUIRIES)
    return [
        [*child.about(), child.disability, enquiry.start, needed, enquiry.conference, outcome, times, conferences, *who]
    ]


def in_need(child: Child, draws: Draws) -> Row:
    """The one row of a child on list 6, the list that lists 7 and 8 are part of."""
    story = child.story
    reason = _closure_reason(child, draws) if child.status == STATUS_CLOSED else None
    closed = story.closed if reason else None
    seen = None if child.last_seen is None or child.last_seen < story.referral else child.last_seen
    about = [*child.about(), child.disability, story.referral, child.need]
    return [*about, seen, closed, reason, child.status, *child.held_by()]


def _closure_reason(child: Child, draws: Draws) -> str:
    if child.story.kind is Kind.CLOSED_ADOPTED:
        return codes.CLOSED_ADOPTED
    if child.story.kind is Kind.CLOSED_CARE:
        return codes.CLOSED_GUARDIAN if child.care_ended in codes.GUARDIANS else codes.CLOSED_AFTER_CARE
    return draws.of(codes.CLOSURE)


def protection(child: Child, draws: Draws, days: CalendarDays) -> Row:
    """The one row of a child on list 7: the latest plan, its visits and its review conferences."""
    story = child.story
    start, upto = story.plan_start or days.as_at, story.plan_end or days.as_at
    first = draws.of(codes.ABUSE)
    latest = first if draws.chance(0.94) else draws.of(codes.ABUSE)
    visit = child.last_seen if story.plan_end is None else days.back(upto, draws.between(0, 12))
    visit = visit if visit and visit >= start and child.age >= 0 else None
    alone = (NO if 0 <= child.age < 2 else draws.of(SEEN_ALONE)) if visit else None
    emergency = yes_no(draws.chance(0.06 if story.kind in IN_CARE else 0.012))
    plans = draws.of(PREVIOUS_PLANS) if draws.chance(shares.SECOND_PLAN_SHARE) else 0
    about = [*child.about(), child.disability, start, first, latest, visit, alone]
    return [*about, _last_conference(start, upto, draws), story.plan_end, emergency, plans, *child.held_by()]


def _last_conference(start: date, upto: date, draws: Draws) -> date | None:
    """Reviews within three months and then six; one in twelve of the last ones is late (invented)."""
    held = []
    due = start + timedelta(draws.between(72, 91))
    while due <= upto:
        held.append(due)
        due += timedelta(draws.between(150, 182))
    if held and draws.chance(1 / 12):
        held.pop()
    return held[-1] if held else None
