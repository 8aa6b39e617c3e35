"""What is restricted stays so, whatever files bring."""

from datetime import datetime
from uuid import UUID

from plimsoll.core.calendar import LONDON
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, Restriction
from plimsoll.records.models.families import Child
from tests.actions.bringing.by_hand import OCTOBER, OPENED, SEPTEMBER, Service, child
from tests.factories.records import make

OPENED_ANEW = child(said={OPENED: "2026-10-01"})


def restrict(service: Service, case: UUID) -> None:
    """To Sue alone."""
    sue = service.small.people["sue"]
    make("namedperson", service.org, case_id=case, worker_id=sue, named_by_id=sue)
    make("restriction", service.org, case_id=case, restricted_by_id=sue)


def close(service: Service) -> None:
    Case.objects.filter(pk=service.case().pk).update(
        closed_at=datetime(2026, 8, 1, tzinfo=LONDON), closed_why="done", closed_by_id=service.small.people["sue"]
    )


def seen_by(service: Service, name: str) -> tuple[int, list[str]]:
    """How often the child is there for somebody, and which of their cases."""
    context, _ = service.as_(name)
    with context:
        cases = Case.objects.filter(reference__startswith="N1").order_by("reference")
        return Child.objects.filter(reference="N1").count(), [case.reference for case in cases]


def test_a_new_case_of_a_child_whose_cases_are_restricted_is_restricted_alike(service):
    service.bring(SEPTEMBER, child())
    restrict(service, service.case().pk)
    close(service)
    brought = service.bring(OCTOBER, OPENED_ANEW)

    assert seen_by(service, "max") == (0, [])  # who brought it
    assert seen_by(service, "bob") == (0, [])
    assert seen_by(service, "sue") == (1, ["N1", "N1/2"])
    assert seen_by(service, "ann") == (1, ["N1/2"])  # who holds it by the file
    again = service.case("N1/2")
    assert Restriction.objects.get(case=again).restricted_by_id == service.small.people["max"]
    assert AuditEvent.objects.filter(case_id=again.pk, act="CASE_RESTRICTED").count() == 1

    service.undo(brought)
    assert not Case.objects.filter(reference="N1/2").exists()
    assert seen_by(service, "max") == (0, [])


def test_a_new_case_of_a_child_who_has_one_for_all_is_there_for_all(service):
    service.bring(SEPTEMBER, child())
    close(service)
    other = make(
        "case", service.org, reference="N1-a", child=service.case().child, team_id=service.small.team,
        opened_at=datetime(2026, 5, 1, tzinfo=LONDON), closed_at=datetime(2026, 6, 1, tzinfo=LONDON), closed_why="done",
        closed_by_id=service.small.people["sue"],
    )  # fmt: skip
    restrict(service, other.pk)
    service.bring(OCTOBER, OPENED_ANEW)

    assert seen_by(service, "max") == (1, ["N1", "N1/2"])
