"""What is asked of somebody who drafts criteria."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.forms import CharField, HiddenInput
from django.forms.boundfield import BoundField

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.criteria import CriteriaSet, Interval
from plimsoll.core.priority.criteria_text import write
from plimsoll.core.priority.safe import parse_new
from plimsoll.core.priority.told import capital, every, of_100
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import CaseType, Criterion, Factor, Information
from plimsoll.web.forms.fields import Choice, Day, LongText, Several, Text, choices_of
from plimsoll.web.forms.form import Form

NOW = "now"  # the start from the set that holds
WHY = "What is this to make better?"
PART = ONE // 100
_INTERVAL = re.compile(r"(\d{1,4}) (working|calendar) days?", re.IGNORECASE)
# The fields that are one whole number: their key in a set's text, the attribute, the question, the least and the most.
WHOLES = {
    "today_days": ("today_days", "Today: seeing, protecting and court work that begins within (working days)", 1, 5),
    "week_days": ("week_days", "This week: the same, and decisions, that begin within (working days)", 3, 30),
    "unborn_days": ("unborn_days", "This week: an unborn child on a plan, expected within (days)", 28, 280),
    "untouched_days": ("untouched_days", "This week: nobody has worked on it for (days)", 1, 91),
    "chase_days": ("chase_days", "Awaiting others: the day to ask again is within (working days)", 1, 20),
    "stale_days": ("stale_days", "A judgement is asked for again after (days)", 1, 183),
    "waiting_limit_days": ("waiting_limit_days", "Others who wait count fully after (days)", 1, 366),
    "shortest_days": ("shortest", "A timescale's length counts as at least (working days)", 1, 100),
    "longest_days": ("longest", "A timescale's length counts as at most (working days)", 1, 366),
    "k": ("decay", "Pressure falls to about a third with each (of 100 of its length)", 1, 1000),
    "close_points": ("close_points", "A close call is fewer points apart than (points)", 0, 20),
    "short_minutes": ("short_minutes", "Work that never asks why a higher case waits takes under (minutes)", 0, 60),
    "asks_a_day": ("asks_a_day", "Beyond recording, a worker is asked at most (times a day)", 0, 20),
    "support_at": ("support_at", "The page names who can help from a load of (of 100)", 50, 120),
}
# The fields that are a part of a whole, asked as "of 100".
SHARES = {
    "risk_this_week": ("risk_this_week", "This week: likelihood and severity together count (of 100)"),
    "wait_this_week": ("wait_this_week", "This week: what a week's wait would do counts (of 100)"),
    "unknown": ("unknown", "What nobody has judged counts (of 100)"),
    "other_statutory": ("other_statutory", "Other work that law or guidance asks for counts (of 100)"),
    "other": ("other", "Work that no law or guidance asks for counts (of 100)"),
    "close_turns": ("close_turns", "A close call, too, where small changes turn it round in (of 100)"),
    "urgent_share": ("urgent_share", "Everything is urgent where the top two bands hold more than (of 100)"),
}
# Faults that concern a field of another name than they quote.
AT = {"information": "information-IMMEDIATE_HARM"}


class Begin(Form):
    """From which set a draft begins."""

    start = Choice(label="What do you start from?", choices=[], missing="Choose what to start from")
    why = LongText(label=WHY, missing="Say what this is to make better", most=2000, rows=3)

    def offer(self, now: CriteriaSet, shipped: Iterable[CriteriaSet]) -> None:
        """The set that holds, and those that come with Plimsoll."""
        self.fields["start"].choices = [
            (NOW, f"The criteria that hold now: {now.title}, version {now.version}"),
            *((one.key, f"As it comes with Plimsoll: {one.title}") for one in shipped),
        ]


class AsText(Form):
    """The draft as its text."""

    text = LongText(
        label="The whole set as text",
        missing="Write the set",
        rows=30,
        help_text="TOML. Here everything can be changed, also what each criterion is made of and for which cases it counts.",
    )
    why = LongText(label=WHY, missing="Say what this is to make better", most=2000, rows=3)


class Approve(Form):
    """From when on it holds."""

    read = CharField(required=False, widget=HiddenInput)  # digest of the text that was read
    holds_from = Day(label="From which day on does it hold?", missing="Write a day", forward=True)


@dataclass(frozen=True)
class Part:
    """Some fields that belong together, under one heading."""

    title: str
    says: str
    fields: tuple[BoundField, ...]
    in_columns: bool = True


class Numbers(Form):
    """Every number of a set, each in a field of its own. What each criterion is made of stays as it is in `base`."""

    title = Text(label="What is the set called?", missing="Write what it is called")
    safeguarding = Several(
        label="News that lifts a case to Today until somebody has dealt with it",
        choices=choices_of(Information),
        missing="Choose at least immediate harm",
    )
    why = LongText(label=WHY, missing="Say what this is to make better", most=2000, rows=3)

    def __init__(self, *given: Any, base: CriteriaSet, why: str = "", **rest: Any) -> None:
        super().__init__(*given, initial=_typed(base) | {"why": why}, **rest)
        self.base = base
        for name, label in _labels():
            self.fields[name] = Text(label=label, width=4, missing="Write a number", most=40)
        for word in CaseType:
            field = Text(label=capital(word.label), width=10, missing="Write how often", most=40)
            self.fields[f"interval-{word.value}"] = field

    @property
    def parts(self) -> tuple[Part, ...]:
        """The fields under their headings."""

        def of(*names: str) -> tuple[BoundField, ...]:
            return tuple(self[name] for name in names)

        bands = (
            "today_days",
            "week_days",
            "risk_this_week",
            "wait_this_week",
            "unborn_days",
            "untouched_days",
            "chase_days",
        )
        rest = [name for name in (*WHOLES, *SHARES) if name not in bands]
        return (
            Part("What it is", "", of("title"), in_columns=False),
            Part(
                "What counts, and how much", "The five together come to 100 points.",
                of(*(f"weight-{word.value}" for word in Criterion)),
            ),
            Part("What puts a case in each band", "Act now is no question here: nobody can weaken it.", of(*bands)),
            Part("", "", of("safeguarding"), in_columns=False),
            Part(
                "News that nobody has dealt with", "How much each kind counts, of 100. None counts for more than immediate "
                "harm.", of(*(f"information-{word.value}" for word in Information)),
            ),
            Part(
                "What makes a child more vulnerable", "How much each counts, of 100. It can only raise a case.",
                of(*(f"factor-{word.value}" for word in Factor)),
            ),
            Part(
                "How often a child is expected to be seen", "Such as 10 working days, or 42 calendar days.",
                of(*(f"interval-{word.value}" for word in CaseType)),
            ),
            Part("Judgements, pressure and guards", "", of(*rest)),
            Part("Why", "", of("why"), in_columns=False),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The set as text, at `text`; every fault of it is told at once, each at its field."""
        said = dict(super().clean() or {})
        criteria = replace(self.base, **self._read(said))
        try:
            parse_new(write(criteria), "The draft")
        except FaultyData as fault:
            for sentence in fault.faults:
                self.add_error(self._field_of(sentence), _plain(sentence))
        return said | {"text": write(criteria)}

    def _field_of(self, sentence: str) -> str | None:
        """The field at which a fault of the whole set belongs."""
        if "weights of the criteria" in sentence:
            return f"weight-{next(iter(Criterion)).value}"
        quoted = re.search(r"'(\w+)'", sentence)
        if quoted is None:
            return None
        name = AT.get(quoted[1], quoted[1])
        near = (name, *(f"{kind}-{name}" for kind in ("weight", "information", "factor", "interval")))
        return next((one for one in near if one in self.fields), None)

    def _read(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What is changed of the set, by attribute; where a field is faulty, as it was."""
        base = self.base
        found: dict[str, Any] = {"title": said.get("title", base.title)}
        if "safeguarding" in said:
            found["safeguarding"] = frozenset(map(Information, said["safeguarding"]))
        for name, (attribute, _, low, high) in WHOLES.items():
            found[attribute] = self._whole(said, name, low, high, getattr(base, attribute))
        for name, (attribute, _) in SHARES.items():
            found[attribute] = self._share(said, name, getattr(base, attribute))
        found["factors"] = {word: self._share(said, f"factor-{word.value}", base.factors[word]) for word in Factor}
        found["information"] = {
            word: self._share(said, f"information-{word.value}", base.information[word]) for word in Information
        }
        found["intervals"] = {word: self._interval(said, word) for word in CaseType}
        found["criteria"] = tuple(
            replace(rule, weight=self._whole(said, f"weight-{rule.criterion.value}", 1, 100, rule.weight))
            for rule in base.criteria
        )
        return found

    def _whole(self, said: Mapping[str, Any], name: str, low: int, high: int, usual: int) -> int:
        text = said.get(name)
        if text is None:
            return usual
        if not text.strip().isdecimal() or not low <= int(text) <= high:
            self.add_error(name, f"{self.fields[name].label}: write a whole number from {low} to {high}")
            return usual
        return int(text)

    def _share(self, said: Mapping[str, Any], name: str, usual: int) -> int:
        text = said.get(name)
        if text is None:
            return usual
        try:
            value = Decimal(text.strip()) * PART
        except InvalidOperation:
            value = Decimal(-1)
        if not (value.is_finite() and 0 <= value <= ONE and value == int(value)):
            self.add_error(name, f"{self.fields[name].label}: write a number from 0 to 100, with four decimals at most")
            return usual
        return int(value)

    def _interval(self, said: Mapping[str, Any], word: CaseType) -> Interval:
        name, usual = f"interval-{word.value}", self.base.intervals[word]
        text = said.get(name)
        if text is None:
            return usual
        found = _INTERVAL.fullmatch(" ".join(text.split()))
        if found is None or not 1 <= int(found[1]) <= 1000:
            self.add_error(name, f"{capital(word.label)}: write such as 10 working days, or 42 calendar days")
            return usual
        return Interval(int(found[1]), found[2].lower() == "working")


def _labels() -> Iterator[tuple[str, str]]:
    yield from ((f"weight-{word.value}", capital(word.label)) for word in Criterion)
    yield from ((name, label) for name, (_, label, *_) in WHOLES.items())
    yield from ((name, label) for name, (_, label) in SHARES.items())
    yield from ((f"information-{word.value}", capital(word.label)) for word in Information)
    yield from ((f"factor-{word.value}", capital(word.label)) for word in Factor)


def _typed(criteria: CriteriaSet) -> dict[str, Any]:
    """A set as it would be typed."""
    return {
        "title": criteria.title,
        "safeguarding": [word.value for word in Information if word in criteria.safeguarding],
        **{f"weight-{rule.criterion.value}": str(rule.weight) for rule in criteria.criteria},
        **{name: str(getattr(criteria, attribute)) for name, (attribute, *_) in WHOLES.items()},
        **{name: of_100(getattr(criteria, attribute)) for name, (attribute, _) in SHARES.items()},
        **{f"information-{word.value}": of_100(value) for word, value in criteria.information.items()},
        **{f"factor-{word.value}": of_100(value) for word, value in criteria.factors.items()},
        **{f"interval-{word.value}": every(each) for word, each in criteria.intervals.items()},
    }


def _plain(sentence: str) -> str:
    """A fault without where in a text it stands; the field says that."""
    return capital(sentence.removeprefix("The draft: "))
