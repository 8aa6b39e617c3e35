"""The things to do on a day, and what became of them."""

from plimsoll.core.terms.term import Term


class Task(Term):
    """What a thing to do on a day is."""

    KEEP_SAFE = "KEEP_SAFE", "make safe"
    READ = "READ", "say what new information means"
    VISIT = "VISIT"
    PROTECT = "PROTECT"
    COURT = "COURT"
    DECIDE = "DECIDE"
    REVIEW = "REVIEW"
    WRITE_UP = "WRITE_UP"
    CHECK = "CHECK"
    CHASE = "CHASE"
    JUDGE = "JUDGE", "judge the case"


class DayOutcome(Term):
    """What became of a thing to do, as whoever did it says."""

    STARTED = "STARTED", "begun before something that stands higher"
    DONE = "DONE"
    PARTLY = "PARTLY", "partly done"
    NOT_DONE = "NOT_DONE", "could not be done"
    MOVED = "MOVED"


class CameUp(Term):
    """What came in between: it never asks why something else waits."""

    CALL = "CALL", "a call"
    AT_THE_DOOR = "AT_THE_DOOR", "somebody at the door"
    APPOINTMENT = "APPOINTMENT", "an agreed appointment"
    SHORT = "SHORT", "something short"
