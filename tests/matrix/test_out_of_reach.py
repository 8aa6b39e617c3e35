"""Restricted cases that nobody sees any more: that they are there is said to few, and of whom they are to nobody."""

from collections.abc import Iterator

import pytest

from plimsoll.records.context import acting as as_somebody
from plimsoll.records.models.cases import Restriction
from plimsoll.records.models.people import Worker
from tests.matrix.cast import HERE, KEPT, SIGNED_OUT, VIEWERS
from tests.matrix.cells import Asking, faults_of, signed_out_faults, told, undone
from tests.matrix.routes import NEVER, address
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db
LIST, ASK, DECIDE = "out-of-reach", "out-of-reach-ask", "out-of-reach-decide"
KEEPS = {"adam"}
AGREES = {"adam", "sam", "max", "mia", "oz"}  # by hand: administrators, and who countersigns on every case


@pytest.fixture
def lost(asking: Asking) -> Iterator[Asking]:
    """Mo has left, to whom alone three cases of the town are restricted."""
    with undone():
        with as_somebody(asking.town.orgs[HERE], None, "somebody leaves"):
            Worker.objects.filter(pk=asking.town.people["mo"]).update(left_on=NOW.date())
        yield asking


def _keys(lost: Asking) -> set[str]:
    """The keys of restrictions, of which no policy lets whoever keeps people read more."""
    with as_somebody(lost.town.orgs[HERE], None, "a test"):
        return {str(key) for key in Restriction.objects.values_list("pk", flat=True)}


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer != "mo"])
def test_who_learns_that_they_are_there(lost: Asking, viewer: str) -> None:
    town, faults, keys = lost.town, [], _keys(lost) if viewer in KEEPS else set()
    wanted = {
        ("GET", LIST): 200 if viewer in AGREES else 403,
        ("GET", ASK): 404 if viewer in KEEPS else 403,
        ("POST", ASK): 404 if viewer in KEEPS else 403,
        ("GET", DECIDE): 404 if viewer in AGREES else 403,
        ("POST", DECIDE): 404 if viewer in AGREES else 403,
    }
    for (method, name), status in wanted.items():
        answer = lost.ask(viewer, method, address(name), asked=NEVER)
        wrong = faults_of(
            town, viewer, method, answer, also=lambda canary: canary.text in keys, unviewed=frozenset(KEPT)
        )
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wrong += [] if answer.status == status else [f"answers {answer.status}, not {status}"]
        if name == LIST and answer.status == 200:
            says = "restricted cases are out of reach" in answer.body
            wrong += [] if says == (viewer in KEEPS) else ["says that they are there" if says else "does not say it"]
        faults += told(f"{viewer} {method} {name}", wrong)

    assert not faults, "\n".join(faults)
