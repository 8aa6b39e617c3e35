"""A small invented town in the database, committed once for all tests; nobody else's rows are touched."""

from datetime import date
from typing import Any

import pytest

from plimsoll.demo.filling import Made, make_town

AS_AT = date(2026, 11, 23)
WORKERS = 8


@pytest.fixture(scope="session")
def small_town(django_db_setup: None, django_db_blocker: Any) -> Made:
    """The town of a few workers."""
    with django_db_blocker.unblock():
        return make_town(workers=WORKERS, seed=1, as_at=AS_AT, name="Small Invented Town", again=True)
