"""Court work and the legal status of a child; clocks that somebody with authority extended or stopped; kinds of events of
pre-proceedings, of a section 37 report, of the 18th birthday and of allocation."""

import uuid

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.spells
import plimsoll.records.tenancy
from plimsoll.records.guards import Guard, Remember, hidden

KINDS = [
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
    "PRE_PROCEEDINGS_DECIDED",
    "LETTER_BEFORE_PROCEEDINGS",
    "PRE_PROCEEDINGS_MEETING",
    "PRE_PROCEEDINGS_REVIEW",
    "PRE_PROCEEDINGS_ENDED",
    "SECTION_37_DIRECTED",
    "SECTION_37_REPORTED",
    "TURNED_18",
    "ALLOCATION_PLANNED_OUT",
]


class Migration(migrations.Migration):
    """Three tables, their guards, their past; words of two older ones."""

    dependencies = [
        ("records", "0026_today"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("duty", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("started_on", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("until", models.DateField(null=True)),
                ("meanwhile", models.CharField(blank=True, max_length=2000)),
                ("asked_at", models.DateTimeField(null=True)),
                ("asked_why", models.CharField(max_length=2000, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.CharField(max_length=2000, null=True)),
                ("agreed", models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CourtDate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("what", models.CharField(blank=True, max_length=300)),
                ("due_at", models.DateTimeField()),
                ("time_known", models.BooleanField(default=False)),
                ("ordered_on", models.DateField()),
                ("court", models.CharField(blank=True, max_length=200)),
                ("owner", models.CharField(max_length=40)),
                ("written_at", models.DateTimeField()),
                ("varied_why", models.CharField(max_length=500, null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_how", models.CharField(max_length=40, null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LegalStatus",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("from_date", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("court", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("written_at", models.DateTimeField()),
                ("to_date", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
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
            model_name="event",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="event_kind_code"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("carries__contained_by", KINDS)), name="import_carries_codes"
            ),
        ),
        migrations.AddField(
            model_name="clockchange",
            name="asked_by",
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
            model_name="clockchange",
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
            model_name="clockchange",
            name="decided_by",
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
            model_name="clockchange",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="courtdate",
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
            model_name="courtdate",
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
            model_name="courtdate",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="courtdate",
            name="replaces",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.courtdate",
            ),
        ),
        migrations.AddField(
            model_name="courtdate",
            name="written_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="legalstatus",
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
            model_name="legalstatus",
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
            model_name="legalstatus",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="legalstatus",
            name="written_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="clockchange",
            index=models.Index(fields=["org", "case"], name="records_clo_org_id_e06cb1_idx"),
        ),
        migrations.AddIndex(
            model_name="clockchange",
            index=models.Index(fields=["org", "asked_by"], name="records_clo_org_id_a48b45_idx"),
        ),
        migrations.AddIndex(
            model_name="clockchange",
            index=models.Index(fields=["org", "decided_by"], name="records_clo_org_id_1f6fe0_idx"),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty", ""), _negated=True), name="clockchange_duty_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "EXTENDED"), ("until__isnull", False)),
                    models.Q(("kind", "STOPPED"), ("until__isnull", True)),
                    _connector="OR",
                ),
                name="clockchange_until_where_extended",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False), ("asked_why__isnull", False)),
                    models.Q(("asked_at__isnull", True), ("asked_by__isnull", True), ("asked_why__isnull", True)),
                    _connector="OR",
                ),
                name="clockchange_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed__isnull", False),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_why__isnull", False),
                    ),
                    models.Q(
                        ("agreed__isnull", True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("decided_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="clockchange_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_at__isnull", False), ("decided_at__isnull", False), _connector="OR"),
                name="clockchange_asked_or_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_by__isnull", True),
                    ("decided_by__isnull", True),
                    models.Q(("asked_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="clockchange_another_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at__isnull", True), ("decided_at__gte", models.F("asked_at")), _connector="OR"
                ),
                name="clockchange_asked_before_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("org", "case", "duty", "started_on"),
                name="clockchange_one_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=plimsoll.records.tenancy.OrgKey(name="clockchange_key"),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="clockchange_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=plimsoll.records.tenancy.SameOrg(field="asked_by", name="clockchange_asked_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="clockchange_decided_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="clockchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["EXTENDED", "STOPPED"])), name="clockchange_kind_code"
            ),
        ),
        migrations.AddIndex(
            model_name="courtdate",
            index=models.Index(fields=["org", "case"], name="records_cou_org_id_67b080_idx"),
        ),
        migrations.AddIndex(
            model_name="courtdate",
            index=models.Index(fields=["org", "written_by"], name="records_cou_org_id_81491a_idx"),
        ),
        migrations.AddIndex(
            model_name="courtdate",
            index=models.Index(fields=["org", "replaces"], name="records_cou_org_id_4a7b97_idx"),
        ),
        migrations.AddIndex(
            model_name="courtdate",
            index=models.Index(fields=["org", "ended_by"], name="records_cou_org_id_ec46e7_idx"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("court", ""), _negated=True),
                    ("kind__in", ("LETTER", "MEETING", "REVIEW")),
                    _connector="OR",
                ),
                name="courtdate_court_or_before_proceedings",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replaces__isnull", False), ("varied_why__isnull", False)),
                    models.Q(("replaces__isnull", True), ("varied_why__isnull", True)),
                    _connector="OR",
                ),
                name="courtdate_varied_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.UniqueConstraint(fields=("org", "replaces"), name="courtdate_replaced_once"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", models.F("replaces")), _negated=True), name="courtdate_replaces_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("ended_how__isnull", False),
                        ("ended_on__isnull", False),
                        ("ended_why__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_how__isnull", True),
                        ("ended_on__isnull", True),
                        ("ended_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="courtdate_whole_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("written_at")), _connector="OR"
                ),
                name="courtdate_written_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=plimsoll.records.tenancy.OrgKey(name="courtdate_key"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="courtdate_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="courtdate_written_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=plimsoll.records.tenancy.SameOrg(field="replaces", name="courtdate_replaces_same_org"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="courtdate_ended_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "STATEMENT",
                            "POSITION_STATEMENT",
                            "CARE_PLAN",
                            "ASSESSMENT",
                            "SECTION_7_REPORT",
                            "SECTION_37_REPORT",
                            "HEARING",
                            "FINAL_HEARING",
                            "LETTER",
                            "MEETING",
                            "REVIEW",
                            "OTHER",
                        ],
                    )
                ),
                name="courtdate_kind_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__in", ["WORKER", "MANAGER", "FRONT_DOOR", "TEAM", "OTHER"])),
                name="courtdate_owner_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_how__in", ["DONE", "DISCHARGED"])), name="courtdate_ended_how_code"
            ),
        ),
        migrations.AddIndex(
            model_name="legalstatus",
            index=models.Index(fields=["org", "case"], name="records_leg_org_id_849543_idx"),
        ),
        migrations.AddIndex(
            model_name="legalstatus",
            index=models.Index(fields=["org", "written_by"], name="records_leg_org_id_9c933a_idx"),
        ),
        migrations.AddIndex(
            model_name="legalstatus",
            index=models.Index(fields=["org", "ended_by"], name="records_leg_org_id_a786cd_idx"),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"),
                name="legalstatus_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True), ("expires_on__gte", models.F("from_date")), _connector="OR"
                ),
                name="legalstatus_from_before_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("ended_why__isnull", False),
                        ("to_date__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_why__isnull", True),
                        ("to_date__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="legalstatus_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("written_at")), _connector="OR"
                ),
                name="legalstatus_written_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("org"), "="),
                    (models.F("case"), "="),
                    (models.F("kind"), "="),
                    (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                ],
                name="legalstatus_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=plimsoll.records.tenancy.OrgKey(name="legalstatus_key"),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="legalstatus_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="legalstatus_written_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="legalstatus_ended_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="legalstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "SECTION_20",
                            "EMERGENCY_PROTECTION_ORDER",
                            "CHILD_ASSESSMENT_ORDER",
                            "INTERIM_CARE_ORDER",
                            "CARE_ORDER",
                            "INTERIM_SUPERVISION_ORDER",
                            "SUPERVISION_ORDER",
                            "PLACEMENT_ORDER",
                            "SPECIAL_GUARDIANSHIP_ORDER",
                            "CHILD_ARRANGEMENTS_ORDER",
                            "FAMILY_ASSISTANCE_ORDER",
                            "SECURE_ACCOMMODATION_ORDER",
                            "REMAND",
                            "OTHER",
                        ],
                    )
                ),
                name="legalstatus_kind_code",
            ),
        ),
        Guard("records_clockchange", unless=(hidden("case_id", "cases"),)),
        Remember("records_clockchange", case="case_id"),
        Guard("records_courtdate", unless=(hidden("case_id", "cases"),)),
        Remember("records_courtdate", case="case_id"),
        Guard("records_legalstatus", unless=(hidden("case_id", "cases"),)),
        Remember("records_legalstatus", case="case_id"),
    ]
