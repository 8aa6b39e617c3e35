"""What the page of writing without signal shows: a blank form, and what is promised of it."""

from dataclasses import dataclass
from datetime import datetime

from plimsoll.web.page import Page
from plimsoll.web.without_signal.forms import Begun

PROMISES = (
    "What you type is kept on this device alone, encrypted, until you send it. Nothing else is kept on it: no case, no list "
    "of children, no names.",
    "You can begin as long as you would be signed in: for 12 hours, and until the browser is closed. After that what you "
    "wrote is locked, not lost: it opens when you sign in again.",
    "It is wiped 72 hours after you signed in, sent or not. This page says when. It is also wiped when you sign out; you "
    "are warned before.",
    "Somebody else who signs in on this device cannot read it, and is not told that it is there.",
    "A device can break or be lost. Send it as soon as you have signal.",
)


@dataclass(frozen=True)
class BlankPage(Page):
    """A blank form and what is promised."""

    form: Begun
    promises: tuple[str, ...]


def blank_page(as_at: datetime) -> BlankPage:
    """The page, with nothing in it that anybody wrote."""
    return BlankPage("Write without signal", form=Begun(as_at=as_at), promises=PROMISES)
