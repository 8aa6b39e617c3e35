"""The one Django app with tables."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Records(AppConfig):
    """The records of every organisation."""

    name = "plimsoll.records"
    label = "records"
    verbose_name = "records"

    def ready(self) -> None:
        """Who may do what stands in `plimsoll.core.access`: Django is kept from writing permissions of its own."""
        from django.contrib.contenttypes.management import create_contenttypes  # noqa: PLC0415 - once its models are there

        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
