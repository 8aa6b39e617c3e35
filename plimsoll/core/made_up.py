"""What stands in a scrubbed copy in place of what people are called, wrote and are reached by.

Each is worked out from what stood there with a secret that is thrown away, so that the same name has the same made-up one
wherever it stands, and nobody finds the way back. Numbers are out of ranges that belong to nobody.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from uuid import UUID

from plimsoll.core.calendar import LONDON
from plimsoll.core.identifiers import NHS_DIGITS, UPN_LETTERS, UPN_SIGNS, doubt_nhs_number

NOBODY = UUID(int=0)  # the product itself, where a worker would stand
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b")
SECRET_BYTES = 32
MOST_WEEKS = 8  # ours: as little as hides the days, so that what is due stays near today
MOST_BIRTH_DAYS, BIRTH_SHARE = 45, 8  # ours: up to 45 days, and of a small child an eighth of their age
_HOUR, _WEEK = timedelta(hours=1), timedelta(days=7)

# Syllables of names that nobody has: what they make is left out where it is a name in the records all the same.
_BEGIN = (
    "Bo",
    "Ca",
    "Di",
    "Fe",
    "Ga",
    "Ho",
    "Ji",
    "Ku",
    "Le",
    "Mo",
    "Ne",
    "Pi",
    "Qua",
    "Ru",
    "Sha",
    "Ti",
    "Vo",
    "Wi",
    "Ye",
    "Zu",
)
_MIDDLE = ("bra", "cli", "do", "fli", "gri", "hu", "kle", "lo", "mi", "nu", "pri", "ska", "tro", "vi", "zo")
_GIVEN_END = ("bel", "dan", "fin", "la", "mar", "nis", "ra", "sol", "ta", "vin")
_FAMILY_END = ("barrow", "combe", "dale", "field", "gate", "holt", "mere", "stow", "thorpe", "wick")
_STREETS = (
    "Lantern Row",
    "Halyard Street",
    "Capstan Lane",
    "Ferry Close",
    "Millpond Road",
    "Compass Way",
    "Granary Court",
)
_AREAS = ("ZM", "ZT", "YK")  # no postcode area of the United Kingdom has these letters
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PLAIN = """
    the a and of to in with for at on by was is had were it they we she he this that when then after before again still
    visit home school family worker plan review meeting call week day morning room kitchen garden table door window street
    bus lunch book ball picture song colour letter number paper green blue yellow small large quiet early late new old open
    warm cold slow quick calm clear kind ready made up words stand here in place of what was written spoke asked told heard
    saw agreed went came stayed looked wrote read played walked waited helped began ended kept brought talked listened
"""
_WORDS = _PLAIN.split()
_RIVER_SENTENCES = 4000


@dataclass
class MadeUp:
    """secret : what all of it is worked out with, thrown away after; taken : words of names that are real here, in lower
    case, which are made up for nobody."""

    secret: bytes
    taken: frozenset[str] = frozenset()
    _references: dict[str, str] = field(default_factory=dict)
    _given_out: set[str] = field(default_factory=set)

    def number(self, *of: object) -> int:
        """A number out of what stood there: the same for the same, below 2 to the 64."""
        said = "\0".join(map(str, of)).encode()
        return int.from_bytes(blake2b(said, key=self.secret, digest_size=8).digest())

    # ---- keys and days --------------------------------------------------------------------------------------------------

    def key(self, key: UUID) -> UUID:
        """Another key in place of one."""
        if key == NOBODY:
            return key
        return UUID(bytes=blake2b(key.bytes, key=self.secret, digest_size=16).digest(), version=4)

    def keys_within(self, text: str) -> str:
        """A text of the program with other keys in it.

        >>> MadeUp(b"secret").keys_within("cin-review")
        'cin-review'
        """
        return KEY.sub(lambda found: str(self.key(UUID(found[0]))), text)

    def weeks(self, org: UUID) -> int:
        """How many weeks earlier everything of an organisation happened, 1 to 8."""
        return 1 + self.number("weeks", org) % MOST_WEEKS

    def birth_days(self, born: date, family: str, died: date | None, today: date) -> int:
        """How many days later (negative: earlier) a child is said to be born, beside the weeks of the organisation. Never
        none; the age in whole years stays; nobody dies before they are born. Brothers and sisters of one day stay of one
        day."""
        age = abs((today - born).days)
        most = max(1, min(MOST_BIRTH_DAYS, age // BIRTH_SHARE))
        until = min(died or today, today)
        days = [
            days
            for days in range(-most, most + 1)
            if days
            and whole_years(born + timedelta(days), until) == whole_years(born, until)
            and (died is None or born + timedelta(days) <= died)
        ] or [-1]
        return days[self.number("born", born, family.casefold()) % len(days)]

    # ---- people -----------------------------------------------------------------------------------------------------------

    def given(self, name: str) -> str:
        """A given name."""
        return self._name(name, _GIVEN_END)

    def family(self, name: str) -> str:
        """A family name, by the last word of the real one, so that whoever shared it shares it still."""
        return self._name(name.rsplit(maxsplit=1)[-1], _FAMILY_END) if name.strip() else ""

    def person(self, name: str) -> str:
        """A whole name."""
        parts = name.split()
        if len(parts) < 2:
            return self.given(name)
        return f"{self.given(' '.join(parts[:-1]))} {self.family(parts[-1])}"

    def household(self, name: str) -> str:
        """What a family is called: by its family name, where it is called so."""
        parts = [word for word in name.split() if word.casefold() not in ("family", "household", "the")]
        return f"{self.family(parts[-1] if parts else name) or 'Unnamed'} family"

    def _name(self, name: str, ends: tuple[str, ...]) -> str:
        if not name.strip():
            return ""
        place = self.number(ends[0], name.strip().casefold())
        while True:
            first, rest = _BEGIN[place % len(_BEGIN)], place // len(_BEGIN)
            made = first + _MIDDLE[rest % len(_MIDDLE)] + ends[rest // len(_MIDDLE) % len(ends)]
            if made.casefold() not in self.taken:
                return made
            place += 1

    # ---- what they are reached and known by -------------------------------------------------------------------------------

    def reference(self, reference: str) -> str:
        """A reference; no two are the same. One that was made here stays of that form."""
        if reference not in self._references:
            turn = 0
            while (made := self._reference(reference, turn)) in self._given_out or made in self.taken:
                turn += 1
            self._references[reference] = made
            self._given_out.add(made)
        return self._references[reference]

    def _reference(self, reference: str, turn: int) -> str:
        number = self.number("reference", reference, turn)
        if re.fullmatch(f"N-[{_SIGNS}]{{6}}", reference):
            return "N-" + "".join(_SIGNS[number >> 5 * place & 31] for place in range(6))
        return f"T{number % 10**9:09d}"

    def telephone(self, number: str) -> str:
        """A telephone number of those that Ofcom keeps for plays and films."""
        made = self.number("telephone", number)
        return (
            f"07700 900{made % 1000:03d}" if number.replace(" ", "").startswith("07") else f"01632 960{made % 1000:03d}"
        )

    def email(self, address: str) -> str:
        """An address for letters in a domain that can never be (RFC 2606)."""
        return f"somebody-{self.number('email', address.casefold()):016x}@copy.invalid"

    def address(self, address: str) -> str:
        """An address, with a postcode that is none."""
        number = self.number("address", " ".join(address.split()).casefold())
        street, area = _STREETS[number % len(_STREETS)], _AREAS[number // 7 % len(_AREAS)]
        return f"{number // 21 % 199 + 1} {street}\n{area}{number // 4179 % 29 + 1} {number // 121191 % 9 + 1}AA"

    def nhs_number(self, number: str) -> str:
        """Ten digits that begin with 999, of which the NHS keeps all for tests, the last worked out as it is."""
        drawn = self.number("nhs", number)
        while True:
            for last in "0123456789":
                made = f"999{drawn % 10**6:06d}{last}"
                if not doubt_nhs_number(made):
                    assert len(made) == NHS_DIGITS
                    return made
            drawn += 1

    def upn(self, upn: str) -> str:
        """A pupil number of the local authority 000, which there is not, the first letter worked out as it is."""
        digits = f"000{self.number('upn', upn) % 10**9:09d}"
        total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
        made = UPN_LETTERS[total % len(UPN_LETTERS)] + digits
        assert len(made) == UPN_SIGNS
        return made

    # ---- what they wrote ----------------------------------------------------------------------------------------------

    def text(self, text: str, most: int | None, *of: object) -> str:
        """A made-up text about as long as a real one, and never empty where that says something.

        >>> MadeUp(b"secret").text("", None)
        ''
        """
        if not text:
            return ""
        number = self.number("text", *of, text)
        long = max(1, len(text) * (90 + number % 21) // 100)
        long = min(long, most) if most else long
        river, starts = _river()
        begin = starts[number // 21 % len(starts)]
        made = river[begin : begin + long]
        while len(made) < long:
            made += " " + river[: long - len(made) - 1] if long - len(made) > 1 else "."
        if long > 20 and " " in made:
            made = made[: made.rindex(" ")]
        return made.strip() or "T"

    def said(self, value: object, *of: object) -> object:
        """What a form or a program kept as lists of texts and keys, with made-up texts and other keys."""
        if isinstance(value, str):
            return str(self.key(UUID(value))) if KEY.fullmatch(value) else self.text(value, None, *of)
        if isinstance(value, list):
            return [self.said(one, *of) for one in value]
        if isinstance(value, Mapping):
            return {self.text(key, None, *of): self.said(one, *of) for key, one in value.items()}
        return value


def whole_years(born: date, on: date) -> int:
    """An age in whole years; before birth it is negative.

    >>> whole_years(date(2020, 3, 2), date(2026, 3, 1)), whole_years(date(2020, 3, 2), date(2026, 3, 2))
    (5, 6)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def earlier(moment: datetime, weeks: int) -> datetime:
    """A moment so many weeks earlier, at the same time of London's day, whether or not the clocks changed between. Where
    two hours would become one by that, they are squeezed into it, so that what came later still does.

    >>> earlier(datetime(2026, 4, 6, 22, 59, tzinfo=UTC), 2).isoformat()
    '2026-03-23T23:59:00+00:00'
    >>> [earlier(datetime(2026, 10, 25, hour, tzinfo=UTC), 3).hour * 60 for hour in (0, 1, 2)]
    [0, 0, 60]
    """
    here = _by_clock(moment, weeks)
    first = _by_clock(moment + _HOUR, weeks) == here
    if not first and _by_clock(moment - _HOUR, weeks) != here:
        return here
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return _by_clock(hour, weeks) + (moment - hour) / 2 + (timedelta() if first else _HOUR / 2)


def _by_clock(moment: datetime, weeks: int) -> datetime:
    local = moment.astimezone(LONDON).replace(tzinfo=None) - weeks * _WEEK
    return local.replace(tzinfo=LONDON).astimezone(UTC)


@cache
def _river() -> tuple[str, tuple[int, ...]]:
    """One long made-up text, out of which all others are cut, and where its sentences begin."""
    draw = random.Random(1)  # noqa: S311 - words, no secrets
    text, starts = [], []
    at = 0
    for _ in range(_RIVER_SENTENCES):
        sentence = " ".join(draw.choices(_WORDS, k=draw.randint(4, 14))).capitalize() + ". "
        starts.append(at)
        text.append(sentence)
        at += len(sentence)
    return "".join(text), tuple(starts)
