"""How the pages look to one person: a choice that is kept in their browser, and in no record."""

from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = settings.THEME_COOKIE_NAME
KEPT_SECONDS = 365 * 24 * 60 * 60


class Theme(StrEnum):
    """One way the pages can look. The code is what the style sheet knows it by."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"

    @property
    def label(self) -> str:
        """The choice as people read it.

        >>> [theme.label for theme in Theme]
        ['As my device', 'Light', 'Dark', 'High contrast']
        """
        return {"system": "As my device", "contrast": "High contrast"}.get(self.value, self.value.title())


def chosen(request: HttpRequest) -> Theme:
    """What this browser chose; its device decides where it chose nothing that we know."""
    return read(request.COOKIES.get(COOKIE, "")) or Theme.SYSTEM


def read(code: str) -> Theme | None:
    """The theme of a code, if it is one.

    >>> read("dark"), read("red")
    (<Theme.DARK: 'dark'>, None)
    """
    return Theme(code) if code in set(Theme) else None


def keep(answer: HttpResponse, theme: Theme) -> None:
    """Lets the browser remember."""
    answer.set_cookie(COOKIE, theme.value, max_age=KEPT_SECONDS, samesite="Lax", httponly=True, secure=settings.SECURE)
