"""What happened on a case, page by page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import SEEING, EventKind, ImportState, Matter, RecordKind, Sight
from plimsoll.queries.facts.editions import rows
from plimsoll.records import scopes
from plimsoll.records.models.cases import Event
from plimsoll.records.models.exchange import Import, ImportMatter
from plimsoll.records.models.history import History
from plimsoll.records.models.written import CaseRecord

PAGE_LENGTH = 25


@dataclass(frozen=True)
class Happened:
    """One event of a case; the three moments apart. `amended`: it stands in place of an earlier one; `awaits_file`: it is
    said to be done in another system, and no file has confirmed it yet; not_in: the day of a file that has not got it, and
    asks; files_of: the days of which the files speak with which it came, none where it was written here; also: what else the
    files, or the same record, say of the same visit; written: the record that somebody wrote of it, where one did."""

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
    files_of: tuple[date, ...]
    also: tuple[EventKind, ...] = ()
    not_in: date | None = None
    written: "Words | None" = None


@dataclass(frozen=True)
class Words:
    """What somebody wrote, as a chronology tells it. own: what stands on the record of this child alone."""

    id: UUID
    kind: RecordKind
    sight: Sight | None
    announced: bool | None
    voice: str
    own: str


@dataclass(frozen=True)
class Record:
    """One page of what happened, latest first. entries : how many there are in all, each a visit or another event; kinds,
    years : how many events of each kind, and how many entries of each year, most and latest first; found : how many entries
    are of the kind and year that were asked for; page : from 1, of `pages`."""

    happened: tuple[Happened, ...]
    entries: int
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
    viewer may not read it. Seven queries."""
    if not scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists():
        return None
    source = rows(Event, known_at, cases=[case]).filter(org_id=viewer.org)
    told = list(
        source.order_by("-happened_at", "-recorded_at", "pk").values_list(
            "pk", "kind", "happened_at", "replaces_id", "withdraws", "recorded_by_id", "time_known", "record_id"
        )
    )
    gone = {replaced for _, _, _, replaced, *_ in told}
    kept = [
        _Kept(key, EventKind(word), happened.astimezone(LONDON).date(), by is None and not time_known, record)
        for key, word, happened, _, withdraws, by, time_known, record in told
        if key not in gone and not withdraws
    ]
    entries = _entries(kept)
    asked = [
        entry
        for entry in entries
        if any(kind in (None, one.kind) for one in entry) and year in (None, entry[0].day.year)
    ]
    pages = max(1, -(-len(asked) // PAGE_LENGTH))
    page = min(max(1, page), pages)
    shown = asked[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    keys = [one.key for entry in shown for one in entry]
    by_key = {row.pk: row for row in source.filter(pk__in=keys).select_related("recorded_by")}
    files = _files(viewer, keys)
    written = _written(viewer, case, [row.record_id for row in by_key.values() if row.record_id], known_at)
    not_in = {} if known_at else _not_in(viewer, case, [by_key[key] for key in keys])
    return Record(
        tuple(_happened([by_key[one.key] for one in entry], files, not_in, written) for entry in shown),
        entries=len(entries),
        kinds=tuple(sorted(Counter(one.kind for one in kept).items(), key=lambda pair: (-pair[1], pair[0].label))),
        years=tuple(sorted(Counter(entry[0].day.year for entry in entries).items(), reverse=True)),
        found=len(asked),
        page=page,
        pages=pages,
    )


@dataclass(frozen=True)
class _Kept:
    """An event that counts. from_file : it came with a file, which knows the day alone; record : what tells of it."""

    key: UUID
    kind: EventKind
    day: date
    from_file: bool
    record: UUID | None = None


def _entries(kept: list[_Kept]) -> list[list[_Kept]]:
    """Events in the order of the record, those of one visit together: what one record tells, and what columns of files say
    of one day, on which the child was seen. The visit itself goes before that the child was seen."""
    entries: list[list[_Kept]] = []
    visits: dict[date, list[_Kept]] = {}
    records: dict[UUID, list[_Kept]] = {}
    for one in kept:
        if one.record is not None:
            if one.record not in records:
                entries.append(records.setdefault(one.record, []))
            records[one.record].append(one)
        elif not one.from_file or one.kind not in SEEING:
            entries.append([one])
        elif one.day in visits:
            visits[one.day].append(one)
        else:
            visits[one.day] = [one]
            entries.append(visits[one.day])
    for entry in (*visits.values(), *records.values()):
        entry.sort(key=lambda one: (one.kind is EventKind.CHILD_SEEN, one.kind.number))
    return entries


def _not_in(viewer: Viewer, case: UUID, shown: list[Event]) -> dict[tuple[str, str], date]:
    """Of what is said to be done in another system, the day of the file that has not got it, by kind and day. No query where
    nothing waits."""
    if not any(row.awaits_file for row in shown):
        return {}
    asked = ImportMatter.objects.filter(
        org_id=viewer.org, case_id=case, matter=Matter.NOT_CONFIRMED, of__state=ImportState.APPLIED,
        decided_at__isnull=True, superseded_by__isnull=True,
    )  # fmt: skip
    return {(name, here): on for name, here, on in asked.values_list("name", "here", "of__facts_on")}


def _written(viewer: Viewer, case: UUID, records: list[UUID], known_at: datetime | None) -> dict[UUID, CaseRecord]:
    """The records that tell of some events."""
    if not records:
        return {}
    return {row.pk: row for row in rows(CaseRecord, known_at, cases=[case]).filter(org_id=viewer.org, pk__in=records)}


def _files(viewer: Viewer, events: list[UUID]) -> dict[UUID, date]:
    """Of what came with a file, the day of which that file speaks."""
    versions = History.objects.filter(
        org_id=viewer.org, tbl=Event._meta.db_table, row_id__in=events, import_id__isnull=False
    )
    came = dict(versions.order_by("-from_at").values_list("row_id", "import_id"))  # the first version stays
    days = dict(Import.objects.filter(org_id=viewer.org, pk__in=set(came.values())).values_list("pk", "facts_on"))
    return {event: days[file] for event, file in came.items() if file in days}


def _happened(
    rows: list[Event],
    files: dict[UUID, date],
    not_in: dict[tuple[str, str], date],
    written: dict[UUID, CaseRecord],
) -> Happened:
    """One entry, of one event or of all that files say of one visit."""
    row, *others = rows
    day = row.happened_at.astimezone(LONDON).date().isoformat()
    record = written.get(row.record_id) if row.record_id else None
    return Happened(
        row.pk,
        EventKind(row.kind),
        row.happened_at,
        row.time_known,
        row.received_at,
        row.recorded_at,
        row.recorded_by.name if row.recorded_by else "",
        record.text if record else row.note,
        record.replaces_id is not None if record else any(one.replaces_id is not None for one in rows),
        bool(row.awaits_file),
        tuple(sorted({files[one.pk] for one in rows if one.pk in files})),
        tuple(EventKind(one.kind) for one in others),
        not_in.get((row.kind, day)) if row.awaits_file else None,
        _words(record) if record else None,
    )


def _words(row: CaseRecord) -> Words:
    sight = Sight(row.sight) if row.sight else None
    return Words(row.pk, RecordKind(row.kind), sight, row.announced, row.voice, row.own_words)
