"""What people write on cases: a table of records, each with its guard and its past; an event says which record told of it
(of a past that is older, none); one more kind of event, for an attempt that reached nobody. Drafts, into which nothing was
ever written, are made anew: each about a case, with a number that counts its savings, and an end in place of being deleted.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, PRODUCT, VIEWER, Guard, Remember, Unguard, hidden


class Migration(migrations.Migration):
    """One new table, one made anew, and one more column in that of events."""

    dependencies = [
        ("records", "0024_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("together", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("happened_at", models.DateTimeField()),
                ("time_known", models.BooleanField(default=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("minutes", models.SmallIntegerField(null=True)),
                ("present", models.CharField(blank=True, max_length=500)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("announced", models.BooleanField(null=True)),
                ("home", models.CharField(max_length=40, null=True)),
                ("home_words", models.CharField(blank=True, max_length=1000)),
                ("bed", models.CharField(max_length=40, null=True)),
                ("bed_words", models.CharField(blank=True, max_length=1000)),
                ("text", models.TextField()),
                ("decision", models.TextField(blank=True)),
                ("decision_why", models.TextField(blank=True)),
                ("not_taken", models.TextField(blank=True)),
                ("sight", models.CharField(max_length=40, null=True)),
                ("not_alone_why", models.CharField(blank=True, max_length=500)),
                ("voice", models.TextField(blank=True)),
                (
                    "voice_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("voice_through", models.CharField(blank=True, max_length=200)),
                ("own_words", models.TextField(blank=True)),
                ("amended_why", models.CharField(blank=True, max_length=500)),
                ("withdraws", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="import",
            name="import_carries_codes",
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "carries__contained_by",
                        [
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
                        ],
                    )
                ),
                name="import_carries_codes",
            ),
        ),
        migrations.AddField(
            model_name="caserecord",
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
            model_name="caserecord",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="caserecord",
            name="recorded_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="caserecord",
            name="replaces",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.caserecord",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="record",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.caserecord",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["org", "record"], name="records_eve_org_id_4df78c_idx"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
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
                        ],
                    )
                ),
                name="event_kind_code",
            ),
        ),
        Unguard(
            "records_draft",
            may="SELECT, INSERT, UPDATE, DELETE",
            unless=(f"{VIEWER} IN (worker_id, '{PRODUCT}')",),
        ),
        migrations.DeleteModel(name="Draft"),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("content", models.JSONField()),
                ("version", models.IntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_how", models.CharField(max_length=40, null=True)),
                (
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                (
                    "worker",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_dra_org_id_be8a94_idx"),
                    models.Index(fields=["org", "worker"], name="records_dra_org_id_11ab9f_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__isnull", True),
                            models.Q(("version__gte", 1), ("version__lte", 2147483647)),
                            _connector="OR",
                        ),
                        name="draft_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_how__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_how__isnull", True)),
                            _connector="OR",
                        ),
                        name="draft_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("saved_at")), _connector="OR"
                        ),
                        name="draft_saved_before_ended",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="draft_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="draft_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="draft_worker_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "VISIT",
                                    "ATTEMPT",
                                    "CALL",
                                    "COMMUNICATION",
                                    "MEETING",
                                    "CASE_NOTE",
                                    "MANAGEMENT_OVERSIGHT",
                                    "ASSESSMENT",
                                    "REVIEW",
                                ],
                            )
                        ),
                        name="draft_kind_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_how__in", ["SENT", "LEFT"])), name="draft_ended_how_code"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="caserecord",
            index=models.Index(fields=["org", "case"], name="records_cas_org_id_5a9ae3_idx"),
        ),
        migrations.AddIndex(
            model_name="caserecord",
            index=models.Index(fields=["org", "recorded_by"], name="records_cas_org_id_c4cc29_idx"),
        ),
        migrations.AddIndex(
            model_name="caserecord",
            index=models.Index(fields=["org", "replaces"], name="records_cas_org_id_8ada0c_idx"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="caserecord_text_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True), models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), _connector="OR"
                ),
                name="caserecord_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "voice_by__contained_by",
                        [
                            "SAID",
                            "SHOWN",
                            "OBSERVED",
                            "DRAWN",
                            "WRITTEN",
                            "SIGNED",
                            "AAC",
                            "INTERPRETED",
                            "TOLD_BY_OTHERS",
                        ],
                    )
                ),
                name="caserecord_voice_by_codes",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.UniqueConstraint(fields=("org", "together", "case"), name="caserecord_once_a_case"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.UniqueConstraint(fields=("org", "replaces"), name="caserecord_replaced_once"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", models.F("replaces")), _negated=True), name="caserecord_replaces_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdraws", False), ("replaces__isnull", False), _connector="OR"),
                name="caserecord_withdraws_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amended_why", ""), ("replaces__isnull", True)),
                    models.Q(("replaces__isnull", False), models.Q(("amended_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="caserecord_amended_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_at__isnull", True), ("recorded_at__gte", models.F("happened_at")), _connector="OR"
                ),
                name="caserecord_happened_before_recorded",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_at__isnull", True), ("recorded_at__gte", models.F("received_at")), _connector="OR"
                ),
                name="caserecord_received_before_recorded",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=plimsoll.records.tenancy.OrgKey(name="caserecord_key"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=plimsoll.records.tenancy.SameOrg(field="record", name="event_record_same_org"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="caserecord_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=plimsoll.records.tenancy.SameOrg(field="recorded_by", name="caserecord_recorded_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=plimsoll.records.tenancy.SameOrg(field="replaces", name="caserecord_replaces_same_org"),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "VISIT",
                            "ATTEMPT",
                            "CALL",
                            "COMMUNICATION",
                            "MEETING",
                            "CASE_NOTE",
                            "MANAGEMENT_OVERSIGHT",
                            "ASSESSMENT",
                            "REVIEW",
                        ],
                    )
                ),
                name="caserecord_kind_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("home__in", ["SEEN", "REFUSED", "NOT_ASKED"])), name="caserecord_home_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("bed__in", ["SEEN", "REFUSED", "NOT_ASKED"])), name="caserecord_bed_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="caserecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("sight__in", ["ALONE", "WITH_OTHERS", "NOT_SEEN"])), name="caserecord_sight_code"
            ),
        ),
        Guard("records_caserecord", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_caserecord", case="case_id"),
        Guard("records_draft", unless=(f"{VIEWER} IN (worker_id, '{PRODUCT}')", hidden("case_id", "cases"))),
    ]
