"""What is said when all tests have run. Several processes may run them together: each hands on what it found, and the one
that started them says it."""

import os
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys.browser import MISSING

KEY = "plimsoll"  # of what a process hands on


@dataclass
class Tally:
    """How many cells the matrix asked, how many faults it found, which journeys were not run for want of a browser, and what
    journeys that were run have counted."""

    cells: int = 0
    faults: int = 0
    not_run: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)


TALLY = Tally()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hands it on. Where nobody looks, journeys that were not run are a failure."""
    handed_on = getattr(session.config, "workeroutput", None)
    if handed_on is not None:
        handed_on[KEY] = (TALLY.cells, TALLY.faults, sorted(TALLY.not_run), sorted(TALLY.told))
    elif TALLY.not_run and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Takes it from a process that has ended; one that died has handed nothing on, and fails the run by itself."""
    cells, faults, not_run, told = getattr(node, "workeroutput", {}).get(KEY, (0, 0, [], []))
    TALLY.cells += cells
    TALLY.faults += faults
    TALLY.not_run |= set(not_run)  # each process collects all tests
    TALLY.told |= set(told)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says it last, where it is seen."""
    if TALLY.cells:
        as_declared = "all as declared" if not TALLY.faults else f"{TALLY.faults:,} not as declared"
        terminalreporter.write_line(f"matrix: {TALLY.cells:,} cells, {as_declared}")
    for line in sorted(TALLY.told):
        terminalreporter.write_line(line)
    if TALLY.not_run:
        terminalreporter.write_line(MISSING)
        terminalreporter.write_line(f"BROWSER TESTS NOT RUN: {len(TALLY.not_run)}", red=True)
