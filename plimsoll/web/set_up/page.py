"""What the pages of the first steps show."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from plimsoll.core.calendar import LONDON, Nation
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.told import capital
from plimsoll.core.priority.worked import Worked
from plimsoll.core.rulebook import Rulebook, Status
from plimsoll.core.workload.rules import Measure, Numbers
from plimsoll.core.workload.scheme import Scheme
from plimsoll.queries.settings import Agreed, FirstSteps, full_time_points, unusable
from plimsoll.web.criteria.page import WorkedRun, worked_run
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Cell, Column, Fact, Link, Table
from plimsoll.web.set_up.forms import FOR


@dataclass(frozen=True)
class FormPage(Page):
    """One form with what it is for, a sentence a line; `aside` is another way to do it, `look` where its answers can be
    looked at before."""

    said: tuple[str, ...]
    form: Form
    action: str
    button: str
    cancel: str = ""
    aside: Link | None = None
    look: Link | None = None


def begin_page(form: Form, action: str) -> FormPage:
    """The first organisation of a database."""
    return FormPage(
        "Set up your organisation",
        (
            "This takes a minute. You are then signed in, and everything else can be done later.",
            "Names of children and families come only afterwards, and stay in the database on this server.",
        ),
        form,
        action,
        "Set up",
    )


# ---- the list of steps ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One step: what it is for, how long it takes, what holds if it is left, and how far it is."""

    title: str
    href: str
    says: str
    state: str
    done: bool


@dataclass(frozen=True)
class StepsPage(Page):
    """The first steps, in an order that works; any of them can be left for later. also : what can be settled besides."""

    steps: tuple[Step, ...]
    said: str
    also: tuple[Link, ...] = ()


def steps_page(found: FirstSteps) -> StepsPage:
    """How far the organisation is, as its records say it."""
    alone = len(found.missing.supervisor)
    steps = (
        _settled(
            "Your organisation", "set-up-hours", found.calendar,
            "When you work, so that working days are counted right. 2 minutes. Until then: bank holidays, and 9 to 5.",
        ),
        Step(
            "Teams", f"{reverse('people')}#needs" if alone else reverse("set-up-teams"),
            "Who works together under one manager. 2 minutes. Until then: cases have no team to stand in.",
            _many(found.teams, "team") + (f", {alone} without a supervisor" if alone else ""),
            found.teams > 0 and not alone,
        ),
        Step(
            "People", reverse("people"),
            "Who holds cases, and who answers for them. By hand, or all at once from a file. 5 minutes. Until then: nobody "
            "but you is here.",
            _people(found), found.holders > 0 and not found.missing.people,
        ),
        _settled(
            "Timescales", "set-up-rules", found.rulebook,
            "What is due when, where law leaves it open and councils differ. 5 minutes. Until then: Plimsoll's suggestions.",
        ),
        _settled(
            "Scheme of load", "set-up-scheme", found.scheme,
            "How much each kind of case asks. 3 minutes. Until then: Plimsoll's own scheme.",
        ),
        _settled(
            "Criteria", "set-up-criteria", found.criteria,
            "What puts one case before another: four sets to choose from. 5 minutes to read. Until then: Plimsoll's "
            "own, for statutory social work.",
        ),
        Step(
            "First file", reverse("files"),
            "Cases out of the system that you have: an Annex A workbook, or a plain table. 10 minutes. Until then: cases "
            "are added by hand.",
            f"{found.files} brought in" if found.files else "To do", found.files > 0,
        ),
    )  # fmt: skip
    done = sum(step.done for step in steps)
    said = (
        "All steps are done. You can come back and change any of them."
        if done == len(steps)
        else f"{done} of {len(steps)} steps {'is' if done == 1 else 'are'} done. Stop at any time: what you did stays, and "
        "what you leave has something sensible in its place."
    )
    also = (
        Link("Life of a case: levels of need, and who agrees to what", reverse("set-up-life")),
        Link("Signs of drift", reverse("drift-rules")),
        Link("Out of hours: who takes what must be done now", reverse("set-up-route")),
        Link("In an emergency: opening a record, and whom to ring", reverse("set-up-emergency")),
        Link("Telephone numbers of duty desks", reverse("set-up-numbers")),
        Link("How long work takes", reverse("set-up-minutes")),
        Link("What roles are called here", reverse("set-up-labels")),
        Link("Roles, and what each may do", reverse("roles")),
        Link("Signing in: who needs a second step", reverse("set-up-factors")),
        Link("Typical ages: a list of your own", reverse("set-up-typical-ages")),
    )
    return StepsPage("Set up", steps, said, also)


def _settled(title: str, name: str, agreed: Agreed, says: str) -> Step:
    return Step(title, reverse(name), says, "Agreed" if agreed.by else "Our suggestion", bool(agreed.by))


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else "To do"


def _people(found: FirstSteps) -> str:
    if not found.holders:
        return "To do"
    more = f"; for {found.missing.people} something is missing" if found.missing.people else ""
    return f"{found.people} {'person' if found.people == 1 else 'people'}, {found.holders} who hold cases{more}"


# ---- the steps -----------------------------------------------------------------------------------------------------------

BACK = "Set up"


def _back() -> Link:
    return Link(BACK, reverse("set-up"))


def hours_page(form: Form, agreed: Agreed) -> FormPage:
    """When the organisation works."""
    return FormPage(
        "Your organisation",
        ("Working days and office hours decide when something is due.", _who(agreed)),
        form,
        reverse("set-up-hours"),
        "Agree from today",
        reverse("set-up"),
        back=_back(),
    )


def teams_page(form: Form, there: Iterable[str], *, alone: bool) -> FormPage:
    """Teams by name; `alone`, whether nobody else has ever been here."""
    named = ", ".join(there)
    return FormPage(
        "Teams",
        (
            "A team is people who work together under one manager. Each case stands in one.",
            f"Here already: {named}." if named else "There is no team yet.",
        ),
        form,
        reverse("set-up-teams"),
        "Add teams",
        reverse("set-up"),
        aside=None if named or not alone else Link("I work alone", reverse("set-up-alone")),
        back=_back(),
    )


def alone_page(form: Form) -> FormPage:
    """One person who does everything."""
    return FormPage(
        "I work alone",
        (
            "Plimsoll makes a team of one, with your name. In it you hold the cases, and you are their supervisor too.",
            "So you see, write on and allocate every case of that team. Nobody else looks over your work: agree with "
            "somebody outside who does.",
            "This is only possible while nobody else has ever been here.",
        ),
        form,
        reverse("set-up-alone"),
        "Make my team",
        reverse("set-up-teams"),
        back=Link("Teams", reverse("set-up-teams")),
    )


@dataclass(frozen=True)
class RulesPage(FormPage):
    """The choice between rival rules, and all that hold."""

    table: Table | None = None
    waiting: str = ""


def rules_page(form: Form, book: Rulebook, agreed: Agreed) -> RulesPage:
    """Where councils differ, with sources, and all timescales in force."""
    nation = book.calendar.nation
    elsewhere = (
        f"These are the timescales of England. No rulebook of {nation.label} comes with Plimsoll yet: read each before you "
        "rely on it.",
    )
    unread = sum(book.status(rule) is Status.CHECK_LOCALLY for rule in book.timescales)
    return RulesPage(
        "Timescales",
        (
            "Most timescales stand in law or guidance. Where they do not, councils differ, and you choose.",
            "Plimsoll's suggestion is ours: the stricter one, by which no child waits longer. No law says so.",
            *(elsewhere if nation is not Nation.ENGLAND else ()),
            _who(agreed),
        ),
        form,
        reverse("set-up-rules"),
        "Agree from today",
        reverse("set-up"),
        aside=Link("What moved when these were agreed", reverse("timescales-moved")),
        look=Link("See first what would move", reverse("set-up-rules-look")),
        back=_back(),
        table=Table(
            f"All {len(book.in_force)} timescales that hold now",
            (Column("What"), Column("How long"), Column("From"), Column("Source")),
            tuple(
                (
                    Cell(capital(rule.title)),
                    Cell(rule.length + (" before" if rule.before else "")),
                    Cell(rule.trigger),
                    Cell(rule.source.basis, href=rule.source.url or ""),
                )
                for rule in book.in_force
            ),
        ),
        waiting=f"{unread} more are switched off, as nobody has read their figure at its source yet." if unread else "",
    )


@dataclass(frozen=True)
class Shown:
    """One scheme in words."""

    title: str
    says: tuple[str, ...]
    why_not: str
    table: Table | None


@dataclass(frozen=True)
class SchemePage(FormPage):
    """Schemes to choose from, and those that cannot be used as they are."""

    schemes: tuple[Shown, ...] = field(default=())


NUMBERS = {
    Numbers.OURS: "The numbers are Plimsoll's own.",
    Numbers.PUBLISHED: "The numbers are as published.",
    Numbers.SHAPE_ONLY: "Only its shape was published.",
}


def scheme_page(form: Form, schemes: Iterable[Scheme], agreed: Agreed) -> SchemePage:
    """What each scheme says, and which holds."""
    return SchemePage(
        "Scheme of load",
        (
            "A scheme says how much each kind of case asks, and how much a worker can give. No national scheme exists.",
            f"{agreed.title} holds. {_who(agreed)}",
        ),
        form,
        reverse("set-up-scheme"),
        "Agree from today",
        reverse("set-up"),
        back=_back(),
        schemes=tuple(_scheme(scheme) for scheme in schemes),
    )


def _scheme(scheme: Scheme) -> Shown:
    unit = "hours" if scheme.measure is Measure.HOURS else "points"
    why_not, full = unusable(scheme), full_time_points(scheme)
    gives = "" if full is None else f"A full-time worker can give {_hundredths(full)} {unit}."
    table = None
    if not why_not:
        table = Table(
            f"What {scheme.title} gives to each kind of case",
            (Column("Kind of case"), Column(capital(unit), number=True)),
            tuple(
                (Cell(capital(label)), Cell("not filled in" if row[0] is None else _hundredths(row[0])))
                for label, row in zip(scheme.kind_labels, scheme.weights, strict=True)
            ),
        )
    said = (NUMBERS[scheme.numbers], scheme.note, gives, f"Source: {scheme.source}.")
    return Shown(scheme.title, tuple(filter(None, said)), why_not, table)


@dataclass(frozen=True)
class Offered:
    """One criteria set to choose: what it is for, what counts how much, and how it orders its worked cases."""

    key: str
    title: str
    says: str
    note: str
    points: tuple[Fact, ...]
    worked: WorkedRun
    href: str


@dataclass(frozen=True)
class CriteriaPage(FormPage):
    """Criteria sets to choose from."""

    sets: tuple[Offered, ...] = ()


def criteria_page(form: Form, sets: Iterable[CriteriaSet], worked: Iterable[Worked], agreed: Agreed) -> CriteriaPage:
    """What each set counts, how it orders worked cases, and which holds."""
    return CriteriaPage(
        "Criteria",
        (
            "Five criteria put one case before another. Together they come to 100 points.",
            "A band comes first: whatever is marked Act now stands above everything else, whatever its points.",
            f"{agreed.title} holds. {_who(agreed)}",
        ),
        form,
        reverse("set-up-criteria"),
        "Agree from today",
        reverse("set-up"),
        back=_back(),
        aside=Link("Or draft a change of your own", reverse("criteria-drafts")),
        sets=tuple(_offered(one, cases) for one, cases in zip(sets, worked, strict=True)),
    )


def _offered(criteria: CriteriaSet, worked: Worked) -> Offered:
    return Offered(
        criteria.key,
        criteria.title,
        FOR[criteria.key],
        criteria.note,
        tuple(Fact(capital(rule.criterion.label), f"{rule.weight} of 100") for rule in criteria.criteria),
        worked_run(worked, criteria),
        reverse("criteria-shipped", args=[criteria.key]),
    )


def _who(agreed: Agreed) -> str:
    if not agreed.by or agreed.at is None:
        return "Nobody has agreed this yet: Plimsoll's own suggestion holds."
    at = agreed.at.astimezone(LONDON)
    return f"Agreed by {agreed.by} on {at.day} {at:%B %Y}."


def _hundredths(number: int) -> str:
    return f"{number / 100:,.2f}".rstrip("0").rstrip(".")
