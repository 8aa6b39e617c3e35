"""Addresses of cases."""

from django.urls import path

from plimsoll.web.cases import views

urlpatterns = [
    path("search", views.search, name="search"),
    path("cases/<uuid:case>", views.case, name="case"),
    path("cases/<uuid:case>/record", views.write, name="case-write"),
    path("cases/<uuid:case>/allocation", views.allocate, name="case-allocate"),
    path("cases/<uuid:case>/restriction", views.restrict, name="case-restrict"),
    path("cases/<uuid:case>/restriction/lift", views.lift, name="case-lift"),
]
