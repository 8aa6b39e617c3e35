"""The examples of the how-to pages do what the pages say, word for word."""

import re
import textwrap
from importlib.resources import files

from plimsoll.core.calendar import Nation
from plimsoll.core.rulebook import Rulebook, Status, parse
from plimsoll.core.terms import Term
from tests.house.reference_pages import REFERENCE

HOW_TO = REFERENCE.parent / "how-to"
TEXT = (files("plimsoll") / "rulebooks/england.toml").read_text(encoding="utf-8")
ENGLAND = parse(TEXT)


def example(page: str) -> str:
    """The one TOML example of a page."""
    (found,) = re.findall(
        r"^ *```toml\n(.*?)^ *```", (HOW_TO / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return textwrap.dedent(found)


def keys(book: Rulebook) -> set[str]:
    return {rule.key for rule in book.timescales}


def test_new_timescale_can_be_appended_and_is_on() -> None:
    book = parse(f"{TEXT}\n{example('add-a-timescale.md')}")
    rule = book.timescales[-1]

    assert keys(book) - keys(ENGLAND) == {rule.key}
    assert book.status(rule) is Status.ON


def test_new_timescale_reads_inside_a_sentence_and_is_of_nobody_real() -> None:
    rule = parse(f"{TEXT}\n{example('add-a-timescale.md')}").timescales[-1]

    assert rule.title[0].islower()
    assert rule.trigger.startswith("the ")
    assert rule.note.endswith(".")
    assert (rule.source.url or "").startswith("https://www.example.org/")


def test_new_timescale_is_no_duty_that_is_there() -> None:
    rule = parse(f"{TEXT}\n{example('add-a-timescale.md')}").timescales[-1]

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
