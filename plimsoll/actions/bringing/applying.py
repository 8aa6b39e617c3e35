"""A staged file is merged with the records: all of it in one transaction, or nothing."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.bringing import turn
from plimsoll.actions.bringing.on_record import hold
from plimsoll.actions.bringing.people import Teams, add_people
from plimsoll.actions.bringing.plan import CHUNK, Written
from plimsoll.actions.bringing.restricting import restrict_alike
from plimsoll.actions.bringing.staging import make_plan, read, understood
from plimsoll.actions.bringing.trying import attempt
from plimsoll.actions.workload import weigh
from plimsoll.core.terms import Act, ImportState
from plimsoll.queries.matching import Names, meanings
from plimsoll.records import bulk
from plimsoll.records.context import acting, beside
from plimsoll.records.models.cases import Allocation, Case, CaseCircumstance, CaseFactor, Event
from plimsoll.records.models.exchange import Import, ImportFile, ImportMatter, Statement
from plimsoll.records.models.families import Child

COLUMNS = {
    Child: (
        "id", "org_id", "reference", "given_name", "family_name", "sort_name", "born_on", "expected_on", "died_on",
        "nhs_number",
    ),
    Case: (
        "id", "org_id", "reference", "child_id", "team_id", "case_type", "also", "level_of_need", "seen_unrecorded",
        "opened_at", "opened_unrecorded",
    ),
    Allocation: ("id", "org_id", "case_id", "worker_id", "from_at", "why"),
    CaseCircumstance: ("id", "org_id", "case_id", "circumstance", "from_date"),
    CaseFactor: ("id", "org_id", "case_id", "factor", "from_date"),
    Event: (
        "id", "org_id", "case_id", "kind", "happened_at", "time_known", "nth", "recorded_at", "note", "replaces_id",
        "withdraws", "recorded_by_id",
    ),
    Statement: ("id", "org_id", "of_id", "child_reference", "about", "name", "which", "nth", "value"),
    ImportMatter: (
        "id", "org_id", "of_id", "child_reference", "matter", "case_id", "about", "name", "which", "nth", "here", "there",
        "made_at",
    ),
}  # fmt: skip


def apply(org: UUID, import_id: UUID, at: datetime) -> None:
    """Applies a file that somebody has said is to be applied. As `attempt`."""
    attempt(ImportState.APPLYING, org, import_id, lambda: _apply(org, import_id, at))


def _apply(org: UUID, import_id: UUID, at: datetime) -> None:
    with acting(org, None, "a file was applied", origin="jobs", importing=import_id), beside(org) as outside:
        turn.take(org)
        staged = Import.objects.filter(org_id=org, pk=import_id, state=ImportState.APPLYING).first()
        if staged is None:  # done already, by another worker
            return
        kept = ImportFile.objects.get(org_id=org, of_id=import_id)
        told = read(bytes(kept.content), staged.file_name, staged.facts_on, meanings(org), at)
        hold(org, [child.reference for child in told.children])
        names, teams = Names(org, told.layout, told.facts_on), Teams(org, told.layout, told.facts_on, make=True)
        people = add_people(org, told.people, names, teams, by=staged.started_by_id, at=at)
        plan = make_plan(told, org=org, import_id=import_id, at=at, names=names, teams=teams)
        _plan_for_many()
        done, total = 0, len(told.children)
        for written in plan.chunks():
            write(written, import_id)
            restrict_alike(org, written.cases, written.allocations, by=staged.started_by_id, at=at)
            done = min(done + CHUNK, total)
            outside.execute("UPDATE records_import SET done = %s, total = %s WHERE id = %s", [done, total, import_id])
        weigh(org, plan.came.to_weigh, at)
        kept.understood = understood(told, plan) | {"left_out": kept.understood.get("left_out", [])}
        kept.save(update_fields=["understood"])
        Import.objects.filter(org_id=org, pk=import_id).update(
            state=ImportState.APPLIED, applied_at=at, done=total, total=total, failed=""
        )
        # Not what it came to: the comparison with cases is for those alone who may see these.
        detail = {"children": total, "people": people, "teams": teams.made}
        record_event(product(org), Act.FILE_APPLIED, about_id=import_id, detail=detail)


def _plan_for_many() -> None:
    """Pointers are checked by plans that the database keeps. Made while a table is small, they read all of it for each row,
    also when it has grown: 55,000 rows of a file were not applied in nine minutes."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        cursor.execute("SET LOCAL enable_seqscan = off")


def write(written: Written, import_id: UUID) -> None:
    """The rows of some children, each table after those it points at; and which earlier questions this file settles."""
    for model, rows in (
        (Child, written.children),
        (Case, written.cases),
        (Allocation, written.allocations),
        (CaseCircumstance, written.circumstances),
        (CaseFactor, written.factors),
        (Event, written.events),
        (Statement, written.statements),
        (ImportMatter, written.matters),
    ):
        bulk.insert(model, COLUMNS[model], rows)
    for key, fields in written.child_changes.items():
        Child.objects.filter(pk=key).update(**fields)
    for key, fields in written.case_changes.items():
        Case.objects.filter(pk=key).update(**fields)
    for key, day in written.circumstances_ended.items():
        CaseCircumstance.objects.filter(pk=key).update(to_date=day)
    for key, day in written.factors_ended.items():
        CaseFactor.objects.filter(pk=key).update(to_date=day)
    if written.superseded:
        ImportMatter.objects.filter(pk__among=written.superseded, decided_at__isnull=True).update(
            superseded_by_id=import_id
        )
