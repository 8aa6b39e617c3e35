"""`plimsoll import` says what it understood, stages it, and applies it where nobody has to settle anything."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from plimsoll.core.terms import Role
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.people import Worker
from tests.factories.records import make, organisation
from tests.factories.small import settle
from tests.formats.annex_a.children import day, row, write

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
Bring = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def bring(database: dict[str, str], tmp_path: Path) -> Bring:
    def run(*said: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "plimsoll", "import", *said],
            env=os.environ | database | {"PLIMSOLL_HOME": str(tmp_path), "COLUMNS": "200"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def a_council() -> UUID:
    made = organisation(name="Harbour Council")
    yesterday = timezone.now().date() - timedelta(1)
    with acting(made.pk, None, "a test"):
        settle(made.pk)
        worker = make("worker", made.pk, name="Max Marram", sort_name="marram max", joined_on=yesterday)
        make("roleheld", made.pk, worker=worker, team=None, role=Role.ADMINISTRATOR, from_date=yesterday)
    return made.pk


def test_a_file_is_staged_settled_and_applied(bring, tmp_path):
    org = a_council()
    file = write(
        tmp_path / "annex-a.xlsx",
        (6, row(6, "a", allocated_worker="Quill, Aster", date_last_seen=day("2026-11-03"))),
        (6, row(6, "b", allocated_worker="Max Marram", disability="what is this")),
    )

    asked = bring(str(file), "--organisation", "harbour council", "--facts-on", "2026-11-20", "--apply")
    assert (asked.returncode, asked.stderr) == (1, "")
    assert "Aster Quill (Harbour): 1 case\n" in asked.stdout
    assert "'what is this' in" in asked.stdout
    assert "Teams: 1, of which 1 are not known here\n  Harbour: 2 cases\n" in asked.stdout
    assert "Say first who these are: Aster Quill." in asked.stdout
    assert "Say first which teams these are: Harbour." in asked.stdout
    with acting(org, None, "a test"):
        assert (Import.objects.get().state, Case.objects.count()) == ("STAGED", 0)
        make("worker", org, name="Aster Quill", sort_name="quill aster")
        make("team", org, name="HARBOUR")

    done = bring(str(file), "--organisation", str(org), "--as", "max marram", "--facts-on", "2026-11-20", "--apply",
                 "--leave-unknown")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "facts of 20 November 2026" in done.stdout
    assert "Children: 2, of whom 2 have open work (0 unallocated)" in done.stdout
    assert "Applied: 2 children. For Max Marram to decide: 0." in done.stdout
    with acting(org, None, "a test"):
        assert Case.objects.count() == 2
    older = bring(str(file), "--organisation", str(org), "--facts-on", "2026-11-19")
    assert "A file of 20 November 2026 was brought in already: this one speaks of an earlier day" in older.stdout
    assert (older.returncode, "bring it in on the page Files" in older.stdout) == (1, False)
    assert "undo the newer file first" in older.stdout


def test_people_are_added_where_that_is_said_and_the_same_file_is_said_to_be_there(bring, tmp_path):
    org = a_council()
    file = write(
        tmp_path / "annex-a.xlsx", (6, row(6, "a", allocated_worker="Quill, Aster", date_last_seen=day("2026-11-03")))
    )
    said = (str(file), "--organisation", "Harbour Council", "--facts-on", "2026-11-20", "--add-people")

    staged = bring(*said)
    assert (staged.returncode, staged.stderr) == (0, "")
    assert "To be added when it is applied: Aster Quill, Harbour\n" in staged.stdout
    with acting(org, None, "a test"):
        assert not Worker.objects.filter(name="Aster Quill").exists()
    done = bring(*said, "--apply")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Applied: 1 children." in done.stdout
    assert "Nobody has a role that sees the cases of Harbour: 1 open. Choose a supervisor for it" in done.stdout
    with acting(org, None, "a test"):
        assert Allocation.objects.get().worker.name == "Aster Quill"
    again = bring(*said, "--apply")
    assert "This very file was brought in on " in again.stdout
    assert "by Max Marram. You may bring it in again" in again.stdout
    assert "To be added" not in again.stdout


def test_what_cannot_be_is_said_in_a_sentence(bring, tmp_path):
    a_council()
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"no workbook")
    for said, word in (
        ((str(picture), "--organisation", "Nowhere"), "no organisation called 'Nowhere'"),
        ((str(picture), "--organisation", "Harbour Council", "--as", "Ann"), "There are: Max Marram."),
        ((str(picture), "--organisation", "Harbour Council"), "picture.png"),
    ):
        refused = bring(*said)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
        assert word in refused.stderr
