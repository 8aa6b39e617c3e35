"""Forms filled in wrongly, and with what is not theirs to know: nothing is written, and nothing is learned."""

import pytest

from tests.matrix.cast import KEPT, VIEWERS, may
from tests.matrix.cells import Asking, faults_of, same, sealed, told
from tests.matrix.routes import NEVER, ROWS, About, address

pytestmark = pytest.mark.django_db
FORMS = [name for name, row in ROWS.items() if row.body]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_writes_nothing(asking: Asking, name: str, viewer: str) -> None:
    case = {"case-lift": "hidden, two named", "case-unheld-review": "unheld", "case-reopen": "closed"}.get(name, "anns")
    key = str((asking.town.records if ROWS[name].about is About.RECORD else asking.town.cases)[case])
    answer = asking.ask(viewer, "POST", address(name, key), {"why": ""}, asked=key)
    wrong = faults_of(asking.town, viewer, "POST", answer)
    opens = ROWS[name].opens(KEPT[case]) and not (ROWS[name].named and viewer not in KEPT[case].address)
    if ROWS[name].letter in may(viewer, case) and answer.status != (422 if opens else 403):
        wrong.append(f"answers {answer.status}, not 422")
    faults = told(f"{viewer} POST {name} with nothing", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("worker", ["oli", "oz", "lou"])
@pytest.mark.parametrize(("name", "field"), [("case-allocate", "worker"), ("case-restrict", "named")])
def test_a_worker_who_is_not_here_is_as_one_who_never_was(asking: Asking, name: str, field: str, worker: str) -> None:
    where, there = address(name, asking.town.cases["bobs"]), str(asking.town.people[worker])
    answer, never = (
        asking.ask("sue", "POST", where, {field: key, "why": "Has room"}, asked=key) for key in (there, NEVER)
    )
    wrong = faults_of(asking.town, "sue", "POST", answer) + same(answer, never)
    wrong += [] if answer.status == 422 else [f"answers {answer.status}, not 422"]
    faults = told(f"sue POST {name} to {worker}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("words", ["", "z", "%", "_", "zq%", "zq_", "' OR 1=1 --", "zq " * 40, "\u202ezq"])
def test_a_search_with_strange_words_finds_no_more(asking: Asking, words: str) -> None:
    for viewer in ("ann", "bea", "adam"):
        answer = asking.ask(viewer, "GET", sealed(asking, viewer, "search", words=words), asked=words)
        faults = told(f"{viewer} GET search for {words!r}", faults_of(asking.town, viewer, "GET", answer))

        assert not faults, "\n".join(faults)
