"""Rulebooks: read strictly, choices made among rivals, an organisation's own laid over the nation's."""

from dataclasses import replace
from datetime import date

import pytest

from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.rulebook import Rulebook, Status, parse
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import CaseType, Purpose, Unit

META = """
[meta]
key = "north"
title = "Northshire"
version = "3"
nation = "ENG"
in_force_from = 2026-11-01
"""
SOURCE = 'source = { basis = "Northshire", title = "Handbook", read = true }'


def rule(key: str, source: str = SOURCE, **changes: str) -> str:
    """A timescale in TOML; a change to "" takes the line away."""
    lines = {
        "key": f'"{key}"',
        "title": '"visit"',
        "case_types": '["CHILD_PROTECTION"]',
        "trigger": '"the last visit"',
        "starts_on": '["PROTECTION_VISIT"]',
        "met_by": '["PROTECTION_VISIT"]',
        "amount": "10",
        "unit": '"WORKING_DAYS"',
        "recurring": "true",
        "kind": '"MAXIMUM"',
        "strength": '"LOCAL"',
        "purpose": '"SEE"',
        "owner": '"WORKER"',
    } | changes
    body = "\n".join(f"{name} = {value}" for name, value in lines.items() if value)
    return f"\n[[timescale]]\n{body}\n{source}\n"


def choice(key: str) -> str:
    return f'\n[[choice]]\nkey = "{key}"\ntitle = "How often"\n'


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(FaultyData) as refused:
        parse(text)
    return refused.value.faults


UNREAD = SOURCE.replace("true", "false")
RIVALS = (
    META
    + choice("visits")
    + choice("meetings")
    + rule("fortnight", choice='"visits"')
    + rule("month", choice='"visits"', amount="4", unit='"WEEKS"')
    + rule("heard", UNREAD)
    + rule("heard_rival", UNREAD, choice='"meetings"')
    + rule("standing", purpose='"CHECK"', starts_on="", met_by="")
    + rule("plain")
)


def statuses(book: Rulebook) -> dict[str, Status]:
    return {rule.key: book.status(rule) for rule in book.timescales}


# ---- reading ----------------------------------------------------------------------------------------------------


def test_a_rulebook_is_read_whole():
    book = parse(META + choice("visits") + rule("fortnight", choice='"visits"', note='"Ours."'))
    (read,) = book.timescales
    assert (book.key, book.version, book.nation, book.in_force_from) == (
        "north",
        "3",
        Nation.ENGLAND,
        date(2026, 11, 1),
    )
    assert (read.key, read.amount, read.unit, read.recurring, read.note) == (
        "fortnight",
        10,
        Unit.WORKING_DAYS,
        True,
        "Ours.",
    )
    assert read.case_types == frozenset({CaseType.CHILD_PROTECTION})
    assert read.source.read
    assert read.source.url is None
    assert not read.statutory


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (1, "WORKING_DAYS", "1 working day"),
        (10, "WORKING_DAYS", "10 working days"),
        (6, "WEEKS", "6 weeks"),
        (0, "HOURS", "at once"),
    ],
)
def test_length_in_words(amount, unit, words):
    (read,) = parse(META + rule("r", amount=str(amount), unit=f'"{unit}"', recurring="false")).timescales
    assert read.length == words


SAID = "The rulebook, timescale 'r': "


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "'title' is missing; it must be a text."),
        ({"amount": "1001"}, "'amount' must be a whole number from 0 to 1000, not 1001."),
        ({"amount": "1.5", "recurring": "false"}, "'amount' must be a whole number from 0 to 1000, not 1.5."),
        ({"recurring": '"yes"'}, "'recurring' must be true or false, not 'yes'."),
        ({"purpose": '"LOOK"'}, "'purpose': 'LOOK' is not one of SEE, PROTECT, COURT, DECIDE, REVIEW, RECORD, CHECK."),
        ({"colour": '"red"'}, "'colour' is not a known key."),
        ({"case_types": "[]"}, "'case_types' is empty; a rule about a case says which cases."),
        ({"starts_on": "[]"}, "'starts_on' is empty; a clock needs an event to start on."),
        ({"met_by": ""}, "'met_by' is empty; a duty needs an event that meets it."),
        ({"before": "true"}, "a rule cannot both recur and run before an event."),
        ({"from_earliest": "true"}, "a rule cannot both recur and count from the earliest event."),
        ({"amount": "0"}, "a recurring rule needs an amount above 0."),
        ({"age_from": "5", "age_to": "5"}, "'age_from' 5 must be below 'age_to' 5."),
        ({"age_to": "27"}, "'age_to' must be a whole number from 0 to 26, not 27."),
        ({"when": '["CARE_ORDER"]', "unless": '["CARE_ORDER"]'}, "'when' and 'unless' both name CARE_ORDER."),
        (
            {"source": SOURCE.replace("title", 'url = "handbook.pdf", title')},
            "source 'url' must be a web address, not 'handbook.pdf'.",
        ),
        ({"choice": '""'}, "'choice' is empty."),
    ],
)
def test_each_fault_of_a_rule(changes, says):
    assert faults_of(META + rule("r", **changes)) == (SAID + says,)


def test_a_standing_duty_needs_no_clock_but_is_read_as_strictly():
    kind = {"purpose": '"CHECK"', "starts_on": "", "met_by": ""}
    assert parse(META + rule("r", **kind)).timescales[0].status is Status.STANDING
    assert faults_of(META + rule("r", age_from="5", age_to="4", **kind)) == (
        SAID + "'age_from' 5 must be below 'age_to' 4.",
    )


def test_faults_of_the_whole_book():
    text = (
        'chosen = ["one", "two"]\nsurprise = 1\n'
        + META.replace('"ENG"', '"FRA"')
        + choice("visits")
        + choice("visits")
        + rule("one", choice='"visits"')
        + rule("two", choice='"visits"')
        + rule("two", choice='"nowhere"')
        + rule("r", amount="-1")
        + '[[left_out]]\nkey = "x"\nwhy = "because"\n'
    )
    assert faults_of(text) == (
        "The rulebook, meta: 'nation': 'FRA' is not one of ENG, WLS, SCT, NIR.",
        "The rulebook, timescale 'r': 'amount' must be a whole number from 0 to 1000, not -1.",
        "The rulebook, timescale 'r': a recurring rule needs an amount above 0.",
        "The rulebook, left_out 'x': 'reason' is missing; it must be a text.",
        "The rulebook, left_out 'x': 'why' is not a known key.",
        "The rulebook: two timescales have the key 'two'.",
        "The rulebook: timescale 'two' belongs to the choice 'nowhere', which is not declared.",
        "The rulebook: two choices have the key 'visits'.",
        "The rulebook: 'one' and 'two' answer the same question, 'visits'; choose one of them.",
        "The rulebook: 'surprise' is not a known key.",
    )


def test_a_date_with_a_time_is_no_day():
    (fault,) = faults_of(META.replace("2026-11-01", "2026-11-01T00:00:00"))
    assert fault.startswith("The rulebook, meta: 'in_force_from' must be a date such as 2026-11-23, not datetime")


def test_habits_of_counting_are_settings():
    text = """
[calendar]
opens = "08:30"
closes = "17:30"
start_day_is = 1
bank_holidays_count = true
closure_days = [2026-12-29]
school_terms = [{ first = 2026-09-02, last = 2026-12-18 }]
"""
    calendar = parse(META.replace("ENG", "SCT") + text).calendar
    assert calendar == Calendar(
        nation=Nation.SCOTLAND,
        opens_at=510,
        closes_at=1050,
        start_day_is=1,
        bank_holidays_count=True,
        closure_days=frozenset({date(2026, 12, 29)}),
        school_terms=((date(2026, 9, 2), date(2026, 12, 18)),),
    )
    assert parse(META.replace("ENG", "WLS")).calendar == Calendar(nation=Nation.WALES)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('opens = "nine"', "'opens' must be a time of day such as \"09:00\", not 'nine'."),
        ('opens = "18:00"', "Office hours must open before they close, within one day: 1080 to 1020."),
        ('closes = "24:30"', "Office hours must open before they close, within one day: 540 to 1470."),
        ("start_day_is = 2", "'start_day_is' must be a whole number from 0 to 1, not 2."),
        ("closure_days = [2026-12-29T00:00:00]", "'closure_days' must be a list of dates such as 2026-11-23."),
        ("lunch = true", "'lunch' is not a known key."),
        (
            "school_terms = [{ first = 2026-09-02, last = 2026-09-01 }]",
            "School terms must follow one another, each ending after it begins.",
        ),
    ],
)
def test_each_fault_of_the_calendar(line, says):
    assert faults_of(f"{META}[calendar]\n{line}\n") == (f"The rulebook, calendar: {says}",)


# ---- choosing ---------------------------------------------------------------------------------------------------


def test_what_each_rule_waits_for():
    assert statuses(parse(RIVALS)) == {
        "fortnight": Status.CHOOSE,
        "month": Status.CHOOSE,
        "heard": Status.CHECK_LOCALLY,
        "heard_rival": Status.CHECK_LOCALLY,
        "standing": Status.STANDING,
        "plain": Status.ON,
    }


def test_only_rules_that_are_on_are_in_force():
    book = parse(RIVALS)
    assert [rule.key for rule in book.in_force] == ["plain"]
    chosen = replace(book, checked=frozenset({"heard", "heard_rival", "standing"})).choosing(["month"])
    assert [rule.key for rule in chosen.in_force] == ["month", "heard", "plain"]
    assert chosen.status(chosen.timescales[3]) is Status.CHOOSE  # checked, and still one of the rivals
    assert [rule.key for rule in replace(chosen, off=frozenset({"month", "plain"})).in_force] == ["heard"]


def test_choosing_another_rival_lays_the_first_aside():
    book = parse(RIVALS).choosing(["fortnight"]).choosing(["month"])
    assert book.chosen == frozenset({"month"})


def test_choosing_names_every_fault():
    with pytest.raises(FaultyData) as refused:
        parse(RIVALS).choosing(["fortnight", "month", "nonsense", "plain"])
    there = "There are: fortnight, heard_rival, month."
    assert refused.value.faults == (
        "'month' and 'fortnight' answer the same question; choose one of them.",
        f"'nonsense' is not a rule to choose. {there}",
        f"'plain' is not a rule to choose. {there}",
    )


def test_open_choices_are_those_nobody_has_made():
    book = parse(RIVALS)
    assert [(question.key, [rule.key for rule in rules]) for question, rules in book.open_choices] == [
        ("visits", ["fortnight", "month"]),
        ("meetings", ["heard_rival"]),
    ]
    assert [question.key for question, _ in book.choosing(["month"]).open_choices] == ["meetings"]
    assert [question.key for question, _ in replace(book, off=frozenset({"heard_rival"})).open_choices] == ["visits"]


# ---- an organisation's own --------------------------------------------------------------------------------------

OWN_META = META.replace('"3"', '"7"').replace("Northshire", "Our team").replace("north", "ours")


def test_own_rules_replace_add_choose_and_switch_off():
    own = parse(
        'chosen = ["month"]\nchecked = ["heard"]\noff = ["standing"]\n'
        + OWN_META
        + rule("plain", amount="5")
        + rule("extra", purpose='"REVIEW"')
    )
    book = parse(RIVALS).overridden_by(own)
    assert [rule.key for rule in book.in_force] == ["month", "heard", "plain", "extra"]
    assert {rule.key: rule.amount for rule in book.in_force}["plain"] == 5
    assert {rule.key: rule.purpose for rule in book.in_force}["extra"] is Purpose.REVIEW
    assert statuses(book)["standing"] is Status.OFF
    assert (book.key, book.title, book.version) == ("ours", "Our team", "7 over Northshire 3")
    assert [choice.key for choice in book.choices] == ["visits", "meetings"]


def test_own_rules_never_edit_the_nations():
    nation = parse(RIVALS)
    before = statuses(nation)
    nation.overridden_by(parse('off = ["plain"]\n' + OWN_META))
    assert statuses(nation) == before


def test_own_rival_joins_a_question_of_the_nation():
    own = parse('chosen = ["weekly"]\n' + OWN_META + choice("visits") + rule("weekly", amount="5", choice='"visits"'))
    book = parse(RIVALS).choosing(["fortnight"]).overridden_by(own)
    assert [rule.key for rule in book.in_force] == ["plain", "weekly"]
    assert [choice.key for choice in book.choices] == ["visits", "meetings"]


def test_all_faults_of_an_overlay_come_at_once():
    own = parse('chosen = ["month", "fortnight", "nobody"]\nchecked = ["ghost"]\noff = ["spook"]\n' + OWN_META)
    with pytest.raises(FaultyData) as refused:
        parse(RIVALS).overridden_by(own)
    assert refused.value.faults == (
        "'ghost' under 'checked' is not a rule of Northshire or of Our team.",
        "'spook' under 'off' is not a rule of Northshire or of Our team.",
        "'month' and 'fortnight' answer the same question; choose one of them.",
        "'nobody' is not a rule to choose. There are: fortnight, heard_rival, month.",
    )
