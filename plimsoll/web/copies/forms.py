"""What is asked about a copy of a child's record."""

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.copies import LONGEST_NAME
from plimsoll.core.terms import AccessEnd, Asker, Exemption, Keeping
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Several, Text, choices_of
from plimsoll.web.forms.form import Form

READ = "read"
RELEASE, BACK = "RELEASE", "BACK"
_GROUND_HELP = "It stands in the copy in the place of what is taken out."
_WHY_HELP = "Which exemption, in your own words. It stays here and is not in the copy."


class Ask(Form):
    """Who asks for a copy, and how it was checked."""

    asked_by = Choice(label="Who asks for a copy?", choices=choices_of(Asker), missing="Say who asks")
    name = Text(label="What is their name?", missing="Write who asks", most=LONGEST_NAME, width=30)
    authority = LongText(
        label="By what right do they ask for the child?",
        help_text="Parental responsibility, a court order, the child's own word. Leave it empty where the child asks.",
        required=False,
        most=LONGEST_WHY,
        rows=3,
    )
    identity = LongText(
        label="How did you check who they are?",
        help_text="For example: known to their worker, seen with their passport.",
        missing="Write how you checked who they are",
        most=LONGEST_WHY,
        rows=3,
    )
    received_on = Day(label="When did it come?", missing="Write the day on which it came")


class Why(Form):
    """A reason."""

    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


class Decide(Form):
    """What becomes of one piece."""

    keeping = Choice(label="What becomes of this?", choices=choices_of(Keeping), missing="Choose what becomes of it")
    words = LongText(
        label="Which words are taken out?",
        help_text="Where only some are: as they stand in it, one on each line. All places where they stand go.",
        required=False,
        rows=3,
    )
    ground = Pick(
        label="On which ground?",
        choices=[("", "Nothing is taken out"), *choices_of(Exemption)],
        required=False,
        help_text=_GROUND_HELP,
    )
    why = LongText(label="Why?", help_text=_WHY_HELP, required=False, most=LONGEST_WHY, rows=3)


class Words(Form):
    """Words to be taken out wherever they stand."""

    words = LongText(
        label="Which words are taken out?",
        help_text="A name, a telephone number, a street: one on each line. Capitals do not matter; whole words only.",
        missing="Write what is to be taken out",
        rows=4,
    )
    ground = Choice(
        label="On which ground?", choices=choices_of(Exemption), missing="Choose the ground", help_text=_GROUND_HELP
    )
    why = LongText(label="Why?", help_text=_WHY_HELP, missing="Say why", most=LONGEST_WHY, rows=3)


class Ready(Form):
    """That all of a copy was read."""

    read = Several(
        label="Before a second person looks",
        choices=[(READ, "I have read all of it, and decided on everything that tells of other people")],
        required=False,
    )


class Look(Form):
    """Whether a copy goes out."""

    answer = Choice(
        label="May this copy go out?",
        choices=[(RELEASE, "Yes: release it"), (BACK, "No: send it back to be changed")],
        missing="Say whether it may go out",
    )
    why = LongText(
        label="What has to be changed?",
        help_text="Where you send it back.",
        required=False,
        most=LONGEST_WHY,
        rows=3,
    )


class End(Form):
    """How it ended that somebody asks for a copy."""

    how = Choice(label="How did it end?", choices=choices_of(AccessEnd), missing="Choose how it ended")
    why = LongText(
        label="What is there to say of it?",
        help_text="How and when it was handed over, or why not and what they were told.",
        missing="Say how it was handed over, or why not",
        most=LONGEST_WHY,
        rows=3,
    )


class Take(Form):
    """Nothing to fill in: the copy leaves by a button."""
