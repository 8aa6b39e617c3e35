"""Records in an emergency: which is meant exactly, what was opened, and what waits to be reviewed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import Role
from plimsoll.records import scopes
from plimsoll.records.models.emergency import EmergencyOpening
from plimsoll.records.models.people import Team, Worker
from plimsoll.records.names import sort_name

LONGEST_EXACT = 200


@dataclass(frozen=True)
class Exactly:
    """Whom somebody means: by a reference or NHS number, or by the whole name and the birth date."""

    reference: str = ""
    given: str = ""
    family: str = ""
    born_on: date | None = None

    @property
    def references(self) -> list[str]:
        """What was typed as a number, with and without its spaces.

        >>> Exactly(reference="943 476 5919").references
        ['943 476 5919', '9434765919']
        """
        said = self.reference.strip().upper()[:LONGEST_EXACT]
        return list(dict.fromkeys([said, said.replace(" ", "")]))


@dataclass(frozen=True)
class Meant:
    """One case of whoever is meant: its child (None: it is of a household), its team, and whether it is open."""

    case: UUID
    child: UUID | None
    team: UUID
    is_open: bool


def find_exactly(viewer: Viewer, wanted: Exactly) -> tuple[Meant, ...]:
    """The cases of the one child, or the one household, that is meant, whether or not they are within reach: the open ones,
    or the one closed last. Nothing where nobody is meant, or more than one could be. A restricted case is not there, whoever
    asks: the database hides it. One query, the same whatever it finds.

    For what is done in an emergency alone: no page shows what it answers.
    """
    statement = BY_REFERENCE if wanted.reference else BY_NAME
    name = sort_name(f"{wanted.given} {wanted.family}")
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {"org": viewer.org, "said": wanted.references, "name": name, "born_on": wanted.born_on},
        )
        rows = cursor.fetchall()
    if len({child or case for case, child, _, _ in rows}) != 1:
        return ()
    found = [Meant(case, child, team, closed is None) for case, child, team, closed in rows]
    return tuple(one for one in found if one.is_open) or (found[0],)


BY_NAME = """
    SELECT c.id, c.child_id, c.team_id, c.closed_at FROM records_case c
    JOIN records_child k ON k.org_id = c.org_id AND k.id = c.child_id
    WHERE c.org_id = %(org)s AND k.sort_name = %(name)s AND k.born_on = %(born_on)s
    ORDER BY c.closed_at DESC NULLS FIRST, c.id
"""
BY_REFERENCE = """
    WITH f AS (SELECT * FROM records_search_reference(%(said)s::text[]))
    SELECT c.id, c.child_id, c.team_id, c.closed_at FROM records_case c
    WHERE c.org_id = %(org)s AND (
        c.id IN (SELECT f.case_id FROM f) OR c.child_id IN (SELECT f.child_id FROM f)
        OR c.child_id IN (SELECT o.child_id FROM records_case o JOIN f ON o.org_id = %(org)s AND o.id = f.case_id))
    ORDER BY c.closed_at DESC NULLS FIRST, c.id
"""


@dataclass(frozen=True)
class ToRing:
    """Whom to ring: who holds a case ('' for nobody), their number at work, their team and the number of its duty desk;
    '' for a number that is not on record."""

    worker: str
    worker_phone: str
    team: str
    team_phone: str


def list_to_ring(viewer: Viewer, cases: Sequence[Meant]) -> tuple[ToRing, ...]:
    """Whom to ring about some open cases, each once. One query."""
    with connection.cursor() as cursor:
        cursor.execute(RING, [viewer.org, [one.case for one in cases if one.is_open]])
        return tuple(dict.fromkeys(ToRing(*row) for row in cursor.fetchall()))


RING = """
    SELECT coalesce(w.name, ''), coalesce(w.phone, ''), t.name, coalesce(t.phone, '')
    FROM records_case c
    JOIN records_team t ON t.org_id = c.org_id AND t.id = c.team_id
    LEFT JOIN records_allocation a ON a.org_id = c.org_id AND a.case_id = c.id AND a.to_at IS NULL
    LEFT JOIN records_worker w ON w.org_id = c.org_id AND w.id = a.worker_id
    WHERE c.org_id = %s AND c.id = ANY(%s::uuid[])
    ORDER BY w.sort_name NULLS LAST, t.name
"""


@dataclass(frozen=True)
class Opening:
    """That somebody opened a case in an emergency; called : the child or the household, by name or reference. ends_at : when
    it ends or ended. was_right : None while nobody has reviewed it."""

    id: UUID
    case: UUID
    child: UUID | None
    called: str
    reference: str
    by: UUID
    by_name: str
    why: str
    opened_at: datetime
    ends_at: datetime
    was_right: bool | None
    review: str
    reviewed_by: str
    reviewed_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it has not ended."""
        return self.ends_at > now


def list_openings_of(viewer: Viewer, case: UUID) -> tuple[Opening, ...]:
    """Every time a case was opened in an emergency, the latest first, for whoever reads its record. One query."""
    return _openings(EmergencyOpening.objects.filter(org_id=viewer.org, case_id=case))


def list_openings(viewer: Viewer, since: datetime) -> tuple[Opening, ...]:
    """What waits to be reviewed, the earliest first, then what was reviewed since a moment, the latest first. Two queries,
    for whoever reviews."""
    rows = EmergencyOpening.objects.filter(
        org_id=viewer.org, case_id__in=scopes.cases(viewer, Permission.READ_RECORD).values("pk")
    )
    waiting = _openings(rows.filter(reviewed_at__isnull=True))
    return (*reversed(waiting), *_openings(rows.filter(reviewed_at__gte=since)))


def get_opening(viewer: Viewer, opening: UUID) -> Opening:
    """One of a case that the viewer reads. One query.

    Raises
    ------
    NotThere : there is none.
    """
    rows = EmergencyOpening.objects.filter(
        org_id=viewer.org, pk=opening, case_id__in=scopes.cases(viewer, Permission.READ_RECORD).values("pk")
    )
    for one in _openings(rows):
        return one
    raise NotThere


def _openings(rows: Iterable[EmergencyOpening]) -> tuple[Opening, ...]:
    told = rows.select_related("case__child", "case__household", "opened_by", "reviewed_by")  # type: ignore[attr-defined]
    return tuple(map(_opening, told.order_by("-opened_at", "pk")))


def _opening(row: EmergencyOpening) -> Opening:
    case, child = row.case, row.case.child
    name = f"{child.given_name} {child.family_name}".strip() if child else case.household.name if case.household else ""
    return Opening(
        row.pk, row.case_id, case.child_id, name or case.reference, case.reference, row.opened_by_id, row.opened_by.name,
        row.why, row.opened_at, row.ended_at or row.ends_at, row.was_right, row.review or "",
        row.reviewed_by.name if row.reviewed_by else "", row.reviewed_at,
    )  # fmt: skip


def list_numbers(viewer: Viewer) -> tuple[tuple[UUID, str, str], ...]:
    """Open teams by name, each with the number of its duty desk. One query."""
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).order_by("name", "pk")
    return tuple((key, name, phone or "") for key, name, phone in rows.values_list("pk", "name", "phone"))


def number_of(viewer: Viewer, worker: UUID) -> str:
    """The number of somebody at work; '' where none is on record. One query."""
    return Worker.objects.filter(org_id=viewer.org, pk=worker).values_list("phone", flat=True).first() or ""


def holds_anybody(viewer: Viewer, role: Role, on: date) -> bool:
    """Whether somebody who works here holds a role. One query."""
    return scopes.here(viewer.org, on).filter(pk__in=scopes.practising(viewer.org, role, on)).exists()
