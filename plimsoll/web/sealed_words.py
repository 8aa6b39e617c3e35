"""What somebody typed into a search, as it may stand in an address: sealed, so that no log of addresses holds a name.

An address that holds it can be kept, gone back to and opened in two windows, like any other. Only the one who typed it can
open it: to everybody else, whoever reads the logs of a proxy among them, it says nothing.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from plimsoll.core.access import Viewer

TYPED = ("words", "find", "reference")  # fields of searches and filters into which names are typed
LONGEST = 200  # signs of one


def seal(text: str, viewer: Viewer) -> str:
    """A text as it stands in an address."""
    return urlsafe_b64encode(_box(viewer).encrypt(text[:LONGEST].encode(), None)).decode().rstrip("=") if text else ""


def sealed_query(said: Iterable[tuple[str, str]], viewer: Viewer) -> str:
    """What an address asks, with what was typed sealed, and without what is empty."""
    return urlencode([(name, text) for name, text in sealed(said, viewer) if text])


def sealed(said: Iterable[tuple[str, str]], viewer: Viewer) -> list[tuple[str, str]]:
    """What an address asks, name by name, with what was typed sealed."""
    return [(name, seal(text, viewer) if name in TYPED else text) for name, text in said]


def opened(request: HttpRequest) -> QueryDict:
    """What the address of a page asks, with what was typed as it was typed. What is not sealed, or by somebody else, is not
    there: nothing leads to such an address."""
    said = request.GET.copy()
    for name in TYPED:
        if name in said:
            said[name] = unsealed(said[name], request.viewer)
    return said


def unsealed(sealed: str, viewer: Viewer) -> str:
    """What was typed; nothing where it was sealed by another or is no seal."""
    try:
        return _box(viewer).decrypt(urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)), None).decode()
    except (InvalidTag, ValueError):
        return ""


def _box(viewer: Viewer) -> AESSIV:
    """Without chance in it: the same words of the same person are the same address."""
    return AESSIV(salted_hmac("plimsoll.sealed-words", f"{viewer.org}/{viewer.worker}", algorithm="sha256").digest())
