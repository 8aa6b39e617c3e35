"""Addresses of plans."""

from django.urls import path

from plimsoll.web.plans import views

urlpatterns = [
    path("cases/<uuid:case>/plans", views.plans, name="case-plans"),
    path("cases/<uuid:case>/plans/new", views.begin, name="case-plan-new"),
    path("cases/<uuid:case>/plans/outcome", views.outcome, name="case-plan-outcome"),
    path("cases/<uuid:case>/plans/action", views.action, name="case-plan-action"),
    path("cases/<uuid:case>/plans/left-out", views.leave, name="case-plan-left-out"),
    path("cases/<uuid:case>/plans/agreed", views.agree, name="case-plan-agree"),
    path("cases/<uuid:case>/plans/said", views.say, name="case-plan-said"),
    path("cases/<uuid:case>/plans/review", views.review, name="case-plan-review"),
    path("cases/<uuid:case>/plans/end", views.end, name="case-plan-end"),
    path("cases/<uuid:case>/plans/family", views.family, name="case-plan-family"),
]
