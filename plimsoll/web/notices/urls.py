"""Addresses of what somebody is told of."""

from django.urls import path

from plimsoll.web.notices import views

urlpatterns = [
    path("notices", views.notices, name="notices"),
    path("notices/open", views.open_one, name="notice-open"),
]
