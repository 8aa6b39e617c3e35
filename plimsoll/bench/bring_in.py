"""A large workbook brought into a service: staged and applied, against a bare COPY of its rows into a plain table."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.measure import Row
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.demo.annex_a import write_annex_a

ROWS, ROWS_QUICK = 55_000, 500
SEED = 2026


def rows(quick: bool) -> Iterator[Row]:
    """Rows a second of staging and applying, each for the first file of a service and for the next month's, and the peak
    memory of the process that does both."""
    many = ROWS_QUICK if quick else ROWS
    with Scratch(quick=True) as scratch:
        scratch.town()
        org, manager = _service(scratch.monday)
        for called, on in (("first", scratch.monday - timedelta(28)), ("same again", scratch.monday)):
            path = scratch.folder / "town.xlsx"
            if called == "first":
                write_annex_a(path, workers=1, seed=SEED, as_at=on, rows=many)
            done = _brought(scratch, path, on, org, manager)
            copied, memory = _copied(scratch, path)
            baseline = f"COPY of the same {many:,} rows into a plain table, as their owner"
            for part in ("staged", "applied"):
                measure = f"{many:,} rows {part} ({called}; {many / done[part]:,.0f} rows a second)"
                yield Row("import", measure, done[part], "s", baseline, copied)
            yield Row("import", f"memory of both ({called})", done["memory"], "MiB", "the same COPY's process", memory)


def _service(monday: date) -> tuple[UUID, UUID]:
    """An organisation with what it has agreed on and a service manager."""
    from plimsoll.core.terms import Role  # noqa: PLC0415 - Django is ready only now
    from plimsoll.demo.rows.making import NINE, at  # noqa: PLC0415 - the same
    from plimsoll.demo.rows.reference import rulebook_text, text_of  # noqa: PLC0415 - the same
    from plimsoll.records.context import acting  # noqa: PLC0415 - the same
    from plimsoll.records.models.people import Organisation, RoleHeld, Worker  # noqa: PLC0415 - the same
    from plimsoll.records.models.priority import CriteriaSet  # noqa: PLC0415 - the same
    from plimsoll.records.models.reference import RulebookVersion  # noqa: PLC0415 - the same
    from plimsoll.records.models.workload import SchemeVersion  # noqa: PLC0415 - the same

    org = uuid4()
    begun = monday - timedelta(365)
    Organisation.objects.using("owner").create(
        id=org, name="Measured Council", nation="ENG", invented=True, created_at=at(begun, NINE)
    )
    agreed = {"version": "1", "title": "As shipped", "in_force_from": begun, "agreed_at": at(begun, NINE), "key": "own"}
    with acting(org, None, "a measurement"):
        RulebookVersion.objects.create(org_id=org, text=rulebook_text(), **agreed)
        CriteriaSet.objects.create(org_id=org, text=text_of("criteria/statutory.toml"), **agreed)
        SchemeVersion.objects.create(org_id=org, text=text_of("schemes/plimsoll_hours.toml"), **agreed)
        manager = Worker.objects.create(org_id=org, name="Max Marram", sort_name="marram max", joined_on=begun)
        RoleHeld.objects.create(
            org_id=org, worker=manager, role=Role.SERVICE_MANAGER, from_date=begun, given_at=at(begun, NINE)
        )
    return org, manager.pk


def _brought(scratch: Scratch, path: Path, on: date, org: UUID, manager: UUID) -> dict[str, float]:
    said = (str(path), on.isoformat(), str(org), str(manager))
    return _run([sys.executable, "-m", "plimsoll.bench.bring_in", *said], scratch.own_environment(scratch.home))


def _copied(scratch: Scratch, path: Path) -> tuple[float, float]:
    """Seconds, and the peak memory of the process."""
    command = [sys.executable, "-m", "plimsoll.bench.bring_in", str(path), scratch.url(OWNER, DATABASE)]
    done = _run(command, scratch.own_environment(scratch.home))
    return done["copied"], done["memory"]


def _run(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    found: dict[str, float] = json.loads(done.stdout)
    return found


# ---- the processes that are measured ----------------------------------------------------------------------------------


def bring(path: Path, on: date, org: UUID, manager: UUID) -> dict[str, float]:
    """Stages a workbook, has everybody in it added, and applies it."""
    from plimsoll.config.setup import with_django  # noqa: PLC0415 - only the process that is measured needs Django

    with_django()
    from django.utils.timezone import now  # noqa: PLC0415 - Django is ready only now

    from plimsoll.actions import exchange  # noqa: PLC0415 - the same
    from plimsoll.queries.access import get_viewer  # noqa: PLC0415 - the same
    from plimsoll.queries.exchange import get_import  # noqa: PLC0415 - the same
    from plimsoll.records.context import acting  # noqa: PLC0415 - the same

    with acting(org, manager, "a measurement"):
        by = get_viewer(org, manager, on)
        began = time.perf_counter()
        brought = exchange.stage_file(path.read_bytes(), path.name, by=by, org=org, at=now(), facts_on=on)
        staged = time.perf_counter() - began
        seen = get_import(by, brought)
        if new := {person.name: exchange.ADD for person in seen.people if not person.settled}:
            exchange.settle_people(brought, new, by=by, at=now())
        if new := {team.name: exchange.ADD for team in seen.teams if not team.settled}:
            exchange.settle_teams(brought, new, by=by, at=now())
        exchange.start_applying(brought, by=by, at=now(), leave_unknown=True)
    began = time.perf_counter()
    exchange.apply_import(org, brought, at=now())
    applied = time.perf_counter() - began
    with acting(org, manager, "a measurement"):
        failed = get_import(by, brought).failed
    if failed:
        raise RuntimeError(failed)
    return {"staged": staged, "applied": applied, "memory": _peak()}


def copy(path: Path, url: str) -> dict[str, float]:
    """Its rows into a table of texts, read from the file beforehand."""
    from plimsoll.formats.spreadsheet import open_book  # noqa: PLC0415 - only this process reads the file so

    with open_book(path) as book:
        found = [row for sheet in book.sheets for row in sheet.load(None)[1:]]
    width = max(map(len, found))
    texts = [[None if cell is None else str(cell) for cell in row] + [None] * (width - len(row)) for row in found]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(f"c{at}")) for at in range(width))
        cursor.execute(sql.SQL("CREATE TABLE plain_rows ({})").format(columns))
        began = time.perf_counter()
        with cursor.copy("COPY plain_rows FROM STDIN") as lines:
            for row in texts:
                lines.write_row(row)
        connection.commit()
        copied = time.perf_counter() - began
        cursor.execute("DROP TABLE plain_rows")
    return {"copied": copied, "memory": _peak()}


def _peak() -> float:
    """The largest memory this process held, MiB. A process's own record, as `getrusage` begins at that of its starter."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource  # noqa: PLC0415 - not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _measured(said: list[str]) -> Any:
    if len(said) == 2:
        return copy(Path(said[0]), said[1])
    return bring(Path(said[0]), date.fromisoformat(said[1]), UUID(said[2]), UUID(said[3]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.config.settings")
    print(json.dumps(_measured(sys.argv[1:])))
