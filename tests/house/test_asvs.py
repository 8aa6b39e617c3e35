"""The table of OWASP ASVS says of each requirement once how it stands, and what it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (V\d+\.\d+\.\d+) \| ([a-z ]+) \| (.+) \|$", PAGE, re.MULTILINE)
# How many requirements of levels 1 and 2 each chapter of version 5.0 has.
MANY = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
IN_CHAPTER = dict(enumerate(MANY, start=1))
WAYS = ("met", "not applicable", "open")


def test_each_requirement_stands_there_once() -> None:
    ids = [each for each, _, _ in ROWS]
    chapters = Counter(int(each[1:].split(".")[0]) for each in ids)

    assert [each for each, many in Counter(ids).items() if many > 1] == []
    assert chapters == IN_CHAPTER
    assert {way for _, way, _ in ROWS} == set(WAYS)


def test_the_counts_are_those_of_the_table() -> None:
    counted = Counter(way for _, way, _ in ROWS)
    said = {way: int(many) for way, many in re.findall(r"^- (met|not applicable|open): (\d+)$", PAGE, re.MULTILINE)}

    assert said == {way: counted[way] for way in WAYS}
    assert f"{len(ROWS)} requirements" in PAGE


@pytest.mark.parametrize(("name", "where"), [(each, where) for each, _, where in ROWS])
def test_what_it_names_is_there(name: str, where: str) -> None:
    for path, test in re.findall(r"`([\w./-]+\.(?:py|md|js|jinja|toml|lock|json))(?:::(\w+))?`", where):
        file = ROOT / path
        assert file.is_file(), f"{name}: there is no {path}"
        if test:
            assert f"def {test}(" in file.read_text(encoding="utf-8"), f"{name}: {path} has no {test}"


@pytest.mark.parametrize(("name", "where"), [(each, where) for each, way, where in ROWS if way == "met"])
def test_what_is_met_names_where(name: str, where: str) -> None:
    assert "`" in where or "](" in where, f"{name} names no file and no page"
