"""How pages say that open cases stand where nobody can see them, and what is done about it. Counts alone: whom they are
about, whoever is told need not know."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.urls import reverse

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Role
from plimsoll.queries.out_of_sight import OutOfSight, get_out_of_sight
from plimsoll.web.parts import Act, Link, Need, Notice, Tone

MOST_TEAMS = 12  # in one sentence
OWN = "If these are your own cases: undo the file, bring it in again, and say under its People that all names are you."


def told(viewer: Viewer, on: date) -> OutOfSight:
    """How many there are, for whoever keeps people or brings files in; for others nothing."""
    tells = viewer.reach(Permission.MANAGE_PEOPLE) or viewer.reach(Permission.IMPORT)
    return get_out_of_sight(viewer, on) if tells else OutOfSight()


def holds_own(viewer: Viewer) -> bool:
    """Whether somebody holds cases of their own by their role."""
    return viewer.worker in viewer.reach(Permission.WRITE_RECORD).workers


def own_team(viewer: Viewer) -> UUID | None:
    """The team in which somebody both holds cases and supervises them, as whoever works alone does."""
    held = {
        role: {one.team for one in viewer.held if one.role is role} for role in (Role.PRACTITIONER, Role.SUPERVISOR)
    }
    both = held[Role.PRACTITIONER] & held[Role.SUPERVISOR] - {None}
    return next(iter(both)) if len(both) == 1 else None


def out_of_sight_needs(found: OutOfSight, *, keeps: bool) -> Iterable[Need]:
    """That there are such cases, with where each team is given somebody who sees them. keeps : the viewer keeps people."""
    if not found:
        return
    for said in says_lost(found):
        yield Need(said)
    if found.named_gone:
        yield Need(says_out_of_reach(found), links=(Link("Ask for somebody", reverse("out-of-reach")),))
    if not found.cases:
        return
    if not keeps:
        yield Need(f"{says_now(found)} Ask whoever keeps people to give somebody a role there.")
        return
    links = tuple(
        Link(f"{name} ({many:,})", f"{reverse('person-supervisor')}?team={team}")
        for team, name, many in found.teams[:MOST_TEAMS]
    )
    yield Need(f"{says_now(found)} Choose a supervisor for each team:", links=links)


def out_of_sight_notices(viewer: Viewer, found: OutOfSight) -> Iterable[Notice]:
    """The same on a page that has no list of what somebody is needed for."""
    for said in says_lost(found):
        yield Notice(said, Tone.WARNING)
    if found.named_gone:
        yield Notice(says_out_of_reach(found), Tone.WARNING, Act("Ask for somebody", href=reverse("out-of-reach")))
    if not found.cases:
        return
    own = f" {OWN}" if holds_own(viewer) else ""
    keeps = bool(viewer.reach(Permission.MANAGE_PEOPLE))
    do = "Give somebody a role there" if keeps else "Ask whoever keeps people to give somebody a role there"
    yield Notice(f"{says_now(found)} {do}.{own}", Tone.WARNING, _to_people() if keeps else None)


def would_be_notices(viewer: Viewer, found: OutOfSight) -> Iterable[Notice]:
    """That cases of a file would come to stand so, while that can still be settled otherwise."""
    if not found.cases:
        return
    teams = ", ".join(f"{name} ({many:,})" for _, name, many in found.teams[:MOST_TEAMS])
    more = f" and {len(found.teams) - MOST_TEAMS} more" if len(found.teams) > MOST_TEAMS else ""
    one = found.cases == 1
    said = (
        f"{found.cases:,} open {'case' if one else 'cases'} of this file would stand in teams in which nobody has a role "
        f"that sees {'it' if one else 'them'}: {teams}{more}. {_who(found, 'would see')} "
    )
    own = (
        "If these are your own cases, say under People and Teams that all of them are yours. "
        if holds_own(viewer)
        else ""
    )
    keeps = bool(viewer.reach(Permission.MANAGE_PEOPLE))
    after = (
        "Else make sure that each team has a supervisor: a service manager sees all teams."
        if own
        else "Give somebody a role there: a supervisor for each team, or a service manager, who sees all of them."
    )
    yield Notice(f"{said}{own}{after}", Tone.WARNING, _to_people() if keeps else None)


def says_lost(found: OutOfSight) -> Iterable[str]:
    """What else is wrong with how open cases stand, a sentence each, with who can mend it.

    >>> list(says_lost(OutOfSight(closed_team=1, holder_left=2)))[0]
    '1 open case stands in a team that is closed. A service manager gives it to a worker of a team that is open.'
    """
    if many := found.closed_team:
        it, one = ("it", "case stands") if many == 1 else ("them", "cases stand")
        yield (
            f"{many:,} open {one} in a team that is closed. A service manager gives {it} to a worker of a team that is open."
        )
    if many := found.holder_left:
        one = "case is" if many == 1 else "cases are"
        yield (
            f"{many:,} open {one} held by somebody who has left. The team's supervisor or a service manager gives "
            f"{'it' if many == 1 else 'them'} to somebody who is here."
        )


def says_out_of_reach(found: OutOfSight) -> str:
    """That restricted cases are there which nobody sees, for whoever can ask that somebody is named.

    >>> says_out_of_reach(OutOfSight(named_gone=1))
    '1 restricted case is out of reach: nobody who is named on it works here any more. Somebody new has to be named.'
    """
    one, it = ("restricted case is", "it") if found.named_gone == 1 else ("restricted cases are", "them")
    return (
        f"{found.named_gone:,} {one} out of reach: nobody who is named on {it} works here any more. Somebody new has to be "
        "named."
    )


def says_now(found: OutOfSight) -> str:
    """How many there are, in two sentences.

    >>> says_now(OutOfSight(2, 2))
    '2 open cases stand in teams in which nobody has a role that sees them. Nobody at all sees 2.'
    """
    one = found.cases == 1
    return (
        f"{found.cases:,} open {'case stands' if one else 'cases stand'} in {'a team' if one else 'teams'} in which nobody "
        f"has a role that sees {'it' if one else 'them'}. {_who(found, 'sees')}"
    )


def _who(found: OutOfSight, sees: str) -> str:
    held = found.cases - found.unheld
    parts = [
        *([f"nobody at all {sees} {found.unheld:,}"] if found.unheld else []),
        *([f"their worker alone {sees} {held:,}"] if held else []),
    ]
    said = "; ".join(parts)
    return f"{capital(said)}."


def _to_people() -> Act:
    return Act("To people", href=reverse("people"))
