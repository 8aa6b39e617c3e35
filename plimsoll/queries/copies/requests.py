"""Who asks for a copy of a child's record, how far it is, and what is in it piece by piece."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.copies import Name, signs_of_others
from plimsoll.core.terms import AccessEnd, Asker, Exemption, Keeping
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.copies import Copy, Decided, Piece, Section, as_json, redacted
from plimsoll.queries.copies.declared import DECLARED, SECTIONS, Stays
from plimsoll.queries.copies.gathering import cases_of, gather
from plimsoll.records.models.copies import AccessRequest, CopyDecision
from plimsoll.records.models.families import Child, FamilyRelation, HouseholdMember, NetworkContact
from plimsoll.records.models.people import Organisation


@dataclass(frozen=True)
class RequestView:
    """Somebody asks, or asked, for a copy. cases : references of what it goes over, as far as the viewer may see; the names
    of people are '' for what has not happened."""

    id: UUID
    asked_by: Asker
    name: str
    authority: str
    identity: str
    received_on: date
    due_on: date
    extended_why: str
    recorded_by: str
    gathered_at: datetime
    prepared_at: datetime | None
    prepared_by_id: UUID | None
    prepared_by: str
    sent_back_why: str
    released_at: datetime | None
    released_by: str
    ended_at: datetime | None
    ended_how: AccessEnd | None
    ended_why: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class PieceView:
    """One piece to decide on. signs : what in it may tell of others, in words; must : somebody has to decide; decided : what
    somebody did, None where nobody has, or where it says something else since; by : who; why : their words."""

    piece: Piece
    section: str
    signs: tuple[str, ...]
    must: bool
    decided: Decided | None
    by: str = ""
    why: str = ""


def running(viewer: Viewer, case: UUID) -> AccessRequest | None:
    """The request for a copy that runs on a case. One query."""
    rows = AccessRequest.objects.filter(org_id=viewer.org, case_id=case, ended_at__isnull=True)
    return rows.select_related("case", "prepared_by").first()


def list_requests(viewer: Viewer, case: UUID) -> tuple[RequestView, ...]:
    """The requests on a case, the one that runs first, then the latest. Whoever calls has checked who asks."""
    rows = AccessRequest.objects.filter(org_id=viewer.org, case_id=case).select_related(
        "case", "recorded_by", "prepared_by", "released_by"
    )
    ordered = sorted(rows, key=lambda row: (row.ended_at is not None, -row.recorded_at.timestamp(), row.pk))
    return tuple(_view(viewer, row) for row in ordered)


def _view(viewer: Viewer, row: AccessRequest) -> RequestView:
    return RequestView(
        id=row.pk,
        asked_by=Asker(row.asked_by),
        name=row.name,
        authority=row.authority,
        identity=row.identity,
        received_on=row.received_on,
        due_on=row.due_on,
        extended_why=row.extended_why or "",
        recorded_by=row.recorded_by.name,
        gathered_at=row.gathered_at,
        prepared_at=row.prepared_at,
        prepared_by_id=row.prepared_by_id,
        prepared_by=row.prepared_by.name if row.prepared_by else "",
        sent_back_why=row.sent_back_why or "",
        released_at=row.released_at,
        released_by=row.released_by.name if row.released_by else "",
        ended_at=row.ended_at,
        ended_how=AccessEnd(row.ended_how) if row.ended_how else None,
        ended_why=row.ended_why or "",
        cases=tuple(sorted(cases_of(viewer, row).values())),
    )


# ---- pieces -------------------------------------------------------------------------------------------------------------


def list_pieces(viewer: Viewer, request: AccessRequest) -> tuple[PieceView, ...]:
    """Everything that is in a copy, with what may tell of others and what was decided."""
    names = tuple(_others(viewer, request))
    rows = CopyDecision.objects.filter(org_id=viewer.org, request=request).select_related("decided_by")
    decided = {(row.piece, row.digest): row for row in rows}
    found = []
    for section in gather(viewer, request):
        for piece in section.pieces:
            signs = (
                () if section.key == "order" else signs_of_others(" \n".join(one.text for one in piece.lines), names)
            )
            row = decided.get((piece.key, piece.digest))
            found.append(
                PieceView(
                    piece,
                    section.title,
                    signs,
                    bool(signs) or piece.others,
                    _decided(row) if row else None,
                    row.decided_by.name if row else "",
                    row.why if row else "",
                )
            )
    return tuple(found)


def _decided(row: CopyDecision) -> Decided:
    return Decided(Keeping(row.keeping), Exemption(row.ground) if row.ground else None, row.places)


def _others(viewer: Viewer, request: AccessRequest) -> Iterable[Name]:
    """Names of people round the child, and of other children of its homes and family, but for what is the child's own name
    too."""
    child = Child.objects.get(org_id=viewer.org, pk=request.case.child_id)
    own = {part.casefold() for part in Name(f"{child.given_name} {child.family_name}").parts}
    homes = HouseholdMember.objects.filter(org_id=viewer.org, child=child).values("household_id")
    beside = HouseholdMember.objects.filter(org_id=viewer.org, household_id__in=homes).exclude(child=child)
    kin = FamilyRelation.objects.filter(org_id=viewer.org, child=child, other_child__isnull=False)
    keys = {*beside.values_list("child_id", flat=True), *kin.values_list("other_child_id", flat=True)}
    children = Child.objects.filter(org_id=viewer.org, pk__in=keys).values_list("given_name", "family_name")
    round_it = NetworkContact.objects.filter(org_id=viewer.org, child=child).values_list("name", flat=True)
    for text in (*(f"{given} {family}" for given, family in children), *round_it, request.name):
        for part in Name(text).parts:
            if part.casefold() not in own:
                yield Name(part)


# ---- the copy -----------------------------------------------------------------------------------------------------------


def the_copy(viewer: Viewer, request: AccessRequest, prepared_by: str) -> Copy:
    """The copy as it is to leave: without what was decided to be taken out."""
    sections: dict[str, list[Piece]] = {}
    for one in list_pieces(viewer, request):
        sections.setdefault(one.section, []).append(redacted(one.piece, one.decided))
    organisation = Organisation.objects.get(pk=viewer.org).name
    made_on = day_words(request.gathered_at.astimezone(LONDON).date())
    return Copy(
        organisation,
        ", ".join(sorted(cases_of(viewer, request).values())),
        made_on,
        _statement(organisation, made_on, prepared_by),
        tuple(Section(key, title, tuple(sections.get(title, ()))) for key, title in SECTIONS.items()),
        tuple(
            (str(model._meta.verbose_name).capitalize(), part.why)
            for model, part in DECLARED.items()
            if isinstance(part, Stays) and part.said
        ),
    )


def digest(copy: Copy) -> str:
    """What tells one copy from another, in 64 hex digits."""
    return hashlib.sha256(as_json(copy)).hexdigest()


def _statement(organisation: str, made_on: str, prepared_by: str) -> tuple[str, ...]:
    return (
        f"This is a copy of what {organisation} keeps about you, as it stood on {made_on}. {prepared_by} prepared it, and "
        "somebody else looked at it before it was given to you.",
        "It holds what whoever prepared it may see and may give you. It does not say whether anything else is kept.",
        "Where something was taken out, [redacted] stands in its place, with the ground. Other children are left out: their "
        "records are theirs.",
        "Files are as they came to us. What a file says about itself, such as who made it and when, was not changed.",
        "If something in it is wrong, you may ask us to put it right (UK GDPR, article 16). If you are not content with our "
        "answer, you may complain to the Information Commissioner.",
    )
