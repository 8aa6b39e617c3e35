"""What people of the town wrote in full: the last visits of each open case, calls, an attempt, oversight; and what came in
from outside. It draws by itself, so that the rest of the town stays as it was."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from plimsoll.core.recording import events_of
from plimsoll.core.terms import (
    SEEING,
    Information,
    InformationOutcome,
    Looked,
    Means,
    RecordKind,
    Sight,
    Voice,
)
from plimsoll.demo import prose
from plimsoll.demo.draws import Draws
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.rows.making import Making, Row, at, later
from plimsoll.demo.service import Person
from plimsoll.records.models.cases import Event
from plimsoll.records.models.information import NewInformation
from plimsoll.records.models.written import CaseRecord

VISITS = 3  # of each open case, the latest
YOUNG = 5  # years: how a younger child is reached is mostly seen, not said
CALL_SHARE, ATTEMPT_SHARE, OVERSIGHT_SHARE, NEWS_SHARE, WAITING_SHARE = 0.4, 0.06, 0.25, 0.05, 0.25  # invented
SAID = re.compile(r'\w[\w-]* said: "([^"]+)"')


def add_written(making: Making) -> None:
    """All of it, over cases that are there with what happened. Events follow the records of which they tell."""
    draws = Draws(crc32(making.label.encode()), 31)
    events = making.rows.pop(Event)
    by_key = {row["id"]: row for row in events}
    making.rows[CaseRecord] = []
    making.rows[Event] = events
    for case in making.book.open_cases():
        if case.holder is None:
            continue
        _visits(making, case, by_key, draws)
        _between(making, case, case.holder, draws)
        if draws.chance(NEWS_SHARE):
            _news(making, case, case.holder, draws)


def _visits(making: Making, case: Involvement, by_key: dict[UUID, Row], draws: Draws) -> None:
    """The latest visits of a case, each told by the event that is there."""
    if case.child.age < 0:
        return
    seen = [by_key[key] for step, key in making.events[case] if step.kind in SEEING and step.note]
    told = [row for row in seen if row["time_known"] and row["happened_at"] <= row["recorded_at"]]
    for row in sorted(told, key=lambda each: each["happened_at"])[-VISITS:]:
        said = _visit(case, row["note"], draws)
        row["record_id"] = _record(making, row, RecordKind.VISIT, said)
        row["note"] = "\n\n".join(filter(None, (said["text"], said.get("voice", ""))))


def _visit(case: Involvement, note: str, draws: Draws) -> Row:
    """The note of a visit, taken apart into what the form asks for."""
    voice = SAID.search(note)
    alone = "alone" in note or (case.child.age >= YOUNG and draws.chance(0.6))
    at_home = "home" in note.partition(".")[0]
    said: Row = {
        "text": " ".join(SAID.sub("", note).split()) or note,
        "minutes": 5 * draws.between(6, 16),
        "announced": "unannounced" not in note,
        "place": "At home" if at_home else "",
        "sight": (Sight.ALONE if alone else Sight.WITH_OTHERS).value,
        "not_alone_why": "" if alone else "Too young." if case.child.age < YOUNG else "Asked for it to be so.",
        "voice_by": [(Voice.SAID if voice else Voice.DRAWN if "drew" in note else Voice.OBSERVED).value],
    }
    if voice:
        said["voice"] = voice[1]
    if at_home:
        said |= {"home": Looked.SEEN.value, "bed": (Looked.SEEN if draws.chance(0.7) else Looked.NOT_ASKED).value}
    return said


def _between(making: Making, case: Involvement, holder: Person, draws: Draws) -> None:
    """What is written between visits: calls, a visit on which nobody opened, and what a manager thought of it."""
    manager = making.book.service.manager(case.unit)
    if draws.chance(CALL_SHARE):
        said = {
            "text": draws.one_of(prose.CALLS),
            "present": draws.one_of(prose.CALLED),
            "minutes": 5 * draws.between(1, 5),
        }
        _written(making, case, holder, RecordKind.CALL, said, draws)
    if draws.chance(ATTEMPT_SHARE):
        _written(
            making, case, holder, RecordKind.ATTEMPT, {"text": draws.one_of(prose.NOBODY), "place": "At home"}, draws
        )
    if draws.chance(OVERSIGHT_SHARE):
        text, decision, why = draws.one_of(prose.OVERSIGHT)
        said = {"text": text, "decision": decision, "decision_why": why}
        _written(making, case, manager, RecordKind.MANAGEMENT_OVERSIGHT, said, draws)


def _written(making: Making, case: Involvement, by: Person, kind: RecordKind, said: Row, draws: Draws) -> None:
    """A record of the last weeks that tells of nothing due, with its event."""
    day = making.as_at - timedelta(draws.between(1, 25))
    if day <= max(case.opened, case.spells[-1].start) or day.weekday() > 4:
        return
    happened = at(day, 5 * draws.between(110, 200))
    row: Row = {
        "case_id": making.cases[case],
        "happened_at": happened,
        "recorded_at": making.before_now(later(happened, draws.between(10, 90))),
        "recorded_by_id": making.people[by],
    }
    note = "\n\n".join(said[name] for name in ("text", "decision", "decision_why", "present") if said.get(name))
    key = _record(making, row, kind, said)
    for event in events_of(kind, None, ()):
        making.add(Event, **row, kind=event.value, record_id=key, note=note)


def _record(making: Making, row: Row, kind: RecordKind, said: Row) -> UUID:
    """A record of what one event tells of, as it was sent: alone."""
    kept = ("case_id", "happened_at", "received_at", "recorded_at", "recorded_by_id")
    key = making.add(CaseRecord, kind=kind.value, **{name: row.get(name) for name in kept}, **said)
    making.rows[CaseRecord][-1]["together"] = key
    return key


def _news(making: Making, case: Involvement, holder: Person, draws: Draws) -> None:
    """Something that came in: mostly dealt with the same day, else it came this morning and waits."""
    kind, source, what = draws.one_of(prose.CAME_IN)
    waits = draws.chance(WAITING_SHARE)
    days = 0 if waits else draws.between(2, 30)
    came = at(making.as_at - timedelta(days), 8 * 60 + draws.between(1, 25))
    if came.weekday() > 4 or came.date() <= max(case.opened, case.spells[-1].start):
        return
    written = later(came, 10)
    dealt: dict[str, Any] = {}
    if not waits:
        dealt = {
            "outcome": InformationOutcome.NOTHING_CHANGES.value,
            "meaning": draws.one_of(prose.MEANT),
            "dealt_at": later(came, draws.between(30, 200)),
            "dealt_by_id": making.people[holder],
        }
    making.add(
        NewInformation, case_id=making.cases[case], kind=Information(kind).value, source=source, means=Means.EMAIL.value,
        what=what, happened_at=_evening_before(came), received_at=came, due_at=_due(making, kind, came),
        recorded_at=written, recorded_by_id=making.people[holder], **dealt,
    )  # fmt: skip


def _due(making: Making, kind: str, came: datetime) -> datetime:
    """Four office hours for what the police send, sixteen for the rest, of what came before the office opened."""
    if kind == Information.POLICE.value:
        return at(came.date(), 13 * 60)
    return at(making.book.town.days.forward(came.date(), 1), 17 * 60)


def _evening_before(came: datetime) -> datetime:
    return at(came.date() - timedelta(1), 21 * 60 + 40)
