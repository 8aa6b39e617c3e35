"""What is due: for what, whose it is, how it is counted, and where it stands."""

from plimsoll.core.terms.term import Term


class Purpose(Term):
    """What a due item is for. A check is a standing duty without a clock."""

    SEE = "SEE"
    PROTECT = "PROTECT"
    COURT = "COURT"
    DECIDE = "DECIDE"
    REVIEW = "REVIEW"
    RECORD = "RECORD"
    CHECK = "CHECK"


class Owner(Term):
    """Whose duty a due item is. Only the allocated worker's own items move a case."""

    WORKER = "WORKER"
    MANAGER = "MANAGER"
    FRONT_DOOR = "FRONT_DOOR"
    TEAM = "TEAM"
    OTHER = "OTHER"


class Subject(Term):
    """What a timescale is about: a child's case, or a worker (supervision, workload form), which never scores a case."""

    CASE = "CASE"
    WORKER = "WORKER"


class Unit(Term):
    """Unit of a timescale's amount."""

    HOURS = "HOURS"
    OFFICE_HOURS = "OFFICE_HOURS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    SCHOOL_DAYS = "SCHOOL_DAYS"
    SCHOOL_TERMS = "SCHOOL_TERMS"
    WEEKS = "WEEKS"
    MONTHS = "MONTHS"
    YEARS = "YEARS"


class RuleKind(Term):
    """How firmly an amount binds."""

    MAXIMUM = "MAXIMUM"
    MINIMUM_FREQUENCY = "MINIMUM_FREQUENCY"
    RECOMMENDED = "RECOMMENDED"
    LOCAL_TYPICAL = "LOCAL_TYPICAL"
    WINDOW = "WINDOW"


class Strength(Term):
    """Where a timescale's force comes from."""

    STATUTE = "STATUTE"
    STATUTORY_GUIDANCE = "STATUTORY_GUIDANCE"
    LOCAL = "LOCAL"


class DueState(Term):
    """Where one due item stands at a moment."""

    NOT_STARTED = "NOT_STARTED"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    MET = "MET"
    MET_LATE = "MET_LATE"
    STOPPED = "STOPPED"


class ClockChangeKind(Term):
    """What becomes of a clock by somebody with authority."""

    EXTENDED = "EXTENDED"
    STOPPED = "STOPPED"
