"""Addresses of what is written on cases."""

from django.urls import path

from plimsoll.web.recording import steps, views

urlpatterns = [
    path("cases/<uuid:case>/record", views.write, name="case-write"),
    path("cases/<uuid:case>/step", steps.step, name="case-step"),
    path("records/<uuid:record>", views.record, name="record"),
    path("records/<uuid:record>/amend", views.amend, name="record-amend"),
    path("drafts", views.drafts, name="drafts"),
]
