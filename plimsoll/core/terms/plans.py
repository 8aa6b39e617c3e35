"""Plans, goals, scores, and how a child develops."""

from plimsoll.core.terms.term import Term


class PlanKind(Term):
    """What a plan is called by law or custom."""

    EARLY_HELP = "EARLY_HELP", "early help plan"
    CHILD_IN_NEED = "CHILD_IN_NEED", "child in need plan"
    CHILD_PROTECTION = "CHILD_PROTECTION", "child protection plan"
    CARE = "CARE", "care plan"
    PATHWAY = "PATHWAY", "pathway plan"
    EDUCATION_HEALTH_CARE = "EDUCATION_HEALTH_CARE", "education, health and care plan"
    OTHER = "OTHER", "plan"


class WhoseWords(Term):
    """Whose words an outcome or a goal is in."""

    CHILD = "CHILD", "the child's words"
    FAMILY = "FAMILY", "the family's words"
    TOGETHER = "TOGETHER", "found together"
    PROFESSIONAL = "PROFESSIONAL", "a professional's words"


class ActionOwner(Term):
    """Who does an action of a plan: whoever holds the case, or somebody by name."""

    WORKER = "WORKER", "whoever holds the case"
    FAMILY = "FAMILY", "the child, or somebody of the family"
    PROFESSIONAL = "PROFESSIONAL", "a professional of the network"
    COLLEAGUE = "COLLEAGUE", "somebody else who works here"


class ActionOutcome(Term):
    """What became of an action of a plan."""

    DONE = "DONE"
    PARTLY = "PARTLY", "partly done"
    NOT_DONE = "NOT_DONE"


class Agreement(Term):
    """What the child and the family said to a plan."""

    AGREED = "AGREED", "they agree"
    PARTLY = "PARTLY", "they agree with some of it"
    DISAGREED = "DISAGREED", "they disagree"
    NOT_ASKED = "NOT_ASKED", "they were not asked"


class Progress(Term):
    """How it stands with an outcome of a plan, at a review."""

    BETTER = "BETTER"
    SAME = "SAME", "the same"
    WORSE = "WORSE"


class Rater(Term):
    """Who said the number of a reading."""

    CHILD = "CHILD", "the child"
    CARER = "CARER", "a parent or carer"
    TOGETHER = "TOGETHER", "the child and the worker together"
    TEACHER = "TEACHER", "a teacher"
    WORKER = "WORKER", "a worker"


class Better(Term):
    """Which way a score moves as things go better."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"


class DevelopmentArea(Term):
    """A part of a child's life in which they grow."""

    HEALTH = "HEALTH"
    LEARNING = "LEARNING"
    FEELINGS = "FEELINGS"
    RELATIONSHIPS = "RELATIONSHIPS"
