"""Addresses of cases."""

from django.urls import path

from plimsoll.web.cases import adding, coming_in, correcting, ending, life, life_rules, route, transfers, unheld, views

urlpatterns = [
    path("cases/new", adding.new, name="case-new"),
    path("cases/names", correcting.names, name="case-names"),
    path("cases/<uuid:case>", views.case, name="case"),
    path("cases/<uuid:case>/correction", correcting.correct, name="case-correct"),
    path("cases/<uuid:case>/came-in", coming_in.came_in, name="case-came-in"),
    path("cases/<uuid:case>/new-information", coming_in.news, name="case-news"),
    path("cases/<uuid:case>/unheld-review", unheld.review_unheld, name="case-unheld-review"),
    path("cases/<uuid:case>/out-of-hours", route.take, name="case-route-take"),
    path("cases/<uuid:case>/allocation", views.allocate, name="case-allocate"),
    path("cases/<uuid:case>/closing", ending.close, name="case-close"),
    path("cases/<uuid:case>/closing/asking", ending.ask_to_close, name="case-close-ask"),
    path("cases/<uuid:case>/opening", ending.reopen, name="case-reopen"),
    path("cases/<uuid:case>/kind", life.step, name="case-kind"),
    path("cases/<uuid:case>/kind/asking", life.ask, name="case-kind-ask"),
    path("cases/<uuid:case>/transfer", transfers.propose, name="case-transfer"),
    path("cases/<uuid:case>/transfer/back", transfers.take_back, name="case-transfer-back"),
    path("transfers", transfers.transfers, name="transfers"),
    path("transfers/<uuid:transfer>", transfers.transfer, name="transfer"),
    path("cases/<uuid:case>/level", life.level, name="case-level"),
    path("set-up/life", life_rules.life_rules, name="set-up-life"),
    path("cases/<uuid:case>/life/decision", life.decide, name="case-life-decide"),
    path("cases/<uuid:case>/done-there", views.done_there, name="case-done-there"),
    path("cases/<uuid:case>/restriction", views.restrict, name="case-restrict"),
    path("cases/<uuid:case>/restriction/lift", views.lift, name="case-lift"),
]
