"""What is asked of somebody who signs in."""

from typing import Any

from django import forms
from django.conf import settings

from plimsoll.web.forms.fields import Secret, Text
from plimsoll.web.forms.form import Form

EASY = (
    f"At least {settings.SHORTEST_PASSWORD} characters. Three words that have nothing to do with each other are good."
)


class SignIn(Form):
    """An address and a password."""

    next = forms.CharField(widget=forms.HiddenInput, required=False)
    email = Text(
        label="E-mail address", missing="Write your e-mail address", kind="email", complete="username", most=254
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
        label="Your e-mail address", missing="Write your e-mail address", kind="email", complete="username", most=254,
        help_text="You sign in with it. Nothing is sent to it.",
    )  # fmt: skip
    field_order = ("key", "email", "password", "again")

    def clean_email(self) -> str:
        """An address as such are written."""
        return str(
            forms.EmailField(error_messages={"invalid": "Write an address such as name@example.org"}).clean(
                self.cleaned_data["email"]
            )
        )
