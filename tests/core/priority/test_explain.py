"""Reasons: one to three for every case, the one that decides its band first, and never a score in them."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.caseload import AT_THE_SETS_VALUE
from plimsoll.core.priority.bands import BAND_OF, Ground
from plimsoll.core.priority.explain import MOST_REASONS, Explanation, ReasonKind
from plimsoll.core.priority.order import rank
from plimsoll.core.terms import CaseType, Factor, Indicator, Information, Owner, Purpose
from plimsoll.core.timescales.due import DueItems, Duty
from tests.core.priority.generated import generated, shipped
from tests.core.priority.small import at, explained, item, ranked

OF_ITEMS = {ReasonKind.OVERDUE, ReasonKind.DUE_SOON}
SPEAKS_OF = {
    Ground.IMMEDIATE_HARM: {ReasonKind.IMMEDIATE_HARM},
    Ground.MISSING: {ReasonKind.MISSING},
    Ground.EMERGENCY: {ReasonKind.EMERGENCY},
    Ground.URGENT_ITEM_TODAY: OF_ITEMS,
    Ground.STATUTORY_ITEM_TODAY: OF_ITEMS,
    Ground.SAFEGUARDING_INFORMATION: {ReasonKind.INFORMATION},
    Ground.UNSEEN_TWICE_TODAY: {ReasonKind.UNSEEN},
    Ground.ITEM_THIS_WEEK: OF_ITEMS,
    Ground.OVERDUE_ITEM: OF_ITEMS,
    Ground.WAIT_IS_HARMFUL: {ReasonKind.WAIT},
    Ground.RISK_IS_HIGH: {ReasonKind.RISK},
    Ground.BIRTH_IS_NEAR: {ReasonKind.BIRTH},
    Ground.UNSEEN_TWICE: {ReasonKind.UNSEEN},
    Ground.NO_NEXT_STEP: {ReasonKind.NO_NEXT_STEP},
    Ground.UNTOUCHED: {ReasonKind.UNTOUCHED},
    Ground.WAITS_FOR_OTHERS: {ReasonKind.AWAITING},
}
SCORE = re.compile(r"score|point|weight|\brank|%|\d\.\d|millionth|priority", re.IGNORECASE)


def kinds(**facts) -> list[ReasonKind]:
    return [reason.kind for reason in explained(facts).reasons(0)]


def texts(**facts) -> list[str]:
    return [reason.text for reason in explained(facts).reasons(0)]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_case_has_one_to_three_reasons_that_decide_its_band_first_and_no_score(seed: int) -> None:
    world = generated(seed, cases=60, workers=4)
    items = DueItems.join([world.items])
    ranking = rank(world.caseload, items, world.workers, shipped(), world.calendar, world.as_at)
    explanation = Explanation(world.caseload, items, ranking, world.calendar)
    holds = {ground: (ranking.bands.grounds & ground.bit) != 0 for ground in Ground}

    for case in range(len(world.caseload)):
        reasons = explanation.reasons(case)
        band = ranking.bands.band[case]
        deciding = [ground for ground in Ground if holds[ground][case] and BAND_OF[ground].number == band]
        assert 1 <= len(reasons) <= MOST_REASONS
        assert len({reason.text for reason in reasons}) == len(reasons)
        assert [reason.text for reason in reasons if SCORE.search(reason.text)] == []
        if deciding:
            assert reasons[0].kind in set.union(*(SPEAKS_OF[ground] for ground in deciding)), (reasons, deciding)


def test_calm_case_says_when_the_child_was_seen_and_that_nothing_is_due() -> None:
    assert texts() == [
        "Last seen Fri 20 Nov 2026, 1 working day ago; expected every 20 working days",
        "Nothing on record is due",
    ]


def test_what_cannot_be_told_is_never_said_to_be_nothing() -> None:
    group, visit = (Duty(word, word, Purpose.SEE, Owner.WORKER, True) for word in ("core group", "visit"))
    known = explained({})
    silent = replace(known._items, untold=((group, np.array([0])), (visit, np.array([0]))))
    unknown = Explanation(known._cases, silent, known._ranking, known._calendar)

    assert unknown.unsaid(0) == "the files do not say when the last core group or visit was"
    assert f"What is due cannot be told: {unknown.unsaid(0)}" in [reason.text for reason in unknown.reasons(0)]
    assert unknown.value(0, Indicator.LATENESS) == f"nothing on record is late; {unknown.unsaid(0)}"
    assert known.unsaid(0) == ""


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("immediate_harm", ReasonKind.IMMEDIATE_HARM),
        ("missing", ReasonKind.MISSING),
        ("emergency", ReasonKind.EMERGENCY),
    ],
)
def test_act_now_ground_is_said_first(fact: str, kind: ReasonKind) -> None:
    assert kinds(**{fact: True}, items=(item(due="2026-11-02"),))[0] is kind


def test_item_is_named_with_its_date() -> None:
    assert (
        texts(items=(item(Purpose.COURT, "2026-11-19"),))[0]
        == "Court duty was due Thu 19 Nov 2026, 2 working days late"
    )


def test_unseen_child_is_not_hidden_behind_late_papers() -> None:
    papers = tuple(
        item(purpose, "2026-11-03", statutory=False) for purpose in (Purpose.REVIEW, Purpose.RECORD, Purpose.DECIDE)
    )

    found = kinds(type=CaseType.LOOKED_AFTER, last_seen="2026-08-17", items=papers)

    assert found == [ReasonKind.UNSEEN, ReasonKind.OVERDUE, ReasonKind.OVERDUE]


def test_visit_comes_before_paper() -> None:
    items = (item(Purpose.RECORD, "2026-10-01"), item(Purpose.SEE, "2026-11-24"))

    assert [text.split()[0] for text in texts(items=items)[:2]] == ["See", "Record"]


def test_immediate_harm_made_safe_but_not_dealt_with_is_said() -> None:
    said = "Concern of immediate harm came in; nobody has said yet what it means"

    assert texts(information=Information.IMMEDIATE_HARM.bit)[0] == said
    assert said not in texts(information=Information.IMMEDIATE_HARM.bit, immediate_harm=True)


def test_late_item_on_another_desk_is_said_to_be_there() -> None:
    found = texts(items=(item(Purpose.DECIDE, "2026-11-20", owner=Owner.MANAGER),))

    assert found[0] == "Decide duty was due Fri 20 Nov 2026: with the manager"


def test_what_nobody_judged_is_said() -> None:
    assert texts(likelihood=-1, wait=-1)[0] == "Not yet assessed: risk of harm, effect of waiting a week"
    assert ReasonKind.RISK not in kinds(likelihood=-1)


def test_next_due_is_the_earliest_of_the_workers_own() -> None:
    items = (
        item(Purpose.RECORD, "2026-12-18"),
        item(Purpose.SEE, "2026-12-04"),
        item(Purpose.DECIDE, "2026-11-24", owner=Owner.MANAGER),
    )

    found = explained({"items": items}).next_due(0)

    assert found is not None
    assert found.due == at("2026-12-04")
    assert explained({}).next_due(0) is None


@pytest.mark.parametrize(
    ("word", "facts", "source"),
    [
        (Indicator.TRIAGE, {}, "not applicable"),
        (Indicator.WAIT, {}, "judged"),
        (Indicator.WAIT, {"wait": -1}, "not yet assessed"),
        (Indicator.WAIT, {"stale": ("wait",)}, "judged, too long ago"),
        (Indicator.WHO_ELSE, {"who_else": -1}, "not known"),
        (Indicator.VULNERABILITY, {"factors": {Factor.EXPLOITED: AT_THE_SETS_VALUE}}, "exploited"),
        (Indicator.VULNERABILITY, {}, "none on record"),
        (Indicator.INFORMATION, {"information": Information.SCHOOL.bit}, "news from school"),
        (Indicator.INFORMATION, {}, "all dealt with"),
        (Indicator.PRESSURE, {"items": (item(due="2026-12-18"),)}, "see duty (see_duty)"),
        (Indicator.LATENESS, {"items": (item(due="2026-12-18"),)}, "nothing is late"),
        (Indicator.WINDOW, {}, "none closing"),
        (Indicator.OTHERS_WAITING, {}, "nobody waits"),
        (Indicator.FITS, {}, "effort against the hours left"),
    ],
)
def test_source_of_an_indicator(word: Indicator, facts: dict, source: str) -> None:
    assert explained(facts).source(0, word) == source


def test_items_out_of_order_are_refused() -> None:
    world = generated(1, cases=20, workers=2)
    items = replace(world.items, case=np.sort(world.items.case)[::-1])
    ranking = ranked()

    with pytest.raises(ValueError, match="ordered by case"):
        Explanation(world.caseload, items, ranking, world.calendar)


def test_what_a_set_holds_in_this_week_is_said_by_its_own_limits() -> None:
    lower = replace(shipped(), risk_this_week=600_000, untouched_days=21)

    def first(criteria=lower, **facts) -> str:
        return explained(facts, criteria=criteria).reasons(0)[0].text

    assert first(likelihood=3, severity=3) == "Serious harm is judged to be likely"
    assert first(likelihood=2, severity=3) == "The risk is judged too high to wait"
    assert first(untouched_days=21) == "Nobody has worked on this for three weeks or more"
    assert (
        first(replace(lower, untouched_days=30), untouched_days=30) == "Nobody has worked on this for 30 days or more"
    )
