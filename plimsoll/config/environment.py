"""Typed readers of environment variables. What is missing or cannot be read fails with its name and a hint."""

import os
from collections.abc import Sequence
from urllib.parse import urlsplit

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class Missing(Exception):
    """A setting is not there or not safe; the message names it and says what belongs there."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"Set {name} to {hint}.")


def text(name: str, default: str | None = None, hint: str = "a text") -> str:
    """A setting as text; an empty one counts as not there.

    Raises
    ------
    Missing : it is not there and has no default.
    """
    found = os.environ.get(name, "").strip() or default
    if found is None:
        raise Missing(name, hint)
    return found


def flag(name: str, default: bool) -> bool:
    """A setting that is yes or no.

    Raises
    ------
    Missing : it is neither.
    """
    found = text(name, "yes" if default else "no").lower()
    if found not in YES | NO:
        raise Missing(name, f"'yes' or 'no', not '{found}'")
    return found in YES


def number(name: str, default: int) -> int:
    """A setting that is a whole number above 0.

    Raises
    ------
    Missing : it is none.
    """
    found = text(name, str(default))
    if not found.isdecimal() or not int(found):
        raise Missing(name, f"a whole number above 0, not '{found}'")
    return int(found)


def words(name: str, default: Sequence[str]) -> list[str]:
    """A setting that is a list, parted by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def address(name: str, *, secure: bool) -> str:
    """A setting that is the address of another system, as it was written; empty where it is not there. secure : it has to
    begin with https; else this machine may also be asked without.

    Raises
    ------
    Missing : it is no such address.
    """
    found = text(name, "")
    parts = urlsplit(found)
    here = not secure and parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if found and not (parts.hostname and (parts.scheme == "https" or here) and not (parts.query or parts.fragment)):
        raise Missing(name, f"an address that begins with https, not '{found}'")
    return found
