"""The inputs of an order of work as plain data, so that it can be computed again years later from what it was made of.

Frozen data is read by whatever version of the engine there is then: words are kept by their codes, days as ISO text, and
arrays as lists. What a later version asks for and an earlier one did not know is taken as a blank case has it.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np

from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.caseload import ByHand, Caseload, ClockChange, Diary, Events, PutOffs, Workers
from plimsoll.core.terms import (
    CaseType,
    Circumstance,
    EventKind,
    Factor,
    Indicator,
    Information,
    Owner,
    Purpose,
    Term,
    WhoElse,
)

FORMAT = 1
# Columns that hold positions in an enum, or bits of one: written by their codes.
_WORDS: Mapping[str, type[Term]] = {"case_type": CaseType, "who_else": WhoElse}
_BITS: Mapping[str, type[Term]] = {
    "case_types": CaseType, "circumstances": Circumstance, "information": Information,
}  # fmt: skip
_BY_ROW: Mapping[str, type[Term]] = {"factors": Factor, "records_of": EventKind}
_APART = frozenset({"events", "carries", "carries_steps", "records", "put_off"})

Frozen = dict[str, Any]


def freeze(caseload: Caseload, workers: Workers, calendar: Calendar, as_at: int) -> Frozen:
    """All that an order of work was made of but its criteria set and rulebook, which have versions of their own. Plain data,
    as JSON can hold it. The order of events says nothing and is lost: the same facts are frozen alike however they were
    read."""
    columns = {
        name: _column(name, value)
        for name, value in vars(caseload).items()
        if isinstance(value, np.ndarray) and name not in _APART
    }
    events = _in_order(caseload.events)
    return {
        "format": FORMAT,
        "as_at": as_at,
        "cases": columns,
        "events": {
            "case": events.case.tolist(),
            "kind": [_KINDS[number] for number in events.kind.tolist()],
            "day": _texts(events.day),
            "minute": events.minute.tolist(),
            "nth": events.nth.tolist(),
        },
        "put_off": [list(row) for row in caseload.put_off.rows()],
        "by_hand": [list(row) for row in caseload.by_hand],
        "clocks": [list(row) for row in caseload.clocks],
        "carries": {word.value: sorted(kind.value for kind in kinds) for word, kinds in caseload.carries.items()},
        "carries_steps": caseload.carries_steps,
        "records": sorted(kind.value for kind in caseload.records),
        "workers": {"names": list(workers.names), "minutes_left": workers.minutes_left.tolist()},
        "diary": {item.name: getattr(workers.diary, item.name).tolist() for item in fields(Diary)},
        "calendar": {
            "nation": calendar.nation.value,
            "closure_days": sorted(day.isoformat() for day in calendar.closure_days),
            "opens_at": calendar.opens_at,
            "closes_at": calendar.closes_at,
            "start_day_is": calendar.start_day_is,
            "bank_holidays_count": calendar.bank_holidays_count,
            "hours_a_day": calendar.hours_a_day,
            "school_terms": [[day.isoformat() for day in term] for term in calendar.school_terms],
        },
    }


def thaw(frozen: Frozen) -> tuple[Caseload, Workers, Calendar, int]:
    """What was frozen: cases, workers, calendar, and the moment.

    Raises
    ------
    ValueError : it was frozen by a later version, in a format that this one does not know.
    """
    if frozen["format"] != FORMAT:
        raise ValueError(f"This was kept in format {frozen['format']}; this version of Plimsoll reads format {FORMAT}.")
    told = frozen["cases"]
    blank = Caseload.blank(told["reference"], [CaseType(code) for code in told["case_type"]])
    columns: dict[str, Any] = {
        name: _array(
            name, told[name], np.dtype(bool) if name == "records_of" else getattr(blank, name).dtype, len(blank)
        )
        for name in told
        if name not in ("reference", "case_type")
    }
    events = frozen["events"]
    caseload = replace(
        blank,
        **columns,
        events=Events(
            case=np.array(events["case"], dtype=np.int32),
            kind=np.array([EventKind(code).number for code in events["kind"]], dtype=np.int16),
            day=_days(events["day"]),
            minute=np.array(events["minute"], dtype=np.int16),
            nth=np.array(events["nth"], dtype=np.int8),
        ),
        put_off=PutOffs.of([tuple(row) for row in frozen.get("put_off", [])]),
        by_hand=tuple(_by_hand(row) for row in frozen.get("by_hand", [])),
        clocks=tuple(ClockChange(*row) for row in frozen.get("clocks", [])),
        carries={Indicator(word): frozenset(map(CaseType, kinds)) for word, kinds in frozen["carries"].items()},
        carries_steps=frozen["carries_steps"],
        records=frozenset(map(EventKind, frozen["records"])),
    )
    diary, workers = frozen["diary"], frozen["workers"]
    settled = frozen["calendar"]
    terms = tuple((date.fromisoformat(begins), date.fromisoformat(ends)) for begins, ends in settled["school_terms"])
    return (
        caseload,
        Workers(
            tuple(workers["names"]),
            np.array(workers["minutes_left"], dtype=np.int64),
            Diary(
                np.array(diary["worker"], dtype=np.int32),
                np.array(diary["begins"], dtype=np.int64),
                np.array(diary["ends"], dtype=np.int64),
            ),
        ),
        Calendar(
            **{
                **settled,
                "nation": Nation(settled["nation"]),
                "closure_days": frozenset(map(date.fromisoformat, settled["closure_days"])),
                "school_terms": terms,
            }
        ),
        int(frozen["as_at"]),
    )


def without(kept: Mapping[str, Any], case: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A list that was kept, as if a case had not been on it: nothing of it stays, neither among the inputs nor in what came
    of them. `removed` keeps how many such cases there were: `said` of each. That another case was placed above or below it
    is not told any more; `unsettled` says so, as the places that came of it cannot be computed again.

    Parameters
    ----------
    kept : as of `replay`; case : id of a case on the list; said : when and under what it was removed.
    """
    (gone,) = (row["reference"] for row in kept["cases"] if row["case"] == case)
    inputs = kept["inputs"]
    at = inputs["cases"]["reference"].index(gone)
    rest = [dict(row) for row in kept["cases"] if row["case"] != case]
    for name in ("place", "computed_place"):
        for place, row in enumerate(sorted(rest, key=lambda row: int(row[name])), 1):
            row[name] = place
    by_it = [row for row in rest if row["placing"] and row["placing"]["other"] == case]
    for row in by_it:
        row["placing"] = None
    events = inputs["events"]
    stays = [number for number, of in enumerate(events["case"]) if of != at]
    return {
        **kept,
        "cases": rest,
        "inputs": {
            **inputs,
            "cases": {name: _cut(name, column, at) for name, column in inputs["cases"].items()},
            "events": {
                name: [_moved(told[number], at) if name == "case" else told[number] for number in stays]
                for name, told in events.items()
            },
            **{
                name: [[_moved(row[0], at), *row[1:]] for row in inputs[name] if row[0] != at]
                for name in ("put_off", "by_hand", "clocks")
                if name in inputs
            },
        },
        "removed": [*kept.get("removed", ()), dict(said)],
        "unsettled": bool(by_it or kept.get("unsettled")),
    }


def _moved(position: int, gone: int) -> int:
    return position - (position > gone)


_BLANK = Caseload.blank(["A"], [CaseType.CHILD_IN_NEED])


def _cut(name: str, column: Any, at: int) -> Any:
    """A column without the case in one position: its rows, or what stands in each row where it has one for each word."""
    if name in _BY_ROW:
        return {word: row[:at] + row[at + 1 :] for word, row in column.items()}
    told = getattr(_BLANK, name, None)
    if isinstance(told, np.ndarray) and told.ndim == 2:
        return [row[:at] + row[at + 1 :] for row in column]
    return column[:at] + column[at + 1 :]


def _by_hand(row: list[Any]) -> ByHand:
    case, key, title, purpose, owner, *times = row
    return ByHand(case, key, title, Purpose(purpose), Owner(owner), *times)


def _in_order(events: Events) -> Events:
    order = np.lexsort((events.nth, events.kind, events.minute, events.day, events.case))
    return Events(**{item.name: getattr(events, item.name)[order] for item in fields(Events)})


_KINDS = [kind.value for kind in EventKind]


def _column(name: str, value: "np.ndarray[Any, Any]") -> Any:
    if name in _WORDS:
        codes = [word.value for word in _WORDS[name]]
        return [None if number < 0 else codes[number] for number in value.tolist()]
    if name in _BITS:
        return [[word.value for word in _BITS[name] if bits & word.bit] for bits in value.tolist()]
    if name in _BY_ROW:
        return {word.value: value[word.number].tolist() for word in _BY_ROW[name]}
    return _texts(value) if value.dtype.kind == "M" else value.tolist()


def _array(name: str, told: Any, dtype: "np.dtype[Any]", n: int) -> "np.ndarray[Any, Any]":
    if name in _WORDS:
        return np.array([-1 if code is None else _WORDS[name](code).number for code in told], dtype=dtype)
    if name in _BITS:
        return np.array([sum(_BITS[name](code).bit for code in codes) for codes in told], dtype=dtype)
    if name in _BY_ROW:
        rows = np.zeros((len(_BY_ROW[name]), n), dtype=dtype)
        for code, row in told.items():
            rows[_BY_ROW[name](code).number] = row
        return rows
    return _days(told) if dtype.kind == "M" else np.array(told, dtype=dtype)


def _texts(days: "np.ndarray[Any, Any]") -> list[str | None]:
    return [None if text == "NaT" else text for text in days.astype(str).tolist()]


def _days(texts: list[str | None]) -> "np.ndarray[Any, Any]":
    return np.array([text or "NaT" for text in texts], dtype="datetime64[D]")
