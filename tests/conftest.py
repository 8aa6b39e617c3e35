"""The tests' database for processes of their own, and for connections outside of any test's transaction."""

import pytest
from django.conf import settings

from plimsoll.config.databases import OWNER, WEB
from plimsoll.config.embedded import Cluster


@pytest.fixture
def database(cluster: Cluster, django_db_setup: None) -> dict[str, str]:
    """Where the tests' database is, as settings of a process. The test says `django_db` with both databases."""
    name = settings.DATABASES["owner"]["NAME"]
    return {
        "DATABASE_URL": cluster.url(WEB, name),
        "DATABASE_OWNER_URL": cluster.url(OWNER, name),
        "SECRET_KEY": "only for a test; " * 4,
    }
