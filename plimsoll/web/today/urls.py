"""Addresses of today's work."""

from django.urls import path

from plimsoll.web.today import answer, start, views

urlpatterns = [
    path("today", views.my_today, name="today"),
    path("today/came-in", views.came_in, name="today-came-in"),
    path("workers/<uuid:worker>/today", views.worker_today, name="worker-today"),
    path("cases/<uuid:case>/today", answer.answer, name="case-today"),
    path("cases/<uuid:case>/start", start.start, name="case-start"),
]
