"""What each of the cast is told of: of no case that they may not read, and only their own to open."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from plimsoll.core.terms import Act
from plimsoll.records.context import acting as as_somebody
from tests.factories.records import make
from tests.matrix.cast import HERE, KEPT, SIGNED_OUT, THERE, VIEWERS, acting, may
from tests.matrix.cells import Asking, events, faults_of, shown_cases, signed_out_faults, told, undone
from tests.matrix.routes import address
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_danger(asking: Asking) -> Iterator[Asking]:
    """On every case of the town harm is reported."""
    town = asking.town
    with undone():
        for org in (HERE, THERE):
            with as_somebody(town.orgs[org], None, "harm to ask about"):
                for name in (one for one in KEPT if KEPT[one].org == org):
                    row = make("event", town.orgs[org], case_id=town.cases[name], kind="IMMEDIATE_HARM_REPORTED",
                               happened_at=NOW - timedelta(1), recorded_at=NOW - timedelta(1))  # fmt: skip
                    town.words[name, "harm"] = str(row.pk)
        yield asking


def _minds(viewer: str, name: str) -> bool:
    """Whether somebody is told of what must be done now on a case: who holds it or stands in, and where nobody does or they
    have left, who triages it."""
    case, letters = KEPT[name], may(viewer, name)
    if case.closed or "R" not in letters:
        return False
    holds = any(held.worker == case.holder and "w" in letters for held in acting(viewer))
    return holds or ("g" in letters and (not case.holder or case.holder == "lou"))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_must_be_done_now(in_danger: Asking, viewer: str) -> None:
    answer, town = in_danger.ask(viewer, "GET", address("notices")), in_danger.town
    wrong = faults_of(town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        found = shown_cases(town, answer)
        outside = {name for name in found if "R" not in may(viewer, name)}
        missing = {name for name in KEPT if KEPT[name].holder == viewer and _minds(viewer, name)} - found
        wrong += [f"lists {sorted(outside)}"] if outside else []
        wrong += [f"does not list {sorted(missing)}"] if missing else []
        wrong += [] if answer.status == 200 else [f"answers {answer.status}"]
    faults = told(f"{viewer} GET notices", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_one_opens_ones_own_alone(in_danger: Asking, viewer: str) -> None:
    town, faults = in_danger.town, []
    for name in ("anns", "unheld", "hidden, unheld", "cats", "far", "closed"):
        about = town.words[name, "harm"]
        answer = in_danger.ask(viewer, "POST", address("notice-open"), {"kind": "ACT_NOW", "about": about}, asked=about)
        wrong = faults_of(town, viewer, "POST", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif _minds(viewer, name):
            done = dict(events(answer))
            wanted = {(Act.NOTICE_OPENED.value, str(town.cases[name])): 1}
            wrong += [] if (answer.status, done) == (302, wanted) else [f"answers {answer.status}, leaves {done}"]
        else:
            wrong += [] if answer.status == 404 else [f"answers {answer.status}, not 404"]
        faults += told(f"{viewer} POST notice-open of {name!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", ["ann", "sue", "dee", "bea", "adam", "eve", "max", "nobody"])
def test_choosing_is_for_who_is_told_of_anything(asking: Asking, viewer: str) -> None:
    chosen = {"max": "REVIEW_ASKED", "adam": "NAMING_ASKED"}.get(viewer, "INFORMATION")
    answer = asking.ask(viewer, "POST", address("notices"), {"told": [chosen]})
    wrong = faults_of(asking.town, viewer, "POST", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        chooses = viewer in ("ann", "sue", "dee", "max", "adam")
        wrong += [] if answer.status == (302 if chooses else 404) else [f"answers {answer.status}"]
    faults = told(f"{viewer} POST notices", wrong)

    assert not faults, "\n".join(faults)
