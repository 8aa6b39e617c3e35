"""What each option of `plimsoll rank` does."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

from plimsoll import __version__
from plimsoll.cli.rank import Unusable, parse_moment
from plimsoll.core.calendar import as_datetime
from tests.cli.conftest import Rank
from tests.formats.annex_a.children import day, row, write


def answer(text: str) -> dict:
    return json.loads(text)


def workers(text: str) -> list[str]:
    return [caseload["worker"] for caseload in answer(text)["caseloads"]]


# ---- the reporting date ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "as_at"),
    [
        ("2026-11-23", "2026-11-23T09:00+00:00"),
        ("20261123", "2026-11-23T09:00+00:00"),
        ("2026-07-01", "2026-07-01T09:00+01:00"),
        ("2026-11-23T14:30", "2026-11-23T14:30+00:00"),
        ("2026-11-23 14:30", "2026-11-23T14:30+00:00"),
        ("2026-11-23T14:30:59", "2026-11-23T14:30+00:00"),
        ("2026-11-23T14:30Z", "2026-11-23T14:30+00:00"),
        ("2026-07-01T08:00Z", "2026-07-01T09:00+01:00"),
        ("2026-11-23T23:30-05:00", "2026-11-24T04:30+00:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30+01:00"),  # told apart by nobody: the first of the two
    ],
)
def test_moment_to_rank_at(rank: Rank, small: Path, given: str, as_at: str) -> None:
    result = rank(small, "--format", "json", as_at=given)

    assert result.exit_code == 0
    assert answer(result.stdout)["as_at"] == as_at


@pytest.mark.parametrize(
    ("as_at", "said"),
    [
        ("2026-11-16", ""),
        ("2026-11-16T00:00", ""),
        ("2026-11-15", "The file goes on to 16 November 2026; what happened after 15 November 2026 is left out.\n"),
        (
            "2025-11-23T10:00",
            "The file goes on to 16 November 2026; what happened after 23 November 2025 is left out.\n",
        ),
    ],
)
def test_date_before_the_end_of_the_file_is_answered_with_a_warning(
    rank: Rank, small: Path, as_at: str, said: str
) -> None:
    result = rank(small, as_at=as_at)

    assert (result.exit_code, result.stderr) == (0, said)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "yesterday",
        "23/11/2026",
        "2026-02-30",
        "2026-11-23T25:00",
        "2026-11",
        "2026-11-23T",
        "0001-01-01T00:00+14:00",
    ],
)
def test_no_date(rank: Rank, small: Path, given: str) -> None:
    result = rank(small, as_at=given)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"--as-at '{given}' is not a date: write it as 2026-11-23, or with a time as 2026-11-23T14:30.\n"
    )


@pytest.mark.parametrize("given", ["0001-01-01", "1989-12-31", "2051-01-01", "9999-12-31", "9999-12-31T23:59"])
def test_date_for_which_no_bank_holidays_are_known(rank: Rank, small: Path, given: str) -> None:
    result = rank(small, as_at=given)

    year = int(given[:4])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (f"The reporting date must lie in 1990 to 2050, not in {year}: say another with --as-at.\n")


@pytest.mark.parametrize("given", ["1990-01-01", "2050-12-31"])
def test_first_and_last_date(rank: Rank, small: Path, given: str) -> None:
    assert rank(small, as_at=given).exit_code == 0


def test_moment_parsed() -> None:
    assert parse_moment("2026-11-23") == date(2026, 11, 23)
    moment = parse_moment("2026-11-23T14:30")
    assert isinstance(moment, int)
    assert as_datetime(moment).isoformat() == "2026-11-23T14:30:00+00:00"
    with pytest.raises(Unusable):
        parse_moment("soon")


def test_date_is_proposed_and_said(rank: Rank, small: Path) -> None:
    result = rank(small, "--format", "json", as_at=None)

    assert result.exit_code == 0
    assert result.stderr == (
        "No reporting date given: taking 16 November 2026, the latest event in the file. Say another with --as-at.\n"
    )
    assert answer(result.stdout)["as_at"] == "2026-11-16T09:00+00:00"


def test_file_without_a_date_proposes_none(rank: Rank, tmp_path: Path) -> None:
    result = rank(write(tmp_path / "a.xlsx", (9, row(9))), as_at=None)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "The workbook holds no date of anything that happened: say the reporting date with --as-at.\n"
    )


# ---- whose caseload -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ada Quill", "ada quill", "Quill, Ada", "Ms ADA  QUILL"])
def test_one_worker(rank: Rank, small: Path, name: str) -> None:
    result = rank(small, "--worker", name, "--format", "json")

    found = answer(result.stdout)
    assert [caseload["worker"] for caseload in found["caseloads"]] == ["Ada Quill"]
    assert found["unallocated"] == []
    assert found["selection"] == {"worker": name, "team": None}
    assert found["children"]["in_file"] == 6


@pytest.mark.parametrize("name", ["Lantern", "lantern", " LANTERN "])
def test_one_team_with_its_unallocated(rank: Rank, small: Path, name: str) -> None:
    found = answer(rank(small, "--team", name, "--format", "json").stdout)

    assert [caseload["worker"] for caseload in found["caseloads"]] == ["Bea Rook"]
    assert [case["child"] for case in found["unallocated"]] == ["4"]
    assert [case["place"] for case in found["unallocated"]] == [1]


def test_team_without_unallocated(rank: Rank, small: Path) -> None:
    found = answer(rank(small, "--team", "Harbour", "--format", "json").stdout)

    assert [caseload["worker"] for caseload in found["caseloads"]] == ["Ada Quill"]
    assert found["unallocated"] == []


def test_worker_with_a_case_of_the_team_is_shown_with_the_team(rank: Rank, tmp_path: Path) -> None:
    teams = ["Harbour", "Harbour", "Lantern"]
    path = write(tmp_path / "a.xlsx", *((6, row(6, n, allocated_team=team)) for n, team in enumerate(teams)))

    assert workers(rank(path, "--team", "Lantern", "--format", "json").stdout) == ["Ada Quill"]


@pytest.mark.slow
def test_worker_and_team(rank: Rank, small: Path) -> None:
    assert workers(rank(small, "--worker", "Ada Quill", "--team", "Harbour", "--format", "json").stdout) == [
        "Ada Quill"
    ]

    neither = rank(small, "--worker", "Ada Quill", "--team", "Lantern")
    assert (neither.exit_code, neither.stdout) == (2, "")
    assert neither.stderr == (
        "'Ada Quill' has no open cases of the team 'Lantern' in the workbook: leave one of them out.\n"
    )


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--worker", "Ada Quil", "No worker 'Ada Quil' has open cases in the workbook. There is, for example: Ada Quill."),
        ("--worker", "ROOK, BE", "No worker 'ROOK, BE' has open cases in the workbook. There is, for example: Bea Rook."),
        ("--worker", "xyz", "No worker 'xyz' has open cases in the workbook. There is, for example: Ada Quill, Bea Rook."),
        ("--team", "harbor", "No team 'harbor' has open cases in the workbook. There is, for example: Harbour."),
        ("--team", "", "No team '' has open cases in the workbook. There is, for example: Harbour, Lantern."),
    ],
)  # fmt: skip
def test_nobody_of_that_name(rank: Rank, small: Path, option: str, name: str, said: str) -> None:
    result = rank(small, option, name)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said + "\n")


def test_nobody_at_all(rank: Rank, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (3, row(3, referral_nfa="Yes")))

    assert rank(path, "--worker", "Ada").stderr == "No worker 'Ada' has open cases in the workbook.\n"
    assert answer(rank(path, "--format", "json").stdout)["caseloads"] == []


# ---- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_fault_goes_into_the_file(rank: Rank, dirty_town: Path, tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"
    result = rank(dirty_town, "--format", "json", "--faults", path)

    assert path.read_bytes().startswith(b"\xef\xbb\xbfsheet,row,column,kind,found,done")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream))
    told = answer(result.stdout)["faults"]
    assert len(written) == len(told) > 20
    for row_, fault in zip(written, told, strict=True):
        assert {key: text.removeprefix("'") for key, text in row_.items()} == {
            key: "" if value is None else str(value).removeprefix("'") for key, value in fault.items()
        }
    assert result.exit_code == 0


@pytest.mark.slow
def test_formulas_among_the_faults_are_harmless(rank: Rank, dirty_town: Path, tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"
    rank(dirty_town, "--faults", path)

    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for line in csv.reader(stream) for cell in line]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_file_of_faults_of_a_sound_workbook_has_the_lists_that_are_not_there(rank: Rank, tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"
    rank(write(tmp_path / "a.xlsx", (6, row(6, date_of_birth=day("2014-01-01")))), "--faults", path)

    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["LIST_NOT_FOUND"] * 10


@pytest.mark.parametrize("name", ["no/such/folder/faults.csv", "."])
def test_faults_that_cannot_be_written(rank: Rank, small: Path, tmp_path: Path, name: str) -> None:
    result = rank(small, "--faults", tmp_path / name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"'.*' cannot be written \(.*\): check the folder\.\n", result.stderr)


def test_faults_never_take_the_workbooks_place(rank: Rank, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (6, row(6)))
    before = path.read_bytes()
    result = rank(path, "--faults", tmp_path / "." / "a.xlsx")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "is the workbook itself" in result.stderr
    assert path.read_bytes() == before


def test_refused_question_writes_no_faults(rank: Rank, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"

    assert rank(small, "--worker", "xyz", "--faults", path).exit_code == 2
    assert not path.exists()


# ---- rules, criteria, scheme, hours ---------------------------------------------------------------------------------

PLAN = {"last_cp_visit_date": day("2026-10-05"), "cp_plan_start_date": day("2026-10-01")}


@pytest.mark.slow
def test_chosen_timescale_counts(rank: Rank, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (7, row(7, **PLAN)))
    without = answer(rank(path, "--format", "json").stdout)
    chosen = answer(rank(path, "--format", "json", "--choose", "cp_visit_10wd").stdout)

    assert "cp_visit" in without["choices_not_made"]
    assert "cp_visit" not in chosen["choices_not_made"]
    assert without["caseloads"][0]["cases"][0]["next_due"] is None or (
        without["caseloads"][0]["cases"][0]["next_due"]["timescale"] != "cp_visit_10wd"
    )
    (case,) = chosen["caseloads"][0]["cases"]
    assert (case["next_due"]["timescale"], case["next_due"]["state"]) == ("cp_visit_10wd", "OVERDUE")
    assert case["next_due"]["due_at"] == "2026-10-19T17:00+01:00"


def test_several_choices(rank: Rank, small: Path) -> None:
    result = rank(small, "--format", "json", "--choose", "cp_visit_10wd", "--choose", "unallocated_escalate_2wk")

    assert not {"cp_visit", "unallocated_escalation"} & set(answer(result.stdout)["choices_not_made"])


def test_wrong_choice(rank: Rank, small: Path) -> None:
    result = rank(small, "--choose", "cp_visit_11wd", "--choose", "contact_decision")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'cp_visit_11wd' is not a rule to choose. There are: " in result.stderr
    assert "'contact_decision' is not a rule to choose." in result.stderr


def test_rivals_are_not_both_chosen(rank: Rank, small: Path) -> None:
    result = rank(small, "--choose", "cp_visit_10wd", "--choose", "cp_visit_4wk_variant")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "answer the same question; choose one of them." in result.stderr


OWN_RULES = """
chosen = ["cp_visit_10wd"]
[meta]
key = "harbour"
title = "Harbour Council"
version = "3"
nation = "ENG"
in_force_from = 2026-11-01
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_own_rules(rank: Rank, small: Path, tmp_path: Path, encoding: str) -> None:
    own = tmp_path / "harbour.toml"
    own.write_text(OWN_RULES, encoding=encoding)
    found = answer(rank(small, "--format", "json", "--rules", own).stdout)

    assert "cp_visit" not in found["choices_not_made"]
    assert "Harbour Council" in found["rulebook"]["title"]


def test_faulty_rules_list_all_their_faults(rank: Rank, small: Path, tmp_path: Path) -> None:
    own = tmp_path / "harbour.toml"
    own.write_text(OWN_RULES.replace('"ENG"', '"FRANCE"').replace('version = "3"', "version = 3") + "colour = 1\n")
    result = rank(small, "--rules", own)

    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    assert lines[0] == "The rulebook 'harbour.toml' cannot be used, it has 3 faults:"
    assert len(lines) == 4


@pytest.mark.parametrize("option", ["--rules", "--criteria", "--scheme"])
@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"not = [toml"])
def test_file_of_ones_own_that_cannot_be_read(
    rank: Rank, small: Path, tmp_path: Path, option: str, content: bytes | None
) -> None:
    own = tmp_path / "own.toml"
    if content is not None:
        own.write_bytes(content)
    result = rank(small, option, own)

    assert (result.exit_code, result.stdout) == (2, "")
    said = "cannot be used, it has 1 fault:" if content == b"not = [toml" else "cannot be read as a text file"
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_own_criteria(rank: Rank, small: Path, tmp_path: Path) -> None:
    from plimsoll.cli.answer import shipped  # noqa: PLC0415 - only here

    own = tmp_path / "own.toml"
    own.write_text(shipped("criteria/statutory.toml").replace('key = "statutory"', 'key = "harbour"'), encoding="utf-8")

    assert answer(rank(small, "--format", "json", "--criteria", own).stdout)["criteria_set"]["key"] == "harbour"


def test_own_scheme(rank: Rank, small: Path, tmp_path: Path) -> None:
    from plimsoll.cli.answer import shipped  # noqa: PLC0415 - only here

    own = tmp_path / "own.toml"
    own.write_text(shipped("schemes/plimsoll_hours.toml").replace("points = 7", "points = 17"), encoding="utf-8")
    found = answer(rank(small, "--format", "json", "--scheme", own).stdout)

    assert found["caseloads"][0]["load"]["available"] == 20


@pytest.mark.parametrize(("hours", "available"), [("37", 30), ("18.5", 15), ("0", 0)])
def test_contracted_hours(rank: Rank, small: Path, hours: str, available: float) -> None:
    found = answer(rank(small, "--format", "json", "--hours", hours).stdout)

    load = found["caseloads"][0]["load"]
    assert (load["available"], load["percent"] is None) == (available, available == 0)
    assert load["assumes"] == f"{hours} contracted hours a week: the workbook does not carry them"


@pytest.mark.parametrize("hours", ["-1", "169", "nan", "inf", "-inf", "1e308"])
def test_no_hours(rank: Rank, small: Path, hours: str) -> None:
    result = rank(small, f"--hours={hours}")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"--hours {float(hours):g} is not a number of hours in a week: give one from 0 to 168.\n"


# ---- the command itself ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_faults_are_no_failure(rank: Rank, dirty_town: Path) -> None:
    assert rank(dirty_town).exit_code == 0


def test_version() -> None:
    from typer.testing import CliRunner  # noqa: PLC0415 - only here

    from plimsoll.__main__ import app  # noqa: PLC0415

    assert CliRunner().invoke(app, ["--version"]).stdout == f"plimsoll {__version__}\n"
