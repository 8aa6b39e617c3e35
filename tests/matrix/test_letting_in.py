"""Letting people in: for whoever keeps people or gives cases to them, of their own organisation; nothing of any case is
learned by it."""

import pytest

from plimsoll.core.access import Permission, grants
from plimsoll.core.terms import Act
from tests.matrix.cast import PEOPLE, SIGNED_OUT, VIEWERS, acting
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db
LET_IN = "let-in"


def lets_in(viewer: str) -> bool:
    wanted = {Permission.MANAGE_PEOPLE, Permission.ALLOCATE}
    return any(wanted & set(grants(held.role)) for held in acting(viewer))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_lets_in_whom(asking: Asking, viewer: str) -> None:
    """Nobody of the cast has come in by a link, so whoever keeps people may let in the first, whoever that is; a supervisor
    those of the team who see no more."""
    faults, town = [], asking.town
    answer = asking.ask(viewer, "GET", address(LET_IN))
    never = asking.ask(viewer, "POST", address(LET_IN), {"worker": NEVER}, asked=NEVER)
    wrong = faults_of(town, viewer, "GET", answer)
    if viewer in SIGNED_OUT:
        wrong += signed_out_faults(answer)
    else:
        wanted = 200 if lets_in(viewer) else 403
        wrong += [] if answer.status == wanted else [f"answers {answer.status}, not {wanted}"]
    faults += told(f"{viewer} GET {LET_IN}", wrong)
    for name in ("bob", "max", "oli", "lou"):
        key = str(town.people[name])
        answer = asking.ask(viewer, "POST", address(LET_IN), {"worker": key}, asked=key)
        wrong = faults_of(town, viewer, "POST", answer)
        made = sum(many for (act, _), many in events(answer).items() if act == str(Act.LINK_MADE))
        if viewer in PEOPLE and PEOPLE[viewer].org != PEOPLE[name].org:
            wrong += same(answer, never)
        if made != (may := _may(viewer, name)):
            wrong.append(f"makes {made} links, not {may:d}, and answers {answer.status}")
        faults += told(f"{viewer} POST {LET_IN} of {name}", wrong)

    assert not faults, "\n".join(faults)


def _may(viewer: str, name: str) -> bool:
    """Written out by hand: Bob is a practitioner of the harbour, Max a service manager; Lou has left, Oli is elsewhere. Tom
    sees what Bob does only for as long as he stands in for Sue: whom he let in would see it for longer."""
    by = {
        "bob": {"adam", "sue", "mo", "sam", "max", "mia"},
        "max": {"adam", "mia"},
        "oli": {"oz"},
        "lou": set(),
    }
    return viewer in by[name]
