"""A file is read, applied and undone whole or not at all, whatever becomes of the process that does it."""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from plimsoll.actions import exchange
from plimsoll.core.terms import Role
from plimsoll.demo.annex_a import write_annex_a
from plimsoll.queries.access import get_viewer
from plimsoll.queries.exchange import get_import
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.exchange import Import, Statement
from tests.factories.records import make, organisation
from tests.factories.small import FROM, settle

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

WORKER = Path(__file__).with_name("slow_importer.py")
PATIENCE_SECONDS = 60
AS_AT = date(2026, 11, 20)


def test_a_file_whose_worker_is_killed_while_it_is_read_applied_or_undone_is_as_before_and_the_next_goes_on(
    queue, database, tmp_path
):
    org = organisation().pk
    workbook = tmp_path / "annex-a.xlsx"
    write_annex_a(workbook, workers=3, seed=5, as_at=AS_AT)
    at = timezone.now() - timedelta(minutes=1)
    with acting(org, None, "a test"):
        settle(org)
        manager = make("worker", org, name="Max", sort_name="max", joined_on=FROM).pk
        make("roleheld", org, worker_id=manager, team=None, role=Role.SERVICE_MANAGER, from_date=FROM)
        by = get_viewer(org, manager, at.date())

    def killed_and_done_again(file: UUID, waits: str, done: str) -> None:
        (args,) = queue.execute("SELECT args FROM procrastinate_jobs ORDER BY id DESC LIMIT 1").fetchone()
        assert json.loads(json.dumps(args)) == {"org": str(org), "import_id": str(file)}
        held, before = tmp_path / "held", counts(org)
        killed = begin(database, tmp_path, hold=True)
        wait_until(held.exists)
        killed.kill()
        killed.wait()
        held.unlink()
        assert (found(org, file).state, counts(org)) == (waits, before)
        other = begin(database, tmp_path, hold=False)
        wait_until(lambda: found(org, file).state == done)
        other.kill()
        other.wait()

    with acting(org, manager, "a test"):
        brought = exchange.send_file(workbook.read_bytes(), workbook.name, by=by, at=at)
    killed_and_done_again(brought, "READING", "STAGED")
    assert counts(org) == (0, 0, 0)
    with acting(org, manager, "a test"):
        seen = get_import(by, brought)
        exchange.settle_people(brought, {person.name: exchange.ADD for person in seen.people}, by=by, at=at)
        exchange.settle_teams(brought, {team.name: exchange.ADD for team in seen.teams}, by=by, at=at)
        exchange.start_applying(brought, by=by, at=at, leave_unknown=True)
    killed_and_done_again(brought, "APPLYING", "APPLIED")
    with acting(org, manager, "a test"):
        counted = get_import(by, brought).counted
    cases, _, statements = counts(org)
    assert cases == counted.open == counted.new_cases > 20
    assert statements > cases * 5
    with acting(org, manager, "a test"):
        exchange.start_undoing(brought, "the wrong file", by=by, at=at)
    killed_and_done_again(brought, "UNDOING", "UNDONE")
    assert counts(org) == (0, 0, statements)


def begin(database: dict[str, str], home: Path, *, hold: bool) -> "subprocess.Popen[bytes]":
    own = os.environ | database | {"PLIMSOLL_HOME": str(home)}
    command = [sys.executable, str(WORKER), "hold" if hold else "go on"]
    return subprocess.Popen(command, env=own, stdin=subprocess.DEVNULL)


def found(org, brought) -> Import:
    with acting(org, None, "a test"):
        return Import.objects.get(pk=brought)


def counts(org) -> tuple[int, int, int]:
    with acting(org, None, "a test"):
        return Case.objects.count(), Event.objects.count(), Statement.objects.count()


def wait_until(so) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not so():
        assert time.monotonic() < end
        time.sleep(0.1)
