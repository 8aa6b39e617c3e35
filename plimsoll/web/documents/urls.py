"""Addresses of documents."""

from django.urls import path

from plimsoll.web.documents import views

urlpatterns = [
    path("cases/<uuid:case>/documents", views.documents, name="case-documents"),
    path("cases/<uuid:case>/documents/new", views.new, name="case-document-new"),
    path("documents/<uuid:document>/file", views.take, name="document-file"),
]
