"""The fields of forms. Each names its template in templates/components/fields, which draws it as GOV.UK does.

A field says what to do when it is empty: `missing`, a sentence such as "Write what happened".
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Term
from plimsoll.web.forms.dates import NotADay, read_day


def choices_of(terms: Iterable[Term], called: Callable[[Any], str] | None = None) -> list[tuple[str, str]]:
    """Words to choose from: the code of each, and its label, or what it is `called` here, with a capital at its start."""
    return [(word.value, capital(called(word) if called else word.label)) for word in terms]


class Text(forms.CharField):
    """A line of text of at most `most` characters. `width` is how many it has room for, `kind` and `complete` what a phone's
    keyboard and a browser's memory go by."""

    drawn_by = "components/fields/text.jinja"

    def __init__(
        self,
        *,
        label: str,
        missing: str = "",
        most: int = 200,
        width: int = 0,
        kind: str = "text",
        complete: str = "",
        **rest: Any,
    ):
        said = _said(missing, label) | _too_long(label, most)
        super().__init__(template_name=self.drawn_by, label=label, max_length=most, error_messages=said, **rest)
        self.width, self.kind, self.complete = width, kind, complete


class Secret(Text):
    """A password, or what counts as one: it is not shown as it is typed, and never sent back."""

    drawn_by = "components/fields/secret.jinja"

    def __init__(self, *, label: str, missing: str = "", complete: str = "current-password", **rest: Any):
        super().__init__(label=label, missing=missing, most=200, complete=complete, strip=False, **rest)


class LongText(forms.CharField):
    """Several lines, with a count of what is left where `most` says how many characters there may be; `counts_from`: once so
    many percent of these are written."""

    drawn_by = "components/fields/long_text.jinja"

    def __init__(
        self,
        *,
        label: str,
        missing: str = "",
        rows: int = 5,
        most: int | None = None,
        counts_from: int = 0,
        **rest: Any,
    ):
        said = _said(missing, label) | _too_long(label, most or 0)
        super().__init__(template_name=self.drawn_by, label=label, max_length=most, error_messages=said, **rest)
        self.rows, self.counts_from = rows, counts_from

    def to_python(self, value: Any) -> str:
        """A browser sends two signs for the end of a line and counts one."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class Choice(forms.ChoiceField):
    """One of a few, as radios. `hints` explain single choices, by their value."""

    drawn_by = "components/fields/choice.jinja"

    def __init__(
        self,
        *,
        label: str,
        choices: Sequence[tuple[str, str]],
        missing: str = "",
        hints: dict[str, str] | None = None,
        inline: bool = False,
        **rest: Any,
    ):
        said = _said(missing, label) | {"invalid_choice": "Choose one of those that are there"}
        super().__init__(template_name=self.drawn_by, label=label, choices=choices, error_messages=said, **rest)
        self.hints, self.inline = hints or {}, inline


class Pick(Choice):
    """One of many, as a list that opens; `in_table`: its label is read out and not seen, as row and column say it."""

    drawn_by = "components/fields/pick.jinja"

    def __init__(self, *, in_table: bool = False, **rest: Any):
        super().__init__(**rest)
        self.in_table = in_table


class Several(forms.MultipleChoiceField):
    """Any number of a few, as checkboxes; `inline`: small, beside each other. `hints` explain single choices, by their
    value."""

    drawn_by = "components/fields/several.jinja"

    def __init__(
        self,
        *,
        label: str,
        choices: Sequence[tuple[str, str]],
        missing: str = "",
        hints: dict[str, str] | None = None,
        inline: bool = False,
        **rest: Any,
    ):
        said = _said(missing, label) | {"invalid_choice": "Choose from those that are there"}
        super().__init__(template_name=self.drawn_by, label=label, choices=choices, error_messages=said, **rest)
        self.hints, self.inline = hints or {}, inline


class File(forms.FileField):
    """A file, of at most `most_bytes` where that is said. `accept` is what the browser offers first; whether it is one,
    whoever reads it says."""

    drawn_by = "components/fields/file.jinja"

    def __init__(self, *, label: str, missing: str = "", most_bytes: int = 0, accept: str = "", **rest: Any):
        said = _said(missing, label) | {
            "empty": "This file has nothing in it. Choose another one",
            "invalid": "Choose a file",
        }
        super().__init__(template_name=self.drawn_by, label=label, error_messages=said, **rest)
        self.most_bytes, self.accept = most_bytes, accept

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, if it is not too large."""
        found = super().clean(data, initial)
        if found and self.most_bytes and found.size > self.most_bytes:
            raise forms.ValidationError(f"This file is larger than {self.most_bytes // 1_000_000} MB: choose another")
        return found


class Day(forms.Field):
    """A day, typed as people do. `forward` where it is to come. Its form says what is today."""

    drawn_by = "components/fields/day.jinja"
    today: date | None = None

    def __init__(self, *, label: str, missing: str = "", forward: bool = False, **rest: Any):
        rest.setdefault(
            "help_text",
            "For example 27 Nov, tomorrow or Friday" if forward else "For example 21 Nov, yesterday or Friday",
        )
        super().__init__(template_name=self.drawn_by, label=label, error_messages=_said(missing, label), **rest)
        self.forward = forward

    def to_python(self, value: Any) -> date | None:
        """The day that was meant, or the reason why there is none."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        assert self.today is not None, "a field of days stands in a Form, which knows what is today"
        try:
            return read_day(str(value), today=self.today, forward=self.forward)
        except NotADay as fault:
            raise forms.ValidationError(str(fault)) from None

    def prepare_value(self, value: Any) -> Any:
        """A day that was found before, as it would be typed."""
        return f"{value.day} {value:%b %Y}" if isinstance(value, date) else value


def _said(missing: str, label: str) -> dict[str, str]:
    return {"required": missing or f"{label}: nothing is filled in yet"}


def _too_long(label: str, most: int) -> dict[str, str]:
    return {"max_length": f"{label}: write {most:,} characters or fewer, these are %(show_value)d"}
