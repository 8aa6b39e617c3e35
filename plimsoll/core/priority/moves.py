"""By which fact a case moved between two moments: the test of a band that began or ceased to hold, else the indicator whose
share changed most; and nothing of its own, where only others moved."""

from dataclasses import dataclass

from plimsoll.core.priority.bands import Ground
from plimsoll.core.priority.explain import Explanation, Pressing
from plimsoll.core.priority.indicators import URGENT
from plimsoll.core.priority.order import Ranking
from plimsoll.core.priority.scores import shares
from plimsoll.core.terms import SEEING, Band, CaseType, EventKind, Indicator, Known, Purpose

_NO_KINDS: frozenset[EventKind] = frozenset()


@dataclass(frozen=True)
class Fact:
    """What moved a case, in words, and the kinds of event that can have brought it about; none where it was time, or a
    judgement. dates : it speaks of due dates alone."""

    text: str
    kinds: frozenset[EventKind] = _NO_KINDS
    dates: bool = False


@dataclass(frozen=True)
class Standing:
    """Where the order of work had a case at a moment, and on what.

    grounds : bits of every `Ground` that held; values, known, shares : by indicator, millionths as of `Indicators` and
    `shares`; items : own items not yet met, those that press most first.
    """

    case_type: CaseType
    band: Band
    score: int
    grounds: int
    values: tuple[int, ...]
    known: tuple[int, ...]
    shares: tuple[int, ...]
    items: tuple[Pressing, ...]

    def key(self) -> tuple[int, int]:
        """By what it comes first: true ties are left to those who order whole lists."""
        return self.band.number, -self.score

    def decides(self) -> Ground | None:
        """The first test that held; None in *Planned*, where none does."""
        return next((ground for ground in Ground if self.grounds & ground.bit), None)


def standings(ranking: Ranking, explanation: Explanation) -> tuple[Standing, ...]:
    """Every case of a ranking, by its position."""
    share = shares(ranking.indicators, ranking.criteria).T.tolist()
    values, known = ranking.indicators.values.T.tolist(), ranking.indicators.known.T.tolist()
    types, bands = list(CaseType), list(Band)
    return tuple(
        Standing(
            types[ranking.indicators.case_type[case]],
            bands[ranking.bands.band[case]],
            int(ranking.score[case]),
            int(ranking.bands.grounds[case]),
            tuple(values[case]),
            tuple(known[case]),
            tuple(share[case]),
            explanation.pressing(case),
        )
        for case in range(len(share))
    )


def by_itself(then: Standing, now: Standing, others: list[Standing], places: int) -> bool:
    """Whether a case moved by what changed on it, rather than by what changed on the others of its list.

    So it is where its band changed, and where at least half of its way is left when only it has changed. others : the others
    of the list as they stand now; places : how far it came, up or (below 0) down.
    """
    if then.band is not now.band:
        return True
    ahead = [other.key() for other in others]
    own = sum(key < then.key() for key in ahead) - sum(key < now.key() for key in ahead)
    return own * places > 0 and 2 * abs(own) >= abs(places)


def moved_by(then: Standing, now: Standing, places: int, case: int, explanation: Explanation) -> Fact | None:
    """The fact that moved a case by itself; None where none can be named. case : its position in the ranking of now, which
    `explanation` explains."""
    before, after = then.decides(), now.decides()
    if then.band is not now.band:
        began = after is not None and (before is None or after.number < before.number)
        if began:
            assert after is not None
            return _began(after, then, now, case, explanation)
        assert before is not None
        return _ceased(before, then, now, case, explanation)
    return _share(then, now, places, case, explanation)


# ---- tests of bands ------------------------------------------------------------------------------------------------------

_EVENTS = {
    Ground.IMMEDIATE_HARM: frozenset({EventKind.IMMEDIATE_HARM_REPORTED}),
    Ground.MISSING: frozenset({EventKind.WENT_MISSING}),
    Ground.EMERGENCY: frozenset({EventKind.POLICE_PROTECTION_STARTED}),
}
_OVER: dict[Ground, tuple[str, frozenset[EventKind]]] = {
    Ground.IMMEDIATE_HARM: ("No concern of immediate harm is open any more", frozenset({EventKind.MADE_SAFE})),
    Ground.MISSING: ("Not missing any more", frozenset({EventKind.FOUND})),
    Ground.EMERGENCY: ("Emergency protection has ended", frozenset({EventKind.POLICE_PROTECTION_ENDED})),
    Ground.SAFEGUARDING_INFORMATION: ("Somebody has said what the news means", _NO_KINDS),
    Ground.WAIT_IS_HARMFUL: ("A week's wait is not judged to do serious harm any more", _NO_KINDS),
    Ground.RISK_IS_HIGH: ("The risk is judged lower than it was", _NO_KINDS),
    Ground.BIRTH_IS_NEAR: ("No birth is near any more", frozenset({EventKind.BIRTH})),
    Ground.NO_NEXT_STEP: ("A next step is planned", _NO_KINDS),
    Ground.UNTOUCHED: ("Somebody has worked on it", _NO_KINDS),
    Ground.WAITS_FOR_OTHERS: ("It does not wait for others any more", _NO_KINDS),
}
_UNSEEN = (Ground.UNSEEN_TWICE_TODAY, Ground.UNSEEN_TWICE)


def _by_item(ground: Ground, items: tuple[Pressing, ...]) -> Pressing | None:
    """The item of which a test holds, the one that presses most; None where the test speaks of no item."""
    urgent = [item for item in items if item.duty.purpose in URGENT]
    if ground is Ground.URGENT_ITEM_TODAY:
        return next((item for item in urgent if item.for_today), None)
    if ground is Ground.STATUTORY_ITEM_TODAY:
        return next((item for item in items if item.for_today and item not in urgent), None)
    if ground is Ground.ITEM_THIS_WEEK:
        weekly = [item for item in items if item.duty.purpose in (*URGENT, Purpose.DECIDE)]
        return min(weekly, key=lambda item: item.slack, default=None)
    if ground is Ground.OVERDUE_ITEM:
        return next((item for item in items if item.late), None)
    return None


def _began(ground: Ground, then: Standing, now: Standing, case: int, explanation: Explanation) -> Fact | None:
    item = _by_item(ground, now.items)
    if item is not None:
        return _pressing(item, then)
    text = explanation.of_ground(case, ground)
    return Fact(text, _EVENTS.get(ground, _NO_KINDS)) if text else None


def _ceased(ground: Ground, then: Standing, now: Standing, case: int, explanation: Explanation) -> Fact | None:
    item = _by_item(ground, then.items)
    if item is not None:
        return _settled(item, now)
    if ground in _UNSEEN:
        return Fact(explanation.source(case, Indicator.LAST_SEEN), SEEING)
    return Fact(*_OVER[ground]) if ground in _OVER else None


def _pressing(item: Pressing, then: Standing) -> Fact:
    """That something presses; what began its clock, where it did not run before, and else time alone."""
    ran = any(same(item, other) for other in then.items)
    rule = item.duty.rule
    kinds = frozenset((*rule.starts_on, *rule.met_by)) if rule and not ran else _NO_KINDS
    return Fact(item.words, kinds, dates=True)


def _settled(item: Pressing, now: Standing) -> Fact:
    """That something presses no more, or not as it did: what became of it."""
    rule = item.duty.rule
    met = frozenset((*rule.met_by, *rule.stops_on)) if rule else _NO_KINDS
    again = [other for other in now.items if other.duty.key == item.duty.key]
    still = next((other for other in again if same(item, other)), None)
    if still is not None:
        return Fact(still.words, dates=True)
    if again:
        return Fact(again[0].words, met, dates=True)
    title = item.duty.title
    return Fact(f"{title[:1].upper()}{title[1:]} is not due any more", met, dates=True)


def same(one: Pressing, other: Pressing) -> bool:
    """Whether two are one item at two moments: the same duty with the same date."""
    return one.duty.key == other.duty.key and one.due == other.due


# ---- shares --------------------------------------------------------------------------------------------------------------

_PEOPLE_JUDGE = {
    Indicator.TRIAGE: "The triage rating",
    Indicator.RISK: "The risk of harm",
    Indicator.WAIT: "The effect of waiting a week",
    Indicator.VULNERABILITY: "What makes the child more vulnerable",
}


def _share(then: Standing, now: Standing, places: int, case: int, explanation: Explanation) -> Fact | None:
    """The indicator that changed the way the case went, by the greatest change of its share."""
    way = 1 if places > 0 else -1
    changed = [
        word
        for word in Indicator
        if way * (now.shares[word.number] - then.shares[word.number]) > 0
        and (now.values[word.number], now.known[word.number]) != (then.values[word.number], then.known[word.number])
    ]
    if not changed:
        other_type = then.case_type is not now.case_type
        return Fact(f"The case is now of another kind: {now.case_type.label}") if other_type else None
    most = max(changed, key=lambda word: way * (now.shares[word.number] - then.shares[word.number]))
    return _changed(most, then, now, way, case, explanation)


def _changed(
    word: Indicator, then: Standing, now: Standing, way: int, case: int, explanation: Explanation
) -> Fact | None:
    if word in (Indicator.PRESSURE, Indicator.LATENESS):
        late = word is Indicator.LATENESS
        of = now.items if way > 0 else then.items
        gone = [item for item in then.items if not any(same(item, other) for other in now.items)]
        chosen = [item for item in (of if way > 0 else [*gone, *of]) if item.late or not late]
        if not chosen:
            return None
        return _pressing(chosen[0], then) if way > 0 else _settled(chosen[0], now)
    if word is Indicator.LAST_SEEN:
        return Fact(explanation.source(case, word), SEEING if way < 0 else _NO_KINDS)
    if word in _PEOPLE_JUDGE:
        if now.known[word.number] == Known.STALE.number and then.known[word.number] == Known.KNOWN.number:
            return Fact(f"{_PEOPLE_JUDGE[word]} was judged too long ago")
        compared = "more" if way > 0 else "less"
        return Fact(f"{_PEOPLE_JUDGE[word]} counts for {compared} than it did")
    value = explanation.value(case, word)
    return Fact(f"{word.label[:1].upper()}{word.label[1:]}: {value}")
