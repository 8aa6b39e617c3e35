"""Every organisation sees its own rows alone; the web role changes only what may change, and deletes drafts alone."""

from django.db import migrations

from plimsoll.records.guards import APPEND_ONLY, Define, Guard

CHANGING = (
    "absence allocation appointment calendarsetting case caseappointment child delegation dueitem effort familyrelation "
    "household householdmember import membership networkcontact notice roleheld setting supervisionheld team worker "
    "workingpattern"
)
APPENDED = "criteriaset document event judgement ranking rulebookversion schemeversion"

# Asked at sign-in, before any organisation is known, so no policy can answer it. It says where, and nothing else.
PLACES = """
    CREATE FUNCTION records_places(who uuid) RETURNS TABLE (org_id uuid, worker_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT org_id, id FROM records_worker WHERE user_id = who AND left_on IS NULL $$
"""


class Migration(migrations.Migration):
    """Policies and grants."""

    dependencies = [("records", "0001_records")]

    operations = [
        Guard("records_user", column=None),
        Guard("records_organisation", column="id", may="SELECT, UPDATE"),
        *(Guard(f"records_{name}") for name in CHANGING.split()),
        *(Guard(f"records_{name}", may=APPEND_ONLY) for name in APPENDED.split()),
        Guard("records_draft", may="SELECT, INSERT, UPDATE, DELETE"),
        Guard("records_history", may="SELECT"),
        Define("records_places(uuid)", PLACES, grant=True),
    ]
