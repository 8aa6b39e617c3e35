"""Two organisations, so that there is always another one whose rows must not be seen."""

from typing import Any
from uuid import UUID

import pytest

from tests.factories.records import organisation


@pytest.fixture(scope="session")
def orgs(django_db_setup: None, django_db_blocker: Any) -> tuple[UUID, UUID]:
    """Two organisations, committed as the owner once for all tests."""
    with django_db_blocker.unblock():
        return organisation().pk, organisation().pk


@pytest.fixture
def org(orgs: tuple[UUID, UUID]) -> UUID:
    """The one that most tests are about."""
    return orgs[0]
