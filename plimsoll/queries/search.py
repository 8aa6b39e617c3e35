"""Finding cases: by name, birth date, number, address, whoever is round the child, who holds it, and words of its record.

Each way to find is one statement, which joins what was found to the cases within the viewer's reach before anything is
counted, ordered or cut off: what is out of reach is in no answer, and the same statements are said whether anything is there
or not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db import connection

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.terms import CaseType, EventKind, Information, RecordKind, Term
from plimsoll.queries.cases import sort_key
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.records.models.information import NewInformation
from plimsoll.records.models.written import CaseRecord

SHORTEST_PART = 2  # letters of a name: one letter would find nearly everyone
LONGEST_SEARCH, MOST_WORDS = 200, 8  # nobody's name has more, and each word is a question to the database
MOST_FOUND = 50  # cases of each way to find
MOST_WRITTEN = 20  # records with the words: the newest
MARK, UNMARK = "\x02", "\x03"  # round words that were found: signs that no note has, as they are taken out of it
OPENED_SHOWN, OPENED_LOOKED = 10, 400  # cases shown, and pages of cases looked through for them


class Way(IntEnum):
    """Why a search found a case, the strongest first."""

    REFERENCE = 0
    OTHER_REFERENCE = 1
    CHILD_REFERENCE = 2
    NHS_NUMBER = 3
    NAME = 4
    NAME_PART = 5
    NAME_NEAR = 6
    NAME_SOUNDS = 7
    HOUSEHOLD = 8
    ADDRESS = 9
    AROUND = 10
    WORKER = 11
    WRITTEN = 12
    BORN = 13


@dataclass(frozen=True)
class Wanted:
    """What somebody is looking for.

    Parameters
    ----------
    text : all that was typed. days : what a child may be born on, where a day was among it. rest : the text without that
        day; None: the whole of it.
    """

    text: str
    days: tuple[date, ...] = ()
    rest: str | None = None

    @property
    def said(self) -> str:
        """The text without the day in it."""
        return (self.text if self.rest is None else self.rest)[:LONGEST_SEARCH].replace("\0", "").strip()

    @property
    def words(self) -> list[str]:
        """Words of a name, without accents and marks; those of one letter are left out.

        >>> Wanted("Brown, Zoë-Ann O'Neill").words
        ['brown', 'zoe', 'ann', 'oneill']
        """
        plain = re.sub(r"['’`]", "", sort_key(self.said))
        return [word for word in _parts(plain) if len(word) >= SHORTEST_PART][:MOST_WORDS]

    @property
    def address_words(self) -> list[str]:
        """Words as they stand in an address, the longest first; a postcode in its two parts, however it was typed.

        >>> Wanted("4 quay street, AB12CD").address_words
        ['street', 'quay', 'ab1', '2cd', '4']
        """
        plain = re.sub(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b", r"\1 \2", sort_key(self.said))
        words = re.findall(r"[a-z0-9]+", plain)[:MOST_WORDS]
        return sorted(words, key=len, reverse=True) if any(len(word) >= SHORTEST_PART for word in words) else []

    @property
    def references(self) -> list[str]:
        """What could be a reference: the whole, each word with a figure in it, and figures with the spaces taken out.

        >>> Wanted("943 476 5919").references
        ['943 476 5919', '5919', '9434765919']
        """
        whole = self.said.upper()
        figures = re.sub(r"[\s-]", "", whole)
        some = [whole, *(word for word in whole.split() if any(sign.isdecimal() for sign in word) and len(word) > 3)]
        return list(dict.fromkeys([*some, *([figures] if figures.isdecimal() else [])]))[:MOST_WORDS]


def _parts(plain: str) -> list[str]:
    return [word for word in re.split(r"[\s!-/:-@\[-`{-~]+", plain) if word]


@dataclass(frozen=True)
class Written:
    """A record that has the words: what kind it is in words, when, and its text round them, with each word that was found
    between `MARK` and `UNMARK`."""

    label: str
    happened_at: datetime
    time_known: bool
    snippet: str


@dataclass(frozen=True)
class Why:
    """One reason why a case was found. `said` is whose or what: a name, an address; '' where the way says all of it."""

    way: Way
    said: str = ""
    written: Written | None = None


@dataclass(frozen=True)
class Found:
    """A case that a search found, and why: the strongest reason first."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    household: str
    born_on: date | None
    case_type: CaseType
    is_open: bool
    whys: tuple[Why, ...] = field(default=())


def search_cases(viewer: Viewer, wanted: Wanted) -> tuple[Found, ...]:
    """Cases within the viewer's reach, with why each was found: numbers first, then names, the likest first, of
    those the ones born on a day that was asked for, open ones before closed.

    Left out: what stands on the record, numbers of the child, addresses and people round the child, for those who may not
    read it; a protected address, for those who may not write on it. Of each way to find at most fifty. Nine statements,
    fewer where nothing was typed that a way could look for, or the viewer reads no record.
    """
    whys: dict[UUID, list[Why]] = {}
    for case, why in _ways(viewer, wanted):
        whys.setdefault(case, []).append(why)
    cases = Case.objects.filter(org_id=viewer.org, pk__among=list(whys)).select_related("child", "household")
    found = {row.pk: _found(row, whys[row.pk]) for row in cases}
    return tuple(sorted((found[key] for key in whys if key in found), key=_rank(wanted)))


def _rank(wanted: Wanted) -> Any:
    def rank(found: Found) -> tuple[Any, ...]:
        way = min(why.way for why in found.whys)
        return (
            way > Way.NAME_SOUNDS,
            way > Way.NHS_NUMBER and not (bool(wanted.days) and found.born_on in wanted.days),
            way,
        )

    return rank


def _found(row: Case, whys: list[Why]) -> Found:
    ordered = sorted(whys, key=lambda why: why.way)
    return Found(
        row.pk,
        row.child_id,
        row.reference,
        f"{row.child.given_name} {row.child.family_name}".strip() if row.child else "",
        row.household.name if row.household else "",
        row.child.born_on if row.child else None,
        CaseType(row.case_type),
        row.closed_at is None,
        tuple(ordered),
    )


def _ways(viewer: Viewer, wanted: Wanted) -> Iterable[tuple[UUID, Why]]:
    yield from _by_reference(viewer, wanted.references if wanted.said else [])
    yield from _by_name(viewer, wanted)
    yield from _by_birth(viewer, wanted)
    yield from _by_household(viewer, wanted.address_words)
    yield from _by_people_around(viewer, wanted.words)
    yield from _by_worker(viewer, wanted.words)
    yield from _by_words(viewer, wanted)


ORDERED = "c.closed_at IS NOT NULL, c.closed_at DESC, c.reference"  # open ones first


def _asked(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _by_reference(viewer: Viewer, said: list[str]) -> Iterable[tuple[UUID, Why]]:
    """By what the case is called here or elsewhere; by the numbers of the child, for those who read the record."""
    if not said:
        return
    mine, params = scopes.condition(viewer, "c")
    reads, reading = scopes.condition(viewer, "c", Permission.READ_RECORD)
    ways = {
        "CASE": Way.REFERENCE, "OTHER": Way.OTHER_REFERENCE, "CHILD": Way.CHILD_REFERENCE, "NHS": Way.NHS_NUMBER,
    }  # fmt: skip
    found = _asked(
        f"SELECT c.id, f.what FROM records_search_reference(%s) f "  # noqa: S608
        "JOIN records_case c ON c.org_id = %s AND (c.id = f.case_id OR c.child_id = f.child_id) "
        f"WHERE {mine} AND (f.child_id IS NULL OR {reads}) ORDER BY f.what, {ORDERED} LIMIT %s",
        [said, viewer.org, *params, *reading, MOST_FOUND],
    )
    yield from ((case, Why(ways[what])) for case, what in found)


def _by_name(viewer: Viewer, wanted: Wanted) -> Iterable[tuple[UUID, Why]]:
    """By the child's name; those who were born on the day come first, before the rest is cut off."""
    if not wanted.words:
        return
    mine, params = scopes.condition(viewer, "c")
    ways = (Way.NAME, Way.NAME_PART, Way.NAME_NEAR, Way.NAME_SOUNDS)
    found = _asked(
        f"SELECT c.id, f.how FROM records_search_child(%s) f "  # noqa: S608
        "JOIN records_child k ON k.org_id = %s AND k.id = f.id "
        "JOIN records_case c ON c.org_id = k.org_id AND c.child_id = k.id "
        f"WHERE {mine} ORDER BY coalesce(k.born_on = ANY(%s), false) DESC, f.how, c.closed_at IS NOT NULL, "
        "c.closed_at DESC, k.sort_name, c.reference LIMIT %s",
        [wanted.words, viewer.org, *params, list(wanted.days), MOST_FOUND],
    )
    yield from ((case, Why(ways[how])) for case, how in found)


def _by_birth(viewer: Viewer, wanted: Wanted) -> Iterable[tuple[UUID, Why]]:
    if not wanted.days:
        return
    mine, params = scopes.condition(viewer, "c")
    found = _asked(
        "SELECT c.id FROM records_child k JOIN records_case c ON c.org_id = k.org_id AND c.child_id = k.id "  # noqa: S608
        f"WHERE k.org_id = %s AND k.born_on = ANY(%s) AND {mine} ORDER BY {ORDERED} LIMIT %s",
        [viewer.org, list(wanted.days), *params, MOST_FOUND],
    )
    yield from ((case, Why(Way.BORN)) for (case,) in found)


def _by_household(viewer: Viewer, words: list[str]) -> Iterable[tuple[UUID, Why]]:
    """By the name of a household, and where it lives: that for those who read the record. By a protected address nobody
    finds anything: it is not there."""
    if not words:
        return
    mine, params = scopes.condition(viewer, "c")
    reads, reading = scopes.condition(viewer, "c", Permission.READ_RECORD)
    found = _asked(
        f"SELECT c.id, h.name, h.address, f.named "  # noqa: S608
        "FROM records_search_household(%s) f JOIN records_household h ON h.org_id = %s AND h.id = f.id "
        "JOIN records_case c ON c.org_id = h.org_id AND (c.household_id = h.id OR c.child_id IN ("
        "    SELECT m.child_id FROM records_householdmember m "
        "    WHERE m.org_id = h.org_id AND m.household_id = h.id AND m.to_date IS NULL)) "
        f"WHERE {mine} AND (f.named OR (f.lives AND {reads})) "
        f"ORDER BY NOT f.named, {ORDERED} LIMIT %s",
        [words, viewer.org, *params, *reading, MOST_FOUND],
    )
    for case, name, address, named in found:
        if named:
            yield case, Why(Way.HOUSEHOLD, name)
        else:
            yield case, Why(Way.ADDRESS, ", ".join(address.split("\n")))


def _by_people_around(viewer: Viewer, words: list[str]) -> Iterable[tuple[UUID, Why]]:
    """By the name of somebody round the child, for those who read the record."""
    if not words or not viewer.reach(Permission.READ_RECORD):
        return
    mine, params = scopes.condition(viewer, "c", Permission.READ_RECORD)
    found = _asked(
        f"SELECT c.id, n.name, n.part FROM records_search_networkcontact(%s) f "  # noqa: S608
        "JOIN records_networkcontact n ON n.org_id = %s AND n.id = f.id "
        "JOIN records_case c ON c.org_id = n.org_id AND c.child_id = n.child_id "
        f"WHERE {mine} ORDER BY f.how, {ORDERED}, n.name LIMIT %s",
        [words, viewer.org, *params, MOST_FOUND],
    )
    yield from ((case, Why(Way.AROUND, f"{name}, {part}" if part else name)) for case, name, part in found)


def _by_worker(viewer: Viewer, words: list[str]) -> Iterable[tuple[UUID, Why]]:
    """By the name of whoever holds the case, of which every word is the beginning of one; names of workers are no secret."""
    if not words:
        return
    mine, params = scopes.condition(viewer, "c")
    found = _asked(
        "SELECT c.id, w.name FROM records_worker w "  # noqa: S608
        "JOIN records_allocation h ON h.org_id = w.org_id AND h.worker_id = w.id AND h.to_at IS NULL "
        "JOIN records_case c ON c.org_id = h.org_id AND c.id = h.case_id "
        "WHERE w.org_id = %s AND NOT EXISTS (SELECT FROM unnest(%s::text[]) AS asked WHERE NOT EXISTS ("
        "    SELECT FROM records_name_words(w.sort_name) AS own WHERE starts_with(own, asked))) "
        f"AND {mine} ORDER BY {ORDERED} LIMIT %s",
        [viewer.org, words, *params, MOST_FOUND],
    )
    yield from ((case, Why(Way.WORKER, name)) for case, name in found)


def _by_words(viewer: Viewer, wanted: Wanted) -> Iterable[tuple[UUID, Why]]:
    """By words of the record, of the cases that the viewer may read: the newest, with the text round the words."""
    reached = viewer.reach(Permission.READ_RECORD)
    if not reached or not wanted.words:
        return
    within = None
    if not reached.everything:
        within = list(scopes.cases(viewer, Permission.READ_RECORD).values_list("pk", flat=True))
    found = _asked(
        "SELECT f.tbl, f.case_id, f.kind, f.at, f.time_known, "
        "ts_headline('english', translate(f.words, %s, ''), websearch_to_tsquery('english', %s), %s) "
        "FROM (SELECT * FROM records_search_words(%s, %s, %s) "
        "UNION ALL SELECT * FROM records_search_information(%s, %s, %s)) f "
        "ORDER BY f.at DESC, f.id LIMIT %s",
        [MARK + UNMARK, wanted.said, HEADLINE, *2 * (wanted.said, within, MOST_WRITTEN), MOST_WRITTEN],
    )
    kinds: dict[str, type[Term]] = {CaseRecord._meta.db_table: RecordKind, NewInformation._meta.db_table: Information}
    for table, case, kind, at, time_known, snippet in found:
        label = kinds.get(table, EventKind)(kind).label
        yield case, Why(Way.WRITTEN, written=Written(label, at, time_known, snippet))


HEADLINE = f'StartSel="{MARK}", StopSel="{UNMARK}", MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter=" … "'


def list_opened(viewer: Viewer) -> tuple[Found, ...]:
    """The cases that the viewer opened last, the latest first, of those that they may still see. Two queries."""
    mine, params = scopes.condition(viewer, "c")
    latest = _asked(
        f"SELECT c.id FROM records_opened_cases(%s) f JOIN records_case c ON c.org_id = %s AND c.id = f.case_id "  # noqa: S608
        f"WHERE {mine} ORDER BY f.at DESC, c.id LIMIT %s",
        [OPENED_LOOKED, viewer.org, *params, OPENED_SHOWN],
    )
    keys = [case for (case,) in latest]
    cases = Case.objects.filter(org_id=viewer.org, pk__among=keys).select_related("child", "household")
    found = {row.pk: _found(row, []) for row in cases}
    return tuple(found[key] for key in keys if key in found)
