"""What no new criteria set may weaken: limits beyond which a set would keep a child from being seen for what they are.

The limits are ours, as the numbers of the sets that ship are. They hold for whoever drafts a set; one that was agreed before
a limit was drawn is read as it stands.
"""

from collections.abc import Iterator

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.criteria import CriteriaSet, read
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import CaseType, Factor, Indicator, Information

# Of 100: key of a part of a whole, the least and the most, and why.
SHARES = (
    ("unknown", 25, 100, "what nobody has looked at is no sign that nothing is wrong"),
    ("risk_this_week", 0, 75, "a grave risk is seen to this week"),
    ("wait_this_week", 0, 75, "where a week's wait would do grave harm, it is seen to this week"),
    ("close_turns", 1, 50, "a close call has to be told, and not every pair is one"),
    ("urgent_share", 10, 90, "it has to be told when everything is urgent"),
    ("other_statutory", 1, 100, "what law or guidance asks for counts"),
)
# Whole numbers: key, the least and the most, and why.
WHOLES = (
    ("stale_days", 1, 183, "a judgement is asked for again within half a year"),
    ("today_days", 1, 5, "seeing and protecting that has to begin by tomorrow stands in Today"),
    ("week_days", 3, 30, "what has to begin in the next days stands in This week"),
    ("unborn_days", 28, 280, "an unborn child on a plan is seen to four weeks before the birth"),
    ("untouched_days", 1, 91, "no case lies for more than three months"),
    ("chase_days", 1, 20, "what awaits others is asked for again within four weeks"),
    ("close_points", 0, 20, "a close call is close"),
    ("short_minutes", 0, 60, "longer work is no interruption"),
    ("support_at", 50, 120, "whoever is over the line is told who can help"),
)
# How seldom a child may be expected to be seen, in days of the calendar.
SELDOM = {
    CaseType.SECTION_47: 14,
    CaseType.CHILD_PROTECTION: 28,
    CaseType.REFERRAL: 28,
    CaseType.ASSESSMENT: 28,
    CaseType.EARLY_YEARS: 28,
    CaseType.CHILD_IN_NEED: 56,
    CaseType.LOOKED_AFTER: 92,
    CaseType.PRIVATE_FOSTERING: 92,
    CaseType.ADOPTION: 92,
    CaseType.CARE_LEAVER: 92,
    CaseType.EARLY_HELP: 92,
    CaseType.EHC: 183,
}
# Facts that every set uses, of every case.
ALWAYS = (
    Indicator.INFORMATION,
    Indicator.LAST_SEEN,
    Indicator.RISK,
    Indicator.WAIT,
    Indicator.PRESSURE,
    Indicator.LATENESS,
    Indicator.VULNERABILITY,
)


def parse_new(text: str, what: str) -> CriteriaSet:
    """A criteria set that nobody works by yet, from TOML.

    Raises
    ------
    FaultyData : anything wrong with it, or weakened by it; every fault at once.
    """
    found, faults = read(text, what)
    told = " ".join(faults)
    more = [f"{what}: {fault}" for fault in weakened(found) if fault.split(" ", 1)[0] not in told]
    if faults or more:
        raise FaultyData(what, [*faults, *more])
    return found


def weakened(criteria: CriteriaSet) -> tuple[str, ...]:
    """Everything in a set that would keep a child from being seen for what they are, each a sentence that begins with the
    key it is about; none for a set that may be drafted."""
    return (*_numbers(criteria), *_kinds(criteria), *_uses(criteria), *_seen(criteria))


def _numbers(criteria: CriteriaSet) -> Iterator[str]:
    for key, least, most, why in SHARES:
        value = getattr(criteria, key)
        if value * 100 < least * ONE:
            yield f"'{key}' must be at least {least / 100:g} ({least} of 100): {why}."
        elif value * 100 > most * ONE:
            yield f"'{key}' must be at most {most / 100:g} ({most} of 100): {why}."
    for key, least, most, why in WHOLES:
        value = getattr(criteria, key)
        if value < least:
            yield f"'{key}' must be at least {least}, not {value}: {why}."
        elif value > most:
            yield f"'{key}' must be at most {most}, not {value}: {why}."
    if criteria.other > criteria.other_statutory:
        yield "'other' must not exceed 'other_statutory': what no law asks for does not count for more than what one does."


def _kinds(criteria: CriteriaSet) -> Iterator[str]:
    for factor in Factor:
        if not criteria.factors[factor]:
            yield f"'{factor.value}' must be above 0: what makes a child more vulnerable always counts."
    for kind in Information:
        value = criteria.information[kind]
        if kind is Information.IMMEDIATE_HARM and value < ONE:
            yield f"'{kind.value}' must be 1 (100 of 100): a concern of immediate harm counts fully."
        elif kind in criteria.safeguarding and not value:
            yield f"'{kind.value}' must be above 0: it lifts a case to Today."
    if Information.SAFEGUARDING not in criteria.safeguarding:
        word = Information.SAFEGUARDING.value
        yield f"'safeguarding' must name {word}: it stands in Today until somebody has dealt with it."


def _uses(criteria: CriteriaSet) -> Iterator[str]:
    for rule in criteria.criteria:
        if not rule.weight:
            yield f"'{rule.criterion.value}' must weigh at least 1: each of the five counts."
    used = {word for rule in criteria.criteria for word in (*rule.indicators, rule.lifted_by)}
    for indicator in ALWAYS:
        if indicator not in used:
            yield f"'{indicator.value}' must be used by a criterion: no order of work may leave it out."
        if indicator in criteria.applies:
            yield f"'{indicator.value}' in 'applies' must come out: it counts for every kind of case."


def _seen(criteria: CriteriaSet) -> Iterator[str]:
    for word in CaseType:
        each = criteria.intervals[word]
        days = each.days * 7 / 5 if each.working else each.days
        if days > SELDOM[word]:
            yield (
                f"'{word.value}' must be at most {SELDOM[word]} days of the calendar: a child whom nobody sees for longer "
                "is not seen at all."
            )
