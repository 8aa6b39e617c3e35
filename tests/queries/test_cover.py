"""Who stands in for somebody who is away looks after their cases only by a role by which one holds cases."""

from datetime import date, timedelta

import pytest

from plimsoll.core.terms import NoticeKind
from plimsoll.queries.facts.cover import gone
from plimsoll.queries.facts.route import on_route
from plimsoll.queries.notices import list_notices
from plimsoll.records.context import acting
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY, Small

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "covered"), [("PRACTITIONER", True), ("AUDITOR", False)])
def test_only_a_role_that_holds_cases_covers_them(small: Small, role: str, covered: bool) -> None:
    ann = small.people["ann"]
    with acting(small.org, None, "a test"):
        make("absence", small.org, worker_id=ann, begins_at=NOW - timedelta(1), ends_at=NOW + timedelta(1))
        make("delegation", small.org, giver_id=ann, taker_id=small.people["bob"], role=role, from_date=FROM,
             to_date=date(2027, 1, 1))  # fmt: skip
        make(
            "event", small.org, case=small.cases["A1"], kind="IMMEDIATE_HARM_REPORTED", happened_at=NOW, recorded_at=NOW
        )
    sue = small.viewer("sue")
    with acting(small.org, small.people["sue"], "a test"):
        kinds = {one.kind for one in list_notices(sue, NOW)}
        found = bool(gone(sue, [ann], TODAY, NOW)), NoticeKind.UNCOVERED in kinds, bool(on_route(sue, NOW))

    assert found == (not covered,) * 3
