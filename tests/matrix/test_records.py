"""Records of cases, amending them, and what is not finished, asked by each of the cast."""

import pytest
from django.urls import reverse

from tests.matrix.cast import KEPT, PEOPLE, SIGNED_OUT, VIEWERS, may
from tests.matrix.cells import Answer, Asking, events, faults_of, same, shown_cases, shows, signed_out_faults, told
from tests.matrix.questions import kinds_of_case
from tests.matrix.routes import NEVER, ROWS, About, address, rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", rows(About.RECORD))
def test_a_record_is_there_for_whoever_may_read_its_case(asking: Asking, name: str, viewer: str) -> None:
    row, town, faults = ROWS[name], asking.town, []
    for method in row.methods:
        never = asking.ask(viewer, method, address(name, NEVER), asked=NEVER)
        for case in kinds_of_case(viewer):
            key = str(town.records[case])
            body = row.body(town, viewer, case) if row.body and method == "POST" else None
            answer = asking.ask(viewer, method, address(name, key), body, asked=key)
            wrong = faults_of(town, viewer, method, answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not may(viewer, case):
                wrong += [] if answer.status == 404 else [f"answers {answer.status}, not 404"]
                wrong += same(answer, never)
            else:
                wrong += _known(asking, name, viewer, method, case, answer)
            faults += told(f"{viewer} {method} {name} of {case!r}", wrong)

    assert not faults, "\n".join(faults)


def _known(asking: Asking, name: str, viewer: str, method: str, case: str, answer: Answer) -> list[str]:
    row, town = ROWS[name], asking.town
    if row.letter not in may(viewer, case):
        return [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
    if method == "POST":
        wanted = {(str(row.act), str(town.cases[case])): 1}
        done = dict(events(answer))
        return [] if (answer.status, done) == (302, wanted) else [f"answers {answer.status}, and leaves {done}"]
    if answer.status != 200:
        return [f"answers {answer.status}, not 200"]
    kinds = ("household" if KEPT[case].family else "child", "record")
    return [f"has not the {kind}" for kind in kinds if not shows(town, answer, case, kind)]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_not_finished_is_its_writers_alone(asking: Asking, viewer: str) -> None:
    """Of every case whoever held it has begun something: a supervisor sees none of it, nor who may write there no more."""
    answer = asking.ask(viewer, "GET", reverse("drafts"))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wanted = {
            name for name in KEPT if _writer(asking, name) == asking.town.people[viewer] and "w" in may(viewer, name)
        }
        found = shown_cases(asking.town, answer)
        wrong += [] if answer.status == 200 else [f"answers {answer.status}, not 200"]
        wrong += [] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"]
    faults = told(f"{viewer} GET drafts", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def _writer(asking: Asking, case: str) -> object:
    kept = KEPT[case]
    return asking.town.people[kept.holder or kept.once or ("oz" if PEOPLE["oz"].org == kept.org else "max")]


@pytest.mark.parametrize("viewer", ["ann", "sue", "max", "oli", "nobody"])
def test_nobody_throws_away_what_another_has_begun(asking: Asking, viewer: str) -> None:
    """Bob has begun something on a case of his; so has nobody."""
    answers = [
        asking.ask(viewer, "POST", reverse("drafts"), {"leave": str(key)}) for key in (asking.town.begun["bobs"], NEVER)
    ]
    wrong = [fault for answer in answers for fault in faults_of(asking.town, viewer, "POST", answer)]
    wanted = 302 if viewer in SIGNED_OUT else 404
    wrong += [f"answers {answer.status}, not {wanted}" for answer in answers if answer.status != wanted]
    faults = told(f"{viewer} POST drafts", wrong)

    assert not faults, "\n".join(faults)
