"""Keys that let somebody in once: made so that none can be guessed, and kept only as a digest. And what closes secrets that
have to be read again."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from cryptography.fernet import Fernet, MultiFernet

KEY_BYTES = 32  # 256 bits: guessing is hopeless, however fast somebody asks


def new_key() -> str:
    """A key for the address of a link, of letters, digits, - and _."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest_of(key: str) -> str:
    """What is kept of a key: its SHA-256, in hexadecimal. A key is as good as random, so it needs no salt.

    >>> digest_of("a key")[:8]
    '8fa3aab2'
    """
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def fits(key: str, digest: str) -> bool:
    """Whether a key is the one of which the digest is kept; how long it takes says nothing of how near it was. Where there
    is no digest, no key fits."""
    return bool(digest) and hmac.compare_digest(digest_of(key), digest)


def box(keys: Iterable[str]) -> MultiFernet:
    """What closes the secrets of second steps with the first of some keys, and opens what was closed with any of them.

    >>> box(["new", "old"]).decrypt(box(["old"]).encrypt(b"a secret"))
    b'a secret'
    """
    made = (hashlib.sha256(f"second factors {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])
