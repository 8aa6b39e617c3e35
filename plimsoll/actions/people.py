"""Teams, people, and what they are: all from a day until another, ended and never overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model, Q, QuerySet

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_people
from plimsoll.actions.cases import Refused
from plimsoll.actions.organisation import LONGEST_NAME, one_line, sort_name
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.people_file import ROLES, TEAM, PersonFault, PersonRow
from plimsoll.queries.people import is_alone
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker, WorkingPattern

Spell = TypeVar("Spell", bound=Model)

MOST_TEAMS = 200
WORKING_DAYS = 5
WEEK = 7
# What a role held in a team reaches is the team, and by the same role held in the whole organisation everything: nobody is
# given that by leaving a field empty.
NEEDS_TEAM = (Role.SUPERVISOR, Role.DUTY, Role.BUSINESS_SUPPORT)
IN_ALL = (
    Role.SERVICE_MANAGER,
    Role.SAFEGUARDING_LEAD,
    Role.ASSESSOR,
    Role.QUALITY_ASSURER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


# Whoever keeps people sees no cases; one click would otherwise show them all.
NOT_ONESELF = (
    "Nobody gives themselves a role or another team once others are or were here. Ask another administrator. Where there is "
    "none, add one, and let them in on the server: plimsoll sign-in-link."
)


@dataclass(frozen=True)
class Person:
    """Somebody to be added. `minutes` a week, or none where they are not known."""

    key: UUID
    name: str
    team: UUID | None = None
    roles: tuple[Role, ...] = ()
    minutes: int | None = None
    newly_qualified_until: date | None = None


@dataclass(frozen=True)
class Brought:
    """What a file of people came to: how many were added, changed, and were as they are already."""

    added: int
    changed: int
    same: int


def even_week(minutes: int) -> list[int]:
    """Minutes a week spread over Monday to Friday.

    >>> even_week(2220), even_week(1111)
    ([444, 444, 444, 444, 444, 0, 0], [223, 222, 222, 222, 222, 0, 0])
    """
    each, more = divmod(minutes, WORKING_DAYS)
    return [each + (day < more) for day in range(WORKING_DAYS)] + [0] * (WEEK - WORKING_DAYS)


# ---- teams ---------------------------------------------------------------------------------------------------------------


def add_teams(names: Iterable[str], *, by: Viewer, at: datetime) -> list[UUID]:
    """Adds teams by name, those that are there already left as they are; the ids of the new. Of a name that is written
    twice, in whatever letters, the first spelling counts. Whoever manages people; event TEAM_ADDED for each.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. Refused : no name at all, one too long, or too many.
    """
    check_can_manage_people(by)
    wanted: dict[str, str] = {}
    for name in filter(None, map(one_line, names)):
        wanted.setdefault(name.casefold(), name)
    if not wanted:
        raise Refused({"names": "Write the name of at least one team."})
    if len(wanted) > MOST_TEAMS:
        raise Refused({"names": f"Write at most {MOST_TEAMS} teams at a time; these are {len(wanted)}."})
    if long := [name for name in wanted.values() if len(name) > LONGEST_NAME]:
        raise Refused({"names": f"Write {LONGEST_NAME} characters or fewer; '{long[0][:40]} ...' has {len(long[0])}."})
    _one_at_a_time(by)
    there = {name.casefold() for name in _open_teams(by).values_list("name", flat=True)}
    return [_add_team(name, by, at) for key, name in wanted.items() if key not in there]


def work_alone(*, minutes: int, by: Viewer, at: datetime) -> None:
    """Makes a team of one of whoever asks, who holds its cases and supervises them. Events TEAM_ADDED, TEAM_CHANGED,
    ROLE_GIVEN twice, HOURS_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. Refused : they are in a team already, or not alone.
    """
    check_can_manage_people(by)
    _one_at_a_time(by)
    _check_not_oneself(by.worker, "hours", by)
    if _now(Membership, by, at).filter(worker_id=by.worker).exists():
        raise Refused(
            {"hours": "You are in a team already. Change your team and roles on your own page, under People."}
        )
    worker = Worker.objects.get(org_id=by.org, pk=by.worker)
    there = {row.name.casefold(): row.pk for row in _open_teams(by)}
    team = there.get(worker.name.casefold()) or _add_team(worker.name, by, at)
    _join(worker, team, by, at)
    for role in (Role.PRACTITIONER, Role.SUPERVISOR):
        _give(worker, role, team, by, at)
    _set_pattern(worker, even_week(minutes), by, at)


def _add_team(name: str, by: Viewer, at: datetime) -> UUID:
    team = Team.objects.create(org_id=by.org, name=name, opened_on=_day(at))
    record_event(by, Act.TEAM_ADDED, about_id=team.pk)
    return team.pk


# ---- people --------------------------------------------------------------------------------------------------------------


def add_worker(person: Person, *, by: Viewer, at: datetime) -> None:
    """Adds somebody from today, with their team, roles and hours. What is sent twice is written once. Whoever manages
    people; events PERSON_ADDED, and those of what they are given.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. Refused : no name or one that is there already, no such team, a role that
        needs a team without one.
    """
    check_can_manage_people(by)
    _one_at_a_time(by)
    person = replace(person, name=one_line(person.name))
    if Worker.objects.filter(org_id=by.org, pk=person.key).exists():
        return
    faults = {}
    if not person.name:
        faults["name"] = "Write their name."
    elif len(person.name) > LONGEST_NAME:
        faults["name"] = f"Write {LONGEST_NAME} characters or fewer."
    elif any(row.name.casefold() == person.name.casefold() for row in _here(by, at)):
        faults["name"] = "Somebody of this name is here already. Add a middle name, so that the two can be told apart."
    if person.team and not _open_teams(by).filter(pk=person.team).exists():
        faults["team"] = "Choose one of the teams that are there."
    if not person.team and (needing := [by.called(role) for role in person.roles if role in NEEDS_TEAM]):
        faults["team"] = f"Choose a team: {' and '.join(needing)} is held in one."
    if faults:
        raise Refused(faults)
    _add(person, by, at)


def _add(person: Person, by: Viewer, at: datetime) -> None:
    worker = Worker.objects.create(
        org_id=by.org,
        id=person.key,
        name=person.name,
        sort_name=sort_name(person.name),
        joined_on=_day(at),
        newly_qualified_until=person.newly_qualified_until,
    )
    record_event(by, Act.PERSON_ADDED, about_id=worker.pk)
    if person.team:
        _join(worker, person.team, by, at)
    for role in person.roles:
        _give(worker, role, None if role in IN_ALL else person.team, by, at)
    if person.minutes:
        _set_pattern(worker, even_week(person.minutes), by, at)


def give_role(
    worker: UUID,
    *,
    role: Role,
    team: UUID | None,
    begins: date | None = None,
    until: date | None = None,
    by: Viewer,
    at: datetime,
) -> None:
    """Gives somebody a role, in one team or (no team) in the whole organisation, from a day (none: today) to a last day
    (none: until it is ended). Before its day it allows nothing. Whoever manages people; event ROLE_GIVEN.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such worker. Refused : they hold it there on one of these days,
        the days cannot be, no such team, a role that is held in the whole organisation alone, or it is oneself.
    """
    check_can_manage_people(by)
    found = _worker(worker, by, at)
    _check_not_oneself(worker, "role", by)
    faults, first = {}, begins or _day(at)
    if team and role in IN_ALL:
        faults["team"] = f"The role of {by.called(role)} is held in the whole organisation."
    elif team and not _open_teams(by).filter(pk=team).exists():
        faults["team"] = "Choose one of the teams that are there."
    if first < _day(at):
        faults["begins"] = "This day is over. Write today, or a later day."
    to_date = None
    if until is not None and until < max(first, _day(at)):
        faults["until"] = "This is before the first day. Check both days."
    elif until is not None:
        to_date = until + timedelta(1)
    if not faults and (there := _overlapping(worker, role, team, first, to_date, by)):
        faults["role"] = f"{found.name} holds this role there already{_days_of(there)}."
    if faults:
        raise Refused(faults)
    _give(found, role, team, by, at, begins=first, to_date=to_date)


def _days_of(held: RoleHeld) -> str:
    """Since when and until when a role is held, where it ends by itself."""
    if held.to_date is None:
        return f", from {day_words(held.from_date)}"
    return f", {day_words(held.from_date)} to {day_words(held.to_date - timedelta(1))}. Choose other days, or end that first"


def end_role(worker: UUID, *, held: UUID, last: date | None = None, by: Viewer, at: datetime) -> None:
    """Ends a role after a last day; without one today, and one that is to come is taken back. Whoever manages people; event
    ROLE_ENDED.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such role is held or to come. Refused : the day cannot be, or
        nobody else stays an administrator.
    """
    check_can_manage_people(by)
    _worker(worker, by, at)
    row = _still(by, at).filter(pk=held, worker_id=worker).first()
    if row is None:
        raise NotThere
    on = _day(at) if last is None else last + timedelta(1)
    if last is not None and last < max(_day(at), row.from_date):
        raise Refused(
            {"last": "This day is over, or before the role begins. Write a later day, or none to end it now."}
        )
    if last is not None and row.to_date is not None and on >= row.to_date:
        ends = day_words(row.to_date - timedelta(1))
        raise Refused({"last": f"It ends on {ends} already. To have it go on, give it from the day after."})
    if row.role == Role.ADMINISTRATOR:
        _check_another_administrator(worker, max(on, row.from_date), by)
    _end_role(row, on, by, at)


def move_team(worker: UUID, *, team: UUID | None, by: Viewer, at: datetime) -> None:
    """Puts somebody into another team, or none, from today; the roles that they hold or are to hold in the old ones they
    hold in the new, on the same days. Cases stay where they are, with whoever holds them. Whoever manages people; event
    TEAM_CHANGED, and those of the roles.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such worker. Refused : no such team, they are in it already,
        or it is oneself.
    """
    check_can_manage_people(by)
    found = _worker(worker, by, at)
    _check_not_oneself(worker, "team", by)
    before = list(_now(Membership, by, at).filter(worker_id=worker))
    if team and not _open_teams(by).filter(pk=team).exists():
        raise Refused({"team": "Choose one of the teams that are there."})
    if {row.team_id for row in before} == ({team} if team else set()):
        raise Refused({"team": f"{found.name} is there already."})
    _move(found, team, before, by, at)


def _move(worker: Worker, team: UUID | None, before: Sequence[Membership], by: Viewer, at: datetime) -> None:
    old = {row.team_id for row in before}
    for row in before:
        if row.team_id != team:
            row.to_date = _day(at)
            row.save(update_fields=["to_date"])
    if team and team not in old:
        _join(worker, team, by, at)
    else:
        record_event(by, Act.TEAM_CHANGED, about_id=worker.pk)
    for held in list(_still(by, at).filter(worker_id=worker.pk, team_id__in=old - {team})):
        to_date = held.to_date
        _end_role(held, _day(at), by, at)
        if team:
            _carry(worker, Role(held.role), team, max(held.from_date, _day(at)), to_date, by, at)


def _carry(
    worker: Worker, role: Role, team: UUID, begins: date, to_date: date | None, by: Viewer, at: datetime
) -> None:
    """Gives in another team what was held, for the same days; what is held there on some of them goes on."""
    while there := _overlapping(worker.pk, role, team, begins, to_date, by):
        ends = None if there.to_date is None or to_date is None else max(there.to_date, to_date)
        if there.from_date > begins:  # it is to come: they hold it at once instead
            _end_role(there, there.from_date, by, at)
            to_date = ends
        elif there.to_date == ends:
            return
        else:
            begins = there.to_date or begins
    _give(worker, role, team, by, at, begins=begins, to_date=to_date)


def set_pattern(worker: UUID, *, minutes: Sequence[int], by: Viewer, at: datetime) -> None:
    """Says how many minutes somebody is contracted for on each day of the week, Monday first, from today. Whoever manages
    people; event HOURS_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such worker. Refused : no hours at all.
    """
    check_can_manage_people(by)
    found = _worker(worker, by, at)
    if not any(minutes):
        raise Refused({"hours": "Write how many hours a week they work."})
    _set_pattern(found, list(minutes), by, at)


def set_hours(minutes: Mapping[UUID, int], *, by: Viewer, at: datetime) -> int:
    """Says how many minutes a week each of some people is contracted for, from today, spread over Monday to Friday; those
    who work as much already are left, with the days on which they do. All of them or none; how many were changed. Whoever
    manages people; event HOURS_SET for each.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : somebody is not here. Refused : nothing is said that is new.
    """
    check_can_manage_people(by)
    _one_at_a_time(by)
    people = {row.pk: row for row in _here(by, at).filter(pk__in=minutes)}
    if set(people) != set(minutes):
        raise NotThere
    now = {row.worker_id: sum(row.minutes) for row in _now(WorkingPattern, by, at).filter(worker_id__in=minutes)}
    changed = {worker: said for worker, said in minutes.items() if said and now.get(worker) != said}
    if not changed:
        raise Refused({"people": "Nobody's hours are different from what stands. Write them, or go back."})
    for worker, said in changed.items():
        _set_pattern(people[worker], even_week(said), by, at)
    return len(changed)


def record_leaving(worker: UUID, *, by: Viewer, at: datetime) -> None:
    """Records that somebody is here no longer, from today: their roles, team and hours end, and each case that they hold
    goes to the unallocated queue, where it is watched. Whoever manages people; events PERSON_LEFT and, by the product,
    CASE_FREED for each case: whoever manages people does not learn of cases.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such worker. Refused : it is oneself, or nobody else stays an
        administrator.
    """
    check_can_manage_people(by)
    found = _worker(worker, by, at)
    if worker == by.worker:
        raise Refused({"worker": "You cannot record your own leaving. Ask another administrator."})
    today = _day(at)
    roles = list(_still(by, at).filter(worker_id=worker))
    if any(held.role == Role.ADMINISTRATOR for held in roles):
        _check_another_administrator(worker, today, by)
    for held in roles:
        _end_role(held, today, by, at)
    for kind in (Membership, WorkingPattern):
        for row in _now(kind, by, at).filter(worker_id=worker):
            row.to_date = today
            row.save(update_fields=["to_date"])
    found.left_on = today
    found.save(update_fields=["left_on"])
    record_event(by, Act.PERSON_LEFT, about_id=worker)
    _free_cases(worker, by, at)


def _free_cases(worker: UUID, by: Viewer, at: datetime) -> None:
    """A child is never lost: the product itself does it, from whom no case is hidden."""
    with acting(by.org, None, "the worker left"):
        product = Viewer(by.org, by.worker, by.name)
        spells = Allocation.objects.filter(org_id=by.org, worker_id=worker, to_at__isnull=True).order_by("case_id")
        children = dict(
            Case.objects.filter(org_id=by.org, pk__in=spells.values("case_id")).values_list("pk", "child_id")
        )
        for spell in spells.select_for_update():
            spell.to_at, spell.ended_by_id, spell.ended_why = max(at, spell.from_at), by.worker, "Their worker left."
            spell.save(update_fields=["to_at", "ended_by_id", "ended_why"])
            record_event(
                product, Act.CASE_FREED, case_id=spell.case_id, child_id=children[spell.case_id], about_id=spell.pk
            )


# ---- people by file ------------------------------------------------------------------------------------------------------


def file_faults(people: Sequence[PersonRow], *, by: Viewer, at: datetime) -> list[PersonFault]:
    """What is wrong with people of a file that the file alone does not show: teams that are not there, roles without one,
    and what somebody would give to themselves."""
    check_can_manage_people(by)
    open_teams = list(_open_teams(by))
    names = {row.name.casefold(): row.name for row in open_teams}
    teams = {row.name.casefold(): row.pk for row in open_teams}
    placed = _teams_of(by, at)
    here = {row.name.casefold(): row.pk for row in _here(by, at)}
    faults = []
    for person in people:
        if person.team and person.team.casefold() not in names:
            near = get_close_matches(person.team, names.values(), n=1)
            hint = f"Did you mean '{near[0]}'?" if near else "Add the team first, or correct the name."
            faults.append(PersonFault(person.row, TEAM, f"There is no team '{person.team}'. {hint}"))
        known = here.get(person.name.casefold())
        if not person.team and not (known and placed.get(known)):
            faults += [
                PersonFault(person.row, TEAM, f"Write a team: {by.called(role)} is held in one.")
                for role in person.roles
                if role in NEEDS_TEAM
            ]
        if person.name and known is None and not person.roles:
            faults.append(PersonFault(person.row, ROLES, "Write at least one role: without one they can see nothing."))
        if known == by.worker and (field := _more_for_oneself(person, teams, by, at)):
            faults.append(PersonFault(person.row, field, NOT_ONESELF))
    return faults


def _more_for_oneself(person: PersonRow, teams: Mapping[str, UUID], by: Viewer, at: datetime) -> str:
    """The column in which a row on oneself says more than one is already; nothing where it may, or does not."""
    if is_alone(by):
        return ""
    mine = [row.team_id for row in _now(Membership, by, at).filter(worker_id=by.worker)]
    team = teams.get(person.team.casefold())
    if team and set(mine) != {team}:
        return TEAM
    held = set(_now(RoleHeld, by, at).filter(worker_id=by.worker).values_list("role", "team_id"))
    place = team or (mine[0] if mine else None)
    return ROLES if {(role, None if role in IN_ALL else place) for role in person.roles} - held else ""


def bring_people(people: Sequence[PersonRow], *, by: Viewer, at: datetime) -> Brought:
    """Brings in people of a file that has no faults. Who is not here is added; who is, by name, is changed from today
    where the file says otherwise. Nobody is taken away, and an empty cell changes nothing. All of it or
    nothing; events as by hand.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. Refused : the file has faults now, as somebody changed the teams meanwhile.
    """
    check_can_manage_people(by)
    _one_at_a_time(by)
    if faults := file_faults(people, by=by, at=at):
        raise Refused({"file": f"Row {faults[0].row}: {faults[0].says}"})
    teams = {row.name.casefold(): row.pk for row in _open_teams(by)}
    here = {row.name.casefold(): row for row in _here(by, at)}
    added = changed = 0
    for row in people:
        team, known = teams.get(row.team.casefold()), here.get(row.name.casefold())
        if known is None:
            _add(Person(uuid4(), row.name, team, row.roles, row.minutes, row.newly_qualified_until), by, at)
            added += 1
        else:
            changed += _changed(known, row, team, by, at)
    return Brought(added, changed, len(people) - added - changed)


def _changed(worker: Worker, row: PersonRow, team: UUID | None, by: Viewer, at: datetime) -> bool:
    """Whether anything of somebody who is here had to be changed."""
    before = list(_now(Membership, by, at).filter(worker_id=worker.pk))
    moves = team is not None and {one.team_id for one in before} != {team}
    if moves:
        _move(worker, team, before, by, at)
    place = team or (before[0].team_id if before else None)
    given = [_give(worker, role, None if role in IN_ALL else place, by, at) for role in row.roles]
    pattern = _now(WorkingPattern, by, at).filter(worker_id=worker.pk).first()
    hours = row.minutes is not None and (pattern is None or sum(pattern.minutes) != row.minutes)
    if hours and row.minutes:
        _set_pattern(worker, even_week(row.minutes), by, at)
    until = row.newly_qualified_until is not None and worker.newly_qualified_until != row.newly_qualified_until
    if until:
        worker.newly_qualified_until = row.newly_qualified_until
        worker.save(update_fields=["newly_qualified_until"])
        said = str(row.newly_qualified_until)
        record_event(by, Act.HOURS_SET, about_id=worker.pk, detail={"newly_qualified_until": said})
    return moves or any(given) or hours or until


# ---- what all of them rest on --------------------------------------------------------------------------------------------


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _one_at_a_time(by: Viewer) -> None:
    """Two administrators at once wait for each other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"people of {by.org}"])


def _open_teams(by: Viewer) -> QuerySet[Team]:
    return Team.objects.filter(org_id=by.org, closed_on__isnull=True)


def _here(by: Viewer, at: datetime) -> QuerySet[Worker]:
    return Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=_day(at)), org_id=by.org)


def _worker(worker: UUID, by: Viewer, at: datetime) -> Worker:
    """Somebody who is here. From here on two administrators wait for each other."""
    _one_at_a_time(by)
    found = _here(by, at).filter(pk=worker).first()
    if found is None:
        raise NotThere
    return found


def _now(model: type[Spell], by: Viewer, at: datetime) -> QuerySet[Spell]:
    """Spells of a table that hold today."""
    today = _day(at)
    return model._default_manager.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=today), org_id=by.org, from_date__lte=today
    ).order_by("from_date", "pk")


def _teams_of(by: Viewer, at: datetime) -> dict[UUID, UUID]:
    return dict(_now(Membership, by, at).values_list("worker_id", "team_id"))


def _join(worker: Worker, team: UUID, by: Viewer, at: datetime) -> None:
    Membership.objects.create(org_id=by.org, worker_id=worker.pk, team_id=team, from_date=_day(at))
    record_event(by, Act.TEAM_CHANGED, about_id=worker.pk, detail={"team": str(team)})


def _overlapping(
    worker: UUID, role: Role, team: UUID | None, begins: date, to_date: date | None, by: Viewer
) -> RoleHeld | None:
    """The first spell in which somebody holds a role there on one of these days."""
    rows = RoleHeld.objects.filter(scopes.still(begins), org_id=by.org, worker_id=worker, role=role, team_id=team)
    return (rows if to_date is None else rows.filter(from_date__lt=to_date)).order_by("from_date", "pk").first()


def _still(by: Viewer, at: datetime) -> QuerySet[RoleHeld]:
    """Roles that are held today, or are to come and were not taken back."""
    return RoleHeld.objects.filter(scopes.still(_day(at)), org_id=by.org).order_by("from_date", "pk")


def _give(
    worker: Worker,
    role: Role,
    team: UUID | None,
    by: Viewer,
    at: datetime,
    *,
    begins: date | None = None,
    to_date: date | None = None,
) -> bool:
    """Whether it was given: not where they hold it there on one of these days already."""
    first = begins or _day(at)
    if _overlapping(worker.pk, role, team, first, to_date, by):
        return False
    RoleHeld.objects.create(
        org_id=by.org,
        worker_id=worker.pk,
        team_id=team,
        role=role,
        from_date=first,
        to_date=to_date,
        given_by_id=by.worker,
        given_at=at,
    )
    detail = {"role": role.value} | ({"team": str(team)} if team else {}) | _spell_detail(first, to_date, at)
    record_event(by, Act.ROLE_GIVEN, about_id=worker.pk, detail=detail)
    return True


def _spell_detail(begins: date, to_date: date | None, at: datetime) -> dict[str, str]:
    """The days of a role that begins later than today, or ends by itself."""
    from_day = {} if begins == _day(at) else {"from": str(begins)}
    return from_day | ({} if to_date is None else {"until": str(to_date - timedelta(1))})


def _end_role(row: RoleHeld, on: date, by: Viewer, at: datetime) -> None:
    """From a day on they hold it no longer; what is to come on that day is taken back."""
    row.to_date, row.ended_by_id, row.ended_at = max(on, row.from_date), by.worker, at
    row.save(update_fields=["to_date", "ended_by_id", "ended_at"])
    later = {} if row.to_date <= _day(at) else {"until": str(row.to_date - timedelta(1))}
    record_event(by, Act.ROLE_ENDED, about_id=row.worker_id, detail={"role": row.role} | later)


def _check_not_oneself(worker: UUID, field: str, by: Viewer) -> None:
    if worker == by.worker and not is_alone(by):
        raise Refused({field: NOT_ONESELF})


def _check_another_administrator(worker: UUID, on: date, by: Viewer) -> None:
    """Somebody else is one from a day on, without a last day: so at no time nobody is."""
    others = RoleHeld.objects.filter(org_id=by.org, role=Role.ADMINISTRATOR, to_date__isnull=True, from_date__lte=on)
    gone = Q(worker__left_on__isnull=False)
    if not others.exclude(worker_id=worker).exclude(gone).exists():
        raise Refused(
            {
                "role": "Nobody else stays an administrator after that. Give the role to somebody else first, without a "
                "last day, or nobody could keep people."
            }
        )


def _set_pattern(worker: Worker, minutes: list[int], by: Viewer, at: datetime) -> None:
    for row in _now(WorkingPattern, by, at).filter(worker_id=worker.pk):
        row.to_date = _day(at)
        row.save(update_fields=["to_date"])
    WorkingPattern.objects.create(org_id=by.org, worker_id=worker.pk, from_date=_day(at), minutes=minutes)
    record_event(by, Act.HOURS_SET, about_id=worker.pk, detail={"minutes": sum(minutes)})
