"""Records that are opened in an emergency, and telephone numbers. Of teams and people of the past no number is known."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """Two tables, two columns, and two kinds of notice."""

    dependencies = [
        ("records", "0044_disputes"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyOpening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("why", models.CharField(max_length=500)),
                ("opened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("was_right", models.BooleanField(null=True)),
                ("review", models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="EmergencyTry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("tried_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="noticechoice",
            name="noticechoice_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="noticeseen",
            name="noticeseen_kind_code",
        ),
        migrations.AddField(
            model_name="team",
            name="phone",
            field=models.CharField(max_length=50, null=True),
        ),
        migrations.AddField(
            model_name="worker",
            name="phone",
            field=models.CharField(max_length=50, null=True),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "ALLOCATED",
                            "INFORMATION",
                            "ACT_NOW",
                            "LATE_INFORMATION",
                            "UNCOVERED",
                            "REVIEW_ASKED",
                            "REVIEW_ANSWERED",
                            "COUNTERSIGN_ANSWERED",
                            "TAKEN",
                            "AGREEMENT_ASKED",
                            "CASE_OFFERED",
                            "OFFER_ANSWERED",
                            "NAMING_ASKED",
                            "NAMED",
                            "OPENED_IN_EMERGENCY",
                            "EMERGENCY_TO_REVIEW",
                        ],
                    )
                ),
                name="noticechoice_kind_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeseen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "ALLOCATED",
                            "INFORMATION",
                            "ACT_NOW",
                            "LATE_INFORMATION",
                            "UNCOVERED",
                            "REVIEW_ASKED",
                            "REVIEW_ANSWERED",
                            "COUNTERSIGN_ANSWERED",
                            "TAKEN",
                            "AGREEMENT_ASKED",
                            "CASE_OFFERED",
                            "OFFER_ANSWERED",
                            "NAMING_ASKED",
                            "NAMED",
                            "OPENED_IN_EMERGENCY",
                            "EMERGENCY_TO_REVIEW",
                        ],
                    )
                ),
                name="noticeseen_kind_code",
            ),
        ),
        migrations.AddField(
            model_name="emergencyopening",
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
            model_name="emergencyopening",
            name="opened_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="emergencyopening",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="emergencyopening",
            name="reviewed_by",
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
            model_name="emergencytry",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="emergencytry",
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
            model_name="emergencyopening",
            index=models.Index(fields=["org", "case"], name="records_eme_org_id_57099f_idx"),
        ),
        migrations.AddIndex(
            model_name="emergencyopening",
            index=models.Index(fields=["org", "opened_by"], name="records_eme_org_id_fc428a_idx"),
        ),
        migrations.AddIndex(
            model_name="emergencyopening",
            index=models.Index(fields=["org", "reviewed_by"], name="records_eme_org_id_ce4bf5_idx"),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="emergencyopening_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("ends_at__gt", models.F("opened_at")), _connector="OR"),
                name="emergencyopening_opened_before_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("opened_at")), _connector="OR"
                ),
                name="emergencyopening_opened_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_at__isnull", True), ("reviewed_at__gte", models.F("opened_at")), _connector="OR"
                ),
                name="emergencyopening_opened_before_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("review__isnull", False),
                        ("reviewed_at__isnull", False),
                        ("reviewed_by__isnull", False),
                        ("was_right__isnull", False),
                    ),
                    models.Q(
                        ("review__isnull", True),
                        ("reviewed_at__isnull", True),
                        ("reviewed_by__isnull", True),
                        ("was_right__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="emergencyopening_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by__isnull", True),
                    models.Q(("reviewed_by", models.F("opened_by")), _negated=True),
                    _connector="OR",
                ),
                name="emergencyopening_another_reviews",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=plimsoll.records.tenancy.OrgKey(name="emergencyopening_key"),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="emergencyopening_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=plimsoll.records.tenancy.SameOrg(field="opened_by", name="emergencyopening_opened_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="emergencyopening",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="reviewed_by", name="emergencyopening_reviewed_by_same_org"
            ),
        ),
        migrations.AddIndex(
            model_name="emergencytry",
            index=models.Index(fields=["org", "worker"], name="records_eme_org_id_34c2dc_idx"),
        ),
        migrations.AddConstraint(
            model_name="emergencytry",
            constraint=plimsoll.records.tenancy.OrgKey(name="emergencytry_key"),
        ),
        migrations.AddConstraint(
            model_name="emergencytry",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="emergencytry_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="emergencytry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["OPEN", "RING"])), name="emergencytry_kind_code"
            ),
        ),
        Guard("records_emergencyopening", unless=(hidden("case_id", "cases"),)),
        Remember("records_emergencyopening", case="case_id"),
        Guard("records_emergencytry", may=APPEND_ONLY),
        Remember("records_emergencytry"),
    ]
