"""Court work: what an order asks for by a day stands in the order of work until it is done, varied or discharged."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.court import (
    Ordered,
    end_court_date,
    end_legal_status,
    vary_court_date,
    write_court_date,
    write_legal_status,
)
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import Band, Circumstance, CourtEnd, CourtKind, DueState, LegalStatusKind, Owner
from plimsoll.queries.cases import get_case
from plimsoll.queries.court import get_court_work
from plimsoll.queries.facts.caseload import case_facts
from plimsoll.queries.place import get_standing
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Event
from plimsoll.records.models.court import CourtDate
from tests.factories.small import Small

AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
STATEMENT = Ordered(
    CourtKind.STATEMENT, "final evidence", datetime(2026, 12, 1, 16, 0, tzinfo=LONDON), True, date(2026, 11, 2),
    "Family Court", Owner.WORKER,
)  # fmt: skip


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def standing(small: Small, at: datetime = AT, known_at: datetime | None = None):
    context, viewer = as_(small, "ann")
    with context:
        return get_standing(viewer, get_case(viewer, small.cases["A1"].pk, known_at), moment(at), known_at)


def court(small: Small, at: datetime = AT) -> dict[str, tuple[DueState, date]]:
    return {one.title: (one.state, one.on) for one in standing(small, at).due if one.by_hand}


def write(small: Small, said: Ordered = STATEMENT, name: str = "ann", key=None, at: datetime = AT):
    context, by = as_(small, name)
    with context:
        return write_court_date(small.cases["A1"].pk, said, key=key or uuid4(), by=by, at=at)


def test_a_direction_stands_in_the_order_of_work_as_law_does(small):
    key = uuid4()
    assert write(small, key=key) == write(small, key=key) == key  # sent twice, written once
    assert CourtDate.objects.count() == 1
    late = datetime(2026, 12, 1, 16, 1, tzinfo=LONDON)
    title = "statement of the social worker"
    assert court(small) == {title: (DueState.DUE, date(2026, 12, 1))}
    assert court(small, late) == {title: (DueState.OVERDUE, date(2026, 12, 1))}
    assert any(reason.startswith("Statement of the social worker was due") for reason in standing(small, late).reasons)
    assert AuditEvent.objects.filter(act="COURT_DATE_WRITTEN", about_id=key).count() == 1


def test_varied_it_has_another_day_and_the_first_stays_on_record(small):
    first = write(small)
    context, by = as_(small, "ann")
    later = Ordered(
        STATEMENT.kind, "", datetime(2027, 1, 8, tzinfo=LONDON), False, date(2026, 11, 20), "Family Court", Owner.WORKER
    )
    with context:
        second = vary_court_date(first, later, "an expert is late", key=uuid4(), by=by, at=AT)
        work = get_court_work(by, small.cases["A1"].pk)
        with pytest.raises(Refused, match="varied"):
            end_court_date(first, CourtEnd.DONE, date(2026, 11, 23), "sent", by=by, at=AT)
        with pytest.raises(Refused, match="older than the one"):
            vary_court_date(
                second, Ordered(**{**vars(later), "ordered_on": date(2026, 11, 1)}), "x", key=uuid4(), by=by, at=AT
            )
    assert court(small) == {"statement of the social worker": (DueState.DUE, date(2027, 1, 8))}
    assert [(one.open, one.varied) for one in work.dates] == [(False, "an expert is late"), (True, "")]


@pytest.mark.parametrize(
    ("how", "left"), [(CourtEnd.DONE, {"pre-proceedings meeting": DueState.MET}), (CourtEnd.DISCHARGED, {})]
)
def test_done_it_is_met_and_stands_on_the_chronology(small, how, left):
    meeting = Ordered(
        CourtKind.MEETING, "", datetime(2026, 11, 27, tzinfo=LONDON), False, date(2026, 11, 20), "", Owner.WORKER
    )
    row = write(small, meeting)
    context, by = as_(small, "ann")
    with context:
        end_court_date(row, how, date(2026, 11, 23), "both parents came", by=by, at=AT + timedelta(minutes=1))
    after = AT + timedelta(hours=1)
    assert {name: state for name, (state, _) in court(small, after).items()} == left
    assert court(small) == {"pre-proceedings meeting": (DueState.DUE, date(2026, 11, 27))}  # as it stood before
    written = Event.objects.filter(kind="PRE_PROCEEDINGS_MEETING")
    assert [row.note for row in written] == (["both parents came"] if left else [])


def test_an_interim_order_counts_for_visits_and_is_due_when_it_runs_out(small):
    context, by = as_(small, "sue")
    with context:
        row = write_legal_status(
            small.cases["A1"].pk, LegalStatusKind.INTERIM_CARE_ORDER, date(2026, 11, 2), expires_on=date(2026, 12, 14),
            court="Family Court", note="", by=by, at=AT,
        )  # fmt: skip
    title = "next step before the interim care order runs out"
    assert court(small) == {title: (DueState.DUE, date(2026, 12, 14))}
    assert facts(small).circumstances[0] & Circumstance.INTERIM_CARE_ORDER.bit
    with as_(small, "sue")[0]:
        end_legal_status(row, date(2026, 11, 23), "a care order was made", by=by, at=AT)
    assert court(small, AT + timedelta(hours=1)) == {}
    assert not facts(small, AT + timedelta(hours=1)).circumstances[0] & Circumstance.INTERIM_CARE_ORDER.bit


def test_an_emergency_order_puts_the_case_into_act_now_until_it_has_run_out(small):
    context, by = as_(small, "ann")
    with context:
        write_legal_status(
            small.cases["A1"].pk, LegalStatusKind.EMERGENCY_PROTECTION_ORDER, date(2026, 11, 20),
            expires_on=date(2026, 11, 27), court="Family Court", note="", by=by, at=AT,
        )  # fmt: skip
    assert standing(small).band is Band.ACT_NOW
    assert standing(small, datetime(2026, 11, 28, 9, 0, tzinfo=LONDON)).band is not Band.ACT_NOW


def facts(small: Small, at: datetime = AT):
    context, viewer = as_(small, "ann")
    with context:
        return case_facts(viewer, [small.cases["A1"].pk], moment(at), stale_days=90).caseload


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"court": " "}, "court"),
        ({"ordered_on": date(2026, 11, 24)}, "ordered_on"),
        ({"due_at": datetime(2026, 10, 1, tzinfo=LONDON)}, "due"),
        ({"due_at": datetime(2036, 10, 1, tzinfo=LONDON)}, "due"),
        ({"what": "x" * 301}, "what"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(small, said, field):
    with pytest.raises(Refused) as refusal:
        write(small, Ordered(**{**vars(STATEMENT), **said}))
    assert list(refusal.value.faults) == [field]
    assert not CourtDate.objects.exists()


@pytest.mark.parametrize("name", ["max", "eve"])
def test_who_may_not_write_on_a_case_writes_no_court_work(small, name):
    with pytest.raises(NotAllowed):
        write(small, name=name)
