"""Addresses of the first steps."""

from django.urls import path

from plimsoll.web.set_up import views

urlpatterns = [
    path("set-up/begin", views.begin, name="set-up-begin"),
]
