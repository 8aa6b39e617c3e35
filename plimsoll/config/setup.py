"""Django made ready, for a command that needs it."""

import os
import sys

import django

from plimsoll.config.environment import Missing

UNUSABLE = 2  # exit status for what cannot be used as it is


def with_django() -> None:
    """Makes Django ready; where a setting is missing or unsafe, ends with the sentence that says so."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.config.settings")
    try:
        django.setup()
    except Missing as fault:
        print(fault, file=sys.stderr)
        raise SystemExit(UNUSABLE) from None
