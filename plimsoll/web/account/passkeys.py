"""Passkeys: a device shows who one is, by a finger, a face or a PIN. How they are made and checked is allauth's."""

import json
from dataclasses import dataclass
from typing import Any

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import account
from plimsoll.core.access import NotThere
from plimsoll.core.terms import Act as Word
from plimsoll.queries.account import get_factors
from plimsoll.web.account.factors import BACK, the_account, the_user, why_now
from plimsoll.web.account.forms import Passkey
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Link
from plimsoll.web.second_factor import SECOND
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in


@dataclass(frozen=True)
class PasskeyPage(Page):
    """Adding a passkey; options : what the browser is asked, as JSON."""

    said: tuple[str, ...]
    form: Form
    action: str
    options: str


@signed_in("GET", "POST")
@asked_again
def add_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey is added."""
    user = the_user(request)
    form = Passkey(request.POST or None, as_at=request.now)
    if form.is_bound and form.is_valid():
        check = AddWebAuthnForm(user=user, data=form.cleaned_data)
        if is_sound(check):
            said = check.cleaned_data
            flows.add_authenticator(request, name=said["name"], credential=said["credential"])
            account.record_factor(Word.FACTOR_ADDED, "passkey", by=request.viewer)
            request.session[SECOND] = True
            return redirect(f"{reverse('factor-codes')}?done={Done.FACTOR_ADDED.value}")
        form.add_error(None, "This passkey could not be added. Press the button to try again.")
    why = why_now(request)
    page = PasskeyPage(
        "Add a passkey",
        (
            *why,
            "A passkey is kept by your telephone, your computer or a key on your key ring. It shows that it is you when you "
            "touch it, look at it or type its PIN, so you need no code.",
        ),
        form,
        request.path,
        json.dumps(auth.begin_registration(user, passwordless=False)),
        back=Link("Use an app instead", reverse("factor-app")) if why else Link(BACK, reverse("account")),
    )
    answer = show(request, "account/passkey.jinja", page, status=422 if form.is_bound else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in("POST")
@asked_again
def remove_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey of one's own is used no more."""
    user, key = the_account(request), request.POST.get("passkey", "")
    known = key.isascii() and key.isdecimal() and len(key) < 18
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN, pk=int(key) if known else 0).first()
    if row is None:
        raise NotThere
    delete_and_cleanup(request, row)
    account.record_factor(Word.FACTOR_REMOVED, "passkey", by=request.viewer)
    request.session[SECOND] = bool(get_factors(user.pk))
    return redirect(f"{reverse('account')}?done={Done.FACTOR_REMOVED.value}")


def is_sound(check: Any) -> bool:
    """Whether a form of allauth's takes what a browser answered. Over what no browser answers its reading falls."""
    try:
        return bool(check.is_valid())
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
