"""Two pages for managers: what each role may do, as the product has it, and who is to see what, as the tests hold it to."""

from collections.abc import Iterable, Mapping
from enum import Enum

from plimsoll.core.access import Permission, Reach, describe, grants
from plimsoll.core.terms import Role
from tests.matrix.declared import CASES, IMPORTERS, LETTERS, TEAMS, WORKERS, Held, Relation, To

NOT_THERE = "–"


def permissions() -> str:
    """Every role with what it may do and how far, and every permission in words."""
    lines = [
        "# What each role may do",
        "",
        "Made from `plimsoll/core/access.py` by `make docs`; change that file, not this page. How it comes out case by case"
        " is in [who sees what](who-sees-what.md).",
        "",
        "*Their own* are the cases one holds now. *Their team* is the team that the role is held in; a role that reaches a"
        " team and is held in the whole organisation reaches all of it. A case restricted to named people is there for them"
        " alone, whatever the role. Whoever stands in for a colleague has the colleague's role until the day it ends, and"
        " sees no restricted case by it.",
        "",
        "| permission | allows to |",
        "|---|---|",
        *(f"| {_name(permission)} | {permission.says} |" for permission in Permission),
        "",
        *_table("role", [_name(permission) for permission in Permission], map(_granted, Role)),
    ]
    for role in Role:
        lines += ["", f"## {_label(role)}", "", describe(role)]
        if grants(role):
            lines += ["", *(f"- {permission.says}: {reach.says}" for permission, reach in grants(role).items())]
    return "\n".join(lines) + "\n"


def _granted(role: Role) -> tuple[str, list[str]]:
    short = {Reach.OWN: "own", Reach.TEAM: "team", Reach.ALL: "all"}
    given = grants(role)
    return _label(role), [short[given[each]] if each in given else "" for each in Permission]


def who_sees_what() -> str:
    """The declared tables of the canary matrix."""
    lines = [
        "# Who sees what",
        "",
        "Made from `tests/matrix/declared.py` by `make docs`. These tables are written by hand from what the roles are for,"
        " and every route of the product is held to them: asked by somebody of each role about a case of each kind, by"
        " list, search, count, file and form.",
        "",
        f"{NOT_THERE} means that for this role it does not exist: the answer is, word for word and in the work it takes, the"
        " one about something that never was.",
        "",
        "| letter | says of the role that it |",
        "|---|---|",
        *(f"| {letter} | {says} |" for letter, says in LETTERS.items()),
        "",
        "## Cases",
        "",
        *_declared(CASES, Relation),
        "",
        "A case *restricted to others* is restricted to people of whom one is not one. To those named on it, it is"
        " within reach of whatever their roles may do to any case, whosever it is; a name gives no more than that.",
        "",
        "## Caseloads and loads",
        "",
        "A caseload lists only cases that are there for whoever looks. A load is whole, whoever sees it: what is not shown"
        " stands in it as other work.",
        "",
        *_declared(WORKERS, To),
        "",
        "## Teams",
        "",
        *_declared(TEAMS, [To.TEAM, To.OTHER, To.ELSEWHERE]),
        "",
        "## Files",
        "",
        "Files are brought in by these roles, wherever they are held; to all others no file exists. What a file leaves to"
        " decide about a case is there for whoever knows of the case, and decided by whoever may do to it what the decision"
        " does.",
        "",
        *(f"- {_label(role)}" for role in Role if role in IMPORTERS),
    ]
    return "\n".join(lines) + "\n"


def _declared(table: Mapping[Held, Mapping[Enum, frozenset[str]]], columns: Iterable[Enum]) -> list[str]:
    to = list(columns)
    order = list(LETTERS)
    rows = (
        (
            f"{_label(role)}, {'in the whole organisation' if whole else 'in a team'}",
            [" ".join(sorted(cells[each], key=order.index)) or NOT_THERE for each in to],
        )
        for (role, whole), cells in table.items()
    )
    return _table("role", [str(each.value) for each in to], rows)


def _table(first: str, heads: list[str], rows: Iterable[tuple[str, list[str]]]) -> list[str]:
    return [
        f"| {' | '.join([first, *heads])} |",
        "|" + "---|" * (len(heads) + 1),
        *(f"| {' | '.join([name, *cells])} |" for name, cells in rows),
    ]


def _label(role: Role) -> str:
    return role.label[:1].upper() + role.label[1:]


def _name(permission: Permission) -> str:
    return permission.label
