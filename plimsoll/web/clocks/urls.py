"""Addresses of clocks."""

from django.urls import path

from plimsoll.web.clocks import views

urlpatterns = [
    path("cases/<uuid:case>/clock", views.ask, name="case-clock"),
    path("cases/<uuid:case>/clock/change", views.change, name="case-clock-change"),
    path("cases/<uuid:case>/clock/decision", views.decide, name="case-clock-decide"),
]
