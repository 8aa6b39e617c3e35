"""The questions about one route from one viewer: about every case, worker and team, and what the answers must be."""

import re
from functools import cache, lru_cache

from tests.matrix.canaries import BEGINNING, LENGTH
from tests.matrix.cast import (
    KEPT,
    ORG_OF,
    PEOPLE,
    SIGNED_OUT,
    VIEWERS,
    Kept,
    acting,
    may,
    may_of_team,
    may_of_worker,
    relation,
    restricted,
    seen,
)
from tests.matrix.cells import (
    Answer,
    Asking,
    events,
    faults_of,
    read_out,
    same,
    sealed,
    shown_cases,
    shows,
    signed_out_faults,
    told,
)
from tests.matrix.declared import CASES, Relation
from tests.matrix.routes import NEVER, ROWS, Action, Row, address

Faults = list[str]
SEARCHED_FURTHER = ("bobs", "hidden", "hidden, of one known", "far")
SEARCHED_BY = ("child", "child's second", "child's reference", "note", "household", "address", "network")
MORE_SEARCHES = (("child", 6), *((kind, LENGTH) for kind in SEARCHED_BY))
_CASES = re.compile(r"(\d+) cases?\b")
_LABELLED = re.compile(r'data-label="([^"]+)"[^>]*>\s*(\d+)\s*<')
_LOAD = re.compile(r"Together (.+?) ")
WHOLE: dict[str, str] = {}  # every viewer is told the same whole load of a worker


def about_cases(asking: Asking, name: str, viewer: str) -> Faults:
    """Every case, by each method of a route about one."""
    row, town, faults = ROWS[name], asking.town, []
    asked = list(KEPT) if row.letter == "K" else new_kinds(viewer)
    for method in row.methods:
        never = _case(asking, name, viewer, method, "", NEVER)
        for case in asked:
            key = town.cases[case]
            answer = _case(asking, name, viewer, method, case, str(key))
            opens = name == "case-address-read" and viewer in KEPT[case].address
            wrong = faults_of(town, viewer, method, answer, also=lambda one, opens=opens: opens and bool(one.named))
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            elif not may(viewer, case):
                wrong += _is(answer, 404) + same(answer, never)
            else:
                wrong += _known(asking, row, viewer, method, case, answer)
            faults += told(f"{viewer} {method} {name} of {case!r}", wrong)
    return faults


@cache
def kinds_of_case(viewer: str) -> list[str]:
    """One case of each kind there is for a viewer: what can be done to it follows from its kind. Of those that are not there
    for them, one for each reason why: as a page, every one of them is asked for."""
    kinds: dict[object, str] = {}
    for case in KEPT.values():
        letters = may(viewer, case.name)
        kind: tuple[object, ...] = tuple(relation(viewer, held, case) for held in acting(viewer))
        if letters:
            kind = (kind, letters, restricted(case), case.closed, bool(case.holder))
        kinds.setdefault(kind, case.name)
    return list(kinds.values())


@cache
def new_kinds(viewer: str) -> list[str]:
    """Those of the kinds that nobody before this viewer, of the same roles, is asked about already."""
    before = {kind for one in VIEWERS[: VIEWERS.index(viewer)] for kind in _kinds_by_roles(one).values()}
    return [case for case, kind in _kinds_by_roles(viewer).items() if kind not in before]


@cache
def _kinds_by_roles(viewer: str) -> dict[str, tuple[object, ...]]:
    """What each of the kinds is to whoever has the roles of this viewer."""
    roles = (
        "signed out"
        if viewer in SIGNED_OUT
        else [(held.role, not held.team, held.worker == viewer) for held in acting(viewer)]
    )
    return {
        case: (
            str(roles),
            tuple(relation(viewer, held, KEPT[case]) for held in acting(viewer)),
            may(viewer, case),
            viewer in (KEPT[case].named or ()),
            (restricted(KEPT[case]), KEPT[case].closed, bool(KEPT[case].holder)) if may(viewer, case) else None,
        )
        for case in kinds_of_case(viewer)
    }


def _case(asking: Asking, name: str, viewer: str, method: str, case: str, key: str) -> Answer:
    row = ROWS[name]
    body = row.body(asking.town, viewer, case) if row.body and method == "POST" else None
    return asking.ask(viewer, method, address(name, key), body, asked=key)


def _known(asking: Asking, row: Row, viewer: str, method: str, case: str, answer: Answer) -> Faults:
    """What a viewer who knows of a case is to be answered."""
    town, letters, kept = asking.town, may(viewer, case), KEPT[case]
    unnamed = row.named and viewer not in kept.address
    own = row.by_another and placed_by(kept) in asks_of(viewer)
    if row.letter not in letters or not row.opens(kept) or unnamed or own:
        return _is(answer, 403)
    if method == "POST":
        if not row.suits(kept):
            return _is(answer, 422)
        wanted = {(str(row.act), str(town.cases[case])): 1}
        done = dict(events(answer))
        return _is(answer, 200 if row.action is Action.EXPORT else 302) + (
            [] if done == wanted else [f"leaves the events {done}"]
        )
    faults = _is(answer, 200)
    kinds = ["household" if kept.family else "child"]
    if row.letter == "K":
        kinds += ["case", "household"]
        for kind in ("note", "why", *([] if kept.family else ["network"])):
            there = "R" in letters and (kind != "why" or bool(kept.holder or kept.once))
            if shows(town, answer, case, kind) != there:
                faults.append(f"{'has not' if there else 'has'} the {kind}")
        family = {one.name for one in seen(viewer) if kept.home and one.home == kept.home and not one.closed}
        if (found := shown_cases(town, answer) - {case}) != family - {case}:
            faults.append(f"shows as family {sorted(found)}, and not {sorted(family - {case})}")
    return faults + [f"has not the {kind}" for kind in kinds if not shows(town, answer, case, kind)]


def asks_of(viewer: str) -> set[str]:
    """Whose asks the viewer does not agree to: their own, and those of whom they stand in for as one who countersigns."""
    return {viewer} | {held.worker for held in acting(viewer) if "s" in CASES[held.role, not held.team][Relation.TEAM]}


def placed_by(case: Kept) -> str:
    """Who placed a case of the town that somebody holds: whoever holds it."""
    return case.holder


def _is(answer: Answer, status: int) -> Faults:
    return [] if answer.status == status else [f"answers {answer.status}, not {status}"]


# ---- orders of work ------------------------------------------------------------------------------------------------------


def about_workers(asking: Asking, name: str, viewer: str) -> Faults:
    """Everybody's caseload, as a page or a file."""
    (method,), faults = ROWS[name].methods, []
    own = name == "my-caseload"
    never = asking.ask(viewer, method, address(name, NEVER), asked=NEVER) if not own else None
    for worker in [viewer] if own else workers_to_ask_about(viewer):
        key = str(asking.town.people.get(worker))
        answer = asking.ask(viewer, method, address(name, key), asked=key)
        wrong = faults_of(asking.town, viewer, method, answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif "c" not in may_of_worker(viewer, worker):
            wrong += _is(answer, 404) + (same(answer, never) if never else [])
        elif ROWS[name].act:
            wrong += _file(asking, viewer, worker, answer)
        else:
            wrong += _caseload(asking, viewer, worker, answer)
        faults += told(f"{viewer} {method} {name} of {worker}", wrong, len(KEPT))
    return faults


def workers_to_ask_about(viewer: str) -> list[str]:
    """Everybody who holds something, and of those who hold nothing one of each kind there is for a viewer."""
    holding = {case.holder for case in KEPT.values() if case.holder}
    kinds: dict[object, str] = {}
    for worker in PEOPLE:
        kinds.setdefault(worker if worker in holding else (worker == viewer, may_of_worker(viewer, worker)), worker)
    return list(kinds.values())


def _held(viewer: str, worker: str) -> set[str]:
    return {case.name for case in seen(viewer) if case.holder == worker and not case.closed}


def _listed(asking: Asking, answer: Answer, wanted: set[str]) -> Faults:
    found = shown_cases(asking.town, answer)
    faults = [] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"]
    if (many := re.search(r"(\d+) open cases?(?! (?:stand|is|are))", answer.words)) and int(many[1]) != len(wanted):
        faults.append(f"counts {many[1]}, and not {len(wanted)}")
    return faults


def _caseload(asking: Asking, viewer: str, worker: str, answer: Answer) -> Faults:
    faults = _is(answer, 200) + _listed(asking, answer, _held(viewer, worker))
    if "open case" not in answer.words:
        faults.append("says no count")
    load = _LOAD.search(answer.words)
    if bool(load) != ("l" in may_of_worker(viewer, worker)):
        faults.append("shows the load" if load else "does not show the load")
    if load and (said := _whole(asking, worker)) != load[1]:
        faults.append(f"says that the whole load is {load[1]}, and to somebody else {said}")
    return faults


def _whole(asking: Asking, worker: str) -> str:
    """What the first of those who may see a worker's load is told of it."""
    if worker not in WHOLE:
        first = next(viewer for viewer in PEOPLE if "l" in may_of_worker(viewer, worker))
        load = _LOAD.search(asking.ask(first, "GET", address("caseload", asking.town.people[worker])).words)
        WHOLE[worker] = load[1] if load else "nothing"
    return WHOLE[worker]


def _exports(viewer: str) -> bool:
    return any("x" in letters for held in acting(viewer) for letters in CASES[held.role, not held.team].values())


def _file(asking: Asking, viewer: str, worker: str, answer: Answer) -> Faults:
    wanted = _held(viewer, worker)
    if not _exports(viewer) or any("x" not in may(viewer, case) for case in wanted):
        return _is(answer, 403)
    done = dict(events(answer))
    faults = _is(answer, 200) + _listed(asking, answer, wanted)
    return faults if done == {(str(ROWS["caseload-file"].act), "None"): 1} else [*faults, f"leaves the events {done}"]


def unallocated(asking: Asking, viewer: str) -> Faults:
    """The queue of cases that nobody holds."""
    answer = asking.ask(viewer, "GET", address("unallocated"))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        queue = {case.name for case in seen(viewer) if not case.holder and not case.closed}
        wrong += _is(answer, 200) + _listed(asking, answer, queue)
    return told(f"{viewer} GET unallocated", wrong, len(KEPT))


# ---- search --------------------------------------------------------------------------------------------------------------


def search(asking: Asking, viewer: str) -> Faults:
    """All cases by what all names begin with; one of each kind by its reference; some by a name, a part of one, and by words
    that nobody is found by."""
    town, faults = asking.town, _all_at_once(asking, viewer)
    for case in dict.fromkeys((*kinds_of_case(viewer), *SEARCHED_FURTHER)):
        for kind, cut in (("case", LENGTH), *(MORE_SEARCHES if case in SEARCHED_FURTHER else ())):
            word = town.words[case, kind][:cut]
            answer = _searched(asking, viewer, word)
            wrong = faults_of(town, viewer, "GET", answer)
            if viewer in SIGNED_OUT:
                wrong += signed_out_faults(answer)
            else:
                wrong += _found(asking, viewer, case, kind, answer)
                if not shown_cases(town, answer):
                    wrong += same(answer, nothing(asking, viewer, cut))
            faults += told(f"{viewer} GET search for {kind}[:{cut}] of {case!r}", wrong)
    return faults


def _all_at_once(asking: Asking, viewer: str) -> Faults:
    """Every name of a child and of a household begins alike: a search for that finds every case that the viewer may see."""
    answer = _searched(asking, viewer, BEGINNING)
    wrong = faults_of(asking.town, viewer, "GET", answer)
    wanted = set() if viewer in SIGNED_OUT else {case.name for case in seen(viewer)}
    if (found := shown_cases(asking.town, answer)) != wanted:
        wrong.append(f"finds {sorted(found)}, and not {sorted(wanted)}")
    return told(f"{viewer} GET search for what all begin with", wrong, len(KEPT))


def _searched(asking: Asking, viewer: str, word: str) -> Answer:
    return asking.ask(viewer, "GET", sealed(asking, viewer, "search", words=word), asked=word)


@lru_cache(maxsize=4)
def nothing(asking: Asking, viewer: str, length: int) -> Answer:
    return _searched(asking, viewer, "xw" * (length // 2))


def _found(asking: Asking, viewer: str, case: str, kind: str, answer: Answer) -> Faults:
    letter = "K" if kind in ("case", "child", "child's second", "household") else "R"
    words = asking.town.words
    wanted = {
        one.name
        for one in seen(viewer)
        if words.get((one.name, kind)) == words[case, kind] and letter in may(viewer, one.name)
    }
    faults = _is(answer, 200)
    if (found := shown_cases(asking.town, answer)) != wanted:
        faults.append(f"finds {sorted(found)}, and not {sorted(wanted)}")
    if wanted and f"{len(wanted)} found" not in answer.words:
        faults.append(f"does not say that {len(wanted)} are found")
    return faults


# ---- teams ---------------------------------------------------------------------------------------------------------------


def teams(asking: Asking, viewer: str) -> Faults:
    """The list of teams, and each team with its counts."""
    answer = asking.ask(viewer, "GET", address("teams"))
    wrong = faults_of(asking.town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        found = {team for team, key in asking.town.teams.items() if f"/teams/{key}" in answer.body}
        wanted = {team for team in ORG_OF if may_of_team(viewer, team)}
        wrong += _is(answer, 200) + ([] if found == wanted else [f"lists {sorted(found)}, and not {sorted(wanted)}"])
        wrong += [fault for team in wanted for fault in _counts_in_line(asking, viewer, team, answer)]
    faults = told(f"{viewer} GET teams", wrong, len(ORG_OF))
    never = asking.ask(viewer, "GET", address("team", NEVER), asked=NEVER)
    for team, key in asking.town.teams.items():
        answer = asking.ask(viewer, "GET", address("team", key), asked=str(key))
        wrong = faults_of(asking.town, viewer, "GET", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not may_of_team(viewer, team):
            wrong += _is(answer, 404) + same(answer, never)
        else:
            wrong += _is(answer, 200) + _counts(asking, viewer, team, answer)
        faults += told(f"{viewer} GET team {team}", wrong, len(KEPT))
    return faults


def _counts_in_line(asking: Asking, viewer: str, team: str, answer: Answer) -> Faults:
    """How many cases of a team are open, and how many nobody holds: of those that the viewer may see."""
    line = next(row for row in answer.body.split("<tr")[1:] if f"/teams/{asking.town.teams[team]}" in row)
    own = [case for case in seen(viewer) if case.team == team and not case.closed]
    wanted = {"Cases": len(own), "No worker": sum(not case.holder for case in own)}
    found = {label: int(many) for label, many in _LABELLED.findall(line) if label in wanted}
    return [] if found == wanted else [f"counts {found} in the line of {team}, and not {wanted}"]


def _counts(asking: Asking, viewer: str, team: str, answer: Answer) -> Faults:
    """How many each holds, and how many nobody: of those that the viewer may see. Whose load is pictured."""
    keys = {str(key): worker for worker, key in asking.town.people.items()}
    lines = re.split(r'href="/workers/([0-9a-f-]+)/caseload"', answer.body)
    people = {keys[key]: line for key, line in zip(lines[1::2], lines[2::2], strict=True)}
    found = {worker: int(many[1]) for worker, line in people.items() if (many := _CASES.search(read_out(line)))}
    wanted = {one.name: len(_held(viewer, one.name)) for one in PEOPLE.values() if one.team == team and not one.left}
    faults = [] if found == wanted else [f"counts {found}, and not {wanted}"]
    faults += [
        f"pictures the load of {worker}"
        for worker, line in people.items()
        if "<figure" in line and "l" not in may_of_worker(viewer, worker)
    ]
    free = sum(not case.holder and not case.closed and case.team == team for case in seen(viewer))
    if f"Without a worker {free} " not in answer.words:
        faults.append(f"does not count {free} without a worker")
    return faults
