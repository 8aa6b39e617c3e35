"""Criteria sets that are drafted, rehearsed and approved."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import Guard, Remember


class Migration(migrations.Migration):
    """One table, its guard, its past."""

    dependencies = [
        ("records", "0016_files_as_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="CriteriaDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("why", models.CharField(max_length=2000)),
                ("drafted_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("rehearsed_at", models.DateTimeField(null=True)),
                ("rehearsal", models.JSONField(null=True)),
                ("failed", models.CharField(blank=True, max_length=500)),
                ("approved_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
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
                    "changed_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "criteria_set",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.criteriaset",
                    ),
                ),
                (
                    "drafted_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "drafted_by"], name="records_cri_org_id_68da34_idx"),
                    models.Index(fields=["org", "changed_by"], name="records_cri_org_id_8aae7d_idx"),
                    models.Index(fields=["org", "approved_by"], name="records_cri_org_id_c42c91_idx"),
                    models.Index(fields=["org", "criteria_set"], name="records_cri_org_id_baf23c_idx"),
                    models.Index(fields=["org", "left_by"], name="records_cri_org_id_57e96a_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="criteriadraft_text_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="criteriadraft_why_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__isnull", True), ("changed_at__gte", models.F("drafted_at")), _connector="OR"
                        ),
                        name="criteriadraft_drafted_before_changed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rehearsal__isnull", False), ("rehearsed_at__isnull", False)),
                            models.Q(("rehearsal__isnull", True), ("rehearsed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="criteriadraft_rehearsed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rehearsed_at__isnull", True), ("rehearsed_at__gte", models.F("asked_at")), _connector="OR"
                        ),
                        name="criteriadraft_asked_before_rehearsed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("criteria_set__isnull", False),
                            ),
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("criteria_set__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="criteriadraft_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                            models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="criteriadraft_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_at__isnull", True), ("left_at__isnull", True), _connector="OR"),
                        name="criteriadraft_one_end",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="criteriadraft_key"),
                    plimsoll.records.tenancy.SameOrg(field="drafted_by", name="criteriadraft_drafted_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="changed_by", name="criteriadraft_changed_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="approved_by", name="criteriadraft_approved_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="criteria_set", name="criteriadraft_criteria_set_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="left_by", name="criteriadraft_left_by_same_org"),
                ],
            },
        ),
        Guard("records_criteriadraft"),
        Remember("records_criteriadraft"),
    ]
