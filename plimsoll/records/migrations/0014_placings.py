"""What people decide about the order of work: cases placed elsewhere, work put off, orders confirmed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """Three tables, their guards, their past."""

    dependencies = [
        ("records", "0013_by_hand"),
    ]

    operations = [
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("band", models.CharField(max_length=40, null=True)),
                ("reason", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=2000)),
                ("made_at", models.DateTimeField()),
                ("made_in", models.CharField(max_length=40)),
                ("made_place", models.SmallIntegerField()),
                ("lasts_until", models.DateField()),
                ("to_countersign", models.BooleanField(default=False)),
                ("countersigned_at", models.DateTimeField(null=True)),
                ("countersigned_why", models.CharField(max_length=2000, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(max_length=2000, null=True)),
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
                    "countersigned_by",
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
                    "made_by",
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
                    "other",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
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
                    models.Index(fields=["org", "case"], name="records_ove_org_id_673747_idx"),
                    models.Index(fields=["org", "worker"], name="records_ove_org_id_0c248a_idx"),
                    models.Index(fields=["org", "other"], name="records_ove_org_id_7e2c01_idx"),
                    models.Index(fields=["org", "made_by"], name="records_ove_org_id_d07751_idx"),
                    models.Index(fields=["org", "countersigned_by"], name="records_ove_org_id_1d4844_idx"),
                    models.Index(fields=["org", "ended_by"], name="records_ove_org_id_762bac_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("band__isnull", False), ("kind", "BAND"), ("other__isnull", True)),
                            models.Q(
                                models.Q(("kind", "BAND"), _negated=True),
                                ("band__isnull", True),
                                ("other__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="override_by_case_or_band",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("other", models.F("case")), _negated=True), name="override_not_by_itself"
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="override_why_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_place__isnull", True),
                            models.Q(("made_place__gte", 1), ("made_place__lte", 32767)),
                            _connector="OR",
                        ),
                        name="override_made_place_from_1",
                    ),
                    models.CheckConstraint(
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
                        name="override_countersigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_by__isnull", True),
                            models.Q(("countersigned_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="override_agreed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_at__isnull", True),
                            ("countersigned_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="override_made_before_countersigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), ("ended_why__isnull", False)
                            ),
                            models.Q(
                                ("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_why__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="override_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="override_made_before_ended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("org", "case"),
                        name="override_one_a_case",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="override_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="override_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="override_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="other", name="override_other_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="made_by", name="override_made_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(
                        field="countersigned_by", name="override_countersigned_by_same_org"
                    ),
                    plimsoll.records.tenancy.SameOrg(field="ended_by", name="override_ended_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ABOVE", "BELOW", "BAND"])), name="override_kind_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("band__in", ["ACT_NOW", "TODAY", "THIS_WEEK", "PLANNED", "AWAITING_OTHERS"])
                        ),
                        name="override_band_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "KNOWS_MORE",
                                    "FAMILY_ASKED",
                                    "GOES_TOGETHER",
                                    "SAFE_WITH_OTHERS",
                                    "CLOSE_CALL",
                                    "AGREED_IN_SUPERVISION",
                                    "RECORD_IS_WRONG",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="override_reason_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_in__in", ["ACT_NOW", "TODAY", "THIS_WEEK", "PLANNED", "AWAITING_OTHERS"])
                        ),
                        name="override_made_in_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("duty", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("was_due_at", models.DateTimeField()),
                ("until", models.DateField()),
                ("why", models.CharField(max_length=2000)),
                ("meanwhile", models.CharField(blank=True, max_length=2000)),
                ("told", models.CharField(blank=True, max_length=2000)),
                ("sooner_if", models.CharField(blank=True, max_length=2000)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(max_length=2000, null=True)),
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
                    "made_by",
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
                    models.Index(fields=["org", "case"], name="records_pos_org_id_e48ef1_idx"),
                    models.Index(fields=["org", "made_by"], name="records_pos_org_id_453158_idx"),
                    models.Index(fields=["org", "ended_by"], name="records_pos_org_id_694fd6_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("duty", ""), _negated=True), name="postponement_duty_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="postponement_why_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "REARRANGED"), _negated=True),
                            models.Q(models.Q(("meanwhile", ""), _negated=True), models.Q(("told", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="postponement_visit_with_safeguards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), ("ended_why__isnull", False)
                            ),
                            models.Q(
                                ("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_why__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="postponement_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="postponement_made_before_ended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("org", "case", "duty"),
                        name="postponement_one_a_duty",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="postponement_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="postponement_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="made_by", name="postponement_made_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="ended_by", name="postponement_ended_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["DEFERRED", "REARRANGED"])), name="postponement_kind_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrioritisationReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("confirmed_at", models.DateTimeField()),
                ("comment", models.CharField(blank=True, max_length=5000)),
                (
                    "confirmed_by",
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
                    "ranking",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.ranking",
                    ),
                ),
                (
                    "supervisor",
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
                    models.Index(fields=["org", "ranking"], name="records_pri_org_id_179cc1_idx"),
                    models.Index(fields=["org", "worker"], name="records_pri_org_id_55c1d1_idx"),
                    models.Index(fields=["org", "supervisor"], name="records_pri_org_id_34afb9_idx"),
                    models.Index(fields=["org", "confirmed_by"], name="records_pri_org_id_db27c4_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "ranking"), name="prioritisationreview_one_per_ranking"),
                    models.CheckConstraint(
                        condition=models.Q(("supervisor", models.F("worker")), _negated=True),
                        name="prioritisationreview_with_another",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="prioritisationreview_key"),
                    plimsoll.records.tenancy.SameOrg(field="ranking", name="prioritisationreview_ranking_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="prioritisationreview_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(
                        field="supervisor", name="prioritisationreview_supervisor_same_org"
                    ),
                    plimsoll.records.tenancy.SameOrg(
                        field="confirmed_by", name="prioritisationreview_confirmed_by_same_org"
                    ),
                ],
            },
        ),
        # Where the other case is hidden from the viewer, so is that a case was placed by it.
        Guard("records_override", unless=(hidden("case_id", "cases"), hidden("other_id", "cases"))),
        Remember("records_override", case="case_id"),
        Guard("records_postponement", unless=(hidden("case_id", "cases"),)),
        Remember("records_postponement", case="case_id"),
        # Seen by those who see its ranking, and never changed.
        Guard(
            "records_prioritisationreview",
            may=APPEND_ONLY,
            unless=("ranking_id IN (SELECT id FROM records_ranking)",),
            written_anyway=True,
        ),
        Remember("records_prioritisationreview"),
    ]
