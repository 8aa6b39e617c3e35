"""What people judge, in words: the question of each scale, and a sentence and an example for every point of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from plimsoll.core.caseload import ONE
from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import Factor, Scale

HIGHEST = 4  # of every judged scale
ASKED_FIRST = Scale.WAIT
NOT_SCORED = frozenset({Scale.PROTECTION})  # written down and shown: it moves no place


@dataclass(frozen=True)
class Point:
    """One answer: its value (0..4 of a scale, millionths of a vulnerability), a plain sentence, an example from practice."""

    value: int
    says: str
    example: str


@dataclass(frozen=True)
class Question:
    """One scale as it is asked, with its points from 0 to 4."""

    scale: Scale
    asks: str
    helps: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class FactorWords:
    """What a vulnerability means, and what speaks for judging it up or down for one child."""

    factor: Factor
    says: str
    up: str
    down: str


@dataclass(frozen=True)
class Scales:
    """One version of the words of all scales.

    questions : in the order in which they are asked. vulnerability_asks, vulnerability_helps : the question of the steps;
    steps : values to choose from for one child, from 0 to 1; factors : one for each `Factor`, in its order.
    """

    version: str
    note: str
    questions: tuple[Question, ...]
    vulnerability_asks: str
    vulnerability_helps: str
    steps: tuple[Point, ...]
    factors: tuple[FactorWords, ...]

    def of(self, scale: Scale) -> Question:
        """The question of one scale."""
        return next(question for question in self.questions if question.scale is scale)

    def factor(self, word: Factor) -> FactorWords:
        """The words of one vulnerability."""
        return next(words for words in self.factors if words.factor is word)


def parse(text: str, what: str = "The scales") -> Scales:
    """The words of all scales from TOML.

    Raises
    ------
    FaultyData : anything wrong with them, every fault at once.
    """
    top = load(text, what)
    meta, vulnerability = top.table("meta"), top.table("vulnerability")
    found = Scales(
        version=meta.text("version"),
        note=meta.text("note"),
        questions=tuple(map(_question, top.tables("scale"))),
        vulnerability_asks=vulnerability.text("asks"),
        vulnerability_helps=vulnerability.text("helps"),
        steps=tuple(map(_step, vulnerability.tables("step", named_by="value"))),
        factors=tuple(sorted(map(_factor, top.tables("factor")), key=lambda words: words.factor.number)),
    )
    meta.close()
    vulnerability.close()
    _check_each_once(top, "scale", list(Scale), [question.scale for question in found.questions])
    _check_each_once(top, "factor", list(Factor), [words.factor for words in found.factors])
    if found.questions and found.questions[0].scale is not ASKED_FIRST:
        top.fault(f"scale {ASKED_FIRST.value} must come first: what a wait would do is asked before anything else.")
    values = [step.value for step in found.steps]
    if values != sorted(set(values)) or values[:1] != [0] or values[-1:] != [ONE]:
        top.fault("the steps of 'vulnerability' must rise from 0 to 1.")
    top.close()
    if top.faults:
        raise FaultyData(what, top.faults)
    return found


def _question(table: Table) -> Question:
    question = Question(
        scale=table.term("key", Scale),
        asks=table.text("asks"),
        helps=table.text("helps"),
        points=tuple(map(_point, table.tables("point", named_by="value"))),
    )
    table.close()
    if [point.value for point in question.points] != list(range(HIGHEST + 1)):
        table.fault(f"its points must be 0 to {HIGHEST}, each once and in this order.")
    return question


def _point(table: Table) -> Point:
    return _words(table, table.whole("value", 0, HIGHEST))


def _step(table: Table) -> Point:
    return _words(table, round(table.number("value", 0, 1) * ONE))


def _words(table: Table, value: int) -> Point:
    point = Point(value, table.text("says"), table.text("example"))
    table.close()
    return point


def _factor(table: Table) -> FactorWords:
    words = FactorWords(table.term("key", Factor), table.text("says"), table.text("up"), table.text("down"))
    table.close()
    return words


def _check_each_once(top: Table, what: str, words: Sequence[Scale] | Sequence[Factor], found: Sequence[str]) -> None:
    for word in words:
        if found.count(word) != 1:
            top.fault(f"{what} {word.value} must stand exactly once, not {found.count(word)} times.")
