"""Who of a team is away, asked by each of the cast: noted by whoever gives its cases to workers, and by nobody else."""

import pytest

from plimsoll.core.terms import Act, Role
from tests.matrix.cast import ORG_OF, SIGNED_OUT, VIEWERS, acting, may_of_team
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_is_away_is_noted_by_whoever_gives_the_teams_cases_to_workers(asking: Asking, viewer: str) -> None:
    never = asking.ask(viewer, "GET", address("team-absence", NEVER), asked=NEVER)
    faults = []
    for team in ORG_OF:
        key = str(asking.town.teams[team])
        for method in ("GET", "POST"):
            sent = {"nothing": ""} if method == "POST" else None
            answer = asking.ask(viewer, method, address("team-absence", key), sent, asked=key)
            wrong = faults_of(asking.town, viewer, method, answer)
            wrong += [f"leaves {act}" for act, _ in events(answer) if act == Act.ABSENCE_NOTED.value]
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not may_of_team(viewer, team):
                wrong += [] if answer.status == 404 else [f"answers {answer.status}"]
                wrong += same(answer, never) if method == "GET" else []
            else:
                gives = any(
                    held.role is Role.SERVICE_MANAGER or (held.role is Role.SUPERVISOR and held.team in (team, ""))
                    for held in acting(viewer)
                )
                wanted = (200 if method == "GET" else 422) if gives else 403
                wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
            faults += told(f"{viewer} {method} team-absence of {team}", wrong)

    assert not faults, "\n".join(faults)
