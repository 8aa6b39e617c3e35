"""What the pages of drafts of the criteria show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from plimsoll.actions.criteria import GIVEN_UP
from plimsoll.core.priority.changes import beside, moving
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.criteria_text import digest
from plimsoll.core.priority.rehearsal import TOP
from plimsoll.core.priority.told import day_in_words
from plimsoll.core.priority.worked import Worked
from plimsoll.queries.criteria_drafts import Draft, ListChanges, Rehearsed
from plimsoll.queries.rehearsed import Seen
from plimsoll.web.criteria.forms import Numbers
from plimsoll.web.criteria.page import WorkedRun, worked_run
from plimsoll.web.criteria.rehearsal import summary
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Fact, Link, Notice, Progress, Table, Tone
from plimsoll.web.times import LONDON

REFRESH_SECONDS = 2
WHO_APPROVES = (
    "Somebody who may settle criteria approves it, and neither who began it nor who changed it last, where your "
    "organisation has such a person. It holds from the day they say; every order of work then names its version."
)

OWN = (
    "You worked on this draft yourself. You may approve it only because nobody else here may settle criteria, and the "
    "history of the versions says so."
)


@dataclass(frozen=True)
class DraftsPage(Page):
    """Drafts, and (for whoever may settle criteria) beginning one."""

    form: Form | None
    action: str
    table: Table | None


def drafts_page(form: Form | None, drafts: Iterable[Draft]) -> DraftsPage:
    """Every draft, the one that was changed last first."""
    rows = tuple(
        (
            Cell(draft.criteria.title, href=reverse("criteria-draft", args=[draft.id])),
            Cell(draft.why),
            Cell(f"{draft.drafted_by}, {_day(draft.drafted_at)}"),
            Cell(_stands(draft)),
        )
        for draft in drafts
    )
    columns = (Column("Draft"), Column("What it is to make better"), Column("Begun by"), Column("Where it stands"))
    return DraftsPage(
        "Drafts of the criteria",
        form=form,
        action=reverse("criteria-drafts"),
        table=Table("Drafts", columns, rows) if rows else None,
        back=Link("How the order of work is made", reverse("criteria")),
    )


def _stands(draft: Draft) -> str:
    if draft.approved_at is not None:
        return f"approved by {draft.approved_by}: version {draft.became}"
    if draft.left_at is not None:
        return "left"
    if draft.rehearsed_at is not None:
        return "rehearsed, to be approved"
    return "being rehearsed" if draft.is_running else "to be rehearsed"


@dataclass(frozen=True)
class Outcome:
    """What a rehearsal showed of the whole organisation: sentences, and a table of numbers for each team."""

    said: tuple[str, ...]
    teams: tuple[Table, ...]


@dataclass(frozen=True)
class DraftPage(Page):
    """One draft: what is different, how it orders worked cases, what it would change, and who may approve it.

    changes : what can move a place; beside : what cannot; outcome : the numbers of the whole organisation; shows : whether
    the viewer is shown cases; seen : whether there is something to show; lists : those on which it changes something.
    """

    facts: tuple[Fact, ...]
    why: str
    compared: str
    changes: tuple[str, ...]
    beside: tuple[str, ...]
    worked: tuple[WorkedRun, ...]
    progress: Progress | None
    failed: str
    outcome: Outcome | None
    shows: bool
    seen: bool
    lists: Table | None
    rehearse: Act | None
    acts: tuple[Act, ...]
    approve: Act | None
    rule: str = WHO_APPROVES


def draft_page(
    draft: Draft,
    now: CriteriaSet,
    worked: Iterable[Worked],
    found: Rehearsed | None,
    seen: Seen | None,
    *,
    settles: bool,
    shows: bool,
    may_approve: bool,
    as_at: datetime,
    fault: str = "",
) -> DraftPage:
    """One draft. settles : the viewer may change and rehearse it; shows : the viewer may be shown what it does to cases."""

    def to(name: str) -> str:
        return reverse(name, args=[draft.id])

    running = draft.is_running and draft.is_open and draft.asked_at is not None and as_at - draft.asked_at < GIVEN_UP
    ready = draft.rehearsed_at is not None
    acts: tuple[Act, ...] = ()
    approve = rehearse = None
    if draft.is_open and settles:
        acts = (
            Act("Change it", href=to("criteria-draft-change")),
            Act("Change it as text", href=to("criteria-draft-text")),
            Act("Leave this draft", post=to("criteria-draft-leave")),
        )
        rehearse = Act(
            "Rehearse it again" if ready else "Rehearse it", post=to("criteria-draft-rehearse"), main=not ready
        )
        if not ready:
            approve = Act("Approve it", why_not="Rehearse it first: nobody has seen yet what it would change.")
        elif not may_approve:
            approve = Act("Approve it", why_not="You worked on this draft yourself: somebody else has to approve it.")
        else:
            approve = Act("Approve it", href=f"{to('criteria-draft-approve')}?read={digest(draft.text)}", main=True)
    return DraftPage(
        f"Draft: {draft.criteria.title}",
        facts=_facts(draft),
        why=draft.why,
        compared=f"{now.title}, version {now.version}, which holds now",
        changes=moving(now, draft.criteria),
        beside=beside(now, draft.criteria),
        worked=tuple(worked_run(one, draft.criteria) for one in worked),
        progress=_progress(draft) if running else None,
        failed=draft.failed,
        outcome=_outcome(found) if found else None,
        shows=shows,
        seen=seen is not None,
        lists=summary(seen, draft.id) if seen else None,
        rehearse=None if running else rehearse,
        acts=acts,
        approve=approve,
        refresh_seconds=REFRESH_SECONDS if running else 0,
        notices=(Notice(fault, Tone.WRONG),) if fault else (),
        back=Link("Drafts of the criteria", reverse("criteria-drafts")),
    )


def _facts(draft: Draft) -> tuple[Fact, ...]:
    facts = [
        Fact("Begun by", f"{draft.drafted_by}, {_day(draft.drafted_at)}"),
        Fact("Last changed by", f"{draft.changed_by}, {_day(draft.changed_at)}"),
        Fact("Where it stands", _stands(draft)),
    ]
    if draft.holds_from is not None:
        facts.append(Fact("Holds from", day_in_words(draft.holds_from)))
    return tuple(facts)


def _progress(draft: Draft) -> Progress:
    said = f"{draft.done:,} of {draft.total:,} cases" if draft.total else "About to begin"
    return Progress(said, draft.done / draft.total if draft.total else None)


def _outcome(found: Rehearsed) -> Outcome:
    tops = [one for one in found.lists if one.entered or one.left or one.moved]
    said = (
        f"Tried on {found.cases:,} open cases on {_many(found.all_lists, 'list')}, against {found.criteria}. "
        "Cases restricted to named people are never part of it.",
        f"The first {TOP} change on {_many(len(tops), 'list')}: {_many(sum(one.entered for one in tops), 'case')} come in, "
        f"{sum(one.left for one in tops):,} go out, {sum(one.moved for one in tops):,} change places.",
        f"{_many(found.up, 'case')} go to a higher band, {found.down:,} to a lower one.",
    )
    ordered = sorted(found.lists, key=lambda one: (not one.team, one.team))
    teams = [_team(team, list(lists)) for team, lists in groupby(ordered, key=lambda one: one.team)]
    return Outcome(said, tuple(teams))


NUMBERS = ("entered", "left", "moved", "up", "down")


def _team(team: str, lists: list[ListChanges]) -> Table:
    columns = (
        Column("Whose list"),
        Column(f"Into the first {TOP}", number=True),
        Column("Out of them", number=True),
        Column("Other places", number=True),
        Column("Band up", number=True),
        Column("Band down", number=True),
    )
    rows = tuple((Cell(one.name), *(Cell(f"{getattr(one, number):,}") for number in NUMBERS)) for one in lists)
    total = tuple(Cell(f"{sum(getattr(one, number) for one in lists):,}") for number in NUMBERS)
    total = (Cell("All of them"), *total) if len(lists) > 1 else ()
    return Table(team or "In no team", columns, rows, total=total)


@dataclass(frozen=True)
class ChangePage(Page):
    """The numbers of a draft in a form."""

    form: Numbers
    action: str
    cancel: str


def change_page(form: Numbers, draft: Draft) -> ChangePage:
    """The numbers of a draft."""
    here = reverse("criteria-draft", args=[draft.id])
    return ChangePage(
        "Change the draft",
        form=form,
        action=reverse("criteria-draft-change", args=[draft.id]),
        cancel=here,
        back=Link(f"Draft: {draft.criteria.title}", here),
    )


@dataclass(frozen=True)
class AskPage(Page):
    """One form about a draft, with what it is for."""

    said: tuple[str, ...]
    form: Form
    action: str
    button: str
    cancel: str


def text_page(form: Form, draft: Draft) -> AskPage:
    """The draft as its text."""
    return _ask(draft, "Change the draft as text", (), form, "criteria-draft-text", "Save")


def approve_page(form: Form, draft: Draft, now: CriteriaSet, *, own: bool) -> AskPage:
    """The last question before it holds. own : whoever is asked worked on the draft."""
    changes = len(moving(now, draft.criteria))
    said = (
        f"{_many(changes, 'thing') if changes else 'Nothing'} that can move a place will be different from {now.title}, "
        f"version {now.version}.",
        "From that day on, every order of work is made by it and names its version. Orders that were confirmed before stay "
        "as they were.",
        "Your name stands with it, for everybody who works by it.",
        *((OWN,) if own else ()),
    )
    return _ask(draft, "Approve the draft", said, form, "criteria-draft-approve", "Approve it")


def _ask(draft: Draft, title: str, said: tuple[str, ...], form: Form, name: str, button: str) -> AskPage:
    here = reverse("criteria-draft", args=[draft.id])
    return AskPage(
        title,
        said=said,
        form=form,
        action=reverse(name, args=[draft.id]),
        button=button,
        cancel=here,
        back=Link(f"Draft: {draft.criteria.title}", here),
    )


def _day(at: datetime) -> str:
    return day_in_words(at.astimezone(LONDON).date())


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
