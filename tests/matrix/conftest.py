"""The one prepared town, the clock that stands still, and what is said at the end."""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from tests.matrix.cast import HERE, THERE
from tests.matrix.cells import TALLY, Asking
from tests.matrix.town import NOW, Town, prepared


@pytest.fixture(scope="package")
def town(orgs: tuple[UUID, UUID], django_db_blocker: Any) -> Iterator[Town]:
    """Made once for all tests of this folder, and undone after them."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        with prepared(dict(zip((HERE, THERE), orgs, strict=True))) as made:
            logging.disable(logging.WARNING)  # thousands of refusals, each as declared
            yield made
            logging.disable(logging.NOTSET)


@pytest.fixture(scope="package")
def asking(town: Town) -> Asking:
    """Everybody's browser."""
    return Asking(town)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many cells there were, and whether all were as declared."""
    if TALLY.cells:
        as_declared = "all as declared" if not TALLY.faults else f"{TALLY.faults:,} not as declared"
        terminalreporter.write_line(f"matrix: {TALLY.cells:,} cells, {as_declared}")
