"""Records whose time is over: that there are any is said to whoever decides about them, and to nobody else."""

import pytest

from tests.matrix.cast import PEOPLE, SIGNED_OUT, VIEWERS
from tests.matrix.cells import Asking, faults_of, signed_out_faults, told
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db
DECIDE = {"SERVICE_MANAGER", "SAFEGUARDING_LEAD"}  # by hand: the roles that hold and remove


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_learns_of_records_whose_time_is_over(asking: Asking, viewer: str) -> None:
    faults = []
    decides = viewer in PEOPLE and any(role in DECIDE for role, _ in PEOPLE[viewer].roles)
    wanted = {
        "removals": 200 if decides else 403,
        "removal": 404,
        "removal-hold": 404,
        "removal-lift": 404 if decides else 403,
        "removal-decide": 404 if decides else 403,
    }
    for name, status in wanted.items():
        answer = asking.ask(viewer, "GET", address(name), asked=NEVER)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wrong += [] if answer.status == status else [f"answers {answer.status}, not {status}"]
        faults += told(f"{viewer} GET {name}", wrong)

    assert not faults, "\n".join(faults)
