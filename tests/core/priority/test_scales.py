"""The words of the scales: each point has a sentence and an example that an eleven-year-old can read; read strictly."""

import re
from importlib.resources import files

import pytest

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.scales import Scales, parse
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Factor, Scale

TEXT = (files("plimsoll") / "rulebooks/scales.toml").read_text(encoding="utf-8")
JARGON = re.compile(
    r"significant harm|threshold|multi-agency|safeguard|disclos|intervention|impair|outcome|statutory|referral|engag|"
    r"presenting|service user|the (case|subject)\b|perpetrator|\bneglect|chronolog|step(ped)? (up|down)|CSE|CIN|TAF",
    re.IGNORECASE,
)
FAULTS = [
    ('key = "LIKELIHOOD"', 'key = "SEVERITY"', "scale LIKELIHOOD must stand exactly once, not 0 times."),
    ('key = "LIKELIHOOD"', 'key = "SEVERITY"', "scale SEVERITY must stand exactly once, not 2 times."),
    ('key = "LIKELIHOOD"', 'key = "LUCK"', "'key': 'LUCK' is not one of LIKELIHOOD, SEVERITY, WAIT, TRIAGE, PROTECTION."),
    ('key = "WAIT"', 'key = "TRIAGE"', "scale WAIT must come first"),
    ('key = "MISSING"', 'key = "UNDER_1"', "factor MISSING must stand exactly once, not 0 times."),
    ("value = 4\n", "value = 3\n", "scale 'WAIT': its points must be 0 to 4, each once and in this order."),
    ("value = 4\n", "value = 5\n", "'value' must be a whole number from 0 to 4, not 5."),
    ("value = 0.15\n", "value = 0.5\n", "the steps of 'vulnerability' must rise from 0 to 1."),
    ('value = 1\nsays = "It leaves', 'value = 0.9\nsays = "It leaves', "steps of 'vulnerability' must rise from 0 to 1."),
    ('says = "We must act today."\n', "", "point '4': 'says' is missing; it must be a text."),
    ('example = "A form about a child is sent a week late."', 'example = ""', "point '0': 'example' is empty."),
    ('key = "UNDER_1"', 'key = "UNDER_1"\nworth = 1', "factor 'UNDER_1': 'worth' is not a known key."),
]  # fmt: skip


@pytest.fixture(scope="module")
def scales() -> Scales:
    return parse(TEXT)


def sentences(scales: Scales) -> list[str]:
    """Everything that a person reads."""
    points = [point for question in scales.questions for point in question.points] + list(scales.steps)
    asked = [text for question in scales.questions for text in (question.asks, question.helps)]
    factors = [text for words in scales.factors for text in (words.says, words.up, words.down)]
    return [
        *asked,
        *(text for point in points for text in (point.says, point.example)),
        *factors,
        scales.vulnerability_asks,
        scales.vulnerability_helps,
    ]


def test_every_point_of_every_scale_has_words_and_the_wait_is_asked_first(scales: Scales) -> None:
    assert scales.questions[0].scale is Scale.WAIT
    assert scales.of(Scale.WAIT).asks == "How would it be if we waited a week?"
    assert {question.scale: len(question.points) for question in scales.questions} == dict.fromkeys(Scale, 5)
    assert [words.factor for words in scales.factors] == list(Factor)
    assert scales.factor(Factor.MISSING).says.startswith("A child who went missing")
    assert [step.value for step in scales.steps] == [0, 150_000, 330_000, 600_000, ONE]
    assert len(set(sentences(scales))) == len(sentences(scales))


def test_severity_counts_health_growth_and_lost_chances(scales: Scales) -> None:
    severity = scales.of(Scale.SEVERITY)
    said = " ".join([severity.helps, *(point.says for point in severity.points)])

    assert all(word in said for word in ("more than abuse", "health", "growth", "learning", "chance"))


def test_words_can_be_read_at_eleven(scales: Scales) -> None:
    texts = sentences(scales)

    assert [text for text in texts if JARGON.search(text)] == []
    assert [text for text in texts if any(len(one.split()) > 20 for one in re.split(r"[.?] ", text))] == []
    assert grade(" ".join(texts)) <= 5  # five or six years of school: ten or eleven years old
    assert [text for text in texts if grade(text) > 8] == []


def grade(text: str) -> float:
    """Years of school that a text asks for, after Flesch and Kincaid; syllables are counted by their vowels."""
    words = re.findall(r"[a-z']+", text.lower())
    ends = max(1, len(re.findall(r"[.?:](?:\s|$)", text)))
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = (word.endswith("e") and not word.endswith("le")) or re.search(r"[^td]ed$", word) is not None
    return max(1, groups - bool(silent))


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_each_fault_is_named(old: str, new: str, fault: str) -> None:
    text = TEXT.replace(old, new, 1)
    assert text != TEXT

    with pytest.raises(FaultyData) as caught:
        parse(text)

    assert any(fault in found for found in caught.value.faults), caught.value.faults


def test_every_fault_is_named_at_once() -> None:
    text = TEXT
    for old, new, _ in (FAULTS[0], FAULTS[4], FAULTS[7], FAULTS[9], FAULTS[10], FAULTS[11]):
        text = text.replace(old, new, 1)

    with pytest.raises(FaultyData) as caught:
        parse(text)

    assert len(caught.value.faults) == 8  # a word in the place of another is one too many and one too few
