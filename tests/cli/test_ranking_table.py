"""The answer as a table: what a reader sees."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest

from plimsoll.cli import rank as command
from plimsoll.cli.ranking_table import SHOWN_FAULTS
from plimsoll.formats.annex_a.faults import FaultKind
from tests.cli.conftest import Rank
from tests.formats.annex_a.children import day, row, write
from tests.formats.workbooks import IN_NEED, in_need, write_csv

SMALL = """\
Order of work on Mon 23 Nov 2026 at 09:00
Criteria set: Statutory social work, 2026.1. Timescales: England: timescales of children's services, 2026.3.
Our own default. The weights and limits are ours, not a national standard: agree your own.
A workbook carries no judgement of risk: every case counts as not yet assessed.
Load: Plimsoll's own neutral scheme (hours a week). The file gives no hours: 37 a week taken for everyone, which leaves
  30 hours for cases.

UNALLOCATED · 1 case without a worker
   1  4     Planned             Child in need visit is due Mon 14 Dec 2026, in 15 working days
            child in need       Seeing the child who has no worker is due Mon 14 Dec 2026, in 21 days
                                Team: Lantern

Ada Quill · Harbour · 2 cases
Load 3.2 of 30 hours, 10 %, room
   1  1     Today               Child in need visit was due Tue 1 Sep 2026, 59 working days late
            child in need       Last seen Mon 3 Aug 2026, 79 working days ago; expected every 20 working days
   2  2     Planned             Child in need visit is due Mon 14 Dec 2026, in 15 working days
            child in need       Last seen Mon 16 Nov 2026, 5 working days ago; expected every 20 working days

Bea Rook · Lantern · 1 case
Load 1.6 of 30 hours, 5 %, room
   1  3     Planned             Child in need visit is due Mon 14 Dec 2026, in 15 working days
            child in need       Last seen Mon 16 Nov 2026, 5 working days ago; expected every 20 working days

In the whole workbook 6 children on Lists 3 to 9: 3 in order of work, 1 unallocated, 1 without open work, 1 to be
  checked.
       1  to be checked: lists disagree or stop short
          6: The conference of Mon 5 Oct 2026 led to a protection plan (List 5), but List 7 has none since: check this
            child
       1  closed
"""


class Terminal(StringIO):
    """A terminal that keeps what it was told."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch, rank: Rank):
    """Runs the command with a terminal of a width as standard output; returns what stood on it."""

    def run(path: Path, width: int, *options: object) -> str:
        screen = Terminal()
        monkeypatch.setenv("COLUMNS", str(width))
        show = command.write_table
        with monkeypatch.context() as patch:
            patch.setattr(command, "write_table", lambda _, *rest: show(screen, *rest))
            assert rank(path, *options).exit_code == 0
        return screen.getvalue()

    return run


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_what_a_reader_sees(rank: Rank, small: Path) -> None:
    result = rank(small)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout[: len(SMALL)] == SMALL


@pytest.mark.slow
def test_no_score_place_or_weight_of_a_child_in_numbers(rank: Rank, small: Path) -> None:
    table = rank(small).stdout
    document = json.loads(rank(small, "--format", "json").stdout)

    assert "score" not in table.lower()
    for caseload in document["caseloads"]:
        for case in caseload["cases"]:
            assert f"{case['score']:.6f}" not in table
            assert f"{case['score']:.1f}" not in table


def test_overview_says_how_much_everyone_has(rank: Rank, town: Path) -> None:
    document = json.loads(rank(town, "--format", "json").stdout)
    overview = rank(town).stdout.split("  cases  Act now  Today  This week  load\n")[1].split("\n\n")[0].splitlines()

    assert [re.split(r"  +", line)[:2] for line in overview] == [["UNALLOCATED", str(len(document["unallocated"]))]] + [
        [caseload["worker"], str(len(caseload["cases"]))] for caseload in document["caseloads"]
    ]
    assert sum("over the line" in line for line in overview) == sum(
        caseload["load"]["over"] for caseload in document["caseloads"]
    )


def test_no_colour_when_piped(rank: Rank, small: Path) -> None:
    assert "\x1b" not in rank(small).stdout


@pytest.mark.slow
def test_colour_on_a_terminal_unless_it_is_not_wanted(
    on_terminal, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1m" in on_terminal(small, 120)

    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in on_terminal(small, 120)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit_the_terminal(on_terminal, small: Path, width: int) -> None:
    lines = plain(on_terminal(small, width)).splitlines()

    assert [line for line in lines if len(line) > width] == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 120])
def test_lines_of_a_town_fit_the_terminal(on_terminal, dirty_town: Path, width: int) -> None:
    lines = plain(on_terminal(dirty_town, width)).splitlines()

    assert [line for line in lines if len(line) > width] == []


def test_narrower_than_60_is_not_tried(on_terminal, small: Path) -> None:
    assert on_terminal(small, 20) == on_terminal(small, 60)


@pytest.mark.slow
def test_wide_and_narrow_say_the_same(on_terminal, small: Path) -> None:
    def words(text: str) -> list[str]:
        return sorted(plain(text).split())

    assert words(on_terminal(small, 60)) == words(on_terminal(small, 200))


def table_order(text: str) -> list[tuple[int, str]]:
    return [(int(place), child) for place, child in re.findall(r"^ {0,3}(\d+)  (\S+) ", text, flags=re.MULTILINE)]


@pytest.mark.slow
def test_order_is_that_of_the_json(rank: Rank, town: Path) -> None:
    document = json.loads(rank(town, "--format", "json").stdout)
    cases = document["unallocated"] + [case for caseload in document["caseloads"] for case in caseload["cases"]]

    assert table_order(rank(town).stdout.split("In the whole workbook")[0]) == [
        (case["place"], case["child"]) for case in cases
    ]


def test_choice_that_matters_is_asked_for_at_the_head(rank: Rank, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (7, row(7, last_cp_visit_date=day("2026-11-16"))))
    asked = "Not chosen, so nothing is due by it: how often a child on a protection plan is visited."

    assert asked in rank(path).stdout.split("Ada Quill")[0]
    assert asked not in rank(path, "--choose", "cp_visit_10wd").stdout


def test_next_due_is_said_where_the_reasons_are_full(rank: Rank, tmp_path: Path) -> None:
    late = {
        "last_looked_after_visit_date": day("2026-01-05"), "date_of_birth": day("2012-01-01"),
        "latest_looked_after_review_date": day("2026-10-12"), "last_health_assessment_date": day("2024-02-09"),
        "last_dental_check_date": day("2024-03-09"), "placement_start_date": day("2025-02-03"),
    }  # fmt: skip
    path = write(tmp_path / "a.xlsx", (8, row(8, **late)))
    found = json.loads(rank(path, "--format", "json").stdout)["caseloads"][0]["cases"][0]

    said = found["next_due"]["in_words"] in [reason["text"] for reason in found["reasons"]]
    assert ("Next due: " in rank(path).stdout) is not said


def test_name_that_would_steer_the_terminal_does_not(rank: Rank, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    evil = in_need("4\x1b[2J", allocated_worker="Ada\x1b]0;x\x07 Quill", allocated_team="Har\x9bbour")
    write_csv(tmp_path / "lists" / "List 6.csv", [IN_NEED, evil])
    result = rank(tmp_path / "lists")

    assert result.exit_code == 0
    assert [char for char in result.stdout if not char.isprintable() and char != "\n"] == []


def test_faults_by_kind_with_the_first_places(rank: Rank, tmp_path: Path) -> None:
    lost = [(6, row(6, n, allocated_worker="#N/A", date_of_birth=day("2014-01-01"))) for n in range(1, 9)]
    path = write(tmp_path / "a.xlsx", *lost, (6, row(6, 9, allocated_worker="Ada\u00a0Quill")))
    faults = rank(path).stdout.split("faults in the workbook")[1]

    assert "Write all of them to a file with --faults FILE." in faults
    assert "       8  failed lookup, such as #N/A\n" in faults
    assert faults.count("Allocated Worker: '#N/A'") == SHOWN_FAULTS
    assert "          and 3 more\n" in faults
    assert "List 6, row 10, Allocated Worker: 'Ada␣Quill'\n" in faults
    assert "List 1 (Contacts)\n" in faults
    kinds = (FaultKind.MISSING_VALUE, FaultKind.LOOKUP_FAILED, FaultKind.NAME_TIDIED)
    assert sorted(kinds, key=lambda kind: faults.index(kind.label)) == list(kinds)


def test_file_of_faults_is_named(rank: Rank, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"

    assert f"All of them are in {path}." in " ".join(rank(small, "--faults", path).stdout.split())


def test_nobody_to_show(rank: Rank, tmp_path: Path) -> None:
    text = rank(write(tmp_path / "a.xlsx", (3, row(3, referral_nfa="Yes")))).stdout

    assert (
        "In the whole workbook 1 child on Lists 3 to 9: 0 in order of work, 0 unallocated, 1 without open work." in text
    )
    assert "UNALLOCATED" not in text
