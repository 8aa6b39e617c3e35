"""The second step: codes from an app, and recovery codes. How they are made and checked is allauth's."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import flows as app
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import account
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Act as Word
from plimsoll.queries.account import Factors, get_factors, get_user, needs_factor
from plimsoll.web.account.forms import Code
from plimsoll.web.account.page import AskPage
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link
from plimsoll.web.second_factor import SECOND
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in

BACK = "How you sign in"


@dataclass(frozen=True)
class AppPage(Page):
    """Setting up an app: the picture that it reads, and the same as text, in parts of four."""

    said: tuple[str, ...]
    picture: str
    secret: str
    form: Form
    action: str
    instead: Link | None


@dataclass(frozen=True)
class CodesPage(Page):
    """Recovery codes that are left."""

    said: tuple[str, ...]
    codes: tuple[str, ...]
    renew: Act
    go_on: Act


@signed_in("GET", "POST")
@asked_again
def add_app(request: HttpRequest) -> HttpResponse:
    """An app that shows codes is added: it reads a picture, and shows its first code."""
    factors = _factors(request)
    if factors.app:
        return redirect("account")
    form = Code(request.POST or None, as_at=request.now)
    whole = form.is_bound and form.is_valid()
    sent = {"code": form.cleaned_data.get("code", "")} if form.is_bound else None
    check = ActivateTOTPForm(user=request.user, data=sent)
    if whole and check.is_valid():
        app.activate_totp(request, check)
        account.record_factor(Word.FACTOR_ADDED, "app", by=request.viewer)
        request.session[SECOND] = True
        return redirect(f"{reverse('factor-codes')}?done={Done.FACTOR_ADDED.value}")
    if whole:
        for fault in check.errors["code"]:
            form.add_error("code", fault)
    answer = show(
        request, "account/app.jinja", _app_page(request, form, check.secret), status=422 if form.is_bound else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _app_page(request: HttpRequest, form: Form, secret: str) -> AppPage:
    picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(request.user, secret))
    why = why_now(request)
    return AppPage(
        "Add an app that shows codes",
        (
            *why,
            "From now on you also give a code when you sign in. The code comes from an app on your telephone, such as "
            "Microsoft Authenticator, Google Authenticator or FreeOTP. Install one if you have none.",
            "In the app choose to add an account, and point the camera at this picture.",
        ),
        picture[picture.index("<svg") :],
        " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        form,
        request.path,
        Link("Use a passkey instead: a finger, your face or a key", reverse("passkey")) if why else None,
        back=None if why else Link(BACK, reverse("account")),
    )


def why_now(request: HttpRequest) -> tuple[str, ...]:
    """To whoever is held until they add a second step: why. Nothing to all others."""
    if request.session.get(SECOND) or not needs_factor(request.viewer):
        return ()
    return ("Your roles let you see children's records, so your organisation asks for a second step before you go on.",)


@signed_in("GET", "POST")
@asked_again
def remove_app(request: HttpRequest) -> HttpResponse:
    """The app is used no more."""
    user = the_account(request)
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None:
        raise NotThere
    if request.method == "POST":
        delete_and_cleanup(request, row)
        account.record_factor(Word.FACTOR_REMOVED, "app", by=request.viewer)
        request.session[SECOND] = bool(get_factors(user.pk))
        return redirect(f"{reverse('account')}?done={Done.FACTOR_REMOVED.value}")
    needs = needs_factor(request.viewer)
    page = AskPage(
        "Remove the app",
        (
            "Its codes get nobody in any more, and your recovery codes go with it.",
            *(("Your organisation asks you for a second step, so you set up another one at once.",) if needs else ()),
        ),
        Form(as_at=request.now),
        request.path,
        "Remove the app",
        reverse("account"),
        back=Link(BACK, reverse("account")),
    )
    return show(request, "account/form.jinja", page)


@signed_in("GET", "POST")
@asked_again
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes that are left; by POST new ones, and the old ones count no more."""
    if not _factors(request):
        raise NotThere
    if request.method == "POST":
        codes.generate_recovery_codes(request)
        account.record_factor(Word.FACTOR_ADDED, "recovery codes", by=request.viewer)
        return redirect(f"{request.path}?done={Done.CODES_RENEWED.value}")
    row = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    left = tuple(row.wrap().get_unused_codes()) if row else ()
    page = CodesPage(
        "Recovery codes",
        (
            "Each of these codes gets you in once, when your app is not at hand. Print them or write them down, and keep "
            "them where nobody else looks, but not with your telephone.",
        ),
        left,
        Act("Make new codes", post=request.path),
        Act("Go on", href=reverse("home"), main=True),
        back=Link(BACK, reverse("account")),
    )
    answer = show(request, "account/codes.jinja", page)
    answer["Cache-Control"] = "no-store"
    return answer


def the_account(request: HttpRequest) -> Any:
    """The viewer's account, also where they came in by a link: whoever lost both password and telephone begins anew by one.

    Raises
    ------
    NotAllowed : they have none.
    """
    account.check_can_keep_account()
    user = get_user(request.viewer)
    if user is None:
        raise NotAllowed("You came in by a link and have no password yet. Set one first, under How you sign in.")
    return user


def the_user(request: HttpRequest) -> Any:
    """Whoever signed in with a password.

    Raises
    ------
    NotAllowed : the viewer did not.
    """
    account.check_can_keep_account()
    if not request.user.is_authenticated:
        raise NotAllowed("You came in by a link. Set a password first, and sign in with it.")
    return request.user


def _factors(request: HttpRequest) -> Factors:
    return get_factors(the_user(request).pk)
