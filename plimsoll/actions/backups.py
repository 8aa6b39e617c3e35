"""What the trail says of backups: that all records were copied, and that they were put back. Said by whoever runs the
server, over the owner's connection, to every organisation."""

from collections.abc import Mapping

from plimsoll.actions.audit import product, record_event
from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.people import Organisation

OWNER = "owner"
ORIGIN = "command line"


def note_backup(*, file: str, digest: str, rows: int) -> None:
    """Remembers that all records were copied into a file (its name, its SHA-256, how many rows). Event: BACKED_UP."""
    _note(Act.BACKED_UP, "a backup was made", {"file": file, "digest": digest, "rows": rows})


def note_restore(*, file: str, made_at: str, rows: int, lost_links: int) -> None:
    """Remembers that the records are those of a backup: its file, the moment it shows, how many rows; and how many links of
    the trail, kept outside, were of a later time. Event: RESTORED."""
    detail = {"file": file, "made_at": made_at, "rows": rows, "lost_links": lost_links}
    _note(Act.RESTORED, "the records were put back from a backup", detail)


def note_scrubbed(*, rows: int) -> None:
    """Remembers that a scrubbed copy was made, of how many rows. Event: SCRUBBED."""
    _note(Act.SCRUBBED, "a scrubbed copy was made", {"rows": rows})


def _note(act: Act, why: str, detail: Mapping[str, object]) -> None:
    for org in Organisation.objects.using(OWNER).values_list("pk", flat=True).order_by("pk"):
        with acting(org, None, why, origin=ORIGIN, using=OWNER):
            record_event(product(org), act, detail=detail, using=OWNER)
