"""What an organisation agrees on about order, what people judged, and the orders that came out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from plimsoll.core.terms import Band, Factor, PlacingKind, PlacingReason, Postponing, Scale
from plimsoll.records.models.reference import Edition
from plimsoll.records.spells import no_overlap
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, every_within, in_order, said, within


class CriteriaSet(Edition):
    """One version of the criteria by which an organisation orders its work, from its day until the next version does."""


class CriteriaDraft(Tenant):
    """A criteria set that somebody drafts. It changes nothing until somebody approves it, which makes a version of it;
    or until it is left. A rehearsal holds for the text as it then was: whoever changes it has it rehearsed again."""

    text = models.TextField()  # TOML, as `plimsoll.core` parses it: sound, or it is not kept
    why = models.CharField(max_length=2000)  # what is to become better by it
    drafted_at = models.DateTimeField()
    drafted_by = Within("records.Worker")
    changed_at = models.DateTimeField()
    changed_by = Within("records.Worker")
    asked_at = models.DateTimeField(null=True)  # when its rehearsal was asked for
    done = models.IntegerField(default=0)  # cases of the rehearsal under way, of `total`
    total = models.IntegerField(default=0)
    rehearsed_at = models.DateTimeField(null=True)
    rehearsal = models.JSONField(null=True)  # as `plimsoll.queries.rehearsing` reads it: ids and places, no names
    failed = models.CharField(max_length=500, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = Within("records.Worker", null=True)
    criteria_set = Within("records.CriteriaSet", null=True)  # the version that it became
    left_at = models.DateTimeField(null=True)
    left_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("criteriadraft_text_said", "text"),
            said("criteriadraft_why_said", "why"),
            in_order("criteriadraft_drafted_before_changed", "drafted_at", "changed_at", may_touch=True),
            both_or_neither("criteriadraft_rehearsed", "rehearsed_at", "rehearsal"),
            in_order("criteriadraft_asked_before_rehearsed", "asked_at", "rehearsed_at", may_touch=True),
            both_or_neither("criteriadraft_approved", "approved_at", "approved_by", "criteria_set"),
            both_or_neither("criteriadraft_left", "left_at", "left_by"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(left_at__isnull=True), name="criteriadraft_one_end"
            ),
        ]


class Judgement(Tenant):
    """What a person decided about a case on one scale, when and why. A row is never changed; it is true until a later
    one of the same case and scale, or until it is too old for the criteria set."""

    case = Within("records.Case")
    scale = Code(Scale)
    value = models.SmallIntegerField(null=True)  # 0 to 4; nothing: the person says that it is not known
    judged_at = models.DateTimeField()
    judged_by = Within("records.Worker")
    recorded_at = models.DateTimeField()
    why = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            within("judgement_value_0_to_4", "value", 0, 4),
            said("judgement_why_said", "why"),
            in_order("judgement_judged_before_recorded", "judged_at", "recorded_at", may_touch=True),
        ]
        indexes = [models.Index(fields=["org", "case", "scale", "judged_at"], name="judgement_by_case")]


class FactorJudgement(Tenant):
    """What a person decided about one vulnerability of the child of a case, when and why: that it weighs more or less for
    this child than the criteria set gives it, that it is there, or that it makes no difference. A row is never changed; it
    is true until a later one of the same case and vulnerability."""

    case = Within("records.Case")
    factor = Code(Factor)
    value = models.SmallIntegerField(null=True)  # percent; nothing: as the record and the criteria set have it
    judged_at = models.DateTimeField()
    judged_by = Within("records.Worker")
    recorded_at = models.DateTimeField()
    why = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            within("factorjudgement_value_0_to_100", "value", 0, 100),
            said("factorjudgement_why_said", "why"),
            in_order("factorjudgement_judged_before_recorded", "judged_at", "recorded_at", may_touch=True),
        ]
        indexes = [models.Index(fields=["org", "case", "factor", "judged_at"], name="factorjudgement_by_case")]


class Override(Tenant):
    """A person's placing of a case against the order of work. It holds until its last day, until somebody ends it, or until
    the band of the case rises above that in which it was made; where a supervisor has to agree, from then on."""

    case = Within("records.Case")
    worker = Within("records.Worker")  # on whose list; whoever gets the case later decides anew
    kind = Code(PlacingKind)
    other = Within("records.Case", null=True)  # above or below which it is placed; nothing: that one was removed since
    band = Code(Band, null=True)  # to which it is placed
    reason = Code(PlacingReason)
    why = models.CharField(max_length=2000)
    made_at = models.DateTimeField()
    made_by = Within("records.Worker")
    made_in = Code(Band)  # where the order of work had it then
    made_place = models.SmallIntegerField()
    lasts_until = models.DateField()  # its last day
    to_countersign = models.BooleanField(default=False)
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = Within("records.Worker", null=True)
    countersigned_why = models.CharField(max_length=2000, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)
    ended_why = models.CharField(max_length=2000, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PlacingKind.BAND.value, band__isnull=False, other__isnull=True)
                | (~Q(kind=PlacingKind.BAND.value) & Q(band__isnull=True)),
                name="override_by_case_or_band",
            ),
            models.CheckConstraint(condition=~Q(other=models.F("case")), name="override_not_by_itself"),
            said("override_why_said", "why"),
            within("override_made_place_from_1", "made_place", 1, 32_767),
            both_or_neither("override_countersigned", "countersigned_at", "countersigned_by", "countersigned_why"),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=models.F("made_by")),
                name="override_agreed_by_another",
            ),
            in_order("override_made_before_countersigned", "made_at", "countersigned_at", may_touch=True),
            both_or_neither("override_ended", "ended_at", "ended_by", "ended_why"),
            in_order("override_made_before_ended", "made_at", "ended_at", may_touch=True),
            models.UniqueConstraint(
                fields=["org", "case"], condition=Q(ended_at__isnull=True), name="override_one_a_case"
            ),
        ]


class Postponement(Tenant):
    """That a task was put off, or a visit rearranged: until when, why, and what keeps the child safe meanwhile. It holds
    until its day, until somebody ends it, or until the case rises for another reason; where a supervisor has to agree, from
    then on. What law or plan asks for stays due as it was."""

    case = Within("records.Case")
    kind = Code(Postponing)
    duty = models.CharField(max_length=100)  # key of the timescale
    title = models.CharField(max_length=200)
    was_due_at = models.DateTimeField()
    until = models.DateField()
    why = models.CharField(max_length=2000)
    meanwhile = models.CharField(max_length=2000, blank=True)  # what is put in place; of a visit always
    told = models.CharField(max_length=2000, blank=True)  # who knows
    sooner_if = models.CharField(max_length=2000, blank=True)  # what would bring it forward
    made_at = models.DateTimeField()
    made_by = Within("records.Worker")
    made_in = Code(Band, null=True)  # where the case stood without it; nothing: made before putting off moved anything
    to_countersign = models.BooleanField(default=False, db_default=False)
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = Within("records.Worker", null=True)
    countersigned_why = models.CharField(max_length=2000, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)
    ended_why = models.CharField(max_length=2000, null=True)

    class Meta:
        constraints = [
            both_or_neither("postponement_countersigned", "countersigned_at", "countersigned_by", "countersigned_why"),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=models.F("made_by")),
                name="postponement_agreed_by_another",
            ),
            in_order("postponement_made_before_countersigned", "made_at", "countersigned_at", may_touch=True),
            said("postponement_duty_said", "duty"),
            said("postponement_why_said", "why"),
            models.CheckConstraint(
                condition=~Q(kind=Postponing.REARRANGED.value) | (~Q(meanwhile="") & ~Q(told="")),
                name="postponement_visit_with_safeguards",
            ),
            both_or_neither("postponement_ended", "ended_at", "ended_by", "ended_why"),
            in_order("postponement_made_before_ended", "made_at", "ended_at", may_touch=True),
            models.UniqueConstraint(
                fields=["org", "case", "duty"], condition=Q(ended_at__isnull=True), name="postponement_one_a_duty"
            ),
        ]


class Ranking(Tenant):
    """An order of work that was made, with all that it was made from. A row is never changed: it is what was shown."""

    worker = Within("records.Worker", null=True)
    team = Within("records.Team", null=True)
    as_at = models.DateTimeField()  # the clock it was made for
    known_at = models.DateTimeField()  # what the database knew then
    made_at = models.DateTimeField()
    criteria_set = Within("records.CriteriaSet")
    rulebook = Within("records.RulebookVersion")
    scheme = Within("records.SchemeVersion")
    cases = ArrayField(
        models.UUIDField()
    )  # that it speaks of: whoever may not see one is shown no more than the others
    result = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker__isnull=True, team__isnull=False) | Q(worker__isnull=False, team__isnull=True),
                name="ranking_of_worker_or_team",
            ),
            in_order("ranking_known_before_made", "known_at", "made_at", may_touch=True),
        ]


class PrioritisationReview(Tenant):
    """That a worker, alone or with their supervisor, went through an order of work and confirmed it. A row is never changed;
    what was confirmed stands in its ranking, with all that it was made from."""

    ranking = Within("records.Ranking")
    worker = Within("records.Worker")
    supervisor = Within("records.Worker", null=True)  # with whom; nobody: alone
    confirmed_at = models.DateTimeField()
    confirmed_by = Within("records.Worker")
    comment = models.CharField(max_length=5000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "ranking"], name="prioritisationreview_one_per_ranking"),
            models.CheckConstraint(
                condition=~Q(supervisor=models.F("worker")), name="prioritisationreview_with_another"
            ),
        ]


class ReviewAnswer(Tenant):
    """What the supervisor with whom an order of work was gone through, as whoever confirmed it says, said to that: yes, or
    not so, and then why. A row is never changed; until there is one they are asked."""

    review = Within("records.PrioritisationReview")
    agreed = models.BooleanField()
    words = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField()
    answered_by = Within("records.Worker")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "review"], name="reviewanswer_one_per_review"),
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(words=""), name="reviewanswer_no_says_why"),
        ]


class BlindExercise(Tenant):
    """That managers are asked to order invented cases, each alone, without seeing the order that the criteria give or each
    other's. It runs until somebody ends it; what the criteria gave stands in it as it was when it began."""

    criteria_set = Within("records.CriteriaSet")  # the version against which it is held
    text = models.TextField()  # the cases, as TOML: what was asked stays, whatever ships later
    stands = models.JSONField()  # of each case, in their order: key, place, band, reasons
    why = models.CharField(max_length=2000)
    begun_at = models.DateTimeField()
    begun_by = Within("records.Worker")
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("blindexercise_text_said", "text"),
            said("blindexercise_why_said", "why"),
            both_or_neither("blindexercise_ended", "ended_at", "ended_by"),
            in_order("blindexercise_begun_before_ended", "begun_at", "ended_at", may_touch=True),
            models.UniqueConstraint(
                fields=["org"], condition=Q(ended_at__isnull=True), name="blindexercise_one_at_a_time"
            ),
        ]


class BlindOrder(Tenant):
    """The order in which a manager put the cases of an exercise. A row is never changed: what somebody thought before they
    saw the order of the criteria."""

    exercise = Within("records.BlindExercise")
    worker = Within("records.Worker")
    places = ArrayField(models.SmallIntegerField())  # of each case, in the order of the exercise; from 1
    submitted_at = models.DateTimeField()
    tau = models.FloatField()  # Kendall's tau with the order of the criteria

    class Meta:
        constraints = [
            every_within("blindorder_places", "places", 1, 100),
            within("blindorder_tau", "tau", -1, 1),
            models.UniqueConstraint(fields=["org", "exercise", "worker"], name="blindorder_one_each"),
        ]


class ShadowSpell(Tenant):
    """That a team's order of work is computed, kept and compared with what is done, and not shown to those who work by it:
    from a day until another, which is the first on which it is shown again."""

    team = Within("records.Team")
    from_date = models.DateField()
    to_date = models.DateField()
    why = models.CharField(max_length=2000)
    decided_at = models.DateTimeField()
    decided_by = Within("records.Worker")
    ended_at = models.DateTimeField(null=True)  # before its day
    ended_by = Within("records.Worker", null=True)
    ended_why = models.CharField(max_length=2000, null=True)

    class Meta:
        constraints = [
            in_order("shadowspell_from_before_to", "from_date", "to_date", may_touch=True),
            said("shadowspell_why_said", "why"),
            both_or_neither("shadowspell_ended", "ended_at", "ended_by", "ended_why"),
            in_order("shadowspell_decided_before_ended", "decided_at", "ended_at", may_touch=True),
            no_overlap("shadowspell_one_a_team", "team", dates=True),
        ]


class ShadowDay(Tenant):
    """The order of one list on one morning of a shadow month, and on which of its cases something was written that day. A
    row is never changed. Cases restricted to named people are left out."""

    spell = Within("records.ShadowSpell")
    worker = Within("records.Worker")
    day = models.DateField()
    criteria_set = Within("records.CriteriaSet")
    cases = ArrayField(models.UUIDField())  # in the order of work of that morning
    act_now = models.SmallIntegerField()  # how many of them, from the first, stood in Act now
    done = ArrayField(models.UUIDField())  # those on which their worker wrote that day, in the order in which they did
    tau = models.FloatField(
        null=True
    )  # Kendall's, of `done` with `cases`; nothing where fewer than two were written on
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            within("shadowday_act_now", "act_now", 0, 32_767),
            within("shadowday_tau", "tau", -1, 1),
            models.UniqueConstraint(fields=["org", "spell", "worker", "day"], name="shadowday_one_a_day"),
        ]
