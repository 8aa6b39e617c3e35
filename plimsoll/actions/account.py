"""Signing in and out, and by what somebody shows who they are."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.authorise import (
    CAME_IN_ALREADY,
    check_can_let_in,
    check_can_manage_people,
    check_can_manage_settings,
)
from plimsoll.actions.cases import Refused
from plimsoll.actions.organisation import OWNER
from plimsoll.config.keys import digest_of, new_key
from plimsoll.core.access import NotAllowed, NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, Role
from plimsoll.queries.access import get_viewer, list_invented_people
from plimsoll.queries.account import FACTORS, WORKER, find_user, get_user, list_places
from plimsoll.records import scopes
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
    PROVIDER = "provider"  # where the organisation's own provider said who it is
    FIRST = "first organisation"  # by making it


WITH_ACCOUNT = frozenset({How.PASSWORD, How.PROVIDER})
"""Ways of signing in that go by somebody's own account, so that a second step of theirs may be asked for."""
INSTALLATION = UUID(int=0)
"""In whose trail it stands what belongs to no organisation: that somebody was refused who works nowhere here."""


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
    with invited(digest_of(key), at=at, origin=origin) as viewer:
        return open_account(viewer, email=email, password=password, at=at)


@contextmanager
def invited(digest: str, *, at: datetime, origin: str) -> Iterator[Viewer]:
    """A transaction in which an invitation is used, as whoever was invited. `digest` : of its key.

    Raises
    ------
    NotAllowed, NotThere : as `accept_invitation`.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT org_id, worker_id FROM records_use_invitation(%s, %s)", [digest, at])
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
            yield viewer


def set_first_password(*, email: str, password: str, by: Viewer, at: datetime) -> User:
    """Gives the viewer an account, where they have none and came in by a link. Event PASSWORD_SET.

    Raises
    ------
    NotAllowed : they have one, the town is invented, or nobody has a password. Refused : as `accept_invitation`.
    """
    check_can_keep_password()
    if get_user(by) is not None:
        raise NotAllowed("You have a password already. You can change it under How you sign in.")
    return open_account(by, email=email, password=password, at=at)


def set_password(user: User, password: str, *, keep: str, by: Viewer) -> None:
    """Sets a new password, and signs the viewer out everywhere but in the session `keep`. Event PASSWORD_SET.

    Raises
    ------
    NotAllowed : the town is invented, or nobody has a password. Refused : the password is too easy.
    """
    check_can_keep_password()
    if faults := _password_faults(password, user):
        raise Refused(faults)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user.pk, keep=keep)
    record_event(by, Act.PASSWORD_SET)


def end_sessions(user: UUID, *, keep: str = "") -> None:
    """Signs somebody out everywhere but in the session `keep`."""
    for row in UserSession.objects.filter(user_id=user).exclude(session_key=keep):
        row.end()


def end_session(user: User, key: int, *, by: Viewer) -> None:
    """Signs the viewer out on one device. Event SESSION_ENDED. One that has ended is left as it is."""
    row = UserSession.objects.filter(user_id=user.pk, pk=key).first()
    if row is not None:
        row.end()
        record_event(by, Act.SESSION_ENDED)


def end_way_in(worker: UUID, *, by: Viewer, at: datetime) -> None:
    """Ends all by which somebody signs in: their sessions, password, second steps, whom the provider names, and links that
    are not used yet. They are outside again, and come in by an invitation. Whoever keeps people; event WAY_IN_ENDED.

    Raises
    ------
    NotAllowed : the viewer may not, or it is themselves. NotThere : no such person is here.
    """
    check_can_keep_account()
    check_can_manage_people(by)
    if worker == by.worker:
        raise NotAllowed("How you sign in yourself you change under How you sign in.")
    if not scopes.here(by.org, at.astimezone(LONDON).date()).filter(pk=worker).exists():
        raise NotThere
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_end_way_in(%s, %s)", [worker, at])
    user = Worker.objects.select_related("user").get(org_id=by.org, pk=worker).user
    if user is not None:
        user.set_unusable_password()
        user.issuer = user.subject = ""
        user.save(update_fields=["password", "issuer", "subject"])
        Authenticator.objects.filter(user_id=user.pk).delete()
        end_sessions(user.pk)
    for session in Session.objects.filter(expire_date__gt=at).iterator():  # of a link too, which goes by no account
        if session.get_decoded().get(WORKER) == str(worker):
            session.delete()
    record_event(by, Act.WAY_IN_ENDED, about_id=worker)


def check_can_keep_account() -> None:
    """Whether anybody has a password here, and what goes with it: nobody where one is whoever one chooses to be.

    Raises
    ------
    NotAllowed : the town is invented.
    """
    if settings.INVENTED:
        raise NotAllowed("Everyone in this town is made up: nobody here has a password.")


def check_can_keep_password() -> None:
    """Whether one can have a password here.

    Raises
    ------
    NotAllowed : as `check_can_keep_account`, or everybody signs in by the organisation's provider alone.
    """
    check_can_keep_account()
    if not settings.PASSWORDS:
        raise NotAllowed(f"Nobody has a password here: everybody signs in with {settings.PROVIDER_NAME}.")


def open_account(
    viewer: Viewer, *, email: str, password: str | None, at: datetime, issuer: str = "", subject: str = ""
) -> User:
    """Gives somebody an account, or the one anew that they had before they were given a new way in: with a password (event
    PASSWORD_SET), or known by the organisation's provider (`issuer`, `subject`; event PROVIDER_LINKED).

    Raises
    ------
    Refused : as `accept_invitation`.
    """
    worker = Worker.objects.select_related("user").get(org_id=viewer.org, pk=viewer.worker)
    user = worker.user or User(created_at=at)
    user.email, user.issuer, user.subject = email.casefold(), issuer, subject
    faults = _password_faults(password, user) if password is not None else {}
    if find_user(email) not in (None, user.pk):
        faults["email"] = "This address has an account here already. Use another one."
    if faults:
        raise Refused(faults)
    user.set_password(password)
    user.save()
    Worker.objects.filter(org_id=viewer.org, pk=viewer.worker).update(user_id=user.pk)
    if password is None:
        record_event(viewer, Act.PROVIDER_LINKED, detail={"by": "a new account"})
    else:
        record_event(viewer, Act.PASSWORD_SET)
    return user


def _password_faults(password: str, user: User) -> dict[str, str]:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        return {"password": " ".join(fault.messages)}
    return {}


def refuse_sign_in(user: UUID | None, *, step: str, origin: str, why: str = "") -> None:
    """Remembers that somebody was refused; `user` : whose account they asked for, where there is one; `step`: what was
    wrong, such as their password or their code; `why` : a word on what the provider's answer lacked. Event SIGN_IN_REFUSED
    where they work. Of whoever works nowhere here the same is written into the trail of the installation, so that how long
    a refusal takes says nothing of whether there is such an account.
    """
    places: list[tuple[UUID, UUID | None]] = [*list_places(user or INSTALLATION)]
    for org, worker in places or [(INSTALLATION, None)]:
        with acting(org, None, "POST sign-in", origin=origin):
            detail = {"step": step} | ({"why": why} if why else {})
            record_event(product(org), Act.SIGN_IN_REFUSED, about_id=worker, detail=detail)


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
