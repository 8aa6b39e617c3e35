"""Addresses of writing without signal. The worker stands at the root, as it answers for every page."""

from django.urls import path

from plimsoll.web.without_signal import views

urlpatterns = [
    path("without-signal", views.blank, name="without-signal"),
    path("without-signal/key", views.key, name="without-signal-key"),
    path("without-signal-worker.js", views.worker, name="without-signal-worker"),
]
