"""Criteria sets are read strictly: the one that ships is as specified, every fault of another is named at once."""

import re
from dataclasses import replace
from datetime import date

import pytest

from plimsoll.core.priority.criteria import Combine, Interval, parse
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import CaseType, Criterion, Factor, Indicator, Information
from tests.core.priority.generated import shipped, shipped_text
from tests.core.priority.small import ranked

FAULTS = [
    ("weight = 8\n", "weight = 9\n", "The criteria set: the weights of the criteria must sum to 100, not 101."),
    ("weight = 8\n", "weight = 8.0\n", "'weight' must be a whole number from 0 to 100, not 8.0."),
    ("weight = 8\n", "weight = -8\n", "'weight' must be a whole number from 0 to 100, not -8."),
    ('key = "RESOURCES"', 'key = "WORKLOAD"', "criterion WORKLOAD must stand exactly once, not 2 times."),
    ('key = "RESOURCES"', 'key = "WORKLOAD"', "criterion RESOURCES must stand exactly once, not 0 times."),
    ('key = "RESOURCES"', 'key = "LUCK"', "'key': 'LUCK' is not one of URGENCY, CONSEQUENCES, PROTOCOLS"),
    ('["WINDOW"]', "[]", "criterion 'RESOURCES': 'of' is empty; a criterion combines at least one indicator."),
    ('["WINDOW"]', '["FITS"]', "indicator FITS only breaks ties and can belong to no criterion."),
    ('["WINDOW"]', '["RISK"]', "indicator RISK is used 2 times; once is the limit."),
    ('["WINDOW"]', '["VULNERABILITY"]', "indicator VULNERABILITY is used 2 times; once is the limit."),
    ('["WINDOW"]', '["ETHNICITY"]', "'of': 'ETHNICITY' is not one of TRIAGE, INFORMATION, LAST_SEEN"),
    ("weights = [4, 1]", "weights = [4]", "'weights' must hold one number for each of the 2 indicators."),
    ("weights = [4, 1]", "weights = [4, 0]", "'weights' must be a list of whole numbers from 1 to 100, not [4, 0]."),
    ('combine = "MAX"', 'combine = "BEST"', "'combine': 'BEST' is not one of MAX, EITHER, MEAN."),
    ("lift = 25", "lift = 0", "'lift' must be a whole number from 1 to 100, not 0."),
    ("lift = 25\n", "", "'lift' is missing; it must be a whole number from 1 to 100."),
    ("shortest_days = 1 ", "shortest_days = 21 ", "'shortest_days' 21 must not exceed 'longest_days' 20."),
    ("week_days = 5", "week_days = 1", "'today_days' 1 must be below 'week_days' 1."),
    ("unknown = 0.5", "unknown = 0.75", "'unknown' must be below 'risk_this_week' and 'wait_this_week': "),
    ("unknown = 0.5", "unknown = 1.5", "'unknown' must be a number from 0 to 1, not 1.5."),
    ("unknown = 0.5", "unknown = nan", "'unknown' must be a number from 0 to 1, not nan."),
    ("k = 0.35", "k = 0", "'k' must be a number from 0.01 to 10, not 0."),
    ("k = 0.35", "k = 0.355", "'k' must not be finer than a hundredth, 0.355 is."),
    ("stale_days = 42", "stale_days = true", "'stale_days' must be a whole number from 1 to 3660, not True."),
    ("EHC = { days = 91, working = false }\n", "", "'EHC' is missing; it must be a table."),
    ("POLICE = 0.8", "PAPER = 0.8", "'POLICE' is missing; it must be a number from 0 to 1."),
    ("POLICE = 0.8", "POLICE = 0.8\nPAPER = 0.8", "'PAPER' is not a known key."),
    ("UNDER_1 = 0.33", "UNDER_1 = 0.33\nSEX = 0.1", "'SEX' is not a known key."),
    ("in_force_from = 2026-11-01", 'in_force_from = "soon"', "'in_force_from' must be a date such as 2026-11-23"),
    ('["IMMEDIATE_HARM", ', "[", "'safeguarding' must name IMMEDIATE_HARM: it cannot be switched off."),
    ('safeguarding = ["IMMEDIATE_HARM", "SAFEGUARDING", "POLICE"]', "", "'safeguarding' must name IMMEDIATE_HARM"),
    (
        "IMMEDIATE_HARM = 1.0",
        "IMMEDIATE_HARM = 0.8",
        "no kind of 'information' may count for more than IMMEDIATE_HARM.",
    ),
    ("today_days = 1", "act_now_days = 1\ntoday_days = 1", "'act_now_days' in bands must come out: Act now cannot be"),
    ('combine = "MAX"', 'combine = "MAX"\nweights = [2]', "'weights' belongs to MEAN; MAX weighs nothing"),
]
NEVER = ["SEX", "gender", "ETHNICITY", "country_of_origin", "RELIGION", "FIRST_LANGUAGE", "POSTCODE", "nationality"]


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(FaultyData) as caught:
        parse(text)
    return caught.value.faults


def test_shipped_set_is_as_specified() -> None:
    found = shipped()

    assert (found.name, found.in_force_from) == ("statutory 2026.1", date(2026, 11, 1))
    assert {rule.criterion: rule.weight for rule in found.criteria} == {
        Criterion.URGENCY: 30,
        Criterion.CONSEQUENCES: 30,
        Criterion.PROTOCOLS: 25,
        Criterion.WORKLOAD: 8,
        Criterion.RESOURCES: 7,
    }
    assert (found.unknown, found.decay, found.other_statutory, found.other) == (500_000, 35, 600_000, 400_000)
    assert (found.shortest, found.longest, found.chase_days, found.unborn_days) == (1, 20, 10, 28)
    assert (found.today_days, found.week_days, found.risk_this_week, found.wait_this_week) == (1, 5, 750_000, 750_000)
    assert set(found.factors.values()) == {330_000}
    assert found.factors.keys() == set(Factor)
    assert found.intervals[CaseType.CHILD_PROTECTION] == Interval(10, True)
    consequences = next(rule for rule in found.criteria if rule.criterion is Criterion.CONSEQUENCES)
    assert (consequences.combine, consequences.indicators) == (Combine.MEAN, (Indicator.RISK, Indicator.WAIT))
    assert (consequences.lifted_by, consequences.lift) == (Indicator.VULNERABILITY, 25)


def test_indicator_applies_where_the_set_says_and_the_source_can_carry_it() -> None:
    every = dict.fromkeys(Indicator, frozenset(CaseType))
    new = frozenset({CaseType.REFERRAL, CaseType.ASSESSMENT})

    found = shipped().applicable(every | {Indicator.TRIAGE: new - {CaseType.REFERRAL}, Indicator.WAIT: frozenset()})

    assert shipped().applicable(every)[Indicator.TRIAGE] == new
    assert found[Indicator.TRIAGE] == {CaseType.ASSESSMENT}
    assert found[Indicator.WAIT] == set()
    assert found[Indicator.RISK] == set(CaseType)
    assert shipped().applicable({})[Indicator.RISK] == set()


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_each_fault_is_named(old: str, new: str, fault: str) -> None:
    text = shipped_text().replace(old, new, 1)

    assert text != shipped_text()
    assert any(fault in found for found in faults_of(text)), faults_of(text)


@pytest.mark.parametrize("word", NEVER)
@pytest.mark.parametrize(
    ("old", "new"),
    [("UNDER_1 = 0.33", "UNDER_1 = 0.33\n{} = 0.5"), ('["WINDOW"]', '["WINDOW", "{}"]'), ("[meta]", "[{}]\n[meta]")],
)
def test_what_never_enters_is_refused_by_name(word: str, old: str, new: str) -> None:
    found = faults_of(shipped_text().replace(old, new.format(word), 1))

    assert [fault for fault in found if f"'{word}'" in fault and fault.endswith("never enter.")]


def test_words_for_people_may_say_what_never_enters() -> None:
    text = shipped_text().replace('title = "Statutory social work"', 'title = "Without sex, religion and origin"')

    assert parse(text).title == "Without sex, religion and origin"


def test_indicator_said_to_apply_everywhere_is_as_one_not_named() -> None:
    everywhere = ", ".join(f'"{word}"' for word in CaseType)

    assert parse(shipped_text().replace("[applies]", f"[applies]\nRISK = [{everywhere}]")) == shipped()


def test_every_fault_is_named_at_once() -> None:
    text = shipped_text()
    broken = {
        "weight = 8\n": "weight = 9\n",
        '["WINDOW"]': '["FITS"]',
        "k = 0.35": "k = 99",
        '["IMMEDIATE_HARM", ': "[",
        "POLICE = 0.8\n": "",
        'version = "2026.1"': 'version = ""',
    }
    for old, new in broken.items():
        text = text.replace(old, new, 1)

    found = faults_of(text)

    assert len(found) == len(broken)
    assert [fault for fault in found if not re.fullmatch(r"The criteria set(, [^:]+)?: .+\.", fault)] == []


def test_text_that_is_no_toml_is_one_fault() -> None:
    (fault,) = faults_of("weights 100")

    assert fault.startswith("It is not valid TOML: ")


def test_immediate_harm_cannot_be_dropped() -> None:
    text = shipped_text().replace('["IMMEDIATE_HARM", "SAFEGUARDING", "POLICE"]', '["SAFEGUARDING", "POLICE"]')

    assert faults_of(text) == ("The criteria set: 'safeguarding' must name IMMEDIATE_HARM: it cannot be switched off.",)
    assert Information.IMMEDIATE_HARM in shipped().safeguarding


@pytest.mark.parametrize("heavy", Criterion)
def test_act_now_ignores_the_weights(heavy: Criterion) -> None:
    rules = tuple(replace(rule, weight=100 * (rule.criterion is heavy)) for rule in shipped().criteria)
    grave = {"wait": 4, "likelihood": 4, "severity": 4, "information": 127, "waiting_days": 99, "who_else": 2}

    ranking = ranked(grave, {"immediate_harm": True}, criteria=replace(shipped(), criteria=rules))

    assert ranking.order.tolist() == [1, 0]
