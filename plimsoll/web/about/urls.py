"""Addresses of the pages about Plimsoll itself."""

from django.urls import path

from plimsoll.web.about import views

urlpatterns = [
    path("accessibility", views.accessibility, name="accessibility"),
    path("theme", views.theme, name="theme"),
]
