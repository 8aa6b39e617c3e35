"""Whatever stands in a data file of priority, it is read or refused with sentences, and never crashes a reader."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from plimsoll.core.calendar import Calendar
from plimsoll.core.priority import criteria, scales, worked
from plimsoll.core.strict import FaultyData
from tests.core.priority.generated import shipped

pytestmark = pytest.mark.slow
FOLDER = files("plimsoll") / "rulebooks"
CALENDAR = Calendar()
NUMBERS = ("-1", "7", "nan", "inf", "1e300", "1.001", "true")
OTHERS = ('""', '"Z"', "[]", "{}", "[[]]", "[{}]", "09:00:00")
DAYS = ("2026-11-23", "0001-01-01", "9999-12-31", "2026-11-23T09:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59Z")
ODD = (*NUMBERS, *OTHERS, *DAYS)


def read_and_run(text: str) -> None:
    """Worked cases that can be read can be run."""
    worked.run(worked.parse(text), shipped(), CALENDAR)


@pytest.mark.parametrize(
    ("path", "reader"),
    [
        ("criteria/early_help.toml", criteria.parse),
        ("scales.toml", scales.parse),
        ("worked/leaving_care.toml", read_and_run),
    ],
)
def test_any_odd_value_anywhere_is_a_fault_and_never_a_crash(path: str, reader: Callable[[str], Any]) -> None:
    lines = (FOLDER / path).read_text(encoding="utf-8").splitlines()
    crashed = []
    for place, line in enumerate(lines):
        name, sign, _ = line.partition(" = ")
        for odd in ODD[place % 3 :: 3] if sign else ():  # the lines of a kind take turns
            try:
                reader("\n".join([*lines[:place], f"{name} = {odd}", *lines[place + 1 :]]))
            except FaultyData:
                continue
            except Exception as crash:
                crashed.append((line, odd, repr(crash)))

    assert crashed == []
