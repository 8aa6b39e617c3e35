"""Addresses of what is said to be wrong on a record."""

from django.urls import path

from plimsoll.web.disputes import views

urlpatterns = [
    path("cases/<uuid:case>/disputed", views.disputed, name="case-disputed"),
    path("cases/<uuid:case>/disputed/new", views.note, name="case-dispute-new"),
    path("cases/<uuid:case>/disputed/answer", views.decide, name="case-dispute-answer"),
]
