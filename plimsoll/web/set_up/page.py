"""What the pages of the first steps show."""

from dataclasses import dataclass

from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page


@dataclass(frozen=True)
class FormPage(Page):
    """One form with what it is for, a sentence a line."""

    said: tuple[str, ...]
    form: Form
    action: str
    button: str
    cancel: str = ""


def begin_page(form: Form, action: str) -> FormPage:
    """The first organisation of a database."""
    return FormPage(
        "Set up your organisation",
        (
            "This takes a minute. You are then signed in, and everything else can be done later.",
            "Real names of children and families come only afterwards, and stay in the database on this server.",
        ),
        form,
        action,
        "Set up",
    )
