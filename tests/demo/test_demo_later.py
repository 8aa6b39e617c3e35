"""The workbook of a later month: the same town, not another one."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plimsoll.__main__ import app
from plimsoll.core.terms import About
from plimsoll.demo.annex_a import write_annex_a
from plimsoll.demo.calendar_days import months_before
from plimsoll.formats.reading import read_told
from plimsoll.formats.told import LATEST, Key, Told, ToldChild

AS_AT = date(2026, 10, 19)
TODAY = date(2027, 2, 1)  # all that is written has come by then
WORKER = Key(About.WORKER, "name")


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Told]:
    """The town in October and in November."""
    folder = tmp_path_factory.mktemp("months")
    for later in (0, 1):
        write_annex_a(folder / f"{later}.xlsx", workers=40, seed=7, as_at=AS_AT, later=later)
    first, second = (read_told(folder / f"{later}.xlsx", facts_on=None, today=TODAY) for later in (0, 1))
    return first, second


def by_reference(told: Told) -> dict[str, ToldChild]:
    return {child.reference: child for child in told.children}


def both_open(months: tuple[Told, Told]) -> list[tuple[ToldChild, ToldChild]]:
    before, after = map(by_reference, months)
    return [
        (before[child], after[child])
        for child in before.keys() & after.keys()
        if before[child].open and after[child].open
    ]


def test_children_go_on_close_come_and_are_lost(months: tuple[Told, Told]) -> None:
    before, after = map(by_reference, months)
    was_open = {child for child in before if before[child].open}

    assert months[1].facts_on == date(2026, 11, 19)
    assert len(both_open(months)) > 0.85 * len(was_open)
    assert 0.02 < sum(child in after and not after[child].open for child in was_open) / len(was_open) < 0.15
    assert 0.02 < sum(after[child].open for child in after.keys() - before.keys()) / len(was_open) < 0.15
    assert 1 <= len(was_open - after.keys()) <= 5
    assert not any(after[child].needs_a_look for child in after)


def test_what_is_past_stays_as_it_was(months: tuple[Told, Told]) -> None:
    for before, after in both_open(months):
        for key in before.said.keys() & after.said.keys():
            if key.about is About.EVENT and key.which != LATEST:
                assert after.said[key] == before.said[key], (before.reference, key)
        if Key(About.CHILD, "born_on") in before.said:
            assert after.said[Key(About.CHILD, "born_on")] == before.said[Key(About.CHILD, "born_on")]


def test_what_is_done_again_and_again_moves_on(months: tuple[Told, Told]) -> None:
    moved = 0
    for before, after in both_open(months):
        for key in before.said.keys() & after.said.keys():
            if key.which == LATEST:
                assert before.said[key] <= after.said[key] <= "2026-11-19"
                moved += before.said[key] < after.said[key]

    assert moved > len(both_open(months)) / 2


def test_a_worker_leaves_and_colleagues_take_over(months: tuple[Told, Told]) -> None:
    gone = {person.name for person in months[0].people} - {person.name for person in months[1].people}
    taken = [after.said.get(WORKER) for before, after in both_open(months) if before.said.get(WORKER) in gone]

    assert gone
    assert len(taken) > 1
    assert all(taken)


@pytest.mark.parametrize("later", [1, 3])
@pytest.mark.parametrize("generation", [2019, 2024])
def test_every_open_child_has_the_worker_that_was_written(tmp_path: Path, later: int, generation: int) -> None:
    path = tmp_path / "town.xlsx"
    counts = write_annex_a(path, workers=12, seed=4, as_at=AS_AT, later=later, generation=generation)
    told = read_told(path, facts_on=months_before(AS_AT, -later), today=TODAY)
    held = {child.reference: child.said.get(WORKER, "") for child in told.children if child.open}

    assert held == counts.placed


@pytest.mark.slow
def test_same_arguments_give_the_same_bytes_and_dirt_is_possible(tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    counts = [write_annex_a(path, workers=6, seed=5, as_at=AS_AT, dirt=True, later=2) for path in (one, two)]

    assert one.read_bytes() == two.read_bytes()
    told = read_told(one, facts_on=date(2026, 12, 19), today=TODAY)
    assert sum(child.open for child in told.children if "List 6" in child.lists) >= counts[0].open_children > 0


def test_command(tmp_path: Path) -> None:
    path = tmp_path / "town.xlsx"
    made = CliRunner().invoke(
        app, ["town", "--annex-a", str(path), "--workers", "3", "--as-at", "2026-10-19", "--later", "1"]
    )

    assert made.exit_code == 0
    assert "as at 2026-10-19, and 1 month later (seed 1;" in made.stdout
    assert read_told(path, facts_on=None, today=TODAY).facts_on > AS_AT


@pytest.mark.parametrize("options", [["--later", "-1"], ["--later", "13"], ["--later", "1", "--into-database"]])
def test_refusals(tmp_path: Path, options: list[str]) -> None:
    where = [] if "--into-database" in options else ["--annex-a", str(tmp_path / "town.xlsx")]
    made = CliRunner().invoke(app, ["town", *where, *options])

    assert made.exit_code == 2
    assert "--later is for a file, and takes 1 to 12 months." in made.stderr
