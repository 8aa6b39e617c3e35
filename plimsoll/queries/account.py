"""How people sign in: where somebody works, by what they show who they are, and where they are signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection

from plimsoll.core.access import Viewer, shows_children
from plimsoll.core.terms import Role
from plimsoll.records.models.access import User
from plimsoll.records.models.people import Worker
from plimsoll.records.models.reference import Setting

ORG, WORKER = "org", "worker"  # in a session: who is signed in
FACTORS = "second_factor_roles"  # the setting: codes of the roles
USUAL_FACTORS = frozenset(role for role in Role if shows_children(role))
"""Who needs a second step where nobody has settled it. Ours: everyone who may see children's records."""


@dataclass(frozen=True)
class Device:
    """Where somebody is signed in: since when, from which address, with what; whether it is here."""

    key: int
    since: datetime
    address: str
    browser: str
    here: bool


@dataclass(frozen=True)
class Factors:
    """By what somebody shows who they are besides the password: codes of an app, passkeys by key and name, and how many
    recovery codes are left."""

    app: bool = False
    passkeys: tuple[tuple[int, str], ...] = ()
    codes_left: int = 0

    def __bool__(self) -> bool:
        return self.app or bool(self.passkeys)


def list_places(user: UUID) -> list[tuple[UUID, UUID]]:
    """Where a user works now, as organisation and worker. One query, asked before any organisation is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT org_id, worker_id FROM records_places(%s) ORDER BY org_id", [user])
        return list(cursor.fetchall())


def find_user(email: str) -> UUID | None:
    """Whose an e-mail address is, whatever its capitals. One query, asked before any organisation is known."""
    found: UUID | None = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    return found


def get_user(viewer: Viewer) -> User | None:
    """As whom the viewer signs in, with a password or by the organisation's provider; nobody where they do neither. One
    query."""
    found = Worker.objects.filter(org_id=viewer.org, pk=viewer.worker).select_related("user").first()
    user = found.user if found else None
    return user if user and (user.has_usable_password() or user.subject) else None


def find_linked(issuer: str, subject: str) -> User | None:
    """Whose account it is, of one whom a provider names. One query, asked before any organisation is known."""
    return User.objects.filter(issuer=issuer, subject=subject).first() if subject else None


def find_unlinked(email: str) -> User | None:
    """Whose account with a password an address is, of one whom no provider names yet. One query, asked before any
    organisation is known."""
    found = User.objects.filter(email__iexact=email, subject="").first() if email else None
    return found if found and found.has_usable_password() else None


def get_factors(user: UUID) -> Factors:
    """What somebody has besides the password. One query."""
    app, passkeys, left = False, [], 0
    for row in Authenticator.objects.filter(user_id=user).order_by("pk"):
        match row.type:
            case Authenticator.Type.TOTP:
                app = True
            case Authenticator.Type.WEBAUTHN:
                passkeys.append((row.pk, str(row.wrap().name)))
            case Authenticator.Type.RECOVERY_CODES:
                left = len(row.wrap().get_unused_codes())
    return Factors(app, tuple(passkeys), left)


def factor_roles(viewer: Viewer) -> frozenset[Role]:
    """The roles that need a second step in the viewer's organisation. One query."""
    said = Setting.objects.filter(org_id=viewer.org, key=FACTORS).values_list("value", flat=True).first()
    return USUAL_FACTORS if said is None else frozenset(Role(word) for word in said)


def needs_factor(viewer: Viewer) -> bool:
    """Whether the viewer has to sign in with a second step. One query."""
    return bool(factor_roles(viewer) & set(viewer.roles))


def list_devices(user: UUID, session_key: str) -> tuple[Device, ...]:
    """Where somebody is signed in with their password, the newest first; sessions that have ended are forgotten."""
    rows = UserSession.objects.purge_and_list(User(pk=user))
    found = (
        Device(row.pk, row.created_at, row.ip, row.user_agent, row.session_key == session_key)
        for row in sorted(rows, key=lambda row: row.created_at, reverse=True)
    )
    return tuple(found)
