"""Confirmed orders of work, and what waits for a countersignature, asked by each of the cast."""

import re
from datetime import timedelta

import pytest

from plimsoll.core.calendar import moment
from plimsoll.core.terms import Act
from plimsoll.queries.access import get_viewer
from plimsoll.queries.facts.editions import keys_in_force
from plimsoll.queries.facts.ranked import agreed, ranked
from plimsoll.queries.facts.shown import shown
from plimsoll.records.context import acting as as_somebody
from plimsoll.records.models.priority import CriteriaSet
from plimsoll.records.models.reference import RulebookVersion
from plimsoll.records.models.workload import SchemeVersion
from tests.factories.records import make
from tests.matrix.cast import HERE, KEPT, PEOPLE, SIGNED_OUT, VIEWERS, Kept, acting, may, may_of_worker, seen
from tests.matrix.cells import Answer, Asking, events, faults_of, same, shown_cases, signed_out_faults, told
from tests.matrix.declared import CASES, Relation
from tests.matrix.questions import asks_of
from tests.matrix.routes import NEVER, address
from tests.matrix.town import NOW

pytestmark = pytest.mark.django_db
WORKERS = ("ann", "bob", "cat", "oli")


def _held(worker: str) -> set[str]:
    return {case.name for case in KEPT.values() if case.holder == worker and not case.closed}


def _readable(viewer: str, worker: str) -> set[str]:
    """What somebody may read of a worker's list; nothing where it is not all, and the worker is out of their reach."""
    found = {case for case in _held(worker) if "R" in may(viewer, case)}
    return found if found == _held(worker) or _reaches(viewer, worker, "R") else set()


def _anywhere(viewer: str, letter: str) -> bool:
    return any(letter in letters for held in acting(viewer) for letters in CASES[held.role, not held.team].values())


def _writes(viewer: str, worker: str) -> bool:
    return _reaches(viewer, worker, "w")


def _reaches(viewer: str, worker: str, letter: str) -> bool:
    """Whether a worker is within reach of what somebody may do: by a role that does it, of the worker or their team."""
    one = PEOPLE[worker]
    for held in acting(viewer):
        by_kind = CASES[held.role, not held.team]
        everyone = letter in by_kind[Relation.OTHER] and one.org == PEOPLE[viewer].org
        of_team = letter in by_kind[Relation.TEAM] and held.team and held.team == one.team
        if everyone or of_team or (held.worker == worker and letter in by_kind[Relation.OWN]):
            return True
    return False


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_waits_for_a_countersignature(asking: Asking, viewer: str) -> None:
    answer = asking.ask(viewer, "GET", address("to-countersign"))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    elif not _anywhere(viewer, "s"):
        wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
    else:
        wanted = {case.name for case in seen(viewer) if _waits(viewer, case)}
        found = shown_cases(asking.town, answer)
        wrong += [] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"]
    faults = told(f"{viewer} GET to-countersign", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def _waits(viewer: str, case: Kept) -> bool:
    return (
        "s" in may(viewer, case.name) and bool(case.holder) and not case.closed and case.holder not in asks_of(viewer)
    )


@pytest.mark.parametrize("viewer", VIEWERS)
def test_how_one_judges_is_there_for_whoever_judges_and_shows_nobody(asking: Asking, viewer: str) -> None:
    answer = asking.ask(viewer, "GET", address("my-judgements"))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wrong += _is(answer, 200 if _anywhere(viewer, "w") else 403)
        wrong += [] if not shown_cases(asking.town, answer) else ["shows cases"]
    faults = told(f"{viewer} GET my-judgements", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_confirming_a_list(asking: Asking, viewer: str) -> None:
    never = asking.ask(viewer, "GET", address("review-new", NEVER), asked=NEVER)
    faults = []
    for worker in WORKERS:
        key = str(asking.town.people[worker])
        for method in ("GET", "POST"):
            body = {"supervisor": "ALONE", "comment": ""} if method == "POST" else None
            answer = asking.ask(viewer, method, address("review-new", key), body, asked=key)
            wrong = faults_of(asking.town, viewer, method, answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not _writes(viewer, worker):
                wrong += _is(answer, 404) + (same(answer, never) if method == "GET" else [])
            else:
                wrong += _confirmed(asking, viewer, worker, method, answer)
            faults += told(f"{viewer} {method} review-new of {worker}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def _is(answer: Answer, status: int) -> list[str]:
    return [] if answer.status == status else [f"answers {answer.status}, not {status}"]


def _confirmed(asking: Asking, viewer: str, worker: str, method: str, answer: Answer) -> list[str]:
    listed = {case.name for case in seen(viewer) if case.holder == worker and not case.closed}
    if not listed or any("R" not in may(viewer, case) for case in listed):
        return _is(answer, 403)
    if method == "POST":
        done = {act: many for (act, _), many in events(answer).items()}
        return _is(answer, 302) + ([] if done == {Act.ORDER_CONFIRMED.value: 1} else [f"leaves the events {done}"])
    found = shown_cases(asking.town, answer)
    return _is(answer, 200) + ([] if found == listed else [f"lists {sorted(found)}, and not {sorted(listed)}"])


@pytest.mark.parametrize("viewer", VIEWERS)
def test_of_a_confirmed_list_is_shown_what_may_be_read_as_if_it_were_all(asking: Asking, viewer: str) -> None:
    never = asking.ask(viewer, "GET", address("review", NEVER), asked=NEVER)
    faults = []
    for worker in WORKERS:
        key = str(_kept(asking, worker))
        answer = asking.ask(viewer, "GET", address("review", key), asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not _readable(viewer, worker):
            wrong += _is(answer, 404) + [fault for fault in same(answer, never) if "database" not in fault]
        else:
            found = shown_cases(asking.town, answer)
            wrong += _is(answer, 200)
            wanted = _readable(viewer, worker)
            wrong += [] if found == wanted else [f"shows {sorted(found)}, and not {sorted(wanted)}"]
            wrong += [] if _places(answer) == [*range(1, len(wanted) + 1)] else [f"has the places {_places(answer)}"]
            wrong += [] if f"Cases shown {len(wanted)} " in answer.words else ["counts others"]
            wrong += (
                [] if ("All agreed" in answer.words) == (wanted == _held(worker)) else ["tells what was said of all"]
            )
        faults += told(f"{viewer} GET review of {worker}", wrong, len(KEPT))
        where = address("reviews", asking.town.people[worker])
        listed = asking.ask(viewer, "GET", where, asked=str(asking.town.people[worker]))
        wrong = faults_of(asking.town, viewer, "GET", listed)
        if (
            viewer not in SIGNED_OUT
            and listed.status == 200
            and (key in listed.body) != bool(_readable(viewer, worker))
        ):
            wrong.append("lists it" if key in listed.body else "does not list it")
        if viewer not in SIGNED_OUT and listed.status not in (200, 404):
            wrong.append(f"answers {listed.status}")
        if listed.status == 200 and not may_of_worker(viewer, worker):
            wrong.append("is there")
        faults += told(f"{viewer} GET reviews of {worker}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_how_firm_a_list_is_for_whoever_may_read_all_of_it(asking: Asking, viewer: str) -> None:
    never = asking.ask(viewer, "GET", address("firmness", NEVER), asked=NEVER)
    faults = []
    for worker in WORKERS:
        key = str(asking.town.people[worker])
        answer = asking.ask(viewer, "GET", address("firmness", key), asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        listed = {case.name for case in seen(viewer) if case.holder == worker and not case.closed}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif "c" not in may_of_worker(viewer, worker):
            wrong += _is(answer, 404) + same(answer, never)
        elif any("R" not in may(viewer, case) for case in listed):
            wrong += _is(answer, 403)
        else:
            found = shown_cases(asking.town, answer)
            wrong += _is(answer, 200)
            wrong += [] if found == listed else [f"shows {sorted(found)}, and not {sorted(listed)}"]
        faults += told(f"{viewer} GET firmness of {worker}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_urgent_is_told_to_whoever_may_read_all_of_a_list(asking: Asking, viewer: str) -> None:
    never = asking.ask(viewer, "GET", address("caseload-urgent", NEVER), asked=NEVER)
    faults = []
    for worker in WORKERS:
        key = str(asking.town.people[worker])
        answer = asking.ask(viewer, "GET", address("caseload-urgent", key), asked=key)
        wrong = faults_of(asking.town, viewer, "GET", answer)
        listed = {case.name for case in seen(viewer) if case.holder == worker and not case.closed}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif "c" not in may_of_worker(viewer, worker):
            wrong += _is(answer, 404) + same(answer, never)
        else:
            found, reads = shown_cases(asking.town, answer), all("R" in may(viewer, case) for case in listed)
            wrong += _is(answer, 200)
            wrong += [] if found <= (listed if reads else set()) else [f"shows {sorted(found)}"]
        faults += told(f"{viewer} GET caseload-urgent of {worker}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_close_call_is_there_for_whoever_may_write_and_shows_but_what_they_see(asking: Asking, viewer: str) -> None:
    faults = []
    for method in ("GET", "POST"):
        never = asking.ask(viewer, method, address("case-close-call", NEVER), asked=NEVER)
        for case in KEPT:
            key = str(asking.town.cases[case])
            answer = asking.ask(viewer, method, address("case-close-call", key), asked=key)
            wrong = faults_of(asking.town, viewer, method, answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not may(viewer, case):
                wrong += _is(answer, 404) + same(answer, never)
            elif "w" not in may(viewer, case) or not KEPT[case].holder or KEPT[case].closed:
                wrong += _is(answer, 403)
            else:  # whether two cases are a close call depends on which of the list the viewer sees
                wrong += [] if answer.status in (200, 403, 422) else [f"answers {answer.status}"]
                wrong += (
                    [] if shown_cases(asking.town, answer) <= {one.name for one in seen(viewer)} else ["shows others"]
                )
            faults += told(f"{viewer} {method} case-close-call of {case!r}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_supervisor_who_is_named_answers_and_nobody_else(asking: Asking, viewer: str) -> None:
    faults, body = [], {"agreed": "YES", "words": ""}
    for worker in WORKERS:
        for named in ("sue", "max"):
            key = str(_kept(asking, worker, named if PEOPLE[worker].org == HERE else None))
            for method in ("GET", "POST"):
                answer = asking.ask(viewer, method, address("review-answer", key), body if method == "POST" else None,
                                    asked=key)  # fmt: skip
                wrong = faults_of(asking.town, viewer, method, answer)
                asked = viewer == named and PEOPLE[worker].org == HERE and "s" in may_of_list(viewer, worker)
                if viewer in SIGNED_OUT:
                    wrong += signed_out_faults(answer)
                elif not _readable(viewer, worker):
                    wrong += _is(answer, 404)
                elif not asked:
                    wrong += _is(answer, 403) if _readable(viewer, worker) == _held(worker) else _refused(answer)
                elif method == "GET":
                    wrong += _is(answer, 200)
                else:
                    done = {act: many for (act, _), many in events(answer).items()}
                    wrong += _is(answer, 302)
                    wrong += [] if done == {Act.REVIEW_ANSWERED.value: 1} else [f"leaves the events {done}"]
                faults += told(f"{viewer} {method} review-answer of {worker} with {named}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def may_of_list(viewer: str, worker: str) -> set[str]:
    """What somebody may do to every case of a worker's list, where they may read all of it."""
    return set.intersection(*(set(may(viewer, case)) for case in _held(worker)))


def _refused(answer: Answer) -> list[str]:
    """Of a list with a restricted case not even its being there is told, by the database itself."""
    return [] if answer.status in (403, 404) else [f"answers {answer.status}, not 403 or 404"]


def _kept(asking: Asking, worker: str, named: str | None = None) -> object:
    """A review of all that a worker holds, kept as the product keeps one."""
    town = asking.town
    org, at = town.orgs[PEOPLE[worker].org], moment(NOW)
    with as_somebody(org, None, "a test"):
        viewer = get_viewer(org, town.people[worker], NOW.date())
        criteria, rulebook = agreed(viewer, at, None)
        held = {town.cases[name]: town.people[worker] for name in _held(worker)}
        whole = ranked(viewer, sorted(held), at, None, held, criteria, rulebook)
        assert whole is not None
        keys = keys_in_force(viewer, NOW.date())
        ranking = make(
            "ranking", org, worker_id=town.people[worker], team_id=None, criteria_set_id=keys[CriteriaSet],
            rulebook_id=keys[RulebookVersion], scheme_id=keys[SchemeVersion], cases=list(held),
            result=shown(viewer, whole, at).kept(), as_at=NOW, known_at=NOW, made_at=NOW,
        )  # fmt: skip
        return make("prioritisationreview", org, ranking=ranking, worker_id=town.people[worker],
                    confirmed_by_id=town.people[worker], confirmed_at=NOW + timedelta(1),
                    supervisor_id=town.people[named] if named else None, comment="All agreed").pk  # fmt: skip


def _places(answer: Answer) -> list[int]:
    return [int(place) for place in re.findall(r'<th scope="row" role="rowheader">(\d+)\w\w</th>', answer.body)]


def test_some_lists_are_read_whole_some_in_part_and_some_not() -> None:
    """What is asked above would say nothing if all could read all, or nobody anything."""
    reads = {(viewer, worker): _readable(viewer, worker) for viewer in VIEWERS for worker in WORKERS}

    assert {len(found) / len(_held(worker)) for (_, worker), found in reads.items()} > {0, 1}
    assert reads["ann", "ann"] < _held("ann")  # one of them is hidden from its worker
    assert set() < reads["eve", "bob"] < _held("bob")
    assert not any(found for (viewer, worker), found in reads.items()
                   if viewer not in SIGNED_OUT and PEOPLE[viewer].org == HERE and worker == "oli")  # fmt: skip
