"""The life of a case: its steps, and what is settled about them; the words of new events; levels of need from 1 to 9."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden

# The codes as they were with this migration: what is added later comes with a later one.
CASE_TYPES = [
    "LOOKED_AFTER",
    "CHILD_PROTECTION",
    "SECTION_47",
    "CHILD_IN_NEED",
    "ASSESSMENT",
    "CARE_LEAVER",
    "REFERRAL",
    "PRIVATE_FOSTERING",
    "ADOPTION",
    "EARLY_HELP",
    "EHC",
    "EARLY_YEARS",
]
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
]


class Migration(migrations.Migration):
    """Tables, their guards, their past; checks made anew."""

    dependencies = [
        ("records", "0033_no_old_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTransfer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due", models.CharField(max_length=2000)),
                ("worries", models.CharField(max_length=2000)),
                ("child_told", models.CharField(max_length=2000)),
                ("who_knows", models.CharField(max_length=2000)),
                ("why", models.CharField(max_length=500)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.CharField(max_length=500, null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LifeStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                (
                    "from_types",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                (
                    "to_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("effective_on", models.DateField()),
                ("because", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=500)),
                ("answers", models.JSONField(default=list)),
                ("needs", models.CharField(max_length=40)),
                ("said_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.CharField(max_length=500, null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LifeVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("agreed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NeedLevel",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField(null=True)),
                ("called", models.CharField(blank=True, max_length=100)),
                ("why", models.CharField(max_length=500)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_level_of_need_1_to_4",
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
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level_of_need__isnull", True),
                    models.Q(("level_of_need__gte", 1), ("level_of_need__lte", 9)),
                    _connector="OR",
                ),
                name="case_level_of_need_1_to_9",
            ),
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
        migrations.AddField(
            model_name="casetransfer",
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
            model_name="casetransfer",
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
            model_name="casetransfer",
            name="from_team",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.team",
            ),
        ),
        migrations.AddField(
            model_name="casetransfer",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="casetransfer",
            name="proposed_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="casetransfer",
            name="to_team",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.team",
            ),
        ),
        migrations.AddField(
            model_name="casetransfer",
            name="withdrawn_by",
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
            model_name="lifestep",
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
            model_name="lifestep",
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
            model_name="lifestep",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="lifestep",
            name="said_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="lifestep",
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
            model_name="lifeversion",
            name="agreed_by",
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
            model_name="lifeversion",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="needlevel",
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
            model_name="needlevel",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="needlevel",
            name="set_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["org", "case"], name="records_cas_org_id_a461b0_idx"),
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["org", "from_team"], name="records_cas_org_id_8706ab_idx"),
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["org", "to_team"], name="records_cas_org_id_e4c252_idx"),
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["org", "proposed_by"], name="records_cas_org_id_d34dd1_idx"),
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["org", "decided_by"], name="records_cas_org_id_5e52a7_idx"),
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["org", "withdrawn_by"], name="records_cas_org_id_fec4cb_idx"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="casetransfer_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_team", models.F("to_team")), _negated=True), name="casetransfer_to_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted__isnull", False),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_why__isnull", False),
                    ),
                    models.Q(
                        ("accepted__isnull", True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("decided_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="casetransfer_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        ("withdrawn_why__isnull", False),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_why__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="casetransfer_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                name="casetransfer_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="casetransfer_another_accepts",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at__isnull", True), ("decided_at__gte", models.F("proposed_at")), _connector="OR"
                ),
                name="casetransfer_proposed_before_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("org", "case"),
                name="casetransfer_one_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.OrgKey(name="casetransfer_key"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="casetransfer_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.SameOrg(field="from_team", name="casetransfer_from_team_same_org"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.SameOrg(field="to_team", name="casetransfer_to_team_same_org"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.SameOrg(field="proposed_by", name="casetransfer_proposed_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="casetransfer_decided_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="withdrawn_by", name="casetransfer_withdrawn_by_same_org"
            ),
        ),
        migrations.AddIndex(
            model_name="lifestep",
            index=models.Index(fields=["org", "case"], name="records_lif_org_id_54091e_idx"),
        ),
        migrations.AddIndex(
            model_name="lifestep",
            index=models.Index(fields=["org", "worker"], name="records_lif_org_id_648a1f_idx"),
        ),
        migrations.AddIndex(
            model_name="lifestep",
            index=models.Index(fields=["org", "said_by"], name="records_lif_org_id_df738f_idx"),
        ),
        migrations.AddIndex(
            model_name="lifestep",
            index=models.Index(fields=["org", "decided_by"], name="records_lif_org_id_d24137_idx"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="lifestep_why_said"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_types__contained_by", CASE_TYPES),
                    ("to_types__contained_by", CASE_TYPES),
                ),
                name="lifestep_types_codes",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
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
                name="lifestep_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("said_by")), _negated=True),
                    _connector="OR",
                ),
                name="lifestep_another_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", True), ("agreed__isnull", True), ("agreed", True), _connector="OR"
                ),
                name="lifestep_refused_is_not_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at__isnull", True), ("decided_at__gte", models.F("said_at")), _connector="OR"
                ),
                name="lifestep_said_before_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True), ("done_at__isnull", True)),
                fields=("org", "case"),
                name="lifestep_one_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=plimsoll.records.tenancy.OrgKey(name="lifestep_key"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="lifestep_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="lifestep_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=plimsoll.records.tenancy.SameOrg(field="said_by", name="lifestep_said_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="lifestep_decided_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["STEP", "CLOSE", "REOPEN"])), name="lifestep_kind_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "because__in",
                        [
                            "NEEDS_GREW",
                            "NEEDS_LESSENED",
                            "ASSESSMENT_SHOWED",
                            "MEETING_DECIDED",
                            "COURT_DECIDED",
                            "FAMILY_ASKED",
                            "FAMILY_DECLINED",
                            "AGE_REACHED",
                            "OUTCOMES_REACHED",
                            "OTHER_SERVICE",
                            "MOVED_AWAY",
                            "DIED",
                            "NEW_WORRY",
                            "CAME_BACK",
                            "CLOSED_WRONGLY",
                            "OTHER",
                        ],
                    )
                ),
                name="lifestep_because_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs__in", ["WORKER", "SUPERVISOR", "SERVICE_MANAGER"])),
                name="lifestep_needs_code",
            ),
        ),
        migrations.AddIndex(
            model_name="lifeversion",
            index=models.Index(fields=["org", "agreed_by"], name="records_lif_org_id_1bdb5c_idx"),
        ),
        migrations.AddConstraint(
            model_name="lifeversion",
            constraint=models.UniqueConstraint(fields=("org", "key", "version"), name="lifeversion_one_per_version"),
        ),
        migrations.AddConstraint(
            model_name="lifeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="lifeversion_text_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="lifeversion",
            constraint=plimsoll.records.tenancy.OrgKey(name="lifeversion_key"),
        ),
        migrations.AddConstraint(
            model_name="lifeversion",
            constraint=plimsoll.records.tenancy.SameOrg(field="agreed_by", name="lifeversion_agreed_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="needlevel",
            index=models.Index(fields=["org", "case"], name="records_nee_org_id_c5d228_idx"),
        ),
        migrations.AddIndex(
            model_name="needlevel",
            index=models.Index(fields=["org", "set_by"], name="records_nee_org_id_c4c38e_idx"),
        ),
        migrations.AddConstraint(
            model_name="needlevel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__isnull", True), models.Q(("level__gte", 1), ("level__lte", 9)), _connector="OR"
                ),
                name="needlevel_1_to_9",
            ),
        ),
        migrations.AddConstraint(
            model_name="needlevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="needlevel_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="needlevel",
            constraint=plimsoll.records.tenancy.OrgKey(name="needlevel_key"),
        ),
        migrations.AddConstraint(
            model_name="needlevel",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="needlevel_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="needlevel",
            constraint=plimsoll.records.tenancy.SameOrg(field="set_by", name="needlevel_set_by_same_org"),
        ),
        Guard("records_lifeversion", may=APPEND_ONLY),
        Guard("records_lifestep", unless=(hidden("case_id", "cases"),)),
        Guard("records_casetransfer", unless=(hidden("case_id", "cases"),)),
        Guard("records_needlevel", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_lifeversion"),
        Remember("records_lifestep", case="case_id"),
        Remember("records_casetransfer", case="case_id"),
        Remember("records_needlevel", case="case_id"),
    ]
