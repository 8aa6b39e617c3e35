"""A case that is offered to another team: its handover is there for whoever accepts for that team, and the case is not."""

import pytest

from plimsoll.records.context import acting as as_somebody
from tests.factories.records import make
from tests.matrix.cast import HERE, KEPT, SIGNED_OUT, VIEWERS, may, restricted
from tests.matrix.cells import Asking, same, signed_out_faults, told
from tests.matrix.routes import NEVER, address
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(asking: Asking) -> tuple[Asking, str]:
    """One case of the harbour team is offered to the quay team by the harbour's supervisor."""
    town = asking.town
    with as_somebody(town.orgs[HERE], None, "a test"):
        row = make(
            "casetransfer", town.orgs[HERE], case_id=town.cases["anns"], from_team_id=town.teams["harbour"],
            to_team_id=town.teams["quay"], proposed_by_id=town.people["sue"], proposed_at=NOW,
        )  # fmt: skip
    return asking, str(row.pk)


def _allocates(viewer: str, team: str) -> bool:
    return any("a" in may(viewer, one.name) for one in KEPT.values() if one.team == team and not restricted(one))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_an_offer_is_there_for_whoever_accepts_and_for_nobody_else(offered: tuple[Asking, str], viewer: str) -> None:
    asking, row = offered
    accepts = _allocates(viewer, "quay") and viewer != "sue"
    never = asking.ask(viewer, "GET", address("transfer", NEVER), asked=NEVER)
    page = asking.ask(viewer, "GET", address("transfer", row), asked=row)
    listed = asking.ask(viewer, "GET", address("transfers"))
    body = {"answer": "ACCEPT", "worker": "", "why": "We know them"}
    done = asking.ask(viewer, "POST", address("transfer", row), body, asked=row)
    wrong = []
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(page) + signed_out_faults(listed)
    else:
        wanted = {"page": 200 if accepts else 404, "done": 302 if accepts else 404}
        found = {"page": page.status, "done": done.status}
        wrong += [] if found == wanted else [f"answers {found}, and not {wanted}"]
        wrong += [] if accepts else same(page, never)
        works = any("a" in may(viewer, name) for name in KEPT)
        wrong += [] if listed.status == (200 if works else 403) else [f"the list answers {listed.status}"]
        wrong += [] if (f"/transfers/{row}" in listed.body) == accepts else ["the list is not as it should be"]
    faults = told(f"{viewer} transfer", wrong)

    assert not faults, "\n".join(faults)
