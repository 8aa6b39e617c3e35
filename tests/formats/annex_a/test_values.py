"""What cells say."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.formats.annex_a.faults import FaultKind
from plimsoll.formats.annex_a.layout import Column, layout
from plimsoll.formats.annex_a.values import Reading, parser
from plimsoll.formats.sheets import Formula

COLUMNS = {column.key: column for entry in layout().lists.values() for column in entry.columns}


def reading(key: str, value: object) -> Reading:
    return parser(COLUMNS[key])(value)


@pytest.mark.parametrize(
    "found",
    [
        datetime(2021, 4, 3), datetime(2021, 4, 3, 9, 30), date(2021, 4, 3), 44289, 44289.0, 44289.5, "44289", "44289.0",
        "2021-04-03",
        "2021-04-03T00:00:00", "2021-04-03 00:00:00.000", "2021/04/03", "03/04/2021", "3/4/21",
        "03/04/2021 00:00", "03-04-2021", "3.4.2021", "03-Apr-2021", "3 April 2021", "3rd Apr 21",
        "Saturday, 3 April 2021",
        "03/04/2021\u00a0", 20210403, "20210403",
    ],
)  # fmt: skip
def test_dates(found: object) -> None:
    assert reading("cin_start_date", found) == Reading(date(2021, 4, 3))


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ("1900-01-01", FaultKind.PLACEHOLDER), (datetime(1900, 1, 1), FaultKind.PLACEHOLDER),
        (time(), FaultKind.PLACEHOLDER), (0, FaultKind.PLACEHOLDER),
        ("31/12/9999", FaultKind.PLACEHOLDER), ("NULL", FaultKind.PLACEHOLDER),
        ("-", FaultKind.PLACEHOLDER), (".", FaultKind.PLACEHOLDER), ("<blank>", FaultKind.PLACEHOLDER),
        ("#N/A", FaultKind.LOOKUP_FAILED), ("#MULTIVALUE", FaultKind.LOOKUP_FAILED), ("#REF!", FaultKind.LOOKUP_FAILED),
        ("03/25/2021", FaultKind.UNREADABLE_DATE), ("30/02/2021", FaultKind.UNREADABLE_DATE),
        ("pending", FaultKind.UNREADABLE_DATE), ("3 Foo 2021", FaultKind.UNREADABLE_DATE),
        (timedelta(days=3), FaultKind.UNREADABLE_DATE), (1e300, FaultKind.UNREADABLE_DATE),
        (2014, FaultKind.UNLIKELY_DATE), ("01/01/1601", FaultKind.UNLIKELY_DATE),
        (datetime(2201, 1, 1), FaultKind.UNLIKELY_DATE), (Formula("=H2+5"), FaultKind.FORMULA_NOT_COMPUTED),
    ],
)  # fmt: skip
def test_no_dates(found: object, fault: FaultKind) -> None:
    assert reading("cin_start_date", found) == Reading(None, fault)


@pytest.mark.parametrize(
    ("found", "years"),
    [
        (6, 6), (6.138, 6), ("6", 6), ("6.9", 6), ("<1", 0), ("< 1", 0), ("11 months", 0), ("14 months", 1),
        ("3 weeks", 0),
        ("17 yrs", 17), ("12 years 3 months", 12), (-1, -1), ("Unborn", -1), (0, 0), (21.5, 21),
    ],
)  # fmt: skip
def test_ages(found: object, years: int) -> None:
    assert reading("age", found) == Reading(years)


@pytest.mark.parametrize("found", ["old", 200, -7, "6-7", datetime(2020, 1, 1)])
def test_no_ages(found: object) -> None:
    assert reading("age", found) == Reading(None, FaultKind.UNREADABLE_NUMBER)


@pytest.mark.parametrize(("found", "count"), [(2, 2), (2.0, 2), ("2", 2), ("2.0", 2), (0, 0)])
def test_counts(found: object, count: int) -> None:
    assert reading("previous_cp_plans", found) == Reading(count)


@pytest.mark.parametrize("found", [-1, 1.5, "two", datetime(2020, 1, 1), 1e300])
def test_no_counts(found: object) -> None:
    assert reading("previous_cp_plans", found) == Reading(None, FaultKind.UNREADABLE_NUMBER)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (12598894, "12598894"), (12598894.0, "12598894"), ("00123", "00123"), ("00123.0", "00123"), (" 12 ", "12"),
        ("A\u00a012", "A 12"), ("H801200001001", "H801200001001"), ("１２", "12"),
    ],
)  # fmt: skip
def test_ids(found: object, text: str) -> None:
    assert reading("child_id", found) == Reading(text)


@pytest.mark.parametrize(
    ("found", "name"),
    [("Dustin\u00a0Hazlett", "Dustin Hazlett"), ("Ada  Quill", "Ada Quill"), ("Ada\u200b Quill", "Ada Quill")],
)
def test_names_are_tidied_with_a_fault(found: str, name: str) -> None:
    assert reading("allocated_worker", found) == Reading(name, FaultKind.NAME_TIDIED, f"read as '{name}'")


def test_names_as_they_are() -> None:
    assert reading("allocated_worker", "Zoë O’Neill ") == Reading("Zoë O’Neill")
    assert reading("allocated_team", 7) == Reading("7")
    assert reading("allocated_worker", "ZoÃ«") == Reading("Zoë", FaultKind.ENCODING_REPAIRED, "read as 'Zoë'")
    assert reading("allocated_worker", "Unknown") == Reading(None, FaultKind.PLACEHOLDER)


@pytest.mark.parametrize(
    ("key", "spellings", "code"),
    [
        ("seen_alone", ["a) Yes", "Yes", "yes ", "Y", "1", 1, 1.0, "1 - Yes", "TRUE", "Seen alone"], "YES"),
        ("seen_alone", ["Yes-See care notes"], "YES"),
        ("seen_alone", ["b) No", "N", 0, "b. No", "Child not seen alone", "False"], "NO"),
        ("seen_alone", ["c) Unknown", "No Visit - new in last month"], "UNKNOWN"),
        ("referral_nfa", ["NFA", "No further action", "a) Yes"], "YES"),
        ("referral_nfa", ["FA", "Further action", "b) No"], "NO"),
        ("conference_unnecessary", ["No conference needed", "Yes it was"], None),
        ("disability", ["AUT", "LD", "MOB", "a) Yes", "Autism"], "YES"),
        ("disability", ["NONE", "NO DISABILITY", "No - none recorded"], "NO"),
        ("uasc", ["UASC"], "YES"),
        ("uasc", ["Non-UASC"], "NO"),
        ("uasc", ["CLA", "Non-CLA"], None),
        ("case_status", ["a) Looked after child", "CLA", "LAC", "CLA&CP"], "LOOKED_AFTER"),
        ("case_status", ["b) Child Protection plan", "CP", "CPP"], "CHILD_PROTECTION"),
        ("case_status", ["c) Child in need plan", "CIN", "CiN Plan"], "CHILD_IN_NEED"),
        ("case_status", ["d) Open assessment", "Open asmt"], "ASSESSMENT"),
        ("case_status", ["e) Closed episode", "Closed - stepdown"], "CLOSED"),
        ("case_status", ["Care leaver", "Something else"], None),
        ("primary_need", ["N1 - Abuse or Neglect", "N1", "CIN - N1 Abuse", "n1.02"], "N1"),
        ("primary_need", ["N1a Physical", "Abuse/neglect"], "N1"),
        ("primary_need", ["PSRMEM - Support with memory and cognition", "Either N1 or N5"], None),
        ("legal_status", ["C1: ICO", "C1", "Interim Care Order", "CLA - C1 - Interim Care Order"], "C1"),
        ("legal_status", ["C2: FCO", "Care order", "Full Care Order", "FULL CARE ORDER [C2]"], "C2"),
        ("legal_status", ["V2: Single period under S20", "S20", "Section\u00a020"], "V2"),
        ("placement_type", ["d) U4: Foster placement - long term", "U4", "u4 ", "U4 IN - Foster"], "U4"),
        ("placement_type", ["zz) T4: Temporary placement - seven days or less"], "T4"),
        ("placement_type", ["Z11"], "Z11"),
        ("placement_provider", ["e) PR4 - Private provision", "Private", "[PR4] Private provision"], "PR4"),
        ("latest_abuse_category", ["a) Neglect", "YNNN", "Neglect Only"], "NEGLECT"),
        ("latest_abuse_category", ["Neglect  Physical", "YYNN", "Emotional abuse; Sexual abuse"], "MULTIPLE"),
        ("ceased_reason", ["a) E11: Adopted - application unopposed", "E11", "Adopted (E11)"], "E11"),
        ("ceased_reason", ["e) E4A: Returned home"], "E4A"),
        ("eligibility", ["b) Former relevant child", "FR", "Former Relevant'"], "FORMER_RELEVANT"),
        ("in_touch", ["a) Yes", "1", "01 - Yes, resident in the UK"], "YES"),
        ("in_touch", ["d) Refu"], "REFUSED"),
        ("accommodation", ["Y: Other accommodation", "(Y) Other Accommodation", "Y", "Y2"], "Y"),
        ("activity", ["F2: Full time in education other than higher", "F2"], "F2"),
        ("gender", ["a) Male", "M", 1], "MALE"),
        ("gender", ["c) Neither", "d) Neither"], "NEITHER"),
        ("ethnicity", ["a) WBRI", "WBRI - White British", "White  British", "t) WBRI"], "WBRI"),
        ("ethnicity", ["u) UNKNOWN", "s) NOBT"], "NOBT"),
        ("contact_source", ["q) 6: Police", "6", 6.0, "Police"], "6"),
        ("contact_source", ["b) 1B: Individual", "1B"], "1B"),
        ("contact_source", ["p1) 5D: LA services"], "5D"),
        ("closure_reason", ["RC8 - Case closed after assessment, no further action", "RC8"], "RC8"),
    ],
)  # fmt: skip
def test_codes(key: str, spellings: list[object], code: str | None) -> None:
    fault = FaultKind.UNKNOWN_VALUE if code is None else None

    assert [reading(key, spelling) for spelling in spellings] == [Reading(code, fault)] * len(spellings)


@pytest.mark.parametrize(("found", "postcode"), [("t28 2wb", "T28 2WB"), ("SW1A1AA", "SW1A 1AA"), ("E1", "E1")])
def test_postcodes(found: str, postcode: str) -> None:
    assert reading("placement_postcode", found) == Reading(postcode)


@pytest.mark.parametrize(
    ("found", "fault"), [("nope", FaultKind.UNREADABLE_POSTCODE), ("NOT REQUIRED", FaultKind.PLACEHOLDER)]
)
def test_no_postcodes(found: str, fault: FaultKind) -> None:
    assert reading("placement_postcode", found) == Reading(None, fault)


anything = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(),
    st.timedeltas(), st.text(max_size=10).map(Formula),
    st.from_regex(r"[a-z]{0,2}\)? ?[0-9]{0,5}[-/. ][0-9]{1,3}[-/. :][0-9]{0,5}", fullmatch=True),
)  # fmt: skip


@pytest.mark.slow
@given(st.sampled_from(sorted(COLUMNS.values(), key=lambda column: column.key)), anything)
def test_nothing_in_a_cell_raises(column: Column, value: object) -> None:
    found = parser(column)(value)

    assert found.value is None or isinstance(found.value, str | int | date)
    if found.value is None and found.fault is None:
        assert value is None or not str(value).strip(" \t\r\n\v\f\x1c\x1d\x1e\x1f\x85") or not str(value).isascii()
