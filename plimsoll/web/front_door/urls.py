"""Addresses of the front door."""

from django.urls import path

from plimsoll.web.front_door import contacts, placing, taking, views

urlpatterns = [
    path("front-door", views.waiting, name="front-door"),
    path("front-door/decided", views.decided, name="front-door-decided"),
    path("front-door/referral", taking.take, name="referral-new"),
    path("front-door/contact", taking.take_contact, name="contact-new"),
    path("cases/<uuid:case>/contact", contacts.decide, name="case-contact"),
    path("cases/<uuid:case>/contact/again", contacts.again, name="case-contact-again"),
    path("cases/<uuid:case>/triage", views.triage, name="case-triage"),
    path("cases/<uuid:case>/take", views.take_on, name="case-take"),
    path("cases/<uuid:case>/who", placing.who, name="case-who"),
]
