"""Who has somebody stand in, and that it is ended early; what is taken back before it begins never holds."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import ORG, Redefine

# Whoever stands in for somebody with a role that agrees is not another than they are.
_NAME = import_module("plimsoll.records.migrations.0038_naming").NAME.replace("CREATE F", "CREATE OR REPLACE F")
NAME = _NAME.replace(
    "AND n.decided_at <= n.lapses_at",
    f"""AND n.decided_at <= n.lapses_at AND NOT EXISTS (
            SELECT FROM records_delegation d
            WHERE d.org_id = {ORG} AND d.taker_id = n.decided_by_id AND d.giver_id IN (n.asked_by_id, n.worker_id)
              AND d.role IN ('SUPERVISOR', 'SERVICE_MANAGER') AND d.from_date <= today AND d.to_date > today)""",
)


class Migration(migrations.Migration):
    """Three columns, empty in the past, and a constraint that lets a spell end on its first day."""

    dependencies = [
        ("records", "0045_emergency"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="delegation",
            name="delegation_from_before_to",
        ),
        migrations.AddField(
            model_name="delegation",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="delegation",
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
            model_name="delegation",
            name="given_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["org", "given_by"], name="records_del_org_id_20f44c_idx"),
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["org", "ended_by"], name="records_del_org_id_bed0e3_idx"),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"),
                name="delegation_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    _connector="OR",
                ),
                name="delegation_ended_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=plimsoll.records.tenancy.SameOrg(field="given_by", name="delegation_given_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="delegation_ended_by_same_org"),
        ),
        Redefine(NAME, _NAME),
    ]
