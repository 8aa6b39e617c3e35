"""What is done in an emergency, asked by each of the cast about every case: off it is there for nobody; on, a restricted
case and one of another organisation are as one that never was, and nothing can be changed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from plimsoll.core.emergency import EmergencyRules
from plimsoll.core.terms import Act, Role
from plimsoll.records.context import acting as as_somebody
from tests.factories.records import make
from tests.matrix.cast import HERE, KEPT, ORG_OF, PEOPLE, SIGNED_OUT, VIEWERS, Kept, acting, may, restricted
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told, undone
from tests.matrix.questions import kinds_of_case
from tests.matrix.routes import NEVER, ROWS, About, address, rows
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db
OPENS = {Role.PRACTITIONER, Role.SUPERVISOR, Role.DUTY}  # by hand
RINGS = OPENS | {Role.BUSINESS_SUPPORT}
REVIEWS = Role.AUDITOR
NO_CASE = "NO-SUCH"
LINES = ("emergency", "whom-to-ring", "emergency-openings", "emergency-review", "emergency-end")


@pytest.fixture
def on(asking: Asking) -> Iterator[Asking]:
    """Every role that can be named is, and nobody runs out of tries."""
    rules = EmergencyRules(frozenset(OPENS), 4, 100, REVIEWS, frozenset(RINGS), 100)
    with undone():
        for org in asking.town.orgs.values():
            with as_somebody(org, None, "it is settled"):
                make("setting", org, key="emergency", value=rules.stored)
        yield asking


def _holds(viewer: str, roles: set[Role]) -> bool:
    return any(held.role in roles for held in acting(viewer))


def _there(viewer: str, case: Kept) -> bool:
    """Whether the case can be meant by somebody at all."""
    return case.org == PEOPLE[viewer].org and not (restricted(case) and viewer not in (case.named or ()))


def _open_of(viewer: str, case: Kept) -> set[str]:
    """The open cases of the same child that can be meant."""
    of = {case.name, case.child_of} - {""}
    some = (one for one in KEPT.values() if {one.name, one.child_of} & of)
    return {one.name for one in some if not one.closed and _there(viewer, one)}


def _asked_of(viewer: str) -> list[str]:
    return kinds_of_case(viewer) if viewer not in SIGNED_OUT else ["anns"]


def _of(*names: str) -> object:
    """What may be known besides: whatever is of these cases."""
    return lambda canary: not canary.org and bool(canary.cases & set(names))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_off_it_is_there_for_nobody(asking: Asking, viewer: str) -> None:
    faults = []
    for name in LINES:
        for method in ROWS[name].methods:
            answer = asking.ask(viewer, method, address(name), {"reference": NO_CASE, "why": "Now"})
            wrong = faults_of(asking.town, viewer, method, answer)
            reviews = _holds(viewer, {Role.SAFEGUARDING_LEAD}) and name in ("emergency-openings", "emergency-review")
            wanted = (
                (200 if name == "emergency-openings" else 404) if reviews else 404 if name == "emergency-end" else 403
            )
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif answer.status != wanted:
                wrong.append(f"answers {answer.status}, not {wanted}")
            faults += told(f"{viewer} {method} {name}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_record_is_opened_and_what_is_hidden_is_as_what_never_was(on: Asking, viewer: str) -> None:
    town, where, faults = on.town, address("emergency"), []
    never = on.ask(viewer, "POST", where, {"reference": NO_CASE, "why": "Now"}, asked=NO_CASE)
    for name in _asked_of(viewer):
        said, case = town.words[name, "case"], KEPT[name]
        answer = on.ask(viewer, "POST", where, {"reference": said, "why": "Now"}, asked=said)
        wrong = faults_of(town, viewer, "POST", answer, also=_key_of(town.cases[name].hex))
        opened = {key for act, key in events(answer) if act == Act.EMERGENCY_OPENED.value}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not _holds(viewer, OPENS):
            wrong += [] if answer.status == 403 and not opened else [f"answers {answer.status}, and opens {opened}"]
        elif not _there(viewer, case):
            wrong += same(answer, never) + ([f"opens {opened}"] if opened else [])
        else:
            wanted = set() if "R" in may(viewer, name) else {str(town.cases[name])}
            if (answer.status, opened) != (302, wanted):
                wrong.append(f"answers {answer.status}, and opens {opened}")
        faults += told(f"{viewer} POST emergency of {name!r}", wrong)

    assert not faults, "\n".join(faults)


def _key_of(key: str) -> object:
    """Where somebody is sent names the case that they now may know of."""
    return lambda canary: canary.text.replace("-", "") == key


@pytest.mark.parametrize("viewer", VIEWERS)
def test_one_is_told_whom_to_ring_and_of_what_is_hidden_nothing(on: Asking, viewer: str) -> None:
    town, where, faults = on.town, address("whom-to-ring"), []
    never = on.ask(viewer, "POST", where, {"reference": NO_CASE}, asked=NO_CASE)
    for name in _asked_of(viewer):
        said, case = town.words[name, "case"], KEPT[name]
        answer = on.ask(viewer, "POST", where, {"reference": said}, asked=said)
        wrong = faults_of(town, viewer, "POST", answer)  # it names no child, no case and no address
        told_of = {key for act, key in events(answer) if act == Act.RING_TOLD.value}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not _holds(viewer, RINGS):
            wrong += [] if answer.status == 403 else [f"answers {answer.status}"]
        elif not _there(viewer, case):
            wrong += same(answer, never)
        elif (answer.status, told_of) != (200, {str(town.cases[one]) for one in _open_of(viewer, case)}):
            wrong.append(f"answers {answer.status}, and tells of {told_of}")
        faults += told(f"{viewer} POST whom-to-ring of {name!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer not in SIGNED_OUT and _holds(viewer, OPENS)])
def test_what_is_open_is_read_and_not_changed(on: Asking, viewer: str) -> None:
    """Whoever opened a case that is out of their reach asks each route about it."""
    town, faults = on.town, []
    name = next(
        (
            case.name
            for case in KEPT.values()
            if _there(viewer, case) and not may(viewer, case.name) and not case.closed
        ),
        "",
    )
    if not name:
        pytest.skip("everything is within their reach")
    org = ORG_OF[KEPT[name].team]
    with as_somebody(town.orgs[org], None, "it was opened"):
        make(
            "emergencyopening", town.orgs[org], case_id=town.cases[name], opened_by_id=town.people[viewer],
            opened_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1),
        )  # fmt: skip
    for route in rows(About.CASE):
        row = ROWS[route]
        for method in row.methods:
            body = row.body(town, viewer, name) if row.body and method == "POST" else None
            answer = on.ask(viewer, method, address(route, town.cases[name]), body, asked=str(town.cases[name]))
            reads = row.letter in ("K", "R") and not row.named  # a protected address is for those named for it
            wrong = faults_of(town, viewer, method, answer, also=_of(name))
            if reads and row.opens(KEPT[name]) and answer.status not in (200, 302):
                wrong.append(f"answers {answer.status}")
            elif not reads and answer.status != 403:
                wrong.append(f"answers {answer.status}, not 403")
            faults += told(f"{viewer} {method} {route} of {name!r}, opened in an emergency", wrong)
    other = next((case.name for case in KEPT.values() if not may(viewer, case.name) and case.name != name), "")
    if other:
        answer = on.ask(viewer, "GET", address("case", town.cases[other]), asked=str(town.cases[other]))
        faults += told(f"{viewer} GET case of {other!r}", [] if answer.status == 404 else [f"answers {answer.status}"])

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_was_opened_is_there_for_whoever_reviews(on: Asking, viewer: str) -> None:
    """Cat's case and one that is restricted, both opened by Ann."""
    town, faults, keys = on.town, [], {}
    with as_somebody(town.orgs[HERE], None, "they were opened"):
        for name in ("cats", "hidden away"):
            keys[name] = make(
                "emergencyopening", town.orgs[HERE], case_id=town.cases[name], opened_by_id=town.people["ann"],
                opened_at=NOW - timedelta(hours=9), ends_at=NOW - timedelta(hours=5),
            ).pk  # fmt: skip
    listed = on.ask(viewer, "GET", address("emergency-openings"))
    wrong = faults_of(town, viewer, "GET", listed)
    reviews = _holds(viewer, {REVIEWS})
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(listed)
    elif listed.status != (200 if reviews else 403):
        wrong.append(f"answers {listed.status}")
    faults += told(f"{viewer} GET emergency-openings", wrong)
    said = {"was_right": "right", "why": "It was"}
    for method in ("GET", "POST"):
        never = on.ask(viewer, method, _review(NEVER), said, asked=NEVER)
        for name, key in keys.items():
            answer = on.ask(viewer, method, _review(str(key)), said, asked=str(key))
            wrong = faults_of(town, viewer, method, answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not reviews:
                wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
            elif name == "hidden away":
                wrong += same(answer, never)
            elif answer.status != (200 if method == "GET" else 302):
                wrong.append(f"answers {answer.status}")
            faults += told(f"{viewer} {method} emergency-review of {name!r}", wrong)

    assert not faults, "\n".join(faults)


def _review(key: str) -> str:
    return address("emergency-review").replace(NEVER, key)
