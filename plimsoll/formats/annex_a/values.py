"""Reading cells: what was meant, and what was wrong."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from plimsoll.formats.annex_a.faults import FaultKind
from plimsoll.formats.annex_a.layout import CodeSet, Column
from plimsoll.formats.annex_a.wording import repaired, squeezed, tidy
from plimsoll.formats.sheets import Formula

Value = str | date | int | None
LEFT_EMPTY = "left empty"


class Reading(NamedTuple):
    """What one cell says; `fault` is what is wrong with it, `done` what was done about that."""

    value: Value
    fault: FaultKind | None = None
    done: str = LEFT_EMPTY


Parser = Callable[[object], Reading]

BLANK = Reading(None)
_LOOKUP_TEXTS = (
    "#n/a #ref! #value! #multivalue #name? #div/0! #null! #num! #getting_data #spill! #calc! #error #error! "
    "#field! #blocked! #connect! #unknown!"
)
_PLACEHOLDER_TEXTS = (
    "nan nat null none blank unknown unk notknown notrecorded notrequired notapplicable n/a tbc tba nodata undefined"
)
_LOOKUPS = frozenset(_LOOKUP_TEXTS.split(" "))
_PLACEHOLDERS = frozenset(_PLACEHOLDER_TEXTS.split(" ")) | {""}  # "": nothing but punctuation, such as '-' or '.'
# 1900-01-01 stands for 0 in Excel and SQL Server, 1753 is SQL Server's first year, 9999 an end that never comes.
_PLACEHOLDER_DATES = {date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1753, 1, 1), date(9999, 12, 31)}
_EXCEL_DAY_0 = date(1899, 12, 30)
_YEARS = range(1920, 2101)  # nobody in a caseload was born before, and nothing is planned for after
_CENTURY_TURN = 50  # 49 is 2049, 50 is 1950
_AGES = range(-1, 131)
_MOST_DIGITS = 10**15  # above, two ids may have become one number

_TIME = r"(?:[T\s]+\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\s?[-/.\s]\s?(\d{{1,2}})\s?[-/.\s]\s?(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_MONTH_NAME = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[-/.\s]*([a-z]{{3,9}})[-/.,\s]*(\d{{4}}|\d{{2}}){_TIME}",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_MONTHS_OLD = re.compile(r"(\d{1,3})\s*(?:m|mths?|months?)(?:\s*old)?", re.ASCII)
_YEARS_OLD = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:y|yrs?|years?)\b.*", re.ASCII)
_DAYS_OLD = re.compile(r"\d{1,3}\s*(?:d|days?|w|wks?|weeks?)(?:\s*old)?", re.ASCII)
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})?")


def parser(column: Column) -> Parser:
    """The function that reads the cells of `column`."""
    if column.codes is not None:
        return lambda value: _code(value, column.codes)  # type: ignore[arg-type]
    return _PARSERS[column.kind]


def _missing(value: object) -> Reading | None:
    """How to read `value` if it stands for nothing, None if it says something."""
    if value is None:
        return BLANK
    if isinstance(value, str):
        return _missing_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return Reading(None, FaultKind.PLACEHOLDER)
    return None


def _missing_text(text: str) -> Reading | None:
    if isinstance(text, Formula):
        return Reading(None, FaultKind.FORMULA_NOT_COMPUTED)
    text = tidy(text).casefold()
    if not text:
        return BLANK
    if text in _LOOKUPS:
        return Reading(None, FaultKind.LOOKUP_FAILED)
    if text in _PLACEHOLDERS or squeezed(text) in _PLACEHOLDERS:
        return Reading(None, FaultKind.PLACEHOLDER)
    return None


def as_text(value: object) -> str:
    """A cell as text: whole numbers without '.0', days without a time.

    >>> as_text(12598894.0), as_text("00123.0"), as_text(" A\\u00a01 "), as_text(datetime(2020, 1, 2))
    ('12598894', '00123', 'A 1', '2020-01-02')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    text = tidy(repaired(str(value)))
    whole, _, fraction = text.partition(".")
    return whole if fraction and whole.isdecimal() and not fraction.strip("0") else text


def _id(value: object) -> Reading:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return Reading(str(value))  # by far the most common, and there are as many as children
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= _MOST_DIGITS:
        return Reading(None, FaultKind.DIGITS_LOST, "Excel keeps 15 digits of a number: format the column as text")
    return _missing(value) or Reading(as_text(value))


def _text(value: object) -> Reading:
    missing = _missing(value)
    if missing:
        return missing
    if not isinstance(value, str):
        return Reading(as_text(value))
    mended = repaired(value)
    text = tidy(mended)
    if mended != value:
        return Reading(text, FaultKind.ENCODING_REPAIRED, f"read as '{text}'")
    return Reading(text)


def _name(value: object) -> Reading:
    reading = _text(value)
    if reading.fault or not isinstance(value, str) or reading.value == value.strip():
        return reading
    return Reading(reading.value, FaultKind.NAME_TIDIED, f"read as '{reading.value}'")


def _code(value: object, codes: CodeSet) -> Reading:
    if isinstance(value, str) and not isinstance(value, Formula) and not value.startswith("#"):
        code = codes.code(as_text(value))
        if code is not None:
            return Reading(code)
    missing = _missing(value)
    if missing:
        return missing
    code = codes.code(as_text(value))
    return Reading(None, FaultKind.UNKNOWN_VALUE) if code is None else Reading(code)


def _date(value: object) -> Reading:
    day: date | None
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif value == time():  # Excel's day 0, which openpyxl takes for midnight
        return Reading(None, FaultKind.PLACEHOLDER)
    else:
        missing = _missing(value)
        if missing:
            return missing
        day = _day_from_number(value) if isinstance(value, int | float) else _day_from_text(as_text(value))
    if day is None:
        return Reading(None, FaultKind.UNREADABLE_DATE)
    if day in _PLACEHOLDER_DATES:
        return Reading(None, FaultKind.PLACEHOLDER)
    if day.year not in _YEARS:
        return Reading(None, FaultKind.UNLIKELY_DATE)
    return Reading(day)


def _day_from_number(number: float) -> date | None:
    """A day from Excel's count of days, or from digits such as 20210316."""
    compact = _COMPACT.fullmatch(str(int(number)))
    if compact:
        return _day(*compact.groups())
    try:
        return _EXCEL_DAY_0 + timedelta(days=int(number))
    except OverflowError:
        return None


def _day_from_text(text: str) -> date | None:
    """A day from text, day before month always.

    >>> _day_from_text("03/04/21"), _day_from_text("2021-04-03 00:00:00"), _day_from_text("3-Apr-2021")
    (datetime.date(2021, 4, 3), datetime.date(2021, 4, 3), datetime.date(2021, 4, 3))
    """
    if match := _ISO.fullmatch(text):
        return _day(*match.groups())
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _day(year, month, day)
    if match := _MONTH_NAME.fullmatch(text):
        day, name, year = match.groups()
        short = name[:3].lower()
        return _day(year, str(_MONTHS.index(short) + 1), day) if short in _MONTHS else None
    if _NUMBER.fullmatch(text):
        return _day_from_number(float(text))
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _CENTURY_TURN else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _number(value: object) -> float | None:
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e15 else None
    text = as_text(value)
    return float(text) if _NUMBER.fullmatch(text) else None


def _int(value: object) -> Reading:
    missing = _missing(value)
    if missing:
        return missing
    number = _number(value)
    if number is None or number < 0 or not number.is_integer():
        return Reading(None, FaultKind.UNREADABLE_NUMBER)
    return Reading(int(number))


def _age(value: object) -> Reading:
    """Whole years, -1 for the unborn; months and days are read as 0 or more years."""
    missing = _missing(value)
    if missing:
        return missing
    number = _number(value)
    years = math.floor(number) if number is not None else _years_from_text(as_text(value).casefold())
    if years is None or years not in _AGES:
        return Reading(None, FaultKind.UNREADABLE_NUMBER)
    return Reading(years)


def _years_from_text(text: str) -> int | None:
    """
    >>> [_years_from_text(text) for text in ("<1", "11 months", "17 yrs", "unborn", "old")]
    [0, 0, 17, -1, None]
    """
    if text.replace(" ", "") in ("<1", "under1", "lessthan1"):
        return 0
    if "unborn" in text:
        return -1
    if match := _MONTHS_OLD.fullmatch(text):
        return int(match.group(1)) // 12
    if match := _YEARS_OLD.fullmatch(text):
        return int(float(match.group(1)))
    return 0 if _DAYS_OLD.fullmatch(text) else None


def _postcode(value: object) -> Reading:
    missing = _missing(value)
    if missing:
        return missing
    match = _POSTCODE.fullmatch(as_text(value).upper().replace(" ", ""))
    if match is None:
        return Reading(None, FaultKind.UNREADABLE_POSTCODE)
    return Reading(" ".join(part for part in match.groups() if part))


_PARSERS: dict[str, Parser] = {
    "id": _id,
    "name": _name,
    "text": _text,
    "date": _date,
    "age": _age,
    "int": _int,
    "postcode": _postcode,
}
