"""Who may do what: every permission, every role, and how far each role reaches. The only place where this is written.

A role is held in one team or in the whole organisation. A permission reaches one's own cases, the cases of the teams the
role is held in, or all of the organisation's. What reaches nothing is not there: there is no role above the rules, and a
restricted case is for the people named on it, whatever their role.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from uuid import UUID

from plimsoll.core.emergency import NOTHING, EmergencyRules
from plimsoll.core.terms import CLOSING, Matter, Role, Term


class NotThere(Exception):
    """Nothing of the kind is there for this viewer: it does not exist, or is not theirs to know of. Nobody learns which."""


class NotAllowed(Exception):
    """The viewer may know of it, and may not do this; the message says why and whom to ask."""


class Permission(Term):
    """One thing that somebody may do."""

    SEE_CASE = "SEE_CASE"
    READ_RECORD = "READ_RECORD"
    WRITE_RECORD = "WRITE_RECORD"
    EXPORT_CASES = "EXPORT_CASES"
    ALLOCATE = "ALLOCATE"
    TRIAGE = "TRIAGE"
    RESTRICT = "RESTRICT"
    SEE_LOAD = "SEE_LOAD"
    SEE_AUDIT = "SEE_AUDIT"
    MANAGE_PEOPLE = "MANAGE_PEOPLE"
    MANAGE_SETTINGS = "MANAGE_SETTINGS"
    IMPORT = "IMPORT"
    CLOSE_CASE = "CLOSE_CASE"
    ADD_CASE = "ADD_CASE"
    COUNTERSIGN = "COUNTERSIGN"
    LOOK_BACK = "LOOK_BACK"
    ORDER_BLIND = "ORDER_BLIND"
    SEE_DRAFTS = "SEE_DRAFTS"
    TAKE_IN = "TAKE_IN"
    REVIEW_REMOVALS = "REVIEW_REMOVALS"
    EXPORT_RECORD = "EXPORT_RECORD"

    @property
    def says(self) -> str:
        """What it allows, as a manager reads it."""
        return _PERMISSIONS[self]


class Reach(IntEnum):
    """How far a permission reaches."""

    OWN = 1
    TEAM = 2
    ALL = 3

    @property
    def says(self) -> str:
        """The reach in words.

        >>> Reach.TEAM.says
        'their team'
        """
        return {Reach.OWN: "their own", Reach.TEAM: "their team", Reach.ALL: "the whole organisation"}[self]


_PERMISSIONS = {
    Permission.SEE_CASE: "know that a case is there: who it is about, who holds it, what is due and where it stands",
    Permission.READ_RECORD: "read what is written on a case: what happened, judgements, notes",
    Permission.WRITE_RECORD: "write on a case: what happened, judgements, notes",
    Permission.EXPORT_CASES: "take a list of cases out as a file",
    Permission.ALLOCATE: "give a case to a worker, or take it back",
    Permission.TRIAGE: "judge what has just come in, and decide what becomes of it",
    Permission.RESTRICT: "restrict a case to named people, and lift it again; only those named on it can lift it",
    Permission.SEE_LOAD: "see a worker's load line with its parts",
    Permission.SEE_AUDIT: "see who did what, and who looked at which child",
    Permission.MANAGE_PEOPLE: "add people and teams, give and end roles",
    Permission.MANAGE_SETTINGS: "settle timescales, criteria, schemes and the calendar",
    Permission.IMPORT: "bring files in, and see what they hold",
    Permission.CLOSE_CASE: "close a case",
    Permission.ADD_CASE: "put a case on record",
    Permission.COUNTERSIGN: "countersign that a case is placed lower than the order of work has it; extend or stop a clock; "
    "never for oneself",
    Permission.LOOK_BACK: "see a caseload as it stood at any past moment, and who had been shown what of its cases",
    Permission.ORDER_BLIND: "order invented cases blind, to try how far people and the criteria agree",
    Permission.SEE_DRAFTS: "read drafts of the criteria, and what each would do to the caseloads that they may see",
    Permission.TAKE_IN: "take in what comes from outside about a case: a call, a notification, a letter",
    Permission.REVIEW_REMOVALS: "hold a record for an inquiry, claim or complaint; where its time is over, ask for its "
    "removal or agree to it, never both",
    Permission.EXPORT_RECORD: "prepare and release a copy of a child's whole record for those who may ask for one",
}

COMING: frozenset[Permission] = frozenset()
"""Permissions that no page asks for yet. They stand in the roles, as whoever gives a role gives them with it; people are
told that they are still to come."""

_CASEWORK = {
    Permission.SEE_CASE: Reach.OWN,
    Permission.READ_RECORD: Reach.OWN,
    Permission.WRITE_RECORD: Reach.OWN,
    Permission.EXPORT_CASES: Reach.OWN,
    Permission.ADD_CASE: Reach.OWN,
    Permission.SEE_LOAD: Reach.OWN,
    Permission.LOOK_BACK: Reach.OWN,
    Permission.TAKE_IN: Reach.OWN,
}
_OWN_LOAD = {Permission.SEE_LOAD: Reach.OWN}

_ROLES: Mapping[Role, tuple[str, Mapping[Permission, Reach]]] = {
    Role.PRACTITIONER: ("Holds cases and does the work on them. Sees these cases and no others.", _CASEWORK),
    Role.SUPERVISOR: (
        "Answers for a team: its cases, its people's load, who holds what.",
        {
            Permission.SEE_CASE: Reach.TEAM,
            Permission.READ_RECORD: Reach.TEAM,
            Permission.WRITE_RECORD: Reach.TEAM,
            Permission.EXPORT_CASES: Reach.TEAM,
            Permission.ALLOCATE: Reach.TEAM,
            Permission.TRIAGE: Reach.TEAM,
            Permission.RESTRICT: Reach.TEAM,
            Permission.SEE_LOAD: Reach.TEAM,
            Permission.CLOSE_CASE: Reach.TEAM,
            Permission.ADD_CASE: Reach.TEAM,
            Permission.COUNTERSIGN: Reach.TEAM,
            Permission.LOOK_BACK: Reach.TEAM,
            Permission.ORDER_BLIND: Reach.OWN,
            Permission.SEE_DRAFTS: Reach.TEAM,
            Permission.TAKE_IN: Reach.TEAM,
        },
    ),
    Role.DUTY: (
        "Takes what comes in, and stands in on a team's cases while their worker is away.",
        {
            Permission.SEE_CASE: Reach.TEAM,
            Permission.READ_RECORD: Reach.TEAM,
            Permission.WRITE_RECORD: Reach.TEAM,
            Permission.TRIAGE: Reach.TEAM,
            Permission.ADD_CASE: Reach.TEAM,
            Permission.SEE_LOAD: Reach.OWN,
            Permission.TAKE_IN: Reach.TEAM,
        },
    ),
    Role.BUSINESS_SUPPORT: (
        "Keeps dates, absence and letters of a team in order, and takes in what comes. Reads no notes, and never triages.",
        {Permission.SEE_CASE: Reach.TEAM, Permission.TAKE_IN: Reach.TEAM, **_OWN_LOAD},
    ),
    Role.SERVICE_MANAGER: (
        "Answers for several teams: capacity, escalations, whether the way of working works.",
        {
            Permission.SEE_CASE: Reach.ALL,
            Permission.READ_RECORD: Reach.ALL,
            Permission.EXPORT_CASES: Reach.ALL,
            Permission.ALLOCATE: Reach.ALL,
            Permission.RESTRICT: Reach.ALL,
            Permission.SEE_LOAD: Reach.ALL,
            Permission.IMPORT: Reach.ALL,
            Permission.CLOSE_CASE: Reach.ALL,
            Permission.ADD_CASE: Reach.ALL,
            Permission.COUNTERSIGN: Reach.ALL,
            Permission.ORDER_BLIND: Reach.OWN,
            Permission.SEE_DRAFTS: Reach.ALL,
            Permission.TAKE_IN: Reach.ALL,
            Permission.REVIEW_REMOVALS: Reach.ALL,
            Permission.EXPORT_RECORD: Reach.ALL,  # a copy goes over a child's cases in every team
        },
    ),
    Role.SAFEGUARDING_LEAD: (
        "Takes every safeguarding concern that is raised, sees that it is answered, and may ask why somebody looked.",
        {
            Permission.SEE_CASE: Reach.ALL,
            Permission.READ_RECORD: Reach.ALL,
            Permission.WRITE_RECORD: Reach.ALL,
            Permission.RESTRICT: Reach.ALL,
            Permission.SEE_AUDIT: Reach.ALL,
            Permission.TAKE_IN: Reach.ALL,
            Permission.REVIEW_REMOVALS: Reach.ALL,
            Permission.EXPORT_RECORD: Reach.ALL,
            **_OWN_LOAD,
        },
    ),
    Role.LEARNER: ("Gathers evidence for the unit out of their own work. Sees no more cases for it.", {}),
    Role.ASSESSOR: ("Observes learners and decides on evidence, in which no child can be known again.", {}),
    Role.QUALITY_ASSURER: ("Samples what assessors decided, in which no child can be known again.", {}),
    Role.AUDITOR: (
        "Looks into any past decision, and who saw what. Changes nothing.",
        {
            Permission.SEE_CASE: Reach.ALL,
            Permission.READ_RECORD: Reach.ALL,
            Permission.SEE_AUDIT: Reach.ALL,
            Permission.LOOK_BACK: Reach.ALL,
        },
    ),
    Role.ADMINISTRATOR: (
        "Keeps teams, people, roles and settings, and brings files in. Sees no cases beside these.",
        {Permission.MANAGE_PEOPLE: Reach.ALL, Permission.MANAGE_SETTINGS: Reach.ALL, Permission.IMPORT: Reach.ALL},
    ),
}


_TAKES = dict.fromkeys(CLOSING, Permission.CLOSE_CASE) | {Matter.NEW_WORKER: Permission.ALLOCATE}


def needed(matter: Matter, *, take: bool) -> tuple[Permission, ...]:
    """What decides a matter about a case, as the file says (`take`) or as it stands: any one of these, the usual one first.

    Whoever may write on a case can say that it stays open, and whoever may close one that nothing is changed, or that it is
    opened again: so where nobody holds a case, somebody can still decide.

    >>> [permission.value for permission in needed(Matter.CLOSED_IN_FILE, take=False)]
    ['CLOSE_CASE', 'WRITE_RECORD']
    """
    usual = _TAKES.get(matter, Permission.WRITE_RECORD)
    if matter is Matter.NEW_WORKER:
        return (usual,)
    if matter in CLOSING:
        return (usual,) if take else (usual, Permission.WRITE_RECORD)
    # That something was not done takes back a word for which no file stands. That it was done is written.
    nothing = take if matter is Matter.NOT_CONFIRMED else not take
    return (usual, Permission.CLOSE_CASE) if nothing or matter is Matter.OPEN_IN_FILE else (usual,)


# What shows something of children or of those who work with them, and what changes who sees it.
_SHOWING = frozenset(
    {
        Permission.SEE_CASE,
        Permission.READ_RECORD,
        Permission.EXPORT_CASES,
        Permission.EXPORT_RECORD,
        Permission.SEE_LOAD,
        Permission.SEE_AUDIT,
        Permission.IMPORT,
    }
)
ON_ROUTE = frozenset({Permission.SEE_CASE, Permission.READ_RECORD, Permission.WRITE_RECORD})
"""What somebody may do to a case that stands with them by the out-of-hours route, whatever their roles, and as long as it
does. A restricted case stays hidden from whoever is not named on it."""
IN_EMERGENCY = frozenset({Permission.SEE_CASE, Permission.READ_RECORD})
"""What somebody may do to a case that they opened in an emergency, until the opening ends. A restricted case is never opened
so."""

_KEEPING = frozenset({Permission.MANAGE_PEOPLE, Permission.MANAGE_SETTINGS})


_OF_CHILDREN = frozenset({Permission.SEE_CASE, Permission.READ_RECORD, Permission.IMPORT})


def shows_children(role: Role) -> bool:
    """Whether somebody with a role may see children's records, be it in a file that they bring in.

    >>> shows_children(Role.PRACTITIONER), shows_children(Role.ASSESSOR)
    (True, False)
    """
    return bool(_OF_CHILDREN & set(_ROLES[role][1]))


def describe(role: Role) -> str:
    """What a role is for, as a manager reads it."""
    return _ROLES[role][0]


def grants(role: Role) -> Mapping[Permission, Reach]:
    """What a role may do, and how far."""
    return _ROLES[role][1]


def _reaching(permission: Permission, *reaches: Reach) -> tuple[Role, ...]:
    return tuple(role for role in Role if _ROLES[role][1].get(permission) in reaches)


MAY_OPEN = _reaching(Permission.READ_RECORD, Reach.OWN, Reach.TEAM)
"""Roles that an organisation can allow to open a record in an emergency: those that read records, and not everyone's."""
MAY_RING = _reaching(Permission.SEE_CASE, Reach.OWN, Reach.TEAM)
"""Roles that it can allow to ask whom to ring about a child who is out of their reach."""
HANDED_ON = _reaching(Permission.SEE_CASE, *Reach)
"""Roles in which somebody can stand in for another: those that see cases. Keeping people and settings is given as a role."""
COVERS = _reaching(Permission.WRITE_RECORD, Reach.OWN)
"""Roles by which whoever stands in for somebody looks after the cases that these hold."""
MAY_REVIEW = _reaching(Permission.READ_RECORD, Reach.ALL)
"""Roles of which it names one to say whether an opening was right: those that read everyone's record."""


FOR_ANOTHER = " for "  # in the trail, between a role and the id of whose it is


@dataclass(frozen=True)
class Held:
    """A role that a viewer holds now, in one team or (no team) in the whole organisation; `worker` is whose cases count
    as own by it: the viewer's, or another's for whom they stand in."""

    role: Role
    team: UUID | None
    worker: UUID
    of: str = ""  # their name, where it is another's


@dataclass(frozen=True)
class Reached:
    """How far a viewer reaches by one permission: whose cases, which teams', or all; and which single ones, for the time in
    which these stand with them."""

    workers: frozenset[UUID] = frozenset()
    teams: frozenset[UUID] = frozenset()
    everything: bool = False
    cases: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.workers or self.teams or self.everything or self.cases)

    def covers(self, *, worker: UUID | None, team: UUID) -> bool:
        """Whether a case of this worker (nobody: unallocated) and team is within reach."""
        return self.everything or team in self.teams or worker in self.workers


@dataclass(frozen=True)
class Viewer:
    """Who is asking: a worker of one organisation, with the roles they hold at this moment, and the cases that stand with
    them by the out-of-hours route. on_route : whether they are on one at all. labels : what their organisation calls roles
    otherwise than Plimsoll; rules : what it allows in an emergency; opened : the cases that they opened so and that are open
    still; has_opened : whether there may be any."""

    org: UUID
    worker: UUID
    name: str
    held: tuple[Held, ...] = ()
    on_route: bool = False
    stands_with: frozenset[UUID] = frozenset()
    rules: EmergencyRules = NOTHING
    labels: tuple[tuple[Role, str], ...] = ()
    has_opened: bool = False
    opened: frozenset[UUID] = frozenset()

    def called(self, role: Role) -> str:
        """A role as the viewer's organisation calls it.

        >>> from uuid import UUID
        >>> ann = Viewer(UUID(int=9), UUID(int=1), "Ann", labels=((Role.SAFEGUARDING_LEAD, "child protection adviser"),))
        >>> ann.called(Role.SAFEGUARDING_LEAD), ann.called(Role.DUTY)
        ('child protection adviser', 'duty social worker')
        """
        return dict(self.labels).get(role, role.label)

    @property
    def stands_in(self) -> tuple[tuple[Role, UUID, str], ...]:
        """The roles that they hold for others now: which, whose, and their name."""
        return tuple(dict.fromkeys((one.role, one.worker, one.of) for one in self.held if one.worker != self.worker))

    def decides_for(self, permission: Permission) -> frozenset[UUID]:
        """For whom they stand in with a role that has a permission: by it they never agree to what these asked for, as
        whoever is asked would then be chosen by whoever asks."""
        return frozenset(worker for role, worker, _ in self.stands_in if permission in grants(role))

    @property
    def signs_for(self) -> frozenset[UUID]:
        """For whom they stand in with a role that countersigns."""
        return self.decides_for(Permission.COUNTERSIGN)

    @property
    def alone(self) -> "Viewer":
        """The same, with the roles that are their own and not another's."""
        return replace(self, held=tuple(one for one in self.held if one.worker == self.worker))

    @property
    def said_roles(self) -> tuple[str, ...]:
        """The roles as the trail keeps them: their own, then those that they hold for others, each with for whom.

        >>> from uuid import UUID
        >>> me, sue = UUID(int=1), UUID(int=2)
        >>> Viewer(UUID(int=9), me, "Tom", (Held(Role.SUPERVISOR, None, sue, "Sue"),)).said_roles
        ('SUPERVISOR for 00000000-0000-0000-0000-000000000002',)
        """
        own = (role.value for role in Role if any(one.role is role and one.worker == self.worker for one in self.held))
        return (*own, *(f"{role.value}{FOR_ANOTHER}{worker}" for role, worker, _ in self.stands_in))

    @property
    def opens(self) -> bool:
        """Whether they may open a record that is out of their reach in an emergency."""
        return not self.rules.opens.isdisjoint(self.roles)

    @property
    def rings(self) -> bool:
        """Whether they may ask whom to ring about a child who is out of their reach."""
        return not self.rules.rings.isdisjoint(self.roles)

    @property
    def reviews_openings(self) -> bool:
        """Whether they say afterwards if an opening was right, where records may be opened at all or were."""
        return self.rules.reviewer in self.roles

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held, each once, in the order of `Role`."""
        return tuple(role for role in Role if any(held.role is role for held in self.held))

    def reach(self, permission: Permission) -> Reached:
        """How far this viewer reaches by a permission.

        >>> from uuid import UUID
        >>> me = UUID(int=1)
        >>> ann = Viewer(UUID(int=9), me, "Ann", (Held(Role.PRACTITIONER, None, me),))
        >>> ann.reach(Permission.READ_RECORD).covers(worker=me, team=UUID(int=5))
        True
        >>> bool(ann.reach(Permission.ALLOCATE))
        False
        """
        workers: set[UUID] = set()
        teams: set[UUID] = set()
        everything = False
        for held in self.held:
            reach = grants(held.role).get(permission)
            if reach is Reach.OWN:
                workers.add(held.worker)
            elif reach is Reach.TEAM and held.team is not None:
                teams.add(held.team)
            elif reach is not None:  # everyone's, or a team's by a role held in the whole organisation
                everything = True
        cases: frozenset[UUID] = self.stands_with if permission in ON_ROUTE else frozenset()
        if self.opened and permission in IN_EMERGENCY:
            cases |= self.opened
        return Reached(frozenset(workers), frozenset(teams), everything, cases)


def sees_no_more(roles: Collection[tuple[Role, UUID | None]], teams: Collection[UUID], than: Viewer) -> bool:
    """Whether somebody with some roles, each in a team or in the whole organisation, who belongs to some teams, is shown
    nothing that a viewer is not shown, and keeps neither people nor settings.

    >>> from uuid import UUID
    >>> team = UUID(int=5)
    >>> sue = Viewer(UUID(int=9), UUID(int=1), "Sue", (Held(Role.SUPERVISOR, team, UUID(int=1)),))
    >>> sees_no_more([(Role.PRACTITIONER, team)], [team], sue), sees_no_more([(Role.SERVICE_MANAGER, None)], [team], sue)
    (True, False)
    """
    for role, team in roles:
        given = grants(role)
        if _KEEPING & set(given):
            return False
        for permission in _SHOWING & set(given):
            reached = than.reach(permission)
            where = (
                set(teams) if given[permission] is Reach.OWN else {team} if given[permission] is Reach.TEAM else {None}
            )
            if not reached.everything and not (where and where <= reached.teams):
                return False
    return True
