"""Signing in and out."""

from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.core.access import NotAllowed, Viewer
from plimsoll.core.terms import Act
from plimsoll.queries.access import list_invented_people


def check_can_sign_in_without_password(org: UUID, worker: UUID) -> None:
    """Whether one may sign in as somebody without a password: in an invented town, where no organisation is real.

    Raises
    ------
    NotAllowed : an organisation is not invented, or there is no such person.
    """
    if not any(person.org == org and person.worker == worker for person in list_invented_people()):
        raise NotAllowed("You can sign in without a password only as a person of an invented town.")


def sign_in(*, by: Viewer) -> None:
    """Remembers that somebody signed in; event SIGNED_IN."""
    record_event(by, Act.SIGNED_IN)


def sign_out(*, by: Viewer) -> None:
    """Remembers that somebody signed out; event SIGNED_OUT."""
    record_event(by, Act.SIGNED_OUT)
