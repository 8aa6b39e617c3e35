"""What ships with the product: rulebooks, schemes of load, criteria sets to adopt, and the words of the scales."""

from functools import lru_cache
from importlib.resources import files

from plimsoll.core import case_life, outcomes
from plimsoll.core import drift as drift_rules
from plimsoll.core import rulebook as rulebooks
from plimsoll.core.case_life import LifeRules
from plimsoll.core.drift import DriftRules
from plimsoll.core.outcomes import Tools
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority import scales, today, worked
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.scales import Scales
from plimsoll.core.priority.today import Minutes
from plimsoll.core.priority.worked import Worked
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.workload import reading
from plimsoll.core.workload.scheme import Scheme

RULEBOOK = "england.toml"
CRITERIA = "criteria/statutory.toml"
SCALES = "scales.toml"
MINUTES = "minutes.toml"
DRIFT = "drift.toml"
TOOLS = "outcome_tools.toml"
LIFE = "life.toml"
SETS = ("statutory", "early_help", "early_years_and_school", "leaving_care")  # the suggested one first
SCHEMES = ("plimsoll_hours", "wirral", "moj_wmt")  # ours first: it is the one in force until another is agreed


def text_of(path: str) -> str:
    """A data file that ships with the product."""
    return (files("plimsoll") / "rulebooks" / path).read_text(encoding="utf-8")


def scheme_text(key: str) -> str:
    """The text of one of `SCHEMES`."""
    return text_of(f"schemes/{key}.toml")


@lru_cache(maxsize=1)
def shipped_rulebook() -> Rulebook:
    """The timescales of England, with nothing chosen."""
    return rulebooks.parse(text_of(RULEBOOK))


@lru_cache(maxsize=1)
def shipped_criteria() -> CriteriaSet:
    """The criteria set for statutory social work."""
    return criteria_sets.parse(text_of(CRITERIA))


def criteria_text(key: str) -> str:
    """The text of one of `SETS`."""
    return text_of(f"criteria/{key}.toml")


@lru_cache(maxsize=1)
def shipped_sets() -> tuple[CriteriaSet, ...]:
    """Every criteria set, in the order of `SETS`."""
    return tuple(criteria_sets.parse(criteria_text(key)) for key in SETS)


@lru_cache(maxsize=1)
def shipped_worked() -> tuple[Worked, ...]:
    """The worked cases of every criteria set, in the order of `SETS`."""
    return tuple(worked.parse(text_of(f"worked/{key}.toml")) for key in SETS)


def blind_text() -> str:
    """The invented cases that managers order blind."""
    return text_of("blind/general.toml")


@lru_cache(maxsize=1)
def shipped_scales() -> Scales:
    """What people judge, in words."""
    return scales.parse(text_of(SCALES))


@lru_cache(maxsize=1)
def shipped_minutes() -> Minutes:
    """How long things to do take."""
    return today.parse(text_of(MINUTES))


@lru_cache(maxsize=1)
def shipped_schemes() -> tuple[Scheme, ...]:
    """Every scheme of load."""
    return tuple(reading.parse(scheme_text(key)) for key in SCHEMES)


def suggested() -> tuple[str, ...]:
    """Keys of the rules that Plimsoll suggests where councils differ."""
    return tuple(choice.ours for choice in shipped_rulebook().choices if choice.ours)


def rulebook_text(chosen: tuple[str, ...]) -> str:
    """The rulebook with the rules that were chosen, as one text that can be read by itself."""
    keys = ", ".join(f'"{key}"' for key in chosen)
    return f"# What was chosen where councils differ.\nchosen = [{keys}]\n\n{text_of(RULEBOOK)}"


@lru_cache(maxsize=1)
def shipped_drift() -> DriftRules:
    """The signs of drift, and the hours that new information may wait."""
    return drift_rules.parse(text_of(DRIFT))


@lru_cache(maxsize=1)
def shipped_tools() -> Tools:
    """What outcomes are measured with: goals, and tools of which the scores are kept."""
    return outcomes.parse(text_of(TOOLS))


@lru_cache(maxsize=1)
def shipped_life() -> LifeRules:
    """Whose agreement each step in the life of a case needs, and the levels of need."""
    return case_life.parse(text_of(LIFE))
