"""Addresses: one line for each area."""

from django.urls import include, path

urlpatterns = [
    path("", include("plimsoll.web.account.urls")),
]
