"""What a file tells of children and their cases, whatever its layout: the one shape in which files are brought in.

A file is a snapshot on one day. What it tells of a child is kept as statements, each a key and a value, so that what the
next file tells can be compared with it, statement by statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plimsoll.core.merge import LATEST, Key
from plimsoll.core.terms import EventKind, Layout

__all__ = ["LATEST", "Key", "Meanings", "Told", "ToldChild", "ToldFault", "ToldPerson", "ToldTeam", "UnknownValue"]


@dataclass(frozen=True)
class ToldChild:
    """A child as a file tells of it. `said` holds a value for each key, as text: codes, days as 2026-11-23, names; what
    the file leaves empty is not there. `open` : whether there is open work; else `why_not` (a code) and `reason` say why
    there is none, `needs_a_look` whether a person must say if it goes on, and `closed_on` on which day it ended, where
    the file says."""

    reference: str
    where: str  # sheet and row of what speaks for the child
    lists: tuple[str, ...]  # names of the lists it stands on
    said: Mapping[Key, str]
    open: bool = True
    why_not: str = ""
    reason: str = ""
    needs_a_look: bool = False
    named: str = ""  # whom the file names for it, person or not, open or not
    closed_on: date | None = None


@dataclass(frozen=True)
class ToldPerson:
    """Somebody whom a file names as holding cases: the name to show, every spelling found, the team most of their cases
    name ('' where none), and how many open cases."""

    name: str
    spellings: tuple[str, ...]
    team: str
    cases: int


@dataclass(frozen=True)
class ToldTeam:
    """A team that a file names for open cases: the name to show, every spelling found, and how many open cases."""

    name: str
    spellings: tuple[str, ...]
    cases: int


@dataclass(frozen=True)
class UnknownValue:
    """A value in a coded column that stands for nothing we know: where it was found, and what it could mean.

    column : `8.placement_type`, or the column's key in a plain table; header : the heading as found; found : the text;
    rows : how many rows hold it; choices : code and label of what it could mean.
    """

    column: str
    header: str
    found: str
    rows: int
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ToldFault:
    """Something wrong in a file: where (`sheet` '' for the whole file, `row` from 1 or None, `column` as found or ''), its
    kind (a code and a label), what was found, and what was done about it."""

    sheet: str
    row: int | None
    column: str
    kind: str
    label: str
    found: str
    done: str


@dataclass(frozen=True)
class Told:
    """All that one file tells.

    facts_on : the day of which it speaks; carries : kinds of event that it can tell of, so that of others its silence
    says nothing; capped : whether days that have not come yet were left out, and `facts_on` is the latest of the others;
    lists : name, rows and columns understood of each list, for people to see; not_people : names in a
    worker column that were not taken for people, with how often; empty : of columns that say when a child was seen, the key,
    the heading, and how many open cases they say nothing of, so that these count as never seen or visited.
    """

    layout: Layout
    facts_on: date
    children: tuple[ToldChild, ...]
    people: tuple[ToldPerson, ...]
    teams: tuple[ToldTeam, ...]
    carries: frozenset[EventKind]
    lists: tuple[tuple[str, int, tuple[str, ...]], ...]
    not_people: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[UnknownValue, ...] = ()
    faults: tuple[ToldFault, ...] = ()
    capped: bool = False
    empty: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Meanings:
    """What an organisation has settled about its files: the code that a value found in a column means, and whose name a
    name is (or '' where it names nobody), both by the text as found, in lower case."""

    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
