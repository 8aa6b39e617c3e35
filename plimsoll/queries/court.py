"""Court work of one case, for those who may read its record: legal status, dates, what became of each."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.terms import CourtEnd, CourtKind, LegalStatusKind, Owner
from plimsoll.queries.facts.court import COURT, LEGAL
from plimsoll.records import scopes
from plimsoll.records.models.court import CourtDate, LegalStatus


@dataclass(frozen=True)
class Dated:
    """One date of court work. varied : an order gave another day, and why; ended_how : None while it is still asked for."""

    id: UUID
    kind: CourtKind
    what: str
    due_at: datetime
    time_known: bool
    ordered_on: date
    court: str
    owner: Owner
    by: str
    at: datetime
    varied: str
    ended_how: CourtEnd | None
    ended_on: date | None
    ended_why: str
    ended_by: str

    @property
    def key(self) -> str:
        """What its due item is called."""
        return f"{COURT}{self.id}"

    @property
    def open(self) -> bool:
        """Whether it is neither varied, nor done, nor discharged."""
        return self.ended_how is None and not self.varied


@dataclass(frozen=True)
class Status:
    """One legal status. to_date : None while it holds."""

    id: UUID
    kind: LegalStatusKind
    from_date: date
    expires_on: date | None
    court: str
    note: str
    by: str
    to_date: date | None
    ended_why: str
    ended_by: str

    @property
    def key(self) -> str:
        """What the due item of its end is called."""
        return f"{LEGAL}{self.id}"


@dataclass(frozen=True)
class CourtWork:
    """What stands on a case of court work: dates by day, and statuses, the latest first."""

    dates: tuple[Dated, ...]
    statuses: tuple[Status, ...]

    @property
    def now(self) -> tuple[Status, ...]:
        """The statuses that hold."""
        return tuple(one for one in self.statuses if one.to_date is None)


def get_court_work(viewer: Viewer, case: UUID) -> CourtWork:
    """Court work of a case, of which nothing is told to who may not read it. Two queries."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    rows = list(
        CourtDate.objects.filter(org_id=viewer.org, case_id__in=reads)
        .select_related("written_by", "ended_by")
        .order_by("due_at", "written_at", "pk")
    )
    varied = {row.replaces_id: row.varied_why or "" for row in rows if row.replaces_id}
    statuses = LegalStatus.objects.filter(org_id=viewer.org, case_id__in=reads)
    return CourtWork(
        tuple(
            Dated(
                row.pk, CourtKind(row.kind), row.what, row.due_at, row.time_known, row.ordered_on, row.court,
                Owner(row.owner), row.written_by.name, row.written_at, varied.get(row.pk, ""),
                CourtEnd(row.ended_how) if row.ended_how else None, row.ended_on, row.ended_why or "",
                row.ended_by.name if row.ended_by else "",
            )
            for row in rows
        ),
        tuple(
            Status(
                row.pk, LegalStatusKind(row.kind), row.from_date, row.expires_on, row.court, row.note,
                row.written_by.name, row.to_date, row.ended_why or "", row.ended_by.name if row.ended_by else "",
            )
            for row in statuses.select_related("written_by", "ended_by").order_by("-from_date", "pk")
        ),
    )  # fmt: skip
