"""Addresses of the gallery. They are there only where the settings say so."""

from django.urls import path

from plimsoll.web.gallery import views

urlpatterns = [
    path("", views.components, name="gallery"),
    path("pages/<slug:name>", views.page, name="gallery-page"),
]
