"""The criteria: read by whoever works by them or settles them, by nobody else, and nothing of any case is learned by it."""

import pytest

from plimsoll.core.access import Permission, grants
from plimsoll.queries import shipped
from plimsoll.web.criteria.forms import Numbers
from tests.factories.small import NOW
from tests.matrix.cast import HERE, SIGNED_OUT, VIEWERS, acting
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told
from tests.matrix.routes import NEVER, ROWS, About, Body, address, rows

pytestmark = pytest.mark.django_db
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
    return {"criteria-draft-text": text, "criteria-draft-approve": {"holds_from": "tomorrow"}}.get(name, {})


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("name", "method"), DRAFTS)
def test_a_draft_is_there_for_an_administrator_of_its_own_organisation(
    asking: Asking, name: str, method: str, viewer: str
) -> None:
    town, faults = asking.town, []
    sent = _sent(name) if method == "POST" else None
    never = asking.ask(viewer, method, address(name, NEVER), sent, asked=NEVER)
    for org, draft in town.drafts.items():
        answer = asking.ask(viewer, method, address(name, draft), sent, asked=str(draft))
        wrong = faults_of(town, viewer, method, answer)
        done = {act for act, _ in events(answer)}
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif viewer != "adam":
            wrong += [] if answer.status == 403 and not done else [f"answers {answer.status}, and leaves {done}"]
        elif org != HERE:
            wrong += same(answer, never) + ([] if answer.status == 404 else [f"answers {answer.status}, not 404"])
        elif method == "GET":
            wrong += [] if answer.status == 200 else [f"answers {answer.status}, not 200"]
        elif answer.status != 302 or str(ROWS[name].act) not in done:
            wrong.append(f"answers {answer.status}, and leaves {done}")
        faults += told(f"{viewer} {method} {name} of {org}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["criteria-draft-change", "criteria-draft-text", "criteria-draft-approve"])
@pytest.mark.parametrize("sent", [{"nothing": ""}, dict.fromkeys(("text", "why", "holds_from"), "nonsense")])
def test_nothing_or_nonsense_changes_no_draft(asking: Asking, name: str, sent: Body) -> None:
    answer = asking.ask("adam", "POST", address(name, asking.town.drafts[HERE]), sent)

    assert not faults_of(asking.town, "adam", "POST", answer)
    assert (answer.status, bool(events(answer))) == (422, False)
