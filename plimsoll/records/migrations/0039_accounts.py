"""Passwords, second factors and invitations. Invitations are links that set a password; in the past before this, a link to let
somebody in signed them in as it was. allauth's tables are read before any organisation is known, so no policy stands before
them: docs/decisions/0015-sign-in-by-allauth.md."""

import datetime

from django.db import migrations, models

from plimsoll.records.guards import ORG, Define, Guard, Redefine, Regrant

WRITING = "SELECT, INSERT, UPDATE, DELETE"
ATTEMPTS = """
    CREATE TABLE plimsoll_attempts (
        cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)
"""


def _let_in(more: str, values: str, lasts: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION records_let_in(worker uuid, key_digest text, at timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    BEGIN
        PERFORM FROM records_worker w WHERE w.org_id = {ORG} AND w.id = worker FOR UPDATE;
        IF NOT FOUND OR EXISTS (
            SELECT FROM records_signinlink l WHERE l.org_id = {ORG} AND l.worker_id = worker AND l.used_at IS NOT NULL
        ) THEN
            RETURN false;
        END IF;
        INSERT INTO records_signinlink (id, org_id, worker_id, digest, made_at, expires_at{more})
        VALUES (gen_random_uuid(), {ORG}, worker, key_digest, at, at + interval '{lasts}'{values});
        RETURN true;
    END
    $$
    """


# One statement, so that of two who use a link at once one gets in.
def _use(name: str, condition: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION {name}(asked text, at timestamptz) RETURNS TABLE (org_id uuid, worker_id uuid)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        UPDATE records_signinlink l SET used_at = at
        WHERE l.digest = asked AND l.used_at IS NULL AND l.made_at <= at AND l.expires_at > at{condition}
        RETURNING l.org_id, l.worker_id
    $$
    """


class Migration(migrations.Migration):
    """What links are for, what the web role may do to accounts, and where tries are counted."""

    dependencies = [
        ("records", "0038_naming"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="signinlink",
            name="invites",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RemoveConstraint(model_name="signinlink", name="signinlink_expires_soon"),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at__lte", models.F("made_at") + datetime.timedelta(minutes=30)),
                    models.Q(("expires_at__lte", models.F("made_at") + datetime.timedelta(days=7)), ("invites", True)),
                    _connector="OR",
                ),
                name="signinlink_expires_soon",
            ),
        ),
        Redefine(_let_in(", invites", ", true", "7 days"), _let_in("", "", "30 minutes")),
        Redefine(_use("records_use_sign_in_link", " AND NOT l.invites"), _use("records_use_sign_in_link", "")),
        Define(
            "records_use_invitation(text, timestamptz)",
            _use("records_use_invitation", " AND l.invites"),
            grant=True,
        ),
        Regrant("records_user", may="SELECT, INSERT, UPDATE", before="INSERT"),
        *(
            Guard(table, may=WRITING, column=None)
            for table in ("account_emailaddress", "mfa_authenticator", "usersessions_usersession")
        ),
        migrations.RunSQL(ATTEMPTS, "DROP TABLE plimsoll_attempts"),
        migrations.RunSQL(
            "CREATE INDEX plimsoll_attempts_by_expires ON plimsoll_attempts (expires)", migrations.RunSQL.noop
        ),
        Guard("plimsoll_attempts", may=WRITING, column=None),
    ]
