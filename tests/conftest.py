"""Two organisations, so that there is always another one whose rows must not be seen."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.factories.records import organisation
from tests.factories.small import Small, small_organisation


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
def small(db: None, org: UUID) -> Iterator[Small]:
    """A small organisation with its people and cases, the product acting."""
    yield from small_organisation(org)
