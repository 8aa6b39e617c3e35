"""What is asked about who is round a child."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.people_round import (
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_PART,
    LONGEST_PHONE,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    About,
    Person,
)
from plimsoll.core.terms import Bond, ContactKind, Couple, Disability, Ethnicity, Kinship, Sex
from plimsoll.queries.people_round import PersonView
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Several, Text, choices_of
from plimsoll.web.forms.form import Form

YES_NO = [("yes", "Yes"), ("no", "No"), ("", "Not known")]


def _said(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _typed(said: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[said]


class OnePerson(Form):
    """Somebody of a profession who is round the child."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = Text(
        label="Name",
        most=LONGEST_NAME,
        width=20,
        missing="Write their name",
        help_text="Where it is not known, write who they are.",
    )
    part = Text(
        label="What they are",
        required=False,
        most=LONGEST_PART,
        help_text="For example: health visitor, Seagull Street; form teacher, Tidemark Primary School.",
    )
    telephone = Text(
        label="Telephone", required=False, most=LONGEST_PHONE, width=20, kind="tel", help_text="With the area code."
    )
    email = forms.EmailField(
        required=False,
        label="Email",
        template_name=Text.drawn_by,
        error_messages={"invalid": "Write an email address, such as office@school.example"},
    )
    bond = Choice(
        label="How is it between them and the child?",
        required=False,
        initial="",
        choices=[("", "Nobody has said"), *choices_of(Bond)],
        help_text="As the child says it, or as you see it. It is drawn in the picture of the network.",
    )
    since = Day(label="Since when are they round the child?", required=False, help_text="It may stay empty: today.")
    until = Day(
        label="Since when are they so no longer?",
        required=False,
        help_text="Only where it is over. They stay in the history.",
    )

    def __init__(self, *given: Any, now: PersonView | None = None, **rest: Any) -> None:
        super().__init__(*given, initial=self.stands(now) if now else {}, **rest)
        email: Any = self.fields["email"]
        email.width, email.kind, email.complete = 20, "email", ""
        if now is None:
            del self.fields["until"]
        elif now.protection:
            for name in ("telephone", "email", *(["part"] if now.kind is ContactKind.PROFESSIONAL else [])):
                del self.fields[name]

    @staticmethod
    def stands(now: PersonView) -> dict[str, Any]:
        """What stands, as it would be typed."""
        return {
            **{name: getattr(now, name) for name in ("name", "part", "telephone", "email", "since", "until")},
            "bond": now.bond.value if now.bond else "",
        }

    def said(self) -> Person:
        """What was typed."""
        typed = self.cleaned_data
        return Person(
            ContactKind.PROFESSIONAL,
            typed["name"].strip(),
            typed.get("part", "").strip(),
            typed.get("telephone", "").strip(),
            typed.get("email", "").strip(),
            bond=Bond(typed["bond"]) if typed["bond"] else None,
            since=typed["since"],
            until=typed.get("until"),
        )


class OneOfFamily(OnePerson):
    """Somebody of the family."""

    part = Text(
        label="What they are called in the family",
        required=False,
        most=LONGEST_PART,
        width=20,
        help_text="For example: mother, mother’s partner, Nan.",
    )
    kinship = Pick(
        label="What they are to the child", choices=choices_of(Kinship), missing="Choose what they are to the child"
    )
    responsible = Choice(
        label="Do they have parental responsibility?", required=False, initial="", choices=YES_NO, inline=True,
        help_text="By law, for this child. Say no more than is known.",
    )  # fmt: skip
    lives_with = Choice(label="Do they live with the child?", required=False, initial="", choices=YES_NO, inline=True)
    sex = Choice(
        label="Sex",
        required=False,
        initial="",
        choices=[*choices_of((Sex.F, Sex.M)), ("", "Not known or not said")],
        inline=True,
    )
    born_year = forms.IntegerField(
        required=False,
        label="Year of birth",
        template_name=Text.drawn_by,
        help_text="As near as it is known.",
        error_messages={"invalid": "Write a year, such as 1991"},
    )
    died = Choice(
        label="Have they died?", required=False, initial="", choices=[("", "No"), ("yes", "Yes")], inline=True
    )
    partner = Pick(label="Are or were they a couple with somebody here?", required=False, choices=[])
    couple = Choice(label="If so, how is it now?", required=False, choices=choices_of(Couple), inline=True)
    parent_of = Pick(label="If a grandparent: whose mother or father are they?", required=False, choices=[])

    field_order = (
        "key", "name", "kinship", "part", "responsible", "lives_with", "telephone", "email", "sex", "born_year", "died",
        "partner", "couple", "parent_of", "bond", "since", "until",
    )  # fmt: skip

    def __init__(
        self, *given: Any, now: PersonView | None = None, others: Iterable[PersonView] = (), **rest: Any
    ) -> None:
        super().__init__(*given, now=now, **rest)
        year: Any = self.fields["born_year"]
        year.width, year.kind, year.complete = 4, "text", ""
        offered = [("", "Nobody")] + [
            (str(one.id), f"{one.name}, {one.part}" if one.part else one.name)
            for one in others
            if one.kind is ContactKind.FAMILY and (now is None or one.id != now.id)
        ]
        for name in ("partner", "parent_of"):
            field: Any = self.fields[name]
            field.choices = offered

    @staticmethod
    def stands(now: PersonView) -> dict[str, Any]:
        """What stands, as it would be typed."""
        return {
            **OnePerson.stands(now),
            **{name: getattr(now, name).value if getattr(now, name) else "" for name in ("sex", "couple")},
            "kinship": now.kin.value if now.kin else "",
            "responsible": _typed(now.responsible),
            "lives_with": _typed(now.lives_with),
            "born_year": now.born_year,
            "died": "yes" if now.died else "",
            "partner": str(now.partner or ""),
            "parent_of": str(now.parent_of or ""),
        }

    def said(self) -> Person:
        """What was typed."""
        typed = self.cleaned_data
        return Person(
            **{
                **vars(super().said()),
                "kind": ContactKind.FAMILY,
                "kinship": Kinship(typed["kinship"]),
                "responsible": _said(typed["responsible"]),
                "lives_with": _said(typed["lives_with"]),
                "sex": Sex(typed["sex"]) if typed["sex"] else None,
                "born_year": typed["born_year"],
                "died": typed["died"] == "yes",
                "partner": UUID(typed["partner"]) if typed["partner"] else None,
                "couple": Couple(typed["couple"]) if typed["couple"] else None,
                "parent_of": UUID(typed["parent_of"]) if typed["parent_of"] else None,
            }
        )


class Tell(Form):
    """What somebody was told."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    contact = Pick(label="Who was told?", choices=[], missing="Choose who was told")
    told_on = Day(label="On which day?", missing="Write the day on which they were told")
    what = LongText(
        label="What were they told?",
        missing="Say what they were told",
        most=LONGEST_TEXT,
        help_text="So that colleagues know who knows what. Say also whether the family agreed.",
    )

    def offer(self, people: Iterable[PersonView], asked: str) -> None:
        """Who can be chosen; whom the address names is."""
        field: Any = self.fields["contact"]
        field.choices = [(str(one.id), f"{one.name}, {one.part}" if one.part else one.name) for one in people]
        field.initial = asked


class OfChild(Form):
    """Who the child is to other services, and how one talks with them."""

    nhs_number = Text(
        label="NHS number",
        required=False,
        most=20,
        width=20,
        help_text="10 digits, such as 943 476 5919. From a letter or the health visitor.",
    )
    upn = Text(
        label="Unique pupil number (UPN)",
        required=False,
        most=20,
        width=20,
        help_text="A letter and 12 digits; from the school. UN1 to UN10 where there is none, by the codes of the census.",
    )
    sex = Choice(label="Sex", required=False, choices=[*choices_of(Sex), ("", "Not asked yet")])
    ethnicity = Pick(
        label="Ethnicity, as the child or family says it",
        required=False,
        choices=[("", "Not asked yet"), *choices_of(Ethnicity)],
    )
    disabilities = Several(
        label="Disability",
        required=False,
        choices=choices_of(Disability),
        help_text="Leave all empty where nobody has asked yet.",
    )
    language = Text(label="First language", required=False, most=LONGEST_LANGUAGE, width=20)
    interpreter = Choice(label="Is an interpreter needed?", required=False, initial="", choices=YES_NO, inline=True)
    communication = LongText(
        label="What helps to talk with this child?",
        required=False,
        most=LONGEST_TEXT,
        rows=4,
        help_text="For example: signs Makaton; draws rather than speaks; needs time; wears hearing aids.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, now: About, **rest: Any) -> None:
        stands = {
            **vars(now),
            "sex": now.sex.value if now.sex else "",
            "ethnicity": now.ethnicity.value if now.ethnicity else "",
            "disabilities": [word.value for word in now.disabilities],
            "interpreter": _typed(now.interpreter),
            "seen": as_seen(now),
        }
        super().__init__(*given, initial=stands, **rest)

    def said(self) -> About:
        """What was typed."""
        typed = self.cleaned_data
        return About(
            "".join(typed["nhs_number"].split()).replace("-", ""),
            "".join(typed["upn"].split()).upper(),
            Sex(typed["sex"]) if typed["sex"] else None,
            Ethnicity(typed["ethnicity"]) if typed["ethnicity"] else None,
            tuple(word for word in Disability if word.value in typed["disabilities"]),
            typed["language"].strip(),
            _said(typed["interpreter"]),
            typed["communication"].strip(),
        )


def as_seen(now: About) -> str:
    """A fingerprint of what stands, by which a change meanwhile is found; no word of it goes into the page twice."""
    return sha256("\t".join(str(value) for value in vars(now).values()).encode()).hexdigest()


class Safety(Form):
    """What somebody who visits must know."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = LongText(
        label="What must somebody who visits know?",
        missing="Say what somebody who visits must know",
        most=LONGEST_TEXT,
        rows=4,
        help_text="What was seen or said, and what to do. For example: a large dog, ring first; never alone after dark.",
    )
    source = LongText(
        label="From whom or what is this known?",
        missing="Say from whom or what this is known",
        most=LONGEST_SOURCE,
        rows=2,
        help_text="For example: seen by me on 3 November; police email of 12 October. Hearsay is called so.",
    )
    review_on = Day(
        label="On which day is it looked at again?",
        forward=True,
        missing="Write the day on which it is looked at again",
        help_text="Within a year. For example 1 Feb 2027.",
    )


class EndSafety(Form):
    """Why a note is no longer so."""

    why = LongText(label="Why is it no longer so?", missing="Say why", most=LONGEST_WHY, rows=3)
