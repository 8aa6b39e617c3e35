"""Signing in by the organisation's own provider. What goes there and back, and whether it is sound, is authlib's.

One goes there by a link and not by a form: the content policy lets no form lead to another place.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from plimsoll.actions import account
from plimsoll.actions import provider as doing
from plimsoll.actions.provider import Identity, NotKnown
from plimsoll.config.keys import digest_of
from plimsoll.core.access import NotThere
from plimsoll.web.account.adapter import ASKED_THERE
from plimsoll.web.account.entering import begins, leave, safe
from plimsoll.web.account.forms import is_address
from plimsoll.web.account.page import refused_page
from plimsoll.web.done import Done
from plimsoll.web.middleware.methods import takes
from plimsoll.web.middleware.records import origin
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in

NAME = "provider"
WAITS_SECONDS = 10 * 60  # ours: how long one may take there
JUST_NOW_SECONDS = 5 * 60  # ours: what counts as having signed in there again
LEEWAY_SECONDS = 60  # ours: by how much two clocks may differ
OPENS = "/.well-known/openid-configuration"
AGAIN = {"prompt": "login", "max_age": "0"}
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, 2
TRUE = (True, 1, "1", "true", "True")  # as providers write it


class For(StrEnum):
    """What one goes to the provider for."""

    IN = "in"
    INVITED = "invited"
    AGAIN = "again"
    LINK = "link"


class Refusal(Exception):
    """The provider's answer gets nobody in; the message says what it lacked, for the trail."""


@takes("GET")
def sign_in(request: HttpRequest) -> HttpResponse:
    """To the provider, to sign in; with the key of an invitation, to use that."""
    key = request.GET.get("key", "")
    if key:
        return _go(request, For.INVITED, digest=digest_of(key))
    return _go(request, For.IN, to=request.GET.get("next", ""))


@signed_in("GET")
def confirm(request: HttpRequest) -> HttpResponse:
    """To the provider, to show before something dangerous that it is still the same person."""
    if not request.user.is_authenticated:
        raise NotThere
    return _go(request, For.AGAIN, to=request.GET.get("next", ""), **AGAIN)


@signed_in("GET")
@asked_again
def link(request: HttpRequest) -> HttpResponse:
    """To the provider, to sign in by it from now on."""
    return _go(request, For.LINK)


@takes("GET")
def sign_out(request: HttpRequest) -> HttpResponse:
    """To where one signs out at the provider, where it has such a place and is the one of our settings."""
    app = _app(request)
    try:
        _check_issuer(app)
        there = app.load_server_metadata().get("end_session_endpoint")
    except (AuthlibBaseError, RequestException, Refusal, ValueError):
        there = None
    return redirect(f"{there}?{urlencode({'client_id': settings.PROVIDER_CLIENT})}" if there else reverse("sign-in"))


def _go(request: HttpRequest, purpose: For, *, to: str = "", digest: str = "", **more: str) -> HttpResponse:
    """To the provider. What comes back is known by what is kept here in the session of whoever goes, once."""
    app = _app(request)
    back = request.build_absolute_uri(reverse("provider-back"))
    try:
        _check_issuer(app)
        made = app.create_authorization_url(back, **more)
    except (AuthlibBaseError, RequestException, Refusal, RuntimeError, ValueError):
        return show(request, "account/refused.jinja", refused_page(unreachable=True), status=503)
    kept = {"for": purpose.value, "to": to, "digest": digest, "at": request.now.timestamp(), "user": _who(request)}
    app.save_authorize_data(request, redirect_uri=back, kept=kept, **made)
    return redirect(made["url"])


@takes("GET")
def come_back(request: HttpRequest) -> HttpResponse:
    """From the provider, with what it says of whoever went there."""
    user = request.user.pk if request.user.is_authenticated else None
    try:
        kept, claims = _answer(request)
        who = _identity(claims)
        match For(kept["for"]):
            case For.INVITED:
                found = doing.accept_invitation(kept["digest"], who, at=request.now, origin=origin(request))
                return _in(request, found, claims, begins(found, request.now))
            case For.IN:
                return _in(request, doing.let_in(who, at=request.now, origin=origin(request)), claims, kept["to"])
            case For.AGAIN:
                _check_again(request, who, claims)
                flows.login.record_authentication(request, request.user, method=NAME)
                return redirect(safe(request, kept["to"]))
            case _:
                doing.link(who, by=request.viewer, at=request.now)
                return redirect(f"{reverse('account')}?done={Done.PROVIDER_LINKED.value}")
    except Refusal as refusal:
        return _refused(request, user, str(refusal))
    except NotKnown as unknown:
        return _refused(request, unknown.user, unknown.why, known_there=True)


def _in(request: HttpRequest, user: Any, claims: dict[str, Any], to: str) -> HttpResponse:
    """In, or on to our second step."""
    leave(request)
    request.session[ASKED_THERE] = _asked_for_more(claims)
    flows.login.record_authentication(request, user, method=NAME)
    login = Login(user=user, email=user.email, redirect_url=safe(request, to))
    return flows.login.perform_login(request, login)


def _refused(request: HttpRequest, user: UUID | None, why: str, *, known_there: bool = False) -> HttpResponse:
    """What somebody sees who was refused: the same whether they have an account or not. The trail says more."""
    account.refuse_sign_in(user, step=NAME, origin=origin(request), why=why)
    answer = show(request, "account/refused.jinja", refused_page(known_there=known_there), status=403)
    answer["Cache-Control"] = "no-store"
    return answer


# ---- what comes back -----------------------------------------------------------------------------------------------


def _answer(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Why somebody went there, and what the provider says of them in an answer that is sound. It counts once.

    Raises
    ------
    Refusal : it is not sound, or nobody went there from here.
    """
    if not ratelimit.consume(request, app="allauth.account", action="login", limit_get=True):
        raise Refusal("too often")
    app, state = _app(request), request.GET.get("state", "")
    waits = app.framework.get_state_data(request.session, state) or {}
    kept = waits.get("kept")
    if kept is None:
        raise Refusal("state")
    try:
        if "error" in request.GET or request.GET.get("iss", settings.PROVIDER_ISSUER) != settings.PROVIDER_ISSUER:
            raise Refusal("refused there" if "error" in request.GET else "issuer")
        if request.now.timestamp() - kept["at"] > WAITS_SECONDS or kept["user"] != _who(request):
            raise Refusal("state")
        _check_issuer(app)
        token = app.authorize_access_token(request, claims_options=_wanted(), leeway=LEEWAY_SECONDS)
        claims = token.get("userinfo")
    except JoseError as fault:
        raise Refusal(f"token: {fault.error}") from fault
    except (AuthlibBaseError, RequestException, RuntimeError, KeyError, TypeError, ValueError) as fault:
        raise Refusal(f"no token: {type(fault).__name__}") from fault
    finally:
        app.framework.clear_state_data(request.session, state)
    if not claims:
        raise Refusal("no token")
    return kept, claims


def _wanted() -> dict[str, Any]:
    """What authlib does not ask for by itself: exactly our issuer, and ourselves alone as whom the answer is for."""
    return {
        "iss": {"essential": True, "value": settings.PROVIDER_ISSUER},
        "aud": {"essential": True, "value": settings.PROVIDER_CLIENT},
    }


def _identity(claims: dict[str, Any]) -> Identity:
    """Whom the answer names.

    An address is proved where the provider says so: by `email_verified`, or, of Microsoft's, which has none, by `xms_edov`
    (the owner of the domain was verified). Microsoft's `email` alone is whatever somebody wrote into a directory.

    Raises
    ------
    Refusal : it names nobody.
    """
    proved = claims.get("email_verified") in TRUE or claims.get("xms_edov") in TRUE
    subject, email = str(claims["sub"]), str(claims.get("email") or "").strip()
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Refusal("subject")
    return Identity(settings.PROVIDER_ISSUER, subject, email if is_address(email) else "", proved)


def _asked_for_more(claims: dict[str, Any]) -> bool:
    """Whether the provider asked for a second step that counts here, by our settings."""
    said = [claims.get(name) for name in ("acr", "amr", "acrs")]
    words = {str(word) for one in said for word in (one if isinstance(one, list) else [one])}
    return bool(settings.PROVIDER_SECOND_STEP & (words | {"always"}))


def _check_again(request: HttpRequest, who: Identity, claims: dict[str, Any]) -> None:
    """Whether it is the viewer, and they signed in there just now. That a browser took the request to ask again there is not
    enough: whoever sits at it can leave that out.

    Raises
    ------
    Refusal : it is not.
    """
    if (request.user.issuer, request.user.subject) != (who.issuer, who.subject):
        raise Refusal("somebody else")
    shown = claims.get("auth_time")
    if not isinstance(shown, int | float) or request.now.timestamp() - shown > JUST_NOW_SECONDS:
        raise Refusal("not again")


# ---- the provider --------------------------------------------------------------------------------------------------


def _app(request: HttpRequest) -> Any:
    """The provider, as authlib speaks with it.

    Raises
    ------
    NotThere : there is none.
    """
    if not settings.PROVIDER_ISSUER or settings.INVENTED:
        raise NotThere
    hour = int(request.now.timestamp()) // 3600
    return _made(settings.PROVIDER_ISSUER, settings.PROVIDER_CLIENT, settings.PROVIDER_SECRET, hour)


@lru_cache(maxsize=2)
def _made(issuer: str, client: str, secret: str, _hour: int) -> Any:
    """Asked for its addresses and keys once an hour, and for its keys where one is new."""
    return OAuth().register(
        NAME,
        client_id=client,
        client_secret=secret,
        server_metadata_url=issuer.rstrip("/") + OPENS,
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": settings.PROVIDER_SECONDS,
            "max_redirects": 0,  # it is asked where our settings and itself say, and nowhere that those lead on to
        },
    )


def _check_issuer(app: Any) -> None:
    """Whether the provider calls itself as our settings do, letter by letter.

    Raises
    ------
    Refusal : it does not.
    """
    if app.load_server_metadata().get("issuer") != settings.PROVIDER_ISSUER:
        raise Refusal("issuer")


def _who(request: HttpRequest) -> str:
    return str(request.viewer.worker) if request.viewer else ""
