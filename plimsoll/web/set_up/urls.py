"""Addresses of the first steps."""

from django.urls import path

from plimsoll.web.set_up import factors, labels, route, views

urlpatterns = [
    path("set-up", views.steps, name="set-up"),
    path("set-up/organisation", views.hours, name="set-up-hours"),
    path("set-up/teams", views.teams, name="set-up-teams"),
    path("set-up/alone", views.alone, name="set-up-alone"),
    path("set-up/timescales", views.rules, name="set-up-rules"),
    path("set-up/scheme", views.scheme, name="set-up-scheme"),
    path("set-up/criteria", views.criteria, name="set-up-criteria"),
    path("set-up/out-of-hours", route.route, name="set-up-route"),
    path("set-up/second-step", factors.factors, name="set-up-factors"),
    path("set-up/role-names", labels.labels, name="set-up-labels"),
    path("set-up/begin", views.begin, name="set-up-begin"),
]
