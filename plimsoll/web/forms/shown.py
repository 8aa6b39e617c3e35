"""Which rows a form showed, by id: what somebody decided meanwhile is not overruled unread, also where it looks the same."""

from collections.abc import Iterable
from uuid import UUID

from django import forms

from plimsoll.web.forms.form import Form

FIELD = "read"


def show_ids(form: Form, ids: Iterable[UUID]) -> None:
    """Adds the hidden field with the ids of what stands on the page now. Where a form is answered, what it came with stays,
    until `read_anew`."""
    form.fields[FIELD] = forms.CharField(required=False, widget=forms.HiddenInput, initial=_joined(ids))


def ids_read(form: Form) -> frozenset[UUID] | None:
    """The ids of what was shown when the form was opened; None where it was not sent by a form of ours."""
    if FIELD not in form.data:
        return None
    found = set()
    for text in str(form.data[FIELD]).split():
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return frozenset(found)


def read_anew(form: Form, ids: Iterable[UUID]) -> None:
    """From now on the form counts as having shown these."""
    form.data = form.data.copy()
    form.data[FIELD] = _joined(ids)


def _joined(ids: Iterable[UUID]) -> str:
    return " ".join(sorted(str(key) for key in ids))
