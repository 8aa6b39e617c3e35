"""What waits for a decision about a case, in the words of a list: what the file says, kind by kind."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from plimsoll.core.terms import Matter
from plimsoll.queries.matters import FIELDS, SAME_CHILD, Asked
from plimsoll.web.parts import Link

Asks = Mapping[UUID, tuple[Asked, ...]]
SAYS = "The file says: "
MOST = 3  # of one case on a list; its page has all
SECTION = "asked"  # of the page of a case


def asked_link(case: UUID, asked: Iterable[Asked]) -> Link | None:
    """What waits about a case, with the way to where it is decided; None for nothing."""
    said = list(dict.fromkeys(ask_words(one) for one in asked))
    if not said:
        return None
    same = [words.removeprefix(SAYS) for words in said if words.startswith(SAYS)]
    parts = [*([f"{SAYS}{', '.join(same)}"] if same else []), *(words for words in said if not words.startswith(SAYS))]
    more = f". And {len(parts) - MOST} more" if len(parts) > MOST else ""
    return Link(f"{'. '.join(parts[:MOST])}{more}", f"{reverse('case', args=[case])}#{SECTION}")


def ask_words(asked: Asked) -> str:
    """One thing that waits."""
    match asked.matter:
        case Matter.CLOSED_IN_FILE:
            return f"{SAYS}closed"
        case Matter.NOT_IN_FILE:
            return "No longer in the file"
        case Matter.NEW_WORKER:
            return f"{SAYS}{asked.what} {asked.there}"
        case Matter.CHANGED_HERE if asked.what == FIELDS[SAME_CHILD]:
            return f"Is this the same child? The row of the file, of which nothing is written, is of {asked.there}"
        case Matter.CHANGED_HERE:
            return f"The file says otherwise: {asked.what}"
        case Matter.OPEN_IN_FILE:
            return f"{SAYS}open"
        case Matter.NOT_CONFIRMED:
            return f"Said to be done, and not in the file: {asked.what}"
        case Matter.TO_CHECK:
            return "To be checked: the file does not say whether it goes on"
