"""What a changed criteria set changes, taken apart: which of it can move a place, and what each would do alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from plimsoll.core.priority.criteria import CriteriaSet, CriterionRule
from plimsoll.core.priority.differences import differences
from plimsoll.core.terms import Criterion

# What says which set it is. It stands at the head of every page of a set, and is no change of it.
WHICH = ("version", "in_force_from")
# What a page says and asks, beside the order of the cases on it.
BESIDE = (
    "title",
    "key",
    "note",
    "close_points",
    "close_turns",
    "urgent_share",
    "short_minutes",
    "asks_a_day",
    "support_at",
)
# What moves places, in the order in which it is told; what stands together makes no sense apart.
TOGETHER = (
    ("applies",),
    ("information",),
    ("factors",),
    ("unknown",),
    ("stale_days",),
    ("waiting_limit_days",),
    ("decay",),
    ("shortest", "longest"),
    ("other_statutory", "other"),
    ("safeguarding",),
    ("today_days",),
    ("week_days",),
    ("risk_this_week",),
    ("wait_this_week",),
    ("unborn_days",),
    ("untouched_days",),
    ("chase_days",),
    ("intervals",),
)


@dataclass(frozen=True)
class Change:
    """One change of a set that can move a place: what it says, and the set as it was with this change and no other."""

    said: tuple[str, ...]
    criteria: CriteriaSet


def changes(old: CriteriaSet, new: CriteriaSet) -> tuple[Change, ...]:
    """The changes that can move a place, each alone. The weights of the five are one change, as together they come to 100;
    so is what they are made of.

    >>> from plimsoll.core.priority.criteria import parse
    >>> from importlib.resources import files
    >>> one = parse((files("plimsoll") / "rulebooks/criteria/statutory.toml").read_text(encoding="utf-8"))
    >>> [change.said for change in changes(one, replace(one, unknown=600_000, week_days=4, asks_a_day=3))]
    [('What nobody has judged counts 60 instead of 50 of 100.',), \
('With decisions it stands in This week when it has to begin within 4 instead of 5 working days.',)]
    """
    found = (Change(differences(old, alone), alone) for alone in _each_alone(old, new))
    return tuple(change for change in found if change.said)


def moving(old: CriteriaSet, new: CriteriaSet) -> tuple[str, ...]:
    """The differences that can move a place, each a sentence."""
    return differences(_with(old, new, (*WHICH, *BESIDE)), new)


def beside(old: CriteriaSet, new: CriteriaSet) -> tuple[str, ...]:
    """The differences that move no place: what the set is called, and when a page says or asks something. Its version and
    its day are none."""
    return differences(_with(new, old, BESIDE), new)


def _each_alone(old: CriteriaSet, new: CriteriaSet) -> Iterator[CriteriaSet]:
    weights = {rule.criterion: rule.weight for rule in new.criteria}
    yield replace(old, criteria=_weighed(old.criteria, weights))
    yield replace(old, criteria=_weighed(new.criteria, {rule.criterion: rule.weight for rule in old.criteria}))
    for names in TOGETHER:
        yield _with(old, new, names)


def _weighed(rules: tuple[CriterionRule, ...], weights: Mapping[Criterion, int]) -> tuple[CriterionRule, ...]:
    return tuple(replace(rule, weight=weights[rule.criterion]) for rule in rules)


def _with(criteria: CriteriaSet, other: CriteriaSet, names: tuple[str, ...]) -> CriteriaSet:
    """A set with some fields of another."""
    return replace(criteria, **{name: getattr(other, name) for name in names})
