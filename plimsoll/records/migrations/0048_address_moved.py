"""Addresses that were marked as protected before they had a table: they move there, and out of the history.

Named for each are those who hold an open case of a child who lives there, and every service manager and safeguarding lead:
somebody among them must be able to name others. Nobody else is asked, as nobody is there to ask at a migration.
"""

from django.db import migrations, models

MOVE = """
    INSERT INTO records_addressprotection (id, org_id, household_id, from_at, why)
    SELECT gen_random_uuid(), h.org_id, h.id, statement_timestamp(), 'Protected already'
    FROM records_household h WHERE h.address_protected;

    INSERT INTO records_addressreader (id, org_id, protection_id, worker_id, from_at)
    SELECT gen_random_uuid(), p.org_id, p.id, w.worker_id, p.from_at FROM records_addressprotection p, LATERAL (
        SELECT a.worker_id FROM records_case c
        JOIN records_allocation a ON a.org_id = c.org_id AND a.case_id = c.id AND a.to_at IS NULL
        WHERE c.org_id = p.org_id AND c.closed_at IS NULL AND (c.household_id = p.household_id OR c.child_id IN (
            SELECT m.child_id FROM records_householdmember m
            WHERE m.org_id = p.org_id AND m.household_id = p.household_id AND m.to_date IS NULL))
        UNION
        SELECT r.worker_id FROM records_roleheld r
        WHERE r.org_id = p.org_id AND r.role IN ('SERVICE_MANAGER', 'SAFEGUARDING_LEAD')
          AND (r.to_date IS NULL OR r.to_date > current_date)) w;

    UPDATE records_addressprotection p SET ask_id = (
        SELECT r.worker_id FROM records_addressreader r JOIN records_worker w ON w.org_id = r.org_id AND w.id = r.worker_id
        WHERE r.org_id = p.org_id AND r.protection_id = p.id ORDER BY w.sort_name, w.id LIMIT 1);

    INSERT INTO records_protectedaddress (id, org_id, protection_id, address, telephone, email, part, written_at)
    SELECT gen_random_uuid(), p.org_id, p.id, h.address, '', '', '', p.from_at
    FROM records_addressprotection p JOIN records_household h ON h.org_id = p.org_id AND h.id = p.household_id;

    UPDATE records_household SET address = '' WHERE address_protected;

    UPDATE records_history SET row = row || '{"address": ""}'
    WHERE tbl = 'records_household'
      AND (org_id, row_id) IN (SELECT org_id, household_id FROM records_addressprotection);
"""


class Migration(migrations.Migration):
    """What is protected moves; after it no protected address can stand with its household."""

    dependencies = [
        ("records", "0047_protected_addresses"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(("address_protected", False), ("address", ""), _connector="OR"),
                name="household_protected_address_elsewhere",
            ),
        ),
    ]
