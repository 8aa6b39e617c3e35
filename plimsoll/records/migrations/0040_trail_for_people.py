"""The trail, for people: who was shown whom. And after a restore: what another server wrote after its last link is chained too,
before the new server's own."""

from importlib import import_module

from django.db import migrations, models

from plimsoll.records.guards import ORG, Define, Redefine, hidden

_BEFORE = import_module("plimsoll.records.migrations.0004_audit").SEAL.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
# On a server that has sealed nothing yet: has the one before left entries after its last link? All of its transactions have
# ended, as they came here out of a backup. Where nothing was ever sealed, whatever is of another server comes first.
_WHOSE = """
        made.era := here;
        IF last.n IS NULL THEN
            made.era := coalesce((SELECT f.era FROM (SELECT e.era FROM records_auditevent e WHERE e.era <> here
                UNION ALL SELECT v.era FROM records_viewing v WHERE v.era <> here) f ORDER BY f.era LIMIT 1), here);
        ELSIF last.era <> here AND (
            EXISTS (SELECT FROM records_auditevent e WHERE e.era = last.era AND e.xid >= last.upto_xid)
            OR EXISTS (SELECT FROM records_viewing v WHERE v.era = last.era AND v.xid >= last.upto_xid)) THEN
            made.era := last.era;
        END IF;
        IF made.era <> here THEN
            ended := 1 + greatest(
                (SELECT max(e.xid) FROM records_auditevent e WHERE e.era = made.era),
                (SELECT max(v.xid) FROM records_viewing v WHERE v.era = made.era));
        END IF;
        made.from_xid := CASE WHEN last.era = made.era THEN last.upto_xid ELSE 0 END;
"""
SEAL = (
    _BEFORE.replace("        made.from_xid := CASE WHEN last.era = here THEN last.upto_xid ELSE 0 END;\n", _WHOSE)
    .replace("e.era = here", "e.era = made.era")
    .replace("v.era = here", "v.era = made.era")
    .replace("        made.era := here;\n        made.upto_xid", "        made.upto_xid")
)


# Who was shown whom. Asked as the owner, as the web role reads no viewing. What is hidden from who asks stays so: a viewing
# of hidden cases alone is not there, and a child is in one that also showed a hidden case only by a case that may be known.
VIEWINGS = f"""
    CREATE FUNCTION records_viewings(child uuid, person uuid, begins timestamptz, ends timestamptz, most integer)
    RETURNS TABLE (at timestamptz, by_id uuid, roles text, origin text, page text, children uuid[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY SELECT v.at, v.by_id, v.roles::text, v.origin::text, v.page::text, v.known FROM (
            SELECT f.*, ARRAY(
                SELECT c.id FROM unnest(f.children) AS c (id)
                WHERE {hidden("c.id", "children")} AND (
                    NOT EXISTS (SELECT FROM unnest(f.cases) AS k (id) WHERE NOT {hidden("k.id", "cases")})
                    OR EXISTS (SELECT FROM records_case k WHERE k.org_id = f.org_id AND k.id = ANY (f.cases)
                               AND k.child_id = c.id AND {hidden("k.id", "cases")}))
                ORDER BY c.id) AS known
            FROM records_viewing f
            WHERE f.org_id = {ORG} AND f.at >= begins AND f.at < ends AND f.page IS NOT NULL
                AND (person IS NULL OR f.by_id = person) AND (child IS NULL OR f.children @> ARRAY[child])) v
        WHERE CASE WHEN child IS NULL
            THEN cardinality(v.known) > 0
                OR EXISTS (SELECT FROM unnest(v.cases) AS k (id) WHERE {hidden("k.id", "cases")})
            ELSE child = ANY (v.known) END
        ORDER BY v.at DESC, v.id LIMIT most;
    END
    $$
"""
# Which cases were opened, by whom: of pages that are about one case.
OPENED = f"""
    CREATE FUNCTION records_cases_opened(begins timestamptz, ends timestamptz)
    RETURNS TABLE (at timestamptz, by_id uuid, roles text, case_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT v.at, v.by_id, v.roles, v.cases[1] FROM records_viewing v
        WHERE v.org_id = {ORG} AND v.at >= begins AND v.at < ends AND v.by_id IS NOT NULL AND cardinality(v.cases) > 0
            AND (v.page = 'case' OR v.page LIKE 'case-%' OR v.page LIKE 'record%' OR v.page LIKE 'document%')
            AND v.page NOT IN ('case-new', 'case-names') AND {hidden("v.cases[1]", "cases")}
    $$
"""


class Migration(migrations.Migration):
    """Functions and two indexes by time."""

    dependencies = [("records", "0039_accounts")]

    operations = [
        Redefine(SEAL, _BEFORE),
        migrations.AddIndex("auditevent", models.Index(fields=["org_id", "at"], name="auditevent_by_time")),
        migrations.AddIndex("viewing", models.Index(fields=["org_id", "at"], name="viewing_by_time")),
        Define("records_viewings(uuid, uuid, timestamptz, timestamptz, integer)", VIEWINGS, grant=True),
        Define("records_cases_opened(timestamptz, timestamptz)", OPENED, grant=True),
    ]
