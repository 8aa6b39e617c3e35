"""The out-of-hours route, and who took what by it; steps of a case as a kind of record; the words of new information are
searched. The past of the new tables is empty before this."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, ORG, Define, Guard, IndexBy, Remember, hidden

_ASKED = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_WORDS = "r.what || ' ' || r.source || ' ' || coalesce(r.meaning, '')"
_INDEXED = "to_tsvector('english', what || ' ' || source || ' ' || coalesce(meaning, ''))"
# The newest pieces of new information that have the words, in the shape of `records_search_words`.
INFORMATION = f"""
    CREATE FUNCTION records_search_information(said text, within uuid[], most integer)
    RETURNS TABLE (tbl text, id uuid, case_id uuid, kind text, at timestamptz, time_known boolean, words text)
    LANGUAGE sql {_ASKED}
    AS $$
        SELECT 'records_newinformation', r.id, r.case_id, r.kind, r.received_at, true, {_WORDS}
        FROM records_newinformation r
        WHERE r.org_id = {ORG} AND to_tsvector('english', {_WORDS}) @@ websearch_to_tsquery('english', said)
          AND (within IS NULL OR r.case_id = ANY (within)) AND {hidden("r.case_id", "cases")}
        ORDER BY r.received_at DESC, r.id LIMIT most
    $$
"""

# The codes as they were with this migration: what is added later comes with a later one.
EVENTS = [
    "CONTACT_RECEIVED",
    "CONTACT_GRADED_RED",
    "CONTACT_GRADED_GREEN",
    "CONTACT_DECIDED",
    "REFERRAL_RECEIVED",
    "REFERRAL_DECIDED",
    "ALLOCATED",
    "CHILD_SEEN",
    "ASSESSMENT_STARTED",
    "ASSESSMENT_AUTHORISED",
    "HARM_SUSPECTED",
    "STRATEGY_DISCUSSION",
    "SECTION_47_STARTED",
    "SECTION_47_ENDED",
    "CONFERENCE_NOT_NEEDED",
    "CONFERENCE_PLANNED",
    "INITIAL_CONFERENCE",
    "POLICE_PROTECTION_STARTED",
    "POLICE_PROTECTION_ENDED",
    "PROTECTION_PLAN_STARTED",
    "PROTECTION_PLAN_ENDED",
    "PROTECTION_VISIT",
    "CORE_GROUP",
    "REVIEW_CONFERENCE_PLANNED",
    "REVIEW_CONFERENCE",
    "CONFERENCE_REPORT_SHARED",
    "BIRTH",
    "IN_NEED_STARTED",
    "IN_NEED_MEETING",
    "IN_NEED_VISIT",
    "IN_NEED_REVIEW",
    "SUPERVISION_ORDER_MADE",
    "SUPERVISION_ORDER_REVIEW",
    "LOOKED_AFTER_STARTED",
    "LOOKED_AFTER_ENDED",
    "PLACEMENT_STARTED",
    "LOOKED_AFTER_VISIT",
    "LOOKED_AFTER_REVIEW",
    "HEALTH_ASSESSMENT",
    "DENTAL_CHECK",
    "STRENGTHS_QUESTIONNAIRE",
    "EDUCATION_PLAN_STARTED",
    "EDUCATION_PLAN_COMPLETED",
    "CARE_PLAN_MADE",
    "PROCEEDINGS_ISSUED",
    "PROCEEDINGS_ENDED",
    "TURNED_2",
    "TURNED_16",
    "TURNED_21",
    "PATHWAY_NEEDS_ASSESSED",
    "PATHWAY_PLAN_STARTED",
    "PATHWAY_REVIEW_PLANNED",
    "PATHWAY_REVIEW",
    "MOVED_HOME",
    "ADVISER_VISIT",
    "WENT_MISSING",
    "FOUND",
    "RETURN_INTERVIEW",
    "PRIVATE_FOSTERING_PLANNED",
    "PRIVATE_FOSTERING_NOTIFIED",
    "PRIVATE_FOSTERING_VISIT",
    "PLACED_FOR_ADOPTION",
    "ADOPTION_VISIT",
    "ADOPTION_REVIEW",
    "EARLY_HELP_STARTED",
    "EARLY_HELP_ASSESSED",
    "TEAM_AROUND_FAMILY",
    "EHC_REQUESTED",
    "EHC_DECIDED",
    "EHC_ADVICE_ASKED",
    "EHC_ADVICE_GIVEN",
    "EHC_REFUSED",
    "EHC_DRAFT_SENT",
    "EHC_COMMENTS_RECEIVED",
    "EHC_PLAN_ISSUED",
    "EHC_REVIEWED",
    "ALLEGATION_KNOWN",
    "ALLEGATION_REFERRED",
    "SERIOUS_INCIDENT",
    "REGULATOR_TOLD",
    "STARTED_AT_SETTING",
    "KEY_PERSON_NAMED",
    "PROGRESS_CHECK",
    "CASE_DISCUSSED",
    "CRITICAL_EVENT",
    "SIGNIFICANT_EVENT",
    "OTHER_EVENT",
    "EVENT_RECORDED",
    "UNALLOCATED_SINCE",
    "UNALLOCATED_REVIEWED",
    "DISAGREEMENT_RAISED",
    "DISAGREEMENT_STEP_2",
    "DISAGREEMENT_STEP_3",
    "DISAGREEMENT_SETTLED",
    "WORKER_CHANGED",
    "HANDOVER_RECORDED",
    "SUPERVISION_HELD",
    "WORKER_STARTED",
    "WORKLOAD_AGREED",
    "IMMEDIATE_HARM_REPORTED",
    "MADE_SAFE",
    "NO_ACCESS",
    "PRE_PROCEEDINGS_DECIDED",
    "LETTER_BEFORE_PROCEEDINGS",
    "PRE_PROCEEDINGS_MEETING",
    "PRE_PROCEEDINGS_REVIEW",
    "PRE_PROCEEDINGS_ENDED",
    "SECTION_37_DIRECTED",
    "SECTION_37_REPORTED",
    "TURNED_18",
    "ALLOCATION_PLANNED_OUT",
    "CASE_STEPPED",
    "CASE_CLOSED",
    "CASE_REOPENED",
    "CASE_TRANSFERRED",
    "PLACEMENT_ENDED",
    "IN_NEED_ENDED",
]
NOTICES = [
    "ALLOCATED",
    "INFORMATION",
    "ACT_NOW",
    "LATE_INFORMATION",
    "UNCOVERED",
    "REVIEW_ASKED",
    "REVIEW_ANSWERED",
    "COUNTERSIGN_ANSWERED",
    "TAKEN",
]
RECORDS = [
    "VISIT",
    "ATTEMPT",
    "CALL",
    "COMMUNICATION",
    "MEETING",
    "CASE_NOTE",
    "MANAGEMENT_OVERSIGHT",
    "ASSESSMENT",
    "REVIEW",
    "STEP",
]


class Migration(migrations.Migration):
    """Two tables, the checks of codes made anew, and one more place where words are looked for."""

    dependencies = [
        ("records", "0035_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoutePlace",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.SmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=50)),
                ("from_minute", models.SmallIntegerField()),
                ("to_minute", models.SmallIntegerField()),
                ("minutes", models.SmallIntegerField()),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RouteTaking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("taker", models.CharField(blank=True, max_length=200)),
                ("told", models.CharField(blank=True, max_length=2000)),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="caserecord",
            name="caserecord_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="draft",
            name="draft_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="import",
            name="import_carries_codes",
        ),
        migrations.RemoveConstraint(
            model_name="noticechoice",
            name="noticechoice_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="noticeseen",
            name="noticeseen_kind_code",
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", RECORDS)), name="caserecord_kind_code"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", RECORDS)), name="draft_kind_code"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", EVENTS)), name="event_kind_code"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("carries__contained_by", EVENTS)), name="import_carries_codes"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", NOTICES)), name="noticechoice_kind_code"),
        ),
        migrations.AddConstraint(
            model_name="noticeseen",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", NOTICES)), name="noticeseen_kind_code"),
        ),
        migrations.AddField(
            model_name="routeplace",
            name="ended_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="routeplace",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="routeplace",
            name="set_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="routeplace",
            name="team",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.team",
            ),
        ),
        migrations.AddField(
            model_name="routeplace",
            name="worker",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="routetaking",
            name="case",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.case",
            ),
        ),
        migrations.AddField(
            model_name="routetaking",
            name="event",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.event",
            ),
        ),
        migrations.AddField(
            model_name="routetaking",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="routetaking",
            name="worker",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="routeplace",
            index=models.Index(fields=["org", "team"], name="records_rou_org_id_286282_idx"),
        ),
        migrations.AddIndex(
            model_name="routeplace",
            index=models.Index(fields=["org", "worker"], name="records_rou_org_id_bbdc6a_idx"),
        ),
        migrations.AddIndex(
            model_name="routeplace",
            index=models.Index(fields=["org", "set_by"], name="records_rou_org_id_e6db73_idx"),
        ),
        migrations.AddIndex(
            model_name="routeplace",
            index=models.Index(fields=["org", "ended_by"], name="records_rou_org_id_33a18a_idx"),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number__isnull", True), models.Q(("number__gte", 1), ("number__lte", 20)), _connector="OR"
                ),
                name="routeplace_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_minute__isnull", True),
                    models.Q(("from_minute__gte", 0), ("from_minute__lte", 1440)),
                    _connector="OR",
                ),
                name="routeplace_from_in_the_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_minute__isnull", True),
                    models.Q(("to_minute__gte", 0), ("to_minute__lte", 1440)),
                    _connector="OR",
                ),
                name="routeplace_to_in_the_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True), models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), _connector="OR"
                ),
                name="routeplace_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("worker__isnull", False),
                    models.Q(models.Q(("name", ""), _negated=True), models.Q(("phone", ""), _negated=True)),
                    _connector="OR",
                ),
                name="routeplace_can_be_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    _connector="OR",
                ),
                name="routeplace_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("ended_at__gte", models.F("set_at")), _connector="OR"),
                name="routeplace_set_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=plimsoll.records.tenancy.OrgKey(name="routeplace_key"),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=plimsoll.records.tenancy.SameOrg(field="team", name="routeplace_team_same_org"),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="routeplace_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=plimsoll.records.tenancy.SameOrg(field="set_by", name="routeplace_set_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="routeplace",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="routeplace_ended_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="routetaking",
            index=models.Index(fields=["org", "case"], name="records_rou_org_id_357edf_idx"),
        ),
        migrations.AddIndex(
            model_name="routetaking",
            index=models.Index(fields=["org", "event"], name="records_rou_org_id_9519ee_idx"),
        ),
        migrations.AddIndex(
            model_name="routetaking",
            index=models.Index(fields=["org", "worker"], name="records_rou_org_id_c14866_idx"),
        ),
        migrations.AddConstraint(
            model_name="routetaking",
            constraint=models.UniqueConstraint(fields=("org", "event", "taken_at"), name="routetaking_one_a_moment"),
        ),
        migrations.AddConstraint(
            model_name="routetaking",
            constraint=plimsoll.records.tenancy.OrgKey(name="routetaking_key"),
        ),
        migrations.AddConstraint(
            model_name="routetaking",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="routetaking_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="routetaking",
            constraint=plimsoll.records.tenancy.SameOrg(field="event", name="routetaking_event_same_org"),
        ),
        migrations.AddConstraint(
            model_name="routetaking",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="routetaking_worker_same_org"),
        ),
        Guard("records_routeplace"),
        Remember("records_routeplace"),
        Guard("records_routetaking", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_routetaking", case="case_id"),
        IndexBy("newinformation_by_words", "records_newinformation", f"gin ({_INDEXED})"),
        Define("records_search_information(text, uuid[], integer)", INFORMATION, grant=True),
    ]
