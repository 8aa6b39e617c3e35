"""Invented cases that people order blind, held against the order of a criteria set: how far they agree, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plimsoll.core.priority.agreement import agreement
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.worked import Worked, run
from plimsoll.core.terms import Band

# From here on an order is called so; ours. 0 is what two shuffled packs of cards come to.
WORDS = (
    (0.8, "nearly the same order"),
    (0.6, "much the same order"),
    (0.4, "partly the same order"),
    (0.2, "little in common"),
    (-0.2, "no more in common than by chance"),
    (-1.0, "rather the opposite order"),
)


@dataclass(frozen=True)
class Stands:
    """Where a criteria set has one case: its place from 1, its band, and why."""

    key: str
    place: int
    band: Band
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """How two orders of the same cases go together.

    tau : Kendall's tau-b, or None where one of them is no order; alike, of : pairs of cases that stand the same way round,
    of those that both put in an order.
    """

    tau: float | None
    alike: int
    of: int

    @property
    def words(self) -> str:
        """What it means.

        >>> Pairs(0.9, 95, 100).words
        'nearly the same order: 95 of 100 pairs of cases stand the same way round'
        """
        if self.tau is None:
            return "no order: every case has the same place"
        said = next(words for least, words in WORDS if self.tau >= least)
        return f"{said}: {self.alike:,} of {self.of:,} pairs of cases stand the same way round"


def stands(worked: Worked, criteria: CriteriaSet) -> tuple[Stands, ...]:
    """Where a criteria set has each of the cases, in their own order; all of them are one person's."""
    found = run(worked, criteria)
    place = {key: number for number, key in enumerate(found.order, 1)}
    return tuple(
        Stands(case.key, place[case.key], found.bands[case.key], found.reasons[case.key]) for case in worked.cases
    )


def pairs(a: Sequence[int], b: Sequence[int]) -> Pairs:
    """How two orders go together, each given as the place of every case, from 1; cases at one place are tied.

    >>> pairs([1, 2, 3], [1, 3, 2])
    Pairs(tau=0.3333333333333333, alike=2, of=3)
    """
    tau = agreement({"": a}, b).with_engine[""]
    both = [
        (a[i] - a[j]) * (b[i] - b[j]) for i in range(len(a)) for j in range(i) if a[i] != a[j] and b[i] != b[j]
    ]  # fmt: skip
    return Pairs(tau, sum(one > 0 for one in both), len(both))


def furthest(
    orders: Mapping[str, Sequence[int]], engine: Sequence[int], most: int
) -> tuple[tuple[int, float, float], ...]:
    """The cases on which people and criteria are furthest apart, the furthest first: position of the case, the mean place
    that people gave it, and by how many places that is off."""
    if not orders:
        return ()
    apart = [(case, far) for case, far in agreement(orders, engine).apart[:most] if far > 0]
    return tuple((case, sum(order[case] for order in orders.values()) / len(orders), far) for case, far in apart)
