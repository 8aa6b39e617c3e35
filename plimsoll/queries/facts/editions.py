"""What an organisation has settled, as the engines read it: the version in force on a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from plimsoll.core import rulebook as rulebooks
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.workload import reading
from plimsoll.core.workload.scheme import Scheme
from plimsoll.records.models import priority, reference, workload
from plimsoll.records.past import as_at as as_it_was

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


def rulebook(viewer: Viewer, on: date, known_at: datetime | None) -> Rulebook:
    """The timescales that hold, with the organisation's calendar. Two queries."""
    book = _in_force(reference.RulebookVersion, "timescales", viewer, on, known_at, rulebooks.parse)
    settled = (
        rows(reference.CalendarSetting, known_at)
        .filter(org_id=viewer.org, from_date__lte=on)
        .order_by("-from_date", "-agreed_at", "-id")
        .first()
    )
    if settled is None:
        return book
    calendar = _kept(
        replace(
            book.calendar,
            nation=Nation(settled.nation),
            opens_at=settled.opens_minute,
            closes_at=settled.closes_minute,
            start_day_is=settled.start_day_is,
            bank_holidays_count=settled.bank_holidays_count,
            closure_days=frozenset(settled.closure_days),
        )
    )
    return replace(book, calendar=calendar)


def criteria(viewer: Viewer, on: date, known_at: datetime | None) -> CriteriaSet:
    """The criteria set that holds. One query."""
    return _in_force(priority.CriteriaSet, "criteria set", viewer, on, known_at, criteria_sets.parse)


def scheme(viewer: Viewer, on: date, known_at: datetime | None) -> Scheme:
    """The scheme of load that holds. One query."""
    return _in_force(workload.SchemeVersion, "scheme of load", viewer, on, known_at, reading.parse)


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
        found[model] = _newest(model, what, viewer, on, None, "pk")
    return found


def _in_force(
    model: type[reference.Edition],
    what: str,
    viewer: Viewer,
    on: date,
    known_at: datetime | None,
    parse: Callable[[str], Parsed],
) -> Parsed:
    return _parsed(parse, _newest(model, what, viewer, on, known_at, "text"))


def _newest(
    model: type[reference.Edition], what: str, viewer: Viewer, on: date, known_at: datetime | None, column: str
) -> Any:
    found = (
        rows(model, known_at)
        .filter(org_id=viewer.org, in_force_from__lte=on)
        .order_by("-in_force_from", "-agreed_at", "-id")
        .values_list(column, flat=True)
        .first()
    )
    if found is None:
        raise NothingInForce(f"No {what} holds on {on:%d %B %Y}: an administrator must agree one first.")
    return found


@lru_cache(maxsize=64)
def _kept(calendar: Calendar) -> Calendar:
    """The same calendar as last time: one counts its days once, and keeps the count."""
    return calendar


@lru_cache(maxsize=64)
def _parsed(parse: Callable[[str], Parsed], text: str) -> Parsed:
    """A version is never changed, so it is read once."""
    return parse(text)
