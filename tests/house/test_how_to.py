"""The examples of the pages do what the pages say, word for word."""

import re
import subprocess
import sys
import textwrap
from importlib.resources import files
from pathlib import Path

import pytest

from plimsoll.__main__ import COMMANDS
from plimsoll.core.calendar import Nation
from plimsoll.core.rulebook import Rulebook, Status, parse
from plimsoll.core.terms import Term
from tests.house.reference_pages import REFERENCE

HOW_TO = REFERENCE.parent / "how-to"


def example(page: str) -> str:
    """The one TOML example of a page."""
    (found,) = re.findall(
        r"^ *```toml\n(.*?)^ *```", (HOW_TO / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return textwrap.dedent(found)


EXAMPLE = example("add-a-timescale.md")
# Whoever is following the page has the example in the file already.
TEXT = (files("plimsoll") / "rulebooks/england.toml").read_text(encoding="utf-8").replace(EXAMPLE, "")
ENGLAND = parse(TEXT)
WITH_EXAMPLE = parse(f"{TEXT}\n{EXAMPLE}")


def keys(book: Rulebook) -> set[str]:
    return {rule.key for rule in book.timescales}


def test_new_timescale_can_be_appended_and_is_on() -> None:
    rule = WITH_EXAMPLE.timescales[-1]

    assert keys(WITH_EXAMPLE) - keys(ENGLAND) == {rule.key}
    assert WITH_EXAMPLE.status(rule) is Status.ON


def test_new_timescale_reads_inside_a_sentence_and_is_of_nobody_real() -> None:
    rule = WITH_EXAMPLE.timescales[-1]

    assert rule.title[0].islower()
    assert rule.trigger.startswith("the ")
    assert rule.note.endswith(".")
    assert (rule.source.url or "").startswith("https://www.example.org/")


def test_new_timescale_is_no_duty_that_is_there() -> None:
    rule = WITH_EXAMPLE.timescales[-1]

    def duty(met_by: tuple[Term, ...], types: frozenset[Term]) -> tuple[frozenset[Term], frozenset[Term]]:
        return frozenset(met_by), types

    assert duty(rule.met_by, rule.case_types) not in [duty(old.met_by, old.case_types) for old in ENGLAND.timescales]


def test_own_rules_lie_over_england() -> None:
    own = parse(example("use-your-own-rules.md"))
    book = ENGLAND.overridden_by(own)
    statuses = {rule.key: book.status(rule) for rule in book.timescales}

    assert (book.key, book.nation, book.calendar) == (own.key, Nation.ENGLAND, own.calendar)
    assert keys(book) == keys(ENGLAND)
    assert {statuses[key] for key in own.chosen | own.checked} == {Status.ON}
    assert {statuses[key] for key in own.off} == {Status.OFF}
    # Each line says something: what it switches is otherwise there and waits, or counts.
    assert {ENGLAND.status(rule) for rule in ENGLAND.timescales if rule.key in own.chosen} == {Status.CHOOSE}
    assert {ENGLAND.status(rule) for rule in ENGLAND.timescales if rule.key in own.checked} == {Status.CHECK_LOCALLY}


def test_readme_names_every_command_and_no_other() -> None:
    readme = (REFERENCE.parents[1] / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `plimsoll ([\w-]+)[^|]*\|", readme, re.MULTILINE)

    assert sorted(named) == sorted(COMMANDS)


@pytest.mark.slow
def test_readme_shows_what_its_commands_answer(tmp_path: Path) -> None:
    readme = (REFERENCE.parents[1] / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\.venv/bin/plimsoll ((?:town|rank town\.xlsx) .+)$", readme, re.MULTILINE)
    (sample,) = re.findall(r"^```\n(Order of work.*?)^```", readme, re.DOTALL | re.MULTILINE)

    for command in commands:
        answer = subprocess.run(
            [sys.executable, "-m", "plimsoll", *command.split()], cwd=tmp_path, capture_output=True, check=True
        ).stdout.decode()

    assert [command.split()[0] for command in commands] == ["town", "rank"]
    for part in re.split(r"^\.\.\.\n", sample, flags=re.MULTILINE):
        found = answer.find(part.strip("\n"))
        assert found >= 0, f"not in the answer, or not after what stands above it:\n{part}"
        answer = answer[found:]
