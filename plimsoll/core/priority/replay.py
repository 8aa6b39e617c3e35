"""A list that was kept is computed again from what it was made of, and held against what was kept."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.freeze import thaw
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.placing import Placing, placed
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import Band, PlacingKind
from plimsoll.core.timescales.due import due_items


@dataclass(frozen=True)
class Difference:
    """Something about one case that came out otherwise than it was kept. what : `place`, `band`, `computed_place`,
    `computed_band` or `score`."""

    reference: str
    what: str
    kept: Any
    again: Any


@dataclass(frozen=True)
class Replayed:
    """order : references of the cases in the order in which they come out now; differences : none where it is the same to
    the last place; unsettled : places were settled by a case that was removed since, so that those alone are compared that
    Plimsoll had computed."""

    order: tuple[str, ...]
    differences: tuple[Difference, ...]
    unsettled: bool = False


_COMPUTED = ("computed_place", "computed_band", "score")
_COMPARED = ("place", "band", *_COMPUTED)


def replay(
    kept: Mapping[str, Any], criteria: CriteriaSet, rulebook: Rulebook, only: Container[str] | None = None
) -> Replayed:
    """One list computed again: always the whole of it.

    Parameters
    ----------
    kept : `inputs` as of `freeze`, and `cases` with what each came to; criteria, rulebook : those under which it was made.
    only : ids of the cases of which it is told, as of `among`; None: of all.

    Raises
    ------
    ValueError : as `thaw`.
    """
    caseload, workers, calendar, as_at = thaw(kept["inputs"])
    book = replace(rulebook, calendar=calendar)
    items = due_items(caseload, book, calendar, as_at)
    ranking = rank(caseload, items, workers, criteria, calendar, as_at)
    position = {reference: at for at, reference in enumerate(caseload.reference.tolist())}
    cases = {case["case"]: position[case["reference"]] for case in kept["cases"]}
    found = placed(ranking, ranking.order, _placings(kept["cases"], cases))
    bands = list(Band)
    shown = {case: (at + 1, bands[found.band[at]].value) for at, case in enumerate(found.order.tolist())}
    again = [
        {
            **told,
            "place": shown[case][0],
            "band": shown[case][1],
            "computed_place": int(ranking.place[case]),
            "computed_band": bands[ranking.bands.band[case]].value,
            "score": int(ranking.score[case]),
        }
        for told, case in ((told, cases[told["case"]]) for told in kept["cases"])
    ]
    unsettled = bool(kept.get("unsettled"))
    before, anew = (among(rows, only) for rows in (kept["cases"], again))
    differences = [
        Difference(was["reference"], what, was[what], told[what])
        for was, told in zip(before, anew, strict=True)
        for what in (_COMPUTED if unsettled else _COMPARED)
        if was[what] != told[what]
    ]
    order = sorted(anew, key=lambda told: int(told["place"]))
    return Replayed(tuple(told["reference"] for told in order), tuple(differences), unsettled)


def among(rows: Sequence[Mapping[str, Any]], only: Container[str] | None) -> list[dict[str, Any]]:
    """Some cases of a list as if there were no others: their places are counted anew among them, and that one was placed by
    a case that is none of them is not told.

    >>> rows = [{"case": case, "place": at, "computed_place": at, "placing": None} for at, case in enumerate("abc", 1)]
    >>> [(row["case"], row["place"]) for row in among(rows, {"a", "c"})]
    [('a', 1), ('c', 2)]
    """
    found = [dict(row) for row in rows if only is None or row["case"] in only]
    if only is None:
        return found
    for name in ("place", "computed_place"):
        for place, row in enumerate(sorted(found, key=lambda row: int(row[name])), 1):
            row[name] = place
    for row in found:
        if row["placing"] and row["placing"]["other"] and row["placing"]["other"] not in only:
            row["placing"] = None
    return found


def _placings(told: list[Mapping[str, Any]], cases: Mapping[str, int]) -> list[Placing]:
    """The placings that held, the earliest made first."""
    held = [(case["placing"], case["case"]) for case in told if case["placing"] and not case["placing"]["waits"]]
    found = []
    for one, case in sorted(held, key=lambda pair: (pair[0]["made_at"], pair[0]["id"])):
        other = cases.get(one["other"], -1) if one["other"] else None
        band = Band(one["band"]) if one["band"] else None
        found.append(Placing(cases[case], PlacingKind(one["kind"]), other, band, stays=one.get("stays", False)))
    return found
