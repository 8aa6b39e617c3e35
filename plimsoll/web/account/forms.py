"""What is asked of somebody who signs in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from plimsoll.web.forms.fields import Secret, Text
from plimsoll.web.forms.form import Form

LONGEST_ADDRESS = 254  # RFC 5321
EASY = (
    f"At least {settings.SHORTEST_PASSWORD} characters. Three words that have nothing to do with each other are good."
)


class SignIn(Form):
    """An address and a password."""

    next = forms.CharField(widget=forms.HiddenInput, required=False)
    email = Text(
        label="E-mail address",
        missing="Write your e-mail address",
        kind="email",
        complete="username",
        most=LONGEST_ADDRESS,
    )
    password = Secret(label="Password", missing="Write your password")


class Code(Form):
    """A code of an app, or a recovery code."""

    code = Text(label="Code from your app", missing="Write the code", complete="one-time-code", width=10, most=20)

    def clean_code(self) -> str:
        """Without the spaces that apps show in it."""
        return str(self.cleaned_data["code"]).replace(" ", "")


class Passkey(Form):
    """What a browser answers about a new passkey, and how its owner calls it."""

    name = Text(
        label="What do you call it?", missing="Write a name for it", most=60, help_text="For example: my telephone"
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)


class Again(Form):
    """The password again."""

    next = forms.CharField(widget=forms.HiddenInput, required=False)
    password = Secret(label="Your password", missing="Write your password")


class NewPassword(Form):
    """A password, twice."""

    password = Secret(label="New password", missing="Write a password", complete="new-password", help_text=EASY)
    again = Secret(label="The same password again", missing="Write the password again", complete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        said: dict[str, Any] = super().clean() or {}
        if {"password", "again"} <= said.keys() and said["password"] != said["again"]:
            self.add_error("again", "The two are not the same. Write both again")
        return said


class Account(NewPassword):
    """An address and a password, for the first time."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    email = Text(
        label="Your e-mail address", missing="Write your e-mail address", kind="email",
        complete="username", most=LONGEST_ADDRESS, help_text="You sign in with it. Nothing is sent to it.",
    )  # fmt: skip
    field_order = ("key", "email", "password", "again")

    def clean_email(self) -> str:
        """An address as such are written."""
        email = str(self.cleaned_data["email"]).strip()
        if not is_address(email):
            raise ValidationError("Write an address such as name@example.org")
        return email


def is_address(text: str) -> bool:
    """Whether an e-mail address is written so, and no longer than one can be.

    >>> is_address("name@example.org"), is_address("name"), is_address("a" * 250 + "@example.org")
    (True, False, False)
    """
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS
