"""Making texts that mean the same compare the same."""

import re
import unicodedata

_LETTER_IN_FRONT = re.compile(r"(?:[a-z]{1,2}1?\)|[a-z]\.\s)\s*")  # "a) ", "p1) ", "b. ", but not "C1: "
_YES_NO = re.compile(r"\(\s*y\s*/\s*n\s*\)+")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_QUOTES = str.maketrans("‘’‚‛“”„–—‑", "''''\"\"\"---")
# The first bytes of two- and three-byte UTF-8 sequences, as they look when read as cp1252.
_MOJIBAKE = re.compile(
    "[ÂÃÅâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def tidy(text: str) -> str:
    """Text with compatibility characters resolved, invisible ones removed and spaces collapsed.

    >>> tidy(" Dustin\\u00a0 Hazlett\\u200b ")
    'Dustin Hazlett'
    """
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", text)
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())


def repaired(text: str) -> str:
    """Text without mojibake, where it is certain that UTF-8 was read as cp1252; else as given.

    >>> repaired("Childâ€™s Needs"), repaired("ZoÃ«"), repaired("Zoë")
    ('Child’s Needs', 'Zoë', 'Zoë')
    """
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    try:
        return b"".join(map(_cp1252_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _cp1252_byte(char: str) -> bytes:
    """The byte that cp1252 reads as `char`; five of its bytes stand for nothing and come through as they are."""
    if char in "\x81\x8d\x8f\x90\x9d":
        return char.encode("latin-1")
    return char.encode("cp1252")


def spaced(text: str) -> str:
    """Lower case with plain quotes and single spaces: what patterns for headers are written for."""
    return tidy(repaired(text)).translate(_QUOTES).casefold()


def squeezed(text: str) -> str:
    """Letters and digits only, without case: what headers and values are compared by.

    >>> squeezed("ChildUniqueID") == squeezed("Child unique id ") == "childuniqueid"
    True
    >>> squeezed("a) Yes") == squeezed("b. yes") == "yes"
    True
    >>> squeezed("Is it so (Y/N)?")
    'isitso'
    """
    text = spaced(text)
    prefix = _LETTER_IN_FRONT.match(text)
    if prefix:
        text = text[prefix.end() :]
    return _NEITHER_LETTER_NOR_DIGIT.sub("", _YES_NO.sub("", text))
