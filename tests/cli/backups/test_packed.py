"""The file of a backup is there whole or not at all, and opens for its key alone."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyrage import x25519

from plimsoll.cli.backups import packed
from plimsoll.cli.backups.faults import Differs, Unusable
from plimsoll.cli.backups.keys import identities, recipients
from plimsoll.cli.backups.packed import CONTENTS, DUMP, SEALS, Member, pack, unpack

OWN = x25519.Identity.generate()
DOCUMENT = f"documents/00000000-0000-0000-0000-000000000001/{'0f' * 32}"


def members(dump: Path) -> Iterator[Member]:
    yield DUMP, dump
    yield SEALS, b""
    yield DOCUMENT, b"a letter"
    yield CONTENTS, b"{}"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Larger than a pipe holds, and than a piece of the encryption."""
    path = tmp_path / "dump"
    path.write_bytes(os.urandom(300_000))
    return path


@pytest.fixture
def made(tmp_path: Path, dump: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    pack(folder / "plimsoll-1.age", [OWN.to_public()], members(dump))
    return folder / "plimsoll-1.age"


def test_what_is_packed_comes_back(made, dump, tmp_path):
    unpack(made, [x25519.Identity.generate(), OWN], tmp_path / "out")

    assert (tmp_path / "out" / DUMP).read_bytes() == dump.read_bytes()
    assert (tmp_path / "out" / DOCUMENT).read_bytes() == b"a letter"
    assert {path.name for path in made.parent.iterdir()} == {"plimsoll-1.age", "plimsoll-1.age.sha256"}
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    assert made.with_name("plimsoll-1.age.sha256").read_text() == f"{digest}  plimsoll-1.age\n"
    assert made.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("noted", [True, False], ids=["with its digest", "without"])
@pytest.mark.parametrize("harm", ["cut", "changed", "emptied"])
def test_a_file_that_was_harmed_is_not_opened(made, tmp_path, harm, noted):
    content = made.read_bytes()
    made.write_bytes({"cut": content[:-1], "changed": content[:-9] + b"12345678" + content[-1:], "emptied": b""}[harm])
    if not noted:
        made.with_name("plimsoll-1.age.sha256").unlink()

    with pytest.raises(Unusable, match="is not what was written" if noted else "cannot be opened"):
        unpack(made, [OWN], tmp_path / "out")


def test_another_key_opens_nothing(made, tmp_path):
    with pytest.raises(Unusable, match="The private key does not open"):
        unpack(made, [x25519.Identity.generate()], tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_what_no_backup_holds_is_not_taken_out(tmp_path):
    pack(tmp_path / "plimsoll-2.age", [OWN.to_public()], iter([("../elsewhere", b"x")]))

    with pytest.raises(Unusable, match="it is no backup of Plimsoll"):
        unpack(tmp_path / "plimsoll-2.age", [OWN], tmp_path / "out")
    assert not (tmp_path / "elsewhere").exists()


def test_what_fails_in_the_middle_leaves_nothing(tmp_path, dump):
    def failing() -> Iterator[Member]:
        yield DUMP, dump
        raise RuntimeError("the wind was against us")

    with pytest.raises(RuntimeError, match="the wind"):
        pack(tmp_path / "plimsoll-3.age", [OWN.to_public()], failing())
    assert [path.name for path in tmp_path.iterdir()] == ["dump"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_says_so_itself(tmp_path, dump, monkeypatch):
    monkeypatch.setattr(packed, "_aside", lambda target: tmp_path / "full")
    monkeypatch.setattr(packed.os, "O_EXCL", 0)
    (tmp_path / "full").symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left on device"):
        pack(tmp_path / "plimsoll-6.age", [OWN.to_public()], members(dump))
    assert [path.name for path in tmp_path.iterdir()] == ["dump"]


def test_what_the_disk_does_not_give_back_is_not_kept(tmp_path, dump, monkeypatch):
    monkeypatch.setattr(packed, "_digest_on_disk", lambda path: "0f" * 32)

    with pytest.raises(Differs, match="What the disk gives back is not what was written"):
        pack(tmp_path / "plimsoll-4.age", [OWN.to_public()], members(dump))
    assert [path.name for path in tmp_path.iterdir()] == ["dump"]


def test_what_is_there_is_left_and_what_a_killed_one_left_is_swept(made, dump):
    old, young = (made.with_name(f".plimsoll-{name}.age.unfinished") for name in ("old", "young"))
    for left in (old, young):
        left.touch()
    os.utime(old, (0, 0))

    with pytest.raises(Unusable, match="is there already"):
        pack(made, [OWN.to_public()], members(dump))
    pack(made.with_name("plimsoll-5.age"), [OWN.to_public()], members(dump))
    assert (old.exists(), young.exists()) == (False, True)


# ---- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ([], "No public key is set"),
        (["age1nothing"], "'age1nothing' in PLIMSOLL_BACKUP_KEYS is no public key"),
        ([str(OWN)], "holds a private key"),
    ],
)
def test_without_a_public_key_nothing_is_written(said, says):
    with pytest.raises(Unusable, match=says) as refusal:
        recipients(said)
    assert str(OWN) not in str(refusal.value)


def test_a_file_of_keys(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"# a note\n\n{OWN}\n")
    assert [str(one) for one in identities(path)] == [str(OWN)]

    path.write_text("# a note\nanything\n")
    with pytest.raises(Unusable, match="holds no private key"):
        identities(path)
    with pytest.raises(Unusable, match="cannot be read: No such file"):
        identities(tmp_path / "nowhere")
