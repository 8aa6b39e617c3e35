"""All involvements of the town: open cases, those closed in the last three years, and who held each of them when."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from plimsoll.core.terms import SEEING, CaseType, Circumstance, EventKind, Factor
from plimsoll.demo import prose
from plimsoll.demo.building import Town, build_town, closed_kinds
from plimsoll.demo.calendar_days import CalendarDays, months_before, years_at
from plimsoll.demo.columns import YES
from plimsoll.demo.courses import tell_course
from plimsoll.demo.draws import Draws, Turns
from plimsoll.demo.families import LONGEST_BEFORE_BIRTH, Household
from plimsoll.demo.histories import with_earlier
from plimsoll.demo.involvements import Involvement, Spell, Step, level_of_need, types_of
from plimsoll.demo.names import FIRST_WORDS
from plimsoll.demo.people import Child, Family, Kind
from plimsoll.demo.service import Person, Post, Service, Unit, build_service, sizes
from plimsoll.demo.shares import REREFERRED_FAMILIES, SECOND_PLAN_SHARE
from plimsoll.demo.staff import Role, role_of

REFERRALS_KEPT_DAYS = 4 * 365
HALF_YEARS = 6  # of closed cases: three years
OLDEST_LEAVER_HALF_YEARS = 14  # from 18 to 25
NEW_REFERRAL_SHARE = 0.015  # of open cases: came in on the last working days, and wait for the decision
MISSING_SHARE, MISSING_NOW_SHARE = 0.11, 0.006  # of open cases: ever in the last year (children over 9), and tonight
POLICE_NOW_SHARE = 0.0016
SIGNIFICANT_SHARE = 0.04
PRE_VERBAL_AGE = 2
WAITS_SHARE = 0.3  # of the families whose worker left
CHANGE_SHARE = 0.22  # of cases open for over a year: one more change of worker in that time (C: 3 or more workers 27 %)


class Vacancy:
    """What becomes of one family whose worker has left: it waits, or goes to the one of the team found at `share`, 0 to 1.

    Parameters: turns, in which families wait.
    """

    def __init__(self, share: float, turns: Turns) -> None:
        self.share, self._turns = share, turns
        self._waits: bool | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits; asked the first time it matters."""
        if self._waits is None:
            self._waits = self._turns.comes(WAITS_SHARE)
        return self._waits

    def heir(self, unit: Unit, service: Service) -> Person:
        """Who takes the family."""
        here = unit.here(Post.HOLDER) or unit.here(Post.ADVISER)
        return here[int(self.share * len(here))] if here else service.manager(unit)


@dataclass(eq=False, slots=True)
class Casebook:
    """A town with its service and every case, oldest families last; `restricted` is the one for named people alone."""

    town: Town
    service: Service
    cases: list[Involvement]
    restricted: Involvement | None = None
    turns: Turns = field(default_factory=lambda: Turns(0.5))  # of families that wait after their worker left
    again: Turns = field(default_factory=lambda: Turns(0.5))  # of children on a second plan
    before: Turns = field(default_factory=lambda: Turns(0.5))  # of families referred a second time

    def open_cases(self) -> list[Involvement]:
        """Those that have not been closed."""
        return [case for case in self.cases if case.is_open]


def build_casebook(workers: int, seed: tuple[int, ...], as_at: date) -> Casebook:
    """The town of so many case holders, as it stands on the morning of a day: everything is over by the evening before."""
    days = CalendarDays(as_at - timedelta(1))
    children, holders, teams = sizes(workers)
    town = build_town(children, Draws(*seed), days, holders, teams)
    draws = Draws(*seed, 2)
    service = build_service(town, draws)
    _just_in(town, draws)
    book = Casebook(town, service, [])
    naming = Naming(draws)
    for family in town.families:
        _referred_before(family, book, draws, days)
        naming.name(family)
        book.cases += _of_family(family, book, draws, naming)
    _earlier(book, children, draws, naming)
    _incidents(book, draws)
    book.restricted = next(
        (
            c
            for c in book.open_cases()
            if c.case_type is CaseType.CHILD_IN_NEED and c.holder and len(c.family.children) == 1
        ),
        None,
    )
    return book


def _referred_before(family: Family, book: Casebook, draws: Draws, days: CalendarDays) -> None:
    """An earlier referral for families that were referred before the six months of the workbook: those in it have theirs."""
    story = family.story
    recent = (book.town.days.as_at - story.referral).days < REFERRALS_KEPT_DAYS
    if days.in_window(story.referral) or not recent or not book.before.comes(REREFERRED_FAMILIES):
        return
    told = with_earlier(story, draws, book.town.days)
    first = told.earlier_referral
    for child in family.children:
        if first and (child.birth is None or first >= child.birth - timedelta(LONGEST_BEFORE_BIRTH)):
            end = told.earlier_assessment_end
            child.story = replace(child.story, earlier_referral=first, earlier_assessment_end=end)


def _just_in(town: Town, draws: Draws) -> None:
    """The families referred last came in on the last two working days, and nobody has decided yet; of the first of them the
    time for it has gone."""
    wanted = round(NEW_REFERRAL_SHARE * sum(child.is_open for child in town.children()))
    new = [family for family in town.families if all(_only_assessed(child) for child in family.children)]
    late = False
    for family in sorted(new, key=lambda family: family.story.referral, reverse=True):
        if wanted <= 0:
            return
        ago = draws.between(0, 1)
        day = town.days.back(town.days.as_at, ago if late else 3)
        late = True
        for child in family.children:
            child.story = replace(child.story, referral=day, assessment_start=None)
            wanted -= 1


def _only_assessed(child: Child) -> bool:
    return child.story.kind is Kind.ASSESSMENT and child.story.enquiry is None


class Naming:
    """Given names of children, no two alike in one family."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self.given: dict[str, str] = {}

    def name(self, family: Family) -> None:
        """Name every child of a family."""
        at = self._draws.between(0, len(FIRST_WORDS) - 1)
        for place, child in enumerate(family.children):
            self.given[child.id] = FIRST_WORDS[(at + 7 * place) % len(FIRST_WORDS)]


# ---- cases of a family ----------------------------------------------------------------------------------------------------


def _of_family(family: Family, book: Casebook, draws: Draws, naming: Naming) -> list[Involvement]:
    """The cases of all children of a family; siblings are mostly seen on the same day."""
    together = draws.share()
    vacancy = Vacancy(draws.share(), book.turns)
    found = []
    for child in family.children:
        seen = together if draws.chance(0.8) else draws.share()
        name = naming.given[child.id]
        if child.story.earlier_referral and child.story.earlier_assessment_end:
            found.append(_earlier_involvement(child, family, name, book, draws))
        case = _involvement(child, family, name, book)
        _hold(case, vacancy, book.service, draws, book.town.days)
        tell_course(draws, book.town.days, case, seen)
        _handed_over(case, draws, book.town.days)
        found.append(case)
        if child.story.kind is Kind.TURNED_ADULT and child.story.care_end:
            found.append(_leaver(case, book, draws, seen))
    return found


def _involvement(child: Child, family: Family, name: str, book: Casebook) -> Involvement:
    story = child.story
    types = types_of(child)
    if child.is_open and story.assessment_start is None:
        types = [CaseType.REFERRAL]
    person = book.service.of[child.worker] if child.worker else None
    unit = (person.unit if person else None) or book.service.unit(role_of(child, family.disabled))
    case = Involvement(child, family, name, types[0], story.referral, unit, types[1:])
    case.needs = level_of_need(types[0])
    if story.closed and not child.is_open:
        case.closed = story.closed
        case.closed_why = _closing(types[0], len(name))
    if child.is_open and person is None:
        case.waits = prose.WAITS[len(name) % 2 * 2]
    if child.disability == YES:
        case.factors.append((Factor.DISABILITY, story.referral))
    if child.birth and 0 <= child.age < PRE_VERBAL_AGE:
        case.factors.append((Factor.PRE_VERBAL, max(child.birth, story.referral)))
    if CaseType.CHILD_PROTECTION in types and story.plan_start and book.again.comes(SECOND_PLAN_SHARE):
        case.factors.append((Factor.PREVIOUS_PLAN, story.plan_start))
    if child.is_open and story.enquiry and {CaseType.ASSESSMENT, CaseType.SECTION_47}.intersection(types):
        case.circumstances.append((Circumstance.CHILD_PROTECTION_CONCERN, story.referral))
    return case


def _closing(case_type: CaseType, place: int) -> str:
    said = prose.CLOSED_WHY[case_type]
    return said[place % len(said)]


def _earlier_involvement(child: Child, family: Family, name: str, book: Casebook, draws: Draws) -> Involvement:
    """The first involvement of a child who was referred again: assessed, and closed."""
    story, service = child.story, book.service
    start, end = story.earlier_referral, story.earlier_assessment_end
    assert start
    assert end
    unit = service.unit(Role.ASSESSMENT)
    case = Involvement(child, family, name, CaseType.ASSESSMENT, start, unit, closed=end)
    case.closed_why, case.needs = _closing(CaseType.ASSESSMENT, len(name)), 3
    there = [person for person in unit.at(start) if person.left is None or person.left >= end]
    _spells(case, [(start, draws.one_of(there or [service.manager(unit)]))], book.town.days.as_at)
    minute = 570
    for kind, day in (
        (EventKind.REFERRAL_RECEIVED, start),
        (EventKind.REFERRAL_DECIDED, start),
        (EventKind.ASSESSMENT_STARTED, start),
        (EventKind.CHILD_SEEN, min(book.town.days.forward(start, 4), end)),
        (EventKind.ASSESSMENT_AUTHORISED, end),
    ):
        minute += 45
        case.steps.append(Step(kind, day, minute, "", kind is EventKind.REFERRAL_RECEIVED))
    return case


def _leaver(before: Involvement, book: Casebook, draws: Draws, seen: float) -> Involvement:
    """What goes on after 18: the personal adviser's case."""
    child, service, days = before.child, book.service, book.town.days
    start = child.story.care_end
    assert start is not None
    case = Involvement(child, before.family, before.name, CaseType.CARE_LEAVER, start, service.unit(Role.LEAVING))
    adviser = service.of[book.town.staff.group(Role.LEAVING).take(1)]
    case.unit = adviser.unit or case.unit
    _spells(case, _before_joining([(start, adviser)], draws), days.as_at)
    tell_course(draws, days, case, seen)
    _handed_over(case, draws, days)
    return case


def _earlier(book: Casebook, children: int, draws: Draws, naming: Naming) -> None:
    """Cases closed in the half-years before the town's own, at the same pace; and those who left care then."""
    town = book.town
    leavers = town.leavers
    quotas = closed_kinds(children) | {
        kind: sum(child.story.kind is kind for child in town.children()) for kind in (Kind.NOT_IN_NEED, Kind.NFA)
    }
    for half in range(1, OLDEST_LEAVER_HALF_YEARS):
        days = CalendarDays(months_before(town.days.as_at, 6 * half))
        household = Household(draws, days, town.ids)
        for kind, quota in quotas.items():
            many = min(quota, leavers) if kind is Kind.TURNED_ADULT else quota if half < HALF_YEARS else 0
            for family in household.of_kind(kind, many):
                _referred_before(family, book, draws, days)
                naming.name(family)
                leavers -= kind is Kind.TURNED_ADULT
                _past_family(family, book, draws, naming, long_ago=half >= HALF_YEARS)


def _past_family(family: Family, book: Casebook, draws: Draws, naming: Naming, *, long_ago: bool) -> None:
    """A family whose work was over before the town's own six months."""
    town = book.town
    for child in family.children:
        child.age = -1 if child.birth is None else years_at(child.birth, town.days.as_at)
        role = role_of(child, family.disabled)
        child.worker = town.staff.group(role).anyone(draws)
        child.assessor = town.staff.group(Role.ASSESSMENT).anyone(draws)
        child.duty = town.staff.group(Role.FRONT_DOOR).anyone(draws)
    cases = _of_family(family, book, draws, naming)
    if long_ago:
        cases = [case for case in cases if case.case_type is CaseType.CARE_LEAVER]
    book.cases += cases


# ---- who held a case ------------------------------------------------------------------------------------------------------


def _hold(case: Involvement, vacancy: Vacancy, service: Service, draws: Draws, days: CalendarDays) -> None:
    """Who held the case from when to when: assessment first, then the team of the plan, and those who left before."""
    child, story = case.child, case.child.story
    last = service.of[child.worker] if child.worker else None
    assessor = service.of[child.assessor] if child.assessor else None
    if case.case_type is CaseType.REFERRAL:
        duty = service.of[child.duty] if child.duty else None
        moves = [(case.opened, duty)] if duty and case.waits is None else []
    else:
        moves = _phases(case, assessor, last, service, draws, days)
        if case.waits is None and story.kind is not Kind.ASSESSMENT and draws.chance(CHANGE_SHARE):
            _one_more_change(case, moves, draws, days)
    _spells(case, _before_joining(moves, draws), days.as_at)
    if case.waits is not None:
        _let_go(case, days)
    else:
        _after_leaving(case, vacancy, service, days)


def _phases(
    case: Involvement, assessor: Person | None, last: Person | None, service: Service, draws: Draws, days: CalendarDays
) -> list[tuple[date, Person]]:
    """Assessment, then the plan in need or protection, then care: who held it in each, by the day it began."""
    story = case.child.story
    moves = [(case.opened, assessor)] if assessor else []
    if story.kind in (Kind.ASSESSMENT, Kind.NOT_IN_NEED):
        return (
            moves if case.is_open and last is None else [(case.opened, last or assessor)] if (last or assessor) else []
        )
    starts = [day for day in (story.assessment_end, story.plan_start, story.care_start) if day]
    over = min(starts, default=case.opened)
    handed = days.forward(over, draws.between(0, 4))
    if story.care_start and (story.care_start - over).days > 60:
        unit = service.unit(Role.LOCALITY, draws.between(0, 1))
        between = unit.at(handed) or unit.here(Post.HOLDER)
        if between:
            moves.append((handed, draws.one_of(between)))
        handed = days.forward(story.care_start, draws.between(2, 15))
    if last:
        moves.append((handed, last))
    return moves


def _one_more_change(case: Involvement, moves: list[tuple[date, Person]], draws: Draws, days: CalendarDays) -> None:
    """Somebody else of the team held it before, in the last year."""
    if not moves:
        return
    start, person = moves[-1]
    others = [other for other in (person.unit.at(start) if person.unit else []) if other is not person]
    ended = case.closed or days.as_at
    if others and (ended - start).days > 200:
        moves[-1:] = [(start, draws.one_of(others)), (ended - timedelta(draws.between(40, 180)), person)]


def _before_joining(moves: list[tuple[date, Person]], draws: Draws) -> list[tuple[date, Person]]:
    """Until somebody came, whom they came after held the case; who came after nobody has been there all along."""
    found: list[tuple[date, Person]] = []
    for place, (start, person) in enumerate(moves):
        if person.joined > start and person.came_after:
            found.append((start, person.came_after))
            came = person.joined + timedelta(draws.between(0, 6))
            if place + 1 == len(moves) or came < moves[place + 1][0]:
                found.append((came, person))
            continue
        person.joined = min(person.joined, start - timedelta(30))
        found.append((start, person))
    return found


def _spells(case: Involvement, moves: list[tuple[date, Person]], today: date) -> None:
    """Spells out of who held it from when; two of one person become one, none is shorter than a day or begins ahead."""
    end = case.closed
    kept: list[tuple[date, Person]] = []
    for start, person in moves:
        begins = max(start, case.opened)
        if kept and begins >= (end or today + timedelta(1)):
            continue
        if kept and begins <= kept[-1][0]:
            kept[-1] = (kept[-1][0], person)
        elif not kept or kept[-1][1] is not person:
            kept.append((begins, person))
    ends = [*(begins for begins, _ in kept[1:]), end]
    nexts = [*(person for _, person in kept[1:]), None]
    befores = [None, *(person for _, person in kept)]
    case.spells = [
        Spell(person, begins, until, _why_given(before, person), None if until is None else _why_ended(person, then))
        for (begins, person), until, then, before in zip(kept, ends, nexts, befores, strict=False)
    ]


def _why_given(before: Person | None, now: Person) -> str:
    if before is None:
        return "next in line when it came in"
    if before.unit is not now.unit:
        return "the plan is this team's work"
    return f"takes over from {before.name}, who left" if before.left else "has room, and knows the family from duty"


def _why_ended(person: Person, then: Person | None) -> str:
    if then is None:
        return "case closed"
    if person.unit is not then.unit:
        return "handed on to the team of the plan"
    return "left the service" if person.left else "moved to even out the load of the team"


def _after_leaving(case: Involvement, vacancy: Vacancy, service: Service, days: CalendarDays) -> None:
    """Where the last holder has left and nobody came after them: the team takes the case, or it waits."""
    if not case.spells:
        return
    last = case.spells[-1]
    left = last.person.left
    if left is None or (last.end is not None and last.end <= left):
        return
    heir = vacancy.heir(case.unit, service)
    if last.start >= left:
        case.spells[-1] = replace(last, person=heir)
        return
    case.spells[-1] = replace(last, end=left, ended_why="left the service")
    may_wait = case.is_open and set(case.types) <= {CaseType.CHILD_IN_NEED, CaseType.ASSESSMENT}
    if may_wait and vacancy.waits:
        case.waits = prose.WAITS[1]
        _waiting(case, left, days)
        return
    given = min(days.forward(left, 1 + len(case.name) % 3), days.as_at) if case.is_open else left
    why = f"takes over from {last.person.name}, whose post is vacant"
    case.spells.append(Spell(heir, given, last.end, why, last.ended_why))


def _let_go(case: Involvement, days: CalendarDays) -> None:
    """Nobody holds it: never given to anyone, or assessed by the first team and waiting since."""
    if case.child.story.kind is Kind.ASSESSMENT:
        case.spells = []
        since = case.opened
    else:
        since = max(days.back(days.as_at, 3 + len(case.name) % 12), case.opened + timedelta(1))
        case.spells = [spell for spell in case.spells if spell.start < since]
        if case.spells:
            why = "assessment over; waits for a worker of the next team"
            case.spells[-1] = replace(case.spells[-1], end=since, ended_why=why)
    _waiting(case, since, days)


def _waiting(case: Involvement, since: date, days: CalendarDays) -> None:
    """The clock of the unallocated: since when, and a manager's look every week."""
    case.steps.append(Step(EventKind.UNALLOCATED_SINCE, since, None, case.waits or "", lag=30))
    day = days.forward(since, 4)
    while day <= days.as_at:
        looked = "Looked at: nothing new, duty rings the family this week."
        case.steps.append(Step(EventKind.UNALLOCATED_REVIEWED, day, 960, looked))
        day = days.forward(day, 4 + len(case.name) % 2)


def _handed_over(case: Involvement, draws: Draws, days: CalendarDays) -> None:
    """When it was first given to somebody; a change of worker in the last year, mostly with its handover."""
    if case.spells:
        case.steps.append(Step(EventKind.ALLOCATED, case.spells[0].start, 660, lag=10))
    for spell in case.spells[1:]:
        if spell.start < days.as_at - timedelta(365):
            continue
        case.steps.append(Step(EventKind.WORKER_CHANGED, spell.start, 600, spell.why))
        recorded = days.forward(spell.start, draws.between(1, 8))
        if recorded <= (case.closed or days.as_at) and draws.chance(0.92):
            case.steps.append(Step(EventKind.HANDOVER_RECORDED, recorded, 900, lag=5))
    case.steps.sort(key=lambda step: (step.day, step.minute or 0))
    if case.child.age >= 0:
        case.child.last_seen = max((step.day for step in case.steps if step.kind in SEEING), default=None)


# ---- what breaks into the week --------------------------------------------------------------------------------------------


def _incidents(book: Casebook, draws: Draws) -> None:
    """Children who went missing, tonight or in the last year; police protection; critical and significant events."""
    days = book.town.days
    cases = draws.shuffled(book.open_cases())
    older = [c for c in cases if c.child.age >= 10 and c.case_type is not CaseType.REFERRAL and c.holder]
    tonight = older[: max(1, round(MISSING_NOW_SHARE * len(cases)))]
    for case in tonight:
        note = draws.one_of(prose.MISSED)
        case.steps.append(Step(EventKind.WENT_MISSING, days.as_at, 1290 + 10 * draws.between(0, 8), note, True, 25))
        case.factors.append((Factor.MISSING, days.as_at))
    for case in older[len(tonight) :]:
        if draws.chance(MISSING_SHARE):
            _was_missing(case, draws, days)
    young = [c for c in cases if 0 <= c.child.age < 8 and CaseType.ASSESSMENT in c.types and c.holder]
    for case in young[: max(1, round(POLICE_NOW_SHARE * len(cases)))]:
        note = "Police took the child to a foster home for the night; who decides what next stands open."
        case.steps.append(Step(EventKind.POLICE_PROTECTION_STARTED, days.as_at, 1155, note, True, 40))
    for case in cases:
        if case.holder and draws.chance(SIGNIFICANT_SHARE):
            _significant(case, draws, days)
    for case in cases:
        case.steps.sort(key=lambda step: (step.day, step.minute or 0))


def _was_missing(case: Involvement, draws: Draws, days: CalendarDays) -> None:
    """Missing for a night, found, and mostly spoken with soon after (63 % within 72 hours, Missing People 2023-24)."""
    went = days.as_at - timedelta(draws.between(3, 330))
    if went <= case.opened:
        return
    found = went + timedelta(1)
    case.steps.append(Step(EventKind.WENT_MISSING, went, 1320, draws.one_of(prose.MISSED), True, 30))
    case.steps.append(Step(EventKind.FOUND, found, 480, "Back in the morning, cold but well.", True, 60))
    spoken = found + timedelta(draws.between(0, 2) if draws.chance(0.63) else draws.between(4, 12))
    if spoken <= days.as_at:
        case.steps.append(Step(EventKind.RETURN_INTERVIEW, spoken, 960, f"{case.name} chose where we talked.", lag=300))
    case.factors.append((Factor.MISSING, went))
    if draws.chance(0.25):
        case.factors.append((Factor.EXPLOITED, found))


def _significant(case: Involvement, draws: Draws, days: CalendarDays) -> None:
    """Something that has to be written up within two working days; now and then it has not been yet."""
    day = days.back(days.as_at, draws.between(0, 60))
    if day <= case.opened:
        return
    case.steps.append(Step(EventKind.SIGNIFICANT_EVENT, day, 840, "Father moved out after an argument.", True, 120))
    written = days.forward(day, draws.between(0, 2))
    if written <= days.as_at:
        case.steps.append(Step(EventKind.EVENT_RECORDED, written, 1000, lag=5))
