"""What must hold of every order of work: over 1,200,000 generated cases, caseloads of 1,000 by seed.

`make test full=1` takes a million for each property, as before a release.
"""

import os
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.calendar import DAY_MINUTES
from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, ONE, UNKNOWN, Caseload, Workers
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.priority.scores import shares
from plimsoll.core.terms import Band, DueState, Factor, Indicator, Information, Known, Purpose
from plimsoll.core.timescales.due import DueItems, expected_intervals
from tests.core.priority.generated import World, duties, generated, shipped

pytestmark = pytest.mark.slow
million = settings(max_examples=1000 if os.environ.get("PLIMSOLL_FULL") else 200, deadline=None)
SEEDS = st.integers(0, 2**32 - 1)


def ranked(world: World) -> Ranking:
    return rank(world.caseload, world.items, world.workers, shipped(), world.calendar, world.as_at)


# ---- changes that must never lower a place -----------------------------------------------------------------------------
# Left out, because the specification says otherwise: an item becoming more overdue (late paper falls to This week), and
# a rule that brings a longer expected interval with it.

Columns = dict[str, np.ndarray]
Cases = np.ndarray  # positions of the cases that are changed
Change = Callable[[np.random.Generator, Columns, Cases], None]


def raised(name: str, highest: int) -> Change:
    """From one known value of a scale to a higher one."""

    def change(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
        at = at[columns[name][at] != UNKNOWN]
        columns[name][at] = rng.integers(columns[name][at], highest + 1)

    return change


def unseen_longer(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    """Seen some days earlier; of a child never seen, involved for longer."""
    never = np.isnat(columns["last_seen"][at])
    for name, which in (("last_seen", at[~never]), ("involved_from", at[never])):
        columns[name][which] -= rng.choice([1, 2, 7, 14, 60], len(which)).astype("timedelta64[D]")


def waited_longer(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    columns["waiting_days"][at] += rng.choice([1, 2, 10], len(at)).astype(np.int32)


def failed_visit_added(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    columns["failed_visits"][at] += rng.choice([1, 2], len(at)).astype(np.int32)


def information_added(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    columns["information"][at] |= 1 << rng.integers(0, len(Information), len(at))


def vulnerability_added(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    """A factor that was not there, at the set's value or judged."""
    row = rng.integers(0, len(Factor), len(at))
    there = columns["factors"][row, at]
    columns["factors"][row, at] = np.where(there == 0, rng.choice([AT_THE_SETS_VALUE, 1, 330_000, ONE], len(at)), there)


def vulnerability_raised(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    """A factor that is there, judged higher."""
    row = rng.integers(0, len(Factor), len(at))
    there = columns["factors"][row, at]
    value = np.where(there == AT_THE_SETS_VALUE, shipped().factors[Factor.UNDER_1], there)
    columns["factors"][row, at] = np.where(there == 0, 0, rng.integers(value, ONE + 1))


def act_now_added(rng: np.random.Generator, columns: Columns, at: Cases) -> None:
    for name, which in zip(("immediate_harm", "missing", "emergency"), np.array_split(at, 3), strict=True):
        columns[name][which] = True


CHANGES: dict[str, Change] = {
    "likelihood": raised("likelihood", 4),
    "severity": raised("severity", 4),
    "effect of waiting a week": raised("wait", 4),
    "triage rating": raised("triage", 4),
    "who else could": raised("who_else", 2),
    "others waiting": waited_longer,
    "days unseen": unseen_longer,
    "failed visit": failed_visit_added,
    "information": information_added,
    "vulnerability": vulnerability_added,
    "value of a vulnerability": vulnerability_raised,
    "Act now": act_now_added,
}
OVERDUE_ITEM = "overdue item"
KINDS = (*CHANGES, OVERDUE_ITEM)


def one_of_each_worker(rng: np.random.Generator, caseload: Caseload) -> Cases:
    """One case of each list: the others of the list stay as they are."""
    mixed = rng.permutation(len(caseload))
    return mixed[np.unique(caseload.worker[mixed], return_index=True)[1]]


def changed(rng: np.random.Generator, world: World, at: Cases, kind: np.ndarray) -> World:
    """The world after one change to each of some cases."""
    caseload = world.caseload
    columns = {name: value.copy() for name, value in vars(caseload).items() if isinstance(value, np.ndarray)}
    for number, change in enumerate(CHANGES.values()):
        change(rng, columns, at[kind == number])
    items = with_overdue_items(rng, world, at[kind == KINDS.index(OVERDUE_ITEM)])
    return replace(world, caseload=replace(caseload, **columns), items=items)


def with_overdue_items(rng: np.random.Generator, world: World, at: Cases) -> DueItems:
    """One more item of the worker's own on each case, overdue by minutes to months."""
    items, n = world.items, len(at)
    due = world.as_at - rng.choice([1, 60, 1440, 3 * 1440, 90 * 1440], n)
    started = (due // DAY_MINUTES - rng.choice([0, 1, 10, 60], n)).astype("datetime64[D]")
    return DueItems(
        duties=items.duties,
        case=np.append(items.case, at.astype(np.int32)),
        duty=np.append(items.duty, rng.integers(0, 2 * len(Purpose), n).astype(np.int16)),
        started=np.append(items.started, started),
        due=np.append(items.due, due),
        met=np.append(items.met, np.full(n, np.datetime64("NaT", "D"))),
        state=np.append(items.state, np.full(n, DueState.OVERDUE.number, dtype=np.int8)),
        effort_minutes=np.append(items.effort_minutes, rng.choice([0, 60, 6000], n)),
    )


def test_own_duties_come_first_and_follow_no_rule() -> None:
    # What `with_overdue_items` relies on.
    own = duties()[: 2 * len(Purpose)]

    assert {(duty.owner.value, duty.rule) for duty in own} == {("WORKER", None)}


@million
@given(SEEDS)
def test_raising_a_known_value_or_adding_a_concern_never_lowers_a_place(seed: int) -> None:
    world = generated(seed)
    rng = np.random.default_rng([seed, 1])
    at = one_of_each_worker(rng, world.caseload)
    kind = rng.integers(0, len(KINDS), len(at))

    before = ranked(world).place[at]
    after = ranked(changed(rng, world, at, kind)).place[at]

    lowered = np.flatnonzero(after > before)
    assert [(KINDS[kind[one]], str(world.caseload.reference[at[one]])) for one in lowered] == []


# ---- bands -------------------------------------------------------------------------------------------------------------


@million
@given(SEEDS)
def test_immediate_harm_stands_above_all_without_an_act_now_ground(seed: int) -> None:
    world = generated(seed)
    caseload, place = world.caseload, ranked(world).place
    without = ~(caseload.immediate_harm | caseload.missing | caseload.emergency)
    lists = caseload.worker - NOBODY

    lowest = np.zeros(lists.max() + 1, dtype=np.int64)
    highest = np.full(lists.max() + 1, len(caseload) + 1)
    np.maximum.at(lowest, lists[caseload.immediate_harm], place[caseload.immediate_harm])
    np.minimum.at(highest, lists[without], place[without])

    assert (lowest < highest).all()


@million
@given(SEEDS)
def test_child_unseen_at_twice_the_interval_is_neither_planned_nor_awaiting_others(seed: int) -> None:
    world = generated(seed)
    caseload, calendar, ranking = world.caseload, world.calendar, ranked(world)
    carried = ranking.indicators.known[Indicator.LAST_SEEN.number] == Known.KNOWN.number
    defaults = {word: (every.days, every.working) for word, every in shipped().intervals.items()}
    interval, works = expected_intervals(world.items, caseload, defaults)
    since = np.where(np.isnat(caseload.last_seen), caseload.involved_from, caseload.last_seen)
    since = np.where(carried, since, np.datetime64("2100-01-01"))
    today = np.datetime64(world.as_at // DAY_MINUTES, "D")
    passed = np.where(works, calendar.working_days_since(since, today), (today - since).astype(np.int64))

    band = ranking.bands.band[carried & (passed >= 2 * interval)]

    assert not np.isin(band, (Band.PLANNED.number, Band.AWAITING_OTHERS.number)).any()


@million
@given(SEEDS)
def test_no_weight_crosses_bands(seed: int) -> None:
    world = generated(seed)
    cuts = np.sort(np.random.default_rng([seed, 2]).integers(0, 101, 4))
    weights = np.diff(cuts, prepend=0, append=100).tolist()
    rules = tuple(replace(rule, weight=w) for rule, w in zip(shipped().criteria, weights, strict=True))

    as_agreed = ranked(world)
    otherwise = rank(
        world.caseload,
        world.items,
        world.workers,
        replace(shipped(), criteria=rules),
        world.calendar,
        world.as_at,
    )

    assert (otherwise.bands.band == as_agreed.bands.band).all()
    assert (np.diff(otherwise.bands.band[otherwise.order]) >= 0).all()
    assert (np.diff(as_agreed.bands.band[as_agreed.order]) >= 0).all()


# ---- shares, and the order ---------------------------------------------------------------------------------------------


@million
@given(SEEDS)
def test_shares_sum_to_the_score_and_none_is_negative(seed: int) -> None:
    ranking = ranked(generated(seed))

    found = shares(ranking.indicators, ranking.criteria)

    assert (found.sum(axis=0) == ranking.score).all()
    assert found.min() >= 0
    assert (found[ranking.indicators.values == 0] == 0).all()


@million
@given(SEEDS)
def test_order_is_total_and_does_not_depend_on_the_order_of_input(seed: int) -> None:
    world = generated(seed)
    rng = np.random.default_rng([seed, 3])

    ranking = ranked(world)
    mixed, came_from = in_another_order(rng, world)
    again = ranked(mixed)

    assert (np.sort(ranking.order) == np.arange(len(world.caseload))).all()
    by_list = np.lexsort((ranking.place, world.caseload.worker))
    lengths = np.bincount(world.caseload.worker - NOBODY)
    assert (ranking.place[by_list] == np.concatenate([np.arange(1, length + 1) for length in lengths])).all()
    assert (came_from[again.order] == ranking.order).all()
    assert (again.place == ranking.place[came_from]).all()
    assert (again.score == ranking.score[came_from]).all()


def in_another_order(rng: np.random.Generator, world: World) -> tuple[World, np.ndarray]:
    """The same cases, items and diary entries, shuffled; and where each case stood."""
    caseload, items, diary = world.caseload, world.items, world.workers.diary
    came_from = rng.permutation(len(caseload))
    now_at = np.argsort(came_from).astype(np.int32)
    columns = {name: value[..., came_from] for name, value in vars(caseload).items() if isinstance(value, np.ndarray)}
    shuffled = rng.permutation(len(items))
    fields = {name: value[shuffled] for name, value in vars(items).items() if isinstance(value, np.ndarray)}
    fields["case"] = now_at[fields["case"]]
    spans = rng.permutation(len(diary.worker))
    entries = replace(diary, **{name: value[spans] for name, value in vars(diary).items()})
    workers = Workers(world.workers.names, world.workers.minutes_left, entries)
    return replace(
        world, caseload=replace(caseload, **columns), items=replace(items, **fields), workers=workers
    ), came_from
