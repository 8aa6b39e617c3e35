"""Schemes are read strictly: what ships is sound, what is broken is told all at once."""

import re
import tomllib
from datetime import date

import numpy as np
import pytest

from plimsoll.core.terms import CaseType
from plimsoll.core.workload.demand import case_points
from plimsoll.core.workload.reading import FaultyScheme, parse
from plimsoll.core.workload.rules import Measure, Numbers
from plimsoll.core.workload.scheme import BlankInScheme
from tests.core.workload.schemes import SHIPPED, filled_text, scheme_of, text_of

BROKEN = [
    ('key = "plimsoll_hours"', 'key = "Plimsoll hours"', "Scheme: 'key' must be small letters, digits and _, not"),
    ('numbers = "OURS"', 'numbers = "MINE"', "Scheme: 'numbers': 'MINE' is not one of OURS, PUBLISHED, SHAPE_ONLY."),
    ("in_force_from = 2026-11-01", "in_force_from = 1", "Scheme: 'in_force_from' must be a date such as"),
    ("review_interval_weeks = 4", "", "Scheme: 'review_interval_weeks' is missing; it must be a whole number from 1"),
    ("full_time_hours = 37", "full_time_hours = 40", "Scheme: 'full_time_capacity' must equal 'full_time_hours'"),
    ('measure = "HOURS"', 'measure = "HOURS"\ncolour = "red"', "Scheme: 'colour' is not a known key."),
    ("points = 7\n", "points = 70\n", "Scheme: stable, 'points' must not exceed 'full_time_capacity'."),
    ("SECTION_47 = 4", "SECTION_47 = 4.005", "Scheme, weights: 'SECTION_47' must not be finer than a hundredth"),
    ("EHC = 1", "EHC = -1", "Scheme, weights: 'EHC' must be a number from 0 to 100000, not -1."),
    ("ADOPTION = 2", "ADOPTION = nan", "Scheme, weights: 'ADOPTION' must be a number from 0 to 100000, not nan."),
    ("EARLY_YEARS = 0.5", "PROBATION = 0.5", "Scheme, weights: 'PROBATION' is not a known key."),
    ("percent = 125", "percent = 12.5", "Scheme, modifiers 'COMPLEXITY': 'percent' must be a whole number from 0"),
    ('key = "NEW_CASE"', 'key = "COURT"', "Scheme: 'modifiers' names COURT 2 times."),
    ('key = "MENTOR"', 'key = "mentor"', "Scheme: 'extras' names 'mentor', which is not a code such as"),
    ("lead_percent = 70", "lead_percent = 170", "Scheme, co_working: 'lead_percent' must be a whole number from 0"),
    ('grant = "UP_TO_PERCENT"', 'grant = "SOME"', "Scheme, reductions 'UNION_TIME': 'grant': 'SOME' is not one of"),
    ("from_percent = 90", "from_percent = 0", "Scheme: 'zones' must rise from each to the next."),
    ("above_percent = 100", "above_percent = 105", "Scheme: 'zones' must have one above 100 percent: the load line"),
    ("weeks = 4\n", "weeks = 0\n", None),
]


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_scheme_parses_under_its_own_key(key: str) -> None:
    assert scheme_of(key).key == key


def test_whose_numbers_they_are() -> None:
    assert [scheme_of(key).numbers for key in SHIPPED] == [Numbers.PUBLISHED, Numbers.OURS, Numbers.SHAPE_ONLY]


def test_our_own_scheme_as_read() -> None:
    scheme = scheme_of("plimsoll_hours")

    assert "own" in scheme.title
    assert scheme.in_force_from == date(2026, 11, 1)
    assert scheme.kinds == tuple(CaseType)
    assert scheme.weights[CaseType.CHILD_PROTECTION.number] == (275,)
    assert (scheme.measure, scheme.full_time_capacity) == (Measure.HOURS, 3700)


def test_probation_tables_equal_the_published_ones() -> None:
    scheme = scheme_of("moj_wmt")
    points = {
        kind: [None if w is None else w / 100 for w in row]
        for kind, row in zip(scheme.kinds, scheme.weights, strict=True)
    }

    # Read off peers/how.md, a second restating of the same source.
    assert points == {
        "COMMUNITY": [206, 158, 146, 110, 146, 115, 102, 72, 79, 63, 50, 35, 51, 41, 29, 29],
        "LICENCE": [219, 175, 163, 0, 161, 132, 119, 0, 77, 65, 52, 0, 51, 43, 31, 0],
        "CUSTODY": [75, 60, 59, 0, 59, 48, 47, 0, 30, 24, 23, 0, 17, 14, 13, 0],
    }


def test_a_broken_scheme_names_every_fault_at_once() -> None:
    text = text_of("plimsoll_hours")
    for sound, broken, _ in BROKEN:
        assert sound in text
        text = text.replace(sound, broken, 1)

    with pytest.raises(FaultyScheme) as caught:
        parse(text)

    unsaid = [says for _, _, says in BROKEN if says and not any(f.startswith(says) for f in caught.value.faults)]
    assert unsaid == []


@pytest.mark.parametrize(("sound", "broken", "says"), BROKEN)
def test_each_fault_alone_is_found(sound: str, broken: str, says: str | None) -> None:
    with pytest.raises(FaultyScheme) as caught:
        parse(text_of("plimsoll_hours").replace(sound, broken))

    assert says is None or any(fault.startswith(says) for fault in caught.value.faults)


def test_text_that_is_not_toml() -> None:
    with pytest.raises(FaultyScheme, match="not valid TOML"):
        parse("key = ")


def test_an_empty_text_is_faulty_and_does_not_crash() -> None:
    with pytest.raises(FaultyScheme) as caught:
        parse("")

    assert len(caught.value.faults) > 15


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("weights.NOBODY", "which is nothing this scheme can leave blank"),
        ("stable.points", "'points' is given, yet 'blank' lists stable.points"),
        ("", "which is nothing this scheme can leave blank"),
    ],
)
def test_a_blank_that_cannot_be(path: str, says: str) -> None:
    with pytest.raises(FaultyScheme, match=re.escape(says)):
        parse(text_of("wirral").replace("blank = [", f'blank = ["{path}",'))


def test_levels_unknown_must_be_one_of_them() -> None:
    text = text_of("moj_wmt").replace('level_when_unknown = "NOT_COUNTED"', 'level_when_unknown = "Z9"')

    with pytest.raises(FaultyScheme, match="'level_when_unknown' must be one of the levels"):
        parse(text)


def test_modifiers_cannot_grow_past_what_whole_numbers_hold() -> None:
    more = "".join(
        f'\n[[modifiers]]\nkey = "M{n}"\nlabel = "m"\neffect = "MULTIPLY"\npercent = 500\n' for n in range(5)
    )

    with pytest.raises(FaultyScheme, match="must not multiply a case by more than 1,000"):
        parse(text_of("plimsoll_hours") + more)


def test_wirral_gives_its_shape_and_leaves_the_rest_blank() -> None:
    scheme = scheme_of("wirral")

    assert (scheme.full_time_capacity, scheme.stable.points) == (10_000, 1_500)
    assert {weight for row in scheme.weights for weight in row} == {None}
    assert set(tomllib.loads(text_of("wirral"))["blank"]) == scheme.blank
    newly_qualified = scheme.reduction("NEWLY_QUALIFIED")
    assert (newly_qualified.amount, newly_qualified.children_expected) == (10, 12)


def test_computing_with_blanks_names_each() -> None:
    kinds = [CaseType.ASSESSMENT.number, CaseType.LOOKED_AFTER.number, CaseType.ASSESSMENT.number]

    with pytest.raises(BlankInScheme) as caught:
        case_points(scheme_of("wirral"), case_type=np.array(kinds))

    assert caught.value.paths == ("weights.LOOKED_AFTER", "weights.ASSESSMENT")
    assert "leaves this blank: weights.LOOKED_AFTER and weights.ASSESSMENT. Fill it in" in str(caught.value)


def test_filled_in_it_has_no_blanks() -> None:
    assert parse(filled_text()).blank == frozenset()


def test_names_the_scheme_does_not_have() -> None:
    with pytest.raises(KeyError, match="has no modifier 'WEATHER'; it has COURT"):
        scheme_of("plimsoll_hours").modifier("WEATHER")


@pytest.mark.slow
@pytest.mark.parametrize("key", ["plimsoll_hours", "wirral"])
def test_any_odd_value_anywhere_is_a_fault_and_never_a_crash(key: str) -> None:
    lines = text_of(key).splitlines()
    crashed = []
    for place, line in enumerate(lines):
        name, sign, _ = line.partition(" = ")
        for odd in (
            ("true", "-1", "nan", "inf", "1e300", '""', "[]", "{}", "1.001", "2026-11-23", "[{}]") if sign else ()
        ):
            try:
                parse("\n".join([*lines[:place], f"{name} = {odd}", *lines[place + 1 :]]))
            except FaultyScheme:
                continue
            except Exception as crash:
                crashed.append((line, odd, crash))

    assert crashed == []
