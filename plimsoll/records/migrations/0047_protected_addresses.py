"""Protected addresses: that one is, who alone may read it, and what it is, each in a table of its own.

The past of `reach_protected` is empty: nobody's was protected before.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, ORG, VIEWER, Define, Guard, hidden

# The protected addresses for which the viewer is named.
MINE = f"""
    CREATE FUNCTION records_addresses_for_me() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT r.protection_id FROM records_addressreader r
        WHERE r.org_id = {ORG} AND r.worker_id = {VIEWER} AND r.to_at IS NULL
    $$
"""
# Whether nobody who is named for an address works here any more with one of some roles; nothing else of who they are.
LOST = f"""
    CREATE FUNCTION records_address_lost(protection uuid, reading text[], today date) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT NOT EXISTS (
            SELECT FROM records_addressreader n
            JOIN records_worker w ON w.org_id = n.org_id AND w.id = n.worker_id
                AND (w.left_on IS NULL OR w.left_on > today)
            JOIN records_roleheld r ON r.org_id = w.org_id AND r.worker_id = w.id AND r.role = ANY(reading)
                AND r.from_date <= today AND (r.to_date IS NULL OR r.to_date > today)
            LEFT JOIN records_user u ON u.id = w.user_id
            WHERE n.org_id = {ORG} AND n.protection_id = protection AND n.to_at IS NULL
              AND u.is_active IS DISTINCT FROM false)
    $$
"""
# Empties in the history what is protected from now on: the one place where a past is taken away, and only of what the viewer
# protected themselves. The columns stay there, empty; the event of the trail says that it was done.
FORGET = f"""
    CREATE FUNCTION records_forget_address(protection uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    DECLARE
        marked record;
    BEGIN
        SELECT p.household_id, p.contact_id INTO marked FROM records_addressprotection p
        WHERE p.org_id = {ORG} AND p.id = protection AND p.to_at IS NULL AND p.marked_by_id = {VIEWER};
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no address was protected here';
        END IF;
        UPDATE records_history SET row = row || '{{"address": ""}}'
        WHERE org_id = {ORG} AND tbl = 'records_household' AND row_id = marked.household_id;
        UPDATE records_history SET row = row || '{{"telephone": "", "email": ""}}'
            || CASE row ->> 'kind' WHEN 'PROFESSIONAL' THEN '{{"part": ""}}'::jsonb ELSE '{{}}'::jsonb END
        WHERE org_id = {ORG} AND tbl = 'records_networkcontact' AND row_id = marked.contact_id;
    END
    $$
"""
NAMED_ALONE = "protection_id IN (SELECT records_addresses_for_me())"


class Migration(migrations.Migration):
    """The tables and their guards; three functions."""

    dependencies = [
        ("records", "0046_standing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressProtection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField()),
                ("why", models.CharField(max_length=500)),
                ("lift_asked_at", models.DateTimeField(null=True)),
                ("lift_why", models.CharField(max_length=500, null=True)),
                ("to_at", models.DateTimeField(null=True)),
                ("lifted_why", models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AddressReader",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProtectedAddress",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address", models.TextField(blank=True)),
                ("telephone", models.CharField(blank=True, max_length=50)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("part", models.CharField(blank=True, max_length=200)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="reach_protected",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reach_protected", False), models.Q(("email", ""), ("telephone", "")), _connector="OR"
                ),
                name="networkcontact_protected_reach_elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="addressprotection",
            name="ask",
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
            model_name="addressprotection",
            name="child",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.child",
            ),
        ),
        migrations.AddField(
            model_name="addressprotection",
            name="contact",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.networkcontact",
            ),
        ),
        migrations.AddField(
            model_name="addressprotection",
            name="household",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.household",
            ),
        ),
        migrations.AddField(
            model_name="addressprotection",
            name="lift_asked_by",
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
            model_name="addressprotection",
            name="lifted_by",
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
            model_name="addressprotection",
            name="marked_by",
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
            model_name="addressprotection",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="addressreader",
            name="named_by",
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
            model_name="addressreader",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="addressreader",
            name="protection",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.addressprotection",
            ),
        ),
        migrations.AddField(
            model_name="addressreader",
            name="worker",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="protectedaddress",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="protectedaddress",
            name="protection",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.addressprotection",
            ),
        ),
        migrations.AddField(
            model_name="protectedaddress",
            name="written_by",
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
            model_name="addressprotection",
            index=models.Index(fields=["org", "household"], name="records_add_org_id_9a2134_idx"),
        ),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["org", "contact"], name="records_add_org_id_20f884_idx"),
        ),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["org", "child"], name="records_add_org_id_501c1e_idx"),
        ),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["org", "ask"], name="records_add_org_id_af9ca4_idx"),
        ),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["org", "marked_by"], name="records_add_org_id_73ec07_idx"),
        ),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["org", "lift_asked_by"], name="records_add_org_id_4b8cd0_idx"),
        ),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["org", "lifted_by"], name="records_add_org_id_518bda_idx"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="addressprotection_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contact__isnull", True), ("household__isnull", False)),
                    models.Q(("contact__isnull", False), ("household__isnull", True)),
                    _connector="OR",
                ),
                name="addressprotection_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child__isnull", False), ("contact__isnull", False)),
                    models.Q(("child__isnull", True), ("contact__isnull", True)),
                    _connector="OR",
                ),
                name="addressprotection_contact_and_child",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("lift_asked_at__isnull", False), ("lift_asked_by__isnull", False), ("lift_why__isnull", False)
                    ),
                    models.Q(
                        ("lift_asked_at__isnull", True), ("lift_asked_by__isnull", True), ("lift_why__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="addressprotection_lift_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_by__isnull", False), ("lifted_why__isnull", False), ("to_at__isnull", False)),
                    models.Q(("lifted_by__isnull", True), ("lifted_why__isnull", True), ("to_at__isnull", True)),
                    _connector="OR",
                ),
                name="addressprotection_lifted",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_at__isnull", True), ("to_at__gt", models.F("from_at")), _connector="OR"),
                name="addressprotection_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by__isnull", True),
                    ("lift_asked_by__isnull", True),
                    models.Q(("lifted_by", models.F("lift_asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="addressprotection_another_lifts",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("household__isnull", False), ("to_at__isnull", True)),
                fields=("org", "household"),
                name="addressprotection_one_of_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contact__isnull", False), ("to_at__isnull", True)),
                fields=("org", "contact"),
                name="addressprotection_one_of_contact",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.OrgKey(name="addressprotection_key"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(field="household", name="addressprotection_household_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(field="contact", name="addressprotection_contact_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(field="child", name="addressprotection_child_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(field="ask", name="addressprotection_ask_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(field="marked_by", name="addressprotection_marked_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="lift_asked_by", name="addressprotection_lift_asked_by_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="addressprotection",
            constraint=plimsoll.records.tenancy.SameOrg(field="lifted_by", name="addressprotection_lifted_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="addressreader",
            index=models.Index(fields=["org", "protection"], name="records_add_org_id_62334e_idx"),
        ),
        migrations.AddIndex(
            model_name="addressreader",
            index=models.Index(fields=["org", "worker"], name="records_add_org_id_583545_idx"),
        ),
        migrations.AddIndex(
            model_name="addressreader",
            index=models.Index(fields=["org", "named_by"], name="records_add_org_id_a70acf_idx"),
        ),
        migrations.AddConstraint(
            model_name="addressreader",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_at__isnull", True), ("to_at__gt", models.F("from_at")), _connector="OR"),
                name="addressreader_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressreader",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_at__isnull", True)),
                fields=("org", "protection", "worker"),
                name="addressreader_named_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="addressreader",
            constraint=plimsoll.records.tenancy.OrgKey(name="addressreader_key"),
        ),
        migrations.AddConstraint(
            model_name="addressreader",
            constraint=plimsoll.records.tenancy.SameOrg(field="protection", name="addressreader_protection_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressreader",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="addressreader_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="addressreader",
            constraint=plimsoll.records.tenancy.SameOrg(field="named_by", name="addressreader_named_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="protectedaddress",
            index=models.Index(fields=["org", "protection"], name="records_pro_org_id_23a036_idx"),
        ),
        migrations.AddIndex(
            model_name="protectedaddress",
            index=models.Index(fields=["org", "written_by"], name="records_pro_org_id_1016d2_idx"),
        ),
        migrations.AddConstraint(
            model_name="protectedaddress",
            constraint=plimsoll.records.tenancy.OrgKey(name="protectedaddress_key"),
        ),
        migrations.AddConstraint(
            model_name="protectedaddress",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="protection", name="protectedaddress_protection_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="protectedaddress",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="written_by", name="protectedaddress_written_by_same_org"
            ),
        ),
        Define("records_addresses_for_me()", MINE, grant=True),
        Define("records_address_lost(uuid, text[], date)", LOST, grant=True),
        Define("records_forget_address(uuid)", FORGET, grant=True),
        Guard(
            "records_addressprotection", unless=(hidden("household_id", "households"), hidden("child_id", "children"))
        ),
        Guard("records_addressreader", unless=(NAMED_ALONE,), written_anyway=True),
        Guard("records_protectedaddress", may=APPEND_ONLY, unless=(NAMED_ALONE,), written_anyway=True),
    ]
