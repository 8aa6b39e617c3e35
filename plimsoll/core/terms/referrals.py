"""Referrals and contacts: from whom, how, and what was decided."""

from plimsoll.core.terms.term import Term


class ReferralSource(Term):
    """Who refers a child, in the order in which it is asked."""

    SCHOOL = "SCHOOL", "a school or college"
    HEALTH = "HEALTH", "health: a doctor, health visitor, midwife, hospital"
    POLICE = "POLICE", "the police"
    EARLY_YEARS_SETTING = "EARLY_YEARS_SETTING", "a nursery or childminder"
    HELPING_SERVICE = "HELPING_SERVICE", "an early help, housing or voluntary service"
    OTHER_COUNCIL = "OTHER_COUNCIL", "another council"
    OTHER_PROFESSIONAL = "OTHER_PROFESSIONAL", "another professional"
    FAMILY = "FAMILY", "somebody of the family"
    CHILD = "CHILD", "the child"
    PUBLIC = "PUBLIC", "a neighbour or member of the public"
    NOT_SAID = "NOT_SAID", "somebody who does not say who they are"


class Reported(Term):
    """What a referral tells of, as whoever takes it in hears it; what it means is judged later."""

    HARM = "HARM", "a child was hurt or touched, or says so; an injury; somebody dangerous in the home"
    CARE = "CARE", "a worry about how a child is cared for or gets on"
    HELP = "HELP", "the family asks for help"


class Means(Term):
    """How something came in."""

    PHONE = "PHONE", "by phone"
    EMAIL = "EMAIL", "by email"
    FORM = "FORM", "by form"
    IN_PERSON = "IN_PERSON"
    LETTER = "LETTER", "by letter"


class FamilyKnows(Term):
    """Whether a family knows that it is referred, and agrees."""

    AGREES = "AGREES", "they know, and agree"
    KNOWS = "KNOWS", "they know, and do not agree"
    NOT_YET = "NOT_YET", "they have not been told yet"
    NOT_SAFE = "NOT_SAFE", "they are not to be told: it could put the child at risk"
    NOT_KNOWN = "NOT_KNOWN", "it is not known"


class TriageOutcome(Term):
    """What was decided about a referral."""

    ASSESSMENT = "ASSESSMENT"
    ENQUIRY = "ENQUIRY", "protection enquiry (section 47)"
    EARLY_HELP = "EARLY_HELP"
    LINKED = "LINKED", "goes to a case that is open"
    SIGNPOSTED = "SIGNPOSTED", "signposted to another service"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"


class ContactOutcome(Term):
    """What a contact comes to; taken up again: it was said wrongly, and waits anew."""

    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"
    ADVICE = "ADVICE", "advice given"
    EARLY_HELP = "EARLY_HELP"
    REFERRAL = "REFERRAL"
    TAKEN_UP_AGAIN = "TAKEN_UP_AGAIN"
