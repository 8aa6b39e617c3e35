"""Assembles the `plimsoll` command."""

from importlib import import_module
from typing import Annotated

import click
import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from plimsoll import __version__

# In the order of the help. A command is loaded when it is said: none waits for the libraries of another, and `doctor`
# answers where one of them is broken.
COMMANDS = {
    "rank": "plimsoll.cli.rank:rank_command",
    "town": "plimsoll.demo.town:town",
    "example-table": "plimsoll.cli.example_table:example_table_command",
    "bench": "plimsoll.bench.command:bench_command",
    "demo": "plimsoll.demo.command:demo_command",
    "serve": "plimsoll.cli.serve:serve_command",
    "import": "plimsoll.cli.bring_in:import_command",
    "organisation": "plimsoll.cli.organisation:organisation_command",
    "sign-in-link": "plimsoll.cli.organisation:link_command",
    "jobs": "plimsoll.jobs.command:jobs_command",
    "doctor": "plimsoll.cli.doctor.command:doctor_command",
    "verify-audit": "plimsoll.cli.verify_audit:verify_audit_command",
    "replay": "plimsoll.cli.replay:replay_command",
    "backup": "plimsoll.cli.backups.backup:backup_command",
    "backup-key": "plimsoll.cli.backups.keys:key_command",
    "restore": "plimsoll.cli.backups.restore:restore_command",
    "scrub": "plimsoll.cli.scrubbing.scrub:scrub_command",
}


class Loaded(TyperGroup):
    """The commands of the list above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        return get_command_from_info(
            CommandInfo(name=cmd_name, callback=getattr(import_module(module), function)),
            pretty_exceptions_short=False,
            rich_markup_mode=self.rich_markup_mode,
        )


app = typer.Typer(cls=Loaded, no_args_is_help=True, pretty_exceptions_enable=False)


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
