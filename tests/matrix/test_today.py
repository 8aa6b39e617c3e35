"""Everybody's day: whoever may open a worker's caseload may open it, and finds each case on it once, and no other."""

from collections import Counter

import pytest

from plimsoll.core.terms import Act, CameUp
from tests.matrix.cast import KEPT, SIGNED_OUT, VIEWERS, acting, may, may_of_worker, seen
from tests.matrix.cells import Asking, events, faults_of, same, shown_cases, shows, signed_out_faults, told
from tests.matrix.declared import CASES
from tests.matrix.questions import workers_to_ask_about
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", ["today", "worker-today"])
def test_a_day(asking: Asking, name: str, viewer: str) -> None:
    faults, own = [], name == "today"
    never = asking.ask(viewer, "GET", address("worker-today", NEVER), asked=NEVER)
    for worker in [viewer] if own else workers_to_ask_about(viewer):
        key = str(asking.town.people.get(worker))
        answer = asking.ask(viewer, "GET", address(name, key), asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        held = {case.name for case in seen(viewer) if case.holder == worker and not case.closed}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif "c" not in may_of_worker(viewer, worker):
            wrong += [] if answer.status == 404 else [f"answers {answer.status}, not 404"]
            wrong += [] if own else same(answer, never)
        elif answer.status != 200 or (found := shown_cases(asking.town, answer)) != held:
            wrong.append(f"answers {answer.status} and lists {sorted(found)}, and not {sorted(held)}")
        else:
            many = f"{len(held)} open case{'' if len(held) == 1 else 's'}"
            wrong += [] if many in answer.words else [f"does not count {many}"]
            wrong += [
                f"{'hides' if 'R' in may(viewer, case) else 'tells'} what was said of {case}"
                for case in held
                if shows(asking.town, answer, case, "record") != ("R" in may(viewer, case))
            ]
        faults += told(f"{viewer} GET {name} of {worker}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_came_in_is_noted_on_ones_own_day_by_whoever_sees_cases(asking: Asking, viewer: str) -> None:
    answer = asking.ask(viewer, "POST", address("today-came-in"), {"kind": CameUp.CALL.value})
    wrong = faults_of(asking.town, viewer, "POST", answer)
    sees = any("K" in letters for held in acting(viewer) for letters in CASES[held.role, not held.team].values())
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    elif not sees:
        wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
    elif answer.status != 302 or Counter(events(answer)) != Counter({(str(Act.CAME_UP), "None"): 1}):
        wrong.append(f"answers {answer.status} and leaves {events(answer)}")
    faults = told(f"{viewer} POST today-came-in", wrong)

    assert not faults, "\n".join(faults)
