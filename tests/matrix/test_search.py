"""Filters that somebody keeps: theirs alone, and words of somebody else's are nowhere."""

import pytest

from plimsoll.core.access import Permission, grants
from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from tests.factories.records import make
from tests.matrix.cast import HERE, SIGNED_OUT, VIEWERS
from tests.matrix.cast import acting as actings
from tests.matrix.cells import Asking, events, faults_of, same, sealed, signed_out_faults, told, undone
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_filter_is_kept_by_whoever_sees_cases(asking: Asking, viewer: str) -> None:
    where = sealed(asking, viewer, "filter-new", place="SEARCH", words="late")
    kept = asking.ask(viewer, "POST", where, {"name": "Late ones"})
    empty = asking.ask(viewer, "POST", where, {"name": ""})
    wrong = faults_of(asking.town, viewer, "POST", kept)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(kept)
    else:
        wanted = (302, 422, 1) if _sees_cases(viewer) else (403, 403, 0)
        made = sum(many for (act, _), many in events(kept).items() if act == str(Act.FILTER_KEPT))
        if (got := (kept.status, empty.status, made)) != wanted:
            wrong.append(f"answers {got}, not {wanted}")
    faults = told(f"{viewer} POST filter-new", wrong, 2)

    assert not faults, "\n".join(faults)


def _sees_cases(viewer: str) -> bool:
    return any(Permission.SEE_CASE in grants(held.role) for held in actings(viewer))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_filter_of_somebody_else_was_never_there(asking: Asking, viewer: str) -> None:
    """Ann's: it names somebody."""
    town, said = asking.town, "zqannsown"
    with undone():
        with acting(town.orgs[HERE], None, "a filter of Ann's"):
            row = make("savedfilter", town.orgs[HERE], worker_id=town.people["ann"], name=said, asked=f"words={said}")
        page = asking.ask(viewer, "GET", address("filters"))
        ended, never = (
            asking.ask(viewer, "POST", address("filter-end", key), asked=str(key)) for key in (row.pk, NEVER)
        )
    wrong = faults_of(town, viewer, "GET", page) + faults_of(town, viewer, "POST", ended)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(page) + signed_out_faults(ended)
    elif viewer == "ann":
        wrong += [] if said in page.body and ended.status == 302 else ["ann does not have her own"]
    else:
        wrong += same(ended, never) + (["shows Ann's filter"] if said in page.whole else [])
    faults = told(f"{viewer} filters", wrong, 2)

    assert not faults, "\n".join(faults)
