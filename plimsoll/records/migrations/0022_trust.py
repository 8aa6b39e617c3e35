"""Who had been shown a case by a moment: out of the viewings, which the web role cannot read."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from plimsoll.records.guards import ORG, Define, hidden

# Asked as the owner: the web role reads no viewing, and an index of lists is no use under row security. What is hidden from
# who asks stays so; whoever asks has narrowed the cases to what the viewer may see.
LOOKS = f"""
    CREATE FUNCTION records_looks_at(asked uuid[], upto timestamptz)
    RETURNS TABLE (case_id uuid, by_id uuid, page text, roles text, times bigint, first_at timestamptz, last_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT c.id, v.by_id, v.page, (array_agg(v.roles ORDER BY v.at DESC))[1], count(*), min(v.at), max(v.at)
        FROM records_viewing v CROSS JOIN LATERAL unnest(v.cases) AS c (id)
        WHERE v.org_id = {ORG} AND v.cases && asked AND c.id = ANY (asked) AND v.at <= upto AND {hidden("c.id", "cases")}
        GROUP BY c.id, v.by_id, v.page
    $$
"""


class Migration(migrations.Migration):
    """An index and a function."""

    dependencies = [("records", "0017_criteria_drafts")]

    operations = [
        migrations.AddIndex("viewing", GinIndex(fields=["cases"], name="viewing_by_one_case")),
        Define("records_looks_at(uuid[], timestamptz)", LOOKS, grant=True),
    ]
