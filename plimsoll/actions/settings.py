"""What an organisation settles: its calendar, its choice between rival rules, its scheme and criteria set, and how long work
takes. Each answer is a new version with its day, and no earlier one is changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.cases import Refused
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, Calendar, Nation
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Act, Purpose
from plimsoll.core.workload.scheme import Scheme
from plimsoll.queries import shipped
from plimsoll.queries.settings import calendar_now, unusable
from plimsoll.records.models.priority import CriteriaSet
from plimsoll.records.models.reference import CalendarSetting, Edition, RulebookVersion
from plimsoll.records.models.workload import Effort, SchemeVersion

MOST_CLOSURES = 100
MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Hours:
    """When an organisation works. Minutes after midnight."""

    nation: Nation
    opens_minute: int
    closes_minute: int
    closure_days: tuple[date, ...] = ()


def set_calendar(hours: Hours, *, by: Viewer, at: datetime) -> None:
    """Settles from today on which days and hours the organisation works; how days are counted stays as it is. Whoever
    manages settings; event CALENDAR_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : it closes before it opens, or too many days.
    """
    check_can_manage_settings(by)
    faults = {}
    if not 0 <= hours.opens_minute < hours.closes_minute <= 24 * 60:
        faults["closes"] = "This is before the office opens. Check both times."
    if len(hours.closure_days) > MOST_CLOSURES:
        faults["closures"] = f"Write at most {MOST_CLOSURES} days; these are {len(hours.closure_days)}."
    if faults:
        raise Refused(faults)
    one_at_a_time(by)
    today = at.astimezone(LONDON).date()
    now = calendar_now(by, today)
    _agree_calendar(hours, start_day_is=now.start_day_is, bank_holidays_count=now.bank_holidays_count, by=by, at=at)


def adopt_rulebook(
    chosen: Collection[str], *, start_day_is: int, bank_holidays_count: bool, by: Viewer, at: datetime
) -> None:
    """Settles from today which of rival rules hold, and how days are counted. Whoever manages settings; events
    RULEBOOK_ADOPTED and, where days are counted otherwise than before, CALENDAR_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : no such rule, or two answer one question.
    """
    check_can_manage_settings(by)
    book = shipped.shipped_rulebook()
    try:
        book.choosing(chosen)
        Calendar(start_day_is=start_day_is)
    except (FaultyData, ValueError) as fault:
        raise Refused({"choices": str(fault)}) from None
    one_at_a_time(by)
    today = at.astimezone(LONDON).date()
    text = shipped.rulebook_text(tuple(sorted(chosen)))
    _agree(RulebookVersion, (book.key, book.version, book.title), text, Act.RULEBOOK_ADOPTED, by, at)
    now = calendar_now(by, today)
    if (now.start_day_is, now.bank_holidays_count) == (start_day_is, bank_holidays_count):
        return
    hours = Hours(now.nation, now.opens_at, now.closes_at, tuple(sorted(now.closure_days)))
    _agree_calendar(hours, start_day_is=start_day_is, bank_holidays_count=bank_holidays_count, by=by, at=at)


def adopt_scheme(key: str, *, by: Viewer, at: datetime) -> None:
    """Settles from today by which of the shipped schemes load is worked out. Whoever manages settings; event SCHEME_ADOPTED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : no such scheme, or one that cannot be used as it is.
    """
    check_can_manage_settings(by)
    scheme = next((one for one in shipped.shipped_schemes() if one.key == key), None)
    if scheme is None:
        raise Refused({"scheme": "Choose one of the schemes that are there."})
    if reason := unusable(scheme):
        raise Refused({"scheme": f"This scheme cannot be used as it is: {reason}"})
    one_at_a_time(by)
    _agree(SchemeVersion, _named(scheme), shipped.scheme_text(key), Act.SCHEME_ADOPTED, by, at)


def adopt_criteria(key: str, *, by: Viewer, at: datetime) -> None:
    """Settles from today that work is ordered by one of the shipped criteria sets. Whoever manages settings; event
    CRITERIA_ADOPTED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : no such set.
    """
    check_can_manage_settings(by)
    criteria = next((one for one in shipped.shipped_sets() if one.key == key), None)
    if criteria is None:
        raise Refused({"criteria": "Choose one of the criteria sets that are there."})
    one_at_a_time(by)
    version, today = next_version(CriteriaSet, key, criteria.version, by), at.astimezone(LONDON).date()
    text = shipped.criteria_text(key)  # with the version and day of the agreement: what then stands on every ranking
    text = text.replace(f'version = "{criteria.version}"', f'version = "{version}"', 1)
    text = text.replace(f"in_force_from = {criteria.in_force_from}", f"in_force_from = {today}", 1)
    _agree(CriteriaSet, (key, criteria.version, criteria.title), text, Act.CRITERIA_ADOPTED, by, at)


def set_minutes(minutes: Mapping[Purpose, int], *, by: Viewer, at: datetime) -> None:
    """Settles from today how long kinds of work take; what was settled earlier on the same day no longer holds. Whoever
    manages settings; event EFFORT_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : not between one minute and a week.
    """
    check_can_manage_settings(by)
    faults = {
        purpose.value.lower(): "Write a number of minutes, at most those of a week."
        for purpose, number in minutes.items()
        if not 1 <= number <= MOST_MINUTES
    }
    if faults:
        raise Refused(faults)
    one_at_a_time(by)
    today = at.astimezone(LONDON).date()
    for purpose, number in minutes.items():
        Effort.objects.update_or_create(org_id=by.org, purpose=purpose, from_date=today, defaults={"minutes": number})
    record_event(by, Act.EFFORT_SET, detail={purpose.value: number for purpose, number in minutes.items()})


def _named(scheme: Scheme) -> tuple[str, str, str]:
    return scheme.key, scheme.version, scheme.title


def one_at_a_time(by: Viewer) -> None:
    """Two administrators at once wait for each other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"settings of {by.org}"])


def _agree(kind: type[Edition], named: tuple[str, str, str], text: str, act: Act, by: Viewer, at: datetime) -> None:
    """A new version of the organisation's own, numbered on from those that are there."""
    key, version, title = named
    row = kind(
        org_id=by.org,
        key=key,
        version=next_version(kind, key, version, by),
        title=title,
        text=text,
        in_force_from=at.astimezone(LONDON).date(),
        agreed_at=at,
        agreed_by_id=by.worker,
    )
    row.save(force_insert=True)
    record_event(by, act, about_id=row.pk)


def next_version(kind: type[Edition], key: str, version: str, by: Viewer) -> str:
    """The organisation's next version of an edition, begun from some version of Plimsoll's or of its own: "2 (from 2026.1)".
    One query."""
    before = kind._default_manager.filter(org_id=by.org, key=key).count()
    # Those of its own were written "2026.1, 2" once.
    first = version.rpartition("(from ")[2].removesuffix(")").partition(", ")[0]
    return f"{before + 1} (from {first})"


def _agree_calendar(hours: Hours, *, start_day_is: int, bank_holidays_count: bool, by: Viewer, at: datetime) -> None:
    row = CalendarSetting.objects.create(
        org_id=by.org,
        from_date=at.astimezone(LONDON).date(),
        nation=hours.nation,
        opens_minute=hours.opens_minute,
        closes_minute=hours.closes_minute,
        start_day_is=start_day_is,
        bank_holidays_count=bank_holidays_count,
        closure_days=list(hours.closure_days),
        agreed_at=at,
        agreed_by_id=by.worker,
    )
    record_event(by, Act.CALENDAR_SET, about_id=row.pk)
