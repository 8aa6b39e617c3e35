"""What an organisation has settled, as the engines read it: the version in force on a day."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

from plimsoll.core import case_life
from plimsoll.core import drift as drift_rules
from plimsoll.core import rulebook as rulebooks
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.case_life import LifeRules
from plimsoll.core.drift import DriftRules
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.workload import reading
from plimsoll.core.workload.scheme import Scheme
from plimsoll.queries.shipped import shipped_drift, shipped_life
from plimsoll.records.models import priority, reference, workload
from plimsoll.records.past import as_at as as_it_was
from plimsoll.records.past import table

Row = TypeVar("Row", bound=models.Model)
Parsed = TypeVar("Parsed")


class NothingInForce(Exception):
    """An organisation has agreed on nothing yet that holds on a day; the message says what is missing and what to do."""


def rows(model: type[Row], known_at: datetime | None, **narrowed: list[UUID]) -> models.QuerySet[Row]:
    """A table as the database knew it at a moment, or (None) as it is; `cases`, `workers` and `ids` narrow it.

    What is asked of the past is asked of the history alone.
    """
    if known_at is not None:
        return as_it_was(model, known_at, **narrowed)
    columns = {"cases": "case_id__among", "workers": "worker_id__among", "ids": "pk__among"}
    return model._base_manager.filter(**{columns[name]: keys for name, keys in narrowed.items()})


def read(
    statement: str, model: type[models.Model], known_at: datetime | None, values: Sequence[Any], **narrowed: list[UUID]
) -> list[tuple[Any, ...]]:
    """Rows of a statement that is written out, over one table of `rows`, which it calls `{table}`. For what a page asks each
    time: putting a statement together takes Django longer than most of these take the database. Of no keys nothing is asked.
    """
    if not all(narrowed.values()):
        return []
    of, keys = table(model, known_at, narrowed)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=of), [*keys, *values])
        return list(cursor.fetchall())


def rulebook(viewer: Viewer, on: date, known_at: datetime | None) -> Rulebook:
    """The timescales that hold, with the organisation's calendar. Two queries."""
    book = _in_force(reference.RulebookVersion, "timescales", viewer, on, known_at, rulebooks.parse)
    settled = read(SETTLED, reference.CalendarSetting, known_at, [viewer.org, on])
    if not settled:
        return book
    nation, opens_at, closes_at, start_day_is, bank_holidays_count, closure_days = settled[0]
    calendar = _kept(
        replace(
            book.calendar,
            nation=Nation(nation),
            opens_at=opens_at,
            closes_at=closes_at,
            start_day_is=start_day_is,
            bank_holidays_count=bank_holidays_count,
            closure_days=frozenset(closure_days),
        )
    )
    return replace(book, calendar=calendar)


SETTLED = """
    SELECT nation, opens_minute, closes_minute, start_day_is, bank_holidays_count, closure_days FROM {table} c
    WHERE org_id = %s AND from_date <= %s ORDER BY from_date DESC, agreed_at DESC, id DESC LIMIT 1
"""


def criteria(viewer: Viewer, on: date, known_at: datetime | None) -> CriteriaSet:
    """The criteria set that holds. One query."""
    return _in_force(priority.CriteriaSet, "criteria set", viewer, on, known_at, criteria_sets.parse)


def scheme(viewer: Viewer, on: date, known_at: datetime | None) -> Scheme:
    """The scheme of load that holds. One query."""
    return _in_force(workload.SchemeVersion, "scheme of load", viewer, on, known_at, reading.parse)


def drift(viewer: Viewer, on: date) -> DriftRules:
    """The rules of drift that hold; those that ship where the organisation has agreed on none. One query."""
    found = read(IN_FORCE, reference.DriftVersion, None, [viewer.org, on])
    return _parsed(_with_newer_signs, found[0][0]) if found else shipped_drift()


def _with_newer_signs(text: str) -> DriftRules:
    """What was agreed before there was a sign says nothing of it: that sign holds as it ships until something is agreed."""
    return drift_rules.parse(text, shipped_drift())


def life(viewer: Viewer, on: date) -> LifeRules:
    """What holds about the life of a case; what ships where the organisation has agreed on nothing. One query."""
    found = read(IN_FORCE, reference.LifeVersion, None, [viewer.org, on])
    return _parsed(case_life.parse, found[0][0]) if found else shipped_life()


def keys_in_force(viewer: Viewer, on: date) -> dict[type[reference.Edition], UUID]:
    """Which versions hold on a day: of the timescales, the criteria set and the scheme of load. Three queries.

    Raises
    ------
    NothingInForce : one of them was never agreed.
    """
    found = {}
    for model, what in (
        (reference.RulebookVersion, "timescales"),
        (priority.CriteriaSet, "criteria set"),
        (workload.SchemeVersion, "scheme of load"),
    ):
        _, found[model] = _newest(model, what, viewer, on, None)
    return found


def criteria_key(viewer: Viewer, on: date, known_at: datetime | None) -> UUID:
    """Which version of the criteria holds. One query."""
    _, key = _newest(priority.CriteriaSet, "criteria set", viewer, on, known_at)
    return key


def _in_force(
    model: type[reference.Edition],
    what: str,
    viewer: Viewer,
    on: date,
    known_at: datetime | None,
    parse: Callable[[str], Parsed],
) -> Parsed:
    text, _ = _newest(model, what, viewer, on, known_at)
    return _parsed(parse, text)


def _newest(
    model: type[reference.Edition], what: str, viewer: Viewer, on: date, known_at: datetime | None
) -> tuple[str, UUID]:
    found = read(IN_FORCE, model, known_at, [viewer.org, on])
    if not found:
        raise NothingInForce(f"No {what} holds on {on:%d %B %Y}: an administrator must agree one first.")
    text, key = found[0]
    return text, key


IN_FORCE = """
    SELECT text, id FROM {table} e WHERE org_id = %s AND in_force_from <= %s
    ORDER BY in_force_from DESC, agreed_at DESC, id DESC LIMIT 1
"""


@lru_cache(maxsize=64)
def _kept(calendar: Calendar) -> Calendar:
    """The same calendar as last time: one counts its days once, and keeps the count."""
    return calendar


@lru_cache(maxsize=64)
def _parsed(parse: Callable[[str], Parsed], text: str) -> Parsed:
    """A version is never changed, so it is read once."""
    return parse(text)
