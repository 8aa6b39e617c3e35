"""What somebody typed into the one box, taken apart: a day that a child may be born on, and the rest."""

import re
from datetime import date

from plimsoll.queries.search import Wanted
from plimsoll.web.forms.dates import NotADay, read_day

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    r"(?<![\w/.-])(?:(?:born|b\.?|dob:?)\s+)?("
    r"\d{1,2}[/. -]\d{1,2}[/. -](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})[a-z]*\.?,?\s+\d{{4}}"
    r")(?![\w/.-])",
    re.IGNORECASE,
)


def wanted(text: str, *, today: date) -> Wanted:
    """What is looked for. Where day and month could be the other way round, that is looked for too.

    >>> found = wanted("Hamish Brown 3/4/2015", today=date(2026, 11, 23))
    >>> found.said, [day.isoformat() for day in found.days]
    ('Hamish Brown', ['2015-04-03', '2015-03-04'])
    >>> wanted("943 476 5919", today=date(2026, 11, 23)).days
    ()
    """
    text = " ".join(text.split())
    for found in _DAY.finditer(text):
        try:
            day = read_day(found[1].replace(",", ""), today=today)
        except NotADay:
            continue
        rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(" ,")
        return Wanted(text, _days(day), rest)
    return Wanted(text)


def _days(day: date) -> tuple[date, ...]:
    return (day, day.replace(day=day.month, month=day.day)) if day.day <= 12 and day.day != day.month else (day,)
