"""What had been shown to whom of some cases, out of the record of viewings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from plimsoll.core.access import Permission, Viewer
from plimsoll.records import scopes


@dataclass(frozen=True)
class Looks:
    """That somebody was shown a case on one page, up to a moment: how often, when first and last, and in which roles last.

    page : the name of its address; roles : their codes, with commas between.
    """

    case: UUID
    by: UUID
    name: str
    roles: str
    page: str
    times: int
    first_at: datetime
    last_at: datetime


def list_looks(viewer: Viewer, cases: Iterable[UUID], upto: datetime) -> tuple[Looks, ...]:
    """Who had been shown which of some cases by a moment, by name, case and page: of the cases that the viewer may see. Two
    queries.

    The viewings say "shown to", and never "read" or "knew".
    """
    seen = scopes.allowed(viewer, (Permission.SEE_CASE,), cases)[Permission.SEE_CASE]
    with connection.cursor() as cursor:
        cursor.execute(LOOKS, [sorted(seen), upto, viewer.org])
        return tuple(Looks(*row) for row in cursor.fetchall())


LOOKS = """
    SELECT l.case_id, l.by_id, coalesce(w.name, 'somebody who is not on record'), coalesce(l.roles, ''), l.page, l.times,
        l.first_at, l.last_at
    FROM records_looks_at(%s::uuid[], %s) l LEFT JOIN records_worker w ON w.org_id = %s AND w.id = l.by_id
    ORDER BY w.sort_name, l.by_id, l.case_id, l.page
"""
