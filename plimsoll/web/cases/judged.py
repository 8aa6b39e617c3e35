"""How a case is judged now, as its page shows it, and which judgement is asked for first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.counterfactual import Ask
from plimsoll.core.priority.scales import Scales
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Scale
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.judging import PERCENT, Judged, Judgements, Weighed
from plimsoll.web.judged import ago, question_link, why_asked
from plimsoll.web.parts import Act, Cell, Column, Link, Table


@dataclass(frozen=True)
class JudgedBox:
    """Every judgement in force; `said` is which is asked for first and why, with the press that leads there; `what_if` where
    to read what would change the place."""

    said: str
    act: Act | None
    table: Table
    what_if: Link | None


def judged_box(
    found: CaseView,
    present: Judgements,
    asks: tuple[Ask, ...],
    scales: Scales,
    *,
    as_at: datetime,
    may: bool,
    placed: bool,
) -> JudgedBox:
    """What was judged of a case, its age, and what is to be judged again. may : whether the viewer may judge it; placed :
    whether its place is shown."""
    rows = (*_scales(present, scales, as_at), *_factors(present, as_at))
    columns = (Column("What is judged"), Column("Answer"), Column("By"), Column("When"))
    said, act = _first(found, asks)
    return JudgedBox(
        said,
        act if may else None,
        Table("Every judgement that holds", columns, rows, caption_hidden=True),
        Link("What would change this place", reverse("case-what-if", args=[found.id]))
        if found.worker and placed
        else None,
    )


def _first(found: CaseView, asks: tuple[Ask, ...]) -> tuple[str, Act | None]:
    """The one that could move the case most; nothing where every judgement is fresh."""
    if not asks:
        return "", None
    ask = asks[0]
    act = Act("Judge it", href=question_link(found.id, ask.indicator), about=f": {ask.indicator.label}")
    return f"Asked first: {why_asked(ask.indicator, stale=ask.stale, moves=ask.moves)}.", act


def _scales(present: Judgements, scales: Scales, as_at: datetime) -> Iterator[tuple[Cell, ...]]:
    for question in scales.questions:
        if question.scale not in present.applies:
            continue
        one = present.found.get(question.scale)
        answer = "Not judged yet"
        if one:
            point = next((point for point in question.points if point.value == one.value), None)
            answer = f"{point.value} of 4: {point.says}" if point else "It is not known"
            if question.scale is Scale.PROTECTION:
                answer += f" {one.why}"
        yield _row(question.scale.label, answer, one, as_at)


def _factors(present: Judgements, as_at: datetime) -> Iterator[tuple[Cell, ...]]:
    for factor, weighed in present.factors.items():
        if weighed.counts or weighed.judged:
            yield _row(f"vulnerability: {factor.label}", _counts(weighed), weighed.judged, as_at)


def _counts(weighed: Weighed) -> str:
    one = weighed.judged
    if one is None or one.value is None:
        return f"{weighed.usual} of {PERCENT}, as the criteria set gives it" if weighed.on_record else "Not on record"
    return f"{one.value} of {PERCENT}" if one.value else "Makes no difference for this child now"


def _row(what: str, answer: str, one: Judged | None, as_at: datetime) -> tuple[Cell, ...]:
    again = ". Too long ago: judge it again" if one and one.stale else ""
    return (
        Cell(capital(what)),
        Cell(f"{answer.removesuffix('.')}{again}" if again else answer),
        Cell(one.by if one else "nobody"),
        Cell(f"{day_words(one.at.astimezone(LONDON).date())}, {ago(one.at, as_at)}" if one else "–"),
    )
