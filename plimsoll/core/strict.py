"""Strict reading of data files: every key known, every value of its kind and range, every fault named at once."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from plimsoll.core.terms import Term

T = TypeVar("T", bound=Term)


class FaultyData(ValueError):
    """A data file that cannot be used; `faults` holds one plain sentence for each thing wrong with it."""

    def __init__(self, what: str, faults: list[str]) -> None:
        self.faults = tuple(faults)
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{what} cannot be used, it has {many}:\n" + "\n".join(f"- {fault}" for fault in faults))


def load(text: str, what: str) -> "Table":
    """The top table of a TOML text.

    Raises
    ------
    FaultyData : the text is not TOML; the sentence says at which line.
    """
    try:
        return Table(tomllib.loads(text), what, [])
    except tomllib.TOMLDecodeError as fault:
        raise FaultyData(what, [f"It is not valid TOML: {fault}."]) from None


class Table:
    """One table of a data file. Each reader takes a key away; what `close` still finds is unknown.

    A wrong value is noted and a harmless one given in its place, so that reading goes on to the next fault.
    """

    def __init__(self, data: Mapping[str, Any], where: str, faults: list[str]) -> None:
        self._left = dict(data)
        self.where = where
        self.faults = faults

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def fault(self, sentence: str) -> None:
        """Notes a fault of this table."""
        self.faults.append(f"{self.where}: {sentence}")

    def close(self) -> None:
        """Notes every key that nobody asked for."""
        for key in sorted(self._left):
            self.fault(f"'{key}' is not a known key.")

    def _take(self, key: str, kind: type | tuple[type, ...], default: Any, says: str) -> Any:
        if key not in self._left:
            if default is _REQUIRED:
                self.fault(f"'{key}' is missing; it must be {says}.")
                return None
            return default
        value = self._left.pop(key)
        # A bool is an int in Python, and a datetime a date; in a data file they are something else.
        wrong = any(isinstance(value, narrow) and kind is not narrow for narrow in (bool, datetime))
        if wrong or not isinstance(value, kind):
            self.fault(f"'{key}' must be {says}, not {value!r}.")
            return None if default is _REQUIRED else default
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required and not empty unless a default is given."""
        value = self._take(key, str, _REQUIRED if default is None else default, "a text")
        if value is None:
            return ""
        if default is None and not value.strip():
            self.fault(f"'{key}' is empty.")
        return str(value)

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is missing; not empty."""
        return (self.text(key) or None) if key in self else None

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._take(key, bool, _REQUIRED if default is None else default, "true or false"))

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        says = f"a whole number from {low} to {high}"
        value = self._take(key, int, _REQUIRED if default is None else default, says)
        if value is not None and not low <= value <= high:
            self.fault(f"'{key}' must be {says}, not {value}.")
            return int(min(max(value, low), high))
        return low if value is None else int(value)

    def optional_whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`, or None where the key is missing."""
        return self.whole(key, low, high) if key in self else None

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number from `low` to `high`."""
        says = f"a number from {low:g} to {high:g}"
        value = self._take(key, (int, float), _REQUIRED if default is None else default, says)
        if value is not None and not low <= value <= high:
            self.fault(f"'{key}' must be {says}, not {value}.")
            return low
        return low if value is None else float(value)

    def day(self, key: str) -> date:
        """A date."""
        value = self._take(key, date, _REQUIRED, "a date such as 2026-11-23")
        return value if isinstance(value, date) else date.min

    def moment(self, key: str) -> datetime:
        """A day and a time of day, on the wall clock."""
        says = "a day and a time such as 2026-11-23T09:00:00"
        value = self._take(key, datetime, _REQUIRED, says)
        if value is not None and value.tzinfo is not None:
            self.fault(f"'{key}' must be {says}, on the wall clock, without a time zone.")
        return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(date.min, time.min)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates; empty where the key is missing."""
        values = self._take(key, list, [], "a list of dates")
        if any(type(value) is not date for value in values):
            self.fault(f"'{key}' must be a list of dates such as 2026-11-23.")
            return ()
        return tuple(values)

    def clock(self, key: str, default: int) -> int:
        """A time of day such as "09:00", in minutes after midnight; the default is in minutes too."""
        says = 'a time of day such as "09:00"'
        value = self._take(key, str, None, says)
        if value is None:
            return default
        hours, colon, minutes = value.partition(":")
        if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) <= 24 and int(minutes) < 60):
            self.fault(f"'{key}' must be {says}, not {value!r}.")
            return default
        return int(hours) * 60 + int(minutes)

    def term(self, key: str, words: type[T], default: T | None = None) -> T:
        """One member of an enum, by its code."""
        first = next(iter(words))
        value = self._take(key, str, _REQUIRED if default is None else default, f"one of {_codes(words)}")
        return first if value is None else self._member(key, value, words) or first

    def terms(self, key: str, words: type[T]) -> tuple[T, ...]:
        """A list of members of an enum, in the file's order; empty where the key is missing."""
        found = [self._member(key, value, words) for value in self._take(key, list, [], "a list")]
        members = [member for member in found if member is not None]
        if len(set(members)) < len(members):
            self.fault(f"'{key}' names a word twice.")
        return tuple(members)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        values = self._take(key, list, [], "a list of texts")
        if not all(isinstance(value, str) for value in values):
            self.fault(f"'{key}' must be a list of texts.")
        return tuple(str(value) for value in values)

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high`; empty where the key is missing."""
        values = self._take(key, list, [], "a list of whole numbers")
        if any(type(value) is not int or not low <= value <= high for value in values):
            self.fault(f"'{key}' must be a list of whole numbers from {low} to {high}, not {values!r}.")
            return ()
        return tuple(values)

    def _member(self, key: str, value: Any, words: type[T]) -> T | None:
        try:
            return words(value)
        except ValueError:
            self.fault(f"'{key}': {value!r} is not one of {_codes(words)}.")
            return None

    def table(self, key: str, required: bool = True) -> "Table":
        """A table inside this one; empty where it is missing and not required."""
        value = self._take(key, dict, _REQUIRED if required else {}, "a table")
        return Table(value or {}, f"{self.where}, {key}", self.faults)

    def tables(self, key: str, named_by: str = "key") -> list["Table"]:
        """The tables of a list, each spoken of by its own name in faults."""
        values = self._take(key, list, [], "a list of tables")
        found = []
        for number, value in enumerate(values, 1):
            if isinstance(value, dict):
                name = value.get(named_by, f"number {number}")
                found.append(Table(value, f"{self.where}, {key} '{name}'", self.faults))
            else:
                self.fault(f"'{key}' number {number} must be a table.")
        return found


_REQUIRED: Any = object()


def _codes(words: type[Term]) -> str:
    codes = [word.value for word in words]
    return ", ".join(codes) if len(codes) <= 12 else f"{', '.join(codes[:12])} and {len(codes) - 12} more"
