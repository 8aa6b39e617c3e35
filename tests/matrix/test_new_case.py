"""Putting a case on record: who may, and that a child out of reach is never betrayed by it; and what a case was, for whoever
may see it now."""

from datetime import timedelta
from uuid import uuid4

import pytest

from plimsoll.core.terms import Act, Role
from tests.matrix.cast import KEPT, PEOPLE, SIGNED_OUT, VIEWERS, acting, may
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told
from tests.matrix.declared import ADDS
from tests.matrix.routes import NEVER, address
from tests.matrix.town import BORN, NOW

pytestmark = pytest.mark.django_db
ADD = "case-new"


def adds(viewer: str) -> bool:
    return viewer not in SIGNED_OUT and any(held.role in ADDS for held in acting(viewer))


def team_of(asking: Asking, viewer: str) -> str:
    """A team that whoever may add cases has."""
    held = min((one for one in acting(viewer) if one.role in ADDS), key=lambda one: one.role is Role.PRACTITIONER)
    name = held.team or PEOPLE[held.worker].team or ("far" if PEOPLE[viewer].org == "there" else "harbour")
    return str(asking.town.teams[name])


def holder_of(asking: Asking, viewer: str) -> str:
    """Of somebody who has only their own cases, whose it is."""
    held = next((held for held in acting(viewer) if held.role in ADDS), None)
    alone = held is not None and all(one.role is Role.PRACTITIONER for one in acting(viewer) if one.role in ADDS)
    return str(asking.town.people[held.worker]) if held and alone else ""


def body(asking: Asking, viewer: str, **given: str) -> dict[str, object]:
    usual = {
        "key": uuid4(), "given_name": "Marram", "family_name": "Invented", "born": "3/4/21", "kind": "CHILD_IN_NEED",
        "began": "2 Nov 2026", "opened": "2 Nov 2026", "other_reference": "", "level": "", "received": "",
    }  # fmt: skip
    if adds(viewer):
        usual |= {"team": team_of(asking, viewer), "worker": holder_of(asking, viewer)}
    return usual | given


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_puts_a_case_on_record(asking: Asking, viewer: str) -> None:
    faults = []
    for method in ("GET", "POST"):
        answer = asking.ask(viewer, method, address(ADD), body(asking, viewer) if method == "POST" else None)
        wrong = faults_of(asking.town, viewer, method, answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wanted = {"GET": 200, "POST": 302}[method] if adds(viewer) else 403
            wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}: {answer.words[:900]}"]
            acts = [act for (act, _), many in events(answer).items() for _ in range(many)]
            if acts != ([str(Act.CASE_ADDED)] if method == "POST" and adds(viewer) else []):
                wrong.append(f"leaves {acts}")
        faults += told(f"{viewer} {method} {ADD}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", ["ann", "sue", "dee", "max", "joy", "oli"])
def test_a_child_out_of_reach_is_not_betrayed_by_its_like(asking: Asking, viewer: str) -> None:
    """A child of the same name and birth date is asked about where the viewer may know of it, and else is not there."""
    faults, town = [], asking.town
    for case in (one for one in KEPT.values() if not one.family):
        given, family = town.words[case.name, "child"], town.words[case.name, "child's second"]
        said = body(asking, viewer, given_name=given, family_name=family, born=f"{BORN:%d/%m/%Y}")
        answer = asking.ask(viewer, "POST", address(ADD), said, asked=given)
        known = any(may(viewer, one) for one, child in town.children.items() if child == town.children[case.name])
        wanted = 200 if known else 302
        wrong = [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
        if not known:
            wrong += faults_of(town, viewer, "POST", answer)
        faults += told(f"{viewer} POST {ADD} like {case.name!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", ["ann", "sue", "dee", "max", "oli"])
def test_a_case_out_of_reach_is_not_betrayed_by_its_reference(asking: Asking, viewer: str) -> None:
    """Whoever guesses the reference of a case, or of its child, is answered as for one that nobody has."""
    faults, town = [], asking.town
    own = [word for (_, kind), word in town.words.items() if kind in ("case", "child's reference")]
    reached = {word for (case, _), word in town.words.items() if case in KEPT and may(viewer, case)}
    assert len(own) > len(KEPT)
    for guess in ["nobody-s", *(word for word in own if word not in reached)]:
        name = f"Marram{uuid4().hex[:6]}"
        answer = asking.ask(viewer, "POST", address(ADD), body(asking, viewer, given_name=name, other_reference=guess))
        wrong = [] if answer.status == 302 else [f"answers {answer.status}, not 302: {answer.words[:900]}"]
        faults += told(f"{viewer} POST {ADD} called {guess!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", ["ann", "sue", "dee", "max", "oli"])
def test_only_a_case_that_is_there_has_a_family(asking: Asking, viewer: str) -> None:
    faults = []
    never = asking.ask(viewer, "GET", f"{address(ADD)}?family={NEVER}", asked=NEVER)
    for case in KEPT:
        key = str(asking.town.cases[case])
        answer = asking.ask(viewer, "GET", f"{address(ADD)}?family={key}", asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if not may(viewer, case):
            wrong += same(answer, never)
        elif answer.status != (wanted := 403 if KEPT[case].family else 200):
            wrong.append(f"answers {answer.status}, not {wanted}")
        faults += told(f"{viewer} GET {ADD} beside {case!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_past_is_there_for_whoever_sees_the_case_now(asking: Asking, viewer: str) -> None:
    """Asked of this minute, so that the history has all of it; that a past is right has its own tests."""
    faults = []
    then = f"?at={(NOW - timedelta(minutes=1)):%Y-%m-%dT%H:%M}"
    never = asking.ask(viewer, "GET", address("case", NEVER) + then, asked=NEVER)
    for case in KEPT:
        key = str(asking.town.cases[case])
        answer = asking.ask(viewer, "GET", address("case", key) + then, asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not may(viewer, case):
            wrong += same(answer, never)
        elif answer.status not in (200, 422):  # 422: the history of this test begins later
            wrong.append(f"answers {answer.status}")
        faults += told(f"{viewer} GET case of {case!r} as it was", wrong)

    assert not faults, "\n".join(faults)
