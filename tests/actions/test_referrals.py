"""A referral is taken in once, with its moments apart; a person decides about it, and nothing of it is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from plimsoll.actions.act_now import take_referral_on
from plimsoll.actions.cases import Refused
from plimsoll.actions.referrals import NewReferral, Referred, Triage, decide_referral, take_referral
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import (
    Act,
    Band,
    CaseType,
    FamilyKnows,
    Information,
    Means,
    ReferralSource,
    Scale,
    TriageOutcome,
)
from plimsoll.queries.cases import get_case
from plimsoll.queries.information import list_news
from plimsoll.queries.priority import list_unallocated
from plimsoll.queries.record import get_record
from plimsoll.queries.referrals import Stands, get_waiting, in_danger, list_decided, list_earlier, list_front_door
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.families import HouseholdMember
from plimsoll.records.models.priority import Judgement
from tests.factories.small import AT, NOW, Small

FRIDAY = datetime(2026, 11, 20, 16, 40, tzinfo=LONDON)
EVERYTHING = {Scale.LIKELIHOOD: 3, Scale.SEVERITY: 2, Scale.WAIT: None, Scale.TRIAGE: 3}


def said(small: Small, **given) -> NewReferral:
    usual = NewReferral(
        key=uuid4(), children=(Referred("Marram", "Dune", date(2021, 4, 3), None),), source=ReferralSource.SCHOOL,
        referrer="Ms Sedge, head teacher", means=Means.PHONE, received_at=FRIDAY, worry="Bruises on both arms.",
        danger=False, family_knows=FamilyKnows.AGREES, family_why="", team=small.team,
    )  # fmt: skip
    return replace(usual, **given)


def take(small: Small, name: str = "dee", at: datetime = NOW, **given):
    with acting(small.org, small.people[name], "a test"):
        return take_referral(said(small, **given), by=small.viewer(name), at=at)


def decide(small: Small, case, outcome: TriageOutcome, name: str = "dee", **given) -> None:
    usual = Triage(outcome, EVERYTHING, "The school sees the child each day.")
    with acting(small.org, small.people[name], "a test"):
        decide_referral(case, replace(usual, **given), by=small.viewer(name), at=NOW)


def waits(small: Small, case, name: str = "dee", at: int = AT):
    return get_waiting(small.viewer(name), case, at)


def test_a_referral_waits_from_when_it_came_in_and_its_moments_stay_apart(desk):
    (case,) = take(desk)
    one = waits(desk, case)

    assert (one.came.received_at, one.came.recorded_at, one.came.recorded_by) == (FRIDAY, NOW, "dee")
    assert [(clock.title, clock.due_at.date(), clock.late, clock.local) for clock in one.clocks] == [
        ("decision on the referral", date(2026, 11, 23), False, False)
    ]
    assert one.stands is Stands.TODAY
    assert one.clocks[0].source.basis == "Working Together to Safeguard Children"
    (event,) = Event.objects.filter(case_id=case)
    assert (event.happened_at, event.received_at, event.recorded_at) == (FRIDAY, FRIDAY, NOW)
    assert event.note.startswith("A school or college (Ms Sedge, head teacher), by phone.\n\nBruises on both arms.")
    assert [row.act for row in AuditEvent.objects.filter(case_id=case).order_by("at", "pk")] in (
        [Act.CASE_ADDED, Act.REFERRAL_RECORDED], [Act.REFERRAL_RECORDED, Act.CASE_ADDED]
    )  # fmt: skip


def test_late_ones_come_first_and_danger_before_them(desk):
    (late,) = take(desk, received_at=FRIDAY - timedelta(3))
    (today,) = take(desk)
    (new,) = take(desk, received_at=NOW - timedelta(hours=1))
    (danger,) = take(desk, received_at=NOW - timedelta(minutes=30), danger=True)
    found = list_front_door(desk.viewer("dee"), AT)

    assert [(one.placed.case, one.stands) for one in found.waiting] == [
        (danger, Stands.ACT_NOW), (late, Stands.LATE), (today, Stands.TODAY), (new, Stands.IN_TIME)
    ]  # fmt: skip
    assert found.waiting[0].placed.band is Band.ACT_NOW


def test_brothers_and_sisters_are_one_family(desk):
    children = (Referred("Marram", "Dune", None, None), Referred("Lyme", "Dune", date(2024, 1, 2), None))
    first, second = take(desk, children=children)
    take(desk)
    found = list_front_door(desk.viewer("sue"), AT).waiting

    assert {one.placed.case for one in found[:2]} == {first, second} or {one.placed.case for one in found[1:]} == {
        first, second
    }  # fmt: skip
    homes = HouseholdMember.objects.filter(child_id__in=Case.objects.filter(pk__in=(first, second)).values("child_id"))
    assert homes.count() == 2
    assert homes.values("household_id").distinct().count() == 1


def test_what_is_sent_twice_is_taken_in_once(desk):
    key, children = uuid4(), (Referred("Marram", "Dune", None, None), Referred("Lyme", "Dune", None, None))

    assert take(desk, key=key, children=children) == take(desk, key=key, children=children)
    assert len(list_front_door(desk.viewer("dee"), AT).waiting) == 2


def test_every_fault_is_told_at_once_and_nothing_is_written(desk):
    children = (Referred("", "", None, None), Referred("Lyme", "Dune", date(2030, 1, 2), None))
    with pytest.raises(Refused) as refused:
        take(desk, children=children, received_at=NOW + timedelta(1), worry=" ", family_knows=None)

    assert set(refused.value.faults) == {"given_name", "family_name", "received", "worry", "family_knows", "others"}
    assert not list_front_door(desk.viewer("dee"), AT).waiting


def test_a_family_that_is_not_told_has_its_reason(desk):
    with pytest.raises(Refused) as refused:
        take(desk, family_knows=FamilyKnows.NOT_SAFE)
    assert refused.value.faults == {"family_why": "Say why."}
    take(desk, source=ReferralSource.PUBLIC, family_knows=None)  # nobody had to ask


@pytest.mark.parametrize("name", ["ann", "bea", "eve", "adam"])
def test_who_cannot_take_a_referral_in(desk, name):
    with pytest.raises(NotAllowed):
        take(desk, name)


@pytest.mark.parametrize(
    ("outcome", "kind", "began"),
    [
        (TriageOutcome.ASSESSMENT, CaseType.ASSESSMENT, "ASSESSMENT_STARTED"),
        (TriageOutcome.ENQUIRY, CaseType.SECTION_47, "HARM_SUSPECTED"),
        (TriageOutcome.EARLY_HELP, CaseType.EARLY_HELP, "EARLY_HELP_STARTED"),
    ],
)
def test_a_referral_goes_on_with_a_team(desk, outcome, kind, began):
    (case,) = take(desk)
    decide(desk, case, outcome, team=desk.other_team)
    found = Case.objects.get(pk=case)

    assert (found.case_type, found.team_id, found.closed_at) == (kind, desk.other_team, None)
    assert {began, "REFERRAL_DECIDED"} < set(Event.objects.filter(case_id=case).values_list("kind", flat=True))
    assert set(Judgement.objects.filter(case_id=case).values_list("scale", "value")) == set(EVERYTHING.items())
    with pytest.raises(NotThere):  # gone to a team out of reach
        get_waiting(desk.viewer("dee"), case, AT)
    assert case in {one.case for one in list_unallocated(desk.viewer("max"), AT).order.cases}


def test_no_further_action_is_kept_and_told_when_another_comes(desk):
    (case,) = take(desk)
    decide(desk, case, TriageOutcome.NO_FURTHER_ACTION)
    viewer = desk.viewer("sue")
    child = Case.objects.get(pk=case).child_id
    assert get_case(viewer, case).closed_why == "The school sees the child each day."
    (kept,) = list_decided(viewer, NOW)
    assert (kept.outcome, kept.by, kept.again_at) == (TriageOutcome.NO_FURTHER_ACTION, "dee", None)

    later = NOW + timedelta(hours=3)
    (again,) = take(
        desk, at=later, received_at=later, children=(Referred("Marram", "Dune", date(2021, 4, 3), None, child=child),)
    )
    one = waits(desk, again, at=moment(later))
    (earlier,) = list_earlier(viewer, again)

    assert one.again == 1
    assert (earlier.case, earlier.outcome, earlier.by) == (case, TriageOutcome.NO_FURTHER_ACTION, "dee")
    assert [one.again_at for one in list_decided(viewer, later)] == [later]


def test_a_referral_can_go_to_an_open_case_of_the_child(desk):
    ours = desk.cases["A1"]
    one = Referred("A1", "Invented", None, None, child=ours.child_id)
    (case,) = take(desk, children=(one,))
    assert [found.case for found in waits(desk, case).open] == [ours.pk]
    with pytest.raises(Refused) as refused:
        decide(desk, case, TriageOutcome.LINKED, linked=desk.cases["B1"].pk)
    assert refused.value.faults == {"linked": "Choose the open case that it goes to."}

    decide(desk, case, TriageOutcome.LINKED, linked=ours.pk)
    assert Case.objects.get(pk=case).closed_at == NOW
    told = get_record(desk.viewer("ann"), ours.pk).happened
    assert ("CONTACT_RECEIVED", FRIDAY) in [(each.kind, each.happened_at) for each in told]
    assert any("Bruises on both arms." in each.note for each in told)


def test_a_child_in_danger_is_not_left_without_a_word_of_how_they_are_safe(desk):
    (case,) = take(desk, danger=True)
    for given, field in (
        ({}, "safe"),
        ({"safe": False, "safety": "Police are there"}, "safe"),
        ({"safe": True}, "safety"),
    ):
        with pytest.raises(Refused) as refused:
            decide(desk, case, TriageOutcome.NO_FURTHER_ACTION, **given)
        assert field in refused.value.faults

    decide(desk, case, TriageOutcome.ENQUIRY, safe=False, safety="Police are there", team=desk.team)
    assert in_danger(desk.viewer("dee"), case)
    placed = {one.case: one for one in list_unallocated(desk.viewer("sue"), AT).order.cases}[case]
    assert placed.band is Band.ACT_NOW


def test_a_child_who_was_made_safe_is_in_danger_no_more(desk):
    (case,) = take(desk, danger=True)
    decide(desk, case, TriageOutcome.ASSESSMENT, safe=True, safety="With the grandmother", team=desk.team)

    assert not in_danger(desk.viewer("dee"), case)


def test_only_who_may_triage_decides_once_with_a_reason(desk):
    (case,) = take(desk)
    with pytest.raises(NotAllowed):
        decide(desk, case, TriageOutcome.ASSESSMENT, "max", team=desk.team)
    with pytest.raises(NotThere):
        decide(desk, case, TriageOutcome.ASSESSMENT, "cat", team=desk.team)
    with pytest.raises(Refused) as refused:
        decide(desk, case, TriageOutcome.ASSESSMENT, why=" ", values={})
    assert set(refused.value.faults) == {"why", "values", "team"}
    decide(desk, case, TriageOutcome.SIGNPOSTED, "sue")
    with pytest.raises(NotAllowed):
        decide(desk, case, TriageOutcome.ASSESSMENT, "sue", team=desk.team)
    acts = AuditEvent.objects.filter(case_id=case).values_list("act", flat=True)
    assert sorted(acts) == sorted([Act.CASE_ADDED, Act.REFERRAL_RECORDED, Act.CASE_JUDGED, Act.REFERRAL_DECIDED])


def test_whoever_takes_a_referral_on_holds_it_to_the_clocks_too(desk):
    (case,) = take(desk)
    with acting(desk.org, desk.people["dee"], "a test"):
        take_referral_on(case, by=desk.viewer("dee"), at=NOW)
    assert Event.objects.filter(case_id=case, kind="ALLOCATED", happened_at=NOW).exists()
    with pytest.raises(Refused, match="given to dee a moment ago"):
        decide(desk, case, TriageOutcome.NO_FURTHER_ACTION)


def test_the_list_asks_as_many_questions_for_one_as_for_three(desk, django_assert_max_num_queries):
    take(desk)
    with django_assert_max_num_queries(37) as one:
        list_front_door(desk.viewer("dee"), AT)
    take(desk)
    take(desk)
    with django_assert_max_num_queries(37) as three:
        assert len(list_front_door(desk.viewer("dee"), AT).waiting) == 3
    assert len(one) == len(three)


def test_a_referral_that_goes_to_an_open_case_waits_there_as_new_information(desk):
    ours = desk.cases["A1"]
    (case,) = take(desk, danger=True)
    Case.objects.filter(pk=ours.pk).update(child=Case.objects.get(pk=case).child_id)
    decide(desk, case, TriageOutcome.LINKED, linked=ours.pk, safe=False, safety="Police are there")

    (news,) = list_news(desk.viewer("ann"), ours.pk, NOW)
    assert (news.kind, news.received_at, news.recorded_at, news.dealt) == (Information.SCHOOL, FRIDAY, NOW, None)
    assert (news.danger, in_danger(desk.viewer("ann"), ours.pk)) == (True, True)
