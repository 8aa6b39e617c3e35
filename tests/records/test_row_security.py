"""An organisation's rows are there in its own context alone, and the web role cannot get round that."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, connections, transaction

from plimsoll.config.databases import UnsafeRole, check_web_role
from plimsoll.records.context import acting
from plimsoll.records.models.people import Organisation, Team, Worker
from tests.factories.records import MONDAY, MORNING, TUESDAY, USUAL, filled, make, organisation
from tests.records.conftest import ANN

BOTH = ["default", "owner"]
TABLES = sorted(set(USUAL) - {"signinlink", "removal"})  # which the web role does not write


def rows(word: str) -> Any:
    return apps.get_model("records", word).objects


def refused(statement: str, says: str = "permission denied|must be owner|must be superuser") -> None:
    """The database refuses a statement of the web role."""
    with pytest.raises(ProgrammingError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("word", sorted({*TABLES} - {"addressreader", "protectedaddress"}))  # for those named alone
def test_rows_are_seen_in_their_own_context_alone(db, orgs, word):
    own, other = orgs
    with acting(own, None, "a test"):
        row = make(word, own)
        seen = rows(word).filter(pk=row.pk).count()
    with acting(other, None, "a test"):
        elsewhere = rows(word).count()

    assert (seen, elsewhere, rows(word).count()) == (1, 0, 0)


@pytest.mark.parametrize("word", TABLES)
def test_another_organisations_row_is_not_inserted(db, orgs, word):
    own, other = orgs
    with acting(other, None, "a test"):
        fields = filled(word, other)

    with acting(own, None, "a test"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        rows(word).create(**fields)


def test_another_organisations_row_is_not_changed(db, orgs):
    own, other = orgs
    with acting(other, None, "a test"):
        team = make("team", other)
    with acting(own, None, "a test"):
        changed = rows("team").filter(pk=team.pk).update(name="Taken")

    assert changed == 0


def test_a_row_is_not_moved_to_another_organisation(here, orgs):
    team = make("team", here)

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(org_id=orgs[1])


def test_an_organisation_sees_itself_alone(here):
    assert list(Organisation.objects.values_list("pk", flat=True)) == [here]


def test_nothing_is_inserted_without_a_context(db, org):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Team.objects.create(org_id=org, name="Nobody's", opened_on=MONDAY)


def test_a_context_inside_another_ends_with_it(db, orgs):
    own, other = orgs
    with acting(own, ANN, "outside"):
        make("team", own, name="Own")
        with acting(other, ANN, "inside"):
            make("team", other, name="Other")
        seen = list(Team.objects.values_list("name", flat=True))

    assert seen == ["Own"]


def test_a_change_without_a_reason_is_refused(db, org):
    with pytest.raises(ValueError, match="Say why"), acting(org, ANN, " "):
        pass


# ---- what the web role may not ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE records_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_organisation ON records_case",
        "CREATE POLICY mine ON records_case USING (true)",
        "ALTER TABLE records_case DISABLE TRIGGER remember",
        "CREATE OR REPLACE FUNCTION records_remember() RETURNS trigger LANGUAGE sql AS ''",
        "SET SESSION AUTHORIZATION plimsoll_owner",
        "SET ROLE plimsoll_owner",
        "SET session_replication_role = replica",
        "ALTER ROLE plimsoll_web BYPASSRLS",
        "CREATE TABLE mine (n int)",
        "TRUNCATE records_case",
        "DELETE FROM records_case",
        "UPDATE records_judgement SET value = 0",
        "UPDATE records_event SET note = ''",
        "DELETE FROM records_event",
        "INSERT INTO records_history SELECT * FROM records_history",
        "UPDATE records_history SET why = ''",
        "DELETE FROM records_history",
        "INSERT INTO records_organisation SELECT * FROM records_organisation",
        "SELECT * FROM django_migrations",
    ],
)
def test_the_web_role_is_refused(here, statement):
    make("case", here)

    refused(statement)


def test_row_security_switched_off_shows_an_error_and_no_rows(here):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")

    refused("SELECT * FROM records_case", "would be affected by row-level security")


def test_the_web_role_may_serve_people(db):
    check_web_role(connection)


@pytest.mark.django_db(databases=BOTH)
def test_the_owner_may_not_serve_people(db):
    with pytest.raises(UnsafeRole, match="'plimsoll_owner' owns tables, or may become"):
        check_web_role(connections["owner"])


# ---- before sign-in -------------------------------------------------------------------------------------------------------


def places(user: UUID) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT org_id, worker_id FROM records_places(%s)", [user])
        return cursor.fetchall()


def test_a_user_finds_where_they_work_before_any_context(db, orgs):
    user = rows("user").create(email="ann@invented.example", created_at=MORNING).pk
    found = []
    for org in orgs:
        with acting(org, None, "a test"):
            found.append((org, make("worker", org, user_id=user).pk))
            make("worker", org)
    with acting(orgs[1], None, "a test"):
        Worker.objects.filter(user_id=user).update(left_on=TUESDAY)

    assert (places(user), places(uuid4())) == (found[:1], [])


# ---- connections and threads --------------------------------------------------------------------------------------------


@pytest.fixture
def committed(transactional_db: None) -> tuple[UUID, UUID]:
    """Two organisations with a team each, for tests that really commit."""
    made = organisation().pk, organisation().pk
    for org in made:
        with acting(org, ANN, "a test"):
            make("team", org, name=str(org))
    return made


def teams() -> list[str]:
    return list(Team.objects.values_list("name", flat=True))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=BOTH)
class TestConnections:
    """What a connection keeps from one transaction to the next: nothing."""

    def test_a_kept_connection_forgets(self, committed):
        with acting(committed[0], ANN, "a test"):
            seen = teams()

        assert (seen, teams()) == ([str(committed[0])], [])

    def test_a_failed_transaction_forgets(self, committed):
        with pytest.raises(ZeroDivisionError), acting(committed[0], ANN, "a test"):
            raise ZeroDivisionError

        assert teams() == []

    def test_what_fails_inside_leaves_the_context_outside(self, committed):
        with acting(committed[0], ANN, "a test"):
            with pytest.raises(ZeroDivisionError), acting(committed[1], ANN, "a test"):
                raise ZeroDivisionError
            seen = teams()

        assert seen == [str(committed[0])]

    def test_threads_see_their_own(self, committed):
        def look(n: int) -> list[bool]:
            try:
                return [self.own(committed[(n + turn) % 2]) for turn in range(25)]
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(look, range(8)))

        assert found == [[True] * 25] * 8

    def own(self, org: UUID) -> bool:
        """Whether the context of an organisation shows its own team alone."""
        with acting(org, ANN, "a test"):
            return teams() == [str(org)]
