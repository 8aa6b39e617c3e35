"""How an organisation is set up and its people are kept: an administrator's alone, of their own organisation, and nothing
of any case is learned by it."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plimsoll.core.terms import CaseType
from plimsoll.records.context import acting
from plimsoll.records.models.people import RoleHeld
from tests.matrix.cast import HERE, SIGNED_OUT, VIEWERS
from tests.matrix.cells import Answer, Asking, events, faults_of, same, signed_out_faults, told
from tests.matrix.routes import NEVER, ROWS, About, Body, address, rows
from tests.matrix.town import Town

pytestmark = pytest.mark.django_db
ADMINISTRATOR = "adam"
FORMS = [name for name in rows(About.SET_UP, About.PERSON) if ROWS[name].act]
NUMBERS = {"set-up-numbers", "person-number", "set-up-labels"}  # any words will do, and none too
MORE: dict[str, Body] = {
    "person-hours": {"hours": "18.5", "days": ["0", "2"]},
    "person-leaving": {"sure": "yes"},
    "person-way-in": {"sure": "yes"},
    "set-up-minutes": dict.fromkeys(("see", "protect", "court", "decide", "review", "record", "check"), "75"),
    "set-up-factors": {"roles": ["PRACTITIONER"]},
    "set-up-emergency": {
        "opens": ["DUTY"],
        "hours": "4",
        "opens_a_day": "3",
        "reviewer": "AUDITOR",
        "rings": ["DUTY"],
        "rings_a_day": "9",
    },
    "set-up-labels": {"SAFEGUARDING_LEAD": "child protection adviser"},
    "person-number": {"phone": "01632 960001"},
    "set-up-typical-ages": {"source": "Our own", "lines": "Learning; 18 months; 2 years; joins two words"},
    "set-up-route": {"places": "Night desk, 01632 960001, 17:00-9:00"},
}


def body(town: Town, name: str, worker: str = "bob") -> Body:
    """What is sound to send."""
    match name:
        case "set-up-hours":
            return {"nation": "WLS", "opens": "8.30", "closes": "16:30", "closures": "29 Dec 2026"}
        case "set-up-teams":
            return {"names": "A new team"}
        case "set-up-alone":
            return {"hours": "37"}
        case "set-up-rules":
            keys = (
                "contact_decision", "mash_red", "referral_in_danger", "strategy_discussion", "cp_visit",
                "unallocated_escalation",
            )  # fmt: skip
            return dict.fromkeys(keys, "none") | {"start_day_is": "1", "bank_holidays_count": "yes"}
        case "set-up-life":
            kinds = [word.value for word in CaseType if word is not CaseType.REFERRAL]
            sides = [f"{kind}-{side}" for kind in kinds for side in ("begins", "ends")]
            needs = dict.fromkeys((*sides, "close-needs", "reopen-needs"), "SERVICE_MANAGER")
            return {"levels": "Universal\nTargeted\nSpecialist", **needs}
        case "set-up-scheme" | "set-up-criteria":
            return {"scheme": "plimsoll_hours", "criteria": "early_help"}
        case "people-file":
            return {"file": SimpleUploadedFile("people.csv", b"Name,Roles\nNew Person,practitioner\n")}
        case "person-add":
            return {
                "key": uuid4(),
                "name": "New Person",
                "roles": ["PRACTITIONER"],
                "team": town.teams["quay"],
                "hours": "37",
            }
        case "person-role" | "shadows" | "person-standing-in":  # each takes of it what it asks for
            said = {
                "team": town.teams["quay"],
                "taker": town.people["cat"],
                "until": "27 Nov 2026",
                "why": "To be tried",
            }
            return {**said, "role": "PRACTITIONER" if name == "person-standing-in" else "DUTY", "begins": "23 Nov 2026"}
        case "person-role-end":
            with acting(town.orgs[HERE], None, "a test"):
                return {"held": RoleHeld.objects.get(worker_id=town.people[worker]).pk}
        case "person-team" | "person-supervisor" | "team-close":  # each takes of it what it asks for
            return {"team": town.teams["quay"], "worker": town.people["bob"], "why": "Joined with another"}
        case "people-hours" | "set-up-numbers":  # each takes of it what it asks for
            return {str(town.people["bob"]): "18.5", str(town.teams["quay"]): "01632 960001"}
    return MORE.get(name, {})


def _where(town: Town, name: str) -> str:
    return address(name, town.people["bob"])


def _bob(asking: Asking) -> str:
    return str(asking.town.people["bob"])


def _refused(viewer: str, answer: Answer, wanted: int = 403) -> list[str]:
    if viewer in SIGNED_OUT:
        return signed_out_faults(answer)
    return [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_only_an_administrator_is_shown_them(asking: Asking, viewer: str) -> None:
    faults = []
    for name in rows(About.SET_UP, About.PERSON):
        if "GET" in ROWS[name].methods:
            answer = asking.ask(viewer, "GET", _where(asking.town, name), asked=_bob(asking))
            wrong = _refused(viewer, answer, 200 if viewer == ADMINISTRATOR else 403)
            faults += told(f"{viewer} GET {name}", wrong + faults_of(asking.town, viewer, "GET", answer))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_only_an_administrator_can_do_them(asking: Asking, viewer: str) -> None:
    faults = []
    for name in FORMS:
        answer = asking.ask(viewer, "POST", _where(asking.town, name), body(asking.town, name), asked=_bob(asking))
        wrong = faults_of(asking.town, viewer, "POST", answer)
        done = {act for act, _ in events(answer)}
        if viewer != ADMINISTRATOR:
            wrong += _refused(viewer, answer) + ([f"leaves {done}"] if done else [])
        elif name in ("set-up-alone", "team-close"):  # nobody gives themselves a role where others are; people are left
            wrong += [f"answers {answer.status}, and leaves {done}"] if done or answer.status != 422 else []
        elif answer.status != 302 or str(ROWS[name].act) not in done:
            wrong.append(f"answers {answer.status}, and leaves {done}")
        faults += told(f"{viewer} POST {name}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.PERSON))
def test_somebody_of_another_organisation_is_as_one_who_never_was(asking: Asking, name: str, viewer: str) -> None:
    faults, town = [], asking.town
    for method in ROWS[name].methods:
        sent = body(town, name) if method == "POST" else None
        never = asking.ask(viewer, method, address(name, NEVER), sent, asked=NEVER)
        key = str(town.people["oli"])
        answer = asking.ask(viewer, method, address(name, key), sent, asked=key)
        wrong = faults_of(town, viewer, method, answer) + same(answer, never)
        wrong += _refused(viewer, answer, 404 if viewer == ADMINISTRATOR else 403)
        faults += told(f"{viewer} {method} {name} of oli", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", [name for name in FORMS if name not in NUMBERS])
def test_a_form_with_nothing_or_nonsense_in_it_writes_nothing(asking: Asking, name: str) -> None:
    faults = []
    for sent in ({"nothing": ""}, dict.fromkeys(body(asking.town, name), "nonsense")):
        if name == "set-up-teams" and "nothing" not in sent:
            continue  # any word names a team
        answer = asking.ask(ADMINISTRATOR, "POST", _where(asking.town, name), sent)
        wrong = faults_of(asking.town, ADMINISTRATOR, "POST", answer)
        wrong += [] if answer.status == 422 else [f"answers {answer.status}, not 422"]
        faults += told(f"adam POST {name} of {sent}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("person-role", "team"),
        ("person-team", "team"),
        ("person-add", "team"),
        ("person-supervisor", "team"),
        ("team-close", "team"),
    ],
)
def test_a_team_of_another_organisation_is_as_one_that_never_was(asking: Asking, name: str, field: str) -> None:
    where, town = _where(asking.town, name), asking.town
    sent = body(town, name)
    answer, never = (
        asking.ask(ADMINISTRATOR, "POST", where, sent | {field: key}, asked=key)
        for key in (str(town.teams["far"]), NEVER)
    )
    faults = told(f"adam POST {name} to far", faults_of(town, "adam", "POST", answer) + same(answer, never))

    assert not faults, "\n".join(faults)
    assert answer.status == 422
