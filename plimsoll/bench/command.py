"""`plimsoll bench`: runs the named measurements and says what they gave."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Annotated

import typer

from plimsoll.bench.measure import Row

# Each is a module of this package with a function `rows`; loaded when it is run, so that no other command waits for it.
MEASUREMENTS = ("rank", "workbook", "start", "firmness")
# Taken where they are named alone, as they are long: by its name, the module; `rows` says whether it is to be small.
ALONE = {
    "caseload-page": "caseload_page",
    "import": "bring_in",
    "rehearsal": "rehearsal",
    "judgement": "judgement",
    "replay": "replay",
    "faults": "faults",
    "search": "search",
    "restore": "restoring",
}
# The same: a package with a function `parts`, each of which is taken by itself.
IN_PARTS = "ground"
PARTS = ("cost", "past", "trail", "kills", "clone", "matrix")
Measured = tuple[str, Callable[[], Iterator[Row]]]


def bench_command(
    name: Annotated[
        str | None,
        typer.Argument(
            help=f"One of {', '.join(MEASUREMENTS)}; all of these if not given. Or {', '.join(ALONE)}, which takes some "
            f"minutes; or {IN_PARTS}, which takes half an hour."
        ),
    ] = None,
    only: Annotated[
        str | None, typer.Option(help=f"Of {IN_PARTS} these parts, with commas between: {', '.join(PARTS)}.")
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="What is long, at a small size: to see that it runs; its figures say little."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array alone on standard output.")] = False,
) -> None:
    """Measure the product against named baselines, in the same run. Ends with 1 where one failed or missed its goal."""
    found: list[Row] = []
    failed = False
    for called, rows in _asked(name, only, quick):
        typer.echo(f"Measuring {called} ...", err=True)
        try:
            for row in rows():
                found.append(row)
                failed |= row.met is False
                typer.echo(_line(row), err=as_json)
        except Exception as fault:
            failed = True
            typer.echo(f"{called} could not be measured: {fault}", err=True)
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in found], indent=1))
    if failed:
        raise typer.Exit(1)


def _asked(name: str | None, only: str | None, quick: bool) -> Iterator[Measured]:
    every = (*MEASUREMENTS, *ALONE, IN_PARTS)
    if name is not None and name not in every:
        raise _refusal(f"There is no measurement '{name}'. There are: {', '.join(every)}.")
    if name != IN_PARTS and only is not None:
        raise _refusal(f"--only is for {IN_PARTS} alone.")
    if name in ALONE:
        yield name, partial(import_module(f"plimsoll.bench.{ALONE[name]}").rows, quick)
        return
    if name != IN_PARTS:
        if quick:
            raise _refusal(f"--quick is for {', '.join(ALONE)} and {IN_PARTS} alone.")
        for one in [name] if name else MEASUREMENTS:
            yield one, import_module(f"plimsoll.bench.{one}").rows
        return
    parts = tuple(only.split(",")) if only is not None else PARTS
    if unknown := [part for part in parts if part not in PARTS]:
        raise _refusal(f"{IN_PARTS} has no part '{unknown[0]}'. It has: {', '.join(PARTS)}.")
    yield from import_module(f"plimsoll.bench.{IN_PARTS}").parts(parts, quick)


def _refusal(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(2)


def _line(row: Row) -> str:
    goal = "" if row.goal is None else f", goal {row.goal:g}: {'met' if row.met else 'NOT MET'}"
    return (
        f"{row.name}: {row.measure}: {row.value:.3f} {row.unit}; {row.baseline}: {row.baseline_value:.3f} {row.unit}; "
        f"ratio {row.ratio:.3f}{goal}"
    )
