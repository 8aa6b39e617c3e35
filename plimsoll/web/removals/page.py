"""What the pages of holds and removals show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.retention import Over, Schedule
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.removals import Hold, Removed, Ripe, Settled, Whole
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Link, Table


@dataclass(frozen=True)
class TablesPage(Page):
    """Sentences, what can be done, and tables."""

    said: tuple[str, ...]
    tables: tuple[Table, ...]
    acts: tuple[Link, ...] = ()


BACK = "Records whose time is over"


def list_page(ripe: Iterable[Ripe], holds: Iterable[Hold], removed: Iterable[Removed], today: date) -> TablesPage:
    """All that there is to decide, what is held, and what was removed."""
    found, held, gone = tuple(ripe), tuple(holds), tuple(removed)
    said = (
        "Nothing is removed by itself. One person asks for it, another agrees, and the record is gone for good.",
        "A record is listed once its time is over by the schedules that your organisation set. Where it set none, nothing "
        "falls due.",
        *(() if found else ("No record's time is over now.",)),
        "To hold a record for an inquiry, a claim or a complaint, open a case of the child, and choose Legal hold there.",
    )
    tables = [
        _table(
            "To decide",
            ("Child", "Last case closed", "Time is over", "By", "Now"),
            [
                (
                    Cell(one.name, href=reverse("removal", args=[one.child])),
                    Cell(day_words(one.closed_on)),
                    Cell(day_words(one.over.on) if one.over else "not any more"),
                    Cell(why(one.over)),
                    Cell(_now(one, today)),
                )
                for one in found
            ],
        ),
        _table(
            "Held by a person, for a reason in law",
            ("Child", "For", "Why", "Since", "Set by", "Lift"),
            [
                (
                    Cell(one.name),
                    Cell(one.kind.label),
                    Cell(one.why),
                    Cell(_day(one.set_at)),
                    Cell(one.set_by),
                    Cell("Lift this hold", href=reverse("removal-lift", args=[one.id])),
                )
                for one in held
            ],
        ),
        _table(
            "Removed",
            ("When", "Under", "Asked by", "Agreed by", "Cases", "Rows"),
            [
                (
                    Cell(_day(one.removed_at) + (f", and again on {_day(one.again_at)}" if one.again_at else "")),
                    Cell(f"{capital(one.under)}. {one.basis}".strip()),
                    Cell(one.asked_by or "not on record here"),
                    Cell(one.agreed_by or "not on record here"),
                    Cell(f"{one.cases:,}"),
                    Cell(f"{one.rows:,}"),
                )
                for one in gone
            ],
        ),
    ]
    children = frozenset({one.child for one in found} | {one.child for one in held})
    return TablesPage(
        BACK,
        said,
        tuple(table for table in tables if table),
        viewed=Viewed(children, frozenset(case for one in found for case in one.cases)),
    )


def record_page(found: Whole, today: date, *, agrees: bool) -> TablesPage:
    """One record: why its time is over, what hangs on it, who stays, and what can be decided. agrees : whether
    the viewer may agree to the removal that somebody asked for."""
    ripe = found.ripe
    stays = f"These stay, with their own records: {', '.join(found.siblings)}." if found.siblings else ""
    said = [
        f"The last case was closed on {day_words(ripe.closed_on)}. {why(ripe.over)}.",
        _basis(ripe.over),
        stays or "Nobody else is known in the household: what is kept of it goes too.",
        f"Kept until {day_words(ripe.kept_until)}: {ripe.kept_why}" if ripe.kept_until else "",
        *(f"Held since {_day(one.set_at)} for: {one.kind.label}. {one.why} Set by {one.set_by}." for one in ripe.holds),
    ]
    acts: list[Link] = [Link("Put a legal hold on it", reverse("removal-hold", args=[ripe.child]))]
    acts += [Link(f"Lift the hold: {one.kind.label}", reverse("removal-lift", args=[one.id])) for one in ripe.holds]
    if ripe.asked:
        said.append(
            f"{ripe.asked.asked_by} asked for its removal on {_day(ripe.asked.asked_at)}: {ripe.asked.why} Somebody else "
            f"has to agree by {_day(ripe.asked.lapses_at)}."
        )
        if agrees:
            acts.insert(0, Link("Agree to its removal, or not", reverse("removal-decide", args=[ripe.asked.id])))
    elif ripe.due(today) and not ripe.holds:
        acts.insert(0, Link("Ask for its removal", reverse("removal-ask", args=[ripe.child])))
    if ripe.due(today):
        acts.insert(1, Link("Keep it longer", reverse("removal-keep", args=[ripe.child])))
    counts = Table(
        "What would be removed",
        (Column("What"), Column("How many", number=True)),
        tuple((Cell(capital(name)), Cell(f"{many:,}")) for name, many in found.counts),
    )
    cases = Table(
        "Its cases",
        (Column("Case"),),
        tuple((Cell(f"Case {at}", href=reverse("case", args=[key])),) for at, key in enumerate(ripe.cases, 1)),
    )
    return TablesPage(
        f"The record of {ripe.name}",
        tuple(filter(None, said)),
        (counts, cases),
        tuple(acts),
        back=Link(BACK, reverse("removals")),
        viewed=Viewed(frozenset({ripe.child}), frozenset(ripe.cases)),
    )


def schedules_page(settled: Iterable[Settled]) -> TablesPage:
    """What is settled for each kind of case."""
    kinds = list(settled)
    columns = (
        "Kind",
        "Kept",
        *(("Legal basis", "Source", "Settled by") if any(one.from_date for one in kinds) else ()),
    )
    rows = [
        (
            Cell(capital(one.case_type.label), href=reverse("set-up-retention-kind", args=[one.case_type.value])),
            Cell(in_words(one.schedule) if one.schedule else "not set"),
            Cell(one.schedule.basis if one.schedule else ""),
            Cell(one.schedule.source if one.schedule else ""),
            Cell(f"{one.by}, from {day_words(one.from_date)}" if one.from_date else ""),
        )[: len(columns)]
        for one in kinds
    ]
    return TablesPage(
        "How long records are kept",
        (
            "Plimsoll comes with no schedule. What law and your own policy ask for, you write here, with where it stands.",
            "A child's record is kept as a whole, until the latest day that any of its cases asks for. If one of its cases "
            "is of a kind without a schedule, the record never falls due. This rule is Plimsoll's own.",
            "A referral that came to nothing is a case that never was anything but a referral.",
            "When the time of a record is over, a service manager or the safeguarding lead is shown it, and decides.",
        ),
        (Table("Each kind of case", tuple(map(Column, columns)), tuple(rows)),),
        back=Link("Set up", reverse("set-up")),
    )


def in_words(schedule: Schedule) -> str:
    """A schedule as a sentence's part."""
    died = f"; where the child has died, {_years(schedule.after_death)} from the death" if schedule.after_death else ""
    return f"{_years(schedule.years)} from {schedule.counted_from.label}{died}"


def why(found: Over | None) -> str:
    """By which schedule, and from which day, the time of a record is over."""
    if found is None:
        return "No schedule says when its time is over"
    years = found.schedule.after_death if found.died else found.schedule.years
    counted = "the child's death" if found.died else found.schedule.counted_from.label
    return (
        f"{capital(found.schedule.case_type.label)}: {_years(years)} from {counted}, {day_words(found.counted_on)}, "
        f"which is {day_words(found.on)}"
    )


def _basis(found: Over | None) -> str:
    return f"Legal basis: {found.schedule.basis}. Source: {found.schedule.source}." if found else ""


def _now(one: Ripe, today: date) -> str:
    if one.holds:
        return f"held: {one.holds[0].kind.label}"
    if one.asked:
        return f"asked for by {one.asked.asked_by}; another has to agree"
    return "nobody has decided"


def _table(caption: str, columns: Iterable[str], rows: list[tuple[Cell, ...]]) -> Table | None:
    return Table(caption, tuple(map(Column, columns)), tuple(rows)) if rows else None


def _years(many: int | None) -> str:
    return "1 year" if many == 1 else f"{many} years"


def _day(at: datetime) -> str:
    return day_words(at.astimezone(LONDON).date())
