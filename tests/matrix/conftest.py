"""The one prepared town, and the clock that stands still."""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from psycopg._preparing import PrepareManager

from tests.matrix.cast import HERE, THERE
from tests.matrix.cells import Asking
from tests.matrix.town import NOW, Town, prepared


@pytest.fixture(scope="package")
def town(orgs: tuple[UUID, UUID], django_db_blocker: Any) -> Iterator[Town]:
    """Made once for all tests of this folder, and undone after them."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        # Whatever is asked is undone, and with it psycopg would forget each time what it had prepared.
        patch.setattr(PrepareManager, "_should_discard", staticmethod(lambda prep, results: False))
        with prepared(dict(zip((HERE, THERE), orgs, strict=True))) as made:
            logging.disable(logging.WARNING)  # thousands of refusals, each as declared
            yield made
            logging.disable(logging.NOTSET)


@pytest.fixture(scope="package")
def asking(town: Town) -> Asking:
    """Everybody's browser."""
    return Asking(town)
