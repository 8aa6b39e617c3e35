"""`plimsoll bench`: runs the named measurements and says what they gave."""

import json
from importlib import import_module
from typing import Annotated

import typer

from plimsoll.bench.measure import Row

# Each is a module of this package with a function `rows`; loaded when it is run, so that no other command waits for it.
MEASUREMENTS = ("rank", "workbook", "start")


def bench_command(
    name: Annotated[str | None, typer.Argument(help=f"One of {', '.join(MEASUREMENTS)}; all if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array alone on standard output.")] = False,
) -> None:
    """Measure the product against named baselines, in the same run. Ends with 1 where one failed or missed its goal."""
    if name is not None and name not in MEASUREMENTS:
        typer.echo(f"There is no measurement '{name}'. There are: {', '.join(MEASUREMENTS)}.", err=True)
        raise typer.Exit(2)
    found: list[Row] = []
    failed = False
    for one in [name] if name else MEASUREMENTS:
        typer.echo(f"Measuring {one} ...", err=True)
        try:
            for row in import_module(f"plimsoll.bench.{one}").rows():
                found.append(row)
                failed |= row.met is False
                typer.echo(_line(row), err=as_json)
        except Exception as fault:
            failed = True
            typer.echo(f"{one} could not be measured: {fault}", err=True)
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in found], indent=1))
    if failed:
        raise typer.Exit(1)


def _line(row: Row) -> str:
    goal = "" if row.goal is None else f", goal {row.goal:g}: {'met' if row.met else 'NOT MET'}"
    return (
        f"{row.name}: {row.measure}: {row.value:.3f} {row.unit}; {row.baseline}: {row.baseline_value:.3f} {row.unit}; "
        f"ratio {row.ratio:.3f}{goal}"
    )
