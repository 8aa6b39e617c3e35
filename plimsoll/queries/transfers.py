"""Cases that one team offers to another: what waits, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import CaseType
from plimsoll.queries.cases import find_case
from plimsoll.records import scopes
from plimsoll.records.models.life import CaseTransfer
from plimsoll.records.models.people import Team, Worker


@dataclass(frozen=True)
class TransferView:
    """A case that a team offers to another, with its handover. accepted : None while it waits or where it was taken back;
    ended_by, ended_at, ended_why : who accepted, declined or took it back."""

    id: UUID
    case: UUID
    child: UUID | None
    reference: str
    name: str
    case_type: CaseType
    from_team: str
    to_team_id: UUID
    to_team: str
    due: str
    worries: str
    child_told: str
    who_knows: str
    why: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    ended_by: str
    ended_at: datetime | None
    ended_why: str
    accepted: bool | None

    @property
    def waits(self) -> bool:
        """Whether nobody has accepted, declined or taken it back."""
        return self.ended_at is None


def list_transfers(viewer: Viewer, case: UUID) -> tuple[TransferView, ...]:
    """Every offer of a case to another team, the latest first, for those who may read its record. One query."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    rows = CaseTransfer.objects.filter(org_id=viewer.org, case_id__in=reads)
    return tuple(map(_view, _joined(rows).order_by("-proposed_at", "pk")))


def list_offered(viewer: Viewer) -> tuple[TransferView, ...]:
    """Cases that are offered to the viewer's teams and wait, the oldest first; whoever proposed one does not accept it. The
    case itself is not there for them before they accept: its handover is. One query."""
    rows = _waiting(viewer).filter(to_team_id__in=scopes.teams(viewer, Permission.ALLOCATE).values("pk"))
    rows = rows.exclude(proposed_by_id=viewer.worker)
    return tuple(map(_view, _joined(rows).order_by("proposed_at", "pk")))


def list_proposed(viewer: Viewer) -> tuple[TransferView, ...]:
    """Cases that the viewer's teams offer to others and that wait, the oldest first. One query."""
    mine = scopes.cases(viewer, Permission.ALLOCATE).values("pk")
    return tuple(map(_view, _joined(_waiting(viewer).filter(case_id__in=mine)).order_by("proposed_at", "pk")))


def get_offered(viewer: Viewer, transfer: UUID) -> TransferView:
    """A case that is offered to a team of the viewer's and waits.

    Raises
    ------
    NotThere : there is none for this viewer.
    """
    found = next((one for one in list_offered(viewer) if one.id == transfer), None)
    if found is None:
        raise NotThere
    return found


def list_other_teams(viewer: Viewer, case: UUID) -> tuple[tuple[UUID, str], ...]:
    """Open teams to which a case could be offered, by name. Two queries."""
    found = find_case(viewer, case)
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).exclude(pk=found.team_id)
    return tuple(rows.order_by("name", "pk").values_list("pk", "name"))


def list_takers(viewer: Viewer, team: UUID, on: date) -> tuple[tuple[UUID, str], ...]:
    """Who of a team could hold a case of it, by name. One query."""
    members = scopes.members(viewer.org, on).filter(team_id=team).values("worker_id")
    rows: QuerySet[Worker] = scopes.able(viewer.org, Permission.WRITE_RECORD, on, team=team).filter(pk__in=members)
    return tuple(rows.order_by("sort_name", "pk").values_list("pk", "name"))


def _waiting(viewer: Viewer) -> QuerySet[CaseTransfer]:
    return CaseTransfer.objects.filter(
        org_id=viewer.org, decided_at__isnull=True, withdrawn_at__isnull=True, case__closed_at__isnull=True
    )


def _joined(rows: QuerySet[CaseTransfer]) -> QuerySet[CaseTransfer]:
    return rows.select_related("case__child", "from_team", "to_team", "proposed_by", "decided_by", "withdrawn_by")


def _view(row: CaseTransfer) -> TransferView:
    child, ended_by = row.case.child, row.decided_by or row.withdrawn_by
    return TransferView(
        row.pk, row.case_id, row.case.child_id, row.case.reference,
        f"{child.given_name} {child.family_name}".strip() if child else "", CaseType(row.case.case_type),
        row.from_team.name, row.to_team_id, row.to_team.name, row.due, row.worries, row.child_told, row.who_knows, row.why,
        row.proposed_by_id, row.proposed_by.name, row.proposed_at, ended_by.name if ended_by else "",
        row.decided_at or row.withdrawn_at, row.decided_why or row.withdrawn_why or "", row.accepted,
    )  # fmt: skip
