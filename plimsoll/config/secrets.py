"""Which secrets are none: those that stand in a guide, come with a program, or can be guessed."""

import math
from collections import Counter

KNOWN_PARTS = (
    "django-insecure",
    "changeme",
    "change-me",
    "change_me",
    "nobody can guess",
    "secretsecret",
    "0123456789",
)
KNOWN_PASSWORDS = frozenset(
    {"password", "passwort", "postgres", "postgresql", "plimsoll", "admin", "root", "secret", "changeme", "test", "web",
     "owner", "a long one", "another long one", "12345678"}
)  # fmt: skip
LEAST_BITS = 2.5  # of each sign, by how often each is there; 66 signs out of a random source have 5 or more


def is_weak(key: str, shortest: int) -> bool:
    """Whether a key is too short, known, or the same few signs again and again.

    >>> is_weak("ab" * 40, 50), is_weak("a text of at least 50 characters that nobody can guess", 50)
    (True, True)
    """
    low = key.casefold()
    return len(key) < shortest or any(part in low for part in KNOWN_PARTS) or _bits(key) < LEAST_BITS


def is_known_password(password: str, user: str) -> bool:
    """Whether the password of a database role is one that anybody tries first.

    >>> is_known_password("PASSWORD", "plimsoll_web"), is_known_password("plimsoll_web", "plimsoll_web")
    (True, True)
    """
    low = password.casefold()
    return low in KNOWN_PASSWORDS or low == user.casefold()


def _bits(text: str) -> float:
    return -sum(many / len(text) * math.log2(many / len(text)) for many in Counter(text).values())
