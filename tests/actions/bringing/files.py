"""What a workbook gives by itself, without a database."""

from datetime import date, datetime, time
from pathlib import Path

from plimsoll.cli.answer import rank_workbook
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority import criteria
from plimsoll.core.rulebook import parse
from plimsoll.core.terms import Band
from plimsoll.core.workload import reading
from plimsoll.formats.annex_a import read
from tests.factories.small import text


def rank_alone(path: Path, on: date) -> dict[str | None, list[tuple[int, str, str]]]:
    """Place, child and band of every case of each worker, and of the unallocated ones under None; in order."""
    scheme = reading.parse(text("schemes/plimsoll_hours.toml"))
    answer = rank_workbook(
        read(path),
        as_at=moment(datetime.combine(on, time(9), LONDON)),
        rulebook=parse(text("england.toml")),
        criteria=criteria.parse(text("criteria/statutory.toml")),
        scheme=scheme,
        hours=scheme.filled("full_time_hours", scheme.full_time_hours),
    )
    found: dict[str | None, list[tuple[int, str, str]]] = {}
    cases, ranking = answer.file.caseload, answer.ranking
    for case in ranking.order.tolist():
        worker = int(cases.worker[case])
        name = None if worker == NOBODY else answer.file.workers[worker]
        place = (int(ranking.place[case]), str(cases.reference[case]), list(Band)[ranking.bands.band[case]].value)
        found.setdefault(name, []).append(place)
    return {name: sorted(rows) for name, rows in found.items()}
