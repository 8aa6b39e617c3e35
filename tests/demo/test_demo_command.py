"""The demo makes its town once, serves it, and says who one can be."""

import shlex
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from plimsoll.config.databases import DATABASE
from plimsoll.config.embedded import SUPERUSER, is_running
from plimsoll.config.keeper import needed
from tests.cli.served import PATIENCE_SECONDS, Served, wait_until_gone

pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]

AT_MOST_SECONDS = 20  # five are promised for a second start, and it takes two; a machine that runs tests is busy
# In place of the command that makes the town, which takes longer: the smallest one, with one person to be.
SMALL_TOWN = """
import os
import psycopg
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.config.embedded import cluster
from pathlib import Path

with psycopg.connect(cluster(Path(os.environ["PLIMSOLL_HOME"])).url(OWNER, DATABASE)) as owner:
    (org,) = owner.execute(
        "INSERT INTO records_organisation (id, name, nation, invented, created_at) "
        "VALUES (gen_random_uuid(), 'Harbour', 'ENG', true, now()) RETURNING id"
    ).fetchone()
    (user,) = owner.execute(
        "INSERT INTO records_user (id, password, email, is_active, created_at) "
        "VALUES (gen_random_uuid(), '', 'ada@harbour.invalid', true, now()) RETURNING id"
    ).fetchone()
    (worker,) = owner.execute(
        "INSERT INTO records_worker (org_id, id, user_id, name, sort_name, joined_on) "
        "VALUES (%s, gen_random_uuid(), %s, 'Ada Quill', 'quill ada', '2020-01-01') RETURNING id",
        [org, user],
    ).fetchone()
    owner.execute(
        "INSERT INTO records_roleheld (org_id, id, worker_id, role, from_date, given_at) "
        "VALUES (%s, gen_random_uuid(), %s, 'SUPERVISOR', '2020-01-01', now())",
        [org, worker],
    )
"""


@pytest.fixture
def demo(home: Path) -> Iterator[Callable[[str], Served]]:
    """Starts the demo, with other Python to make the town by."""
    started: list[Served] = []

    def begin(town: str) -> Served:
        program = (
            "import sys; from pathlib import Path; from plimsoll.demo import command\n"
            "command.MAKE_TOWN = ['-c', sys.argv[2]]\ncommand.demo_command(port=0, home=Path(sys.argv[1]))"
        )
        nothing = "postgresql://nobody@/nothing"
        started.append(Served(home, command=["-c", program, str(home), town], DATABASE_URL=nothing))
        return started[-1]

    yield begin
    for one in started:
        one.end(signal.SIGKILL)
    with needed(home) as place, psycopg.connect(place.url(SUPERUSER, DATABASE)) as server:
        server.execute("TRUNCATE records_organisation, records_user CASCADE")


def test_the_town_is_made_once_and_says_who_one_can_be(demo):
    first = demo(SMALL_TOWN)
    first.wait_for("Nobody there is real")
    assert "DATABASE_URL counts for nothing here" in first.text()
    assert "Making the invented town, once ..." in first.text()
    assert first.end(signal.SIGINT) == 0

    began = time.monotonic()
    second = demo("raise SystemExit('not twice')")
    second.wait_for("Ada Quill")
    took = time.monotonic() - began
    running = second.everything()

    assert second.healthy()
    assert took < AT_MOST_SECONDS
    assert second.text().splitlines()[-2:] == [
        "Nobody there is real. Sign in without a password, for example as",
        "  Ada Quill, supervisor or team manager (ada@harbour.invalid)",
    ]
    for pid in second.pids("plimsoll.config.server"):
        assert b"PLIMSOLL_INVENTED=yes" in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    assert second.end(signal.SIGINT) == 0
    assert wait_until_gone(running, 6) == []


def test_a_town_that_cannot_be_made_is_told(demo, home):
    one = demo("raise SystemExit('no bricks')")

    assert one.process.wait(PATIENCE_SECONDS) == 2
    assert "no bricks\n" in one.text()
    assert "The invented town could not be made." in one.text().splitlines()[-1]
    assert not is_running(home)


def test_beside_a_real_organisation_it_says_which_command_serves_it(demo, home):
    real = SMALL_TOWN.replace("'ENG', true", "'ENG', false")
    demo(real).wait_for("is real")
    one = demo("raise SystemExit('not twice')")

    assert one.process.wait(PATIENCE_SECONDS) == 2
    assert f"To serve it: PLIMSOLL_HOME={shlex.quote(str(home))} plimsoll serve." in one.text()
