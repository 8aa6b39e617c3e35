"""Addresses of signing in and out, and where one begins."""

from django.urls import path

from plimsoll.web.account import factors, own, passkeys, password, provider, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/link", views.sign_in_link, name="sign-in-link"),
    path("sign-in/invitation", password.invitation, name="invitation"),
    path("sign-in/provider", provider.sign_in, name="provider"),
    path("sign-in/provider/back", provider.come_back, name="provider-back"),
    path("sign-in/provider/out", provider.sign_out, name="provider-out"),
    path("sign-in/step", password.second_step, name="mfa_authenticate"),  # as allauth asks for it
    path("session", views.session, name="session"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("account", own.own_account, name="account"),
    path("account/session", own.end_session, name="session-end"),
    path("account/confirm", password.confirm, name="confirm"),
    path("account/confirm/provider", provider.confirm, name="provider-confirm"),
    path("account/provider", provider.link, name="provider-link"),
    path("account/password", password.password, name="password"),
    path("account/app", factors.add_app, name="factor-app"),
    path("account/app/remove", factors.remove_app, name="factor-app-end"),
    path("account/passkey", passkeys.add_passkey, name="passkey"),
    path("account/passkey/remove", passkeys.remove_passkey, name="passkey-end"),
    path("account/codes", factors.recovery_codes, name="factor-codes"),
]
