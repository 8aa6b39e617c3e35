"""Who somebody is at the organisation's own provider, and a new way in for whoever lost theirs. Before this nobody signed in by
a provider, and no link had ended."""

from importlib import import_module

from django.db import migrations, models

from plimsoll.records.guards import ORG, Define, Redefine

_accounts = import_module("plimsoll.records.migrations.0039_accounts")
_LET_IN = _accounts._let_in(", invites", ", true", "7 days")


def _ended(body: str) -> str:
    """The same of links that have not ended alone."""
    return body.replace("l.used_at IS N", "l.ended_at IS NULL AND l.used_at IS N")


def _use(name: str, condition: str) -> Redefine:
    before = _accounts._use(name, condition)
    return Redefine(_ended(before), before)


# All links of a worker are worth nothing from now on. Whether such a worker is there.
END_WAY_IN = f"""
    CREATE FUNCTION records_end_way_in(worker uuid, at timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    BEGIN
        PERFORM FROM records_worker w WHERE w.org_id = {ORG} AND w.id = worker FOR UPDATE;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        UPDATE records_signinlink l SET ended_at = at
        WHERE l.org_id = {ORG} AND l.worker_id = worker AND l.ended_at IS NULL;
        RETURN true;
    END
    $$
"""

# Who came in once, and has to be let in anew.
TO_LET_IN_ANEW = f"""
    CREATE FUNCTION records_to_let_in_anew() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT l.worker_id FROM records_signinlink l WHERE l.org_id = {ORG} AND l.used_at IS NOT NULL
        GROUP BY l.worker_id HAVING bool_and(l.ended_at IS NOT NULL)
    $$
"""


# Whoever leaves on a day to come works here until then.
_PLACES = import_module("plimsoll.records.migrations.0002_row_security").PLACES.replace(
    "CREATE F", "CREATE OR REPLACE F"
)
PLACES = _PLACES.replace(
    "left_on IS NULL", "(left_on IS NULL OR left_on > (statement_timestamp() AT TIME ZONE 'Europe/London')::date)"
)


class Migration(migrations.Migration):
    """Two columns of who signs in, one of links, and what functions say of links that ended."""

    dependencies = [("records", "0041_child_died")]

    operations = [
        migrations.AddField(
            model_name="user", name="issuer", field=models.CharField(db_default="", default="", max_length=300)
        ),
        migrations.AddField(
            model_name="user", name="subject", field=models.CharField(db_default="", default="", max_length=255)
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject", ""), _negated=True),
                fields=("issuer", "subject"),
                name="user_one_per_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issuer", ""), ("subject", "")),
                    models.Q(models.Q(("issuer", ""), _negated=True), models.Q(("subject", ""), _negated=True)),
                    _connector="OR",
                ),
                name="user_issuer_names_subject",
            ),
        ),
        migrations.AddField(model_name="signinlink", name="ended_at", field=models.DateTimeField(null=True)),
        Redefine(PLACES, _PLACES),
        Redefine(_ended(_LET_IN), _LET_IN),
        _use("records_use_sign_in_link", " AND NOT l.invites"),
        _use("records_use_invitation", " AND l.invites"),
        Define("records_end_way_in(uuid, timestamptz)", END_WAY_IN, grant=True),
        Define("records_to_let_in_anew()", TO_LET_IN_ANEW, grant=True),
    ]
