"""Every route has its row, every row its route and its questions, and what a route does not take it refuses."""

import pytest
from django.test import override_settings
from django.urls import reverse

from plimsoll.core.access import grants
from plimsoll.core.terms import Role
from tests.matrix.cast import ORG_OF, PEOPLE, SIGNED_OUT, VIEWERS, acting, may_of_team
from tests.matrix.cells import Answer, Asking, faults_of, told
from tests.matrix.declared import CASES, LETTERS, TEAMS, WORKERS, To
from tests.matrix.routes import NEVER, ROWS, About, Action, address, routes, rows

pytestmark = pytest.mark.django_db
EVERY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# What is about nobody and not simply shown: no key comes with the question.
WANTED = {
    ("theme", "POST"): 302,
    ("sign-in", "POST"): 422,
    ("sign-in-link", "POST"): 403,
    ("invitation", "POST"): 422,
    ("mfa_authenticate", "GET"): 302,
    ("mfa_authenticate", "POST"): 302,
    ("provider", "GET"): 404,  # there is none
    ("provider-back", "GET"): 404,
    ("provider-out", "GET"): 404,
    ("set-up-begin", "GET"): 403,
    ("set-up-begin", "POST"): 403,
}
TRYING = ("ann", "sue", "max", "adam", "nobody")
OF_ONE_KIND = {
    "my-judgements",
    "today-came-in",
    "unallocated",
    "front-door",
    "front-door-decided",
    "referral-new",
    "contact-new",
    "to-countersign",
    "transfers",
    "search",
    "filters",
    "filter-new",
    "home",
    "roles",
    "case-new",
    "case-names",
    "let-in",
    "standing-in",
    "emergency",
    "whom-to-ring",
    "emergency-openings",
    "emergency-end",
    "emergency-review",
    "out-of-reach",
    "out-of-reach-ask",
    "out-of-reach-decide",
    "removals",
    "removal",
    "removal-ask",
    "removal-keep",
    "removal-hold",
    "removal-lift",
    "removal-decide",
    "decide",
    "drafts",
    "drift-rules",
    "timescales-moved",
    "notices",
    "viewings",
    "viewings-file",
    "viewings-odd",
    "notice-open",
    "file-columns",
    "file-example",
}  # about whatever the viewer may see; each has its own questions
NAMING = {name for name, pattern in routes() if "<" in pattern}  # their addresses name something


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    found = [name or f"(without a name) {pattern}" for name, pattern in routes()]

    assert sorted(found) == sorted(ROWS)


def test_every_row_has_its_questions() -> None:
    assert set(rows(About.VIEWER)) == OF_ONE_KIND
    assert set(rows(About.TEAM)) == {"teams", "team"}
    assert [name for name, row in ROWS.items() if row.action is Action.WRITE and row.act is None] == []
    assert {row.letter for row in ROWS.values()} <= set(LETTERS)


def test_every_role_is_declared_and_held_by_somebody() -> None:
    held = {(role, not team) for one in PEOPLE.values() for role, team in one.roles}

    assert {role for role, _ in CASES} == set(Role)
    assert CASES.keys() == WORKERS.keys() == TEAMS.keys()
    assert CASES.keys() == held


@pytest.mark.parametrize("viewer", ["ann", "nobody"])  # refused before anything is known of whoever asks
@pytest.mark.parametrize("name", ROWS)
def test_a_method_that_a_route_does_not_take_is_refused(asking: Asking, name: str, viewer: str) -> None:
    row, faults = ROWS[name], []
    for method in EVERY_METHOD:
        if method in row.methods or (method == "HEAD" and "GET" in row.methods):
            continue
        key = _known(asking, name)
        answer = asking.ask(viewer, method, address(name, key), asked=str(key))
        wanted = 404 if name in NAMING else 405  # of what an address names, no way of asking tells whether it is there
        wrong = [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
        faults += told(f"{viewer} {method} {name}", wrong + _quiet(asking, viewer, method, answer))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", rows(About.CASE, About.WORKER, About.REVIEW, About.TEAM, About.FILE))
def test_what_a_viewer_may_not_see_is_not_there_by_every_method(asking: Asking, name: str) -> None:
    """A worker of another organisation asks of what is here, and of what never was."""
    faults = []
    for method in EVERY_METHOD if name in NAMING else ():
        for key in (_known(asking, name), NEVER):
            answer = asking.ask("oli", method, address(name, key), asked=str(key))
            wrong = [] if answer.status == 404 else [f"answers {answer.status}, not 404"]
            faults += told(f"oli {method} {name}", wrong + _quiet(asking, "oli", method, answer))

    assert not faults, "\n".join(faults)


def _known(asking: Asking, name: str) -> object:
    known = {About.CASE: asking.town.cases["anns"], About.WORKER: asking.town.people["ann"]}
    known[About.PAST] = known[About.PERSON] = asking.town.people["ann"]
    known[About.RECORD] = asking.town.records["anns"]
    known[About.DAY] = asking.town.people["ann"]
    known[About.SHADOW] = asking.town.shadows["here"]
    known[About.TRYING] = asking.town.exercises["here"]
    known[About.DRAFT] = known[About.REHEARSAL] = asking.town.drafts["here"]
    return known.get(ROWS[name].about, asking.town.teams["harbour"])


def _quiet(asking: Asking, viewer: str, method: str, answer: Answer) -> list[str]:
    wrote = [f"writes {write.table}" for write in answer.said.writes if write.table.startswith("records_")]
    return wrote + faults_of(asking.town, viewer, method, answer)


@pytest.mark.parametrize("viewer", TRYING)
@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "POST" in row.methods])
def test_a_form_without_its_proof_is_refused(asking: Asking, name: str, viewer: str) -> None:
    row = ROWS[name]
    body = row.body(asking.town, viewer, "anns") if row.body else {}
    answer = asking.ask(viewer, "POST", address(name, _known(asking, name)), body, strict=True)
    wrong = [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
    faults = told(f"{viewer} POST {name} without proof", wrong + _quiet(asking, viewer, "POST", answer))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "GET" in row.methods])
def test_asking_for_the_head_alone_is_asking(asking: Asking, name: str) -> None:
    where = address(name, _known(asking, name))
    whole, head = (asking.ask("sue", method, where) for method in ("GET", "HEAD"))
    wrong = [] if (head.status, head.body) == (whole.status, "") else [f"answers {head.status}, not {whole.status}"]
    tables = [{write.table for write in answer.said.writes} for answer in (whole, head)]
    wrong += [] if tables[0] == tables[1] else [f"writes {tables[1]}, and not {tables[0]}"]
    faults = told(f"sue HEAD {name}", wrong)

    assert not faults, "\n".join(faults)


# ---- about no one --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_about_nobody_is_the_same_for_all(asking: Asking, viewer: str) -> None:
    faults = []
    for name in rows(About.NOBODY):
        for method in ROWS[name].methods:
            answer = asking.ask(viewer, method, address(name), {"theme": "dark", "next": "https://elsewhere.example/"})
            wanted = WANTED.get((name, method), 200)
            wrong = [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
            faults += told(f"{viewer} {method} {name}", wrong + _quiet(asking, viewer, method, answer))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_one_begins_where_ones_roles_lead(asking: Asking, viewer: str) -> None:
    home, roles = (asking.ask(viewer, "GET", address(name)) for name in ("home", "roles"))
    faults = faults_of(asking.town, viewer, "GET", home) + faults_of(asking.town, viewer, "GET", roles)
    if viewer in SIGNED_OUT:
        faults += [f"answers {each.status}" for each in (home, roles) if each.status != 302]
    else:
        first = _first(asking, viewer)
        if home.headers.get("Location") != first:
            faults.append(f"leads to {home.headers.get('Location')}, not {first}")
        if asking.ask(viewer, "GET", first).status != 200:
            faults.append(f"leads to {first}, which is not there")
        if roles.status != 200:
            faults.append(f"roles answers {roles.status}")
    faults = told(f"{viewer} GET home and roles", faults, 2)

    assert not faults, "\n".join(faults)


def _first(asking: Asking, viewer: str) -> str:
    """A practitioner begins with their own cases or those of whom they stand in for, whoever sees one team's cases with
    that team, whoever sees those of several with the teams, an administrator with the first steps, anyone else with the
    roles."""
    holders = [held.worker for held in acting(viewer) if held.role is Role.PRACTITIONER]
    if viewer in holders:
        return reverse("my-caseload")
    if holders:
        return address("caseload", asking.town.people[holders[0]])
    teams = [team for team in ORG_OF if may_of_team(viewer, team)]
    whole = any(not held.team and TEAMS[held.role, True][To.OTHER] for held in acting(viewer))
    if len(teams) == 1 and not whole:
        return address("team", asking.town.teams[teams[0]])
    if teams:
        return reverse("teams")
    return reverse("set-up" if PEOPLE[viewer].roles[:1] == ((Role.ADMINISTRATOR, ""),) else "roles")


@pytest.mark.parametrize("viewer", [*PEOPLE])
def test_signing_out_is_remembered(asking: Asking, viewer: str) -> None:
    answer = asking.ask(viewer, "POST", address("sign-out"))
    wrong = faults_of(asking.town, viewer, "POST", answer)
    acts = [write.values.get("act") for write in answer.said.to("records_auditevent")]
    wanted = [] if viewer in SIGNED_OUT else [ROWS["sign-out"].act]
    wrong += [] if answer.status == 302 and acts == wanted else [f"answers {answer.status}, and leaves {acts}"]
    faults = told(f"{viewer} POST sign-out", wrong)

    assert not faults, "\n".join(faults)


def test_signing_in_names_people_and_no_case(asking: Asking) -> None:
    """Of an invented town, whose people are no secret: they are whom one can be."""
    with override_settings(INVENTED=True):
        answer = asking.ask("nobody", "GET", f"{address('sign-in')}?next=/cases/x")
    found = {canary.kind for canary in asking.town.canaries.found(answer.whole)}

    assert answer.status == 200
    assert found <= {"worker", "team"}


def test_no_permission_is_granted_that_no_row_speaks_of() -> None:
    granted = {permission.name for role in Role for permission in grants(role)}

    assert granted == {
        "MANAGE_PEOPLE", "MANAGE_SETTINGS",
        "SEE_CASE", "READ_RECORD", "WRITE_RECORD", "EXPORT_CASES", "ALLOCATE", "RESTRICT", "SEE_LOAD",
        "CLOSE_CASE", "ADD_CASE", "IMPORT", "COUNTERSIGN", "TRIAGE", "LOOK_BACK", "ORDER_BLIND", "SEE_DRAFTS", "TAKE_IN",
        "SEE_AUDIT", "EXPORT_RECORD", "REVIEW_REMOVALS",
    }  # fmt: skip
