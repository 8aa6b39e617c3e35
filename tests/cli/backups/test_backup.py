"""A backup of a real home is made, rehearsed and put back, and what is wrong with any of it is told."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.config.embedded import cluster, stop
from plimsoll.config.keeper import needed

pytestmark = pytest.mark.slow

NEVER = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLIMSOLL_BACKUP_KEYS", "DJANGO_SETTINGS_MODULE")
CHILD = UUID(int=7)
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(home: Path, **said: str) -> dict[str, str]:
    return (
        {name: value for name, value in os.environ.items() if name not in NEVER} | {"PLIMSOLL_HOME": str(home)} | said
    )


def plimsoll(home: Path, *words: str, **said: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "plimsoll", *words],
        env=environment(home, **said), capture_output=True, text=True, check=False,
    )  # fmt: skip


def ask(home: Path, question: str) -> list[tuple]:
    with needed(home) as place, closing(psycopg.connect(place.url(OWNER, DATABASE), autocommit=True)) as connection:
        done = connection.execute(question)
        return done.fetchall() if done.description else []


def sweep(home: Path) -> None:
    stop(home)
    for place in (cluster(home).place, cluster(home).socket):
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with an organisation of two cases' worth of trail and one document, its key, and a folder for backups."""
    folder = tmp_path_factory.mktemp("a place")
    home = folder / "home"
    made = plimsoll(home, "organisation", "Invented Borough", "--administrator", "Ada Quill")
    assert made.returncode == 0, made.stderr
    ask(
        home,
        "INSERT INTO records_child (org_id, id, reference, given_name, family_name, sort_name) "
        f"SELECT id, '{CHILD}', 'R1', 'Robin', 'Invented', 'robin' FROM records_organisation",
    )
    (folder / "backups").mkdir()
    public = plimsoll(home, "backup-key", str(folder / "key"))
    assert public.returncode == 0, public.stderr
    (folder / "public").write_text(public.stdout.strip())
    yield folder
    sweep(home)


@pytest.fixture(scope="module")
def backup(place: Path) -> Path:
    done = plimsoll(
        place / "home", "backup", str(place / "backups"), PLIMSOLL_BACKUP_KEYS=(place / "public").read_text()
    )
    assert done.returncode == 0, done.stderr
    (file,) = (place / "backups").glob("*.age")
    assert done.stdout.startswith(f"Backed up to {file}: ")
    assert ", put back once and compared.\nThe trail in it is whole: " in done.stdout
    return file


def test_it_leaves_nothing_but_the_file_and_says_so_in_the_trail(place, backup):
    assert not (place / "home" / "copying").exists()
    assert sorted(path.name for path in (place / "backups").iterdir()) == [backup.name, f"{backup.name}.sha256"]
    assert b"Invented Borough" not in backup.read_bytes()
    (noted,) = ask(place / "home", "SELECT detail ->> 'file', by_id FROM records_auditevent WHERE act = 'BACKED_UP'")
    assert noted == (backup.name, None)


def test_a_rehearsal_changes_nothing(place, backup, tmp_path):
    home = tmp_path / "elsewhere"
    done = plimsoll(home, "restore", str(backup), "--key", str(place / "key"), "--rehearse")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Rehearsed in ")
    assert "Its trail is whole: " in done.stdout
    assert [path.name for path in home.iterdir()] == ["copying.lock"]


def test_it_is_put_back_and_the_chain_goes_on(place, backup, tmp_path):
    home = tmp_path / "restored"
    try:
        done = plimsoll(home, "restore", str(backup), "--key", str(place / "key"))
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Restored in ")
        names = "SELECT name FROM records_worker UNION ALL SELECT name FROM records_organisation"
        assert ask(home, names) == ask(place / "home", names)
        assert [act for (act,) in ask(home, "SELECT act FROM records_auditevent ORDER BY at")][-1] == "RESTORED"
        ask(home, "SELECT FROM records_seal()")
        assert ask(home, "SELECT count(DISTINCT era) FROM records_auditseal") == [(2,)]
        checked = plimsoll(home, "verify-audit")
        assert checked.stdout.startswith("The trail is whole: "), checked.stdout
        again = plimsoll(home, "restore", str(backup), "--key", str(place / "key"))
        assert (again.returncode, again.stdout) == (2, "")
        assert again.stderr.startswith("There are tables in the database already")
    finally:
        sweep(home)


def test_what_was_removed_since_is_removed_again(place, backup, tmp_path):
    home, marker = tmp_path / "restored", uuid4()
    ((org,),) = ask(place / "home", "SELECT id FROM records_organisation")
    line = f"{marker} {org} {CHILD} 2026-11-23T10:00:00+00:00 {uuid4()} 2026-11-01 {uuid4()} {uuid4()}"
    home.mkdir()
    (home / "removals").write_text(f"{line}\n")
    try:
        done = plimsoll(home, "restore", str(backup), "--key", str(place / "key"))

        assert done.returncode == 0, done.stderr
        assert "The backup still had 1 child's record that was removed since. Removed again" in done.stdout
        assert ask(home, "SELECT count(*) FROM records_child") == [(0,)]
        assert ask(home, "SELECT count(*) FROM records_history WHERE row ->> 'given_name' = 'Robin'") == [(0,)]
        assert ask(home, "SELECT id, again_at IS NULL FROM records_removal") == [(marker, False)]
        assert (home / "removals").read_text() == f"{line}\n"
        checked = plimsoll(home, "verify-audit")
        assert checked.stdout.startswith("The trail is whole: "), checked.stdout
    finally:
        sweep(home)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["backup", "{place}/backups"], "No public key is set, so nothing is written"),
        (["backup", "{place}/nowhere", "--key", "{public}"], "There is no folder {place}/nowhere."),
        (
            ["restore", "{place}/nowhere.age", "--key", "{place}/key", "--rehearse"],
            "There is no file {place}/nowhere.age.",
        ),
        (["restore", "{backup}", "--key", "{place}/public", "--rehearse"], "{place}/public holds no private key"),
        (["backup-key", "{place}/key"], "{place}/key is there already, and is left as it is."),
    ],
)
def test_what_cannot_be_done_is_told(place, backup, words, says):
    said = {"place": place, "public": (place / "public").read_text(), "backup": backup}
    done = plimsoll(place / "home", *(word.format(**said) for word in words))

    assert (done.returncode, done.stdout) == (2, "")
    assert says.format(**said) in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_in_the_middle_it_leaves_no_file_and_the_next_one_is_whole(place, backup, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    said = environment(place / "home", PLIMSOLL_BACKUP_KEYS=(place / "public").read_text())
    command = [sys.executable, "-m", "plimsoll", "backup", str(folder)]
    with subprocess.Popen(command, env=said, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        process.stderr.readline()  # it is taken out, and being put back
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGKILL)
    assert list(folder.glob("*.age")) == []

    done = plimsoll(place / "home", "backup", str(folder), PLIMSOLL_BACKUP_KEYS=said["PLIMSOLL_BACKUP_KEYS"])
    assert done.returncode == 0, done.stderr
    assert len(list(folder.glob("*.age"))) == 1
    assert not (place / "home" / "copying").exists()


def test_a_trail_that_was_changed_is_copied_and_told(place, backup, tmp_path):
    home = place / "home"
    ask(home, "UPDATE records_auditevent SET why = 'nothing' WHERE at = (SELECT min(at) FROM records_auditevent)")
    done = plimsoll(home, "backup", str(tmp_path), PLIMSOLL_BACKUP_KEYS=(place / "public").read_text())
    (file,) = tmp_path.glob("*.age")
    rehearsed = plimsoll(home, "restore", str(file), "--key", str(place / "key"), "--rehearse")

    assert (done.returncode, rehearsed.returncode) == (1, 1)
    assert "THE TRAIL IN IT IS NOT WHOLE" in done.stdout
    assert "THE TRAIL IN IT IS NOT WHOLE" in rehearsed.stderr
