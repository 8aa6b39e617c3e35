"""Somebody at their browser."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from plimsoll.web.middleware.records import ORG, WORKER
from tests.matrix.watch import Watched

Browser = Callable[[str], Client]


def signed_in(org: UUID, worker: UUID) -> Client:
    """A browser in which a worker is signed in. It fails on a write without an event."""
    client = Watched()
    session = client.session
    session[ORG], session[WORKER] = str(org), str(worker)
    session.save()
    return client


@pytest.fixture
def browser(small) -> Browser:
    """The browser of somebody of the small organisation."""
    return lambda name: signed_in(small.org, small.people[name])
