"""When somebody last looked at their own caseload: out of the viewings, which the web role cannot read."""

from django.db import migrations

from plimsoll.records.guards import ORG, VIEWER, Define

# Their own looks alone, and nothing of what was on the page. Asked as the owner: the web role reads no viewing.
LAST_LOOK = f"""
    CREATE FUNCTION records_last_look(before timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT v.at FROM records_viewing v
        WHERE v.org_id = {ORG} AND v.by_id = {VIEWER} AND v.page = 'my-caseload' AND v.at < before
        ORDER BY v.at DESC LIMIT 1
    $$
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("records", "0010_imports")]

    operations = [Define("records_last_look(timestamptz)", LAST_LOOK, grant=True)]
