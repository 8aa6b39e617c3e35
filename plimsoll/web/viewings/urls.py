"""Addresses of the trail."""

from django.urls import path

from plimsoll.web.viewings import views

urlpatterns = [
    path("viewings", views.viewings, name="viewings"),
    path("viewings/file", views.take, name="viewings-file"),
    path("viewings/odd", views.odd, name="viewings-odd"),
]
