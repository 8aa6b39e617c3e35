"""Addresses of orders of work."""

from django.urls import path

from plimsoll.web.priority import past, urgent, views

urlpatterns = [
    path("my-caseload", views.my_caseload, name="my-caseload"),
    path("workers/<uuid:worker>/caseload", views.caseload, name="caseload"),
    path("workers/<uuid:worker>/caseload.csv", views.caseload_as_file, name="caseload-file"),
    path("workers/<uuid:worker>/caseload/past", past.past, name="caseload-past"),
    path("workers/<uuid:worker>/caseload/urgent", urgent.urgent, name="caseload-urgent"),
    path("unallocated", views.unallocated, name="unallocated"),
]
