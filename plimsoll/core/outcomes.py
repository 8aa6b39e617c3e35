"""What has changed since the first reading, of a goal or of a tool; and which tools there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import Better

MOST_GOALS, HIGHEST_RATING, HIGHEST_SCORE = 3, 10, 1_000  # what the records hold, which a file of tools may narrow


@dataclass(frozen=True)
class Tool:
    """A tool whose scores are kept: from which to which number, and which way is better; parts : its areas, by a name that
    is ours, empty where it has one score; confirmed : whether that was read in its source."""

    key: str
    title: str
    low: int
    high: int
    better: Better
    parts: tuple[str, ...]
    source: str
    confirmed: bool
    licence: str


@dataclass(frozen=True)
class Tools:
    """What may be measured with. notable_change : points by which a goal must move for it to be more than chance;
    notable_confirmed : whether that was read in its source."""

    title: str
    version: str
    note: str
    most_goals: int
    low: int
    high: int
    notable_change: float
    notable_confirmed: bool
    goals_source: str
    tools: tuple[Tool, ...]

    def of(self, key: str) -> Tool | None:
        """A tool by its key; None where there is none, as where a score is of an earlier version."""
        return next((tool for tool in self.tools if tool.key == key), None)


def parse(text: str) -> Tools:
    """Tools out of TOML.

    Raises
    ------
    FaultyData : with a sentence for each fault.
    """
    top = load(text, "The tools of outcomes")
    meta, goals = top.table("meta"), top.table("goals")
    found = Tools(
        title=meta.text("title"),
        version=meta.text("version"),
        note=meta.text("note"),
        most_goals=goals.whole("most", 1, MOST_GOALS),
        low=goals.whole("low", 0, HIGHEST_RATING),
        high=goals.whole("high", 0, HIGHEST_RATING),
        notable_change=goals.number("notable_change", 0, 1_000),
        notable_confirmed=goals.flag("notable_confirmed"),
        goals_source=goals.text("source"),
        tools=tuple(_tool(table) for table in top.tables("tool")),
    )
    if found.low >= found.high:
        goals.fault("'low' must lie below 'high'.")
    keys = [tool.key for tool in found.tools]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        top.fault(f"'{key}' is the key of more than one tool.")
    meta.close()
    goals.close()
    top.close()
    if top.faults:
        raise FaultyData("The tools of outcomes", top.faults)
    return found


def _tool(table: Table) -> Tool:
    found = Tool(
        key=table.text("key"),
        title=table.text("title"),
        low=table.whole("low", 0, HIGHEST_SCORE),
        high=table.whole("high", 0, HIGHEST_SCORE),
        better=table.term("better", Better),
        parts=table.texts("parts"),
        source=table.text("source"),
        confirmed=table.flag("confirmed"),
        licence=table.text("licence"),
    )
    if found.low >= found.high:
        table.fault("'low' must lie below 'high'.")
    table.close()
    return found


@dataclass(frozen=True)
class Distance:
    """How far it is from the first reading to the last. change : points, better where positive, whichever way the tool
    counts; known only of two readings or more."""

    first: int
    first_on: date
    last: int
    last_on: date
    readings: int
    change: int

    @property
    def known(self) -> bool:
        """Whether there is anything to compare."""
        return self.readings > 1


def distance(readings: Sequence[tuple[date, int]], better: Better) -> Distance | None:
    """The distance travelled: the last reading less the first, as better or worse; None without a reading.

    Parameters
    ----------
    readings : day and number of each, in any order; of one day the later in the sequence is the later.

    Source: evaluation of outcomes with goals: change is last less first; every reading is kept.

    >>> weeks = [(date(2026, 10, 1), 3), (date(2026, 11, 1), 6)]
    >>> distance(weeks, Better.HIGHER).change, distance(weeks, Better.LOWER).change
    (3, -3)
    """
    if not readings:
        return None
    ordered = sorted(readings, key=lambda reading: reading[0])
    (first_on, first), (last_on, last) = ordered[0], ordered[-1]
    moved = last - first
    return Distance(first, first_on, last, last_on, len(ordered), moved if better is Better.HIGHER else -moved)


def in_words(found: Distance) -> str:
    """A distance as a sentence.

    >>> in_words(Distance(3, date(2026, 10, 1), 6, date(2026, 11, 1), 2, 3))
    'From 3 to 6 over 2 readings: better by 3.'
    >>> in_words(Distance(3, date(2026, 10, 1), 3, date(2026, 10, 1), 1, 0))
    '3 at the first reading. One reading shows no change yet.'
    """
    if not found.known:
        return f"{found.first} at the first reading. One reading shows no change yet."
    how = "the same" if not found.change else f"{'better' if found.change > 0 else 'worse'} by {abs(found.change)}"
    return f"From {found.first} to {found.last} over {found.readings} readings: {how}."
