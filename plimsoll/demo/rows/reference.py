"""What the town's organisation has settled: the texts that ship with the product, its calendar, how long work takes."""

from datetime import date, timedelta
from importlib.resources import files

from plimsoll.core.calendar import Calendar
from plimsoll.core.terms import Purpose
from plimsoll.demo.rows.making import Making, at
from plimsoll.records.models.priority import CriteriaSet
from plimsoll.records.models.reference import CalendarSetting, RulebookVersion, Setting
from plimsoll.records.models.workload import Effort, SchemeVersion

# Of the questions that the rulebook of England leaves open, what the town has chosen.
CHOSEN = (
    "contact_decision_local",
    "mash_surrey_red",
    "strategy_discussion_local_3d",
    "cp_visit_10wd",
    "unallocated_escalate_2wk",
)
# Minutes of one piece of work; invented, as no national figures exist. A town that counts its own time writes its own.
EFFORT_MINUTES = {
    Purpose.SEE: 120,
    Purpose.PROTECT: 180,
    Purpose.COURT: 300,
    Purpose.DECIDE: 150,
    Purpose.REVIEW: 120,
    Purpose.RECORD: 45,
    Purpose.CHECK: 20,
}
YEARS_BACK = 4


def text_of(path: str) -> str:
    """A data file that ships with the product."""
    return (files("plimsoll") / "rulebooks" / path).read_text(encoding="utf-8")


def rulebook_text() -> str:
    """The rulebook of England with what the town has chosen; one text, so that it can be read by itself."""
    chosen = ", ".join(f'"{key}"' for key in CHOSEN)
    return f"# What Plimmouth has chosen where councils differ.\nchosen = [{chosen}]\n\n{text_of('england.toml')}"


def add_reference(making: Making) -> None:
    """Rulebook, criteria set, scheme, calendar, effort, and how this town was made."""
    start = date(making.as_at.year - YEARS_BACK, 4, 1)
    agreed = at(start - timedelta(14), 14 * 60)
    for name, model, key, version, title, text in (
        ("rulebook", RulebookVersion, "england", "2026.3", "England, as agreed in Plimmouth", rulebook_text()),
        ("criteria", CriteriaSet, "statutory", "2026.1", "Statutory social work", text_of("criteria/statutory.toml")),
        (
            "scheme",
            SchemeVersion,
            "plimsoll_hours",
            "1",
            "Plimsoll's own neutral scheme",
            text_of("schemes/plimsoll_hours.toml"),
        ),
    ):
        making.editions[name] = making.add(
            model, key=key, version=version, title=title, text=text, in_force_from=start, agreed_at=agreed
        )
    usual = Calendar()
    making.add(
        CalendarSetting,
        from_date=start,
        nation=usual.nation.value,
        opens_minute=usual.opens_at,
        closes_minute=usual.closes_at,
        start_day_is=usual.start_day_is,
        bank_holidays_count=usual.bank_holidays_count,
        agreed_at=agreed,
    )
    for purpose, minutes in EFFORT_MINUTES.items():
        making.add(Effort, purpose=purpose.value, minutes=minutes, from_date=start)
    made_from = {"label": making.label, "as_at": making.as_at.isoformat()}
    making.add(Setting, key="invented_town", value=made_from)
