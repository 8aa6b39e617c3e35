"""The trail: what the database fills in itself, who may write and read it, and its seals."""

from django.db import migrations

from plimsoll.records.guards import APPEND_ONLY, ORG, PRODUCT, Define, Fill, Guard, hidden

# Whatever a program says of them, who, from where, when and in which transaction are as the database knows them. The
# digest is over the entry as PostgreSQL writes it out, in UTC, so that it can be worked out again anywhere.
FILL = f"""
    CREATE FUNCTION records_fill_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
    AS $$
    BEGIN
        NEW.at := clock_timestamp();
        NEW.by_id := nullif(nullif(current_setting('plimsoll.viewer', true), ''), '{PRODUCT}')::uuid;
        NEW.roles := coalesce(current_setting('plimsoll.roles', true), '');
        NEW.origin := coalesce(current_setting('plimsoll.origin', true), '');
        NEW.era := (SELECT system_identifier FROM pg_control_system());
        NEW.xid := pg_current_xact_id()::text::bigint;
        NEW.salt := gen_random_uuid();
        NEW.digest := records_digest(to_jsonb(NEW));
        RETURN NEW;
    END
    $$
"""
DIGEST = """
    CREATE FUNCTION records_digest(entry jsonb) RETURNS bytea
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
    AS $$ SELECT sha256(convert_to((entry - 'digest')::text, 'UTF8')) $$
"""

# Digests of the transactions from one to just before another, in one order that never changes.
ENTRIES = """
    CREATE FUNCTION records_audit_entries(of_era bigint, from_xid bigint, upto_xid bigint)
    RETURNS TABLE (tbl text, org_id uuid, id uuid, at timestamptz, xid bigint, digest bytea)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT 'event', e.org_id, e.id, e.at, e.xid, e.digest FROM records_auditevent e
        WHERE e.era = of_era AND e.xid >= from_xid AND e.xid < upto_xid
        UNION ALL
        SELECT 'viewing', v.org_id, v.id, v.at, v.xid, v.digest FROM records_viewing v
        WHERE v.era = of_era AND v.xid >= from_xid AND v.xid < upto_xid
    $$
"""
HEAD = """
    CREATE FUNCTION records_seal_head(before bytea, n bigint, of_era bigint, from_xid bigint, upto_xid bigint, OUT entries bigint,
        OUT head bytea)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT count(*), sha256(before || convert_to(concat_ws(' ', n, of_era, from_xid, upto_xid, count(*)), 'UTF8')
            || sha256(coalesce(string_agg(f.digest, ''::bytea ORDER BY f.xid, f.tbl, f.org_id, f.id), ''::bytea)))
        FROM records_audit_entries(of_era, from_xid, upto_xid) f
    $$
"""

# One link more, over the transactions that have ended since the last one; nothing where there is nothing to seal or
# somebody else is sealing. Every transaction below the oldest one still running has ended, so nothing can come into
# that range later. At most so many entries a link, unless one transaction alone wrote more.
SEAL = """
    CREATE FUNCTION records_seal(most bigint DEFAULT 100000) RETURNS TABLE (n bigint, at timestamptz, entries bigint, head bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    #variable_conflict use_column
    DECLARE
        last records_auditseal;
        made records_auditseal;
        here bigint := (SELECT system_identifier FROM pg_control_system());
        ended bigint;
        first bigint;
        later bigint;
    BEGIN
        IF NOT pg_try_advisory_xact_lock(7073118) THEN
            RETURN;
        END IF;
        SELECT * INTO last FROM records_auditseal s ORDER BY s.n DESC LIMIT 1;
        ended := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
        made.from_xid := CASE WHEN last.era = here THEN last.upto_xid ELSE 0 END;
        SELECT min(f.xid) INTO first FROM (
            (SELECT e.xid FROM records_auditevent e WHERE e.era = here AND e.xid >= made.from_xid ORDER BY e.xid LIMIT 1)
            UNION ALL
            (SELECT v.xid FROM records_viewing v WHERE v.era = here AND v.xid >= made.from_xid ORDER BY v.xid LIMIT 1)) f;
        IF first IS NULL OR first >= ended THEN
            RETURN;
        END IF;
        SELECT f.xid INTO later FROM (
            (SELECT e.xid FROM records_auditevent e WHERE e.era = here AND e.xid >= first AND e.xid < ended
             ORDER BY e.xid LIMIT most + 1)
            UNION ALL
            (SELECT v.xid FROM records_viewing v WHERE v.era = here AND v.xid >= first AND v.xid < ended
             ORDER BY v.xid LIMIT most + 1)) f ORDER BY f.xid OFFSET most LIMIT 1;
        made.n := coalesce(last.n, 0) + 1;
        made.at := clock_timestamp();
        made.era := here;
        made.upto_xid := CASE WHEN later IS NULL THEN ended ELSE greatest(later, first + 1) END;
        SELECT h.entries, h.head INTO made.entries, made.head FROM records_seal_head(
            coalesce(last.head, ''::bytea), made.n, made.era, made.from_xid, made.upto_xid) h;
        INSERT INTO records_auditseal SELECT made.*;
        RETURN QUERY SELECT made.n, made.at, made.entries, made.head;
    END
    $$
"""

# Who was shown a child. Asked as the owner: the web role reads no viewing, and an index of lists is no use under row
# security. What is hidden from who asks stays so.
VIEWINGS = f"""
    CREATE FUNCTION records_viewings_of(child uuid)
    RETURNS TABLE (at timestamptz, by_id uuid, roles text, origin text, page text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT v.at, v.by_id, v.roles, v.origin, v.page FROM records_viewing v
        WHERE v.org_id = {ORG} AND v.children @> ARRAY[child] AND {hidden("child", "children")}
    $$
"""


class Migration(migrations.Migration):
    """Functions, triggers, policies and grants of the trail."""

    dependencies = [("records", "0003_history")]

    operations = [
        Define("records_digest(jsonb)", DIGEST),
        Define("records_fill_entry()", FILL),
        Define("records_audit_entries(bigint, bigint, bigint)", ENTRIES),
        Define("records_seal_head(bytea, bigint, bigint, bigint, bigint)", HEAD),
        Define("records_seal(bigint)", SEAL, grant=True),
        Define("records_viewings_of(uuid)", VIEWINGS, grant=True),
        Fill("records_auditevent"),
        Fill("records_viewing"),
        Guard(
            "records_auditevent",
            may=APPEND_ONLY,
            unless=(hidden("case_id", "cases"), hidden("child_id", "children")),
            written_anyway=True,
        ),
        Guard("records_viewing", may="INSERT"),
        Guard("records_auditseal", column=None, may=""),
    ]
