"""New information: taken in, landing in the order of work, and dealt with in words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from plimsoll.actions.cases import Refused, restrict_case
from plimsoll.actions.information import CameIn, deal_with_information, take_in
from plimsoll.actions.priority import judge_case
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import moment
from plimsoll.core.terms import Act, Band, EventKind, Information, InformationOutcome, Means, Role, Scale
from plimsoll.queries.information import list_late_news, list_news
from plimsoll.queries.priority import get_caseload
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Event
from plimsoll.records.models.information import NewInformation
from tests.factories.records import make
from tests.factories.small import AT, FROM, NOW, Small

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 23, 10, tzinfo=UTC)


@pytest.fixture
def seen(small: Small) -> Small:
    """Ann's child was seen on Friday, so nothing presses; dee is on duty, and may not see the other team."""
    friday = datetime(2026, 11, 20, 10, tzinfo=UTC)
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=friday, recorded_at=friday)
    dee = make("worker", small.org, name="dee", sort_name="dee", joined_on=FROM)
    make("roleheld", small.org, worker=dee, team_id=small.team, role=Role.DUTY, from_date=FROM)
    small.people["dee"] = dee.pk
    return small


def came(**given) -> CameIn:
    usual = {"key": uuid4(), "kind": Information.POLICE, "source": "PC Dune", "means": Means.PHONE,
             "what": "Called to the house at night.", "danger": False, "received_at": NOW - timedelta(minutes=10),
             "happened_at": SATURDAY}  # fmt: skip
    return CameIn(**usual | given)


def taken(small: Small, by: str = "bea", case: str = "A1", **given) -> UUID:
    return take_in(small.cases[case].pk, came(**given), by=small.viewer(by), at=NOW)[0]


def placed(small: Small, by: str = "ann", at: int = AT):
    return next(one for one in get_caseload(small.viewer(by), small.people["ann"], at).cases if one.reference == "A1")


def test_it_lands_on_the_case_moves_it_and_waits_until_somebody_says_what_it_means(seen):
    before = placed(seen)
    assert before.band is not Band.TODAY
    key = taken(seen)

    there = placed(seen)
    assert (there.band, there.news) == (Band.TODAY, (Information.POLICE,))
    assert "Police notification came in; nobody has said yet what it means" in there.reasons
    (news,) = list_news(seen.viewer("ann"), seen.cases["A1"].pk, NOW)
    assert (news.happened_at, news.received_at, news.recorded_at) == (SATURDAY, NOW - timedelta(minutes=10), NOW)
    assert (news.recorded_by, news.dealt, news.hours, news.late) == ("bea", None, 4, False)

    deal_with_information(
        key,
        InformationOutcome.NOTHING_CHANGES,
        "We know: the father no longer lives there.",
        by=seen.viewer("ann"),
        at=NOW,
    )
    after = placed(seen)
    assert (after.news, after.band) == ((), before.band)
    (news,) = list_news(seen.viewer("ann"), seen.cases["A1"].pk, NOW)
    assert (news.dealt.by, news.dealt.meaning) == ("ann", "We know: the father no longer lives there.")
    acts = AuditEvent.objects.filter(case_id=seen.cases["A1"].pk).values_list("act", "about_id")
    assert {(Act.INFORMATION_TAKEN_IN.value, key), (Act.INFORMATION_DEALT_WITH.value, key)} <= set(acts)


def test_who_knows_of_a_case_and_does_not_read_it_is_not_told_what_came_in(seen):
    taken(seen)
    there = placed(seen, "bea")

    assert there.news == ()
    assert not any("Police" in reason for reason in there.reasons)
    assert list_news(seen.viewer("bea"), seen.cases["A1"].pk, NOW) == ()


def test_who_takes_in_and_who_says_what_it_means(seen):
    for name in ("ann", "sue", "dee", "max"):
        taken(seen, name)
    for name, refusal in (("bob", NotThere), ("cat", NotThere), ("adam", NotThere), ("eve", NotAllowed)):
        with pytest.raises(refusal):
            taken(seen, name)
    key = NewInformation.objects.values_list("pk", flat=True)[0]
    for name, refusal in (("bea", NotAllowed), ("max", NotAllowed), ("cat", NotThere)):
        with pytest.raises(refusal):
            deal_with_information(key, InformationOutcome.NOTHING_CHANGES, "Known", by=seen.viewer(name), at=NOW)


def test_of_a_case_out_of_reach_nobody_learns_that_it_is_there(seen):
    """A case of another team, one restricted to others, and one that never was are refused in the same way."""
    restrict_case(seen.cases["A1"].pk, named=[seen.people["max"]], why="known to staff", by=seen.viewer("sue"), at=NOW)
    for case in (seen.cases["C1"].pk, seen.cases["A1"].pk, uuid4()):
        with acting(seen.org, seen.people["dee"], "a test"), pytest.raises(NotThere):
            take_in(case, came(), by=seen.viewer("dee"), at=NOW)


def test_every_fault_is_told_at_once_and_a_closed_case_leads_to_the_front_door(seen):
    with pytest.raises(Refused) as refused:
        taken(seen, source=" ", what="\n", received_at=NOW + timedelta(hours=1), happened_at=NOW + timedelta(hours=2))
    assert set(refused.value.faults) == {"source", "what", "received", "happened"}

    case = seen.cases["A1"]
    case.closed_at, case.closed_by_id, case.closed_why = NOW, seen.people["sue"], "all is well"
    case.save()
    with pytest.raises(NotAllowed, match="taken in at the front door"):
        taken(seen)


def test_sent_twice_it_is_taken_in_once_and_dealt_with_once(seen):
    said = came()
    first, second = (take_in(seen.cases["A1"].pk, said, by=seen.viewer("bea"), at=NOW) for _ in range(2))
    assert first == second
    assert NewInformation.objects.count() == 1

    deal_with_information(first[0], InformationOutcome.NOTHING_CHANGES, "Known", by=seen.viewer("ann"), at=NOW)
    with pytest.raises(Refused) as refused:
        deal_with_information(first[0], InformationOutcome.NOTHING_CHANGES, "Other", by=seen.viewer("sue"), at=NOW)
    assert refused.value.faults == {"information": "This was dealt with already, on Mon 23 Nov 2026 at 09:00."}


def test_a_child_in_danger_stands_in_act_now_until_made_safe_whatever_the_news_means(seen):
    key = taken(seen, danger=True)
    assert placed(seen).band is Band.ACT_NOW
    told = Event.objects.get(case_id=seen.cases["A1"].pk, kind=EventKind.IMMEDIATE_HARM_REPORTED)
    assert told.note == "Police notification, from PC Dune."

    deal_with_information(key, InformationOutcome.ON_RECORD, "We went there at once.", by=seen.viewer("ann"), at=NOW)
    assert placed(seen).band is Band.ACT_NOW
    make("event", seen.org, case=seen.cases["A1"], kind="MADE_SAFE", happened_at=NOW, recorded_at=NOW)
    assert placed(seen).band is not Band.ACT_NOW


def test_it_goes_on_the_record_with_its_words_and_its_meaning(seen):
    key = taken(seen)
    deal_with_information(key, InformationOutcome.ON_RECORD, "Visit brought forward.", by=seen.viewer("ann"), at=NOW)

    row = Event.objects.get(case_id=seen.cases["A1"].pk, kind=EventKind.SIGNIFICANT_EVENT)
    assert (row.happened_at, row.received_at, row.recorded_at) == (SATURDAY, NOW - timedelta(minutes=10), NOW)
    assert "Called to the house at night." in row.note
    assert row.note.endswith("What it means: Visit brought forward.")


def test_judged_anew_is_said_only_where_somebody_judged_since(seen):
    key = taken(seen)
    with pytest.raises(Refused) as refused:
        deal_with_information(key, InformationOutcome.JUDGED, "Graver than thought", by=seen.viewer("ann"), at=NOW)
    assert refused.value.faults == {
        "outcome": "Nobody has judged this case since it came in. Judge it first, then say so here."
    }

    judge_case(seen.cases["A1"].pk, {Scale.WAIT: 3}, "The police were there", by=seen.viewer("ann"), at=NOW)
    deal_with_information(key, InformationOutcome.JUDGED, "Graver than thought", by=seen.viewer("ann"), at=NOW)
    assert placed(seen).news == ()


def test_it_lands_with_brothers_and_sisters_each_dealt_with_apart(seen):
    make("allocation", seen.org, case=seen.cases["U1"], worker_id=seen.people["ann"], from_at=NOW - timedelta(1))
    said = came(also=(seen.cases["U1"].pk,))
    first, second = take_in(seen.cases["A1"].pk, said, by=seen.viewer("ann"), at=NOW)
    deal_with_information(first, InformationOutcome.NOTHING_CHANGES, "Known", by=seen.viewer("ann"), at=NOW)

    found = {one.reference: one.news for one in get_caseload(seen.viewer("ann"), seen.people["ann"], AT).cases}
    assert found == {"A1": (), "U1": (Information.POLICE,)}
    with pytest.raises(NotThere):  # one of whom they may not know
        take_in(seen.cases["A1"].pk, came(also=(seen.cases["C1"].pk,)), by=seen.viewer("ann"), at=NOW)
    assert first != second


def test_what_has_waited_too_long_is_told_to_who_reads_the_case(seen):
    """Four office hours for the police: from Friday 13:00 until 17:00; from 13:30 until Monday 9:30."""
    cases = [seen.cases["A1"].pk, seen.cases["C1"].pk]
    friday = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    for hour in (friday, friday + timedelta(minutes=30)):
        taken(seen, received_at=hour, happened_at=None)
    taken(seen, "cat", "C1", received_at=friday, happened_at=None)

    def late(name: str, at: datetime):
        return [one.received_at for one in list_late_news(seen.viewer(name), cases, at)]

    assert late("sue", datetime(2026, 11, 20, 16, 59, tzinfo=UTC)) == []
    assert late("sue", NOW) == [friday]
    assert late("sue", NOW + timedelta(minutes=30)) == [friday, friday + timedelta(minutes=30)]
    assert late("cat", NOW) == [friday]  # her own case
    assert late("bea", NOW) == []


def test_the_past_knows_what_waited_then(seen):
    key = taken(seen)
    deal_with_information(
        key, InformationOutcome.NOTHING_CHANGES, "Known", by=seen.viewer("ann"), at=NOW + timedelta(hours=1)
    )

    half_past = moment(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert placed(seen, at=half_past).news == (Information.POLICE,)
    assert placed(seen, at=moment(datetime(2026, 11, 23, 10, 30, tzinfo=UTC))).news == ()
