"""Canary words: made up, of plain letters that no way of writing changes, one for each thing that can be known apart."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

BEGIN = 8  # letters by which a word is known again, so that one that was cut short is found too
LENGTH = 12
BEGINNING = "zq"  # no word of the pages has it
ALIKE = {"zqzllcsplkfw"}  # which the search would take for another, spelt wrongly
_LETTERS = "bcdfghjklmnpqrstvwxyz"
_WORD = re.compile(rf"{BEGINNING}[{_LETTERS}]{{{BEGIN - 2}}}")
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])")


@dataclass(frozen=True)
class Canary:
    """What a word or an id gives away: something of these cases, to whoever may not know of one of them (with `letter` K)
    or may not read the record of one (R). `kind` says what of it; `org`: something of a whole organisation; `named`: it is
    protected, and stands on one page for these alone."""

    text: str
    kind: str
    cases: frozenset[str]
    letter: str = "K"
    org: str = ""
    named: frozenset[str] | None = None


@dataclass
class Canaries:
    """All that were let in."""

    _draw: random.Random = field(default_factory=lambda: random.Random(2026))  # noqa: S311 (words, no secrets)
    words: dict[str, Canary] = field(default_factory=dict)
    keys: dict[str, Canary] = field(default_factory=dict)

    def word(
        self, kind: str, cases: Iterable[str], letter: str = "K", org: str = "", named: frozenset[str] | None = None
    ) -> str:
        """A new word."""
        while True:
            text = BEGINNING + "".join(self._draw.choices(_LETTERS, k=LENGTH - 2))
            text = BEGINNING + text[:1:-1] if text in ALIKE else text
            if text[:BEGIN] not in self.words:
                self.words[text[:BEGIN]] = Canary(text, kind, frozenset(cases), letter, org, named)
                return text

    def key(self, key: UUID, kind: str, cases: Iterable[str], letter: str = "K", org: str = "") -> None:
        """An id that was given to a row."""
        self.keys[key.hex] = Canary(str(key), kind, frozenset(cases), letter, org)

    def found(self, text: str) -> set[Canary]:
        """Those that a text holds, whole or cut short."""
        low = text.lower()
        words = {self.words[found] for found in set(_WORD.findall(low)) if found in self.words}
        keys = {found.replace("-", "") for found in _KEY.findall(low)}
        return words | {self.keys[key] for key in keys if key in self.keys}
