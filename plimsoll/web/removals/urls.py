"""Addresses of holds and removals."""

from django.urls import path

from plimsoll.web.removals import retention, views

urlpatterns = [
    path("removals", views.removals, name="removals"),
    path("removals/<uuid:child>", views.record, name="removal"),
    path("removals/<uuid:child>/ask", views.ask_for, name="removal-ask"),
    path("removals/<uuid:child>/keep", views.keep, name="removal-keep"),
    path("removals/<uuid:child>/hold", views.hold, name="removal-hold"),
    path("removals/asked/<uuid:asked>", views.decide, name="removal-decide"),
    path("removals/holds/<uuid:hold>", views.lift, name="removal-lift"),
    path("set-up/retention", retention.schedules, name="set-up-retention"),
    path("set-up/retention/<slug:kind>", retention.schedule, name="set-up-retention-kind"),
]
