"""What a new organisation begins with: links that let somebody in once, and the making of the first organisation. A spell
may end on the day it began, and a calendar be agreed twice in a day: both are how a slip of the keys is put right without
changing a row. In the past before this, neither happened."""

import datetime
import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Define, Guard

HAS_ORGANISATION = """
    CREATE FUNCTION records_has_organisation() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM records_organisation) $$
"""
# One at a time: two who set up at once make one organisation between them.
BEGIN_ORGANISATION = """
    CREATE FUNCTION records_begin_organisation(made uuid, called text, nation_code text, at timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    BEGIN
        LOCK TABLE records_organisation IN SHARE ROW EXCLUSIVE MODE;
        IF EXISTS (SELECT FROM records_organisation) THEN
            RETURN false;
        END IF;
        INSERT INTO records_organisation (id, name, nation, invented, created_at)
        VALUES (made, called, nation_code, false, at);
        RETURN true;
    END
    $$
"""
# One statement, so that of two who use a link at once one gets in.
USE_LINK = """
    CREATE FUNCTION records_use_sign_in_link(asked text, at timestamptz) RETURNS TABLE (org_id uuid, worker_id uuid)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        UPDATE records_signinlink l SET used_at = at
        WHERE l.digest = asked AND l.used_at IS NULL AND l.made_at <= at AND l.expires_at > at
        RETURNING l.org_id, l.worker_id
    $$
"""


class Migration(migrations.Migration):
    """The table of links, its functions, and the promises that a slip of the keys ran into."""

    dependencies = [("records", "0011_last_look")]

    operations = [
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="calendarsetting",
            name="calendarsetting_one_per_day",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_from_before_to",
        ),
        migrations.RemoveConstraint(
            model_name="roleheld",
            name="roleheld_from_before_to",
        ),
        migrations.RemoveConstraint(
            model_name="worker",
            name="worker_joined_before_left",
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on__isnull", True), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                name="worker_joined_before_left",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="workingpattern",
            name="workingpattern_from_before_to",
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"),
                name="membership_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleheld",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"),
                name="roleheld_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingpattern",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"),
                name="workingpattern_from_before_to",
            ),
        ),
        migrations.AddField(
            model_name="signinlink",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="signinlink",
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
            model_name="signinlink",
            index=models.Index(fields=["org", "worker"], name="records_sig_org_id_32e765_idx"),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at__isnull", True), ("expires_at__gt", models.F("made_at")), _connector="OR"
                ),
                name="signinlink_made_before_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at__lte", models.F("made_at") + datetime.timedelta(minutes=30)),
                ),
                name="signinlink_expires_soon",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=models.UniqueConstraint(fields=("digest",), name="signinlink_one_per_digest"),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=plimsoll.records.tenancy.OrgKey(name="signinlink_key"),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="signinlink_worker_same_org"),
        ),
        Guard("records_signinlink", may=APPEND_ONLY),
        Define("records_has_organisation()", HAS_ORGANISATION, grant=True),
        Define("records_begin_organisation(uuid, text, text, timestamptz)", BEGIN_ORGANISATION, grant=True),
        Define("records_use_sign_in_link(text, timestamptz)", USE_LINK, grant=True),
    ]
