"""The order of work: its bands, criteria and indicators, and what a person decides against it."""

from plimsoll.core.terms.term import Term


class Band(Term):
    """A lexicographic tier of the order of work, in the order of the list. No weight lifts a case across bands.

    They are tested in another order: *Awaiting others* before *Planned*, which is the rest.
    """

    ACT_NOW = "ACT_NOW", "Act now"
    TODAY = "TODAY", "Today"
    THIS_WEEK = "THIS_WEEK", "This week"
    PLANNED = "PLANNED", "Planned"
    AWAITING_OTHERS = "AWAITING_OTHERS", "Awaiting others"


class Criterion(Term):
    """The five agreed criteria of CYPOP11, 2.1."""

    URGENCY = "URGENCY"
    CONSEQUENCES = "CONSEQUENCES", "consequences of postponing"
    PROTOCOLS = "PROTOCOLS", "protocols and timescales"
    WORKLOAD = "WORKLOAD", "workload, own and others'"
    RESOURCES = "RESOURCES"


class Indicator(Term):
    """One measured or judged fact about a case, turned into 0..1 by a value function."""

    TRIAGE = "TRIAGE", "triage rating"
    INFORMATION = "INFORMATION", "information not dealt with"
    LAST_SEEN = "LAST_SEEN"
    RISK = "RISK", "likelihood and severity of harm"
    WAIT = "WAIT", "effect of waiting a week"
    VULNERABILITY = "VULNERABILITY"
    PRESSURE = "PRESSURE", "greatest pressure of a due item"
    LATENESS = "LATENESS"
    OTHERS_WAITING = "OTHERS_WAITING", "others waiting on this"
    WHO_ELSE = "WHO_ELSE", "who else could"
    WINDOW = "WINDOW", "window closing"
    FITS = "FITS", "fits the hours left"


class Scale(Term):
    """What a person judges from 0 to 4; likelihood and severity together are the indicator of risk. Protection is written
    down and shown, and moves nothing: what is good in a child's life never makes a child wait."""

    LIKELIHOOD = "LIKELIHOOD", "likelihood of harm"
    SEVERITY = "SEVERITY", "severity of harm"
    WAIT = "WAIT", "effect of waiting a week"
    TRIAGE = "TRIAGE", "triage rating"
    PROTECTION = "PROTECTION", "what protects the child"


class Known(Term):
    """How much is known of an indicator of a case. *Not applicable* is decided by case type and source alone."""

    KNOWN = "KNOWN"
    UNKNOWN = "UNKNOWN"
    STALE = "STALE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Factor(Term):
    """What makes a child more vulnerable. It can only raise a place."""

    UNDER_1 = "UNDER_1"
    DISABILITY = "DISABILITY"
    PRE_VERBAL = "PRE_VERBAL", "too young to tell"
    MISSING = "MISSING", "has been missing"
    EXPLOITED = "EXPLOITED"
    PREVIOUS_PLAN = "PREVIOUS_PLAN", "an earlier protection plan"


class WhoElse(Term):
    """Who else could do what is waiting on a case."""

    ADMIN = "ADMIN"
    COLLEAGUE = "COLLEAGUE"
    ONLY_ME = "ONLY_ME"


class PlacingKind(Term):
    """How a person places a case against the order of work."""

    ABOVE = "ABOVE"
    BELOW = "BELOW"
    BAND = "BAND"


class PlacingReason(Term):
    """Why a person places a case against the order of work."""

    KNOWS_MORE = "KNOWS_MORE", "I know something that is not on record yet"
    FAMILY_ASKED = "FAMILY_ASKED", "the child or the family asked for it"
    GOES_TOGETHER = "GOES_TOGETHER", "it goes together with other work"
    SAFE_WITH_OTHERS = "SAFE_WITH_OTHERS", "somebody else keeps the child safe meanwhile"
    CLOSE_CALL = "CLOSE_CALL", "a close call, and I would do this first"
    AGREED_IN_SUPERVISION = "AGREED_IN_SUPERVISION"
    RECORD_IS_WRONG = "RECORD_IS_WRONG", "what is on record is wrong or out of date"
    OTHER = "OTHER", "another reason"


class Postponing(Term):
    """What is put off: a task is deferred, a visit is rearranged with safeguards."""

    DEFERRED = "DEFERRED", "task put off"
    REARRANGED = "REARRANGED", "visit rearranged"
