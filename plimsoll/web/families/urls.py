"""Addresses of who is round a child."""

from django.urls import path

from plimsoll.web.families import addresses, views

urlpatterns = [
    path("cases/<uuid:case>/people", views.people_round, name="case-people"),
    path("cases/<uuid:case>/people/person", views.person, name="case-person"),
    path("cases/<uuid:case>/people/told", views.told, name="case-told"),
    path("cases/<uuid:case>/people/child", views.child, name="case-child"),
    path("cases/<uuid:case>/people/safety", views.safety, name="case-safety"),
    path("cases/<uuid:case>/people/address", addresses.write, name="case-address"),
    path("cases/<uuid:case>/people/address/protect", addresses.protect, name="case-address-protect"),
    path("cases/<uuid:case>/people/address/protected", addresses.read, name="case-address-read"),
    path("cases/<uuid:case>/people/address/named", addresses.name, name="case-address-named"),
    path("cases/<uuid:case>/people/address/lift", addresses.lift, name="case-address-lift"),
]
