"""What tests of several actions begin from."""

import pytest

from plimsoll.core.terms import Role
from tests.factories.records import make
from tests.factories.small import FROM, Small


@pytest.fixture
def desk(small: Small) -> Small:
    """With a duty worker in the first team."""
    worker = make("worker", small.org, name="dee", sort_name="dee", joined_on=FROM)
    small.people["dee"] = worker.pk
    make("roleheld", small.org, worker=worker, team_id=small.team, role=Role.DUTY, from_date=FROM)
    return small
