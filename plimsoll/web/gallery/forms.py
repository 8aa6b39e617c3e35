"""A form with a field of each kind."""

from plimsoll.web.forms.fields import Choice, Day, File, LongText, Pick, Several, Text
from plimsoll.web.forms.form import Form


class Everything(Form):
    """Recording a visit, with every kind of field."""

    when = Day(label="When was the visit?", missing="Write when the visit was")
    kind = Choice(
        label="What kind of visit was it?",
        choices=[("planned", "Planned"), ("unannounced", "Unannounced"), ("tried", "Tried, nobody seen")],
        hints={"tried": "This does not count as seeing the child."},
        missing="Choose what kind of visit it was",
    )
    seen = Several(
        label="Who was seen?", choices=[("noah", "Noah, 3"), ("mia", "Mia, 6")], help_text="Choose all that were."
    )
    where = Pick(label="Where?", choices=[("home", "At home"), ("school", "At school")], missing="Choose where it was")
    what = LongText(
        label="What did you see and hear?",
        help_text="The child may read this one day.",
        missing="Write what you saw and heard",
        most=2000,
    )
    letter = File(label="A letter, as a file", required=False, help_text="A scan will do.")
    words = Text(label="In one line", required=False, most=120, help_text="Stands in the chronology.")
    letter = File(label="A letter about it", required=False, most_bytes=2_000_000, help_text="At most 2 MB.")
