"""Signing in with a password and a second step, and setting passwords. What is right and what is too often is allauth's."""

import json

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import account
from plimsoll.actions.cases import Refused
from plimsoll.queries.account import find_user, get_factors, get_user, list_places
from plimsoll.web.account import page
from plimsoll.web.account.entering import begins, leave, safe
from plimsoll.web.account.forms import Account, Again, Code, NewPassword, SignIn
from plimsoll.web.account.passkeys import is_sound
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.middleware.methods import takes
from plimsoll.web.middleware.records import origin
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in

WRONG = "This address and this password do not go together. Check both."
GONE = "You can sign in nowhere here any more. Ask whoever keeps people where you work."


def ask_password(request: HttpRequest) -> HttpResponse:
    """Signing in with a password, or going to the organisation's provider."""
    form = SignIn(request.POST or None, as_at=request.now, initial={"next": request.GET.get("next", "")})
    if form.is_bound:
        account.check_can_keep_password()
    answer = _try(request, form) if form.is_bound and form.is_valid() else None
    next_page = str(form["next"].value() or "")
    return answer or _asked(request, page.password_page(form, reverse("sign-in"), next_page, out="out" in request.GET))


def _asked(request: HttpRequest, asking: page.AskPage, template: str = "account/form.jinja") -> HttpResponse:
    answer = show(request, template, asking, status=422 if asking.form and asking.form.is_bound else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _try(request: HttpRequest, form: Form) -> HttpResponse | None:
    """On to the second step, or in; None where it was refused, and the form says so."""
    email = form.cleaned_data["email"]
    try:
        user = get_adapter(request).authenticate(request, email=email, password=form.cleaned_data["password"])
    except ValidationError as often:
        form.add_error(None, often)
        return None
    if user is None or not user.is_active:
        form.add_error(None, WRONG)
        account.refuse_sign_in(find_user(email), step="password", origin=origin(request))
        return None
    if not list_places(user.pk):
        form.add_error(None, GONE)
        return None
    leave(request)
    login = Login(user=user, email=email, redirect_url=safe(request, form.cleaned_data["next"]))
    return flows.login.perform_password_login(request, {"email": email}, login)


@takes("GET", "POST")
def second_step(request: HttpRequest) -> HttpResponse:
    """The code that follows the password."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return redirect("sign-in")
    if "credential" in request.POST:
        return _by_passkey(request, stage)
    form = Code(request.POST or None, as_at=request.now)
    if form.is_bound and form.is_valid():
        check = AuthenticateForm(user=stage.login.user, data={"code": form.cleaned_data["code"]})
        if check.is_valid():
            check.save()
            return stage.exit()
        for fault in check.errors.as_data()["code"]:
            form.add_error("code", fault)
            if fault.code == "incorrect_code":
                account.refuse_sign_in(stage.login.user.pk, step="code", origin=origin(request))
    return _step(request, stage, form)


def _by_passkey(request: HttpRequest, stage: LoginStage) -> HttpResponse:
    """In, where the passkey is theirs."""
    check = AuthenticateWebAuthnForm(user=stage.login.user, data={"credential": request.POST["credential"]})
    if is_sound(check):
        check.save()
        return stage.exit()
    account.refuse_sign_in(stage.login.user.pk, step="passkey", origin=origin(request))
    form = Code({}, as_at=request.now)
    form.errors.clear()
    form.add_error(None, "This passkey did not work. Try it again, or use a code.")
    return _step(request, stage, form)


def _step(request: HttpRequest, stage: LoginStage, form: Form) -> HttpResponse:
    """The second step: a code, and where there are passkeys, one of them."""
    user = stage.login.user
    options = json.dumps(begin_authentication(user)) if get_factors(user.pk).passkeys else ""
    return _asked(request, page.step_page(form, request.path, options), "account/step.jinja")


@takes("GET", "POST")
def invitation(request: HttpRequest) -> HttpResponse:
    """Setting a password for the first time, or going to the provider with the invitation. Opening the link uses nothing
    up."""
    form = Account(request.POST or None, as_at=request.now, initial={"key": request.GET.get("key", "")})
    if form.is_bound:
        account.check_can_keep_password()
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            user = account.accept_invitation(
                said["key"], email=said["email"], password=said["password"], at=request.now, origin=origin(request)
            )
        except Refused as refusal:
            _blame(form, refusal)
        else:
            leave(request)
            login = Login(user=user, email=user.email, redirect_url=begins(user, request.now))
            return flows.login.perform_password_login(request, {"email": user.email}, login)
    return _asked(request, page.invitation_page(form, request.path, str(form["key"].value() or "")))


@signed_in("GET", "POST")
def confirm(request: HttpRequest) -> HttpResponse:
    """Before something dangerous the password again, or the way to the provider and back."""
    to = request.POST.get("next", "") if request.method == "POST" else request.GET.get("next", "")
    if not request.user.is_authenticated:  # they have none, and came in by a link
        return redirect(safe(request, to))
    has_password = settings.PASSWORDS and request.user.has_usable_password()
    way = page.by_provider("provider-confirm", next=to) if request.user.subject else None
    form = Again(request.POST or None, as_at=request.now, initial={"next": to}) if has_password or not way else None
    if form and form.is_bound and form.is_valid() and _is_still(request, form):
        flows.reauthentication.reauthenticate_by_password(request)
        return redirect(safe(request, to))
    return _asked(request, page.confirm_page(form, request.path, way))


def _is_still(request: HttpRequest, form: Form) -> bool:
    """Whether the password is right; where it is not, the form says so."""
    said = {"email": request.user.email, "password": form.cleaned_data["password"]}
    try:
        if get_adapter(request).authenticate(request, **said) == request.user:
            return True
    except ValidationError as often:
        form.add_error(None, often)
        return False
    form.add_error("password", "This is not your password")
    account.refuse_sign_in(request.user.pk, step="password again", origin=origin(request))
    return False


@signed_in("GET", "POST")
@asked_again
def password(request: HttpRequest) -> HttpResponse:
    """Another password, or the first for whoever came in by a link or by the provider."""
    account.check_can_keep_password()
    user = get_user(request.viewer)
    form = (NewPassword if user else Account)(request.POST or None, as_at=request.now)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            if user is None:
                account.set_first_password(
                    email=said["email"], password=said["password"], by=request.viewer, at=request.now
                )
            else:
                key = request.session.session_key
                account.set_password(user, said["password"], keep=key, by=request.viewer)
        except Refused as refusal:
            _blame(form, refusal)
        else:
            if request.user.is_authenticated:
                update_session_auth_hash(request, user)
                UserSession.objects.create_from_request(request)  # it has another key now
            return redirect(f"{reverse('account')}?done={Done.PASSWORD_SET.value}")
    return _asked(request, page.new_password_page(form, request.path, first=not (user and user.has_usable_password())))


def _blame(form: Form, refusal: Refused) -> None:
    for field, sentence in refusal.faults.items():
        form.add_error(field if field in form.fields else None, sentence)
