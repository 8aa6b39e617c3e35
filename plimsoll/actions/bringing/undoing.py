"""What a file did is taken back, unless people wrote on it since."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.bringing import turn
from plimsoll.actions.bringing.trying import InTheWay, attempt
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, ImportState
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.exchange import Import

# Rows that were written after a file, and neither by it nor by one that was undone itself, on what it touched: by case, and
# of a child that has none. What cases ask is reckoned anew by every file, and is nobody's word. Who may see a case is none
# either: a refusal would tell that it was restricted. A case that the file made stays then, for those who may see it.
SINCE = """
    WITH kept AS MATERIALIZED (SELECT records_kept_of_import(%(import)s) AS id),
    touched AS (
        SELECT case_id, child_id, min(from_at) AS first FROM (
            SELECT h.case_id, CASE h.tbl WHEN 'records_child' THEN h.row_id END AS child_id, h.from_at
            FROM records_history h
            WHERE h.org_id = %(org)s AND h.import_id = %(import)s
              AND (h.case_id IS NOT NULL OR h.tbl = 'records_child')
              AND (h.case_id IN (SELECT id FROM kept)) IS NOT TRUE
              AND h.row_id NOT IN (SELECT id FROM kept)) AS t
        GROUP BY case_id, child_id),
    made AS (SELECT child_id, first FROM touched WHERE child_id IS NOT NULL),
    others AS (
        SELECT h.* FROM records_history h
        WHERE h.org_id = %(org)s AND h.tbl NOT IN ('records_caseweight', 'records_restriction', 'records_namedperson')
          AND h.import_id IS DISTINCT FROM %(import)s
          AND NOT EXISTS (SELECT FROM records_import i
                          WHERE i.org_id = %(org)s AND i.id = h.import_id AND i.state = 'UNDONE')
          AND h.from_at > (SELECT min(first) FROM touched))
    SELECT DISTINCT o.case_id FROM others o JOIN touched t ON t.case_id = o.case_id AND o.from_at > t.first
    UNION
    SELECT c.id FROM others o JOIN made m ON m.child_id = coalesce((o.row ->> 'child_id')::uuid, o.row_id)
                                         AND o.from_at > m.first
    LEFT JOIN records_case c ON c.org_id = %(org)s AND c.child_id = m.child_id
    WHERE o.tbl IN ('records_child', 'records_case', 'records_householdmember', 'records_networkcontact',
                    'records_familyrelation')
"""


def check_undo(applied: Import, by: Viewer) -> None:
    """Whether nothing stands in the way of undoing a file as it stands now.

    Raises
    ------
    InTheWay : another file is being applied or undone, a later one of its layout was applied, or people wrote since on what
    it brought.
    """
    _check_nothing_under_way(applied.org_id)
    _check_stands(applied, by)


def check_nothing_undone(org: UUID) -> None:
    """Whether no file is being undone. Raises InTheWay."""
    if Import.objects.filter(org_id=org, state=ImportState.UNDOING).exists():
        raise InTheWay("A file is being undone just now. Wait until that has ended, and try again.")


def _check_nothing_under_way(org: UUID) -> None:
    if Import.objects.filter(org_id=org, state=ImportState.APPLYING).exists():
        raise InTheWay("A file is being applied just now. Wait until that has ended, and try again.")
    check_nothing_undone(org)


def _check_stands(applied: Import, by: Viewer | None) -> None:
    """Whether what a file did can be taken back. Cases are named to a viewer alone."""
    later = (
        Import.objects.filter(org_id=applied.org_id, layout=applied.layout, state=ImportState.APPLIED)
        .filter(applied_at__gt=applied.applied_at)
        .order_by("-applied_at")
        .first()
    )
    if later:
        raise InTheWay(f"Undo the later file '{later.file_name}' first: it builds on this one.")
    with acting(applied.org_id, None, "what was written since a file"), connection.cursor() as cursor:
        cursor.execute(SINCE, {"org": applied.org_id, "import": applied.pk})
        since = {case for (case,) in cursor.fetchall()}
    if not since:
        return
    cases = _named(by, since) if by else ()
    named = f": {', '.join(cases)}" if cases else ""
    raise InTheWay(
        f"This can no longer be undone, as people wrote since on cases that the file brought or changed{named}.", cases
    )


def _named(by: Viewer, since: set[UUID | None]) -> tuple[str, ...]:
    """References of cases, where the viewer may see all of them."""
    seen = scopes.cases(by).filter(pk__in=since - {None}).order_by("reference").values_list("reference", flat=True)
    return tuple(seen) if len(seen) == len(since) else ()


def undo(org: UUID, import_id: UUID, at: datetime) -> None:
    """Undoes a file of which somebody has said that it is to be undone. As `attempt`."""
    attempt(ImportState.UNDOING, org, import_id, lambda: _undo(org, import_id, at))


def _undo(org: UUID, import_id: UUID, at: datetime) -> None:
    with acting(org, None, "a file was undone", origin="jobs"):
        turn.take(org)
        undone = Import.objects.filter(org_id=org, pk=import_id, state=ImportState.UNDOING).first()
        if undone is None:  # done already, by another worker
            return
        _check_stands(undone, None)
        _take_back(undone)
        Import.objects.filter(org_id=org, pk=import_id).update(state=ImportState.UNDONE, undone_at=at, failed="")
        record_event(product(org), Act.FILE_UNDONE, about_id=import_id, why=undone.undone_why or "")


def _take_back(undone: Import) -> None:
    """Takes back what a file did, and remembers each row of it as a change by whoever had it undone.

    Raises
    ------
    InTheWay : something that is not remembered hangs on what the file made.
    """
    try:
        with (
            acting(undone.org_id, undone.undone_by_id, f"a file was undone: {undone.undone_why}", importing=undone.pk),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT records_undo_import(%s)", [undone.pk])
    except IntegrityError:
        raise InTheWay("This can no longer be undone: something was added since to what the file brought.") from None
