"""The queue of jobs, and the question that signing in without a password hangs on."""

from django.db import migrations

from plimsoll.records.guards import Define, GrantQueue, Guard

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"

# Asked at sign-in, before any organisation is known, so no policy can answer it. It says yes or no, and nothing else.
ALL_INVENTED = """
    CREATE FUNCTION records_all_invented() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT coalesce(bool_and(invented), false) FROM records_organisation $$
"""


class Migration(migrations.Migration):
    """What the web role may do to procrastinate's tables: a job says its name and ids, and belongs to no organisation."""

    dependencies = [("records", "0006_invented_people"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        Guard("procrastinate_jobs", may=EVERYTHING, column=None),
        Guard("procrastinate_periodic_defers", may=EVERYTHING, column=None),
        Guard("procrastinate_workers", may=EVERYTHING, column=None),
        Guard(
            "procrastinate_events", may="SELECT, INSERT", column=None
        ),  # they go with their job, by the database's own hand
        GrantQueue(),
        Define("records_all_invented()", ALL_INVENTED, grant=True),
    ]
