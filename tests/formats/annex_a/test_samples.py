"""The two published sample workbooks, where they are at hand."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from plimsoll.formats.annex_a import AnnexA, read
from tests.formats.workbooks import SAMPLES

OFFICIAL = "cscdp_2015-01-sample.xlsx"
LONDON = "liia-tools-pipeline_Annex_A_2024_Jan.xlsx"

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "annex_a").is_dir(), reason="the sample workbooks are not beside the repository"
)


@cache
def sample(name: str) -> AnnexA:
    return read(SAMPLES / "annex_a" / name)


def test_official_workbook() -> None:
    annex = sample(OFFICIAL)

    assert {number: len(table) for number, table in annex.lists.items()} == {
        number: 5 if number == 3 else 0 for number in range(1, 12)
    }
    assert annex.lists[3].row == [3, 4, 5, 6, 7]
    assert annex.lists[3].columns["child_id"][:2] == ["1", "2"]
    assert annex.lists[3].columns["referral_nfa"][:2] == ["YES", "NO"]
    assert [(fault.kind, fault.found) for fault in annex.faults] == [("UNKNOWN_VALUE", "Health")]


def test_rows_of_the_london_sample() -> None:
    annex = sample(LONDON)

    assert {number: len(table) for number, table in annex.lists.items()} == {
        1: 5, 2: 5, 3: 6, 4: 5, 5: 5, 6: 5, 7: 7, 8: 5, 9: 6, 10: 5, 11: 5,
    }  # fmt: skip
    assert annex.latest_event == date(2021, 3, 15)
    assert all(not table.unknown for table in annex.lists.values())


def test_faults_of_the_london_sample() -> None:
    found = Counter((fault.sheet, fault.column, fault.kind.value) for fault in sample(LONDON).faults)

    assert found[("List 6", "Allocated Worker", "LOOKUP_FAILED")] == 5
    assert found[("List 6", "Allocated Team", "LOOKUP_FAILED")] == 5
    assert found[("List 6", "Primary Need Code", "UNKNOWN_VALUE")] == 1
    assert found[("List 8", "Placement postcode", "UNREADABLE_POSTCODE")] == 1
    assert {kind for _, _, kind in found} == {"LOOKUP_FAILED", "NAME_TIDIED", "UNKNOWN_VALUE", "UNREADABLE_POSTCODE"}


def test_values_of_the_london_sample() -> None:
    lists = sample(LONDON).lists

    assert lists[3].columns["allocated_worker"][0] == "Dustin Hazlett"
    assert lists[8].columns["legal_status"][:2] == ["E1", "C2"]
    assert lists[8].columns["placement_type"][:3] == ["U6", "U1", "U4"]
    assert lists[8].columns["placement_postcode"][:2] == ["T28 2WB", None]
    assert lists[9].columns["eligibility"][:3] == ["FORMER_RELEVANT"] * 3
    assert lists[1].columns["date_of_birth"][:2] == [date(2015, 1, 25), None]
    assert lists[10].columns["adoption_reversed_reason"][2] == "RD2"
