"""A file against the file before it and the records: what to write, what to leave, what to ask a person. Pure.

Three sides say something of a child, each a value for each key: `base`, what files have said so far; `theirs`, what the new
file says; `ours`, what stands on record. What a file repeats changes nothing, whatever people did here since. What it says
anew is written where the records still stand as the files left them; where they do not, a person is asked and the records
stand.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from plimsoll.core.terms import About, EventKind, Matter

LATEST = "latest"
TEAM = "team"
# Of a case, what is over when a file stops saying it. Of the rest its silence says nothing.
ENDING = frozenset({"also", "seen_unrecorded"})

# Rows that are told apart by their order, the oldest first: `7.1`, or `7.1 (2)` where one of them says a thing twice.
NUMBERED = re.compile(r"(?P<list>\d+)\.(?P<place>\d+)(?P<rest>( \(\d+\))?)")
# What begins the episode that such a row tells of, and what ends it.
ENDED_BY = {
    EventKind.PROTECTION_PLAN_STARTED.value: EventKind.PROTECTION_PLAN_ENDED.value,
    EventKind.LOOKED_AFTER_STARTED.value: EventKind.LOOKED_AFTER_ENDED.value,
    EventKind.IN_NEED_STARTED.value: None,  # its list tells of no end as an event
}


@dataclass(frozen=True, order=True)
class Key:
    """What a statement is about.

    name : a field of the child or the case (`born_on`, `case_type`), the code of a kind of event, circumstance or factor,
    or `name` for the allocated worker. which : of an event, which of its kind: `LATEST` where the column holds the latest
    one alone, so that a later day is one event more and not a correction; else what tells it from the others of its kind
    and stays the same while its day is corrected. nth : of an event, its place in the sequence of its kind; 0 else.
    """

    about: About
    name: str
    which: str = ""
    nth: int = 0


Said = Mapping[Key, str]


class Doing(Enum):
    """What is to be done about a key."""

    WRITE = "WRITE"  # it is written, beside what there is of its kind
    REPLACE = "REPLACE"  # an event takes the place of the one that the base speaks of
    END = "END"  # it no longer holds; an event never happened
    ASK = "ASK"  # the records stand, and a person decides


@dataclass(frozen=True)
class Step:
    """One thing to do. value : what the file says, None where it is silent now; here : what stands on record, '' for none;
    matter : what is asked."""

    doing: Doing
    key: Key
    value: str | None
    here: str = ""
    matter: Matter | None = None


def changed(base: Said, theirs: Said) -> dict[Key, str | None]:
    """What a file says otherwise than the files before it; None where it is silent now.

    >>> key = Key(About.CHILD, "born_on")
    >>> changed({key: "2015-06-01"}, {})[key] is None
    True
    """
    found: dict[Key, str | None] = {key: value for key, value in theirs.items() if base.get(key) != value}
    found.update((key, None) for key in base if key not in theirs)
    return found


def merge(base: Said, theirs: Said, ours: Said) -> Iterator[Step]:
    """What to do about one child, key by key. Whatever needs nothing is left out.

    In `ours`, an event stands under the base's key with the day it has now, if it still counts at all; a worker stands on
    all three sides under one and the same name. A row that has another's number now is compared with what was said of its
    own episode; of one that has left nothing is said, and so nothing is taken back.
    """
    days = {(key.name, day) for key, day in base.items() if key.about is About.EVENT}
    base, ours = _in_step(base, theirs, ours)
    rows = {key.which for key in theirs if key.about is About.EVENT}
    for key, value in changed(base, theirs).items():
        before, here = base.get(key), ours.get(key)
        match key.about:
            case About.EVENT:
                step = _event(key, before, value, here, rows, days)
            case About.WORKER:
                step = _worker(key, before, value, here)
            case About.CIRCUMSTANCE | About.FACTOR:
                step = _spell(key, before, value, here)
            case About.CASE if key.name == TEAM:
                step = _team(key, value, here)
            case _:
                step = _field(key, before, value, here)
        if step is not None:
            yield step


def _in_step(base: Said, theirs: Said, ours: Said) -> tuple[Said, Said]:
    """What files said and what stands, each numbered row under the number that the new file gives its episode; rows whose
    episode the file tells of no more are left out."""
    before, now = _episodes(base), _episodes(theirs)
    moved: dict[tuple[str, int], int | None] = {}
    for of in before:
        places = _same_episodes(before[of], now.get(of, {}))
        moved.update(((of, place), places.get(place)) for place in before[of])
    if all(place == at for (_, at), place in moved.items()):
        return base, ours
    return _renumbered(base, moved), _renumbered(ours, moved)


Episode = tuple[str, str]  # the days on which it began and ended; '' for unknown, or not yet


def _episodes(said: Said) -> dict[str, dict[int, Episode]]:
    """The numbered rows of each list, by their place."""
    found: dict[str, dict[int, Episode]] = {}
    for key, day in said.items():
        row = NUMBERED.fullmatch(key.which) if key.about is About.EVENT else None
        if row is None:
            continue
        places = found.setdefault(row["list"], {})
        begun, ended = places.get(int(row["place"]), ("", ""))
        if not row["rest"] and key.name in ENDED_BY:
            begun = day
        elif not row["rest"] and key.name in ENDED_BY.values():
            ended = day
        places[int(row["place"])] = begun, ended
    return found


def _same_episodes(before: Mapping[int, Episode], now: Mapping[int, Episode]) -> dict[int, int]:
    """Which places of now have the episodes of which places before.

    Those that began on the same day are the same. Of the rest, one that lies between the same neighbours is the same with
    its days corrected, unless it had ended before the new one began: then that is an episode of its own.
    """
    same: dict[int, int] = {}
    for place, (begun, _) in now.items():
        alike = [at for at, (day, _) in before.items() if day == begun and at not in same]
        if begun and alike:
            same[place if place in alike else min(alike)] = place
    for place in sorted(set(now) - set(same.values())):
        after = max((at for at, other in same.items() if other < place), default=0)
        until = min((at for at, other in same.items() if other > place), default=max(before) + 1)
        found = [at for at in sorted(before) if after < at < until and not _is_over(before[at], now[place])]
        if found:
            same[found[0]] = place
    return same


def _is_over(before: Episode, now: Episode) -> bool:
    """Whether one episode ended before another began."""
    return bool(before[1]) and before[1] < now[0]


def _renumbered(said: Said, moved: Mapping[tuple[str, int], int | None]) -> Said:
    found: dict[Key, str] = {}
    for key, value in said.items():
        row = NUMBERED.fullmatch(key.which) if key.about is About.EVENT else None
        old = (row["list"], int(row["place"])) if row else None
        if row is None or old is None or old not in moved:
            found.setdefault(key, value)
        elif moved[old] is not None:
            found[replace(key, which=f"{row['list']}.{moved[old]}{row['rest']}")] = value
    return found


def _ask(key: Key, value: str | None, here: str | None) -> Step:
    return Step(Doing.ASK, key, value, here or "", Matter.CHANGED_HERE)


def _field(key: Key, before: str | None, value: str | None, here: str | None) -> Step | None:
    if here == value or (value is None and key.name not in ENDING):
        return None
    if here == before:
        return Step(Doing.END if value is None else Doing.WRITE, key, value, here or "")
    return _ask(key, value, here)


def _spell(key: Key, before: str | None, value: str | None, here: str | None) -> Step | None:
    """What holds from a day to another: a second one is not begun, and one that a person judged is not ended."""
    if value is not None:
        return None if here is not None else Step(Doing.WRITE, key, value)
    if here is None:
        return None
    return Step(Doing.END, key, None, here) if here == before else _ask(key, None, here)


def _worker(key: Key, before: str | None, value: str | None, here: str | None) -> Step | None:
    """A case that nobody ever held is given to whom the file names; else whoever holds it goes on, and it is proposed."""
    if value == here:
        return None
    if before is None and here is None:
        return Step(Doing.WRITE, key, value)
    return Step(Doing.ASK, key, value, here or "", Matter.NEW_WORKER)


def _team(key: Key, value: str | None, here: str | None) -> Step | None:
    """A case stays in its team, whose people may see it, until somebody moves it."""
    return None if value in (None, here) else Step(Doing.ASK, key, value, here or "", Matter.NEW_WORKER)


def _event(
    key: Key, before: str | None, value: str | None, here: str | None, rows: set[str], days: set[tuple[str, str]]
) -> Step | None:
    if value is None:  # the row is still there and its day is gone: it was written in by mistake
        stays = key.which in rows and key.which != LATEST and "@" not in key.which
        if not stays or here is None:
            return None
        return Step(Doing.END, key, None, here) if here == before else _ask(key, None, here)
    if before is None or (key.which == LATEST and value > before):
        return Step(Doing.WRITE, key, value)
    if here == value or (key.name, value) in days:  # there already, under the key of a row that has moved up
        return None
    return Step(Doing.REPLACE, key, value, here) if here == before else _ask(key, value, here)
