"""Links that let somebody in are made by a function of the database: the web role may neither read nor write the table. In the
past before this, only the command line made one."""

from django.db import migrations

from plimsoll.records.guards import APPEND_ONLY, ORG, Define, Regrant

# For a worker of the organisation of the context who has never come in by one: whoever is here already can be made by nobody.
LET_IN = f"""
    CREATE FUNCTION records_let_in(worker uuid, key_digest text, at timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    BEGIN
        PERFORM FROM records_worker w WHERE w.org_id = {ORG} AND w.id = worker FOR UPDATE;
        IF NOT FOUND OR EXISTS (
            SELECT FROM records_signinlink l WHERE l.org_id = {ORG} AND l.worker_id = worker AND l.used_at IS NOT NULL
        ) THEN
            RETURN false;
        END IF;
        INSERT INTO records_signinlink (id, org_id, worker_id, digest, made_at, expires_at)
        VALUES (gen_random_uuid(), {ORG}, worker, key_digest, at, at + interval '30 minutes');
        RETURN true;
    END
    $$
"""
CAME_IN = f"""
    CREATE FUNCTION records_came_in() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT DISTINCT l.worker_id FROM records_signinlink l WHERE l.org_id = {ORG} AND l.used_at IS NOT NULL
    $$
"""


class Migration(migrations.Migration):
    """Two functions, and what the web role may no longer do."""

    dependencies = [("records", "0018_files_that_settle")]

    operations = [
        Regrant("records_signinlink", may="", before=APPEND_ONLY),
        Define("records_let_in(uuid, text, timestamptz)", LET_IN, grant=True),
        Define("records_came_in()", CAME_IN, grant=True),
    ]
