"""Addresses of copies of a child's record."""

from django.urls import path

from plimsoll.web.copies import views

urlpatterns = [
    path("cases/<uuid:case>/copy", views.copy, name="case-copy"),
    path("cases/<uuid:case>/copy/asking", views.ask, name="case-copy-ask"),
    path("cases/<uuid:case>/copy/pieces", views.pieces, name="case-copy-pieces"),
    path("cases/<uuid:case>/copy/piece", views.piece, name="case-copy-piece"),
    path("cases/<uuid:case>/copy/words", views.words, name="case-copy-words"),
    path("cases/<uuid:case>/copy/anew", views.anew, name="case-copy-anew"),
    path("cases/<uuid:case>/copy/ready", views.ready, name="case-copy-ready"),
    path("cases/<uuid:case>/copy/look", views.look, name="case-copy-look"),
    path("cases/<uuid:case>/copy/more-time", views.more_time, name="case-copy-more-time"),
    path("cases/<uuid:case>/copy/end", views.end, name="case-copy-end"),
    path("cases/<uuid:case>/copy/file", views.take, name="case-copy-file"),
]
