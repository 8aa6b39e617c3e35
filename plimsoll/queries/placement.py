"""What a case would do to each who could hold it: its place in their list, whose cases it moves down, and their load."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import as_datetime, day_of
from plimsoll.core.caseload import NOBODY, Caseload
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.terms import Band, Circumstance, Role
from plimsoll.core.timescales.due import due_items
from plimsoll.core.workload.balance import Load, worker_load
from plimsoll.queries.cases import find_case
from plimsoll.queries.facts.capacity import diaries
from plimsoll.queries.facts.caseload import CaseFacts, case_facts, holders
from plimsoll.queries.facts.cover import gone
from plimsoll.queries.facts.families import families
from plimsoll.queries.facts.ranked import agreed
from plimsoll.queries.facts.shadow import team_shadow_until
from plimsoll.queries.priority import DATES
from plimsoll.queries.workload import list_loads
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.people import Worker
from plimsoll.records.models.workload import CaseWeight

SHOWN = 3  # cases that would move down, by name; of the others how many they are
ADDED = "this case"
_BANDS = list(Band)


@dataclass(frozen=True)
class MovedDown:
    """A case that would stand one place lower."""

    case: UUID
    reference: str
    before: int
    after: int


@dataclass(frozen=True)
class Fit:
    """What the case would do to one worker.

    place, of, band : where it would stand in their list, of the cases that the viewer may see; moved : the first of those
    that would move down, more : how many others; before, after : their load without and with it, None where it is not known
    or not the viewer's to see; notes : what else speaks for or against, in words.
    """

    worker: UUID
    name: str
    place: int
    of: int
    band: Band
    moved: tuple[MovedDown, ...]
    more: int
    before: Load | None
    after: Load | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Placements:
    """Everybody of the case's team who could hold it, whoever would be least loaded first.

    reasons : why it would stand where it would, the same for all but for what each has time for; points : what it asks, None
    where that is not known; held : the allocation that holds, by id; shadow_until : the last day of a shadow month of the
    team, in which no place is told.
    """

    fits: tuple[Fit, ...]
    reasons: tuple[str, ...]
    points: int | None
    criteria: str
    held: tuple[UUID, ...]
    shadow_until: date | None = None


def list_placements(viewer: Viewer, case: UUID, at: int) -> Placements:
    """What an open case would do to each of its team who could hold it. At most forty queries, however many they are.

    Raises
    ------
    NotThere : it is not there for the viewer, or not theirs to give. NothingInForce : nothing is agreed to order it by.
    """
    found, on = find_case(viewer, case, Permission.ALLOCATE), day_of(at)
    criteria, rulebook = agreed(viewer, at, None)
    people = _candidates(viewer, found, on)
    keys = [worker.pk for worker in people]
    held = holders(viewer, at, None, workers=keys)
    seen = scopes.allowed(viewer, (Permission.SEE_CASE,), [*held, case])[Permission.SEE_CASE]
    facts = case_facts(viewer, sorted(seen | {case}), at, stale_days=criteria.stale_days, held=held)
    calendar = rulebook.calendar
    workers = diaries(keys, at, calendar, None)
    present, tried = _tried(facts, keys, held, case)

    def ordered(caseload: Caseload) -> tuple[Ranking, Explanation]:
        items = due_items(caseload, rulebook, calendar, at)
        ranking = rank(caseload, items, workers, criteria, calendar, at)
        return ranking, Explanation(caseload, items, ranking, calendar, workers)

    before, after = ordered(present)[0], ordered(tried)
    loads = list_loads(viewer, keys, at)
    points = CaseWeight.objects.filter(org_id=viewer.org, case_id=case).values_list("points", flat=True).first()
    notes = _notes(viewer, facts, people, held, found, on, as_datetime(at))
    fits = [
        _fit(facts, worker, number, present, before, after[0], loads.get(worker.pk), points, notes[worker.pk])
        for number, worker in enumerate(people)
    ]
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists()
    told = after[1].reasons(len(present)) if people else ()
    shadow = team_shadow_until(viewer, found.team_id, on)
    spells = Allocation.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True)
    return Placements(
        tuple(sorted(fits, key=_by_load)),
        tuple(reason.text for reason in told if reason.kind in DATES or (reads and not shadow)),
        points,
        criteria.name,
        tuple(spells.values_list("pk", flat=True)),
        shadow,
    )


def _by_load(fit: Fit) -> tuple[bool, float, str]:
    share = fit.after.thousandths if fit.after else None
    return share is None, share or 0, fit.name


def _candidates(viewer: Viewer, case: Case, on: date) -> list[Worker]:
    """Who holds cases in the team of a case, but for who holds this one. One query."""
    able = scopes.able(viewer.org, Permission.WRITE_RECORD, on, team=case.team_id)
    members = scopes.members(viewer.org, on).filter(team_id=case.team_id).values("worker_id")
    holding = Allocation.objects.filter(org_id=viewer.org, case_id=case.pk, to_at__isnull=True).values("worker_id")
    practitioners = scopes.practising(viewer.org, Role.PRACTITIONER, on)
    return list(
        able.filter(pk__in=members).filter(pk__in=practitioners).exclude(pk__in=holding).order_by("sort_name", "pk")
    )


def _tried(facts: CaseFacts, keys: Sequence[UUID], held: dict[UUID, UUID], case: UUID) -> tuple[Caseload, Caseload]:
    """The lists as they are, without the case; and with it once in each list, at the end."""
    place = {worker: number for number, worker in enumerate(keys)}
    rows = [number for number, one in enumerate(facts.cases) if one.pk != case]
    own = next(number for number, one in enumerate(facts.cases) if one.pk == case)
    worker = [place[held[facts.cases[row].pk]] if facts.cases[row].pk in held else NOBODY for row in rows]
    present = replace(facts.caseload.take(np.array(rows, dtype=np.intp)), worker=np.array(worker, dtype=np.int32))
    many = facts.caseload.take(np.array([*rows, *[own] * len(keys)], dtype=np.intp))
    everyone = np.array([*worker, *range(len(keys))], dtype=np.int32)
    circumstances = many.circumstances & ~np.where(everyone == NOBODY, 0, Circumstance.UNALLOCATED.bit)
    return present, replace(many, worker=everyone, circumstances=circumstances)


def _fit(
    facts: CaseFacts,
    worker: Worker,
    number: int,
    present: Caseload,
    before: Ranking,
    after: Ranking,
    load: Load | None,
    points: int | None,
    notes: tuple[str, ...],
) -> Fit:
    n = len(present)
    theirs: NDArray[np.intp] = np.flatnonzero(present.worker == number)
    down = sorted((int(before.place[row]), int(row)) for row in theirs if after.place[row] > before.place[row])
    by_reference = {one.reference: one for one in facts.cases}
    moved = [
        MovedDown(one.pk, one.reference, place, int(after.place[row]))
        for place, row in down[:SHOWN]
        for one in (by_reference[str(present.reference[row])],)
    ]
    added = None
    if load is not None and points is not None:
        added = worker_load(load.scheme, parts=(*load.parts, (ADDED, points)), available=load.available)
    return Fit(
        worker.pk, worker.name, int(after.place[n + number]), len(theirs) + 1, _BANDS[after.bands.band[n + number]],
        tuple(moved), len(down) - len(moved), load, added, notes,
    )  # fmt: skip


def _notes(
    viewer: Viewer, facts: CaseFacts, people: list[Worker], held: dict[UUID, UUID], case: Case, on: date, now: datetime
) -> dict[UUID, tuple[str, ...]]:
    """What is on record that speaks for or against each: absence, being newly qualified, the family. Five queries."""
    away = gone(viewer, [worker.pk for worker in people], on, now)
    family = families(viewer, facts.cases, on, None)
    own = next(number for number, one in enumerate(facts.cases) if one.pk == case.pk)
    with_family = {
        held[one.pk] for number, one in enumerate(facts.cases) if family[number] == family[own] and one.pk in held
    }
    others = scopes.cases(viewer).filter(child_id=case.child_id, child_id__isnull=False).exclude(pk=case.pk)
    knew = set(
        Allocation.objects.filter(org_id=viewer.org, case__in=others, to_at__isnull=False).values_list(
            "worker_id", flat=True
        )
    )
    found = {}
    for worker in people:
        notes = ["Works with the family already: holds another case of it."] if worker.pk in with_family else []
        notes += ["Knows the child: held a case of theirs before."] if worker.pk in knew - with_family else []
        if worker.newly_qualified_until is not None and worker.newly_qualified_until > on:
            notes.append("Newly qualified: look at whether this case is one for them.")
        notes += [f"Not here: {away[worker.pk].why}."] if worker.pk in away else []
        found[worker.pk] = tuple(notes)
    return found
