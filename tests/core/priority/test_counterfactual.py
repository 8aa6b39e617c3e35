"""Where a case would stand if something were otherwise: as if it really were, and the others as they are."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
import pytest

from plimsoll.core.caseload import Events
from plimsoll.core.priority.counterfactual import TOP, Change, ChangeKind, WhatIf
from plimsoll.core.priority.order import rank
from plimsoll.core.rulebook import Rulebook, parse
from plimsoll.core.terms import Band, CaseType, EventKind, Indicator, Information, Scale
from plimsoll.core.timescales.due import due_items
from tests.core.priority.generated import shipped
from tests.core.priority.small import AS_AT, CALENDAR, caseload_of, workers_of

SEEN, STARTED, MET = EventKind.PROTECTION_VISIT, EventKind.PROTECTION_PLAN_STARTED, EventKind.CORE_GROUP
ON_A_PLAN = {"type": CaseType.CHILD_PROTECTION, "involved_from": "2026-06-01"}


@cache
def rulebook() -> Rulebook:
    """The one that ships, with a visit every ten working days."""
    book = parse((files("plimsoll") / "rulebooks/england.toml").read_text())
    return replace(book, chosen=frozenset({"cp_visit_10wd"}), calendar=CALENDAR)


def case(seen: str = "2026-11-20", **facts):
    """One of a child on a plan."""
    return (
        ON_A_PLAN | {"last_seen": seen, "events": ((SEEN, seen), (STARTED, "2026-06-01"), (MET, "2026-11-20"))} | facts
    )


def ranked(caseload, as_at=AS_AT):
    items = due_items(caseload, rulebook(), CALENDAR, as_at)
    return items, rank(caseload, items, workers_of(), shipped(), CALENDAR, as_at)


def what_if(*rows):
    """The questions, and the places as they are."""
    told = [(at, kind, day) for at, row in enumerate(rows) for kind, day in row["events"]]
    plain = [{name: value for name, value in row.items() if name != "events"} for row in rows]
    caseload = caseload_of(plain, events=Events.of(told))
    items, ranking = ranked(caseload)
    return caseload, WhatIf(caseload, items, ranking, workers_of(), rulebook()), ranking.place.tolist()


def really(caseload, at, *, events=(), **facts):
    """Place and band where the case really is so."""
    columns = {name: getattr(caseload, name).copy() for name in facts}
    for name, value in facts.items():
        columns[name][..., at] = value
    _, ranking = ranked(replace(caseload, **columns, events=caseload.events.and_also(Events.of(list(events)))))
    return int(ranking.place[at]), list(Band)[ranking.bands.band[at]]


THREE = (case("2026-10-29", wait=2), case("2026-11-10", wait=1), case("2026-11-18", wait=3), case("2026-11-16", wait=0))


def test_once_what_is_due_next_is_done_it_stands_where_it_then_would():
    caseload, ask, places = what_if(*THREE)
    assert places[0] == 1

    found = ask.next_done(0)

    assert found is not None
    assert found.change.duty is not None
    assert found.change.duty.title == "child protection visit"
    today = np.datetime64("2026-11-23")
    assert (found.place, found.band) == really(
        caseload, 0, events=[(0, SEEN, "2026-11-23T09:00")], last_seen=today, failed_visits=0
    )
    assert found.place > 1


def test_a_case_with_nothing_due_has_nothing_to_be_done():
    _, ask, _ = what_if({"type": CaseType.EARLY_YEARS, "events": ()}, case())

    assert ask.next_done(0) is None


def test_after_a_week_it_has_come_up_and_the_others_have_stayed():
    _, ask, places = what_if(*THREE)

    assert places[3] == 4
    found = ask.after_a_week(3)
    assert (found.place, found.band) == (2, Band.TODAY)  # its visit is due by then


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        (Change(ChangeKind.JUDGED, judged=((Scale.WAIT, 4),)), {"wait": 4}),
        (Change(ChangeKind.JUDGED, judged=((Scale.LIKELIHOOD, 4), (Scale.SEVERITY, 3))), {"likelihood": 4, "severity": 3}),
        (Change(ChangeKind.SEEN), {"last_seen": np.datetime64("2026-11-23"), "failed_visits": 0}),
        (Change(ChangeKind.DEALT_WITH), {"information": 0}),
    ],
)  # fmt: skip
def test_each_change_gives_the_place_that_the_case_would_have(change, facts):
    rows = [row | {"information": Information.HEALTH.bit, "failed_visits": 1, "stale": ("wait",)} for row in THREE]
    caseload, ask, _ = what_if(*rows)
    stale = caseload.stale[:, 1].copy()
    stale[[row for row, name in enumerate(("likelihood", "severity", "wait", "triage")) if name in facts]] = False

    for at in range(len(rows)):
        (found,) = ask.outcomes(at, [change])
        own = caseload.stale[:, at] & stale
        assert (found.place, found.band) == really(caseload, at, stale=own, **facts)


def test_what_is_not_made_safe_is_not_dealt_with():
    harm = Information.IMMEDIATE_HARM.bit
    _, ask, _ = what_if(case(information=harm, immediate_harm=True), case())

    (found,) = ask.outcomes(0, [Change(ChangeKind.DEALT_WITH)])

    assert (found.place, found.band) == (1, Band.ACT_NOW)


@pytest.mark.parametrize(
    ("facts", "kind", "told", "mended"),
    [
        ({"missing": True}, ChangeKind.FOUND, EventKind.FOUND, {"missing": False}),
        (
            {"immediate_harm": True, "information": Information.IMMEDIATE_HARM.bit},
            ChangeKind.MADE_SAFE,
            EventKind.MADE_SAFE,
            {"immediate_harm": False, "information": 0},
        ),
    ],
)
def test_a_child_who_is_found_or_made_safe_leaves_act_now(facts, kind, told, mended):
    caseload, ask, places = what_if(case(**facts), *THREE)
    assert places[0] == 1

    found = ask.smallest(0)

    assert found is not None
    assert found.change == Change(kind)
    assert (found.place, found.band) == really(caseload, 0, events=[(0, told, "2026-11-23T09:00")], **mended)
    assert found.band is not Band.ACT_NOW


def test_the_smallest_change_into_and_out_of_the_top_three_crosses_that_line():
    rows = [case(wait=2), case(wait=2), case(wait=2), case(wait=1), case(wait=0)]
    _, ask, places = what_if(*rows)

    for at, place in enumerate(places):
        found = ask.smallest(at)
        assert found is not None
        assert (found.place <= TOP) != (place <= TOP)


def test_of_three_cases_none_leaves_the_top():
    _, ask, _ = what_if(*THREE[:3])

    assert ask.smallest(0) is None


def test_the_judgement_that_could_move_most_is_asked_first():
    unjudged = case(likelihood=-1, severity=-1, wait=-1)
    rows = [case(wait=1, likelihood=2, severity=2), unjudged, case(stale=("wait",)), case(wait=2)]
    _, ask, places = what_if(*rows)

    found = ask.asks(np.argsort(places))

    assert {(one.case, one.indicator) for one in found} == {
        (1, Indicator.RISK), (1, Indicator.WAIT), (2, Indicator.WAIT),
    }  # fmt: skip
    assert [one.moves for one in found] == sorted((one.moves for one in found), reverse=True)
    assert found[0].moves > 0


def test_where_everything_is_judged_nothing_is_asked():
    _, ask, places = what_if(*THREE)

    assert ask.asks(np.argsort(places)) == []


def test_lists_of_others_are_left_alone():
    rows = [row | {"worker": at % 2} for at, row in enumerate(THREE)]
    _, ask, _ = what_if(*rows)

    assert max(ask.after_a_week(at).place for at in range(4)) <= 2
