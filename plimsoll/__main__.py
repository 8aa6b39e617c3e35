"""Assembles the `plimsoll` command."""

from typing import Annotated

import typer

from plimsoll import __version__
from plimsoll.bench.command import bench_command
from plimsoll.cli.rank import rank_command
from plimsoll.demo.town import town

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.command("rank")(rank_command)
app.command("town")(town)
app.command("bench")(bench_command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"plimsoll {__version__}")
        raise typer.Exit


@app.callback()
def plimsoll(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """What first, and why; can it all be done; and if not, what happens now."""


def main() -> None:
    """Entry point of the command."""
    app()


if __name__ == "__main__":
    main()
