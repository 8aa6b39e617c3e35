"""England's timescales are those of the reference, complete, reachable, and speak plainly."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from plimsoll.core.calendar import Calendar, moment
from plimsoll.core.rulebook import Nth, Rulebook, Status, Timescale, parse
from plimsoll.core.terms import CaseType, Circumstance, DueState, EventKind, Purpose, Subject
from plimsoll.core.timescales.due import due_items
from tests.reference.timescales import Child, Happening, caseload_of, items_of

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "timescales.toml"
ENGLAND = parse(files("plimsoll").joinpath("rulebooks", "england.toml").read_text(encoding="utf-8"))
RULES = {rule.key: rule for rule in ENGLAND.timescales}
TODAY = date(2026, 11, 23)
AS_AT = moment(datetime(2026, 11, 23, 9, 0))
CALENDAR = Calendar(
    school_terms=((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 25))),
)


@cache
def reference() -> dict[str, dict[str, Any]]:
    if not REFERENCE.is_file():
        pytest.skip("the reference of timescales is kept outside this repository, and is not there")
    return {entry["key"]: entry for entry in tomllib.loads(REFERENCE.read_text(encoding="utf-8"))["timescale"]}


# ---- as the reference says --------------------------------------------------------------------------------------

# Where one entry of the reference says two things, or its clock restarts by an event that we record.
REPEATS_DIFFERENTLY = {
    "cp_not_seen_escalation_sw": True,  # from each time the child is seen
    "lac_visit_care_order_home": False,  # once within a week; `_then` repeats
    "supervision_asye_national": False,  # only the first week is counted
}


def test_every_timescale_of_the_reference_is_here_or_left_out_with_a_reason():
    left_out = dict(ENGLAND.left_out)
    assert all(reason.endswith(".") for reason in left_out.values())
    assert set(reference()) == (set(RULES) & set(reference())) | set(left_out)
    assert not set(RULES) & set(left_out)


def test_figures_are_those_of_the_reference():
    for key, said in reference().items():
        if key not in RULES:
            continue
        rule = RULES[key]
        ours = (rule.amount, rule.unit, rule.strength, rule.kind, rule.purpose, rule.owner, rule.choice)
        words = ("unit", "strength", "kind", "purpose", "owner")
        theirs = (said["amount"], *(said[word].upper() for word in words), said.get("rival_group"))
        assert ours == theirs, key
        assert rule.source.read == said["confirmed"], key
        assert said["basis"] in (rule.source.basis, "as above"), key
        assert rule.source.year == (said["year"] or None), key
        assert rule.recurring == REPEATS_DIFFERENTLY.get(key, said["recurring"]), key


def test_rules_beyond_the_reference_spell_out_one_of_its_entries():
    """`_then` and the like: the same law, for other circumstances or after the first review. The rest has a source of its
    own, or is said to be ours and is off."""
    for key in sorted(set(RULES) - set(reference()) - set(OF_OUR_OWN)):
        base = max((known for known in reference() if key.startswith(known)), key=len, default=None)
        assert base is not None, key
        rule, said = RULES[key], reference()[base]
        assert (rule.strength.value, rule.purpose.value, rule.owner.value, rule.source.basis, rule.source.read) == (
            said["strength"].upper(),
            said["purpose"].upper(),
            said["owner"].upper(),
            said["basis"],
            said["confirmed"],
        ), key


OF_OUR_OWN = {
    "pre_proceedings_meeting": "Devon",
    "pre_proceedings_end": "Social work practice guide of designated family judges",
    "section_37_report": "Children Act 1989 s37",
    "letter_before_proceedings_ours": "",
    "pre_proceedings_review_ours": "",
    "strategy_outcome_ours": "",
    "missing_strategy_ours": "",
    "adult_18_review_ours": "",
    "allocation_plan_local": "",
}


@pytest.mark.parametrize(("key", "basis"), OF_OUR_OWN.items())
def test_a_figure_without_a_source_is_ours_says_so_and_counts_for_nobody_unasked(key, basis):
    rule = RULES[key]
    if basis:
        assert (rule.source.basis, rule.source.read, ENGLAND.status(rule)) == (basis, True, Status.ON)
    else:
        assert "Plimsoll's own" in rule.source.basis
        assert "ours" in rule.note
        assert (rule.source.read, ENGLAND.status(rule)) == (False, Status.CHECK_LOCALLY)


TRIGGERS = {
    "referral": EventKind.REFERRAL_RECEIVED,
    "strategy discussion": EventKind.STRATEGY_DISCUSSION,
    "section 47": EventKind.SECTION_47_STARTED,
    "conference": EventKind.INITIAL_CONFERENCE,
    "plan start": EventKind.PROTECTION_PLAN_STARTED,
    "placement": EventKind.PLACEMENT_STARTED,
    "missing episode": EventKind.WENT_MISSING,
    "found again": EventKind.FOUND,
    "birth": EventKind.BIRTH,
    "18th birthday": EventKind.TURNED_18,
    "allocation": EventKind.ALLOCATED,
    "decision to begin pre-proceedings": EventKind.PRE_PROCEEDINGS_DECIDED,
    "proceedings": EventKind.PROCEEDINGS_ISSUED,
}


@pytest.mark.parametrize("kind", TRIGGERS.values(), ids=TRIGGERS)
def test_every_trigger_starts_a_clock(kind):
    assert [rule.key for rule in ENGLAND.timescales if kind in rule.starts_on]


def test_addresses_are_those_of_the_reference_but_for_a_site_that_only_keeps_copies():
    def address(url: str) -> str:
        return url.partition("://")[2].replace(".com./", ".com/")

    for key, said in reference().items():
        if key in RULES and said["source_url"].startswith("http"):
            copied = "studylib" in said["source_url"]
            assert address(RULES[key].source.url or "") == ("" if copied else address(said["source_url"])), key


# ---- what is off ------------------------------------------------------------------------------------------------


def test_what_was_not_read_is_off_and_says_so():
    unread = [rule for rule in ENGLAND.timescales if not rule.source.read and rule.purpose is not Purpose.CHECK]
    assert len(unread) > 5
    assert {ENGLAND.status(rule) for rule in unread} == {Status.CHECK_LOCALLY}


def test_rivals_are_off_until_chosen():
    rivals = [rule for rule in ENGLAND.timescales if rule.choice]
    assert {ENGLAND.status(rule) for rule in rivals} == {Status.CHOOSE}
    assert {question.key for question, _ in ENGLAND.open_choices} == {rule.choice for rule in rivals}
    for rule in rivals:
        chosen = ENGLAND.choosing([rule.key])
        assert [other.key for other in chosen.in_force if other.choice == rule.choice] == [rule.key]


def test_checks_have_no_clock():
    checks = [rule for rule in ENGLAND.timescales if rule.purpose is Purpose.CHECK]
    assert {ENGLAND.status(rule) for rule in checks} == {Status.STANDING}


# ---- every rule can be reached ----------------------------------------------------------------------------------


def alone(rule: Timescale) -> Rulebook:
    """A rulebook in which one rule is in force."""
    return replace(
        ENGLAND, timescales=(rule,), checked=frozenset({rule.key}), chosen=frozenset({rule.key} if rule.choice else ())
    )


def child_of(rule: Timescale, start: EventKind) -> Child:
    """The least of a child to whom a rule applies: its clock began yesterday, or the event is planned."""
    on = TODAY + timedelta(days=40) if rule.before else TODAY - timedelta(days=1)
    events = [Happening(start, on)]
    if rule.nth is Nth.LATER:
        events.append(Happening(start, on - timedelta(days=30)))
    events.extend(Happening(kind, on) for kind in rule.after)
    age = rule.age_from if rule.age_from is not None else (rule.age_to or 12) - 1
    return Child(
        types=frozenset({min(rule.case_types)}),
        circumstances=rule.when,
        born=date(TODAY.year - age, 1, 1),
        involved_from=TODAY - timedelta(days=100),
        events=tuple(events),
    )


def item_of(rule: Timescale, child: Child) -> Any:
    return items_of(due_items(caseload_of([child]), alone(rule), CALENDAR, AS_AT)).get(rule.key)


CLOCKED = [rule for rule in ENGLAND.timescales if rule.purpose is not Purpose.CHECK and rule.subject is Subject.CASE]


def test_only_rules_about_workers_and_checks_are_never_due_on_a_case():
    others = set(ENGLAND.timescales) - set(CLOCKED)
    assert {rule.key for rule in others if rule.subject is Subject.CASE} == {
        "cin_after_cp_minimum",
        "pf_notify",
        "eyfs_key_person",
    }


@pytest.mark.parametrize("rule", CLOCKED, ids=lambda rule: rule.key)
def test_each_rule_is_due_once_its_clock_has_begun(rule):
    for start in rule.starts_on:
        item = item_of(rule, child_of(rule, start))
        assert item is not None, start
        assert item.state in (DueState.DUE, DueState.OVERDUE), start
        assert item.started == (TODAY + timedelta(days=40) if rule.before else TODAY - timedelta(days=1)), start


@pytest.mark.parametrize("rule", CLOCKED, ids=lambda rule: rule.key)
def test_each_rule_is_met_by_what_meets_it(rule):
    start = next((kind for kind in rule.starts_on if kind not in rule.met_by), rule.starts_on[0])
    child = child_of(rule, start)
    for kind in rule.met_by:
        done = replace(child, events=(*child.events, Happening(kind, TODAY)))
        item = item_of(rule, done)
        if rule.recurring:  # runs again from today
            assert item.started == TODAY, kind
            assert item.state is DueState.DUE, kind
        elif rule.nth in (Nth.FIRST, Nth.SECOND):  # gives way to the next of the sequence
            assert item is None, kind
        else:
            assert item.met == TODAY, kind
            assert item.state in (DueState.MET, DueState.MET_LATE), kind


@pytest.mark.parametrize("rule", [rule for rule in CLOCKED if rule.stops_on], ids=lambda rule: rule.key)
def test_each_rule_is_stopped_by_what_stops_it(rule):
    start = next((kind for kind in rule.starts_on if kind not in rule.met_by), rule.starts_on[0])
    child = child_of(rule, start)
    for kind in rule.stops_on:
        on = TODAY if not rule.before else TODAY - timedelta(days=1)
        events = [replace(event, day=on) if rule.before else event for event in child.events]
        assert item_of(rule, replace(child, events=(*events, Happening(kind, on)))) is None, kind


def test_sequences_hand_over_from_first_to_second_to_later():
    reviews = (Happening(EventKind.LOOKED_AFTER_STARTED, date(2025, 9, 1)),)
    seen = []
    for day in (None, date(2025, 9, 24), date(2025, 12, 20), date(2026, 6, 18)):
        reviews += (Happening(EventKind.LOOKED_AFTER_REVIEW, day),) if day else ()
        child = Child(frozenset({CaseType.LOOKED_AFTER}), involved_from=date(2025, 9, 1), events=reviews)
        items = items_of(due_items(caseload_of([child]), ENGLAND, CALENDAR, AS_AT))
        seen.append({key: str(item.due.date()) for key, item in items.items() if key.startswith("lac_review")})
    assert seen == [
        {"lac_review_first": "2025-09-29"},
        {"lac_review_second": "2025-12-24"},
        {"lac_review_repeat": "2026-06-20"},
        {"lac_review_repeat": "2026-12-18"},
    ]


# ---- visits to children in care ---------------------------------------------------------------------------------

ABOUT_THE_PLACEMENT = (
    Circumstance.PLACEMENT_TO_18,
    Circumstance.LONG_TERM_FOSTER_AGREED,
    Circumstance.WITH_PARENT,
    Circumstance.BEFORE_ASSESSMENT,
    Circumstance.CONNECTED_PERSON_TEMPORARY,
    Circumstance.INTERIM_CARE_ORDER,
    Circumstance.CARE_ORDER,
    Circumstance.EMERGENCY_PLACEMENT,
)
PLACED = date(2026, 9, 1)


def children_in_care() -> list[Child]:
    """Every combination of circumstances, in and after the first year, with a review before, since, or never."""
    found = []
    for holds in product((False, True), repeat=len(ABOUT_THE_PLACEMENT)):
        some = frozenset(word for word, there in zip(ABOUT_THE_PLACEMENT, holds, strict=True) if there)
        for year in (Circumstance.PLACEMENT_UNDER_A_YEAR, Circumstance.PLACEMENT_OVER_A_YEAR):
            for review in (None, PLACED - timedelta(days=30), PLACED, PLACED + timedelta(days=20)):
                events = [Happening(EventKind.PLACEMENT_STARTED, PLACED)]
                if review:
                    events.append(Happening(EventKind.LOOKED_AFTER_REVIEW, review))
                found.append(Child(frozenset({CaseType.LOOKED_AFTER}), some | {year}, events=tuple(events)))
    return found


@pytest.mark.slow
def test_exactly_one_visit_rule_applies_to_every_child_in_care():
    children = children_in_care()
    items = due_items(caseload_of(children), ENGLAND, CALENDAR, AS_AT)
    visits = [
        bool(duty.rule and duty.rule.recurring and EventKind.LOOKED_AFTER_VISIT in duty.rule.met_by)
        for duty in items.duties
    ]
    count = Counter(int(case) for case, duty in zip(items.case, items.duty, strict=True) if visits[duty])
    wrong = {number: count[number] for number in range(len(children)) if count[number] != 1}
    assert {tuple(sorted(children[number].circumstances)): many for number, many in wrong.items()} == {}


@pytest.mark.parametrize(
    ("circumstances", "reviewed", "length"),
    [
        ((), False, "6 weeks"),
        (("PLACEMENT_OVER_A_YEAR",), False, "6 weeks"),
        (("PLACEMENT_OVER_A_YEAR", "PLACEMENT_TO_18"), False, "3 months"),
        (("PLACEMENT_OVER_A_YEAR", "LONG_TERM_FOSTER_AGREED"), False, "6 months"),
        (("WITH_PARENT",), False, "6 weeks"),
        (("WITH_PARENT", "BEFORE_ASSESSMENT"), False, "1 week"),
        (("WITH_PARENT", "BEFORE_ASSESSMENT"), True, "6 weeks"),
        (("WITH_PARENT", "INTERIM_CARE_ORDER"), False, "1 week"),
        (("WITH_PARENT", "INTERIM_CARE_ORDER"), True, "4 weeks"),
        (("WITH_PARENT", "INTERIM_CARE_ORDER", "BEFORE_ASSESSMENT"), True, "4 weeks"),
        (("WITH_PARENT", "CARE_ORDER"), False, "6 weeks"),
        (("CONNECTED_PERSON_TEMPORARY",), False, "1 week"),
        (("CONNECTED_PERSON_TEMPORARY",), True, "4 weeks"),
        (("INTERIM_CARE_ORDER",), False, "6 weeks"),
    ],
)
def test_regulation_28(circumstances, reviewed, length):
    words = {Circumstance(word) for word in circumstances}
    if Circumstance.PLACEMENT_OVER_A_YEAR not in words:
        words.add(Circumstance.PLACEMENT_UNDER_A_YEAR)
    events = [Happening(EventKind.PLACEMENT_STARTED, PLACED)]
    if reviewed:
        events.append(Happening(EventKind.LOOKED_AFTER_REVIEW, PLACED + timedelta(days=20)))
    child = Child(frozenset({CaseType.LOOKED_AFTER}), frozenset(words), events=tuple(events))
    items = due_items(caseload_of([child]), ENGLAND, CALENDAR, AS_AT)
    used = {items.duties[duty].key for duty in items.duty}
    found = [
        duty.rule.length
        for duty in items.duties
        if duty.key in used and duty.rule and duty.rule.recurring and EventKind.LOOKED_AFTER_VISIT in duty.rule.met_by
    ]
    assert found == [length]


# ---- wording ----------------------------------------------------------------------------------------------------

PROPER = ("Ofsted", "EHC", "LADO")


@pytest.mark.parametrize("rule", ENGLAND.timescales, ids=lambda rule: rule.key)
def test_titles_and_triggers_read_inside_a_sentence(rule):
    for words in (rule.title, rule.trigger):
        assert words == words.strip()
        assert words[0].islower() or words.startswith(PROPER), words
        assert words[-1] not in ".:;,", words
        assert "(" not in words, words
    assert rule.note == "" or rule.note.endswith("."), rule.note
    assert rule.trigger.startswith("the ") or rule.subject is Subject.WORKER, rule.trigger
