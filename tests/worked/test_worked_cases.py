"""The default set gives the written scores, bands and order of the eleven worked cases."""

from importlib.resources import files

import pytest

from plimsoll.core.priority.criteria import parse
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.priority.scores import shares
from plimsoll.core.terms import Band
from tests.worked.cases import AS_AT, CALENDAR, CASES, caseload, items, workers

NAMES = [case.name for case in CASES]
# Scores to one decimal. K has none: its one duty lies on the manager's desk.
WRITTEN = {"A": 75.2, "I": 37.8, "F": 73.8, "B": 72.1, "J": 40.9, "G": 47.5, "H": 30.5, "C": 27.1, "D": 29.3, "E": 27.2}


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    criteria = parse((files("plimsoll") / "rulebooks/criteria/statutory.toml").read_text())
    return rank(caseload(), items(), workers(), criteria, CALENDAR, AS_AT)


@pytest.mark.parametrize("name", WRITTEN)
def test_score_is_as_written(ranking: Ranking, name: str) -> None:
    score = ranking.score[NAMES.index(name)]

    assert (score + 50_000) // 100_000 / 10 == WRITTEN[name]  # one decimal, half up


def test_bands_and_order_are_the_practitioners(ranking: Ranking) -> None:
    listed = [at for at in ranking.order if NAMES[at] != "K"]  # K is written as standing on the manager's list
    by_band = {band: [NAMES[at] for at in listed if ranking.bands.band[at] == band.number] for band in Band}

    assert by_band == {
        Band.ACT_NOW: ["A", "I"],
        Band.TODAY: ["F", "B", "J"],
        Band.THIS_WEEK: ["G", "H", "C"],
        Band.PLANNED: ["D", "E"],
        Band.AWAITING_OTHERS: [],
    }


def test_places_count_from_one(ranking: Ranking) -> None:
    own = [at for at in ranking.order if NAMES[at] != "J"]

    assert ranking.place[own].tolist() == list(range(1, 11))
    assert ranking.place[NAMES.index("J")] == 1


def test_shares_sum_to_the_score(ranking: Ranking) -> None:
    assert shares(ranking.indicators, ranking.criteria).sum(axis=0).tolist() == ranking.score.tolist()


def test_an_item_on_the_managers_desk_moves_nothing(ranking: Ranking) -> None:
    k = NAMES.index("K")

    assert k not in ranking.moving.case.tolist()
    assert ranking.bands.grounds[k] == 0
