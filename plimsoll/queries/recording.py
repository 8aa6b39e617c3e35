"""Writing on cases: what a record could meet, what it says and what it changed; and what somebody has begun to write."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.recording import FACTS, MEETS
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import SEEING, CaseType, DueState, EventKind, Owner, RecordKind, Sight, Subject, Voice
from plimsoll.queries.cases import CaseView, Relative
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.place import Due, list_due
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.written import CaseRecord, Draft

_OPEN = (DueState.DUE, DueState.OVERDUE)


# ---- what a record could meet --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A kind of event that a record can tell of a child: what of theirs it would meet, earliest first, and whether that is
    likely enough to be ticked beforehand."""

    kind: EventKind
    due: tuple[Due, ...]
    likely: bool


@dataclass(frozen=True)
class Written:
    """A child of whom a record can be written: the case, what they are called, and what it could meet."""

    case: UUID
    child: UUID | None
    name: str
    meets: tuple[Offer, ...]
    facts: tuple[EventKind, ...]
    due: tuple[Due, ...]


def list_written(viewer: Viewer, found: CaseView, kind: RecordKind, duty: str, now: datetime) -> tuple[Written, ...]:
    """Of whom a record can be written beside a case: the case itself first, then brothers and sisters on whose cases the
    viewer may write; each with what it could meet. Twenty-one queries, whatever the number of children.

    Parameters
    ----------
    duty : the key of a timescale that it is to meet, '' for none.
    """
    others = writable(viewer, found.brothers_and_sisters)
    keys = [found.id, *(one.case for one in others)]
    known = _known(viewer, keys)
    try:
        due = list_due(viewer, keys, moment(now), None)
        book: Rulebook | None = editions.rulebook(viewer, now.astimezone(LONDON).date(), None)
    except NothingInForce:
        due, book = {}, None
    return tuple(
        Written(
            key,
            *known[key][:2],
            _offers(kind, known[key][2], due.get(key, ()), book, duty),
            FACTS if kind is not RecordKind.ATTEMPT else (),
            due.get(key, ()),
        )
        for key in keys
    )


def kind_for(due: Iterable[Due], duty: str) -> RecordKind | None:
    """The kind of record by which a duty is met; None where there is no such duty, or no kind of record meets it."""
    kinds = {kind for one in due if one.key == duty for kind in one.kinds}
    return next((kind for kind in RecordKind if not kinds.isdisjoint(MEETS[kind])), None)


def writable(viewer: Viewer, relatives: Sequence[Relative]) -> list[Relative]:
    """Of some relatives those on whose open cases the viewer may write. One query."""
    may = set(
        scopes.cases(viewer, Permission.WRITE_RECORD)
        .filter(pk__in=[one.case for one in relatives], closed_at__isnull=True)
        .values_list("pk", flat=True)
    )
    return [one for one in relatives if one.case in may]


def _known(viewer: Viewer, cases: list[UUID]) -> dict[UUID, tuple[UUID | None, str, set[CaseType]]]:
    """Of each case the child, what they are called by those who know them, and its kinds."""
    rows = Case.objects.filter(org_id=viewer.org, pk__in=cases).values_list(
        "pk", "child_id", "child__given_name", "reference", "case_type", "also"
    )
    return {
        key: (child, name or reference, {CaseType(word), *map(CaseType, also)})
        for key, child, name, reference, word, also in rows
    }


def _offers(
    kind: RecordKind, types: Collection[CaseType], due: Sequence[Due], book: Rulebook | None, duty: str
) -> tuple[Offer, ...]:
    """What a kind of record can meet by a timescale that concerns such a case, what is due first."""
    concern = {met for met in MEETS[kind] if _concerns(met, types, book)}
    asked = [one for one in due if one.state in _OPEN and (one.owner is Owner.WORKER or one.key == duty)]
    likely = _likely(kind, asked, duty)
    found = [
        Offer(met, tuple(one for one in due if one.state in _OPEN and met in one.kinds), met in likely)
        for met in MEETS[kind]
        if met in concern
    ]
    return tuple(
        sorted(found, key=lambda one: (not one.likely, not one.due, one.due[0].on or date.max if one.due else date.max))
    )


def _concerns(met: EventKind, types: Collection[CaseType], book: Rulebook | None) -> bool:
    """Whether a kind of event is something of such cases: by those rules that speak of the fewest kinds of case. A visit of
    a looked after child also meets what is asked of everyone, and is nothing that a child at home has."""
    rules = [rule for rule in (book.in_force if book else ()) if rule.subject is Subject.CASE and met in rule.met_by]
    fewest = min((len(rule.case_types) for rule in rules), default=0)
    return any(len(rule.case_types) == fewest and not rule.case_types.isdisjoint(types) for rule in rules)


def _likely(kind: RecordKind, due: Sequence[Due], duty: str) -> set[EventKind]:
    """Kinds to tick beforehand: of the duty that was asked for; of a visit, also of every other visit that is due."""
    ticked: set[EventKind] = set()
    for one in due:
        can = [met for met in one.kinds if met in MEETS[kind]]
        if can and ticked.isdisjoint(can) and (one.key == duty or (kind is RecordKind.VISIT and can[0] in SEEING)):
            ticked.add(can[0])
    return ticked


# ---- what it says --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """The words of a record, as they are kept."""

    id: UUID
    happened_at: datetime
    time_known: bool
    received_at: datetime | None
    minutes: int | None
    present: str
    place: str
    announced: bool | None
    home: str | None
    home_words: str
    bed: str | None
    bed_words: str
    text: str
    decision: str
    decision_why: str
    not_taken: str
    sight: str | None
    not_alone_why: str
    voice: str
    voice_by: list[str]
    voice_through: str
    own_words: str

    @classmethod
    def of(cls, row: CaseRecord) -> "Said":
        """The words of a row."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})


@dataclass(frozen=True)
class Version:
    """One version of a record: who wrote it when, and (but of the first) why it replaced the one before; row : its words."""

    id: UUID
    row: Said
    by: str
    at: datetime
    why: str
    withdraws: bool


@dataclass(frozen=True)
class RecordView:
    """A record as whoever may read its case sees it: versions, latest first; told : the events of the latest version;
    beside : the same record on cases of brothers and sisters that the viewer may read, by case and name."""

    case: UUID
    kind: RecordKind
    versions: tuple[Version, ...]
    told: tuple[EventKind, ...]
    beside: tuple[tuple[UUID, UUID, str], ...]

    @property
    def row(self) -> Said:
        """What it says now."""
        return self.versions[0].row

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.versions[0].withdraws

    @property
    def sight(self) -> Sight | None:
        """Whether the child was seen."""
        return Sight(self.row.sight) if self.row.sight else None

    @property
    def voice_by(self) -> tuple[Voice, ...]:
        """How the child's views were reached."""
        return tuple(map(Voice, self.row.voice_by))


def case_of_record(viewer: Viewer, record: UUID) -> UUID:
    """The case on which a record is written. One query.

    Raises
    ------
    NotThere : the viewer may not know of that case, or there is no such record.
    """
    row = CaseRecord.objects.filter(org_id=viewer.org, pk=record, case__in=scopes.cases(viewer)).first()
    if row is None:
        raise NotThere
    return row.case_id


def get_record_view(viewer: Viewer, case: UUID, record: UUID) -> RecordView:
    """A record on a case that the viewer may read, whichever of its versions is asked for. Four queries.

    Raises
    ------
    NotThere : there is none on this case.
    """
    rows = {
        row.pk: row for row in CaseRecord.objects.filter(org_id=viewer.org, case_id=case).select_related("recorded_by")
    }
    if record not in rows:
        raise NotThere
    chain = _chain(rows, record)
    latest = chain[0]
    told = Event.objects.filter(org_id=viewer.org, case_id=case, record_id=latest.pk, withdraws=False)
    return RecordView(
        case,
        RecordKind(latest.kind),
        tuple(
            Version(row.pk, Said.of(row), row.recorded_by.name, row.recorded_at, row.amended_why, row.withdraws)
            for row in chain
        ),
        tuple(sorted((EventKind(kind) for kind in told.values_list("kind", flat=True)), key=lambda kind: kind.number)),
        _beside(viewer, case, [row.together for row in chain]),
    )


def _chain(rows: Mapping[UUID, CaseRecord], record: UUID) -> list[CaseRecord]:
    """Every version of a record, latest first."""
    later = {row.replaces_id: row for row in rows.values() if row.replaces_id}
    latest = rows[record]
    while latest.pk in later:
        latest = later[latest.pk]
    chain = [latest]
    while chain[-1].replaces_id is not None:
        chain.append(rows[chain[-1].replaces_id])
    return chain


def _beside(viewer: Viewer, case: UUID, together: list[UUID]) -> tuple[tuple[UUID, UUID, str], ...]:
    """The same form on other cases, of those that the viewer may read."""
    rows = CaseRecord.objects.filter(
        org_id=viewer.org, together__in=together, case__in=scopes.cases(viewer, Permission.READ_RECORD)
    ).exclude(case_id=case)
    named = rows.select_related("case__child").order_by("case__child__born_on", "case__reference")
    return tuple(
        (row.case_id, row.pk, (row.case.child.given_name if row.case.child else "") or row.case.reference)
        for row in named
    )


def list_due_on(viewer: Viewer, case: UUID, now: datetime) -> tuple[Due, ...]:
    """What is due on one case that the viewer may read; () where nothing is settled to say it by."""
    return list_due_of(viewer, [case], now).get(case, ())


def list_due_of(viewer: Viewer, cases: Sequence[UUID], now: datetime) -> dict[UUID, tuple[Due, ...]]:
    """What is due on some cases that the viewer may read, by case; {} where nothing is settled to say it by."""
    try:
        return list_due(viewer, cases, moment(now))
    except NothingInForce:
        return {}


# ---- what it changed -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """What a record did to what is due on a case: what it closed or moved (as it was due before), None where it started
    something; and what is due instead, None where nothing is."""

    before: Due | None
    after: Due | None


def list_changed(
    viewer: Viewer, cases: Sequence[UUID], since: datetime, now: datetime
) -> dict[UUID, tuple[Changed, ...]]:
    """What of what was due on some cases, as known at a moment, is due otherwise now, and what is due that was not.
    Thirty-two queries."""
    try:
        before = list_due(viewer, cases, moment(now), since)
        after = list_due(viewer, cases, moment(now))
    except NothingInForce:
        return {}
    return {case: changes(before.get(case, ()), after.get(case, ())) for case in cases}


def changes(before: Sequence[Due], after: Sequence[Due]) -> tuple[Changed, ...]:
    """What of what was due is due otherwise, and then what is due that was not."""
    was, now = ({one.key: one for one in some} for some in (before, after))
    moved = [
        Changed(one, now.get(one.key))
        for one in before
        if one.state in _OPEN and (one.key not in now or _place(now[one.key]) != _place(one))
    ]
    begun = [
        Changed(None, one)
        for one in after
        if one.state in _OPEN and (one.key not in was or was[one.key].state not in _OPEN)
    ]
    return (*moved, *begun)


def _place(due: Due) -> tuple[Any, ...]:
    return due.state in _OPEN, due.on, due.met_on


# ---- what is begun -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftView:
    """What somebody has begun to write, as they alone see it."""

    id: UUID
    case: UUID
    child: UUID | None
    name: str
    kind: RecordKind
    content: dict[str, list[str]]
    version: int
    saved_at: datetime


def get_draft(viewer: Viewer, draft: UUID) -> DraftView | None:
    """A draft of the viewer's own that is not finished, on a case on which they may write; None where there is none. One
    query."""
    return next(iter(_drafts(viewer, pk=draft)), None)


def list_drafts(viewer: Viewer) -> tuple[DraftView, ...]:
    """What the viewer has begun and not sent, latest first. One query."""
    return _drafts(viewer)


def count_drafts(viewer: Viewer) -> int:
    """How many there are. One query; none for who writes nowhere."""
    return _own(viewer).count() if viewer.reach(Permission.WRITE_RECORD) else 0


def _own(viewer: Viewer) -> Any:
    sent = CaseRecord.objects.filter(org_id=viewer.org, together=OuterRef("pk"))  # while it was saved once more
    return Draft.objects.filter(
        ~Exists(sent), org_id=viewer.org, worker_id=viewer.worker, ended_at__isnull=True,
        case__in=scopes.cases(viewer, Permission.WRITE_RECORD),
    )  # fmt: skip


def _drafts(viewer: Viewer, **narrowed: UUID) -> tuple[DraftView, ...]:
    rows = _own(viewer).filter(**narrowed).select_related("case__child").order_by("-saved_at", "pk")
    return tuple(
        DraftView(
            row.pk,
            row.case_id,
            row.case.child_id,
            f"{row.case.child.given_name} {row.case.child.family_name}".strip()
            if row.case.child
            else row.case.reference,
            RecordKind(row.kind),
            row.content,
            row.version,
            row.saved_at,
        )
        for row in rows
    )
