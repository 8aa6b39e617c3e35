"""Reading whole columns: each distinct value once, then every row by looking its value up."""

from collections.abc import Iterable, Mapping

from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.layout import Column
from plimsoll.formats.annex_a.values import Reading, Value, as_text, parser

# Faults of a spelling rather than of a row: said once, however many rows carry the spelling.
_ONCE = (FaultKind.NAME_TIDIED, FaultKind.ENCODING_REPAIRED)
LONGEST = {"id": 100, "name": 200}  # letters and digits that the records can keep
LONGEST_MEANT = 400  # of a text of which somebody can say what it means
_NO_ID = (FaultKind.MISSING_VALUE, FaultKind.LOOKUP_FAILED, FaultKind.PLACEHOLDER)


def read_column(
    column: Column,
    values: list[object],
    *,
    required: bool,
    sheet: str,
    rows: list[int],
    header: str,
    settled: Mapping[str, str] | None = None,
) -> tuple[list[Value], list[Fault]]:
    """The values of a column as read, and its faults.

    `values` and `rows` (numbers in `sheet`, from 1) are equally long. A blank cell is a fault only if `required`.
    `settled` says for texts (in lower case) that stand for no code which one they mean, or '' for none.
    """
    kinds = set(map(type, values))
    if column.kind == "id" and kinds == {int}:
        return list(map(str, values)), []
    if bool in kinds:  # True equals 1 as a key, and '1' is not what it says
        values = [str(value) if isinstance(value, bool) else value for value in values]
    parse = parser(column)
    readings = {value: parse(value) for value in dict.fromkeys(values)}
    if settled:
        readings = {value: _meant(value, reading, settled) for value, reading in readings.items()}
    readings = {value: _that_fits(column, value, reading) for value, reading in readings.items()}
    plain = {value: reading.value for value, reading in readings.items()}
    faulty = {value: reading for value, reading in readings.items() if reading.fault}
    if required:
        blank = Reading(None, FaultKind.MISSING_VALUE)
        faulty |= {value: blank for value, reading in readings.items() if reading.value is None and not reading.fault}
    if required and column.key == "child_id":
        faulty = {value: _without_child(reading) for value, reading in faulty.items()}
    faults = _faults(faulty, values, sheet, rows, header, column.once) if faulty else []
    return [plain[value] for value in values], faults


def is_unknown(column: Column, value: object) -> bool:
    """Whether a cell of a coded column stands for no code, although it says something."""
    reading = parser(column)(value)
    return _that_fits(column, value, reading).fault is FaultKind.UNKNOWN_VALUE


def _that_fits(column: Column, value: object, reading: Reading) -> Reading:
    """A value that the records can keep as it was read; a longer one is left out, but for a reference: by it the rows of one
    child are found, and named as not brought in."""
    if reading.fault is FaultKind.UNKNOWN_VALUE and len(as_text(value)) > LONGEST_MEANT:
        return Reading(None, FaultKind.TOO_LONG, f"left out: over {LONGEST_MEANT} letters and digits")
    most = LONGEST.get(column.kind)
    if most is None or not isinstance(reading.value, str) or len(reading.value) <= most:
        return reading
    if column.kind == "id":
        return Reading(reading.value, FaultKind.REFERENCE_TOO_LONG, f"over {most} letters and digits")
    return Reading(None, FaultKind.TOO_LONG, f"left out: over {most} letters and digits")


def _meant(value: object, reading: Reading, settled: Mapping[str, str]) -> Reading:
    """An unknown value as it was said to be meant, else as it was read."""
    if reading.fault is not FaultKind.UNKNOWN_VALUE or as_text(value).casefold() not in settled:
        return reading
    return Reading(settled[as_text(value).casefold()] or None)


def _without_child(reading: Reading) -> Reading:
    if reading.fault not in _NO_ID:
        return reading
    return Reading(None, FaultKind.NO_CHILD_ID, "row kept without a child")


def _faults(
    faulty: dict[object, Reading], values: list[object], sheet: str, rows: list[int], header: str, once: bool
) -> list[Fault]:
    places: dict[object, list[int]] = {value: [] for value in faulty}
    for value, row in zip(values, rows, strict=True):
        if value in places:
            places[value].append(row)
    faults = []
    for value, reading in faulty.items():
        fault, found = reading.fault, "" if value is None else str(value)
        assert fault is not None
        if fault is FaultKind.UNREADABLE_POSTCODE:
            found = ""  # it may be protected: its place says enough to find it in the file
        if fault in (FaultKind.TOO_LONG, FaultKind.REFERENCE_TOO_LONG):
            found = f"{found[:40]}..."
        if once or fault in _ONCE:
            done = reading.done if len(places[value]) == 1 else f"{reading.done} ({len(places[value])} rows)"
            faults.append(Fault(sheet, places[value][0], header, fault, found, done))
        else:
            faults += [Fault(sheet, row, header, fault, found, reading.done) for row in places[value]]
    return sorted(faults, key=_row)


def _row(fault: Fault) -> int:
    return fault.row or 0


def repeated_rows(ids: Iterable[Value], sheets: list[str], rows: list[int], header: str) -> list[Fault]:
    """Faults for rows about a child that an earlier row of the same list was about already."""
    first: dict[Value, int] = {}
    faults = []
    for index, child in enumerate(ids):
        earlier = first.setdefault(child, index)
        if earlier != index and child is not None:
            done = f"kept; first in row {rows[earlier]} of {sheets[earlier]}"
            faults.append(Fault(sheets[index], rows[index], header, FaultKind.REPEATED_ROW, str(child), done))
    return faults
