"""What the pages of a copy show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.copies import marker
from plimsoll.core.priority.told import capital, listed
from plimsoll.core.terms import Keeping
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.copies import redacted
from plimsoll.queries.cases import CaseView
from plimsoll.queries.copies.requests import PieceView, RequestView
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.exchange.paging import part
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Fact, Link, Notice, Pages, State, Tone

ON_A_PAGE = 20


@dataclass(frozen=True)
class Past:
    """A request that has ended."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class CopyPage(Page):
    """The request for a copy that runs on a case, how far it is, and what can be done; and those that ended."""

    about: str
    facts: tuple[Fact, ...]
    holds: str
    progress: str
    acts: tuple[Act, ...]
    others: tuple[Act, ...]
    nothing: State | None
    earlier: tuple[Past, ...]


@dataclass(frozen=True)
class PieceRow:
    """One piece as it stands in the copy, with what may tell of others and what was decided."""

    title: str
    section: str
    lines: tuple[tuple[str, str], ...]
    signs: str
    decided: str
    undecided: bool
    act: Act | None


@dataclass(frozen=True)
class PiecesPage(Page):
    """The pieces of a copy, page by page. shows : what is shown, and the way to see the rest."""

    about: str
    said: str
    shows: tuple[Link, ...]
    rows: tuple[PieceRow, ...]
    pages: Pages | None
    nothing: State
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class AskPage(Page):
    """A form about a copy; row : the piece that it is about."""

    about: str
    said: tuple[str, ...]
    row: PieceRow | None
    form: Form
    action: str
    button: str
    cancel: str


def at(name: str, case: UUID, **asked: str) -> str:
    """An address of one of these pages."""
    return reverse(name, args=[case]) + (f"?{urlencode(asked)}" if asked else "")


def copy_page(
    found: CaseView, requests: Sequence[RequestView], some: Sequence[PieceView], *, me: UUID, now: datetime
) -> CopyPage:
    """How far a copy is; some : its pieces, where a request runs."""
    running = next((one for one in requests if one.ended_at is None), None)
    undecided = sum(1 for one in some if one.must and one.decided is None)
    acts, others = _acts(found.id, running, undecided, me) if running else ([], [])
    return CopyPage(
        "A copy of the record",
        about=about(found),
        facts=_facts(running, now.astimezone(LONDON).date()) if running else (),
        holds=_holds(running) if running else "",
        progress=_progress(running, len(some), undecided) if running else "",
        acts=tuple(acts),
        others=tuple(others),
        nothing=None
        if running
        else State(
            "Nobody asks for a copy",
            "A child, a parent or somebody they authorised may ask for a copy of what is kept. Put that on record here: it "
            "is then gathered, and you decide what has to be taken out of it.",
            Act("Put a request on record", href=at("case-copy-ask", found.id), main=True),
        ),
        earlier=tuple(_past(one) for one in requests if one.ended_at is not None),
        notices=_notices(running),
        back=Link(found.called, reverse("case", args=[found.id])),
        viewed=viewed(found),
    )


def _facts(one: RequestView, today: date) -> tuple[Fact, ...]:
    left = (one.due_on - today).days
    late = f"{-left} days late" if left < -1 else "a day late" if left == -1 else f"{left} days left"
    told = [
        ("Asks", f"{one.name}: {one.asked_by.label}"),
        ("Came", day_words(one.received_on)),
        ("Answer by", f"{day_words(one.due_on)}, {'today' if left == 0 else late}"),
        ("Checked", one.identity),
        ("By what right", one.authority),
        ("More time", one.extended_why),
        ("Of what was on record", _moment(one.gathered_at)),
    ]
    return tuple(Fact(name, value) for name, value in told if value)


def _holds(one: RequestView) -> str:
    return (
        f"It goes over {listed(one.cases)}: the child's cases that are not restricted. A restricted case has a copy of its "
        "own, which those named on it prepare from its page."
        if one.cases
        else "It goes over no case that you may see."
    )


def _progress(one: RequestView, many: int, undecided: int) -> str:
    if one.released_at:
        return f"Prepared by {one.prepared_by}, released by {one.released_by}. {one.prepared_by} can take it out."
    if one.prepared_at:
        return f"Prepared by {one.prepared_by}. Somebody else has to look at it before it goes out."
    pieces = f"{many:,} pieces are in it."
    return f"{pieces} {undecided} of them tell of other people and wait for you." if undecided else (
        f"{pieces} Everything that is known to tell of other people is decided on."
    )  # fmt: skip


def _notices(one: RequestView | None) -> tuple[Notice, ...]:
    if one is None or not one.sent_back_why or one.prepared_at:
        return ()
    return (Notice(f"It was sent back: {one.sent_back_why}", Tone.WARNING),)


def _acts(case: UUID, one: RequestView, undecided: int, me: UUID) -> tuple[list[Act], list[Act]]:
    read = Act("Read it piece by piece", href=at("case-copy-pieces", case, show="all"))
    others = [
        Act("Gather it anew", post=at("case-copy-anew", case)),
        Act("It needs more time", href=at("case-copy-more-time", case)),
        Act("The request has ended", href=at("case-copy-end", case)),
    ]
    if one.extended_why:
        del others[1]
    if one.released_at:
        mine = one.prepared_by_id == me
        take = (
            Act("Take the copy out", href=at("case-copy-file", case), main=True)
            if mine
            else Act("Take the copy out", why_not=f"{one.prepared_by} prepared it and takes it out.")
        )
        return [take, read], others
    if one.prepared_at:
        look = (
            Act("Say whether it may go out", href=at("case-copy-look", case), main=True)
            if one.prepared_by_id != me
            else Act("Say whether it may go out", why_not="You prepared it. Somebody else has to look at it.")
        )
        return [look, read], others
    decide = Act("Decide what tells of others", href=at("case-copy-piece", case), main=True)
    ready = Act("It is ready for a second person", href=at("case-copy-ready", case), main=not undecided)
    words = Act("Take words out everywhere", href=at("case-copy-words", case))
    return [*([decide] if undecided else []), words, read, ready], others


def _past(one: RequestView) -> Past:
    assert one.ended_at is not None
    assert one.ended_how is not None
    facts = [
        ("Asked", f"{one.name}: {one.asked_by.label}"),
        ("How it ended", f"{one.ended_how.label}, {day_words(one.ended_at.astimezone(LONDON).date())}"),
        ("What was said of it", one.ended_why),
        ("Prepared and released", f"{one.prepared_by}, {one.released_by}" if one.released_by else ""),
    ]
    return Past(f"Came on {day_words(one.received_on)}", tuple(Fact(name, value) for name, value in facts if value))


# ---- pieces -------------------------------------------------------------------------------------------------------------


def pieces_page(found: CaseView, some: Sequence[PieceView], asked: dict[str, str], *, changes: bool) -> PiecesPage:
    """The pieces; changes : whether they may still be decided on."""
    every = asked.get("show") == "all"
    shown = some if every else [one for one in some if one.must]
    here = reverse("case-copy-pieces", args=[found.id])
    kept = {"show": "all"} if every else {}
    rows, pages = part(shown, asked, here, kept, ON_A_PAGE)
    many = Counter(bool(one.must) for one in some)
    return PiecesPage(
        "What is in the copy",
        about=about(found),
        said="As it goes out: what is taken out is marked. A name that Plimsoll does not know is not found by itself, so "
        "somebody reads all of it.",
        shows=(
            Link(f"What tells of others ({many[True]:,})", here, current=not every),
            Link(f"All of it ({len(some):,})", f"{here}?show=all", current=every),
        ),
        rows=tuple(piece_row(found.id, one, changes=changes) for one in rows),
        pages=pages,
        nothing=State("Nothing in it is known to tell of others", "Read all of it all the same."),
        acts=(Act("Take words out everywhere", href=at("case-copy-words", found.id)),) if changes else (),
        back=Link("A copy of the record", reverse("case-copy", args=[found.id])),
        viewed=viewed(found),
    )


def piece_row(case: UUID, one: PieceView, *, changes: bool, whole: bool = False) -> PieceRow:
    """A piece as it goes out, or (`whole`) as it is on record."""
    piece = one.piece if whole else redacted(one.piece, one.decided)
    when = day_words(date.fromisoformat(one.piece.when)) if one.piece.when else ""
    lines = [(line.label, line.text) for line in piece.lines]
    if one.piece.document:
        lines.append(("File", "goes with it" if piece.document else "is left out"))
    return PieceRow(
        ", ".join(part for part in (one.piece.title, when, one.piece.of) if part),
        one.section,
        tuple(lines),
        f"In it: {listed(one.signs)}." if one.signs else "It is about somebody else." if one.must else "",
        _decided(one),
        one.must and one.decided is None,
        Act(
            "Decide" if one.decided is None else "Decide anew",
            href=at("case-copy-piece", case, piece=one.piece.key),
            about=f": {one.piece.title}",
        )
        if changes
        else None,
    )


def _decided(one: PieceView) -> str:
    if one.decided is None:
        return "Not decided yet" if one.must else ""
    if one.decided.keeping is Keeping.KEEP or one.decided.ground is None:
        return f"{one.by}: it stays in"
    return f"{one.by}: {one.decided.keeping.label}, {marker(one.decided.ground)}. {capital(one.why)}"


def ask_page(
    found: CaseView,
    form: Form,
    *,
    title: str,
    button: str,
    action: str,
    said: Sequence[str] = (),
    row: PieceRow | None = None,
) -> AskPage:
    """A form about a copy."""
    back = reverse("case-copy", args=[found.id])
    return AskPage(
        title,
        about=about(found),
        said=tuple(said),
        row=row,
        form=form,
        action=action,
        button=button,
        cancel=back,
        back=Link("A copy of the record", back),
        viewed=viewed(found),
    )


def _moment(value: datetime) -> str:
    local = value.astimezone(LONDON)
    return f"{day_words(local.date())} at {local:%H:%M}"
