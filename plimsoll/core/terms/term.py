"""What every word of the practice is: a code that is stored, and a label that people see.

Arrays hold the position of a member in its enum (`CaseType.ASSESSMENT.number`), masks hold `1 << number`.
Members are therefore only ever appended.
"""

from enum import StrEnum
from functools import cached_property
from typing import Self


class Term(StrEnum):
    """A word with a code for files and a label for people. Words of two enums are never the same, however they are spelled;
    a word and its code are. A member is its code in capitals, and with it the label where that is not the code in small
    letters: `ENQUIRY = "ENQUIRY", "protection enquiry (section 47)"`."""

    _label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word._label = label
        return word

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Term) and type(other) is not type(self):
            return False
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    @cached_property
    def label(self) -> str:
        """The word as a person reads it.

        >>> from plimsoll.core.terms import CaseType
        >>> CaseType.CHILD_IN_NEED.label, CaseType.SECTION_47.label
        ('child in need', 'section 47 enquiry')
        """
        return self._label or self.value.replace("_", " ").lower()

    @cached_property
    def number(self) -> int:
        """Position in the enum, from 0: what arrays hold."""
        return list(type(self)).index(self)

    @cached_property
    def bit(self) -> int:
        """`1 << number`: what masks hold."""
        return 1 << self.number
