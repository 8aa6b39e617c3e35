"""Each set that ships orders its own worked cases as practitioners would; the statutory one gives the written scores."""

import re
from importlib.resources import files

import pytest

from plimsoll.core.calendar import Calendar
from plimsoll.core.priority import criteria, worked
from plimsoll.core.priority.scores import shares
from plimsoll.core.priority.worked import Run, run
from plimsoll.core.terms import Band
from tests.core.priority.changed_sets import CHANGES, changed

SETS = ["statutory", "early_help", "early_years_and_school", "leaving_care"]
# Scores to one decimal. K has none: its one duty lies on the manager's desk.
WRITTEN = {"A": 75.2, "I": 37.8, "F": 73.8, "B": 72.1, "J": 40.9, "G": 47.5, "H": 30.5, "C": 27.1, "D": 29.3, "E": 27.2}


def shipped_run(of: str, by: str | None = None) -> Run:
    """The worked cases of one kind of practice under the set of the same, or another."""
    folder = files("plimsoll") / "rulebooks"
    cases = worked.parse((folder / f"worked/{of}.toml").read_text())
    return run(cases, criteria.parse((folder / f"criteria/{by or of}.toml").read_text()))


@pytest.fixture(scope="module")
def statutory() -> Run:
    return shipped_run("statutory")


def at(statutory: Run, key: str) -> int:
    return [case.key for case in statutory.worked.cases].index(key)


@pytest.mark.parametrize("key", SETS)
def test_each_shipped_set_agrees_with_its_own_worked_cases(key: str) -> None:
    found = shipped_run(key)

    assert [departure.text for departure in found.departures] == []
    assert {case.key: case.band for case in found.worked.cases} == found.bands
    assert len(found.order) == {"statutory": 10}.get(key, 5)


@pytest.mark.parametrize("key", SETS[1:])
def test_every_number_that_differs_from_the_statutory_set_says_why(key: str) -> None:
    folder = files("plimsoll") / "rulebooks/criteria"

    def numbers(of: str) -> list[tuple[str, bool]]:
        lines = (folder / f"{of}.toml").read_text().split("[judged]")[1].splitlines()
        return [
            (" ".join(line.split("#")[0].split()), "#" in line)
            for line in lines
            if re.search(r"\d", line.split("#")[0])
        ]

    usual = {number for number, _ in numbers("statutory")}

    assert [number for number, commented in numbers(key) if number not in usual and not commented] == []


def test_no_set_that_is_accepted_takes_a_case_out_of_act_now() -> None:
    cases, calendar = shipped_run("statutory").worked, Calendar()
    accepted = [found for path, value in CHANGES if (found := changed(path, value)) is not None]

    for one in accepted:
        found = run(cases, one, calendar)
        assert set(found.order[:2]) == {key for key, band in found.bands.items() if band is Band.ACT_NOW} == {"A", "I"}
    assert len(accepted) > 100


def test_worked_cases_show_where_a_set_made_for_other_work_departs() -> None:
    found = shipped_run("early_years_and_school", by="statutory")

    assert [departure.cases for departure in found.departures] == [("B",), ("C", "D")]
    assert found.bands["B"] is Band.THIS_WEEK  # six days away are little to a set that expects ten between visits


@pytest.mark.parametrize("name", WRITTEN)
def test_score_is_as_written(statutory: Run, name: str) -> None:
    assert (statutory.scores[name] + 50_000) // 100_000 / 10 == WRITTEN[name]  # one decimal, half up


def test_bands_and_order_are_the_practitioners(statutory: Run) -> None:
    by_band = {band: [key for key in statutory.order if statutory.bands[key] is band] for band in Band}

    assert by_band == {
        Band.ACT_NOW: ["A", "I"],
        Band.TODAY: ["F", "B", "J"],
        Band.THIS_WEEK: ["G", "H", "C"],
        Band.PLANNED: ["D", "E"],
        Band.AWAITING_OTHERS: [],
    }


def test_places_count_from_one(statutory: Run) -> None:
    place = statutory.ranking.place
    own = [case for case in statutory.ranking.order if case != at(statutory, "J")]

    assert place[own].tolist() == list(range(1, 11))
    assert place[at(statutory, "J")] == 1


def test_shares_sum_to_the_score(statutory: Run) -> None:
    ranking = statutory.ranking

    assert shares(ranking.indicators, ranking.criteria).sum(axis=0).tolist() == ranking.score.tolist()


def test_an_item_on_the_managers_desk_moves_nothing(statutory: Run) -> None:
    k = at(statutory, "K")

    assert k not in statutory.ranking.moving.case.tolist()
    assert statutory.ranking.bands.grounds[k] == 0
    assert "K" not in statutory.order
