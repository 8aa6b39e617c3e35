"""What the pages of writing on cases show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.steps import STEPS
from plimsoll.core.terms import DueState, EventKind, Looked, RecordKind, Voice
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.disputes import DisputeView
from plimsoll.queries.place import Due, Standing
from plimsoll.queries.recording import Changed, DraftView, RecordView, Said, Version, Written
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.disputed import disputed_notices
from plimsoll.web.done import nth
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, DueLine, Fact, Link, Notice, State
from plimsoll.web.recording.forms import Whole
from plimsoll.web.times import Time, at_time, on_day

_TITLES = {
    RecordKind.VISIT: "Write down a visit",
    RecordKind.ATTEMPT: "Write down an attempt",
    RecordKind.CALL: "Write down a call",
    RecordKind.COMMUNICATION: "Write down a message or letter",
    RecordKind.MEETING: "Write down a meeting",
    RecordKind.CASE_NOTE: "Write a case note",
    RecordKind.MANAGEMENT_OVERSIGHT: "Write down management oversight",
    RecordKind.ASSESSMENT: "Write down an assessment",
    RecordKind.REVIEW: "Write down a review",
    RecordKind.STEP: "Write down a key event",
}
_SHORT = {
    RecordKind.ATTEMPT: "Nobody reached",
    RecordKind.CALL: "Call",
    RecordKind.COMMUNICATION: "Message",
    RecordKind.MANAGEMENT_OVERSIGHT: "Oversight",
}
_OPEN = (DueState.DUE, DueState.OVERDUE)


# ---- writing --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One kind of record that can be written instead."""

    value: str
    text: str
    current: bool


@dataclass(frozen=True)
class WritePage(Page):
    """A record to write, or to amend (`amends`: what is asked beside). `saved`: what of it is kept as a draft; `drafts`
    whether drafts are kept at all; `others`: the children beside whom it can be written."""

    form: Whole
    kinds: tuple[Kind, ...]
    action: str
    cancel: str
    about: str
    button: str
    saved: str
    drafts: bool


def write_page(
    found: CaseView,
    form: Whole,
    children: Sequence[Written],
    *,
    action: str,
    saved: str = "",
    notices: tuple[Notice, ...] = (),
) -> WritePage:
    """A record to write on a case."""
    case = reverse("case", args=[found.id])
    return WritePage(
        _TITLES[form.kind],
        form=form,
        kinds=tuple(
            Kind(kind.value, _SHORT.get(kind, capital(kind.label)), kind is form.kind)
            for kind in RecordKind
            if kind is not RecordKind.STEP  # it has a page of its own
        ),
        action=action,
        cancel=case,
        about=about(found),
        button="Save",
        saved=saved,
        drafts=True,
        back=Link(found.called, case),
        notices=notices,
        viewed=_of(found, children),
    )


def amend_page(found: CaseView, form: Whole, child: Written, record: UUID, *, action: str) -> WritePage:
    """A record to amend."""
    back = reverse("record", args=[record])
    return WritePage(
        "Amend this record",
        form=form,
        kinds=(),
        action=action,
        cancel=back,
        about=about(found),
        button="Save the new version",
        saved="",
        drafts=False,
        back=Link("The record", back),
        viewed=_of(found, [child]),
    )


def _of(found: CaseView, children: Sequence[Written]) -> Viewed:
    beside = [one for one in found.brothers_and_sisters if one.case in {child.case for child in children}]
    return viewed(found, *beside)


# ---- one record -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One thing that a record says: its heading and its words."""

    title: str
    text: str


@dataclass(frozen=True)
class Earlier:
    """A version that stands no more: who wrote it when, why it was replaced, and what it said."""

    said: str
    why: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Did:
    """What a record did on one case: what it closed and what is due next, with the sums; where the case stands now."""

    name: str
    closed: tuple[DueLine, ...]
    next: tuple[DueLine, ...]
    place: str


@dataclass(frozen=True)
class RecordPage(Page):
    """One record of one case, as it stands, with what it replaced; right after it was written, what it did."""

    about: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    earlier: tuple[Earlier, ...]
    beside: tuple[Link, ...]
    acts: tuple[Act, ...]
    did: tuple[Did, ...]
    taken_back: str
    just_written: bool


def record_page(
    found: CaseView,
    view: RecordView,
    *,
    as_at: datetime,
    may_write: bool,
    did: tuple[Did, ...] = (),
    just_written: bool = False,
    ways: Sequence[Link] = (),
    disputes: Sequence[DisputeView] = (),
) -> RecordPage:
    """A record as it stands. `did`, `just_written`: what it did, where it was written a moment ago; `ways`: where one goes
    on from there, the first first."""
    case, row = reverse("case", args=[found.id]), view.row
    acts = [Act(way.text, href=way.href, main=not number) for number, way in enumerate(ways)]
    acts += [Act("Open the case", href=case)] if just_written else []
    if may_write and not view.withdrawn:
        acts.append(Act("Amend or take back", href=reverse("record-amend", args=[row.id])))
    if may_write:
        asked = f"?{urlencode({'record': row.id})}"
        acts.append(Act("Somebody says that it is wrong", href=reverse("case-dispute-new", args=[found.id]) + asked))
    shown = _written(found, view)
    return RecordPage(
        f"{capital(_what(view))}, {_when(row, as_at).words}",
        about=about(found),
        facts=_facts(view, as_at),
        parts=_parts(row),
        earlier=tuple(
            _earlier(old, after, as_at) for after, old in zip(view.versions, view.versions[1:], strict=False)
        ),
        beside=tuple(Link(name, reverse("record", args=[key])) for _, key, name in view.beside),
        acts=tuple(acts),
        did=did,
        taken_back=_taken_back(view, as_at),
        just_written=just_written,
        notices=disputed_notices(found.id, disputes),
        back=Link(found.called, f"{case}#record"),
        viewed=shown,
    )


def _what(view: RecordView) -> str:
    """What a record is of: a step by its own name, the rest by their kind."""
    steps = (kind.label for kind in STEPS if kind in view.told)
    return next(steps, view.kind.label) if view.kind is RecordKind.STEP else view.kind.label


def _written(found: CaseView, view: RecordView) -> Viewed:
    beside = {case for case, _, _ in view.beside}
    return viewed(found, *(one for one in found.brothers_and_sisters if one.case in beside))


def _taken_back(view: RecordView, as_at: datetime) -> str:
    if not view.withdrawn:
        return ""
    last = view.versions[0]
    return f"{last.by} took this record back {_moment(last.at, as_at)}: “{last.why}”. It counts for nothing any more."


def _when(row: Said, as_at: datetime) -> Time:
    at = row.happened_at.astimezone(LONDON)
    if row.time_known:
        return at_time(at, as_at=as_at)
    return on_day(at.date(), today=as_at.astimezone(LONDON).date())


def _moment(at: datetime, as_at: datetime) -> str:
    at = at.astimezone(LONDON)
    return f"{day_words(at.date(), year=at.year != as_at.year)} {at:%H:%M}"


def _facts(view: RecordView, as_at: datetime) -> tuple[Fact, ...]:
    row, last = view.row, view.versions[0]
    counts = ", ".join(kind.label for kind in view.told if kind is not EventKind.OTHER_EVENT)
    said: list[tuple[str, str | Time]] = [
        ("Happened", _when(row, as_at)),
        ("Heard of", _moment(row.received_at, as_at) if row.received_at else ""),
        ("Written", f"{_moment(last.at, as_at)} by {last.by}"),
        ("Took", f"{row.minutes} minutes" if row.minutes else ""),
        ("Where", row.place),
        ("Announced", {True: "yes", False: "no", None: ""}[row.announced]),
        ("Present", row.present),
        ("Child seen", view.sight.label if view.sight else ""),
        ("Counts as", "" if view.withdrawn else counts or "nothing that is due"),
    ]
    return tuple(Fact(name, value) for name, value in said if value)


def _parts(row: Said) -> tuple[Part, ...]:
    """What a version says, in the order in which it is asked."""
    voice = _joined(row.voice, _through(row))
    said = (
        ("What happened", row.text),
        ("Why the child was not seen alone", row.not_alone_why),
        ("The child's voice", voice),
        ("About this child alone", row.own_words),
        ("Home conditions", _looked(row.home, row.home_words)),
        ("Where the child sleeps", _looked(row.bed, row.bed_words)),
        ("Decided", row.decision),
        ("Why", row.decision_why),
        ("Not taken", row.not_taken),
    )
    return tuple(Part(title, text) for title, text in said if text)


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _through(row: Said) -> str:
    how = ", ".join(Voice(word).label for word in row.voice_by)
    through = f"through {row.voice_through}" if row.voice_through else ""
    said = "; ".join(filter(None, (how, through)))
    return f"({said})" if said else ""


def _looked(word: str | None, said: str) -> str:
    return ". ".join(filter(None, (capital(Looked(word).label) if word else "", said)))


def _earlier(old: Version, after: Version, as_at: datetime) -> Earlier:
    return Earlier(
        f"Written {_moment(old.at, as_at)} by {old.by}, until {_moment(after.at, as_at)}",
        f"{after.by}: “{after.why}”",
        _parts(old.row),
    )


# ---- what it did ----------------------------------------------------------------------------------------------------------


def did_on(
    name: str,
    changed: Sequence[Changed],
    before: Standing | None,
    after: Standing | None,
    *,
    whose: str,
    first_version: bool,
    happened_on: date,
    as_at: datetime,
) -> Did:
    """What a record did on one case. `before`, `after`: where it stood and stands, None where that is not told; `whose` to
    do what is due; `first_version`: it amends nothing, so that it closed what it moved; `happened_on`: what it tells of."""
    met = [(one.before, _is_done(one.after)) for one in changed if one.before is not None and _met(one)]
    closed = [_closed(one, whose, happened_on, as_at, done=done) for one, done in met] if first_version else []
    coming = [_coming(one.after, whose, as_at) for one in changed if one.after is not None and one.after.state in _OPEN]
    return Did(name, tuple(closed), tuple(coming), _moved(before, after))


def _met(one: Changed) -> bool:
    before, after = one.before, one.after
    if before is None:
        return False
    if after is None or after.state not in _OPEN:
        return True
    return after.on is not None and before.on is not None and after.on > before.on


def _is_done(after: Due | None) -> bool:
    """Whether what is due no more was done: it is met, or due again. What merely ended is neither."""
    return after is not None and after.state in (DueState.MET, DueState.MET_LATE, *_OPEN)


def _closed(before: Due, whose: str, happened_on: date, as_at: datetime, *, done: bool) -> DueLine:
    late = before.on is not None and happened_on > before.on
    met = DueState.MET_LATE if late else DueState.MET
    return DueLine(
        title=capital(before.title),
        state=met if done else DueState.STOPPED,
        says=("Done late" if late else "Done in time") if done else "Due no more",
        when=on_day(before.on, today=as_at.date(), late=late) if before.on else None,
        whose=whose,
        working=before.worked_out,
    )


def _coming(due: Due, whose: str, as_at: datetime) -> DueLine:
    return DueLine(
        title=capital(due.title),
        state=due.state,
        says="Overdue" if due.state is DueState.OVERDUE else "Due next",
        when=on_day(
            due.on,
            today=as_at.date(),
            working_days=due.left if due.in_working_days else None,
            late=due.state is DueState.OVERDUE,
        )
        if due.on
        else None,
        whose=whose,
        working=due.worked_out,
    )


def _moved(before: Standing | None, after: Standing | None) -> str:
    if after is None or after.shadow_until:
        return ""
    stands = f"It stands {nth(after.place)} of {after.of} now, in {after.band.label}"
    if before is None:
        return f"{stands}."
    if (before.place, before.band) == (after.place, after.band):
        return f"{stands}, as before."
    was = f" in {before.band.label}" if before.band is not after.band else ""
    return f"{stands}. Before it stood {nth(before.place)}{was}."


# ---- drafts ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftLine:
    """One thing that is not finished: what, of whom, when it was kept, how it begins."""

    id: UUID
    title: str
    name: str
    href: str
    saved: Time
    begins: str


@dataclass(frozen=True)
class DraftsPage(Page):
    """What the viewer has begun and not sent."""

    drafts: tuple[DraftLine, ...]
    action: str
    nothing: State


LONGEST_BEGINNING = 160


def drafts_page(drafts: Sequence[DraftView], *, as_at: datetime) -> DraftsPage:
    """What is not finished, latest first."""
    return DraftsPage(
        "Not finished yet",
        drafts=tuple(
            DraftLine(
                one.id,
                capital(one.kind.label),
                one.name,
                f"{reverse('case-write', args=[one.case])}?draft={one.id}",
                at_time(one.saved_at, as_at=as_at),
                _begins(one.content),
            )
            for one in drafts
        ),
        action=reverse("drafts"),
        nothing=State("Nothing waits to be finished", "What you begin to write on a case and do not send stands here."),
        viewed=Viewed(frozenset(one.child for one in drafts if one.child), frozenset(one.case for one in drafts)),
    )


def _begins(content: Mapping[str, object]) -> str:
    text = " ".join(str(content.get("text", "")).split())
    return text if len(text) <= LONGEST_BEGINNING else f"{text[:LONGEST_BEGINNING].rsplit(' ', 1)[0]} …"
