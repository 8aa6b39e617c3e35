"""Workbooks to put in order, and the command that does it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from plimsoll.__main__ import app
from plimsoll.demo.annex_a import write_annex_a
from tests.formats.annex_a.children import AS_AT, day, row, write

Rank = Callable[..., Result]


@pytest.fixture
def rank() -> Rank:
    """Runs `plimsoll rank`, on Monday 23 November 2026 unless told otherwise."""

    def run(path: Path, *options: object, as_at: str | None = AS_AT.isoformat()) -> Result:
        day = [] if as_at is None else ["--as-at", as_at]
        return CliRunner().invoke(app, ["rank", str(path), *day, *map(str, options)])

    return run


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean town of three case holders."""
    path = tmp_path_factory.mktemp("town") / "town.xlsx"
    write_annex_a(path, workers=3, seed=1, as_at=AS_AT)
    return path


@pytest.fixture(scope="session")
def dirty_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, as untidy as files from real systems."""
    path = tmp_path_factory.mktemp("town") / "dirty.xlsx"
    write_annex_a(path, workers=3, seed=2, as_at=AS_AT, dirt=True)
    return path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workers, two teams, an unallocated child, a closed one, one to be checked, and one fault that everybody sees.

    Ada Quill of Harbour: 1, long unseen, and 2. Bea Rook of Lantern: 3, whose referral names Harbour.
    """
    path = write(
        tmp_path_factory.mktemp("small") / "small.xlsx",
        (6, row(6, 1, date_last_seen=day("2026-08-03"))),
        (6, row(6, 2, date_last_seen=day("2026-11-16"))),
        (6, row(6, 3, date_last_seen=day("2026-11-16"), allocated_worker="Bea Rook", allocated_team="Lantern")),
        (6, row(6, 4, date_last_seen=day("2026-11-16"), allocated_worker="#N/A", allocated_team="Lantern")),
        (6, row(6, 5, case_status="Closed", cin_closure_date=day("2026-09-01"))),
        (5, row(5, 6, initial_conference_date=day("2026-10-05"), conference_led_to_plan="Yes")),
    )
    # The first answer loads what every later one has at hand.
    assert CliRunner().invoke(app, ["rank", str(path), "--as-at", AS_AT.isoformat()]).exit_code == 0
    return path
