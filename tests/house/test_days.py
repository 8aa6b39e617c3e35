"""A day is that of the place where people work, and never that of UTC, which begins an hour later in summer."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "plimsoll"
# `as_at` is handed down from the edge, where it is made in local time.
OF_A_MOMENT = re.compile(r"(?<!as)_at\.date\(\)|_at::date")


def test_no_day_is_taken_of_a_moment_in_utc() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted(ROOT.rglob("*.py"))
        if "migrations" not in path.parts
        for match in OF_A_MOMENT.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []
