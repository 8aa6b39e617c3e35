"""Addresses of the search."""

from django.urls import path

from plimsoll.web.search import views

urlpatterns = [
    path("search", views.search, name="search"),
]
