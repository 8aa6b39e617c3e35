"""What people said of the work of a day, in words: on the page of the day, and on that of the case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from plimsoll.core.priority.told import capital
from plimsoll.core.terms import DayOutcome, Task
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.today import Said, Whom
from plimsoll.web.page import Viewed
from plimsoll.web.parts import Link

CORRECTED = (DayOutcome.DONE, DayOutcome.PARTLY, DayOutcome.NOT_DONE)  # what was moved is brought forward on the case


@dataclass(frozen=True)
class SaidLine:
    """Something that was said, written or came in on a day: when, what in words, and what can be done about it."""

    at: str
    text: str
    lines: tuple[str, ...]
    links: tuple[Link, ...]


def said_line(said: Said, today: date) -> SaidLine:
    """One answer; of today, with what can be done about it."""
    case, links = said.whom[0].case, []
    if said.open:
        asked = {"duty": said.due[0]} if said.due else {}
        links.append(Link("Write it on the record", f"{reverse('case-write', args=[case])}?{urlencode(asked)}"))
    now = said.at.date() == today
    if now and said.outcome is DayOutcome.NOT_DONE and said.task is Task.VISIT:
        links.append(Link("Write the attempt on the record", f"{reverse('case-write', args=[case])}?kind=ATTEMPT"))
    if now and said.outcome in CORRECTED:
        links.append(
            Link("Correct this", f"{reverse('case-today', args=[case])}?{urlencode({'corrects': said.answer})}")
        )
    word = capital(said.outcome.label)
    when = f"{said.at:%H:%M}" if now else day_words(said.at.date(), year=said.at.year != today.year)
    return SaidLine(when, f"{word}: {said.title}, {named(said.whom)}", tuple(_lines(said)), tuple(links))


def _lines(said: Said) -> Iterator[str]:
    """What was said beside the outcome, a line each."""
    if said.outcome is DayOutcome.STARTED and said.passed:
        yield f"While {named(said.passed)} waited."
    if said.why:
        yield f"Why: “{said.why}”"
    if said.next_step:
        yield f"{next_word(said)}: “{said.next_step}”"
    if said.until:
        yield f"{'To' if said.outcome is DayOutcome.MOVED else 'By'} {day_words(said.until)}"
    if said.open:
        yield "It is not on the record yet, so that it still counts as due."
    yield f"Said by {said.by}{', corrected' if said.corrected else ''}"


def next_word(said: Said) -> str:
    """What the next step of an answer is called."""
    return "Left" if said.outcome is DayOutcome.PARTLY else "Next"


def named(whom: Iterable[Whom]) -> str:
    """Cases by name and reference."""
    return ", ".join(f"{one.name} {one.reference}".strip() for one in whom)


def also_viewed(viewed: Viewed, said: Iterable[Said]) -> Viewed:
    """Whom a page shows, with those whom answers name."""
    every = [one for each in said for one in (*each.whom, *each.passed)]
    children, cases = {one.child for one in every if one.child}, {one.case for one in every}
    return replace(viewed, children=viewed.children | children, cases=viewed.cases | cases)
