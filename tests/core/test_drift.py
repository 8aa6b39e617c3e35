"""Signs of drift, each worked by hand; and the rules as data."""

from dataclasses import replace
from datetime import date

import pytest

from plimsoll.core import drift
from plimsoll.core.calendar import Calendar
from plimsoll.core.drift import CaseStory, Drifting, Sign
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import CaseType, EventKind
from plimsoll.queries.shipped import DRIFT, shipped_drift, text_of

RULES = shipped_drift()
MONDAY = date(2026, 11, 23)
PLAN, NEED = CaseType.CHILD_PROTECTION, CaseType.CHILD_IN_NEED


def holding(story: CaseStory, on: date = MONDAY) -> dict[Sign, Drifting]:
    return {one.rule.sign: one for one in drift.signs(story, RULES, Calendar(), on)}


def seen_lately(kind: CaseType, **events: date) -> CaseStory:
    """A case whose child was seen on the Friday before, and on which these happened."""
    told = {EventKind[name]: (day,) for name, day in events.items()}
    return CaseStory(frozenset({kind}), {**told, EventKind.CHILD_SEEN: (date(2026, 11, 20),)}, date(2023, 1, 9))


# A plan from 1 February 2025 is 15 months old on 1 May 2026 and two years old on 1 February 2027.
@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 11, 23), {Sign.PLAN_MIDWAY: date(2026, 5, 1)}),
        (date(2027, 1, 31), {Sign.PLAN_MIDWAY: date(2026, 5, 1)}),
        (date(2027, 2, 1), {Sign.PLAN_LONG: date(2027, 2, 1)}),
    ],
)
def test_a_plan_that_runs_long(on, held):
    story = seen_lately(PLAN, PROTECTION_PLAN_STARTED=date(2025, 2, 1))
    found = {sign: one.since for sign, one in holding(story, on).items() if sign is not Sign.NO_VISIT}

    assert found == held


def test_a_plan_says_its_age_and_one_that_ended_says_nothing():
    story = seen_lately(PLAN, PROTECTION_PLAN_STARTED=date(2024, 11, 20))
    assert holding(story)[Sign.PLAN_LONG].says == "The plan began on Wed 20 Nov 2024: 24 months."
    over = seen_lately(PLAN, PROTECTION_PLAN_STARTED=date(2024, 11, 20), PROTECTION_PLAN_ENDED=date(2026, 9, 1))
    assert holding(over) == {}


def test_a_second_plan_is_told_from_this_record_or_from_what_another_source_says():
    plans = {EventKind.PROTECTION_PLAN_STARTED: (date(2024, 3, 4), date(2026, 9, 7)),
             EventKind.PROTECTION_PLAN_ENDED: (date(2025, 1, 6),),
             EventKind.CHILD_SEEN: (date(2026, 11, 20),)}  # fmt: skip
    again = holding(CaseStory(frozenset({PLAN}), plans))[Sign.PLAN_AGAIN]
    assert (again.since, again.says) == (
        date(2026, 9, 7), "This plan began on Mon 7 Sep 2026; 2 plans are on record here.",
    )  # fmt: skip

    first = seen_lately(PLAN, PROTECTION_PLAN_STARTED=date(2026, 9, 7))
    assert Sign.PLAN_AGAIN not in holding(first)
    assert Sign.PLAN_AGAIN in holding(replace(first, earlier_plan=True))


def test_three_workers_within_a_year_count_whoever_held_it_as_the_year_began():
    """The year before 23 November 2026 begins on 23 November 2025: ann held it then, bob from March, cat from October."""
    held = ((date(2025, 1, 6), "ann"), (date(2026, 3, 2), "bob"), (date(2026, 10, 5), "cat"))
    story = replace(seen_lately(CaseType.LOOKED_AFTER), held=held)
    many = holding(story)[Sign.WORKERS_MANY]
    assert (many.since, many.says) == (date(2026, 10, 5), "3 people have held it since Sun 23 Nov 2025.")

    back = replace(story, held=(*held[:2], (date(2026, 10, 5), "ann")))  # who came back is the same person
    assert Sign.WORKERS_MANY not in holding(back)
    long_ago = replace(story, held=((date(2024, 1, 8), "zoe"), *held[:2]))  # zoe had gone before the year began
    assert Sign.WORKERS_MANY not in holding(long_ago)


def test_referred_again_within_twelve_months():
    story = replace(seen_lately(NEED), referred=(date(2026, 1, 12), date(2026, 10, 1)))
    again = holding(story)[Sign.REFERRED_AGAIN]
    assert (again.since, again.says) == (
        date(2026, 10, 1), "Referrals on Mon 12 Jan 2026, Thu 1 Oct 2026, within 12 months.",
    )  # fmt: skip

    assert Sign.REFERRED_AGAIN not in holding(replace(story, referred=(date(2025, 9, 30), date(2026, 10, 1))))
    assert Sign.REFERRED_AGAIN in holding(replace(story, referred=(date(2025, 10, 1), date(2026, 10, 1))))
    assert Sign.REFERRED_AGAIN not in holding(replace(story, referred=(date(2025, 1, 12), date(2025, 10, 1))))


def test_no_visit_is_counted_from_the_last_one_or_from_the_start_and_not_where_the_source_is_silent():
    """60 days after 24 September 2026 is 23 November 2026."""
    story = CaseStory(frozenset({PLAN}), {EventKind.PROTECTION_VISIT: (date(2026, 9, 24),)}, date(2026, 6, 1))
    none = holding(story)[Sign.NO_VISIT]
    assert (none.since, none.says) == (MONDAY, "The last visit on record is of Thu 24 Sep 2026: 60 days.")
    assert Sign.NO_VISIT not in holding(story, date(2026, 11, 22))

    never = replace(story, events={}, open_from=date(2026, 9, 1))
    assert holding(never)[Sign.NO_VISIT].says == "Open since Tue 1 Sep 2026, without a visit: 83 days."
    assert holding(replace(never, tells_of_visits=False)) == {}
    assert holding(replace(never, open_from=None)) == {}


def test_a_child_who_is_seen_and_never_alone():
    """90 days after 25 August 2026 is 23 November 2026."""
    story = replace(
        seen_lately(PLAN), seen_alone=(date(2026, 8, 25),), seen_with=(date(2026, 8, 20), date(2026, 11, 20))
    )
    alone = holding(story)[Sign.NOT_SEEN_ALONE]
    assert (alone.since, alone.says) == (
        MONDAY, "Last seen alone on Tue 25 Aug 2026; seen with others on Fri 20 Nov 2026.",
    )  # fmt: skip

    assert holding(story, date(2026, 11, 22)) == {}
    assert (
        holding(replace(story, seen_with=(date(2026, 8, 20),))) == {}
    )  # whom nobody has seen since, another sign tells
    never = replace(story, seen_alone=())
    assert holding(never)[Sign.NOT_SEEN_ALONE].since == date(2026, 11, 18)  # counted from the first that says how
    assert "No record here says that the child was seen alone" in holding(never)[Sign.NOT_SEEN_ALONE].says


@pytest.mark.parametrize(
    ("began", "sign", "since"),
    [
        (date(2026, 5, 25), None, None),
        (date(2026, 5, 23), Sign.IN_NEED_HALF_YEAR, date(2026, 11, 23)),
        (date(2025, 11, 24), Sign.IN_NEED_HALF_YEAR, date(2026, 5, 24)),
        (date(2025, 11, 23), Sign.IN_NEED_LONG, date(2026, 11, 23)),
    ],
)
def test_a_child_in_need_for_half_a_year_and_for_a_year(began, sign, since):
    found = holding(seen_lately(NEED, IN_NEED_STARTED=began))

    assert {one: held.since for one, held in found.items()} == ({sign: since} if sign else {})


def test_an_assessment_past_day_30_without_the_child():
    """30 working days after 12 October 2026 is 23 November 2026: six whole weeks without a bank holiday."""
    began = {EventKind.ASSESSMENT_STARTED: (date(2026, 10, 12),)}
    story = CaseStory(frozenset({CaseType.ASSESSMENT}), began)
    unseen = holding(story)[Sign.ASSESSMENT_UNSEEN]
    assert (unseen.since, unseen.says) == (
        MONDAY, "The assessment began on Mon 12 Oct 2026, and no visit is on record since.",
    )  # fmt: skip

    assert holding(story, date(2026, 11, 22)) == {}
    assert holding(replace(story, events=began | {EventKind.CHILD_SEEN: (date(2026, 10, 12),)})) == {}
    before = replace(story, events=began | {EventKind.CHILD_SEEN: (date(2026, 10, 9),)})
    assert Sign.ASSESSMENT_UNSEEN in holding(before)
    assert holding(replace(story, events=began | {EventKind.ASSESSMENT_AUTHORISED: (date(2026, 11, 20),)})) == {}


def test_the_same_put_off_three_times_within_half_a_year():
    days = (date(2026, 6, 1), date(2026, 8, 3), date(2026, 11, 2))
    story = replace(seen_lately(NEED), put_off=tuple((day, "core group") for day in days))
    again = holding(story)[Sign.PUT_OFF_AGAIN]
    assert again.since == date(2026, 11, 2)
    assert again.says == "Core group was put off on Mon 1 Jun 2026, Mon 3 Aug 2026, Mon 2 Nov 2026."

    assert Sign.PUT_OFF_AGAIN not in holding(replace(story, put_off=story.put_off[1:]))
    other = ((days[0], "core group"), (days[1], "core group"), (days[2], "review"))
    assert Sign.PUT_OFF_AGAIN not in holding(replace(story, put_off=other))
    assert Sign.PUT_OFF_AGAIN not in holding(
        replace(story, put_off=((date(2026, 5, 23), "core group"), *story.put_off[1:]))
    )


def test_an_action_past_its_day_of_which_nothing_is_said():
    """14 days after 9 November 2026 is 23 November 2026; 10 November is not that long ago yet."""
    late = ((date(2026, 11, 9), "Ring the school"), (date(2026, 11, 10), "Read a story"))
    story = replace(seen_lately(NEED), late=late)
    one = holding(story)[Sign.ACTION_LATE]
    assert (one.since, one.says) == (
        MONDAY, "“Ring the school” was due on Mon 9 Nov 2026, and nothing has been said of it since.",
    )  # fmt: skip

    assert holding(story, date(2026, 11, 24))[Sign.ACTION_LATE].says.endswith("of it since; so with 1 more.")
    assert Sign.ACTION_LATE not in holding(story, date(2026, 11, 22))


def test_two_reviews_in_a_row_that_find_the_same_actions():
    ring, read = frozenset({"Ring the school"}), frozenset({"Ring the school", "Read a story"})
    first, then, last = date(2026, 5, 4), date(2026, 8, 3), date(2026, 11, 2)
    story = replace(seen_lately(NEED), reviewed=(((first, read), (then, ring), (last, ring)),))
    same = holding(story)[Sign.SAME_ACTIONS]
    assert (same.since, same.says) == (
        last, "The reviews of Mon 3 Aug 2026, Mon 2 Nov 2026 found the same action still open.",
    )  # fmt: skip

    for reviews in (((then, read), (last, ring)), ((last, ring),), ((then, frozenset()), (last, frozenset()))):
        assert Sign.SAME_ACTIONS not in holding(replace(story, reviewed=(reviews,)))
    moved = replace(story, reviewed=(((first, ring), (then, ring), (last, read)),))  # the latest review found others
    assert Sign.SAME_ACTIONS not in holding(moved)
    assert Sign.SAME_ACTIONS not in holding(replace(story, reviewed=(((then, ring),), ((last, ring),))))  # two plans


def test_what_was_agreed_before_there_was_a_sign_says_nothing_of_it_and_it_holds_as_it_ships():
    text = text_of(DRIFT)
    start = text.index('[[sign]]\nkey = "ACTION_LATE"')
    older = text[:start] + text[text.index("[[later]]") :]
    older += '\n[[later]]\nkey = "ACTION_LATE"\ntitle = "late"\nwhy_not = "Not yet."\n'
    with pytest.raises(FaultyData, match="must name ACTION_LATE once"):
        drift.parse(older)
    found = drift.parse(older, RULES)
    assert [rule.sign for rule in found.rules] == [rule.sign for rule in RULES.rules]
    assert found.later == RULES.later


def test_a_rule_can_be_switched_off_changed_and_dated():
    story = seen_lately(NEED, IN_NEED_STARTED=date(2025, 10, 1))

    def changed(amounts: dict[Sign, int], on: set[Sign]) -> drift.DriftRules:
        text = drift.written(text_of(DRIFT), amounts, on, version="2026.1, 1", in_force_from=MONDAY)
        return drift.parse(text)

    longer = changed({Sign.IN_NEED_LONG: 18, Sign.PLAN_LONG: 30}, set(Sign))
    assert (longer.version, longer.in_force_from) == ("2026.1, 1", MONDAY)
    assert (longer.of(Sign.PLAN_LONG).ours, longer.of(Sign.PLAN_AGAIN).ours) == (True, False)  # no longer the source's
    assert [replace(one, amount=0, ours=False) for one in longer.rules] == [
        replace(one, amount=0, ours=False) for one in RULES.rules
    ]
    assert [one.rule.sign for one in drift.signs(story, longer, Calendar(), MONDAY)] == [Sign.IN_NEED_HALF_YEAR]
    off = changed({}, set(Sign) - {Sign.IN_NEED_LONG, Sign.IN_NEED_HALF_YEAR})
    assert drift.signs(story, off, Calendar(), MONDAY) == ()
    assert drift.signs(story, RULES, Calendar(), date(2026, 10, 31)) == ()  # before the day from which the rules hold


def test_what_is_ours_says_so_and_every_sign_of_the_reference_is_there_or_said_to_be_missing():
    assert {rule.sign for rule in RULES.rules} == set(Sign)
    assert {rule.sign for rule in RULES.rules if not rule.ours} == {
        Sign.PLAN_LONG, Sign.PLAN_AGAIN, Sign.WORKERS_MANY, Sign.REFERRED_AGAIN,
    }  # fmt: skip
    assert all(rule.ours or rule.source.title for rule in RULES.rules)
    assert {one.key for one in RULES.later} == {"SECTION_20_LONG", "SUPERVISION_WITHOUT_DECISION"}


def test_every_fault_of_the_rules_is_told_at_once():
    text = text_of(DRIFT).replace("amount = 60", "amount = 0").replace('key = "PLAN_LONG"', 'key = "PLAN_AGAIN"', 1)
    with pytest.raises(FaultyData) as faulty:
        drift.parse(text)

    told = " ".join(faulty.value.faults)
    assert "'amount' must be a whole number from 1 to 1000, not 0." in told
    assert "'unit' must be TIMES." in told
    assert "'sign' must name PLAN_LONG once, not 0 times." in told
