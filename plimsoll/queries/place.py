"""One case in its holder's order of work: why it stands there, indicator by indicator, and what is due on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import numpy as np

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, Calendar, day_of
from plimsoll.core.caseload import Events
from plimsoll.core.priority.counterfactual import Ask
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking
from plimsoll.core.priority.scores import shares
from plimsoll.core.rulebook import Rulebook, Source
from plimsoll.core.terms import (
    Band,
    CaseType,
    Criterion,
    DueState,
    EventKind,
    Indicator,
    Known,
    Owner,
    Purpose,
    Scale,
    Subject,
)
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, ages, due_items
from plimsoll.core.timescales.explain import is_changed, sum_in_words, time_left
from plimsoll.queries.cases import CaseView
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.caseload import CaseFacts, case_facts, holders, until
from plimsoll.queries.facts.cover import supervisors, unheld_since
from plimsoll.queries.facts.editions import rows
from plimsoll.queries.facts.put_offs import in_force
from plimsoll.queries.facts.ranked import ranked
from plimsoll.queries.facts.shadow import shadow_until
from plimsoll.queries.facts.shown import Against
from plimsoll.queries.facts.shown import shown as argued
from plimsoll.queries.priority import BANDS, DATES
from plimsoll.records import scopes
from plimsoll.records.models.cases import Event
from plimsoll.records.models.priority import Judgement

_KEYS = re.compile(r" \([a-z0-9_]+\)")  # of timescales, which are for files and not for people
_JUDGED = {
    Indicator.RISK: (Scale.LIKELIHOOD, Scale.SEVERITY),
    Indicator.WAIT: (Scale.WAIT,),
    Indicator.TRIAGE: (Scale.TRIAGE,),
}
_BY_RULE = (Indicator.PRESSURE, Indicator.LATENESS)
_STATES = list(DueState)


@dataclass(frozen=True)
class Given:
    """What one indicator gives to a place.

    known : never *not applicable*; value : in words; by : who or what says so; on : of which day, None where it is worked
    out now or not dated; share : millionths of a point, of 100 points.
    """

    indicator: Indicator
    criterion: Criterion
    known: Known
    value: str
    by: str
    on: date | None
    share: int


@dataclass(frozen=True)
class Due:
    """One thing due on a case.

    on : None where it cannot be told; left : days (or hours, where it runs by the hour) until then, below 0 when it has
    gone; worked_out : the sum in words; kinds : what meets it; said_there_on : the day on which it was said to be done in
    another system, where no file has confirmed that yet; started : the day on which its clock began; by_hand : it is due by
    a day that a person wrote, and by no rule; by_rule_on : the day of the rule, where somebody extended or
    stopped the clock.
    """

    key: str
    title: str
    state: DueState
    owner: Owner
    on: date | None
    met_on: date | None
    left: int | None
    in_working_days: bool
    worked_out: str
    length: str
    source: Source | None
    kinds: tuple[EventKind, ...]
    said_there_on: date | None
    purpose: Purpose = Purpose.CHECK
    started: date | None = None
    by_hand: bool = False
    by_rule_on: date | None = None

    @property
    def clock(self) -> str:
        """The very clock: a later one of the same timescale has another."""
        return f"{self.key}@{self.started}"


@dataclass(frozen=True)
class Standing:
    """Where a case stands in its holder's order of work, of the cases that the viewer may see.

    worker : None in the unallocated queue; against : what a person decided about the place; of : cases in that order;
    given : () for those who may not read the record; silent : indicators that do not apply, or of which the records cannot
    tell; score : millionths of a point; due : earliest first, whatever its state, () for those who may not read; untold :
    timescales that would apply, and of which what is on record cannot tell: the files do not carry it, and nobody writes it
    here; unsaid : why it cannot be told when a recurring duty of the worker's is due, '' where it can; asks : judgements
    of it that are missing or too old, the one that could move it most first, () of a past and in a shadow month;
    held_off : timescales of which a putting off moves the order; shadow_until : the last day of a shadow month, in which
    the place is not shown; supervisors : who could agree to a placing that waits, by name.
    """

    worker: UUID | None
    band: Band
    place: int
    against: Against | None
    of: int
    reasons: tuple[str, ...]
    given: tuple[Given, ...]
    silent: tuple[Indicator, ...]
    score: int
    due: tuple[Due, ...]
    untold: tuple[str, ...]
    criteria: str
    rulebook: str
    unsaid: str = ""
    asks: tuple[Ask, ...] = ()
    held_off: frozenset[str] = frozenset()
    shadow_until: date | None = None
    supervisors: tuple[str, ...] = ()


def get_standing(viewer: Viewer, case: CaseView, at: int, known_at: datetime | None = None) -> Standing | None:
    """Where a case stands at a moment, and what is due on it; None where it was not open then.

    Who may know of it and not read it is told what the order of work tells them: band, place, and reasons that speak of
    dates alone. Twenty-five queries, three more in the queue, whatever the number of cases.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    on = day_of(at)
    criteria = editions.criteria(viewer, on, known_at)
    rulebook = editions.rulebook(viewer, on, known_at)
    held = holders(viewer, at, known_at, workers=[case.worker] if case.worker else None)
    worker = held.get(case.id)
    beside = {key for key, holder in held.items() if holder == worker}
    shown = scopes.cases(viewer)
    shown = shown.exclude(pk__in=held) if worker is None else shown.filter(pk__in=beside)
    if known_at is None:
        shown = shown.filter(closed_at__isnull=True)
    ids = list(shown.values_list("pk", flat=True))
    since = {} if worker or known_at else {key: one.since for key, one in unheld_since(viewer, ids).items()}
    whole = ranked(viewer, ids, at, known_at, held, criteria, rulebook, since)
    which = next((number for number, row in enumerate(whole.facts.cases) if row.pk == case.id), None) if whole else None
    if whole is None or which is None:
        return None
    facts, items, ranking, explanation = whole.facts, whole.items, whole.ranking, whole.explanation
    found = argued(viewer, whole, at, known_at) if worker else None
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case.id).exists()
    judged = _judgements(case.id, at, known_at)
    there = _said_there(case.id, known_at)
    shadow = shadow_until(viewer, worker, on, past=known_at is not None) if worker else None
    against = found.against(which, reads=reads) if found else None
    team = facts.cases[which].team_id
    return Standing(
        worker=worker,
        band=found.band[which] if found else BANDS[ranking.bands.band[which]],
        place=int(found.place[which] if found else ranking.place[which]),
        against=against,
        supervisors=supervisors(viewer, [team], on)[team] if against and against.waits else (),
        of=len(facts),
        reasons=tuple(reason.text for reason in explanation.reasons(which) if reads or reason.kind in DATES),
        given=_given(which, facts, ranking, explanation, judged, rulebook) if reads else (),
        silent=_silent(which, ranking) if reads else (),
        score=int(ranking.score[which]),
        due=_due(which, items, rulebook.calendar, at, there) if reads else (),
        untold=_untold(which, facts, rulebook, on) if reads else (),
        unsaid=explanation.unsaid(which) if reads else "",
        criteria=criteria.name,
        rulebook=rulebook.version,
        held_off=in_force(facts, case.id),
        asks=tuple(whole.what_if.asks(np.array([which]))) if reads and not (known_at or shadow) else (),
        shadow_until=shadow,
    )


def list_due(
    viewer: Viewer, cases: Sequence[UUID], at: int, known_at: datetime | None = None
) -> dict[UUID, tuple[Due, ...]]:
    """What is due on some open cases, by case, as `Standing.due`; whoever asks has narrowed these to what the viewer may
    read. Sixteen queries, whatever the number of cases.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    on = day_of(at)
    criteria, rulebook = editions.criteria(viewer, on, known_at), editions.rulebook(viewer, on, known_at)
    held = holders(viewer, at, known_at)
    unheld = [case for case in cases if case not in held]
    since = {} if known_at else {key: one.since for key, one in unheld_since(viewer, unheld).items()}
    facts = case_facts(
        viewer, cases, at, known_at, stale_days=criteria.stale_days, usual=criteria.factors, held=held,
        unheld_since=since,
    )  # fmt: skip
    if not len(facts):
        return {}
    items = due_items(facts.caseload, rulebook, rulebook.calendar, at)
    none: frozenset[tuple[EventKind, date]] = frozenset()
    return {row.pk: _due(which, items, rulebook.calendar, at, none) for which, row in enumerate(facts.cases)}


@dataclass(frozen=True)
class WouldBe:
    """What is due on a case as it is, and as it would be if it were of other kinds; unsafe : why the child is not safe now,
    as far as is on record, in words."""

    now: tuple[Due, ...]
    then: tuple[Due, ...]
    unsafe: tuple[str, ...]


def would_be(
    viewer: Viewer, case: UUID, at: int, kinds: Sequence[CaseType] = (), told: Sequence[tuple[EventKind, str]] = ()
) -> WouldBe | None:
    """What would be due on an open case if it were of some kinds, its own first, and some events had happened, each with its
    ISO day or moment; without kinds as it is. None where it is not open. Fifteen queries; whoever asks has made sure that
    the viewer may read the case.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    on = day_of(at)
    criteria, rulebook = editions.criteria(viewer, on, None), editions.rulebook(viewer, on, None)
    held = holders(viewer, at, None)
    since = {} if case in held else {key: one.since for key, one in unheld_since(viewer, [case]).items()}
    facts = case_facts(
        viewer, [case], at, None, stale_days=criteria.stale_days, usual=criteria.factors, held=held, unheld_since=since
    )
    if not len(facts):
        return None
    load, none = facts.caseload, frozenset[tuple[EventKind, date]]()
    now = _due(0, due_items(load, rulebook, rulebook.calendar, at), rulebook.calendar, at, none)
    unsafe = [
        (load.immediate_harm[0], "Immediate harm was reported, and nobody has written that the child is safe."),
        (load.missing[0], "The child is missing, as far as is on record."),
        (load.emergency[0], "The child is under police protection or an emergency order, as far as is on record."),
    ]
    then = now
    if kinds:
        other = replace(
            load,
            case_type=np.array([kinds[0].number], dtype=load.case_type.dtype),
            case_types=np.array([sum(kind.bit for kind in kinds)], dtype=np.int64),
            events=load.events.and_also(Events.of([(0, kind, when) for kind, when in told])) if told else load.events,
            records_of=None,
        )
        then = _due(0, due_items(other, rulebook, rulebook.calendar, at), rulebook.calendar, at, none)
    return WouldBe(now, then, tuple(words for there, words in unsafe if there))


def _judgements(case: UUID, at: int, known_at: datetime | None) -> dict[Scale, Judgement]:
    """The latest judgement of each scale."""
    told = rows(Judgement, known_at, cases=[case]).filter(judged_at__lte=until(at)).select_related("judged_by")
    return {Scale(row.scale): row for row in told.order_by("judged_at", "pk")}


def _said_there(case: UUID, known_at: datetime | None) -> frozenset[tuple[EventKind, date]]:
    """Kinds and days of what is said to be done in another system, and not confirmed."""
    told = list(
        rows(Event, known_at, cases=[case]).values_list("pk", "kind", "happened_at", "awaits_file", "replaces_id")
    )
    gone = {replaced for *_, replaced in told}
    return frozenset(
        (EventKind(kind), happened.astimezone(LONDON).date())
        for key, kind, happened, awaits, _ in told
        if awaits and key not in gone
    )


def _silent(which: int, ranking: Ranking) -> tuple[Indicator, ...]:
    known = ranking.indicators.known[:, which]
    return tuple(
        word for word in Indicator if word is not Indicator.FITS and known[word.number] == Known.NOT_APPLICABLE.number
    )


def _given(
    which: int,
    facts: CaseFacts,
    ranking: Ranking,
    explanation: Explanation,
    judged: dict[Scale, Judgement],
    rulebook: Rulebook,
) -> tuple[Given, ...]:
    """Every indicator that applies, in the order of the criteria."""
    part = shares(ranking.indicators, ranking.criteria)[:, which].tolist()
    return tuple(
        Given(
            word,
            criterion,
            known,
            _value(word, known, explanation.source(which, word), judged),
            _by(word, known, judged, rulebook) + (_weighed_by(which, facts) if word is Indicator.VULNERABILITY else ""),
            _on(word, known, which, facts, judged),
            part[word.number],
        )
        for criterion, word in _in_order(ranking.criteria)
        if (known := list(Known)[ranking.indicators.known[word.number, which]]) is not Known.NOT_APPLICABLE
    )


def _in_order(criteria: CriteriaSet) -> Sequence[tuple[Criterion, Indicator]]:
    return [
        (rule.criterion, word)
        for rule in criteria.criteria
        for word in (*rule.indicators, *([rule.lifted_by] if rule.lifted_by else []))
    ]


def _value(word: Indicator, known: Known, source: str, judged: dict[Scale, Judgement]) -> str:
    """What is known, in words."""
    if known is Known.UNKNOWN:
        return source
    if word in _JUDGED:
        told = [scale for scale in _JUDGED[word] if scale in judged]
        said = [f"{scale.label.removesuffix(' of harm')} {judged[scale].value} of 4" for scale in told]
        alone = [f"{judged[scale].value} of 4" for scale in told]
        return ", ".join(said if len(said) > 1 else alone) + (
            ": too long ago, judge it again" if known is Known.STALE else ""
        )
    return _KEYS.sub("", source)


def _by(word: Indicator, known: Known, judged: dict[Scale, Judgement], rulebook: Rulebook) -> str:
    """Who or what says so."""
    if known is Known.UNKNOWN:
        return "nobody yet" if word in _JUDGED else "not on record"
    if word in _JUDGED:
        return ", ".join(dict.fromkeys(judged[scale].judged_by.name for scale in _JUDGED[word] if scale in judged))
    return f"timescales {rulebook.version}" if word in _BY_RULE else "the record"


def _weighed_by(which: int, facts: CaseFacts) -> str:
    """Who judged what makes the child of a case more vulnerable."""
    names = dict.fromkeys(by.by for (case, _), by in facts.weighed.items() if case == which)
    return f", judged by {', '.join(names)}" if names else ""


def _on(word: Indicator, known: Known, which: int, facts: CaseFacts, judged: dict[Scale, Judgement]) -> date | None:
    """The day of which it speaks."""
    if known is Known.UNKNOWN:
        return None
    if word in _JUDGED:
        days = [judged[scale].judged_at.astimezone(LONDON).date() for scale in _JUDGED[word] if scale in judged]
        return min(days, default=None)  # of two that are taken together the older one
    seen = facts.caseload.last_seen[which]
    return None if word is not Indicator.LAST_SEEN or np.isnat(seen) else seen.astype(object)


def _due(
    which: int, items: DueItems, calendar: Calendar, at: int, there: frozenset[tuple[EventKind, date]]
) -> tuple[Due, ...]:
    """What is due on a case, earliest first."""
    begin, end = np.searchsorted(items.case, [which, which + 1])
    return tuple(_due_item(item, items, calendar, at, there) for item in range(int(begin), int(end)))


def _untold(which: int, facts: CaseFacts, rulebook: Rulebook, on: date) -> tuple[str, ...]:
    """Titles of timescales that would apply to a case, and make no due items as nothing can say that they were met."""
    caseload, child = facts.caseload, facts.children[which]
    types, holds = int(caseload.case_types[which]), int(caseload.circumstances[which])
    born = np.array([child.born_on if child else None], dtype="datetime64[D]")
    age = int(ages(born, np.datetime64(on))[0])
    return tuple(
        dict.fromkeys(
            rule.title
            for rule in rulebook.in_force
            if rule.subject is Subject.CASE
            and not caseload.tells_of(rule.met_by)[which]
            and any(types & word.bit for word in rule.case_types)
            and all(holds & word.bit for word in rule.when)
            and not any(holds & word.bit for word in rule.unless)
            and (rule.age_from is None or age >= rule.age_from)
            and (rule.age_to is None or -1 < age < rule.age_to)
        )
    )


def _due_item(item: int, items: DueItems, calendar: Calendar, at: int, there: frozenset[tuple[EventKind, date]]) -> Due:
    duty = items.duties[items.duty[item]]
    due = int(items.due[item])
    rule, dated = duty.rule, due != NO_MOMENT
    done = [day.astype(object) for day in (items.met[item], items.started[item]) if not np.isnat(day)]
    kinds = rule.met_by if rule else ()
    left = time_left(duty.unit, due, calendar, at) if dated else None
    return Due(
        key=duty.key,
        title=duty.title,
        state=_STATES[items.state[item]],
        owner=duty.owner,
        on=day_of(due) if dated else None,
        met_on=None if np.isnat(items.met[item]) else items.met[item].astype(object),
        left=left,
        in_working_days=duty.unit.value == "WORKING_DAYS",
        worked_out=sum_in_words(items, item, calendar, at),
        length=rule.length if rule else "",
        source=rule.source if rule else None,
        kinds=kinds,
        said_there_on=next((day for day in done if any((kind, day) in there for kind in kinds)), None),
        purpose=duty.purpose,
        started=None if np.isnat(items.started[item]) else items.started[item].astype(object),
        by_hand=rule is None,
        by_rule_on=day_of(int(items.by_rule[item])) if items.by_rule is not None and is_changed(items, item) else None,
    )
