"""Every table. Written out from the models; what each row means stands there."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

import plimsoll.records.spells
import plimsoll.records.tenancy


class Migration(migrations.Migration):
    """Tables in the order in which they point at each other."""

    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),  # `org_id WITH =` beside a span, in one exclusion constraint
        TrigramExtension(),  # parts of names
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_one_per_email")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("nation", models.CharField(max_length=3)),
                ("invented", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="organisation_name_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nation__in", ["ENG", "WLS", "SCT", "NIR"])),
                        name="organisation_nation_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("roles", models.CharField(max_length=400, null=True)),
                ("origin", models.CharField(max_length=200, null=True)),
                ("era", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("salt", models.UUIDField(null=True)),
                ("digest", models.BinaryField()),
                ("act", models.CharField(max_length=40)),
                ("case_id", models.UUIDField(null=True)),
                ("child_id", models.UUIDField(null=True)),
                ("about_id", models.UUIDField(null=True)),
                ("why", models.TextField(null=True)),
                ("detail", models.JSONField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["era", "xid"], name="auditevent_by_xid"),
                    models.Index(fields=["org_id", "case_id", "at"], name="auditevent_by_case"),
                    models.Index(fields=["org_id", "by_id", "at"], name="auditevent_by_worker"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("era", models.BigIntegerField()),
                ("from_xid", models.BigIntegerField()),
                ("upto_xid", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("head", models.BinaryField()),
            ],
            options={
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("reference", models.CharField(max_length=100)),
                ("given_name", models.CharField(blank=True, max_length=200)),
                ("family_name", models.CharField(blank=True, max_length=200)),
                ("sort_name", models.CharField(blank=True, max_length=400)),
                ("born_on", models.DateField(null=True)),
                ("expected_on", models.DateField(null=True)),
                ("died_on", models.DateField(null=True)),
                ("nhs_number", models.CharField(max_length=10, null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("sort_name", name="gin_trgm_ops"),
                        name="child_by_part_of_name",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="child_reference_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("died_on__isnull", True), ("died_on__gte", models.F("born_on")), _connector="OR"
                        ),
                        name="child_born_before_died",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nhs_number__isnull", True), ("nhs_number__regex", "^[0-9]{10}$"), _connector="OR"
                        ),
                        name="child_nhs_ten_digits",
                    ),
                    models.UniqueConstraint(fields=("org", "reference"), name="child_one_per_reference"),
                    models.UniqueConstraint(fields=("org", "nhs_number"), name="child_one_per_nhs_number"),
                    plimsoll.records.tenancy.OrgKey(name="child_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Effort",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("minutes", models.SmallIntegerField()),
                ("from_date", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__isnull", True),
                            models.Q(("minutes__gte", 1), ("minutes__lte", 10080)),
                            _connector="OR",
                        ),
                        name="effort_minutes_above_0",
                    ),
                    models.UniqueConstraint(fields=("org", "purpose", "from_date"), name="effort_one_per_day"),
                    plimsoll.records.tenancy.OrgKey(name="effort_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["SEE", "PROTECT", "COURT", "DECIDE", "REVIEW", "RECORD", "CHECK"])
                        ),
                        name="effort_purpose_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="History",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id",
                        "tbl",
                        "row_id",
                        "from_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("tbl", models.CharField(max_length=63)),
                ("row_id", models.UUIDField()),
                ("case_id", models.UUIDField(null=True)),
                ("worker_id", models.UUIDField(null=True)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
                ("by_id", models.UUIDField(null=True)),
                ("why", models.TextField(blank=True)),
                ("row", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org_id", "case_id", "tbl", "from_at"], name="history_by_case"),
                    models.Index(
                        condition=models.Q(("worker_id__isnull", False)),
                        fields=["org_id", "worker_id", "tbl", "from_at"],
                        name="history_by_worker",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_at__isnull", True), ("to_at__gte", models.F("from_at")), _connector="OR"
                        ),
                        name="history_from_before_to",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("address", models.TextField(blank=True)),
                ("address_protected", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="household_name_said"),
                    plimsoll.records.tenancy.OrgKey(name="household_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "child",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.child",
                    ),
                ),
                (
                    "household",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.household",
                    ),
                ),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "child"], name="records_hou_org_id_0bb7f8_idx"),
                    models.Index(fields=["org", "household"], name="records_hou_org_id_000f0c_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="householdmember_from_before_to",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("child"), "="),
                            (models.F("household"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="householdmember_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="householdmember_key"),
                    plimsoll.records.tenancy.SameOrg(field="child", name="householdmember_child_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="household", name="householdmember_household_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkContact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "child",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.child",
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("part", models.CharField(blank=True, max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=50)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["org", "child"], name="records_net_org_id_309763_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="networkcontact_name_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="networkcontact_from_before_to",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="networkcontact_key"),
                    plimsoll.records.tenancy.SameOrg(field="child", name="networkcontact_child_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["FAMILY", "PROFESSIONAL"])), name="networkcontact_kind_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyRelation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "child",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.child",
                    ),
                ),
                (
                    "other_child",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.child",
                    ),
                ),
                (
                    "contact",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.networkcontact",
                    ),
                ),
                ("kinship", models.CharField(max_length=40)),
                ("parental_responsibility", models.BooleanField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "child"], name="records_fam_org_id_d5f74b_idx"),
                    models.Index(fields=["org", "other_child"], name="records_fam_org_id_1ce1ad_idx"),
                    models.Index(fields=["org", "contact"], name="records_fam_org_id_5e09a4_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", False), ("other_child__isnull", True)),
                            models.Q(("contact__isnull", True), ("other_child__isnull", False)),
                            _connector="OR",
                        ),
                        name="familyrelation_to_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("other_child")), _negated=True),
                        name="familyrelation_to_another",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="familyrelation_key"),
                    plimsoll.records.tenancy.SameOrg(field="child", name="familyrelation_child_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="other_child", name="familyrelation_other_child_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="contact", name="familyrelation_contact_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kinship__in",
                                [
                                    "PARENT",
                                    "STEP_PARENT",
                                    "SIBLING",
                                    "GRANDPARENT",
                                    "OTHER_RELATIVE",
                                    "CARER",
                                    "PARTNER_OF_PARENT",
                                    "CHILD",
                                ],
                            )
                        ),
                        name="familyrelation_kinship_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("value", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="setting_key_said"),
                    models.UniqueConstraint(fields=("org", "key"), name="setting_one_per_key"),
                    plimsoll.records.tenancy.OrgKey(name="setting_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="team_name_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True), ("closed_on__gt", models.F("opened_on")), _connector="OR"
                        ),
                        name="team_opened_before_closed",
                    ),
                    models.UniqueConstraint(
                        models.F("org"),
                        models.F("name"),
                        condition=models.Q(("closed_on__isnull", True)),
                        name="team_one_open_per_name",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="team_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Viewing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("roles", models.CharField(max_length=400, null=True)),
                ("origin", models.CharField(max_length=200, null=True)),
                ("era", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("salt", models.UUIDField(null=True)),
                ("digest", models.BinaryField()),
                ("page", models.CharField(max_length=100, null=True)),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
                ),
                (
                    "cases",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["era", "xid"], name="viewing_by_xid"),
                    django.contrib.postgres.indexes.GinIndex(fields=["children"], name="viewing_by_child"),
                    models.Index(fields=["org_id", "by_id", "at"], name="viewing_by_worker"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.user",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("sort_name", models.CharField(max_length=200)),
                ("reference", models.CharField(max_length=100, null=True)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                ("newly_qualified_until", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="worker_name_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True), ("left_on__gt", models.F("joined_on")), _connector="OR"
                        ),
                        name="worker_joined_before_left",
                    ),
                    models.UniqueConstraint(fields=("org", "user"), name="worker_one_per_user"),
                    models.UniqueConstraint(fields=("org", "reference"), name="worker_one_per_reference"),
                    plimsoll.records.tenancy.OrgKey(name="worker_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("kind", models.CharField(max_length=40)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "recorded_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "worker"], name="records_abs_org_id_ec8bf7_idx"),
                    models.Index(fields=["org", "recorded_by"], name="records_abs_org_id_2a6953_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("begins_at")), _connector="OR"
                        ),
                        name="absence_begins_before_ends",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="absence_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="absence_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="recorded_by", name="absence_recorded_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["LEAVE", "SICKNESS", "TRAINING", "OTHER"])),
                        name="absence_kind_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("title", models.CharField(max_length=200)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["org", "worker"], name="records_app_org_id_0927c7_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="appointment_title_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("begins_at")), _connector="OR"
                        ),
                        name="appointment_begins_before_ends",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="appointment_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="appointment_worker_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarSetting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("from_date", models.DateField()),
                ("nation", models.CharField(max_length=40)),
                ("opens_minute", models.SmallIntegerField()),
                ("closes_minute", models.SmallIntegerField()),
                ("start_day_is", models.SmallIntegerField(default=0)),
                ("bank_holidays_count", models.BooleanField(default=False)),
                (
                    "closure_days",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), default=list, size=None),
                ),
                ("agreed_at", models.DateTimeField()),
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
            ],
            options={
                "indexes": [models.Index(fields=["org", "agreed_by"], name="records_cal_org_id_0f11bc_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "from_date"), name="calendarsetting_one_per_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_minute__isnull", True),
                            models.Q(("opens_minute__gte", 0), ("opens_minute__lte", 1440)),
                            _connector="OR",
                        ),
                        name="calendarsetting_opens_in_the_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__isnull", True),
                            models.Q(("closes_minute__gte", 0), ("closes_minute__lte", 1440)),
                            _connector="OR",
                        ),
                        name="calendarsetting_closes_in_the_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__isnull", True),
                            ("closes_minute__gt", models.F("opens_minute")),
                            _connector="OR",
                        ),
                        name="calendarsetting_opens_before_closes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_day_is__isnull", True),
                            models.Q(("start_day_is__gte", 0), ("start_day_is__lte", 1)),
                            _connector="OR",
                        ),
                        name="calendarsetting_start_day_0_or_1",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="calendarsetting_key"),
                    plimsoll.records.tenancy.SameOrg(field="agreed_by", name="calendarsetting_agreed_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("nation__in", ["ENG", "WLS", "SCT", "NIR"])),
                        name="calendarsetting_nation_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("reference", models.CharField(max_length=100)),
                (
                    "child",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.child",
                    ),
                ),
                (
                    "household",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.household",
                    ),
                ),
                (
                    "team",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.team",
                    ),
                ),
                ("case_type", models.CharField(max_length=40)),
                (
                    "also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("level_of_need", models.SmallIntegerField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("closed_why", models.CharField(max_length=500, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "child"], name="records_cas_org_id_a14d5c_idx"),
                    models.Index(fields=["org", "household"], name="records_cas_org_id_f09816_idx"),
                    models.Index(fields=["org", "team"], name="records_cas_org_id_4a13de_idx"),
                    models.Index(fields=["org", "closed_by"], name="records_cas_org_id_eec4e3_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="case_reference_said"
                    ),
                    models.UniqueConstraint(fields=("org", "reference"), name="case_one_per_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("child__isnull", False), ("household__isnull", False), _connector="OR"),
                        name="case_of_child_or_family",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level_of_need__isnull", True),
                            models.Q(("level_of_need__gte", 1), ("level_of_need__lte", 4)),
                            _connector="OR",
                        ),
                        name="case_level_of_need_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "also__contained_by",
                                [
                                    "LOOKED_AFTER",
                                    "CHILD_PROTECTION",
                                    "SECTION_47",
                                    "CHILD_IN_NEED",
                                    "ASSESSMENT",
                                    "CARE_LEAVER",
                                    "REFERRAL",
                                    "PRIVATE_FOSTERING",
                                    "ADOPTION",
                                    "EARLY_HELP",
                                    "EHC",
                                    "EARLY_YEARS",
                                ],
                            )
                        ),
                        name="case_also_codes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("closed_why__isnull", False),
                            ),
                            models.Q(
                                ("closed_at__isnull", True), ("closed_by__isnull", True), ("closed_why__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_at_by_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="case_opened_before_closed",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="case_key"),
                    plimsoll.records.tenancy.SameOrg(field="child", name="case_child_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="household", name="case_household_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="team", name="case_team_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="closed_by", name="case_closed_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "case_type__in",
                                [
                                    "LOOKED_AFTER",
                                    "CHILD_PROTECTION",
                                    "SECTION_47",
                                    "CHILD_IN_NEED",
                                    "ASSESSMENT",
                                    "CARE_LEAVER",
                                    "REFERRAL",
                                    "PRIVATE_FOSTERING",
                                    "ADOPTION",
                                    "EARLY_HELP",
                                    "EHC",
                                    "EARLY_YEARS",
                                ],
                            )
                        ),
                        name="case_case_type_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "worker",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
                ("why", models.CharField(max_length=500)),
                (
                    "allocated_by",
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
                ("ended_why", models.CharField(max_length=500, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_all_org_id_e2b7c4_idx"),
                    models.Index(fields=["org", "worker"], name="records_all_org_id_4342c9_idx"),
                    models.Index(fields=["org", "allocated_by"], name="records_all_org_id_bbca31_idx"),
                    models.Index(fields=["org", "ended_by"], name="records_all_org_id_a46e8d_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="allocation_why_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_at__isnull", True), ("to_at__gt", models.F("from_at")), _connector="OR"
                        ),
                        name="allocation_from_before_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_by__isnull", False), ("ended_why__isnull", False), ("to_at__isnull", False)
                            ),
                            models.Q(("ended_by__isnull", True), ("ended_why__isnull", True), ("to_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="allocation_ended_at_by_and_why",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("case"), "="),
                            (plimsoll.records.spells.Moments(models.F("from_at"), models.F("to_at")), "&&"),
                        ],
                        name="allocation_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="allocation_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="allocation_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="allocation_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="allocated_by", name="allocation_allocated_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="ended_by", name="allocation_ended_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAppointment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "appointment",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.appointment",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "appointment"], name="records_cas_org_id_542b90_idx"),
                    models.Index(fields=["org", "case"], name="records_cas_org_id_0cd54d_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "appointment", "case"), name="caseappointment_once"),
                    plimsoll.records.tenancy.OrgKey(name="caseappointment_key"),
                    plimsoll.records.tenancy.SameOrg(field="appointment", name="caseappointment_appointment_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="caseappointment_case_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseCircumstance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                ("circumstance", models.CharField(max_length=40)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["org", "case"], name="records_cas_org_id_a30cfc_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="casecircumstance_from_before_to",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("case"), "="),
                            (models.F("circumstance"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="casecircumstance_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="casecircumstance_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="casecircumstance_case_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "circumstance__in",
                                [
                                    "PLACEMENT_UNDER_A_YEAR",
                                    "PLACEMENT_OVER_A_YEAR",
                                    "PLACEMENT_TO_18",
                                    "LONG_TERM_FOSTER_AGREED",
                                    "WITH_PARENT",
                                    "BEFORE_ASSESSMENT",
                                    "CONNECTED_PERSON_TEMPORARY",
                                    "INTERIM_CARE_ORDER",
                                    "CARE_ORDER",
                                    "EMERGENCY_PLACEMENT",
                                    "NEWLY_QUALIFIED",
                                    "CHILD_PROTECTION_CONCERN",
                                    "PRIVATE_FOSTERING_OVER_A_YEAR",
                                    "COUNCIL_ACCOMMODATION",
                                    "UNALLOCATED",
                                    "LOOKED_AFTER_OVER_A_YEAR",
                                ],
                            )
                        ),
                        name="casecircumstance_circumstance_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFactor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                ("factor", models.CharField(max_length=40)),
                ("value", models.SmallIntegerField(null=True)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
                (
                    "recorded_by",
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
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_cas_org_id_8d4242_idx"),
                    models.Index(fields=["org", "recorded_by"], name="records_cas_org_id_f5fbe5_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True), models.Q(("value__gte", 0), ("value__lte", 100)), _connector="OR"
                        ),
                        name="casefactor_value_0_to_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="casefactor_from_before_to",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("case"), "="),
                            (models.F("factor"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="casefactor_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="casefactor_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="casefactor_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="recorded_by", name="casefactor_recorded_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "factor__in",
                                ["UNDER_1", "DISABILITY", "PRE_VERBAL", "MISSING", "EXPLOITED", "PREVIOUS_PLAN"],
                            )
                        ),
                        name="casefactor_factor_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("agreed_at", models.DateTimeField()),
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
            ],
            options={
                "indexes": [models.Index(fields=["org", "agreed_by"], name="records_cri_org_id_45453b_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "key", "version"), name="criteriaset_one_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="criteriaset_text_said"
                    ),
                    plimsoll.records.tenancy.OrgKey(name="criteriaset_key"),
                    plimsoll.records.tenancy.SameOrg(field="agreed_by", name="criteriaset_agreed_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "giver",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "taker",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("role", models.CharField(max_length=40)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                ("why", models.CharField(max_length=500)),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "giver"], name="records_del_org_id_15e9e1_idx"),
                    models.Index(fields=["org", "taker"], name="records_del_org_id_29cd07_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="delegation_from_before_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True), name="delegation_to_another"
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="delegation_why_said"),
                    plimsoll.records.tenancy.OrgKey(name="delegation_key"),
                    plimsoll.records.tenancy.SameOrg(field="giver", name="delegation_giver_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="taker", name="delegation_taker_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "PRACTITIONER",
                                    "SUPERVISOR",
                                    "DUTY",
                                    "BUSINESS_SUPPORT",
                                    "SERVICE_MANAGER",
                                    "SAFEGUARDING_LEAD",
                                    "LEARNER",
                                    "ASSESSOR",
                                    "QUALITY_ASSURER",
                                    "AUDITOR",
                                    "ADMINISTRATOR",
                                ],
                            )
                        ),
                        name="delegation_role_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size_bytes", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
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
                    "replaces",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.document",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_doc_org_id_fd129b_idx"),
                    models.Index(fields=["org", "recorded_by"], name="records_doc_org_id_67edb8_idx"),
                    models.Index(fields=["org", "replaces"], name="records_doc_org_id_bdbf0b_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="document_title_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size_bytes__isnull", True),
                            models.Q(("size_bytes__gte", 0), ("size_bytes__lte", 1099511627776)),
                            _connector="OR",
                        ),
                        name="document_size_not_below_0",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="document_digest_is_sha256"
                    ),
                    models.UniqueConstraint(fields=("org", "replaces"), name="document_replaced_once"),
                    models.CheckConstraint(
                        condition=models.Q(("id", models.F("replaces")), _negated=True),
                        name="document_replaces_another",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="document_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="document_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="recorded_by", name="document_recorded_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="replaces", name="document_replaces_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("form", models.CharField(max_length=200)),
                ("content", models.JSONField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["org", "worker"], name="records_dra_org_id_11ab9f_idx")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("form", ""), _negated=True), name="draft_form_said"),
                    models.UniqueConstraint(fields=("org", "worker", "form"), name="draft_one_per_form"),
                    plimsoll.records.tenancy.OrgKey(name="draft_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="draft_worker_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("happened_at", models.DateTimeField()),
                ("time_known", models.BooleanField(default=True)),
                ("nth", models.SmallIntegerField(default=0)),
                ("received_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "replaces",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.event",
                    ),
                ),
                ("withdraws", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case", "kind", "happened_at"], name="event_by_case"),
                    models.Index(fields=["org", "case"], name="records_eve_org_id_e702c7_idx"),
                    models.Index(fields=["org", "recorded_by"], name="records_eve_org_id_ce9661_idx"),
                    models.Index(fields=["org", "replaces"], name="records_eve_org_id_c3db51_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nth__isnull", True), models.Q(("nth__gte", 0), ("nth__lte", 127)), _connector="OR"
                        ),
                        name="event_nth_not_below_0",
                    ),
                    models.UniqueConstraint(fields=("org", "replaces"), name="event_replaced_once"),
                    models.CheckConstraint(
                        condition=models.Q(("id", models.F("replaces")), _negated=True), name="event_replaces_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withdraws", False), ("replaces__isnull", False), _connector="OR"),
                        name="event_withdraws_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", True),
                            ("recorded_at__gte", models.F("received_at")),
                            _connector="OR",
                        ),
                        name="event_received_before_recorded",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="event_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="event_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="recorded_by", name="event_recorded_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="replaces", name="event_replaces_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "CONTACT_RECEIVED",
                                    "CONTACT_GRADED_RED",
                                    "CONTACT_GRADED_GREEN",
                                    "CONTACT_DECIDED",
                                    "REFERRAL_RECEIVED",
                                    "REFERRAL_DECIDED",
                                    "ALLOCATED",
                                    "CHILD_SEEN",
                                    "ASSESSMENT_STARTED",
                                    "ASSESSMENT_AUTHORISED",
                                    "HARM_SUSPECTED",
                                    "STRATEGY_DISCUSSION",
                                    "SECTION_47_STARTED",
                                    "SECTION_47_ENDED",
                                    "CONFERENCE_NOT_NEEDED",
                                    "CONFERENCE_PLANNED",
                                    "INITIAL_CONFERENCE",
                                    "POLICE_PROTECTION_STARTED",
                                    "POLICE_PROTECTION_ENDED",
                                    "PROTECTION_PLAN_STARTED",
                                    "PROTECTION_PLAN_ENDED",
                                    "PROTECTION_VISIT",
                                    "CORE_GROUP",
                                    "REVIEW_CONFERENCE_PLANNED",
                                    "REVIEW_CONFERENCE",
                                    "CONFERENCE_REPORT_SHARED",
                                    "BIRTH",
                                    "IN_NEED_STARTED",
                                    "IN_NEED_MEETING",
                                    "IN_NEED_VISIT",
                                    "IN_NEED_REVIEW",
                                    "SUPERVISION_ORDER_MADE",
                                    "SUPERVISION_ORDER_REVIEW",
                                    "LOOKED_AFTER_STARTED",
                                    "LOOKED_AFTER_ENDED",
                                    "PLACEMENT_STARTED",
                                    "LOOKED_AFTER_VISIT",
                                    "LOOKED_AFTER_REVIEW",
                                    "HEALTH_ASSESSMENT",
                                    "DENTAL_CHECK",
                                    "STRENGTHS_QUESTIONNAIRE",
                                    "EDUCATION_PLAN_STARTED",
                                    "EDUCATION_PLAN_COMPLETED",
                                    "CARE_PLAN_MADE",
                                    "PROCEEDINGS_ISSUED",
                                    "PROCEEDINGS_ENDED",
                                    "TURNED_2",
                                    "TURNED_16",
                                    "TURNED_21",
                                    "PATHWAY_NEEDS_ASSESSED",
                                    "PATHWAY_PLAN_STARTED",
                                    "PATHWAY_REVIEW_PLANNED",
                                    "PATHWAY_REVIEW",
                                    "MOVED_HOME",
                                    "ADVISER_VISIT",
                                    "WENT_MISSING",
                                    "FOUND",
                                    "RETURN_INTERVIEW",
                                    "PRIVATE_FOSTERING_PLANNED",
                                    "PRIVATE_FOSTERING_NOTIFIED",
                                    "PRIVATE_FOSTERING_VISIT",
                                    "PLACED_FOR_ADOPTION",
                                    "ADOPTION_VISIT",
                                    "ADOPTION_REVIEW",
                                    "EARLY_HELP_STARTED",
                                    "EARLY_HELP_ASSESSED",
                                    "TEAM_AROUND_FAMILY",
                                    "EHC_REQUESTED",
                                    "EHC_DECIDED",
                                    "EHC_ADVICE_ASKED",
                                    "EHC_ADVICE_GIVEN",
                                    "EHC_REFUSED",
                                    "EHC_DRAFT_SENT",
                                    "EHC_COMMENTS_RECEIVED",
                                    "EHC_PLAN_ISSUED",
                                    "EHC_REVIEWED",
                                    "ALLEGATION_KNOWN",
                                    "ALLEGATION_REFERRED",
                                    "SERIOUS_INCIDENT",
                                    "REGULATOR_TOLD",
                                    "STARTED_AT_SETTING",
                                    "KEY_PERSON_NAMED",
                                    "PROGRESS_CHECK",
                                    "CASE_DISCUSSED",
                                    "CRITICAL_EVENT",
                                    "SIGNIFICANT_EVENT",
                                    "OTHER_EVENT",
                                    "EVENT_RECORDED",
                                    "UNALLOCATED_SINCE",
                                    "UNALLOCATED_REVIEWED",
                                    "DISAGREEMENT_RAISED",
                                    "DISAGREEMENT_STEP_2",
                                    "DISAGREEMENT_STEP_3",
                                    "DISAGREEMENT_SETTLED",
                                    "WORKER_CHANGED",
                                    "HANDOVER_RECORDED",
                                    "SUPERVISION_HELD",
                                    "WORKER_STARTED",
                                    "WORKLOAD_AGREED",
                                ],
                            )
                        ),
                        name="event_kind_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("staged_at", models.DateTimeField()),
                (
                    "staged_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("rows", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "applied_by",
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
            options={
                "indexes": [
                    models.Index(fields=["org", "staged_by"], name="records_imp_org_id_bf39c1_idx"),
                    models.Index(fields=["org", "applied_by"], name="records_imp_org_id_67e242_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file_name", ""), _negated=True), name="import_file_name_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="import_digest_is_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at__isnull", False), ("applied_by__isnull", False)),
                            models.Q(("applied_at__isnull", True), ("applied_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="import_applied_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at__isnull", True), ("applied_at__gte", models.F("staged_at")), _connector="OR"
                        ),
                        name="import_staged_before_applied",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="import_key"),
                    plimsoll.records.tenancy.SameOrg(field="staged_by", name="import_staged_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="applied_by", name="import_applied_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                ("scale", models.CharField(max_length=40)),
                ("value", models.SmallIntegerField(null=True)),
                ("judged_at", models.DateTimeField()),
                (
                    "judged_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("why", models.CharField(max_length=2000)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case", "scale", "judged_at"], name="judgement_by_case"),
                    models.Index(fields=["org", "case"], name="records_jud_org_id_332e06_idx"),
                    models.Index(fields=["org", "judged_by"], name="records_jud_org_id_5022db_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True), models.Q(("value__gte", 0), ("value__lte", 4)), _connector="OR"
                        ),
                        name="judgement_value_0_to_4",
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="judgement_why_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", True), ("recorded_at__gte", models.F("judged_at")), _connector="OR"
                        ),
                        name="judgement_judged_before_recorded",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="judgement_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="judgement_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="judged_by", name="judgement_judged_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("scale__in", ["LIKELIHOOD", "SEVERITY", "WAIT", "TRIAGE"])),
                        name="judgement_scale_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "team",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.team",
                    ),
                ),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "worker"], name="records_mem_org_id_9e83cb_idx"),
                    models.Index(fields=["org", "team"], name="records_mem_org_id_c3941d_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="membership_from_before_to",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("worker"), "="),
                            (models.F("team"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="membership_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="membership_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="membership_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="team", name="membership_team_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "worker",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
                (
                    "named_by",
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
                    models.Index(fields=["org", "case"], name="records_nam_org_id_47658c_idx"),
                    models.Index(fields=["org", "worker"], name="records_nam_org_id_f05e9e_idx"),
                    models.Index(fields=["org", "named_by"], name="records_nam_org_id_5c13a8_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_at__isnull", True), ("to_at__gt", models.F("from_at")), _connector="OR"
                        ),
                        name="namedperson_from_before_to",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("case"), "="),
                            (models.F("worker"), "="),
                            (plimsoll.records.spells.Moments(models.F("from_at"), models.F("to_at")), "&&"),
                        ],
                        name="namedperson_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="namedperson_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="namedperson_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="namedperson_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="named_by", name="namedperson_named_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("kind", models.CharField(max_length=40)),
                ("link", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["org", "worker"], name="records_not_org_id_9e18f3_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_at__isnull", True), ("seen_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="notice_made_before_seen",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="notice_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="notice_worker_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ALLOCATED", "INFORMATION", "DUE_SOON", "OVERDUE", "OTHER"])),
                        name="notice_kind_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "case",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
                (
                    "restricted_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                (
                    "lifted_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("lifted_why", models.CharField(max_length=500, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_res_org_id_d96011_idx"),
                    models.Index(fields=["org", "restricted_by"], name="records_res_org_id_e315e5_idx"),
                    models.Index(fields=["org", "lifted_by"], name="records_res_org_id_0b19f7_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="restriction_why_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_at__isnull", True), ("to_at__gt", models.F("from_at")), _connector="OR"
                        ),
                        name="restriction_from_before_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lifted_by__isnull", False), ("lifted_why__isnull", False), ("to_at__isnull", False)
                            ),
                            models.Q(
                                ("lifted_by__isnull", True), ("lifted_why__isnull", True), ("to_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="restriction_lifted_at_by_and_why",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("case"), "="),
                            (plimsoll.records.spells.Moments(models.F("from_at"), models.F("to_at")), "&&"),
                        ],
                        name="restriction_one_at_a_time",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="restriction_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="restriction_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="restricted_by", name="restriction_restricted_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="lifted_by", name="restriction_lifted_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleHeld",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "team",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.team",
                    ),
                ),
                ("role", models.CharField(max_length=40)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
                (
                    "given_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("given_at", models.DateTimeField()),
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
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "worker"], name="records_rol_org_id_5bc842_idx"),
                    models.Index(fields=["org", "team"], name="records_rol_org_id_b25533_idx"),
                    models.Index(fields=["org", "given_by"], name="records_rol_org_id_638a66_idx"),
                    models.Index(fields=["org", "ended_by"], name="records_rol_org_id_f53967_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="roleheld_from_before_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="roleheld_ended_by_and_at",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("worker"), "="),
                            (models.F("team"), "="),
                            (models.F("role"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="roleheld_one_in_a_team",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("team__isnull", True)),
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("worker"), "="),
                            (models.F("role"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="roleheld_one_in_all",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="roleheld_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="roleheld_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="team", name="roleheld_team_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="given_by", name="roleheld_given_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="ended_by", name="roleheld_ended_by_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "PRACTITIONER",
                                    "SUPERVISOR",
                                    "DUTY",
                                    "BUSINESS_SUPPORT",
                                    "SERVICE_MANAGER",
                                    "SAFEGUARDING_LEAD",
                                    "LEARNER",
                                    "ASSESSOR",
                                    "QUALITY_ASSURER",
                                    "AUDITOR",
                                    "ADMINISTRATOR",
                                ],
                            )
                        ),
                        name="roleheld_role_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RulebookVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("agreed_at", models.DateTimeField()),
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
            ],
            options={
                "indexes": [models.Index(fields=["org", "agreed_by"], name="records_rul_org_id_08169d_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "key", "version"), name="rulebookversion_one_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="rulebookversion_text_said"
                    ),
                    plimsoll.records.tenancy.OrgKey(name="rulebookversion_key"),
                    plimsoll.records.tenancy.SameOrg(field="agreed_by", name="rulebookversion_agreed_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "rulebook",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.rulebookversion",
                    ),
                ),
                ("timescale", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=40)),
                ("owner", models.CharField(max_length=40)),
                (
                    "started_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.event",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(null=True)),
                (
                    "met_by_event",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.event",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "due_at"], name="dueitem_by_due_at"),
                    models.Index(fields=["org", "case"], name="records_due_org_id_7cf409_idx"),
                    models.Index(fields=["org", "rulebook"], name="records_due_org_id_88d2a3_idx"),
                    models.Index(fields=["org", "started_by"], name="records_due_org_id_e24bf7_idx"),
                    models.Index(fields=["org", "met_by_event"], name="records_due_org_id_8fe222_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("timescale", ""), _negated=True), name="dueitem_timescale_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_at__isnull", False), ("met_by_event__isnull", False)),
                            models.Q(("met_at__isnull", True), ("met_by_event__isnull", True)),
                            _connector="OR",
                        ),
                        name="dueitem_met_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_why__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_why__isnull", True)),
                            _connector="OR",
                        ),
                        name="dueitem_ended_at_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("met_at__isnull", True), ("ended_at__isnull", True), _connector="OR"),
                        name="dueitem_met_or_ended",
                    ),
                    models.UniqueConstraint(
                        fields=("org", "case", "timescale", "started_by"), name="dueitem_one_per_start"
                    ),
                    plimsoll.records.tenancy.OrgKey(name="dueitem_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="dueitem_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="rulebook", name="dueitem_rulebook_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="started_by", name="dueitem_started_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="met_by_event", name="dueitem_met_by_event_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["SEE", "PROTECT", "COURT", "DECIDE", "REVIEW", "RECORD", "CHECK"])
                        ),
                        name="dueitem_purpose_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner__in", ["WORKER", "MANAGER", "FRONT_DOOR", "TEAM", "OTHER"])),
                        name="dueitem_owner_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("agreed_at", models.DateTimeField()),
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
            ],
            options={
                "indexes": [models.Index(fields=["org", "agreed_by"], name="records_sch_org_id_5f87fa_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "key", "version"), name="schemeversion_one_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="schemeversion_text_said"
                    ),
                    plimsoll.records.tenancy.OrgKey(name="schemeversion_key"),
                    plimsoll.records.tenancy.SameOrg(field="agreed_by", name="schemeversion_agreed_by_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseWeight",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "scheme",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.schemeversion",
                    ),
                ),
                ("points", models.IntegerField()),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "case"], name="records_cas_org_id_524d98_idx"),
                    models.Index(fields=["org", "scheme"], name="records_cas_org_id_325fbb_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "case"), name="caseweight_one_per_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points__isnull", True),
                            models.Q(("points__gte", 0), ("points__lte", 1000000)),
                            _connector="OR",
                        ),
                        name="caseweight_points_not_below_0",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="caseweight_key"),
                    plimsoll.records.tenancy.SameOrg(field="case", name="caseweight_case_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="scheme", name="caseweight_scheme_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "team",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.team",
                    ),
                ),
                ("as_at", models.DateTimeField()),
                ("known_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                (
                    "criteria_set",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.criteriaset",
                    ),
                ),
                (
                    "rulebook",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.rulebookversion",
                    ),
                ),
                (
                    "scheme",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.schemeversion",
                    ),
                ),
                ("cases", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("result", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "worker"], name="records_ran_org_id_1c58e9_idx"),
                    models.Index(fields=["org", "team"], name="records_ran_org_id_25c8f7_idx"),
                    models.Index(fields=["org", "criteria_set"], name="records_ran_org_id_017134_idx"),
                    models.Index(fields=["org", "rulebook"], name="records_ran_org_id_dfd144_idx"),
                    models.Index(fields=["org", "scheme"], name="records_ran_org_id_100687_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("team__isnull", False), ("worker__isnull", True)),
                            models.Q(("team__isnull", True), ("worker__isnull", False)),
                            _connector="OR",
                        ),
                        name="ranking_of_worker_or_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_at__isnull", True), ("made_at__gte", models.F("known_at")), _connector="OR"
                        ),
                        name="ranking_known_before_made",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="ranking_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="ranking_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="team", name="ranking_team_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="criteria_set", name="ranking_criteria_set_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="rulebook", name="ranking_rulebook_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="scheme", name="ranking_scheme_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionHeld",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "supervisor",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("minutes", models.SmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("worker_signed_at", models.DateTimeField(null=True)),
                ("supervisor_signed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "worker"], name="records_sup_org_id_f81b36_idx"),
                    models.Index(fields=["org", "supervisor"], name="records_sup_org_id_fdec85_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("worker", models.F("supervisor")), _negated=True),
                        name="supervisionheld_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__isnull", True),
                            models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                            _connector="OR",
                        ),
                        name="supervisionheld_minutes_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", True), ("recorded_at__gte", models.F("held_at")), _connector="OR"
                        ),
                        name="supervisionheld_held_before_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("worker_signed_at__isnull", True),
                            ("worker_signed_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="supervisionheld_recorded_before_worker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supervisor_signed_at__isnull", True),
                            ("supervisor_signed_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="supervisionheld_recorded_before_super",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="supervisionheld_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="supervisionheld_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="supervisor", name="supervisionheld_supervisor_same_org"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingPattern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("from_date", models.DateField()),
                ("to_date", models.DateField(null=True)),
                (
                    "minutes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["org", "worker"], name="records_wor_org_id_f79968_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                        ),
                        name="workingpattern_from_before_to",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("org"), "="),
                            (models.F("worker"), "="),
                            (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                        ],
                        name="workingpattern_one_at_a_time",
                    ),
                    models.CheckConstraint(condition=models.Q(("minutes__len", 7)), name="workingpattern_seven_days"),
                    models.CheckConstraint(
                        condition=plimsoll.records.tenancy.EveryWithin("minutes", least=0, most=1440),
                        name="workingpattern_minutes_of_a_day",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="workingpattern_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="workingpattern_worker_same_org"),
                ],
            },
        ),
    ]
