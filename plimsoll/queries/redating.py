"""What a change of the timescales moves: the open due items whose day is another one, or that come or go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import numpy as np

from plimsoll.core import rulebook as rulebooks
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, Calendar, Nation, day_of, moment
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import DueState
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, due_items
from plimsoll.queries import shipped
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.caseload import CaseFacts, case_facts, holders
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, Restriction
from plimsoll.records.models.people import Team
from plimsoll.records.models.reference import CalendarSetting, RulebookVersion

CHUNK = 2_000  # cases that are read at once
_OPEN = (DueState.DUE.number, DueState.OVERDUE.number)
Key = tuple[int, str]


@dataclass(frozen=True)
class Moved:
    """One open due item of a case that the viewer may see. before, after : None where it was not due, or is no more."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    title: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class OfTeam:
    """What moves in one team. moved : of cases within the viewer's reach, by the new day; others : how many more."""

    name: str
    moved: tuple[Moved, ...]
    others: int


@dataclass(frozen=True)
class Redated:
    """What a change moves, by team. before, after : the two versions; cases : open ones that were looked at."""

    before: str
    after: str
    agreed_at: datetime | None
    cases: int
    teams: tuple[OfTeam, ...]

    @property
    def many(self) -> int:
        """How many due items move."""
        return sum(len(team.moved) + team.others for team in self.teams)


def would_move(
    viewer: Viewer, chosen: Sequence[str], *, start_day_is: int, bank_holidays_count: bool, now: datetime
) -> Redated:
    """What would move if these rival rules were agreed now, and days counted so. Thirteen queries for each 2,000 cases, and
    six more.

    Raises
    ------
    FaultyData : two keys answer one question, or name no rule. NothingInForce : nothing is agreed yet.
    """
    before = editions.rulebook(viewer, now.astimezone(LONDON).date(), None)
    calendar = replace(before.calendar, start_day_is=start_day_is, bank_holidays_count=bank_holidays_count)
    after = replace(shipped.shipped_rulebook().choosing(chosen), calendar=calendar)
    return _redated(viewer, before, after, None, now)


def has_moved(viewer: Viewer, now: datetime) -> Redated | None:
    """What moved by the timescales that hold, against those before them, of what is open now; None where there were none
    before. Thirteen queries for each 2,000 cases, and eight more.

    Raises
    ------
    NothingInForce : nothing is agreed yet.
    """
    today = now.astimezone(LONDON).date()
    rows = RulebookVersion.objects.filter(org_id=viewer.org, in_force_from__lte=today)
    after = editions.rulebook(viewer, today, None)
    newest, *others = rows.order_by("-in_force_from", "-agreed_at", "-id")[:2]
    if not others:
        return None
    (earlier,) = others
    settled = CalendarSetting.objects.filter(org_id=viewer.org, agreed_at__lt=newest.agreed_at)
    row = settled.order_by("-from_date", "-agreed_at", "-id").first()
    book = rulebooks.parse(earlier.text)
    before = replace(book, version=earlier.version, calendar=_calendar(book.calendar, row))
    return _redated(viewer, before, replace(after, version=newest.version), newest.agreed_at, now)


def _calendar(calendar: Calendar, row: CalendarSetting | None) -> Calendar:
    if row is None:
        return calendar
    return replace(
        calendar,
        nation=Nation(row.nation),
        opens_at=row.opens_minute,
        closes_at=row.closes_minute,
        start_day_is=row.start_day_is,
        bank_holidays_count=row.bank_holidays_count,
        closure_days=frozenset(row.closure_days),
    )


def _redated(viewer: Viewer, before: Rulebook, after: Rulebook, agreed_at: datetime | None, now: datetime) -> Redated:
    at = moment(now)
    seen = set(scopes.cases(viewer).filter(closed_at__isnull=True).values_list("pk", flat=True))
    # A number that holds a restricted case would tell of it to whoever may not see it.
    restricted = Restriction.objects.filter(org_id=viewer.org, to_at__isnull=True).values("case_id")
    plain = Case.objects.filter(org_id=viewer.org, closed_at__isnull=True).exclude(pk__in=restricted)
    asked = sorted(seen | set(plain.values_list("pk", flat=True)))
    held = holders(viewer, at, None)
    criteria = editions.criteria(viewer, day_of(at), None)
    moved: dict[UUID, list[Moved]] = {}
    others: dict[UUID, int] = {}
    for start in range(0, len(asked), CHUNK):
        ids = asked[start : start + CHUNK]
        facts = case_facts(viewer, ids, at, stale_days=criteria.stale_days, held=held)
        for which, title, old, new in _differences(facts, before, after, at):
            case = facts.cases[which]
            if case.pk in seen:
                moved.setdefault(case.team_id, []).append(_moved(facts, which, title, old, new))
            else:
                others[case.team_id] = others.get(case.team_id, 0) + 1
    teams = Team.objects.filter(org_id=viewer.org, pk__in={*moved, *others}).order_by("name", "pk")
    found = tuple(
        OfTeam(name, tuple(sorted(moved.get(key, ()), key=_by_day)), others.get(key, 0))
        for key, name in teams.values_list("pk", "name")
    )
    return Redated(before.version, after.version, agreed_at, len(asked), found)


def _differences(
    facts: CaseFacts, before: Rulebook, after: Rulebook, at: int
) -> Iterator[tuple[int, str, date | None, date | None]]:
    """Position of the case, title, old and new day of everything open that is due on another day."""
    if not len(facts):
        return
    old = _days(due_items(facts.caseload, before, before.calendar, at))
    new = _days(due_items(facts.caseload, after, after.calendar, at))
    for key in sorted({*old, *new}):
        was, will = old.get(key, ("", None)), new.get(key, ("", None))
        if was[1] != will[1]:
            yield key[0], will[0] or was[0], was[1], will[1]


def _days(items: DueItems) -> dict[Key, tuple[str, date | None]]:
    """Title and day of what is open, by case and rule; rivals that answer one question are one."""
    found: dict[Key, tuple[str, date | None]] = {}
    for item in np.flatnonzero(np.isin(items.state, _OPEN) & (items.due != NO_MOMENT)).tolist():
        duty = items.duties[items.duty[item]]
        if duty.rule is not None:
            found[int(items.case[item]), duty.rule.choice or duty.key] = duty.title, day_of(int(items.due[item]))
    return found


def _moved(facts: CaseFacts, which: int, title: str, old: date | None, new: date | None) -> Moved:
    case, child = facts.cases[which], facts.children[which]
    name = f"{child.given_name} {child.family_name}".strip() if child else ""
    return Moved(case.pk, case.child_id, case.reference, name, title, old, new)


def _by_day(one: Moved) -> tuple[date, str, str]:
    return one.after or one.before or date.max, one.reference, one.title
