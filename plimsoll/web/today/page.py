"""What the page of a day shows: things to do in order, where the day ends, what was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Band, CameUp, CaseType, DayOutcome, Task
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.shadow import not_shown
from plimsoll.queries.today import Duty, Said, Today, ToDo, Whom
from plimsoll.web.ages import age
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Link, Notice, State, Tone
from plimsoll.web.priority.rows import MEANS
from plimsoll.web.said import SaidLine, named, next_word, said_line

FOR_TODAY = (Band.ACT_NOW, Band.TODAY)
LATER = (Band.PLANNED, Band.AWAITING_OTHERS)
WHAT = {
    Task.KEEP_SAFE: "Make safe",
    Task.VISIT: "Visit",
    Task.READ: "Say what came in means",
    Task.JUDGE: "Judge",
    Task.CHASE: "Chase what others owe",
}
RECORDS = {
    Task.VISIT: "VISIT",
    Task.KEEP_SAFE: "VISIT",
    Task.CHASE: "CALL",
}  # what the form is set to before one begins
ANSWERS = (
    (DayOutcome.DONE, "Done, to be written"),
    (DayOutcome.PARTLY, "Partly done"),
    (DayOutcome.NOT_DONE, "Could not be done"),
    (DayOutcome.MOVED, "Moved"),
)


@dataclass(frozen=True)
class For:
    """A child as a thing to do names them, with the way to the case."""

    link: Link
    age: str
    reference: str


@dataclass(frozen=True)
class ThingRow:
    """One thing to do: what, for whom, the duties that it meets, why now, how long; what was said of it; the one next step
    and the other answers. `asked`: that whoever begins it is asked why others wait."""

    id: str
    what: str
    whom: tuple[For, ...]
    duties: tuple[str, ...]
    why: tuple[str, ...]
    takes: str
    late: bool
    said: str
    act: Act | None
    answers: tuple[Link, ...]
    asked: str


@dataclass(frozen=True)
class Block:
    """Things of one band, in order; `band` is None in a shadow month, `goes_on` where the end of the day stands between."""

    title: str
    band: Band | None
    means: str
    things: tuple[ThingRow, ...]
    goes_on: bool = False


@dataclass(frozen=True)
class TodayPage(Page):
    """A day: the things above its end, the line that says where it ends, those below, and what may wait longer."""

    facts_shown = True
    said: str
    diary: tuple[str, ...]
    came_in: tuple[Act, ...]
    above: tuple[Block, ...]
    line: str
    below: tuple[Block, ...]
    later: tuple[Block, ...]
    later_says: str
    quiet: tuple[tuple[For, str], ...]
    empty: State | None
    told: tuple[SaidLine, ...]
    stands_on: str


def today_page(viewer: Viewer, found: Today, *, as_at: datetime) -> TodayPage:
    """One worker's day, as the viewer may see it."""
    own = found.worker == viewer.worker
    today = as_at.date()
    near = tuple(one for one in found.things if one.band not in LATER or found.shadow_until)
    later = found.things[len(near) :]
    things_told = frozenset((duty.whom.case, duty.words) for one in found.things for duty in one.duties)
    fits = len(near) if found.fits is None else min(found.fits, len(near))
    shown = [one for thing in found.things for one in thing.whom] + [one for one, _ in found.quiet]
    told = [one for said in found.said for one in (*said.whom, *said.passed)] + [one.whom for one in found.recorded]
    return TodayPage(
        "Today" if own else f"Today of {found.name}",
        said=_said(found, as_at),
        diary=tuple(_diary(found, own)),
        came_in=tuple(_came_in()) if own else (),
        above=tuple(_blocks(near[:fits], today, things_told)),
        line=_line(found, near, fits, own) if near else "",
        below=tuple(
            _blocks(near[fits:], today, things_told, after=near[fits - 1].band if 0 < fits < len(near) else None)
        ),
        later=tuple(_blocks(later, today, things_told)),
        later_says=_later(later),
        quiet=tuple((_for(one, today), words) for one, words in found.quiet),
        empty=_empty(found, own),
        told=tuple(_told(found, today)),
        stands_on=_stands_on(found),
        viewed=Viewed(
            frozenset(one.child for one in (*shown, *told) if one.child), frozenset(one.case for one in (*shown, *told))
        ),
        notices=tuple(_notices(found, near, own)),
        back=None if own else Link(f"Caseload of {found.name}", reverse("caseload", args=[found.worker])),
    )


def _said(found: Today, as_at: datetime) -> str:
    first = sum(one.band in FOR_TODAY for one in found.things)
    cases = f"{found.cases} open case{'' if found.cases == 1 else 's'}"
    day = f"{as_at:%A} {as_at.day} {as_at:%B}."
    if found.shadow_until or not found.cases:
        return f"{day} {cases}."
    waits = {0: "Nothing here must be done before tomorrow", 1: "1 thing must not wait for tomorrow"}
    return f"{day} {waits.get(first, f'{first} things must not wait for tomorrow')}. {cases}."


def _diary(found: Today, own: bool) -> Iterator[str]:
    """What is fixed today, and what is left for work."""
    for one in found.day.diary:
        yield f"{one.begins_at:%H:%M} to {one.ends_at:%H:%M}: {one.title or 'an appointment'}"
    left, whose = found.day.left, "your" if own else "their"
    if left is None:
        yield f"{whose.title()} hours are not known, so nobody can say how much of this fits into the day."
    elif found.day.works:
        yield f"{takes(left).capitalize() if left else 'No time'} of {whose} day is left for work."


def _came_in() -> Iterator[Act]:
    for kind in CameUp:
        word = "Something under 15 minutes" if kind is CameUp.SHORT else capital(kind.label)
        yield Act(word, post=reverse("today-came-in"), fields=(("kind", kind.value),))


Told = frozenset[tuple[UUID, str]]


def _blocks(things: Iterable[ToDo], today: date, told: Told, after: Band | None = None) -> Iterator[Block]:
    """Things by band. `told`: what stands on the page as a thing of its own, so that it is no reason beside another; the
    first of the band `after` goes on where the end of the day stands between."""
    for number, (band, some) in enumerate(groupby(things, key=lambda one: one.band)):
        rows = tuple(_row(one, today, told) for one in some)
        goes_on = not number and band is after and after is not None
        yield Block(band.label if band else "By date", band, MEANS[band] if band else "", rows, goes_on)


def _row(one: ToDo, today: date, told: Told) -> ThingRow:
    lead = one.whom[0]
    duties = tuple(_duty(duty, many=len(one.whom) > 1) for duty in one.duties)
    reasons = tuple(text for text in one.why if (lead.case, text) not in told)
    return ThingRow(
        id=f"{lead.reference}-{one.key}",
        what=what(one),
        whom=tuple(_for(each, today) for each in one.whom),
        duties=duties,
        why=reasons,
        takes=f"about {takes(one.minutes)}",
        late=any(duty.late for duty in one.duties),
        said=_answer(one.said) if one.said else "",
        act=_act(one) if one.may else None,
        answers=tuple(_answers(one)) if one.may else (),
        asked=_passes(one),
    )


def what(one: ToDo) -> str:
    """What is to be done, in a word or by its title."""
    title = one.duties[0].title
    return WHAT.get(one.task, capital(title))


def _duty(duty: Duty, *, many: bool) -> str:
    """A duty with its date in words; of whom, where there are several."""
    text = duty.words or capital(duty.title)
    return f"{duty.whom.given_name or duty.whom.reference}: {text[:1].lower()}{text[1:]}" if many else text


def _for(one: Whom, today: date) -> For:
    return For(
        Link(one.name or one.reference, reverse("case", args=[one.case])),
        age(one.born_on, one.expected_on, today),
        one.reference if one.name else "",
    )


def address(page: str, one: ToDo, **more: str) -> str:
    """A page about a thing, by the case by which it stands."""
    return f"{reverse(page, args=[one.whom[0].case])}?{urlencode({'thing': one.key, **more})}"


def next_step(one: ToDo) -> Act:
    """The one next step of a thing: to its record, or to where it is judged or read."""
    case, about = one.whom[0].case, f": {what(one)}, {one.whom[0].name or one.whom[0].reference}"
    if one.task is Task.JUDGE:
        return Act("Judge it", href=reverse("case-judge", args=[case]), about=about, main=True)
    if one.task is Task.READ and one.whom[0].case_type is not CaseType.REFERRAL:
        return Act("Say what it means", href=reverse("case-news", args=[case]), about=about, main=True)
    if one.task is Task.READ or not (one.duties[0].key or one.task in RECORDS):
        return Act("Open the case", href=reverse("case", args=[case]), about=about, main=True)
    kind = RECORDS.get(one.task)
    asked = {**({"kind": kind} if kind else {}), **({"duty": one.duties[0].key} if one.duties[0].key else {})}
    words = {"VISIT": "Record the visit", "CALL": "Record the call"}.get(kind or "", "Record it")
    return Act(words, href=f"{reverse('case-write', args=[case])}?{urlencode(asked)}", about=about, main=True)


def _act(one: ToDo) -> Act:
    """The next step; by way of why, where others wait above."""
    act = next_step(one)
    return Act(act.text, href=address("case-start", one), about=act.about, main=True) if one.passes else act


def _passes(one: ToDo) -> str:
    if not (one.passes and one.may):
        return ""
    many = len(one.passes)
    waits = "1 case waits" if many == 1 else f"{many} cases wait"
    return f"{waits} above this: you are asked once why this comes first."


def _answers(one: ToDo) -> Iterator[Link]:
    for outcome, text in ANSWERS:
        if outcome is DayOutcome.MOVED and not one.may_be_moved:
            continue
        yield Link(text, address("case-today", one, **{"as": outcome.value}))


def _answer(said: Said) -> str:
    """What was said of a thing today, in one sentence or two."""
    text = f"{said.at:%H:%M} {said.by}: {said.outcome.label}"
    parts = [said.why and f"“{said.why}”", said.next_step and f"{next_word(said)}: “{said.next_step}”"]
    until = f" by {day_words(said.until, year=False)}" if said.until and said.outcome is not DayOutcome.MOVED else ""
    moved = f" to {day_words(said.until, year=False)}" if said.until and said.outcome is DayOutcome.MOVED else ""
    return f"{text}{moved}. {' '.join(part for part in parts if part)}{until}".strip()


def takes(minutes: int) -> str:
    """Minutes as people say them.

    >>> takes(45), takes(60), takes(150)
    ('45 min', '1 h', '2 h 30 min')
    """
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def _line(found: Today, near: tuple[ToDo, ...], fits: int, own: bool) -> str:
    """Where the hours of the day end, and what lies below."""
    left = found.day.left
    if left is None:
        return ""
    below = near[fits:]
    if not below:
        return f"All of this fits into what is left of {'your' if own else 'their'} day ({takes(left)})."
    urgent = sum(one.band in FOR_TODAY for one in below)
    many = f"{len(below)} thing{'' if len(below) == 1 else 's'} below {'does' if len(below) == 1 else 'do'} not fit"
    stay = f" {urgent} of them must not wait for tomorrow." if urgent else " None of them must be done before tomorrow."
    if found.shadow_until:
        stay = ""
    return f"Here the day ends: {takes(left)} {'is' if left == 60 else 'are'} left, and {many}.{stay}"


def _later(later: tuple[ToDo, ...]) -> str:
    return f"May wait until after this week ({len(later)})" if later else ""


def _empty(found: Today, own: bool) -> State | None:
    if found.things:
        return None
    if not found.cases:
        return State(
            "No open cases",
            "You hold no open case. When you are given one, what is to be done on it stands here the same minute."
            if own
            else "There is no open case here that you may see.",
        )
    return State(
        "Nothing is to be done now",
        "Nothing on record is due, nobody is in danger that is known here, and everybody was seen in time. Below stands "
        "what is known of each case.",
    )


def _notices(found: Today, near: tuple[ToDo, ...], own: bool) -> Iterator[Notice]:
    names = " or ".join(found.supervisors) or "whoever manages your service"
    first = [one for one in near if one.band in FOR_TODAY and not one.said]
    if found.day.away_until:
        who = "You are" if own else f"{found.name} is"
        until = day_words(found.day.away_until)
        if found.day.covered_by:
            said = f"{who} away until {until}. {' and '.join(found.day.covered_by)} stands in."
        else:
            must = f" {len(first)} of these must not wait for tomorrow." if first else ""
            said = f"{who} away until {until}, and nobody stands in.{must} {names} must see to that today."
        yield Notice(said, Tone.WARNING)
    elif found.day.works is False:
        yield Notice(f"{'You do' if own else f'{found.name} does'} not work today.", Tone.INFORMATION)
    if found.shadow_until:
        yield Notice(
            f"{not_shown(found.shadow_until)} What is due stands by its date; Act now is always shown.", Tone.WARNING
        )
    asked, left = sum(one.minutes for one in first), found.day.left
    if left is not None and asked > left and not found.day.away_until and not found.shadow_until:
        yield Notice(
            f"What must not wait for tomorrow takes about {takes(asked)}; {takes(left)} of the day is left. Nobody has to "
            f"carry that alone: tell {names} today what cannot be done, so that it is moved with safeguards or somebody "
            "else does it.",
            Tone.WARNING,
        )


def _told(found: Today, today: date) -> Iterator[SaidLine]:
    """What was said, written and came in today, the latest first."""
    lines = [
        *((said.at, said_line(said, today)) for said in found.said),
        *(
            (one.at, SaidLine(f"{one.at:%H:%M}", f"Written: {one.kind.label}, {named((one.whom,))}", (), ()))
            for one in found.recorded
        ),
        *((at, SaidLine(f"{at:%H:%M}", f"Came in between: {kind.label}", (), ())) for kind, at in found.came_up),
    ]
    for _, line in sorted(lines, key=lambda pair: pair[0], reverse=True):
        yield line


def _stands_on(found: Today) -> str:
    minutes = (
        "How long things take is your organisation's own"
        if found.own_minutes
        else "How long things take is Plimsoll's own guess, and not a national standard"
    )
    return (
        f"Worked out now from what is recorded. Criteria set {found.criteria}, timescales {found.rulebook}. {minutes}. "
        "This is advice: people decide."
    )
