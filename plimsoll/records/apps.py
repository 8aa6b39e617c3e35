"""The one Django app with tables."""

from django.apps import AppConfig


class Records(AppConfig):
    """The records of every organisation."""

    name = "plimsoll.records"
    label = "records"
    verbose_name = "records"
