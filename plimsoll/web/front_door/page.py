"""What the pages of the front door show."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Band, ContactOutcome, FamilyKnows
from plimsoll.queries.cases import CaseView
from plimsoll.queries.contacts import DecidedContact
from plimsoll.queries.referrals import Came, DecidedOne, Earlier, FrontDoor, OpenCase, Stands, Waiting
from plimsoll.web.cases.page import FormPage
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, CaseRow, Cell, Column, Fact, FamilyRow, Link, State, Table
from plimsoll.web.priority.rows import family_name, listed
from plimsoll.web.times import at_time, on_day

HEADS = {
    Stands.ACT_NOW: ("Act now", "harm is happening or may be", Band.ACT_NOW),
    Stands.LATE: ("Late", "the time for deciding has gone", Band.TODAY),
    Stands.TODAY: ("To be decided today", "by the end of the working day, or sooner", Band.THIS_WEEK),
    Stands.IN_TIME: ("In time", "due later, in order of work", Band.PLANNED),
    Stands.NO_CLOCK: (
        "No clock",
        "nothing on record says when it came in, or no timescale is chosen for it",
        Band.AWAITING_OTHERS,
    ),
}
EXCERPT = 160
ORDINALS = ("", "", "Second contact", "Third contact", "Fourth contact", "Fifth contact", "Sixth contact")


@dataclass(frozen=True)
class Section:
    """Referrals that stand alike by their clock. `look` : the band whose shape and colour it takes."""

    id: str
    title: str
    means: str
    look: Band
    count: int
    rows: tuple[CaseRow | FamilyRow, ...]


@dataclass(frozen=True)
class WaitingPage(Page):
    """Referrals that wait for a decision."""

    facts_shown = True
    said: str
    take: Act | None
    contact: Act | None
    decided: Act | None
    sections: tuple[Section, ...]
    nothing: State


def waiting_page(found: FrontDoor, *, may_take: bool, as_at: datetime) -> WaitingPage:
    """The list, with what is first to be decided first."""
    rows = [_row(found, number, one, as_at) for number, one in enumerate(found.waiting, start=1)]
    pairs = list(zip(found.waiting, rows, strict=True))
    families = [list(some) for _, some in groupby(pairs, key=lambda pair: pair[0].placed.family)]
    sections = []
    for stands, some in groupby(families, key=lambda family: family[0][0].stands):
        these = list(some)
        title, means, look = HEADS[stands]
        count = sum(map(len, these))
        sections.append(Section(stands.value.lower(), title, means, look, count, tuple(map(_together, these))))
    return WaitingPage(
        "Front door",
        said=_said(found, as_at),
        take=Act("Take a referral in", href=reverse("referral-new"), main=True) if may_take else None,
        contact=Act("Take a contact in", href=reverse("contact-new")) if may_take else None,
        decided=Act("Decided lately", href=reverse("front-door-decided")),
        sections=tuple(sections),
        nothing=State("Nothing waits that you may see", "When a referral is taken in, it stands here the same minute."),
        viewed=Viewed(
            frozenset(one.placed.child for one in found.waiting if one.placed.child),
            frozenset(one.placed.case for one in found.waiting)
            | frozenset(other.case for one in found.waiting for other in (*one.open, *one.contacts)),
        ),
    )


def _said(found: FrontDoor, as_at: datetime) -> str:
    counts = {stands: sum(one.stands is stands for one in found.waiting) for stands in Stands}
    many = len(found.waiting)
    late = sum(any(clock.late for clock in one.clocks) for one in found.waiting)
    parts = [_act_now(found, as_at)] if counts[Stands.ACT_NOW] else []
    parts += [f"{late} late"] if late else []
    parts += [f"{counts[Stands.TODAY]} due today"] if counts[Stands.TODAY] else []
    more = f": {', '.join(parts)}" if parts else ""
    return f"{many} wait{'s' if many == 1 else ''} for a decision{more}." if many else ""


def _act_now(found: FrontDoor, as_at: datetime) -> str:
    """How many must not wait a minute, since when the oldest, and how many of them nobody has taken."""
    pressing = [one for one in found.waiting if one.stands is Stands.ACT_NOW]
    since = min((one.came.received_at for one in pressing if one.came), default=None)
    oldest = f", the oldest came in {at_time(since, as_at=as_at).words}" if since else ""
    free = sum(not one.worker for one in pressing)
    return f"{len(pressing)} in Act now{oldest}{f' ({free} not yet taken)' if free else ''}"


def _together(family: list[tuple[Waiting, CaseRow]]) -> CaseRow | FamilyRow:
    rows = tuple(row for _, row in family)
    if len(rows) == 1:
        return rows[0]
    name = family_name([one.placed for one, _ in family])
    return FamilyRow(name, f"{len(rows)} children, decided one by one", rows)


def _row(found: FrontDoor, number: int, one: Waiting, as_at: datetime) -> CaseRow:
    (plain,) = listed(found.order, (one.placed,), as_at.date(), {}, {})
    case, clock = one.placed.case, next(iter(one.clocks), None)
    acts = []
    if one.stands is Stands.ACT_NOW and not one.worker:
        take = reverse("case-take", args=[case])
        acts.append(Act("I take it", post=take, about=f": {one.placed.reference}", main=True))
    if one.contact:
        what = reverse("case-contact", args=[case])
        acts.append(Act("Say what it comes to", href=what, about=f": {one.placed.reference}", key="d"))
    else:
        acts += [
            Act("Decide", href=reverse("case-triage", args=[case]), about=f"about {one.placed.reference}", key="d")
        ]
    return replace(
        plain,
        place=number,
        waits=tuple(_waits(one, as_at)),
        reasons=tuple(reason for reason in plain.reasons if not _said_by_clock(reason.text, one)),
        next_due=at_time(clock.due_at, as_at=as_at, late=clock.late) if clock else None,
        due_sum=clock.worked_out if clock else "",
        acts=tuple(acts) if one.may_triage else (),
        menu=(Link("Open the case", reverse("case", args=[case])),),
    )


def _said_by_clock(reason: str, one: Waiting) -> bool:
    return any(reason.lower().startswith(clock.title.lower()) for clock in one.clocks)


def _waits(one: Waiting, as_at: datetime) -> Iterator[str]:
    """Who takes it now, how it stands by its clock, what came in, and what is known besides."""
    if one.stands is Stands.ACT_NOW:
        yield _taken_by(one)
    if one.contact:
        yield from _contact_words(one, as_at)
    for clock in one.clocks:
        local = " (a local timescale)" if clock.local else ""
        yield f"{capital(clock.title)}{local}: {clock.words}."
    if one.came:
        yield from came_words(one.came, as_at)
        if one.came.reported:
            yield f"It tells of: {one.came.reported.label}."
        if one.came.worry:
            yield f"“{_excerpt(one.came.worry)}”"
    if said := repeat_words(one, as_at):
        yield said
    if one.again:
        yield f"Came again: {one.again} earlier referral{'' if one.again == 1 else 's'} in the twelve months before."
    for other in one.open:
        yield f"Also open: {open_words(other)}."
    if one.stands is Stands.ACT_NOW:
        return
    if one.worker:
        yield f"{one.worker} holds it."
    elif one.owners and any(clock.late for clock in one.clocks):
        yield f"{' or '.join(one.owners)}, {one.team}, must see to it."


def _contact_words(one: Waiting, as_at: datetime) -> Iterator[str]:
    """That it is a contact, which of its child's it is, and whose it is until somebody says what it comes to."""
    yield "A contact: nobody has said yet what it comes to."
    if one.taken_up:
        when = at_time(one.taken_up.at, as_at=as_at).words
        yield f"Taken up again {when} by {one.taken_up.by}: “{_excerpt(one.taken_up.why)}”"
    if not one.worker and one.owners:
        yield f"Nobody holds it; until somebody does it is {' or '.join(one.owners)}’s to see to."


def repeat_words(one: Waiting, as_at: datetime) -> str:
    """The contacts about a child in twelve months and what they came to, '' where there were none; which of them this is."""
    if not one.contacts:
        return ""
    told = ", ".join(
        f"{on_day(_day(each.received_at), today=as_at.date()).words} "
        f"({each.outcome.label if each.outcome else 'nobody has said what it comes to'})"
        for each in one.contacts
    )
    if not one.contact:
        return f"Contacts about the child in 12 months: {told}."
    number = len(one.contacts) + 1
    count = ORDINALS[number] if number < len(ORDINALS) else f"Contact {number}"
    return f"{count} in 12 months: before it {told}."


def _taken_by(one: Waiting) -> str:
    """Who is on a referral in *Act now*: a person by name, or that there is none and who has to find one."""
    if one.taker is None:
        return f"Nobody who could take it is there. Ring whoever manages {one.team}, now."
    if one.worker == one.taker.name:
        return f"{one.taker.name} has taken it."
    role = f", {one.taker.as_role}" if one.taker.as_role else ", named on it"
    away = f" {one.worker} holds it and is not there." if one.worker else ""
    return f"Takes it now: {one.taker.name}{role}.{away}"


def came_words(came: Came, as_at: datetime) -> Iterator[str]:
    """When it came in, from whom, and when it was written down."""
    received = (
        at_time(came.received_at, as_at=as_at)
        if came.time_known
        else on_day(_day(came.received_at), today=as_at.date())
    )
    source = f" from {came.source.label}" if came.source else ""
    means = f", {came.means.label}" if came.means else ""
    by = f" by {came.recorded_by}" if came.recorded_by else ", with a file"
    yield f"Came in {received.words}{source}{means}; written down {at_time(came.recorded_at, as_at=as_at).words}{by}."


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rsplit(' ', 1)[0]} …"


def open_words(other: OpenCase) -> str:
    """An open case in a line."""
    return f"{other.reference}, {other.case_type.label}, {other.worker or f'nobody, {other.team}'}"


@dataclass(frozen=True)
class TriagePage(FormPage):
    """One referral with all that is known of it, and the form that decides.

    clocks : each in words, with the sum behind it; worry : in own words, '' for one that came by a file; family : brothers
    and sisters; earlier, open : other referrals and open cases of the child; note : where the words of the scales come from.
    """

    facts: tuple[Fact, ...]
    clocks: tuple[tuple[str, str, Link | None], ...]
    late: bool
    worry: str
    family: tuple[Link, ...]
    earlier: tuple[tuple[Link, str], ...]
    open: tuple[tuple[Link, str], ...]
    reasons: tuple[str, ...]
    note: str
    deciding: str = "Judge it, and decide"
    repeat: str = ""


def contact_page(
    found: CaseView, plain: FormPage, one: Waiting, earlier: tuple[Earlier, ...], *, as_at: datetime
) -> TriagePage:
    """The page of one contact of which nobody has said what it comes to."""
    return replace(triage_page(found, plain, one, earlier, (), note="", as_at=as_at), deciding="Say what it comes to")


def triage_page(
    found: CaseView,
    plain: FormPage,
    one: Waiting,
    earlier: tuple[Earlier, ...],
    linkable: tuple[OpenCase, ...],
    *,
    note: str,
    as_at: datetime,
) -> TriagePage:
    """The page of one referral. linkable : the open cases to which it could go."""
    clocks = tuple(
        (
            f"{capital(clock.title)}: {clock.words}.",
            clock.worked_out,
            Link(clock.source.basis, clock.source.url) if clock.source else None,
        )
        for clock in one.clocks
    )
    family = found.brothers_and_sisters
    others = frozenset(each.case for each in (*one.open, *earlier, *linkable, *family, *one.contacts))
    named = frozenset(each.child for each in (*linkable, *family) if each.child)
    return TriagePage(
        **vars(plain) | {"viewed": Viewed(plain.viewed.children | named, plain.viewed.cases | others)},
        facts=tuple(_facts(one, as_at)),
        clocks=clocks,
        late=any(clock.late for clock in one.clocks),
        worry=one.came.worry if one.came else "",
        family=tuple(Link(each.name or "a child to be born", reverse("case", args=[each.case])) for each in family),
        earlier=tuple(
            (Link(each.reference, reverse("case", args=[each.case])), _earlier(each, as_at)) for each in earlier
        ),
        open=tuple((Link(each.reference, reverse("case", args=[each.case])), open_words(each)) for each in one.open),
        reasons=one.placed.reasons,
        note=note,
        repeat=repeat_words(one, as_at),
    )


def _facts(one: Waiting, as_at: datetime) -> Iterator[Fact]:
    came = one.came
    if came is None:
        return
    yield Fact(
        "Received",
        at_time(came.received_at, as_at=as_at)
        if came.time_known
        else on_day(_day(came.received_at), today=as_at.date()),
    )
    yield Fact("Recorded", at_time(came.recorded_at, as_at=as_at))
    if one.clocks:
        yield Fact("Decide by", at_time(one.clocks[0].due_at, as_at=as_at, late=one.clocks[0].late))
    if came.source:
        yield Fact("From", f"{came.source.label}{f': {came.referrer}' if came.referrer else ''}")
    else:
        yield Fact("From", "a file, which does not say who referred")
    if came.reported:
        yield Fact("It tells of", came.reported.label)
    if came.family_knows:
        why = f" ({came.family_why})" if came.family_why else ""
        yield Fact("The family", f"{came.family_knows.label}{why}")
    elif came.source:
        yield Fact("The family", FamilyKnows.NOT_KNOWN.label)


def _earlier(each: Earlier, as_at: datetime) -> str:
    when = on_day(_day(each.received_at), today=as_at.date()).words
    if each.outcome is None:
        return f"came in {when}; what was decided is not on record here"
    return f"came in {when}: {each.outcome.label}. {each.by}: “{each.why}”"


@dataclass(frozen=True)
class DecidedPage(Page):
    """What was decided in the last weeks."""

    facts_shown = True
    said: str
    found: Table | None
    contacts_said: str
    contacts: Table | None
    nothing: State


def decided_page(
    found: tuple[DecidedOne, ...], contacts: tuple[DecidedContact, ...], *, as_at: datetime
) -> DecidedPage:
    """Decisions with who made them and why, the latest first."""
    columns = ("Case", "Child", "Came in", "Decided", "What", "Why", "By", "Since then")
    closed = sum(one.again_at is not None for one in found)
    again = f" {closed} came again since." if closed else ""
    return DecidedPage(
        "Decided lately",
        said=f"{len(found)} decision{'' if len(found) == 1 else 's'} in the last four weeks.{again}" if found else "",
        found=Table(
            "Decisions about referrals", tuple(map(Column, columns)), tuple(_line(one, as_at) for one in found),
            caption_hidden=True,
        )
        if found
        else None,
        contacts_said=_counted(contacts),
        contacts=_contacts(contacts, as_at) if contacts else None,
        nothing=State(
            "Nothing was decided lately", "What is decided about referrals and contacts stands here for four weeks."
        ),
        back=Link("Front door", reverse("front-door")),
        viewed=Viewed(
            frozenset(one.child for one in (*found, *contacts) if one.child),
            frozenset(one.case for one in (*found, *contacts)),
        ),
    )  # fmt: skip


def _counted(contacts: tuple[DecidedContact, ...]) -> str:
    """How many contacts came to what."""
    counts = Counter(one.outcome for one in contacts)
    parts = ", ".join(f"{counts[outcome]} {outcome.label}" for outcome in ContactOutcome if counts[outcome])
    return f"{len(contacts)} contact{'' if len(contacts) == 1 else 's'} in the last four weeks: {parts}."


def _contacts(contacts: tuple[DecidedContact, ...], as_at: datetime) -> Table:
    columns = ("Case", "Child", "Came in", "Decided", "Came to", "Why", "By")
    rows = tuple(
        (
            Cell(one.reference, href=reverse("case", args=[one.case])),
            Cell(one.name),
            Cell(on_day(_day(one.received_at), today=as_at.date())),
            Cell(at_time(one.at, as_at=as_at)),
            Cell(capital(one.outcome.label)),
            Cell(f"{one.why} To {one.told}: {one.advice}" if one.advice else one.why),
            Cell(one.by),
        )
        for one in contacts
    )
    return Table("What contacts came to", tuple(map(Column, columns)), rows, caption_hidden=True)


def _line(one: DecidedOne, as_at: datetime) -> tuple[Cell, ...]:
    today = as_at.date()
    safety = f" Kept safe by: {one.safety}" if one.safety else ""
    return (
        Cell(one.reference, href=reverse("case", args=[one.case])),
        Cell(one.name),
        Cell(on_day(_day(one.received_at), today=today) if one.received_at else "not on record"),
        Cell(at_time(one.at, as_at=as_at)),
        Cell(capital(one.outcome.label)),
        Cell(f"{one.why}{safety}"),
        Cell(one.by),
        Cell(f"came again {on_day(_day(one.again_at), today=today).words}" if one.again_at else ""),
    )
