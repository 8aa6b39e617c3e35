"""Addresses of files that are brought in, and of what they leave to decide."""

from django.urls import path

from plimsoll.web.exchange import views

urlpatterns = [
    path("files", views.files, name="files"),
    path("files/columns", views.columns, name="file-columns"),
    path("files/columns/example.csv", views.example, name="file-example"),
    path("files/<uuid:file>", views.file, name="file"),
    path("files/<uuid:file>/date", views.facts_on, name="file-date"),
    path("files/<uuid:file>/people", views.people, name="file-people"),
    path("files/<uuid:file>/teams", views.teams, name="file-teams"),
    path("files/<uuid:file>/values", views.values, name="file-values"),
    path("files/<uuid:file>/children", views.children, name="file-children"),
    path("files/<uuid:file>/changes", views.changes, name="file-changes"),
    path("files/<uuid:file>/faults", views.faults, name="file-faults"),
    path("files/<uuid:file>/apply", views.apply, name="file-apply"),
    path("files/<uuid:file>/leave", views.leave, name="file-leave"),
    path("files/<uuid:file>/progress", views.progress, name="file-progress"),
    path("files/<uuid:file>/decide", views.decide_of_file, name="file-decide"),
    path("files/<uuid:file>/undo", views.undo, name="file-undo"),
    path("decide", views.decide, name="decide"),
]
