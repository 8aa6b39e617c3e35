"""What stands round every page: whose it is, where one can go, how it looks."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    """Somewhere to go; `current` is where one is."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Shell:
    """The frame of a page. Nobody is signed in where `name` is empty."""

    name: str = ""
    roles: str = ""
    organisation: str = ""
    invented: bool = False
    navigation: tuple[Link, ...] = ()
    theme: str = "system"


def shell(request: HttpRequest) -> Shell:
    """The frame for whoever asks."""
    return Shell()
