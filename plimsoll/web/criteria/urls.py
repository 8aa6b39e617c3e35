"""Addresses of the criteria."""

from django.urls import path

from plimsoll.web.criteria import views

urlpatterns = [
    path("criteria", views.criteria, name="criteria"),
    path("criteria/shipped/<slug:key>", views.shipped_set, name="criteria-shipped"),
]
