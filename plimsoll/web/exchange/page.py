"""What the pages of files show: all of them, and one with what was understood of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import ImportState
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.exchange import Counted, ImportLine, ImportView
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import (
    Act,
    Cell,
    Column,
    Fact,
    Fault,
    Link,
    Notice,
    Progress,
    State,
    Table,
    Task,
    Tone,
)
from plimsoll.web.times import at_time, on_day

REFRESH_SECONDS = 2
WATCHED = "the watched folder"
SETTLED, OPEN = "settled", "to settle"


def many(number: int, word: str, plural: str = "") -> str:
    """A number with its word.

    >>> many(1, "child", "children"), many(1200, "case"), many(0, "child", "children")
    ('1 child', '1,200 cases', '0 children')
    """
    return f"{number:,} {word if number == 1 else plural or f'{word}s'}"


# ---- all files -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FilesPage(Page):
    """Bringing a file in, and those that were."""

    form: Form
    action: str
    megabytes: int
    links: tuple[Link, ...]
    files: Table | None
    nothing: State


def files_page(found: Sequence[ImportLine], form: Form, *, as_at: datetime, megabytes: int) -> FilesPage:
    """The files, the newest first."""
    columns = ("File", "Stands", "Facts of", "Brought in", "Children", "Open", "Yours to decide")
    heads = tuple(Column(text, number=n > 3) for n, text in enumerate(columns))
    rows = tuple(_file_row(line, as_at) for line in found)
    return FilesPage(
        "Files",
        form=form,
        action=reverse("files"),
        megabytes=megabytes,
        links=(
            Link("Which columns a plain table can have", reverse("file-columns")),
            Link("An example of a plain table", reverse("file-example")),
        ),
        files=Table("Files that were brought in", heads, rows) if rows else None,
        nothing=State("No file yet", "Files that are brought in will stand here, the newest first."),
    )


def _file_row(line: ImportLine, as_at: datetime) -> tuple[Cell, ...]:
    by = line.staged_by or WATCHED
    where = "file-progress" if line.state is ImportState.APPLYING else "file"
    return (
        Cell(line.file_name, reverse(where, args=[line.id])),
        Cell(sentence(line.state.label)),
        Cell(on_day(line.facts_on, today=as_at.date())),
        Cell(f"{day_words(line.staged_at.astimezone(LONDON).date())}, {by}"),
        Cell(f"{line.children:,}"),
        Cell(f"{line.open:,}"),
        Cell(f"{line.to_decide:,}", reverse("file-decide", args=[line.id]) if line.to_decide else ""),
    )


# ---- one file ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FilePage(Page):
    """One file: what is left to settle, what was understood, what it changes, and what can be done with it."""

    facts: tuple[Fact, ...]
    steps: tuple[Task, ...]
    understood: tuple[Task, ...]
    lists: tuple[Table, ...]
    change: tuple[Fact, ...]
    change_title: str
    acts: tuple[Act, ...]
    faults: tuple[Fault, ...] = ()


def file_page(found: ImportView, *, as_at: datetime) -> FilePage:
    """A file as it stands now."""
    line, staged = found.line, found.line.state is ImportState.STAGED
    return FilePage(
        line.file_name,
        facts=_facts(found, as_at),
        steps=_steps(found) if staged else (),
        understood=_understood(found),
        lists=tuple(_list(name, rows, columns) for name, rows, columns in found.lists),
        change=_change(found),
        change_title=_change_title(found),
        acts=_acts(found),
        back=Link("Files", reverse("files")),
        notices=_notices(found),
    )


def _facts(found: ImportView, as_at: datetime) -> tuple[Fact, ...]:
    line = found.line
    said = [
        Fact("Stands", sentence(line.state.label)),
        Fact("Layout", sentence(line.layout.label)),
        Fact("Facts of", day_words(line.facts_on)),
        Fact("Read", at_time(line.staged_at, as_at=as_at)),
        Fact("By", line.staged_by or WATCHED),
    ]
    if line.applied_at:
        said.append(Fact("Brought in", at_time(line.applied_at, as_at=as_at)))
    if line.to_decide:
        said.append(Fact("To decide", f"{line.to_decide:,}", href=reverse("file-decide", args=[line.id])))
    return tuple(said)


def _steps(found: ImportView) -> tuple[Task, ...]:
    """What a person settles before the file is brought in."""
    here = found.line.id
    open_people = sum(not person.settled for person in found.people)
    matched, new = (
        sum(person.worker is not None for person in found.people),
        sum(person.to_add for person in found.people),
    )
    people = f"{many(len(found.people), 'name')} in the file: {matched} matched to people here, {new} to be added."
    open_teams = sum(not team.settled for team in found.teams)
    teams_matched, teams_new = (
        sum(team.team is not None for team in found.teams),
        sum(team.to_add for team in found.teams),
    )
    teams = (
        f"{many(len(found.teams), 'team')} in the file: {teams_matched} matched to teams here, {teams_new} to be added."
    )
    rows = sum(value.rows for value in found.unknown)
    unknown = f"{many(len(found.unknown), 'value')} in {many(rows, 'row')} that we do not know."
    return (
        Task(
            "Date of its facts",
            reverse("file-date", args=[here]),
            day_words(found.line.facts_on),
            hint="The latest day on which something happened in it, unless you said another.",
        ),
        Task("People", reverse("file-people", args=[here]), *_stands(open_people), hint=people),
        Task(
            "Teams",
            reverse("file-teams", args=[here]),
            *_stands(open_teams),
            hint=teams if found.teams else "The file names no team.",
        ),
        Task(
            "Values",
            reverse("file-values", args=[here]),
            *_stands(len(found.unknown)),
            hint=unknown if found.unknown else "Every value is known.",
        ),
    )


def _stands(still: int) -> tuple[str, str]:
    return (f"{still:,} {OPEN}", "line") if still else (SETTLED, "good")


def _understood(found: ImportView) -> tuple[Task, ...]:
    here, counted = found.line.id, found.counted
    closed = counted.children - counted.open
    return (
        Task(
            "Children",
            reverse("file-children", args=[here]),
            f"{counted.children:,}",
            hint=f"{counted.open:,} with open work, {closed:,} without. Each is accounted for.",
        ),
        Task(
            "Faults",
            reverse("file-faults", args=[here]),
            f"{len(found.faults):,}",
            hint="What could not be read as it stands, and what was done about it.",
        ),
    )


def _list(name: str, rows: int, columns: tuple[str, ...]) -> Table:
    return Table(
        f"{name}: {many(rows, 'row')}", (Column("Columns understood"),), tuple((Cell(each),) for each in columns)
    )


def _change_title(found: ImportView) -> str:
    if not found.counted.compared:
        return "What it holds"
    return "What will change" if found.line.state is ImportState.STAGED else "What it changed"


def _change(found: ImportView) -> tuple[Fact, ...]:
    """In numbers; how the file compares with the records for those alone who may see these."""
    counted = found.counted
    without = Fact("Without a worker", f"{counted.unallocated:,}")
    if not counted.compared:
        return (Fact("Children with open work", f"{counted.open:,}"), without)
    return (
        Fact("New cases", f"{counted.new_cases:,}"),
        Fact("Changed cases", f"{counted.changed_cases:,}"),
        Fact("Unchanged cases", f"{counted.unchanged_cases:,}"),
        Fact("New events in cases already here", f"{counted.new_events:,}"),
        without,
    )


def _acts(found: ImportView) -> tuple[Act, ...]:
    line = found.line
    if line.state in (ImportState.STAGED, ImportState.FAILED):
        return (*_bringing_in(found), Act("Leave it", post=reverse("file-leave", args=[line.id])))
    if line.state is ImportState.APPLYING:
        return (Act("See how far it is", href=reverse("file-progress", args=[line.id]), main=True),)
    acts = []
    if line.to_decide:
        acts.append(Act(f"Decide {line.to_decide:,}", href=reverse("file-decide", args=[line.id]), main=True))
    if found.may_undo:
        acts.append(Act("Undo this file", href=reverse("file-undo", args=[line.id])))
    return tuple(acts)


def _bringing_in(found: ImportView) -> tuple[Act, ...]:
    """The act, or why it cannot be done yet; where only values are unknown, these can be left empty."""
    there = reverse("file-apply", args=[found.line.id])
    names, values = sum(not person.settled for person in found.people), len(found.unknown)
    teams = sum(not team.settled for team in found.teams)
    if not names and not teams and not values:
        return (Act("Bring it in", post=there, main=True),)
    still = [f"who {many(names, 'name')} {_is(names)}"] if names else []
    still += [f"which {many(teams, 'team')} {_is(teams)} meant"] if teams else []
    still += [f"what {many(values, 'value')} {'means' if values == 1 else 'mean'}"] if values else []
    refused = Act("Bring it in", why_not=f"Say first {', and '.join(still)}.")
    if names or teams:
        return (refused,)
    without = Act(f"Bring it in with {_them(values)} left empty", post=there, fields=(("leave_unknown", "yes"),))
    return (refused, without)


def _notices(found: ImportView) -> tuple[Notice, ...]:
    if found.line.state is ImportState.FAILED:
        failed = Notice(f"This file could not be brought in, and nothing was changed. {found.failed}", Tone.WRONG)
        return (failed, *_brought_before(found))
    if found.line.state is ImportState.UNDONE and found.undone_at:
        day = day_words(found.undone_at.astimezone(LONDON).date())
        return (Notice(f"Undone {day} by {found.undone_by}: {found.undone_why}", Tone.WARNING),)
    return _brought_before(found)


def _brought_before(found: ImportView) -> tuple[Notice, ...]:
    """That the very same file was brought in already."""
    if found.brought_before is None:
        return ()
    at, name = found.brought_before
    by = f" by {name}" if name else ""
    said = f"This file was brought in on {day_words(at.astimezone(LONDON).date())}{by}."
    return (Notice(f"{said} You may bring it in again: what has not changed since stays as it is.", Tone.WARNING),)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def sentence(text: str) -> str:
    """A text as one begins.

    >>> sentence("no day")
    'No day'
    """
    return text[:1].upper() + text[1:]


# ---- about one file ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskPage(Page):
    """One question about a file."""

    said: str
    form: Form
    action: str
    button: str
    cancel: str


def date_page(found: ImportView, form: Form) -> AskPage:
    """The day of which the file speaks."""
    return AskPage(
        "Date of its facts",
        said="A file shows how things stood on one day. What was written here later stays as it is. We propose the latest "
        f"day on which something happened in this file: {day_words(found.line.facts_on)}.",
        form=form,
        action=reverse("file-date", args=[found.line.id]),
        button="Save",
        cancel=reverse("file", args=[found.line.id]),
        back=back_to(found),
    )


@dataclass(frozen=True)
class UndoPage(Page):
    """Taking back what a file did, or why that cannot be done."""

    said: tuple[str, ...]
    form: Form | None
    action: str
    cancel: str
    refused: State


def undo_page(found: ImportView, form: Form) -> UndoPage:
    """What will happen, in numbers."""
    return UndoPage(
        "Undo this file",
        said=(
            *_taken_back(found.counted),
            "What it left to decide is asked no more. The file stays in the list, with who undid it and why.",
        ),
        form=form if found.may_undo else None,
        action=reverse("file-undo", args=[found.line.id]),
        cancel=reverse("file", args=[found.line.id]),
        refused=State(
            "This file cannot be undone any more",
            "Only the newest file that was brought in can be undone, and only while nobody has worked on what it brought.",
            Act("Back to the file", href=reverse("file", args=[found.line.id])),
        ),
        back=back_to(found),
    )


def _taken_back(counted: Counted) -> tuple[str, ...]:
    if not counted.compared:
        return ("Cases that it opened are taken back, and cases that it changed stand again as before.",)
    return (
        f"Cases that it opened, and that are taken back with all that is in them: {counted.new_cases:,}.",
        f"Cases that it changed, and that stand again as before: {counted.changed_cases:,}.",
        f"Events that it brought to cases that were here, and that are taken back: {counted.new_events:,}.",
    )


@dataclass(frozen=True)
class ProgressPage(Page):
    """How far a file is, and how it ended."""

    progress: Progress | None
    ended: State | None
    change: tuple[Fact, ...]


def progress_page(found: ImportView) -> ProgressPage:
    """A file that is brought in just now, or was."""
    line = found.line
    file = reverse("file", args=[line.id])
    titles = {
        ImportState.APPLYING: "Bringing the file in",
        ImportState.APPLIED: "The file is brought in",
        ImportState.FAILED: "The file could not be brought in",
    }
    running = line.state is ImportState.APPLYING
    return ProgressPage(
        titles.get(line.state, line.file_name),
        progress=_progress(found) if running else None,
        ended=None if running else _ended(found, file),
        change=_change(found) if line.state is ImportState.APPLIED else (),
        refresh_seconds=REFRESH_SECONDS if running else 0,
        back=Link(line.file_name, file),
    )


def _progress(found: ImportView) -> Progress:
    said = f"{found.done:,} of {many(found.total, 'child', 'children')}" if found.total else "About to begin"
    return Progress(said, found.done / found.total if found.total else None)


def _ended(found: ImportView, file: str) -> State:
    line = found.line
    if line.state is ImportState.FAILED:
        said = f"Nothing was changed: it is as if it had not begun. {found.failed}"
        return State("What happened", said, Act("Back to the file", href=file, main=True))
    if line.state is ImportState.APPLIED:
        if line.to_decide:
            act = Act(f"Decide {line.to_decide:,}", href=reverse("file-decide", args=[line.id]), main=True)
            return State("Some of it is for people to decide", "Nothing is closed or overwritten by a file alone.", act)
        return State(
            "Nothing is left for you to decide",
            "The cases are in their caseloads. What is for others to decide waits for them.",
            Act("See the file", href=file, main=True),
        )
    return State(
        "Nothing is under way", "This file is not being brought in now.", Act("See the file", href=file, main=True)
    )


def back_to(found: ImportView) -> Link:
    """One step back, to the file."""
    return Link(found.line.file_name, reverse("file", args=[found.line.id]))
