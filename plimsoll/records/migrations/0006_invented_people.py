"""Whom one may sign in as without a password: people of invented organisations, where there are no others."""

from django.db import migrations

from plimsoll.records.guards import Define

# Asked before anyone is signed in, so no policy can answer it. One organisation that is not invented, and nobody is named.
PEOPLE = """
    CREATE FUNCTION records_invented_people()
    RETURNS TABLE (org_id uuid, worker_id uuid, organisation text, name text, team text, roles text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT w.org_id, w.id, o.name, w.name,
               coalesce((SELECT string_agg(t.name, ', ' ORDER BY t.name) FROM records_membership m
                         JOIN records_team t ON t.org_id = m.org_id AND t.id = m.team_id
                         WHERE m.org_id = w.org_id AND m.worker_id = w.id AND m.from_date <= current_date
                           AND (m.to_date IS NULL OR m.to_date > current_date)), ''),
               array(SELECT DISTINCT r.role::text FROM records_roleheld r
                     WHERE r.org_id = w.org_id AND r.worker_id = w.id AND r.from_date <= current_date
                       AND (r.to_date IS NULL OR r.to_date > current_date))
        FROM records_worker w JOIN records_organisation o ON o.id = w.org_id
        WHERE (w.left_on IS NULL OR w.left_on > current_date)
          AND w.user_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM records_organisation WHERE NOT invented)
        ORDER BY o.name, w.org_id, 5, w.sort_name, w.id
    $$
"""


class Migration(migrations.Migration):
    """The function."""

    dependencies = [("records", "0005_sessions")]

    operations = [Define("records_invented_people()", PEOPLE, grant=True)]
