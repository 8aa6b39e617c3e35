"""Files that are brought in: there for those who bring them in, and for nobody else; how they compare with a hidden case is
not in them, and what they leave to decide is for those who may read the case."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plimsoll.core.terms import Act
from tests.matrix.canaries import Canary
from tests.matrix.cast import HERE, KEPT, PEOPLE, SIGNED_OUT, VIEWERS, Kept, acting, may, restricted, seen
from tests.matrix.cells import Answer, Asking, events, faults_of, same, shown_cases, signed_out_faults, told
from tests.matrix.declared import IMPORTERS
from tests.matrix.routes import NEVER, ROWS, About, address, rows

pytestmark = pytest.mark.django_db
OF_A_FILE = [name for name in rows(About.FILE) if name != "files"]
Faults = list[str]
# What somebody sends who brings files in; each leaves one event.
SENT: dict[str, tuple[str, dict[str, str]]] = {
    "file-leave": ("waiting", {}),
}


def brings_in(viewer: str) -> bool:
    return any(held.role in IMPORTERS for held in acting(viewer))


def in_files(viewer: str) -> Callable[[Canary], bool]:
    """Whoever brings files in sees the references in them: what a file holds is no secret to them."""

    def known(canary: Canary) -> bool:
        return canary.kind == "child's reference" and brings_in(viewer) and bool(canary.cases & in_file(viewer))

    return known


def in_file(viewer: str) -> set[str]:
    """The cases of whose children the files tell, of the organisation of somebody who brings them in."""
    return {one.name for one in KEPT.values() if one.org == PEOPLE[viewer].org and not one.family}


def hidden_children(viewer: str) -> frozenset[str]:
    """The cases of children all of whose cases are hidden from somebody: that a file names them is no viewing of them."""

    def hidden(one: Kept) -> bool:
        return restricted(one) and viewer not in (one.named or ())

    def child(one: Kept) -> str:
        return one.child_of or one.name

    seen_children = {child(one) for one in KEPT.values() if not hidden(one)}
    return frozenset(one.name for one in KEPT.values() if child(one) not in seen_children)


def told_of(asking: Asking, answer: Answer) -> set[str]:
    """The cases whose children an answer names by their references."""
    found = asking.town.canaries.found(answer.body)
    return {case for canary in found if canary.kind == "child's reference" for case in canary.cases}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", OF_A_FILE)
def test_a_file_is_there_for_those_who_bring_files_in(asking: Asking, name: str, viewer: str) -> None:
    faults: Faults = []
    for method in ROWS[name].methods:
        never = asking.ask(viewer, method, address(name, NEVER), asked=NEVER)
        for file, key in asking.town.files.items():
            answer = asking.ask(viewer, method, address(name, key), asked=str(key))
            wrong = faults_of(
                asking.town, viewer, method, answer, also=in_files(viewer), unviewed=hidden_children(viewer)
            )
            mine = viewer in PEOPLE and brings_in(viewer) and file.split()[-1] == PEOPLE[viewer].org
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not mine:
                wrong += same(answer, never) + ([] if answer.status in (403, 404) else [f"answers {answer.status}"])
            else:
                wrong += _there(asking, name, viewer, method, answer)
            faults += told(f"{viewer} {method} {name} of {file}", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


def _there(asking: Asking, name: str, viewer: str, method: str, answer: Answer) -> Faults:
    if method == "POST":  # with nothing in it: refused, or done where nothing has to be said
        return [] if answer.status in (302, 422) else [f"answers {answer.status}"]
    if name == "file-progress" and answer.status == 302:  # of one that nothing is done with: to the file itself
        return []
    wrong = [] if answer.status == 200 else [f"answers {answer.status}, not 200"]
    if name == "file-children" and (found := told_of(asking, answer)) != in_file(viewer):
        wrong.append(f"lists {sorted(found ^ in_file(viewer))} wrongly")
    return wrong


@pytest.mark.parametrize("viewer", ["max", "adam", "mia"])
@pytest.mark.parametrize("name", SENT)
def test_what_is_done_to_a_file_is_remembered(asking: Asking, name: str, viewer: str) -> None:
    file, said = SENT[name]
    answer = asking.ask(viewer, "POST", address(name, asking.town.files[f"{file} {HERE}"]), said)
    wrong = faults_of(asking.town, viewer, "POST", answer)
    wrong += [] if events(answer) == {(str(ROWS[name].act), "None"): 1} else [f"leaves {events(answer)}"]
    faults = told(f"{viewer} POST {name}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_files_are_listed_for_those_who_bring_them_in(asking: Asking, viewer: str) -> None:
    unusable = {"file": SimpleUploadedFile("a.xlsx", b"<html>")}
    faults: Faults = []
    for method, body, wanted in (("GET", None, 200), ("POST", unusable, 422)):
        answer = asking.ask(viewer, method, reverse("files"), body)
        wrong = faults_of(asking.town, viewer, method, answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not brings_in(viewer):
            wrong += [] if answer.status == 403 else [f"answers {answer.status}, not 403"]
        else:
            wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
        faults += told(f"{viewer} {method} files", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", ["file-columns", "file-example"])
def test_what_a_file_can_hold_is_there_for_those_who_bring_them_in(asking: Asking, name: str, viewer: str) -> None:
    answer = asking.ask(viewer, "GET", reverse(name))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wrong += [] if answer.status == (200 if brings_in(viewer) else 403) else [f"answers {answer.status}"]
    faults = told(f"{viewer} GET {name}", wrong)

    assert not faults, "\n".join(faults)


# ---- what files leave to decide ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_to_decide_is_there_with_its_case(asking: Asking, viewer: str) -> None:
    answer = asking.ask(viewer, "GET", reverse("decide"))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    elif (found := shown_cases(asking.town, answer)) != (
        wanted := {one.name for one in seen(viewer) if "R" in may(viewer, one.name)}
    ):
        wrong.append(f"lists {sorted(found)}, and not {sorted(wanted)}")
    faults = told(f"{viewer} GET decide", wrong, len(KEPT))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_is_to_decide_about_a_case_is_there_with_it(asking: Asking, viewer: str) -> None:
    faults: Faults = []
    never = asking.ask(viewer, "GET", f"{reverse('decide')}?case={NEVER}", asked=NEVER)
    for case in KEPT:
        key = str(asking.town.cases[case])
        answer = asking.ask(viewer, "GET", f"{reverse('decide')}?case={key}", asked=key)
        if viewer in SIGNED_OUT:
            wrong = signed_out_faults(answer)
        elif "R" not in may(viewer, case):
            wrong = faults_of(asking.town, viewer, "GET", answer) + same(answer, never)
        else:
            word = asking.town.words[case, "matter"]
            wrong = [] if answer.status == 200 and word in answer.body.lower() else ["does not show what waits"]
        faults += told(f"{viewer} GET decide of {case!r}", wrong)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("take", "letters"), [("no", "wz"), ("yes", "w")])
def test_who_may_write_on_a_case_decides_what_a_file_changed_and_who_may_close_it_that_it_stands(
    asking: Asking, viewer: str, take: str, letters: str
) -> None:
    faults: Faults = []
    for case in KEPT:
        if KEPT[case].family and take == "yes":  # there is no child whose name could be changed
            continue
        key = str(asking.town.matters[case])
        said = {"kind": "CHANGED_HERE", "take": take, "why": "As we know it", "matter": key}
        answer = asking.ask(viewer, "POST", reverse("decide"), said, asked=key)
        wrong = faults_of(asking.town, viewer, "POST", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif set(letters) & may(viewer, case):
            wanted = {(str(Act.MATTER_DECIDED), str(asking.town.cases[case])): 1}
            wrong += [] if answer.status == 302 and events(answer) == wanted else [f"answers {answer.status}"]
        else:
            wrong += [] if answer.status == 422 and not events(answer) else [f"answers {answer.status}"]
        faults += told(f"{viewer} POST decide of {case!r}", wrong)

    assert not faults, "\n".join(faults)
