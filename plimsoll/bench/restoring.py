"""The restore drill: a backup of three years of a service, put back by `plimsoll restore` into a home of its own, against
`pg_restore` alone of the same dump; every row counted and the whole trail checked again where it came to."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

import psycopg

from plimsoll.bench.ground.past import CASES, CASES_QUICK
from plimsoll.bench.ground.scratch import Scratch, busiest
from plimsoll.bench.ground.trail import CONTEXT, WRITE
from plimsoll.bench.ground.years import make_three_years
from plimsoll.bench.measure import Row
from plimsoll.config.databases import DATABASE, OWNER, WEB, provision
from plimsoll.config.embedded import SUPERUSER, cluster, find_copying
from plimsoll.config.keeper import needed

NAME = "restore"
GOAL, NONE = 2.0, 0.0
TURNS, TURNS_QUICK = 3, 1
EVENTS, EVENTS_QUICK, EACH = 100_000, 500, 100


def rows(quick: bool) -> Iterator[Row]:
    """Seconds of the backup and of the restore; rows that differ, and links of the trail that do not close."""
    with Scratch(quick) as scratch:
        scratch.town()
        make_three_years(scratch.url(SUPERUSER, DATABASE), scratch.at, CASES_QUICK if quick else CASES)
        _write_events(scratch, EVENTS_QUICK if quick else EVENTS)
        _write_documents(scratch)
        drill = Drill(scratch)
        yield drill.backed_up()
        yield from drill.put_back(TURNS_QUICK if quick else TURNS)


def _write_events(scratch: Scratch, events: int) -> None:
    """A trail of some length; the backup seals it."""
    org, worker, cases = busiest()
    with psycopg.connect(scratch.url(WEB, DATABASE), autocommit=True) as connection:
        for _ in range(events // EACH):
            with connection.transaction():
                connection.execute(CONTEXT, [str(org), str(worker)])
                connection.execute(WRITE, [org, cases[0], EACH])


def _write_documents(scratch: Scratch) -> None:
    """The town has rows of documents alone; here each has its file."""
    from plimsoll.records import files  # noqa: PLC0415 - Django is ready only now

    letter = scratch.folder / "letter"
    with psycopg.connect(scratch.url(SUPERUSER, DATABASE), autocommit=True) as server:
        for org, key in server.execute("SELECT org_id, id FROM records_document").fetchall():
            letter.write_text(f"Letter {key}. " * 1_000, encoding="utf-8")
            digest, size = files.keep(org, letter)
            server.execute(
                "UPDATE records_document SET digest = %s, size_bytes = %s WHERE id = %s", [digest, size, key]
            )


class Drill:
    """One backup, put back again and again, each time into a home that was not there."""

    def __init__(self, scratch: Scratch) -> None:
        self.scratch = scratch
        self.key = scratch.folder / "private"
        self.made = scratch.folder / "backups"
        self.made.mkdir()
        self.dump = scratch.folder / "dump"
        with closing(psycopg.connect(scratch.url(SUPERUSER, DATABASE))) as connection:
            version = connection.info.server_version // 10_000
        self.programs = find_copying(version)

    def backed_up(self) -> Row:
        """The whole backup, with its trial and its encryption, against `pg_dump` alone."""
        public = self._plimsoll(self.scratch.home, "backup-key", str(self.key)).strip()
        begin = time.perf_counter()
        self._plimsoll(self.scratch.home, "backup", str(self.made), "--key", public)
        ours = time.perf_counter() - begin
        begin = time.perf_counter()
        self._run("pg_dump", "--format=custom", f"--file={self.dump}", self.scratch.url(OWNER, DATABASE))
        theirs = time.perf_counter() - begin
        (file,) = self.made.glob("*.age")
        megabytes = file.stat().st_size / 1_000_000
        return Row(NAME, f"a backup of {megabytes:,.0f} MB, put back once", ours, "s", "pg_dump alone", theirs)

    def put_back(self, turns: int) -> Iterator[Row]:
        """The whole restore against `pg_restore` alone, in turn; then what came back against what was there."""
        (file,) = self.made.glob("*.age")
        ours, theirs = [], []
        home = self.scratch.folder / "restored"
        for turn in range(turns):
            _clear(home)
            home = self.scratch.folder / f"restored-{turn}"
            self.scratch.forget(home)
            begin = time.perf_counter()
            self._plimsoll(home, "restore", str(file), "--key", str(self.key))
            ours.append(time.perf_counter() - begin)
            theirs.append(self._alone(self.scratch.folder / f"alone-{turn}"))
        there, back = self._counted(self.scratch.home), self._counted(home)
        rows = sum(there.values())
        what = f"{rows:,} rows and {there['records_auditevent']:,} events of the trail put back, counted and checked"
        yield Row(NAME, what, median(ours), "s", "pg_restore alone", median(theirs), GOAL)
        different = sum(abs(there[name] - back.get(name, 0)) for name in there if name not in WRITTEN_SINCE)
        yield Row(NAME, "rows that differ", different, "rows", "rows put back", rows, NONE)
        broken, links = self._links(home)
        yield Row(NAME, "links of the trail that do not close", broken, "links", "links checked", links, NONE)

    def _alone(self, home: Path) -> float:
        """Seconds of `pg_restore` into an empty database, and of nothing else."""
        self.scratch.forget(home)
        with needed(home) as place:
            provision(place)
            begin = time.perf_counter()
            self._run(
                "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-comments",
                f"--dbname={place.url(OWNER, DATABASE)}", str(self.dump),
            )  # fmt: skip
            seconds = time.perf_counter() - begin
        _clear(home)
        return seconds

    def _counted(self, home: Path) -> dict[str, int]:
        from plimsoll.cli.backups.contents import take_stock  # noqa: PLC0415 - beside it, Django is ready only now

        with needed(home) as place, closing(psycopg.connect(place.url(OWNER, DATABASE))) as connection:
            return dict(take_stock(connection).rows)

    def _links(self, home: Path) -> tuple[int, int]:
        from django.conf import settings  # noqa: PLC0415 - Django is ready only now

        from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - the same

        with needed(home) as place, closing(psycopg.connect(place.url(OWNER, DATABASE))) as connection:
            outside = home / settings.AUDIT_SEALS.name
            trail = verify_trail(connection, outside.read_text(encoding="ascii").splitlines())
        return len(trail.broken) + len(trail.changed), trail.seals

    def _plimsoll(self, home: Path, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "plimsoll", *words],
            env=self.scratch.own_environment(home), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            said = (done.stderr + done.stdout).strip()[-700:]
            raise RuntimeError(f"plimsoll {words[0]} ended with {done.returncode}: {said}")
        return done.stdout

    def _run(self, program: str, *words: str) -> None:
        command: Sequence[str] = [self.programs.path(program), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()[:500]}")


def _clear(home: Path) -> None:
    """What a turn left, so that there is room for the next."""
    for folder in (cluster(home).place, cluster(home).socket, home):
        shutil.rmtree(folder, ignore_errors=True)


# Written by the backup and by the restore themselves, after what they count.
WRITTEN_SINCE = ("records_auditevent", "records_auditseal")
