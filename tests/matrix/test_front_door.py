"""The front door, asked by each of the cast: what waits, deciding about it, taking referrals in, what was decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest

from plimsoll.core.terms import Act, CaseType, EventKind, Role, Scale
from plimsoll.records.context import acting as as_somebody
from plimsoll.records.models.cases import Case
from tests.factories.records import make
from tests.matrix.cast import HERE, KEPT, ORG_OF, PEOPLE, SIGNED_OUT, THERE, VIEWERS, acting, may
from tests.matrix.cells import Answer, Asking, events, faults_of, same, shown_cases, signed_out_faults, told, undone
from tests.matrix.routes import NEVER, address
from tests.matrix.town import BORN, DECIDED, NOW, WAITING

pytestmark = pytest.mark.django_db
TAKES = frozenset({Role.SUPERVISOR, Role.DUTY, Role.SERVICE_MANAGER})


@contextmanager
def _at_the_door(asking: Asking, *, contact: bool) -> Iterator[Asking]:
    """Some cases of the town are referrals, or contacts of which nobody has said what they come to, each with a worry that
    only its readers may know; of others it was decided."""
    town, kind = asking.town, EventKind.CONTACT_RECEIVED if contact else EventKind.REFERRAL_RECEIVED
    with undone():
        for org, clerk in ((HERE, "sue"), (THERE, "oli")):
            with as_somebody(town.orgs[org], None, "referrals to ask about"):
                by = town.people[clerk]
                for name in (one for one in WAITING if KEPT[one].org == org):
                    worry, case = town.canaries.word("worry", {name}, "R"), town.cases[name]
                    town.words[name, "worry"] = worry
                    Case.objects.filter(pk=case).update(case_type=CaseType.REFERRAL)
                    came = {"received_at": NOW - timedelta(1), "recorded_at": NOW, "recorded_by_id": by}
                    make("referral", town.orgs[org], case_id=case, worry=worry, referrer=worry, family_why=worry,
                         contact=contact, **came)  # fmt: skip
                    make("event", town.orgs[org], case_id=case, kind=kind, happened_at=NOW - timedelta(1), note=worry,
                         **came)  # fmt: skip
                for name in (one for one in DECIDED if KEPT[one].org == org):
                    why, case = town.canaries.word("decision", {name}, "R"), town.cases[name]
                    said = {"case_id": case, "why": why}
                    if contact:
                        Case.objects.filter(pk=case).update(case_type=CaseType.REFERRAL)
                        make("referral", town.orgs[org], case_id=case, contact=True, recorded_by_id=by)
                        make("contactdecision", town.orgs[org], outcome="ADVICE", advice=why, told=why,
                             decided_at=NOW - timedelta(1), decided_by_id=by, **said)  # fmt: skip
                    else:
                        make("triagedecision", town.orgs[org], outcome="SIGNPOSTED", linked=None,
                             triaged_at=NOW - timedelta(1), triaged_by_id=by, **said)  # fmt: skip
        yield asking


@pytest.fixture
def front_door(asking: Asking) -> Iterator[Asking]:
    """With referrals that wait, and such as were decided."""
    with _at_the_door(asking, contact=False) as found:
        yield found


@pytest.fixture
def contacts(asking: Asking) -> Iterator[Asking]:
    """With contacts that wait, and such as ended."""
    with _at_the_door(asking, contact=True) as found:
        yield found


def _is(answer: Answer, status: int) -> list[str]:
    return [] if answer.status == status else [f"answers {answer.status}, not {status}"]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_waits(front_door: Asking, viewer: str) -> None:
    answer, town = front_door.ask(viewer, "GET", address("front-door")), front_door.town
    wrong = faults_of(town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wanted = {name for name in WAITING if may(viewer, name)}
        beside = {KEPT[name].child_of for name in wanted} & {name for name in KEPT if may(viewer, name)}
        found = shown_cases(town, answer)
        wrong += _is(answer, 200) + (
            [] if found == wanted | beside else [f"lists {sorted(found)}, not {sorted(wanted)}"]
        )
        wrong += [
            f"{'has not' if 'R' in may(viewer, name) else 'has'} the worry of {name!r}"
            for name in wanted
            if (town.words[name, "worry"] in answer.body) != ("R" in may(viewer, name))
        ]
        wrong += [
            f"offers to decide {name!r}"
            for name in wanted
            if (address("case-triage", town.cases[name]) in answer.body) != ("g" in may(viewer, name))
        ]
    faults = told(f"{viewer} GET front-door", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def _decision() -> dict[str, str]:
    return {scale.value: "2" for scale in Scale} | {"outcome": "NO_FURTHER_ACTION", "why": "All is well", "team": ""}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_deciding_about_a_referral(front_door: Asking, viewer: str) -> None:
    town, faults = front_door.town, []
    for method in ("GET", "POST"):
        body = _decision() if method == "POST" else None
        never = front_door.ask(viewer, method, address("case-triage", NEVER), body, asked=NEVER)
        for case in (*WAITING, "anns", "closed"):
            key = str(town.cases[case])
            answer = front_door.ask(viewer, method, address("case-triage", key), body, asked=key)
            wrong = faults_of(town, viewer, method, answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not may(viewer, case):
                wrong += _is(answer, 404) + same(answer, never)
            elif "g" not in may(viewer, case) or case not in WAITING:
                wrong += _is(answer, 403)
            elif method == "POST":
                done = dict(events(answer))
                wanted = {(str(act), key): 1 for act in (Act.CASE_JUDGED, Act.REFERRAL_DECIDED)}
                wrong += _is(answer, 302) + ([] if done == wanted else [f"leaves the events {done}"])
            else:
                wrong += _is(answer, 200)
                wrong += [] if town.words[case, "worry"] in answer.body else ["has not the worry"]
            faults += told(f"{viewer} {method} case-triage of {case!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_saying_what_a_contact_comes_to_and_taking_it_up_again(contacts: Asking, viewer: str) -> None:
    town, faults = contacts.town, []
    said = {
        "case-contact": (WAITING, {"outcome": "NO_FURTHER_ACTION", "why": "All is well"}, {Act.CONTACT_DECIDED}),
        "case-contact-again": (DECIDED, {"why": "A second call"}, {Act.CONTACT_TAKEN_UP}),
    }
    for (name, (which, body, acts)), method in product(said.items(), ("GET", "POST")):
        sent = body if method == "POST" else None
        never = contacts.ask(viewer, method, address(name, NEVER), sent, asked=NEVER)
        for case in (*WAITING, *DECIDED, "anns"):
            key = str(town.cases[case])
            answer = contacts.ask(viewer, method, address(name, key), sent, asked=key)
            wrong = faults_of(town, viewer, method, answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not may(viewer, case):
                wrong += _is(answer, 404) + same(answer, never)
            elif "g" not in may(viewer, case) or case not in which:
                wrong += _is(answer, 403)
            elif method == "POST":
                done, wanted = dict(events(answer)), {(str(act), key): 1 for act in acts}
                wrong += _is(answer, 302) + ([] if done == wanted else [f"leaves the events {done}"])
            else:
                wrong += _is(answer, 200)
            faults += told(f"{viewer} {method} {name} of {case!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_contacts_that_wait_and_those_decided(contacts: Asking, viewer: str) -> None:
    faults, town = [], contacts.town
    for name, which, right in (("front-door", WAITING, ""), ("front-door-decided", DECIDED, "R")):
        answer = contacts.ask(viewer, "GET", address(name))
        wrong = faults_of(town, viewer, "GET", answer)
        if viewer not in SIGNED_OUT:
            wanted = {one for one in which if may(viewer, one) and right in may(viewer, one)}
            missing = wanted - shown_cases(town, answer)
            wrong += _is(answer, 200) + ([f"has not {sorted(missing)}"] if missing else [])
        faults += told(f"{viewer} GET {name} with contacts", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_taking_a_referral_on(front_door: Asking, viewer: str) -> None:
    town, faults = front_door.town, []
    never = front_door.ask(viewer, "POST", address("case-take", NEVER), asked=NEVER)
    for case in (*WAITING, "anns", "closed"):
        key = str(town.cases[case])
        answer = front_door.ask(viewer, "POST", address("case-take", key), asked=key)
        wrong = faults_of(town, viewer, "POST", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not may(viewer, case):
            wrong += _is(answer, 404) + same(answer, never)
        elif "g" not in may(viewer, case) or case not in WAITING or KEPT[case].holder:
            wrong += _is(answer, 403)
        else:
            wanted, done = {(str(Act.CASE_ALLOCATED), key): 1}, dict(events(answer))
            wrong += _is(answer, 302) + ([] if done == wanted else [f"leaves the events {done}"])
        faults += told(f"{viewer} POST case-take of {case!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_was_decided(front_door: Asking, viewer: str) -> None:
    answer, town = front_door.ask(viewer, "GET", address("front-door-decided")), front_door.town
    wrong = faults_of(town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wanted = {name for name in DECIDED if "R" in may(viewer, name)}
        found = shown_cases(town, answer)
        wrong += _is(answer, 200) + ([] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"])
    faults = told(f"{viewer} GET front-door-decided", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def takes(viewer: str) -> bool:
    return viewer not in SIGNED_OUT and any(held.role in TAKES for held in acting(viewer))


def body(asking: Asking, viewer: str, **given: str) -> dict[str, object]:
    usual: dict[str, object] = {
        "key": uuid4(), "danger": "no", "given_name": "Marram", "family_name": "Invented", "born": "3/4/21",
        "worry": "Often late and hungry.", "source": "SCHOOL", "means": "PHONE", "received": "20 Nov 2026 16:40",
        "family_knows": "AGREES",
    }  # fmt: skip
    if takes(viewer):
        held = next(one for one in acting(viewer) if one.role in TAKES)
        team = held.team or next(name for name, org in ORG_OF.items() if org == PEOPLE[viewer].org)
        usual["team"] = str(asking.town.teams[team])
    return usual | given


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_takes_a_referral_or_a_contact_in(asking: Asking, viewer: str) -> None:
    faults, both = [], {"referral-new": Act.REFERRAL_RECORDED, "contact-new": Act.CONTACT_RECORDED}
    for (name, recorded), method in product(both.items(), ("GET", "POST")):
        answer = asking.ask(viewer, method, address(name), body(asking, viewer) if method == "POST" else None)
        wrong = faults_of(asking.town, viewer, method, answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wrong += _is(answer, {"GET": 200, "POST": 302}[method] if takes(viewer) else 403)
            acts = sorted(act for act, _ in events(answer))
            wanted = [str(Act.CASE_ADDED), str(recorded)] if method == "POST" and takes(viewer) else []
            wrong += [] if acts == wanted else [f"leaves {acts}"]
        faults += told(f"{viewer} {method} {name}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", ["sue", "dee", "max", "joy", "oz"])
def test_a_child_out_of_reach_is_not_betrayed_by_its_like_or_reference(asking: Asking, viewer: str) -> None:
    """A child of the same name and birth date, or of that reference, is asked about where the viewer may know of it."""
    faults, town = [], asking.town
    for case in (one for one in KEPT.values() if not one.family):
        given, family = town.words[case.name, "child"], town.words[case.name, "child's second"]
        reference = town.words[case.name, "child's reference"]
        known = any(may(viewer, one) for one, child in town.children.items() if child == town.children[case.name])
        for said, word in (
            ({"given_name": given, "family_name": family, "born": f"{BORN:%d/%m/%Y}"}, given),
            ({"known": reference}, reference),
        ):
            answer = asking.ask(viewer, "POST", address("referral-new"), body(asking, viewer, **said), asked=word)
            wrong = _is(answer, 200 if known else 302)
            if not known:
                wrong += faults_of(town, viewer, "POST", answer)
            faults += told(f"{viewer} POST referral-new like {case.name!r}", wrong)

    assert not faults, "\n".join(faults)
