"""The command that writes an invented town to a file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

FIRST_YEAR, LAST_YEAR = 2000, 2090  # bank holidays are known for these and the childhoods before them


def town(
    annex_a: Annotated[Path, typer.Option("--annex-a", help="The .xlsx file to write.")],
    workers: Annotated[int, typer.Option(help="Full-time case holders, 1 or more.")] = 40,
    seed: Annotated[int, typer.Option(help="The same seed gives the same town.")] = 1,
    as_at: Annotated[
        str | None,
        typer.Option(help="Reporting day, YYYY-MM-DD. Without it: the latest Monday."),
    ] = None,
    dirt: Annotated[bool, typer.Option("--dirt", help="As untidy as files from real systems.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
) -> None:
    """Write the Ofsted Annex A workbook of an invented town. No person in it is real."""
    from plimsoll.demo.annex_a import write_annex_a  # noqa: PLC0415 - slow to load; no other command waits for it

    day = _reporting_day(as_at)
    _check(annex_a, workers, seed, force)
    try:
        counts = write_annex_a(annex_a, workers=workers, seed=seed, as_at=day, dirt=dirt)
    except OSError as error:
        raise _refusal(f"The file {annex_a} cannot be written: {error.strerror or error}.") from None
    chosen = "" if as_at else ", the latest Monday by this computer's clock"
    typer.echo(
        f"Wrote {annex_a}: {counts.total_rows:,} rows in 11 lists, {counts.open_children:,} open children, "
        f"{counts.workers} workers, as at {day.isoformat()}{chosen} (seed {seed}; invented: no real person)."
    )


def _reporting_day(text: str | None) -> date:
    """The day asked for, or the latest Monday: the only place of the demo that reads the clock."""
    if text is None:
        today = date.today()  # noqa: DTZ011  # the day on the user's own calendar is what is meant
        return today - timedelta(today.weekday())
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _refusal(f"The reporting day {text!r} is not a date: write it as YYYY-MM-DD.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _refusal(f"The reporting day {text} must lie in the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _check(path: Path, workers: int, seed: int, force: bool) -> None:
    if workers < 1:
        raise _refusal(f"A town needs at least 1 worker, not {workers}.")
    if seed < 0:
        raise _refusal(f"The seed must be 0 or more, not {seed}.")
    if path.suffix.lower() != ".xlsx":
        raise _refusal(f"The file {path} must end in .xlsx.")
    if not path.parent.is_dir():
        raise _refusal(f"The folder {path.parent} does not exist: make it first, or name another.")
    if path.exists() and not force:
        raise _refusal(f"The file {path} is there already: use --force to overwrite it.")


def _refusal(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(2)
