"""Signs of drift, asked by each of the cast: a team's cases by sign, and the rules."""

import pytest

from plimsoll.core.drift import Sign
from plimsoll.core.terms import Act, Role
from tests.matrix.cast import KEPT, ORG_OF, SIGNED_OUT, VIEWERS, acting, may, may_of_team, seen
from tests.matrix.cells import Asking, events, faults_of, same, shown_cases, signed_out_faults, told
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_teams_cases_by_sign_are_those_that_the_viewer_may_read(asking: Asking, viewer: str) -> None:
    """Every open case of the town has been without a visit for months."""
    never = asking.ask(viewer, "GET", address("team-drift", NEVER), asked=NEVER)
    faults = []
    for team in ORG_OF:
        key = str(asking.town.teams[team])
        answer = asking.ask(viewer, "GET", address("team-drift", key), asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not may_of_team(viewer, team):
            wrong += ([] if answer.status == 404 else [f"answers {answer.status}"]) + same(answer, never)
        else:
            wanted = {
                case.name
                for case in seen(viewer)
                if case.team == team and not case.closed and "R" in may(viewer, case.name)
            }
            found = shown_cases(asking.town, answer)
            wrong += [] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"]
        faults += told(f"{viewer} GET team-drift of {team}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_rules_are_read_by_who_works_by_them_and_settled_by_an_administrator(asking: Asking, viewer: str) -> None:
    roles = set() if viewer in SIGNED_OUT else {held.role for held in acting(viewer)}
    blind = {Role.LEARNER, Role.ASSESSOR, Role.QUALITY_ASSURER}
    reads, settles = bool(roles - blind), Role.ADMINISTRATOR in roles
    body = {sign.value: "5" for sign in Sign} | {"on": [Sign.PLAN_LONG.value]}
    faults = []
    for method in ("GET", "POST"):
        answer = asking.ask(viewer, method, address("drift-rules"), body if method == "POST" else None)
        wrong = faults_of(asking.town, viewer, method, answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wanted = (302 if settles else 403) if method == "POST" else (200 if reads else 403)
            wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
            acts = [act for act, _ in events(answer)]
            wrong += [] if acts == ([Act.DRIFT_ADOPTED.value] if method == "POST" and settles else []) else [f"{acts}"]
        faults += told(f"{viewer} {method} drift-rules", wrong)

    assert not faults, "\n".join(faults)
