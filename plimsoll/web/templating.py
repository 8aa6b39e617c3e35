"""The Jinja environment of all pages."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Undefined

from plimsoll.web.assets import version
from plimsoll.web.theme import Theme


class Unknown(StrictUndefined):
    """A name that is not there fails instead of printing nothing.

    But for two that the GOV.UK macros ask for: a key that a plain dictionary lacks, as they are handed one with what is
    wanted of all that they can do; and whether they are called round a text.
    """

    def __new__(cls, hint: str | None = None, obj: Any = None, name: str | None = None, *rest: Any) -> Any:
        if isinstance(obj, dict) or name == "caller":
            return Undefined(hint, obj, name, *rest)
        return super().__new__(cls)


def environment(**options: Any) -> Environment:
    """Templates of ours and the GOV.UK macros."""
    made = Environment(**{**options, "undefined": Unknown, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made.loader = ChoiceLoader([options["loader"], macros])
    made.globals.update(static=static, url=reverse, themes=tuple(Theme))
    # What the macros, which come from Nunjucks, call nothing.
    made.globals.update(undefined=Undefined(name="undefined"), null=None)
    return made


def static(name: str) -> str:
    """The address of a built style sheet, script or picture."""
    return f"{settings.STATIC_URL}{version()}/{name}"
