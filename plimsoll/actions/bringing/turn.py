"""What is not done twice at once. In an organisation one file at a time is applied, or undone: each builds on what the one
before it left."""

from uuid import UUID

from django.db import connection

# Any numbers, as long as they stay: the first half of each lock.
_TURN, _READING, _ASKING = 7_074, 7_075, 7_076


def take(org: UUID) -> None:
    """Waits for the turn to apply or undo, and has it until the transaction ends."""
    _take(_TURN, org)


def try_take(org: UUID) -> bool:
    """Takes the turn until the transaction ends, where nobody has it; whether it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_TURN, str(org)])
        (taken,) = cursor.fetchone()
    return bool(taken)


def take_reading(import_id: UUID) -> None:
    """Waits until nobody reads a file, and alone reads it until the transaction ends."""
    _take(_READING, import_id)


def take_asking(org: UUID) -> None:
    """Waits until nobody asks for a file to be applied or undone, and alone asks until the transaction ends: of two who ask
    at once, the second sees what the first asked for."""
    _take(_ASKING, org)


def _take(lock: int, key: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [lock, str(key)])
