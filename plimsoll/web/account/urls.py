"""Addresses of signing in and out, and where one begins."""

from django.urls import path

from plimsoll.web.account import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/link", views.sign_in_link, name="sign-in-link"),
    path("session", views.session, name="session"),
    path("sign-out", views.sign_out, name="sign-out"),
]
