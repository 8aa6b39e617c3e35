"""Values a load scheme leaves for the organisation to fill in, and amounts read as whole hundredths."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from math import isfinite

from plimsoll.core.strict import Table

MOST_POINTS = 100_000
MOST_HOURS = 168


def amount(table: Table, key: str, low: int, high: int) -> int:
    """A number with at most two decimals, as whole hundredths; anything else is a fault of the table."""
    number = table.number(key, low, high)
    if not isfinite(number):
        return 100 * low
    scaled = Decimal(repr(number)) * 100
    if scaled != int(scaled):
        table.fault(f"'{key}' must not be finer than a hundredth, as {number} is.")
    return int(scaled)


def check_once(table: Table, what: str, names: Iterable[str]) -> None:
    """Notes every name that stands twice."""
    for name, times in Counter(names).items():
        if times > 1 and name:
            table.fault(f"'{what}' names {name} {times} times.")


class Blanks:
    """The dotted paths a scheme leaves to be filled in, and which of them were met while reading."""

    def __init__(self, table: Table) -> None:
        self.paths = table.texts("blank")
        self._met: set[str] = set()
        check_once(table, "blank", self.paths)

    def here(self, table: Table, key: str, path: str) -> bool:
        """Whether the value at `path`, `key` of this table, is left blank. Blank and given at once is a fault."""
        if path not in self.paths:
            return False
        self._met.add(path)
        if key in table:
            table.fault(f"'{key}' is given, yet 'blank' lists {path}.")
            return False
        return True

    def check_met(self, table: Table) -> None:
        """Notes every path that names nothing in this scheme."""
        for path in self.paths:
            if path not in self._met:
                table.fault(f"'blank' lists {path}, which is nothing this scheme can leave blank.")

    def whole(self, table: Table, key: str, path: str, low: int, high: int) -> int | None:
        """A whole number, or None where it is left blank."""
        return None if self.here(table, key, path) else table.whole(key, low, high)

    def amount(self, table: Table, key: str, path: str, *, low: int = 0, high: int = MOST_POINTS) -> int | None:
        """An amount in hundredths, or None where it is left blank."""
        return None if self.here(table, key, path) else amount(table, key, low, high)
