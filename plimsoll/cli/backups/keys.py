"""The keys of backups. The public one encrypts and stands in the settings; the private one opens, and is kept elsewhere.

They are keys of *age* (X25519), so that a backup can also be opened without Plimsoll, by any program that reads its format.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from pyrage import IdentityError, RecipientError, x25519

from plimsoll.cli.backups.faults import Unusable, telling

PRIVATE = "AGE-SECRET-KEY-"


def key_command(
    file: Annotated[Path, typer.Argument(help="Where the private key is written. Keep it away from the server.")],
) -> None:
    """Make the pair of keys for backups: the private one in a file, the public one on the screen."""
    with telling():
        made = x25519.Identity.generate()
        public = str(made.to_public())
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise Unusable(f"{file} is there already, and is left as it is. Name a file that is not there.") from None
        with os.fdopen(handle, "w", encoding="ascii") as lines:
            lines.write(
                f"# The private key of Plimsoll's backups. Whoever has it reads all of them.\n# {public}\n{made}\n"
            )
        typer.echo(public)
        typer.echo(
            f"Put this into PLIMSOLL_BACKUP_KEYS. The private key is in {file}: take it off this machine, and keep two "
            "copies in two places. Without it no backup can ever be opened, by nobody.",
            err=True,
        )


def recipients(said: Sequence[str]) -> list[Any]:
    """Those who will be able to open it.

    Raises
    ------
    Unusable : none is said, or one is no public key.
    """
    if not said:
        raise Unusable(
            "No public key is set, so nothing is written: a backup is never kept unencrypted. Make a pair with `plimsoll "
            "backup-key FILE`, and set PLIMSOLL_BACKUP_KEYS to the public one."
        )
    found = []
    for key in said:
        if key.upper().startswith(PRIVATE):
            raise Unusable(
                "PLIMSOLL_BACKUP_KEYS holds a private key. Put the public one there, which begins with age1."
            )
        try:
            found.append(x25519.Recipient.from_str(key))
        except RecipientError:
            raise Unusable(f"'{key}' in PLIMSOLL_BACKUP_KEYS is no public key: these begin with age1.") from None
    return found


def identities(path: Path) -> list[Any]:
    """The private keys of a file, one a line; lines that begin with # are notes.

    Raises
    ------
    Unusable : it cannot be read, or holds none.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="ascii", errors="replace").splitlines()]
    except OSError as fault:
        raise Unusable(f"The private key in {path} cannot be read: {fault.strerror}.") from None
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except IdentityError:
        found = []
    if not found:
        raise Unusable(f"{path} holds no private key: such a file has a line that begins with {PRIVATE}.")
    return found
