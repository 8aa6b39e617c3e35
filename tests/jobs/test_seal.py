"""A worker chains what was written to the trail within seconds, and notes the seal outside the database."""

import time
from collections.abc import Iterator
from stat import S_IMODE
from uuid import UUID, uuid4

import pytest
from django.db import connections

from plimsoll.actions.audit import record_event
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.queries.audit import verify_trail
from plimsoll.records.context import acting
from tests.factories.records import organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

PATIENCE_SECONDS = 30


@pytest.fixture
def written(transactional_db: None) -> Iterator[UUID]:
    """An organisation with one entry in the trail, committed; swept up afterwards."""
    org, ann = organisation().pk, uuid4()
    with acting(org, ann, "a test"):
        record_event(Viewer(org, ann, "Ann"), Act.RECORD_WRITTEN)
    yield org
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE records_auditevent, records_viewing, records_auditseal")


def test_a_worker_seals_what_was_written(queue, written, worker, tmp_path):
    process = worker(2, 10)
    outside = tmp_path / "audit-seals"
    end = time.monotonic() + PATIENCE_SECONDS
    while not (outside.exists() and outside.read_text().endswith("\n")):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.1)
    found = verify_trail(connections["owner"], outside.read_text().splitlines())

    assert (found.whole, found.seals, found.entries, found.unsealed) == (True, 1, 1, 0)
    assert S_IMODE(outside.stat().st_mode) == 0o600
