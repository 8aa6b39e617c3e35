"""The life of a case: it steps up and down with reason and authority, and what is due follows."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from plimsoll.actions.case_life import (
    Ending,
    Reopening,
    Step,
    ask_for_step,
    ask_to_end,
    decide_step,
    end_case,
    reopen_case,
    step_case,
)
from plimsoll.actions.cases import Refused, allocate_case
from plimsoll.actions.need_level import adopt_life, choose_level
from plimsoll.actions.transfers import Handover, propose_transfer
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.case_life import parse
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Authority, CaseType, DueState, LifeReason
from plimsoll.queries.case_life import get_step_view, list_levels, list_life, list_steps_that_wait
from plimsoll.queries.cases import get_case
from plimsoll.queries.facts.cover import unheld_since
from plimsoll.queries.left_open import Open, list_left_open
from plimsoll.queries.place import get_standing
from plimsoll.queries.shipped import LIFE, shipped_life, text_of
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.life import LifeStep
from tests.factories.records import make
from tests.factories.small import Small

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
IN_NEED, PROTECTION, CARE = CaseType.CHILD_IN_NEED, CaseType.CHILD_PROTECTION, CaseType.LOOKED_AFTER
UP = Step((PROTECTION,), date(2026, 11, 20), LifeReason.MEETING_DECIDED, "The conference made a plan.")


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def do(small: Small, what, said: Step = UP, name: str = "sue", at: datetime = AT):
    context, by = as_(small, name)
    with context:
        return what(small.cases["A1"].pk, said, by=by, at=at)


def decide(small: Small, row, name: str = "sue", *, agree: bool = True):
    context, by = as_(small, name)
    with context:
        decide_step(row, "talked it over", agree=agree, by=by, at=AT + timedelta(minutes=1))


def kinds(small: Small) -> tuple[str, list[str]]:
    found = Case.objects.get(pk=small.cases["A1"].pk)
    return found.case_type, found.also


def due(small: Small, at: datetime = AT + timedelta(hours=1)) -> set[str]:
    context, viewer = as_(small, "ann")
    with context:
        standing = get_standing(viewer, get_case(viewer, small.cases["A1"].pk), moment(at))
    return {one.key for one in standing.due if one.state in (DueState.DUE, DueState.OVERDUE)}


def test_what_is_asked_for_changes_nothing_until_somebody_agrees_and_then_what_is_due_follows(small):
    row = do(small, ask_for_step, name="ann")
    assert kinds(small) == ("CHILD_IN_NEED", [])
    assert "cin_visit_20wd" in due(small)
    with as_(small, "sue")[0]:
        assert [one.id for one in list_steps_that_wait(small.viewer("sue"))] == [row]
    decide(small, row)

    assert kinds(small) == ("CHILD_PROTECTION", [])
    assert "core_group_first" in due(small)
    assert "cin_visit_20wd" not in due(small)
    told = Event.objects.get(case_id=small.cases["A1"].pk, kind="PROTECTION_PLAN_STARTED")
    assert (told.happened_at.astimezone(LONDON).date(), told.recorded_at) == (UP.on, AT + timedelta(minutes=1))
    assert [one.act for one in AuditEvent.objects.filter(about_id=row).order_by("at")] == ["STEP_ASKED", "CASE_STEPPED"]


def test_before_it_is_taken_one_sees_what_it_starts_and_ends_as_it_then_is(small):
    context, viewer = as_(small, "ann")
    with context:
        view = get_step_view(viewer, small.cases["A1"].pk, [IN_NEED], [PROTECTION], UP.on, AT)
    begins = {one.key: one for one in view.begins}
    assert begins["core_group_first"].on == date(2026, 12, 4)  # 10 working days from Friday 20 November
    assert "10 working days" in begins["core_group_first"].worked_out
    assert "cin_visit_20wd" in {one.key for one in view.ends}
    before = due(small)
    do(small, step_case)
    assert due(small) == before - {one.key for one in view.ends} | set(begins)


def test_not_agreed_the_case_stays_as_it_is_and_it_stands_on_record(small):
    row = do(small, ask_for_step, name="ann")
    decide(small, row, agree=False)
    assert kinds(small) == ("CHILD_IN_NEED", [])
    with as_(small, "ann")[0]:
        (one,) = list_life(small.viewer("ann"), small.cases["A1"].pk)
    assert (one.agreed, one.done_at, one.decided_by, one.decided_why) == (False, None, "sue", "talked it over")
    with pytest.raises(Refused, match="decided already"):
        decide(small, row)


def test_kinds_stand_side_by_side_and_one_of_them_ends(small):
    make(
        "roleheld",
        small.org,
        worker_id=small.people["max"],
        team_id=None,
        role="SUPERVISOR",
        from_date=date(2026, 1, 5),
    )
    do(small, step_case, replace(UP, kinds=(PROTECTION, CARE)), "max")
    assert kinds(small) == ("LOOKED_AFTER", ["CHILD_PROTECTION"])
    do(small, step_case, replace(UP, kinds=(CARE,), because=LifeReason.NEEDS_LESSENED), "max", AT + timedelta(hours=1))
    assert kinds(small) == ("LOOKED_AFTER", [])
    assert Event.objects.filter(case_id=small.cases["A1"].pk, kind="PROTECTION_PLAN_ENDED").exists()


def test_what_needs_a_service_manager_waits_for_one_also_where_a_supervisor_says_it(small):
    row = do(small, step_case, replace(UP, kinds=(CARE,)))
    assert kinds(small)[0] == "CHILD_IN_NEED"
    assert LifeStep.objects.get(pk=row).needs == "SERVICE_MANAGER"
    with pytest.raises(NotAllowed, match="yourself"):
        decide(small, row, "sue")
    decide(small, row, "max")
    assert kinds(small)[0] == "LOOKED_AFTER"


def test_what_waits_on_a_case_that_one_holds_waits_for_somebody_else(small):
    do(small, ask_for_step, name="ann")
    Allocation.objects.filter(case=small.cases["A1"]).update(worker_id=small.people["sue"])
    for name, many in (("sue", 0), ("max", 1)):
        with as_(small, name)[0]:
            assert len(list_steps_that_wait(small.viewer(name))) == many


def test_nobody_agrees_to_what_they_asked_for_or_on_a_case_that_they_hold(small):
    Allocation.objects.filter(case=small.cases["A1"]).update(worker_id=small.people["sue"])
    with pytest.raises(NotAllowed, match="hold this case"):
        do(small, step_case)
    row = do(small, ask_for_step)
    with pytest.raises(NotAllowed):
        decide(small, row, "sue")
    for name, refusal in (("bob", NotThere), ("bea", NotAllowed), ("cat", NotThere)):
        with pytest.raises(refusal):
            do(small, ask_for_step, name=name)
        with pytest.raises(refusal):
            decide(small, row, name)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"kinds": (IN_NEED,)}, "kinds"),
        ({"kinds": (CaseType.REFERRAL,)}, "kinds"),
        ({"seen": (CARE,)}, "kinds"),
        ({"on": date(2026, 11, 24)}, "on"),
        ({"on": date(2026, 5, 31)}, "on"),
        ({"on": None}, "on"),
        ({"because": LifeReason.DIED}, "because"),
        ({"why": " "}, "why"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(small, change, field):
    with pytest.raises(Refused) as refusal:
        do(small, step_case, replace(UP, **change))
    assert list(refusal.value.faults) == [field]
    assert not LifeStep.objects.exists()


def test_one_step_waits_at_a_time_and_none_is_true_before_the_last(small):
    row = do(small, ask_for_step, name="ann")
    with pytest.raises(Refused, match="waits for agreement already"):
        do(small, step_case)
    decide(small, row)
    with pytest.raises(Refused, match="took its last step"):
        do(small, step_case, replace(UP, kinds=(IN_NEED,), on=date(2026, 11, 19)), at=AT + timedelta(hours=1))


def test_giving_a_case_to_a_worker_tells_the_clocks_and_that_it_changed_hands(small):
    for case, kinds in (("U1", ["ALLOCATED"]), ("A1", ["ALLOCATED", "WORKER_CHANGED"])):
        with as_(small, "sue")[0]:
            allocate_case(
                small.cases[case].pk, worker=small.people["bob"], why="has room", by=small.viewer("sue"), at=AT
            )
        told = Event.objects.filter(case_id=small.cases[case].pk, recorded_at=AT)
        assert sorted(told.values_list("kind", flat=True)) == kinds


def test_the_rules_that_ship_are_sound_and_a_fault_is_named():
    rules = shipped_life()
    assert rules.needs([IN_NEED], [CARE]) is Authority.SERVICE_MANAGER
    assert (rules.direction([PROTECTION], [IN_NEED]), rules.direction([IN_NEED], [CARE])) == ("down", "up")
    assert rules.level(2) == "2, additional help"
    text = (
        text_of(LIFE)
        .replace('key = "EHC"', 'key = "REFERRAL"')
        .replace('[close]\nneeds = "SUPERVISOR"', '[close]\nneeds = "WORKER"')
    )
    with pytest.raises(FaultyData) as fault:
        parse(text)
    assert len(fault.value.faults) == 3


# ---- its end, and open again ----------------------------------------------------------------------------------------------

END = Ending(
    date(2026, 11, 23), LifeReason.OUTCOMES_REACHED, "The family manages.", {Open.DUE: "Held with the review."}
)


def shut(small: Small, what=end_case, said: Ending = END, name: str = "sue", at: datetime = AT):
    return do(small, what, said, name, at)


def test_what_is_left_open_is_told_and_answered_before_a_case_is_closed(small):
    with pytest.raises(Refused) as refusal:
        shut(small, said=replace(END, answers={}))
    assert list(refusal.value.faults) == ["answer-due"]
    row = LifeStep.objects.get(pk=shut(small))

    assert row.answers[0][0].endswith("due items are not done.")
    assert row.answers[0][1] == "Held with the review."
    found = Case.objects.get(pk=small.cases["A1"].pk)
    assert (found.closed_at, found.closed_why) == (AT, "The family manages.")
    assert not Allocation.objects.filter(case_id=found.pk, to_at__isnull=True).exists()
    assert Event.objects.filter(case_id=found.pk, kind="CASE_CLOSED").exists()
    assert AuditEvent.objects.filter(act="CASE_CLOSED", case_id=found.pk).exists()


@pytest.mark.parametrize(
    ("table", "given", "field"),
    [
        ("newinformation", {}, "block-news"),
        ("courtdate", {}, "block-court"),
        ("event", {"kind": "WENT_MISSING"}, "block-unsafe"),
        ("legalstatus", {}, "answer-legal"),
        ("plan", {}, "answer-plans"),
        ("clockchange", {}, "answer-decisions"),
        ("draft", {}, "answer-drafts"),
    ],
)
def test_each_thing_that_is_left_open_is_found(small, table, given, field):
    own = {"worker_id": small.people["sue"]} if table == "draft" else {}  # others' drafts are theirs alone
    make(table, small.org, case=small.cases["A1"], **given, **own)
    with pytest.raises(Refused) as refusal:
        shut(small)
    assert field in refusal.value.faults


def test_people_and_children_who_are_concerned_are_asked_about(small):
    child = small.cases["A1"].child
    make("networkcontact", small.org, child=child)
    make("case", small.org, child=child, team_id=small.team, opened_at=AT - timedelta(days=2))
    home = make("household", small.org)
    for one in (child, small.cases["B1"].child):
        make("householdmember", small.org, child=one, household=home)
    with pytest.raises(Refused) as refusal:
        shut(small)
    assert {"answer-network", "answer-family", "answer-cases"} <= set(refusal.value.faults)


def test_what_was_said_of_other_cases_is_told_to_those_who_see_them(small):
    child = small.cases["A1"].child
    make("case", small.org, child=child, team_id=small.team, opened_at=AT - timedelta(days=2))
    shut(small, ask_to_end, replace(END, answers={**END.answers, Open.CASES: "It goes on there."}))
    told = {}
    for name in ("sue", "ann"):
        context, viewer = as_(small, name)
        with context:
            (one,) = list_life(viewer, small.cases["A1"].pk)
        told[name] = [says for says, _ in one.answers]

    assert told["sue"] == [*told["ann"], "1 other case of this child is open."]
    assert len(told["ann"]) == 1


def test_a_case_that_was_offered_meanwhile_is_not_closed_as_asked(small):
    row = shut(small, ask_to_end, name="ann")
    said = Handover("A visit.", "Nothing.", "Told.", "The school.", "They moved.")
    with as_(small, "sue")[0]:
        propose_transfer(small.cases["A1"].pk, small.other_team, said, by=small.viewer("sue"), at=AT)
    with pytest.raises(Refused, match="offered to another team"):
        decide(small, row)


def test_a_worker_asks_for_the_end_and_it_is_looked_at_again_when_somebody_agrees(small):
    row = shut(small, ask_to_end, name="ann")
    assert Case.objects.get(pk=small.cases["A1"].pk).closed_at is None
    make("newinformation", small.org, case=small.cases["A1"])
    with pytest.raises(Refused, match="cannot be closed as it was asked"):
        decide(small, row)
    decide(small, row, agree=False)
    with pytest.raises(NotAllowed):
        shut(small, name="ann")


def test_opened_again_it_keeps_its_history_and_its_clocks_run_anew(small):
    shut(small)
    later = AT + timedelta(days=3)
    said = Reopening((PROTECTION,), later.date(), LifeReason.NEW_WORRY, "The school rang.", None)
    with pytest.raises(NotAllowed, match="closed"):
        do(small, step_case, at=later)
    for name, refusal in (("ann", NotThere), ("cat", NotThere), ("bea", NotAllowed)):
        with pytest.raises(refusal):
            do(small, reopen_case, said, name, later)
    do(small, reopen_case, said, "sue", later)

    assert (Case.objects.get(pk=small.cases["A1"].pk).closed_at, kinds(small)[0]) == (None, "CHILD_PROTECTION")
    with as_(small, "sue")[0]:
        viewer = small.viewer("sue")
        after = later + timedelta(hours=1)
        standing = get_standing(viewer, get_case(viewer, small.cases["A1"].pk), moment(after))
        assert unheld_since(viewer, [small.cases["A1"].pk])[small.cases["A1"].pk].since == later
        assert {str(one.kind) for one in list_life(viewer, small.cases["A1"].pk)} == {"CLOSE", "REOPEN"}
    group = next(one for one in standing.due if one.key == "core_group_first")
    assert (group.started, standing.worker) == (later.date(), None)


def test_opened_again_for_the_same_worker_they_hold_it(small):
    shut(small)
    said = Reopening((IN_NEED,), AT.date(), LifeReason.CLOSED_WRONGLY, "The wrong case.", small.people["ann"])
    do(small, reopen_case, said, "sue", AT + timedelta(hours=1))
    assert Allocation.objects.get(case_id=small.cases["A1"].pk, to_at__isnull=True).worker_id == small.people["ann"]


def test_where_nobody_can_be_given_it_the_case_stays_closed(small):
    shut(small)
    said = Reopening((IN_NEED,), AT.date(), LifeReason.NEW_WORRY, "The school rang.", small.people["eve"])
    with pytest.raises(Refused) as refusal:
        do(small, reopen_case, said, "sue", AT + timedelta(hours=1))
    assert list(refusal.value.faults) == ["worker"]
    assert Case.objects.get(pk=small.cases["A1"].pk).closed_at == AT


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"kinds": (CaseType.REFERRAL,)}, "kinds"),
        ({"on": date(2026, 11, 22)}, "on"),
        ({"on": None}, "on"),
        ({"because": LifeReason.DIED}, "because"),
        ({"why": ""}, "why"),
    ],
)
def test_it_is_not_opened_again_as_what_cannot_be(small, change, field):
    shut(small)
    said = Reopening((IN_NEED,), AT.date(), LifeReason.NEW_WORRY, "The school rang.", None)
    with pytest.raises(Refused) as refusal:
        do(small, reopen_case, replace(said, **change), "sue", AT + timedelta(hours=1))
    assert list(refusal.value.faults) == [field]


# ---- levels of need, and what is settled ----------------------------------------------------------------------------------


def settle(small: Small, levels: list[str], needs=(), name: str = "adam", at: datetime = AT):
    context, by = as_(small, name)
    with context:
        adopt_life(levels, dict(needs), by=by, at=at)


def choose(small: Small, level: int | None, name: str = "ann", why: str = "The plan asks for it.", at: datetime = AT):
    context, by = as_(small, name)
    with context:
        return choose_level(small.cases["A1"].pk, level, why, by=by, at=at)


def test_levels_are_called_as_the_organisation_calls_them_and_their_history_is_kept(small):
    choose(small, 2)
    settle(small, ["Thriving", " ", "Just about", "Not", "Unsafe", "In danger"])
    choose(small, 5, at=AT + timedelta(minutes=1))
    with as_(small, "ann")[0]:
        told = [(one.called, one.by) for one in list_levels(small.viewer("ann"), small.cases["A1"].pk)]
    assert told == [("5, In danger", "ann"), ("2, additional help", "ann")]
    assert Case.objects.get(pk=small.cases["A1"].pk).level_of_need == 5
    for level, field in ((6, "level"), (5, "level")):
        with pytest.raises(Refused) as refusal:
            choose(small, level)
        assert list(refusal.value.faults) == [field]
    for name, refused in (("bob", NotThere), ("bea", NotAllowed), ("max", NotAllowed)):
        with pytest.raises(refused):
            choose(small, 1, name)


def test_who_has_to_agree_is_settled_by_the_organisation(small):
    settle(
        small, ["One"], {("CHILD_PROTECTION", "begins"): Authority.WORKER, ("CHILD_IN_NEED", "ends"): Authority.WORKER}
    )
    do(small, ask_for_step, name="ann")
    assert kinds(small)[0] == "CHILD_PROTECTION"
    settle(small, ["One"], {("close", "needs"): Authority.SERVICE_MANAGER}, at=AT + timedelta(minutes=1))
    with as_(small, "sue")[0]:
        left = [
            one.what
            for one in list_left_open(small.viewer("sue"), get_case(small.viewer("sue"), small.cases["A1"].pk), AT)
        ]
    answered = replace(END, answers=dict.fromkeys(left, "Told."))
    row = shut(small, said=answered, at=AT + timedelta(hours=1))
    assert LifeStep.objects.get(pk=row).done_at is None


@pytest.mark.parametrize(
    ("levels", "needs", "field"),
    [
        ([], {}, "levels"),
        (["x"] * 2, {}, "levels"),
        (["x" * 101], {}, "levels"),
        ([str(number) for number in range(10)], {}, "levels"),
        (["x"], {("close", "needs"): Authority.WORKER}, "close-needs"),
    ],
)
def test_what_cannot_be_settled_is_refused(small, levels, needs, field):
    with pytest.raises(Refused) as refusal:
        settle(small, levels, needs)
    assert list(refusal.value.faults) == [field]
    with pytest.raises(NotAllowed):
        settle(small, ["x"], name="sue")
