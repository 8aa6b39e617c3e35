"""Files that somebody has said are to be applied. A job that is done again finds the file applied, and does nothing."""

from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from plimsoll.actions.exchange import apply_import
from plimsoll.jobs.again import AGAIN


@app.task(name="apply_import", retry=AGAIN)
def apply(org: str, import_id: str) -> None:
    """One file is merged with the records."""
    apply_import(UUID(org), UUID(import_id), at=now())
