"""A child is never lost: open cases where nobody can see them are counted to whoever can mend it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from plimsoll.actions.people import work_alone
from plimsoll.core.terms import Role
from plimsoll.queries.access import get_viewer
from plimsoll.queries.matching import NO_TEAM
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.people import Organisation, Team
from plimsoll.web.exchange.forms import field_of
from tests.factories.records import make
from tests.factories.small import FROM, TODAY, Small, settle
from tests.web.conftest import Browser, signed_in
from tests.web.exchange.conftest import XLSX, Send, child, key_of, work, workbook

pytestmark = pytest.mark.django_db
ROWS = (
    child("REF-0001", allocated_team="North"),
    child("REF-0002", allocated_worker="Ned Rook", allocated_team="North"),
    child("REF-0003", allocated_worker=None, allocated_team="North"),
)
NOW_UNSEEN = "3 open cases stand in teams in which nobody has a role that sees them"


@pytest.fixture
def alone(org: UUID) -> Iterator[Small]:
    """Somebody who set up their organisation, and said that they work alone."""
    with acting(org, None, "a test"):
        settle(org)
        worker = make("worker", org, name="Ada Sole", sort_name="ada sole", joined_on=FROM)
        make("roleheld", org, worker=worker, role=Role.ADMINISTRATOR, team=None, from_date=FROM)
    with acting(org, worker.pk, "a test"):
        work_alone(minutes=2220, by=get_viewer(org, worker.pk, TODAY), at=now())
        team = Team.objects.get(org_id=org).pk
    with acting(org, None, "a test"):
        yield Small(org, team, team, {"ada": worker.pk}, {})


@pytest.fixture
def client(alone: Small) -> Client:
    return signed_in(alone.org, alone.people["ada"])


def sent(client: Client, alone: Small, *rows: list[object]) -> UUID:
    answer = client.post(reverse("files"), {"file": SimpleUploadedFile("annex-a.xlsx", workbook(*rows), XLSX)})
    work(alone)
    return key_of(answer)


def said(client: Client, name: str, *at: object) -> str:
    page = client.get(reverse(name, args=at))
    assert page.status_code == 200, name
    return page.content.decode()


def test_children_whom_nobody_would_see_are_counted_before_and_on_every_page_after(client: Client, alone: Small):
    file = sent(client, alone, *ROWS)
    client.post(reverse("file-people", args=[file]), {"all": "yes"})
    client.post(reverse("file-teams", args=[file]), {"all": "yes"})
    before = said(client, "file", file)
    assert "3 open cases of this file would stand in teams" in before
    assert "Nobody at all would see 1; their worker alone would see 2." in before
    assert "all of them are yours" in before

    client.post(reverse("file-apply", args=[file]))
    work(alone)

    north = Team.objects.get(org_id=alone.org, name="North").pk
    for name, at in (
        ("file-progress", [file]), ("file", [file]), ("people", []), ("teams", []), ("set-up", []), ("my-caseload", []),
    ):  # fmt: skip
        page = said(client, name, *at)
        assert NOW_UNSEEN in page, name
        assert "Nobody at all sees 1; their worker alone sees 2." in page
        assert not any(reference in page for reference in ("REF-0001", "REF-0002", "REF-0003"))
    assert f'href="{reverse("person-supervisor")}?team={north}"' in said(client, "people")

    with acting(alone.org, None, "a test"):
        make(
            "roleheld", alone.org, worker=make("worker", alone.org), role=Role.SUPERVISOR, team_id=north, from_date=FROM
        )
    assert "in which nobody has a role" not in said(client, "people")


def test_whoever_works_alone_takes_all_names_and_teams_as_their_own_and_sees_every_child(client: Client, alone: Small):
    file = sent(client, alone, *ROWS)
    for name, says in (("file-people", "All of these are me"), ("file-teams", "All of these are my own team")):
        assert says in said(client, name, file)
        client.post(reverse(name, args=[file]), {"mine": "yes"})
        work(alone)
    assert "would stand in teams" not in said(client, "file", file)

    client.post(reverse("file-apply", args=[file]))
    work(alone)

    assert set(Case.objects.filter(org_id=alone.org).values_list("team_id", flat=True)) == {alone.team}
    assert Allocation.objects.filter(org_id=alone.org, worker_id=alone.people["ada"]).count() == 2
    assert "REF-0003" in said(client, "unallocated")
    assert "in which nobody has a role" not in said(client, "my-caseload")


def test_others_are_not_told_how_many_nobody_sees(browser: Browser, small: Small):
    """A worker who neither keeps people nor brings files in; and where a service manager sees all, there are none."""
    assert "nobody has a role" not in browser("ann").get(reverse("my-caseload")).content.decode()
    assert "nobody has a role" not in browser("adam").get(reverse("people")).content.decode()


def test_where_rows_without_a_team_go_is_said_before_and_can_be_chosen(browser: Browser, small: Small, send: Send):
    client = browser("max")
    rows = [child("REF-0004", allocated_team=None, allocated_worker=None)]
    file = key_of(send(workbook(*rows)))
    name = Organisation.objects.get(pk=small.org).name
    assert f"1 case without a team goes to a new team, {name}." in said(client, "file", file)
    assert f"a new team, {name}" in said(client, "file-teams", file)

    chosen = client.post(reverse("file-teams", args=[file]) + "?again=yes", {field_of(NO_TEAM): str(small.other_team)})
    assert chosen.status_code == 302
    work(small)
    other = Team.objects.get(pk=small.other_team).name
    assert f"1 case without a team goes to {other}." in said(client, "file", file)
    client.post(reverse("file-apply", args=[file]))
    work(small)

    assert Case.objects.get(reference="REF-0004").team_id == small.other_team
    assert not Team.objects.filter(name=name).exists()
