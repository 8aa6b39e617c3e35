"""Addresses of signing in and out."""

from django.urls import path

from plimsoll.web.account import views

urlpatterns = [path("health", views.health, name="health")]
