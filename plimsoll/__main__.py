"""Assembles the `plimsoll` command. What a command needs is imported when it is called: none waits for another."""

import typer

from plimsoll.cli.rank import rank_command

app = typer.Typer(no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False)
app.command("rank")(rank_command)


@app.callback()
def plimsoll() -> None:
    """What first, and why; can it all be done; and if not, what happens now."""


def main() -> None:
    """Entry point of the command."""
    app()


if __name__ == "__main__":
    main()
