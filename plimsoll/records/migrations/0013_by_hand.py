"""What another system calls a case that was added by hand, and that neither this nor a file tells of a case that is hidden;
and what a file asks about a case that may be seen, beside one that may not."""

from django.db import migrations, models

from plimsoll.records.guards import ORG, Redefine, hidden

# As before, and with what hidden cases are called in another system, where no child here is called so.
HIDDEN_REFERENCES = f"""
    CREATE OR REPLACE FUNCTION records_hidden_references() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        WITH hidden AS MATERIALIZED (SELECT records_hidden_cases() AS id),
        called AS MATERIALIZED (
            SELECT (SELECT (SELECT ch.reference FROM records_child ch WHERE ch.org_id = c.org_id AND ch.id = c.child_id)
                    FROM records_case c WHERE c.org_id = {ORG} AND c.id = h.id) AS own,
                   (SELECT nullif(c.other_reference, '') FROM records_case c
                    WHERE c.org_id = {ORG} AND c.id = h.id) AS other
            FROM hidden h)
        SELECT own FROM called WHERE own IS NOT NULL
        UNION
        SELECT other FROM called WHERE other IS NOT NULL
            AND NOT EXISTS (SELECT FROM records_child ch WHERE ch.org_id = {ORG} AND ch.reference = called.other)
    $$
"""
BEFORE = f"""
    CREATE OR REPLACE FUNCTION records_hidden_references() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        WITH hidden AS MATERIALIZED (
            SELECT (SELECT (SELECT ch.reference FROM records_child ch WHERE ch.org_id = c.org_id AND ch.id = c.child_id)
                    FROM records_case c WHERE c.org_id = {ORG} AND c.id = h.id) AS reference
            FROM (SELECT records_hidden_cases() AS id) AS h)
        SELECT reference FROM hidden WHERE reference IS NOT NULL
    $$
"""

# A file speaks of a child, and does not say of which of its cases. What it says of the child itself, and that it has no
# such child any more, tells whoever holds one case nothing of another that is hidden. The rest stays hidden from them: a
# worker, a kind of case, an event or a reason for its end may be the other's.
MATTERS = (
    f"org_id = {ORG} AND {hidden('case_id', 'cases')} AND (child_reference NOT IN (SELECT records_hidden_references()) "
    "{also})"
)
NOT_TELLING = "OR (case_id IS NOT NULL AND (matter = 'NOT_IN_FILE' OR coalesce(about = 'CHILD', false)))"
POLICY = "ALTER POLICY own_organisation ON records_importmatter USING ({})"


class Migration(migrations.Migration):
    """A column, the function that tells what is hidden, and the policy of matters."""

    dependencies = [("records", "0012_first_steps")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="other_reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        Redefine(HIDDEN_REFERENCES, BEFORE),
        Redefine(POLICY.format(MATTERS.format(also=NOT_TELLING)), POLICY.format(MATTERS.format(also=""))),
    ]
