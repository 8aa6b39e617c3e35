"""Each route, asked by each of the cast about each case, worker and team: as declared, and nothing given away."""

import pytest

from tests.matrix import questions
from tests.matrix.cast import VIEWERS
from tests.matrix.cells import Asking
from tests.matrix.routes import ROWS, About, rows

pytestmark = pytest.mark.django_db

# Everybody about the page of a case; about what can be done to one, whoever has a kind of their own.
ASKED = [
    (name, viewer)
    for name in rows(About.CASE)
    for viewer in VIEWERS
    if ROWS[name].letter == "K" or questions.new_kinds(viewer)
]


@pytest.mark.parametrize(("name", "viewer"), ASKED)
def test_about_a_case(asking: Asking, name: str, viewer: str) -> None:
    faults = questions.about_cases(asking, name, viewer)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.WORKER))
def test_about_a_worker(asking: Asking, name: str, viewer: str) -> None:
    faults = questions.about_workers(asking, name, viewer)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_unallocated(asking: Asking, viewer: str) -> None:
    faults = questions.unallocated(asking, viewer)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_search(asking: Asking, viewer: str) -> None:
    faults = questions.search(asking, viewer)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_teams(asking: Asking, viewer: str) -> None:
    faults = questions.teams(asking, viewer)

    assert not faults, "\n".join(faults)
