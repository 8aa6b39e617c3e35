"""Every organisation sees its own rows alone, a viewer nothing of a case restricted to others; the web role changes only
what may change, and deletes drafts alone."""

from django.db import migrations

from plimsoll.records.guards import APPEND_ONLY, ORG, PRODUCT, VIEWER, Define, Guard, hidden

WRITING = "SELECT, INSERT, UPDATE, DELETE"
SETTLED = "absence calendarsetting delegation effort import membership notice roleheld setting supervisionheld team worker workingpattern"
SETTLED_FOR_GOOD = "criteriaset rulebookversion schemeversion"
OF_A_CASE = "allocation caseappointment casecircumstance casefactor caseweight dueitem namedperson restriction"
WRITTEN_ON_A_CASE = "document event judgement"
OF_A_CHILD = "householdmember networkcontact"

# Asked at sign-in, before any organisation is known, so no policy can answer it. It says where, and nothing else.
PLACES = """
    CREATE FUNCTION records_places(who uuid) RETURNS TABLE (org_id uuid, worker_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT org_id, id FROM records_worker WHERE user_id = who AND left_on IS NULL $$
"""

# What a viewer may not know of. A case is hidden while it is restricted to people of whom the viewer is not one; a
# household by a hidden case of its own or of a child in it, unless it has one that is not; a child likewise. They run
# as the owner, whom no policy binds, or they would have to know what they are asked.
HIDDEN = {
    "cases": f"""
        SELECT r.case_id FROM records_restriction r
        WHERE r.org_id = {ORG} AND r.to_at IS NULL AND {VIEWER} IS DISTINCT FROM '{PRODUCT}'
          AND NOT EXISTS (
            SELECT FROM records_namedperson n
            WHERE n.org_id = r.org_id AND n.case_id = r.case_id AND n.worker_id = {VIEWER} AND n.to_at IS NULL)
    """,
    "households": f"""
        WITH hidden AS MATERIALIZED (SELECT records_hidden_cases() AS id),
        touched AS (
            SELECT c.household_id AS id FROM records_case c
            WHERE c.org_id = {ORG} AND c.id IN (SELECT id FROM hidden) AND c.household_id IS NOT NULL
            UNION
            SELECT m.household_id FROM records_case c
            JOIN records_householdmember m ON m.org_id = c.org_id AND m.child_id = c.child_id
            WHERE c.org_id = {ORG} AND c.id IN (SELECT id FROM hidden))
        SELECT t.id FROM touched t
        WHERE NOT EXISTS (
            SELECT FROM records_case c
            WHERE c.org_id = {ORG} AND c.household_id = t.id AND c.id NOT IN (SELECT id FROM hidden))
          AND NOT EXISTS (
            SELECT FROM records_householdmember m
            JOIN records_case c ON c.org_id = m.org_id AND c.child_id = m.child_id
            WHERE m.org_id = {ORG} AND m.household_id = t.id AND c.id NOT IN (SELECT id FROM hidden))
    """,
    "children": f"""
        WITH hidden AS MATERIALIZED (SELECT records_hidden_cases() AS id),
        touched AS (
            SELECT c.child_id AS id FROM records_case c
            WHERE c.org_id = {ORG} AND c.id IN (SELECT id FROM hidden) AND c.child_id IS NOT NULL
            UNION
            SELECT m.child_id FROM records_householdmember m
            WHERE m.org_id = {ORG} AND m.household_id IN (SELECT records_hidden_households()))
        SELECT t.id FROM touched t
        WHERE NOT EXISTS (
            SELECT FROM records_case c
            WHERE c.org_id = {ORG} AND c.child_id = t.id AND c.id NOT IN (SELECT id FROM hidden))
    """,
    "appointments": f"""
        SELECT a.appointment_id FROM records_caseappointment a
        WHERE a.org_id = {ORG} AND a.case_id IN (SELECT records_hidden_cases())
    """,
}

# How much work a worker holds, whoever asks: points and nothing else, so that a load is whole where a case is not shown.
POINTS_HELD = f"""
    CREATE FUNCTION records_points_held(workers uuid[]) RETURNS TABLE (worker_id uuid, points bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT a.worker_id, sum(w.points) FROM records_allocation a
        JOIN records_caseweight w ON w.org_id = a.org_id AND w.case_id = a.case_id
        WHERE a.org_id = {ORG} AND a.worker_id = ANY (workers) AND a.to_at IS NULL
        GROUP BY a.worker_id
    $$
"""

# Names by a part of them. Under row security no index of parts is used (0.3 against 24 ms): so it is asked as the owner,
# with both conditions inside.
FIND = rf"""
    CREATE FUNCTION records_find_children(part text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT id FROM records_child
        WHERE org_id = {ORG} AND sort_name LIKE '%' || replace(replace(replace(part, '\', '\\'), '%', '\%'), '_', '\_') || '%'
          AND id NOT IN (SELECT records_hidden_children())
    $$
"""
_HISTORY = (
    hidden("case_id", "cases"),
    f"""CASE tbl
        WHEN 'records_child' THEN {hidden("row_id", "children")}
        WHEN 'records_household' THEN {hidden("row_id", "households")}
        WHEN 'records_appointment' THEN {hidden("row_id", "appointments")}
        WHEN 'records_householdmember' THEN {hidden("(row ->> 'child_id')::uuid", "children")}
        WHEN 'records_networkcontact' THEN {hidden("(row ->> 'child_id')::uuid", "children")}
        WHEN 'records_familyrelation' THEN {hidden("(row ->> 'child_id')::uuid", "children")}
            AND {hidden("(row ->> 'other_child_id')::uuid", "children")}
        ELSE true END""",
)


def _hides(what: str) -> Define:
    name = f"records_hidden_{what}()"
    return Define(
        name,
        f"CREATE FUNCTION {name} RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 "
        f"SET search_path = pg_catalog, public, pg_temp AS $$ {HIDDEN[what]} $$",
        grant=True,
    )


class Migration(migrations.Migration):
    """Functions, policies and grants."""

    dependencies = [("records", "0001_records")]

    operations = [
        *map(_hides, HIDDEN),
        # Nobody reads it yet: it holds the passwords of all organisations. The pages of accounts will ask by functions.
        Guard("records_user", column=None, may="INSERT"),
        # It reads alone: signing in without a password hangs on `invented`.
        Guard("records_organisation", column="id", may="SELECT"),
        *(Guard(f"records_{name}") for name in SETTLED.split()),
        *(Guard(f"records_{name}", may=APPEND_ONLY) for name in SETTLED_FOR_GOOD.split()),
        Guard("records_case", unless=(hidden("id", "cases"),)),
        *(Guard(f"records_{name}", unless=(hidden("case_id", "cases"),)) for name in OF_A_CASE.split()),
        *(
            Guard(f"records_{name}", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),))
            for name in WRITTEN_ON_A_CASE.split()
        ),
        Guard("records_child", unless=(hidden("id", "children"),)),
        Guard("records_household", unless=(hidden("id", "households"),)),
        *(Guard(f"records_{name}", unless=(hidden("child_id", "children"),)) for name in OF_A_CHILD.split()),
        Guard("records_familyrelation", unless=(hidden("child_id", "children"), hidden("other_child_id", "children"))),
        Guard("records_appointment", unless=(hidden("id", "appointments"),)),
        Guard("records_ranking", may=APPEND_ONLY, unless=("NOT cases && ARRAY(SELECT records_hidden_cases())",)),
        Guard("records_draft", may=WRITING, unless=(f"{VIEWER} IN (worker_id, '{PRODUCT}')",)),
        Guard("records_history", may="SELECT", unless=_HISTORY),
        Define("records_places(uuid)", PLACES, grant=True),
        Define("records_points_held(uuid[])", POINTS_HELD, grant=True),
        Define("records_find_children(text)", FIND, grant=True),
    ]
