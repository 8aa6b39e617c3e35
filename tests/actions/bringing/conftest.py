"""A service into which files are brought."""

import pytest

from tests.actions.bringing.by_hand import Service
from tests.factories.small import Small


@pytest.fixture
def service(small: Small) -> Service:
    return Service(small)
