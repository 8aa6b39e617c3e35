"""What the trail says, and whether it is whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Coalesce

from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case
from plimsoll.records.models.people import Worker


@dataclass(frozen=True)
class Broken:
    """A link of the chain that does not close: entries in it were taken out, put in or changed, or the link itself was."""

    seal: int
    at: datetime | None
    says: str


@dataclass(frozen=True)
class Trail:
    """What a check of the whole trail found.

    entries : checked; erased : entries whose content was taken away when its time was over (their digests stand);
    unsealed : written since the last seal; changed : entries that do not match their own digest, as (table, id);
    broken : links that do not close.
    """

    seals: int
    entries: int
    erased: int
    unsealed: int
    changed: tuple[tuple[str, str], ...]
    broken: tuple[Broken, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, taken out or put in."""
        return not self.changed and not self.broken


@dataclass(frozen=True)
class Reason:
    """Why somebody corrected the record of a case, and of which fields."""

    by: UUID | None
    at: datetime
    why: str
    fields: frozenset[str]


def list_reasons(viewer: Viewer, case: UUID) -> tuple[Reason, ...]:
    """Why the record of a case was corrected, the first time first: by way of this case alone, as another may be hidden. One
    query, for whoever may read the record."""
    rows = AuditEvent.objects.filter(org_id=viewer.org, case_id=case, act=Act.RECORD_CORRECTED).order_by("at", "id")
    return tuple(
        Reason(by, at, why or "", frozenset((detail or {}).get("fields", ())))
        for by, at, why, detail in rows.values_list("by_id", "at", "why", "detail")
    )


@dataclass(frozen=True)
class Did:
    """That somebody did something: when, who (nobody: the product itself), in which roles, from where, and to which child,
    where the viewer may know of them."""

    at: datetime
    by: UUID | None
    roles: str
    origin: str
    act: Act
    child: UUID | None


def list_acts(
    viewer: Viewer, *, begins: datetime, ends: datetime, by: UUID | None, child: UUID | None, most: int
) -> list[Did]:
    """What was done in a time, the latest first; by one person, to one child or on one of their cases, where asked so; what
    the product did itself to one child alone. What is hidden from the viewer is not there. One query, for whoever may see
    the trail."""
    rows = AuditEvent.objects.filter(org_id=viewer.org, at__gte=begins, at__lt=ends)
    if by is not None:
        rows = rows.filter(by_id=by)
    of_case = Case.objects.filter(org_id=viewer.org, pk=OuterRef("case_id"))
    if child is not None:
        theirs = Case.objects.filter(org_id=viewer.org, child_id=child).values("pk")
        rows = rows.filter(Q(child_id=child) | Q(case_id__in=theirs))
    else:
        rows = rows.filter(by_id__isnull=False)
    told = rows.annotate(
        of=Coalesce("child_id", Subquery(of_case.values("child_id")[:1], output_field=UUIDField()))
    ).order_by("-at", "id")
    return [
        Did(at, who, roles or "", origin or "", Act(act), of)
        for at, who, roles, origin, act, of in told.values_list("at", "by_id", "roles", "origin", "act", "of")[:most]
    ]


def way_in_ended(viewer: Viewer, since: datetime) -> tuple[datetime, str] | None:
    """When somebody last ended how the viewer signs in, not longer ago than a moment, and their name. One query."""
    name = Worker.objects.filter(org_id=viewer.org, pk=OuterRef("by_id")).values("name")
    ended = AuditEvent.objects.filter(org_id=viewer.org, act=Act.WAY_IN_ENDED, about_id=viewer.worker, at__gte=since)
    return ended.annotate(by=Subquery(name)).order_by("-at").values_list("at", "by").first()


def verify_trail(connection: Any, outside: Iterable[str] = ()) -> Trail:
    """Works out every digest and every link of the chain again.

    Parameters
    ----------
    connection : over the role that owns the tables; the web role reads no seal.
    outside : lines that `seal_trail` wrote outside the database.

    Four queries, over the whole trail.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        changed = tuple((table, str(key)) for table, key in cursor.fetchall())
        cursor.execute(COUNTED)
        entries, erased, unsealed = cursor.fetchone()
        cursor.execute(LINKS)
        links = cursor.fetchall()
    heads = {number: head for number, _, head, *_ in links}
    broken = [
        Broken(number, at, "its entries or the link itself were changed, or entries were taken out or put in")
        for number, at, head, again, _ in links
        if head != again
    ]
    broken += [
        Broken(number, at, f"the link before it is missing: expected {expected}")
        for (number, at, *_), expected in zip(links, range(1, len(links) + 1), strict=True)
        if number != expected
    ][:1]
    broken += [
        Broken(number, at, f"the range of transactions before it ends elsewhere: {gap}")
        for number, at, _, _, gap in links
        if gap
    ]
    broken += list(_against(heads, outside))
    return Trail(len(links), entries, erased, unsealed, changed, tuple(broken))


def _against(heads: dict[int, str], outside: Iterable[str]) -> Iterable[Broken]:
    for line in outside:
        number, at, _, head = line.split()
        found = heads.get(int(number))
        if found != head:
            says = "it is not in the database" if found is None else "the database has another one"
            yield Broken(int(number), datetime.fromisoformat(at), f"the file outside has this seal, and {says}")


# An entry whose content was taken away has no salt, and its digest cannot be worked out again: so nothing of its content
# may be left, and a later entry must say that it was emptied, alone or with a record that was removed. One of a server that
# has sealed nothing and is not this one was put in.
CHANGED = """
    WITH emptied AS (
        SELECT org_id, about_id FROM records_auditevent WHERE act = 'ENTRY_EMPTIED' AND salt IS NOT NULL
        UNION
        SELECT org_id, jsonb_array_elements_text(detail -> 'emptied')::uuid FROM records_auditevent
        WHERE act = 'RECORD_REMOVED' AND salt IS NOT NULL),
    eras AS (SELECT era FROM records_auditseal UNION SELECT system_identifier FROM pg_control_system())
    SELECT 'records_auditevent', id FROM records_auditevent e
    WHERE era NOT IN (SELECT era FROM eras) OR CASE
        WHEN salt IS NOT NULL THEN digest <> records_digest(to_jsonb(e))
        ELSE num_nonnulls(by_id, roles, origin, case_id, child_id, about_id, why, detail) > 0
          OR (org_id, id) NOT IN (SELECT org_id, about_id FROM emptied WHERE about_id IS NOT NULL) END
    UNION ALL
    SELECT 'records_viewing', id FROM records_viewing v
    WHERE era NOT IN (SELECT era FROM eras) OR CASE
        WHEN salt IS NOT NULL THEN digest <> records_digest(to_jsonb(v))
        ELSE num_nonnulls(by_id, roles, origin, page, children, cases) > 0
          OR (org_id, id) NOT IN (SELECT org_id, about_id FROM emptied WHERE about_id IS NOT NULL) END
"""
COUNTED = """
    WITH entry AS (
        SELECT era, xid, salt FROM records_auditevent UNION ALL SELECT era, xid, salt FROM records_viewing),
    upto AS (SELECT era, max(upto_xid) AS xid FROM records_auditseal GROUP BY era)
    SELECT count(*), count(*) FILTER (WHERE salt IS NULL),
           count(*) FILTER (WHERE upto.xid IS NULL OR entry.xid >= upto.xid)
    FROM entry LEFT JOIN upto USING (era)
"""
# A link is worked out from the one before it as stored, so one that is broken does not break all that follow.
LINKS = """
    SELECT s.n, s.at, encode(s.head, 'hex'), encode(again.head, 'hex'),
           CASE WHEN s.era = before.era AND s.from_xid <> before.upto_xid
                THEN format('%s, not %s', before.upto_xid, s.from_xid) END
    FROM records_auditseal s
    LEFT JOIN records_auditseal before ON before.n = s.n - 1
    CROSS JOIN LATERAL records_seal_head(
        coalesce(before.head, ''::bytea), s.n, s.era, s.from_xid, s.upto_xid) again
    ORDER BY s.n
"""
