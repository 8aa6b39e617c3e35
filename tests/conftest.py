"""Two organisations, so that there is always another one whose rows must not be seen; an invented town; the tests' database
for processes of their own, and a home."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from plimsoll.config.databases import OWNER, WEB
from plimsoll.config.embedded import Cluster, stop
from plimsoll.config.embedded import cluster as places
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


@pytest.fixture
def database(cluster: Cluster, django_db_setup: None) -> dict[str, str]:
    """Where the tests' database is, as settings of a process. The test says `django_db` with both databases."""
    name = settings.DATABASES["owner"]["NAME"]
    return {
        "DATABASE_URL": cluster.url(WEB, name),
        "DATABASE_OWNER_URL": cluster.url(OWNER, name),
        "SECRET_KEY": "only for a test; " * 4,
    }


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of an installation, in a closed folder with spaces in its name, with a database of its own. It is empty, but
    its tables stay made from one test to the next; without an organisation."""
    closed = tmp_path_factory.mktemp("a closed folder")
    closed.chmod(0o700)
    folder = closed / "home of its own"
    yield folder
    stop(folder)
    for place in (places(folder).place, places(folder).socket):
        shutil.rmtree(place, ignore_errors=True)
