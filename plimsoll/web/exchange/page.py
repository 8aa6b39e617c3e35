"""What the pages of files show: all of them, and one with what was understood of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from plimsoll.actions.exchange import UNDER_WAY
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import ImportState, Matter
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.faults import FaultKind
from plimsoll.queries.comparing import Counted
from plimsoll.queries.exchange import ImportLine, ImportView, older_than
from plimsoll.queries.facts.missing import Missing
from plimsoll.queries.people import Staffing
from plimsoll.queries.undoing import Hindrance, WrittenOn
from plimsoll.web.exchange.deciding import WORDS
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
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

WATCHED = "the watched folder"
BROUGHT = (ImportState.APPLIED, ImportState.UNDOING)
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
    columns = ("File", "Stands", "Facts of", "Sent", "Children", "Open", "Yours to decide")
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
        files=Table("Files that were sent", heads, rows) if rows else None,
        nothing=State("No file yet", "Files that are sent will stand here, the newest first."),
    )


def _file_row(line: ImportLine, as_at: datetime) -> tuple[Cell, ...]:
    by = line.staged_by or WATCHED
    where = "file-progress" if line.state in UNDER_WAY else "file"
    return (
        Cell(line.file_name, reverse(where, args=[line.id])),
        Cell(_stands_since(line, as_at)),
        Cell(on_day(line.facts_on, today=as_at.date()) if line.facts_on else ""),
        Cell(f"{at_time(line.staged_at, as_at=as_at).words}, {by}"),
        Cell(f"{line.children:,}" if line.layout else ""),
        Cell(f"{line.open:,}" if line.layout else ""),
        _to_decide(line),
    )


def _stands_since(line: ImportLine, as_at: datetime) -> str:
    """Its state, and since when where it was brought in."""
    if line.state in BROUGHT and line.applied_at:
        return f"{capital(line.state.label)}, {at_time(line.applied_at, as_at=as_at).words}"
    return capital(line.state.label)


def _to_decide(line: ImportLine) -> Cell:
    """How much waits for whoever looks; and where none does, how much waits for others."""
    others = sum(number for _, number in line.elsewhere)
    if line.to_decide:
        return Cell(f"{line.to_decide:,}", reverse("file-decide", args=[line.id]))
    return Cell(f"{others:,} for others" if others else "0")


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
    changes: Link | None
    elsewhere: str
    elsewhere_kinds: tuple[Fact, ...]
    acts: tuple[Act, ...]
    faults: tuple[Fault, ...] = ()


def file_page(found: ImportView, staffing: Staffing | None = None, *, as_at: datetime) -> FilePage:
    """A file as it stands now. staffing : who is here to take its cases, where that is asked."""
    line, staged = found.line, found.line.state is ImportState.STAGED
    known = line.layout is not None and line.state is not ImportState.READING
    return FilePage(
        line.file_name,
        facts=_facts(found, as_at),
        steps=_steps(found) if staged else (),
        understood=_understood(found) if known else (),
        lists=tuple(_list(name, rows, columns) for name, rows, columns in found.lists) if known else (),
        change=_change(found) if known else (),
        change_title=_change_title(found),
        changes=_changes(found) if known else None,
        elsewhere=_elsewhere(found),
        elsewhere_kinds=tuple(Fact(WORDS[kind].title, f"{number:,}") for kind, number in line.elsewhere),
        acts=_acts(found),
        back=Link("Files", reverse("files")),
        notices=(*_notices(found), *(_untaken(found, staffing) if staffing else ())),
    )


def _untaken(found: ImportView, here: Staffing) -> Iterable[Notice]:
    """That nobody is here to whom the cases could be given, or who could give them, while that can still be mended."""
    if found.line.state is not ImportState.STAGED:
        return
    keeps = Act("To people", href=reverse("people")) if here.keeps else None
    if here.alone and not here.allocators:
        yield Notice(
            "You are the only one here, and see no cases. If you work alone, say so before you bring this file in: once it "
            "adds other people, nobody gives themselves a role. If others work here, add a supervisor or service manager.",
            Tone.WARNING,
            Act("I work alone", href=reverse("set-up-alone")),
        )
    elif not here.allocators:
        yield Notice(
            "Nobody here is a supervisor or service manager yet. The cases would be brought in, and nobody could see those "
            "without a worker, or give them to one. Give somebody that role first.",
            Tone.WARNING,
            keeps,
        )
    elif not here.holders and found.people and not any(person.worker or person.to_add for person in found.people):
        yield Notice(
            "Nobody here holds cases by their role yet, so every case would wait for a worker. Settle the names of the file "
            "under People below, or add practitioners.",
            Tone.WARNING,
            keeps,
        )


def _facts(found: ImportView, as_at: datetime) -> tuple[Fact, ...]:
    line = found.line
    said = [
        Fact("Stands", capital(line.state.label)),
        *([Fact("Layout", capital(line.layout.label))] if line.layout else []),
        *([Fact("Facts of", day_words(line.facts_on))] if line.facts_on else []),
        Fact("Sent", at_time(line.staged_at, as_at=as_at)),
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
    rows = sum(value.rows for value in found.unknown)
    unknown = f"{many(len(found.unknown), 'value')} in {many(rows, 'row')} that we do not know."
    return (
        Task(
            "Date of its facts",
            reverse("file-date", args=[here]),
            day_words(found.line.facts_on) if found.line.facts_on else "",
            hint="The latest day on which something happened in it, unless you said another.",
        ),
        Task("People", reverse("file-people", args=[here]), *_stands(open_people), hint=people),
        Task(
            "Teams",
            reverse("file-teams", args=[here]),
            *_stands(open_teams),
            hint=_teams_said(found),
        ),
        Task(
            "Values",
            reverse("file-values", args=[here]),
            *_stands(len(found.unknown)),
            hint=unknown
            if found.unknown
            else f"{many(len(found.left_out), 'value')} left empty in this file."
            if found.left_out
            else "Every value is known.",
        ),
    )


def _teams_said(found: ImportView) -> str:
    """Which teams the file names, and where its rows go that name none."""
    named = [team for team in found.teams if not team.usual]
    matched, new = sum(team.team is not None for team in named), sum(team.to_add for team in named)
    said = f"{many(len(named), 'team')} in the file: {matched} matched to teams here, {new} to be added."
    usual = (
        f" {many(team.cases, 'case')} without a team {'goes' if team.cases == 1 else 'go'} to "
        f"{'a new team, ' if team.to_add else ''}{team.team_name}."
        for team in found.teams
        if team.usual
    )
    return "".join((said if named else "The file names no team.", *usual))


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
    without = _without(found)
    if not counted.compared:
        return (Fact("Children with open work", f"{counted.open:,}"), without)
    return (
        Fact("New cases", f"{counted.new_cases:,}"),
        Fact("Changed cases", f"{counted.changed_cases:,}"),
        Fact("Unchanged cases", f"{counted.unchanged_cases:,}"),
        Fact("New events in cases already here", f"{counted.new_events:,}"),
        without,
        *_asks(counted),
    )


def _without(found: ImportView) -> Fact:
    """How many open cases would wait for a worker; while names are not settled, that says little, and what to do first."""
    still = sum(not person.settled for person in found.people)
    number = f"{found.counted.unallocated:,}"
    if found.line.state is not ImportState.STAGED or not still or not found.counted.unallocated:
        return Fact("Without a worker", number)
    first = f"{number} until {many(still, 'name')} {_is(still)} settled: match the people first"
    return Fact("Without a worker", first, href=reverse("file-people", args=[found.line.id]))


ALWAYS = (Matter.NOT_IN_FILE, Matter.CLOSED_IN_FILE, Matter.NEW_WORKER)  # what people look for first, none of it too


def _asks(counted: Counted) -> Iterable[Fact]:
    """How much is left to decide, and about how many children where that is another number."""
    asks, of = dict(counted.asks), dict(counted.asked_of)
    for matter in (*ALWAYS, *(matter for matter in asks if matter not in ALWAYS)):
        number, children = asks.get(matter, 0), of.get(matter, 0)
        if (
            matter is Matter.CHANGED_HERE and counted.same_child
        ):  # about whole rows, and told apart from what else changed
            yield Fact("Perhaps another child", f"{counted.same_child:,}")
            number, children = number - counted.same_child, children - counted.same_child
            if not number:
                continue
        about = f" about {many(children, 'child', 'children')}" if number != children else ""
        yield Fact(capital(matter.label), f"{number:,}{about}")


def _changes(found: ImportView) -> Link | None:
    """The way to all of it, child by child."""
    if not found.counted.compared:
        return None
    done = "changed" if found.line.applied_at else "will change"
    return Link(f"What it {done}, child by child", reverse("file-changes", args=[found.line.id]))


def _elsewhere(found: ImportView) -> str:
    """What waits for others, where anything does."""
    number = sum(waiting for _, waiting in found.line.elsewhere)
    if not number:
        return ""
    here = "" if found.sees_cases else " You see no cases, so they are not yours to decide."
    return (
        f"{many(number, 'matter')} {'waits' if number == 1 else 'wait'} for the supervisors, the service manager and "
        f"whoever holds the cases. They find {'it' if number == 1 else 'them'} on their pages.{here}"
    )


def _acts(found: ImportView) -> tuple[Act, ...]:
    line = found.line
    if line.state in (ImportState.STAGED, ImportState.FAILED):
        return (*_bringing_in(found), _leave(line))
    if line.state is ImportState.UNREADABLE:
        date = Act("Say of which day it speaks", href=reverse("file-date", args=[line.id]), main=True)
        return (_leave(line),) if line.facts_on else (date, _leave(line))
    if line.state in UNDER_WAY:
        see = Act("See how far it is", href=reverse("file-progress", args=[line.id]), main=True)
        return (see, _leave(line)) if line.state is ImportState.READING else (see,)
    acts = []
    if line.to_decide:
        acts.append(Act(f"Decide {line.to_decide:,}", href=reverse("file-decide", args=[line.id]), main=True))
    if line.state is ImportState.APPLIED:
        acts.append(Act("Undo this file", href=reverse("file-undo", args=[line.id])))
    return tuple(acts)


def _leave(line: ImportLine) -> Act:
    return Act("Leave it", post=reverse("file-leave", args=[line.id]))


def _bringing_in(found: ImportView) -> tuple[Act, ...]:
    """The act, or why it cannot be done yet; where only values are unknown, these can be left empty."""
    there = reverse("file-apply", args=[found.line.id])
    names, values = sum(not person.settled for person in found.people), len(found.unknown)
    teams = sum(not team.settled for team in found.teams)
    if found.newer:
        key, name, on = found.newer
        shut = Act("Bring it in", why_not=f"A file of a later day, {day_words(on)}, was brought in already.")
        date = Act("Say another date for this file", href=reverse("file-date", args=[found.line.id]), main=True)
        return (shut, date, Act(f"See {name}, to undo it first", href=reverse("file", args=[key])))
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
        return (failed, *_too_old(found), *_brought_before(found))
    if found.line.state is ImportState.UNREADABLE:
        return (Notice(f"This file cannot be used, and nothing was changed. {found.failed}", Tone.WRONG),)
    if found.line.state is ImportState.APPLIED and found.failed:
        return (Notice(f"This file could not be undone: it stands as before. {found.failed}", Tone.WRONG),)
    if found.line.state is ImportState.UNDONE and found.undone_at:
        day = day_words(found.undone_at.astimezone(LONDON).date())
        return (Notice(f"Undone {day} by {found.undone_by}: {found.undone_why}", Tone.WARNING),)
    told = (*_not_there(found), *_lacks(found), *_empty(found)) if found.line.state is ImportState.STAGED else ()
    return (*_too_old(found), *_partial(found), *_lie_ahead(found), *_brought_before(found), *told)


def _lacks(found: ImportView) -> Iterable[Notice]:
    """That columns of dates are not there that the last file had."""
    if found.lacks:
        names = ", ".join(f"“{heading}”" for heading in found.lacks)
        yield Notice(
            f"The last file had {'a column' if len(found.lacks) == 1 else 'columns'} {names}, and this one has not. Dates "
            "that are here already stay as they are, and what is due goes on being counted from them. Of a case that is new "
            "in this file it is not known.",
            Tone.WARNING,
        )


def _not_there(found: ImportView) -> Iterable[Notice]:
    """That a workbook has a list without columns that it should have: what they would say counts as not known."""
    lists: dict[str, list[str]] = {}
    for fault in found.faults:
        if fault.kind == MISSING_COLUMN:
            lists.setdefault(fault.sheet, []).append(f"“{fault.column}”")
    if lists:
        where = "; ".join(f"{', '.join(columns)} in {name}" for name, columns in lists.items())
        yield Notice(
            f"Columns that are not there: {where}. What they would say is not known, and nothing is due by it. Look whether "
            "your system can add them before you bring this file in.",
            Tone.WARNING,
        )


MISSING_COLUMN = FaultKind.MISSING_COLUMN.value
NEVER = {"last_seen": "never seen", "last_visit": "never visited"}


def _empty(found: ImportView) -> Iterable[Notice]:
    """That an empty cell of a day on which the child was seen counts as never."""
    for key, heading, number in found.empty:
        cases = many(number, "open case")
        yield Notice(
            f"“{heading}” is empty for {cases}. An empty cell counts as {NEVER[key]}, unless a date is here already: the "
            "next visit is then due from the day the work began. Fill the cells in, or leave the whole column out if the "
            "file cannot tell.",
            Tone.WARNING,
        )


def _partial(found: ImportView) -> tuple[Notice, ...]:
    """That more of the cases here are missing in the file than are in it, before it is brought in."""
    counted = found.counted
    gone, there = dict(counted.asked_of).get(Matter.NOT_IN_FILE, 0), counted.changed_cases + counted.unchanged_cases
    if found.line.state is not ImportState.STAGED or gone < 2 or gone <= there:
        return ()
    said = (
        f"{many(gone, 'case')} that earlier files had and that are open here are not in this file, and only {there:,} are. "
        "It may hold only a part of your cases. Brought in, it asks of each whether to close it: look whether it is the "
        "whole file first."
    )
    return (Notice(said, Tone.WARNING),)


def _too_old(found: ImportView) -> tuple[Notice, ...]:
    """That the file speaks of an earlier day than one that was brought in, and cannot be."""
    return (Notice(older_than(found.newer[2]), Tone.WARNING),) if found.newer else ()


def _lie_ahead(found: ImportView) -> tuple[Notice, ...]:
    """That days were left out, and that the file's own day is therefore the latest of the others."""
    if not found.capped or not found.line.facts_on:
        return ()
    ahead = sum(fault.kind == FaultKind.LIES_AHEAD for fault in found.faults)
    said = (
        f"{many(ahead, 'date')} in this file {'lies' if ahead == 1 else 'lie'} ahead, and {_is(ahead)} left out: what has "
        f"not come yet cannot have happened. The date of its facts is taken to be {day_words(found.line.facts_on)}. "
        "Look at the faults" + ("." if found.line.state in BROUGHT else ", and say another date if that is wrong.")
    )
    see = Act("See them", href=f"{_faults(found)}?{urlencode({'kind': FaultKind.LIES_AHEAD.value})}")
    return (Notice(said, Tone.WARNING, see),)


def _faults(found: ImportView) -> str:
    return reverse("file-faults", args=[found.line.id])


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
        said=f"A file shows how things stood on one day. What was written here later stays as it is. {_proposed(found)}",
        form=form,
        action=reverse("file-date", args=[found.line.id]),
        button="Save",
        cancel=reverse("file", args=[found.line.id]),
        back=back_to(found),
    )


def _proposed(found: ImportView) -> str:
    if found.line.facts_on is None:
        return "Nothing in this file says of which day it is: give the day on which it was made."
    return f"We propose the latest day on which something happened in this file: {day_words(found.line.facts_on)}."


@dataclass(frozen=True)
class UndoPage(Page):
    """Taking back what a file did, or why that cannot be done: then there is no form, and `written` is in the way."""

    said: tuple[str, ...]
    form: Form | None
    action: str
    cancel: str
    refused: State
    written: Table | None
    instead: tuple[str, ...]


MOST_WRITTEN = 100  # lines of what is in the way: more nobody reads before they bring in a corrected file


def undo_page(found: ImportView, form: Form, hindrance: Hindrance | None, *, as_at: datetime) -> UndoPage:
    """What will happen, in numbers; or what stands in the way."""
    cases = hindrance.cases if hindrance else ()
    return UndoPage(
        "Undo this file",
        said=(
            *_taken_back(found.counted),
            "People and teams that it added stay. Whoever does not belong here is recorded as having left, under People.",
            "What it left to decide is asked no more. The file stays in the list, with who undid it and why.",
        ),
        form=None if hindrance else form,
        action=reverse("file-undo", args=[found.line.id]),
        cancel=reverse("file", args=[found.line.id]),
        refused=_refused(found, hindrance),
        written=_written(cases, as_at) if cases else None,
        instead=INSTEAD if hindrance and not hindrance.file else (),
        back=back_to(found),
        viewed=Viewed(frozenset(one.child for one in cases if one.child), frozenset(one.case for one in cases)),
    )


INSTEAD = (
    "Bring in a corrected file: what it says otherwise takes the place of what this file said, and what people wrote here "
    "stays.",
    "Is only one case wrong? Open it, and put it right or close it there.",
)


def _refused(found: ImportView, hindrance: Hindrance | None) -> State:
    if hindrance and hindrance.file:
        key, name = hindrance.file
        act = Act(f"See {name}", href=reverse("file", args=[key]), main=True)
    elif hindrance and found.line.state is ImportState.APPLIED:
        act = Act("Bring in a corrected file", href=reverse("files"), main=True)
    else:
        act = Act("Back to the file", href=reverse("file", args=[found.line.id]))
    return State("This file cannot be undone now", f"{hindrance.said}." if hindrance else "", act)


def _written(cases: Sequence[WrittenOn], as_at: datetime) -> Table:
    """Who wrote what since, and when, on the cases that the viewer may see."""
    lines = [(one, writing) for one in cases for writing in one.writings]
    heads = ("Case", "Reference", "Who wrote", "What", "When")
    more = f": the first {MOST_WRITTEN} of {len(lines):,}" if len(lines) > MOST_WRITTEN else ""
    rows = tuple(
        (
            Cell(one.name or one.reference, reverse("case", args=[one.case])),
            Cell(one.reference),
            Cell(writing.by or "Plimsoll itself"),
            Cell(capital(writing.what)),
            Cell(at_time(writing.at, as_at=as_at)),
        )
        for one, writing in lines[:MOST_WRITTEN]
    )
    return Table(f"What was written since, on cases that you may see{more}", tuple(map(Column, heads)), rows)


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


def ended_page(found: ImportView, lacking: Missing | None = None) -> ProgressPage:
    """A file that was brought in, or could not be. lacking : what is missing of teams and people now, for who keeps them."""
    applied = found.line.state is ImportState.APPLIED
    return ProgressPage(
        "The file is brought in" if applied else "The file could not be brought in",
        progress=None,
        ended=_ended(found, reverse("file", args=[found.line.id])),
        change=_change(found) if applied else (),
        back=back_to(found),
        notices=tuple(_lacking(lacking)) if applied and lacking else (),
    )


def _lacking(lacking: Missing) -> Iterable[Notice]:
    """What to do next where people or teams came with a file: what is missing of them, and where it is put right."""
    still = [
        f"{many(number, what)} {without}"
        for number, what, without in (
            (len(lacking.supervisor), "team", "without a supervisor"),
            (lacking.people, "case holder", "without hours or team"),
        )
        if number
    ]
    if still:
        said = f"Next: {' and '.join(still)}. Put that right, and let people in, under People."
        yield Notice(said, act=Act("To people", href=reverse("people")))


def _ended(found: ImportView, file: str) -> State:
    line = found.line
    if line.state is ImportState.FAILED:
        said = f"Nothing was changed: it is as if it had not begun. {found.failed}"
        return State("What happened", said, Act("Back to the file", href=file, main=True))
    if line.to_decide:
        act = Act(f"Decide {line.to_decide:,}", href=reverse("file-decide", args=[line.id]), main=True)
        said = f"Nothing is closed or overwritten by a file alone. {_elsewhere(found)}".strip()
        return State("Some of it is for people to decide", said, act)
    see = Act("See the file", href=file, main=True)
    if line.elsewhere:
        return State("Some of it is for others to decide", _elsewhere(found), see)
    if not found.sees_cases:
        return State(
            "It is on record",
            "Nothing that you may know of waits for a decision. Whoever holds the cases finds them in their caseload; "
            "you see no cases.",
            see,
        )
    return State("Nothing is left to decide", "The cases are in their caseloads.", see)


def back_to(found: ImportView) -> Link:
    """One step back, to the file."""
    return Link(found.line.file_name, reverse("file", args=[found.line.id]))
