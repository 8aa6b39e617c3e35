"""`plimsoll replay` computes a confirmed order of work again, and says where it comes out otherwise."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connections

from plimsoll.actions.priority import confirm_order
from plimsoll.records.context import acting
from plimsoll.records.models.priority import Ranking
from tests.factories.records import make, organisation
from tests.factories.small import Small, small_organisation

NINE = datetime(2026, 10, 23, 9, tzinfo=UTC)  # in summer time: ten in London
Replay = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def town(transactional_db: None) -> Iterator[Small]:
    """An organisation, committed, so that another process sees it."""
    (small,) = small_organisation(organisation(name="Invented council").pk)  # to its end, so that it is committed
    yield small
    connections.close_all()


@pytest.fixture
def replay(database: dict[str, str]) -> Replay:
    """Runs it as a process."""

    def run(review: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "plimsoll", "replay", str(review)],
            env=os.environ | database | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_same_to_the_last_place_and_then_otherwise(town, replay):
    ann = town.people["ann"]
    with acting(town.org, ann, "a test"):
        made = confirm_order(ann, comment="", with_supervisor=None, by=town.viewer("ann"), at=NINE)
    done = replay(made)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "The list of ann, 1 case, confirmed 2026-10-23 10:00 London time by ann. "
        "Criteria set statutory 2026.1, timescales 2026.3.",
        "Computed again from what was kept: the same to the last place.",
    ]

    with acting(town.org, ann, "a test"):
        kept = Ranking.objects.get()
        score = kept.result["cases"][0]["score"]
        kept.result["cases"][0]["score"] = score + 1
        kept.pk = uuid4()
        kept.save(force_insert=True)
        other = make("prioritisationreview", town.org, ranking=kept, worker_id=ann, confirmed_by_id=ann)
    done = replay(other.pk)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "Computed again from what was kept, it comes out OTHERWISE: 1 difference.",
        f"  A1: score was kept as {score + 1}, and is {score} now",
    ]


@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "owner"])
def test_what_is_no_review_is_said_to_be_none(replay, tmp_path):
    never, nothing = uuid4(), {"DATABASE_URL": "", "DATABASE_OWNER_URL": "", "PLIMSOLL_HOME": str(tmp_path)}
    for done, says in [
        (replay("yesterday"), "'yesterday' is no review. Take the end of the address of its page"),
        (replay(never), f"There is no review {never}."),
        (replay(never, **nothing), f"There is no database in {tmp_path}: set PLIMSOLL_HOME"),
    ]:
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(says)
