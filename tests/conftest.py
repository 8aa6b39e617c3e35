"""Two organisations, so that there is always another one whose rows must not be seen; and an invented town."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from plimsoll.demo.filling import Made, make_town
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


@pytest.fixture(scope="session")
def small_town(django_db_setup: None, django_db_blocker: Any) -> Made:
    """An invented town of a few workers, committed once for all tests that ask for it."""
    with django_db_blocker.unblock():
        return make_town(workers=8, seed=1, as_at=date(2026, 11, 23), name="Small Invented Town", again=True)
