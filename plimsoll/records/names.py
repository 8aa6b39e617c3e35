"""Names as they are put in order and found by."""

import unicodedata


def sort_name(name: str) -> str:
    """A name in lower case, without accents, the family name first; '' for no name.

    >>> sort_name("Alder Bellwether")
    'bellwether alder'
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).lower()
    parts = plain.split()
    return " ".join((*parts[-1:], *parts[:-1]))
