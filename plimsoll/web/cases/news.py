"""New information about a case, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.information import News
from plimsoll.web.parts import Act
from plimsoll.web.times import LONDON, Time, at_time


@dataclass(frozen=True)
class NewsItem:
    """One piece of new information: what kind, from whom and how; its moments; its words; where it stands."""

    id: str
    title: str
    came: Time
    told: str
    text: str
    stands: str
    late: bool
    dealt: str


@dataclass(frozen=True)
class NewsBox:
    """What came in about a case: what waits, and what was dealt with; where it is dealt with, for those who may."""

    waiting: tuple[NewsItem, ...]
    dealt: tuple[NewsItem, ...]
    act: Act | None


def news_box(found: CaseView, news: tuple[News, ...], *, as_at: datetime, may: bool) -> NewsBox | None:
    """What came in about a case as its page shows it; None where nothing did."""
    if not news:
        return None
    waiting = tuple(news_item(one, as_at) for one in news if one.dealt is None)
    act = Act("Say what it means", href=reverse("case-news", args=[found.id]), main=True) if waiting and may else None
    return NewsBox(waiting, tuple(news_item(one, as_at) for one in news if one.dealt), act)


def news_item(one: News, as_at: datetime) -> NewsItem:
    return NewsItem(
        id=str(one.id),
        title=capital(one.kind.label),
        came=at_time(one.received_at, as_at=as_at),
        told=_told(one, as_at),
        text=one.what,
        stands=_stands(one),
        late=one.late,
        dealt=_dealt(one),
    )


def _told(one: News, as_at: datetime) -> str:
    """From whom and how, and the two other moments."""
    happened = f" It happened {_when(one.happened_at, one.time_known)}." if one.happened_at else ""
    written = at_time(one.recorded_at, as_at=as_at).words
    return f"From {one.source}, {one.means.label}.{happened} Written down {written} by {one.recorded_by}."


def _when(at: datetime, timed: bool) -> str:
    at = at.astimezone(LONDON)
    return f"on {day_words(at.date())}{f' at {at:%H:%M}' if timed else ''}"


def _stands(one: News) -> str:
    if one.dealt:
        return ""
    hours = f"{one.hours} office hour{'' if one.hours == 1 else 's'}"
    danger = (
        " The child may be in danger: they stay in Act now until somebody writes that they are safe."
        if one.danger
        else ""
    )
    if one.late:
        return (
            f"Nobody has said yet what it means. The {hours} for that are over, and the supervisor is shown it.{danger}"
        )
    return f"Nobody has said yet what it means. There are {hours} for that from when it came in.{danger}"


def _dealt(one: News) -> str:
    if one.dealt is None:
        return ""
    at = one.dealt.at.astimezone(LONDON)
    when = f"{day_words(at.date())} at {at:%H:%M}"
    return f"{capital(one.dealt.outcome.label)}, said {one.dealt.by} on {when}: “{one.dealt.meaning}”"
