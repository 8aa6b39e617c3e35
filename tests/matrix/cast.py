"""Who asks, and about what: the people and cases of two invented organisations, and what each case is to each of them."""

from dataclasses import dataclass
from functools import cache

from plimsoll.core.terms import Role
from tests.matrix.declared import CASES, TEAMS, WORKERS, Relation, To

HERE, THERE = "here", "there"
HARBOUR, QUAY, FAR = "harbour", "quay", "far"
ORG_OF = {HARBOUR: HERE, QUAY: HERE, FAR: THERE}
P, S, D, B, M = Role.PRACTITIONER, Role.SUPERVISOR, Role.DUTY, Role.BUSINESS_SUPPORT, Role.SERVICE_MANAGER


@dataclass(frozen=True)
class Somebody:
    """A worker. `roles` are held in a team, or in the whole organisation where it is ''; `stands_in` for whom, as what."""

    name: str
    team: str = ""
    roles: tuple[tuple[Role, str], ...] = ()
    stands_in: tuple[tuple[str, Role], ...] = ()
    org: str = HERE
    left: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Kept:
    """A case. `named`: restricted to these; `once`: who held it before; `home`: a household that it shares with others;
    `child_of`: the case with whose child it has the same; `family`: of a household, and of no one child;
    `address`: its address is protected, for these."""

    name: str
    team: str
    holder: str = ""
    once: str = ""
    named: frozenset[str] | None = None
    lifted: bool = False
    closed: bool = False
    home: str = ""
    child_of: str = ""
    family: bool = False
    address: frozenset[str] = frozenset()

    @property
    def org(self) -> str:
        """Whose it is."""
        return ORG_OF[self.team]


_PEOPLE = (
    Somebody("ann", HARBOUR, ((P, HARBOUR),)),
    Somebody("bob", HARBOUR, ((P, HARBOUR),)),
    Somebody("cat", QUAY, ((P, QUAY),)),
    Somebody("zoe", QUAY, ((P, ""),)),
    Somebody("sue", HARBOUR, ((S, HARBOUR),)),
    Somebody("mo", HARBOUR, ((S, HARBOUR),)),
    Somebody("sam", "", ((S, ""),)),
    Somebody("dee", HARBOUR, ((D, HARBOUR),)),
    Somebody("dot", QUAY, ((D, ""),)),
    Somebody("joy", HARBOUR, ((D, HARBOUR), (P, HARBOUR))),
    Somebody("bea", HARBOUR, ((B, HARBOUR),)),
    Somebody("ben", QUAY, ((B, ""),)),
    Somebody("max", "", ((M, ""),)),
    Somebody("mia", QUAY, ((M, QUAY),)),
    Somebody("sal", "", ((Role.SAFEGUARDING_LEAD, ""),)),
    Somebody("eve", "", ((Role.AUDITOR, ""),)),
    Somebody("adam", "", ((Role.ADMINISTRATOR, ""),)),
    Somebody("lea", HARBOUR, ((Role.LEARNER, HARBOUR),)),
    Somebody("ash", "", ((Role.ASSESSOR, ""),)),
    Somebody("quin", "", ((Role.QUALITY_ASSURER, ""),)),
    Somebody("tom", QUAY, ((P, QUAY),), stands_in=(("sue", S),)),
    Somebody("pat", QUAY, stands_in=(("ann", P),)),
    Somebody("una", HARBOUR),
    Somebody("may", HARBOUR, ((S, HARBOUR),), ended=True),
    Somebody("lou", HARBOUR, ((P, HARBOUR),), left=True),
    Somebody("oli", FAR, ((P, FAR),), org=THERE),
    Somebody("ola", FAR, ((P, FAR),), org=THERE),
    Somebody("oz", "", ((M, ""),), org=THERE),
)
PEOPLE = {one.name: one for one in _PEOPLE}
NOBODY = "nobody"  # is not signed in; somebody who left is not either, whatever their browser still has
VIEWERS = (*PEOPLE, NOBODY)
SIGNED_OUT = {NOBODY, *(name for name, one in PEOPLE.items() if one.left)}

_ALL_HERE = frozenset(name for name, one in PEOPLE.items() if one.org == HERE)
_KEPT = (
    Kept("anns", HARBOUR, "ann"),
    Kept("twin", HARBOUR, "ann", home="terrace"),
    Kept("bobs", HARBOUR, "bob", home="terrace"),
    Kept("once", HARBOUR, "bob", once="ann"),
    Kept("joys", HARBOUR, "joy", address=frozenset({"joy", "sue", "max", "cat"})),
    Kept("lous", HARBOUR, "lou"),
    Kept("sues", HARBOUR, "sue"),
    Kept("unheld", HARBOUR),
    Kept("closed", HARBOUR, once="ann", closed=True),
    Kept("family", HARBOUR, "bob", family=True),
    Kept("lifted", HARBOUR, "bob", named=frozenset({"bob"}), lifted=True),
    Kept("cats", QUAY, "cat", home="terrace"),
    Kept("away", QUAY, "ann"),
    Kept("joys away", QUAY, "joy"),
    Kept("unheld away", QUAY),
    Kept("closed away", QUAY, once="cat", closed=True),
    Kept("hidden", HARBOUR, "bob", named=frozenset({"bob"}), home="terrace"),
    Kept("hidden, unheld", HARBOUR, named=frozenset({"mo"})),
    Kept("hidden, two named", HARBOUR, "ann", named=frozenset({"ann", "sue"}), address=frozenset({"ann", "max"})),
    Kept("hidden from its worker", HARBOUR, "ann", named=frozenset({"mo"})),
    Kept("hidden, all named", HARBOUR, "bob", named=_ALL_HERE),
    Kept("hidden, closed", HARBOUR, once="bob", named=frozenset({"bob", "sue"}), closed=True),
    Kept("hidden away", QUAY, "cat", named=frozenset({"cat", "max", "bea"})),
    Kept("hidden, of one known", HARBOUR, named=frozenset({"mo"}), child_of="anns"),
    Kept("hidden family", HARBOUR, named=frozenset({"mo"}), family=True),
    Kept("far", FAR, "oli"),
    Kept("far, unheld", FAR),
    Kept("far, hidden", FAR, "oli", named=frozenset({"oli"})),
)
KEPT = {one.name: one for one in _KEPT}


@dataclass(frozen=True)
class Acting:
    """A role as somebody holds it now: theirs, or that of whom they stand in for."""

    role: Role
    team: str  # '' in the whole organisation
    worker: str


def acting(viewer: str) -> tuple[Acting, ...]:
    """The roles that count for somebody."""
    if viewer in SIGNED_OUT or PEOPLE[viewer].ended:
        return ()
    one = PEOPLE[viewer]
    own = tuple(Acting(role, team, viewer) for role, team in one.roles)
    stood_in = tuple(
        Acting(role, team, giver)
        for giver, as_what in one.stands_in
        for role, team in PEOPLE[giver].roles
        if role is as_what
    )
    return own + stood_in


def relation(viewer: str, held: Acting, case: Kept) -> Relation:
    """What a case is to somebody by one of their roles."""
    if case.org != PEOPLE[viewer].org:
        return Relation.ELSEWHERE
    if restricted(case) and viewer not in (case.named or ()):
        return Relation.RESTRICTED
    team = held.team or PEOPLE[held.worker].team
    same = case.team == team
    if case.holder == held.worker:
        return Relation.OWN if same or not held.team else Relation.OWN_AWAY
    if case.closed:
        return Relation.TEAM_CLOSED if same else Relation.OTHER_CLOSED
    if not case.holder:
        return Relation.TEAM_UNHELD if same else Relation.OTHER_UNHELD
    if same and case.once == held.worker:
        return Relation.ONCE_OWN
    return Relation.TEAM if same else Relation.OTHER


def restricted(case: Kept) -> bool:
    """Whether the case is restricted now."""
    return case.named is not None and not case.lifted


@cache
def may(viewer: str, case: str) -> frozenset[str]:
    """The letters that are declared for somebody and a case: by all their roles together, and by their name on it."""
    kept = KEPT[case]
    by_role = (CASES[held.role, not held.team][relation(viewer, held, kept)] for held in acting(viewer))
    return frozenset().union(*by_role, _by_name(viewer, kept))


def _by_name(viewer: str, case: Kept) -> frozenset[str]:
    """Being named on a restricted case brings it within reach of whatever one's roles may do to any case."""
    if not restricted(case) or viewer not in (case.named or ()) or viewer in SIGNED_OUT:
        return frozenset()
    somewhere = (letters for held in acting(viewer) for letters in CASES[held.role, not held.team].values())
    return frozenset().union(*somewhere)


def seen(viewer: str) -> list[Kept]:
    """The cases that somebody knows of."""
    return [case for case in _KEPT if may(viewer, case.name)]


def _to(viewer: str, held: Acting, org: str, team: str) -> To:
    if org != PEOPLE[viewer].org:
        return To.ELSEWHERE
    return To.TEAM if team and team == (held.team or PEOPLE[held.worker].team) else To.OTHER


@cache
def may_of_worker(viewer: str, worker: str) -> frozenset[str]:
    """The letters for somebody and a worker."""
    one = PEOPLE[worker]
    return frozenset().union(
        *(
            WORKERS[held.role, not held.team][
                To.SELF if held.worker == worker else _to(viewer, held, one.org, one.team)
            ]
            for held in acting(viewer)
        )
    )


@cache
def may_of_team(viewer: str, team: str) -> frozenset[str]:
    """The letters for somebody and a team."""
    return frozenset().union(
        *(TEAMS[held.role, not held.team][_to(viewer, held, ORG_OF[team], team)] for held in acting(viewer))
    )
