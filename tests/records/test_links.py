"""Links that let somebody in: what the table promises, and that the web role reaches it through its functions alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from plimsoll.config.keys import digest_of
from plimsoll.records.context import acting
from plimsoll.records.models.access import SignInLink
from plimsoll.records.models.people import Worker
from tests.factories.records import MORNING, USUAL, make

OWNER = "owner"
pytestmark = pytest.mark.django_db(databases=["default", OWNER])


def worker(org: UUID) -> UUID:
    """Somebody, as the owner of the tables sees them."""
    return Worker.objects.using(OWNER).create(org_id=org, **USUAL["worker"]()).pk


def link(org: UUID, **given: Any) -> SignInLink:
    usual = {"org_id": org, **USUAL["signinlink"](), **given}
    return SignInLink.objects.using(OWNER).create(
        **usual | ({} if "worker_id" in given else {"worker_id": worker(org)})
    )


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("signinlink_made_before_expires", {"expires_at": MORNING - timedelta(minutes=1)}),
        ("signinlink_expires_soon", {"expires_at": MORNING + timedelta(minutes=31)}),
        ("signinlink_expires_soon", {"expires_at": MORNING + timedelta(days=7, minutes=1), "invites": True}),
    ],
)
def test_a_link_is_refused(org, name, given):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic(using=OWNER):
        link(org, **given)


def test_two_links_are_not_alike(org):
    row = link(org)
    for given, name in (({"digest": row.digest}, "signinlink_one_per_digest"), ({"id": row.pk}, "signinlink")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic(using=OWNER):
            link(org, **given)


def test_a_link_lets_in_a_worker_of_its_own_organisation(orgs):
    with pytest.raises(IntegrityError, match='"signinlink_worker_same_org"'), transaction.atomic(using=OWNER):
        link(orgs[0], worker_id=worker(orgs[1]))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT digest FROM records_signinlink",
        "INSERT INTO records_signinlink (id) VALUES (gen_random_uuid())",
        "UPDATE records_signinlink SET used_at = NULL",
        "DELETE FROM records_signinlink",
    ],
)
def test_the_web_role_neither_reads_nor_writes_it(statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


# ---- its functions -------------------------------------------------------------------------------------------------------


def let_in(org: UUID, who: UUID, key: str = "a key") -> bool:
    with acting(org, None, "a test"), connection.cursor() as cursor:
        cursor.execute("SELECT records_let_in(%s, %s, %s)", [who, digest_of(key), MORNING])
        return bool(cursor.fetchone()[0])


def use(key: str = "a key", way: str = "records_use_invitation") -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT worker_id FROM {way}(%s, %s)", [digest_of(key), MORNING])
        return [key for (key,) in cursor.fetchall()]


def came_in(org: UUID) -> set[UUID]:
    with acting(org, None, "a test"), connection.cursor() as cursor:
        cursor.execute("SELECT records_came_in()")
        return {key for (key,) in cursor.fetchall()}


def test_who_came_in_is_let_in_no_more(orgs):
    with acting(orgs[0], None, "a test"):
        who = make("worker", orgs[0]).pk
    assert let_in(orgs[0], who)
    assert let_in(orgs[0], who, "another")  # the first may have been lost
    assert came_in(orgs[0]) == set()

    assert use(way="records_use_sign_in_link") == []  # nobody comes in by an invitation without a password
    assert use() == [who]
    assert use() == []

    assert (came_in(orgs[0]), came_in(orgs[1])) == ({who}, set())
    assert not let_in(orgs[0], who, "a third")


def test_nobody_is_let_in_who_is_not_of_the_organisation(orgs):
    with acting(orgs[1], None, "a test"):
        stranger = make("worker", orgs[1]).pk

    assert not let_in(orgs[0], stranger)
    assert not let_in(orgs[0], uuid4())
    assert use() == []


def test_whose_way_in_ended_is_let_in_anew_and_no_old_link_counts(orgs):
    with acting(orgs[0], None, "a test"):
        who = make("worker", orgs[0]).pk
    assert let_in(orgs[0], who, "never used")
    assert let_in(orgs[0], who)
    assert use() == [who]

    def ended(org: UUID) -> bool:
        with acting(org, None, "a test"), connection.cursor() as cursor:
            cursor.execute("SELECT records_end_way_in(%s, %s)", [who, MORNING])
            return bool(cursor.fetchone()[0])

    assert not ended(orgs[1])
    assert ended(orgs[0])

    assert use("never used") == []
    assert came_in(orgs[0]) == {who}  # they did, once
    with acting(orgs[0], None, "a test"), connection.cursor() as cursor:
        cursor.execute("SELECT records_to_let_in_anew()")
        assert cursor.fetchall() == [(who,)]
    assert let_in(orgs[0], who, "anew")
    assert use("anew") == [who]
