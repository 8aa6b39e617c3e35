"""What happened on a case, told from the dates of its story: how a referral, a plan or care usually runs, with some of it
late. How often things are late is invented, unless `shares` says otherwise."""

from datetime import date, timedelta

from plimsoll.core.terms import CaseType, Circumstance, EventKind
from plimsoll.demo import prose, shares
from plimsoll.demo.calendar_days import CalendarDays, months_before, years_at
from plimsoll.demo.draws import Draws, Ranges, Weighted
from plimsoll.demo.involvements import Involvement, Step
from plimsoll.demo.people import Kind

VISITS_KEPT_DAYS = 400  # older visits stand in the old system
MEETINGS_KEPT_DAYS = 800
LATE_VISIT_SHARE = 0.09
# Percent of the interval that has passed since the last visit of an open case, by how many.
SINCE_SEEN: Ranges = Weighted({(0, 65): 62, (66, 93): 29, (94, 112): 6, (113, 190): 2.6, (200, 260): 0.4})
LAG: Ranges = Weighted({(20, 240): 42, (241, 1440): 34, (1441, 4320): 18, (4321, 14400): 6})
CP_DAYS, NEED_DAYS, ASSESSMENT_DAYS, CARE_DAYS = 10, 20, 10, 30  # working days between visits
TERM_DAYS = 120


class Course:
    """Tells the steps of one involvement, up to the last day that is over.

    Parameters: draws and days of the town; case; seen, 0 to 1, where in its table the last visit is found, the same for
    siblings who are seen together.
    """

    def __init__(self, draws: Draws, days: CalendarDays, case: Involvement, seen: float) -> None:
        self.draws, self.days, self.case, self.seen = draws, days, case, seen
        self.end = case.closed or days.as_at
        self.steps = case.steps
        self.visits_from = days.as_at - timedelta(VISITS_KEPT_DAYS)
        self.meetings_from = days.as_at - timedelta(MEETINGS_KEPT_DAYS)

    # ---- one step ---------------------------------------------------------------------------------------------------

    def did(self, kind: EventKind, day: date, note: str = "", *, timed: bool = True, heard: bool = False) -> None:
        """Something happened on a day, if that day is over."""
        if day <= self.end:
            minute = 570 + 15 * self.draws.between(0, 31) if timed else None
            self.steps.append(Step(kind, day, minute, note, heard, self.draws.within(LAG)))

    def planned(self, kind: EventKind, day: date) -> None:
        """Something is to happen on a day."""
        self.steps.append(Step(kind, day, 600 + 30 * self.draws.between(0, 10)))

    def after(self, day: date, low: int, high: int) -> date:
        """A working day so many working days after another."""
        return self.days.forward(day, self.draws.between(low, high))

    def visit(self, kind: EventKind, day: date) -> None:
        """A visit with its note."""
        child = self.case.child
        age = -1 if child.birth is None or child.age < 0 else years_at(child.birth, day)
        in_care = kind is EventKind.LOOKED_AFTER_VISIT
        self.did(kind, day, prose.visit_note(self.draws, self.case.name, age, in_care=in_care))

    def met(self, kind: EventKind, day: date) -> None:
        """A meeting with its note."""
        self.did(kind, day, self.draws.one_of(prose.MET))

    # ---- runs of steps ----------------------------------------------------------------------------------------------

    def visits(self, kind: EventKind, start: date, end: date | None, every: int) -> None:
        """Visits every so many working days at the most, some of them late, told backwards from the last one."""
        if end is None:
            low, high = SINCE_SEEN.at(self.seen)
            percent = low + int(self.seen * 997) % (high - low + 1)
            day = self.days.back(self.days.as_at, round(percent * every / 100))
        else:
            day = self.days.back(end, self.draws.between(0, every * 3 // 4))
        while day > max(start, self.visits_from):
            self.visit(kind, day)
            late = self.draws.chance(LATE_VISIT_SHARE)
            gap = (
                self.draws.between(every + 1, every + every // 2 + 1) if late else self.draws.between(every // 2, every)
            )
            day = self.days.back(day, max(1, gap))

    def meetings(self, kind: EventKind, first: date, until: date, low: int, high: int) -> list[date]:
        """Meetings from a first one on, so many days apart; those of long ago are left out."""
        held = []
        day = self.days.back(first, 0)
        while day <= min(until, self.end):
            if day >= self.meetings_from:
                self.met(kind, day)
                held.append(day)
            day = self.days.back(day + timedelta(self.draws.between(low, high)), 0)
        return held

    # ---- from the referral to the end of the assessment -----------------------------------------------------------------

    def referral(self, day: date, *, decided: bool = True) -> None:
        """A contact that became a referral, and the decision on it; undecided, some are contacts still."""
        said = self.draws.one_of(prose.REFERRED)
        self.did(EventKind.CONTACT_RECEIVED, day, said, heard=True)
        self.did(EventKind.REFERRAL_RECEIVED, day, heard=True)
        if not decided and said in prose.UNSETTLED:
            # Drawn all the same, so that the rest of the town stays as it is.
            self.steps[:] = [one for one in self.steps if (one.kind, one.day) != (EventKind.REFERRAL_RECEIVED, day)]
        if decided:
            self.did(EventKind.REFERRAL_DECIDED, self.after(day, 0, 1 if self.draws.chance(0.94) else 3), timed=False)

    def assessment(self, start: date, end: date | None, *, urgent: bool, authorised: bool) -> None:
        """An assessment: the child seen soon, and now and then until it is authorised or a plan takes over."""
        self.did(EventKind.ASSESSMENT_STARTED, start, timed=False)
        first = self.days.forward(start, 0) if urgent else self.after(start, 1, 7)
        if self.case.child.age >= 0:
            if first >= self.visits_from and (end is None or first <= end):
                self.visit(EventKind.CHILD_SEEN, first)
            self.visits(EventKind.CHILD_SEEN, first, end, ASSESSMENT_DAYS)
        if end and authorised:
            self.did(EventKind.ASSESSMENT_AUTHORISED, end, timed=False)

    def enquiry(self) -> None:
        """A section 47 enquiry, with its conference or without."""
        enquiry = self.case.child.story.enquiry
        if enquiry is None:
            return
        start = enquiry.start
        self.did(EventKind.HARM_SUSPECTED, self.days.back(start, self.draws.between(0, 1)), heard=True)
        self.met(EventKind.STRATEGY_DISCUSSION, start)
        self.did(EventKind.SECTION_47_STARTED, start)
        ended = self.after(start, 4, 10)
        if enquiry.unnecessary is None and enquiry.conference is None:
            return
        self.did(EventKind.SECTION_47_ENDED, ended, timed=False)
        if enquiry.unnecessary:
            self.did(EventKind.CONFERENCE_NOT_NEEDED, ended, timed=False)
        elif enquiry.conference:
            shared = self.days.back(enquiry.conference, self.draws.between(2, 4))
            self.did(EventKind.CONFERENCE_REPORT_SHARED, max(shared, start), timed=False)
            self.met(EventKind.INITIAL_CONFERENCE, enquiry.conference)
        else:
            self.planned(
                EventKind.CONFERENCE_PLANNED, self.days.forward(max(start, self.days.as_at), 2 + start.day % 8)
            )

    # ---- plans ------------------------------------------------------------------------------------------------------

    def in_need(self, start: date, end: date | None, *, since_plan: bool = False) -> None:
        """A plan in need: a first meeting, visits, reviews."""
        upto = end or self.days.as_at
        if not since_plan:
            self.did(EventKind.IN_NEED_STARTED, start, timed=False)
        met = self.after(start, 5, 10 if self.draws.chance(0.92) else 16)
        if met <= upto:
            self.met(EventKind.IN_NEED_MEETING, met)
        self.visits(EventKind.IN_NEED_VISIT, start, end, NEED_DAYS)
        held = self.meetings(EventKind.IN_NEED_REVIEW, start + timedelta(self.draws.between(60, 82)), upto, 66, 83)
        self._no_review_forgotten(EventKind.IN_NEED_REVIEW, held, end)

    def _no_review_forgotten(self, kind: EventKind, held: list[date], end: date | None) -> None:
        """Take the last review back where its turn would have been missed by chance alone: one in fourteen is late."""
        if end is None and held and self.draws.chance(0.07):
            self.steps.remove(next(step for step in reversed(self.steps) if step.kind is kind))

    def protection(self, start: date, end: date | None) -> None:
        """A protection plan: visits, core groups, review conferences, the manager's oversight."""
        upto = end or self.days.as_at
        self.did(EventKind.PROTECTION_PLAN_STARTED, start, timed=False)
        self.visits(EventKind.PROTECTION_VISIT, start, end, CP_DAYS)
        first = self.after(start, 6, 10)
        groups = self.meetings(EventKind.CORE_GROUP, first, upto, 21, 30)
        self._no_review_forgotten(EventKind.CORE_GROUP, groups, end)
        reviews = self.meetings(
            EventKind.REVIEW_CONFERENCE, start + timedelta(self.draws.between(72, 91)), upto, 150, 180
        )
        self.meetings(EventKind.CASE_DISCUSSED, start + timedelta(self.draws.between(20, 50)), upto, 35, 60)
        if end:
            self.did(EventKind.PROTECTION_PLAN_ENDED, end, timed=False)
        elif self.draws.chance(0.5):
            last = reviews[-1] if reviews else None
            due = last + timedelta(175) if last else start + timedelta(88)
            if 0 < (due - self.days.as_at).days < 40:
                self.planned(EventKind.REVIEW_CONFERENCE_PLANNED, self.days.forward(due, 0))

    def supervised(self, start: date) -> None:
        """A supervision order after care, for one in three, and its first review."""
        if self.draws.chance(0.33):
            self.did(EventKind.SUPERVISION_ORDER_MADE, start, timed=False)
            self.met(EventKind.SUPERVISION_ORDER_REVIEW, self.after(start, 12, 20))

    # ---- care -------------------------------------------------------------------------------------------------------

    def care(self, start: date, end: date | None) -> None:
        """Being looked after: placements, visits, reviews, health, school and, near 16, the way out."""
        case, draws, upto = self.case, self.draws, end or self.days.as_at
        self.did(EventKind.LOOKED_AFTER_STARTED, start, timed=False)
        placed = self._placements(start, upto)
        self._settle(start, placed)
        self.did(EventKind.CARE_PLAN_MADE, self.after(start, 1, 8), timed=False)
        self.visits(EventKind.LOOKED_AFTER_VISIT, start, end, care_interval(case, start, placed, self.days))
        for began in dict.fromkeys((start, placed)):
            week = self.after(began, 2, 4)
            if week >= self.visits_from and week <= upto and draws.chance(0.95):
                self.visit(EventKind.LOOKED_AFTER_VISIT, week)
        self._reviews(start, end)
        self._health(start, upto)
        self._school(start, upto)
        self._way_out(upto)
        if end:
            self.did(EventKind.LOOKED_AFTER_ENDED, end, timed=False)

    def _placements(self, start: date, upto: date) -> date:
        """The start of the present placement; one child in three has moved."""
        self.did(EventKind.PLACEMENT_STARTED, start, timed=False)
        days = (upto - start).days
        if days < 40 or not self.draws.chance(0.34):
            return start
        placed = start + timedelta(self.draws.between(30, days - 5))
        self.did(EventKind.PLACEMENT_STARTED, placed, timed=False)
        return placed

    def _settle(self, start: date, placed: date) -> None:
        """What decides how often a child in care is visited, by an invented split."""
        case, share, days = self.case, self.draws.share(), (self.days.as_at - start).days
        known = case.circumstances
        if days < 365 and share < 0.5:
            known.append((Circumstance.INTERIM_CARE_ORDER, start))
            issued = self.after(start, 0, 5)
            self.did(EventKind.PROCEEDINGS_ISSUED, issued, timed=False)
        elif days >= 365 and share < 0.75:
            known.append((Circumstance.CARE_ORDER, min(start + timedelta(200), self.days.as_at)))
            self.did(EventKind.PROCEEDINGS_ISSUED, self.after(start, 0, 5), timed=False)
            self.did(EventKind.PROCEEDINGS_ENDED, start + timedelta(self.draws.between(150, 200)), timed=False)
        where = self.draws.share()
        if where < 0.08:
            known.append((Circumstance.WITH_PARENT, placed))
        elif where < 0.14 and (self.days.as_at - placed).days < 112:
            known.append((Circumstance.CONNECTED_PERSON_TEMPORARY, placed))
        elif (self.days.as_at - placed).days >= 365 and where < 0.55:
            agreed = Circumstance.LONG_TERM_FOSTER_AGREED if where < 0.2 else Circumstance.PLACEMENT_TO_18
            known.append((agreed, placed))

    def _reviews(self, start: date, end: date | None) -> None:
        first = self.after(start, 14, 19)
        upto = min(end or self.days.as_at, self.end)
        if first >= self.meetings_from and first <= upto:
            self.met(EventKind.LOOKED_AFTER_REVIEW, first)
        second = self.days.back(first + timedelta(self.draws.between(75, 90)), 0)
        held = self.meetings(EventKind.LOOKED_AFTER_REVIEW, second, upto, 150, 180)
        self._no_review_forgotten(EventKind.LOOKED_AFTER_REVIEW, held, end)

    def _health(self, start: date, upto: date) -> None:
        """Health assessments, the dentist and the yearly questionnaire. C: 90 % of health checks up to date."""
        child = self.case.child
        every = (150, 178) if 0 <= child.age < 5 else (330, 362)
        first = self.after(start, 10, 19)
        if upto < first:
            return
        self._yearly(EventKind.HEALTH_ASSESSMENT, first, upto, every, shares.HEALTH_SHARE)
        self._yearly(EventKind.DENTAL_CHECK, start + timedelta(60), upto, (170, 200), shares.DENTIST_SHARE)
        if child.age >= 4:
            self._yearly(EventKind.STRENGTHS_QUESTIONNAIRE, start + timedelta(40), upto, (330, 360), 0.9)

    def _yearly(self, kind: EventKind, first: date, upto: date, apart: tuple[int, int], kept: float) -> None:
        held = self.meetings(kind, first, upto, *apart)
        if held and not self.draws.chance(kept):
            self.steps.remove(next(step for step in reversed(self.steps) if step.kind is kind))

    def _school(self, start: date, upto: date) -> None:
        begun = self.after(start, 3, 9)
        if begun >= self.meetings_from:
            self.did(EventKind.EDUCATION_PLAN_STARTED, begun, timed=False)
        self.meetings(EventKind.EDUCATION_PLAN_COMPLETED, self.after(start, 12, 19), upto, 100, TERM_DAYS)

    def _way_out(self, upto: date) -> None:
        """From 16: needs assessed, then a pathway plan."""
        birth = self.case.child.birth
        if birth is None or years_at(birth, upto) < 16:
            return
        sixteen = max(months_before(birth, -16 * 12), self.case.opened)
        assessed = sixteen + timedelta(self.draws.between(30, 90))
        self.did(EventKind.PATHWAY_NEEDS_ASSESSED, self.days.back(assessed, 0), timed=False)
        self.did(EventKind.PATHWAY_PLAN_STARTED, self.days.back(assessed + timedelta(30), 0), timed=False)

    def leaving(self, start: date) -> None:
        """After 18: the adviser's visits and the reviews of the pathway plan."""
        if self.draws.chance(0.3):
            self.case.circumstances.append((Circumstance.COUNCIL_ACCOMMODATION, start))
        self.did(EventKind.LOOKED_AFTER_ENDED, start, timed=False)
        self.did(EventKind.PATHWAY_PLAN_STARTED, start, timed=False)
        birth = self.case.child.birth
        grown = birth is not None and years_at(birth, self.days.as_at) >= 21
        self.visits(EventKind.ADVISER_VISIT, start, None, 110 if grown else 40)
        first = start + timedelta(self.draws.between(120, 178))
        held = self.meetings(EventKind.PATHWAY_REVIEW, first, self.days.as_at, 150, 180)
        self._no_review_forgotten(EventKind.PATHWAY_REVIEW, held, None)


def care_interval(case: Involvement, start: date, placed: date, days: CalendarDays) -> int:
    """Working days between visits to a child in care: what the rules of England ask at this point."""
    known = {word for word, _ in case.circumstances}
    a_year = (days.as_at - placed).days >= 365
    home = Circumstance.WITH_PARENT in known
    if Circumstance.CONNECTED_PERSON_TEMPORARY in known or (home and Circumstance.INTERIM_CARE_ORDER in known):
        return 5 if days.count(start, days.as_at) < 20 else 20
    if home or not a_year:
        return CARE_DAYS
    if Circumstance.LONG_TERM_FOSTER_AGREED in known:
        return 120
    return 60 if Circumstance.PLACEMENT_TO_18 in known else CARE_DAYS


def tell_course(draws: Draws, days: CalendarDays, case: Involvement, seen: float) -> None:
    """Tell everything that happened on a case, and leave on the child when it was last seen."""
    course = Course(draws, days, case, seen)
    if case.case_type is CaseType.CARE_LEAVER:
        course.leaving(case.opened)
    else:
        _tell_story(course, case)
    case.steps.sort(key=lambda step: (step.day, step.minute or 0))


def _tell_story(course: Course, case: Involvement) -> None:
    story, closed = case.child.story, case.closed
    course.referral(story.referral, decided=case.case_type is not CaseType.REFERRAL or closed is not None)
    if story.assessment_start is None or (case.case_type is CaseType.REFERRAL and closed is None):
        return
    urgent = story.enquiry is not None
    assessed = story.assessment_end if story.assessment_end is None or story.assessment_end <= course.end else None
    starts = [day for day in (story.plan_start, story.care_start) if day]
    serious = min(starts, default=None)
    course.assessment(story.assessment_start, assessed or serious, urgent=urgent, authorised=assessed is not None)
    course.enquiry()
    if assessed and story.kind is not Kind.NOT_IN_NEED and (serious is None or (serious - assessed).days > 15):
        course.in_need(assessed, serious or closed)
    if story.plan_start:
        course.protection(story.plan_start, story.plan_end)
    if story.care_start:
        course.care(story.care_start, story.care_end)
    over = [day for day in (story.plan_end, story.care_end) if day]
    still_in_care = story.care_start is not None and story.care_end is None
    if over and not still_in_care and (closed is None or (closed - max(over)).days > 15):
        course.in_need(max(over), closed, since_plan=True)
    if story.kind is Kind.NEED_AFTER_CARE and story.care_end:
        course.supervised(story.care_end)
    if story.reassessment:
        start, end = story.reassessment
        course.did(EventKind.ASSESSMENT_STARTED, start, timed=False)
        if end:
            course.did(EventKind.ASSESSMENT_AUTHORISED, end, timed=False)
            if CaseType.CHILD_IN_NEED in case.types:
                course.met(EventKind.IN_NEED_MEETING, course.after(end, 4, 9))
