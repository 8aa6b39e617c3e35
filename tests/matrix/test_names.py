"""Naming children whom a file left without a name: who does it, and of whom it tells."""

import pytest

from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.families import Child
from tests.matrix.cast import KEPT, SIGNED_OUT, VIEWERS, may
from tests.matrix.cast import acting as held
from tests.matrix.cells import Asking, events, faults_of, signed_out_faults, told, undone
from tests.matrix.declared import CASES
from tests.matrix.routes import address

pytestmark = pytest.mark.django_db
NAMES = "case-names"
OPEN = [case for case in KEPT.values() if not case.family and not case.closed]


def writes(viewer: str) -> bool:
    """Whether a role of theirs writes on any case at all."""
    return any("w" in letters for one in held(viewer) for letters in CASES[one.role, not one.team].values())


@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_is_asked_for_the_names_of_those_they_may_write_on(asking: Asking, viewer: str) -> None:
    town, faults = asking.town, []
    with undone():
        for org in town.orgs.values():
            with acting(org, None, "nobody is named"):
                Child.objects.update(given_name="", family_name="", sort_name="")
        answer = asking.ask(viewer, "GET", address(NAMES))
        wrong = faults_of(town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not writes(viewer):
            wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
        else:
            wanted = {town.words[case.name, "child's reference"] for case in OPEN if "w" in may(viewer, case.name)}
            shown = {word for case in OPEN if (word := town.words[case.name, "child's reference"]) in answer.body}
            wrong += (
                [] if answer.status == 200 and shown == wanted else [f"answers {answer.status} with {sorted(shown)}"]
            )
        faults += told(f"{viewer} GET {NAMES}", wrong)
        for case in OPEN:
            key = str(town.cases[case.name])
            answer = asking.ask(
                viewer, "POST", address(NAMES), {f"family-{key}": "Reed", f"given-{key}": "Cy"}, asked=key
            )
            wrong = faults_of(town, viewer, "POST", answer)
            if "w" in may(viewer, case.name):
                done = events(answer)
                wrong += [] if done == {(str(Act.RECORD_CORRECTED), key): 1} else [f"leaves {dict(done)}"]
            elif writes(viewer) and viewer not in SIGNED_OUT:
                wrong += [] if answer.status == 422 else [f"answers {answer.status}, not 422"]
            faults += told(f"{viewer} POST {NAMES} of {case.name!r}", wrong)

    assert not faults, "\n".join(faults)
