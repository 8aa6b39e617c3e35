"""Which rows a viewer may see: the only place. Behind it the database hides other organisations and restricted cases."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet

from plimsoll.core.access import Permission, Reach, Reached, Viewer, grants
from plimsoll.core.terms import Role
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker


def cases(viewer: Viewer, permission: Permission = Permission.SEE_CASE) -> QuerySet[Case]:
    """Cases within the viewer's reach by a permission, open and closed. One's own are those one holds now; a restricted
    case on which one is named is within reach of whatever one's roles reach anywhere."""
    reached = viewer.reach(permission)
    rows = Case.objects.filter(org_id=viewer.org)
    if reached.everything:
        return rows
    return rows.filter(_Within(reached, viewer.worker))


def allowed(viewer: Viewer, permissions: Iterable[Permission], ids: Iterable[UUID]) -> dict[Permission, set[UUID]]:
    """Of some cases those within reach by each permission. One query for each way of reaching: two permissions that reach
    equally far are asked for once."""
    asked, found = list(ids), {}
    known: dict[Reached, set[UUID]] = {}
    for permission in permissions:
        reached = viewer.reach(permission)
        if reached not in known:
            known[reached] = _within(viewer, permission, asked) if reached else set()
        found[permission] = known[reached]
    return found


def _within(viewer: Viewer, permission: Permission, ids: list[UUID]) -> set[UUID]:
    mine, params = condition(viewer, "c", permission)
    with connection.cursor() as cursor:
        cursor.execute(REACHED.format(mine=mine), [viewer.org, ids, *params])
        return {key for (key,) in cursor.fetchall()}


REACHED = "SELECT c.id FROM records_case c WHERE c.org_id = %s AND c.id = ANY(%s::uuid[]) AND {mine}"


def condition(viewer: Viewer, case: str, permission: Permission = Permission.SEE_CASE) -> tuple[str, list[Any]]:
    """What `cases` asks of a case, with its values, for a statement that is written out; `case` is its name there."""
    reached = viewer.reach(permission)
    if reached.everything or not reached:
        return ("true" if reached.everything else "false"), []
    return _within_sql(reached, case), _values(reached, viewer.worker)


# A name says to which case, a role says what may be done to it.
WITHIN = """({case}.team_id = ANY(%s::uuid[])
    OR EXISTS (SELECT FROM records_allocation a
               WHERE a.org_id = {case}.org_id AND a.case_id = {case}.id AND a.to_at IS NULL
                 AND a.worker_id = ANY(%s::uuid[]))
    OR EXISTS (SELECT FROM records_namedperson n
               WHERE n.org_id = {case}.org_id AND n.case_id = {case}.id AND n.worker_id = %s AND n.to_at IS NULL))"""
# And what stands with somebody for the time being. Apart, as it is nothing for nearly everybody.
WITHIN_OR_ONE = f"({WITHIN} OR {{case}}.id = ANY(%s::uuid[]))"


def _values(reached: Reached, worker: UUID) -> list[Any]:
    return [sorted(reached.teams), sorted(reached.workers), worker, *([sorted(reached.cases)] if reached.cases else [])]


def _within_sql(reached: Reached, case: str) -> str:
    return (WITHIN_OR_ONE if reached.cases else WITHIN).format(case=case)


class _Within(Func):
    """Whether a case is within reach. Asked several times on every page, so it is written out: Django took longer to put the
    same together than the database to answer it."""

    output_field = BooleanField()

    def __init__(self, reached: Reached, worker: UUID) -> None:
        super().__init__(F("pk"))
        self.reached, self.values = reached, _values(reached, worker)

    def as_sql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list[Any]]:
        """The condition, for the case by whatever name the statement has it; who reaches nothing asks for nothing."""
        if not self.reached:
            raise EmptyResultSet
        key, _ = compiler.compile(self.source_expressions[0])
        return _within_sql(self.reached, key.rpartition(".")[0]), list(self.values)


def here(org: UUID, on: date) -> QuerySet[Worker]:
    """Everyone who works in an organisation on a day."""
    return Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=org, joined_on__lte=on)


def able(org: UUID, permission: Permission, on: date, *, team: UUID | None = None) -> QuerySet[Worker]:
    """People who work here on a day and hold a role with a permission; with `team`, those only to whom a case of that
    team would be within reach once they held it."""
    roles = {role: reach for role in Role if (reach := grants(role).get(permission)) is not None}
    held = RoleHeld.objects.filter(org_id=org, worker_id=OuterRef("pk"), role__in=roles, from_date__lte=on).filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on)
    )
    if team is not None:
        anywhere = [role for role, reach in roles.items() if reach is not Reach.TEAM]
        held = held.filter(Q(role__in=anywhere) | Q(team_id=team) | Q(team_id__isnull=True))
    return here(org, on).filter(Exists(held))


def able_in(org: UUID, permission: Permission, on: date) -> dict[UUID | None, set[UUID]]:
    """People who work here on a day and hold a role with a permission that reaches beyond their own cases, by the team whose
    cases it reaches; under None those whose role reaches every team's. One query."""
    roles = {role: reach for role in Role if (reach := grants(role).get(permission)) in (Reach.TEAM, Reach.ALL)}
    held = RoleHeld.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), org_id=org, from_date__lte=on)
    here = Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    found: dict[UUID | None, set[UUID]] = {}
    for worker, team, role in held.filter(here, role__in=roles).values_list("worker_id", "team_id", "role"):
        found.setdefault(team if roles[Role(role)] is Reach.TEAM else None, set()).add(worker)
    return found


def out_of_sight(org: UUID, on: date) -> list[tuple[UUID, str, bool, int]]:
    """Open cases of teams in which no role but that of their worker reaches them on a day: team, its name, whether somebody
    who can see them holds them, and how many. It names no case, so it is the same whoever asks. At most two queries."""
    reached = able_in(org, Permission.SEE_CASE, on)
    if None in reached:
        return []
    seen = Allocation.objects.filter(
        org_id=org, case_id=OuterRef("pk"), to_at__isnull=True, worker__in=able(org, Permission.SEE_CASE, on)
    )
    rows = Case.objects.filter(org_id=org, closed_at__isnull=True).exclude(team_id__in=[key for key in reached if key])
    counted = rows.annotate(seen=Exists(seen)).values_list("team_id", "team__name", "seen").annotate(count=Count("pk"))
    return list(counted.order_by("team__name", "team_id", "seen"))


def lost(org: UUID, on: date) -> tuple[int, int]:
    """How many open cases stand in a team that is closed, and how many are held by somebody who has left. Two queries."""
    still = Case.objects.filter(org_id=org, closed_at__isnull=True)
    gone = Allocation.objects.filter(org_id=org, case_id=OuterRef("pk"), to_at__isnull=True, worker__left_on__lte=on)
    return still.filter(team__closed_on__lte=on).count(), still.filter(Exists(gone)).count()


def seen_by_nobody(on: date) -> int:
    """How many open cases of the organisation of the context are restricted to people of whom none works here with a role
    that sees cases. The database counts, as they are hidden from whoever asks; it names none. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_lost_cases(%s, %s)", [roles_seeing(), on])
        (found,) = cursor.fetchone()
    return int(found)


def lost_restrictions(on: date) -> list[UUID]:
    """The restrictions of these cases, by ids that say nothing of any of them. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_lost_restrictions(%s, %s)", [roles_seeing(), on])
        return sorted(key for (key,) in cursor.fetchall())


def name_again(asked: UUID, on: date) -> bool:
    """Names, on the restricted case that a row of `NamingAsk` is about, whom two people agreed on; the event stands on the
    case. Whether it did: not where somebody sees the case again, or the viewer is not who agreed. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_name_again(%s, %s, %s)", [asked, roles_seeing(), on])
        (done,) = cursor.fetchone()
    return bool(done)


def forget_address(protection: UUID) -> None:
    """Empties in the history what the viewer has just protected. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_forget_address(%s)", [protection])


def address_lost(protection: UUID, on: date) -> bool:
    """Whether nobody who may read a protected address works here any more; who they were stays unsaid. One query."""
    reading = sorted(role.value for role in Role if Permission.READ_RECORD in grants(role))
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_address_lost(%s, %s, %s)", [protection, reading, on])
        (found,) = cursor.fetchone()
    return bool(found)


def open_in_team(team: UUID) -> int:
    """How many open cases stand in a team, also those that are restricted to others: the number alone. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_open_in_team(%s)", [team])
        (found,) = cursor.fetchone()
    return int(found)


def belonging(org: UUID, team: UUID, on: date) -> list[tuple[UUID, str]]:
    """Who belongs to a team on a day or later, of those who have not left by then: id and name. One query."""
    rows = Membership.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on),
        Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on),
        org_id=org,
        team_id=team,
    )
    return list(rows.order_by("worker__sort_name", "pk").values_list("worker_id", "worker__name"))


def roles_seeing() -> list[str]:
    """The roles that see cases."""
    return sorted(role.value for role in Role if Permission.SEE_CASE in grants(role))


def homes(org: UUID, on: date) -> dict[UUID, UUID]:
    """The open team of each worker on a day, by worker: the one that they joined first. One query."""
    rows = members(org, on).filter(team__closed_on__isnull=True).order_by(F("from_date").desc(), "pk")
    return dict(rows.values_list("worker_id", "team_id"))


def teams(viewer: Viewer, permission: Permission) -> QuerySet[Team]:
    """Open teams within the viewer's reach by a permission."""
    reached = viewer.reach(permission)
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True)
    return rows if reached.everything else rows.filter(pk__in=reached.teams)


def still(on: date) -> Q:
    """Spells that hold on a day or a later one; of those to come none that was taken back before it began."""
    return Q(to_date__isnull=True) | (Q(to_date__gt=on) & Q(to_date__gt=F("from_date")))


class Colleague(NamedTuple):
    """What is read of a worker within reach."""

    pk: UUID
    name: str
    newly_qualified_until: date | None


def workers(viewer: Viewer, permission: Permission, ids: Iterable[UUID], on: date) -> dict[UUID, Colleague]:
    """Of some workers those within the viewer's reach by a permission on a day: whose cases count as own, and who belongs to
    the teams. One query."""
    reached = viewer.reach(permission)
    with connection.cursor() as cursor:
        cursor.execute(
            WORKERS, [viewer.org, list(ids), reached.everything, sorted(reached.workers), sorted(reached.teams), on, on]
        )
        return {row[0]: Colleague(*row) for row in cursor.fetchall()}


WORKERS = """
    SELECT w.id, w.name, w.newly_qualified_until FROM records_worker w
    WHERE w.org_id = %s AND w.id = ANY(%s::uuid[]) AND (%s OR w.id = ANY(%s::uuid[]) OR EXISTS (
        SELECT FROM records_membership m
        WHERE m.org_id = w.org_id AND m.worker_id = w.id AND m.team_id = ANY(%s::uuid[])
          AND m.from_date <= %s AND (m.to_date IS NULL OR m.to_date > %s)))
"""


def members(org: UUID, on: date) -> QuerySet[Membership]:
    """Who belongs to which team on a day."""
    return Membership.objects.filter(org_id=org, from_date__lte=on).filter(Q(to_date__isnull=True) | Q(to_date__gt=on))


def holding(org: UUID, role: Role, on: date, workers: list[UUID]) -> set[UUID]:
    """Those of some workers who hold a role on a day, wherever."""
    rows = RoleHeld.objects.filter(org_id=org, role=role, worker_id__in=workers, from_date__lte=on)
    return set(rows.filter(Q(to_date__isnull=True) | Q(to_date__gt=on)).values_list("worker_id", flat=True))


def practising(org: UUID, role: Role, on: date) -> QuerySet[RoleHeld]:
    """Ids of workers who hold a role on a day, to look among."""
    rows = RoleHeld.objects.filter(org_id=org, role=role, from_date__lte=on)
    return rows.filter(Q(to_date__isnull=True) | Q(to_date__gt=on)).values("worker_id")


def held_by(org: UUID, rows: QuerySet[Case], workers: list[UUID]) -> dict[UUID, int]:
    """How many of some cases each worker holds now."""
    spells = Allocation.objects.filter(
        org_id=org, to_at__isnull=True, worker_id__in=workers, case_id__in=rows.values("pk")
    )
    return dict(spells.values_list("worker_id").annotate(count=Count("pk")))


def unheld(org: UUID, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of some cases that nobody holds now."""
    return rows.exclude(Exists(Allocation.objects.filter(org_id=org, case_id=OuterRef("pk"), to_at__isnull=True)))
