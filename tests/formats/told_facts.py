"""Cases as the records would hold them, made of what a file tells and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, Caseload, Events
from plimsoll.core.terms import PLANS, SEEING, About, CaseType, Circumstance, EventKind, Factor
from plimsoll.core.timescales.due import ages, birthdays, circumstances
from plimsoll.formats.told import Key, Told, ToldChild

NO_DAY = np.datetime64("NaT", "D")


def open_children(told: Told) -> list[ToldChild]:
    return [child for child in told.children if child.open]


def caseload_of(told: Told, like: Caseload) -> Caseload:
    """The open children; `like` says only which indicators such a file can carry."""
    children = open_children(told)
    today = np.datetime64(told.facts_on)
    types = [CaseType(said(child, About.CASE, "case_type")) for child in children]
    workers = {person.name: at for at, person in enumerate(told.people)}
    worker = [workers[name] if (name := said(child, About.WORKER, "name")) else NOBODY for child in children]
    rows = [
        (at, EventKind(key.name), day, key.nth)
        for at, child in enumerate(children)
        for key, day in child.said.items()
        if key.about is About.EVENT and (day <= told.facts_on.isoformat() or EventKind(key.name) in PLANS)
    ]
    born = days(said(child, About.CHILD, "born_on") for child in children)
    expected = days(said(child, About.CHILD, "expected_on") for child in children)
    told_events = Events.of([(at, kind, day) for at, kind, day, _ in rows])
    events = replace(told_events, nth=np.array([nth for *_, nth in rows], dtype=np.int8))
    bits = circumstances(
        latest(events, [EventKind.PLACEMENT_STARTED], len(children)),
        latest(events, [EventKind.LOOKED_AFTER_STARTED], len(children)),
        np.full(len(children), NO_DAY),
        today,
    )
    factors = np.zeros((len(Factor), len(children)), dtype=np.int64)
    factors[Factor.UNDER_1.number] = ((ages(born, today) == 0) | ~np.isnat(expected)) * AT_THE_SETS_VALUE
    case_types = np.zeros(len(children), dtype=np.int64)
    for at, child in enumerate(children):
        bits[at] |= Circumstance.UNALLOCATED.bit if worker[at] == NOBODY else 0
        for word in (types[at], *(said(child, About.CASE, "also") or "").split()):
            case_types[at] |= CaseType(word).bit
        for key in child.said:
            if key.about is About.CIRCUMSTANCE:
                bits[at] |= Circumstance(key.name).bit
            if key.about is About.FACTOR:
                factors[Factor(key.name).number, at] = AT_THE_SETS_VALUE
    protected = latest(events, [EventKind.POLICE_PROTECTION_STARTED], len(children))
    return replace(
        Caseload.blank([child.reference for child in children], types),
        worker=np.array(worker, dtype=np.int32),
        case_types=case_types,
        circumstances=bits,
        born=born,
        expected_birth=expected,
        involved_from=days(said(child, About.CASE, "opened_on") for child in children),
        last_seen=latest(events, list(SEEING), len(children)),
        seen_unrecorded=np.array([said(child, About.CASE, "seen_unrecorded") == "YES" for child in children]),
        factors=factors,
        emergency=~np.isnat(protected),
        events=events.and_also(birthdays(born, today)),
        carries=like.carries,
        carries_steps=False,
        records=told.carries,
    )


def said(child: ToldChild, about: About, name: str) -> str | None:
    return child.said.get(Key(about, name))


def days(values: Iterable[str | None]) -> np.ndarray:
    return np.array([NO_DAY if day is None else np.datetime64(date.fromisoformat(day)) for day in values], "M8[D]")


def latest(events: Events, kinds: list[EventKind], n: int) -> np.ndarray:
    found = np.full(n, NO_DAY)
    for at in events.of_kinds(kinds):
        found[events.case[at]] = np.fmax(found[events.case[at]], events.day[at])
    return found


def as_set(events: Events) -> set[tuple[int, ...]]:
    """Each event once: the same row twice in a file is one thing that happened."""
    columns = (events.case, events.kind, events.day.astype(np.int64), events.minute, events.nth)
    return set(zip(*(column.tolist() for column in columns), strict=True))
