"""Addresses of what is done in an emergency. None of them names a child."""

from django.urls import path

from plimsoll.web.emergency import reviewing, settling, views

urlpatterns = [
    path("emergency", views.open_one, name="emergency"),
    path("emergency/whom-to-ring", views.whom_to_ring, name="whom-to-ring"),
    path("emergency/openings", reviewing.openings, name="emergency-openings"),
    path("emergency/<uuid:opening>/end", views.end, name="emergency-end"),
    path("emergency/<uuid:opening>/review", reviewing.review, name="emergency-review"),
    path("set-up/emergency", settling.rules, name="set-up-emergency"),
    path("set-up/duty-numbers", settling.numbers, name="set-up-numbers"),
    path("people/<uuid:worker>/number", settling.number, name="person-number"),
]
