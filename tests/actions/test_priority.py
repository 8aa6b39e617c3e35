"""What people decide about the order of work: by whom, with which reasons, and what must be agreed by another first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import now

from plimsoll.actions.cases import Refused
from plimsoll.actions.priority import (
    confirm_order,
    countersign_placing,
    countersign_postponement,
    end_placing,
    end_postponement,
    judge_case,
    place_case,
    postpone,
    refuse_placing,
    refuse_postponement,
)
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.criteria import parse as criteria_of
from plimsoll.core.priority.replay import replay
from plimsoll.core.rulebook import parse as rulebook_of
from plimsoll.core.terms import Band, PlacingKind, PlacingReason, Postponing, Scale
from plimsoll.queries.facts.placings import decided
from plimsoll.queries.facts.ranked import agreed, ranked
from plimsoll.queries.judging import list_not_agreed
from plimsoll.queries.placing import get_computed
from plimsoll.queries.priority import get_caseload
from plimsoll.queries.replays import get_review, list_reviews
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.priority import Judgement, Override, Postponement, Ranking
from tests.factories.records import make
from tests.factories.small import OPENED, Small

AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
FRIDAY = date(2026, 11, 27)
KNOWS = PlacingReason.KNOWS_MORE
ABOVE, BELOW, BAND = PlacingKind


@pytest.fixture
def ann(small: Small):
    """Ann, with a second case beside A1."""
    child = make("child", small.org, given_name="A2", family_name="Invented", sort_name="a2 invented")
    case = make("case", small.org, child=child, reference="A2", team_id=small.team, opened_at=OPENED)
    make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=OPENED)
    small.cases["A2"] = case
    return small


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def judge(small, name, case="A1", values=None, why="seen today", at=AT):
    context, by = as_(small, name)
    with context:
        return judge_case(small.cases[case].pk, {Scale.WAIT: 3} if values is None else values, why, by=by, at=at)


def place(small, name="ann", case="A1", kind=BAND, *, other=None, band=Band.PLANNED, until=FRIDAY, why="a call", at=AT):
    context, by = as_(small, name)
    there = small.cases[other].pk if other else None
    with context:
        return place_case(
            small.cases[case].pk, kind, other=there, band=None if other else band, because=KNOWS, why=why, until=until,
            by=by, at=at,
        )  # fmt: skip


def in_force(small, at=AT, known_at=None):
    """(reference, whether it waits) of the placings of Ann's list."""
    context, viewer = as_(small, "ann")
    with context:
        when = moment(at)
        criteria, rulebook = agreed(viewer, when, known_at)
        held = {small.cases[name].pk: small.people["ann"] for name in ("A1", "A2")}
        whole = ranked(viewer, list(held), when, known_at, held, criteria, rulebook)
        return [(whole.facts.cases[one.case].reference, one.waits) for one in decided(viewer, whole, when, known_at)]


# ---- judgements ---------------------------------------------------------------------------------------------------------


def test_a_judgement_is_added_and_the_one_before_stays(ann):
    judge(ann, "ann")
    judge(ann, "sue", values={Scale.WAIT: None, Scale.SEVERITY: 0}, at=AT + timedelta(hours=1))

    rows = Judgement.objects.filter(case=ann.cases["A1"]).order_by("judged_at", "scale")
    assert [(row.scale, row.value, row.judged_by_id) for row in rows] == [
        ("WAIT", 3, ann.people["ann"]),
        ("SEVERITY", 0, ann.people["sue"]),
        ("WAIT", None, ann.people["sue"]),
    ]
    assert AuditEvent.objects.filter(act="CASE_JUDGED", case_id=ann.cases["A1"].pk).count() == 2


@pytest.mark.parametrize(
    ("values", "why", "field"),
    [({}, "seen", "values"), ({Scale.WAIT: 5}, "seen", "values"), ({Scale.WAIT: 1}, "  ", "why")],
)
def test_a_judgement_without_answer_or_reason_is_refused(ann, values, why, field):
    with pytest.raises(Refused) as refusal:
        judge(ann, "ann", values=values, why=why)

    assert field in refusal.value.faults
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("call", [judge, place])
def test_a_colleague_and_a_stranger_do_not_decide(ann, call):
    with pytest.raises(NotThere):
        call(ann, "cat")
    with pytest.raises(NotThere):
        call(ann, "bob")
    with pytest.raises(NotAllowed):
        call(ann, "bea")


# ---- placings -----------------------------------------------------------------------------------------------------------


def test_a_placing_holds_until_its_last_day_with_both_places_on_record(ann):
    place(ann, kind=ABOVE, other="A2", case="A1")

    row = Override.objects.get()
    standing = get_computed(ann.viewer("sue"), ann.cases["A1"].pk, moment(AT))
    assert (row.made_in, row.made_place, row.worker_id) == (standing.band, standing.place, ann.people["ann"])
    assert row.other_id == ann.cases["A2"].pk
    assert in_force(ann) == [("A1", False)]
    assert in_force(ann, datetime(2026, 11, 27, 23, 0, tzinfo=LONDON)) == [("A1", False)]
    assert in_force(ann, datetime(2026, 11, 28, 9, 0, tzinfo=LONDON)) == []


def test_a_case_is_placed_once_and_a_new_placing_ends_the_one_before(ann):
    place(ann, kind=ABOVE, other="A2")
    place(ann, band=Band.AWAITING_OTHERS, at=AT + timedelta(hours=1))

    first, second = Override.objects.order_by("made_at")
    assert (first.ended_why, second.ended_at) == ("placed anew", None)


def test_a_placing_lapses_when_the_band_of_the_case_rises(ann):
    judge(ann, "ann", values={Scale.WAIT: 0})
    context, _ = as_(ann, "ann")
    with context:
        Override.objects.create(
            org_id=ann.org, case=ann.cases["A1"], worker_id=ann.people["ann"], kind=BELOW, other=ann.cases["A2"],
            reason=KNOWS, why="a call", made_at=AT, made_by_id=ann.people["ann"], made_in=Band.PLANNED, made_place=1,
            lasts_until=FRIDAY,
        )  # fmt: skip
    later = AT + timedelta(hours=2)
    judged_in = get_computed(ann.viewer("ann"), ann.cases["A1"].pk, moment(AT)).band
    assert judged_in is Band.TODAY  # its visit is long overdue
    assert in_force(ann, later) == []


def test_below_today_with_a_child_to_be_seen_it_waits_for_another_to_countersign(ann):
    placing = place(ann, band=Band.PLANNED)
    assert in_force(ann) == [("A1", True)]

    later = AT + timedelta(hours=1)
    context, by = as_(ann, "ann")
    with context, pytest.raises(NotAllowed, match="Only the supervisor"):
        countersign_placing(placing, "agreed", by=by, at=later)
    context, by = as_(ann, "sue")
    with context:
        with pytest.raises(Refused):
            countersign_placing(placing, " ", by=by, at=later)
        countersign_placing(placing, "the grandmother sees her daily", by=by, at=later)
        with pytest.raises(Refused, match="does not wait"):
            countersign_placing(placing, "again", by=by, at=later)

    assert in_force(ann) == [("A1", True)]  # at nine it still waited
    assert in_force(ann, later) == [("A1", False)]
    assert AuditEvent.objects.filter(act="PLACING_COUNTERSIGNED", about_id=placing).exists()


def test_who_refuses_a_placing_did_not_agree_and_who_places_the_case_anew_did_not_answer_it(ann):
    place(ann, band=Band.PLANNED)
    anew = place(ann, "sue", band=Band.THIS_WEEK, at=AT + timedelta(minutes=1))
    context, viewer = as_(ann, "ann")
    with context:
        assert list_not_agreed(viewer, ann.cases["A1"].pk, AT + timedelta(minutes=2)) == ()
    context, by = as_(ann, "max")
    with context:
        refuse_placing(anew, "she is to be seen", by=by, at=AT + timedelta(minutes=3))
    context, viewer = as_(ann, "ann")
    with context:
        (one,) = list_not_agreed(viewer, ann.cases["A1"].pk, AT + timedelta(minutes=4))
    assert (one.asked_by, one.by, one.why, one.to) == ("sue", "max", "she is to be seen", Band.THIS_WEEK)


def test_nobody_countersigns_their_own_placing(ann):
    placing = place(ann, "sue", band=Band.PLANNED)
    context, by = as_(ann, "sue")

    with context, pytest.raises(NotAllowed, match="Somebody else"):
        countersign_placing(placing, "agreed", by=by, at=AT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"why": ""}, "why"),
        ({"until": date(2026, 11, 22)}, "until"),
        ({"until": date(2026, 12, 22)}, "until"),
        ({"band": None}, "place"),
        ({"band": Band.TODAY}, "place"),
        ({"kind": ABOVE, "other": "B1"}, "place"),
        ({"kind": ABOVE, "other": "A1"}, "place"),
        ({"case": "U1", "name": "sue"}, "place"),
    ],
)
def test_a_placing_that_says_too_little_or_nothing_new_is_refused(ann, more, field):
    with pytest.raises(Refused) as refusal:
        place(ann, **more)

    assert field in refusal.value.faults
    assert not Override.objects.exists()


def test_whoever_may_write_ends_a_placing_with_a_reason(ann):
    placing = place(ann, kind=ABOVE, other="A2")
    context, by = as_(ann, "sue")
    with context:
        end_placing(placing, "not any more", by=by, at=AT + timedelta(hours=1))
        with pytest.raises(Refused, match="ended already"):
            end_placing(placing, "again", by=by, at=AT + timedelta(hours=2))

    assert in_force(ann) == [("A1", False)]
    assert in_force(ann, AT + timedelta(hours=3)) == []


def test_on_the_list_of_another_worker_a_placing_says_nothing(ann):
    place(ann, kind=ABOVE, other="A2")
    context, _ = as_(ann, "sue")
    with context:
        Override.objects.update(worker_id=ann.people["bob"])

    assert in_force(ann) == []


def test_what_is_written_after_a_moment_does_not_end_a_placing_of_that_moment(ann):
    begin = max(AT, now())
    place(ann, until=begin.date() + timedelta(days=3), at=begin)
    known, later = now(), begin + timedelta(minutes=2)  # by the clock of the database, as its history is
    make("event", ann.org, case=ann.cases["A1"], kind="WENT_MISSING", happened_at=OPENED,
         recorded_at=later - timedelta(minutes=1))  # fmt: skip

    assert in_force(ann, later) == []
    assert [case for case, _ in in_force(ann, later, known)] == ["A1"]


# ---- putting off --------------------------------------------------------------------------------------------------------


def put_off(small, name="ann", *, duty="cin_visit_20wd", until=FRIDAY, meanwhile="an aunt looks in", told="the school"):
    context, by = as_(small, name)
    with context:
        return postpone(
            small.cases["A1"].pk, duty, until=until, why="the family is away", meanwhile=meanwhile, told=told,
            sooner_if="the school calls", by=by, at=AT,
        )  # fmt: skip


def duty_of(small):
    """Key of the visit that is due on A1."""
    standing = get_computed(small.viewer("ann"), small.cases["A1"].pk, moment(AT))
    return next(key for key, due in standing.due.items() if due.purpose == "SEE")


def test_a_visit_is_rearranged_with_what_keeps_the_child_safe(ann):
    made = put_off(ann, duty=duty_of(ann))

    row = Postponement.objects.get(pk=made)
    assert (row.kind, row.until, row.meanwhile) == (Postponing.REARRANGED, FRIDAY, "an aunt looks in")
    assert row.was_due_at < AT
    context, by = as_(ann, "sue")
    with context:
        end_postponement(made, "they are back", by=by, at=AT + timedelta(hours=1))
    assert Postponement.objects.get(pk=made).ended_why == "they are back"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"meanwhile": " "}, "meanwhile"),
        ({"told": ""}, "told"),
        ({"until": AT.date()}, "until"),
        ({"until": date(2027, 11, 1)}, "until"),
        ({"duty": "none such"}, "duty"),
    ],
)
def test_a_visit_is_not_put_off_without_safeguards(ann, more, field):
    with pytest.raises(Refused) as refusal:
        put_off(ann, **({"duty": duty_of(ann)} | more))

    assert field in refusal.value.faults
    assert not Postponement.objects.exists()


def shown_as(small, at=AT, known_at=None):
    """Place and band of A1 on Ann's list, and its reasons."""
    context, viewer = as_(small, "ann")
    with context:
        order = get_caseload(viewer, small.people["ann"], moment(at), known_at)
    found = next(one for one in order.cases if one.reference == "A1")
    return found.place, found.band, " ".join(found.reasons)


def agree(small, made, name="sue", *, at=AT + timedelta(minutes=1), decide=countersign_postponement):
    context, by = as_(small, name)
    with context:
        decide(made, "school sees her daily", by=by, at=at)


def test_a_rearranged_visit_moves_the_order_once_a_supervisor_agrees_and_lapses_by_itself(ann):
    before = shown_as(ann)
    made = put_off(ann, duty=duty_of(ann), until=date(2026, 12, 11))
    assert shown_as(ann)[:2] == before[:2] == (1, Band.TODAY)
    agree(ann, made)

    later = AT + timedelta(minutes=2)
    place, band, reasons = shown_as(ann, later)
    assert band.number > Band.TODAY.number
    assert place > 1
    assert "rearranged until Fri 11 Dec 2026" in reasons
    assert "was due" in reasons
    assert shown_as(ann, datetime(2026, 12, 12, 9, tzinfo=UTC))[1] is Band.TODAY


def test_it_lapses_when_the_case_rises_for_another_reason(ann):
    agree(ann, put_off(ann, duty=duty_of(ann), until=date(2026, 12, 11)))
    later = AT + timedelta(hours=1)
    make("event", ann.org, case=ann.cases["A1"], kind="WENT_MISSING", happened_at=later, recorded_at=later)

    _, band, reasons = shown_as(ann, later + timedelta(hours=1))
    assert band is Band.ACT_NOW
    assert "rearranged" not in reasons


def test_a_rearranged_visit_that_is_not_agreed_presses_as_it_is_due(ann):
    before = shown_as(ann)
    agree(ann, put_off(ann, duty=duty_of(ann)), decide=refuse_postponement)

    assert shown_as(ann, AT + timedelta(minutes=2)) == before
    assert Postponement.objects.get().ended_why == "school sees her daily"


def test_nobody_countersigns_their_own_and_nothing_twice(ann):
    made = put_off(ann, "sue", duty=duty_of(ann))
    with pytest.raises(NotAllowed):
        agree(ann, made)
    agree(ann, made, "max")
    with pytest.raises(Refused):
        agree(ann, made, "max", at=AT + timedelta(minutes=3))
    for stranger in ("cat", "bob"):
        with pytest.raises(NotThere):
            agree(ann, made, stranger)


def test_a_stranger_puts_nothing_off(ann):
    with pytest.raises(NotThere):
        put_off(ann, "cat", duty=duty_of(ann))


# ---- prioritisation reviews ---------------------------------------------------------------------------------------------


def confirm(small, name="ann", worker="ann", *, supervisor=None, comment="went through it", at=AT):
    context, by = as_(small, name)
    with context:
        return confirm_order(
            small.people[worker], comment=comment, with_supervisor=small.people.get(supervisor), by=by, at=at
        )


def review(small, name, made):
    context, viewer = as_(small, name)
    with context:
        return get_review(viewer, made, AT.date())


def test_what_was_confirmed_is_computed_again_to_the_last_place_whatever_has_changed_since(ann):
    judge(ann, "ann", values={Scale.WAIT: 4})
    place(ann, case="A2", kind=ABOVE, other="A1", at=AT + timedelta(minutes=1))
    made = confirm(ann, "sue", supervisor="sue", at=AT + timedelta(minutes=2))
    before = review(ann, "sue", made)
    judge(ann, "ann", case="A2", values={Scale.WAIT: 0}, at=AT + timedelta(hours=1))
    context, by = as_(ann, "ann")
    with context:
        end_placing(Override.objects.get().pk, "over", by=by, at=AT + timedelta(hours=1))

    found = review(ann, "eve", made)

    assert found == before
    assert found.again.differences == ()
    assert [kept.reference for kept in found.cases] == list(found.again.order)
    placed = next(kept for kept in found.cases if kept.reference == "A2")
    assert (placed.place, placed.computed_place, placed.placed_by, placed.why) == (1, 2, "ann", "a call")
    assert (found.line.worker, found.line.supervisor, found.line.cases) == ("ann", "sue", 2)


def test_where_what_was_kept_is_not_what_comes_out_the_difference_is_shown(ann):
    confirm(ann)
    context, _ = as_(ann, "ann")
    with context:
        row = Ranking.objects.select_related("criteria_set", "rulebook").get()
    kept = row.result["cases"][0]
    kept["score"] += 1

    (difference,) = replay(row.result, criteria_of(row.criteria_set.text), rulebook_of(row.rulebook.text)).differences

    assert (difference.reference, difference.what) == (kept["reference"], "score")
    assert (difference.kept, difference.again) == (kept["score"], kept["score"] - 1)


def test_a_review_is_there_for_those_who_may_read_every_case_of_it(ann):
    made = confirm(ann)

    for name in ("ann", "sue", "max", "eve"):
        assert review(ann, name, made).line.id == made
    for name in ("bob", "cat", "bea", "adam"):
        with pytest.raises(NotThere):
            review(ann, name, made)
    context, viewer = as_(ann, "sue")
    with context:
        assert [line.id for line in list_reviews(viewer, ann.people["ann"], AT)] == [made]
    context, viewer = as_(ann, "bob")
    with context, pytest.raises(NotThere):
        list_reviews(viewer, ann.people["ann"], AT)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"comment": "x" * 5001}, "comment"), ({"supervisor": "bob"}, "supervisor"), ({"supervisor": "ann"}, "supervisor")],
)  # fmt: skip
def test_a_review_that_cannot_be_is_refused(ann, more, field):
    with pytest.raises(Refused) as refusal:
        confirm(ann, **more)

    assert field in refusal.value.faults
    assert not Ranking.objects.exists()


def test_a_colleague_does_not_confirm_the_list_of_another(ann):
    for name in ("bob", "cat", "bea", "eve"):
        with pytest.raises(NotThere):
            confirm(ann, name)
