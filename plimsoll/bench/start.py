"""From pressing enter to the first answer, on a small workbook."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from plimsoll.bench.measure import Row, runs_in_turn
from plimsoll.demo.annex_a import write_annex_a

AS_AT = date(2026, 11, 23)


def rows() -> Iterator[Row]:
    """Time of `plimsoll rank` on a workbook of three workers, against loading the libraries it stands on."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "team.xlsx"
        write_annex_a(path, workers=3, seed=1, as_at=AS_AT)
        ranked = [sys.executable, "-m", "plimsoll", "rank", str(path), "--as-at", AS_AT.isoformat()]
        loading = [sys.executable, "-c", "import numpy, openpyxl, holidays, typer"]
        ours, theirs = runs_in_turn(ranked, loading, times=7)
    measure, baseline = "first answer from a workbook of three workers", "importing numpy, openpyxl, holidays and typer"
    yield Row("start", measure, ours.seconds, "s", baseline, theirs.seconds)
