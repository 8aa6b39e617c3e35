"""The criteria sets of an organisation, as people read them: which one holds, which held before, what was different."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from plimsoll.core.access import Viewer
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.records.models.priority import CriteriaDraft
from plimsoll.records.models.priority import CriteriaSet as Row


@dataclass(frozen=True)
class Version:
    """One version of the criteria, as it was agreed.

    criteria : the set, with the title, version and first day under which it was agreed; by : who approved it, '' where it
    came with the product; by_author : they worked on it themselves, as nobody else could approve it.
    """

    id: UUID
    criteria: CriteriaSet
    by: str
    at: datetime
    by_author: bool = False


@dataclass(frozen=True)
class Versions:
    """Every version: the one that holds; those to come, the nearest first; those before, the latest first."""

    now: Version
    to_come: tuple[Version, ...]
    before: tuple[Version, ...]


def get_versions(viewer: Viewer, on: date) -> Versions:
    """The versions of the organisation's criteria. One query.

    Raises
    ------
    NothingInForce : none holds on this day.
    """
    own = CriteriaDraft.objects.filter(org_id=viewer.org, criteria_set=OuterRef("pk")).filter(
        Q(drafted_by=F("approved_by")) | Q(changed_by=F("approved_by"))
    )
    rows = Row.objects.filter(org_id=viewer.org).select_related("agreed_by").annotate(by_author=Exists(own))
    found = [_version(row) for row in rows.order_by("-in_force_from", "-agreed_at", "-id")]
    to_come = [one for one in found if one.criteria.in_force_from > on]
    held = found[len(to_come) :]
    if not held:
        raise NothingInForce(f"No criteria set holds on {on:%d %B %Y}: an administrator must agree one first.")
    return Versions(held[0], tuple(reversed(to_come)), tuple(held[1:]))


def _version(row: Any) -> Version:
    named = {"title": row.title, "version": row.version, "in_force_from": row.in_force_from}
    by = row.agreed_by.name if row.agreed_by else ""
    return Version(row.pk, replace(_parsed(row.text), **named), by, row.agreed_at, row.by_author)


@lru_cache(maxsize=64)
def _parsed(text: str) -> CriteriaSet:
    """A version is never changed, so it is read once."""
    return criteria_sets.parse(text)
