"""The next file: what it changes, what it leaves as people have it, what it asks."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from plimsoll.actions import exchange
from plimsoll.actions.cases import Refused, allocate_case, close_case
from plimsoll.actions.correcting import correct_record, name_children
from plimsoll.actions.recording import OfChild, Told, write_record
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.merge import Key
from plimsoll.core.terms import About, CaseType, EventKind, Layout, RecordKind, Sight
from plimsoll.queries.cases import get_case
from plimsoll.queries.correcting import get_particulars, particulars
from plimsoll.queries.facts.caseload import case_facts
from plimsoll.queries.matters import count_matters, list_matters
from plimsoll.queries.place import get_standing
from plimsoll.queries.priority import get_caseload
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation, Case, CaseCircumstance, CaseFactor, Event
from plimsoll.records.models.exchange import Import, ImportMatter
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Team, Worker
from tests.actions.bringing.by_hand import (
    BORN,
    DISABLED,
    KIND,
    NOVEMBER,
    NOW,
    OCTOBER,
    OPENED,
    ORDER,
    PLANNED,
    SEEN,
    SEPTEMBER,
    TEAM,
    WORKER,
    child,
    reading,
    told,
)
from tests.factories.records import make

LATER = NOW + timedelta(hours=5)


def days(service, kind: str) -> list[str]:
    """Days of the events of a kind that count on N1."""
    rows = list(Event.objects.filter(org_id=service.org, case=service.case(), kind=kind))
    gone = {row.replaces_id for row in rows}
    return sorted(
        row.happened_at.astimezone(LONDON).date().isoformat()
        for row in rows
        if row.pk not in gone and not row.withdraws
    )


def test_the_first_file_makes_a_case_with_all_that_it_says(service):
    service.bring(SEPTEMBER, child(said={ORDER: "YES", DISABLED: "YES"}))

    case = service.case()
    assert (case.case_type, case.opened_at) == ("CHILD_IN_NEED", datetime(2026, 3, 2, tzinfo=LONDON))
    assert (case.child.born_on, case.child.given_name) == (date(2015, 6, 1), "")
    spell = Allocation.objects.get(case=case)
    assert (spell.worker_id, spell.allocated_by_id) == (service.small.people["ann"], None)
    assert spell.from_at == datetime(2026, 9, 30, tzinfo=LONDON)
    assert case.team_id == service.small.team  # her own, as the file names none
    assert CaseCircumstance.objects.get(case=case).circumstance == "CARE_ORDER"
    assert CaseFactor.objects.get(case=case).factor == "DISABILITY"
    assert days(service, "IN_NEED_VISIT") == ["2026-09-01"]
    assert service.matters() == []


def test_the_trail_says_what_a_file_made(service):
    stays = told(SEPTEMBER, child(said={WORKER: "New Personone", TEAM: "Brand New Team"}))
    context, by = service.as_("max")
    staged = service.stage(stays)
    with context, reading(stays):
        exchange.settle_people(staged, {"New Personone": exchange.ADD}, by=by, at=NOW)
        exchange.start_applying(staged, by=by, at=NOW)
        exchange.apply_import(service.org, staged, at=LATER)

    rows = {row.act: (row.about_id, row.detail) for row in AuditEvent.objects.filter(org_id=service.org)}
    worker, team = Worker.objects.get(name="New Personone").pk, Team.objects.get(name="Brand New Team").pk
    added = AuditEvent.objects.filter(act="TEAM_ADDED").values_list("about_id", flat=True)
    assert rows["FILE_SETTLED"] == (staged, {"people": {"New Personone": "ADD"}})
    assert rows["FILE_STARTED"] == (staged, {})
    assert rows["FILE_APPLIED"] == (staged, {"children": 1, "people": 1, "teams": 2})  # the one of the file, and a home
    assert rows["PERSON_ADDED"] == (worker, {})
    home = rows["TEAM_CHANGED"][1]["team"]
    assert {str(key) for key in added} == {home, str(team)}
    assert rows["ROLE_GIVEN"] == (worker, {"role": "PRACTITIONER", "team": home})


def test_the_same_file_again_changes_nothing(service):
    service.bring(SEPTEMBER, child(said={ORDER: "YES"}))
    before = Event.objects.count(), Case.objects.count(), CaseCircumstance.objects.count(), Child.objects.count()
    service.bring(OCTOBER, child(said={ORDER: "YES"}))

    assert (
        Event.objects.count(),
        Case.objects.count(),
        CaseCircumstance.objects.count(),
        Child.objects.count(),
    ) == before
    assert service.matters() == []


def test_what_the_file_changes_and_nobody_changed_here_is_written(service):
    service.bring(SEPTEMBER, child(said={ORDER: "YES", DISABLED: "YES"}))
    service.bring(
        OCTOBER, child(said={KIND: "CHILD_PROTECTION", BORN: "2015-07-01", PLANNED: "2026-03-03", SEEN: "2026-10-05"})
    )

    case = service.case()
    assert (case.case_type, case.child.born_on) == ("CHILD_PROTECTION", date(2015, 7, 1))
    assert days(service, "IN_NEED_STARTED") == ["2026-03-03"]  # a correction
    assert days(service, "IN_NEED_VISIT") == ["2026-09-01", "2026-10-05"]  # one more
    assert CaseCircumstance.objects.get(case=case).to_date == OCTOBER  # no longer said: over
    assert CaseFactor.objects.get(case=case).to_date == OCTOBER
    assert service.matters() == []


def test_the_latest_of_a_kind_moved_back_is_a_correction(service):
    service.bring(SEPTEMBER, child())
    service.bring(OCTOBER, child(said={SEEN: "2026-08-20"}))

    assert days(service, "IN_NEED_VISIT") == ["2026-08-20"]


def test_an_event_that_stands_is_not_written_twice(service):
    service.bring(SEPTEMBER, child())
    context, ann = service.as_("ann")
    with context:
        told = Told(
            RecordKind.VISIT, datetime(2026, 10, 5, 14, 30, tzinfo=LONDON), time_known=True, text="Seen at home"
        )
        seen = OfChild(sight=Sight.ALONE, meets=(EventKind.IN_NEED_VISIT,))
        write_record(told, [(service.case().pk, seen)], key=uuid4(), by=ann, at=NOW)
    service.bring(OCTOBER, child(said={SEEN: "2026-10-05"}))

    assert days(service, "IN_NEED_VISIT") == ["2026-09-01", "2026-10-05"]


def test_what_was_changed_here_too_is_kept_and_asked_about(service):
    service.bring(SEPTEMBER, child())
    Child.objects.filter(reference="N1").update(born_on=date(2015, 6, 2))
    service.bring(OCTOBER, child())
    assert service.matters() == []  # the file says what it said: ours stands, silently

    service.bring(NOVEMBER, child(said={BORN: "2015-07-01"}))
    assert service.matters() == [("CHANGED_HERE", "born_on", "2015-06-02", "2015-07-01")]
    assert Child.objects.get(reference="N1").born_on == date(2015, 6, 2)

    service.decide("sue", take=True)
    assert Child.objects.get(reference="N1").born_on == date(2015, 7, 1)
    assert service.matters() == []


def test_an_event_that_somebody_amended_is_kept_and_asked_about(service):
    service.bring(SEPTEMBER, child())
    first = Event.objects.get(case=service.case(), kind="IN_NEED_STARTED")
    make(
        "event", service.org, case=service.case(), kind="IN_NEED_STARTED", replaces=first, time_known=False,
        happened_at=datetime(2026, 3, 5, tzinfo=LONDON), recorded_at=NOW, recorded_by_id=service.small.people["ann"],
    )  # fmt: skip
    service.bring(OCTOBER, child(said={PLANNED: "2026-03-09"}))

    assert days(service, "IN_NEED_STARTED") == ["2026-03-05"]
    assert service.matters() == [("CHANGED_HERE", "IN_NEED_STARTED", "2026-03-05", "2026-03-09")]
    service.decide("sue", take=True)
    assert days(service, "IN_NEED_STARTED") == ["2026-03-09"]


def test_another_worker_is_proposed_and_never_given_the_case_by_the_file(service):
    service.bring(SEPTEMBER, child())
    bob = service.small.people["bob"]
    service.bring(OCTOBER, child(said={WORKER: "bob"}))

    assert service.matters() == [("NEW_WORKER", "name", str(service.small.people["ann"]), str(bob))]
    assert Allocation.objects.get(case=service.case()).to_at is None
    service.decide("sue", take=True)
    assert Allocation.objects.get(case=service.case(), to_at__isnull=True).worker_id == bob


def test_another_team_is_proposed_and_whoever_may_see_the_case_stays_the_same_until_then(service):
    service.bring(SEPTEMBER, child(said={TEAM: "Harbour"}))
    before = service.case().team
    service.bring(OCTOBER, child(said={TEAM: "Beacon"}))

    assert before.name == "Harbour"
    assert service.case().team == before
    assert service.matters() == [("NEW_WORKER", "team", "Harbour", "Beacon")]
    service.decide("max", take=True)
    assert service.case().team.name == "Beacon"


def test_the_worker_whom_people_chose_here_already_is_no_matter(service):
    service.bring(SEPTEMBER, child())
    context, sue = service.as_("sue")
    with context:
        allocate_case(service.case().pk, worker=service.small.people["bob"], why="Has room", by=sue, at=LATER)
    service.bring(OCTOBER, child(said={WORKER: "bob"}))

    assert service.matters() == []


def test_a_child_who_is_gone_is_said_once_and_closed_by_a_person_alone(service):
    service.bring(SEPTEMBER, child(), child("N2"))
    service.bring(OCTOBER, child("N2"))
    service.bring(NOVEMBER, child("N2"))

    assert service.matters() == [("NOT_IN_FILE", "", "open", "")]
    assert service.case().closed_at is None
    service.decide("sue", take=True)
    assert service.case().closed_why == "agreed"


def test_a_child_without_open_work_any_more_is_said_with_the_reason(service):
    service.bring(SEPTEMBER, child())
    ended = {"open": False, "why_not": "CLOSED", "reason": "The episode ended; nothing open since"}
    service.bring(OCTOBER, child(**ended), child("N9", **ended))

    assert service.matters() == [("CLOSED_IN_FILE", "", "open", "The episode ended; nothing open since")]
    assert Child.objects.filter(reference="N9").exists()  # known, and without a case
    assert not Case.objects.filter(reference="N9").exists()
    service.decide("max", take=False)
    assert service.case().closed_at is None


@pytest.mark.parametrize(("said", "closed"), [(date(2026, 11, 16), date(2026, 11, 16)), (date(2026, 9, 1), SEPTEMBER)])
def test_a_case_is_closed_on_the_day_that_the_file_gives(service, said, closed):
    """Where it was given to somebody later, on that day: here that of the file that said so."""
    service.bring(SEPTEMBER, child())
    service.bring(NOVEMBER, child(open=False, why_not="CLOSED", reason="Closed", closed_on=said))
    service.decide("sue", take=True)

    ended = service.case().closed_at
    assert ended.astimezone(LONDON).date() == closed
    assert Allocation.objects.get(case=service.case()).to_at == ended


def test_a_case_closed_here_and_open_there_is_asked_about_once(service):
    service.bring(SEPTEMBER, child())
    context, sue = service.as_("sue")
    with context:
        close_case(service.case().pk, "Moved away", by=sue, at=LATER)
    service.bring(OCTOBER, child())
    service.bring(NOVEMBER, child())

    assert [matter for matter, *_ in service.matters()] == ["OPEN_IN_FILE"]
    assert Case.objects.filter(reference__startswith="N1").count() == 1


def test_work_that_begins_after_a_case_was_closed_is_a_case_of_its_own(service):
    service.bring(SEPTEMBER, child())
    context, sue = service.as_("sue")
    with context:
        close_case(service.case().pk, "Moved away", by=sue, at=NOW, closed_at=datetime(2026, 10, 2, tzinfo=LONDON))
    service.bring(NOVEMBER, child(said={OPENED: "2026-11-02"}))

    again = service.case("N1/2")
    assert again.opened_at == datetime(2026, 11, 2, tzinfo=LONDON)
    assert again.child_id == service.case().child_id
    assert Event.objects.filter(case=again, kind="IN_NEED_VISIT").exists()
    assert service.matters() == []


def claimed(service, day: datetime = datetime(2026, 10, 5, tzinfo=LONDON)):
    """Ann says that she visited on a day, and that the other system has it."""
    return make(
        "event", service.org, case=service.case(), kind="IN_NEED_VISIT", time_known=False, awaits_file=True,
        happened_at=day, recorded_at=NOW, recorded_by_id=service.small.people["ann"],
    )  # fmt: skip


def test_what_was_said_to_be_done_there_is_confirmed_by_a_file_that_has_the_day(service):
    service.bring(SEPTEMBER, child())
    said = claimed(service)
    service.bring(OCTOBER, child(said={SEEN: "2026-10-05"}))
    confirmed = Event.objects.get(replaces=said)

    assert days(service, "IN_NEED_VISIT") == ["2026-09-01", "2026-10-05"]
    assert (confirmed.recorded_by_id, confirmed.recorded_at) == (said.recorded_by_id, said.recorded_at)
    assert not confirmed.awaits_file
    assert service.matters() == []


@pytest.mark.parametrize(("latest", "there"), [("2026-09-01", "2026-09-01"), ("2026-10-12", "2026-10-12")])
@pytest.mark.parametrize(("take", "counts"), [(True, False), (False, True)])
def test_what_no_file_has_stays_a_person_s_word_until_they_answer(service, latest, there, take, counts):
    service.bring(SEPTEMBER, child())
    said = claimed(service)
    service.bring(OCTOBER, child(said={SEEN: latest}))

    assert not Event.objects.filter(replaces=said).exists()
    assert service.matters() == [("NOT_CONFIRMED", "IN_NEED_VISIT", "2026-10-05", there)]
    service.decide("ann", take)
    answer = Event.objects.get(replaces=said)
    assert ("2026-10-05" in days(service, "IN_NEED_VISIT")) == counts
    assert (answer.withdraws, answer.awaits_file, answer.recorded_by_id) == (take, False, said.recorded_by_id)


def test_what_no_file_has_is_asked_once_and_a_later_file_can_still_confirm_it(service):
    service.bring(SEPTEMBER, child())
    said = claimed(service)
    service.bring(OCTOBER, child())
    service.bring(date(2026, 11, 10), child())
    assert len(service.matters()) == 1
    last = service.bring(NOVEMBER, child(said={SEEN: "2026-10-05"}))

    assert Event.objects.get(replaces=said).recorded_by_id == said.recorded_by_id
    assert service.matters() == []
    service.undo(last)
    assert [matter for matter, *_ in service.matters()] == ["NOT_CONFIRMED"]


# ---- questions of earlier files -----------------------------------------------------------------------------------------

MATTERS = [
    ([], [child()], "NOT_IN_FILE", []),
    ([child(open=False, reason="Closed")], [child()], "CLOSED_IN_FILE", []),
    ([child(open=False, reason="Closed")], [child(open=False, reason="Closed")], "CLOSED_IN_FILE", ["CLOSED_IN_FILE"]),
    ([child(open=False, reason="Closed")], [], "CLOSED_IN_FILE", ["NOT_IN_FILE"]),
    ([child(said={WORKER: "bob"})], [child()], "NEW_WORKER", []),
    ([child(said={WORKER: "bob"})], [child(said={WORKER: "bob", SEEN: "2026-11-02"})], "NEW_WORKER", ["NEW_WORKER"]),
    ([child(open=False, reason="They disagree", needs_a_look=True)], [child()], "TO_CHECK", []),
]


@pytest.mark.parametrize(("second", "third", "asked", "left"), MATTERS)
def test_a_later_file_settles_what_it_says_otherwise(service, second, third, asked, left):
    service.bring(SEPTEMBER, child())
    service.bring(OCTOBER, *second)
    assert [matter for matter, *_ in service.matters()] == [asked]
    last = service.bring(NOVEMBER, *third)

    assert [matter for matter, *_ in service.matters()] == left
    service.undo(last)
    assert [matter for matter, *_ in service.matters()] == [asked]


def test_what_a_later_file_settled_is_decided_no_more_and_told_so(service):
    service.bring(SEPTEMBER, child())
    service.bring(OCTOBER)
    matter = ImportMatter.objects.get()
    service.bring(NOVEMBER, child())
    context, sue = service.as_("sue")
    with context:
        with pytest.raises(Refused, match="A later file says otherwise"):
            exchange.decide_matter(matter.pk, True, "Closed", by=sue, at=NOW)
        (told,) = list_matters(sue, import_id=matter.of_id)

    assert (told.decided, told.superseded_on) == ("superseded", NOVEMBER)


def test_a_child_to_be_checked_is_listed(service):
    service.bring(
        SEPTEMBER, child("N7", open=False, why_not="CHECK_RECORD", reason="Lists disagree", needs_a_look=True)
    )

    assert service.matters() == [("TO_CHECK", "", "", "Lists disagree")]


def test_a_case_without_team_and_worker_goes_to_the_organisation_s_own(service):
    service.bring(SEPTEMBER, child(without=(WORKER,)))

    assert service.case().team == Team.objects.get(org_id=service.org, name="Invented council")
    assert not Allocation.objects.filter(case=service.case()).exists()


def test_two_organisations_know_nothing_of_each_others_files(service, orgs):
    service.bring(SEPTEMBER, child())
    with acting(orgs[1], None, "a test"):
        assert not Case.objects.exists()
        assert not Child.objects.exists()


def test_a_new_period_of_care_in_the_row_of_an_old_one_leaves_the_old_one_as_it_was(service):
    began, ended = (Key(About.EVENT, f"LOOKED_AFTER_{word}", "8.1") for word in ("STARTED", "ENDED"))
    service.bring(SEPTEMBER, child(said={began: "2024-01-08", ended: "2025-03-02"}))
    service.bring(OCTOBER, child(said={began: "2026-10-05"}))

    assert days(service, "LOOKED_AFTER_STARTED") == ["2024-01-08", "2026-10-05"]
    assert days(service, "LOOKED_AFTER_ENDED") == ["2025-03-02"]
    assert service.matters() == []


def test_silence_says_of_each_case_what_its_own_source_tells_of(service):
    _, ann = service.as_("ann")
    by_hand = service.small.cases["A1"].pk

    def recorded(case: UUID, known_at: datetime | None = None) -> set[EventKind]:
        facts = case_facts(ann, [case], moment(NOW + timedelta(hours=3)), known_at, stale_days=90).caseload
        # A case that nobody holds is looked at here, wherever it came from.
        return {kind for kind in EventKind if facts.tells_of([kind]).all()} - {EventKind.UNALLOCATED_REVIEWED}

    service.bring(SEPTEMBER, child("N1"), child("N2"), carries=frozenset({EventKind.IN_NEED_VISIT}))
    one, two = service.case("N1").pk, service.case("N2").pk
    assert recorded(one) == recorded(two) == {EventKind.IN_NEED_VISIT}
    assert recorded(by_hand) == set(EventKind) - {EventKind.UNALLOCATED_REVIEWED}

    make(
        "event", service.org, case=service.case("N1"), kind="CORE_GROUP", happened_at=NOW, recorded_at=NOW,
        recorded_by_id=ann.worker,
    )  # fmt: skip
    assert recorded(one) == {EventKind.IN_NEED_VISIT, EventKind.CORE_GROUP}
    assert recorded(two) == {EventKind.IN_NEED_VISIT}

    wider = frozenset({EventKind.IN_NEED_VISIT, EventKind.IN_NEED_REVIEW})
    later = service.bring(OCTOBER, child("N1"), child("N2"), carries=wider)
    assert recorded(two) == wider
    service.undo(later)
    assert recorded(two) == {EventKind.IN_NEED_VISIT}


def test_a_later_file_without_a_column_takes_nothing_away_and_tells_a_new_case_nothing(service):
    """The visit stands, and so does what is due because of it; of a case that only the narrower file has it is not known."""
    _, ann = service.as_("ann")
    at = moment(NOW)
    need, visit = EventKind.IN_NEED_STARTED, EventKind.IN_NEED_VISIT
    service.bring(SEPTEMBER, child("N1"), child("N2"), carries=frozenset({need, visit}))
    late = {"N1", "N2"}
    before = {one.reference: one for one in get_caseload(ann, ann.worker, at).cases}
    narrow = service.bring(
        OCTOBER, child("N1", without=(SEEN,)), child("N3", without=(SEEN,)), carries=frozenset({need})
    )
    after = {one.reference: one for one in get_caseload(ann, ann.worker, at).cases}

    assert all(before[name].next_due_on == after[name].next_due_on is not None for name in late)
    assert all(before[name].band is after[name].band for name in late)
    assert (after["N3"].next_due, after["N3"].overdue) == (None, False)
    assert "the files do not say when the last child in need visit" in after["N3"].unsaid
    assert not any(after[name].unsaid for name in late)
    assert not any("Nothing" in reason for reason in after["N3"].reasons)
    now = get_standing(ann, get_case(ann, service.case("N3").pk), at)
    assert now is not None
    assert now.unsaid == after["N3"].unsaid

    service.undo(narrow)
    assert {one.reference for one in get_caseload(ann, ann.worker, at).cases} >= late


def test_a_wider_file_tells_nothing_of_a_case_that_it_does_not_have(service):
    """Until a file has it again: then its silence about a visit says that there was none."""
    _, ann = service.as_("ann")
    narrow, wide = (
        frozenset({EventKind.IN_NEED_STARTED}),
        frozenset({EventKind.IN_NEED_STARTED, EventKind.IN_NEED_VISIT}),
    )

    def told(known_at: datetime | None = None) -> bool:
        facts = case_facts(ann, [service.case().pk], moment(NOW), known_at, stale_days=90)
        return bool(facts.caseload.tells_of([EventKind.IN_NEED_VISIT])[0])

    service.bring(SEPTEMBER, child(without=(SEEN,)), child("N2"), carries=narrow)
    service.bring(OCTOBER, child("N2"), carries=wide)
    assert not told()
    back = service.bring(NOVEMBER, child(without=(SEEN,)), child("N2"), carries=wide)
    assert told()
    service.undo(back)
    assert not told()


def test_a_file_of_another_layout_tells_of_the_cases_that_it_has(service):
    _, ann = service.as_("ann")
    visit = frozenset({EventKind.IN_NEED_VISIT})

    def told(reference: str) -> bool:
        facts = case_facts(ann, [service.case(reference).pk], moment(NOW), stale_days=90)
        return bool(facts.caseload.tells_of([EventKind.IN_NEED_VISIT])[0])

    service.bring(SEPTEMBER, child("N1", without=(SEEN,)), child("N2", without=(SEEN,)), carries=frozenset())
    service.bring(OCTOBER, child("N1", without=(SEEN,)), carries=visit, layout=Layout.PLAIN)
    assert (told("N1"), told("N2")) == (True, False)


def test_silence_in_the_past_is_that_of_the_files_of_then(service):
    _, ann = service.as_("ann")
    service.bring(SEPTEMBER, child("N1"), carries=frozenset({EventKind.IN_NEED_VISIT}))
    case = service.case("N1").pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (then,) = cursor.fetchone()
    Import.objects.update(staged_at=then, applied_at=then)  # by the clock of the database, as its history is
    later = service.bring(OCTOBER, child("N1"))
    Import.objects.filter(pk=later).update(applied_at=then + timedelta(days=1))

    def group_told(known_at: datetime | None) -> bool:
        facts = case_facts(ann, [case], moment(NOW), known_at, stale_days=90)
        assert len(facts) == 1
        return bool(facts.caseload.tells_of([EventKind.CORE_GROUP])[0])

    assert not group_told(then)
    assert group_told(None)


def test_what_waits_is_counted_of_the_cases_whose_record_one_may_read(service):
    """Ann sees that the cases of the other team are there, and no more of them."""
    make("roleheld", service.org, worker_id=service.small.people["ann"], team_id=service.small.other_team,
         role="BUSINESS_SUPPORT", from_date=SEPTEMBER)  # fmt: skip
    service.bring(SEPTEMBER, child(), child("N2", said={WORKER: "cat"}))
    service.bring(OCTOBER)  # neither is in the file any more

    waiting = {}
    for name in ("ann", "bob", "cat", "sue", "max", "bea", "eve", "adam"):
        context, viewer = service.as_(name)
        with context:
            listed = [one for one in list_matters(viewer) if not one.decided]
            waiting[name] = count_matters(viewer)
            assert name in ("bea", "eve") or waiting[name] == len(listed)
    assert waiting == {"ann": 1, "bob": 0, "cat": 1, "sue": 1, "max": 2, "bea": 0, "eve": 0, "adam": 0}


def test_a_value_that_was_corrected_here_is_kept_and_the_file_that_says_otherwise_asks(service):
    """By the page on which a record is corrected: names, birth date, kind, level of need and the day of opening."""
    given, need = Key(About.CHILD, "given_name"), Key(About.CASE, "level_of_need")
    service.bring(SEPTEMBER, child())
    context, by = service.as_("ann")
    with context:
        now = get_particulars(by, service.case().pk)
        said = replace(now, given_name="Ada", family_name="Quill", born_on=date(2015, 6, 2), level_of_need=3,
                       case_type=CaseType.CHILD_PROTECTION, opened_on=date(2026, 3, 3))  # fmt: skip
        correct_record(service.case().pk, said, "The mother says so", by=by, at=NOW)
    service.bring(OCTOBER, child())
    assert service.matters() == []  # what it repeats, it does not say against us
    service.bring(
        NOVEMBER,
        child(said={given: "Adah", BORN: "2015-07-01", need: "2", KIND: "LOOKED_AFTER", OPENED: "2026-03-01"}),
    )

    assert service.matters() == [
        ("CHANGED_HERE", "born_on", "2015-06-02", "2015-07-01"),
        ("CHANGED_HERE", "case_type", "CHILD_PROTECTION", "LOOKED_AFTER"),
        ("CHANGED_HERE", "given_name", "Ada", "Adah"),
        ("CHANGED_HERE", "level_of_need", "3", "2"),
        ("CHANGED_HERE", "opened_on", "2026-03-03", "2026-03-01"),
    ]
    assert particulars(service.case(), service.case().child) == said


def test_a_file_is_not_undone_once_somebody_named_the_child(service):
    brought = service.bring(SEPTEMBER, child())
    context, by = service.as_("ann")
    with context:
        name_children({service.case().pk: ("Ada", "Quill")}, by=by, at=NOW)

    with pytest.raises(Refused, match="people wrote since"):
        service.undo(brought)
