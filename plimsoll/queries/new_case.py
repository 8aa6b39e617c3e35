"""What is asked before a case is put on record by hand: whose it can be, and whether the child is known already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import reduce
from itertools import groupby
from operator import and_
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.terms import CaseType
from plimsoll.queries.cases import sort_key
from plimsoll.records import scopes
from plimsoll.records.models.people import Team

NEAR_DAYS = 31  # between birth dates that may be one, written wrongly
UNBORN_DAYS = 75  # between an expected birth and a birth, or another expectation
CLOSE = 0.82  # share of letters that two spellings of a name have in common
MOST_ALIKE = 10


@dataclass(frozen=True)
class Places:
    """Whose a new case of a viewer's can be.

    teams : id and name; workers : id, name and teams of each; free : teams in whose queue it can wait without a worker.
    """

    teams: tuple[tuple[UUID, str], ...]
    workers: tuple[tuple[UUID, str, tuple[UUID, ...]], ...]
    free: frozenset[UUID]

    def team_for(self, worker: UUID, team: UUID) -> UUID | None:
        """The team of a case that is this worker's: the one that was said, where they are in it; else theirs."""
        theirs = next((of for key, _, of in self.workers if key == worker), ())
        known = [key for key, _ in self.teams if key in theirs]
        return team if team in known else next(iter(known), None)


def list_places(viewer: Viewer, on: date) -> Places:
    """Whose a new case can be: one's own, or of a team within reach; given to those whom the viewer may give cases. Three
    queries."""
    reach, gives = viewer.reach(Permission.ADD_CASE), viewer.reach(Permission.ALLOCATE)
    of: dict[UUID, list[UUID]] = {}
    for worker, team in scopes.members(viewer.org, on).order_by("from_date", "pk").values_list("worker_id", "team_id"):
        of.setdefault(worker, []).append(team)
    mine = {team for worker in reach.workers for team in of.get(worker, [])}
    open_teams = dict(
        Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).order_by("name", "pk").values_list("pk", "name")
    )
    teams = {key: name for key, name in open_teams.items() if reach.everything or key in reach.teams or key in mine}
    able = scopes.able(viewer.org, Permission.WRITE_RECORD, on).order_by("sort_name", "pk").values_list("pk", "name")
    return Places(
        tuple(teams.items()),
        tuple(
            (key, name, tuple(of[key]))
            for key, name in able
            if teams.keys() & set(of.get(key, []))
            and (key in reach.workers or gives.everything or gives.teams & set(of[key]))
        ),
        frozenset(key for key in teams if reach.everything or key in reach.teams),
    )


@dataclass(frozen=True)
class Alike:
    """A child on record who may be the one that is being put there. cases : id, reference, kind and whether it is open, of
    those that the viewer may see."""

    child: UUID
    name: str
    born_on: date | None
    expected_on: date | None
    cases: tuple[tuple[UUID, str, CaseType, bool], ...]


def list_alike(
    viewer: Viewer, given_name: str, family_name: str, born_on: date | None, expected_on: date | None
) -> tuple[Alike, ...]:
    """Children of cases within the viewer's reach whose name reads or sounds the same, born at or near the same time. At
    most ten. Two queries, the same whatever is found: how it is asked must not tell of what is out of reach."""
    near = _near(born_on, expected_on) or _of_words(sort_key(f"{given_name} {family_name}").split())
    children = (
        scopes.cases(viewer)
        .filter(near, child_id__isnull=False)
        .values_list("child_id", "child__given_name", "child__family_name", "child__born_on")
    )
    found = {
        key
        for key, given, family, born in children
        if (
            names_alike(given, given_name)
            and (names_alike(family, family_name) or (born is not None and born == born_on))
        )
        or names_alike(f"{given} {family}", f"{family_name} {given_name}")
    }
    shown = sorted(found)[:MOST_ALIKE]
    cases = scopes.cases(viewer).filter(child_id__in=shown).select_related("child")
    ordered = cases.order_by("child__sort_name", "child_id", "-opened_at", "reference")
    return tuple(_alike(list(rows)) for _, rows in groupby(ordered, key=lambda row: row.child_id))


def _alike(rows: list) -> Alike:  # type: ignore[type-arg]
    child = rows[0].child
    return Alike(
        child.pk,
        f"{child.given_name} {child.family_name}".strip(),
        child.born_on,
        child.expected_on,
        tuple((row.pk, row.reference, CaseType(row.case_type), row.closed_at is None) for row in rows),
    )


def _near(born_on: date | None, expected_on: date | None) -> Q | None:
    """A birth date that may be the same: a month away, day and month changed about, or the year beside; None without one."""
    if born_on is not None:
        month, year = timedelta(NEAR_DAYS), timedelta(UNBORN_DAYS)
        near = Q(child__born_on__range=(born_on - month, born_on + month)) | Q(child__born_on__in=_misread(born_on))
        unborn = Q(child__born_on__isnull=True, child__expected_on__range=(born_on - year, born_on + year))
        return near | unborn | Q(child__born_on__isnull=True, child__expected_on__isnull=True)
    if expected_on is not None:
        span = (expected_on - timedelta(UNBORN_DAYS), expected_on + timedelta(UNBORN_DAYS))
        return Q(child__born_on__isnull=True, child__expected_on__range=span) | Q(child__born_on__range=span)
    return None


def _of_words(words: list[str]) -> Q:
    """A name of all these words, in whatever order it is sorted by."""
    return reduce(and_, (Q(child__sort_name__contains=word) for word in words), Q(child_id__isnull=False))


def _misread(day: date) -> list[date]:
    """The day with day and month changed about, and a year on either side."""
    wanted = ((day.year, day.day, day.month), (day.year - 1, day.month, day.day), (day.year + 1, day.month, day.day))
    found = []
    for year, month, of in wanted:
        try:
            found.append(date(year, month, of))
        except ValueError:  # there is no such day
            continue
    return found


def names_alike(one: str, other: str) -> bool:
    """Whether two names may be one: they read the same, sound the same, or differ in a letter or two.

    >>> names_alike("Zoë", "Zoe"), names_alike("Catherine", "Kathryn"), names_alike("Mohammed", "Muhammad")
    (True, True, True)
    >>> names_alike("Mia", "Noah"), names_alike("Ellis", "Ellison")
    (False, False)
    """
    first, second = _letters(one), _letters(other)
    if first == second:
        return True
    if not first or not second:
        return False
    return _sound(first) == _sound(second) or (
        len(first) > 3
        and len(second) > 3
        and SequenceMatcher(None, first, second).ratio() > CLOSE
        and abs(len(first) - len(second)) < 2
    )


def sounds(name: str) -> str:
    """The consonants of a name as they sound; the same for names that sound the same.

    >>> sounds("Catherine") == sounds("Kathryn")
    True
    """
    letters = _letters(name)
    return _sound(letters) if letters else ""


_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("gh", "g"),
    ("sch", "s"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("y", "i"),
    ("j", "g"),
)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", sort_key(name))


def _sound(letters: str) -> str:
    """The consonants of a name as they sound, in a row; its first vowel where it begins with one."""
    for written, sounds in _SOUNDS:
        letters = letters.replace(written, sounds)
    first = "a" if letters[0] in "aeiou" else letters[0]
    return first + _once(char for char in letters[1:] if char not in "aeiouhw")


def _once(letters: Iterable[str]) -> str:
    return "".join(char for char, _ in groupby(letters))
