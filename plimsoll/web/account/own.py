"""How one signs in: one's address, the second step, and where one is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions import account
from plimsoll.core.access import NotThere
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.account import Device, Factors, get_factors, get_user, list_devices, needs_factor
from plimsoll.queries.audit import way_in_ended
from plimsoll.web.account.adapter import ASKED_THERE
from plimsoll.web.done import Done
from plimsoll.web.page import Page
from plimsoll.web.parts import Act
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.times import Time, at_time

_BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")  # the first that is named: each names those after it
_SYSTEMS = {"Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad", "Windows": "Windows", "Mac OS": "a Mac",
            "Linux": "Linux"}  # fmt: skip


TOLD_DAYS = 30  # ours: how long somebody reads on their own page that their way in was ended
PASSKEY = "Your telephone, your computer or a key shows that it is you, without a code."


@dataclass(frozen=True)
class DeviceRow:
    """Where one is signed in, in words, and the way to end it; none where it is here."""

    name: str
    since: Time
    address: str
    act: Act | None


@dataclass(frozen=True)
class AccountPage(Page):
    """How one signs in. email : '' where one has no account yet, and `acts` make one; steps : all by which one shows who one
    is, each with what to do."""

    said: tuple[str, ...]
    email: str
    acts: tuple[Act, ...]
    steps: tuple[tuple[str, str, tuple[Act, ...]], ...]
    devices: tuple[DeviceRow, ...]


@signed_in("GET")
def own_account(request: HttpRequest) -> HttpResponse:
    """How the viewer signs in."""
    account.check_can_keep_account()
    user = get_user(request.viewer)
    if user is None:
        return show(request, "account/account.jinja", without_password())
    page = account_page(
        user.email,
        get_factors(user.pk),
        list_devices(user.pk, request.session.session_key or ""),
        ended=way_in_ended(request.viewer, request.now - timedelta(days=TOLD_DAYS)),
        has_password=user.has_usable_password(),
        linked=user.issuer == settings.PROVIDER_ISSUER,
        needs=needs_factor(request.viewer) and not request.session.get(ASKED_THERE),
        here=request.user.is_authenticated,
        now=request.now,
    )
    return show(request, "account/account.jinja", page)


@signed_in("POST")
def end_session(request: HttpRequest) -> HttpResponse:
    """One's own session on another device ends."""
    account.check_can_keep_account()
    user, key = get_user(request.viewer), request.POST.get("session", "")
    if user is None or not (key.isascii() and key.isdecimal() and len(key) < 18):
        raise NotThere
    account.end_session(user, int(key), by=request.viewer)
    return redirect(f"{reverse('account')}?done={Done.SESSION_ENDED.value}")


def without_password() -> AccountPage:
    """Of somebody who came in by a link, and has no account yet."""
    acts = (
        *((Act("Set a password", href=reverse("password"), main=True),) if settings.PASSWORDS else ()),
        *(
            (Act(f"Sign in with {settings.PROVIDER_NAME}", href=reverse("provider-link")),)
            if settings.PROVIDER_ISSUER
            else ()
        ),
    )
    return AccountPage(
        "How you sign in",
        (
            "You came in by a link and have no way of your own to sign in yet. Choose one, and you need no link next time.",
        ),
        "",
        acts,
        (),
        (),
    )


def account_page(
    email: str, factors: Factors, devices: Iterable[Device], *, ended: tuple[datetime, str] | None, has_password: bool,
    linked: bool, needs: bool, here: bool, now: datetime,
) -> AccountPage:  # fmt: skip
    """Of somebody with an account. ended : when somebody else last ended their way in, and who; linked : whether they sign
    in by the provider; needs : whether their roles ask for a second step; here : whether they came in by the account, and so
    may add one."""
    said = _told(ended)
    if not here:
        said += ("You came in by a link. You can set a new password, and remove a second step that you lost.",)
    elif needs:
        said += ("Your roles let you see children's records, so your organisation asks for a second step.",)
    return AccountPage(
        "How you sign in",
        said,
        email,
        (),
        (*_ways(has_password=has_password, linked=linked), *_steps(factors, needs=needs, here=here)),
        tuple(
            DeviceRow(
                f"{browser_name(one.browser)}{', here' if one.here else ''}",
                at_time(one.since, as_at=now),
                one.address,
                None
                if one.here
                else Act("Sign out", post=reverse("session-end"), about=f"on {browser_name(one.browser)}",
                         fields=(("session", str(one.key)),)),
            )
            for one in devices
        ),
    )  # fmt: skip


def _told(ended: tuple[datetime, str] | None) -> tuple[str, ...]:
    """That somebody ended how one signed in, to whoever came in anew."""
    if ended is None:
        return ()
    at, name = ended
    when = f"{day_words(timezone.localtime(at).date())} at {timezone.localtime(at):%H:%M}"
    return (f"{name} ended how you signed in, on {when}. If you did not know of it, tell your manager now.",)


def _ways(*, has_password: bool, linked: bool) -> Iterable[tuple[str, str, tuple[Act, ...]]]:
    if settings.PROVIDER_ISSUER:
        act = Act("Link another" if linked else "Link it", href=reverse("provider-link"), about=settings.PROVIDER_NAME)
        says = "On. You sign in with it." if linked else "Not linked. With it you need no password here."
        yield capital(settings.PROVIDER_NAME), says, (act,)
    if settings.PASSWORDS:
        words = "Change it" if has_password else "Set one"
        yield (
            "Password",
            "Set." if has_password else "None.",
            (Act(words, href=reverse("password"), about="the password"),),
        )


def _steps(factors: Factors, *, needs: bool, here: bool) -> Iterable[tuple[str, str, tuple[Act, ...]]]:
    if factors.app:
        yield (
            "Codes from an app",
            "On.",
            (Act("Remove", href=reverse("factor-app-end"), about="the codes from an app"),),
        )
    elif here:
        wanted = "Not set up yet." if needs else "Not set up. It keeps out whoever learns your password."
        yield "Codes from an app", wanted, (Act("Set it up", href=reverse("factor-app"), main=needs),)
    for key, name in factors.passkeys:
        away = Act("Remove", post=reverse("passkey-end"), about=f"the passkey {name}", fields=(("passkey", str(key)),))
        yield "Passkey", name, (away,)
    if here:
        yield "Another passkey" if factors.passkeys else "Passkeys", PASSKEY, (Act("Add one", href=reverse("passkey")),)
    if factors and here:
        left = factors.codes_left
        says = f"{left} {'is' if left == 1 else 'are'} left. Each gets you in once, when your app is not at hand."
        yield "Recovery codes", says, (Act("Show them", href=reverse("factor-codes"), about="the recovery codes"),)


def browser_name(text: str) -> str:
    """What somebody signs in with, as they would call it.

    >>> browser_name("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36")
    'Chrome on Windows'
    >>> browser_name("curl/8")
    'Another program'
    """
    browser = next((name for name in _BROWSERS if name in text), "")
    system = next((said for name, said in _SYSTEMS.items() if name in text), "")
    called = {"Edg": "Edge"}.get(browser, browser) or "Another program"
    return f"{called} on {system}" if system else called
