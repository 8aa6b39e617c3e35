"""The context of an organisation, and who acts in it."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from plimsoll.records.context import acting

ANN = uuid4()  # who acts, where it does not matter who


@pytest.fixture
def here(db: None, org: UUID) -> Iterator[UUID]:
    """The test runs in the context of the organisation, as the product: nothing is hidden from it."""
    with acting(org, None, "a test"):
        yield org
