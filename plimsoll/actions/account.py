"""Signing in and out, and by what somebody shows who they are."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.authorise import CAME_IN_ALREADY, check_can_let_in, check_can_manage_settings
from plimsoll.actions.cases import Refused
from plimsoll.actions.organisation import OWNER
from plimsoll.config.keys import digest_of, new_key
from plimsoll.core.access import NotAllowed, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, Role
from plimsoll.queries.access import get_viewer, list_invented_people
from plimsoll.queries.account import FACTORS, find_user, get_user, list_places
from plimsoll.records.context import acting, say_roles
from plimsoll.records.models.access import LONGEST_INVITATION, SignInLink, User
from plimsoll.records.models.people import Worker
from plimsoll.records.models.reference import Setting

INVITATION_DAYS = LONGEST_INVITATION.days  # ours: time for somebody who begins next week
LINK_MINUTES = 30  # long enough to bring it to a colleague, short enough that a lost one is soon worth nothing


class How(StrEnum):
    """How somebody signed in, as the trail says it."""

    INVENTED = "invented"  # by name, in an invented town
    LINK = "link"
    PASSWORD = "password"  # noqa: S105 - and by the second step, where there is one
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
    """Makes an invitation, a link by which a colleague sets their password, once, within seven days; its key, which is kept
    nowhere. Whoever may let them in; event LINK_MADE.

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


def accept_invitation(key: str, *, email: str, password: str, at: datetime, origin: str) -> User:
    """Makes the account of whoever was invited; from then on the invitation is used. Events PASSWORD_SET.

    Raises
    ------
    NotAllowed : there is no such invitation, it was used, or it has lapsed. Nobody learns which.
    NotThere : they have left. Refused : the address has an account, or the password is too easy.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT org_id, worker_id FROM records_use_invitation(%s, %s)", [digest_of(key), at])
            found = cursor.fetchone()
        if found is None:
            raise NotAllowed(
                f"This invitation cannot be used. It was used before, is older than {INVITATION_DAYS} days, or was cut "
                "short. Ask whoever gave it to you for another one."
            )
        org, worker = found
        with acting(org, worker, "POST invitation", origin=origin):
            viewer = get_viewer(org, worker, at.astimezone(LONDON).date())
            say_roles(viewer.said_roles)
            return _make_account(viewer, email, password, at)


def set_first_password(*, email: str, password: str, by: Viewer, at: datetime) -> User:
    """Gives the viewer an account, where they have none and came in by a link. Event PASSWORD_SET.

    Raises
    ------
    NotAllowed : they have one, or the town is invented. Refused : as `accept_invitation`.
    """
    check_can_keep_account()
    if get_user(by) is not None:
        raise NotAllowed("You have a password already. You can change it under How you sign in.")
    return _make_account(by, email, password, at)


def set_password(user: User, password: str, *, keep: str, by: Viewer) -> None:
    """Sets a new password, and signs the viewer out everywhere but in the session `keep`. Event PASSWORD_SET.

    Raises
    ------
    NotAllowed : the town is invented. Refused : the password is too easy.
    """
    check_can_keep_account()
    if faults := _password_faults(password, user):
        raise Refused(faults)
    user.set_password(password)
    user.save(update_fields=["password"])
    for row in UserSession.objects.filter(user_id=user.pk).exclude(session_key=keep):
        row.end()
    record_event(by, Act.PASSWORD_SET)


def end_session(user: User, key: int, *, by: Viewer) -> None:
    """Signs the viewer out on one device. Event SESSION_ENDED. One that has ended is left as it is."""
    row = UserSession.objects.filter(user_id=user.pk, pk=key).first()
    if row is not None:
        row.end()
        record_event(by, Act.SESSION_ENDED)


def check_can_keep_account() -> None:
    """Whether anybody has a password here, and what goes with it: nobody where one is whoever one chooses to be.

    Raises
    ------
    NotAllowed : the town is invented.
    """
    if settings.INVENTED:
        raise NotAllowed("Everyone in this town is made up: nobody here has a password.")


def _make_account(viewer: Viewer, email: str, password: str, at: datetime) -> User:
    user = User(email=email.casefold(), created_at=at)
    faults = _password_faults(password, user)
    if find_user(email) is not None:
        faults["email"] = "This address has an account here already. Use another one."
    if faults:
        raise Refused(faults)
    user.set_password(password)
    user.save(force_insert=True)
    Worker.objects.filter(org_id=viewer.org, pk=viewer.worker).update(user_id=user.pk)
    record_event(viewer, Act.PASSWORD_SET)
    return user


def _password_faults(password: str, user: User) -> dict[str, str]:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        return {"password": " ".join(fault.messages)}
    return {}


def refuse_sign_in(user: UUID, *, step: str, origin: str) -> None:
    """Remembers that somebody was refused who gave a user's address; `step`: what was wrong, their password or their code.
    Event SIGN_IN_REFUSED, wherever they work."""
    for org, worker in list_places(user):
        with acting(org, None, "POST sign-in", origin=origin):
            record_event(product(org), Act.SIGN_IN_REFUSED, about_id=worker, detail={"step": step})


def record_factor(act: Act, kind: str, *, by: Viewer) -> None:
    """Remembers that a second step was added or removed, and of which kind; event FACTOR_ADDED or FACTOR_REMOVED."""
    record_event(by, act, detail={"kind": kind})


def settle_factors(roles: Collection[Role], *, by: Viewer) -> None:
    """Settles whose roles need a second step to sign in. Whoever manages settings; event FACTORS_SETTLED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`.
    """
    check_can_manage_settings(by)
    codes = sorted(role.value for role in roles)
    Setting.objects.update_or_create(org_id=by.org, key=FACTORS, defaults={"value": codes})
    record_event(by, Act.FACTORS_SETTLED, detail={"roles": codes})


def sign_in(*, by: Viewer, how: How) -> None:
    """Remembers that somebody signed in, and how; event SIGNED_IN."""
    record_event(by, Act.SIGNED_IN, detail={"how": how.value})


def sign_out(*, by: Viewer) -> None:
    """Remembers that somebody signed out; event SIGNED_OUT."""
    record_event(by, Act.SIGNED_OUT)
