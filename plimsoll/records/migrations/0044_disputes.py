"""That somebody says that something on record is wrong, and what came of it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import Guard, Remember, hidden


class Migration(migrations.Migration):
    """The table, its guard, its past."""

    dependencies = [
        ("records", "0043_copies_of_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisputeNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("by_name", models.CharField(max_length=200)),
                ("wrong", models.TextField()),
                ("received_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=40, null=True)),
                ("outcome_why", models.CharField(max_length=500, null=True)),
                ("told_on", models.DateField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
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
                    "decided_by",
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
                    "noted_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
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
                    "record",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.caserecord",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_dis_org_id_d090fb_idx"),
                    models.Index(fields=["org", "record"], name="records_dis_org_id_d6069a_idx"),
                    models.Index(fields=["org", "noted_by"], name="records_dis_org_id_f3c437_idx"),
                    models.Index(fields=["org", "decided_by"], name="records_dis_org_id_e25f5b_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by_name", ""), _negated=True), name="disputenote_by_name_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong", ""), _negated=True), name="disputenote_wrong_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("outcome__isnull", False),
                                ("outcome_why__isnull", False),
                                ("told_on__isnull", False),
                            ),
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("outcome__isnull", True),
                                ("outcome_why__isnull", True),
                                ("told_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="disputenote_decided",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="disputenote_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="disputenote_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="record", name="disputenote_record_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="noted_by", name="disputenote_noted_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="decided_by", name="disputenote_decided_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["CORRECTED", "NOTED", "REFUSED"])),
                        name="disputenote_outcome_code",
                    ),
                ],
            },
        ),
        Guard("records_disputenote", unless=(hidden("case_id", "cases"),)),
        Remember("records_disputenote", case="case_id"),
    ]
