"""Two organisations, so that there is always another one whose rows must not be seen."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from plimsoll.records.context import acting
from tests.factories.records import organisation

ANN = uuid4()  # who acts, where it does not matter who


@pytest.fixture(scope="session")
def orgs(django_db_setup: None, django_db_blocker: Any) -> tuple[UUID, UUID]:
    """Two organisations, committed as the owner once for all tests."""
    with django_db_blocker.unblock():
        return organisation().pk, organisation().pk


@pytest.fixture
def org(orgs: tuple[UUID, UUID]) -> UUID:
    """The one that most tests are about."""
    return orgs[0]


@pytest.fixture
def here(db: None, org: UUID) -> Iterator[UUID]:
    """The test runs in the context of the organisation, as the product: nothing is hidden from it."""
    with acting(org, None, "a test"):
        yield org
