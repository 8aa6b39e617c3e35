"""`plimsoll doctor`."""

from typing import Annotated

import typer

from plimsoll.cli.doctor.answer import tell, tell_as_json
from plimsoll.cli.doctor.look import look


def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other programs.")] = False,
) -> None:
    """Say what is wrong with this installation, and what to do. Ends with 1 where a check fails."""
    raise SystemExit((tell_as_json if as_json else tell)(look()))
