"""Who may see and do what: every cell of the matrix, tried, all as declared."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import typer

import plimsoll
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.measure import Row

REPOSITORY = Path(plimsoll.__file__).parents[1]
SAYS = re.compile(r"matrix: ([\d,]+) cells, all as declared")


def rows(scratch: Scratch) -> Iterator[Row]:
    """Cells that are not as declared, of all, and the seconds that it takes."""
    if not (REPOSITORY / "tests" / "matrix").is_dir():
        typer.echo("The matrix is not measured: its tests are not here, as in an installed wheel.", err=True)
        return
    begin = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "--durations=0", "tests/matrix"]
    done = subprocess.run(command, cwd=REPOSITORY, env=scratch.environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    found = SAYS.search(done.stdout)
    if done.returncode or found is None:
        last = " / ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        raise RuntimeError(f"the tests of the matrix did not say that all cells are as declared: {last}")
    cells = int(found.group(1).replace(",", ""))
    what = f"cells of the matrix that are not as declared, tried in {seconds:.0f} s"
    yield Row("ground", what, 0, "cells", "cells tried", cells, 0.0)
