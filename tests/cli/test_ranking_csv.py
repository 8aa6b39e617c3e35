"""The answer as CSV says the same as the JSON, and no spreadsheet takes a cell of it for a formula."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from plimsoll.cli.ranking_csv import HEADER
from plimsoll.core.terms import Band, CaseType
from plimsoll.formats.cells import harmless
from tests.cli.conftest import Rank
from tests.formats.annex_a.children import row, write


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.slow
def test_csv_says_what_the_json_says(rank: Rank, dirty_town: Path) -> None:
    table = rows_of(rank(dirty_town, "--format", "csv").stdout)
    document = json.loads(rank(dirty_town, "--format", "json").stdout, parse_float=str)

    told = [(caseload["worker"], case) for caseload in document["caseloads"] for case in caseload["cases"]]
    told += [("", case) for case in document["unallocated"]]
    gone = document["children"]["not_ranked"]
    assert len(table) == len(told) + len(gone)
    assert [(line["standing"], line["child"], line["reason_1"], line["worker"]) for line in table[len(told) :]] == [
        (one["kind"], one["child"], one["reason"], "") for one in gone
    ]
    for line, (worker, case) in zip(table, told, strict=False):
        reasons = [reason["text"] for reason in case["reasons"]]
        due = case["next_due"] or {"title": "", "due_at": ""}
        assert line == {
            "standing": "RANKED" if worker else "UNALLOCATED",
            "worker": worker,
            "team": case["team"] or "",
            "place": str(case["place"]),
            "case": case["case"],
            "child": case["child"],
            "case_type": CaseType(case["case_type"]).label,
            "band": Band(case["band"]).label,
            "score": case["score"],
            **{f"reason_{n + 1}": reasons[n] if n < len(reasons) else "" for n in range(3)},
            "next_due": due["title"],
            "next_due_at": due["due_at"],
            "completeness": f"{float(case['completeness']):.2f}",
            "where": case["where"],
        }


def test_header(rank: Rank, small: Path) -> None:
    assert tuple(rank(small, "--format", "csv").stdout.splitlines()[0].split(",")) == HEADER


def test_selection(rank: Rank, small: Path) -> None:
    lantern = rows_of(rank(small, "--format", "csv", "--team", "Lantern").stdout)

    assert [(line["worker"], line["child"]) for line in lantern] == [("Bea Rook", "3"), ("", "4")]


def test_formulas_are_quoted(rank: Rank, tmp_path: Path) -> None:
    nasty = ["=1+1", "+441234", "-2", "@SUM(A1)", '=HYPERLINK("http://x","y")']
    rows = [(6, row(6, text, allocated_worker=f"{text} Quill", allocated_team=text)) for text in nasty]
    result = rank(write(tmp_path / "a.xlsx", *rows), "--format", "csv")

    table = rows_of(result.stdout)
    assert not [cell for line in table for cell in line.values() if cell[:1] in tuple("=+-@\t\r")]
    assert {line["child"] for line in table} >= {f"'{text}" for text in nasty[1:4]}


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1", "'=1"), ("+1", "'+1"), ("-", "'-"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx"),
     ("", ""), ("a=1", "a=1"), (-3, -3), (0.5, 0.5)],
)  # fmt: skip
def test_harmless(cell: str | int | float, written: str | int | float) -> None:
    assert harmless(cell) == written
