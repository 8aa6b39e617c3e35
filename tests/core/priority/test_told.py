"""A criteria set in plain English leaves no number out; two sets are told apart wherever they differ, and nowhere else."""

import re
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.priority.criteria import CriteriaSet, parse
from plimsoll.core.priority.differences import differences
from plimsoll.core.priority.scales import parse as parse_scales
from plimsoll.core.priority.told import Section, Source, told
from plimsoll.core.terms import Band, CaseType, Criterion, Indicator, Information
from tests.core.priority.changed_sets import AS_WRITTEN, CHANGES, DATA, EVERY_FIELD, Path, changed, other_values
from tests.core.priority.generated import shipped
from tests.core.priority.test_scales import TEXT, grade

SETS = ["statutory", "early_help", "early_years_and_school", "leaving_care"]
SCALES = parse_scales(TEXT)


@cache
def read(key: str) -> CriteriaSet:
    return parse((files("plimsoll") / f"rulebooks/criteria/{key}.toml").read_text(encoding="utf-8"))


# ---- every field of the file, changed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EVERY_FIELD, ids=lambda path: ".".join(map(str, path)))
def test_any_one_field_changed_is_told(path: Path) -> None:
    found = [changed(path, value) for value in other_values(path, EVERY_FIELD[path])]
    others = [other for other in found if other is not None and other != AS_WRITTEN]

    assert others, "nothing else may stand in this field"
    for other in others:
        for sentences in (differences(AS_WRITTEN, other), differences(other, AS_WRITTEN)):
            assert sentences
            assert all(re.fullmatch(r"[A-Z].+ instead of .+\.", one) for one in sentences), sentences
        # Of a single fact, every way of combining comes to the same.
        same = path[-1] == "combine" and len(DATA["criterion"][path[1]]["of"]) == 1
        assert same or told(AS_WRITTEN, SCALES) != told(other, SCALES)


@pytest.mark.parametrize("word", Indicator)
def test_what_an_indicator_applies_to_is_told(word: Indicator) -> None:
    other = replace(shipped(), applies={**shipped().applies, word: frozenset({CaseType.EHC})})

    (sentence,) = differences(shipped(), other)

    assert sentence.startswith(f"{word.label[0].upper()}{word.label[1:]} applies to education, health")
    assert told(shipped(), SCALES) != told(other, SCALES)


def test_every_field_of_a_set_is_in_the_file() -> None:
    """So that a field added one day cannot be forgotten here."""
    of_its_own = {"shortest": "shortest_days", "longest": "longest_days", "decay": "k", "criteria": "criterion"}
    keys = {str(step) for path in EVERY_FIELD for step in path}

    assert {of_its_own.get(field.name, field.name) for field in fields(CriteriaSet)} <= keys


@given(st.lists(st.sampled_from(CHANGES), max_size=2), st.sampled_from(SETS))
def test_sets_are_told_apart_wherever_they_differ_and_nowhere_else(changes: list, key: str) -> None:
    sets = [AS_WRITTEN, read(key), *(found for path, value in changes if (found := changed(path, value)) is not None)]

    for one in sets:
        for other in sets:
            assert (differences(one, other) == ()) == (one == other)
            assert len(differences(one, other)) == len(differences(other, one))


def test_difference_reads_as_a_sentence() -> None:
    heavier = replace(
        shipped(),
        criteria=tuple(
            replace(rule, weight=rule.weight + {Criterion.URGENCY: 5, Criterion.PROTOCOLS: -5}.get(rule.criterion, 0))
            for rule in shipped().criteria
        ),
    )

    assert differences(shipped(), shipped()) == ()
    assert differences(shipped(), heavier) == (
        "Urgency counts 35 instead of 30 points of 100.",
        "Protocols and timescales counts 20 instead of 25 points of 100.",
    )
    assert differences(shipped(), replace(shipped(), unknown=333_333)) == (
        "What nobody has judged counts 33.3333 instead of 50 of 100.",
    )


# ---- in plain English -----------------------------------------------------------------------------------------------------


def part(key: str, of: str = "statutory") -> Section:
    return next(section for section in told(read(of), SCALES) if section.key == key)


@pytest.mark.parametrize("key", SETS)
def test_each_shipped_set_is_told_whole(key: str) -> None:
    sections = told(read(key), SCALES)

    assert len({section.key for section in sections}) == len(sections) == 9
    assert sum(line.points or 0 for line in part("counts", key).lines) == 100
    assert len(part("facts", key).lines) == len(Indicator) - 1  # one only breaks ties
    assert all(line.sources for line in part("facts", key).lines)
    assert [line.name for line in part("bands", key).lines] == [band.label for band in Band]
    assert len(part("seen", key).lines) == len(CaseType)
    assert "national standard" in part("whose", key).lines[0].text


def test_facts_say_where_they_come_from() -> None:
    sources = {line.name: line.sources for line in part("facts").lines}

    assert sources["Effect of waiting a week"] == (Source.PERSON,)
    assert sources["Last seen"] == (Source.RECORD, Source.RULE)
    assert {source for found in sources.values() for source in found} == set(Source)


def test_bands_speak_with_the_sets_own_numbers() -> None:
    bands = {line.name: line for line in part("bands", "early_help").lines}

    assert "The risk counts 60 or more: likelihood and severity 2 and 3, or higher" in bands["This week"].more
    assert "There is a day to ask again, within 15 working days" in bands["Awaiting others"].more
    wait = next(text for text in bands["This week"].more if text.startswith("A week's wait"))
    assert wait.endswith("“A child could be badly hurt, or lose a chance that will not come again soon.”")
    assert "Nobody can switch this off" in bands["Act now"].text


@pytest.mark.parametrize(
    ("limit", "pairs"),
    [(500_001, "2 and 3"), (750_001, "3 and 4"), (1_000_000, "4 and 4"), (430_000, "1 and 3 or 2 and 2")],
)
def test_risk_limit_names_the_least_pairs_that_reach_it(limit: int, pairs: str) -> None:
    lines = told(replace(shipped(), risk_this_week=limit, unknown=0), SCALES)[4].lines

    assert any(f"likelihood and severity {pairs}, or higher" in text for line in lines for text in line.more)


def test_act_now_reads_the_same_in_every_set() -> None:
    assert len({part("bands", key).lines[0] for key in SETS}) == 1


def test_the_question_why_a_lower_case_comes_first_is_told_only_where_it_is_asked() -> None:
    off = replace(shipped(), asks_a_day=0)
    asked, not_asked = (
        {line.name: line.text for line in told(one, SCALES)[-1].lines}["A lower case first"] for one in (shipped(), off)
    )

    assert "is asked why, once" in asked
    assert not_asked == "This set asks nobody why a case is begun while one in a higher band waits."


def test_what_never_enters_is_said() -> None:
    said = part("never").lines[0].text

    assert all(word in said for word in ("Sex", "ethnicity", "religion", "origin"))


def test_unused_fact_is_said_not_to_count() -> None:
    rules = tuple(
        replace(rule, indicators=rule.indicators[:1], weights=rule.weights[:1]) if len(rule.indicators) > 1 else rule
        for rule in shipped().criteria
    )
    facts = told(replace(shipped(), criteria=rules), SCALES)[2]

    silent = [line.name for line in facts.lines if "does not count in this set" in line.text]
    assert silent == [
        "Information not dealt with",
        "Last seen",
        "Effect of waiting a week",
        "Lateness",
        "Who else could",
    ]


def test_set_can_be_read_without_training() -> None:
    sections = told(shipped(), SCALES)
    texts = [section.says for section in sections] + [line.text for section in sections for line in section.lines]

    assert grade(" ".join(text for text in texts if text)) <= 7
    assert [word.label for word in Information if word.label not in str(sections).lower()] == []
