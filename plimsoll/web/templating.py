"""The Jinja environment of all pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


def environment(**options: Any) -> Environment:
    """Templates of ours and the GOV.UK macros; a name that is not there fails instead of printing nothing."""
    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701
    made.loader = ChoiceLoader([options["loader"], PackageLoader("govuk_frontend_jinja")])
    made.globals.update(static=static, url=reverse)
    return made
