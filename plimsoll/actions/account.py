"""Signing in and out."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import connection

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import CAME_IN_ALREADY, check_can_let_in
from plimsoll.actions.organisation import OWNER
from plimsoll.config.keys import digest_of, new_key
from plimsoll.core.access import NotAllowed, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.access import list_invented_people
from plimsoll.records.context import acting
from plimsoll.records.models.access import SignInLink

LINK_MINUTES = 30  # long enough to bring it to a colleague, short enough that a lost one is soon worth nothing


class How(StrEnum):
    """How somebody signed in, as the trail says it."""

    INVENTED = "invented"  # by name, in an invented town
    LINK = "link"
    FIRST = "first organisation"  # by making it


def check_can_sign_in_without_password(org: UUID, worker: UUID) -> None:
    """Whether one may sign in as somebody without a password: in an invented town, where no organisation is real.

    Raises
    ------
    NotAllowed : an organisation is not invented, or there is no such person.
    """
    if not any(person.org == org and person.worker == worker for person in list_invented_people()):
        raise NotAllowed("You can sign in without a password only as a person of an invented town.")


def make_link(*, org: UUID, worker: UUID, at: datetime) -> str:
    """Makes a link that signs a worker in, once, within half an hour; its key, which is kept nowhere. Event LINK_MADE.

    For whoever runs the server, over the connection of the owner: who runs it can be anybody anyway.
    """
    key = new_key()
    with acting(org, None, "a link to sign in with is made", origin="command line", using=OWNER):
        link = SignInLink(
            org_id=org,
            worker_id=worker,
            digest=digest_of(key),
            made_at=at,
            expires_at=at + timedelta(minutes=LINK_MINUTES),
        )
        link.save(force_insert=True, using=OWNER)
        record_event(Viewer(org, worker, ""), Act.LINK_MADE, about_id=worker, using=OWNER)
    return key


def let_in(worker: UUID, *, by: Viewer, at: datetime) -> str:
    """Makes a link that signs a colleague in for the first time, once, within half an hour; its key, which is kept nowhere.
    Whoever may let them in; event LINK_MADE.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_let_in`.
    """
    check_can_let_in(by, worker, at.astimezone(LONDON).date())
    key = new_key()
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_let_in(%s, %s, %s)", [worker, digest_of(key), at])
        (made,) = cursor.fetchone()
    if not made:
        raise NotAllowed(CAME_IN_ALREADY)
    record_event(by, Act.LINK_MADE, about_id=worker)
    return key


def use_link(key: str, *, at: datetime) -> tuple[UUID, UUID]:
    """Whom a link signs in, as organisation and worker. From then on it is used.

    Raises
    ------
    NotAllowed : there is no such link, it was used, or it has expired. Nobody learns which.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT org_id, worker_id FROM records_use_sign_in_link(%s, %s)", [digest_of(key), at])
        found = cursor.fetchone()
    if found is None:
        raise NotAllowed(
            f"This link cannot be used. It was used before, is older than {LINK_MINUTES} minutes, or was cut short."
        )
    return found[0], found[1]


def sign_in(*, by: Viewer, how: How) -> None:
    """Remembers that somebody signed in, and how; event SIGNED_IN."""
    record_event(by, Act.SIGNED_IN, detail={"how": how.value})


def sign_out(*, by: Viewer) -> None:
    """Remembers that somebody signed out; event SIGNED_OUT."""
    record_event(by, Act.SIGNED_OUT)
