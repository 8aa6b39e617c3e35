"""What a record tells the engines: which kinds of event follow from what somebody wrote."""

from collections.abc import Collection, Mapping

from plimsoll.core.steps import STEPS
from plimsoll.core.terms import SEEING, EventKind, RecordKind, Sight

ASKS_SIGHT = frozenset(
    {RecordKind.VISIT, RecordKind.MEETING, RecordKind.ASSESSMENT, RecordKind.REVIEW, RecordKind.STEP}
)
"""Kinds of record that ask whether the child was seen; of a visit it must be said."""

_REVIEWS = (
    EventKind.IN_NEED_REVIEW,
    EventKind.LOOKED_AFTER_REVIEW,
    EventKind.REVIEW_CONFERENCE,
    EventKind.PATHWAY_REVIEW,
    EventKind.SUPERVISION_ORDER_REVIEW,
    EventKind.ADOPTION_REVIEW,
    EventKind.EHC_REVIEWED,
)
COURT_STEPS = (
    EventKind.PRE_PROCEEDINGS_DECIDED,
    EventKind.LETTER_BEFORE_PROCEEDINGS,
    EventKind.PRE_PROCEEDINGS_MEETING,
    EventKind.PRE_PROCEEDINGS_REVIEW,
    EventKind.PRE_PROCEEDINGS_ENDED,
    EventKind.PROCEEDINGS_ISSUED,
    EventKind.SECTION_37_DIRECTED,
    EventKind.SECTION_37_REPORTED,
    EventKind.PROCEEDINGS_ENDED,
)
"""Steps before and in proceedings, as a note on them tells."""
_TALKS = (EventKind.STRATEGY_DISCUSSION, EventKind.CASE_DISCUSSED)

# What can meet a duty, by how it is written down. A visit is the only way to a visit that counts.
MEETS: Mapping[RecordKind, tuple[EventKind, ...]] = {
    RecordKind.VISIT: tuple(kind for kind in EventKind if kind in SEEING),
    RecordKind.ATTEMPT: (),
    RecordKind.CALL: (*_TALKS, EventKind.ALLEGATION_REFERRED, EventKind.REGULATOR_TOLD),
    RecordKind.COMMUNICATION: (
        EventKind.ALLEGATION_REFERRED,
        EventKind.REGULATOR_TOLD,
        EventKind.CONFERENCE_REPORT_SHARED,
        EventKind.EHC_DRAFT_SENT,
        EventKind.EHC_ADVICE_GIVEN,
    ),
    RecordKind.MEETING: (
        *_TALKS,
        EventKind.CORE_GROUP,
        EventKind.IN_NEED_MEETING,
        EventKind.TEAM_AROUND_FAMILY,
        EventKind.INITIAL_CONFERENCE,
        *_REVIEWS,
    ),
    RecordKind.CASE_NOTE: (EventKind.KEY_PERSON_NAMED, EventKind.HANDOVER_RECORDED, *COURT_STEPS),
    RecordKind.MANAGEMENT_OVERSIGHT: (EventKind.UNALLOCATED_REVIEWED, EventKind.CASE_DISCUSSED),
    RecordKind.ASSESSMENT: (
        EventKind.ASSESSMENT_AUTHORISED,
        EventKind.EARLY_HELP_ASSESSED,
        EventKind.PATHWAY_NEEDS_ASSESSED,
        EventKind.HEALTH_ASSESSMENT,
        EventKind.DENTAL_CHECK,
        EventKind.STRENGTHS_QUESTIONNAIRE,
        EventKind.PROGRESS_CHECK,
    ),
    RecordKind.REVIEW: _REVIEWS,
    RecordKind.STEP: STEPS,
}

# What also came to light, whatever was written; an attempt found nobody who could tell.
FACTS = (
    EventKind.WENT_MISSING,
    EventKind.FOUND,
    EventKind.RETURN_INTERVIEW,
    EventKind.IMMEDIATE_HARM_REPORTED,
    EventKind.MADE_SAFE,
    EventKind.SIGNIFICANT_EVENT,
)


def can_tell(kind: RecordKind) -> tuple[EventKind, ...]:
    """Every kind of event that a record can be said to tell.

    >>> EventKind.PROTECTION_VISIT in can_tell(RecordKind.VISIT), can_tell(RecordKind.ATTEMPT)
    (True, ())
    """
    return tuple(dict.fromkeys((*MEETS[kind], *(FACTS if kind is not RecordKind.ATTEMPT else ()))))


def seen(sight: Sight | None) -> bool:
    """Whether it is said that the child was seen."""
    return sight in (Sight.ALONE, Sight.WITH_OTHERS)


def events_of(kind: RecordKind, sight: Sight | None, chosen: Collection[EventKind]) -> tuple[EventKind, ...]:
    """The events that a record makes of one child: always one at least, and of a child who was not seen none that says so.

    >>> [event.value for event in events_of(RecordKind.VISIT, Sight.ALONE, [EventKind.PROTECTION_VISIT])]
    ['PROTECTION_VISIT']
    >>> [event.value for event in events_of(RecordKind.VISIT, Sight.NOT_SEEN, [EventKind.PROTECTION_VISIT])]
    ['OTHER_EVENT']
    >>> [event.value for event in events_of(RecordKind.MEETING, Sight.ALONE, [])]
    ['CHILD_SEEN']
    """
    if kind is RecordKind.ATTEMPT:
        return (EventKind.NO_ACCESS,)
    told = {event for event in chosen if event in can_tell(kind) and (event not in SEEING or seen(sight))}
    if seen(sight) and SEEING.isdisjoint(told):
        told.add(EventKind.CHILD_SEEN)
    return tuple(event for event in EventKind if event in told) or (EventKind.OTHER_EVENT,)
