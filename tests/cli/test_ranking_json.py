"""The answer as JSON keeps its contract: the schema, numbers that add up, every child once."""

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plimsoll.core.priority.explain import ReasonKind
from plimsoll.core.terms import Band, CaseType, DueState, Indicator, Known, Term
from plimsoll.formats.annex_a.children import CHILD_LISTS, WhyNot
from plimsoll.formats.annex_a.faults import FaultKind
from plimsoll.formats.annex_a.reading import read
from tests.cli.conftest import Rank
from tests.formats.annex_a.children import row, write
from tests.formats.workbooks import SAMPLES, write_csv

ROOT = Path(__file__).parents[2]
SAMPLE_DAYS = {
    "cscdp_2015-01-sample.xlsx": "2019-09-01",
    "liia-tools-pipeline_Annex_A_2024_Jan.xlsx": "2021-03-16",
}
samples = pytest.mark.skipif(
    not (SAMPLES / "annex_a").is_dir(), reason="the sample workbooks are not beside the repository"
)


@cache
def validator() -> Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "reference" / "ranking.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def cases_of(document: dict) -> list[list[dict]]:
    """Every list of the answer."""
    return [*(caseload["cases"] for caseload in document["caseloads"]), document["unallocated"]]


def check(text: str, path: Path) -> dict:
    """The answer, after everything that it promises has been looked at."""
    document = json.loads(text, parse_float=Decimal)
    assert [error.message for error in validator().iter_errors(json.loads(text))] == []
    listed = {str(child) for number in CHILD_LISTS for child in ids(path, number)}
    ranked = [case["child"] for caseload in document["caseloads"] for case in caseload["cases"]]
    unallocated = [case["child"] for case in document["unallocated"]]
    not_ranked = [gone["child"] for gone in document["children"]["not_ranked"]]
    accounted = [*ranked, *unallocated, *not_ranked]
    assert len(accounted) == len(set(accounted)) == document["children"]["in_file"]
    assert listed <= set(accounted)
    assert (len(ranked), len(unallocated)) == (document["children"]["ranked"], document["children"]["unallocated"])
    for cases in cases_of(document):
        assert [case["place"] for case in cases] == list(range(1, len(cases) + 1))
        for case in cases:
            assert sum(one["share"] for one in case["indicators"]) == case["score"]
            assert [one["indicator"] for one in case["indicators"]] == [word.value for word in Indicator]
    numbers = re.findall(r'^ *"(?:score|value|share)": (.*?),?$', text, flags=re.MULTILINE)
    assert len(numbers) == 25 * (len(ranked) + len(unallocated))
    assert [number for number in numbers if not re.fullmatch(r"(0|[1-9]\d{0,2})\.\d{6}", number)] == []
    return document


def ids(path: Path, number: int) -> list[object]:
    table = read(path).lists.get(number)
    return [child for child in table.columns["child_id"] if child is not None] if table else []


@pytest.mark.slow
def test_contract_on_a_town(rank: Rank, town: Path) -> None:
    document = check(rank(town, "--format", "json").stdout, town)

    assert document["children"]["ranked"] > 30


@pytest.mark.slow
def test_contract_on_a_dirty_town(rank: Rank, dirty_town: Path) -> None:
    document = check(rank(dirty_town, "--format", "json", "--choose", "cp_visit_10wd").stdout, dirty_town)

    assert len(document["faults"]) > 20


@samples
@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE_DAYS)
def test_contract_on_the_samples(rank: Rank, name: str) -> None:
    path = SAMPLES / "annex_a" / name
    result = rank(path, "--format", "json", as_at=SAMPLE_DAYS[name])

    assert (result.exit_code, result.stderr) == (0, "")
    check(result.stdout, path)


@samples
@pytest.mark.slow
def test_numbers_of_the_samples(rank: Rank) -> None:
    found = {}
    for name, as_at in SAMPLE_DAYS.items():
        document = json.loads(rank(SAMPLES / "annex_a" / name, "--format", "json", as_at=as_at).stdout)
        children = document["children"]
        kinds = [gone["kind"] for gone in children["not_ranked"]]
        found[name] = (children["in_file"], children["ranked"], children["unallocated"], len(document["caseloads"]),
                       {kind: kinds.count(kind) for kind in sorted(set(kinds))})  # fmt: skip

    assert found == {
        "cscdp_2015-01-sample.xlsx": (5, 3, 0, 1, {"NO_FURTHER_ACTION": 2}),
        "liia-tools-pipeline_Annex_A_2024_Jan.xlsx": (
            38, 17, 5, 12, {"CHECK_RECORD": 8, "CLOSED": 6, "WORK_DONE": 2},
        ),
    }  # fmt: skip


@pytest.mark.slow
def test_contract_on_a_small_file(rank: Rank, small: Path) -> None:
    document = check(rank(small, "--format", "json").stdout, small)

    assert document["children"] == {
        "in_file": 6,
        "ranked": 3,
        "unallocated": 1,
        "not_ranked": [
            {"child": "6", "lists": [5], "kind": "CHECK_RECORD",
             "reason": "The conference of Mon 5 Oct 2026 led to a protection plan (List 5), but List 7 has none since: "
                       "check this child"},
            {"child": "5", "lists": [6], "kind": "CLOSED",
             "reason": "The episode of need was closed on Tue 1 Sep 2026 (List 6); nothing open since"},
        ],
    }  # fmt: skip
    assert [
        (one["worker"], one["team"], [case["child"] for case in one["cases"]]) for one in document["caseloads"]
    ] == [
        ("Ada Quill", "Harbour", ["1", "2"]),
        ("Bea Rook", "Lantern", ["3"]),
    ]


def test_file_without_children(rank: Rank, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (1, {"child_id": 1}))
    result = rank(path, "--format", "json")

    assert result.exit_code == 0
    assert check(result.stdout, path)["children"] == {"in_file": 0, "ranked": 0, "unallocated": 0, "not_ranked": []}


NASTY = [
    "\ue0001.5",
    '"quoted"',
    'say "score": 5',
    '", "score": 5, "',
    "back\\slash",
    '\\"value\\": 7',
    "Łucja Ōe",
    "family 👩‍👧",
    "1",
    "</script>",
    "a\u2028b",
]


def test_text_of_the_file_survives(rank: Rank, tmp_path: Path) -> None:
    rows = [(6, row(6, text, allocated_worker=f"Ada {text} Quill", allocated_team=text)) for text in NASTY]
    result = rank(write(tmp_path / "a.xlsx", *rows), "--format", "json")

    document = json.loads(result.stdout)
    assert [error.message for error in validator().iter_errors(document)] == []
    tidied = {text.replace("\u2028", " ").replace("\u200d", "") for text in NASTY}
    everybody = [case for cases in cases_of(document) for case in cases]
    assert {case["child"] for case in everybody} == tidied
    assert {case["team"] for case in everybody} == tidied
    assert {caseload["worker"] for caseload in document["caseloads"]} == {f"Ada {text} Quill" for text in tidied}


def test_newlines_of_a_csv_file_survive_as_spaces(rank: Rank, tmp_path: Path) -> None:
    header = ["Child Unique ID", "CIN Start Date", "Case Status", "Allocated Team", "Allocated Worker", "Date of Birth"]
    lines = ['4\n"5', "02/03/2026", "Child in need plan", "Har\r\nbour", "Ada\nQuill", "01/01/2014"]
    (tmp_path / "lists").mkdir()
    write_csv(tmp_path / "lists" / "List 6.csv", [header, lines])
    document = json.loads(rank(tmp_path / "lists", "--format", "json").stdout)

    (caseload,) = document["caseloads"]
    assert (caseload["worker"], caseload["team"], caseload["cases"][0]["child"]) == ("Ada Quill", "Har bour", '4 "5')


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("properties", "children", "properties", "not_ranked", "items", "properties", "kind"), WhyNot),
        (("properties", "faults", "items", "properties", "kind"), FaultKind),
        (("$defs", "case", "properties", "case_type"), CaseType),
        (("$defs", "case", "properties", "band"), Band),
        (("$defs", "case", "properties", "reasons", "items", "properties", "kind"), ReasonKind),
        (("$defs", "case", "properties", "indicators", "items", "properties", "indicator"), Indicator),
        (("$defs", "case", "properties", "indicators", "items", "properties", "known"), Known),
    ],
)
def test_schema_knows_every_word(place: tuple[str, ...], words: type[Term]) -> None:
    found = validator().schema
    for key in place:
        found = found[key]

    assert set(found["enum"]) == {word.value for word in words}


def test_schema_knows_the_states_of_what_is_next() -> None:
    due = validator().schema["$defs"]["case"]["properties"]["next_due"]["oneOf"][1]

    assert set(due["properties"]["state"]["enum"]) == {DueState.DUE, DueState.OVERDUE}
