"""Addresses of teams and roles."""

from django.urls import path

from plimsoll.web.people import views

urlpatterns = [
    path("teams", views.teams, name="teams"),
    path("teams/<uuid:team>", views.team, name="team"),
    path("roles", views.roles, name="roles"),
]
