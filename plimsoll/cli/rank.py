"""`plimsoll rank`: a workbook in, every worker's order of work out. Touches files and engines only: no database."""

import csv
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from plimsoll.cli.answer import Answer, rank_workbook, shipped
from plimsoll.cli.ranking_csv import write_csv
from plimsoll.cli.ranking_json import write_json
from plimsoll.cli.ranking_table import write_table
from plimsoll.core.calendar import HOLIDAY_YEARS, day_of, moment
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.rulebook import parse as parse_rulebook
from plimsoll.core.strict import FaultyData
from plimsoll.core.workload.reading import parse as parse_scheme
from plimsoll.formats.annex_a.faults import Fault
from plimsoll.formats.annex_a.people import person_key
from plimsoll.formats.annex_a.reading import read
from plimsoll.formats.annex_a.tables import AnnexA
from plimsoll.formats.cells import harmless
from plimsoll.formats.sheets import UnusableFile

NINE = time(9)  # what a reporting date without a time means
UNUSABLE = 2  # exit status for input that cannot be used
WEEK_HOURS = 168


class Unusable(Exception):
    """Input that cannot be used; the message is the one sentence to show."""


class Format(StrEnum):
    """What the answer looks like."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def rank_command(
    workbook: Annotated[Path, typer.Argument(help="Annex A: .xlsx, .xls, .ods, or a folder or zip of CSVs.")],
    as_at: Annotated[
        str | None,
        typer.Option(help="Reporting date, 2026-11-23, or moment, 2026-11-23T14:30. A date means 09:00 in London."),
    ] = None,
    worker: Annotated[str | None, typer.Option(help="Only this worker's caseload.")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team's caseloads.")] = None,
    form: Annotated[Format, typer.Option("--format", help="What the answer looks like.")] = Format.TABLE,
    faults: Annotated[Path | None, typer.Option(help="Write every fault of the workbook to this CSV file.")] = None,
    choose: Annotated[
        list[str] | None, typer.Option(help="Choose a local timescale, such as cp_visit_10wd. May be repeated.")
    ] = None,
    rules: Annotated[Path | None, typer.Option(help="Your organisation's own rulebook, laid over England's.")] = None,
    criteria: Annotated[Path | None, typer.Option(help="Your own criteria set in place of the one that ships.")] = None,
    scheme: Annotated[Path | None, typer.Option(help="Your own workload scheme in place of ours.")] = None,
    hours: Annotated[
        float | None, typer.Option(help="Contracted hours a week taken for every worker. Full time if not given.")
    ] = None,
) -> None:
    """Put every worker's caseload in an Annex A workbook in order of work, with reasons."""
    try:
        answer = _answer(workbook, as_at, choose or [], rules, criteria, scheme, hours)
        chosen = _choice(answer, worker, team)
        if faults is not None:
            write_faults(faults, answer.faults, but_not=workbook)
    except (Unusable, UnusableFile, FaultyData) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(UNUSABLE) from None
    _show(answer, chosen, form, worker=worker, team=team, written=faults)


def _answer(
    workbook: Path,
    as_at: str | None,
    choose: list[str],
    rules: Path | None,
    criteria: Path | None,
    scheme: Path | None,
    hours: float | None,
) -> Answer:
    at = None if as_at is None else parse_moment(as_at)
    if hours is not None and not 0 <= hours <= WEEK_HOURS:
        raise Unusable(f"--hours {hours:g} is not a number of hours in a week: give one from 0 to {WEEK_HOURS}.")
    book = _rulebook(rules, choose)
    criteria_set = criteria_sets.parse(_text(criteria, "criteria/statutory.toml"), _what(criteria, "The criteria set"))
    workload = parse_scheme(_text(scheme, "schemes/plimsoll_hours.toml"), _what(scheme, "The workload scheme"))
    with _Progress() as progress:
        annex = read(workbook, progress=progress)
    when = _proposed(annex, at)
    _warn_if_not_in_force(when, criteria_set if criteria else None, book if rules else None)
    contracted = workload.filled("full_time_hours", workload.full_time_hours) if hours is None else round(hours * 100)
    return rank_workbook(annex, as_at=when, rulebook=book, criteria=criteria_set, scheme=workload, hours=contracted)


def _warn_if_not_in_force(at: int, *own: CriteriaSet | Rulebook | None) -> None:
    """An organisation's own data, used for a day before it came into force."""
    for data in own:
        if data is not None and day_of(at) < data.in_force_from:
            begins = f"{data.in_force_from:%d %B %Y}"
            typer.echo(
                f"'{data.title}' is in force from {begins}; it is used for the earlier date all the same.", err=True
            )


def parse_moment(text: str) -> int | date:
    """A reporting date, or a moment in London.

    Raises
    ------
    Unusable : the text is neither.
    """
    for form in (date.fromisoformat, lambda text: moment(datetime.fromisoformat(text))):
        with suppress(ValueError, OverflowError):
            return _within_the_calendar(form(text))
    raise Unusable(f"--as-at '{text}' is not a date: write it as 2026-11-23, or with a time as 2026-11-23T14:30.")


def _within_the_calendar(at: int | date) -> int | date:
    """The same, provided that bank holidays are known for its year."""
    year = (at if isinstance(at, date) else day_of(at)).year
    if year not in HOLIDAY_YEARS:
        first, last = HOLIDAY_YEARS[0], HOLIDAY_YEARS[-1]
        raise Unusable(f"The reporting date must lie in {first} to {last}, not in {year}: say another with --as-at.")
    return at


def _proposed(annex: AnnexA, at: int | date | None) -> int:
    """The moment to rank at; without one, the day of the latest event in the file. A day means 09:00 in London."""
    if at is not None and annex.latest_event is not None:
        _warn_of_later_events(day_of(at) if isinstance(at, int) else at, annex.latest_event)
    if isinstance(at, int):
        return at
    if at is None:
        if annex.latest_event is None:
            raise Unusable("The workbook holds no date of anything that happened: say the reporting date with --as-at.")
        at = annex.latest_event
        _within_the_calendar(at)
        typer.echo(
            f"No reporting date given: taking {at:%d %B %Y}, the latest event in the file. Say another with --as-at.",
            err=True,
        )
    return moment(datetime.combine(at, NINE))


def _warn_of_later_events(day: date, latest: date) -> None:
    """A date of last year, given by a slip, would make nothing due."""
    if day < latest:
        typer.echo(f"The file goes on to {latest:%d %B %Y}; what happened after {day:%d %B %Y} is left out.", err=True)


def _rulebook(own: Path | None, choose: list[str]) -> Rulebook:
    book = parse_rulebook(shipped("england.toml"), "The rulebook of England")
    if own is not None:
        book = book.overridden_by(parse_rulebook(_text(own, ""), f"The rulebook '{own.name}'"))
    return book.choosing([*book.chosen, *choose]) if choose else book


def _text(own: Path | None, path: str) -> str:
    """The text of one's own data file, or of the one that ships."""
    if own is None:
        return shipped(path)
    try:
        return own.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Unusable(f"'{own}' cannot be read as a text file: check the name and the folder.") from None


def _what(own: Path | None, usual: str) -> str:
    return usual if own is None else f"{usual} '{own.name}'"


class _Progress:
    """A bar on standard error while a long file is read; nothing where no one is looking."""

    def __enter__(self) -> "_Progress":
        self._bar = None
        if sys.stderr.isatty():
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - slow to load

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} rows"), TimeElapsedColumn(),
                stderr=True, transient=True,
            )  # fmt: skip
            self._bar.start()
            self._tasks: dict[str, int] = {}
        return self

    def __call__(self, sheet: str, rows: int) -> None:
        if self._bar is not None:
            if sheet not in self._tasks:
                self._tasks[sheet] = self._bar.add_task(f"Reading {sheet}", total=None)
            self._bar.update(self._tasks[sheet], completed=rows)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _choice(answer: Answer, worker: str | None, team: str | None) -> list[int]:
    """Workers to show, NOBODY last, by name.

    Raises
    ------
    Unusable : nobody in the workbook has that name; the sentence offers the nearest.
    """
    file = answer.file
    chosen = [*range(len(file.workers)), NOBODY]
    if worker is not None:
        chosen = [at for at, name in enumerate(file.workers) if person_key(name) == person_key(worker)]
        if not chosen:
            raise Unusable(f"No worker '{worker}' has open cases in the workbook.{_nearest(worker, file.workers)}")
    if team is not None:
        teams = {name for name in file.team if name}
        wanted = {name for name in teams if name.casefold() == team.strip().casefold()}
        if not wanted:
            raise Unusable(f"No team '{team}' has open cases in the workbook.{_nearest(team, sorted(teams))}")
        members = {at for at, name in enumerate(file.teams) if name in wanted}
        # A worker whose cases mostly name another team still holds what is this team's.
        members |= {at for at, name in zip(file.caseload.worker.tolist(), file.team, strict=True) if name in wanted}
        chosen = [at for at in chosen if at in members or (at == NOBODY and worker is None)]
        if not chosen:
            raise Unusable(f"'{worker}' has no open cases of the team '{team}' in the workbook: leave one of them out.")
    return chosen


def _nearest(name: str, names: Iterable[str]) -> str:
    known = {person_key(known): known for known in names}
    near = [known[key] for key in get_close_matches(person_key(name), known, n=3, cutoff=0.5)] or [*known.values()][:5]
    return f" There is, for example: {', '.join(near)}." if near else ""


def write_faults(path: Path, found: Iterable[Fault], *, but_not: Path) -> None:
    """Every fault of the workbook as CSV, one a row; `but_not` is the workbook itself, which is never written over.

    Raises
    ------
    Unusable : the file cannot be written.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["sheet", "row", "column", "kind", "found", "done"])
    for fault in found:
        cells = [fault.sheet, fault.row or "", fault.column or "", fault.kind.value, fault.found, fault.done]
        writer.writerow([harmless(cell) for cell in cells])
    try:
        if path.exists() and path.samefile(but_not):
            raise Unusable(f"--faults '{path}' is the workbook itself: give the faults a file of their own.")
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as refusal:
        raise Unusable(f"'{path}' cannot be written ({refusal.strerror}): check the folder.") from None


def _show(
    answer: Answer, chosen: list[int], form: Format, *, worker: str | None, team: str | None, written: Path | None
) -> None:
    if isinstance(sys.stdout, TextIOWrapper):  # names may hold letters that the terminal's own encoding lacks
        sys.stdout.reconfigure(**{"errors": "replace"} if form is Format.TABLE else {"encoding": "utf-8"})
    match form:
        case Format.JSON:
            write_json(sys.stdout, answer, chosen, worker=worker, team=team)
        case Format.CSV:
            write_csv(sys.stdout, answer, chosen, team, everybody=worker is None and team is None)
        case Format.TABLE:
            write_table(sys.stdout, answer, chosen, team, written)
    sys.stdout.flush()  # here, where a reader that has gone is no reason for a traceback
