"""What the pages of cases show."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Band
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import Around, CaseView, Relative
from plimsoll.queries.correcting import Correction
from plimsoll.queries.facts.shadow import not_shown
from plimsoll.queries.people_round import SafetyView
from plimsoll.queries.place import Standing
from plimsoll.web.ages import age
from plimsoll.web.cases.drift import DriftBox
from plimsoll.web.cases.in_emergency import EmergencyBox
from plimsoll.web.cases.judged import JudgedBox
from plimsoll.web.cases.life_box import LifeBox
from plimsoll.web.cases.news import NewsBox
from plimsoll.web.cases.on_route import RouteBox
from plimsoll.web.cases.plan import PlanBox
from plimsoll.web.cases.record import Asked, Chronology, chronology
from plimsoll.web.cases.standing import DueLines, Where, due_lines, where
from plimsoll.web.cases.told import Doing, Told
from plimsoll.web.disputed import disputed_notices
from plimsoll.web.exchange.deciding import Kind
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Cell, Column, Fact, Link, Notice, State, Table, Tone
from plimsoll.web.said import SaidLine, also_viewed, said_line
from plimsoll.web.times import Time, on_day


@dataclass(frozen=True)
class Then:
    """The form that asks for an earlier moment: what was typed, and what is wrong with it."""

    action: str
    typed: str
    fault: str


@dataclass(frozen=True)
class AskedHere:
    """What waits for a decision about the case, kind by kind with its form, and where that is sent; `elsewhere` where the
    viewer can decide none of it."""

    kinds: tuple[Kind, ...]
    action: str
    elsewhere: Link | None


@dataclass(frozen=True)
class AroundChild:
    """Who is round a child, for those who may read that; `known` is None where nobody is on record."""

    known: Table | None


@dataclass(frozen=True)
class CasePage(Page):
    """One case: who, why in its place, what is due, who is round the child, who held it, and last, as it has no end, what
    happened; `contents` leads to each part that is there."""

    facts: tuple[Fact, ...]
    acts: tuple[Act, ...]
    others: tuple[Act, ...]
    asked: AskedHere | None
    family: tuple[Link, ...]
    then: Then
    past: Notice | None
    where: Where | None
    unplaced: State | None
    placing_acts: tuple[Act, ...]
    lapsed: str
    not_agreed: tuple[str, ...]
    judged: JudgedBox | None
    due: DueLines | None
    record: Chronology | None
    unread: State
    nothing: State
    around: AroundChild | None
    allocations: Table | None
    corrections: Table | None
    news: NewsBox | None
    drift: DriftBox | None
    plan: PlanBox | None
    said: tuple[SaidLine, ...]
    life: LifeBox | None
    route: RouteBox | None
    emergency: EmergencyBox | None

    @property
    def contents(self) -> tuple[Link, ...]:
        """The parts of the page, in its order."""
        parts = (
            (self.route, "Out of hours", "route"),
            (self.news, "New information", "news"),
            (self.asked, "A file says", "asked"),
            (self.where, "Why in this place", "why"),
            (self.due, "What is due", "due"),
            (self.plan, "Plan", "plan"),
            (self.judged, "How it is judged", "judged"),
            (self.drift, "Signs of drift", "drift"),
            (self.around, "People around the child", "people"),
            (self.said, "Said on the day", "said"),
            (self.life, "Life of this case", "life"),
            (self.emergency, "Opened in an emergency", "emergency"),
            (True, "Who held this case", "held"),
            (self.corrections, "What was corrected", "corrected"),
            (True, "What happened", "record"),
        )
        return tuple(Link(text, f"#{place}") for there, text, place in parts if there)


def case_page(found: CaseView, told: Told, asked: Asked, *, as_at: datetime, fault: str = "") -> CasePage:
    """A case as this viewer may see it, as it is or as it was known at a moment.

    Parameters
    ----------
    told : what is known beside the case itself. as_at : the moment of which it speaks.
    fault : what is wrong with the moment that was asked for.
    """
    standing, may, today = told.standing, told.may, as_at.date()
    placed = standing is not None and not standing.shadow_until
    return CasePage(
        found.called,
        tab=f"Case {found.reference}",
        facts=_facts(found, told.level, as_at),
        acts=tuple(_acts(found, may)),
        others=tuple(_others(found, may, told.life.acts if told.life else ())),
        asked=_asked(found, told.kinds) if told.kinds else None,
        family=tuple(_relative(one) for one in found.brothers_and_sisters),
        then=Then(reverse("case", args=[found.id]), asked.at, fault),
        past=_past(found),
        where=where(found, standing) if standing and placed else None,
        unplaced=_unplaced(standing, told.unsettled),
        placing_acts=(*told.decided.acts, *_placing(found, standing, may)),
        lapsed=told.decided.lapsed,
        not_agreed=told.decided.not_agreed,
        judged=told.decided.judged,
        due=due_lines(found, standing, today, told.decided.due, done_there=may.done_there, may_put_off=may.place)
        if standing and found.reads
        else None,
        record=chronology(found, told.record, asked if found.known_at else replace(asked, at=""), as_at=as_at)
        if told.record
        else None,
        unread=State(
            "You may not read this record", "You may know that this case is there. Ask who holds it for more."
        ),
        nothing=State("Nothing is written here yet", "What happens on this case will stand here, latest first."),
        around=AroundChild(_network(found.network)) if found.reads else None,
        allocations=_allocations(found),
        corrections=_corrections(told.corrections),
        news=told.news,
        drift=told.drift,
        plan=told.plan,
        said=tuple(said_line(one, today) for one in told.said),
        life=told.life,
        route=told.route,
        emergency=told.emergency,
        viewed=also_viewed(viewed(found, *found.brothers_and_sisters), told.said),
        notices=(
            *((told.emergency.own,) if told.emergency and told.emergency.own else ()),
            *told.missing,
            *_notices(found, fault),
            *_safety(found, told.safety),
            *disputed_notices(found.id, told.disputes),
        ),
        known_at=found.known_at,
    )


def _unplaced(standing: Standing | None, unsettled: str) -> State | None:
    """Why no place is told of the case, where none is."""
    if unsettled:
        return State("No order of work yet", unsettled)
    if standing is None or standing.shadow_until is None:
        return None
    said = not_shown(standing.shadow_until)
    if standing.band is Band.ACT_NOW:
        return State(
            "Act now", f"{'. '.join(standing.reasons)}. {said} That a child must be made safe is always shown."
        )
    return State("Place not shown", said)


def _asked(found: CaseView, kinds: tuple[Kind, ...]) -> AskedHere:
    able = any(kind.able for kind in kinds)
    return AskedHere(
        kinds,
        f"{reverse('decide')}?case={found.id}",
        None if able else Link("All that waits for a decision", reverse("decide")),
    )


def viewed(found: CaseView, *others: Relative) -> Viewed:
    """Whom a page about a case shows: its child, and others whom it names."""
    child = {found.child} if found.child else set()
    return Viewed(
        frozenset(child | {one.child for one in others}), frozenset({found.id} | {one.case for one in others}), found.id
    )


def about(found: CaseView) -> str:
    """Whose page it is, with the reference."""
    return found.called if found.called == found.reference else f"{found.called}, {found.reference}"


def _facts(found: CaseView, level: str, as_at: datetime) -> tuple[Fact, ...]:
    also = "".join(f", {word.label}" for word in found.also)
    said: list[tuple[str, str | Time]] = [
        ("Reference", "" if found.called == found.reference else found.reference),
        ("In the other system", found.other_reference),
        ("Age", age(found.born_on, found.expected_on, found.died_on or as_at.date())),
        ("Died", day_words(found.died_on) if found.died_on else ""),
        ("Kind of case", f"{found.case_type.label}{also}"),
        ("Level of need", level),
        ("Household", found.household),
        ("Team", found.team),
        ("Allocated worker", found.worker_name or ("" if found.closed_at else "nobody: unallocated")),
        ("Open since", on_day(_day(found.opened_at), today=as_at.date())),
    ]
    if found.opened_unrecorded:
        said[-1] = ("Open since", f"not on record; first in the file of {day_words(_day(found.opened_at))}")
    if found.closed_at:
        said.append(("Closed", on_day(_day(found.closed_at), today=as_at.date())))
    return tuple(Fact(name, value) for name, value in said if value)


def _relative(one: Relative) -> Link:
    name = one.name or (f"a child to be born ({one.reference})" if one.unborn else one.reference)
    return Link(name if one.lives_here else f"{name} (lives elsewhere)", reverse("case", args=[one.case]))


def _acts(found: CaseView, may: Doing) -> list[Act]:
    """What is done day by day: nothing to the past, and to a closed case only what still makes sense. While nobody holds
    the case, who could."""
    if found.known_at is not None:
        return []
    still = found.closed_at is None
    offered = (
        (may.contact, Act("Say what this contact comes to", href=reverse("case-contact", args=[found.id]), main=True)),
        (may.contact_again, Act("Take this contact up again", href=reverse("case-contact-again", args=[found.id]))),
        (may.triage, Act("Decide about this referral", href=reverse("case-triage", args=[found.id]), main=True)),
        (
            may.write,
            Act(
                "Write on the record",
                href=reverse("case-write", args=[found.id]),
                main=still and not (may.triage or may.contact),
            ),
        ),
        (may.write and still, Act("Write down a key event", href=reverse("case-step", args=[found.id]))),
        (may.take_in, Act("Something came in", href=reverse("case-came-in", args=[found.id]))),
        *((allowed and not found.worker_name, act) for allowed, act in _holding(found, may)),
        (
            may.review_unheld,
            Act("Review its risk without a worker", href=reverse("case-unheld-review", args=[found.id])),
        ),
        (may.judge, Act("Judge this case", href=reverse("case-judge", args=[found.id]))),
        (found.reads, Act("Family and network", href=reverse("case-people", args=[found.id]))),
        (found.reads, Act("Documents", href=reverse("case-documents", args=[found.id]))),
        (
            may.see_audit and bool(found.child),
            Act("Who looked at this child", href=f"{reverse('viewings')}?child={found.child}"),
        ),
        (may.reopen, Act("Open it again", href=reverse("case-reopen", args=[found.id]))),
    )
    return [act for offer, act in offered if offer]


def _others(found: CaseView, may: Doing, life: tuple[Act, ...]) -> list[Act]:
    """What is done now and then, under one heading. life : its next steps, as they stand with the life of the case."""
    if found.known_at is not None:
        return []
    still = found.closed_at is None
    offered = (
        *((allowed and bool(found.worker_name), act) for allowed, act in _holding(found, may)),
        *((True, act) for act in life),
        (may.add and found.child, Act("Add a brother or sister", href=f"{reverse('case-new')}?family={found.id}")),
        (may.write, Act("Correct the record", href=reverse("case-correct", args=[found.id]))),
        (found.reads, Act("Said to be wrong", href=reverse("case-disputed", args=[found.id]))),
        (may.copy, Act("A copy of the record", href=reverse("case-copy", args=[found.id]))),
        (may.restrict, Act("Restrict to named people", href=reverse("case-restrict", args=[found.id]))),
        (may.lift, Act("Lift the restriction", href=reverse("case-lift", args=[found.id]))),
        (
            may.write and still and not may.close,
            Act("Ask to close this case", href=reverse("case-close-ask", args=[found.id])),
        ),
        (may.close and still, Act("Close this case", href=reverse("case-close", args=[found.id]))),
    )
    return [act for offer, act in offered if offer]


def _placing(found: CaseView, standing: Standing | None, may: Doing) -> tuple[Act, ...]:
    """Placing the case elsewhere, where its place is shown."""
    if not may.place or standing is None:
        return ()
    return (Act("Place it elsewhere", href=reverse("case-place", args=[found.id])),)


def _holding(found: CaseView, may: Doing) -> tuple[tuple[bool, Act], ...]:
    """Who holds the case, and who could; whether each may be done."""
    able = may.allocate and found.closed_at is None
    return (
        (able, Act("Allocate", href=reverse("case-allocate", args=[found.id]))),
        (able, Act("Who could hold it?", href=reverse("case-who", args=[found.id]))),
    )


def _past(found: CaseView) -> Notice | None:
    if found.known_at is None:
        return None
    at = found.known_at.astimezone(LONDON)
    return Notice(
        f"As it was known on {day_words(at.date())} at {at:%H:%M}. Nothing can be done here.",
        Tone.WARNING,
        Act("Back to now", href=reverse("case", args=[found.id])),
    )


def _notices(found: CaseView, fault: str) -> list[Notice]:
    notices = [Notice(fault, Tone.WRONG)] if fault else []
    if found.died_on:
        till = "" if found.closed_at else " What else is due stays in the lists until this case is closed."
        died = f"{found.called} died on {day_words(found.died_on)}. No visit is due any more."
        notices.append(Notice(f"{died}{till}", Tone.WARNING))
    if found.closed_at:
        why = f": {found.closed_why}" if found.closed_why else ""
        notices.append(Notice(f"This case was closed on {day_words(_day(found.closed_at))}{why}"))
    if found.restricted:
        names = ", ".join(name for _, name in found.named)
        notices.append(Notice(f"Restricted. Only these people can see that this case is there: {names}.", Tone.WARNING))
    return notices


def _safety(found: CaseView, notes: tuple[SafetyView, ...]) -> list[Notice]:
    """What to know before visiting, the first of it in words."""
    if not notes:
        return []
    more = f" And {len(notes) - 1} more." if len(notes) > 1 else ""
    act = Act("Who says so", href=f"{reverse('case-people', args=[found.id])}#safety", about="and until when it holds")
    return [Notice(f"Before you visit: {notes[0].text}{more}", Tone.WARNING, act)]


def _network(people: tuple[Around, ...]) -> Table | None:
    if not people:
        return None
    columns = ("Name", "Part", "To the child", "Parental responsibility", "Telephone", "E-mail")
    says = {True: "yes", False: "no", None: ""}
    rows = tuple(
        (
            Cell(one.name),
            Cell(one.part),
            Cell(one.kin),
            Cell(says[one.responsible] if one.kin else ""),
            Cell(one.protected or one.telephone),
            Cell(one.email),
        )
        for one in people
    )
    return Table("People around the child", tuple(map(Column, columns)), rows, caption_hidden=True)


def _allocations(found: CaseView) -> Table | None:
    """With the reasons, for those who may read the record; None where nobody ever held it."""
    if not found.allocations:
        return None
    columns = ("Worker", "From", "Until", "Why")[: 4 if found.reads else 3]
    rows = tuple(
        (
            Cell(held.name),
            Cell(day_words(_day(held.from_at))),
            Cell(day_words(_day(held.to_at)) if held.to_at else "now"),
            Cell(held.why),
        )[: len(columns)]
        for held in found.allocations
    )
    return Table("Who held this case", tuple(map(Column, columns)), rows, caption_hidden=True)


def _corrections(found: tuple[Correction, ...]) -> Table | None:
    """Old and new, latest first."""
    if not found:
        return None
    rows = tuple(
        (
            Cell(one.what),
            Cell(one.before or "nothing"),
            Cell(one.after or "nothing"),
            Cell(day_words(_day(one.at))),
            Cell("a file" if one.of_file else one.by or "somebody who works here"),
            Cell(one.why),
        )
        for one in found
    )
    columns = tuple(map(Column, ("What", "It said", "It says", "On", "By", "Why")))
    return Table("What was corrected", columns, rows, caption_hidden=True)


@dataclass(frozen=True)
class FormPage(Page):
    """Something to do to a case."""

    form: Form
    action: str
    button: str
    cancel: str
    about: str
    look_first: Link | None
    know_first: tuple[str, ...] = field(default=(), kw_only=True)


def form_page(
    found: CaseView,
    form: Form,
    *,
    title: str,
    button: str,
    action: str,
    look_first: Link | None = None,
    to: str = "",
) -> FormPage:
    """A form about a case. look_first : a page that helps to choose; to : court work, where a form of that leads back, the
    case else."""
    case = reverse("case", args=[found.id])
    return FormPage(
        title,
        form=form,
        action=action,
        button=button,
        cancel=to or case,
        about=about(found),
        look_first=look_first,
        back=Link("Court and legal status", to) if to else Link(found.called, case),
        viewed=viewed(found),
    )


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
