"""The order of work as JSON: a contract with other programs, described by docs/reference/ranking.schema.json."""

import json
import re
from typing import Any, TextIO

import numpy as np

from plimsoll.cli.answer import Answer, iso
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.scores import shares
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import Band, CaseType, Indicator, Known
from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.explain import amount, figure

SCHEMA_VERSION = "1.0"
# `json` cannot write a number with exactly six decimals: millionths pass through it as whole numbers under these keys.
# Text from files cannot look like this, for inside a text every quotation mark has a backslash in front.
_MILLIONTHS = re.compile(r'"(score|value|share)": ([0-9]+)')


def write_json(out: TextIO, answer: Answer, chosen: list[int], *, worker: str | None, team: str | None) -> None:
    """The chosen caseloads, who is in none and why, and every fault of the workbook."""
    document = _Document(answer).whole(chosen, worker, team)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    out.write(_MILLIONTHS.sub(_six, text) + "\n")


class _Document:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        ranking = answer.ranking
        self.shares = shares(ranking.indicators, ranking.criteria).T.tolist()
        self.values = ranking.indicators.values.T.tolist()
        self.known = ranking.indicators.known.T.tolist()
        self.score = ranking.score.tolist()
        self.band = ranking.bands.band.tolist()
        self.type = answer.file.caseload.case_type.tolist()
        self.completeness = np.round(ranking.completeness(), 4).tolist()
        self.types, self.bands = [word.value for word in CaseType], [band.value for band in Band]
        self.states = [word.value for word in Known]

    def whole(self, chosen: list[int], worker: str | None, team: str | None) -> dict[str, Any]:
        """The document; `children` always speaks of the whole file, whatever was chosen."""
        answer, file = self.answer, self.answer.file
        unallocated = len(answer.lists[NOBODY])
        criteria, book = answer.ranking.criteria, answer.rulebook
        return {
            "schema_version": SCHEMA_VERSION,
            "as_at": iso(answer.ranking.as_at),
            "criteria_set": _named(criteria),
            "rulebook": _named(book),
            "choices_not_made": [choice.key for choice, _ in book.open_choices],
            "selection": {"worker": worker, "team": team},
            "children": {
                "in_file": file.in_file,
                "ranked": len(file.child) - unallocated,
                "unallocated": unallocated,
                "not_ranked": [
                    {"child": gone.child, "lists": list(gone.lists), "kind": gone.kind.value, "reason": gone.reason}
                    for gone in file.not_ranked
                ],
            },
            "caseloads": [
                {
                    "worker": file.workers[number],
                    "team": file.teams[number],
                    "load": self.load(answer.load(number)),
                    "cases": self.cases(number, team),
                }
                for number in chosen
                if number != NOBODY
            ],
            "unallocated": self.cases(NOBODY, team) if NOBODY in chosen else [],
            "faults": [
                {
                    "sheet": fault.sheet,
                    "row": fault.row,
                    "column": fault.column,
                    "kind": fault.kind.value,
                    "found": fault.found,
                    "done": fault.done,
                }
                for fault in answer.faults
            ],
        }

    def load(self, load: Load) -> dict[str, Any]:
        """A worker's load, with what was taken for granted."""
        scheme = load.scheme
        return {
            "scheme": scheme.name,
            "unit": scheme.measure.value,
            "asked": load.points / 100,
            "available": None if load.available is None else load.available / 100,
            "percent": load.percent,
            "over": load.over,
            "in_words": figure(load),
            "assumes": f"{amount(self.answer.hours)} contracted hours a week: the workbook does not carry them",
        }

    def cases(self, worker: int, team: str | None) -> list[dict[str, Any]]:
        """One list in order of work."""
        return [self.case(place, case) for place, case in enumerate(self.answer.cases(worker, team), 1)]

    def case(self, place: int, case: int) -> dict[str, Any]:
        """One case: place, reasons, next due item and the arithmetic behind its score."""
        answer, explanation = self.answer, self.answer.explanation
        due = explanation.next_due(case)
        return {
            "place": place,
            "case": answer.file.child[case],
            "child": answer.file.child[case],
            "case_type": self.types[self.type[case]],
            "team": answer.file.team[case],
            "where": answer.file.where[case],
            "band": self.bands[self.band[case]],
            "score": self.score[case],
            "reasons": [{"kind": reason.kind.value, "text": reason.text} for reason in explanation.reasons(case)],
            "next_due": due
            and {
                "timescale": due.duty.key,
                "title": due.title,
                "due_at": iso(due.due),
                "state": due.state.value,
                "in_words": due.words,
                "worked_out": explanation.worked_out(due),
            },
            "completeness": self.completeness[case],
            "indicators": [
                {
                    "indicator": word.value,
                    "known": self.states[self.known[case][word.number]],
                    "value": self.values[case][word.number],
                    "share": self.shares[case][word.number],
                    "source": explanation.source(case, word),
                }
                for word in Indicator
            ],
        }


def _six(found: re.Match[str]) -> str:
    """Millionths as a number with six decimals."""
    key, millionths = found.groups()
    digits = millionths.zfill(7)
    return f'"{key}": {digits[:-6]}.{digits[-6:]}'


def _named(data: CriteriaSet | Rulebook) -> dict[str, str]:
    """Which version of which data, and since when it is in force."""
    return {
        "key": data.key,
        "title": data.title,
        "version": data.version,
        "in_force_from": data.in_force_from.isoformat(),
    }
