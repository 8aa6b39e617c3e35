"""Stories told backwards: from where a family stands on the reporting day to the referral it began with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from plimsoll.demo import shares
from plimsoll.demo.calendar_days import CalendarDays
from plimsoll.demo.draws import Draws
from plimsoll.demo.people import Enquiry, Kind, Story

Teller = Callable[[Kind, Draws, CalendarDays], Story]


def _assessed(kind: Kind, end: date, draws: Draws, days: CalendarDays) -> Story:
    """A story up to an assessment completed on or just before a day."""
    end = days.back(end, 0)
    start = days.back(end, draws.of(shares.ASSESSMENT_DAYS))
    return Story(kind, days.back(start, draws.between(0, 1)), assessment_start=start, assessment_end=end)


def _assessed_from(kind: Kind, start: date, draws: Draws, days: CalendarDays) -> Story:
    """A story up to an assessment begun on a day, open still if it would end after the reporting day."""
    start = days.back(start, 0)
    end = days.forward(start, draws.of(shares.ASSESSMENT_DAYS))
    referral = days.back(start, draws.between(0, 1))
    return Story(kind, referral, assessment_start=start, assessment_end=end if end <= days.as_at else None)


def _protected(kind: Kind, plan_start: date, draws: Draws, days: CalendarDays) -> Story:
    """A story up to the start of a plan: the conference is the first day of the plan."""
    plan_start = days.back(plan_start, 0)
    start = days.back(plan_start, draws.of(shares.CONFERENCE_DAYS))
    if draws.chance(0.7):
        story = _assessed_from(kind, days.back(start, draws.between(0, 8)), draws, days)
    else:
        story = _assessed(kind, start - timedelta(draws.between(20, 500)), draws, days)
    return replace(story, enquiry=Enquiry(start, False, plan_start, True), plan_start=plan_start)


def _in_care(kind: Kind, care_start: date, draws: Draws, days: CalendarDays) -> Story:
    """A story up to coming into care, soon after the referral or after a time on a plan in need."""
    if draws.chance(0.5):
        story = _assessed_from(kind, days.back(care_start, draws.between(0, 15)), draws, days)
    else:
        story = _assessed(kind, care_start - timedelta(draws.between(20, 500)), draws, days)
    return replace(story, care_start=care_start)


def _assessment(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    start = days.back(days.as_at, draws.of(shares.OPEN_ASSESSMENT_DAYS))
    return Story(kind, days.back(start, draws.between(0, 1)), assessment_start=start)


def _need(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    return _assessed(kind, days.as_at - timedelta(draws.within(shares.NEED_DAYS_OPEN)), draws, days)


def _closed_need(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    closed = days.window_day(draws)
    story = _assessed(kind, closed - timedelta(draws.within(shares.NEED_DAYS_CLOSED)), draws, days)
    return replace(story, closed=closed)


def _protection(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    return _protected(kind, days.as_at - timedelta(draws.within(shares.PLAN_DAYS_OPEN)), draws, days)


def _protection_ended(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    end = days.window_day(draws)
    story = _protected(kind, end - timedelta(draws.within(shares.PLAN_DAYS_ENDED)), draws, days)
    closed = min(days.forward(end, draws.between(0, 10)), days.as_at) if kind is Kind.CLOSED_PROTECTION else None
    return replace(story, plan_end=end, closed=closed)


def _protection_in_care(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    plan_start = days.as_at - timedelta(draws.within(shares.PLAN_DAYS_OPEN))
    care_start = plan_start + timedelta(draws.between(0, (days.as_at - plan_start).days))
    return replace(_protected(kind, plan_start, draws, days), care_start=care_start)


def _care(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    return _in_care(kind, days.as_at - timedelta(draws.within(shares.CARE_DAYS_OPEN)), draws, days)


def _care_after_protection(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    end = days.window_day(draws)
    story = _protected(kind, end - timedelta(draws.within(shares.PLAN_DAYS_ENDED)), draws, days)
    return replace(story, plan_end=end, care_start=end - timedelta(draws.between(0, 14)))


def _care_ended(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    end = days.window_day(draws)
    story = _in_care(kind, end - timedelta(draws.within(shares.CARE_DAYS_ENDED)), draws, days)
    closed = None if kind is Kind.NEED_AFTER_CARE else min(days.forward(end, draws.between(0, 10)), days.as_at)
    return replace(story, care_end=end, closed=closed)


def _adopted(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    end = days.window_day(draws)
    return replace(_in_care(kind, end - timedelta(draws.between(420, 1100)), draws, days), care_end=end, closed=end)


def _turned_adult(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    end = days.as_at - timedelta(draws.between(1, (days.as_at - days.window_start).days))
    return replace(_in_care(kind, end - timedelta(draws.between(400, 4000)), draws, days), care_end=end, closed=end)


def _not_in_need(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    story = _assessed(kind, days.window_day(draws), draws, days)
    return replace(story, closed=story.assessment_end)


def _no_further_action(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    referral = days.window_day(draws)
    return Story(kind, referral, closed=referral)


TELLERS: dict[Kind, Teller] = {
    Kind.ASSESSMENT: _assessment,
    Kind.NEED: _need,
    Kind.NEED_AFTER_PROTECTION: _protection_ended,
    Kind.NEED_AFTER_CARE: _care_ended,
    Kind.PROTECTION: _protection,
    Kind.PROTECTION_IN_CARE: _protection_in_care,
    Kind.CARE: _care,
    Kind.CARE_AFTER_PROTECTION: _care_after_protection,
    Kind.CLOSED_NEED: _closed_need,
    Kind.CLOSED_PROTECTION: _protection_ended,
    Kind.CLOSED_CARE: _care_ended,
    Kind.CLOSED_ADOPTED: _adopted,
    Kind.TURNED_ADULT: _turned_adult,
    Kind.NOT_IN_NEED: _not_in_need,
    Kind.NFA: _no_further_action,
}

# The first referral of a re-referred family was assessed and closed again: it needs room for that.
EARLIER_DAYS = (80, 364)
LONGEST_EARLIER_ASSESSMENT = 50


def with_earlier(story: Story, draws: Draws, days: CalendarDays) -> Story:
    """The story with an earlier referral in the twelve months before, for a re-referred family."""
    earlier = days.back(story.referral - timedelta(draws.between(*EARLIER_DAYS)), 0)
    earlier = max(earlier, story.referral - timedelta(EARLIER_DAYS[1]))
    length = min(draws.of(shares.ASSESSMENT_DAYS), LONGEST_EARLIER_ASSESSMENT)
    return replace(story, earlier_referral=earlier, earlier_assessment_end=days.forward(earlier, length))


def _finished(story: Story) -> Story:
    """Closing a case ends its assessment, too."""
    if story.closed is None or story.assessment_start is None:
        return story
    if story.assessment_end is None or story.assessment_end > story.closed:
        return replace(story, assessment_end=max(story.closed, story.assessment_start))
    return story


def tell(kind: Kind, draws: Draws, days: CalendarDays) -> Story:
    """A drawn story that ends in this kind."""
    return _finished(TELLERS[kind](kind, draws, days))


def lesser(story: Story) -> Story:
    """The story of a sibling who only went as far as a plan in need."""
    return replace(
        story, kind=Kind.NEED, enquiry=None, plan_start=None, plan_end=None, care_start=None, care_end=None, closed=None
    )
