"""For whom the database works in a transaction: which organisation's rows it shows, and what it writes into the history."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from plimsoll.records.guards import PRODUCT

LONGEST_ROLES = 400  # as the trail keeps them
NAMES = ("plimsoll.org", "plimsoll.viewer", "plimsoll.why", "plimsoll.roles", "plimsoll.origin", "plimsoll.import")


@contextmanager
def acting(
    org: UUID,
    viewer: UUID | None,
    why: str,
    *,
    origin: str = "",
    roles: str = "",
    importing: UUID | None = None,
    most_seconds: int | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[None]:
    """A transaction in which one organisation's rows are there, and changes are remembered as this worker's.

    The context dies with the transaction, whatever becomes of the connection. Inside another `acting` it is put back at
    the end. No viewer: the product itself acts, and no case is hidden from it.

    Parameters
    ----------
    roles : which roles the viewer holds; origin : from where they act. Both for the trail alone.
    importing : the file that is being applied, or undone, for the history.
    most_seconds : a statement of the transaction that takes longer is ended, with an OperationalError.
    using : the connection, for what only the owner may do beside it.

    Raises
    ------
    ValueError : no reason is given.
    """
    if not why.strip():
        raise ValueError("Say why: the history keeps the reason of every change.")
    inside = connections[using].in_atomic_block
    with transaction.atomic(using=using):
        before = _read(using) if inside else None
        said = dict(
            zip(NAMES, (str(org), str(viewer or PRODUCT), why, roles, origin, str(importing or "")), strict=True)
        )
        _set(using, said | ({"statement_timeout": f"{most_seconds}s"} if most_seconds else {}))
        yield
        if before and not connections[using].needs_rollback:  # else the transaction ends, and the context with it
            _set(using, before)


def say_roles(roles: Iterable[str]) -> None:
    """Which roles the viewer holds, for the trail, as many as it has room for: they can only be read in the viewer's own
    context."""
    said = ""
    for role in roles:
        longer = f"{said}, {role}" if said else role
        if len(longer) <= LONGEST_ROLES:
            said = longer
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT set_config('plimsoll.roles', %s, true)", [said])


def _read(using: str) -> dict[str, str]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in NAMES), NAMES)
        return dict(zip(NAMES, cursor.fetchone(), strict=True))


def _set(using: str, said: Mapping[str, str]) -> None:
    pairs = [part for pair in said.items() for part in pair]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT " + ", ".join("set_config(%s, %s, true)" for _ in said), pairs)


@contextmanager
def beside(org: UUID) -> Iterator[Any]:
    """A cursor beside the transaction, in which one organisation's rows are there: what it writes is seen by others at once,
    and stays whatever becomes of the transaction."""
    made = connections.create_connection(DEFAULT_DB_ALIAS)
    made.settings_dict = {**connections[DEFAULT_DB_ALIAS].settings_dict}
    try:
        with made.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('plimsoll.org', %s, false), set_config('plimsoll.viewer', %s, false)",
                [str(org), PRODUCT],
            )
            yield cursor
    finally:
        made.close()
