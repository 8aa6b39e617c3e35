"""At which ages children often do something, by an organisation's own list: ranges to talk about, compared with no note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import DevelopmentArea

MOST_LINES, LONGEST_LINE = 200, 200
OLDEST = 25 * 12  # months
_AREAS = {area.label.lower(): area for area in DevelopmentArea}
_AGE = re.compile(r"(?:(\d{1,2})\s*y(?:ears?)?)?\s*(?:(\d{1,3})\s*m(?:onths?)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class TypicalAge:
    """Something that children often do from one age to another, in months, both within the range."""

    area: DevelopmentArea
    from_months: int
    to_months: int
    text: str

    @property
    def ages(self) -> str:
        """The range in words.

        >>> TypicalAge(DevelopmentArea.LEARNING, 18, 30, "joins two words").ages
        '1 year 6 months to 2 years 6 months'
        """
        return f"{age_in_words(self.from_months)} to {age_in_words(self.to_months)}"

    @property
    def written(self) -> str:
        """As a line that can be read again."""
        return f"{self.area.label}; {age_in_words(self.from_months)}; {age_in_words(self.to_months)}; {self.text}"


def age_in_words(months: int) -> str:
    """An age.

    >>> age_in_words(0), age_in_words(13), age_in_words(24)
    ('0 months', '1 year 1 month', '2 years')
    """
    years, rest = divmod(months, 12)
    said = [f"{years} year{'' if years == 1 else 's'}"] if years else []
    if rest or not years:
        said.append(f"{rest} month{'' if rest == 1 else 's'}")
    return " ".join(said)


def months_old(born_on: date, on: date) -> int:
    """Whole months since a birth; below 0 before it."""
    return (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)


def at_age(ages: Iterable[TypicalAge], months: int) -> tuple[TypicalAge, ...]:
    """Those in whose range an age lies."""
    return tuple(one for one in ages if one.from_months <= months <= one.to_months)


def read_ages(text: str) -> tuple[TypicalAge, ...]:
    """A list, a line for each: the part of life, from, to, what; with semicolons or, out of a spreadsheet, tabs between.

    Raises
    ------
    FaultyData : with a sentence for each line that cannot be read.

    >>> read_ages("Learning; 18 months; 2 years 6 months; joins two words")[0].to_months
    30
    """
    found, faults = [], []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if lines and [part.strip().lower() for part in re.split(r"[;\t]", lines[0][1])][:2] == ["area", "from"]:
        lines = lines[1:]  # the heads of a spreadsheet
    if len(lines) > MOST_LINES:
        faults.append(f"There are {len(lines)} lines, and room for {MOST_LINES}.")
    for number, line in lines:
        parts = [part.strip() for part in re.split(r"[;\t]", line, maxsplit=3)]
        one = _line(parts)
        if isinstance(one, str):
            faults.append(f"Line {number}: {one}")
        else:
            found.append(one)
    if faults:
        raise FaultyData("The list of typical ages", faults)
    return tuple(sorted(found, key=lambda one: (one.area.number, one.from_months, one.to_months, one.text)))


def _line(parts: list[str]) -> TypicalAge | str:
    """What a line says, or what is wrong with it."""
    if len(parts) < 4 or not parts[3]:
        return "Write the part of life, from, to, and what, with semicolons between."
    area, begins, ends = _AREAS.get(parts[0].lower()), _months(parts[1]), _months(parts[2])
    if area is None:
        return f"“{parts[0]}” is no part of life here. Write one of: {', '.join(_AREAS)}."
    if begins is None or ends is None:
        wrong = parts[1] if begins is None else parts[2]
        return f"“{wrong}” is no age. Write for example 18 months, or 2 years 6 months."
    if begins > ends:
        return f"The range ends before it begins: {parts[1]} to {parts[2]}."
    if len(parts[3]) > LONGEST_LINE:
        return f"The words are too long: there is room for {LONGEST_LINE} characters."
    return TypicalAge(area, begins, ends, parts[3])


def _months(text: str) -> int | None:
    match = _AGE.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    months = int(match[1] or 0) * 12 + int(match[2] or 0)
    return months if months <= OLDEST else None
