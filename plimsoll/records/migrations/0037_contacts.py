"""Contacts: what each came to, and which referrals are contacts first."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """The table, its guard, its past; a column of referrals, empty in their past: none of these was a contact."""

    dependencies = [
        ("records", "0036_out_of_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="contact",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="ContactDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("outcome", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=500)),
                ("advice", models.CharField(blank=True, max_length=2000)),
                ("told", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField()),
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
                    models.Index(fields=["org", "case"], name="records_con_org_id_6e0eca_idx"),
                    models.Index(fields=["org", "decided_by"], name="records_con_org_id_768a4a_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="contactdecision_why_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "ADVICE"),
                                models.Q(("advice", ""), _negated=True),
                                models.Q(("told", ""), _negated=True),
                            ),
                            models.Q(models.Q(("outcome", "ADVICE"), _negated=True), ("advice", ""), ("told", "")),
                            _connector="OR",
                        ),
                        name="contactdecision_advice_to_somebody",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="contactdecision_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="contactdecision_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="decided_by", name="contactdecision_decided_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["NO_FURTHER_ACTION", "ADVICE", "EARLY_HELP", "REFERRAL", "TAKEN_UP_AGAIN"])
                        ),
                        name="contactdecision_outcome_code",
                    ),
                ],
            },
        ),
        Guard("records_contactdecision", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_contactdecision", case="case_id"),
    ]
