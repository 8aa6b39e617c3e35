"""Addresses of who is round a child."""

from django.urls import path

from plimsoll.web.families import views

urlpatterns = [
    path("cases/<uuid:case>/people", views.people_round, name="case-people"),
    path("cases/<uuid:case>/people/person", views.person, name="case-person"),
    path("cases/<uuid:case>/people/told", views.told, name="case-told"),
    path("cases/<uuid:case>/people/child", views.child, name="case-child"),
    path("cases/<uuid:case>/people/safety", views.safety, name="case-safety"),
]
