"""Copies of a child's record for those who may ask for one: asked for, gathered, decided on piece by piece, looked at by a
second person, and taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from plimsoll.actions.audit import record_event, record_viewing
from plimsoll.actions.authorise import check_can_copy, check_not_for_whom_they_stand_in
from plimsoll.actions.cases import LONGEST_WHY, Refused, one_at_a_time_on, plain, reason, too_long
from plimsoll.actions.documents import GONE
from plimsoll.core.access import NotAllowed, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.copies import MOST_MONTHS, answer_by, joined, places_of
from plimsoll.core.terms import AccessEnd, Act, Asker, Exemption, Keeping
from plimsoll.formats.copies import packed
from plimsoll.queries.copies.gathering import cases_of
from plimsoll.queries.copies.order import list_order_of_work
from plimsoll.queries.copies.requests import PieceView, digest, list_pieces, running, the_copy
from plimsoll.records import files
from plimsoll.records.models.cases import Case
from plimsoll.records.models.copies import AccessRequest, CopyDecision

LONGEST_NAME = 200
NONE_RUNS = "Nobody asks for a copy through this case. Put the request on record first."
PREPARED = (
    "This copy is prepared and waits for a second person. It can be changed once it is sent back, or gathered anew."
)
CHANGED = (
    "The copy does not come out as it was prepared: what may be seen of the record has changed, or the program has. Gather "
    "it anew, look at it, and prepare it again."
)


@dataclass(frozen=True)
class Asked:
    """Who asks for a copy, and how it was checked who they are. authority : by what right, where it is not the child."""

    asked_by: Asker
    name: str
    authority: str
    identity: str
    received_on: date


@dataclass(frozen=True)
class Said:
    """What somebody says becomes of a piece. words : what is taken out, one a line, where only some words are."""

    keeping: Keeping
    ground: Exemption | None = None
    words: str = ""
    why: str = ""


# ---- asking -------------------------------------------------------------------------------------------------------------


def ask_for_copy(case: UUID, said: Asked, *, by: Viewer, at: datetime) -> UUID:
    """Puts on record that somebody asks for a copy of a child's record, and gathers it. Whoever may prepare copies; event
    ACCESS_ASKED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`. Refused : something is not said, or a request runs already.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_copy(by, case)
    if running(by, case) is not None:
        raise Refused({"request": "Somebody asks for a copy through this case already. End that request first."})
    texts = {name: plain(getattr(said, name)) for name in ("name", "authority", "identity")}
    faults = {}
    if not texts["name"]:
        faults["name"] = "Write who asks."
    if said.asked_by is not Asker.CHILD and not texts["authority"]:
        faults["authority"] = "Write by what right they ask for the child, and what shows it."
    if not texts["identity"]:
        faults["identity"] = "Write how you checked who they are."
    if said.received_on > at.astimezone(LONDON).date():
        faults["received_on"] = "This lies ahead. Write the day on which it came."
    lengths = {"name": LONGEST_NAME, "authority": LONGEST_WHY, "identity": LONGEST_WHY}
    faults |= {name: fault for name, most in lengths.items() if (fault := too_long(texts[name], most))}
    if faults:
        raise Refused(faults)
    row = AccessRequest(
        org_id=by.org, case=found, asked_by=said.asked_by, received_on=said.received_on,
        due_on=answer_by(said.received_on), recorded_at=at, recorded_by_id=by.worker, gathered_at=at, **texts,
    )  # fmt: skip
    _gather(row, by, at)
    row.save(force_insert=True)
    _trail(Act.ACCESS_ASKED, row, found, by)
    return row.pk


def extend_answer(case: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Gives the answer two months more, once. Whoever may prepare copies; event ACCESS_EXTENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks. Refused : no reason, or it was extended before.
    """
    row, found = _running(case, by)
    faults = reason(why)
    if row.extended_at is not None:
        faults["request"] = "It was given more time before. There is no more than three months in all."
    if faults:
        raise Refused(faults)
    row.due_on = answer_by(row.received_on, MOST_MONTHS)
    row.extended_at, row.extended_by_id, row.extended_why = at, by.worker, why.strip()
    row.save(update_fields=["due_on", "extended_at", "extended_by_id", "extended_why"])
    _trail(Act.ACCESS_EXTENDED, row, found, by, why=why.strip())


def end_request(case: UUID, how: AccessEnd, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends that somebody asks for a copy. Whoever may prepare copies; event ACCESS_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks. Refused : no reason; or the copy that was handed over was never
        released.
    """
    row, found = _running(case, by)
    faults = reason(why)
    if how is AccessEnd.GIVEN and row.released_at is None:
        faults["how"] = "No copy was released, so none can have been handed over."
    if faults:
        raise Refused(faults)
    row.ended_at, row.ended_by_id, row.ended_how, row.ended_why = at, by.worker, how, why.strip()
    row.save(update_fields=["ended_at", "ended_by_id", "ended_how", "ended_why"])
    _trail(Act.ACCESS_ENDED, row, found, by, why=why.strip(), how=how.value)


def gather_anew(case: UUID, *, by: Viewer, at: datetime) -> None:
    """Has the copy be of what is on record now. Decisions stay for what says the same as before; whatever was prepared or
    released is so no longer. Whoever may prepare copies; event COPY_GATHERED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks.
    """
    row, found = _running(case, by)
    row.gathered_at = at
    _gather(row, by, at)
    _unprepared(row)
    row.save(update_fields=["gathered_at", "order_of_work", *_PREPARED])
    _trail(Act.COPY_GATHERED, row, found, by)


_PREPARED = ("prepared_at", "prepared_by_id", "digest", "released_at", "released_by_id")


def _gather(row: AccessRequest, by: Viewer, at: datetime) -> None:
    row.order_of_work = list_order_of_work(by, cases_of(by, row), at)


def _unprepared(row: AccessRequest) -> None:
    for name in _PREPARED:
        setattr(row, name, None)


# ---- deciding -----------------------------------------------------------------------------------------------------------


def decide_pieces(case: UUID, decisions: Mapping[str, Said], *, by: Viewer, at: datetime) -> int:
    """Says what becomes of some pieces, by their keys; how many. Whoever may prepare copies; event COPY_DECIDED, which says
    how many and no word of them.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks, or it is prepared. Refused : by the key of the
        piece: a ground or reason is missing, words are not in it, or the piece is not there.
    """
    row, found = _running(case, by)
    _check_open(row)
    pieces = {one.piece.key: one for one in list_pieces(by, row)}
    faults: dict[str, str] = {}
    made = []
    for key, said in decisions.items():
        if key not in pieces:
            faults[key] = "This is not in the copy any more. Look at the page again."
            continue
        places, wrong = _places(pieces[key], said)
        if wrong:
            faults[key] = wrong
        made.append((pieces[key], said, places))
    if not decisions:
        faults["pieces"] = "Nothing is decided yet. Choose what becomes of at least one piece."
    if faults:
        raise Refused(faults)
    for one, said, places in made:
        _keep(row, one, said, places, by, at)
    _trail(Act.COPY_DECIDED, row, found, by, pieces=len(made))
    return len(made)


def take_words_out(case: UUID, words: str, ground: Exemption, why: str, *, by: Viewer, at: datetime) -> int:
    """Takes words out of every piece in which they stand, beside what was taken out before; in how many. Whoever may prepare
    copies; event COPY_DECIDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks. Refused : no words, none of them is there, or no reason.
    """
    row, found = _running(case, by)
    _check_open(row)
    asked = _lines(words)
    faults = reason(why)
    if not asked:
        faults["words"] = "Write what is to be taken out, one on each line."
    made = []
    for one in list_pieces(by, row) if not faults else ():
        before = one.decided.places if one.decided and one.decided.keeping is Keeping.WORDS else {}
        if one.decided and one.decided.keeping is Keeping.WHOLE:
            continue
        places = {line.name: places_of(asked, line.text) for line in one.piece.lines}
        if any(places.values()):
            merged = {
                line.name: spots
                for line in one.piece.lines
                if (spots := joined([*before.get(line.name, ()), *places[line.name]]))
            }
            made.append((one, merged))
    if not made and not faults:
        faults["words"] = "These words stand nowhere in the copy, or where they stand all is taken out already."
    if faults:
        raise Refused(faults)
    for one, merged in made:
        _keep(row, one, Said(Keeping.WORDS, ground, why=why), merged, by, at)
    _trail(Act.COPY_DECIDED, row, found, by, pieces=len(made))
    return len(made)


def _places(one: PieceView, said: Said) -> tuple[dict[str, list[list[int]]], str]:
    """Where words to be taken out of a piece stand, by field; and what is wrong with what was said, '' for nothing."""
    if said.keeping is Keeping.KEEP:
        return {}, ""
    if said.ground is None or not said.why.strip():
        return {}, "Choose the ground on which it is taken out, and say why in your own words."
    if fault := too_long(said.why, LONGEST_WHY):
        return {}, fault
    if said.keeping is Keeping.WHOLE:
        return {}, ""
    if one.piece.document:
        return {}, "Words cannot be taken out of a file. Keep it, or leave all of it out."
    words = _lines(said.words)
    missing = [word for word in words if not any(places_of([word], line.text) for line in one.piece.lines)]
    if not words or missing:
        return {}, "Write the words to be taken out as they stand in it, one on each line."
    return {line.name: spots for line in one.piece.lines if (spots := places_of(words, line.text))}, ""


def _lines(words: str) -> list[str]:
    return [word.strip() for word in words.splitlines() if word.strip()]


def _keep(
    row: AccessRequest, one: PieceView, said: Said, places: Mapping[str, list[list[int]]], by: Viewer, at: datetime
) -> None:
    kept = said.keeping is Keeping.KEEP
    CopyDecision.objects.update_or_create(
        org_id=by.org,
        request=row,
        piece=one.piece.key,
        defaults={
            "case_id": row.case_id,
            "digest": one.piece.digest,
            "keeping": said.keeping,
            "ground": None if kept else said.ground,
            "places": dict(places),
            "why": "" if kept else plain(said.why),
            "decided_at": at,
            "decided_by_id": by.worker,
        },
    )


# ---- preparing and releasing --------------------------------------------------------------------------------------------


def prepare_copy(case: UUID, *, read: bool, by: Viewer, at: datetime) -> None:
    """Says that a copy is ready for a second person: everything that tells of others is decided on, and all of it was read.
    Whoever may prepare copies; event COPY_PREPARED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks. Refused : something is undecided, or nobody has read it all.
    """
    row, found = _running(case, by)
    _check_open(row)
    open_still = sum(1 for one in list_pieces(by, row) if one.must and one.decided is None)
    faults = {}
    if open_still:
        faults["pieces"] = (
            f"{open_still} {'piece tells' if open_still == 1 else 'pieces tell'} of other people, and nobody has decided on "
            f"{'it' if open_still == 1 else 'them'} yet."
        )
    if not read:
        faults["read"] = "Read all of it first: a name that Plimsoll does not know is not marked."
    if faults:
        raise Refused(faults)
    row.prepared_at, row.prepared_by_id = at, by.worker
    row.digest = digest(the_copy(by, row, by.name))
    row.sent_back_why = None
    row.save(update_fields=["prepared_at", "prepared_by_id", "digest", "sent_back_why"])
    _trail(Act.COPY_PREPARED, row, found, by)


def release_copy(case: UUID, *, by: Viewer, at: datetime) -> None:
    """Releases a copy that somebody else prepared. Whoever may prepare copies; event COPY_RELEASED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks, nothing is prepared, or they prepared it themselves.
    """
    row, found = _to_look_at(case, by)
    row.released_at, row.released_by_id = at, by.worker
    row.save(update_fields=["released_at", "released_by_id"])
    _trail(Act.COPY_RELEASED, row, found, by)


def send_back_copy(case: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Sends a copy that somebody else prepared back to be changed. Whoever may prepare copies; event COPY_SENT_BACK.

    Raises
    ------
    NotThere, NotAllowed : as `release_copy`. Refused : no reason.
    """
    row, found = _to_look_at(case, by)
    if faults := reason(why):
        raise Refused(faults)
    _unprepared(row)
    row.sent_back_why = why.strip()
    row.save(update_fields=["sent_back_why", *_PREPARED])
    _trail(Act.COPY_SENT_BACK, row, found, by, why=why.strip())


def check_can_look(case: UUID, *, by: Viewer) -> None:
    """Whether the viewer may say whether a copy goes out.

    Raises
    ------
    NotThere, NotAllowed : as `release_copy`.
    """
    _to_look_at(case, by)


def check_can_decide(case: UUID, *, by: Viewer) -> AccessRequest:
    """The request of which the viewer may decide on pieces.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks.
    """
    return _running(case, by)[0]


def _to_look_at(case: UUID, by: Viewer) -> tuple[AccessRequest, Case]:
    row, found = _running(case, by)
    if row.prepared_at is None:
        raise NotAllowed("This copy is not prepared yet, so there is nothing to look at.")
    if row.released_at is not None:
        raise NotAllowed("This copy is released already.")
    if row.prepared_by_id == by.worker:
        raise NotAllowed("You prepared this copy yourself. Somebody else has to look at it before it goes out.")
    check_not_for_whom_they_stand_in(by, Permission.EXPORT_RECORD, row.prepared_by_id)
    return row, found


# ---- taking out ---------------------------------------------------------------------------------------------------------


def take_copy(case: UUID, *, fonts: Sequence[Path], by: Viewer) -> bytes:
    """A released copy as one zip, for whoever prepared it: only what they may see was looked at. Event COPY_TAKEN, and a
    viewing.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks, it is not released, somebody else prepared it, it does not come
        out as it was prepared, or a file of it is gone.
    """
    row, found = check_can_take(case, by=by), check_can_copy(by, case)
    copy = the_copy(by, row, row.prepared_by.name if row.prepared_by else "")
    if digest(copy) != row.digest:
        raise NotAllowed(CHANGED)
    try:
        documents = {name: files.read(by.org, kept) for name, kept in copy.documents.items()}
    except files.FileGone as fault:
        raise NotAllowed(GONE) from fault
    content = packed(copy, documents, fonts)
    record_event(
        by, Act.COPY_TAKEN, case_id=found.pk, child_id=found.child_id, about_id=row.pk,
        detail={"digest": row.digest, "documents": len(documents)},
    )  # fmt: skip
    record_viewing(by, "case-copy-file", children=[found.child_id] if found.child_id else [], cases=cases_of(by, row))
    return content


def check_can_take(case: UUID, *, by: Viewer) -> AccessRequest:
    """The request of which the viewer may take the copy out.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_copy`; nobody asks, it is not released, or somebody else prepared it.
    """
    row, _ = _running(case, by)
    if row.released_at is None or row.prepared_by is None:
        raise NotAllowed("This copy is not released yet. A second person has to look at it first.")
    if row.prepared_by_id != by.worker:
        raise NotAllowed(
            f"{row.prepared_by.name} prepared this copy and takes it out. Or gather it anew, and prepare it."
        )
    return row


def _running(case: UUID, by: Viewer) -> tuple[AccessRequest, Case]:
    found = check_can_copy(by, case)
    one_at_a_time_on(case, by=by)
    row = running(by, case)
    if row is None:
        raise NotAllowed(NONE_RUNS)
    return row, found


def _check_open(row: AccessRequest) -> None:
    if row.prepared_at is not None:
        raise NotAllowed(PREPARED)


def _trail(act: Act, row: AccessRequest, found: Case, by: Viewer, *, why: str = "", **detail: object) -> None:
    record_event(by, act, case_id=found.pk, child_id=found.child_id, about_id=row.pk, why=why, detail=detail)
