"""What one form writes is written once, also where it is sent twice at once: whoever taps twice is shown no fault."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections

from plimsoll.actions.court import Ordered, write_court_date
from plimsoll.actions.information import CameIn, take_in
from plimsoll.actions.people_round import note_safety
from plimsoll.actions.priority import confirm_order
from plimsoll.actions.steps import Step, record_step
from plimsoll.actions.unallocated import review_unallocated
from plimsoll.core.terms import Act, CourtKind, EventKind, Information, Means, Owner
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.families import Child
from tests.factories.records import organisation
from tests.factories.small import NOW, TODAY, Small, small_organisation

ORDER = Ordered(
    CourtKind.SECTION_37_REPORT, "", NOW + timedelta(40), time_known=False, ordered_on=date(2026, 11, 2),
    court="The family court", owner=Owner.WORKER,
)  # fmt: skip


def _information(small: Small, key: UUID) -> None:
    said = CameIn(key, Information.SCHOOL, "The head", Means.PHONE, "Not in school.", danger=True, received_at=NOW)
    take_in(small.cases["A1"].pk, said, by=small.viewer("bea"), at=NOW)


def _court_date(small: Small, key: UUID) -> None:
    write_court_date(small.cases["A1"].pk, ORDER, key=key, by=small.viewer("ann"), at=NOW)


def _safety_note(small: Small, key: UUID) -> None:
    review = date(2026, 12, 24)
    note_safety(
        small.cases["A1"].pk, "A dog.", "The neighbour", review_on=review, key=key, by=small.viewer("ann"), at=NOW
    )


def _review(small: Small, key: UUID) -> None:
    case = small.cases["U1"].pk
    review_unallocated(
        case, key=key, risk="As before.", safe="The aunt.", next_step="Duty.", by=small.viewer("sue"), at=NOW
    )


def _order(small: Small, key: UUID) -> None:
    confirm_order(small.people["ann"], comment="", with_supervisor=None, key=key, by=small.viewer("ann"), at=NOW)


def _birth(small: Small, key: UUID) -> None:
    birth = Step(EventKind.BIRTH, NOW, time_known=False)
    record_step(birth, [small.cases["B1"].pk], key=key, by=small.viewer("bob"), at=NOW)


SENT = (
    ("bea", _information, (Act.INFORMATION_TAKEN_IN,)),
    ("ann", _court_date, (Act.COURT_DATE_WRITTEN,)),
    ("ann", _safety_note, (Act.SAFETY_NOTED,)),
    ("sue", _review, (Act.UNALLOCATED_REVIEWED,)),
    ("ann", _order, (Act.ORDER_CONFIRMED,)),
    ("bob", _birth, (Act.RECORD_CORRECTED, Act.RECORD_WRITTEN)),
)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_form_that_is_sent_twice_at_once_is_kept_once() -> None:
    org = organisation().pk
    (small,) = small_organisation(org)
    with acting(org, None, "a test"):
        Child.objects.filter(pk=small.cases["B1"].child_id).update(born_on=None, expected_on=TODAY)
    together, keys = Barrier(2), [uuid4() for _ in SENT]

    def sent(_: int) -> None:
        try:
            for key, (name, send, _) in zip(keys, SENT, strict=True):
                with acting(org, small.people[name], "a test"):
                    together.wait(60)
                    send(small, key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sent, range(2)))

    with acting(org, small.people["sue"], "a test"):
        told = AuditEvent.objects.filter(org_id=org).values_list("act", flat=True)
        assert sorted(told) == sorted(act for _, _, acts in SENT for act in acts)
