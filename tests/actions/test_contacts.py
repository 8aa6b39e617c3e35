"""A contact is taken in, comes to something, and is taken up again; nothing of it is lost or typed twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.contacts import Comes, decide_contact, take_up_contact
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Act, CaseType, ContactOutcome, EventKind, TriageOutcome
from plimsoll.queries.contacts import list_decided_contacts
from plimsoll.queries.facts.cover import unheld_since
from plimsoll.queries.referrals import list_front_door
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.referrals import ContactDecision, Referral
from tests.actions.test_referrals import FRIDAY, decide, said, take, waits
from tests.factories.records import make
from tests.factories.small import AT, NOW, Small, text

LATER = NOW + timedelta(minutes=30)
DAY_LONG = 'chosen = ["contact_decision_local"]\n'  # the clock of a contact is off until an organisation chooses one


@pytest.fixture(autouse=True)
def chosen(desk: Small) -> None:
    """The organisation has chosen how soon a contact is decided."""
    today = {"version": "2", "in_force_from": date(2026, 11, 2), "agreed_at": NOW - timedelta(14), "title": "Chosen"}
    make("rulebookversion", desk.org, key="england", text=DAY_LONG + text("england.toml"), **today)


def comes(small: Small, case, outcome: ContactOutcome, name: str = "dee", **given) -> None:
    with acting(small.org, small.people[name], "a test"):
        decide_contact(
            case, replace(Comes(outcome, "The school sees the child."), **given), by=small.viewer(name), at=NOW
        )


def again(small: Small, case, why: str = "A second call says otherwise.", name: str = "dee") -> None:
    with acting(small.org, small.people[name], "a test"):
        take_up_contact(case, why, by=small.viewer(name), at=LATER)


def test_a_contact_waits_with_its_clock_and_is_not_triaged_yet(desk):
    (case,) = take(desk, contact=True)
    one = waits(desk, case)

    assert (one.contact, one.came.received_at, one.came.recorded_at, one.came.worry) == (
        True, FRIDAY, NOW, "Bruises on both arms.",
    )  # fmt: skip
    assert [(clock.title, clock.due_at - FRIDAY, clock.local) for clock in one.clocks] == [
        ("decision on the contact", timedelta(1), True)
    ]
    assert list(Event.objects.filter(case_id=case).values_list("kind", flat=True)) == [EventKind.CONTACT_RECEIVED]
    assert set(AuditEvent.objects.filter(case_id=case).values_list("act", flat=True)) == {
        Act.CASE_ADDED, Act.CONTACT_RECORDED
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="Say first what it comes to"):
        decide(desk, case, TriageOutcome.NO_FURTHER_ACTION)


def test_one_about_a_child_in_danger_is_a_referral_at_once(desk):
    (case,) = take(desk, contact=True, danger=True)

    assert not waits(desk, case).contact
    assert not Referral.objects.get(case_id=case).contact


def test_as_a_referral_it_is_triaged_from_when_it_came_in_with_all_that_was_typed(desk):
    (case,) = take(desk, contact=True)
    comes(desk, case, ContactOutcome.REFERRAL)
    one = waits(desk, case)

    assert (one.contact, one.came.received_at, one.came.worry) == (False, FRIDAY, "Bruises on both arms.")
    assert [clock.title for clock in one.clocks] == ["decision on the referral"]
    event = Event.objects.get(case_id=case, kind=EventKind.REFERRAL_RECEIVED)
    assert (event.happened_at, event.recorded_at, "Bruises on both arms." in event.note) == (FRIDAY, NOW, True)
    decide(desk, case, TriageOutcome.ASSESSMENT, team=desk.team)
    assert Case.objects.get(pk=case).case_type == CaseType.ASSESSMENT


def test_as_early_help_it_goes_on_in_the_queue_of_a_team(desk):
    (case,) = take(desk, contact=True)
    with pytest.raises(Refused, match="Choose the team"):
        comes(desk, case, ContactOutcome.EARLY_HELP)
    comes(desk, case, ContactOutcome.EARLY_HELP, team=desk.team)
    row = Case.objects.get(pk=case)

    assert (row.case_type, row.team_id, row.closed_at) == (CaseType.EARLY_HELP, desk.team, None)
    assert Event.objects.filter(case_id=case, kind=EventKind.EARLY_HELP_STARTED, happened_at=NOW).count() == 1


def test_advice_says_what_and_to_whom_and_every_fault_is_told_at_once(desk):
    (case,) = take(desk, contact=True)
    with pytest.raises(Refused) as refused:
        comes(desk, case, ContactOutcome.ADVICE, why=" ")
    assert sorted(refused.value.faults) == ["advice", "told", "why"]
    assert not ContactDecision.objects.exists()
    comes(desk, case, ContactOutcome.ADVICE, advice="Ring the health visitor.", told="Ms Sedge")

    (one,) = list_decided_contacts(desk.viewer("dee"), NOW)
    assert (one.outcome, one.advice, one.told, one.by) == (
        ContactOutcome.ADVICE, "Ring the health visitor.", "Ms Sedge", "dee",
    )  # fmt: skip
    assert Case.objects.get(pk=case).closed_at == NOW
    assert list_front_door(desk.viewer("dee"), AT).waiting == ()


def test_one_decided_wrongly_is_taken_up_again_and_what_was_said_stays(desk):
    (case,) = take(desk, contact=True)
    with pytest.raises(NotAllowed):
        again(desk, case)
    comes(desk, case, ContactOutcome.NO_FURTHER_ACTION)
    with pytest.raises(Refused):
        again(desk, case, " ")
    again(desk, case)
    one = waits(desk, case, at=AT + 60)

    assert (one.contact, one.taken_up.why, one.taken_up.by) == (True, "A second call says otherwise.", "dee")
    assert one.clocks[0].due_at == LATER.replace(second=0) + timedelta(1)
    assert list(ContactDecision.objects.order_by("decided_at").values_list("outcome", flat=True)) == [
        ContactOutcome.NO_FURTHER_ACTION, ContactOutcome.TAKEN_UP_AGAIN
    ]  # fmt: skip
    assert list_decided_contacts(desk.viewer("dee"), LATER) == ()
    with pytest.raises(NotAllowed):
        again(desk, case)


def test_of_two_words_on_a_contact_the_later_is_never_chance(desk):
    (case,) = take(desk, contact=True)
    comes(desk, case, ContactOutcome.NO_FURTHER_ACTION)
    with acting(desk.org, desk.people["dee"], "a test"), pytest.raises(Refused, match="a moment ago"):
        take_up_contact(case, "At once.", by=desk.viewer("dee"), at=NOW)


def test_taken_up_again_it_waits_for_a_worker_from_then_and_not_from_when_it_first_came(desk):
    (case,) = take(desk, contact=True, received_at=FRIDAY - timedelta(30))
    comes(desk, case, ContactOutcome.NO_FURTHER_ACTION)
    again(desk, case)
    assert unheld_since(desk.viewer("dee"), [case])[case].since == LATER


def test_another_about_the_same_child_tells_of_those_before_to_who_may_see_them(desk):
    (first,) = take(desk, contact=True, received_at=FRIDAY - timedelta(30))
    comes(desk, first, ContactOutcome.NO_FURTHER_ACTION)
    child = Case.objects.get(pk=first).child_id
    (second,) = take(desk, contact=True, children=(replace(said(desk).children[0], child=child),))

    assert [(one.case, one.outcome) for one in waits(desk, second).contacts] == [
        (first, ContactOutcome.NO_FURTHER_ACTION)
    ]
    comes(desk, second, ContactOutcome.REFERRAL)
    one = waits(desk, second)
    assert (one.contact, [each.case for each in one.contacts]) == (False, [first])


@pytest.mark.parametrize("name", ["ann", "bob"])
def test_only_who_may_triage_says_what_it_comes_to(desk, name):
    (case,) = take(desk, contact=True)
    with pytest.raises((NotAllowed, NotThere)):
        comes(desk, case, ContactOutcome.NO_FURTHER_ACTION, name=name)
    assert not ContactDecision.objects.exists()
