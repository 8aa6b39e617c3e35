"""A caseload of the past, and who had been shown it, asked for by each of the cast about each worker."""

from datetime import UTC, datetime, timedelta

import pytest

from plimsoll.core.access import NotThere
from plimsoll.queries.access import get_viewer
from plimsoll.queries.looks import list_looks
from plimsoll.queries.priority import get_past_caseload
from plimsoll.records.context import acting as as_somebody
from tests.matrix.cast import KEPT, PEOPLE, SIGNED_OUT, VIEWERS, may_of_worker, seen
from tests.matrix.cells import Answer, Asking, faults_of, same, shown_cases, signed_out_faults, told
from tests.matrix.questions import workers_to_ask_about
from tests.matrix.routes import NEVER, address
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db
NOW_TYPED = "?at=23+Nov+2026+09:30"


def _held(viewer: str, worker: str) -> set[str]:
    return {case.name for case in seen(viewer) if case.holder == worker and not case.closed}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("moment", ["", NOW_TYPED, "?at=nonsense"])
def test_the_page_is_there_for_whoever_may_look_back(asking: Asking, moment: str, viewer: str) -> None:
    never = asking.ask(viewer, "GET", address("caseload-past", NEVER) + moment, asked=NEVER)
    faults = []
    for worker in workers_to_ask_about(viewer):
        key = str(asking.town.people[worker])
        answer = asking.ask(viewer, "GET", address("caseload-past", key) + moment, asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif "p" not in may_of_worker(viewer, worker):
            wrong += _is(answer, 404) + same(answer, never)
        else:
            wrong += _is(answer, 422 if "nonsense" in moment else 200)
            more = shown_cases(asking.town, answer) - _held(viewer, worker)
            wrong += [f"lists {sorted(more)} too"] if more else []
        faults += told(f"{viewer} GET caseload-past{moment} of {worker}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def _is(answer: Answer, status: int) -> list[str]:
    return [] if answer.status == status else [f"answers {answer.status}, not {status}"]


@pytest.mark.parametrize("viewer", PEOPLE)
def test_the_past_holds_the_cases_that_the_viewer_may_see_now_and_who_was_shown_these(
    asking: Asking, viewer: str
) -> None:
    """Out of the history itself, which is as old as the town of these tests: asked of now, as known later."""
    town, faults = asking.town, []
    for worker in workers_to_ask_about(viewer):
        if "p" not in may_of_worker(viewer, worker):
            continue
        org, later = town.orgs[PEOPLE[viewer].org], datetime.now(UTC) + timedelta(minutes=1)
        with as_somebody(org, town.people[viewer], "a test"):
            who = get_viewer(org, town.people[viewer], NOW.date())
            try:
                order = get_past_caseload(who, town.people[worker], NOW, NOW.date(), known_at=later)
            except NotThere:
                faults.append(f"{viewer} of {worker}: is not there")
                continue
            looks = list_looks(who, town.cases.values(), later)
        wanted, found = _held(viewer, worker), {town.case_of(placed.case) for placed in order.cases}
        if found != wanted:
            faults.append(f"{viewer} of {worker}: lists {sorted(found)}, and not {sorted(wanted)}")
        hidden = {town.case_of(look.case) for look in looks} - {case.name for case in seen(viewer)}
        faults += [f"{viewer} is told who was shown {case}" for case in sorted(hidden)]

    assert not faults, "\n".join(faults)
