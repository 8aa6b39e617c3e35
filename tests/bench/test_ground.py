"""The measurements of the ground run at a small size, on a database of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def measured(part: str, folder: Path) -> list[dict[str, Any]]:
    """The rows of some parts, as a process gives them; in a folder of its own, where nothing may be left."""
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "bench", "ground", "--only", part, "--quick", "--json"],
        env=os.environ | {"TMPDIR": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "could not be measured" not in done.stderr, done.stderr
    assert list(folder.iterdir()) == []
    return json.loads(done.stdout)


@pytest.mark.slow
def test_cost(tmp_path):
    rows = measured("cost", tmp_path)

    assert [row["goal"] for row in rows] == [1.3] * 8
    assert {row["unit"] for row in rows} == {"ms"}
