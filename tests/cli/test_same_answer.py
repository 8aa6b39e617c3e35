"""The answer does not depend on the order in which the file holds its sheets, rows and columns."""

import json
import random
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Rank
from tests.formats.workbooks import write_xlsx

Grid = list[list[object]]


def grids(path: Path) -> dict[str, Grid]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def mixed(grid: Grid, chance: random.Random) -> Grid:
    """Columns and data rows of a list in another order, title and header where they were."""
    header = next(at for at, row in enumerate(grid) if sum(cell is not None for cell in row) > 3)
    columns = chance.sample(range(len(grid[0])), len(grid[0]))
    top, rows = grid[: header + 1], grid[header + 1 :]
    chance.shuffle(rows)
    title = grid[:header]
    return [*title, *([row[at] for at in columns] for row in [top[-1], *rows])]


def shuffled(path: Path, to: Path, seed: int) -> Path:
    chance = random.Random(seed)  # noqa: S311 - to mix rows, not to hide them
    sheets = grids(path)
    names = chance.sample(list(sheets), len(sheets))
    pages = {"Front_Sheet", "Guidance", "Codes_used"}
    return write_xlsx(to, {name: sheets[name] if name in pages else mixed(sheets[name], chance) for name in names})


def without_places(text: str) -> dict:
    """The answer but for where in the file things stand."""
    document = json.loads(text)
    for cases in [*(caseload["cases"] for caseload in document["caseloads"]), document["unallocated"]]:
        for case in cases:
            del case["where"]
    document["children"]["not_ranked"].sort(key=lambda gone: gone["child"])
    del document["faults"]
    return document


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("which", ["town", "dirty_town"])
def test_order_of_sheets_rows_and_columns_changes_nothing(
    rank: Rank, tmp_path: Path, request: pytest.FixtureRequest, which: str, seed: int
) -> None:
    path = request.getfixturevalue(which)
    other = shuffled(path, tmp_path / "other.xlsx", seed)

    there, back = (rank(one, "--format", "json").stdout for one in (path, other))

    assert there != back
    assert without_places(back) == without_places(there)


@pytest.mark.slow
def test_asked_twice_answers_the_same(rank: Rank, small: Path) -> None:
    for form in ("json", "csv", "table"):
        assert rank(small, "--format", form).stdout == rank(small, "--format", form).stdout
