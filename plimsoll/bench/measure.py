"""What a measurement is, and how times are taken: in turn with their baseline, so that a slow moment hits both."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure against its baseline.

    goal : the ratio not to be exceeded, or None where nothing was promised.
    """

    name: str
    measure: str
    value: float
    unit: str
    baseline: str
    baseline_value: float
    goal: float | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.value) and isfinite(self.baseline_value) and self.baseline_value > 0):
            raise ValueError(f"{self.value} against {self.baseline_value} is no measurement.")

    @property
    def ratio(self) -> float:
        """value / baseline_value."""
        return self.value / self.baseline_value

    @property
    def met(self) -> bool | None:
        """Whether the goal is met, or None where there is none."""
        return None if self.goal is None else self.ratio <= self.goal

    def as_json(self) -> dict[str, Any]:
        """The row as `plimsoll bench --json` prints it."""
        return {**asdict(self), "ratio": round(self.ratio, 4), "met": self.met}


def in_turn(*calls: Callable[[], object], times: int) -> tuple[float, ...]:
    """Median seconds of several calls, taken A B A B, after one of each that does not count."""
    taken: tuple[list[float], ...] = tuple([] for _ in calls)
    for turn in range(times + 1):
        for call, seconds in zip(calls, taken, strict=True):
            begin = time.perf_counter()
            call()
            if turn:
                seconds.append(time.perf_counter() - begin)
    return tuple(map(median, taken))


@dataclass(frozen=True)
class Run:
    """A finished process: seconds on the clock, and the largest memory it held, MiB."""

    seconds: float
    memory: float


def run(command: Sequence[str]) -> Run:
    """Runs a process to its end, its output thrown away.

    Raises
    ------
    RuntimeError : it could not be run, or did not exit with 0.
    """
    done = subprocess.run([sys.executable, "-c", _RUN, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"'{' '.join(command)}' could not be run: {done.stderr.strip().splitlines()[-1]}")
    status, seconds, memory = json.loads(done.stdout)
    if status:
        raise RuntimeError(f"'{' '.join(command)}' ended with status {status}.")
    return Run(seconds, memory)


# Started by a small process of its own: a child's peak memory begins at that of the process that starts it.
_RUN = """
import json, os, sys, time
begin = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], {**os.environ, "NO_COLOR": "1"},
                       file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - begin
unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # Linux counts memory in KiB, macOS in bytes
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / unit]))
"""


def runs_in_turn(first: Sequence[str], second: Sequence[str], times: int) -> tuple[Run, Run]:
    """Medians of two processes, run A B A B, after one of each that does not count."""
    done: tuple[list[Run], list[Run]] = ([], [])
    for turn in range(times + 1):
        for command, finished in zip((first, second), done, strict=True):
            result = run(command)
            if turn:
                finished.append(result)
    return _median(done[0]), _median(done[1])


def _median(finished: list[Run]) -> Run:
    return Run(median(one.seconds for one in finished), median(one.memory for one in finished))
