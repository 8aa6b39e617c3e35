"""The measurements of the ground run at a small size, on a database of their own, and see what they are to see."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from plimsoll.bench.ground import clone, matrix
from plimsoll.bench.ground.kills import drafts_lost, judged
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.ground.served import Served
from plimsoll.bench.measure import Row
from plimsoll.bench.replaying import different

ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.slow
def test_cost_past_and_trail(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "ground", "--only", "cost,past,trail", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    rows = json.loads(done.stdout)

    assert "could not be measured" not in done.stderr, done.stderr
    assert [row["goal"] for row in rows] == [1.3] * 8 + [2.0] * 2 + [None] * 3
    assert list(tmp_path.iterdir()) == []  # nothing is left


@pytest.mark.slow
def test_the_page_of_a_caseload_takes_as_many_queries_for_many_cases_as_for_few(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "caseload-page", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    queries, *times = json.loads(done.stdout)

    assert "could not be measured" not in done.stderr, done.stderr
    assert queries["value"] == queries["baseline_value"] > 20
    assert [row["goal"] for row in times] == [3.0, 3.0]


@pytest.mark.slow
def test_a_judgement_is_measured_from_the_press_to_the_page(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "judgement", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    queries, seconds = json.loads(done.stdout)

    assert "could not be measured" not in done.stderr, done.stderr
    assert queries["value"] == queries["baseline_value"] > 40
    assert (seconds["unit"], seconds["goal"]) == ("ms", 3.0)


@pytest.mark.slow
def test_lists_that_were_kept_come_out_the_same_again_and_out_of_the_history(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "replay", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    rows = json.loads(done.stdout)

    assert done.returncode == 0, done.stderr
    assert [(row["value"], row["baseline_value"], row["goal"]) for row in rows if row["unit"] != "ms"] == [
        (0, 12, 0.0),
        (0, 12, 0.0),
        (0, 3, 0.0),
    ]


def test_a_list_that_comes_out_otherwise_misses_the_goal():
    kept = {"cases": [{"place": 1}], "inputs": {"day": "2026-11-23"}}
    assert list(different(kept, kept)) == []
    assert list(different(kept, {"cases": [{"place": 2}]})) == [
        "cases.0.place was 1, and is 2",
        "inputs was {'day': '2026-11-23'}, and is None",
    ]
    assert Row("replay", "lists that come out otherwise", 1, "lists", "lists asked for", 1_000, 0.0).met is False


@pytest.mark.slow
def test_a_rehearsal_is_measured_out_of_the_database_and_in_memory(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "rehearsal", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    rows = json.loads(done.stdout)

    assert "could not be measured" not in done.stderr, done.stderr
    assert [(row["unit"], row["goal"]) for row in rows] == [("s", 3.0), ("s", None), ("MiB", None)]
    assert list(tmp_path.iterdir()) == []  # nothing is left


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ({ONE: (1, 1, 1), TWO: (1, 1, 1), THREE: (0, 0, 0)}, (0, 0, 0)),
        ({ONE: (0, 0, 0), TWO: (1, 1, 1), THREE: (1, 1, 1)}, (1, 0, 0)),
        ({ONE: (1, 0, 1), TWO: (1, 1, 0), THREE: (0, 1, 0)}, (0, 3, 0)),
        ({ONE: (1, 2, 1), TWO: (1, 1, 1), THREE: (1, 1, 2)}, (0, 0, 2)),
    ],
)
def test_what_kills_may_not_do_is_seen(kept, found):
    """One and two were acknowledged, three was not."""
    assert judged(kept, [ONE, TWO]) == found


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ({ONE: (2, "b", True), TWO: (2, "b", False)}, (0, 0)),
        ({ONE: (2, "b", True)}, (1, 0)),
        ({ONE: (1, "a", True), TWO: (2, "a", False)}, (2, 0)),
        ({ONE: (2, "b", False), TWO: (2, "b", True)}, (0, 2)),
    ],
)
def test_a_draft_that_is_lost_older_or_ended_alone_is_seen(kept, found):
    """Both were saved twice; the record of one was sent."""
    assert drafts_lost(kept, {ONE: (2, "b"), TWO: (2, "b")}, [ONE]) == found


@pytest.mark.slow
def test_ten_kills_each_of_web_and_database_lose_nothing_that_was_acknowledged(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "faults", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path), "PLIMSOLL_BENCH_KILLS": "10"},
        capture_output=True,
        text=True,
        check=False,
    )
    rows = json.loads(done.stdout)
    held = [row for row in rows if row["goal"] == 0.0]

    assert "could not be measured" not in done.stderr, done.stderr
    assert [row["measure"] for row in held if row["value"]] == []
    assert len(held) == 11
    assert all(row["baseline_value"] > 10 for row in held)


@pytest.mark.slow
def test_what_a_process_says_is_waited_for(tmp_path):
    says = "print('one', flush=True); import time; time.sleep(60)"
    with Served(tmp_path, os.environ, command=[sys.executable, "-S", "-c", says]) as process:
        assert process.wait_for("one")
        assert not process.wait_for("two", or_for="one")
        assert process.end() != 0

    ends = "print('no more'); raise SystemExit(3)"
    with (
        Served(tmp_path, os.environ, command=[sys.executable, "-S", "-c", ends]) as process,
        pytest.raises(RuntimeError, match="it ended with 3: no more"),
    ):
        process.wait_for("one")


def test_a_folder_that_is_no_clone_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(clone, "REPOSITORY", Path(tmp_path))
    with Scratch(quick=True) as scratch, pytest.raises(RuntimeError, match="there is nothing to clone"):
        next(clone.rows(scratch))


def test_without_its_tests_the_matrix_is_passed_over_in_a_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(matrix, "REPOSITORY", Path(tmp_path))
    with Scratch(quick=True) as scratch:
        assert list(matrix.rows(scratch)) == []
    assert "The matrix is not measured" in capsys.readouterr().err


@pytest.mark.slow
def test_a_restore_brings_every_row_and_a_whole_trail(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "restore", "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    rows = json.loads(done.stdout)

    assert "could not be measured" not in done.stderr, done.stderr
    assert [row["goal"] for row in rows] == [None, 2.0, 0.0, 0.0]
    assert [row["met"] for row in rows[2:]] == [True, True]
    assert list(tmp_path.iterdir()) == []  # nothing is left
