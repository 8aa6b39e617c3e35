"""Judgements as pages say them: how old one is, which is asked for and why, where it is answered."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.arithmetic import JUDGED
from plimsoll.core.terms import Indicator

WEEK, FEW_DAYS = 7, 14


def ago(then: datetime, now: datetime) -> str:
    """Days, and from two weeks on weeks, between two moments.

    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    >>> [ago(now - timedelta(days), now) for days in (0, 1, 13, 15)]
    ['today', 'yesterday', '13 days ago', '2 weeks ago']
    """
    days = (now.astimezone(LONDON).date() - then.astimezone(LONDON).date()).days
    if days < 2:
        return "yesterday" if days == 1 else "today"
    return f"{days // WEEK} weeks ago" if days >= FEW_DAYS else f"{days} days ago"


def question_link(case: UUID, indicator: Indicator) -> str:
    """Where a question about a case is answered."""
    return f"{reverse('case-judge', args=[case])}#{JUDGED[indicator][0].value}"


def why_asked(indicator: Indicator, *, stale: bool, moves: int) -> str:
    """What is missing, and what it could do."""
    what = f"{indicator.label}:"
    state = "judged too long ago" if stale else "not judged yet"
    if not moves:
        return f"{what} {state}; no answer would move it now"
    return f"{what} {state}; the answer could move it up to {moves} place{'' if moves == 1 else 's'}"
