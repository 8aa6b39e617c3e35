"""Whatever an engine reads is remembered, however it was written."""

from django.db import migrations

from plimsoll.records.guards import Define, Remember

OF_A_CASE = (
    "allocation caseappointment casecircumstance casefactor caseweight document dueitem event judgement namedperson "
    "restriction"
)
OF_NONE = (
    "absence appointment calendarsetting child criteriaset delegation effort familyrelation household householdmember "
    "membership networkcontact roleheld rulebookversion schemeversion setting supervisionheld team worker workingpattern"
)

# It runs as the owner, because the web role may not write here. `clock_timestamp`: the moment of the statement, as a
# long transaction's own start would put its rows before what others did meanwhile. A clock that was set back cannot
# make a version end before it began.
REMEMBER = """
    CREATE FUNCTION records_remember() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    DECLARE
        kept jsonb;
        moment timestamptz := clock_timestamp();
        closed timestamptz;
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            UPDATE records_history h SET to_at = greatest(moment, h.from_at + interval '1 microsecond')
            WHERE h.org_id = OLD.org_id AND h.tbl = TG_TABLE_NAME AND h.row_id = OLD.id AND h.to_at IS NULL
            RETURNING h.to_at INTO closed;
            moment := coalesce(closed, moment);
        END IF;
        kept := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
        INSERT INTO records_history (org_id, tbl, row_id, case_id, worker_id, from_at, to_at, by_id, why, row)
        VALUES (
            (kept ->> 'org_id')::uuid,
            TG_TABLE_NAME,
            (kept ->> 'id')::uuid,
            CASE TG_ARGV[0] WHEN '' THEN NULL ELSE (kept ->> TG_ARGV[0])::uuid END,
            (kept ->> 'worker_id')::uuid,
            moment,
            CASE TG_OP WHEN 'DELETE' THEN moment END,
            nullif(nullif(current_setting('plimsoll.viewer', true), ''), '00000000-0000-0000-0000-000000000000')::uuid,
            coalesce(current_setting('plimsoll.why', true), ''),
            kept
        );
        RETURN NULL;
    END
    $$
"""


class Migration(migrations.Migration):
    """The trigger function and its triggers."""

    dependencies = [("records", "0002_row_security")]

    operations = [
        Define("records_remember()", REMEMBER),
        Remember("records_case", case="id"),
        *(Remember(f"records_{name}", case="case_id") for name in OF_A_CASE.split()),
        *(Remember(f"records_{name}") for name in OF_NONE.split()),
    ]
