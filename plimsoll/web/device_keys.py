"""The key under which a device keeps what its person began without signal: made at sign-in, for them alone, for 72 hours.

It is worked out of the server's own key, the person, and a grant that the device holds; it is kept nowhere here. A device
that threw the key away gets the same one for the same grant, by the same person signing in, and by nobody else.
"""

import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from plimsoll.core.access import Viewer

LASTS = timedelta(hours=72)
_SALT = "plimsoll.without-signal"


class NoKey(Exception):
    """There is no key for this grant: it is older than 72 hours, or not this person's."""


@dataclass(frozen=True)
class DeviceKey:
    """A grant, the 32 bytes of its key in base 64, and for how many seconds from now it holds."""

    grant: str
    key: str
    seconds: int


def person_tag(viewer: Viewer) -> str:
    """What stands for a person on a device: the same each time, and nothing that anybody knows them by. 32 signs."""
    return salted_hmac(f"{_SALT}.person", _who(viewer), algorithm="sha256").hexdigest()[:32]


def new_key(viewer: Viewer, at: datetime) -> DeviceKey:
    """A key that nobody had before."""
    return key_of(_signer(viewer).sign(f"{secrets.token_urlsafe(16)}.{int(at.timestamp())}"), viewer, at)


def key_of(grant: str, viewer: Viewer, at: datetime) -> DeviceKey:
    """The key of a grant.

    Raises
    ------
    NoKey : the grant was given to somebody else, by nobody, or more than 72 hours ago.
    """
    try:
        given_at = int(_signer(viewer).unsign(grant).rpartition(".")[2])
    except BadSignature:
        raise NoKey from None
    left = int(given_at + LASTS.total_seconds() - at.timestamp())
    if left <= 0:
        raise NoKey
    key = salted_hmac(f"{_SALT}.key", f"{_who(viewer)} {grant}", algorithm="sha256").digest()
    return DeviceKey(grant, b64encode(key).decode(), left)


def _who(viewer: Viewer) -> str:
    return f"{viewer.org}:{viewer.worker}"


def _signer(viewer: Viewer) -> Signer:
    """What one person was given is nothing in another's hands."""
    return Signer(salt=f"{_SALT}.grant:{_who(viewer)}")
