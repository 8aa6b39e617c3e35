"""What files bring: what they held and said, what they leave to decide, what a text of theirs means; and the undoing of one.

Each row of the history now says which file it came with, so that what a file did can be taken back. Empty in the past before
it, as is `opened_unrecorded` of a case, which reads as no. Files staged before, which nothing ever applied, are told as
Annex A of the day on which it was written.
"""

import uuid
from datetime import date

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.core.terms
import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, ORG, Define, Guard, Redefine, Remember, hidden

NOT_HIDDEN = "child_reference NOT IN (SELECT records_hidden_references())"

# By which a file would name what the viewer may not know of: children who are hidden, and not those of whom another case
# may be seen. One after the other: joined, it read every child while a large file was being written.
HIDDEN_REFERENCES = f"""
    CREATE FUNCTION records_hidden_references() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        WITH hidden AS MATERIALIZED (
            SELECT (SELECT ch.reference FROM records_child ch WHERE ch.org_id = {ORG} AND ch.id = h.id) AS reference
            FROM (SELECT records_hidden_children() AS id) AS h)
        SELECT reference FROM hidden WHERE reference IS NOT NULL
    $$
"""

# Of whom the viewer may not know how a file compares with the records: the case that it is compared with, by the order of
# `_case_of` in actions/bringing/plan.py, is hidden. stands: whether another case of the child, which may be seen, is open.
HIDDEN_COMPARISONS = f"""
    CREATE FUNCTION records_hidden_comparisons() RETURNS TABLE (reference text, stands boolean)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        WITH hidden AS MATERIALIZED (SELECT records_hidden_cases() AS id),
        touched AS (
            SELECT DISTINCT c.child_id FROM records_case c
            WHERE c.org_id = {ORG} AND c.id IN (SELECT id FROM hidden) AND c.child_id IS NOT NULL),
        compared AS (
            SELECT DISTINCT ON (ch.id) ch.id, ch.reference, c.id AS case_id
            FROM touched t
            JOIN records_child ch ON ch.org_id = {ORG} AND ch.id = t.child_id
            JOIN records_case c ON c.org_id = {ORG} AND c.child_id = ch.id
            ORDER BY ch.id, c.closed_at IS NULL DESC,
                c.reference = ch.reference OR starts_with(c.reference, ch.reference || '/') DESC,
                coalesce(c.closed_at, c.opened_at) DESC)
        SELECT k.reference, EXISTS (
            SELECT FROM records_case c
            WHERE c.org_id = {ORG} AND c.child_id = k.id AND c.closed_at IS NULL AND c.id NOT IN (SELECT id FROM hidden))
        FROM compared k WHERE k.case_id IN (SELECT id FROM hidden) AND k.reference IS NOT NULL
    $$
"""

# Asked by the watched folder and the command line, before any organisation is known, so no policy can answer it.
CALLED = """
    CREATE FUNCTION records_organisation_called(called text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT CASE count(*) WHEN 1 THEN (array_agg(id))[1] END FROM records_organisation
        WHERE id::text = lower(called) OR lower(name) = lower(called)
    $$
"""

# As before, and with the file.
REMEMBER = """
    CREATE OR REPLACE FUNCTION records_remember() RETURNS trigger
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
        INSERT INTO records_history (org_id, tbl, row_id, case_id, worker_id, from_at, to_at, by_id, why, %(column)srow)
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
            %(value)skept
        );
        RETURN NULL;
    END
    $$
"""
WITH_IMPORT = REMEMBER % {
    "column": "import_id, ",
    "value": "nullif(current_setting('plimsoll.import', true), '')::uuid,\n            ",
}
WITHOUT_IMPORT = REMEMBER % {"column": "", "value": ""}

# Cases that a file made and that people restricted since, and their children: undoing it leaves them as they are, for those
# who are named. Whoever undoes it may not know of them, so they are neither in the way nor taken from the others.
KEPT = f"""
    CREATE FUNCTION records_kept_of_import(undone uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        WITH cases AS MATERIALIZED (
            SELECT r.case_id AS id FROM records_restriction r
            WHERE r.org_id = {ORG} AND r.to_at IS NULL
              AND undone = (SELECT h.import_id FROM records_history h
                            WHERE h.org_id = r.org_id AND h.tbl = 'records_case' AND h.row_id = r.case_id
                            ORDER BY h.from_at LIMIT 1)
              AND NOT EXISTS (SELECT FROM records_history h
                              WHERE h.org_id = r.org_id AND h.tbl = 'records_restriction' AND h.row_id = r.id
                                AND h.import_id = undone))
        SELECT id FROM cases
        UNION
        SELECT c.child_id FROM cases k JOIN records_case c ON c.org_id = {ORG} AND c.id = k.id
        WHERE undone = (SELECT h.import_id FROM records_history h
                        WHERE h.org_id = c.org_id AND h.tbl = 'records_child' AND h.row_id = c.child_id
                        ORDER BY h.from_at LIMIT 1)
    $$
"""

# What a file made goes, what it changed is put back as it was before; both are remembered like any other change. First what
# was made: two spells of one thing may not stand at once. Teams and people that came with it stay, as do their roles. As the
# owner, because the web role deletes nothing; whether it may be undone is asked before.
UNDO = f"""
    CREATE FUNCTION records_undo_import(undone uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    DECLARE
        own uuid := {ORG};
        kept uuid[] := ARRAY(SELECT records_kept_of_import(undone));
        tables text[] := ARRAY['records_event', 'records_caseweight', 'records_casecircumstance', 'records_casefactor',
                               'records_allocation', 'records_restriction', 'records_namedperson', 'records_case',
                               'records_child'];
        of_import text := '(SELECT h.row_id, min(h.from_at) AS first, bool_or(h.to_at IS NULL) AS stands, EXISTS (
            SELECT FROM records_history e
            WHERE e.org_id = $1 AND e.tbl = $2 AND e.row_id = h.row_id AND e.from_at < min(h.from_at)) AS was
            FROM records_history h WHERE h.org_id = $1 AND h.tbl = $2 AND h.import_id = $3
              AND (h.case_id = ANY ($4)) IS NOT TRUE AND h.row_id <> ALL ($4)
            GROUP BY h.row_id)';
        tbl_name text;
        columns text;
        touched integer;
        total integer := 0;
    BEGIN
        IF NOT EXISTS (SELECT FROM records_import i WHERE i.org_id = own AND i.id = undone AND i.state = 'APPLIED') THEN
            RAISE EXCEPTION 'There is no applied import %.', undone;
        END IF;
        -- Right after a large file nothing is known of these rows yet, and the plans that follow took minutes.
        ANALYZE public.records_history;
        -- What other files asked about a case that was never there.
        EXECUTE format(
            'DELETE FROM records_importmatter m USING %s u WHERE m.org_id = $1 AND m.case_id = u.row_id AND NOT u.was',
            of_import) USING own, 'records_case'::text, undone, kept;
        FOREACH tbl_name IN ARRAY tables LOOP
            EXECUTE format(
                'DELETE FROM %I t USING %s u WHERE t.org_id = $1 AND t.id = u.row_id AND NOT u.was',
                tbl_name, of_import) USING own, tbl_name, undone, kept;
            GET DIAGNOSTICS touched = ROW_COUNT;
            total := total + touched;
        END LOOP;
        FOREACH tbl_name IN ARRAY tables LOOP
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
            WHERE attrelid = ('public.' || quote_ident(tbl_name))::regclass AND attnum > 0 AND NOT attisdropped;
            EXECUTE format(
                'UPDATE %I t SET (%s) = (
                     SELECT %s FROM jsonb_populate_record(t, (
                         SELECT e.row FROM records_history e
                         WHERE e.org_id = $1 AND e.tbl = $2 AND e.row_id = t.id AND e.from_at < u.first
                         ORDER BY e.from_at DESC LIMIT 1)))
                 FROM %s u WHERE t.org_id = $1 AND t.id = u.row_id AND u.was AND u.stands',
                tbl_name, columns, columns, of_import) USING own, tbl_name, undone, kept;
            GET DIAGNOSTICS touched = ROW_COUNT;
            total := total + touched;
        END LOOP;
        RETURN total;
    END
    $$
"""


class Migration(migrations.Migration):
    """Tables, columns, functions, guards."""

    dependencies = [
        ("records", "0009_from_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("understood", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="ImportMatter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("child_reference", models.CharField(max_length=100)),
                ("matter", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=40, null=True)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("which", models.CharField(blank=True, max_length=200)),
                ("nth", models.SmallIntegerField(default=0)),
                ("here", models.TextField(blank=True)),
                ("there", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("taken", models.BooleanField(null=True)),
                ("why", models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Meaning",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("layout", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("column", models.CharField(blank=True, max_length=100)),
                ("found", models.CharField(max_length=400)),
                ("means", models.CharField(blank=True, max_length=100)),
                ("settled_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("child_reference", models.CharField(max_length=100)),
                ("about", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("which", models.CharField(blank=True, max_length=200)),
                ("nth", models.SmallIntegerField(default=0)),
                ("value", models.TextField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="import",
            name="import_applied_at_and_by",
        ),
        migrations.RemoveConstraint(
            model_name="import",
            name="import_applied_by_same_org",
        ),
        migrations.RemoveIndex(
            model_name="import",
            name="records_imp_org_id_67e242_idx",
        ),
        migrations.RemoveField(
            model_name="import",
            name="applied_by",
        ),
        migrations.RemoveField(
            model_name="import",
            name="faults",
        ),
        migrations.RemoveField(
            model_name="import",
            name="rows",
        ),
        migrations.AddField(
            model_name="case",
            name="opened_unrecorded",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="history",
            name="import_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="carries",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="children",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="import",
            name="done",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="import",
            name="facts_on",
            field=models.DateField(default=date(2026, 11, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="import",
            name="failed",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="import",
            name="layout",
            field=models.CharField(default="ANNEX_A", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="import",
            name="leave_unknown",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="import",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="left_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="open",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="import",
            name="started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="started_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="state",
            field=models.CharField(default=plimsoll.core.terms.ImportState["STAGED"], max_length=40),
        ),
        migrations.AddField(
            model_name="import",
            name="total",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_why",
            field=models.CharField(max_length=500, null=True),
        ),
        migrations.AlterField(
            model_name="import",
            name="staged_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="history",
            index=models.Index(
                condition=models.Q(("import_id__isnull", False)),
                fields=["org_id", "import_id", "tbl"],
                name="history_by_import",
            ),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["org", "started_by"], name="records_imp_org_id_256018_idx"),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["org", "undone_by"], name="records_imp_org_id_8a8c7c_idx"),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["org", "left_by"], name="records_imp_org_id_b57213_idx"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                    models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                    _connector="OR",
                ),
                name="import_started_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False), ("undone_why__isnull", False)),
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True), ("undone_why__isnull", True)),
                    _connector="OR",
                ),
                name="import_undone_at_by_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                    models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                    _connector="OR",
                ),
                name="import_left_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "carries__contained_by",
                        [
                            "CONTACT_RECEIVED",
                            "CONTACT_GRADED_RED",
                            "CONTACT_GRADED_GREEN",
                            "CONTACT_DECIDED",
                            "REFERRAL_RECEIVED",
                            "REFERRAL_DECIDED",
                            "ALLOCATED",
                            "CHILD_SEEN",
                            "ASSESSMENT_STARTED",
                            "ASSESSMENT_AUTHORISED",
                            "HARM_SUSPECTED",
                            "STRATEGY_DISCUSSION",
                            "SECTION_47_STARTED",
                            "SECTION_47_ENDED",
                            "CONFERENCE_NOT_NEEDED",
                            "CONFERENCE_PLANNED",
                            "INITIAL_CONFERENCE",
                            "POLICE_PROTECTION_STARTED",
                            "POLICE_PROTECTION_ENDED",
                            "PROTECTION_PLAN_STARTED",
                            "PROTECTION_PLAN_ENDED",
                            "PROTECTION_VISIT",
                            "CORE_GROUP",
                            "REVIEW_CONFERENCE_PLANNED",
                            "REVIEW_CONFERENCE",
                            "CONFERENCE_REPORT_SHARED",
                            "BIRTH",
                            "IN_NEED_STARTED",
                            "IN_NEED_MEETING",
                            "IN_NEED_VISIT",
                            "IN_NEED_REVIEW",
                            "SUPERVISION_ORDER_MADE",
                            "SUPERVISION_ORDER_REVIEW",
                            "LOOKED_AFTER_STARTED",
                            "LOOKED_AFTER_ENDED",
                            "PLACEMENT_STARTED",
                            "LOOKED_AFTER_VISIT",
                            "LOOKED_AFTER_REVIEW",
                            "HEALTH_ASSESSMENT",
                            "DENTAL_CHECK",
                            "STRENGTHS_QUESTIONNAIRE",
                            "EDUCATION_PLAN_STARTED",
                            "EDUCATION_PLAN_COMPLETED",
                            "CARE_PLAN_MADE",
                            "PROCEEDINGS_ISSUED",
                            "PROCEEDINGS_ENDED",
                            "TURNED_2",
                            "TURNED_16",
                            "TURNED_21",
                            "PATHWAY_NEEDS_ASSESSED",
                            "PATHWAY_PLAN_STARTED",
                            "PATHWAY_REVIEW_PLANNED",
                            "PATHWAY_REVIEW",
                            "MOVED_HOME",
                            "ADVISER_VISIT",
                            "WENT_MISSING",
                            "FOUND",
                            "RETURN_INTERVIEW",
                            "PRIVATE_FOSTERING_PLANNED",
                            "PRIVATE_FOSTERING_NOTIFIED",
                            "PRIVATE_FOSTERING_VISIT",
                            "PLACED_FOR_ADOPTION",
                            "ADOPTION_VISIT",
                            "ADOPTION_REVIEW",
                            "EARLY_HELP_STARTED",
                            "EARLY_HELP_ASSESSED",
                            "TEAM_AROUND_FAMILY",
                            "EHC_REQUESTED",
                            "EHC_DECIDED",
                            "EHC_ADVICE_ASKED",
                            "EHC_ADVICE_GIVEN",
                            "EHC_REFUSED",
                            "EHC_DRAFT_SENT",
                            "EHC_COMMENTS_RECEIVED",
                            "EHC_PLAN_ISSUED",
                            "EHC_REVIEWED",
                            "ALLEGATION_KNOWN",
                            "ALLEGATION_REFERRED",
                            "SERIOUS_INCIDENT",
                            "REGULATOR_TOLD",
                            "STARTED_AT_SETTING",
                            "KEY_PERSON_NAMED",
                            "PROGRESS_CHECK",
                            "CASE_DISCUSSED",
                            "CRITICAL_EVENT",
                            "SIGNIFICANT_EVENT",
                            "OTHER_EVENT",
                            "EVENT_RECORDED",
                            "UNALLOCATED_SINCE",
                            "UNALLOCATED_REVIEWED",
                            "DISAGREEMENT_RAISED",
                            "DISAGREEMENT_STEP_2",
                            "DISAGREEMENT_STEP_3",
                            "DISAGREEMENT_SETTLED",
                            "WORKER_CHANGED",
                            "HANDOVER_RECORDED",
                            "SUPERVISION_HELD",
                            "WORKER_STARTED",
                            "WORKLOAD_AGREED",
                        ],
                    )
                ),
                name="import_carries_codes",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done__isnull", True), models.Q(("done__gte", 0), ("done__lte", 100000000)), _connector="OR"
                ),
                name="import_done_not_below_0",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=plimsoll.records.tenancy.SameOrg(field="started_by", name="import_started_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=plimsoll.records.tenancy.SameOrg(field="undone_by", name="import_undone_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=plimsoll.records.tenancy.SameOrg(field="left_by", name="import_left_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("layout__in", ["ANNEX_A", "PLAIN"])), name="import_layout_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["STAGED", "APPLYING", "APPLIED", "UNDONE", "LEFT", "FAILED"])),
                name="import_state_code",
            ),
        ),
        migrations.AddField(
            model_name="importfile",
            name="of",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.import",
            ),
        ),
        migrations.AddField(
            model_name="importfile",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="importmatter",
            name="case",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.case",
            ),
        ),
        migrations.AddField(
            model_name="importmatter",
            name="decided_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="importmatter",
            name="of",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.import",
            ),
        ),
        migrations.AddField(
            model_name="importmatter",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="meaning",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="meaning",
            name="settled_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="meaning",
            name="worker",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="of",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.import",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="importfile",
            index=models.Index(fields=["org", "of"], name="records_imp_org_id_dfa1ad_idx"),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.UniqueConstraint(fields=("org", "of"), name="importfile_one_per_import"),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=plimsoll.records.tenancy.OrgKey(name="importfile_key"),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=plimsoll.records.tenancy.SameOrg(field="of", name="importfile_of_same_org"),
        ),
        migrations.AddIndex(
            model_name="importmatter",
            index=models.Index(fields=["org", "of"], name="records_imp_org_id_881bed_idx"),
        ),
        migrations.AddIndex(
            model_name="importmatter",
            index=models.Index(fields=["org", "case"], name="records_imp_org_id_6dc400_idx"),
        ),
        migrations.AddIndex(
            model_name="importmatter",
            index=models.Index(fields=["org", "decided_by"], name="records_imp_org_id_0f62b9_idx"),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("child_reference", ""), _negated=True), name="importmatter_child_reference_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("taken__isnull", False),
                        ("why__isnull", False),
                    ),
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("taken__isnull", True),
                        ("why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="importmatter_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at__isnull", True), ("decided_at__gte", models.F("made_at")), _connector="OR"
                ),
                name="importmatter_made_before_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=plimsoll.records.tenancy.OrgKey(name="importmatter_key"),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=plimsoll.records.tenancy.SameOrg(field="of", name="importmatter_of_same_org"),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="importmatter_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="importmatter_decided_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "matter__in",
                        [
                            "CHANGED_HERE",
                            "NEW_WORKER",
                            "NOT_IN_FILE",
                            "CLOSED_IN_FILE",
                            "OPEN_IN_FILE",
                            "NOT_CONFIRMED",
                            "TO_CHECK",
                        ],
                    )
                ),
                name="importmatter_matter_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["CHILD", "CASE", "WORKER", "EVENT", "CIRCUMSTANCE", "FACTOR"])),
                name="importmatter_about_code",
            ),
        ),
        migrations.AddIndex(
            model_name="meaning",
            index=models.Index(fields=["org", "worker"], name="records_mea_org_id_83fc61_idx"),
        ),
        migrations.AddIndex(
            model_name="meaning",
            index=models.Index(fields=["org", "settled_by"], name="records_mea_org_id_21f04e_idx"),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.CheckConstraint(
                condition=models.Q(("found", ""), _negated=True), name="meaning_found_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.UniqueConstraint(
                fields=("org", "layout", "kind", "column", "found"), name="meaning_one_per_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("means", ""), _negated=True), ("worker__isnull", False), _connector="OR"),
                name="meaning_means_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=plimsoll.records.tenancy.OrgKey(name="meaning_key"),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="meaning_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=plimsoll.records.tenancy.SameOrg(field="settled_by", name="meaning_settled_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.CheckConstraint(
                condition=models.Q(("layout__in", ["ANNEX_A", "PLAIN"])), name="meaning_layout_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["VALUE", "PERSON"])), name="meaning_kind_code"
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["org", "of"], name="records_sta_org_id_e51b31_idx"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("child_reference", ""), _negated=True), name="statement_child_reference_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="statement_name_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("org", "of", "child_reference", "about", "name", "which", "nth"),
                name="statement_once_per_import",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=plimsoll.records.tenancy.OrgKey(name="statement_key"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=plimsoll.records.tenancy.SameOrg(field="of", name="statement_of_same_org"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["CHILD", "CASE", "WORKER", "EVENT", "CIRCUMSTANCE", "FACTOR"])),
                name="statement_about_code",
            ),
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("recorded_by__isnull", False)), fields=["org", "kind"], name="event_by_people"
            ),
        ),
        Redefine(WITH_IMPORT, WITHOUT_IMPORT),
        Define("records_hidden_references()", HIDDEN_REFERENCES, grant=True),
        Define("records_hidden_comparisons()", HIDDEN_COMPARISONS, grant=True),
        Define("records_organisation_called(text)", CALLED, grant=True),
        Define("records_kept_of_import(uuid)", KEPT, grant=True),
        Define("records_undo_import(uuid)", UNDO, grant=True),
        Guard("records_importfile"),
        Guard("records_statement", may=APPEND_ONLY, unless=(NOT_HIDDEN,)),
        Guard("records_importmatter", unless=(hidden("case_id", "cases"), NOT_HIDDEN)),
        Guard("records_meaning"),
        Remember("records_meaning"),
    ]
