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


def test_no_link_is_followed_nor_written_through(folder, tmp_path, org):
    outside = tmp_path.parent / "outside"
    outside.mkdir(exist_ok=True)
    key = outside / "key"
    key.write_text("the key of all sessions")
    (folder / "refused").mkdir()
    (folder / "refused" / "bad.csv.txt").symlink_to(key)
    (folder / "bad.csv").write_bytes(b"not,a,table\n")
    (folder / "link.csv").symlink_to(key)
    inbox.look()
    inbox.look()

    assert key.read_text() == "the key of all sessions"
    assert (folder / "refused" / "bad (2).csv").exists()
    assert "bad.csv" in (folder / "refused" / "bad (2).csv.txt").read_text()
    assert (folder / "link.csv").is_symlink()  # left alone
    with pytest.raises(OSError, match="symbolic link"):
        inbox._read(folder / "link.csv")


def test_a_folder_that_is_a_link_takes_no_file_and_stops_no_other(folder, tmp_path, org, caplog):
    outside = tmp_path.parent / "elsewhere"
    outside.mkdir(exist_ok=True)
    (folder / "refused").symlink_to(outside)
    (folder / "aa.csv").write_bytes(b"not,a,table\n")
    strangers = tmp_path / "Nobody's Council"
    strangers.mkdir()
    (strangers / "annex-a.xlsx").write_bytes(b"whatever")
    inbox.look()
    inbox.look()

    assert list(outside.iterdir()) == []
    assert (folder / "aa.csv").exists()
    inbox.look()
    assert caplog.text.count("is a link") == 1
    assert (strangers / "refused" / "annex-a.xlsx").exists()


def test_a_fault_of_the_program_refuses_the_file_and_stops_no_other(folder, org, monkeypatch):
    real = inbox.stage_file

    def stage(content: bytes, name: str, **more: object) -> object:
        if name == "aa.csv":
            raise RuntimeError("a fault of ours")
        return real(content, name, **more)

    monkeypatch.setattr(inbox, "stage_file", stage)
    (folder / "aa.csv").write_bytes(b"whatever")
    (folder / "bb.csv").write_bytes(b"not,a,table\n")
    inbox.look()
    inbox.look()

    assert "by a fault of the program" in (folder / "refused" / "aa.csv.txt").read_text()
    assert (folder / "refused" / "bb.csv").exists()


def test_without_a_folder_nothing_is_looked_for(settings):
    settings.INBOX = None
    inbox.look()
