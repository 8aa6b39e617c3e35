"""People of an organisation."""

from plimsoll.core.terms.term import Term


class Role(Term):
    """What a person is in an organisation; what each may do is written elsewhere."""

    PRACTITIONER = "PRACTITIONER"
    SUPERVISOR = "SUPERVISOR", "supervisor or team manager"
    DUTY = "DUTY", "duty social worker"
    BUSINESS_SUPPORT = "BUSINESS_SUPPORT"
    SERVICE_MANAGER = "SERVICE_MANAGER"
    SAFEGUARDING_LEAD = "SAFEGUARDING_LEAD", "designated safeguarding lead"
    LEARNER = "LEARNER"
    ASSESSOR = "ASSESSOR"
    QUALITY_ASSURER = "QUALITY_ASSURER", "internal quality assurer"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class AbsenceKind(Term):
    """Why a worker is away."""

    LEAVE = "LEAVE"
    SICKNESS = "SICKNESS"
    TRAINING = "TRAINING"
    OTHER = "OTHER"
    SUSPENDED = "SUSPENDED"
