"""A large workbook against merely reading its cells: from file to order of work, and to what is brought in."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from plimsoll.bench.measure import Row, runs_in_turn
from plimsoll.demo.annex_a import write_annex_a

ROWS = 55_000
AS_AT = date(2026, 11, 23)
SEED = 2026
BARE = (
    "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True); "
    "[row for sheet in book for row in sheet.iter_rows(values_only=True)]"
)
TELL = (
    "import sys, datetime, pathlib; from plimsoll.formats.reading import read_told; "
    "on = datetime.date.fromisoformat(sys.argv[2]); read_told(pathlib.Path(sys.argv[1]), facts_on=on, today=on)"
)


def rows() -> Iterator[Row]:
    """Time and memory of `plimsoll rank`, and of reading and telling, each as a whole process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "town.xlsx"
        write_annex_a(path, workers=1, seed=SEED, as_at=AS_AT, rows=ROWS)
        ranked = [sys.executable, "-m", "plimsoll", "rank", str(path), "--as-at", AS_AT.isoformat()]
        bare = [sys.executable, "-c", BARE, str(path)]
        ours, theirs = runs_in_turn(ranked, bare, times=3)
        tell = [sys.executable, "-c", TELL, str(path), AS_AT.isoformat()]
        told, theirs_again = runs_in_turn(tell, bare, times=3)
    measure = f"plimsoll rank of a workbook of {ROWS:,} rows"
    baseline = "openpyxl reading every cell of the same file"
    yield Row("workbook", measure, ours.seconds, "s", baseline, theirs.seconds, 1.5)
    yield Row("workbook", f"{measure}, memory", ours.memory, "MiB", baseline, theirs.memory)
    measure = f"reading a workbook of {ROWS:,} rows and telling what it says of each child"
    yield Row("workbook", measure, told.seconds, "s", baseline, theirs_again.seconds, 1.5)
    yield Row("workbook", f"{measure}, memory", told.memory, "MiB", baseline, theirs_again.memory)
