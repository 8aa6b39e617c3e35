"""What a measurement is, and how times are taken."""

import sys
from math import inf, nan

import pytest

from plimsoll.bench import measure
from plimsoll.bench.measure import Row, Run, in_turn, run, runs_in_turn


def a_row(value: float = 3.0, baseline: float = 2.0, goal: float | None = None) -> Row:
    return Row("rank", "something", value, "s", "something else", baseline, goal)


def test_ratio() -> None:
    assert a_row(3.0, 2.0).ratio == 1.5


@pytest.mark.parametrize(("goal", "met"), [(1.6, True), (1.5, True), (1.4, False), (None, None)])
def test_goal_is_a_ratio_not_to_be_exceeded(goal: float | None, met: bool | None) -> None:
    assert a_row(3.0, 2.0, goal).met is met


def test_row_as_json() -> None:
    assert a_row(1.0, 3.0, 0.5).as_json() == {
        "name": "rank", "measure": "something", "value": 1.0, "unit": "s", "baseline": "something else",
        "baseline_value": 3.0, "goal": 0.5, "ratio": 0.3333, "met": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "baseline"), [(1.0, 0.0), (1.0, -1.0), (nan, 1.0), (1.0, nan), (inf, 1.0), (1.0, inf)]
)
def test_figures_without_a_ratio_are_no_measurement(value: float, baseline: float) -> None:
    with pytest.raises(ValueError, match="is no measurement"):
        a_row(value, baseline)


def test_calls_are_taken_in_turn_and_the_first_of_each_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    clock = [0.0]
    costs = {
        "first": iter([100.0, 1.0, 3.0, 2.0]),
        "second": iter([100.0, 20.0, 10.0, 30.0]),
        "third": iter([100.0, 5.0, 5.0, 5.0]),
    }
    monkeypatch.setattr(measure.time, "perf_counter", lambda: clock[0])

    def call(name: str) -> None:
        called.append(name)
        clock[0] += next(costs[name])

    medians = in_turn(lambda: call("first"), lambda: call("second"), lambda: call("third"), times=3)

    assert called == ["first", "second", "third"] * 4
    assert medians == (2.0, 20.0, 5.0)


def test_run_gives_time_and_memory() -> None:
    done = run([sys.executable, "-S", "-c", "print('thrown away')"])

    assert done.seconds > 0
    assert 1 < done.memory < 500  # MiB


def test_output_of_a_run_is_thrown_away(capfd: pytest.CaptureFixture[str]) -> None:
    run([sys.executable, "-S", "-c", "print('thrown away')"])

    assert capfd.readouterr().out == ""


def test_run_that_fails_says_which_and_how() -> None:
    command = [sys.executable, "-S", "-c", "raise SystemExit(3)"]

    with pytest.raises(RuntimeError) as failure:
        run(command)

    assert str(failure.value) == f"'{' '.join(command)}' ended with status 3."


def test_run_of_nothing_fails() -> None:
    with pytest.raises(RuntimeError, match="could not be run: FileNotFoundError"):
        run(["./there is no such program"])


@pytest.mark.slow
def test_memory_is_the_processes_own_whatever_its_parent_holds() -> None:
    held = bytearray(300 * 1024 * 1024)
    held[::4096] = b"x" * len(held[::4096])

    assert run([sys.executable, "-S", "-c", "pass"]).memory < 100


def test_processes_are_run_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    taken = iter([Run(90.0, 90.0), Run(80.0, 80.0), Run(1.0, 5.0), Run(9.0, 7.0)])
    monkeypatch.setattr(measure, "run", lambda command: ran.append(command[0]) or next(taken))

    assert runs_in_turn(["a"], ["b"], times=1) == (Run(1.0, 5.0), Run(9.0, 7.0))
    assert ran == ["a", "b", "a", "b"]
