"""The command that writes an invented town."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from plimsoll.demo.town import town

app = typer.Typer()
app.command()(town)
runner = CliRunner()


@pytest.mark.slow
def test_town_says_in_one_line_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    result = runner.invoke(app, ["--annex-a", str(path), "--workers", "2", "--as-at", "2026-03-16"])
    assert result.exit_code == 0
    assert path.exists()
    line = result.stdout
    assert line.count("\n") == 1
    assert "30 open children" in line
    assert "as at 2026-03-16 (seed 1; invented: no real person)" in line


@pytest.mark.slow
def test_town_says_when_the_clock_chose_the_day(tmp_path: Path) -> None:
    result = runner.invoke(app, ["--annex-a", str(tmp_path / "a.xlsx"), "--workers", "1"])
    assert result.exit_code == 0
    assert "the latest Monday by this computer's clock" in result.stdout


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--workers", "0"], "A town needs at least 1 worker, not 0.\n"),
        (["--seed", "-1"], "The seed must be 0 or more, not -1.\n"),
        (["--as-at", "16.3.26"], "The reporting day '16.3.26' is not a date: write it as YYYY-MM-DD.\n"),
        (["--as-at", "1890-01-01"], "The reporting day 1890-01-01 must lie in the years 2000 to 2090.\n"),
    ],
)
def test_town_refuses_with_a_sentence(tmp_path: Path, given: list[str], sentence: str) -> None:
    result = runner.invoke(app, ["--annex-a", str(tmp_path / "a.xlsx"), *given])
    assert (result.exit_code, result.stderr) == (2, sentence)


@pytest.mark.parametrize("given", [[], ["--annex-a", "a.xlsx", "--into-database"]])
def test_town_goes_to_one_place(given: list[str]) -> None:
    result = runner.invoke(app, given)
    sentence = "Say where the town goes: --annex-a FILE, or --into-database; one of the two.\n"
    assert (result.exit_code, result.stderr) == (2, sentence)


def test_town_in_the_database_ends_with_the_calendar() -> None:
    result = runner.invoke(app, ["--into-database", "--as-at", "2060-01-04"])
    sentence = "The reporting day 2060-01-04 must lie in the years 2000 to 2049.\n"
    assert (result.exit_code, result.stderr) == (2, sentence)


@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "owner"])
def test_town_into_the_database_says_what_was_made() -> None:
    given = ["--into-database", "--workers", "1", "--as-at", "2026-11-23", "--again", "--name", "Tiny Town"]
    result = runner.invoke(app, given)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Made Tiny Town: 14 open cases of ")
    assert result.stdout.endswith("as at 2026-11-23 (seed 1; invented: no real person).\n")
    again = runner.invoke(app, given)
    assert (again.exit_code, again.stdout) == (2, "")
    assert (
        again.stderr == "There is an invented town 'Tiny Town' already. To add another: --again with another --name.\n"
    )


def test_town_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    result = runner.invoke(app, ["--annex-a", str(folder / "a.xlsx")])
    sentence = f"The folder {folder} does not exist: make it first, or name another.\n"
    assert (result.exit_code, result.stderr) == (2, sentence)


@pytest.mark.slow
def test_town_overwrites_only_when_told_to(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("kept")
    given = ["--annex-a", str(path), "--workers", "1", "--as-at", "2026-03-16"]
    refused = runner.invoke(app, given)
    assert (refused.exit_code, path.read_text()) == (2, "kept")
    assert refused.stderr == f"The file {path} is there already: use --force to overwrite it.\n"
    assert runner.invoke(app, [*given, "--force"]).exit_code == 0
    assert path.read_bytes().startswith(b"PK")
