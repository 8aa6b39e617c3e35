"""What is asked when an organisation is set up."""

from django import forms

from plimsoll.core.calendar import Nation
from plimsoll.web.forms.fields import Choice, Text
from plimsoll.web.forms.form import Form

NATIONS = [(nation.value, nation.label) for nation in Nation]


class Begin(Form):
    """The first organisation, and who sets it up."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = Text(
        label="What is your organisation called?",
        missing="Write the name of your organisation",
        help_text="If you work alone, your own name or that of your practice.",
    )
    nation = Choice(
        label="In which nation does it work?",
        choices=NATIONS,
        initial=Nation.ENGLAND.value,
        missing="Choose a nation",
        help_text="Its bank holidays count. The timescales that come with Plimsoll are those of England.",
    )
    administrator = Text(
        label="What is your own name?",
        missing="Write your own name",
        complete="name",
        help_text="You will keep people, teams and settings. You see cases only if you give yourself a role that does.",
    )
