"""What a supervisor says to an order of work that somebody says was gone through with them."""

from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_answer_review
from plimsoll.actions.cases import Refused, too_long
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.records.models.priority import ReviewAnswer

LONGEST_WORDS = 2_000


def answer_review(review: UUID, *, agreed: bool, words: str, by: Viewer, at: datetime) -> UUID:
    """Says whether the viewer went through an order of work with its worker, and agrees with it. What was confirmed stays as
    it is, with the answer beside it; an answer is given once. The supervisor who is named on it; event REVIEW_ANSWERED. Its
    id.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_answer_review`. Refused : not agreed and no words, too many of them, or they
    answered otherwise before.
    """
    check_can_answer_review(by, review)
    words, faults = words.strip(), {}
    if not agreed and not words:
        faults["words"] = "Say what was otherwise, or with what you do not agree."
    if fault := too_long(words, LONGEST_WORDS):
        faults["words"] = fault
    if faults:
        raise Refused(faults)
    row, new = ReviewAnswer.objects.get_or_create(
        org_id=by.org,
        review_id=review,
        defaults={"agreed": agreed, "words": words, "answered_at": at, "answered_by_id": by.worker},
    )
    if new:
        record_event(by, Act.REVIEW_ANSWERED, about_id=review, detail={"agreed": agreed})
    elif (row.agreed, row.words) != (agreed, words):
        raise Refused({"agreed": "You answered this before. What you said then stands, and is not changed."})
    return row.pk
