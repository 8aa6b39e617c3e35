"""What is different between two criteria sets, in sentences; none is left out."""

from collections.abc import Iterator

from plimsoll.core.priority.criteria import Combine, CriteriaSet
from plimsoll.core.priority.told import (
    COMBINED,
    applies_to,
    capital,
    day_in_words,
    every,
    listed,
    many,
    of_100,
    safeguarding,
)
from plimsoll.core.terms import CaseType, Criterion, Factor, Indicator, Information


def differences(old: CriteriaSet, new: CriteriaSet) -> tuple[str, ...]:
    """Every difference between two sets, each a sentence: "Urgency counts 35 instead of 30 points of 100."; of equal sets
    none."""
    before = dict(_statements(old))
    return tuple(
        sentence.format(f"{value} instead of {before[sentence]}")
        for sentence, value in _statements(new)
        if before[sentence] != value
    )


def _statements(criteria: CriteriaSet) -> Iterator[tuple[str, str]]:
    """Everything that a set says: the same sentences of every set, each with a gap, and what stands in the gap.

    What stands there is different wherever the sets are.
    """
    yield "The set is called {}.", _quoted(criteria.title)
    yield "Its short name is {}.", _quoted(criteria.key)
    yield "It is version {}.", _quoted(criteria.version)
    yield "It is in force from {}.", day_in_words(criteria.in_force_from)
    yield "It says of its numbers {}.", _quoted(criteria.note)
    yield from _of_criteria(criteria)
    yield from _of_facts(criteria)
    yield from _of_bands(criteria)
    for word in CaseType:
        yield f"{capital(word.label)}: a child is expected to be seen every {{}}.", every(criteria.intervals[word])
    yield "Two neighbours are a close call when fewer than {} points part them.", str(criteria.close_points)
    yield (
        "They are one, too, when {} of 100 small changes of the weights turn them round.",
        of_100(criteria.close_turns),
    )
    yield (
        "Everything is called urgent when the top two bands hold more than {} of 100 cases.",
        of_100(criteria.urgent_share),
    )
    yield "Work of under {} never asks why a case in a higher band waits.", many(criteria.short_minutes, "minute")
    yield "A worker is asked at most {} a day.", many(criteria.asks_a_day, "time")
    yield "The page names who can help from a load of {} of 100.", str(criteria.support_at)


def _of_criteria(criteria: CriteriaSet) -> Iterator[tuple[str, str]]:
    rules = {rule.criterion: rule for rule in criteria.criteria}
    for word in Criterion:
        rule, name = rules[word], capital(word.label)
        mean = rule.combine is Combine.MEAN
        yield f"{name} counts {{}} points of 100.", str(rule.weight)
        yield f"{name} is made of {{}}.", listed(indicator.label for indicator in rule.indicators)
        yield f"{name}: {{}}.", f"“{COMBINED[rule.combine]}”"
        yield (
            f"{name} is made in the parts {{}}.",
            " to ".join(map(str, rule.weights)) if mean else "that come of themselves",
        )
        yield f"{name} is lifted by {{}}.", rule.lifted_by.label if rule.lifted_by else "nothing"
        yield f"{name} is lifted by up to {{}} of 100 of what is left to the full.", str(rule.lift)
    yield "The five stand in the order {}.", listed(rule.criterion.label for rule in criteria.criteria)


def _of_facts(criteria: CriteriaSet) -> Iterator[tuple[str, str]]:
    for indicator in Indicator:
        yield f"{capital(indicator.label)} applies to {{}}.", applies_to(criteria, indicator)
    for kind in Information:
        yield f"As news not dealt with, “{kind.label}” counts {{}} of 100.", of_100(criteria.information[kind])
    for factor in Factor:
        yield f"As vulnerability, “{factor.label}” counts {{}} of 100.", of_100(criteria.factors[factor])
    yield "What nobody has judged counts {} of 100.", of_100(criteria.unknown)
    yield "A judgement is asked for again after {} days.", str(criteria.stale_days)
    yield "Others who wait count fully after {} days.", str(criteria.waiting_limit_days)
    yield (
        "A due item's pressure falls to about a third with each {} of 100 of its length still free.",
        str(criteria.decay),
    )
    yield "A due item's length counts as {} working days at least.", str(criteria.shortest)
    yield "A due item's length counts as {} working days at most.", str(criteria.longest)
    yield "Other work that law or guidance asks for counts {} of 100 of a visit's.", of_100(criteria.other_statutory)
    yield "Work that no law or guidance asks for counts {} of 100 of a visit's.", of_100(criteria.other)


def _of_bands(criteria: CriteriaSet) -> Iterator[tuple[str, str]]:
    yield "A case stands in Today until someone has dealt with {}.", f"({safeguarding(criteria)})"
    yield (
        "Seeing, protecting and court work stands in Today when it has to begin within {} working days.",
        str(criteria.today_days),
    )
    yield "With decisions it stands in This week when it has to begin within {} working days.", str(criteria.week_days)
    yield "A risk stands in This week from {} of 100 on.", of_100(criteria.risk_this_week)
    yield "What a week's wait would do stands in This week from {} of 100 on.", of_100(criteria.wait_this_week)
    yield "An unborn child on a plan stands in This week {} days before the birth.", str(criteria.unborn_days)
    yield "A case stands in This week when nobody has worked on it for {} days.", str(criteria.untouched_days)
    yield "A case can await others when the day to ask again is within {} working days.", str(criteria.chase_days)


def _quoted(text: str) -> str:
    return f"“{text}”"
