"""Shadow months: what there is to keep of them, and how what was done compares with the order that was not shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import fmean
from uuid import UUID

import numpy as np

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.blind import pairs
from plimsoll.core.terms import Band
from plimsoll.queries.facts.caseload import holders, until
from plimsoll.queries.facts.editions import criteria_key, rulebook
from plimsoll.queries.facts.ranked import agreed, ranked
from plimsoll.queries.facts.shown import shown
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, Event, Restriction
from plimsoll.records.models.people import Team, Worker
from plimsoll.records.models.priority import ShadowDay, ShadowSpell

FIRST = 5  # cases of a list that come first: what is done of these is counted
MOST_APART = 8


@dataclass(frozen=True)
class Morning:
    """A list as it stood on a morning. cases : in the order of work; act_now : how many of them, from the first, stood in
    *Act now*."""

    cases: tuple[UUID, ...]
    act_now: int

    def agreement(self, done: Sequence[UUID]) -> float | None:
        """Kendall's tau of the order in which some of the cases were written on with the order of work; None of fewer than
        two."""
        place = {case: at for at, case in enumerate(self.cases)}
        return pairs([place[case] for case in done], range(len(done))).tau if len(done) > 1 else None


def list_days_to_keep(viewer: Viewer, today: date) -> list[tuple[UUID, UUID, date]]:
    """Working days of shadow months that have passed and of which nothing is kept, the earliest first, each as the month,
    its team and the day. Four queries.

    Raises
    ------
    NothingInForce : nothing says which days are worked.
    """
    calendar = rulebook(viewer, today, None).calendar
    kept = set(ShadowDay.objects.filter(org_id=viewer.org).values_list("spell_id", "day").distinct())
    spells = ShadowSpell.objects.filter(org_id=viewer.org, from_date__lt=today)
    return sorted(
        (
            (spell.pk, spell.team_id, day)
            for spell in spells
            for day in _days(spell.from_date, min(spell.to_date, today))
            if (spell.pk, day) not in kept and calendar.is_working_day(np.array([day], dtype="datetime64[D]"))[0]
        ),
        key=lambda one: (one[2], one[0]),
    )


def _days(begin: date, end: date) -> Iterable[date]:
    return (begin + timedelta(ahead) for ahead in range(max((end - begin).days, 0)))


def morning_of(viewer: Viewer, team: UUID, at: datetime) -> tuple[dict[UUID, Morning], UUID]:
    """The lists of a team's people as they stood at a moment, out of the history, by worker, and by which version of the
    criteria. Whoever asks sees every case: the product. Cases restricted to named people are left out.

    Raises
    ------
    NothingInForce : nothing was agreed by then.
    """
    clock, on = moment(at), at.astimezone(LONDON).date()
    people = list(scopes.members(viewer.org, on).filter(team_id=team).values_list("worker_id", flat=True))
    criteria, book = agreed(viewer, clock, at)
    restricted = set(
        Restriction.objects.filter(org_id=viewer.org, to_at__isnull=True).values_list("case_id", flat=True)
    )
    found = {}
    held = {case: who for case, who in holders(viewer, clock, at, workers=people).items() if case not in restricted}
    for worker in sorted(set(held.values())):
        own = sorted(case for case, holder in held.items() if holder == worker)
        whole = ranked(viewer, own, clock, at, held, criteria, book)
        if whole is None:
            continue
        then = shown(viewer, whole, clock, at)
        order = then.order.tolist()
        found[worker] = Morning(
            tuple(whole.facts.cases[case].pk for case in order),
            sum(then.band[case] is Band.ACT_NOW for case in order),
        )
    return found, criteria_key(viewer, on, at)


def work_of(viewer: Viewer, lists: Mapping[UUID, Sequence[UUID]], day: date) -> dict[UUID, tuple[UUID, ...]]:
    """On which cases of their lists people wrote on a day, each case once, in the order in which they first did. One
    query."""
    begin = datetime.combine(day, time(), LONDON)
    end = until(moment(datetime.combine(day, time(23, 59), LONDON)))
    rows = Event.objects.filter(
        org_id=viewer.org,
        recorded_by_id__in=list(lists),
        recorded_at__gte=begin,
        recorded_at__lte=end,
    ).order_by("recorded_at", "pk")
    found: dict[UUID, dict[UUID, None]] = {worker: {} for worker in lists}
    for worker, case in rows.values_list("recorded_by_id", "case_id"):
        if case in lists[worker]:
            found[worker].setdefault(case)
    return {worker: tuple(cases) for worker, cases in found.items()}


# ---- for those who approve -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spell:
    """A shadow month in a list of them. until : its last day; ended : why it was ended before, else ''."""

    id: UUID
    team: str
    from_date: date
    until: date
    why: str
    decided_by: str
    runs: bool
    ended: str


@dataclass(frozen=True)
class DayLine:
    """One day: how many lists; of the first cases of each how many were written on, of how many; the mean of Kendall's tau
    over the lists on which two cases or more were written on, None where there is none."""

    day: date
    lists: int
    done: int
    first: int
    tau: float | None


@dataclass(frozen=True)
class Apart:
    """A case that stood among the first of its list on some days, with nothing written on it that day. name : '' for those
    who may not know of it."""

    case: UUID
    child: UUID | None
    name: str
    days: int
    idle: int


@dataclass(frozen=True)
class Compared:
    """A shadow month with its comparison: by day and by person (name, days, done, first, tau), and the cases of which the
    viewer may know that stood first most often with nothing done; more : how many others there are."""

    spell: Spell
    days: tuple[DayLine, ...]
    people: tuple[tuple[str, DayLine], ...]
    apart: tuple[Apart, ...]
    more: int


def list_teams(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Open teams by name. One query."""
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).order_by("name", "pk")
    return list(rows.values_list("pk", "name"))


def list_spells(viewer: Viewer, today: date) -> tuple[Spell, ...]:
    """Shadow months, the latest first. One query."""
    rows = ShadowSpell.objects.filter(org_id=viewer.org).select_related("team", "decided_by")
    return tuple(_spell(row, today) for row in rows.order_by("-from_date", "-decided_at", "pk"))


def get_compared(viewer: Viewer, spell: UUID, today: date) -> Compared:
    """One shadow month, compared. At most six queries.

    Raises
    ------
    NotThere : there is none of this id.
    """
    row = ShadowSpell.objects.filter(org_id=viewer.org, pk=spell).select_related("team", "decided_by").first()
    if row is None:
        raise NotThere
    days = list(ShadowDay.objects.filter(org_id=viewer.org, spell_id=spell).order_by("day", "worker_id"))
    names = dict(
        Worker.objects.filter(org_id=viewer.org, pk__in={one.worker_id for one in days})
        .order_by("sort_name", "pk")
        .values_list("pk", "name")
    )
    apart = _apart(viewer, days)
    known = tuple(one for one in apart if one.name)[:MOST_APART]
    return Compared(
        _spell(row, today),
        tuple(_line([one for one in days if one.day == day]) for day in sorted({one.day for one in days})),
        tuple((name, _line([one for one in days if one.worker_id == key])) for key, name in names.items()),
        known,
        len(apart) - len(known),
    )


def _spell(row: ShadowSpell, today: date) -> Spell:
    last = row.to_date - timedelta(1)
    return Spell(
        row.pk,
        row.team.name,
        row.from_date,
        last,
        row.why,
        row.decided_by.name,
        row.to_date > today,
        row.ended_why or "",
    )


def _line(rows: list[ShadowDay]) -> DayLine:
    taus = [one.tau for one in rows if one.tau is not None]
    return DayLine(
        rows[0].day,
        len(rows),
        sum(len(set(one.cases[:FIRST]) & set(one.done)) for one in rows),
        sum(len(one.cases[:FIRST]) for one in rows),
        fmean(taus) if taus else None,
    )


def _apart(viewer: Viewer, rows: list[ShadowDay]) -> list[Apart]:
    """The cases that stood first with nothing done, those of most days first."""
    days: Counter[UUID] = Counter(case for one in rows for case in one.cases[:FIRST])
    idle: Counter[UUID] = Counter(case for one in rows for case in one.cases[:FIRST] if case not in one.done)
    may = scopes.allowed(viewer, (Permission.SEE_CASE,), list(idle))[Permission.SEE_CASE]
    named = {
        key: (child, reference)
        for key, child, reference in Case.objects.filter(org_id=viewer.org, pk__in=may).values_list(
            "pk", "child_id", "reference"
        )
    }
    found = [Apart(case, *named.get(case, (None, "")), days[case], many) for case, many in idle.items()]
    return sorted(found, key=lambda one: (-one.idle, one.name, one.case))
