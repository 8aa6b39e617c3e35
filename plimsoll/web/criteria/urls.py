"""Addresses of the criteria."""

from django.urls import path

from plimsoll.web.criteria import blind, rehearsal, shadow, views

urlpatterns = [
    path("criteria", views.criteria, name="criteria"),
    path("criteria/shipped/<slug:key>", views.shipped_set, name="criteria-shipped"),
    path("criteria/drafts", views.drafts, name="criteria-drafts"),
    path("criteria/drafts/<uuid:draft>", views.draft, name="criteria-draft"),
    path("criteria/drafts/<uuid:draft>/change", views.change, name="criteria-draft-change"),
    path("criteria/drafts/<uuid:draft>/text", views.as_text, name="criteria-draft-text"),
    path("criteria/drafts/<uuid:draft>/rehearse", views.rehearse, name="criteria-draft-rehearse"),
    path("criteria/drafts/<uuid:draft>/rehearsal", rehearsal.rehearsal, name="criteria-draft-rehearsal"),
    path("criteria/drafts/<uuid:draft>/approve", views.approve, name="criteria-draft-approve"),
    path("criteria/drafts/<uuid:draft>/leave", views.leave, name="criteria-draft-leave"),
    path("criteria/exercises", blind.exercises, name="exercises"),
    path("criteria/exercises/<uuid:exercise>", blind.exercise, name="exercise"),
    path("criteria/exercises/<uuid:exercise>/end", blind.end, name="exercise-end"),
    path("criteria/shadow", shadow.shadows, name="shadows"),
    path("criteria/shadow/<uuid:spell>", shadow.shadow, name="shadow"),
]
