"""One file at a time is applied in an organisation, or undone: each builds on what the one before it left."""

from uuid import UUID

from django.db import connection

_LOCK = 7_074  # any number, as long as it stays: the first half of the lock


def take(org: UUID) -> None:
    """Waits for the turn, and has it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(org)])


def try_take(org: UUID) -> bool:
    """Takes the turn until the transaction ends, where nobody has it; whether it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(org)])
        (taken,) = cursor.fetchone()
    return bool(taken)
