"""Criteria sets in which one field of the file is changed, and what must change with it: each way that is tried."""

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from plimsoll.core.priority.criteria import Combine, CriteriaSet, parse
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Criterion
from tests.core.priority.generated import shipped_text

Path = tuple[str | int, ...]


def toml(value: Any) -> str:
    """TOML of a value, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def written(data: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {toml(value)}" for key, value in data.items())


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The path and value of every field; a list of words is one."""
    if isinstance(value, dict) or path == ("criterion",):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


def other_values(path: Path, value: Any) -> list[Any]:
    """What else could stand in a field, None for taking it out; not all of it is allowed."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1, value + 0.01, value - 0.01, value - 0.123456]
    if isinstance(value, date):
        return [value + timedelta(days=1)]
    match path[-1]:
        case "combine":
            return list(Combine)
        case "weights":
            return [value[::-1], [value[0] + 1, *value[1:]], None]
        case "of":
            return [value[::-1], value[1:], [SPARE, *value[1:]]]
        case "safeguarding":
            return [value[:1], [*value, "SCHOOL"]]
        case "lifted_by":
            return [None]
        case "key" if path[0] == "criterion":
            return list(Criterion)
    return [value[1:], [*value, "LOOKED_AFTER"], None] if isinstance(value, list) else [f"{value}, or otherwise"]


def changed(path: Path, value: Any) -> CriteriaSet | None:
    """The set with one field changed, and what must change with it; None where it is refused."""
    data = deepcopy(DATA)
    inside = data
    for step in path[:-1]:
        inside = inside[step]
    old = inside.pop(path[-1])
    if value is not None:
        inside[path[-1]] = value
    if path[0] == "criterion":
        _change_with_it(data, inside, path, old, value)
    try:
        return parse(written(data))
    except FaultyData:
        return None


def _change_with_it(data: dict[str, Any], inside: dict[str, Any], path: Path, old: Any, value: Any) -> None:
    others = [one for one in data["criterion"] if one is not inside]
    match path[-1]:
        case "weight":  # the points stay 100 together
            others[0]["weight"] += old - value
        case "key":  # the five stay five
            for one in others:
                one["key"] = old if one["key"] == value else one["key"]
        case "combine" if value != Combine.MEAN:
            inside.pop("weights", None)
        case "of" if "weights" in inside:
            inside["weights"] = inside["weights"][: len(value)]
        case "lifted_by":
            del inside["lift"]


DATA = tomllib.loads(shipped_text())
DATA["applies"]["FITS"] = ["EHC", "ADOPTION"]
SPARE = next(one for one in DATA["criterion"] if one["key"] == "WORKLOAD")[
    "of"
].pop()  # so that one fact counts nowhere
EVERY_FIELD = dict(leaves(DATA))
AS_WRITTEN = parse(written(DATA))
CHANGES = [(path, value) for path, old in EVERY_FIELD.items() for value in other_values(path, old)]
