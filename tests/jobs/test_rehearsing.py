"""A rehearsal is kept whole or not at all, whatever becomes of the process that does it."""

import pytest
from django.utils import timezone

from plimsoll.actions.criteria import begin_draft, start_rehearsal
from plimsoll.core.terms import Role
from plimsoll.queries import shipped
from plimsoll.queries.access import get_viewer
from plimsoll.records.context import acting
from plimsoll.records.models.priority import CriteriaDraft, CriteriaSet
from tests.factories.records import make, organisation
from tests.factories.small import FROM, OPENED, settle
from tests.jobs.test_importing import begin, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]


def test_a_rehearsal_whose_worker_is_killed_leaves_nothing_and_the_next_goes_on(queue, database, tmp_path):
    org, at = organisation().pk, timezone.now()
    with acting(org, None, "a test"):
        settle(org)
        adam = make("worker", org, name="Adam", sort_name="adam", joined_on=FROM).pk
        make("roleheld", org, worker_id=adam, team=None, role=Role.ADMINISTRATOR, from_date=FROM)
        for reference in ("K-1", "K-2"):
            case = make("case", org, reference=reference, opened_at=OPENED)
            make("allocation", org, case=case, worker_id=adam, from_at=OPENED)
        by = get_viewer(org, adam, at.date())
    with acting(org, adam, "a test"):
        text = (
            shipped.criteria_text("statutory")
            .replace("weight = 30", "weight = 10", 1)
            .replace("weight = 25", "weight = 45")
        )
        draft = begin_draft(text, "Dates were missed", by=by, at=at)
        start_rehearsal(draft, by=by, at=at)

    def found() -> CriteriaDraft:
        with acting(org, None, "a test"):
            return CriteriaDraft.objects.get(pk=draft)

    killed = begin(database, tmp_path, hold=True)
    wait_until((tmp_path / "held").exists)
    killed.kill()
    killed.wait()

    half = found()
    assert half.total == 2  # so far it was
    assert (half.rehearsed_at, half.rehearsal, half.failed) == (None, None, "")

    other = begin(database, tmp_path, hold=False)
    wait_until(lambda: found().rehearsed_at is not None)
    other.kill()
    other.wait()

    whole = found()
    assert (whole.rehearsal["cases"], whole.failed, whole.text) == (2, "", text)
    with acting(org, None, "a test"):
        assert CriteriaSet.objects.count() == 1  # it changed nothing for anybody
