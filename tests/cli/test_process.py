"""The command as a process of its own: what a shell sees."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.annex_a.children import row, write

pytestmark = pytest.mark.slow

RANK = [sys.executable, "-m", "plimsoll", "rank"]


def rank(*options: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*RANK, *map(str, options), "--as-at", "2026-11-23"]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def test_streams_and_exit_of_a_refusal(tmp_path: Path) -> None:
    done = rank(tmp_path / "none.xlsx")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"There is no file")


@pytest.mark.parametrize("option", ["--format=xml", "--nonsense", "--hours=many"])
def test_options_that_are_not_there(small: Path, option: str) -> None:
    done = rank(small, option)

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_reader_that_goes_away_early(town: Path, small: Path, form: str) -> None:
    """As in `plimsoll rank ... | head -0`."""
    for path in (town, small):
        reader, writer = os.pipe()
        os.close(reader)
        command = [*RANK, str(path), "--as-at", "2026-11-23", "--format", form]
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)

        assert done.stderr == b""
        assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_names_beyond_the_terminals_letters(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.xlsx", (6, row(6, allocated_worker="Łucja Ōe")))

    for form in ("json", "csv"):
        done = rank(path, "--format", form, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Łucja Ōe" in done.stdout.decode("utf-8")
    table = rank(path, PYTHONIOENCODING=encoding)
    assert (table.returncode, table.stderr) == (0, b"")
    assert "Order of work on Mon 23 Nov 2026" in table.stdout.decode(encoding)


def test_whole_way_from_town_to_answer(tmp_path: Path) -> None:
    path = tmp_path / "town.xlsx"
    town = [sys.executable, "-m", "plimsoll", "town", "--workers", "1", "--as-at", "2026-11-23", "--annex-a", str(path)]
    subprocess.run(town, check=True, capture_output=True)
    done = rank(path, "--format", "json", "--faults", tmp_path / "faults.csv")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["children"]["in_file"] > 15
    assert (tmp_path / "faults.csv").exists()
