"""Copies of a record for those who may ask for one: by when, and what is taken out of their texts."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plimsoll.core.terms import Exemption

MONTHS, MOST_MONTHS = 1, 3
Places = Sequence[Sequence[int]]

# What looks like a way to reach somebody: it is shown to whoever prepares a copy, and decides nothing.
_SIGNS = {
    "a telephone number": re.compile(r"(?<!\d)(?:\+44|0)(?:[ ()-]*\d){9,10}(?!\d)"),
    "an e-mail address": re.compile(r"[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
}
_SHORTEST_NAME = 3


def answer_by(received: date, months: int = MONTHS) -> date:
    """The last day for an answer: the same day of a later month, or its last day where it has no such day.

    Source: UK GDPR, article 12(3): within one month of receipt, which may be extended by two further months. Where it runs
    from a later day (who asks has still to show who they are), people end up earlier than they must.

    >>> answer_by(date(2026, 1, 31)), answer_by(date(2026, 11, 23), MOST_MONTHS)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 23))
    """
    years, month = divmod(received.month - 1 + months, 12)
    year = received.year + years
    return date(year, month + 1, min(received.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Name:
    """Somebody other than the child whose name may stand in a text."""

    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        """What of it may stand alone.

        >>> Name("Mary-Ann Oak (aunt)").parts
        ('Mary-Ann', 'Oak', 'aunt')
        """
        return tuple(part for part in re.findall(r"[\w'’-]+", self.text) if len(part) >= _SHORTEST_NAME)


def signs_of_others(text: str, names: Iterable[Name]) -> tuple[str, ...]:
    """What in a text may tell of somebody else, in words: names that are known, and ways to reach people.

    >>> signs_of_others("Rang Mr Oak on 01632 960 001", [Name("Tom Oak")])
    ('the name Oak', 'a telephone number')
    """
    known = dict.fromkeys(part for name in names for part in name.parts if part[0].isupper())
    found = [f"the name {part}" for part in known if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.I)]
    return (*found, *(said for said, sign in _SIGNS.items() if sign.search(text)))


def places_of(words: Iterable[str], text: str) -> list[list[int]]:
    """Where words stand in a text, whatever their capitals, as pairs of first sign and the one after the last; what overlaps
    is one place. A word that is part of a longer one is not found.

    >>> places_of(["oak", "tom oak"], "Tom Oak came; the oaks stood.")
    [[0, 7]]
    """
    return joined(
        [match.start(), match.end()]
        for word in words
        if word.strip()
        for match in re.finditer(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text, re.I)
    )


def joined(places: Iterable[Sequence[int]]) -> list[list[int]]:
    """Places in order, those that touch or overlap made one.

    >>> joined([[8, 9], [0, 3], [2, 5]])
    [[0, 5], [8, 9]]
    """
    found: list[list[int]] = []
    for begin, end in sorted((place[0], place[1]) for place in places):
        if found and begin <= found[-1][1]:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([begin, end])
    return found


def marker(ground: Exemption) -> str:
    """What stands in the place of what is taken out.

    >>> marker(Exemption.THIRD_PARTY)
    '[redacted: third party]'
    """
    return f"[redacted: {ground.label}]"


def without(text: str, places: Places, ground: Exemption) -> str:
    """A text without what stands at some places.

    >>> without("Tom Oak came", [[0, 7]], Exemption.THIRD_PARTY)
    '[redacted: third party] came'
    """
    for begin, end in reversed(joined(places)):
        text = text[:begin] + marker(ground) + text[end:]
    return text
