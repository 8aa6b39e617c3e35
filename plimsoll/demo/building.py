"""The town put together: open children first, then the work of the last six months that led to them or is over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plimsoll.demo import shares
from plimsoll.demo.calendar_days import CalendarDays
from plimsoll.demo.draws import Draws, Turns
from plimsoll.demo.families import Household, counted
from plimsoll.demo.names import Identifiers
from plimsoll.demo.people import CLOSED, IN_CARE, ON_PLAN, OPEN, Child, Enquiry, Family, Kind, Story
from plimsoll.demo.staff import Role, Staff, role_of, shared_out

CHILDREN_PER_FRONT_DOOR_WORKER = 230  # invented
LEAVERS_PER_ADVISER = 22  # invented


@dataclass(slots=True)
class Town:
    """Everyone in the town on the reporting day, and what the lists are drawn with.

    `leavers` counts the care leavers besides those who turned 18 in the window.
    """

    draws: Draws
    days: CalendarDays
    ids: Identifiers
    families: list[Family]
    staff: Staff
    leavers: int

    def children(self) -> list[Child]:
        """All children of the families, in the order they were made."""
        return [child for family in self.families for child in family.children]


def open_kinds(children: int) -> dict[Kind, int]:
    """How many of the open children are of each kind; the plans in need are what is left.

    >>> sum(open_kinds(608).values())
    608
    """
    both = round(children * shares.PROTECTION_IN_CARE_SHARE)
    after_plan = round(children * shares.PLANS_ENDED * 0.15)
    home = round(children * shares.CARE_ENDED * 0.3)
    stepped_down = round(children * shares.PLANS_ENDED * 0.7)
    quotas = {
        Kind.PROTECTION: round(children * shares.PROTECTION_SHARE) - both,
        Kind.PROTECTION_IN_CARE: both,
        Kind.CARE: round(children * shares.CARE_SHARE) - both - after_plan,
        Kind.CARE_AFTER_PROTECTION: after_plan,
        Kind.ASSESSMENT: round(children * shares.ASSESSMENT_SHARE),
        Kind.NEED_AFTER_CARE: home,
        Kind.NEED_AFTER_PROTECTION: stepped_down,
    }
    quotas[Kind.NEED] = children - sum(quotas.values())
    return quotas


def closed_kinds(children: int) -> dict[Kind, int]:
    """How many children's cases of each kind were closed in the window, for so many open ones (split invented)."""
    ended = children * shares.CARE_ENDED
    return {
        Kind.CLOSED_NEED: round(children * shares.CLOSED_NEED),
        Kind.CLOSED_PROTECTION: round(children * shares.PLANS_ENDED * 0.15),
        Kind.CLOSED_CARE: round(ended * 0.31),
        Kind.CLOSED_ADOPTED: round(ended * 0.09),
        Kind.TURNED_ADULT: round(ended * 0.3),
    }


def build_town(
    children: int, draws: Draws, days: CalendarDays, workers: int, teams: Mapping[Role, int] | None = None
) -> Town:
    """A town with so many open children and so many case-holding workers, in so many teams of each role."""
    ids = Identifiers(draws)
    household = Household(draws, days, ids)
    families = _open_families(household, children)
    for kind, quota in closed_kinds(children).items():
        families += household.of_kind(kind, quota)
    _reassess(families, round(children * shares.REASSESSED), draws, days)
    families += household.of_kind(Kind.NOT_IN_NEED, _not_in_need(families, days))
    families += household.of_kind(
        Kind.NFA, round(_referrals(families, days) * shares.NFA_SHARE / (1 - shares.NFA_SHARE))
    )
    _enquire(families, children, draws, days)
    leavers = max(0, round(children * shares.CARE_LEAVERS) - closed_kinds(children)[Kind.TURNED_ADULT])
    staff = Staff(_people(families, workers, round(children * shares.CARE_LEAVERS)), draws, teams)
    families = draws.shuffled(families)
    waiting = Turns(0.5)
    for family in families:
        _hold(family, staff, waiting, draws)
        _see(family, draws, days)
    return Town(draws, days, ids, families, staff, leavers)


def _open_families(household: Household, children: int) -> list[Family]:
    """Plans in need come last: siblings of other kinds are among them already."""
    families: list[Family] = []
    for kind, quota in open_kinds(children).items():
        done = counted(families)[kind] if kind is Kind.NEED else 0
        families += household.of_kind(kind, quota - done)
    return families


def _stories(families: Iterable[Family]) -> list[Story]:
    return [child.story for family in families for child in family.children]


def _not_in_need(families: list[Family], days: CalendarDays) -> int:
    """How many more children were assessed in the window and not found in need."""
    stories = _stories(families)
    in_need = sum(days.in_window(story.assessment_end) for story in stories)
    in_need += sum(bool(story.reassessment and days.in_window(story.reassessment[1])) for story in stories)
    already = sum(days.in_window(story.earlier_assessment_end) for story in stories)
    return max(0, round(in_need * shares.NOT_IN_NEED_SHARE / (1 - shares.NOT_IN_NEED_SHARE)) - already)


def _referrals(families: list[Family], days: CalendarDays) -> int:
    stories = _stories(families)
    return sum(days.in_window(story.referral) + days.in_window(story.earlier_referral) for story in stories)


def _change(family: Family, kinds: Iterable[Kind], **changes: object) -> int:
    """Change the stories of the family's children of these kinds; how many there were."""
    touched = [child for child in family.children if child.story.kind in kinds]
    for child in touched:
        child.story = replace(child.story, **changes)  # type: ignore[arg-type]
    return len(touched)


def _reassess(families: list[Family], children: int, draws: Draws, days: CalendarDays) -> None:
    """Give so many children known for long an assessment of how things are now, some of them still being written."""
    before = days.window_start - timedelta(150)
    for family in draws.shuffled(families):
        end = family.story.assessment_end
        if children <= 0 or family.story.kind not in OPEN or end is None or end > before:
            continue
        finished = days.window_day(draws) if draws.chance(0.88) else None
        length = draws.of(shares.ASSESSMENT_DAYS if finished else shares.OPEN_ASSESSMENT_DAYS)
        children -= _change(family, OPEN, reassessment=(days.back(finished or days.as_at, length), finished))


def _enquire(families: list[Family], children: int, draws: Draws, days: CalendarDays) -> None:
    """Add the enquiries that led to no plan, to England's ratios, and those without a decision yet."""
    plans = sum(bool(s.enquiry and days.in_window(s.enquiry.conference)) for s in _stories(families))
    held = plans / shares.PLAN_PER_CONFERENCE
    open_ = children * (shares.UNDECIDED_ENQUIRIES + shares.CONFERENCES_PENDING)
    unneeded = _referrals(families, days) * shares.ENQUIRY_PER_REFERRAL - held - open_
    pool = [family for family in draws.shuffled(families) if _can_be_enquired(family, days)]

    def undecided(start: date) -> Enquiry | None:
        return Enquiry(start) if days.count(start, days.as_at) <= 12 else None

    def pending(start: date) -> Enquiry | None:
        return Enquiry(start, False) if 3 <= days.count(start, days.as_at) <= 17 else None

    def held_without_plan(start: date) -> Enquiry | None:
        conference = days.forward(start, draws.of(shares.CONFERENCE_DAYS))
        return Enquiry(start, False, conference, False) if conference <= days.as_at else None

    def not_needed(start: date) -> Enquiry | None:
        return Enquiry(start, True) if days.count(start, days.as_at) >= 5 else None

    still_open = [family for family in pool if family.story.kind in OPEN]
    left = _attach(still_open, round(children * shares.UNDECIDED_ENQUIRIES), undecided, draws, days)
    _attach(left, round(children * shares.CONFERENCES_PENDING), pending, draws, days)
    pool = [family for family in pool if _can_be_enquired(family, days)]
    pool = _attach(pool, round(held - plans), held_without_plan, draws, days)
    _attach(pool, round(unneeded), not_needed, draws, days)


ENQUIRED = frozenset({Kind.ASSESSMENT, Kind.NEED, Kind.CLOSED_NEED, Kind.NOT_IN_NEED})


def _can_be_enquired(family: Family, days: CalendarDays) -> bool:
    story = family.children[0].story
    return story.kind in ENQUIRED and story.enquiry is None and days.in_window(story.assessment_start)


def _attach(
    pool: list[Family], children: int, make: Callable[[date], Enquiry | None], draws: Draws, days: CalendarDays
) -> list[Family]:
    """Give so many children an enquiry soon after the assessment began; the families left over."""
    left = []
    for family in pool:
        start = family.story.assessment_start
        enquiry = None
        if start and children > 0:
            enquiry = make(min(days.forward(start, draws.between(0, 8)), days.back(days.as_at, 0)))
        if enquiry is None:
            left.append(family)
        else:
            children -= _change(family, ENQUIRED, enquiry=enquiry)
    return left


def _people(families: list[Family], workers: int, leavers: int) -> dict[Role, int]:
    """Workers of each role: case holders after the open children, front door and advisers besides."""
    held = dict.fromkeys((Role.LOCALITY, Role.CARE, Role.ASSESSMENT, Role.DISABILITY), 0.0)
    for family in families:
        for child in family.children:
            if child.is_open:
                held[role_of(child, family.disabled)] += 1
    people = shared_out(workers, held)
    people[Role.FRONT_DOOR] = max(1, round(sum(held.values()) / CHILDREN_PER_FRONT_DOOR_WORKER))
    people[Role.LEAVING] = max(1, round(leavers / LEAVERS_PER_ADVISER))
    return people


def _hold(family: Family, staff: Staff, waiting: Turns, draws: Draws) -> None:
    """Siblings in one kind of team have one worker; a few families have none yet."""
    duty, assessor = staff.group(Role.FRONT_DOOR).anyone(draws), staff.group(Role.ASSESSMENT).anyone(draws)
    by_role: dict[Role, list[Child]] = {}
    for child in family.children:
        child.duty, child.assessor = duty, assessor
        by_role.setdefault(role_of(child, family.disabled), []).append(child)
    for role, children in by_role.items():
        group = staff.group(role)
        held = [child for child in children if child.is_open]
        waits = bool(held) and waiting.comes(_waiting_share(held))
        worker = group.take(len(held)) if held and not waits else group.anyone(draws)
        for child in children:
            child.worker, child.team = (None if waits else worker), worker.team
        if waits and draws.chance(1 / 3):
            for child in children:
                child.team = None
        if family.story.kind is Kind.ASSESSMENT and worker and not waits:
            for child in children:
                child.assessor = worker


def _waiting_share(children: list[Child]) -> float:
    """Invented: nobody looked after waits for a worker, hardly anyone on a plan."""
    kinds = {child.story.kind for child in children}
    if kinds & IN_CARE:
        return 0.0
    return shares.UNALLOCATED_PROTECTION_SHARE if kinds & ON_PLAN else shares.UNALLOCATED_SHARE


def _see(family: Family, draws: Draws, days: CalendarDays) -> None:
    """When each child was last seen: siblings mostly on the same day."""
    together = draws.share()
    for child in family.children:
        if child.age >= 0:
            child.last_seen = _last_seen(child.story, together if draws.chance(0.8) else draws.share(), draws, days)


def _last_seen(story: Story, share: float, draws: Draws, days: CalendarDays) -> date | None:
    end = story.closed or story.care_end if story.kind in CLOSED | {Kind.TURNED_ADULT} else None
    if end:
        return days.back(end, draws.between(0, 15))
    table = shares.CARE_VISIT_DAYS if story.kind in IN_CARE else shares.NEED_VISIT_DAYS
    table = shares.PROTECTION_VISIT_DAYS if story.kind in ON_PLAN else table
    low, high = table.at(share)
    known_days = days.count(story.referral, days.as_at)
    since = low + int(share * 997) % (high - low + 1)
    if since <= known_days:
        return days.back(days.as_at, since)
    return days.back(days.as_at, int(share * 991) % known_days) if known_days > 5 else None
