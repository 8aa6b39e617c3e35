"""What people said of a day's work, and what came in between."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """Two tables, their guards, their past."""

    dependencies = [
        ("records", "0025_case_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("answer", models.UUIDField()),
                ("day", models.DateField()),
                ("task", models.CharField(max_length=40)),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                ("title", models.CharField(max_length=500)),
                ("outcome", models.CharField(max_length=40)),
                ("why", models.CharField(blank=True, max_length=2000)),
                ("next_step", models.CharField(blank=True, max_length=2000)),
                ("until", models.DateField(null=True)),
                (
                    "passed",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
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
                    "replaces",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.dayentry",
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
                    models.Index(fields=["org", "worker", "day"], name="dayentry_by_day"),
                    models.Index(fields=["org", "case", "said_at"], name="dayentry_by_case"),
                    models.Index(fields=["org", "case"], name="records_day_org_id_171aaa_idx"),
                    models.Index(fields=["org", "worker"], name="records_day_org_id_a3eefd_idx"),
                    models.Index(fields=["org", "said_by"], name="records_day_org_id_f97ab7_idx"),
                    models.Index(fields=["org", "replaces"], name="records_day_org_id_657508_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="dayentry_title_said"
                    ),
                    models.UniqueConstraint(fields=("org", "answer", "case"), name="dayentry_once_a_case"),
                    models.UniqueConstraint(fields=("org", "replaces"), name="dayentry_replaced_once"),
                    models.CheckConstraint(
                        condition=models.Q(("id", models.F("replaces")), _negated=True),
                        name="dayentry_replaces_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["STARTED", "NOT_DONE", "MOVED"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dayentry_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["PARTLY", "NOT_DONE"]), _negated=True),
                            models.Q(("next_step", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dayentry_says_what_next",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "MOVED"), _negated=True), ("until__isnull", False), _connector="OR"
                        ),
                        name="dayentry_moved_to_a_day",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="dayentry_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="dayentry_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="dayentry_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="said_by", name="dayentry_said_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="replaces", name="dayentry_replaces_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "task__in",
                                [
                                    "KEEP_SAFE",
                                    "READ",
                                    "VISIT",
                                    "PROTECT",
                                    "COURT",
                                    "DECIDE",
                                    "REVIEW",
                                    "WRITE_UP",
                                    "CHECK",
                                    "CHASE",
                                    "JUDGE",
                                ],
                            )
                        ),
                        name="dayentry_task_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["STARTED", "DONE", "PARTLY", "NOT_DONE", "MOVED"])),
                        name="dayentry_outcome_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interruption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
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
                    models.Index(fields=["org", "worker", "at"], name="interruption_by_day"),
                    models.Index(fields=["org", "worker"], name="records_int_org_id_427192_idx"),
                ],
                "constraints": [
                    plimsoll.records.tenancy.OrgKey(name="interruption_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="interruption_worker_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["CALL", "AT_THE_DOOR", "APPOINTMENT", "SHORT"])),
                        name="interruption_kind_code",
                    ),
                ],
            },
        ),
        Guard("records_dayentry", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_dayentry", case="case_id"),
        Guard("records_interruption", may=APPEND_ONLY),
        Remember("records_interruption"),
    ]
