-- Three years of a service, written straight into the tables and into their history: some two million versions of rows for
-- 6,000 cases. Said as a superuser, in the database of one invented town. Settings: years.now (a moment), years.cases.
--
-- Each worker holds 15 cases at any moment. Each case changes hands twice a year, is written about every 18 days, is judged
-- every quarter on four scales, and has 60 due items, which open and are met.

SET timezone = 'UTC';
-- Neither triggers nor foreign keys are asked: the rows fit each other as they are made.
SET session_replication_role = replica;

CREATE FUNCTION pg_temp.after(days float) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT current_setting('years.now')::timestamptz - interval '1095 days' + make_interval(secs => days * 86400)
$$;
CREATE FUNCTION pg_temp.key(what text, a int, b int DEFAULT 0, c int DEFAULT 0) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT md5(concat_ws(' ', what, a, b, c))::uuid
$$;
CREATE FUNCTION pg_temp.word(n int, VARIADIC words text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT words[1 + n % array_length(words, 1)]
$$;

CREATE TEMPORARY TABLE settled AS SELECT
    (SELECT id FROM records_organisation) AS org,
    pg_temp.after(0) AS began,
    (SELECT id FROM records_team ORDER BY id LIMIT 1) AS team,
    (SELECT id FROM records_rulebookversion ORDER BY id LIMIT 1) AS rulebook,
    (SELECT id FROM records_schemeversion ORDER BY id LIMIT 1) AS scheme;
-- In each block of cases every worker holds one, so all fifteen blocks give each as many.
CREATE TEMPORARY TABLE a_case AS
    SELECT c AS n, c / workers AS block, c % workers AS place, workers, pg_temp.key('case', c) AS id
    FROM (SELECT current_setting('years.cases')::int / 15 AS workers) w,
         generate_series(0, current_setting('years.cases')::int - 1) c;
CREATE TEMPORARY TABLE a_worker AS SELECT DISTINCT place AS n, pg_temp.key('worker', place) AS id FROM a_case;

-- What was agreed, was agreed before that.
UPDATE records_rulebookversion SET in_force_from = in_force_from - 4000;
UPDATE records_criteriaset SET in_force_from = in_force_from - 4000;
UPDATE records_schemeversion SET in_force_from = in_force_from - 4000;
UPDATE records_calendarsetting SET from_date = from_date - 4000;

-- ---- the rows as they are now ------------------------------------------------------------------------------------------

INSERT INTO records_worker (id, org_id, name, sort_name, reference, joined_on)
SELECT id, org, 'Worker ' || n, 'worker ' || n, 'past-' || n, began::date FROM a_worker, settled;

INSERT INTO records_workingpattern (id, org_id, worker_id, from_date, minutes)
SELECT pg_temp.key('pattern', n), org, id, began::date - 1, '{444,444,444,444,444,0,0}' FROM a_worker, settled;

INSERT INTO records_absence (id, org_id, worker_id, kind, begins_at, ends_at, recorded_at)
SELECT pg_temp.key('absence', n, k), org, id, 'LEAVE',
       pg_temp.after(30 * k + 20), pg_temp.after(30 * k + 23), pg_temp.after(30 * k)
FROM a_worker, settled, generate_series(0, 36) k;

INSERT INTO records_appointment (id, org_id, worker_id, title, begins_at, ends_at)
SELECT pg_temp.key('appointment', n, k), org, id, 'Meeting', pg_temp.after(3.65 * k + 0.4), pg_temp.after(3.65 * k + 0.45)
FROM a_worker, settled, generate_series(0, 299) k;

INSERT INTO records_child (id, org_id, reference, given_name, family_name, sort_name, born_on)
SELECT pg_temp.key('child', n), org, 'past-' || n, 'Child ' || n, 'Of the past', 'child ' || n || ' of the past',
       began::date - 400 - n % 4000
FROM a_case, settled;

INSERT INTO records_case (id, org_id, reference, child_id, team_id, case_type, also, opened_at)
SELECT id, org, 'past-' || n, pg_temp.key('child', n), team,
       pg_temp.word(n, 'CHILD_IN_NEED', 'CHILD_IN_NEED', 'CHILD_PROTECTION', 'LOOKED_AFTER'), '{}', began - interval '1 day'
FROM a_case, settled;

INSERT INTO records_allocation (id, org_id, case_id, worker_id, from_at, to_at, why, ended_by_id, ended_why)
SELECT pg_temp.key('allocation', n, k), org, id, holder, begins, ends, 'the next spell',
       CASE WHEN ends IS NOT NULL THEN holder END, CASE WHEN ends IS NOT NULL THEN 'it changed hands' END
FROM (SELECT *, pg_temp.key('worker', (place + k * 17) % workers) AS holder,
             CASE WHEN k > 0 THEN pg_temp.after(k * 182 - block * 12) ELSE began END AS begins,
             CASE WHEN k < 5 THEN pg_temp.after((k + 1) * 182 - block * 12) END AS ends
      FROM a_case, settled, generate_series(0, 5) k) spell;

INSERT INTO records_caseweight (id, org_id, case_id, scheme_id, points, set_at)
SELECT pg_temp.key('weight', n), org, id, scheme, 150 + n % 100, began FROM a_case, settled;

INSERT INTO records_casefactor (id, org_id, case_id, factor, from_date)
SELECT pg_temp.key('factor', n, k), org, id, pg_temp.word(k, 'DISABILITY', 'PREVIOUS_PLAN'), began::date + 100 * k
FROM a_case, settled, generate_series(0, 1) k WHERE (n + k) % 3 = 0;

INSERT INTO records_casecircumstance (id, org_id, case_id, circumstance, from_date)
SELECT pg_temp.key('circumstance', n), org, id, 'WITH_PARENT', began::date FROM a_case, settled WHERE n % 5 = 0;

INSERT INTO records_event (
    id, org_id, case_id, kind, happened_at, time_known, nth, recorded_at, recorded_by_id, note, withdraws)
SELECT pg_temp.key('event', n, k), org, id,
       pg_temp.word(k, 'IN_NEED_VISIT', 'CHILD_SEEN', 'PROTECTION_VISIT', 'CASE_DISCUSSED', 'LOOKED_AFTER_VISIT', 'CORE_GROUP'),
       pg_temp.after(18.25 * k + n % 7), true, 0, pg_temp.after(18.25 * k + n % 7 + 0.2), pg_temp.key('worker', place),
       'Seen at home with both parents; school says that all is well there.', false
FROM a_case, settled, generate_series(0, 59) k;

INSERT INTO records_judgement (id, org_id, case_id, scale, value, judged_at, judged_by_id, recorded_at, why)
SELECT pg_temp.key('judgement', n, k, s), org, id, pg_temp.word(s, 'LIKELIHOOD', 'SEVERITY', 'WAIT', 'TRIAGE'),
       (n + k + s) % 5, pg_temp.after(84 * k + n % 9), pg_temp.key('worker', place), pg_temp.after(84 * k + n % 9 + 0.1),
       'as agreed in supervision'
FROM a_case, settled, generate_series(0, 12) k, generate_series(0, 3) s;

INSERT INTO records_dueitem (
    id, org_id, case_id, rulebook_id, timescale, purpose, owner, started_by_id, started_at, due_at, met_at, met_by_event_id)
SELECT pg_temp.key('due', n, k), org, id, rulebook, 'visit', 'SEE', 'WORKER', pg_temp.key('event', n, k),
       pg_temp.after(18.25 * k + n % 7), pg_temp.after(18.25 * (k + 1) + n % 7),
       CASE WHEN k < 59 THEN pg_temp.after(18.25 * (k + 1) + n % 7 - 1) END,
       CASE WHEN k < 59 THEN pg_temp.key('event', n, k + 1) END
FROM a_case, settled, generate_series(0, 59) k;

-- ---- their history -----------------------------------------------------------------------------------------------------

-- Of each table: when its rows were first known, into how many versions their years fall, and for those that open and end,
-- which columns are empty until then.
CREATE TEMPORARY TABLE told (tbl text PRIMARY KEY, known text, versions int, ends text, empty_until_then jsonb);
INSERT INTO told VALUES
    ('records_absence', 't.recorded_at', 1),
    ('records_appointment', $$t.begins_at - interval '14 days'$$, 1),
    ('records_event', 't.recorded_at', 1),
    ('records_judgement', 't.recorded_at', 1),
    ('records_worker', NULL, 3),
    ('records_child', NULL, 12),
    ('records_case', NULL, 12),
    ('records_caseweight', NULL, 30),
    ('records_casefactor', NULL, 4);
INSERT INTO told VALUES
    ('records_allocation', 't.from_at', 1, 't.to_at', '{"to_at": null, "ended_by_id": null, "ended_why": null}'),
    ('records_dueitem', 'least(t.started_at, coalesce(t.met_at, now()) - interval ''1 day'')', 1, 't.met_at', '{"met_at": null, "met_by_event_id": null}');

TRUNCATE records_history;
DO $$
DECLARE
    one record;
    whose text;
    into_it text := 'INSERT INTO records_history (org_id, tbl, row_id, case_id, worker_id, from_at, to_at, why, row) ';
BEGIN
    FOR one IN
        SELECT g.tgrelid::regclass::text AS tbl, trim(trailing '\000' FROM encode(g.tgargs, 'escape')) AS case_column,
               coalesce(told.known, $x$pg_temp.after(-1)$x$) AS known, coalesce(told.versions, 1) AS versions,
               told.ends, told.empty_until_then
        FROM pg_trigger g LEFT JOIN told ON told.tbl = g.tgrelid::regclass::text WHERE g.tgname = 'remember'
    LOOP
        whose := format(
            $x$SELECT t.org_id, %L, t.id, nullif(to_jsonb(t) ->> %L, '')::uuid, nullif(to_jsonb(t) ->> 'worker_id', '')::uuid, $x$,
            one.tbl, one.case_column);
        IF one.ends IS NULL THEN
            EXECUTE into_it || whose || format(
                $x$%s + make_interval(days => k * %s),
                   CASE WHEN k < %s THEN %s + make_interval(days => (k + 1) * %s) END, 'written', to_jsonb(t)
                   FROM %s t, generate_series(0, %s) k$x$,
                one.known, 1095 / one.versions, one.versions - 1, one.known, 1095 / one.versions, one.tbl, one.versions - 1);
        ELSE
            -- What had ended when it was first known has one version alone.
            EXECUTE into_it || whose || format(
                $x$%s, %s, 'opened', to_jsonb(t) || %L::jsonb FROM %s t WHERE %s IS NULL OR %s > %s$x$,
                one.known, one.ends, one.empty_until_then, one.tbl, one.ends, one.ends, one.known);
            EXECUTE into_it || whose || format(
                $x$greatest(%s, %s), NULL, 'ended', to_jsonb(t) FROM %s t WHERE %s IS NOT NULL$x$,
                one.ends, one.known, one.tbl, one.ends);
        END IF;
    END LOOP;
END
$$;
