"""What a change of the timescales moves: told case by case of what one may see, by number of the rest, and of no case that
is restricted to others."""

from datetime import timedelta

import pytest

from plimsoll.records.context import acting as as_somebody
from plimsoll.records.models.reference import RulebookVersion
from tests.matrix.cast import HERE, SIGNED_OUT, VIEWERS, acting, seen
from tests.matrix.cells import Asking, events, faults_of, shown_cases, signed_out_faults, told
from tests.matrix.declared import CASES
from tests.matrix.routes import address
from tests.matrix.test_set_up import ADMINISTRATOR, body
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(asking: Asking):
    """Another version of the timescales, by which a child in need is seen every 15 days."""
    org = asking.town.orgs[HERE]
    with as_somebody(org, None, "a test"):
        before = RulebookVersion.objects.get(org_id=org)
        text = before.text.replace('amount = 20\nunit = "WORKING_DAYS"', 'amount = 15\nunit = "WORKING_DAYS"')
        assert text != before.text
        RulebookVersion.objects.create(
            org_id=org, key=before.key, version="another", title=before.title, text=text,
            in_force_from=NOW.date(), agreed_at=NOW - timedelta(hours=1),
        )  # fmt: skip
    return asking


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_moved(another: Asking, viewer: str) -> None:
    answer = another.ask(viewer, "GET", address("timescales-moved"))
    wrong = faults_of(another.town, viewer, "GET", answer)
    works = any("K" in letters for held in acting(viewer) for letters in CASES[held.role, not held.team].values())
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    elif not works and viewer != ADMINISTRATOR:
        wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
    else:
        found = shown_cases(another.town, answer)
        wanted = {case.name for case in seen(viewer) if case.org == HERE and not case.closed}
        wrong += [] if answer.status == 200 else [f"answers {answer.status}, not 200"]
        wrong += [] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"]
    faults = told(f"{viewer} GET timescales-moved", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_only_an_administrator_looks_at_what_would_move_and_changes_nothing_by_it(asking: Asking, viewer: str) -> None:
    sent = body(asking.town, "set-up-rules")
    answer = asking.ask(viewer, "POST", address("set-up-rules-look"), sent)
    wrong = faults_of(asking.town, viewer, "POST", answer)
    wrong += [f"leaves {events(answer)}"] if events(answer) else []
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wanted = 200 if viewer == ADMINISTRATOR else 403
        wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
    faults = told(f"{viewer} POST set-up-rules-look", wrong)

    assert not faults, "\n".join(faults)
