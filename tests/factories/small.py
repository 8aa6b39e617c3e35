"""A small organisation with its people, cases and everything that an order of work stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import moment
from plimsoll.core.terms import Role
from plimsoll.queries.access import get_viewer
from plimsoll.records.context import acting
from tests.factories.records import make

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
AT = moment(NOW)
TODAY = date(2026, 11, 23)
FROM = date(2026, 1, 5)
OPENED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
BOOKS = files("plimsoll") / "rulebooks"


@dataclass
class Small:
    """Two teams; in each a worker with a case; a supervisor of the first; others by role."""

    org: UUID
    team: UUID
    other_team: UUID
    people: dict[str, UUID]
    cases: dict[str, Any]

    def viewer(self, name: str) -> Viewer:
        """Somebody by name."""
        return get_viewer(self.org, self.people[name], TODAY)


def text(path: str) -> str:
    return (BOOKS / path).read_text(encoding="utf-8")


def settle(org: UUID, since: date = FROM) -> UUID:
    """The editions that ship, agreed; the scheme."""
    agreed = {"version": "1", "in_force_from": since, "agreed_at": NOW, "title": "As shipped"}
    make("rulebookversion", org, key="england", text=text("england.toml"), **agreed)
    make("criteriaset", org, key="statutory", text=text("criteria/statutory.toml"), **agreed)
    return make("schemeversion", org, key="own", text=text("schemes/plimsoll_hours.toml"), **agreed).pk


def small_organisation(org: UUID) -> Iterator[Small]:
    """The organisation, with the product acting."""
    with acting(org, None, "a test"):
        scheme = settle(org)
        team, other = make("team", org).pk, make("team", org).pk
        people, cases = {}, {}

        def person(name: str, role: Role, of: UUID | None, member: UUID | None = None) -> None:
            worker = make("worker", org, name=name, sort_name=name.lower(), joined_on=FROM)
            people[name] = worker.pk
            make("roleheld", org, worker=worker, team_id=of, role=role, from_date=FROM)
            make("workingpattern", org, worker=worker, from_date=FROM)
            if member or of:
                make("membership", org, worker=worker, team_id=member or of, from_date=FROM)

        person("ann", Role.PRACTITIONER, team)
        person("bob", Role.PRACTITIONER, team)
        person("cat", Role.PRACTITIONER, other)
        person("sue", Role.SUPERVISOR, team)
        person("max", Role.SERVICE_MANAGER, None)
        person("bea", Role.BUSINESS_SUPPORT, team)
        person("eve", Role.AUDITOR, None)
        person("adam", Role.ADMINISTRATOR, None)
        for holder, of, reference in (
            ("ann", team, "A1"),
            ("bob", team, "B1"),
            ("cat", other, "C1"),
            (None, team, "U1"),
        ):
            child = make(
                "child", org, given_name=reference, family_name="Invented", sort_name=f"{reference} invented".lower()
            )
            case = make("case", org, child=child, reference=reference, team_id=of, opened_at=OPENED)
            make("event", org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
            make("caseweight", org, case=case, points=200, scheme_id=scheme)
            if holder:
                make("allocation", org, case=case, worker_id=people[holder], from_at=OPENED)
            cases[reference] = case
        yield Small(org, team, other, people, cases)
