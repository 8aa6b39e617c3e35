"""Reading a load scheme from its text, strictly: every fault is named at once."""

from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import CaseType
from plimsoll.core.workload.blanks import MOST_HOURS, MOST_POINTS, Blanks, amount
from plimsoll.core.workload.rules import (
    CountedIn,
    CoWorking,
    Effect,
    Excessive,
    Extra,
    Grant,
    HelpSize,
    HelpTask,
    Measure,
    Modifier,
    Numbers,
    PartTime,
    Period,
    Reduction,
    Rounding,
    Stable,
    Zone,
)
from plimsoll.core.workload.scheme import Scheme
from plimsoll.core.workload.soundness import check_sound


class FaultyScheme(FaultyData):
    """A scheme that cannot be used; `faults` holds one plain sentence for each thing wrong with it."""


def parse(text: str, what: str = "Scheme") -> Scheme:
    """The scheme a TOML text describes; the files in `plimsoll/rulebooks/schemes` show its keys.

    Raises
    ------
    FaultyScheme : with every fault, each naming its place.
    """
    try:
        table = load(text, what)
    except FaultyData as fault:
        raise FaultyScheme(what, list(fault.faults)) from None
    scheme = _scheme(table, Blanks(table))
    check_sound(table, scheme)
    if table.faults:
        raise FaultyScheme(what, table.faults)
    return scheme


def _scheme(table: Table, blanks: Blanks) -> Scheme:
    kinds = table.texts("kinds") or tuple(case_type.value for case_type in CaseType)
    levels = table.texts("levels")
    scheme = Scheme(
        key=table.text("key"),
        title=table.text("title"),
        version=table.text("version"),
        in_force_from=None if blanks.here(table, "in_force_from", "in_force_from") else table.day("in_force_from"),
        numbers=table.term("numbers", Numbers),
        source=table.text("source"),
        note=table.text("note"),
        measure=table.term("measure", Measure),
        period=table.term("period", Period),
        full_time_capacity=amount(table, "full_time_capacity", 1, MOST_POINTS),
        full_time_hours=blanks.amount(table, "full_time_hours", "full_time_hours", low=1, high=MOST_HOURS),
        available_rounding=table.term("available_rounding", Rounding),
        review_interval_weeks=blanks.whole(table, "review_interval_weeks", "review_interval_weeks", 1, 52),
        kinds=kinds,
        levels=levels,
        level_when_unknown=table.text("level_when_unknown") if levels else "",
        weights=_weights(table.table("weights"), kinds, levels, blanks),
        stable=_stable(table.table("stable"), blanks),
        modifiers=tuple(_modifier(each, blanks) for each in table.tables("modifiers")),
        extras=tuple(_extra(each, blanks) for each in table.tables("extras")),
        help_tasks=tuple(_help_task(each, blanks) for each in table.tables("help")),
        reductions=tuple(_reduction(each, blanks) for each in table.tables("reductions")),
        co_working=_co_working(table.table("co_working"), blanks) if "co_working" in table else None,
        zones=tuple(_zone(each) for each in table.tables("zones", named_by="label")),
        excessive=_excessive(table.table("excessive")) if "excessive" in table else None,
        blank=frozenset(blanks.paths),
    )
    table.close()
    blanks.check_met(table)
    return scheme


def _weights(
    table: Table, kinds: tuple[str, ...], levels: tuple[str, ...], blanks: Blanks
) -> tuple[tuple[int | None, ...], ...]:
    if not levels:
        rows = tuple((blanks.amount(table, kind, f"weights.{kind}"),) for kind in kinds)
        table.close()
        return rows
    found = []
    for kind in kinds:
        row = table.table(kind)
        found.append(tuple(blanks.amount(row, level, f"weights.{kind}.{level}") for level in levels))
        row.close()
    table.close()
    return tuple(found)


def _stable(table: Table, blanks: Blanks) -> Stable:
    part_time_blank = blanks.here(table, "part_time", "stable.part_time")
    stable = Stable(
        label=table.text("label"),
        points=blanks.amount(table, "points", "stable.points"),
        counted_in=table.term("counted_in", CountedIn),
        part_time=None if part_time_blank else table.term("part_time", PartTime),
    )
    table.close()
    return stable


def _modifier(table: Table, blanks: Blanks) -> Modifier:
    key = table.text("key")
    effect = table.term("effect", Effect)
    found = (
        blanks.amount(table, "points", f"modifiers.{key}.points")
        if effect is Effect.ADD
        else blanks.whole(table, "percent", f"modifiers.{key}.percent", 0, 500)
    )
    modifier = Modifier(key, table.text("label"), effect, found)
    table.close()
    return modifier


def _extra(table: Table, blanks: Blanks) -> Extra:
    key = table.text("key")
    extra = Extra(key, table.text("label"), blanks.amount(table, "points", f"extras.{key}.points"))
    table.close()
    return extra


def _help_task(table: Table, blanks: Blanks) -> HelpTask:
    key = table.text("key")
    sizes = [size.value.lower() for size in HelpSize]
    task = HelpTask(key, table.text("label"), tuple(blanks.amount(table, size, f"help.{key}.{size}") for size in sizes))
    table.close()
    return task


def _reduction(table: Table, blanks: Blanks) -> Reduction:
    key = table.text("key")
    grant = table.term("grant", Grant)
    taken = None
    if grant is Grant.FIXED_HOURS:
        taken = blanks.amount(table, "hours", f"reductions.{key}.hours", high=MOST_HOURS)
    elif grant is not Grant.BY_AGREEMENT:
        taken = blanks.whole(table, "percent", f"reductions.{key}.percent", 0, 100)
    reduction = Reduction(
        key=key,
        label=table.text("label"),
        grant=grant,
        amount=taken,
        months=table.optional_whole("months", 1, 60),
        children_expected=table.optional_whole("children_expected", 0, 100),
        note=table.text("note", ""),
    )
    table.close()
    return reduction


def _co_working(table: Table, blanks: Blanks) -> CoWorking:
    co_working = CoWorking(
        *(blanks.whole(table, key, f"co_working.{key}", 0, 100) for key in ("lead_percent", "second_percent"))
    )
    table.close()
    return co_working


def _zone(table: Table) -> Zone:
    label = table.text("label")
    beyond = "above_percent" in table
    percent = table.whole("above_percent", 100, 1_000) if beyond else table.whole("from_percent", 0, 99)
    table.close()
    return Zone(label, percent)


def _excessive(table: Table) -> Excessive:
    excessive = Excessive(table.whole("percent", 100, 1_000), table.whole("weeks", 1, 52))
    table.close()
    return excessive
