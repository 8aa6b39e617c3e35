"""Addresses: one line for each area, and what is shown where a page cannot be."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("plimsoll.web.account.urls")),
    path("", include("plimsoll.web.priority.urls")),
    path("", include("plimsoll.web.today.urls")),
    path("", include("plimsoll.web.criteria.urls")),
    path("", include("plimsoll.web.cases.urls")),
    path("", include("plimsoll.web.recording.urls")),
    path("", include("plimsoll.web.without_signal.urls")),
    path("", include("plimsoll.web.court.urls")),
    path("", include("plimsoll.web.families.urls")),
    path("", include("plimsoll.web.plans.urls")),
    path("", include("plimsoll.web.outcomes.urls")),
    path("", include("plimsoll.web.clocks.urls")),
    path("", include("plimsoll.web.judging.urls")),
    path("", include("plimsoll.web.front_door.urls")),
    path("", include("plimsoll.web.search.urls")),
    path("", include("plimsoll.web.documents.urls")),
    path("", include("plimsoll.web.emergency.urls")),
    path("", include("plimsoll.web.copies.urls")),
    path("", include("plimsoll.web.disputes.urls")),
    path("", include("plimsoll.web.people.urls")),
    path("", include("plimsoll.web.notices.urls")),
    path("", include("plimsoll.web.viewings.urls")),
    path("", include("plimsoll.web.set_up.urls")),
    path("", include("plimsoll.web.exchange.urls")),
    path("", include("plimsoll.web.about.urls")),
    *([path("gallery/", include("plimsoll.web.gallery.urls"))] if settings.GALLERY else []),
]

handler400 = "plimsoll.web.errors.bad_request"
handler403 = "plimsoll.web.errors.forbidden"
handler404 = "plimsoll.web.errors.not_found"
handler500 = "plimsoll.web.errors.server_error"
