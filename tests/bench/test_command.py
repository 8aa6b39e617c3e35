"""`plimsoll bench`: runs the named measurements and says what they gave."""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import pytest
from click.testing import Result
from typer.testing import CliRunner

from plimsoll.__main__ import app
from plimsoll.bench import command
from plimsoll.bench.measure import Row

Rows = Callable[[], Iterator[Row]]


def bench(*options: str) -> Result:
    return CliRunner().invoke(app, ["bench", *options])


def figure(name: str, goal: float | None = None) -> Row:
    return Row(name, f"time of {name}", 1.5, "s", "something plain", 1.0, goal)


@pytest.fixture
def measurements(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts measurements of our own in place of those that take minutes."""

    def put(**rows: Rows) -> None:
        monkeypatch.setattr(command, "MEASUREMENTS", tuple(rows))
        for name, function in rows.items():
            module = ModuleType(f"plimsoll.bench.{name}")
            module.rows = function  # type: ignore[attr-defined]
            monkeypatch.setitem(sys.modules, f"plimsoll.bench.{name}", module)

    return put


def quick() -> Iterator[Row]:
    yield figure("quick", goal=2.0)
    yield figure("quick", goal=1.0)


def broken() -> Iterator[Row]:
    yield figure("broken")
    raise RuntimeError("the wind was against us")


def last() -> Iterator[Row]:
    yield figure("last")


def test_every_measurement_of_the_registry_is_there() -> None:
    assert command.MEASUREMENTS == ("rank", "workbook", "start", "firmness")
    assert tuple(command.ALONE) == (
        "caseload-page",
        "import",
        "rehearsal",
        "judgement",
        "replay",
        "faults",
        "search",
        "restore",
    )
    names = [*command.MEASUREMENTS, *command.ALONE.values()]
    assert all(callable(import_module(f"plimsoll.bench.{name}").rows) for name in names)
    assert all(callable(import_module(f"plimsoll.bench.ground.{part}").rows) for part in command.PARTS)


def test_unknown_name(measurements: Callable[..., None]) -> None:
    measurements(quick=quick, last=last)
    result = bench("speed")

    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "There is no measurement 'speed'. There are: quick, last, caseload-page, import, rehearsal, judgement, replay, "
        "faults, search, restore, ground.\n"
    )


def test_what_is_in_parts_is_taken_by_its_name_alone(measurements: Callable[..., None], monkeypatch) -> None:
    measurements(quick=quick, last=last)
    asked: list[tuple[tuple[str, ...], bool]] = []

    def parts(names: tuple[str, ...], small: bool) -> Iterator[tuple[str, Rows]]:
        asked.append((names, small))
        yield "ground, broken", broken
        yield "ground, last", last

    module = ModuleType("plimsoll.bench.ground")
    module.parts = parts  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "plimsoll.bench.ground", module)
    bench()
    result = bench("ground")
    bench("ground", "--only", command.PARTS[0], "--quick")

    assert asked == [(command.PARTS, False), (command.PARTS[:1], True)]
    assert result.exit_code == 1
    assert "ground, broken could not be measured: the wind was against us\n" in result.stderr
    assert "last: time of last" in result.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["ground", "--only", "cost,speed"], "ground has no part 'speed'. It has: "),
        (["quick", "--only", "cost"], "--only is for ground alone."),
        (
            ["--quick"],
            "--quick is for caseload-page, import, rehearsal, judgement, replay, faults, search, restore and "
            "ground alone.",
        ),
    ],
)
def test_options_that_say_nothing_here(measurements: Callable[..., None], options: list[str], says: str) -> None:
    measurements(quick=quick, last=last)
    result = bench(*options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(says)


def test_lines_for_people(measurements: Callable[..., None]) -> None:
    measurements(quick=quick, last=last)
    result = bench()

    assert result.exit_code == 1  # one goal was missed
    assert result.stdout == (
        "quick: time of quick: 1.500 s; something plain: 1.000 s; ratio 1.500, goal 2: met\n"
        "quick: time of quick: 1.500 s; something plain: 1.000 s; ratio 1.500, goal 1: NOT MET\n"
        "last: time of last: 1.500 s; something plain: 1.000 s; ratio 1.500\n"
    )
    assert result.stderr == "Measuring quick ...\nMeasuring last ...\n"


def test_one_by_name(measurements: Callable[..., None]) -> None:
    measurements(quick=quick, last=last)
    result = bench("last", "--json")

    assert [row["name"] for row in json.loads(result.stdout)] == ["last"]


def test_json_is_alone_on_standard_output(measurements: Callable[..., None]) -> None:
    measurements(quick=quick, last=last)
    result = bench("--json")

    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [set(row) for row in rows] == [
        {"name", "measure", "value", "unit", "baseline", "baseline_value", "ratio", "goal", "met"}
    ] * 3
    assert [(row["goal"], row["ratio"], row["met"]) for row in rows] == [
        (2.0, 1.5, True),
        (1.0, 1.5, False),
        (None, 1.5, None),
    ]
    assert "ratio 1.500" in result.stderr


def test_measurement_that_fails_does_not_stop_the_others(measurements: Callable[..., None]) -> None:
    measurements(broken=broken, last=last)
    result = bench("--json")

    assert result.exit_code == 1
    assert [row["name"] for row in json.loads(result.stdout)] == ["broken", "last"]
    assert "broken could not be measured: the wind was against us\n" in result.stderr
    assert "Traceback" not in result.output


def test_figure_without_a_ratio_is_a_failure_and_json_still_comes(measurements: Callable[..., None]) -> None:
    def nothing() -> Iterator[Row]:
        yield Row("nothing", "time of nothing", 1.0, "s", "nothing", 0.0)

    measurements(nothing=nothing, last=last)
    result = bench("--json")

    assert result.exit_code == 1
    assert [row["name"] for row in json.loads(result.stdout)] == ["last"]


def test_every_goal_met_ends_well(measurements: Callable[..., None]) -> None:
    measurements(last=last)

    assert bench().exit_code == 0


@pytest.mark.slow
def test_first_answer_is_measured_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    start = import_module("plimsoll.bench.start")
    once = import_module("plimsoll.bench.measure").runs_in_turn
    monkeypatch.setattr(start, "runs_in_turn", lambda first, second, times: once(first, second, 1))
    result = bench("start", "--json")

    (row,) = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (row["name"], row["unit"], row["goal"], row["met"]) == ("start", "s", None, None)
    assert row["ratio"] > 0
