"""What the sealer asks before it notes a seal outside the database."""

from django.db import migrations

from plimsoll.records.guards import Define

# The web role reads no seal. It is told the head of one by its number, which says nothing of any entry.
SEALED = """
    CREATE FUNCTION records_sealed(number bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT encode(head, 'hex') FROM records_auditseal WHERE n = number $$
"""


class Migration(migrations.Migration):
    """The head of a seal by its number."""

    dependencies = [("records", "0007_jobs")]

    operations = [Define("records_sealed(bigint)", SEALED, grant=True)]
