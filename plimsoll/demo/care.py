"""Rows of list 8, children in care, and list 9, care leavers."""

from collections.abc import Iterator
from datetime import date, timedelta

from plimsoll.demo import codes, names, shares
from plimsoll.demo.building import Town
from plimsoll.demo.calendar_days import CalendarDays
from plimsoll.demo.columns import UNKNOWN, YES, yes_no
from plimsoll.demo.draws import Draws, Ranges, Turns, Weighted
from plimsoll.demo.outsiders import person
from plimsoll.demo.people import Cell, Child, Kind
from plimsoll.demo.staff import Role

# Invented, all of them.
AGES_LEAVERS: Ranges = Weighted({(16, 17): 3, (18, 18): 20, (19, 19): 20, (20, 20): 18, (21, 21): 14, (22, 24): 25})
LEAVER_UASC_SHARE, LEAVER_DISABILITY_SHARE = 0.22, 0.14
NO_ADVISER_SHARE = 0.02
PLAN_REVIEW_DAYS: Ranges = Weighted({(0, 90): 48, (91, 182): 36, (183, 270): 11, (271, 500): 5})
PERMANENCE_AFTER_DAYS = 120
SETTLED_DAYS = 365
OTHER_COUNCIL_SHARE = 0.35
REGISTERED = ("K2:", "H5:", "R1:")


def ended_reason(child: Child, draws: Draws) -> str | None:
    """Why care ended, for a child who has left it."""
    kind = child.story.kind
    if child.story.care_end is None:
        return None
    if kind is Kind.CLOSED_ADOPTED:
        return draws.of(codes.ENDED_ADOPTED)
    if kind is Kind.TURNED_ADULT:
        return draws.of(codes.ENDED_ADULT)
    return codes.ENDED_HOME if kind is Kind.NEED_AFTER_CARE else draws.of(codes.ENDED_CLOSED)


def in_care(child: Child, draws: Draws, days: CalendarDays) -> list[Cell]:
    """The one row of a child on list 8: the latest period of care."""
    story = child.story
    start, upto = story.care_start or days.as_at, story.care_end or days.as_at
    in_days = (upto - start).days
    review = _last_review(start, upto, draws)
    visit = child.last_seen if child.last_seen and child.last_seen >= start else None
    officer = review + timedelta(draws.between(-14, 30)) if review else None
    about = [*child.about(), yes_no(child.uasc), child.disability, start, child.need, yes_no(draws.chance(0.02))]
    course = [
        *_legal(child, start, upto, draws),
        review,
        visit,
        _permanence(child, in_days, draws),
        min(officer, upto) if officer else None,
        _last_health(child.age, start, upto, draws),
        _last_dental(child.age, start, upto, draws),
    ]
    return [*about, *course, *_placement(child, start, upto, draws), *child.held_by()]


def _last_review(start: date, upto: date, draws: Draws) -> date | None:
    """Reviews within 20 working days, three months and then six; one in fifteen of the last ones is late."""
    due, held = start + timedelta(draws.between(18, 28)), []
    steps = [draws.between(70, 91)]
    while due <= upto:
        held.append(due)
        due += timedelta(steps.pop() if steps else draws.between(150, 182))
    if held and draws.chance(1 / 15):
        held.pop()
    return held[-1] if held else None


def _legal(child: Child, start: date, upto: date, draws: Draws) -> list[Cell]:
    """When the legal status began, and which it is."""
    in_days = (upto - start).days
    if child.uasc:
        return [start, codes.ACCOMMODATED]
    if child.adoption and child.adoption.order and child.adoption.order <= upto:
        return [child.adoption.order, codes.PLACEMENT_ORDER]
    if in_days < SETTLED_DAYS:
        return [start + timedelta(draws.between(0, min(in_days, 20))), draws.of(codes.LEGAL_FIRST_YEAR)]
    return [start + timedelta(draws.between(150, 340)), draws.of(codes.LEGAL_LATER)]


def _permanence(child: Child, in_days: int, draws: Draws) -> str | None:
    if child.adoption and not child.adoption.reversed_:
        return codes.PERMANENCE_ADOPTION
    if in_days < PERMANENCE_AFTER_DAYS and draws.chance(0.7):
        return None
    return codes.PERMANENCE_LIVING if child.age >= 16 and draws.chance(0.5) else draws.of(codes.PERMANENCE)


def _last_health(age: int, start: date, upto: date, draws: Draws) -> date | None:
    """Every six months under five, every year from five; 90 % up to date."""
    every = 182 if age < 5 else 365
    if (upto - start).days < 28:
        return None
    ago = draws.between(0, every - 2) if draws.chance(shares.HEALTH_SHARE) else draws.between(every + 2, every + 300)
    day = upto - timedelta(ago)
    return day if day >= start else start + timedelta(draws.between(10, 28))


def _last_dental(age: int, start: date, upto: date, draws: Draws) -> date | None:
    if age < 1:
        return None
    ago = draws.between(0, 360) if draws.chance(shares.DENTIST_SHARE) else draws.between(370, 700)
    day = upto - timedelta(ago)
    return day if day >= start else None


def _placement(child: Child, start: date, upto: date, draws: Draws) -> list[Cell]:
    """From the number of placements to the return interviews of list 8."""
    in_days = (upto - start).days
    count = draws.of(shares.PLACEMENTS) if in_days > 30 else 1
    began = start
    if count > 1:
        began = upto - timedelta(draws.between(1, min(in_days - 1, 330)))
    elif in_days > SETTLED_DAYS:
        began = start + timedelta(draws.between(0, in_days - SETTLED_DAYS))
    kind = _placement_type(child, draws)
    provider = codes.WITH_PARENTS_PROVIDER if kind == codes.WITH_PARENTS else draws.of(codes.PROVIDER)
    urn = f"SC9{draws.between(100_000, 999_999)}" if any(code in kind for code in REGISTERED) else None
    out = draws.chance(OTHER_COUNCIL_SHARE) and kind != codes.WITH_PARENTS
    town = draws.one_of(names.OTHER_TOWNS) if out else names.TOWN
    missing = draws.of(shares.MISSING) if child.age >= 10 else 0
    offered = yes_no(draws.chance(0.85)) if missing else None
    accepted = None if not missing else yes_no(draws.chance(0.6)) if offered == YES else UNKNOWN
    where = [names.postcode(draws), urn, "b) Out" if out else "a) In", town]
    absent = draws.between(1, 3) if child.age >= 10 and draws.chance(0.04) else 0
    return [
        count,
        child.story.care_end,
        child.care_ended,
        began,
        kind,
        provider,
        *where,
        missing,
        absent,
        offered,
        accepted,
    ]


def _placement_type(child: Child, draws: Draws) -> str:
    if child.adoption and child.adoption.placed:
        return codes.PLACED_FOR_ADOPTION
    if child.age >= 16 and draws.chance(0.4):
        return codes.SUPPORTED_HOME
    kind = draws.of(codes.PLACEMENT)
    return kind if child.age >= 8 or kind != codes.CHILDRENS_HOME else codes.FOSTERED


def leavers(town: Town, generation: int) -> Iterator[tuple[list[Cell], str]]:
    """Rows of list 9 with the name of the adviser, or '' for one who has none.

    Those who turned 18 in the window are on list 8 as well, but on list 6 no more.
    """
    draws, group = town.draws, town.staff.group(Role.LEAVING)
    about = [(child.about(), child.uasc) for child in town.children() if child.story.kind is Kind.TURNED_ADULT]
    about += [(person(town, AGES_LEAVERS), draws.chance(LEAVER_UASC_SHARE)) for _ in range(town.leavers)]
    waiting = Turns(0.5)
    for cells, uasc in about:
        adviser = group.take(1)
        name = "" if waiting.comes(NO_ADVISER_SHARE) else adviser.name
        # In 2019 there is no column for the adviser: the worker's column holds the name.
        worker = name or None if generation == 2019 or draws.chance(0.6) else None
        held = [yes_no(uasc), yes_no(draws.chance(LEAVER_DISABILITY_SHARE)), adviser.team, worker, name or None]
        yield [*cells, *held, *leaver_course(int(str(cells[4])), draws, town.days)], name


def leaver_course(age: int, draws: Draws, days: CalendarDays) -> list[Cell]:
    """From eligibility to activity; where and how someone out of touch lives is not known."""
    adult = codes.QUALIFYING if draws.chance(0.06) else codes.FORMER_RELEVANT
    touch = draws.of(codes.IN_TOUCH)
    plan = days.back(days.as_at - timedelta(draws.within(PLAN_REVIEW_DAYS)), 0)
    contact = days.back(days.as_at - timedelta(draws.within(shares.CONTACT_WEEK_DAYS)), 0)
    course: list[Cell] = [codes.RELEVANT if age < 18 else adult, plan, touch, contact]
    if touch != YES:
        return [*course, None, None, None]
    home = draws.of(codes.ACCOMMODATION)
    suitable = home not in codes.UNSUITABLE_PLACES and draws.chance(0.95)
    return [*course, home, "a) Suitable" if suitable else "b) Unsuitable", draws.of(codes.ACTIVITY)]
