"""What happened on a case, page by page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import EventKind
from plimsoll.queries.facts.editions import rows
from plimsoll.records import scopes
from plimsoll.records.models.cases import Event
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.history import History

PAGE_LENGTH = 25


@dataclass(frozen=True)
class Happened:
    """One event of a case; the three moments apart. `amended`: it stands in place of an earlier one; `awaits_file`: it is
    said to be done in another system, and no file has confirmed it yet; file_of: the day of which the file speaks with which
    it came, None where it was written here."""

    id: UUID
    kind: EventKind
    happened_at: datetime
    time_known: bool
    received_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    note: str
    amended: bool
    awaits_file: bool
    file_of: date | None


@dataclass(frozen=True)
class Record:
    """One page of what happened, latest first. kinds, years : how many events of each there are in all, most and latest
    first; found : how many are of the kind and year that were asked for; page : from 1, of `pages`."""

    happened: tuple[Happened, ...]
    kinds: tuple[tuple[EventKind, int], ...]
    years: tuple[tuple[int, int], ...]
    found: int
    page: int
    pages: int


def get_record(
    viewer: Viewer,
    case: UUID,
    known_at: datetime | None = None,
    *,
    kind: EventKind | None = None,
    year: int | None = None,
    page: int = 1,
) -> Record | None:
    """What happened on a case, as it is or was known; what was replaced or withdrawn stands in the history. None where the
    viewer may not read it. Five queries."""
    if not scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists():
        return None
    source = rows(Event, known_at, cases=[case]).filter(org_id=viewer.org)
    told = list(
        source.order_by("-happened_at", "-recorded_at", "pk").values_list(
            "pk", "kind", "happened_at", "replaces_id", "withdraws"
        )
    )
    gone = {replaced for *_, replaced, _ in told}
    kept = [
        (key, EventKind(word), happened.astimezone(LONDON).year)
        for key, word, happened, _, withdraws in told
        if key not in gone and not withdraws
    ]
    asked = [key for key, word, of in kept if kind in (None, word) and year in (None, of)]
    pages = max(1, -(-len(asked) // PAGE_LENGTH))
    page = min(max(1, page), pages)
    shown = asked[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    by_key = {row.pk: row for row in source.filter(pk__in=shown).select_related("recorded_by")}
    files = _files(viewer, shown)
    return Record(
        tuple(_happened(by_key[key], files.get(key)) for key in shown),
        kinds=tuple(sorted(Counter(word for _, word, _ in kept).items(), key=lambda pair: (-pair[1], pair[0].label))),
        years=tuple(sorted(Counter(of for *_, of in kept).items(), reverse=True)),
        found=len(asked),
        page=page,
        pages=pages,
    )


def _files(viewer: Viewer, events: list[UUID]) -> dict[UUID, date]:
    """Of what came with a file, the day of which that file speaks."""
    versions = History.objects.filter(
        org_id=viewer.org, tbl=Event._meta.db_table, row_id__in=events, import_id__isnull=False
    )
    came = dict(versions.order_by("-from_at").values_list("row_id", "import_id"))  # the first version stays
    days = dict(Import.objects.filter(org_id=viewer.org, pk__in=set(came.values())).values_list("pk", "facts_on"))
    return {event: days[file] for event, file in came.items() if file in days}


def _happened(row: Event, file_of: date | None) -> Happened:
    return Happened(
        row.pk,
        EventKind(row.kind),
        row.happened_at,
        row.time_known,
        row.received_at,
        row.recorded_at,
        row.recorded_by.name if row.recorded_by else "",
        row.note,
        row.replaces_id is not None,
        bool(row.awaits_file),
        file_of,
    )
