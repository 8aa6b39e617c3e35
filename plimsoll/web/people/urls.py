"""Addresses of teams and roles."""

from django.urls import path

from plimsoll.web.people import absence, closing, drift, letting_in, out_of_reach, standing_in, views

urlpatterns = [
    path("teams", views.teams, name="teams"),
    path("teams/<uuid:team>", views.team, name="team"),
    path("teams/<uuid:team>/drift", drift.team_drift, name="team-drift"),
    path("teams/<uuid:team>/absence", absence.team_absence, name="team-absence"),
    path("set-up/minutes", absence.minutes, name="set-up-minutes"),
    path("drift", drift.drift_rules, name="drift-rules"),
    path("people", views.people, name="people"),
    path("people/add", views.add, name="person-add"),
    path("people/file", views.by_file, name="people-file"),
    path("people/example.csv", views.example, name="people-example"),
    path("people/supervisor", views.supervisor, name="person-supervisor"),
    path("people/hours", views.many_hours, name="people-hours"),
    path("people/close-team", closing.close, name="team-close"),
    path("people/let-in", letting_in.let_people_in, name="let-in"),
    path("people/out-of-reach", out_of_reach.out_of_reach, name="out-of-reach"),
    path("people/out-of-reach/<uuid:restriction>", out_of_reach.ask_for, name="out-of-reach-ask"),
    path("people/out-of-reach/asked/<uuid:asked>", out_of_reach.decide, name="out-of-reach-decide"),
    path("people/<uuid:worker>", views.person, name="person"),
    path("people/<uuid:worker>/role", views.role, name="person-role"),
    path("people/<uuid:worker>/role/end", views.role_end, name="person-role-end"),
    path("people/<uuid:worker>/team", views.move, name="person-team"),
    path("people/<uuid:worker>/hours", views.hours, name="person-hours"),
    path("people/<uuid:worker>/way-in", views.way_in, name="person-way-in"),
    path("people/<uuid:worker>/standing-in", standing_in.of_person, name="person-standing-in"),
    path("standing-in", standing_in.standing_in, name="standing-in"),
    path("people/<uuid:worker>/leaving", views.leaving, name="person-leaving"),
    path("roles", views.roles, name="roles"),
]
