"""That a child is missing now, at the top of their case, until they are found and seen."""

from urllib.parse import urlencode

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import EventKind, RecordKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.danger import Danger
from plimsoll.web.done import nth
from plimsoll.web.parts import Act, Notice, Tone


def missing_notice(found: CaseView, missing: Danger, *, may: bool) -> Notice:
    """Since when a child is missing, for which time in twelve months, and the step that ends it, for whoever may write."""
    at = missing.at.astimezone(LONDON)
    since = f"{day_words(at.date())}{f' at {at:%H:%M}' if missing.time_known else ''}"
    times = f", for the {nth(missing.times)} time in twelve months" if missing.times > 1 else ""
    write, step = (reverse(name, args=[found.id]) for name in ("case-write", "case-step"))
    act = Act(
        "Found", href=f"{step}?{urlencode({'kind': EventKind.FOUND.value})}", about="and whether the child was seen"
    )
    says = f"Missing since {since}{times}."
    if missing.found_at:
        says += f" Found on {day_words(missing.found_at.astimezone(LONDON).date())}, and not seen since."
        act = Act("Write down that the child was seen", href=f"{write}?{urlencode({'kind': RecordKind.VISIT.value})}")
    return Notice(
        f"{says} The case stays in Act now until the child is found and seen.", Tone.WRONG, act if may else None
    )
