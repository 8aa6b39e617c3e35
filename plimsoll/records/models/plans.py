"""Plans with their outcomes and actions, goals with their readings, scores of tools, and how a child develops."""

from django.db import models
from django.db.models import F, Q

from plimsoll.core.outcomes import HIGHEST_RATING, HIGHEST_SCORE, MOST_GOALS
from plimsoll.core.terms import (
    ActionOutcome,
    ActionOwner,
    Agreement,
    DevelopmentArea,
    PlanKind,
    Progress,
    Rater,
    WhoseWords,
)
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said, within


class Plan(Tenant):
    """One version of a plan for the child or family of a case: a draft until it is agreed, in force until a later version of
    it is or it is ended. What it says is never changed once it is in force. Of several children it is kept with each."""

    case = Within("records.Case")
    together = models.UUIDField()  # the same for each child whose plan was begun at once
    root = models.UUIDField()  # the first version of this plan, by its id
    number = models.SmallIntegerField()  # of the version, from 1
    kind = Code(PlanKind)
    purpose = models.CharField(max_length=2000)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    agreed_on = models.DateField(null=True)
    agreed_with = models.CharField(max_length=500, null=True)
    agreement = Code(Agreement, null=True)
    agreed_words = models.CharField(max_length=2000, null=True)  # what they said to it; '' for nothing
    ring = models.CharField(max_length=300, null=True)  # whom the family can ring, with the number
    agreed_at = models.DateTimeField(null=True)
    agreed_by = Within("records.Worker", null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=500, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("plan_purpose_said", "purpose"),
            within("plan_number_from_1", "number", 1, 1000),
            models.UniqueConstraint(fields=["org", "root", "number"], name="plan_one_of_a_number"),
            models.UniqueConstraint(
                fields=["org", "case"],
                condition=Q(agreed_at__isnull=True, ended_at__isnull=True),
                name="plan_one_draft_a_case",
            ),
            both_or_neither(
                "plan_whole_agreement",
                "agreed_on",
                "agreed_with",
                "agreement",
                "agreed_words",
                "ring",
                "agreed_at",
                "agreed_by",
            ),
            both_or_neither("plan_ended", "ended_on", "ended_why", "ended_at", "ended_by"),
            in_order("plan_written_before_agreed", "written_at", "agreed_at", may_touch=True),
            in_order("plan_written_before_ended", "written_at", "ended_at", may_touch=True),
        ]


class PlanOutcome(Tenant):
    """What shall be different for a child, as a version of a plan says; true as long as that version, or until it is left
    out while that is a draft."""

    case = Within("records.Case")
    plan = Within("records.Plan")
    text = models.CharField(max_length=500)
    words_of = Code(WhoseWords)
    came_from = models.UUIDField(null=True)  # the same outcome in the version before
    written_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("planoutcome_text_said", "text"),
            both_or_neither("planoutcome_left", "left_at", "left_by"),
            in_order("planoutcome_written_before_left", "written_at", "left_at", may_touch=True),
        ]


class PlanAction(Tenant):
    """What somebody does by a day, as a version of a plan says; true as long as that version, or until it is left out while
    that is a draft."""

    case = Within("records.Case")
    plan = Within("records.Plan")
    outcome = Within("records.PlanOutcome")
    what = models.CharField(max_length=500)
    owner = Code(ActionOwner)
    who = models.CharField(max_length=200, blank=True)  # by name; '' for whoever holds the case
    due_on = models.DateField()
    came_from = models.UUIDField(null=True)  # the same action in the version before
    written_at = models.DateTimeField()
    # What the order of work reads, of one table alone: since when it is asked for, until when, and that it is done.
    in_force_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("planaction_what_said", "what"),
            models.CheckConstraint(
                condition=Q(owner=ActionOwner.WORKER.value, who="") | ~Q(owner=ActionOwner.WORKER.value) & ~Q(who=""),
                name="planaction_who_by_name",
            ),
            both_or_neither("planaction_done", "done_on", "done_at"),
            in_order("planaction_in_force_before_over", "in_force_at", "over_at", may_touch=True),
            both_or_neither("planaction_left", "left_at", "left_by"),
            in_order("planaction_written_before_left", "written_at", "left_at", may_touch=True),
        ]


class ActionSaid(Tenant):
    """What became of an action of a plan by a day, as somebody said. A row is never changed; the latest holds."""

    case = Within("records.Case")
    action = Within("records.PlanAction")
    happened_on = models.DateField()
    outcome = Code(ActionOutcome)
    words = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField()
    said_by = Within("records.Worker")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ActionOutcome.DONE.value) | ~Q(words=""), name="actionsaid_says_why"
            ),
        ]


class PlanReview(Tenant):
    """That a version of a plan was reviewed on a day, who was there, and what came of it. A row is never changed."""

    case = Within("records.Case")
    plan = Within("records.Plan")
    reviewed_on = models.DateField()
    present = models.CharField(max_length=500)
    views = models.CharField(max_length=2000, blank=True)  # what the child and the family said
    decision = models.CharField(max_length=2000)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")

    class Meta:
        constraints = [
            said("planreview_present_said", "present"),
            said("planreview_decision_said", "decision"),
        ]


class OutcomeProgress(Tenant):
    """How it stood with one outcome at a review. A row is never changed."""

    case = Within("records.Case")
    review = Within("records.PlanReview")
    outcome = Within("records.PlanOutcome")
    progress = Code(Progress)
    words = models.CharField(max_length=500)

    class Meta:
        constraints = [
            said("outcomeprogress_words_said", "words"),
            models.UniqueConstraint(fields=["org", "review", "outcome"], name="outcomeprogress_once_a_review"),
        ]


class Goal(Tenant):
    """One of at most three goals of a child or family, in somebody's own words; true until it is ended."""

    case = Within("records.Case")
    place = models.SmallIntegerField()  # 1 to 3: among the goals of the case
    text = models.CharField(max_length=500)
    words_of = Code(WhoseWords)
    set_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=500, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("goal_text_said", "text"),
            within("goal_place_1_to_3", "place", 1, MOST_GOALS),
            models.UniqueConstraint(
                fields=["org", "case", "place"], condition=Q(ended_at__isnull=True), name="goal_one_a_place"
            ),
            both_or_neither("goal_ended", "ended_on", "ended_why", "ended_at", "ended_by"),
            in_order("goal_set_before_ended", "set_on", "ended_on", may_touch=True),
        ]


class GoalReading(Tenant):
    """How far somebody said on a day that a goal is: 0 not at all, 10 reached. A row is never changed; it is true until
    another one replaces it."""

    case = Within("records.Case")
    goal = Within("records.Goal")
    rated_on = models.DateField()
    rating = models.SmallIntegerField()
    rated_by = Code(Rater)
    words = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    replaces = Within("records.GoalReading", null=True)
    corrected_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            within("goalreading_rating_0_to_10", "rating", 0, HIGHEST_RATING),
            both_or_neither("goalreading_corrected", "replaces", "corrected_why"),
            models.UniqueConstraint(fields=["org", "replaces"], name="goalreading_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="goalreading_replaces_another"),
        ]


class ToolScore(Tenant):
    """What a named tool came to on a day: the score alone, never its questions. A row is never changed; it is true until
    another one replaces it."""

    case = Within("records.Case")
    tool = models.CharField(max_length=60)  # its key in the rulebook of tools
    part = models.CharField(max_length=100, blank=True)  # which area of it, where it has several
    scored_on = models.DateField()
    score = models.SmallIntegerField()
    rated_by = Code(Rater)
    words = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    replaces = Within("records.ToolScore", null=True)
    corrected_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("toolscore_tool_said", "tool"),
            within("toolscore_score_not_below_0", "score", 0, HIGHEST_SCORE),
            both_or_neither("toolscore_corrected", "replaces", "corrected_why"),
            models.UniqueConstraint(fields=["org", "replaces"], name="toolscore_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="toolscore_replaces_another"),
        ]


class DevelopmentNote(Tenant):
    """How a child was getting on in one part of their life on a day, and from whom that is known. A row is never changed;
    it is true until another one replaces it."""

    case = Within("records.Case")
    area = Code(DevelopmentArea)
    noted_on = models.DateField()
    text = models.CharField(max_length=2000)
    source = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    replaces = Within("records.DevelopmentNote", null=True)
    corrected_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("developmentnote_text_said", "text"),
            said("developmentnote_source_said", "source"),
            both_or_neither("developmentnote_corrected", "replaces", "corrected_why"),
            models.UniqueConstraint(fields=["org", "replaces"], name="developmentnote_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="developmentnote_replaces_another"),
        ]
