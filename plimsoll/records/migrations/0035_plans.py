"""Plans with their outcomes and actions, reviews of them, goals with readings, scores of tools, how a child develops."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """Ten tables, their guards, their past."""

    dependencies = [
        ("records", "0034_case_life"),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.SmallIntegerField()),
                ("text", models.CharField(max_length=500)),
                ("words_of", models.CharField(max_length=40)),
                ("set_on", models.DateField()),
                ("written_at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "ended_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
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
                    "written_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GoalReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("rated_on", models.DateField()),
                ("rating", models.SmallIntegerField()),
                ("rated_by", models.CharField(max_length=40)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("written_at", models.DateTimeField()),
                ("corrected_why", models.CharField(max_length=500, null=True)),
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
                    "goal",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.goal",
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
                    "replaces",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.goalreading",
                    ),
                ),
                (
                    "written_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("together", models.UUIDField()),
                ("root", models.UUIDField()),
                ("number", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=2000)),
                ("written_at", models.DateTimeField()),
                ("agreed_on", models.DateField(null=True)),
                ("agreed_with", models.CharField(max_length=500, null=True)),
                ("agreement", models.CharField(max_length=40, null=True)),
                ("agreed_words", models.CharField(max_length=2000, null=True)),
                ("ring", models.CharField(max_length=300, null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
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
                    "ended_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
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
                    "written_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=500)),
                ("owner", models.CharField(max_length=40)),
                ("who", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField()),
                ("came_from", models.UUIDField(null=True)),
                ("written_at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
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
                    "left_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
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
                    "plan",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.plan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionSaid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("happened_on", models.DateField()),
                ("outcome", models.CharField(max_length=40)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("said_at", models.DateTimeField()),
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
                    "said_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "action",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.planaction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanOutcome",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=500)),
                ("words_of", models.CharField(max_length=40)),
                ("came_from", models.UUIDField(null=True)),
                ("written_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
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
                    "left_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
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
                    "plan",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.plan",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="planaction",
            name="outcome",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.planoutcome",
            ),
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reviewed_on", models.DateField()),
                ("present", models.CharField(max_length=500)),
                ("views", models.CharField(blank=True, max_length=2000)),
                ("decision", models.CharField(max_length=2000)),
                ("written_at", models.DateTimeField()),
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
                    "plan",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.plan",
                    ),
                ),
                (
                    "written_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutcomeProgress",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("progress", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=500)),
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
                    "outcome",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.planoutcome",
                    ),
                ),
                (
                    "review",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.planreview",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ToolScore",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tool", models.CharField(max_length=60)),
                ("part", models.CharField(blank=True, max_length=100)),
                ("scored_on", models.DateField()),
                ("score", models.SmallIntegerField()),
                ("rated_by", models.CharField(max_length=40)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("written_at", models.DateTimeField()),
                ("corrected_why", models.CharField(max_length=500, null=True)),
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
                    "replaces",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.toolscore",
                    ),
                ),
                (
                    "written_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DevelopmentNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.CharField(max_length=40)),
                ("noted_on", models.DateField()),
                ("text", models.CharField(max_length=2000)),
                ("source", models.CharField(max_length=200)),
                ("written_at", models.DateTimeField()),
                ("corrected_why", models.CharField(max_length=500, null=True)),
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
                    "replaces",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.developmentnote",
                    ),
                ),
                (
                    "written_by",
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
                    models.Index(fields=["org", "case"], name="records_dev_org_id_0a404e_idx"),
                    models.Index(fields=["org", "written_by"], name="records_dev_org_id_81503f_idx"),
                    models.Index(fields=["org", "replaces"], name="records_dev_org_id_7563dd_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="developmentnote_text_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="developmentnote_source_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrected_why__isnull", False), ("replaces__isnull", False)),
                            models.Q(("corrected_why__isnull", True), ("replaces__isnull", True)),
                            _connector="OR",
                        ),
                        name="developmentnote_corrected",
                    ),
                    models.UniqueConstraint(fields=("org", "replaces"), name="developmentnote_replaced_once"),
                    models.CheckConstraint(
                        condition=models.Q(("id", models.F("replaces")), _negated=True),
                        name="developmentnote_replaces_another",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="developmentnote_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="developmentnote_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="written_by", name="developmentnote_written_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="replaces", name="developmentnote_replaces_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("area__in", ["HEALTH", "LEARNING", "FEELINGS", "RELATIONSHIPS"])),
                        name="developmentnote_area_code",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["org", "case"], name="records_goa_org_id_50707c_idx"),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["org", "written_by"], name="records_goa_org_id_9c5cd8_idx"),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["org", "ended_by"], name="records_goa_org_id_270aac_idx"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="goal_text_said"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place__isnull", True), models.Q(("place__gte", 1), ("place__lte", 3)), _connector="OR"
                ),
                name="goal_place_1_to_3",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("org", "case", "place"), name="goal_one_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        ("ended_why__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_on__isnull", True),
                        ("ended_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="goal_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__isnull", True), ("ended_on__gte", models.F("set_on")), _connector="OR"),
                name="goal_set_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=plimsoll.records.tenancy.OrgKey(name="goal_key"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="goal_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="goal_written_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="goal_ended_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("words_of__in", ["CHILD", "FAMILY", "TOGETHER", "PROFESSIONAL"])),
                name="goal_words_of_code",
            ),
        ),
        migrations.AddIndex(
            model_name="goalreading",
            index=models.Index(fields=["org", "case"], name="records_goa_org_id_76e9c4_idx"),
        ),
        migrations.AddIndex(
            model_name="goalreading",
            index=models.Index(fields=["org", "goal"], name="records_goa_org_id_c231bc_idx"),
        ),
        migrations.AddIndex(
            model_name="goalreading",
            index=models.Index(fields=["org", "written_by"], name="records_goa_org_id_802c5b_idx"),
        ),
        migrations.AddIndex(
            model_name="goalreading",
            index=models.Index(fields=["org", "replaces"], name="records_goa_org_id_78d5d9_idx"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating__isnull", True), models.Q(("rating__gte", 0), ("rating__lte", 10)), _connector="OR"
                ),
                name="goalreading_rating_0_to_10",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrected_why__isnull", False), ("replaces__isnull", False)),
                    models.Q(("corrected_why__isnull", True), ("replaces__isnull", True)),
                    _connector="OR",
                ),
                name="goalreading_corrected",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=models.UniqueConstraint(fields=("org", "replaces"), name="goalreading_replaced_once"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", models.F("replaces")), _negated=True), name="goalreading_replaces_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=plimsoll.records.tenancy.OrgKey(name="goalreading_key"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="goalreading_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=plimsoll.records.tenancy.SameOrg(field="goal", name="goalreading_goal_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="goalreading_written_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=plimsoll.records.tenancy.SameOrg(field="replaces", name="goalreading_replaces_same_org"),
        ),
        migrations.AddConstraint(
            model_name="goalreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("rated_by__in", ["CHILD", "CARER", "TOGETHER", "TEACHER", "WORKER"])),
                name="goalreading_rated_by_code",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["org", "case"], name="records_pla_org_id_8828a4_idx"),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["org", "written_by"], name="records_pla_org_id_884059_idx"),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["org", "agreed_by"], name="records_pla_org_id_b7b768_idx"),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["org", "ended_by"], name="records_pla_org_id_dc12ea_idx"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", ""), _negated=True), name="plan_purpose_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number__isnull", True), models.Q(("number__gte", 1), ("number__lte", 1000)), _connector="OR"
                ),
                name="plan_number_from_1",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("org", "root", "number"), name="plan_one_of_a_number"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed_at__isnull", True), ("ended_at__isnull", True)),
                fields=("org", "case"),
                name="plan_one_draft_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_by__isnull", False),
                        ("agreed_on__isnull", False),
                        ("agreed_with__isnull", False),
                        ("agreed_words__isnull", False),
                        ("agreement__isnull", False),
                        ("ring__isnull", False),
                    ),
                    models.Q(
                        ("agreed_at__isnull", True),
                        ("agreed_by__isnull", True),
                        ("agreed_on__isnull", True),
                        ("agreed_with__isnull", True),
                        ("agreed_words__isnull", True),
                        ("agreement__isnull", True),
                        ("ring__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="plan_whole_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        ("ended_why__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_on__isnull", True),
                        ("ended_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="plan_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_at__isnull", True), ("agreed_at__gte", models.F("written_at")), _connector="OR"
                ),
                name="plan_written_before_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("written_at")), _connector="OR"
                ),
                name="plan_written_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=plimsoll.records.tenancy.OrgKey(name="plan_key"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="plan_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="plan_written_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=plimsoll.records.tenancy.SameOrg(field="agreed_by", name="plan_agreed_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="plan_ended_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "EARLY_HELP",
                            "CHILD_IN_NEED",
                            "CHILD_PROTECTION",
                            "CARE",
                            "PATHWAY",
                            "EDUCATION_HEALTH_CARE",
                            "OTHER",
                        ],
                    )
                ),
                name="plan_kind_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreement__in", ["AGREED", "PARTLY", "DISAGREED", "NOT_ASKED"])),
                name="plan_agreement_code",
            ),
        ),
        migrations.AddIndex(
            model_name="actionsaid",
            index=models.Index(fields=["org", "case"], name="records_act_org_id_24fe55_idx"),
        ),
        migrations.AddIndex(
            model_name="actionsaid",
            index=models.Index(fields=["org", "action"], name="records_act_org_id_979ec6_idx"),
        ),
        migrations.AddIndex(
            model_name="actionsaid",
            index=models.Index(fields=["org", "said_by"], name="records_act_org_id_042b60_idx"),
        ),
        migrations.AddConstraint(
            model_name="actionsaid",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "DONE"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="actionsaid_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionsaid",
            constraint=plimsoll.records.tenancy.OrgKey(name="actionsaid_key"),
        ),
        migrations.AddConstraint(
            model_name="actionsaid",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="actionsaid_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="actionsaid",
            constraint=plimsoll.records.tenancy.SameOrg(field="said_by", name="actionsaid_said_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="actionsaid",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["DONE", "PARTLY", "NOT_DONE"])), name="actionsaid_outcome_code"
            ),
        ),
        migrations.AddIndex(
            model_name="planoutcome",
            index=models.Index(fields=["org", "case"], name="records_pla_org_id_ddc353_idx"),
        ),
        migrations.AddIndex(
            model_name="planoutcome",
            index=models.Index(fields=["org", "plan"], name="records_pla_org_id_f47d34_idx"),
        ),
        migrations.AddIndex(
            model_name="planoutcome",
            index=models.Index(fields=["org", "left_by"], name="records_pla_org_id_8983a8_idx"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="planoutcome_text_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                    models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                    _connector="OR",
                ),
                name="planoutcome_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at__isnull", True), ("left_at__gte", models.F("written_at")), _connector="OR"
                ),
                name="planoutcome_written_before_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=plimsoll.records.tenancy.OrgKey(name="planoutcome_key"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="planoutcome_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=plimsoll.records.tenancy.SameOrg(field="plan", name="planoutcome_plan_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=plimsoll.records.tenancy.SameOrg(field="left_by", name="planoutcome_left_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("words_of__in", ["CHILD", "FAMILY", "TOGETHER", "PROFESSIONAL"])),
                name="planoutcome_words_of_code",
            ),
        ),
        migrations.AddIndex(
            model_name="planaction",
            index=models.Index(fields=["org", "case"], name="records_pla_org_id_5f037e_idx"),
        ),
        migrations.AddIndex(
            model_name="planaction",
            index=models.Index(fields=["org", "plan"], name="records_pla_org_id_c272e6_idx"),
        ),
        migrations.AddIndex(
            model_name="planaction",
            index=models.Index(fields=["org", "outcome"], name="records_pla_org_id_84893f_idx"),
        ),
        migrations.AddIndex(
            model_name="planaction",
            index=models.Index(fields=["org", "left_by"], name="records_pla_org_id_e60c8c_idx"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="planaction_what_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner", "WORKER"), ("who", "")),
                    models.Q(models.Q(("owner", "WORKER"), _negated=True), models.Q(("who", ""), _negated=True)),
                    _connector="OR",
                ),
                name="planaction_who_by_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", False), ("done_on__isnull", False)),
                    models.Q(("done_at__isnull", True), ("done_on__isnull", True)),
                    _connector="OR",
                ),
                name="planaction_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("over_at__isnull", True), ("over_at__gte", models.F("in_force_at")), _connector="OR"
                ),
                name="planaction_in_force_before_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                    models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                    _connector="OR",
                ),
                name="planaction_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at__isnull", True), ("left_at__gte", models.F("written_at")), _connector="OR"
                ),
                name="planaction_written_before_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=plimsoll.records.tenancy.OrgKey(name="planaction_key"),
        ),
        migrations.AddConstraint(
            model_name="actionsaid",
            constraint=plimsoll.records.tenancy.SameOrg(field="action", name="actionsaid_action_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="planaction_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=plimsoll.records.tenancy.SameOrg(field="plan", name="planaction_plan_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=plimsoll.records.tenancy.SameOrg(field="outcome", name="planaction_outcome_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=plimsoll.records.tenancy.SameOrg(field="left_by", name="planaction_left_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__in", ["WORKER", "FAMILY", "PROFESSIONAL", "COLLEAGUE"])),
                name="planaction_owner_code",
            ),
        ),
        migrations.AddIndex(
            model_name="planreview",
            index=models.Index(fields=["org", "case"], name="records_pla_org_id_370ae8_idx"),
        ),
        migrations.AddIndex(
            model_name="planreview",
            index=models.Index(fields=["org", "plan"], name="records_pla_org_id_7c362e_idx"),
        ),
        migrations.AddIndex(
            model_name="planreview",
            index=models.Index(fields=["org", "written_by"], name="records_pla_org_id_af9d5d_idx"),
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("present", ""), _negated=True), name="planreview_present_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), _negated=True), name="planreview_decision_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=plimsoll.records.tenancy.OrgKey(name="planreview_key"),
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="planreview_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=plimsoll.records.tenancy.SameOrg(field="plan", name="planreview_plan_same_org"),
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="planreview_written_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="outcomeprogress",
            index=models.Index(fields=["org", "case"], name="records_out_org_id_60ddab_idx"),
        ),
        migrations.AddIndex(
            model_name="outcomeprogress",
            index=models.Index(fields=["org", "review"], name="records_out_org_id_d83575_idx"),
        ),
        migrations.AddIndex(
            model_name="outcomeprogress",
            index=models.Index(fields=["org", "outcome"], name="records_out_org_id_3abdc5_idx"),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="outcomeprogress_words_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=models.UniqueConstraint(
                fields=("org", "review", "outcome"), name="outcomeprogress_once_a_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=plimsoll.records.tenancy.OrgKey(name="outcomeprogress_key"),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="outcomeprogress_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=plimsoll.records.tenancy.SameOrg(field="review", name="outcomeprogress_review_same_org"),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=plimsoll.records.tenancy.SameOrg(field="outcome", name="outcomeprogress_outcome_same_org"),
        ),
        migrations.AddConstraint(
            model_name="outcomeprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__in", ["BETTER", "SAME", "WORSE"])), name="outcomeprogress_progress_code"
            ),
        ),
        migrations.AddIndex(
            model_name="toolscore",
            index=models.Index(fields=["org", "case"], name="records_too_org_id_26b1fa_idx"),
        ),
        migrations.AddIndex(
            model_name="toolscore",
            index=models.Index(fields=["org", "written_by"], name="records_too_org_id_ca8189_idx"),
        ),
        migrations.AddIndex(
            model_name="toolscore",
            index=models.Index(fields=["org", "replaces"], name="records_too_org_id_d53fbb_idx"),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("tool", ""), _negated=True), name="toolscore_tool_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score__isnull", True), models.Q(("score__gte", 0), ("score__lte", 1000)), _connector="OR"
                ),
                name="toolscore_score_not_below_0",
            ),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrected_why__isnull", False), ("replaces__isnull", False)),
                    models.Q(("corrected_why__isnull", True), ("replaces__isnull", True)),
                    _connector="OR",
                ),
                name="toolscore_corrected",
            ),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=models.UniqueConstraint(fields=("org", "replaces"), name="toolscore_replaced_once"),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", models.F("replaces")), _negated=True), name="toolscore_replaces_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=plimsoll.records.tenancy.OrgKey(name="toolscore_key"),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="toolscore_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=plimsoll.records.tenancy.SameOrg(field="written_by", name="toolscore_written_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=plimsoll.records.tenancy.SameOrg(field="replaces", name="toolscore_replaces_same_org"),
        ),
        migrations.AddConstraint(
            model_name="toolscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("rated_by__in", ["CHILD", "CARER", "TOGETHER", "TEACHER", "WORKER"])),
                name="toolscore_rated_by_code",
            ),
        ),
        Guard("records_plan", unless=(hidden("case_id", "cases"),)),
        Remember("records_plan", case="case_id"),
        Guard("records_planoutcome", unless=(hidden("case_id", "cases"),)),
        Remember("records_planoutcome", case="case_id"),
        Guard("records_planaction", unless=(hidden("case_id", "cases"),)),
        Remember("records_planaction", case="case_id"),
        Guard("records_goal", unless=(hidden("case_id", "cases"),)),
        Remember("records_goal", case="case_id"),
        Guard("records_actionsaid", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_actionsaid", case="case_id"),
        Guard("records_planreview", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_planreview", case="case_id"),
        Guard("records_outcomeprogress", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_outcomeprogress", case="case_id"),
        Guard("records_goalreading", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_goalreading", case="case_id"),
        Guard("records_toolscore", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_toolscore", case="case_id"),
        Guard("records_developmentnote", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_developmentnote", case="case_id"),
    ]
