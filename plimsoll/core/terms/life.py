"""The life of a case: its steps, why, and who agrees."""

from plimsoll.core.terms.term import Term


class LifeKind(Term):
    """A step in the life of a case."""

    STEP = "STEP", "to step up or down"
    CLOSE = "CLOSE", "to close"
    REOPEN = "REOPEN", "to open again"


class LifeReason(Term):
    """Why a case takes a step in its life."""

    NEEDS_GREW = "NEEDS_GREW", "the child needs more than before"
    NEEDS_LESSENED = "NEEDS_LESSENED", "the child needs less than before"
    ASSESSMENT_SHOWED = "ASSESSMENT_SHOWED", "an assessment or enquiry showed it"
    MEETING_DECIDED = "MEETING_DECIDED", "a conference or review decided it"
    COURT_DECIDED = "COURT_DECIDED", "a court decided it"
    FAMILY_ASKED = "FAMILY_ASKED", "the child or the family asked for it"
    FAMILY_DECLINED = "FAMILY_DECLINED", "the family no longer agrees to help that needs their consent"
    AGE_REACHED = "AGE_REACHED", "the child has reached the age for it"
    OUTCOMES_REACHED = "OUTCOMES_REACHED", "what was to be reached is reached"
    OTHER_SERVICE = "OTHER_SERVICE", "another service goes on with it"
    MOVED_AWAY = "MOVED_AWAY", "the family has moved away, and the other area knows"
    DIED = "DIED", "the child has died"
    NEW_WORRY = "NEW_WORRY", "a new worry"
    CAME_BACK = "CAME_BACK", "the family has come back, or asks for help again"
    CLOSED_WRONGLY = "CLOSED_WRONGLY", "it was closed by mistake"
    OTHER = "OTHER", "another reason"


class Authority(Term):
    """Whose agreement a step in the life of a case needs, from the least to the most."""

    WORKER = "WORKER", "whoever writes on the case"
    SUPERVISOR = "SUPERVISOR", "a supervisor"
    SERVICE_MANAGER = "SERVICE_MANAGER", "a service manager"
