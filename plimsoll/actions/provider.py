"""Signing in by the organisation's own provider: whom it says somebody is, and whose account that is here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from plimsoll.actions.account import check_can_keep_account, end_sessions, invited, open_account
from plimsoll.actions.audit import record_event
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotAllowed, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.access import get_viewer
from plimsoll.queries.account import find_linked, find_unlinked, get_user, list_places
from plimsoll.records.context import acting, say_roles
from plimsoll.records.models.access import User

TAKEN = "This account belongs to somebody else here already. Ask whoever keeps people where you work."


@dataclass(frozen=True)
class Identity:
    """Whom a provider names, in an answer that was checked. proved : it vouches that `email` is theirs."""

    issuer: str
    subject: str
    email: str
    proved: bool


class NotKnown(Exception):
    """A provider names somebody who cannot come in. user : whose account it would be, where there is one."""

    def __init__(self, why: str, user: UUID | None = None) -> None:
        super().__init__(why)
        self.why, self.user = why, user


def let_in(who: Identity, *, at: datetime, origin: str) -> User:
    """Whose account it is whom a provider names: the one that was linked, or else the one of their address, where the
    provider vouches for it; that one is linked from now on (event PROVIDER_LINKED).

    An address that was typed here was proved by nobody, so whoever typed it may be another. Therefore their password is
    worth nothing from then on, and they are signed out everywhere.

    Raises
    ------
    NotKnown : there is no such account, it is closed, or they work nowhere here any more.
    """
    user = find_linked(who.issuer, who.subject)
    if user is None and who.email and not who.proved:
        raise NotKnown("address not proved")
    found = user or find_unlinked(who.email)
    if found is None:
        raise NotKnown("not known")
    places = list_places(found.pk)
    if not found.is_active or not places:
        raise NotKnown("gone", found.pk)
    if user is None:
        org, worker = places[0]
        with acting(org, worker, "sign-in by the provider", origin=origin):
            viewer = get_viewer(org, worker, at.astimezone(LONDON).date())
            say_roles(viewer.said_roles)
            found.set_unusable_password()
            found.save(update_fields=["password"])
            _link(found, who)
            end_sessions(found.pk)
            record_event(viewer, Act.PROVIDER_LINKED, detail={"by": "address"})
    return found


def accept_invitation(digest: str, who: Identity, *, at: datetime, origin: str) -> User:
    """Makes the account of whoever was invited, as whom a provider names; from then on the invitation is used. It says who
    they are here, so the provider need not vouch for the address. Event PROVIDER_LINKED.

    Raises
    ------
    NotAllowed : as for every invitation; or the provider gives no address, or whom it names has an account here.
    NotThere : they have left.
    """
    if find_linked(who.issuer, who.subject) is not None:
        raise NotAllowed(TAKEN)
    with invited(digest, at=at, origin=origin) as viewer:
        return _open(who, viewer, at)


def link(who: Identity, *, by: Viewer, at: datetime) -> None:
    """The viewer signs in by the provider too from now on, as whom it names, and as nobody else whom it named before; where
    they have no account yet, it makes one. Event PROVIDER_LINKED.

    Raises
    ------
    NotAllowed : the town is invented; or the provider gives no address, or somebody else has an account here by that name.
    """
    check_can_keep_account()
    user = get_user(by)
    try:
        with transaction.atomic():
            if user is None:
                _open(who, by, at)
            else:
                _link(user, who)
                record_event(by, Act.PROVIDER_LINKED, detail={"by": "themselves"})
    except IntegrityError:
        raise NotAllowed(TAKEN) from None


def _open(who: Identity, viewer: Viewer, at: datetime) -> User:
    if not who.email:
        raise NotAllowed("Your provider gave no e-mail address of yours. Ask whoever runs it to add it.")
    try:
        return open_account(viewer, email=who.email, password=None, at=at, issuer=who.issuer, subject=who.subject)
    except Refused as refusal:
        raise NotAllowed(TAKEN) from refusal


def _link(user: User, who: Identity) -> None:
    user.issuer, user.subject = who.issuer, who.subject
    user.save(update_fields=["issuer", "subject"])
