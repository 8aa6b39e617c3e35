"""What can be wrong with a backup or a restore, and how it is told."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from plimsoll.cli.serve import say
from plimsoll.config.databases import UnsafeRole
from plimsoll.config.embedded import NoDatabase
from plimsoll.config.environment import Missing
from plimsoll.config.setup import UNUSABLE

MOST_NAMED = 20


class Unusable(Exception):
    """It cannot be done as it was asked; nothing was changed. The message says why and what to do."""


class Differs(Exception):
    """A copy is not what it was made from; `lines` say in what, first what it means."""

    def __init__(self, *lines: str) -> None:
        super().__init__(lines[0])
        self.lines = lines


@contextmanager
def telling() -> Iterator[None]:
    """Ends the command with a sentence: with 2 where it cannot be done so, with 1 where a copy is not as it should be."""
    try:
        yield
    except (Unusable, NoDatabase, Missing, UnsafeRole) as refusal:
        say(str(refusal))
        raise SystemExit(UNUSABLE) from None
    except Differs as fault:
        for line in fault.lines:
            say(line)
        raise SystemExit(1) from None
    except psycopg.OperationalError as fault:
        say(f"The database does not answer: {first_line(fault)}. Look at DATABASE_OWNER_URL.")
        raise SystemExit(UNUSABLE) from None
    except OSError as fault:
        say(_of_files(fault))
        raise SystemExit(UNUSABLE) from None


def _of_files(fault: OSError) -> str:
    where = str(fault.filename) if fault.filename else "A file"
    if fault.errno == errno.ENOSPC:
        named = f" ({where})" if fault.filename else ""
        return f"The disk is full{named}. Free some space, or choose another folder. Nothing was left that looks whole."
    return f"{where} cannot be used: {fault.strerror or fault}. Look at the folder and whose it is."


def first_line(fault: Exception) -> str:
    """What a fault says, in one line."""
    said = str(fault).strip()
    return said.splitlines()[0].rstrip(".") if said else type(fault).__name__


def listed(names: Sequence[str]) -> str:
    """Names in one line, up to a number of them."""
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def many(number: int, one: str, more: str) -> str:
    """A number with its word.

    >>> many(1, "table", "tables"), many(1204, "table", "tables")
    ('1 table', '1,204 tables')
    """
    return f"{number:,} {one if number == 1 else more}"
