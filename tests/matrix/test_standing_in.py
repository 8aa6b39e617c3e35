"""Who stands in for whom, asked by each of the cast: one's own alone, and nobody hands on what they do not hold."""

import pytest

from plimsoll.core.terms import Act, Role
from tests.matrix.cast import PEOPLE, SIGNED_OUT, VIEWERS
from tests.matrix.cells import Asking, events, faults_of, signed_out_faults, told
from tests.matrix.routes import address

pytestmark = pytest.mark.django_db
NOT_HANDED_ON = {Role.LEARNER, Role.ASSESSOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR}  # by hand: they see no case


@pytest.mark.parametrize("viewer", VIEWERS)
def test_one_hands_on_ones_own_role_and_no_other(asking: Asking, viewer: str) -> None:
    town, faults = asking.town, []
    one = PEOPLE.get(viewer)
    own = set() if one is None or one.ended else {role for role, _ in one.roles} - NOT_HANDED_ON
    taker = str(
        town.people["ola" if one and one.org != "here" and viewer != "ola" else "oli" if viewer == "ola" else "zoe"]
    )
    if viewer == "zoe":
        taker = str(town.people["cat"])
    page = asking.ask(viewer, "GET", address("standing-in"))
    wrong = faults_of(town, viewer, "GET", page)
    wrong += (
        signed_out_faults(page) if viewer in SIGNED_OUT else [] if page.status == 200 else [f"answers {page.status}"]
    )
    faults += told(f"{viewer} GET standing-in", wrong)
    for role in Role:
        said = {"taker": taker, "role": role.value, "begins": "23 Nov 2026", "until": "27 Nov 2026", "why": "Leave"}
        answer = asking.ask(viewer, "POST", address("standing-in"), said)
        given = [act for act, _ in events(answer) if act == Act.STANDING_IN_GIVEN.value]
        wrong = faults_of(town, viewer, "POST", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wanted = (302, 1) if role in own else (422 if own else 404, 0)
            wrong += (
                [] if (answer.status, len(given)) == wanted else [f"answers {answer.status}, and gives {len(given)}"]
            )
        faults += told(f"{viewer} POST standing-in of {role}", wrong)

    assert not faults, "\n".join(faults)
