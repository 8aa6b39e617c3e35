"""One case: why it stands where it does, what happened page by page, and all of it as it was known."""

from datetime import timedelta

import pytest
from django.db import connection

from plimsoll.core.calendar import moment
from plimsoll.core.terms import Band, DueState, EventKind, Indicator, Known
from plimsoll.queries.cases import NotKnownThen, get_case
from plimsoll.queries.place import get_standing
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.queries.record import PAGE_LENGTH, get_record
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.families import HouseholdMember
from tests.factories.records import make
from tests.factories.small import AT, NOW, OPENED, TODAY, Small

YESTERDAY = NOW - timedelta(days=1)


def clock():
    """The moment of the database, by which the history goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def standing(small: Small, name: str, reference: str = "A1", at: int = AT, known_at=None):
    with acting(small.org, small.people[name], "a test"):
        viewer = small.viewer(name)
        return get_standing(viewer, get_case(viewer, small.cases[reference].pk, known_at), at, known_at)


def test_the_place_is_that_of_the_order_of_work(small):
    extra = make("case", small.org, reference="A2", team_id=small.team, opened_at=YESTERDAY)
    make("allocation", small.org, case=extra, worker_id=small.people["ann"], from_at=YESTERDAY)
    with acting(small.org, small.people["ann"], "a test"):
        listed = {one.case: one for one in get_caseload(small.viewer("ann"), small.people["ann"], AT).cases}
    found = standing(small, "ann")
    same = listed[small.cases["A1"].pk]

    assert (found.band, found.place, found.of) == (same.band, same.place, 2)
    assert found.reasons == same.reasons


def test_shares_add_up_and_say_who_of_which_day(small):
    for scale, value in (("LIKELIHOOD", 3), ("SEVERITY", 4), ("WAIT", 2)):
        make("judgement", small.org, case=small.cases["A1"], scale=scale, value=value, judged_at=YESTERDAY,
             recorded_at=YESTERDAY, judged_by_id=small.people["sue"])  # fmt: skip
    found = standing(small, "ann")
    given = {each.indicator: each for each in found.given}

    assert sum(each.share for each in found.given) == found.score
    risk, seen = given[Indicator.RISK], given[Indicator.LAST_SEEN]
    assert (risk.value, risk.by, risk.on) == ("likelihood 3 of 4, severity 4 of 4", "sue", YESTERDAY.date())
    assert "No visit on record" in seen.value
    assert Indicator.WINDOW in found.silent


def test_what_nobody_judged_is_said_to_be_unknown_and_what_is_old_to_be_stale(small):
    assert {each.by for each in standing(small, "ann").given if each.known is Known.UNKNOWN} == {"nobody yet"}
    old = NOW - timedelta(days=400)
    make("judgement", small.org, case=small.cases["A1"], scale="WAIT", value=1, judged_at=old, recorded_at=old,
         judged_by_id=small.people["sue"])  # fmt: skip
    (wait,) = [each for each in standing(small, "ann").given if each.indicator is Indicator.WAIT]

    assert (wait.known, wait.value) == (Known.STALE, "1 of 4: too long ago, judge it again")


def test_who_does_not_read_is_told_what_the_list_tells(small):
    with acting(small.org, small.people["bea"], "a test"):
        (listed,) = get_caseload(small.viewer("bea"), small.people["ann"], AT).cases
    found = standing(small, "bea")

    assert (found.given, found.due, found.silent) == ((), (), ())
    assert found.reasons == listed.reasons


def test_what_is_due_says_its_sum_and_where_the_rule_was_read(small):
    due = next(one for one in standing(small, "ann").due if EventKind.IN_NEED_VISIT in one.kinds)

    assert due.state is DueState.OVERDUE
    assert "Mon 1 Jun 2026" in due.worked_out
    assert due.source is not None


def test_what_was_done_a_second_ago_counts(small):
    """Moments of the engines are whole minutes: nobody is lost until the next one begins."""
    second = timedelta(seconds=20)
    new = make("case", small.org, reference="N1", team_id=small.team, opened_at=NOW + second)
    make("allocation", small.org, case=new, worker_id=small.people["ann"], from_at=NOW + second)
    with acting(small.org, small.people["ann"], "a test"):
        ann = small.viewer("ann")
        listed = {one.reference for one in get_caseload(ann, small.people["ann"], AT).cases}
        place = get_standing(ann, get_case(ann, new.pk), AT)
    with acting(small.org, small.people["sue"], "a test"):
        queue = {one.reference for one in list_unallocated(small.viewer("sue"), AT).order.cases}

    assert listed == {"A1", "N1"}
    assert queue == {"U1"}
    assert place is not None


def test_of_what_no_file_speaks_it_is_said_that_nothing_can_be_counted(small):
    assert standing(small, "ann").untold == ()
    file = make("import", small.org, state="APPLIED", carries=["IN_NEED_STARTED"], applied_at=YESTERDAY)
    assert standing(small, "ann").untold == ()  # it was put on record by hand
    with acting(small.org, None, "a file was applied", importing=file.pk):
        small.cases["F1"] = make("case", small.org, reference="F1", team_id=small.team, opened_at=OPENED)
        make("allocation", small.org, case=small.cases["F1"], worker_id=small.people["ann"], from_at=OPENED)
    found = standing(small, "ann", "F1")

    assert "child in need visit" in found.untold
    assert not any(EventKind.IN_NEED_VISIT in due.kinds for due in found.due)
    assert standing(small, "bea").untold == ()


def test_in_the_queue_of_nobody_it_has_a_place_too(small):
    found = standing(small, "sue", "U1")

    assert (found.worker, found.place, found.of) == (None, 1, 1)


def test_a_closed_case_stands_nowhere(small):
    Case.objects.filter(pk=small.cases["B1"].pk).update(
        closed_at=YESTERDAY, closed_why="All is well", closed_by_id=small.people["sue"]
    )
    assert standing(small, "sue", "B1") is None


# ---- what happened -------------------------------------------------------------------------------------------------------


def record(small: Small, name: str = "ann", **asked):
    with acting(small.org, small.people[name], "a test"):
        return get_record(small.viewer(name), small.cases["A1"].pk, **asked)


def test_a_long_record_is_paged_by_kind_and_year(small):
    for days in range(PAGE_LENGTH + 10):
        then = NOW - timedelta(days=14 * days)
        make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=then, recorded_at=then)
    first, last = record(small), record(small, page=9)
    visits = record(small, kind=EventKind.IN_NEED_VISIT, year=2026)

    assert (len(first.happened), first.pages, last.page, len(last.happened)) == (PAGE_LENGTH, 2, 2, 11)
    assert dict(first.kinds) == {EventKind.IN_NEED_VISIT: PAGE_LENGTH + 10, EventKind.IN_NEED_STARTED: 1}
    assert visits.found == dict(first.years)[2026] - 1
    assert {each.happened_at.year for each in visits.happened} == {2026}


def test_what_was_replaced_is_gone_and_what_stands_for_it_says_so(small):
    told = make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=YESTERDAY,
                recorded_at=YESTERDAY, note="wrong")  # fmt: skip
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=YESTERDAY, recorded_at=NOW,
         note="right", replaces=told)  # fmt: skip

    assert [(each.note, each.amended) for each in record(small).happened] == [("right", True), ("", False)]


def test_what_came_with_a_file_says_of_which_day_that_speaks(small):
    file = make("import", small.org, state="APPLIED", facts_on=TODAY - timedelta(7), applied_at=YESTERDAY)
    with acting(small.org, None, "a file", importing=file.pk):
        make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=YESTERDAY, recorded_at=NOW)

    assert [each.files_of for each in record(small).happened] == [(TODAY - timedelta(7),), ()]


def test_what_files_say_of_one_visit_is_one_entry_with_all_its_sources(small):
    case, on = small.cases["A1"], NOW.replace(hour=0, minute=0) - timedelta(days=9)
    days = []
    for weeks, kinds in ((2, ("CHILD_SEEN", "IN_NEED_VISIT")), (1, ("PROTECTION_VISIT",))):
        days.append(TODAY - timedelta(weeks=weeks))
        file = make("import", small.org, state="APPLIED", facts_on=days[-1], applied_at=YESTERDAY)
        with acting(small.org, None, "a file", importing=file.pk):
            for kind in kinds:
                make("event", small.org, case=case, kind=kind, happened_at=on, recorded_at=NOW, time_known=False)
    make("event", small.org, case=case, kind="CHILD_SEEN", happened_at=on, recorded_at=NOW, time_known=False,
         recorded_by_id=small.people["ann"])  # fmt: skip
    found = record(small, year=on.year)
    visit = next(each for each in found.happened if not each.recorded_by)

    assert (visit.kind, visit.also) == (
        EventKind.PROTECTION_VISIT, (EventKind.IN_NEED_VISIT, EventKind.CHILD_SEEN)
    )  # fmt: skip
    assert visit.files_of == tuple(days)
    assert [each.kind for each in found.happened if each.recorded_by] == [EventKind.CHILD_SEEN]
    assert (found.entries, dict(found.kinds)[EventKind.CHILD_SEEN]) == (3, 2)
    assert [each.id for each in record(small, kind=EventKind.IN_NEED_VISIT).happened] == [visit.id]


def test_what_a_file_has_not_got_says_so_in_the_record(small):
    file = make("import", small.org, state="APPLIED", facts_on=TODAY, applied_at=YESTERDAY)
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=YESTERDAY, recorded_at=NOW,
         recorded_by_id=small.people["ann"], awaits_file=True)  # fmt: skip
    make("importmatter", small.org, of=file, case=small.cases["A1"], matter="NOT_CONFIRMED", about="EVENT",
         name="IN_NEED_VISIT", here=YESTERDAY.date().isoformat())  # fmt: skip

    assert record(small).happened[0].not_in == TODAY


# ---- as it was known -----------------------------------------------------------------------------------------------------


def test_everything_is_as_it_was_known(small):
    case = small.cases["A1"]
    home = make("household", small.org, name="First home")
    lives = make("householdmember", small.org, child_id=case.child_id, household=home, from_date=TODAY)
    make("networkcontact", small.org, child_id=case.child_id, name="Aunt Marram", part="aunt", from_date=TODAY)
    then = clock()
    make("event", small.org, case=case, kind="IN_NEED_VISIT", happened_at=YESTERDAY, recorded_at=NOW)
    Case.objects.filter(pk=case.pk).update(level_of_need=4, case_type="CHILD_PROTECTION")
    HouseholdMember.objects.filter(pk=lives.pk).update(to_date=TODAY + timedelta(1))
    other = make("household", small.org, name="Second home")
    make("householdmember", small.org, child_id=case.child_id, household=other, from_date=TODAY + timedelta(1))
    Allocation.objects.filter(case=case).update(to_at=NOW, ended_by_id=small.people["sue"], ended_why="moved")
    make("allocation", small.org, case=case, worker_id=small.people["bob"], from_at=NOW)
    make("networkcontact", small.org, child_id=case.child_id, name="Dr New", part="doctor", from_date=TODAY)
    with acting(small.org, small.people["sue"], "a test"):
        sue = small.viewer("sue")
        now, was = get_case(sue, case.pk), get_case(sue, case.pk, then)
        place = get_standing(sue, was, moment(then), then)
        told = [get_record(sue, case.pk, known_at).found for known_at in (None, then)]

    assert (now.level_of_need, now.household, now.worker_name) == (4, "Second home", "bob")
    assert (was.level_of_need, was.household, was.worker_name) == (None, "First home", "ann")
    assert (now.case_type.value, was.case_type.value) == ("CHILD_PROTECTION", "CHILD_IN_NEED")
    assert [len(now.network), len(was.network), was.network[0].name] == [2, 1, "Aunt Marram"]
    assert [len(now.allocations), len(was.allocations)] == [2, 1]
    assert told == [2, 1]
    assert place.worker == small.people["ann"]
    assert place.band in Band


def test_before_it_was_on_record_there_is_no_past_of_it(small):
    with acting(small.org, small.people["sue"], "a test"), pytest.raises(NotKnownThen) as refusal:
        get_case(small.viewer("sue"), small.cases["A1"].pk, NOW - timedelta(days=4000))

    assert refusal.value.since <= clock()


def test_a_page_asks_the_same_however_much_there_is(small):
    def asked(known_at=None) -> int:
        with acting(small.org, small.people["sue"], "a test"):
            sue, seen = small.viewer("sue"), []
            with connection.execute_wrapper(lambda run, sql, *rest: (seen.append(sql), run(sql, *rest))[1]):
                found = get_case(sue, small.cases["A1"].pk, known_at)
                get_standing(sue, found, moment(known_at) if known_at else AT, known_at)
                get_record(sue, small.cases["A1"].pk, known_at)
        return len(seen)

    make("networkcontact", small.org, child_id=small.cases["A1"].child_id, name="An aunt", from_date=TODAY)
    few = asked(), asked(clock())
    for number in range(30):
        then = NOW - timedelta(days=number)
        make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=then, recorded_at=then)
        case = make("case", small.org, reference=f"M{number}", team_id=small.team, opened_at=YESTERDAY)
        make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=YESTERDAY)
        make("networkcontact", small.org, child_id=small.cases["A1"].child_id, name=f"Aunt {number}", from_date=TODAY)

    assert (asked(), asked(clock())) == few
