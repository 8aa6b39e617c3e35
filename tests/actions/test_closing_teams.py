"""A team is closed once nothing of it is left to move, and what it was stays."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from plimsoll.actions.cases import Refused, restrict_case
from plimsoll.actions.closing_teams import close_team
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.closing_teams import get_still_there
from plimsoll.queries.people import list_open_teams
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case
from plimsoll.records.models.life import CaseTransfer
from plimsoll.records.models.people import Membership, RoleHeld, Team
from plimsoll.records.models.route import RoutePlace
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
TODAY = AT.date()


def close(small: Small, name: str = "adam", why: str = "joined with the other") -> None:
    with acting(small.org, small.people[name], "a test"):
        close_team(small.other_team, why, by=small.viewer(name), at=AT)


def left(small: Small) -> str:
    """What is left, where that keeps the team from being closed."""
    with pytest.raises(Refused, match="something of it is left"):
        close(small)
    return " ".join(get_still_there(small.viewer("adam"), small.other_team, TODAY).says)


def test_what_is_left_is_told_and_once_nothing_is_the_team_is_closed(small):
    make("casetransfer", small.org, case=small.cases["A1"], from_team_id=small.team, to_team_id=small.other_team,
         proposed_by_id=small.people["sue"])  # fmt: skip
    make("roleheld", small.org, worker_id=small.people["bob"], team_id=small.other_team, role="DUTY", from_date=TODAY)
    make("routeplace", small.org, team_id=small.other_team, worker_id=small.people["bob"])
    said = left(small)
    for part in (
        "1 open case stands in it.", "1 case is offered to it.", "People are in it: cat.", "Roles are held in it: by bob.",
        "It has places of its own on the out-of-hours route.",
    ):  # fmt: skip
        assert part in said

    Case.objects.filter(pk=small.cases["C1"].pk).update(team_id=small.team)
    CaseTransfer.objects.update(withdrawn_at=AT, withdrawn_by_id=small.people["sue"], withdrawn_why="they stay")
    Membership.objects.filter(team_id=small.other_team).update(to_date=TODAY)
    RoleHeld.objects.filter(team_id=small.other_team).update(
        to_date=TODAY, ended_at=AT, ended_by_id=small.people["adam"]
    )
    RoutePlace.objects.update(ended_at=AT, ended_by_id=small.people["adam"])
    close(small)
    row = Team.objects.get(pk=small.other_team)
    assert (row.closed_on, row.closed_why) == (TODAY, "joined with the other")
    assert AuditEvent.objects.filter(act=Act.TEAM_CLOSED, about_id=row.pk).count() == 1
    assert small.other_team not in dict(list_open_teams(small.viewer("adam")))
    with pytest.raises(NotThere):
        close(small)
    assert Membership.objects.filter(team_id=small.other_team).exists()


def test_a_case_that_is_restricted_to_others_keeps_its_team_open(small):
    Membership.objects.filter(team_id=small.other_team).update(to_date=TODAY)
    RoleHeld.objects.filter(team_id=small.other_team).update(
        to_date=TODAY, ended_at=AT, ended_by_id=small.people["adam"]
    )
    restrict_case(small.cases["C1"].pk, named=[small.people["max"]], why="known", by=small.viewer("max"), at=AT)
    assert "1 open case stands in it." in left(small)


def test_it_is_for_who_keeps_people_with_a_reason_and_not_on_the_day_on_which_it_was_added(small):
    with pytest.raises(NotAllowed):
        close(small, "max")
    new = make("team", small.org, opened_on=TODAY).pk
    with acting(small.org, small.people["adam"], "a test"), pytest.raises(Refused) as refused:
        close_team(new, "", by=small.viewer("adam"), at=AT)
    assert set(refused.value.faults) == {"why", "team"}
    with acting(small.org, small.people["adam"], "a test"):
        close_team(new, "added twice", by=small.viewer("adam"), at=AT + timedelta(1))
    assert Team.objects.get(pk=new).closed_on == date(2026, 11, 24)


def test_the_page_says_what_to_do_first(small):
    page = signed_in(small.org, small.people["adam"]).post(
        reverse("team-close"), {"team": str(small.other_team), "why": "joined"}
    )
    assert page.status_code == 422
    assert "cannot be closed yet: something of it is left to move or to end." in page.content.decode()
    assert "1 open case stands in it." in page.content.decode()
