"""The criteria: read by whoever works by them or settles them, by nobody else, and nothing of any case is learned by it."""

import pytest

from plimsoll.core.access import Permission, grants
from tests.matrix.cast import SIGNED_OUT, VIEWERS, acting
from tests.matrix.cells import Asking, faults_of, signed_out_faults, told
from tests.matrix.routes import About, address, rows

pytestmark = pytest.mark.django_db
READS = (Permission.SEE_CASE, Permission.MANAGE_SETTINGS)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.CRITERIA))
def test_the_criteria_are_read_by_those_who_work_by_them(asking: Asking, name: str, viewer: str) -> None:
    answer = asking.ask(viewer, "GET", address(name))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        may = any(word in grants(held.role) for held in acting(viewer) for word in READS)
        wanted = 200 if may else 403
        wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
    faults = told(f"{viewer} GET {name}", wrong)

    assert not faults, "\n".join(faults)
