"""Vulnerabilities judged for one child, what protects a child, and work put off that moves the order.

In the past of a postponement its new columns are empty: it moved nothing then, and nobody countersigned it.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """One table, its guard and its past; a scale more; five columns."""

    dependencies = [
        ("records", "0019_letting_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactorJudgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("factor", models.CharField(max_length=40)),
                ("value", models.SmallIntegerField(null=True)),
                ("judged_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("why", models.CharField(max_length=2000)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="judgement",
            name="judgement_scale_code",
        ),
        migrations.AddField(
            model_name="postponement",
            name="countersigned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="postponement",
            name="countersigned_by",
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
            model_name="postponement",
            name="countersigned_why",
            field=models.CharField(max_length=2000, null=True),
        ),
        migrations.AddField(
            model_name="postponement",
            name="made_in",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="postponement",
            name="to_countersign",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="postponement",
            index=models.Index(fields=["org", "countersigned_by"], name="records_pos_org_id_f00a55_idx"),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("scale__in", ["LIKELIHOOD", "SEVERITY", "WAIT", "TRIAGE", "PROTECTION"])),
                name="judgement_scale_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("countersigned_at__isnull", False),
                        ("countersigned_by__isnull", False),
                        ("countersigned_why__isnull", False),
                    ),
                    models.Q(
                        ("countersigned_at__isnull", True),
                        ("countersigned_by__isnull", True),
                        ("countersigned_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="postponement_countersigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("countersigned_by__isnull", True),
                    models.Q(("countersigned_by", models.F("made_by")), _negated=True),
                    _connector="OR",
                ),
                name="postponement_agreed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("countersigned_at__isnull", True), ("countersigned_at__gte", models.F("made_at")), _connector="OR"
                ),
                name="postponement_made_before_countersigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="countersigned_by", name="postponement_countersigned_by_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_in__in", ["ACT_NOW", "TODAY", "THIS_WEEK", "PLANNED", "AWAITING_OTHERS"])),
                name="postponement_made_in_code",
            ),
        ),
        migrations.AddField(
            model_name="factorjudgement",
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
            model_name="factorjudgement",
            name="judged_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="factorjudgement",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="factorjudgement",
            index=models.Index(fields=["org", "case", "factor", "judged_at"], name="factorjudgement_by_case"),
        ),
        migrations.AddIndex(
            model_name="factorjudgement",
            index=models.Index(fields=["org", "case"], name="records_fac_org_id_409c07_idx"),
        ),
        migrations.AddIndex(
            model_name="factorjudgement",
            index=models.Index(fields=["org", "judged_by"], name="records_fac_org_id_89275d_idx"),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True), models.Q(("value__gte", 0), ("value__lte", 100)), _connector="OR"
                ),
                name="factorjudgement_value_0_to_100",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="factorjudgement_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_at__isnull", True), ("recorded_at__gte", models.F("judged_at")), _connector="OR"
                ),
                name="factorjudgement_judged_before_recorded",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=plimsoll.records.tenancy.OrgKey(name="factorjudgement_key"),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="factorjudgement_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=plimsoll.records.tenancy.SameOrg(field="judged_by", name="factorjudgement_judged_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="factorjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("factor__in", ["UNDER_1", "DISABILITY", "PRE_VERBAL", "MISSING", "EXPLOITED", "PREVIOUS_PLAN"])
                ),
                name="factorjudgement_factor_code",
            ),
        ),
        Guard("records_factorjudgement", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_factorjudgement", case="case_id"),
    ]
