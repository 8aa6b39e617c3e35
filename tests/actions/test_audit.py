"""The trail is filled in by the database, sealed over what has ended, and any change to it shows."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from plimsoll.actions.audit import record_event, record_viewing, seal_trail
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.queries.audit import verify_trail
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from tests.factories.records import organisation

ANN = uuid4()
PATIENCE_SECONDS = 30
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def org(transactional_db: None) -> Iterator[UUID]:
    """An organisation, in a trail of its own: each of these tests commits, seals, and sweeps up after itself."""
    made = organisation().pk
    yield made
    owner("TRUNCATE records_auditevent, records_viewing, records_auditseal")


def owner(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def write(org: UUID, count: int = 1) -> None:
    with acting(org, ANN, "a test", roles="SUPERVISOR", origin="192.0.2.7"):
        for _ in range(count):
            record_event(Viewer(org, ANN, "Ann"), Act.RECORD_WRITTEN, case_id=uuid4(), why="said so")


def seal(outside: Path | None = None) -> int:
    """Seals; where another run of tests on this server is in the middle of a transaction, waits for it to end."""
    end = monotonic() + PATIENCE_SECONDS
    while not (made := seal_trail(outside)) and monotonic() < end:
        sleep(0.05)
    return made


def test_who_when_and_from_where_are_as_the_database_knows_them(org):
    with acting(org, ANN, "a test", roles="SUPERVISOR", origin="192.0.2.7"):
        AuditEvent(
            org_id=org, id=uuid4(), act=Act.SIGNED_IN, by_id=uuid4(), roles="ADMINISTRATOR", origin="elsewhere"
        ).save(force_insert=True)
        (event,) = AuditEvent.objects.all()

    assert (event.by_id, event.roles, event.origin, event.at is None) == (ANN, "SUPERVISOR", "192.0.2.7", False)


def test_what_the_product_does_is_nobodys(org):
    with acting(org, None, "a test"):
        record_event(Viewer(org, ANN, "Ann"), Act.TOWN_MADE)
        (event,) = AuditEvent.objects.all()

    assert event.by_id is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_auditevent SET why = ''",
        "DELETE FROM records_auditevent",
        "TRUNCATE records_viewing",
        "SELECT * FROM records_viewing",
        "SELECT * FROM records_auditseal",
        "INSERT INTO records_auditseal VALUES (1, now(), 1, 1, 2, 1, '')",
        "SELECT records_digest('{}')",
    ],
)
def test_the_web_role_changes_nothing_and_reads_no_viewing(org, statement):
    write(org)
    refusal = pytest.raises(ProgrammingError, match="permission denied")
    with acting(org, ANN, "a test"), refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_who_was_shown_a_child_can_be_asked(org):
    child, other = uuid4(), uuid4()
    viewer = Viewer(org, ANN, "Ann")
    with acting(org, ANN, "a test", origin="192.0.2.7"):
        record_viewing(viewer, "case", children=[child, other], cases=[uuid4()])
        record_viewing(viewer, "caseload", children=[other], cases=[])
        with connection.cursor() as cursor:
            cursor.execute("SELECT by_id, origin, page FROM records_viewings_of(%s)", [child])
            found = cursor.fetchall()

    assert found == [(ANN, "192.0.2.7", "case")]


# ---- seals --------------------------------------------------------------------------------------------------------------


def test_what_is_written_is_sealed_once(org, tmp_path):
    write(org, 3)
    outside = tmp_path / "seals"

    assert [seal(outside), seal_trail(outside)] == [3, 0]
    assert len(outside.read_text().splitlines()) == 1


def test_a_transaction_that_runs_holds_the_seal_back_from_what_came_after_it(org):
    """It may still write into the range: so nothing of or after it is sealed before it ends."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_current_xact_id()")
        write(org, 2)
        held = seal_trail()
        cursor.execute("COMMIT")
    other.close()

    assert (held, seal()) == (0, 2)


def test_a_long_stretch_becomes_several_links(org):
    for _ in range(5):
        write(org, 2)
    end = monotonic() + PATIENCE_SECONDS
    found: list[int] = []
    with connection.cursor() as cursor:
        while sum(found) < 10 and monotonic() < end:
            cursor.execute("SELECT entries FROM records_seal(3)")
            found += [entries for (entries,) in cursor.fetchall()]

    assert (sum(found), max(found)) == (10, 2)
    assert verify_trail(connections["owner"]).whole


def test_one_transaction_larger_than_a_link_is_sealed_whole(org):
    write(org, 5)
    end = monotonic() + PATIENCE_SECONDS
    made: list[tuple[int]] = []
    with connection.cursor() as cursor:
        while not made and monotonic() < end:
            cursor.execute("SELECT entries FROM records_seal(3)")
            made = cursor.fetchall()

    assert made == [(5,)]


# ---- what shows ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sealed(org: UUID, tmp_path: Path) -> Path:
    """Three links over six entries, and their file outside."""
    outside = tmp_path / "seals"
    for _ in range(3):
        write(org, 2)
        seal(outside)
    return outside


def check(outside: Path) -> tuple[int, list[int]]:
    found = verify_trail(connections["owner"], outside.read_text().splitlines())
    return len(found.changed), [broken.seal for broken in found.broken]


def test_a_whole_trail_is_whole(org, sealed):
    write(org)
    found = verify_trail(connections["owner"], sealed.read_text().splitlines())

    assert (found.whole, found.seals, found.entries, found.unsealed, found.erased) == (True, 3, 7, 1, 0)


EMPTY = (
    "UPDATE records_auditevent SET salt = NULL, by_id = NULL, roles = NULL, origin = NULL, case_id = NULL, "
    "child_id = NULL, about_id = NULL, why = NULL, detail = NULL"
)
MIDDLE = "(SELECT id FROM records_auditevent ORDER BY xid, id OFFSET 2 LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "changed", "broken"),
    [
        (f"UPDATE records_auditevent SET why = 'another' WHERE id = {MIDDLE}", 1, []),
        (f"UPDATE records_auditevent SET by_id = gen_random_uuid() WHERE id = {MIDDLE}", 1, []),
        (f"DELETE FROM records_auditevent WHERE id = {MIDDLE}", 0, [2]),
        (
            "INSERT INTO records_auditevent (org_id, id, at, act, era, xid, digest) "
            f"SELECT org_id, gen_random_uuid(), at, act, era, xid, digest FROM records_auditevent WHERE id = {MIDDLE}",
            1,
            [2],
        ),
        ("UPDATE records_auditseal SET head = '' WHERE n = 2", 0, [2, 3, 2]),
        ("DELETE FROM records_auditseal WHERE n = 3", 0, [3]),
        ("DELETE FROM records_auditseal WHERE n = 2", 0, [3, 3, 2]),
        ("UPDATE records_auditseal SET from_xid = from_xid + 1 WHERE n = 2", 0, [2, 2]),
    ],
)
def test_a_change_shows_and_where(sealed, statement, changed, broken):
    owner("ALTER TABLE records_auditevent DISABLE TRIGGER fill")
    owner(statement)
    owner("ALTER TABLE records_auditevent ENABLE TRIGGER fill")

    assert check(sealed) == (changed, broken)


def test_a_chain_made_anew_as_a_whole_shows_against_the_file(sealed):
    owner(f"DELETE FROM records_auditevent WHERE id = {MIDDLE}")
    owner("TRUNCATE records_auditseal")
    seal()

    assert verify_trail(connections["owner"]).whole
    assert check(sealed) == (0, [1, 2, 3])


def test_content_whose_time_is_over_is_taken_away_and_the_chain_still_closes(sealed, org):
    ((key,),) = owner(f"SELECT {MIDDLE}")
    owner(EMPTY + f" WHERE id = '{key}'")
    unsaid = check(sealed)
    with acting(org, None, "a test"):
        record_event(Viewer(org, ANN, "Ann"), Act.ENTRY_EMPTIED, about_id=key)
    found = verify_trail(connections["owner"], sealed.read_text().splitlines())

    assert unsaid == (1, [])
    assert (found.whole, found.erased) == (True, 1)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE records_auditevent SET why = 'forged', by_id = gen_random_uuid(), salt = NULL WHERE id = {MIDDLE}",
        "INSERT INTO records_auditevent (org_id, id, at, act, era, xid, digest) "
        f"SELECT org_id, gen_random_uuid(), at, act, 1, 1, digest FROM records_auditevent WHERE id = {MIDDLE}",
    ],
)
def test_an_entry_without_its_salt_hides_nothing(sealed, statement):
    owner("ALTER TABLE records_auditevent DISABLE TRIGGER fill")
    owner(statement)
    owner("ALTER TABLE records_auditevent ENABLE TRIGGER fill")

    assert check(sealed) == (1, [])


def test_on_another_server_the_chain_goes_on(sealed, org):
    """After a restore elsewhere, transactions are counted anew: an entry of a lower number is sealed all the same."""
    owner("UPDATE records_auditseal SET era = 1, upto_xid = upto_xid + 1000000 WHERE n = 3")
    write(org)

    # All entries carry this server's era, and none of its seals goes before them.
    end, made = monotonic() + PATIENCE_SECONDS, 0
    while made < 7 and monotonic() < end:
        made += seal()

    assert made == 7


def test_what_another_server_wrote_after_its_last_link_is_chained_first(sealed, org):
    """It can no longer do so itself, and a restore brings both."""
    write(org, 2)
    owner("UPDATE records_auditseal SET era = 1")
    owner("UPDATE records_auditevent SET era = 1")
    write(org, 3)

    end, made = monotonic() + PATIENCE_SECONDS, []
    while sum(made) < 5 and monotonic() < end:
        made += [found] if (found := seal_trail()) else []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT era = 1, entries FROM records_auditseal WHERE n > 3 ORDER BY n")
        assert cursor.fetchall() == [(True, 2), (False, 3)]


# ---- before the file is added to ----------------------------------------------------------------------------------------


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "plimsoll.actions.audit"]


def test_a_file_that_goes_with_the_database_is_added_to_in_silence(org, tmp_path, caplog):
    for _ in range(2):
        write(org)
        seal(tmp_path / "seals")

    assert errors(caplog) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM records_auditseal WHERE n = 2", "has seal 2, and the database had none beyond 1"),
        ("UPDATE records_auditseal SET head = '' WHERE n = 2", "is another one than in the database"),
        ("", "is no seal"),
    ],
)
def test_a_file_that_does_not_go_with_the_database_is_told_and_only_added_to(org, tmp_path, caplog, change, says):
    outside = tmp_path / "seals"
    for _ in range(2):
        write(org)
        seal(outside)
    if change:
        owner(change)
    else:
        outside.write_text("half a li\n")
    before = outside.read_text()
    write(org)
    made = seal(outside)
    (said,) = errors(caplog)

    assert made > 0
    assert says in said
    assert str(outside) in said
    assert outside.read_text().startswith(before)
    assert len(outside.read_text().splitlines()) == len(before.splitlines()) + 1
