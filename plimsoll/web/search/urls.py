"""Addresses of the search."""

from django.urls import path

from plimsoll.web.search import keeping, views

urlpatterns = [
    path("search", views.search, name="search"),
    path("search/words", views.look_for, name="look-for"),
    path("filters", keeping.filters, name="filters"),
    path("filters/new", keeping.new, name="filter-new"),
    path("filters/<uuid:kept>/end", keeping.end, name="filter-end"),
]
