"""What all forms have in common."""

from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.http import QueryDict

from plimsoll.web.forms.agreeing import Agreeing
from plimsoll.web.forms.fields import LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Fault

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


class Asked(Form):
    key = forms.CharField(widget=forms.HiddenInput)
    why = LongText(label="Why?")


def test_what_is_refused_stands_at_its_field_and_over_all_of_them_where_none_is_shown():
    form = Asked({"key": "one", "why": "So"}, as_at=NOW)
    assert form.is_valid()

    form.add_faults({"key": "This was sent already.", "why": "Say more.", "worker": "Nobody of that name."})

    assert form.faults == (
        Fault("Say more.", "why"), Fault("This was sent already."), Fault("Nobody of that name."),
    )  # fmt: skip


def test_an_answer_about_something_else_is_asked_for_anew_and_can_then_be_given():
    sent = QueryDict(f"read={ONE}&decision=AGREE&why=So")
    form = Agreeing(sent, about=OTHER, yes="Yes", no="No", as_at=NOW)

    assert not form.is_valid()
    assert [form[name].value() for name in ("read", "decision", "why")] == [str(OTHER), "", "So"]
    again = Agreeing(
        QueryDict(f"read={form['read'].value()}&decision=NOT&why=So"), about=OTHER, yes="Yes", no="No", as_at=NOW
    )
    assert (again.is_valid(), again.agrees) == (True, False)
