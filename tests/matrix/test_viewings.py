"""Who looked at whom, asked by each of the cast: there for whoever may see the trail, and of what they may know alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from plimsoll.actions.audit import record_event, record_viewing
from plimsoll.core.access import Permission, Viewer, grants
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from tests.matrix.cast import HERE, SIGNED_OUT, VIEWERS
from tests.matrix.cast import acting as actings
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told, undone
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db
PAGES = ("viewings", "viewings-odd")


def sees_audit(viewer: str) -> bool:
    return viewer not in SIGNED_OUT and any(Permission.SEE_AUDIT in grants(held.role) for held in actings(viewer))


@pytest.fixture
def looked(asking: Asking) -> Iterator[Asking]:
    """Zoe, who has no tie to any, opened a case that is known, one that is hidden, and one of a known child that is."""
    town = asking.town
    org, zoe = town.orgs[HERE], town.people["zoe"]
    with undone():
        with acting(org, zoe, "looking round"):
            for name in ("anns", "hidden", "hidden, of one known"):
                record_viewing(
                    Viewer(org, zoe, "Zoe"), "case", children=[town.children[name]], cases=[town.cases[name]]
                )
                record_event(Viewer(org, zoe, "Zoe"), Act.RECORD_WRITTEN, case_id=town.cases[name])
        yield asking


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_trail_is_there_for_whoever_may_see_it(looked: Asking, viewer: str) -> None:
    faults = []
    for name in PAGES:
        answer = looked.ask(viewer, "GET", address(name))
        wrong = faults_of(looked.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wanted = 200 if sees_audit(viewer) else 403
            wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
        faults += told(f"{viewer} GET {name}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_it_is_taken_out_by_the_same_and_leaves_an_event(looked: Asking, viewer: str) -> None:
    answer = looked.ask(viewer, "POST", address("viewings-file"))
    wrong = faults_of(looked.town, viewer, "POST", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wanted = (200, 1) if sees_audit(viewer) else (403, 0)
        made = sum(many for (act, _), many in events(answer).items() if act == str(Act.VIEWINGS_EXPORTED))
        wrong += [] if (answer.status, made) == wanted else [f"answers {(answer.status, made)}, not {wanted}"]
    faults = told(f"{viewer} POST viewings-file", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", ["eve", "sal"])
def test_a_child_who_may_not_be_known_was_never_there(looked: Asking, viewer: str) -> None:
    town, faults = looked.town, []
    for key in (str(town.children["hidden"]), str(town.children["far"])):
        for name, method in (("viewings", "GET"), ("viewings-file", "POST")):
            answer, never = (
                looked.ask(viewer, method, f"{address(name)}?child={one}", asked=one) for one in (key, NEVER)
            )
            wrong = faults_of(town, viewer, method, answer) + same(answer, never)
            wrong += [] if answer.status == 404 else [f"answers {answer.status}, not 404"]
            faults += told(f"{viewer} {method} {name}", wrong)

    assert not faults, "\n".join(faults)


def test_of_a_known_child_a_hidden_case_is_not_told(looked: Asking) -> None:
    """Zoe opened two cases of this child, one of them hidden from the auditor: one viewing and one entry are there."""
    town = looked.town
    written = datetime.now(LONDON).date()  # by the clock of the database, which does not stand still
    answer = looked.ask(
        "eve",
        "GET",
        f"{address('viewings')}?child={town.children['anns']}&person={town.people['zoe']}"
        f"&begins={written - timedelta(1)}&until={written}",
    )

    assert answer.status == 200
    assert answer.body.count("was shown the case") == 1
    assert answer.body.count(Act.RECORD_WRITTEN.label) == 1
