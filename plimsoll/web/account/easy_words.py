"""Words of this work that a guesser tries first: a password may hold them, but does not get long by them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

# Ours: the product, the work, and what such passwords are made of everywhere. docs/reference/safeguards.md says so.
WORDS = (
    "plimsoll", "socialwork", "safeguarding", "caseload", "children", "childrens", "services", "council", "earlyhelp",
    "familyhelp", "password", "welcome", "winter", "spring", "summer", "autumn", "monday", "friday",
)  # fmt: skip


class EasyWords:
    """What is left without these words and without digits at the end is long enough, or the password is refused."""

    def __init__(self, min_length: int = settings.SHORTEST_PASSWORD // 2) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError where little is left."""
        left = "".join(sign for sign in password.casefold() if sign.isalpha())
        for word in WORDS:
            left = left.replace(word, "")
        if len(left) < self.min_length and any(word in password.casefold().replace(" ", "") for word in WORDS):
            raise ValidationError(self.get_help_text(), code="password_easy_words")

    def get_help_text(self) -> str:
        """What to do."""
        return "This password is made of words that are tried first, such as Plimsoll or council. Choose others"
