"""The order of work as CSV, one row a case, for a spreadsheet."""

import csv
from typing import TextIO

from plimsoll.cli.answer import Answer, iso
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority.explain import MOST_REASONS
from plimsoll.core.terms import Band, CaseType
from plimsoll.formats.cells import harmless

RANKED, UNALLOCATED = "RANKED", "UNALLOCATED"
HEADER = (
    "standing", "worker", "team", "place", "case", "child", "case_type", "band", "score",
    *(f"reason_{number}" for number in range(1, MOST_REASONS + 1)),
    "next_due", "next_due_at", "completeness", "where",
)  # fmt: skip


def write_csv(out: TextIO, answer: Answer, chosen: list[int], team: str | None, everybody: bool) -> None:
    """The chosen caseloads, then the unallocated, then (for `everybody`) the children without open work and why.

    Faults are in JSON and in --faults.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    bands, types = [band.label for band in Band], [word.label for word in CaseType]
    completeness = answer.ranking.completeness()
    for worker in chosen:
        name = "" if worker == NOBODY else answer.file.workers[worker]
        for place, case in enumerate(answer.cases(worker, team), 1):
            reasons = [reason.text for reason in answer.explanation.reasons(case)]
            due = answer.explanation.next_due(case)
            cells = [
                UNALLOCATED if worker == NOBODY else RANKED,
                name,
                answer.file.team[case] or "",
                place,
                answer.file.child[case],
                answer.file.child[case],
                types[answer.file.caseload.case_type[case]],
                bands[answer.ranking.bands.band[case]],
                f"{answer.ranking.score[case] / 1_000_000:.6f}",
                *reasons,
                *[""] * (MOST_REASONS - len(reasons)),
                due.title if due else "",
                iso(due.due) if due else "",
                f"{completeness[case]:.2f}",
                answer.file.where[case],
            ]
            writer.writerow([harmless(cell) for cell in cells])
    for gone in answer.file.not_ranked if everybody else ():
        blanks = [""] * (len(HEADER) - len(_NOT_RANKED))
        writer.writerow(
            [*map(harmless, [gone.kind.value, "", "", "", gone.child, gone.child, "", "", "", gone.reason]), *blanks]
        )


_NOT_RANKED = HEADER[: HEADER.index("reason_1") + 1]
