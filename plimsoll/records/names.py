"""Names as they are put in order and found by, and references that are made here."""

import re
import secrets
import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
MADE_HERE = re.compile(f"N-[{SIGNS}]{{6}}")


def sort_name(name: str) -> str:
    """A name in lower case, without accents, the family name first; '' for no name.

    >>> sort_name("Alder Bellwether")
    'bellwether alder'
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).lower()
    parts = plain.split()
    return " ".join((*parts[-1:], *parts[:-1]))


def make_reference() -> str:
    """A reference for a case that is put on record by hand: short, and told by nothing."""
    return f"N-{''.join(secrets.choice(SIGNS) for _ in range(6))}"


def is_made_here(reference: str) -> bool:
    """Whether a reference is one of ours.

    >>> is_made_here(make_reference()), is_made_here("LA-100233")
    (True, False)
    """
    return MADE_HERE.fullmatch(reference) is not None
