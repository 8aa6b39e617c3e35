"""The steps of a case by which its timescales start and end: which there are, what each ends, and what cannot follow."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from plimsoll.core.terms import CaseType, EventKind

Happened = tuple[EventKind, datetime, str]
"""A kind of event with its moment, and its day in words."""

GROUPS: tuple[tuple[str, tuple[EventKind, ...]], ...] = (
    (
        "Missing",
        (EventKind.WENT_MISSING, EventKind.FOUND, EventKind.RETURN_INTERVIEW),
    ),
    (
        "Referral and assessment",
        (
            EventKind.CONTACT_RECEIVED,
            EventKind.CONTACT_GRADED_RED,
            EventKind.CONTACT_GRADED_GREEN,
            EventKind.CONTACT_DECIDED,
            EventKind.REFERRAL_RECEIVED,
            EventKind.REFERRAL_DECIDED,
            EventKind.ASSESSMENT_STARTED,
            EventKind.ASSESSMENT_AUTHORISED,
            EventKind.ALLOCATION_PLANNED_OUT,
        ),
    ),
    (
        "Harm and protection",
        (
            EventKind.HARM_SUSPECTED,
            EventKind.IMMEDIATE_HARM_REPORTED,
            EventKind.MADE_SAFE,
            EventKind.STRATEGY_DISCUSSION,
            EventKind.SECTION_47_STARTED,
            EventKind.SECTION_47_ENDED,
            EventKind.CONFERENCE_NOT_NEEDED,
            EventKind.INITIAL_CONFERENCE,
            EventKind.REVIEW_CONFERENCE,
            EventKind.POLICE_PROTECTION_STARTED,
            EventKind.POLICE_PROTECTION_ENDED,
            EventKind.CRITICAL_EVENT,
            EventKind.SIGNIFICANT_EVENT,
        ),
    ),
    (
        "Plans",
        (
            EventKind.PROTECTION_PLAN_STARTED,
            EventKind.PROTECTION_PLAN_ENDED,
            EventKind.IN_NEED_STARTED,
            EventKind.IN_NEED_ENDED,
            EventKind.EARLY_HELP_STARTED,
            EventKind.EARLY_HELP_ASSESSED,
            EventKind.CARE_PLAN_MADE,
            EventKind.PATHWAY_PLAN_STARTED,
            EventKind.EDUCATION_PLAN_STARTED,
            EventKind.EDUCATION_PLAN_COMPLETED,
            EventKind.SUPERVISION_ORDER_MADE,
        ),
    ),
    (
        "Where the child lives",
        (
            EventKind.LOOKED_AFTER_STARTED,
            EventKind.LOOKED_AFTER_ENDED,
            EventKind.PLACEMENT_STARTED,
            EventKind.PLACEMENT_ENDED,
            EventKind.PLACED_FOR_ADOPTION,
            EventKind.MOVED_HOME,
            EventKind.PRIVATE_FOSTERING_PLANNED,
            EventKind.PRIVATE_FOSTERING_NOTIFIED,
            EventKind.BIRTH,
        ),
    ),
    (
        "Education, health and care",
        (
            EventKind.EHC_REQUESTED,
            EventKind.EHC_DECIDED,
            EventKind.EHC_REFUSED,
            EventKind.EHC_ADVICE_ASKED,
            EventKind.EHC_ADVICE_GIVEN,
            EventKind.EHC_DRAFT_SENT,
            EventKind.EHC_COMMENTS_RECEIVED,
            EventKind.EHC_PLAN_ISSUED,
        ),
    ),
    (
        "Settings, allegations and disagreements",
        (
            EventKind.STARTED_AT_SETTING,
            EventKind.ALLEGATION_KNOWN,
            EventKind.SERIOUS_INCIDENT,
            EventKind.DISAGREEMENT_RAISED,
            EventKind.DISAGREEMENT_STEP_2,
            EventKind.DISAGREEMENT_STEP_3,
            EventKind.DISAGREEMENT_SETTLED,
        ),
    ),
)
"""Steps that somebody writes down, in the groups in which they are asked."""

STEPS: tuple[EventKind, ...] = tuple(kind for _, kinds in GROUPS for kind in kinds)

LIKELY: Mapping[CaseType, tuple[EventKind, ...]] = {
    CaseType.LOOKED_AFTER: (
        EventKind.PLACEMENT_STARTED,
        EventKind.CARE_PLAN_MADE,
        EventKind.WENT_MISSING,
        EventKind.FOUND,
        EventKind.LOOKED_AFTER_ENDED,
    ),
    CaseType.CHILD_PROTECTION: (
        EventKind.REVIEW_CONFERENCE,
        EventKind.HARM_SUSPECTED,
        EventKind.STRATEGY_DISCUSSION,
        EventKind.PROTECTION_PLAN_ENDED,
        EventKind.WENT_MISSING,
    ),
    CaseType.SECTION_47: (
        EventKind.STRATEGY_DISCUSSION,
        EventKind.SECTION_47_ENDED,
        EventKind.INITIAL_CONFERENCE,
        EventKind.CONFERENCE_NOT_NEEDED,
        EventKind.MADE_SAFE,
    ),
    CaseType.CHILD_IN_NEED: (
        EventKind.HARM_SUSPECTED,
        EventKind.STRATEGY_DISCUSSION,
        EventKind.IN_NEED_ENDED,
        EventKind.SIGNIFICANT_EVENT,
        EventKind.WENT_MISSING,
    ),
    CaseType.ASSESSMENT: (
        EventKind.ASSESSMENT_AUTHORISED,
        EventKind.HARM_SUSPECTED,
        EventKind.STRATEGY_DISCUSSION,
        EventKind.IN_NEED_STARTED,
    ),
    CaseType.CARE_LEAVER: (EventKind.PATHWAY_PLAN_STARTED, EventKind.MOVED_HOME, EventKind.SIGNIFICANT_EVENT),
    CaseType.REFERRAL: (EventKind.REFERRAL_DECIDED, EventKind.ASSESSMENT_STARTED, EventKind.STRATEGY_DISCUSSION),
    CaseType.PRIVATE_FOSTERING: (EventKind.PRIVATE_FOSTERING_NOTIFIED, EventKind.MOVED_HOME, EventKind.HARM_SUSPECTED),
    CaseType.ADOPTION: (EventKind.PLACED_FOR_ADOPTION, EventKind.MOVED_HOME, EventKind.SIGNIFICANT_EVENT),
    CaseType.EARLY_HELP: (
        EventKind.EARLY_HELP_STARTED,
        EventKind.EARLY_HELP_ASSESSED,
        EventKind.HARM_SUSPECTED,
        EventKind.SIGNIFICANT_EVENT,
    ),
    CaseType.EHC: (
        EventKind.EHC_REQUESTED,
        EventKind.EHC_DECIDED,
        EventKind.EHC_ADVICE_GIVEN,
        EventKind.EHC_PLAN_ISSUED,
    ),
    CaseType.EARLY_YEARS: (EventKind.STARTED_AT_SETTING, EventKind.HARM_SUSPECTED, EventKind.SERIOUS_INCIDENT),
}
"""Steps that often come next on a case of a kind, by our own judgement: they stand first, and all others below."""

BEGUN_BY: Mapping[EventKind, EventKind] = {
    EventKind.FOUND: EventKind.WENT_MISSING,
    EventKind.MADE_SAFE: EventKind.IMMEDIATE_HARM_REPORTED,
    EventKind.ASSESSMENT_AUTHORISED: EventKind.ASSESSMENT_STARTED,
    EventKind.SECTION_47_ENDED: EventKind.SECTION_47_STARTED,
    EventKind.POLICE_PROTECTION_ENDED: EventKind.POLICE_PROTECTION_STARTED,
    EventKind.PROTECTION_PLAN_ENDED: EventKind.PROTECTION_PLAN_STARTED,
    EventKind.IN_NEED_ENDED: EventKind.IN_NEED_STARTED,
    EventKind.LOOKED_AFTER_ENDED: EventKind.LOOKED_AFTER_STARTED,
    EventKind.PLACEMENT_ENDED: EventKind.PLACEMENT_STARTED,
    EventKind.DISAGREEMENT_SETTLED: EventKind.DISAGREEMENT_RAISED,
}
"""What each end ends."""
_ENDED_BY = {start: end for end, start in BEGUN_BY.items()}
FOLLOWS: Mapping[EventKind, EventKind] = {
    EventKind.RETURN_INTERVIEW: EventKind.FOUND,
    EventKind.REVIEW_CONFERENCE: EventKind.PROTECTION_PLAN_STARTED,
    EventKind.DISAGREEMENT_STEP_2: EventKind.DISAGREEMENT_RAISED,
    EventKind.DISAGREEMENT_STEP_3: EventKind.DISAGREEMENT_STEP_2,
}
"""What must have happened before; it may be over by then."""
# A child moves from one placement to the next, and can be in danger for more than one reason.
_AGAIN = frozenset({EventKind.PLACEMENT_STARTED, EventKind.IMMEDIATE_HARM_REPORTED})

PLAN_STARTS, IN_NEED, NO_PLAN, PLAN_GOES_ON, PLAN_ENDS = "plan", "in-need", "none", "goes-on", "ends"
OUTCOMES: Mapping[EventKind, Mapping[str, tuple[str, EventKind | None]]] = {
    EventKind.INITIAL_CONFERENCE: {
        PLAN_STARTS: ("A child protection plan starts", EventKind.PROTECTION_PLAN_STARTED),
        IN_NEED: ("No child protection plan; a child in need plan", EventKind.IN_NEED_STARTED),
        NO_PLAN: ("No plan", None),
    },
    EventKind.REVIEW_CONFERENCE: {
        PLAN_GOES_ON: ("The child protection plan goes on", None),
        PLAN_ENDS: ("The child protection plan ends", EventKind.PROTECTION_PLAN_ENDED),
    },
}
"""What a conference decided, by a code: in words, and the step that follows on the same day, if any."""


def wrong_order(kind: EventKind, at: datetime, happened: Iterable[Happened]) -> str:
    """Why a step cannot have happened at a moment, after what has happened on a case; '' where it can.

    >>> from datetime import UTC
    >>> monday, friday = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
    >>> begun = [(EventKind.SECTION_47_STARTED, monday, "2 November")]
    >>> wrong_order(EventKind.SECTION_47_ENDED, friday, begun)
    ''
    >>> wrong_order(EventKind.SECTION_47_STARTED, friday, begun)
    'There is one that goes on: start of the section 47 enquiry, 2 November. Write down its end first.'
    """
    known = sorted(happened, key=lambda one: one[1])
    start = BEGUN_BY.get(kind) or FOLLOWS.get(kind)
    if start is not None:
        return _nothing_before(kind, start, at, known)
    if kind in _ENDED_BY and kind not in _AGAIN:
        return _goes_on(kind, at, known)
    return ""


def _nothing_before(kind: EventKind, start: EventKind, at: datetime, known: Sequence[Happened]) -> str:
    """Why there is nothing that a step could end or follow: it has not begun, or has its end already."""
    begun = [one for one in known if one[0] is start]
    if not begun:
        return f"Nothing of the kind has begun. Write this down first, with its day: {start.label}."
    if begun[0][1] > at:
        return f"This is before the {_plainly(start)} ({begun[0][2]}). Check the days and times of both."
    over = _over(kind, [one for one in begun if one[1] <= at][-1], known) if kind in BEGUN_BY else None
    if over and not any(at < one[1] <= over[1] for one in begun):  # else it is the end of one that began after this
        return f"That is over already: {over[0].label}, {over[2]}. Amend that record instead."
    return ""


def _goes_on(kind: EventKind, at: datetime, known: Sequence[Happened]) -> str:
    """Why nothing of a kind could begin: one was going on. One that began later is no hindrance."""
    begun = [one for one in known if one[0] is kind and one[1] <= at]
    if not begun:
        return ""
    over = _over(_ENDED_BY[kind], begun[-1], known)
    if over is None:
        return f"There is one that goes on: {kind.label}, {begun[-1][2]}. Write down its end first."
    if over[1] > at:
        return f"Another was going on then: {kind.label}, {begun[-1][2]}; over {over[2]}. Check the day and the time."
    return ""


def _over(end: EventKind, since: Happened, known: Sequence[Happened]) -> Happened | None:
    """The first end of something from when it began."""
    return next((one for one in known if one[0] is end and one[1] >= since[1]), None)


def _plainly(kind: EventKind) -> str:
    """A kind within a sentence, after *the*."""
    return {EventKind.WENT_MISSING: "day the child went missing", EventKind.FOUND: "day the child was found"}.get(
        kind, kind.label
    )
