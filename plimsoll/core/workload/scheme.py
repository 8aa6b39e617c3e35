"""A load scheme: what each kind of case asks and what a worker can give, as data that an organisation agrees."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from plimsoll.core.terms import CaseType
from plimsoll.core.workload.rules import (
    CoWorking,
    Excessive,
    Extra,
    HelpTask,
    Measure,
    Modifier,
    Numbers,
    Period,
    Reduction,
    Rounding,
    Stable,
    Zone,
)

T = TypeVar("T")

NOT_COUNTED = "NOT_COUNTED"
FURTHER_CHILD = "FURTHER_CHILD"


class BlankInScheme(Exception):
    """A figure needs a value that the scheme leaves for the organisation to fill in; `paths` names each."""

    def __init__(self, title: str, paths: tuple[str, ...]) -> None:
        self.paths = paths
        which = paths[0] if len(paths) == 1 else f"{', '.join(paths[:-1])} and {paths[-1]}"
        super().__init__(
            f"The scheme '{title}' leaves this blank: {which}. Fill it in before working out load with it."
        )


@dataclass(frozen=True)
class Scheme:
    """Everything load is worked out from. Points and hours are whole hundredths; a blank is None and in `blank`.

    `kinds`: what cases are told apart by, one row of `weights` each; the members of `CaseType` in their order unless
    the scheme has kinds of its own. `levels`: columns of `weights` (tier, stage); none means one column.
    `level_when_unknown`: the level taken for a case without one, or NOT_COUNTED. `numbers` and `source` say whose
    numbers these are and are shown wherever a load is.
    """

    key: str
    title: str
    version: str
    in_force_from: date | None
    numbers: Numbers
    source: str
    note: str
    measure: Measure
    period: Period
    full_time_capacity: int
    full_time_hours: int | None
    available_rounding: Rounding
    review_interval_weeks: int | None
    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    level_when_unknown: str
    weights: tuple[tuple[int | None, ...], ...]
    stable: Stable
    modifiers: tuple[Modifier, ...]
    extras: tuple[Extra, ...]
    help_tasks: tuple[HelpTask, ...]
    reductions: tuple[Reduction, ...]
    co_working: CoWorking | None
    zones: tuple[Zone, ...]
    excessive: Excessive | None
    blank: frozenset[str]

    @property
    def name(self) -> str:
        """Key and version, kept beside every number: 'plimsoll_hours 1'."""
        return f"{self.key} {self.version}"

    @property
    def kind_labels(self) -> tuple[str, ...]:
        """Each kind as a person reads it."""
        case_types = {case_type.value: case_type.label for case_type in CaseType}
        return tuple(case_types.get(kind, kind.replace("_", " ").lower()) for kind in self.kinds)

    def filled(self, path: str, value: T | None) -> T:
        """The value at a path, once somebody has filled it in.

        Raises
        ------
        BlankInScheme : the scheme leaves it blank.
        """
        if value is None:
            raise BlankInScheme(self.title, (path,))
        return value

    def weight_path(self, kind: int, level: int) -> str:
        """Where in the scheme a weight stands: 'weights.ASSESSMENT' or 'weights.CUSTODY.B2'."""
        return f"weights.{self.kinds[kind]}" + (f".{self.levels[level]}" if self.levels else "")

    def modifier(self, key: str) -> int:
        """Row of a modifier in the arrays of `case_points`.

        Raises
        ------
        KeyError : the scheme has no such modifier.
        """
        return _position([modifier.key for modifier in self.modifiers], key, "modifier", self.title)

    def responsibility(self, key: str) -> int:
        """Row of an extra responsibility in the arrays of `worker_parts`; nobody's are on record yet. Raises KeyError where
        there is none."""
        return _position([extra.key for extra in self.extras], key, "extra responsibility", self.title)

    def help_task(self, key: str) -> int:
        """Position of a kind of help, as `help_points` takes it. Raises KeyError where there is none."""
        return _position([task.key for task in self.help_tasks], key, "kind of help", self.title)

    def reduction(self, key: str) -> Reduction:
        """A reduction by its key. Raises KeyError where there is none."""
        keys = [reduction.key for reduction in self.reductions]
        return self.reductions[_position(keys, key, "reduction", self.title)]


def _position(keys: list[str], key: str, what: str, title: str) -> int:
    if key not in keys:
        raise KeyError(f"The scheme '{title}' has no {what} '{key}'; it has {', '.join(keys) or 'none'}.")
    return keys.index(key)
