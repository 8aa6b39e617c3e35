"""What allauth asks of us: how a session becomes somebody's, by what tries are counted, and how secrets are kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from plimsoll.actions.account import How
from plimsoll.config.keys import box
from plimsoll.core.access import NotAllowed
from plimsoll.queries.account import get_factors, list_places
from plimsoll.web.account.entering import remember, stay
from plimsoll.web.middleware.records import origin

# In the session of whoever comes from the provider: whether it asked for a second step that counts here.
ASKED_THERE = "asked-there"
OFTEN = "That was wrong too often. Wait five minutes, and try again."
KEY_IS_GONE = (
    "Your second step cannot be checked: the server has another secret key than when you set it up. "
    "Tell whoever runs Plimsoll."
)
NOWHERE = "0.0.0.0"  # noqa: S104 - an address that nobody has: the connection says none, as by a socket


class Adapter(DefaultAccountAdapter):
    """allauth's way of signing in, to our sessions and our trail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": OFTEN,
        "rate_limited": OFTEN,
    }

    def login(self, request: HttpRequest, user: Any) -> None:
        """The session is this user's from now on, where they work."""
        org, worker = list_places(user.pk)[0]
        asked = request.session.get(ASKED_THERE)
        super().login(request, user)
        how = How.PASSWORD if asked is None else How.PROVIDER
        remember(request, org, worker, how)
        stay(request, org, worker, how, second=bool(asked or get_factors(user.pk)))

    def get_login_stages(self) -> list[str]:
        """What stands between showing who one is and being in: not our second step, where the provider asked for one."""
        stages = super().get_login_stages()
        if not self.request.session.get(ASKED_THERE):
            return stages
        return [stage for stage in stages if not stage.endswith(AuthenticateStage.__name__)]

    def get_client_ip(self, request: HttpRequest) -> str:
        """From where somebody comes: as the trail says it."""
        return origin(request) or NOWHERE

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not by allauth: what is dangerous stands behind our own `asked_again`."""
        return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes themselves an account."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By address and person together: whoever guesses somebody's password shuts out nobody but themselves."""
        return f"{self.get_client_ip(request)} {credentials.get('email', '').casefold()}"


class FactorAdapter(DefaultMFAAdapter):
    """Second factors, with their secrets unreadable to whoever reads the database alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Codes change every 30 seconds: look again, and type the one of now",
    }

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it is.

        Raises
        ------
        NotAllowed : it was kept with a key that is not there any more.
        """
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise NotAllowed(KEY_IS_GONE) from None


def _box() -> MultiFernet:
    return box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
