"""Addresses of clocks."""

from django.urls import path

from plimsoll.web.clocks import redating, views

urlpatterns = [
    path("cases/<uuid:case>/clock", views.ask, name="case-clock"),
    path("cases/<uuid:case>/clock/change", views.change, name="case-clock-change"),
    path("cases/<uuid:case>/clock/decision", views.decide, name="case-clock-decide"),
    path("set-up/timescales/look", redating.before, name="set-up-rules-look"),
    path("timescales/moved", redating.after, name="timescales-moved"),
]
