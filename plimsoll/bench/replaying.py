"""Orders of work that are kept while people work on their cases, and whether they come out the same later."""

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import now

from plimsoll.actions import cases, criteria, priority
from plimsoll.actions.recording import OfChild, Told, write_record
from plimsoll.bench.ground.scratch import SEED
from plimsoll.core.access import Held, NotAllowed, NotThere, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.criteria_text import write
from plimsoll.core.terms import (
    SEEING,
    Band,
    Criterion,
    EventKind,
    PlacingKind,
    PlacingReason,
    RecordKind,
    Role,
    Scale,
    Sight,
)
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.facts.ranked import agreed
from plimsoll.queries.placing import get_shown
from plimsoll.queries.priority import get_past_caseload
from plimsoll.queries.replays import get_review
from plimsoll.records.context import acting
from plimsoll.records.models.people import Organisation, Worker
from plimsoll.records.models.priority import PrioritisationReview

WHY = "For a measurement"
# What the second version and the third weigh otherwise than the first.
OTHERS = ({Criterion.URGENCY: 10, Criterion.PROTOCOLS: 45}, {Criterion.URGENCY: 40, Criterion.PROTOCOLS: 15})
VERSIONS = 1 + len(OTHERS)
DOINGS = 2  # to the cases of each worker, from one review of their list to the next


@dataclass(frozen=True)
class Kept:
    """A review that was kept: whose list, by which version of the criteria."""

    org: UUID
    review: UUID
    worker: UUID
    criteria: UUID


@dataclass
class Out:
    """What came out: a sentence for each list that differs, and the seconds that each list took."""

    differences: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


@dataclass
class Found:
    """Of each list: computed again, out of the history, and (for the time alone) out of the present records."""

    again: Out = field(default_factory=Out)
    past: Out = field(default_factory=Out)
    present: list[float] = field(default_factory=list)


def somebody(org: UUID, worker: UUID, role: Role = Role.SUPERVISOR) -> Viewer:
    """A worker as if they held a role in the whole organisation."""
    return Viewer(org, worker, "Somebody", (Held(role, None, worker),))


def keep_reviews(many: int) -> list[Kept]:
    """Goes through the lists of all workers again and again, and keeps each; meanwhile cases are worked on, and the criteria
    changed twice. Everything is done by the product's own actions, at the moment at which it is done."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, and no secret
    org = Organisation.objects.using("owner").get().pk
    found: list[Kept] = []
    version = 1
    while len(found) < many:
        if len(found) * VERSIONS >= many * version and version < VERSIONS:
            _other_criteria(org, version)
            version += 1
        for worker in _workers(org)[: many - len(found)]:
            for _ in range(DOINGS):
                _do_something(org, worker, draw)
            with suppress(cases.Refused):  # they hold no case any more
                found.append(_keep(org, worker))
    return found


def _workers(org: UUID) -> list[UUID]:
    with acting(org, None, WHY):
        return sorted(set(holders(somebody(org, org), moment(now().astimezone(LONDON)), None).values()))


def _keep(org: UUID, worker: UUID) -> Kept:
    with acting(org, worker, WHY):
        made = priority.confirm_order(worker, comment="", with_supervisor=None, by=somebody(org, worker), at=now())
        ranking = PrioritisationReview.objects.select_related("ranking").get(pk=made).ranking
    return Kept(org, made, worker, ranking.criteria_set_id)


def _other_criteria(org: UUID, number: int) -> None:
    """Another version of the criteria, drafted, rehearsed, and approved by another person."""
    with acting(org, None, WHY):
        one, other = (somebody(org, key, Role.ADMINISTRATOR) for key in Worker.objects.values_list("pk", flat=True)[:2])
        holds = agreed(one, moment(now().astimezone(LONDON)), None)[0]
    weights = OTHERS[number - 1]
    rules = tuple(replace(rule, weight=weights.get(rule.criterion, rule.weight)) for rule in holds.criteria)
    with acting(org, one.worker, WHY):
        draft = criteria.begin_draft(write(replace(holds, criteria=rules)), WHY, by=one, at=now())
        criteria.start_rehearsal(draft, by=one, at=now())
    criteria.rehearse_draft(org, draft, at=now())
    with acting(org, other.worker, WHY):
        criteria.approve_draft(draft, holds_from=now().astimezone(LONDON).date(), by=other, at=now())


# ---- work on the cases ----------------------------------------------------------------------------------------------


def _do_something(org: UUID, worker: UUID, draw: random.Random) -> None:
    """One thing to one case of a worker; what the product refuses is not done."""
    by = somebody(org, worker)
    with suppress(cases.Refused, NotAllowed, NotThere), acting(org, worker, WHY):
        held = sorted(holders(by, moment(now().astimezone(LONDON)), None, workers=[worker]))
        if held:
            draw.choices(DO, WEIGHTS)[0](draw.choice(held), by, draw)


def _judge(case: UUID, by: Viewer, draw: random.Random) -> None:
    scales = draw.sample([Scale.LIKELIHOOD, Scale.SEVERITY, Scale.WAIT], 2)
    priority.judge_case(case, {scale: draw.randint(0, 4) for scale in scales}, WHY, by=by, at=now())


def _write(case: UUID, by: Viewer, draw: random.Random) -> None:
    kind = draw.choice([EventKind.IN_NEED_VISIT, EventKind.PROTECTION_VISIT, EventKind.WENT_MISSING, EventKind.FOUND])
    at = now() - timedelta(hours=draw.randint(1, 72))
    visit = kind in SEEING
    told = Told(RecordKind.VISIT if visit else RecordKind.CASE_NOTE, at, time_known=True, text=WHY)
    child = OfChild(sight=Sight.ALONE if visit else None, meets=(kind,))
    write_record(told, [(case, child)], key=uuid4(), by=by, at=now())


def _place(case: UUID, by: Viewer, draw: random.Random) -> None:
    until = now().astimezone(LONDON).date() + timedelta(draw.randint(0, 20))
    band = draw.choice(list(Band))
    priority.place_case(
        case, PlacingKind.BAND, band=band, because=PlacingReason.KNOWS_MORE, why=WHY, until=until, by=by, at=now()
    )


def _allocate(case: UUID, by: Viewer, draw: random.Random) -> None:
    others = sorted(set(holders(by, moment(now().astimezone(LONDON)), None).values()) - {by.worker})
    cases.allocate_case(case, worker=draw.choice(others), why=WHY, by=by, at=now())


def _close(case: UUID, by: Viewer, draw: random.Random) -> None:
    cases.close_case(case, WHY, by=by, at=now())


DO: tuple[Callable[[UUID, Viewer, random.Random], None], ...] = (_judge, _write, _place, _allocate, _close)
WEIGHTS = (30, 40, 20, 8, 2)


# ---- whether they come out the same ---------------------------------------------------------------------------------


def checked(kept: list[Kept]) -> Found:
    """Each list computed again from what was kept, and out of the history of its moment."""
    found = Found()
    for one in kept:
        by = somebody(one.org, one.worker)
        with acting(one.org, one.worker, WHY):
            row = PrioritisationReview.objects.select_related("ranking").get(pk=one.review)
            at, result = row.confirmed_at, row.ranking.result
            _timed(found.again, _again(by, one), one)
            _timed(found.past, _past(by, one.worker, at, result), one)
            begin = time.perf_counter()
            get_shown(by, one.worker, moment(now().astimezone(LONDON)))
            found.present.append(time.perf_counter() - begin)
    return found


def _timed(out: Out, differing: Iterator[str], one: Kept) -> None:
    begin = time.perf_counter()
    differences = list(differing)  # it asks only now
    out.seconds.append(time.perf_counter() - begin)
    if differences:
        out.differences.append(f"{one.review}: {differences[0]}")


def _again(by: Viewer, one: Kept) -> Iterator[str]:
    for each in get_review(by, one.review, now().astimezone(LONDON).date()).again.differences:
        yield f"{each.reference} {each.what} was kept as {each.kept}, and is {each.again}"


def _past(by: Viewer, worker: UUID, at: Any, kept: dict[str, Any]) -> Iterator[str]:
    """Where the history says otherwise than what was kept at that moment: all that the list was made from and came to, and
    the page of the past."""
    then = get_shown(by, worker, moment(at.astimezone(LONDON)), at)
    yield from different(kept, json.loads(json.dumps(then.kept())) if then else None)
    page = get_past_caseload(by, worker, at, now().astimezone(LONDON).date(), known_at=at)
    shown = [[str(one.case), one.place, one.band.value, one.score, list(one.reasons)] for one in page.cases]
    stood = [[one["case"], one["place"], one["band"], one["score"], one["reasons"]] for one in kept["cases"]]
    yield from different(stood, shown, "the page")


def different(kept: Any, now: Any, where: str = "") -> Iterator[str]:
    """Where two pieces of plain data differ.

    >>> list(different({"a": [1, 2]}, {"a": [1, 3]}))
    ['a.1 was 2, and is 3']
    """
    if isinstance(kept, dict) and isinstance(now, dict):
        for key in sorted({*kept, *now}):
            yield from different(kept.get(key), now.get(key), f"{where}.{key}".lstrip("."))
    elif isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        for number, (a, b) in enumerate(zip(kept, now, strict=True)):
            yield from different(a, b, f"{where}.{number}".lstrip("."))
    elif kept != now:
        yield f"{where} was {str(kept)[:60]}, and is {str(now)[:60]}"
