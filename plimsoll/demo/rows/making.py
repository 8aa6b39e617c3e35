"""Rows that wait to be written, and what all of them are made with: keys from the seed, moments in London."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model

from plimsoll.core.calendar import LONDON
from plimsoll.demo.casebook import Casebook
from plimsoll.demo.draws import Draws
from plimsoll.demo.involvements import Involvement, Step
from plimsoll.demo.people import Family
from plimsoll.demo.service import Person, Unit

Row = dict[str, Any]  # values by the names of the columns; what is left out takes the field's default
NINE, ALL_DAY = 9 * 60, 24 * 60


class Making:
    """The rows of one town, by table, in an order in which each comes after those it points at.

    Parameters: book, the town; label, out of which every key is made; as_at, the morning on which it is looked at first.
    """

    def __init__(self, book: Casebook, label: str, seed: tuple[int, ...], as_at: date) -> None:
        self.book, self.label, self.as_at = book, label, as_at
        self.now = at(as_at, NINE)
        self.draws = Draws(*seed, 4)
        self.rows: dict[type[Model], list[Row]] = {}
        self._keys: dict[str, Random] = {}
        self.org = self.key("organisation")
        self.people: dict[Person, UUID] = {}
        self.units: dict[Unit, UUID] = {}
        self.children: dict[str, UUID] = {}
        self.households: dict[int, UUID] = {}
        self.cases: dict[Involvement, UUID] = {}
        self.events: dict[Involvement, list[tuple[Step, UUID]]] = {}
        self.editions: dict[str, UUID] = {}

    def key(self, table: str) -> UUID:
        """The next key of a table: the same label gives the same keys, whatever other tables hold."""
        if table not in self._keys:
            self._keys[table] = Random(f"{self.label}/{table}")  # noqa: S311 - nobody must not guess it
        return UUID(int=self._keys[table].getrandbits(128), version=4)

    def add(self, model: type[Model], **fields: Any) -> UUID:
        """A row more of an organisation's table; its key."""
        key = self.key(model.__name__)
        self.rows.setdefault(model, []).append({"id": key, "org_id": self.org, **fields})
        return key

    def before_now(self, moment: datetime) -> datetime:
        """The moment, or a little before the town is looked at where it lies after that."""
        return min(moment, self.now - timedelta(minutes=11))

    def household_of(self, family: Family) -> UUID | None:
        """The household of a family, where it has one."""
        return self.households.get(id(family))


def at(day: date, minute: int = 0) -> datetime:
    """A time of a day in London. Beyond midnight it is the next day's."""
    extra, minute = divmod(minute, ALL_DAY)
    return datetime.combine(day + timedelta(extra), time(minute // 60, minute % 60), tzinfo=LONDON)


def later(moment: datetime, minutes: int) -> datetime:
    """So many minutes of the wall clock after a moment."""
    return moment + timedelta(minutes=minutes)
