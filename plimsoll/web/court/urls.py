"""Addresses of court work."""

from django.urls import path

from plimsoll.web.court import views

urlpatterns = [
    path("cases/<uuid:case>/court", views.court, name="case-court"),
    path("cases/<uuid:case>/court/date", views.write, name="case-court-date"),
    path("cases/<uuid:case>/court/varied", views.vary, name="case-court-vary"),
    path("cases/<uuid:case>/court/done", views.end, name="case-court-end"),
    path("cases/<uuid:case>/court/step", views.step, name="case-court-step"),
    path("cases/<uuid:case>/court/status", views.status, name="case-legal-status"),
    path("cases/<uuid:case>/court/status/end", views.status_end, name="case-legal-status-end"),
]
