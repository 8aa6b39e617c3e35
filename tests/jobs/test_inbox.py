"""The watched folder stages what is whole, says why it refuses the rest, and applies nothing."""

from datetime import date
from pathlib import Path

import pytest

from plimsoll.demo.annex_a import write_annex_a
from plimsoll.jobs import inbox
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from plimsoll.records.models.exchange import Import

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings, org) -> Path:
    settings.INBOX = tmp_path
    made = tmp_path / str(org)
    made.mkdir()
    return made


def test_a_file_is_staged_once_it_no_longer_grows_and_moved_aside(folder, org):
    path = folder / "annex-a.xlsx"
    write_annex_a(path, workers=1, seed=3, as_at=date(2026, 11, 20))
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    inbox.look()
    path.write_bytes(whole)
    inbox.look()
    assert path.exists()  # it has grown since the last look

    inbox.look()
    inbox.look()

    assert [each.name for each in folder.rglob("*.*")] == ["annex-a.xlsx"]
    assert (folder / "done" / "annex-a.xlsx").read_bytes() == whole
    with acting(org, None, "a test"):
        staged = Import.objects.get()
        assert (staged.file_name, staged.staged_by_id, staged.state) == ("annex-a.xlsx", None, "STAGED")
        assert not Case.objects.exists()


def test_what_cannot_be_used_is_refused_with_the_reason(folder, tmp_path, org):
    (folder / "picture.png").write_bytes(b"no workbook")
    strangers = tmp_path / "Nobody's Council"
    strangers.mkdir()
    (strangers / "annex-a.xlsx").write_bytes(b"whatever")
    (folder / ".being-written").write_bytes(b"half")
    inbox.look()
    inbox.look()

    assert "picture.png" in (folder / "refused" / "picture.png.txt").read_text()
    assert "no organisation called" in (strangers / "refused" / "annex-a.xlsx.txt").read_text()
    assert (folder / ".being-written").exists()
    with acting(org, None, "a test"):
        assert not Import.objects.exists()


def test_without_a_folder_nothing_is_looked_for(settings):
    settings.INBOX = None
    inbox.look()
