"""What another system calls a case that was added by hand, and that neither this nor a file tells of a case that is hidden."""

from django.db import migrations, models

from plimsoll.records.guards import ORG, Redefine

DEFINE = """
    CREATE OR REPLACE FUNCTION records_hidden_references() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$ {} $$
"""
OF_CHILDREN = f"""
        WITH hidden AS MATERIALIZED (
            SELECT (SELECT ch.reference FROM records_child ch WHERE ch.org_id = {ORG} AND ch.id = h.id) AS reference
            FROM (SELECT records_hidden_children() AS id) AS h)
        SELECT reference FROM hidden WHERE reference IS NOT NULL
"""
# And what hidden cases are called in another system, where no child here is called so.
CALLED_ELSEWHERE = f"""
        UNION
        SELECT k.called FROM (
            SELECT (SELECT nullif(c.other_reference, '') FROM records_case c
                    WHERE c.org_id = {ORG} AND c.id = h.id) AS called
            FROM (SELECT records_hidden_cases() AS id) AS h) AS k
        WHERE k.called IS NOT NULL
            AND NOT EXISTS (SELECT FROM records_child ch WHERE ch.org_id = {ORG} AND ch.reference = k.called)
"""


class Migration(migrations.Migration):
    """A column, and the function that tells what is hidden."""

    dependencies = [("records", "0012_first_steps")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="other_reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        Redefine(DEFINE.format(OF_CHILDREN + CALLED_ELSEWHERE), DEFINE.format(OF_CHILDREN)),
    ]
