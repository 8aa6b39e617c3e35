"""How long records are kept, what holds them, and the one function that removes the record of a child for good.

A placing against a case that was removed names it no longer, nor does a referral that went to it.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, ORG, PRODUCT, VIEWER, Define, Guard, Remember, hidden

# Takes away all that hangs on one child, found by the foreign keys of the database itself, so that a table that comes later
# is reached too; then what is left of these rows in the past, in the trail, in confirmed lists, files and rehearsals. Nobody but
# the owner may call it: it asks for nothing. `lists`: confirmed lists as they are without the child, by their ids.
FORGET = """
    CREATE FUNCTION records_forget(of_org uuid, of_child uuid, lists jsonb, OUT cases uuid[], OUT emptied uuid[],
        OUT files text[], OUT taken integer)
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
    AS $$
    #variable_conflict use_column
    DECLARE
        child records_child;
        homes uuid[];
        gone jsonb;
        before integer;
        more uuid[];
        ids uuid[];
        every uuid[];
        names text[];
        link record;
        here text;
    BEGIN
        SELECT * INTO child FROM records_child c WHERE c.org_id = of_org AND c.id = of_child FOR UPDATE;
        IF NOT FOUND THEN
            RETURN;
        END IF;
        -- a household, and a case of the whole family, goes with the last of its children
        homes := ARRAY(
            SELECT h.id FROM records_household h
            WHERE h.org_id = of_org
              AND (EXISTS (SELECT FROM records_householdmember m
                           WHERE m.org_id = of_org AND m.household_id = h.id AND m.child_id = of_child)
                OR EXISTS (SELECT FROM records_case c
                           WHERE c.org_id = of_org AND c.household_id = h.id AND c.child_id = of_child))
              AND NOT EXISTS (SELECT FROM records_householdmember m
                              WHERE m.org_id = of_org AND m.household_id = h.id AND m.child_id <> of_child)
              AND NOT EXISTS (SELECT FROM records_case c
                              WHERE c.org_id = of_org AND c.household_id = h.id AND c.child_id <> of_child));
        PERFORM FROM records_case c WHERE c.org_id = of_org
            AND (c.child_id = of_child OR c.child_id IS NULL AND c.household_id = ANY(homes)) FOR UPDATE;
        cases := ARRAY(
            SELECT c.id FROM records_case c WHERE c.org_id = of_org
            AND (c.child_id = of_child OR c.child_id IS NULL AND c.household_id = ANY(homes)));
        gone := jsonb_build_object(
            'records_child', to_jsonb(ARRAY[of_child]), 'records_case', to_jsonb(cases), 'records_household', to_jsonb(homes),
            'records_statement', to_jsonb(ARRAY(
                SELECT s.id FROM records_statement s WHERE s.org_id = of_org AND s.child_reference = child.reference)),
            'records_importmatter', to_jsonb(ARRAY(
                SELECT m.id FROM records_importmatter m WHERE m.org_id = of_org AND m.child_reference = child.reference)));
        LOOP  -- what points at what goes, goes too
            before := (SELECT sum(jsonb_array_length(value)) FROM jsonb_each(gone));
            FOR link IN
                SELECT k.conrelid::regclass::text AS tbl, a.attname AS col, k.confrelid::regclass::text AS target
                FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2]
                WHERE k.contype = 'f' AND cardinality(k.conkey) = 2 AND gone ? k.confrelid::regclass::text
            LOOP
                CONTINUE WHEN (link.tbl, link.col) IN (('records_override', 'other_id'), ('records_triagedecision', 'linked_id'));
                ids := ARRAY(SELECT jsonb_array_elements_text(gone -> link.target)::uuid);
                CONTINUE WHEN cardinality(ids) = 0;
                every := ARRAY(SELECT jsonb_array_elements_text(coalesce(gone -> link.tbl, '[]'))::uuid);
                EXECUTE format('SELECT array_agg(id) FROM %I WHERE org_id = $1 AND %I = ANY($2) AND NOT id = ANY($3)',
                    link.tbl, link.col) INTO more USING of_org, ids, every;
                CONTINUE WHEN more IS NULL;
                gone := gone || jsonb_build_object(link.tbl, to_jsonb(every || more));
            END LOOP;
            EXIT WHEN before = (SELECT sum(jsonb_array_length(value)) FROM jsonb_each(gone));
        END LOOP;
        ids := ARRAY(SELECT jsonb_array_elements_text(coalesce(gone -> 'records_caseappointment', '[]'))::uuid);
        gone := gone || jsonb_build_object('records_appointment', to_jsonb(ARRAY(
            SELECT DISTINCT a.appointment_id FROM records_caseappointment a
            WHERE a.org_id = of_org AND a.id = ANY(ids) AND NOT EXISTS (
                SELECT FROM records_caseappointment o
                WHERE o.org_id = of_org AND o.appointment_id = a.appointment_id AND NOT o.id = ANY(ids)))));
        every := ARRAY(SELECT jsonb_array_elements_text(value)::uuid FROM jsonb_each(gone));
        names := ARRAY(
            SELECT DISTINCT convert_from(convert_to(said, 'UTF8'), 'LATIN1')
            FROM unnest(ARRAY[child.reference, coalesce(nullif(child.family_name, ''), child.given_name)]) word,
                 unnest(ARRAY[word, lower(word), upper(word), initcap(word)]) said
            WHERE word <> '');
        gone := gone || jsonb_build_object(
            'records_noticeseen', to_jsonb(ARRAY(
                SELECT n.id FROM records_noticeseen n WHERE n.org_id = of_org AND n.about = ANY(every))),
            'records_savedfilter', to_jsonb(ARRAY(
                SELECT f.id FROM records_savedfilter f
                WHERE f.org_id = of_org AND EXISTS (
                    SELECT FROM unnest(names) word WHERE position(word IN records_unescaped(f.asked || ' ' || f.name)) > 0))));
        files := ARRAY(
            SELECT DISTINCT d.digest FROM records_document d
            WHERE d.org_id = of_org AND d.id = ANY(every) AND NOT EXISTS (
                SELECT FROM records_document o
                WHERE o.org_id = of_org AND o.digest = d.digest AND NOT o.id = ANY(every)));

        UPDATE records_triagedecision SET linked_id = NULL
        WHERE org_id = of_org AND linked_id = ANY(cases) AND NOT id = ANY(every);
        UPDATE records_override SET other_id = NULL
        WHERE org_id = of_org AND other_id = ANY(cases) AND NOT id = ANY(every);
        UPDATE records_ranking r SET result = lists -> r.id::text,
            cases = ARRAY(SELECT one FROM unnest(r.cases) one WHERE NOT one = ANY(records_forget.cases))
        WHERE r.org_id = of_org AND r.cases && records_forget.cases AND lists ? r.id::text;
        IF EXISTS (SELECT FROM records_ranking r WHERE r.org_id = of_org AND r.cases && records_forget.cases) THEN
            RAISE EXCEPTION 'a list with the child is not handed over without it';
        END IF;
        WITH cut AS (
            UPDATE records_importfile f SET content = '', understood = (
                SELECT coalesce(jsonb_object_agg(key, CASE
                    WHEN key = 'faults' THEN '[]'
                    WHEN jsonb_typeof(value) = 'object' THEN value - child.reference
                    ELSE value END), '{}')
                FROM jsonb_each(f.understood))
            FROM records_import i
            WHERE f.org_id = of_org AND i.org_id = of_org AND i.id = f.of_id
              AND (f.understood -> 'children' ? child.reference OR f.understood -> 'held' ? child.reference
                   OR NOT f.understood ? 'children' AND i.state IN ('LEFT', 'UNREADABLE'))
            RETURNING f.id)
        SELECT coalesce(array_agg(id), '{}') INTO more FROM cut;
        DELETE FROM records_history
        WHERE org_id = of_org AND tbl = 'records_importfile' AND row_id = ANY(more) AND to_at IS NOT NULL;
        WITH cut AS (
            UPDATE records_criteriadraft d SET rehearsal = NULL, rehearsed_at = NULL
            WHERE d.org_id = of_org AND EXISTS (
                SELECT FROM unnest(cases) one WHERE position(one::text IN d.rehearsal::text) > 0)
            RETURNING d.id)
        SELECT coalesce(array_agg(id), '{}') INTO more FROM cut;
        UPDATE records_history SET row = row || '{"rehearsal": null, "rehearsed_at": null}'
        WHERE org_id = of_org AND tbl = 'records_criteriadraft' AND row_id = ANY(more);

        taken := 0;
        WHILE gone <> '{}' LOOP  -- a table once nothing that goes points at it
            SELECT t.key INTO here FROM jsonb_object_keys(gone) t(key)
            WHERE NOT EXISTS (
                SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = t.key::regclass
                AND k.conrelid <> k.confrelid AND gone ? k.conrelid::regclass::text)
            ORDER BY t.key LIMIT 1;
            IF here IS NULL THEN
                RAISE EXCEPTION 'tables point at each other in a circle: %', gone;
            END IF;
            ids := ARRAY(SELECT jsonb_array_elements_text(gone -> here)::uuid);
            EXECUTE format('DELETE FROM %I WHERE org_id = $1 AND id = ANY($2)', here) USING of_org, ids;
            GET DIAGNOSTICS before = ROW_COUNT;
            taken := taken + before;
            DELETE FROM records_history WHERE org_id = of_org AND tbl = here AND row_id = ANY(ids);
            gone := gone - here;
        END LOOP;
        DELETE FROM records_history WHERE org_id = of_org AND case_id = ANY(cases);
        WITH cut AS (
            UPDATE records_auditevent e SET by_id = NULL, roles = NULL, origin = NULL, case_id = NULL, child_id = NULL,
                about_id = NULL, why = NULL, detail = NULL, salt = NULL
            WHERE e.org_id = of_org AND e.salt IS NOT NULL AND e.act NOT IN ('RECORD_REMOVED', 'ENTRY_EMPTIED')
              AND (e.case_id = ANY(cases) OR e.child_id = of_child OR e.about_id = ANY(every))
              AND (coalesce(e.why, '') <> '' OR coalesce(e.detail, '{}') <> '{}')
            RETURNING e.id)
        SELECT coalesce(array_agg(id), '{}') INTO emptied FROM cut;
    END
    $$
"""
# The text of an address without its escapes, each byte one sign, so that nothing in it can fail.
PLAIN = """
    CREATE FUNCTION records_unescaped(asked text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT convert_from(string_agg(CASE
            WHEN piece[1] ~ '^%[0-9A-Fa-f]{2}$' THEN decode(substr(piece[1], 2), 'hex')
            WHEN piece[1] = '+' THEN ' '::bytea
            ELSE convert_to(piece[1], 'UTF8') END, ''::bytea ORDER BY n), 'LATIN1')
        FROM regexp_matches(asked, '%[0-9A-Fa-f]{2}|.', 'g') WITH ORDINALITY AS found(piece, n)
    $$
"""
# What is left of it: the marker, and the entry of the trail, which says of which entries the content was taken away.
MARK = """
    CREATE FUNCTION records_mark(of_org uuid, marker uuid, of_child uuid, moment timestamptz, of_rule uuid, due date, asked uuid,
        agreed uuid, again timestamptz, lists jsonb, OUT files text[])
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
    AS $$
    DECLARE
        done record;
    BEGIN
        SELECT * INTO done FROM records_forget(of_org, of_child, lists);
        IF done.taken IS NULL THEN
            RETURN;
        END IF;
        INSERT INTO records_removal (org_id, id, child_key, case_keys, removed_at, rule_id, due_on, asked_by_id, agreed_by_id,
            rows, again_at)
        VALUES (of_org, marker, of_child, done.cases, moment, of_rule, due, asked, agreed, done.taken, again);
        INSERT INTO records_auditevent (org_id, id, act, child_id, about_id, why, detail)
        VALUES (of_org, gen_random_uuid(), 'RECORD_REMOVED', of_child, marker, '', jsonb_build_object(
            'rows', done.taken, 'again', again IS NOT NULL, 'emptied', to_jsonb(done.emptied)));
        files := done.files;
    END
    $$
"""
# For people: what two of them agreed on, and the viewer is the second. It asks for all of it itself, whatever a page thought:
# two people of whom the second does not stand in for the first, a time that is over, no hold, no case that is open or hidden
# from the viewer, no file that waits and may name the child. Nothing where it may not be; else the files that nothing names
# any more.
REMOVE = f"""
    CREATE FUNCTION records_remove_child(asked uuid, lists jsonb) RETURNS text[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    DECLARE
        agreed records_removalask;
        today date;
    BEGIN
        SELECT * INTO agreed FROM records_removalask a
        WHERE a.org_id = {ORG} AND a.id = asked AND a.agreed AND a.decided_by_id = {VIEWER} AND {VIEWER} <> '{PRODUCT}'
          AND a.asked_by_id <> a.decided_by_id AND a.decided_at <= a.lapses_at AND a.due_on <= (a.decided_at AT TIME ZONE 'Europe/London')::date FOR UPDATE;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        today := (agreed.decided_at AT TIME ZONE 'Europe/London')::date;
        PERFORM FROM records_child c WHERE c.org_id = {ORG} AND c.id = agreed.child_id FOR UPDATE;
        IF EXISTS (SELECT FROM records_legalhold h
                   WHERE h.org_id = {ORG} AND h.child_id = agreed.child_id AND h.lifted_at IS NULL)
          OR EXISTS (SELECT FROM records_keptlonger k
                     WHERE k.org_id = {ORG} AND k.child_id = agreed.child_id AND k.until > today
                       AND k.decided_at > agreed.asked_at)
          OR EXISTS (SELECT FROM records_hinders(agreed.child_id))
          OR EXISTS (SELECT FROM records_delegation d
                     WHERE d.org_id = {ORG} AND d.giver_id = agreed.asked_by_id AND d.taker_id = agreed.decided_by_id
                       AND d.role IN ('SERVICE_MANAGER', 'SAFEGUARDING_LEAD') AND d.to_date > today AND d.from_date <= today)
          OR EXISTS (SELECT FROM records_import i WHERE i.org_id = {ORG} AND i.state IN ('READING', 'APPLYING', 'UNDOING'))
          OR EXISTS (SELECT FROM records_importfile f
                     JOIN records_import i ON i.org_id = f.org_id AND i.id = f.of_id AND i.state IN ('STAGED', 'FAILED')
                     JOIN records_child c ON c.org_id = f.org_id AND c.id = agreed.child_id
                     WHERE f.org_id = {ORG} AND f.understood -> 'children' ? c.reference)
        THEN
            RETURN NULL;
        END IF;
        RETURN (SELECT coalesce(m.files, '{{}}') FROM records_mark({ORG}, gen_random_uuid(), agreed.child_id,
            agreed.decided_at, agreed.rule_id, agreed.due_on, agreed.asked_by_id, agreed.decided_by_id, NULL, lists) m);
    END
    $$
"""
# Cases that would go with a child, their own and those of a family of which nobody else is known, and may not: one that is
# open, or hidden from the viewer, who then does not know of what they agreed to.
HINDERS = f"""
    CREATE FUNCTION records_hinders(child uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
    AS $$
        WITH homes AS (
            SELECT m.household_id AS id FROM records_householdmember m WHERE m.org_id = {ORG} AND m.child_id = child
            UNION
            SELECT c.household_id FROM records_case c WHERE c.org_id = {ORG} AND c.child_id = child)
        SELECT c.id FROM records_case c
        WHERE c.org_id = {ORG} AND (c.closed_at IS NULL OR c.id IN (SELECT records_hidden_cases()))
          AND (c.child_id = child OR c.child_id IS NULL AND c.household_id IN (SELECT id FROM homes)
            AND NOT EXISTS (SELECT FROM records_householdmember o
                            WHERE o.org_id = c.org_id AND o.household_id = c.household_id AND o.child_id <> child)
            AND NOT EXISTS (SELECT FROM records_case o
                            WHERE o.org_id = c.org_id AND o.household_id = c.household_id AND o.child_id <> child))
    $$
"""
# For whoever keeps the server, after a backup from before a removal was put back. Nothing where the child is not there.
AGAIN = """
    CREATE FUNCTION records_remove_again(of_org uuid, marker uuid, of_child uuid, moment timestamptz, of_rule uuid, due date,
        asked uuid, agreed uuid, lists jsonb) RETURNS text[]
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT m.files FROM records_mark(of_org, marker, of_child, moment,
            (SELECT r.id FROM records_retentionrule r WHERE r.org_id = of_org AND r.id = of_rule), due,
            (SELECT w.id FROM records_worker w WHERE w.org_id = of_org AND w.id = asked),
            (SELECT w.id FROM records_worker w WHERE w.org_id = of_org AND w.id = agreed), clock_timestamp(), lists) m
    $$
"""
OF_A_CHILD = "keptlonger legalhold removalask"


class Migration(migrations.Migration):
    """The tables, their guards and past; the functions."""

    dependencies = [
        ("records", "0048_address_moved"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptLonger",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("until", models.DateField()),
                ("why", models.CharField(max_length=500)),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=500)),
                ("set_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_why", models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("child_key", models.UUIDField()),
                ("case_keys", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("removed_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("rows", models.IntegerField()),
                ("again_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RemovalAsk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due_on", models.DateField()),
                ("why", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.CharField(max_length=500, null=True)),
                ("agreed", models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case_type", models.CharField(max_length=40)),
                ("counted_from", models.CharField(max_length=40)),
                ("years", models.SmallIntegerField(null=True)),
                ("years_after_death", models.SmallIntegerField(null=True)),
                ("basis", models.CharField(blank=True, max_length=500)),
                ("source", models.CharField(blank=True, max_length=500)),
                ("from_date", models.DateField()),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="override",
            name="override_by_case_or_band",
        ),
        migrations.RemoveConstraint(
            model_name="triagedecision",
            name="triagedecision_linked_to_a_case",
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("band__isnull", False), ("kind", "BAND"), ("other__isnull", True)),
                    models.Q(models.Q(("kind", "BAND"), _negated=True), ("band__isnull", True)),
                    _connector="OR",
                ),
                name="override_by_case_or_band",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("linked__isnull", False),
                    ("outcome__in", ["ASSESSMENT", "ENQUIRY", "EARLY_HELP", "SIGNPOSTED", "NO_FURTHER_ACTION"]),
                    _negated=True,
                ),
                name="triagedecision_linked_to_a_case",
            ),
        ),
        migrations.AddField(
            model_name="keptlonger",
            name="child",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.child",
            ),
        ),
        migrations.AddField(
            model_name="keptlonger",
            name="decided_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="keptlonger",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="child",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.child",
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="lifted_by",
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
            model_name="legalhold",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="set_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="agreed_by",
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
            model_name="removal",
            name="asked_by",
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
            model_name="removal",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="removalask",
            name="asked_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="removalask",
            name="child",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.child",
            ),
        ),
        migrations.AddField(
            model_name="removalask",
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
            model_name="removalask",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="set_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="removalask",
            name="rule",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.retentionrule",
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="rule",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.retentionrule",
            ),
        ),
        migrations.AddIndex(
            model_name="keptlonger",
            index=models.Index(fields=["org", "child"], name="records_kep_org_id_fa36ee_idx"),
        ),
        migrations.AddIndex(
            model_name="keptlonger",
            index=models.Index(fields=["org", "decided_by"], name="records_kep_org_id_6b4777_idx"),
        ),
        migrations.AddConstraint(
            model_name="keptlonger",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="keptlonger_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="keptlonger",
            constraint=plimsoll.records.tenancy.OrgKey(name="keptlonger_key"),
        ),
        migrations.AddConstraint(
            model_name="keptlonger",
            constraint=plimsoll.records.tenancy.SameOrg(field="child", name="keptlonger_child_same_org"),
        ),
        migrations.AddConstraint(
            model_name="keptlonger",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="keptlonger_decided_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["org", "child"], name="records_leg_org_id_258789_idx"),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["org", "set_by"], name="records_leg_org_id_cabb27_idx"),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["org", "lifted_by"], name="records_leg_org_id_cd2a01_idx"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="legalhold_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False), ("lifted_why__isnull", False)),
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True), ("lifted_why__isnull", True)),
                    _connector="OR",
                ),
                name="legalhold_lifted",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at__isnull", True), ("lifted_at__gte", models.F("set_at")), _connector="OR"
                ),
                name="legalhold_set_before_lifted",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=plimsoll.records.tenancy.OrgKey(name="legalhold_key"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=plimsoll.records.tenancy.SameOrg(field="child", name="legalhold_child_same_org"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=plimsoll.records.tenancy.SameOrg(field="set_by", name="legalhold_set_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=plimsoll.records.tenancy.SameOrg(field="lifted_by", name="legalhold_lifted_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["INQUIRY", "CLAIM", "COMPLAINT", "OTHER"])), name="legalhold_kind_code"
            ),
        ),
        migrations.AddIndex(
            model_name="retentionrule",
            index=models.Index(fields=["org", "set_by"], name="records_ret_org_id_c81344_idx"),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("years__isnull", True), models.Q(("years__gte", 1), ("years__lte", 150)), _connector="OR"
                ),
                name="retentionrule_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("years_after_death__isnull", True),
                    models.Q(("years_after_death__gte", 1), ("years_after_death__lte", 150)),
                    _connector="OR",
                ),
                name="retentionrule_years_after_death",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("years__isnull", True), ("years_after_death__isnull", True)),
                    models.Q(
                        ("years__isnull", False),
                        models.Q(("basis", ""), _negated=True),
                        models.Q(("source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="retentionrule_years_with_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=plimsoll.records.tenancy.OrgKey(name="retentionrule_key"),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=plimsoll.records.tenancy.SameOrg(field="set_by", name="retentionrule_set_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "case_type__in",
                        [
                            "LOOKED_AFTER",
                            "CHILD_PROTECTION",
                            "SECTION_47",
                            "CHILD_IN_NEED",
                            "ASSESSMENT",
                            "CARE_LEAVER",
                            "REFERRAL",
                            "PRIVATE_FOSTERING",
                            "ADOPTION",
                            "EARLY_HELP",
                            "EHC",
                            "EARLY_YEARS",
                        ],
                    )
                ),
                name="retentionrule_case_type_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_from__in", ["CLOSED", "BIRTH"])), name="retentionrule_counted_from_code"
            ),
        ),
        migrations.AddIndex(
            model_name="removalask",
            index=models.Index(fields=["org", "child"], name="records_rem_org_id_40d565_idx"),
        ),
        migrations.AddIndex(
            model_name="removalask",
            index=models.Index(fields=["org", "rule"], name="records_rem_org_id_cd25ec_idx"),
        ),
        migrations.AddIndex(
            model_name="removalask",
            index=models.Index(fields=["org", "asked_by"], name="records_rem_org_id_111992_idx"),
        ),
        migrations.AddIndex(
            model_name="removalask",
            index=models.Index(fields=["org", "decided_by"], name="records_rem_org_id_72328f_idx"),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="removalask_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed__isnull", False),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_why__isnull", False),
                    ),
                    models.Q(
                        ("agreed__isnull", True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("decided_why__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="removalask_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lapses_at__isnull", True), ("lapses_at__gt", models.F("asked_at")), _connector="OR"
                ),
                name="removalask_asked_before_lapses",
            ),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at__isnull", True), ("decided_at__gte", models.F("asked_at")), _connector="OR"
                ),
                name="removalask_asked_before_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="removalask_another_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=plimsoll.records.tenancy.OrgKey(name="removalask_key"),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=plimsoll.records.tenancy.SameOrg(field="child", name="removalask_child_same_org"),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=plimsoll.records.tenancy.SameOrg(field="rule", name="removalask_rule_same_org"),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=plimsoll.records.tenancy.SameOrg(field="asked_by", name="removalask_asked_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="removalask",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="removalask_decided_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(fields=["org", "rule"], name="records_rem_org_id_f646cc_idx"),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(fields=["org", "asked_by"], name="records_rem_org_id_a27f0e_idx"),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(fields=["org", "agreed_by"], name="records_rem_org_id_5d74aa_idx"),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rows__isnull", True), models.Q(("rows__gte", 1), ("rows__lte", 2147483647)), _connector="OR"
                ),
                name="removal_rows_from_1",
            ),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=models.UniqueConstraint(fields=("org", "child_key"), name="removal_once_a_child"),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=plimsoll.records.tenancy.OrgKey(name="removal_key"),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=plimsoll.records.tenancy.SameOrg(field="rule", name="removal_rule_same_org"),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=plimsoll.records.tenancy.SameOrg(field="asked_by", name="removal_asked_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="removal",
            constraint=plimsoll.records.tenancy.SameOrg(field="agreed_by", name="removal_agreed_by_same_org"),
        ),
        Guard("records_retentionrule", may=APPEND_ONLY),
        Guard("records_keptlonger", may=APPEND_ONLY, unless=(hidden("child_id", "children"),)),
        Guard("records_legalhold", unless=(hidden("child_id", "children"),)),
        Guard("records_removalask", unless=(hidden("child_id", "children"),)),
        Guard("records_removal", may="SELECT"),
        *(Remember(f"records_{name}") for name in ("retentionrule", "removal", *OF_A_CHILD.split())),
        Define("records_unescaped(text)", PLAIN),
        Define("records_forget(uuid, uuid, jsonb)", FORGET),
        Define(
            "records_mark(uuid, uuid, uuid, timestamptz, uuid, date, uuid, uuid, timestamptz, jsonb)",
            MARK,
        ),
        Define("records_hinders(uuid)", HINDERS),
        Define("records_remove_child(uuid, jsonb)", REMOVE, grant=True),
        Define("records_remove_again(uuid, uuid, uuid, timestamptz, uuid, date, uuid, uuid, jsonb)", AGAIN),
    ]
