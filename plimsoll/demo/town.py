"""The command that writes an invented town to a file, or makes it in the database."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from plimsoll.config.setup import with_django
from plimsoll.core.calendar import HOLIDAY_YEARS

FIRST_YEAR, LAST_YEAR = 2000, 2090  # bank holidays are known for these and the childhoods before them
LAST_YEAR_DUE = HOLIDAY_YEARS[-1] - 1  # what is due later leaves the product's calendar

MOST_MONTHS = 12


def town(
    annex_a: Annotated[Path | None, typer.Option("--annex-a", help="The .xlsx file to write.")] = None,
    into_database: Annotated[bool, typer.Option("--into-database", help="Make it in the database.")] = False,
    workers: Annotated[int, typer.Option(help="Full-time case holders, 1 or more.")] = 40,
    seed: Annotated[int, typer.Option(help="The same seed gives the same town.")] = 1,
    as_at: Annotated[
        str | None,
        typer.Option(help="Reporting day, YYYY-MM-DD. Without it: the latest Monday; in the database today."),
    ] = None,
    dirt: Annotated[bool, typer.Option("--dirt", help="A file as untidy as those from real systems.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
    name: Annotated[str | None, typer.Option(help="In the database: the organisation's name.")] = None,
    again: Annotated[bool, typer.Option("--again", help="In the database: one invented town more.")] = False,
    later: Annotated[int, typer.Option(help="In a file: the same town, so many months after the reporting day.")] = 0,
) -> None:
    """Make an invented town: the Ofsted Annex A workbook of one, or all its records in the database. No person is real."""
    day = _reporting_day(as_at, into_database)
    if workers < 1:
        raise _refusal(f"A town needs at least 1 worker, not {workers}.")
    if seed < 0:
        raise _refusal(f"The seed must be 0 or more, not {seed}.")
    if not 0 <= later <= MOST_MONTHS or (later and annex_a is None):
        raise _refusal(f"--later is for a file, and takes 1 to {MOST_MONTHS} months.")
    if (annex_a is None) == (not into_database):
        raise _refusal("Say where the town goes: --annex-a FILE, or --into-database; one of the two.")
    if annex_a is None:
        _fill(workers, seed, day, "" if as_at else ", today by this computer's clock", name, again)
    else:
        chosen = "" if as_at else ", the latest Monday by this computer's clock"
        _write(annex_a, workers, seed, day, chosen, dirt, force, later)


def _write(path: Path, workers: int, seed: int, day: date, chosen: str, dirt: bool, force: bool, later: int) -> None:
    from plimsoll.demo.annex_a import write_annex_a  # noqa: PLC0415 - slow to load; no other command waits for it

    _check(path, force)
    try:
        counts = write_annex_a(path, workers=workers, seed=seed, as_at=day, dirt=dirt, later=later)
    except OSError as error:
        raise _refusal(f"The file {path} cannot be written: {error.strerror or error}.") from None
    typer.echo(
        f"Wrote {path}: {counts.total_rows:,} rows in 11 lists, {counts.open_children:,} open children, "
        f"{counts.workers} workers, as at {day.isoformat()}{chosen}{_months(later)} (seed {seed}; invented: no real person)."
    )


def _months(later: int) -> str:
    return f", and {later} {'month' if later == 1 else 'months'} later" if later else ""


def _fill(workers: int, seed: int, day: date, chosen: str, name: str | None, again: bool) -> None:
    with_django()
    from plimsoll.demo.filling import NoTown, make_town  # noqa: PLC0415 - it names tables, which need Django set up
    from plimsoll.demo.looking import look_before  # noqa: PLC0415 - the same

    try:
        made = make_town(workers=workers, seed=seed, as_at=day, name=name, again=again)
    except NoTown as refusal:
        raise _refusal(str(refusal)) from None
    look_before(made.org, day)
    typer.echo(
        f"Made {made.name}: {made.open_cases:,} open cases of {made.cases:,}, {made.people} people, "
        f"{made.total_rows:,} rows, as at {day.isoformat()}{chosen} (seed {seed}; invented: no real person)."
    )


def _reporting_day(text: str | None, into_database: bool) -> date:
    """The day asked for, or the latest Monday, or for the database, where pages go by the clock, today: the only place of
    the demo that reads the clock."""
    if text is None:
        today = date.today()  # noqa: DTZ011  # the day on the user's own calendar is what is meant
        return today if into_database else today - timedelta(today.weekday())
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _refusal(f"The reporting day {text!r} is not a date: write it as YYYY-MM-DD.") from None
    last = LAST_YEAR_DUE if into_database else LAST_YEAR
    if not FIRST_YEAR <= day.year <= last:
        raise _refusal(f"The reporting day {text} must lie in the years {FIRST_YEAR} to {last}.")
    return day


def _check(path: Path, force: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise _refusal(f"The file {path} must end in .xlsx.")
    if not path.parent.is_dir():
        raise _refusal(f"The folder {path.parent} does not exist: make it first, or name another.")
    if path.exists() and not force:
        raise _refusal(f"The file {path} is there already: use --force to overwrite it.")


def _refusal(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(2)
