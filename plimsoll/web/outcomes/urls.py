"""Addresses of goals, scores and development."""

from django.urls import path

from plimsoll.web.outcomes import typical, views

urlpatterns = [
    path("cases/<uuid:case>/outcomes", views.outcomes, name="case-outcomes"),
    path("cases/<uuid:case>/outcomes/goal", views.goal, name="case-goal"),
    path("cases/<uuid:case>/outcomes/goal/ended", views.goal_end, name="case-goal-end"),
    path("cases/<uuid:case>/outcomes/reading", views.reading, name="case-goal-reading"),
    path("cases/<uuid:case>/outcomes/score", views.score, name="case-score"),
    path("cases/<uuid:case>/development", views.development, name="case-development"),
    path("cases/<uuid:case>/development/note", views.note, name="case-development-note"),
    path("set-up/typical-ages", typical.typical_ages, name="set-up-typical-ages"),
]
