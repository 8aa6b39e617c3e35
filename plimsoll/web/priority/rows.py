"""Cases of an order of work as rows: families together, with the arithmetic behind each place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from plimsoll.core.access import Permission
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Band, CaseType, Indicator
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.priority import OrderOfWork, Placed, Weighed
from plimsoll.web.ages import age
from plimsoll.web.argued import argued, rearranged
from plimsoll.web.asked import Asks, asked_link
from plimsoll.web.parts import Act, CaseRow, Child, Clock, FamilyRow, Group, Link, Reason, Step, Weight, Working
from plimsoll.web.times import in_short, on_day

ORDER = (Band.ACT_NOW, Band.TODAY, Band.THIS_WEEK, Band.PLANNED, Band.AWAITING_OTHERS)
MEANS = {
    Band.ACT_NOW: "harm is happening or may be",
    Band.TODAY: "must not wait for tomorrow",
    Band.THIS_WEEK: "must not wait for next week",
    Band.PLANNED: "the rest, in order",
    Band.AWAITING_OTHERS: "blocked, safe, with a date to chase",
}
MILLIONTHS = 1_000_000
SPELLED_OUT = 3  # cases of a run of close calls that are named each
# Where the engine's word for an indicator is not how people say it beside a case.
SAID = {Indicator.PRESSURE: "what is due next", Indicator.LATENESS: "what is late"}


@dataclass(frozen=True)
class Waited:
    """That nobody holds a case: since when and who must see to it, and what runs meanwhile."""

    lines: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()


Waits = Mapping[UUID, Waited]
HELD = Waited()


def groups(found: OrderOfWork, shown: tuple[Placed, ...], today: date, waits: Waits, asks: Asks) -> tuple[Group, ...]:
    """Cases in order of work by band, in the order of the page; bands without a case are left out.

    A family stands together at the place of its highest case. Whoever stands there from a lower band is counted in that band
    all the same, and the band says where.
    """
    together = sorted(shown, key=lambda placed: (placed.family_place, placed.place))
    close = _close_calls(shown)
    under: dict[Band, list[CaseRow | FamilyRow]] = {}
    away: dict[Band, list[str]] = {}
    for _, family in groupby(together, key=lambda placed: placed.family_place):
        cases = list(family)
        heading = cases[0].band
        for placed in cases:
            if placed.band is not heading:
                away.setdefault(placed.band, []).append(placed.reference)
        under.setdefault(heading, []).append(_family(found, cases, today, waits, asks, close))
    counts = {band: sum(placed.band is band for placed in shown) for band in ORDER}
    return tuple(
        Group(band, tuple(under.get(band, ())), MEANS[band], counts[band], elsewhere=_elsewhere(away.get(band, [])))
        for band in ORDER
        if counts[band]
    )


def listed(found: OrderOfWork, shown: tuple[Placed, ...], today: date, waits: Waits, asks: Asks) -> tuple[CaseRow, ...]:
    """Cases as they come, each with its band."""
    close = _close_calls(shown)
    return tuple(_row(found, placed, today, waits, asks, close, heading=None) for placed in shown)


def _close_calls(shown: tuple[Placed, ...]) -> dict[UUID, str]:
    """What is said of close calls, once for each run of cases that hardly differ: at the first of them."""
    after = {placed.reference: placed.close_to for placed in shown if placed.close_to}
    said = {}
    for placed in shown:
        if not placed.close_to or placed.reference in after.values():
            continue
        run = [placed.close_to]
        while run[-1] in after:
            run.append(after[run[-1]])
        said[placed.case] = f"Close call: {_hardly(run)}"
    return said


def _hardly(run: list[str]) -> str:
    """Which cases could as well stand before this one.

    >>> _hardly(["C2"]), _hardly(["C2", "C3"]), _hardly(["C2", "C3", "C4", "C5"])
    ('hardly before C2', 'hardly before C2 and C3', 'hardly before the next 4 in the order of work, down to C5')
    """
    *others, last = run
    if len(run) > SPELLED_OUT:
        return f"hardly before the next {len(run)} in the order of work, down to {last}"
    return f"hardly before {', '.join(others)} and {last}" if others else f"hardly before {last}"


def _elsewhere(references: list[str]) -> str:
    if not references:
        return ""
    return f"With the family, further up: {', '.join(references)}."


def _family(
    found: OrderOfWork, cases: list[Placed], today: date, waits: Waits, asks: Asks, close: Mapping[UUID, str]
) -> CaseRow | FamilyRow:
    rows = tuple(_row(found, placed, today, waits, asks, close, heading=cases[0].band) for placed in cases)
    if len(rows) == 1:
        return rows[0]
    return FamilyRow(family_name(cases), f"{len(rows)} cases, at the place of the first", rows, _serves(cases))


def _serves(cases: list[Placed]) -> str:
    """What one visit to the children of a family would serve, the earliest first; '' where it serves one of them at most."""
    visits = sorted(
        ((on, title, placed) for placed in cases if placed.visit for title, on in (placed.visit,)),
        key=lambda visit: (visit[0], visit[2].place),
    )
    if len(visits) < 2:
        return ""
    each = (f"{title} of {one.given_name or one.reference}, {day_words(on, year=False)}" for on, title, one in visits)
    return f"One visit to the family would serve {len(visits)} of them: {'; '.join(each)}."


def family_name(cases: list[Placed]) -> str:
    """What the family of some cases is called."""
    names = list(dict.fromkeys(placed.family_name or placed.name or placed.reference for placed in cases))
    return f"{' and '.join(names)} family"


def _row(
    found: OrderOfWork,
    placed: Placed,
    today: date,
    waits: Waits,
    asks: Asks,
    close: Mapping[UUID, str],
    *,
    heading: Band | None,
) -> CaseRow:
    waited = waits.get(placed.case, HELD)
    return CaseRow(
        place=placed.place,
        reference=placed.reference,
        family=placed.name or placed.reference,
        href=_address("case", placed.case),
        kind=placed.case_type.label,
        children=(Child("", age(placed.born_on, placed.expected_on, today)),),
        reasons=tuple(_reasons(placed, waited.clocks, today)),
        next_due=on_day(placed.next_due_on, today=today, late=placed.overdue) if placed.next_due_on else None,
        last_seen=on_day(placed.last_seen, today=today) if placed.last_seen else None,
        acts=tuple(_acts(found, placed)),
        menu=tuple(_menu(found, placed)),
        working=_working(found, placed) if placed.weighed else None,
        due_sum=placed.due_sum,
        unsaid=capital(placed.unsaid),
        band=None if placed.band is heading else placed.band,
        need=f"level of need\u00a0{placed.level_of_need}" if placed.level_of_need else "",
        waits=(
            *waited.lines,
            *argued(placed.against, found.supervisors),
            *rearranged(placed.awaits, found.supervisors),
        ),
        clocks=waited.clocks,
        close=_close(found, placed, close.get(placed.case, "")),
        asked=asked_link(placed.case, asks.get(placed.case, ())),
        news=_news(placed),
    )


def _news(placed: Placed) -> Link | None:
    """What came in and waits for somebody to say what it means."""
    if not placed.news or placed.case_type is CaseType.REFERRAL:  # what a referral tells stands at the front door
        return None
    kinds = ", ".join(kind.label for kind in placed.news)
    return Link(f"New information: {kinds}", f"{_address('case', placed.case)}#news")


def _close(found: OrderOfWork, placed: Placed, said: str) -> Link | None:
    """That a place hardly differs from the next: where it is settled by those who may, else how firm the list is."""
    if not said or found.worker is None:
        return None
    if Permission.WRITE_RECORD in placed.may:
        return Link(said, _address("case-close-call", placed.case))
    return Link(said, _address("firmness", found.worker))


@lru_cache(maxsize=16_384)
def _address(page: str, case: UUID) -> str:
    """Where a page of a case is: a list has three addresses a row, and they never change."""
    return reverse(page, args=[case])


def _reasons(placed: Placed, clocks: tuple[Clock, ...], today: date) -> Iterable[Reason]:
    """What the clocks of waiting do not say already."""
    titles = tuple(f"{clock.title} " for clock in clocks)
    for number, text in enumerate(text for text in placed.reasons if not text.startswith(titles)):
        unknown = text.startswith("Not yet assessed")
        yield Reason(in_short(text, today), Weight.UNKNOWN if unknown else Weight.FIRM if number == 0 else Weight.PLAIN)


def _acts(found: OrderOfWork, placed: Placed) -> Iterable[Act]:
    """What is done most from a list: writing on one's cases, giving away what nobody holds."""
    if Permission.ALLOCATE in placed.may and (found.worker is None or Permission.WRITE_RECORD not in placed.may):
        yield Act("Allocate", href=_address("case-allocate", placed.case), about=placed.reference, key="l")
        if found.worker is None:
            yield Act("Review risk", href=_address("case-unheld-review", placed.case), about=f"of {placed.reference}")
            yield Act("Who could?", href=_address("case-who", placed.case), about=f"hold {placed.reference}", key="w")
    elif Permission.WRITE_RECORD in placed.may:
        yield Act("Record", href=_address("case-write", placed.case), about=f"on {placed.reference}", key="r")


def _menu(found: OrderOfWork, placed: Placed) -> Iterable[Link]:
    """The rest, for those who may do more than look."""
    if Permission.WRITE_RECORD not in placed.may:
        return
    yield Link("Open the case", _address("case", placed.case))
    if Permission.ALLOCATE in placed.may:
        if found.worker is None:
            yield Link("Record", _address("case-write", placed.case))
        else:
            yield Link("Allocate", _address("case-allocate", placed.case))


def _working(found: OrderOfWork, placed: Placed) -> Working:
    """What each indicator gives to the place, the greatest first; words before numbers."""
    steps = tuple(
        Step(
            capital(SAID.get(weighed.indicator, weighed.indicator.label)),
            points(weighed.share),
            _detail(weighed),
            weighed.missing or weighed.stale,
        )
        for weighed in sorted(placed.weighed, key=lambda weighed: -weighed.share)
    )
    return Working(
        steps,
        Step("In all, of 100", points(placed.score)),
        f"The band, {placed.band.label}, comes first; this orders the work within it and says nothing of the child. "
        f"Criteria set {found.criteria}.",
        summary="Why here",
        key="a",
    )


def _detail(weighed: Weighed) -> str:
    """The value in words, and who judged it when, where people do."""
    said = weighed.value
    if weighed.by and weighed.on and not weighed.missing:
        said += f", judged by {weighed.by} on {day_words(weighed.on)}"
    if weighed.stale:
        said += ", too long ago: judge it again"
    return said


def points(millionths: int) -> str:
    """Millionths of a point as people read them.

    >>> points(12_340_000), points(40_000), points(0)
    ('12.3', 'under 0.1', '0')
    """
    if 0 < millionths < MILLIONTHS // 10:
        return "under 0.1"
    tenths = (millionths * 10 + MILLIONTHS // 2) // MILLIONTHS
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
