"""What each role is to see and do, by what a case is to whoever holds the role.

Written out by hand from what the roles are for, and worked out from nothing: the product is held to these tables, so they
may not come from the product. The page docs/reference/who-sees-what.md is made from them.
"""

from enum import Enum

from plimsoll.core.terms import Role


class Relation(Enum):
    """What a case is to somebody with a role."""

    OWN = "their own"
    ONCE_OWN = "theirs once, now a colleague's"
    TEAM = "a colleague's, in the team"
    TEAM_UNHELD = "unallocated, in the team"
    TEAM_CLOSED = "closed, in the team"
    OWN_AWAY = "their own, of another team"
    OTHER = "another team's"
    OTHER_UNHELD = "unallocated, in another team"
    OTHER_CLOSED = "closed, in another team"
    RESTRICTED = "restricted to others"
    ELSEWHERE = "another organisation's"


class To(Enum):
    """What a worker, or a team, is to somebody with a role."""

    SELF = "themselves"
    TEAM = "their team, or somebody in it"
    OTHER = "another team, or somebody in it"
    ELSEWHERE = "in another organisation"


# What a letter says. Without any letter a thing does not exist for that role: the answer is the one for what never was.
LETTERS = {
    "K": "knows that it is there",
    "R": "reads its record",
    "w": "writes on it",
    "o": "takes in what comes from outside about it, while it is open",
    "a": "allocates it",
    "n": "restricts it to named people; lifts that if named",
    "z": "closes it",
    "g": "decides about a referral, where one waits on it",
    "s": "countersigns that it is placed lower; extends or stops a clock",
    "x": "takes it out in a file",
    "c": "opens the caseload",
    "l": "sees the load",
    "p": "opens the caseload as it was at a past moment, and who had been shown it",
    "t": "opens the team",
    "i": "brings files in",
    "e": "prepares and releases a copy of the child's whole record",
}
# own, once own, team, unheld, closed | own of another team | other team's, unheld, closed | restricted, elsewhere
_CASES = """
practitioner      team   Rwxo   .     .     .     .     | Rwxo   | .     .     .     | . .
practitioner      whole  Rwxo   .     .     .     .     | Rwxo   | .     .     .     | . .
supervisor        team   Rwanxzsgo Rwanxzsgo Rwanxzsgo Rwanxzsgo Rwanxzsgo | .     | .     .     .     | . .
supervisor        whole  Rwanxzsgo Rwanxzsgo Rwanxzsgo Rwanxzsgo Rwanxzsgo | Rwanxzsgo | Rwanxzsgo Rwanxzsgo Rwanxzsgo | . .
duty              team   Rwgo   Rwgo   Rwgo   Rwgo   Rwgo   | .     | .     .     .     | . .
duty              whole  Rwgo   Rwgo   Rwgo   Rwgo   Rwgo   | Rwgo   | Rwgo   Rwgo   Rwgo   | . .
business_support  team   Ko     Ko     Ko     Ko     Ko     | .     | .     .     .     | . .
business_support  whole  Ko     Ko     Ko     Ko     Ko     | Ko     | Ko     Ko     Ko     | . .
service_manager   team   Ranxzsoe  Ranxzsoe  Ranxzsoe  Ranxzsoe  Ranxzsoe  | Ranxzsoe  | Ranxzsoe  Ranxzsoe  Ranxzsoe  | . .
service_manager   whole  Ranxzsoe  Ranxzsoe  Ranxzsoe  Ranxzsoe  Ranxzsoe  | Ranxzsoe  | Ranxzsoe  Ranxzsoe  Ranxzsoe  | . .
safeguarding_lead whole  Rwnoe   Rwnoe   Rwnoe   Rwnoe   Rwnoe   | Rwnoe   | Rwnoe   Rwnoe   Rwnoe   | . .
auditor           whole  R     R     R     R     R     | R     | R     R     R     | . .
learner           team   .     .     .     .     .     | .     | .     .     .     | . .
assessor          whole  .     .     .     .     .     | .     | .     .     .     | . .
quality_assurer   whole  .     .     .     .     .     | .     | .     .     .     | . .
administrator     whole  .     .     .     .     .     | .     | .     .     .     | . .
"""
# workers: themselves, in the team, in another, elsewhere | teams: own, another, elsewhere
_PEOPLE = """
practitioner      team   clp .  .  . | . . .
practitioner      whole  clp .  .  . | . . .
supervisor        team   clp clp .  . | t . .
supervisor        whole  clp clp clp . | t t .
duty              team   cl c  .  . | t . .
duty              whole  cl c  c  . | t t .
business_support  team   cl c  .  . | t . .
business_support  whole  cl c  c  . | t t .
service_manager   team   cl cl cl . | t t .
service_manager   whole  cl cl cl . | t t .
safeguarding_lead whole  cl c  c  . | t t .
auditor           whole  cp cp cp . | t t .
learner           team   .  .  .  . | . . .
assessor          whole  .  .  .  . | . . .
quality_assurer   whole  .  .  .  . | . . .
administrator     whole  .  .  .  . | . . .
"""
# Who puts cases on record.
ADDS = frozenset({Role.PRACTITIONER, Role.SUPERVISOR, Role.DUTY, Role.SERVICE_MANAGER})
Held = tuple[Role, bool]  # a role, and whether it is held in the whole organisation
# Who brings files in, wherever the role is held.
IMPORTERS = frozenset({Role.SERVICE_MANAGER, Role.ADMINISTRATOR})


def _read(table: str) -> dict[Held, list[frozenset[str]]]:
    read = {}
    for line in table.strip().splitlines():
        role, where, *cells = line.replace("|", " ").split()
        # Whoever reads a record knows of the case.
        read[Role(role.upper()), where == "whole"] = [
            frozenset(cell.replace("R", "KR").replace(".", "")) for cell in cells
        ]
    return read


CASES = {held: dict(zip(Relation, cells, strict=True)) for held, cells in _read(_CASES).items()}
WORKERS = {held: dict(zip(To, cells[:4], strict=True)) for held, cells in _read(_PEOPLE).items()}
TEAMS = {
    held: dict(zip((To.TEAM, To.OTHER, To.ELSEWHERE), cells[4:], strict=True)) for held, cells in _read(_PEOPLE).items()
}
