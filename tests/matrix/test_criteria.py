"""The criteria: read by whoever works by them or settles them, by nobody else, and nothing of any case is learned by it."""

import pytest

from plimsoll.core.access import Permission, Reach, grants
from plimsoll.core.priority.criteria_text import digest
from plimsoll.core.priority.rehearsal import TOP
from plimsoll.queries import shipped
from plimsoll.web.criteria.forms import Numbers
from tests.factories.small import NOW
from tests.matrix.cast import HERE, PEOPLE, SIGNED_OUT, VIEWERS, Kept, acting, restricted, seen
from tests.matrix.cells import Asking, events, faults_of, same, shown_cases, signed_out_faults, told
from tests.matrix.routes import FORM, NEVER, ROWS, About, Body, address, rows

pytestmark = pytest.mark.django_db
READS_EXERCISES = (Permission.ORDER_BLIND, Permission.MANAGE_SETTINGS)
READS_DRAFTS = (Permission.SEE_DRAFTS, Permission.MANAGE_SETTINGS)
READS = (Permission.SEE_CASE, Permission.MANAGE_SETTINGS)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.CRITERIA))
def test_the_criteria_are_read_by_those_who_work_by_them(asking: Asking, name: str, viewer: str) -> None:
    answer = asking.ask(viewer, "GET", address(name))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        may = any(word in grants(held.role) for held in acting(viewer) for word in READS)
        wanted = 200 if may else 403
        wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
    faults = told(f"{viewer} GET {name}", wrong)

    assert not faults, "\n".join(faults)


DRAFTS = [(name, method) for name in rows(About.DRAFT) for method in ROWS[name].methods]


def _sent(name: str) -> Body:
    text = {"text": shipped.criteria_text("leaving_care"), "why": "Better for those who leave care"}
    if name == "criteria-draft-change":
        form = Numbers(as_at=NOW, base=shipped.shipped_sets()[3])
        return {field.html_name: field.value() for field in form} | text
    approved = {"holds_from": "tomorrow", "read": digest(text["text"])}
    return {"criteria-draft-text": text, "criteria-draft-approve": approved}.get(name, {})


def _reads_drafts(viewer: str) -> bool:
    return any(word in grants(held.role) for held in acting(viewer) for word in READS_DRAFTS)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("name", "method"), DRAFTS)
def test_a_draft_is_read_by_whoever_answers_for_caseloads_and_changed_by_an_administrator_of_its_own_organisation(
    asking: Asking, name: str, method: str, viewer: str
) -> None:
    town, faults = asking.town, []
    sent = _sent(name) if method == "POST" else None
    never = asking.ask(viewer, method, address(name, NEVER), sent, asked=NEVER)
    for org, draft in town.drafts.items():
        answer = asking.ask(viewer, method, address(name, draft), sent, asked=str(draft))
        wrong = faults_of(town, viewer, method, answer)
        done = {act for act, _ in events(answer)}
        own = viewer not in SIGNED_OUT and org == PEOPLE[viewer].org
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif viewer != "adam" and not (name == "criteria-draft" and _reads_drafts(viewer)):
            wrong += [] if answer.status == 403 and not done else [f"answers {answer.status}, and leaves {done}"]
        elif not own:
            wrong += same(answer, never) + ([] if answer.status == 404 else [f"answers {answer.status}, not 404"])
        elif method == "GET":
            wrong += [] if answer.status == 200 else [f"answers {answer.status}, not 200"]
        elif answer.status != 302 or str(ROWS[name].act) not in done:
            wrong.append(f"answers {answer.status}, and leaves {done}")
        faults += told(f"{viewer} {method} {name} of {org}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.DRAFTS))
@pytest.mark.parametrize("method", FORM)
def test_drafts_are_read_by_whoever_answers_for_caseloads_and_begun_by_an_administrator(
    asking: Asking, method: str, name: str, viewer: str
) -> None:
    sent = {"start": "early_help", "why": "A new team for early help"} if method == "POST" else None
    answer = asking.ask(viewer, method, address(name), sent)
    wrong = faults_of(asking.town, viewer, method, answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        able = viewer == "adam" or (method == "GET" and _reads_drafts(viewer))
        wanted = (302 if method == "POST" else 200) if able else 403
        wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
        wrong += [] if bool(events(answer)) == (wanted == 302) else [f"leaves {events(answer)}"]
    faults = told(f"{viewer} {method} {name}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.REHEARSAL))
def test_a_rehearsal_shows_the_cases_that_the_viewer_may_see_of_those_for_whom_they_answer(
    asking: Asking, name: str, viewer: str
) -> None:
    town, faults = asking.town, []
    never = asking.ask(viewer, "GET", address(name, NEVER), asked=NEVER)
    for org, draft in town.drafts.items():
        answer = asking.ask(viewer, "GET", address(name, draft), asked=str(draft))
        wrong = faults_of(town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not _reaches_rehearsals(viewer):
            wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
        elif org != PEOPLE[viewer].org:
            wrong += same(answer, never) + ([] if answer.status == 404 else [f"answers {answer.status}, not 404"])
        else:
            mine = [case.name for case in seen(viewer) if case.org == org and _answers_for(viewer, case)]
            missing = set(mine[:TOP] + mine[-TOP:]) - shown_cases(town, answer)
            wrong += [] if answer.status == 200 else [f"answers {answer.status}, not 200"]
            wrong += [f"does not show {sorted(missing)}"] if missing else []
            wrong += [f"shows {more}" for more in shown_cases(town, answer) - set(mine)]
        faults += told(f"{viewer} GET {name} of {org}", wrong)

    assert not faults, "\n".join(faults)


def _reaches_rehearsals(viewer: str) -> bool:
    return any(Permission.SEE_DRAFTS in grants(held.role) for held in acting(viewer))


def _answers_for(viewer: str, case: Kept) -> bool:
    """Whether a case is within reach of a role that is shown rehearsals: of its team, of everybody's, or by name."""
    reached = [
        (held, grants(held.role)[Permission.SEE_DRAFTS])
        for held in acting(viewer)
        if Permission.SEE_DRAFTS in grants(held.role)
    ]
    named = restricted(case) and viewer in (case.named or ())
    return any(reach is Reach.ALL or not held.team or held.team == case.team or named for held, reach in reached)


@pytest.mark.parametrize("name", ["criteria-draft-change", "criteria-draft-text", "criteria-draft-approve"])
@pytest.mark.parametrize("sent", [{"nothing": ""}, dict.fromkeys(("text", "why", "holds_from"), "nonsense")])
def test_nothing_or_nonsense_changes_no_draft(asking: Asking, name: str, sent: Body) -> None:
    answer = asking.ask("adam", "POST", address(name, asking.town.drafts[HERE]), sent)

    assert not faults_of(asking.town, "adam", "POST", answer)
    assert (answer.status, bool(events(answer))) == (422, False)


TRYING = [(name, method) for name in rows(About.TRYING) for method in ROWS[name].methods]
PLACES: Body = {f"place-{key}": str(at) for at, key in enumerate("ABCDEFGHIJKLMNOPQRST", 1)}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("name", "method"), TRYING)
def test_exercises_are_there_for_those_who_are_asked_and_those_who_approve(
    asking: Asking, name: str, method: str, viewer: str
) -> None:
    town, faults = asking.town, []
    sent = {"exercises": {"why": "Once a year"}, "exercise": PLACES}.get(name, {}) if method == "POST" else None
    never = asking.ask(viewer, method, address(name, NEVER), sent, asked=NEVER)
    for org, key in town.exercises.items():
        answer = asking.ask(viewer, method, address(name, key), sent, asked=str(key))
        wrong = faults_of(town, viewer, method, answer)
        done = {act for act, _ in events(answer)}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wanted = _of_an_exercise(name, method, viewer, org)
            wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
            wrong += [] if done == ({str(ROWS[name].act)} if wanted == 302 else set()) else [f"leaves {done}"]
            wrong += same(answer, never) if wanted == 404 and method == "GET" else []
        faults += told(f"{viewer} {method} {name} of {org}", wrong)

    assert not faults, "\n".join(faults)


def _of_an_exercise(name: str, method: str, viewer: str, org: str) -> int:
    """What is answered: two are under way, one in each organisation, and Max has ordered the cases of the first."""
    asked, settles = (any(word in grants(held.role) for held in acting(viewer)) for word in READS_EXERCISES)
    if not settles and (not asked or name == "exercise-end" or (name == "exercises" and method == "POST")):
        return 403
    if name == "exercises":
        return 422 if method == "POST" else 200
    if org != ("here" if PEOPLE[viewer].org == HERE else "there"):
        return 404
    if method == "GET":
        return 200
    if name == "exercise-end":
        return 302
    return (422 if viewer in ("max", "oz") else 302) if asked else 403


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", ROWS["shadow"].methods)
def test_a_shadow_month_is_there_for_an_administrator_of_its_own_organisation(
    asking: Asking, method: str, viewer: str
) -> None:
    town, faults = asking.town, []
    sent = {"why": "It was enough"} if method == "POST" else None
    never = asking.ask(viewer, method, address("shadow", NEVER), sent, asked=NEVER)
    for org, key in town.shadows.items():
        answer = asking.ask(viewer, method, address("shadow", key), sent, asked=str(key))
        wrong = faults_of(town, viewer, method, answer)
        done = {act for act, _ in events(answer)}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        else:
            wanted = 403 if viewer != "adam" else 404 if org != HERE else 302 if method == "POST" else 200
            wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
            wrong += [] if done == ({str(ROWS["shadow"].act)} if wanted == 302 else set()) else [f"leaves {done}"]
            wrong += same(answer, never) if wanted == 404 else []
        faults += told(f"{viewer} {method} shadow of {org}", wrong)

    assert not faults, "\n".join(faults)
