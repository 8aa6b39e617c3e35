"""A criteria set as people read it: what counts, how much, from where, and what puts a case in each band.

Everything is said with the set's own numbers, and no number of it is left out. Parts of a whole are told "of 100".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.criteria import BREAKS_TIES, Combine, CriteriaSet, CriterionRule, Interval
from plimsoll.core.priority.scales import HIGHEST, Scales
from plimsoll.core.terms import Band, CaseType, Criterion, Factor, Indicator, Information, Scale, Term

_QUARTER = ONE // HIGHEST


class Source(Term):
    """Where a fact comes from."""

    RECORD = "RECORD"
    PERSON = "PERSON"
    RULE = "RULE"


@dataclass(frozen=True)
class Line:
    """One thing that is told: its name, a sentence or more, and what belongs under it as a list.

    sources : where the fact comes from, if it is one; points : of 100, if it has any.
    """

    name: str
    text: str
    more: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    points: int | None = None


@dataclass(frozen=True)
class Section:
    """One part of the page, with a key to point to, a heading and a sentence before its lines."""

    key: str
    title: str
    says: str
    lines: tuple[Line, ...]


def told(criteria: CriteriaSet, scales: Scales) -> tuple[Section, ...]:
    """A criteria set in plain English, part by part, in the order in which a page shows them."""
    return (
        _whose(criteria),
        _counts(criteria),
        _facts(criteria),
        _judged(criteria, scales),
        _bands(criteria, scales),
        _seen(criteria),
        _ties(criteria),
        _never(),
        _guards(criteria),
    )


# ---- phrases, also of differences ----------------------------------------------------------------------------------------


def of_100(millionths: int) -> str:
    """A part of a whole, without a digit too many or too few.

    >>> of_100(750_000), of_100(333_333)
    ('75', '33.3333')
    """
    whole, rest = divmod(millionths, 10_000)
    return f"{whole}.{rest:04}".rstrip("0") if rest else str(whole)


def listed(words: Iterable[str]) -> str:
    """Some words as people list them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = list(words) or ["nothing"]
    return f"{', '.join(most)} and {last}" if most else last


def capital(text: str) -> str:
    """A text with a capital at its start."""
    return text[:1].upper() + text[1:]


def day_in_words(day: date) -> str:
    """A day as people write it in a sentence.

    >>> day_in_words(date(2026, 11, 1))
    '1 November 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


def every(interval: Interval) -> str:
    """How often a child is expected to be seen.

    >>> every(Interval(10, True)), every(Interval(1, False))
    ('10 working days', '1 calendar day')
    """
    return many(interval.days, "working day" if interval.working else "calendar day")


def many(number: int, word: str) -> str:
    """A number of things.

    >>> many(1, "day"), many(3, "day")
    ('1 day', '3 days')
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def applies_to(criteria: CriteriaSet, indicator: Indicator) -> str:
    """The kinds of case for which an indicator counts."""
    types = criteria.applies.get(indicator)
    if types is None:
        return "every kind of case"
    return listed(word.label for word in CaseType if word in types) if types else "no case"


COMBINED = {
    Combine.EITHER: "any one is enough, and several add up",
    Combine.MAX: "the greatest counts",
    Combine.MEAN: "the mean of those that apply counts",
}


def safeguarding(criteria: CriteriaSet) -> str:
    """The kinds of information that lift a case to Today."""
    return listed(word.label for word in Information if word in criteria.safeguarding)


# ---- the parts of the page -----------------------------------------------------------------------------------------------


def _whose(criteria: CriteriaSet) -> Section:
    return Section(
        "whose",
        criteria.title,
        f"Version {criteria.version} of “{criteria.key}”, in force from {day_in_words(criteria.in_force_from)}.",
        (Line("Whose numbers these are", criteria.note),),
    )


def _counts(criteria: CriteriaSet) -> Section:
    lines = [
        Line(capital(rule.criterion.label), _sum_of(rule), _made_of(rule), points=rule.weight)
        for rule in criteria.criteria
    ]
    says = (
        "Within a band, five things decide the order. Together they give 100 points at most. "
        "What does not apply to a case gives it none, and nothing else counts for more instead."
    )
    return Section("counts", "What counts, and how much", says, tuple(lines))


def _sum_of(rule: CriterionRule) -> str:
    alone = len(rule.indicators) == 1 and rule.combine is not Combine.MEAN
    how = "It is made of one fact" if alone else f"Of these, {COMBINED[rule.combine]}"
    if rule.lifted_by is None:
        return f"{how}."
    return f"{how}. {capital(rule.lifted_by.label)} lifts it by up to {rule.lift} of 100 of what is left to the full."


def _made_of(rule: CriterionRule) -> tuple[str, ...]:
    labels = [capital(word.label) for word in rule.indicators]
    if rule.combine is not Combine.MEAN:
        return tuple(labels)
    return tuple(f"{label}: {many(weight, 'part')}" for label, weight in zip(labels, rule.weights, strict=True))


def _facts(criteria: CriteriaSet) -> Section:
    used = {
        word: rule.criterion
        for rule in criteria.criteria
        for word in (*rule.indicators, rule.lifted_by)
        if word is not None
    }
    lines = [_fact(criteria, word, used.get(word)) for word in Indicator if word not in BREAKS_TIES]
    says = (
        "Each fact becomes a number from 0 to 100. What should be known and is not, such as what nobody has judged yet, "
        f"counts as {of_100(criteria.unknown)}: not looking never pushes a child down. "
        "What a source cannot know is left out. It never counts as none."
    )
    return Section("facts", "Where each fact comes from, and what is made of it", says, tuple(lines))


def _fact(criteria: CriteriaSet, word: Indicator, used: Criterion | None) -> Line:
    sources, text, more = _HOW[word], _made(criteria, word), _kinds(criteria, word)
    where = f"Part of {used.label}, for {applies_to(criteria, word)}." if used else _unused(criteria, word)
    return Line(capital(word.label), f"{text} {where}", more, sources)


def _unused(criteria: CriteriaSet, word: Indicator) -> str:
    also = f" It would apply to {applies_to(criteria, word)}." if word in criteria.applies else ""
    return f"It does not count in this set.{also}"


def _made(criteria: CriteriaSet, word: Indicator) -> str:
    """How a value is made of a fact, in a sentence or two with the set's numbers."""
    pressing = (
        f"Before that it falls to about a third with each {criteria.decay} of 100 of its length that is still free. "
        f"A length counts as {many(criteria.shortest, 'working day')} at least and "
        f"{many(criteria.longest, 'working day')} at most."
    )
    texts = {
        Indicator.TRIAGE: f"How soon someone must act on a new case, judged from 0 to {HIGHEST}.",
        Indicator.INFORMATION: (
            "The most important news that nobody has dealt with. Reading it is not dealing with it, and it never fades."
        ),
        Indicator.LAST_SEEN: (
            "The days since the child was last seen, against twice the expected time. "
            "Each visit that failed since then adds 25, as much as half the expected time."
        ),
        Indicator.RISK: (
            f"How likely harm is and how bad it would be, each judged from 0 to {HIGHEST}, multiplied, and the root of it."
        ),
        Indicator.WAIT: f"What a week's wait would do, judged from 0 to {HIGHEST}.",
        Indicator.VULNERABILITY: (
            "What makes a child more vulnerable, each with the number below unless a person judges otherwise. "
            "Several add up. It can only raise a case."
        ),
        Indicator.PRESSURE: (
            "The due item of the worker's own that presses most. It counts fully once the work on it has to begin. "
            f"{pressing} Seeing, protecting and court work count 100, other work that law or guidance asks for "
            f"{of_100(criteria.other_statutory)}, the rest {of_100(criteria.other)}."
        ),
        Indicator.LATENESS: (
            "How late everything overdue is together, each against its own length. A visit that is late by one whole "
            "length counts 50, by three 75."
        ),
        Indicator.OTHERS_WAITING: (
            f"How long others have waited for this. It counts fully after {many(criteria.waiting_limit_days, 'day')}."
        ),
        Indicator.WHO_ELSE: "Who could do it: only this worker 100, a colleague this week too 50, an administrator 0.",
        Indicator.WINDOW: (
            f"How soon something that the child needs will be gone. It counts fully at that moment. {pressing}"
        ),
    }
    return texts[word]


def _kinds(criteria: CriteriaSet, word: Indicator) -> tuple[str, ...]:
    """The numbers of the kinds of which a fact may be."""
    if word is Indicator.INFORMATION:
        return tuple(f"{capital(kind.label)}: {of_100(criteria.information[kind])}" for kind in Information)
    if word is Indicator.VULNERABILITY:
        return tuple(f"{capital(factor.label)}: {of_100(criteria.factors[factor])}" for factor in Factor)
    return ()


def _judged(criteria: CriteriaSet, scales: Scales) -> Section:
    lines = [
        Line(question.asks, question.helps, tuple(f"{point.value}: {point.says}" for point in question.points))
        for question in scales.questions
    ]
    steps = tuple(f"{of_100(step.value)}: {step.says}" for step in scales.steps)
    lines.append(Line(scales.vulnerability_asks, scales.vulnerability_helps, steps))
    says = (
        "A person answers these, in this order, and says why. A judgement is asked for again after "
        f"{many(criteria.stale_days, 'day')}; from then on it never counts for less than {of_100(criteria.unknown)}."
    )
    return Section("judged", "What people judge", says, tuple(lines))


def _bands(criteria: CriteriaSet, scales: Scales) -> Section:
    lines = [Line(band.label, _BAND_SAYS[band], _conditions(criteria, scales, band)) for band in Band]
    says = (
        "The band comes first. A case stands in the first band that fits, and no sum of points lifts it past a case "
        "in a higher one."
    )
    return Section("bands", "What puts a case in each band", says, tuple(lines))


def _conditions(criteria: CriteriaSet, scales: Scales, band: Band) -> tuple[str, ...]:
    """What puts a case in a band, with the set's numbers."""
    return {
        Band.ACT_NOW: (
            "A concern of immediate harm that is not yet made safe",
            "A child missing now, until found and seen",
            "Police protection or an emergency order runs, and the next step is not decided",
        ),
        Band.TODAY: (
            f"Seeing or protecting a child, or a court: overdue, or to be begun {_within(criteria.today_days)}",
            "Other work that law or guidance asks for: on its due day and the working day after",
            f"News of these kinds that nobody has dealt with: {safeguarding(criteria)}",
            "A child on a protection plan, looked after or under 1, not seen for twice the expected time "
            f"(a visit that failed counts as half of it){_only(criteria, Indicator.LAST_SEEN)}",
        ),
        Band.THIS_WEEK: (
            "Seeing or protecting a child, a court, or a decision: to be begun " + _within(criteria.week_days),
            "Anything that is overdue",
            _grave_wait(criteria, scales) + _only(criteria, Indicator.WAIT),
            _grave_risk(criteria) + _only(criteria, Indicator.RISK),
            f"An unborn child on a protection plan, expected within {many(criteria.unborn_days, 'day')}",
            f"Any other child not seen for twice the expected time{_only(criteria, Indicator.LAST_SEEN)}",
            "No next step is planned",
            f"Nobody has worked on it for {many(criteria.untouched_days, 'day')}",
        ),
        Band.AWAITING_OTHERS: (
            "It waits for somebody else, the child was seen in time, all news is dealt with, and nothing is due today",
            f"There is a day to ask again, within {many(criteria.chase_days, 'working day')}",
            "A second such day needs the supervisor",
        ),
        Band.PLANNED: (),
    }[band]


def _only(criteria: CriteriaSet, indicator: Indicator) -> str:
    """That a fact counts for some kinds of case only; empty where it counts for all."""
    return f", for {applies_to(criteria, indicator)}" if indicator in criteria.applies else ""


def _within(days: int) -> str:
    return f"within {many(days, 'working day')}" if days else "today"


def _grave_wait(criteria: CriteriaSet, scales: Scales) -> str:
    limit = f"a week's wait counts {of_100(criteria.wait_this_week)} or more"
    grave = [point for point in scales.of(Scale.WAIT).points if point.value * _QUARTER >= criteria.wait_this_week]
    lowest = grave[0]
    return f"{capital(limit)}, from {lowest.value} of {HIGHEST} on: “{lowest.says}”"


def _grave_risk(criteria: CriteriaSet) -> str:
    """The limit of the risk, and the least pairs of likelihood and severity that reach it."""
    scale = range(HIGHEST + 1)
    reach = {(a, b) for a in scale for b in scale if round((a * b) ** 0.5 * _QUARTER) >= criteria.risk_this_week}
    least = sorted((a, b) for a, b in reach if a <= b and not reach & {(a - 1, b), (a, b - 1)})
    pairs = " or ".join(f"{a} and {b}" for a, b in least)
    return f"The risk counts {of_100(criteria.risk_this_week)} or more: likelihood and severity {pairs}, or higher"


def _seen(criteria: CriteriaSet) -> Section:
    lines = [Line(capital(word.label), f"Every {every(criteria.intervals[word])}") for word in CaseType]
    says = (
        "This holds where neither the child's own plan nor a rule says how often. It is what is expected, not a date "
        "by which a visit is due."
    )
    return Section("seen", "How often a child is expected to be seen", says, tuple(lines))


def _ties(criteria: CriteriaSet) -> Section:
    texts = (
        f"What fits into the hours left{_only(criteria, Indicator.FITS)}",
        "What is due first",
        "The child unseen for longest",
        "The case's reference",
    )
    lines = tuple(Line(str(number), text) for number, text in enumerate(texts, 1))
    return Section("ties", "What breaks ties", "Two cases with the same points in the same band stand by this:", lines)


def _never() -> Section:
    lines = (
        Line("Never", "Sex, ethnicity, religion and origin, nor anything that stands for them."),
        Line("Only as vulnerability", "Age and disability. They can raise a case and never lower one."),
        Line("Never against a child", "Help that is not there. A lack is shown, with a day to ask again."),
    )
    return Section("never", "What never enters", "A draft that names any of the first is refused.", lines)


def _guards(criteria: CriteriaSet) -> Section:
    turns = of_100(criteria.close_turns)
    lines = (
        Line(
            "Close call",
            f"Two neighbours are called close when fewer than {many(criteria.close_points, 'point')} part them, or when "
            f"{turns} of 100 small changes of the weights turn them round.",
        ),
        Line(
            "Everything urgent",
            f"When more than {of_100(criteria.urgent_share)} of 100 cases stand in {Band.ACT_NOW.label} or "
            f"{Band.TODAY.label}, the page says what fills them.",
        ),
        Line("A lower case first", _lower_first(criteria)),
        Line(
            "Too much for one",
            f"From {criteria.support_at} of 100 of what a worker can give, the page names who can help.",
        ),
    )
    return Section("guards", "When the page speaks up", "These change no place. They ask people to look.", lines)


def _lower_first(criteria: CriteriaSet) -> str:
    if not criteria.asks_a_day:
        return "This set asks nobody why a case is begun while one in a higher band waits."
    return (
        "Whoever begins a case while one in a higher band waits is asked why, once. Calls, people at the door, agreed times "
        f"and work of under {many(criteria.short_minutes, 'minute')} never ask. Nobody is asked more than "
        f"{many(criteria.asks_a_day, 'time')} a day."
    )


_HOW: dict[Indicator, tuple[Source, ...]] = {
    Indicator.TRIAGE: (Source.PERSON,),
    Indicator.INFORMATION: (Source.RECORD,),
    Indicator.LAST_SEEN: (Source.RECORD, Source.RULE),
    Indicator.RISK: (Source.PERSON,),
    Indicator.WAIT: (Source.PERSON,),
    Indicator.VULNERABILITY: (Source.RECORD, Source.PERSON),
    Indicator.PRESSURE: (Source.RULE, Source.RECORD),
    Indicator.LATENESS: (Source.RULE, Source.RECORD),
    Indicator.OTHERS_WAITING: (Source.RECORD,),
    Indicator.WHO_ELSE: (Source.PERSON,),
    Indicator.WINDOW: (Source.RECORD,),
}
_BAND_SAYS = {
    Band.ACT_NOW: "Harm is happening or may be. Nobody can switch this off, delay it or give it another weight.",
    Band.TODAY: "It must not wait for tomorrow.",
    Band.THIS_WEEK: "It must not wait for next week.",
    Band.PLANNED: "All the rest.",
    Band.AWAITING_OTHERS: "Somebody else has the next step, and the child is known to be safe meanwhile. All of these hold.",
}
