"""Who lets in whom: nobody somebody who sees more than they do, and only while they have not come in."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from plimsoll.actions.account import INVITATION_DAYS, accept_invitation, let_in
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Act
from plimsoll.queries.letting_in import list_outside
from plimsoll.records.context import acting
from plimsoll.records.models.access import User
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Worker
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY, Small

WORDS = "a quiet tin harbour"


def key_for(small: Small, name: str, whom: str) -> str:
    with acting(small.org, small.people[name], "a test"):
        return let_in(small.people[whom], by=small.viewer(name), at=NOW)


def come_in(small: Small, name: str, whom: str) -> UUID:
    user = accepted(key_for(small, name, whom))
    return Worker.objects.get(user=user).pk


def accepted(key: str, at: datetime = NOW) -> User:
    email = f"{key[:9]}@example.org"
    return accept_invitation(key, email=email, password=WORDS, at=at, origin="a test")


def outside(small: Small, name: str) -> set[str]:
    with acting(small.org, small.people[name], "a test"):
        return {one.name for one in list_outside(small.viewer(name), TODAY).people if one.may}


def test_whoever_keeps_people_lets_in_the_first_and_nobody_else(small):
    assert outside(small, "adam") == {"ann", "bob", "cat", "sue", "max", "bea", "eve"}
    key_for(small, "adam", "sue")  # lost
    assert come_in(small, "adam", "max") == small.people["max"]

    assert outside(small, "adam") == set()
    with pytest.raises(NotAllowed, match="see no more than you do"):
        key_for(small, "adam", "ann")


def test_a_service_manager_lets_in_whoever_works_with_cases_and_a_supervisor_those_of_the_team(small):
    assert outside(small, "max") == {"ann", "bob", "cat", "sue", "bea"}  # not who looks at the trail, or keeps people
    assert outside(small, "sue") == {"ann", "bob", "bea"}
    assert come_in(small, "sue", "ann") == small.people["ann"]
    assert outside(small, "sue") == {"bob", "bea"}
    for whom, refusal in (("cat", NotAllowed), ("max", NotAllowed), ("adam", NotAllowed), ("ann", NotAllowed)):
        with pytest.raises(refusal):
            key_for(small, "sue", whom)


@pytest.mark.parametrize("taker", ["bob", "sue"])
def test_what_is_held_for_another_lets_nobody_become_them(small, taker):
    """Neither is somebody let in who sees more for it, nor does it last to let in others by it."""
    before = outside(small, "sue")
    with acting(small.org, None, "a test"):
        make("delegation", small.org, giver_id=small.people["max"], taker_id=small.people[taker], role="SERVICE_MANAGER",
             from_date=FROM, to_date=TODAY + timedelta(9))  # fmt: skip

    assert outside(small, "sue") == before - {taker}


def test_one_more_role_that_reaches_further_and_they_are_out_of_reach(small):
    with acting(small.org, None, "a test"):
        make(
            "roleheld",
            small.org,
            worker_id=small.people["bob"],
            role="SUPERVISOR",
            team_id=small.other_team,
            from_date=FROM,
        )

    assert outside(small, "sue") == {"ann", "bea"}
    assert "bob" in outside(small, "max")


def test_a_role_that_is_to_come_counts_for_whom_one_lets_in_unless_it_was_taken_back(small):
    begins = TODAY + timedelta(3)
    more = {"worker_id": small.people["bob"], "role": "SUPERVISOR", "team_id": small.other_team, "from_date": begins}
    with acting(small.org, None, "a test"):
        row = make("roleheld", small.org, **more)
    assert outside(small, "sue") == {"ann", "bea"}

    with acting(small.org, None, "a test"):
        row.to_date = begins
        row.save(update_fields=["to_date"])
    assert outside(small, "sue") == {"ann", "bob", "bea"}


@pytest.mark.parametrize("name", ["ann", "bea", "eve"])
def test_others_let_in_nobody(small, name):
    with pytest.raises(NotAllowed, match="are let in by"):
        key_for(small, name, "bob")


def test_somebody_who_is_not_here_is_not_there(small, orgs):
    with acting(orgs[1], None, "a test"):
        small.people["stranger"] = make("worker", orgs[1]).pk
    small.people["never"] = uuid4()
    for whom in ("stranger", "never"):
        with pytest.raises(NotThere):
            key_for(small, "adam", whom)


def test_the_trail_says_who_made_a_link_for_whom_and_nothing_of_its_key(small):
    key = key_for(small, "sue", "ann")

    (event,) = AuditEvent.objects.filter(act=Act.LINK_MADE)
    assert (event.by_id, event.about_id, event.detail) == (small.people["sue"], small.people["ann"], {})
    with pytest.raises(NotAllowed, match="cannot be used"):
        accepted(key, NOW + timedelta(days=INVITATION_DAYS))
