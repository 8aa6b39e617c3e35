"""What is asked where a record is begun without signal: the fields of a record, by the names of its form, and for whom."""

from plimsoll.core.priority.told import capital
from plimsoll.core.terms import RecordKind
from plimsoll.web.forms.fields import Choice, Pick, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.recording.forms import Child, Write

# What is written outside of the office; of the others all can be written once there is signal.
KINDS = (
    RecordKind.VISIT,
    RecordKind.ATTEMPT,
    RecordKind.CALL,
    RecordKind.COMMUNICATION,
    RecordKind.MEETING,
    RecordKind.CASE_NOTE,
)
_LABELS = {RecordKind.ATTEMPT: "Attempt: nobody was reached", RecordKind.COMMUNICATION: "Message or letter"}


class Begun(Form):
    """A record that is begun without signal. The page names no child, so it is asked for whom; the day is a whole date, as
    *today* would be another day once it is sent."""

    kind = Pick(
        label="What do you write down?",
        choices=[(kind.value, _LABELS.get(kind, capital(kind.label))) for kind in KINDS],
    )
    whom = Text(
        label="For whom?",
        help_text="In your own words, or a reference. You choose the case once you have signal. No list is held here.",
    )
    happened = Text(label="On which day?", kind="date", width=10)
    time = Write.base_fields["time"]
    minutes = Write.base_fields["minutes"]
    sight = Choice(label="Was the child seen?", choices=Child.base_fields["sight"].choices, required=False, inline=True)
    not_alone_why = Child.base_fields["not_alone_why"]
    text = Write.base_fields["text"]
    voice = Child.base_fields["voice"]
    voice_by = Child.base_fields["voice_by"]
    voice_through = Child.base_fields["voice_through"]
    present = Write.base_fields["present"]
    place = Write.base_fields["place"]
    announced = Write.base_fields["announced"]
    home = Write.base_fields["home"]
    home_words = Write.base_fields["home_words"]
    bed = Write.base_fields["bed"]
    bed_words = Write.base_fields["bed_words"]
