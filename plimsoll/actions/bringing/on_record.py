"""What stands on record of an organisation's children and their open work, as a file is to be compared with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate

from plimsoll.core.calendar import LONDON
from plimsoll.core.merge import Key
from plimsoll.core.terms import About, ImportState, Layout, Matter
from plimsoll.records.models.cases import Allocation, Case, CaseCircumstance, CaseFactor, Event, Restriction
from plimsoll.records.models.exchange import IN_FORCE, ImportMatter, Statement
from plimsoll.records.models.families import Child
from plimsoll.records.names import is_made_here

CHILD_FIELDS = ("born_on", "expected_on", "died_on", "given_name", "family_name", "nhs_number")


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it stands. day : in London, 2026-11-23; by : who wrote it down, None where it came with a file."""

    id: UUID
    kind: str
    day: str
    nth: int
    replaces: UUID | None
    withdraws: bool
    by: UUID | None
    awaits_file: bool


@dataclass(slots=True)
class Spell:
    """A circumstance or a factor that holds."""

    id: UUID
    from_date: date
    value: int | None = None


@dataclass
class Standing:
    """A case as it stands, with what hangs on it."""

    id: UUID
    child: UUID
    reference: str
    team: str
    case_type: str
    also: tuple[str, ...]
    level_of_need: int | None
    seen_unrecorded: bool
    opened_on: date
    opened_unrecorded: bool
    closed_on: date | None
    holder: UUID | None = None
    circumstances: dict[str, Spell] = field(default_factory=dict)
    factors: dict[str, Spell] = field(default_factory=dict)
    events: list[Happened] = field(default_factory=list)
    ended: dict[str, date] = field(default_factory=dict)  # the last day before which a circumstance or factor held
    free_from: datetime | None = None  # when the last spell of somebody holding it ended

    @cached_property
    def _after(self) -> dict[UUID, Happened]:
        return {event.replaces: event for event in self.events if event.replaces}

    @cached_property
    def _on(self) -> dict[tuple[str, str], list[Happened]]:
        found: dict[tuple[str, str], list[Happened]] = defaultdict(list)
        for event in self.events:
            found[event.kind, event.day].append(event)
        return found

    def counts(self, event: Happened) -> bool:
        """Whether an event is neither replaced nor withdrawn."""
        return event.id not in self._after and not event.withdraws

    def there(self, kind: str, day: str) -> bool:
        """Whether something of a kind stands on a day, and does not wait for a file to say so."""
        return any(self.counts(event) and not event.awaits_file for event in self._on.get((kind, day), ()))

    def now(self, kind: str, day: str) -> Happened | None:
        """What has become of the event that a file wrote for a day; None where it does not count any more."""
        found = self._on.get((kind, day), [])
        for event in found:
            if self.counts(event):
                return event
        for event in found:
            last = event
            while last.id in self._after:
                last = self._after[last.id]
            if self.counts(last):
                return last
        return None

    def awaiting(self) -> list[Happened]:
        """What was said to be done in the other system, and waits for a file to say so."""
        return [event for event in self.events if event.awaits_file and self.counts(event)]


Said = dict[Key, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an earlier file of the layout left to decide, and nobody has decided yet. key : None for the whole case."""

    id: UUID
    matter: Matter
    key: Key | None
    here: str
    there: str


@dataclass
class OnRecord:
    """children : fields by reference, with `id`, also by one in another system that a case added by hand claims; cases : of
    each child, by its id; base : statements in force of one layout, waiting : what its files left to decide, both by the
    child's reference; claimed_at : when it was written down that something was done in another system, by the event;
    contested : references of which several open cases say that they are theirs: each such case, with its child."""

    children: dict[str, dict[str, object]]
    cases: dict[UUID, list[Standing]]
    base: dict[str, Said]
    waiting: dict[str, list[Waiting]] = field(default_factory=dict)
    claimed_at: dict[UUID, datetime] = field(default_factory=dict)
    contested: dict[str, list[tuple[UUID, dict[str, object]]]] = field(default_factory=dict)


# Children first, then what hangs on them: a case that somebody opens meanwhile waits for its child. Keys are handed over as
# lists: right after a large file nothing is known of these tables yet, and joins of them took minutes.
_CLAIMED = "SELECT child_id FROM records_case WHERE org_id = %s AND other_reference = ANY (%s) AND child_id IS NOT NULL"
_CHILDREN = """
    SELECT id FROM records_child WHERE org_id = %s AND (reference = ANY (%s) OR id = ANY (%s::uuid[])) ORDER BY id FOR UPDATE
"""
_CASES = "SELECT id FROM records_case WHERE org_id = %s AND child_id = ANY (%s::uuid[]) ORDER BY id FOR UPDATE"
_SPELLS = "SELECT FROM {} WHERE org_id = %s AND case_id = ANY (%s::uuid[]) AND {} IS NULL ORDER BY id FOR UPDATE"
_OF_CASES = (
    ("records_allocation", "to_at"), ("records_casecircumstance", "to_date"), ("records_casefactor", "to_date"),
)  # fmt: skip


def hold(org: UUID, references: Iterable[str]) -> None:
    """Keeps what stands of children as it is until the transaction ends, and of those whom a case added by hand claims for
    one of the references: whoever writes on it waits, so that nothing of theirs is overwritten by what was worked out from
    before. Six queries."""
    told = list(references)
    with connection.cursor() as cursor:

        def keys(statement: str, *values: object) -> list[UUID]:
            cursor.execute(statement, [org, *values])
            return [key for (key,) in cursor.fetchall()]

        children = keys(_CHILDREN, told, keys(_CLAIMED, told))
        cases = keys(_CASES, children)
        for table, ends in _OF_CASES:
            cursor.execute(_SPELLS.format(table, ends), [org, cases])


def on_record(org: UUID, layout: Layout, told: Iterable[str], settled: Mapping[str, UUID] | None = None) -> OnRecord:
    """What a file is compared with, the product acting. Eleven queries.

    Every child and case is there, by its reference; what hangs on a case, where its child is one of those told of (`told`:
    references), now or by a file before.

    Parameters
    ----------
    settled : whose a reference is, where somebody has said so.
    """
    before = base(org, layout)
    children = {
        row["reference"]: row
        for row in Child.objects.filter(org_id=org).values("id", "reference", *CHILD_FIELDS).iterator()
    }
    own = {row["id"]: row for row in children.values()}
    cases = {case.id: case for case in _cases(org)}
    contested = _contested(org, own, cases.values(), before)
    children |= _claimed(org, children)
    for reference, child in (settled or {}).items():
        children[reference] = own[child]
        contested.pop(reference, None)
    asked = {children[reference]["id"] for reference in {*told, *before} if reference in children}
    narrowed = {"org_id": org, "case_id__among": [case.id for case in cases.values() if case.child in asked]}
    for case_id, worker, ended in Allocation.objects.filter(**narrowed).values_list("case_id", "worker_id", "to_at"):
        case = cases[case_id]
        if ended is None:
            case.holder = worker
        elif case.free_from is None or ended > case.free_from:
            case.free_from = ended
    for key, case_id, name, begun, over in CaseCircumstance.objects.filter(**narrowed).values_list(
        "pk", "case_id", "circumstance", "from_date", "to_date"
    ):
        _spell(cases[case_id], cases[case_id].circumstances, name, Spell(key, begun), over)
    for key, case_id, name, begun, over, value in CaseFactor.objects.filter(**narrowed).values_list(
        "pk", "case_id", "factor", "from_date", "to_date", "value"
    ):
        _spell(cases[case_id], cases[case_id].factors, name, Spell(key, begun, value), over)
    still_open = [case.id for case in cases.values() if case.child in asked and case.closed_on is None]
    for case_id, event in _events(org, still_open):
        cases[case_id].events.append(event)
    by_child: dict[UUID, list[Standing]] = defaultdict(list)
    for case in cases.values():
        by_child[case.child].append(case)
    claims = Event.objects.filter(org_id=org, awaits_file=True).values_list("pk", "recorded_at")
    return OnRecord(children, by_child, before, _waiting(org, layout), dict(claims), contested)


def _waiting(org: UUID, layout: Layout) -> dict[str, list[Waiting]]:
    rows = ImportMatter.objects.filter(
        org_id=org,
        of__layout=layout,
        of__state=ImportState.APPLIED,
        decided_at__isnull=True,
        superseded_by__isnull=True,
    )
    found: dict[str, list[Waiting]] = defaultdict(list)
    for reference, key, matter, about, name, which, nth, here, there in rows.values_list(
        "child_reference", "pk", "matter", "about", "name", "which", "nth", "here", "there"
    ):
        of = Key(About(about), name, which, nth) if about else None
        found[reference].append(Waiting(key, Matter(matter), of, here, there))
    return found


def _claimed(org: UUID, children: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """Children who were added by hand, by the reference that another system is said to have for them and nobody has here.

    Where several claim one, that of a restricted case goes first: for whoever may not see it, their own is then as if no
    file spoke of it, and tells nothing.
    """
    restricted = Restriction.objects.filter(org_id=org, case_id=OuterRef("pk"), to_at__isnull=True)
    claims = (
        Case.objects.filter(org_id=org, child__isnull=False)
        .exclude(other_reference="")
        .order_by(Exists(restricted).desc(), "opened_at", "pk")
    )
    found: dict[str, dict[str, object]] = {}
    given: set[str] = set()
    for claim, own in claims.values_list("other_reference", "child__reference"):
        if claim not in children and claim not in found and own not in given and is_made_here(own):
            found[claim] = children[own]
            given.add(own)
    return found


def _contested(
    org: UUID,
    own: Mapping[object, dict[str, object]],
    cases: Iterable[Standing],
    before: Mapping[str, Said],
) -> dict[str, list[tuple[UUID, dict[str, object]]]]:
    """References that two children with an open case have, one by its own or both by what another system is said to call
    them: nobody but a person can say whose they are. Not those that a file has settled before. Restricted cases stand among
    themselves: what waits for a decision would tell others of them. Two queries."""
    rows = Case.objects.filter(org_id=org, child_id__isnull=False, closed_at__isnull=True).exclude(other_reference="")
    claims = [
        (claim, case, own[child])
        for claim, case, child in rows.order_by("opened_at", "pk").values_list("other_reference", "pk", "child_id")
        if is_made_here(str(own[child]["reference"])) and claim not in before
    ]
    restricted = set(Restriction.objects.filter(org_id=org, to_at__isnull=True).values_list("case_id", flat=True))
    asked = {claim for claim, *_ in claims}
    owners = [
        (str(own[case.child]["reference"]), case.id, own[case.child])
        for case in cases
        if case.closed_on is None and own[case.child]["reference"] in asked
    ]
    found: dict[str, dict[object, tuple[UUID, dict[str, object]]]] = defaultdict(dict)
    hidden = {claim for claim, case, _ in (*owners, *claims) if case in restricted}
    for claim, case, child in (*owners, *claims):
        if (case in restricted) == (claim in hidden):
            found[claim].setdefault(child["id"], (case, child))
    return {claim: list(one.values()) for claim, one in found.items() if len(one) > 1}


def _spell(case: Standing, held: dict[str, Spell], name: str, spell: Spell, over: date | None) -> None:
    if over is None:
        held[name] = spell
    else:
        case.ended[name] = max(over, case.ended.get(name, over))


def _cases(org: UUID) -> Iterable[Standing]:
    rows = Case.objects.filter(org_id=org, child__isnull=False).order_by("opened_at", "pk")
    for row in rows.values_list(
        "pk", "child_id", "reference", "team__name", "case_type", "also", "level_of_need", "seen_unrecorded",
        "opened_at", "opened_unrecorded", "closed_at",
    ).iterator():  # fmt: skip
        key, child, reference, team, case_type, also, need, seen, opened, unrecorded, closed = row
        yield Standing(
            id=key,
            child=child,
            reference=reference,
            team=team,
            case_type=case_type,
            also=tuple(sorted(also)),
            level_of_need=need,
            seen_unrecorded=seen,
            opened_on=opened.astimezone(LONDON).date(),
            opened_unrecorded=unrecorded,
            closed_on=closed.astimezone(LONDON).date() if closed else None,
        )


def _events(org: UUID, cases: list[UUID]) -> Iterable[tuple[UUID, Happened]]:
    """Those of some cases. The database says the day: making moments of London took longer than all the rest."""
    rows = Event.objects.filter(org_id=org, case_id__among=cases)
    told = rows.annotate(day=TruncDate("happened_at", tzinfo=LONDON)).values_list(
        "case_id", "pk", "kind", "day", "nth", "replaces_id", "withdraws", "recorded_by_id", "awaits_file"
    )
    for case, key, kind, day, nth, replaces, withdraws, by, awaits in told.iterator():
        yield case, Happened(key, kind, day.isoformat(), nth, replaces, withdraws, by, awaits)


def base(org: UUID, layout: Layout) -> dict[str, Said]:
    """What the applied files of a layout say in the end, by the child's reference; undone ones never said anything."""
    rows = (
        Statement.objects.filter(org_id=org, of__layout=layout, of__state__in=IN_FORCE)
        .order_by("child_reference", "about", "name", "which", "nth", "-of__applied_at", "-of_id")
        .distinct("child_reference", "about", "name", "which", "nth")
        .values_list("child_reference", "about", "name", "which", "nth", "value")
    )
    found: dict[str, Said] = defaultdict(dict)
    for reference, about, name, which, nth, value in rows.iterator():
        if value is not None:
            found[reference][Key(About(about), name, which, nth)] = value
    return found
