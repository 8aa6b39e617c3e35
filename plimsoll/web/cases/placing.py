"""A placing of a case, as pages tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from plimsoll.actions.authorise import can_countersign
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Band, PlacingKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.judging import NotAgreed, OnList, Placing
from plimsoll.web.argued import waits_for
from plimsoll.web.done import nth
from plimsoll.web.page import Viewed
from plimsoll.web.parts import Act


@dataclass(frozen=True)
class PlacingBox:
    """A placing as it is told of a case: what was decided, both places, whether it holds, and what can be done about it."""

    said: str
    places: str
    why: str
    stands: str
    acts: tuple[Act, ...]


def placing_box(
    placing: Placing, band: Band, place: int, worker: UUID | None, today: date, acts: Iterable[Act]
) -> PlacingBox:
    """A placing of a case that the order of work has in a band at a place, with this worker."""
    over = placing.over(worker, band, today)
    until = day_words(placing.until)
    if over:
        stands = f"It holds no longer: {over}."
    elif placing.waits:
        waits = capital(waits_for(placing.supervisors, placing.by, placing.at))
        stands = f"{waits}, and moves nothing until then. Its last day is {until}."
    elif placing.agreed_by:
        stands = f"It holds until {until}. Countersigned by {placing.agreed_by}: “{placing.agreed_why}”"
    else:
        stands = f"It holds until {until}, or until the case rises to a higher band."
    return PlacingBox(
        said=f"{placing.by} placed it {where_to(placing)} on {day_words(placing.at.astimezone(LONDON).date())}.",
        places=_places(placing, band, place),
        why=f"{capital(placing.because.label)}: “{placing.why}”",
        stands=stands,
        acts=tuple(acts),
    )


def lapsed_placing(placing: Placing, band: Band, worker: UUID | None, today: date) -> str:
    """That a placing which nobody ended holds no longer, and why; '' where it holds, or ran out by its own day."""
    over = placing.over(worker, band, today)
    if not over or placing.until < today:
        return ""
    return f"{placing.by} placed it {where_to(placing)} until {day_words(placing.until)}. It holds no longer: {over}."


def not_agreed(found: NotAgreed) -> str:
    """That a supervisor did not agree to what was asked, and why; so that whoever asked reads it where they look."""
    when = day_words(found.at.astimezone(LONDON).date())
    if found.title:
        asked = f"that {found.title} is rearranged to {day_words(found.until)}. It presses as it is due"
    else:
        to = f"in {found.to.label}" if found.to else "elsewhere"
        asked = f"that {found.asked_by} places it {to}. It stands where it would without"
    return f"{found.by} did not agree on {when} {asked}: “{found.why}”"


def _places(placing: Placing, band: Band, place: int) -> str:
    """Where the order of work has the case now, and had it then."""
    if (place, band) == (placing.made_place, placing.made_in):
        return f"The order of work has it {nth(place)}, in {band.label}, as it did then."
    then = f"{nth(placing.made_place)} then, in {placing.made_in.label}"
    return f"The order of work had it {then}, and has it {nth(place)} now, in {band.label}."


def where_to(placing: Placing) -> str:
    """Where a placing takes its case, in words.

    A case by which it goes, and which the viewer may not see, is not named.
    """
    if placing.kind is PlacingKind.BAND:
        assert placing.band is not None
        return f"in {placing.band.label}"
    other = f"{placing.other.reference} {placing.other.name}".strip() if placing.other else "another case"
    return f"{placing.kind.label} {other}"


def placing_acts(viewer: Viewer, case: UUID, placing: Placing, *, write: bool, over: bool = False) -> list[Act]:
    """What the viewer may do about a placing."""
    acts = []
    if placing.waits and not over and can_countersign(viewer, case, made_by=placing.by_id):
        acts.append(Act("Countersign, or not", href=reverse("case-countersign", args=[case]), main=True))
    if write:
        acts.append(Act("End this placing", href=reverse("case-place-end", args=[case])))
    return acts


def page_of(others: Iterable[OnList], viewed: Viewed) -> Viewed:
    """Whom a page shows that names these cases beside its own."""
    named = tuple(others)
    return Viewed(
        viewed.children | {other.child for other in named if other.child and other.name},
        viewed.cases | {other.case for other in named},
    )
