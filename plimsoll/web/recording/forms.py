"""What is asked when something is written on a case."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.recording import (
    LONGEST_LINE,
    LONGEST_LOOKED,
    LONGEST_PART,
    LONGEST_PRESENT,
    LONGEST_TEXT,
    MOST_MINUTES,
    OfChild,
    Told,
)
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.recording import ASKS_SIGHT, FACTS, MEETS, seen
from plimsoll.core.terms import SEEING, EventKind, Looked, RecordKind, Sight, Voice
from plimsoll.queries.recording import Offer, RecordView, Written
from plimsoll.web.forms.fields import Choice, Day, LongText, Several, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.moments import NotAMoment, read_moment
from plimsoll.web.forms.times import NotATime, read_time
from plimsoll.web.parts import Fault

YES, NO = "yes", "no"
COUNTS_FROM = 75  # percent of a long text, from which on what is left is said
# What each kind of record asks beside when, how long, and what happened; and in which words.
_ASKS: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.VISIT: ("place", "announced", "present", "home", "home_words", "bed", "bed_words"),
    RecordKind.ATTEMPT: ("place", "announced", "present"),
    RecordKind.CALL: ("present",),
    RecordKind.COMMUNICATION: ("present",),
    RecordKind.MEETING: ("place", "present"),
    RecordKind.CASE_NOTE: (),
    RecordKind.MANAGEMENT_OVERSIGHT: ("present", "decision", "decision_why", "not_taken"),
    RecordKind.ASSESSMENT: ("present",),
    RecordKind.REVIEW: ("place", "present"),
    RecordKind.STEP: (),
}
_OPTIONAL = {name for names in _ASKS.values() for name in names}
_TEXT: Mapping[RecordKind, str] = {
    RecordKind.VISIT: "What did you see, hear and do?",
    RecordKind.ATTEMPT: "What did you try, and what comes next?",
    RecordKind.CALL: "What was said?",
    RecordKind.COMMUNICATION: "What did it say?",
    RecordKind.MEETING: "What was talked about and agreed?",
    RecordKind.CASE_NOTE: "What is to be kept?",
    RecordKind.MANAGEMENT_OVERSIGHT: "What was looked at?",
    RecordKind.ASSESSMENT: "What was found?",
    RecordKind.REVIEW: "What was looked at and agreed?",
    RecordKind.STEP: "What is to be kept about it?",
}
_PRESENT: Mapping[RecordKind, str] = {
    RecordKind.VISIT: "Who else was there?",
    RecordKind.ATTEMPT: "Whom did you try to see or reach?",
    RecordKind.CALL: "With whom?",
    RecordKind.COMMUNICATION: "From whom, and to whom?",
    RecordKind.MANAGEMENT_OVERSIGHT: "With whom?",
}
VISITS_ALONE = ("not_alone_why",)  # asked of a child only where it is asked whether they were seen
READ_ONE_DAY = "The child may read this one day."
SAME_FOR_ALL = (
    "The child may read this one day. It stands on the record of each child you tick below: what is about one child alone "
    "goes under that child's name."
)


def read_when(form: Form, said: dict[str, Any], today: date) -> None:
    """The day and the time of a form as one moment in London, `happened_at`, and whether the time is known; where it was
    typed when one heard of it, `received_at`."""
    if heard := str(said.get("received", "")).strip():
        try:
            said["received_at"] = read_moment(heard, today=today)[0]
        except NotAMoment as fault:
            form.add_error("received", str(fault))
    day, typed = said.get("happened"), str(said.get("time", "")).strip()
    if not day:
        return
    try:
        hour, minute = read_time(typed) if typed else (0, 0)
    except NotATime as fault:
        form.add_error("time", str(fault))
        return
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
    if at.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != at.replace(tzinfo=None):
        form.add_error("time", f"There was no {hour}:{minute:02} that day: the clocks went forward")
    said["happened_at"], said["time_known"] = at, bool(typed)


class Write(Form):
    """What happened, for every child on the record. `writer`: who opened the form, so that on a shared machine nobody sends
    what another typed; `version`: of the draft that is saved, so that an old window overwrites nothing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # the record's id: sent twice, written once
    writer = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, initial=0)
    happened = Day(
        label="On which day?",
        missing="Write the day on which it happened",
        help_text="For example today, yesterday, Friday or 21/11/26.",
    )
    time = Text(label="At what time?", required=False, width=5, help_text="For example 9:30. Empty if you do not know.")
    minutes = Text(label="How many minutes did it take?", required=False, width=4)
    text = LongText(
        label="What happened?",
        help_text=READ_ONE_DAY,
        missing="Say what happened",
        most=LONGEST_TEXT,
        counts_from=COUNTS_FROM,
        rows=9,
    )
    present = Text(label="Who was there?", required=False, most=LONGEST_PRESENT)
    place = Text(label="Where?", required=False, most=LONGEST_LINE, help_text="For example at home, at school.")
    announced = Choice(
        label="Did they know you were coming?",
        choices=[(YES, "Yes, announced"), (NO, "No, unannounced")],
        required=False,
        inline=True,
    )
    home = Choice(label="Home conditions", choices=choices_of(Looked), required=False, inline=True)
    home_words = LongText(
        label="What you saw of the home", required=False, most=LONGEST_LOOKED, counts_from=COUNTS_FROM, rows=2
    )
    bed = Choice(label="Where the child sleeps", choices=choices_of(Looked), required=False, inline=True)
    bed_words = LongText(
        label="What you saw of where the child sleeps",
        required=False,
        most=LONGEST_LOOKED,
        counts_from=COUNTS_FROM,
        rows=2,
    )
    decision = LongText(
        label="What was decided?", missing="Say what was decided", most=LONGEST_PART, counts_from=COUNTS_FROM, rows=3
    )
    decision_why = LongText(
        label="Why?", missing="Say why it was decided so", most=LONGEST_PART, counts_from=COUNTS_FROM, rows=3
    )
    not_taken = LongText(
        label="What else could have been decided, and why was it not?",
        required=False,
        most=LONGEST_PART,
        counts_from=COUNTS_FROM,
        rows=3,
    )
    received = Text(
        label="When did you hear of it?",
        required=False,
        width=20,
        help_text="Only where that was later than it happened. For example Friday 16:40.",
    )

    def __init__(self, *given: Any, kind: RecordKind, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.kind, self.as_at = kind, as_at
        for name in _OPTIONAL - set(_ASKS[kind]):
            del self.fields[name]
        self.fields["text"].label = _TEXT[kind]
        if "present" in self.fields:
            self.fields["present"].label = _PRESENT.get(kind, "Who was there?")

    def clean(self) -> dict[str, Any]:
        """The day and time as one moment in London; the minutes as a number."""
        said = super().clean() or self.cleaned_data
        read_when(self, said, self.as_at.date())
        if typed := str(said.get("minutes", "")).strip():
            if typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= MOST_MINUTES:
                said["minutes"] = int(typed)
            else:
                self.add_error("minutes", "Write a number of minutes, such as 45")
        return said

    def told(self) -> Told:
        """What was said, once it is sound."""
        said = self.cleaned_data
        looked = {name: Looked(said[name]) if said.get(name) else None for name in ("home", "bed")}
        texts = ("present", "place", "home_words", "bed_words", "decision", "decision_why", "not_taken")
        return Told(
            self.kind, said["happened_at"], said["time_known"], said["text"], received_at=said.get("received_at"),
            minutes=said["minutes"] or None, announced={YES: True, NO: False}.get(said.get("announced", "")), **looked,
            **{name: said.get(name, "") for name in texts},
        )  # fmt: skip


class Child(Form):
    """What is said of one child; of one who does not come first, whether they are on the record at all (`about`)."""

    about = forms.BooleanField(required=False)
    sight = Choice(
        label="Was the child seen?", choices=choices_of(Sight), missing="Say whether the child was seen", inline=True
    )
    not_alone_why = Text(
        label="If not alone, why?",
        required=False,
        most=LONGEST_WHY,
        help_text="Only where the child was seen with others.",
    )
    meets = Several(label="This meets", choices=[], required=False)
    voice = LongText(
        label="What did the child say, show or want?",
        help_text="Wishes and feelings, in the child's own words or signs.",
        required=False,
        most=LONGEST_PART,
        counts_from=COUNTS_FROM,
        rows=4,
    )
    voice_by = Several(label="How did you learn it?", choices=choices_of(Voice), required=False, inline=True)
    voice_through = Text(
        label="Through whom?", required=False, most=LONGEST_LINE, help_text="For example an interpreter, or the mother."
    )
    own_words = LongText(
        label="About this child alone", required=False, most=LONGEST_PART, counts_from=COUNTS_FROM, rows=3
    )
    facts = Several(label="Did any of this come to light?", choices=[], required=False, inline=True)

    def __init__(
        self, *given: Any, kind: RecordKind, of: Written, first: bool, alone: bool = False, **rest: Any
    ) -> None:
        initial = {"meets": [one.kind.value for one in of.meets if one.likely], **rest.pop("initial", {})}
        super().__init__(*given, initial=initial, prefix=None if first else str(of.case), **rest)
        self.kind, self.of, self.first = kind, of, first
        self._name()
        self._drop(alone)

    def _name(self) -> None:
        name = self.of.name
        self.fields["sight"].label = f"Was {name} seen?"
        self.fields["sight"].required = self.kind is RecordKind.VISIT
        self.fields["voice"].label = f"What did {name} say, show or want?"
        self.fields["own_words"].label = f"About {name} alone"
        self.fields["own_words"].help_text = f"It stands on {name}'s record and on no other."
        self.fields["facts"].choices = choices_of(self.of.facts)
        self.fields["facts"].label = f"Did any of this come to light about {name}?"
        meets = self.fields["meets"]
        meets.choices = [(one.kind.value, capital(one.kind.label)) for one in self.of.meets]
        meets.hints = {one.kind.value: says_due(one) for one in self.of.meets}
        if self.kind is RecordKind.VISIT:
            meets.help_text = "It counts only where the child was seen."

    def _drop(self, alone: bool) -> None:
        asked = set(self.fields)
        if alone:
            asked -= {"own_words"}
        if self.first:
            asked -= {"about"}
        if self.kind not in ASKS_SIGHT:
            asked -= {"sight", *VISITS_ALONE}
        if self.kind in (RecordKind.ATTEMPT, RecordKind.MANAGEMENT_OVERSIGHT):
            asked -= {"voice", "voice_by", "voice_through"}
        if not self.of.meets:
            asked -= {"meets"}
        if not self.of.facts:
            asked -= {"facts"}
        for name in set(self.fields) - asked:
            del self.fields[name]

    @property
    def wanted(self) -> bool:
        """Whether this child is on the record."""
        return self.first or bool(self.data.get(self.add_prefix("about")))

    def said(self) -> OfChild:
        """What was said, once it is sound. A tick that counts only where the child was seen falls with it."""
        said = self.cleaned_data
        sight = Sight(said["sight"]) if said.get("sight") else None
        ticked = [EventKind(word) for word in (*said.get("meets", ()), *said.get("facts", ()))]
        return OfChild(
            sight, said.get("not_alone_why", ""), said.get("voice", ""), tuple(map(Voice, said.get("voice_by", ()))),
            said.get("voice_through", ""), said.get("own_words", ""),
            tuple(event for event in ticked if event not in SEEING or seen(sight)),
        )  # fmt: skip


def says_due(offer: Offer) -> str:
    """What a kind of event would meet, with the sums."""
    sums = [". ".join(one.worked_out.split(". ")[:2]).rstrip(".") for one in offer.due[:2]]
    return f"{'. '.join(sums)}." if sums else "Nothing of this kind is due now."


class Whole:
    """The form of a record with its children: one of each, together sound or not. `typed`: what fills it, by name of field,
    as it was typed."""

    made_of: type[Write] = Write

    def __init__(
        self,
        data: Any,
        *,
        kind: RecordKind,
        children: Sequence[Written],
        as_at: datetime,
        typed: Mapping[str, Any] | None = None,
        writer: UUID | None = None,
    ) -> None:
        filled = dict(typed or {})
        self.kind = kind
        self.write = self.made_of(
            data, kind=kind, as_at=as_at, initial={"happened": as_at.date(), "writer": writer, **filled}
        )
        if len(children) > 1:
            self.write.fields["text"].help_text = SAME_FOR_ALL
        self.children = [
            Child(
                data,
                kind=kind,
                of=one,
                first=not number,
                alone=len(children) == 1,
                as_at=as_at,
                initial=_own(filled, one.case, first=not number),
            )
            for number, one in enumerate(children)
        ]

    @property
    def is_bound(self) -> bool:
        """Whether anything was sent."""
        return bool(self.write.is_bound)

    @property
    def on_it(self) -> list[Child]:
        """The children who are on the record."""
        return [child for child in self.children if child.wanted]

    def is_valid(self) -> bool:
        """Whether all of it is sound; every fault is found."""
        return all([self.write.is_valid(), *(child.is_valid() for child in self.on_it)])

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong."""
        if not self.is_bound:
            return ()
        return (*self.write.faults, *(fault for child in self.on_it for fault in child.faults))

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """What an action refused, at the fields it names."""
        for name, said in faults.items():
            for form in (self.write, *self.children):
                at = name.removeprefix(f"{form.prefix}-") if form.prefix else name
                if (form.prefix is None or name.startswith(f"{form.prefix}-")) and at in form.fields:
                    form.add_error(at, said)
                    break
            else:
                self.write.add_error(None, said)


class AmendedWrite(Write):
    """What happened, as it was; and why it is said otherwise."""

    amended_why = LongText(
        label="Why is it amended?",
        help_text="The version before stays readable, with your name and this reason.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=2,
    )
    take_back = forms.BooleanField(required=False)


class Amended(Whole):
    """The form of a new version of a record of one child. `told`: the events that the version before tells. Where it is
    taken back nothing is asked but why."""

    made_of = AmendedWrite

    def __init__(self, data: Any, *, told: Sequence[EventKind] = (), **rest: Any) -> None:
        super().__init__(data, **rest)
        child = self.children[0]
        offered = {one.kind for one in child.of.meets}
        gone = [event for event in told if event in MEETS[self.kind] and event not in offered]
        if gone and "meets" in child.fields:  # what it told, and what would be offered no more
            meets = child.fields["meets"]
            meets.choices = [*meets.choices, *((event.value, capital(event.label)) for event in gone)]
        self.takes_back = bool(data and data.get("take_back"))
        if self.takes_back:
            for form in (self.write, child):
                for name in form.fields:
                    form.fields[name].required = name in ("amended_why", "key")


def typed_of(view: RecordView) -> dict[str, Any]:
    """A record as it would be typed, to amend it."""
    row = view.row
    at = row.happened_at.astimezone(LONDON)
    received = row.received_at.astimezone(LONDON) if row.received_at else None
    same = ("text", "present", "place", "home", "home_words", "bed", "bed_words", "decision", "decision_why", "not_taken",
            "sight", "not_alone_why", "voice", "voice_by", "voice_through", "own_words")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in same},
        "happened": at.date(),
        "time": f"{at:%H:%M}" if row.time_known else "",
        "minutes": row.minutes or "",
        "announced": {True: YES, False: NO, None: ""}[row.announced],
        "received": f"{received.day} {received:%b %Y %H:%M}" if received else "",
        "meets": [event.value for event in view.told if event in MEETS[view.kind]],
        "facts": [event.value for event in view.told if event in FACTS],
    }


def _own(filled: Mapping[str, Any], case: UUID, *, first: bool) -> dict[str, Any]:
    """Of what was typed, what is about one child."""
    if not filled:
        return {}
    asked = filled.get("unasked") != "meets"  # what was begun without signal says nothing of them
    ticks: dict[str, Any] = {"meets": []} if asked else {}  # what was not ticked any more was not sent either
    if first:
        return ticks | dict(filled)
    before = f"{case}-"
    return ticks | {name.removeprefix(before): value for name, value in filled.items() if name.startswith(before)}


def as_typed(data: Any) -> dict[str, Any]:
    """What was sent, by field, to fill a form anew or to be kept: texts, and of ticks the list of them."""
    ticks = ("meets", "facts", "voice_by")
    return {
        name: data.getlist(name) if name.rpartition("-")[2] in ticks else data.get(name)
        for name in data
        if name not in ("csrfmiddlewaretoken", "turn_to", "save_draft", "key", "writer", "version")
    }
