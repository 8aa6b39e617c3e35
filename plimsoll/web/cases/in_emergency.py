"""Who opened a case in an emergency, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.queries.emergency import Opening
from plimsoll.web.emergency.reviewing import moment_said, reviewed_words
from plimsoll.web.parts import Act, Notice, Tone


@dataclass(frozen=True)
class EmergencyBox:
    """Every time the case was opened in an emergency, a sentence each, the latest first; `own`: that the viewer reads it by
    that now."""

    lines: tuple[str, ...]
    own: Notice | None


def emergency_box(viewer: Viewer, openings: Sequence[Opening], now: datetime) -> EmergencyBox | None:
    """The openings of a case as its page shows them; None where there are none."""
    if not openings:
        return None
    mine = next(
        (one for one in openings if one.by == viewer.worker and one.is_open(now) and one.case in viewer.opened), None
    )
    return EmergencyBox(tuple(map(_line, openings)), _own(mine) if mine else None)


def _line(one: Opening) -> str:
    return (
        f"{one.by_name} opened this record on {moment_said(one.opened_at)}, until {moment_said(one.ends_at)}: {one.why} "
        f"{reviewed_words(one)}"
    )


def _own(one: Opening) -> Notice:
    return Notice(
        f"You opened this record in an emergency, and can read it until {moment_said(one.ends_at)}. What you look at is "
        "kept as looked at in an emergency.",
        Tone.WARNING,
        Act("End it now", post=reverse("emergency-end", args=[one.id])),
    )
