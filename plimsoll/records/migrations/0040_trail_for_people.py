"""The trail after a restore: what another server wrote after its last link is chained too, before the new server's own."""

from importlib import import_module

from django.db import migrations

from plimsoll.records.guards import Redefine

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


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("records", "0037_contacts")]

    operations = [Redefine(SEAL, _BEFORE)]
