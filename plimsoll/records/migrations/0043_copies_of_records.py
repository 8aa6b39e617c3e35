"""That somebody asks for a copy of what is kept of a child, and what is decided about each piece of it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import Guard, Remember, hidden


class Migration(migrations.Migration):
    """The two tables, their guards, their past."""

    dependencies = [
        ("records", "0042_provider"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_by", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("authority", models.CharField(blank=True, max_length=500)),
                ("identity", models.CharField(max_length=500)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("extended_at", models.DateTimeField(null=True)),
                ("extended_why", models.CharField(max_length=500, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("gathered_at", models.DateTimeField()),
                ("order_of_work", models.JSONField(default=list)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(max_length=64, null=True)),
                ("sent_back_why", models.CharField(max_length=500, null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_how", models.CharField(max_length=40, null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
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
                    "extended_by",
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
                    "prepared_by",
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
                    "recorded_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "released_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CopyDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("piece", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("keeping", models.CharField(max_length=40)),
                ("ground", models.CharField(max_length=40, null=True)),
                ("places", models.JSONField(default=dict)),
                ("why", models.CharField(blank=True, max_length=500)),
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
                (
                    "request",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.accessrequest",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["org", "case"], name="records_acc_org_id_822782_idx"),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["org", "extended_by"], name="records_acc_org_id_66714b_idx"),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["org", "recorded_by"], name="records_acc_org_id_30294d_idx"),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["org", "prepared_by"], name="records_acc_org_id_098793_idx"),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["org", "released_by"], name="records_acc_org_id_70b52a_idx"),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["org", "ended_by"], name="records_acc_org_id_cbcb97_idx"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="accessrequest_name_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("identity", ""), _negated=True), name="accessrequest_identity_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__isnull", True), ("due_on__gt", models.F("received_on")), _connector="OR"),
                name="accessrequest_received_before_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("extended_at__isnull", False), ("extended_by__isnull", False), ("extended_why__isnull", False)
                    ),
                    models.Q(
                        ("extended_at__isnull", True), ("extended_by__isnull", True), ("extended_why__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="accessrequest_extended",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest__isnull", False), ("prepared_at__isnull", False), ("prepared_by__isnull", False)),
                    models.Q(("digest__isnull", True), ("prepared_at__isnull", True), ("prepared_by__isnull", True)),
                    _connector="OR",
                ),
                name="accessrequest_prepared",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                    models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                    _connector="OR",
                ),
                name="accessrequest_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("ended_how__isnull", False),
                        ("ended_why__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_how__isnull", True),
                        ("ended_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="accessrequest_whole_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("released_at__isnull", True), ("prepared_at__isnull", False), _connector="OR"),
                name="accessrequest_prepared_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(("released_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="accessrequest_another_releases",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("org", "case"), name="accessrequest_one_runs"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.OrgKey(name="accessrequest_key"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="accessrequest_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.SameOrg(field="extended_by", name="accessrequest_extended_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.SameOrg(field="recorded_by", name="accessrequest_recorded_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.SameOrg(field="prepared_by", name="accessrequest_prepared_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.SameOrg(field="released_by", name="accessrequest_released_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="accessrequest_ended_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by__in", ["CHILD", "PARENT", "AUTHORISED"])),
                name="accessrequest_asked_by_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_how__in", ["GIVEN", "WITHDRAWN", "REFUSED"])),
                name="accessrequest_ended_how_code",
            ),
        ),
        migrations.AddIndex(
            model_name="copydecision",
            index=models.Index(fields=["org", "case"], name="records_cop_org_id_84df79_idx"),
        ),
        migrations.AddIndex(
            model_name="copydecision",
            index=models.Index(fields=["org", "request"], name="records_cop_org_id_821477_idx"),
        ),
        migrations.AddIndex(
            model_name="copydecision",
            index=models.Index(fields=["org", "decided_by"], name="records_cop_org_id_acde80_idx"),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("piece", ""), _negated=True), name="copydecision_piece_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=models.UniqueConstraint(fields=("org", "request", "piece"), name="copydecision_one_a_piece"),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground__isnull", True), ("keeping", "KEEP")),
                    models.Q(
                        models.Q(("keeping", "KEEP"), _negated=True),
                        ("ground__isnull", False),
                        models.Q(("why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="copydecision_ground_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=plimsoll.records.tenancy.OrgKey(name="copydecision_key"),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="copydecision_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=plimsoll.records.tenancy.SameOrg(field="request", name="copydecision_request_same_org"),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="copydecision_decided_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("keeping__in", ["KEEP", "WORDS", "WHOLE"])), name="copydecision_keeping_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="copydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["THIRD_PARTY", "PROTECTED_ADDRESS", "SERIOUS_HARM", "LEGAL_ADVICE", "OTHER"])
                ),
                name="copydecision_ground_code",
            ),
        ),
        Guard("records_accessrequest", unless=(hidden("case_id", "cases"),)),
        Remember("records_accessrequest", case="case_id"),
        Guard("records_copydecision", unless=(hidden("case_id", "cases"),)),
        Remember("records_copydecision", case="case_id"),
    ]
