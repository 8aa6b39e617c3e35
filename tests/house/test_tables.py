"""Every table keeps the house rules, as the database itself describes it. A new table is held to them without being named.

What is exempt is declared here, with the reason.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import UUIDField

from plimsoll.records.guards import APPEND_ONLY, HIDEABLE, NEVER_DELETED
from plimsoll.records.tenancy import CODE_LENGTH

ROOT = Path(__file__).parents[2]
MODELS = sorted(apps.get_app_config("records").get_models(), key=lambda model: model.__name__)

# Procrastinate's: a job names what is to be done and ids, and no worker could find one behind an organisation's policy.
QUEUE = {"procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers"}
# allauth's and Django's own, and where tries to sign in are counted: read before any organisation is known.
ACCOUNTS = {"account_emailaddress", "mfa_authenticator", "usersessions_usersession", "plimsoll_attempts"}
UNUSED = {
    "account_emailconfirmation", "auth_group", "auth_group_permissions", "auth_permission", "django_content_type",
}  # fmt: skip
# Belong to no organisation: who signs in is asked before any organisation is known; seals are over all of them; the rest
# is Django's own.
GLOBAL = {"django_migrations", "django_session", "records_auditseal", "records_user", *QUEUE, *ACCOUNTS, *UNUSED}
# Its key is what the others call org_id.
ITSELF = {"records_organisation"}
# Not remembered: written once (the trail; a ranking is what was shown; a user and a
# link are no facts of a case), or nobody's fact yet.
FORGOTTEN = {
    "records_addressprotection",  # a spell that says who and why; what was asked of it, the trail says
    "records_addressreader",  # a spell that those named alone may see: in no past that others could read
    "records_auditevent",
    "records_draft",
    "records_history",
    "records_import",
    "records_importfile",
    "records_importmatter",  # decided once, which the trail says
    "records_protectedaddress",  # written once, and in no past that others could read
    "records_ranking",
    "records_savedfilter",  # its owner's own, and may name a child: in no past that others could read
    "records_statement",  # written once
    "records_signinlink",
    "records_viewing",
    *GLOBAL,
    *ITSELF,
}
# What the web role may, where that is not `NEVER_DELETED`.
MAY = {
    "django_migrations": "",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    **dict.fromkeys(QUEUE, "SELECT, INSERT, UPDATE, DELETE"),
    "procrastinate_events": "SELECT, INSERT",
    "records_auditseal": "",
    "records_history": "SELECT",
    "records_organisation": "SELECT",
    "records_removal": "SELECT",
    "records_signinlink": "",
    "records_user": "SELECT, INSERT, UPDATE",
    **dict.fromkeys(ACCOUNTS, "SELECT, INSERT, UPDATE, DELETE"),
    **dict.fromkeys(UNUSED, ""),
    "records_viewing": "INSERT",
    **dict.fromkeys(
        (
            "records_auditevent",
            "records_blindorder",
            "records_caserecord",
            "records_contactdecision",
            "records_criteriaset",
            "records_dayentry",
            "records_document",
            "records_driftversion",
            "records_event",
            "records_factorjudgement",
            "records_interruption",
            "records_lifeversion",
            "records_needlevel",
            "records_judgement",
            "records_noticeseen",
            "records_prioritisationreview",
            "records_protectedaddress",
            "records_ranking",
            "records_referral",
            "records_retentionrule",
            "records_keptlonger",
            "records_reviewanswer",
            "records_emergencytry",
            "records_routetaking",
            "records_rulebookversion",
            "records_schemeversion",
            "records_shadowday",
            "records_statement",
            "records_actionsaid",
            "records_developmentnote",
            "records_goalreading",
            "records_outcomeprogress",
            "records_planreview",
            "records_toolscore",
            "records_told",
            "records_triagedecision",
        ),
        APPEND_ONLY,
    ),
}

# Indexes that do not begin with the organisation: parts and lists cannot, and seals are over all organisations.
OTHERWISE = {
    "auditevent_by_xid",
    "caserecord_by_words",
    "child_by_near_name",
    "child_by_part_of_name",
    "event_by_words",
    "household_by_address",
    "household_by_part_of_name",
    "newinformation_by_words",
    "networkcontact_by_near_name",
    "networkcontact_by_part_of_name",
    "referral_by_words",
    "signinlink_one_per_digest",  # asked before any organisation is known
    "viewing_by_child",
    "viewing_by_one_case",
    "viewing_by_xid",
}

pytestmark = pytest.mark.django_db


def ask(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


@pytest.fixture
def tables(db: None) -> set[str]:
    """Every table of the database that is not PostgreSQL's."""
    return {
        name
        for (name,) in ask(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') "
            "AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_toast%'"
        )
    }


def test_every_table_of_an_organisation_says_whose_a_row_is(tables):
    said = ask(
        "SELECT attrelid::regclass::text FROM pg_attribute "
        "WHERE attname = 'org_id' AND attnotnull AND atttypid = 'uuid'::regtype"
    )

    assert tables - {name for (name,) in said} == GLOBAL | ITSELF


def behind(table: str) -> list[str]:
    """Functions whose answers a table's policy hides."""
    ((shown,),) = ask(f"SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = '{table}'::regclass")
    return sorted(what for what in HIDEABLE if f"records_hidden_{what}()" in shown)


def test_every_table_of_an_organisation_is_behind_its_policy(tables):
    """ENABLE and not FORCE; one policy for everything, on the same words. The trail alone takes what its writer no longer
    sees: who restricts a case is not always one of those named."""
    guarded = ask(
        "SELECT c.relname, relforcerowsecurity, p.polcmd, p.polpermissive, p.polroles = '{0}', "
        "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) "
        "FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE relrowsecurity"
    )
    own = "(org_id = (NULLIF(current_setting('plimsoll.org'::text, true), ''::text))::uuid)"

    assert sorted(name for name, *_ in guarded) == sorted(tables - GLOBAL)
    assert {tuple(rest[:4]) for _, *rest in guarded} == {(False, "*", True, True)}
    assert [name for name, *_, shown, _ in guarded if not shown.lstrip("(").startswith(own.lstrip("("))] == [*ITSELF]
    anyway = {name: check for name, *_, check in guarded if check is not None}
    tables = (
        "records_addressreader",  # whoever protects an address may be one of those who no longer read it
        "records_auditevent",
        "records_prioritisationreview",
        "records_protectedaddress",
        "records_reviewanswer",
        "records_shadowday",
    )
    assert anyway == dict.fromkeys(tables, own)


def test_what_hangs_on_somebody_hidden_is_hidden(tables):
    """Every table that points at a case, a child, a household or an appointment; a member of a household by the child."""
    pointed = {
        model._meta.db_table: {
            f"{field.related_model.__name__.lower()}"
            for field in model._meta.local_fields
            if field.is_relation and field.related_model.__name__ in ("Case", "Child")
        }
        for model in MODELS
    }
    plural = {"case": "cases", "child": "children"}
    wanted = {table: sorted(plural[word] for word in words) for table, words in pointed.items() if words} | {
        "records_case": ["cases"],  # by its own key; its child is hidden with it
        "records_child": ["children"],
        "records_household": ["households"],
        "records_addressprotection": ["children", "households"],
        "records_appointment": ["appointments"],
        "records_auditevent": ["cases", "children"],
        "records_history": sorted(HIDEABLE),
        "records_ranking": ["cases"],
        "records_shadowday": ["cases"],
    }

    assert {table: found for table in tables - GLOBAL if (found := behind(table))} == wanted


def test_every_key_and_index_begins_with_the_organisation(tables):
    """Keys, unique and exclusion constraints, and plain indexes: each is an index in PostgreSQL."""
    first = ask(
        "SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid, 1, true) "
        "FROM pg_index JOIN pg_class c ON c.oid = indrelid JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = 'public'"
    )

    assert {name for table, name, column in first if table not in GLOBAL | ITSELF and column != "org_id"} == OTHERWISE


def test_every_table_of_an_organisation_has_the_key_of_both(tables):
    keys = ask(
        "SELECT conrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'p' AND pg_get_constraintdef(oid) = 'PRIMARY KEY (org_id, id)'"
    )

    assert tables - {name for (name,) in keys} == GLOBAL | ITSELF | {"records_history"}


def test_every_pointer_stays_within_the_organisation(tables):
    """(org_id, x_id) to (org_id, id), but for pointers at the tables that belong to none."""
    pointers = ask(
        "SELECT conname, confrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    )
    loose = [
        name
        for name, target, said in pointers
        if target not in GLOBAL | ITSELF and not (said.startswith("FOREIGN KEY (org_id, ") and "(org_id, id)" in said)
    ]

    assert loose == []


def test_every_pointer_of_a_model_is_one_of_the_database():
    """A field that points is held to it, in one way or the other."""
    fields = [
        (model._meta.db_table, field.column)
        for model in MODELS
        for field in model._meta.local_fields
        if field.is_relation
    ]
    held = ask(
        "SELECT conrelid::regclass::text, attname::text FROM pg_constraint "
        "JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[array_upper(conkey, 1)] WHERE contype = 'f'"
    )

    assert sorted(fields) == sorted((table, column) for table, column in held if table not in QUEUE | ACCOUNTS | UNUSED)


def test_every_row_that_hangs_on_a_case_says_which():
    """All but what a file says of a child without a case, which is hidden by the child's reference too, and the second case
    by which a placing or a referral goes, which hides it as the first does."""
    loose = [
        (model.__name__, field.name)
        for model in MODELS
        for field in model._meta.local_fields
        if field.is_relation and field.related_model.__name__ == "Case" and (field.null or field.column != "case_id")
    ]

    assert loose == [("ImportMatter", "case"), ("Override", "other"), ("TriageDecision", "linked")]


def test_every_table_is_remembered(tables):
    remembered = ask(
        "SELECT tgrelid::regclass::text FROM pg_trigger "
        "WHERE tgname = 'remember' AND tgenabled = 'O' AND tgtype = 29"  # after, for each row: insert, update, delete
    )

    assert tables - {name for (name,) in remembered} == FORGOTTEN


def test_what_hangs_on_a_case_is_remembered_with_it():
    """The trigger's word for the column of the case, wherever there is one."""
    told = dict(
        ask("SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'remember'")
    )
    with_case = {
        model._meta.db_table for model in MODELS if any(f.column == "case_id" for f in model._meta.local_fields)
    }  # fmt: skip

    assert {table for table, column in told.items() if column == "case_id\\000"} == with_case - FORGOTTEN
    assert {table for table, column in told.items() if column == "id\\000"} == {"records_case"}


def test_the_web_role_may_what_is_declared_and_owns_nothing(tables):
    may = {
        table: ", ".join(
            privilege
            for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
            if ask(f"SELECT has_table_privilege('{table}', '{privilege}')") == [(True,)]
        )
        for table in tables
    }

    assert may == {table: MAY.get(table, NEVER_DELETED) for table in tables}
    assert ask("SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = user)") == []


def test_functions_of_a_higher_hand_look_nowhere_else_and_are_few():
    """Each runs as the owner, so it says where it finds its tables, and only what the web role needs is open to it."""
    found = ask(
        "SELECT proname, proconfig::text, has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p "
        "WHERE prosecdef ORDER BY proname"
    )
    path = '{"search_path=pg_catalog, public, pg_temp"}'
    utc = '{"search_path=pg_catalog, public, pg_temp",TimeZone=UTC}'

    assert found == [
        ("records_address_lost", path, True),
        ("records_addresses_for_me", path, True),
        ("records_all_invented", path, True),
        ("records_begin_organisation", path, True),
        ("records_came_in", path, True),
        ("records_cases_opened", path, True),
        ("records_end_way_in", path, True),
        ("records_fill_entry", utc, False),
        ("records_find_children", path, True),
        ("records_forget_address", path, True),
        ("records_has_organisation", path, True),
        ("records_hidden_appointments", path, True),
        ("records_hidden_cases", path, True),
        ("records_hidden_children", path, True),
        ("records_hidden_comparisons", path, True),
        ("records_hidden_households", path, True),
        ("records_hidden_references", path, True),
        ("records_invented_people", path, True),
        ("records_kept_of_import", path, True),
        ("records_last_look", path, True),
        ("records_let_in", path, True),
        ("records_looks_at", path, True),
        ("records_lost_cases", path, True),
        ("records_lost_restrictions", path, True),
        ("records_name_again", path, True),
        ("records_open_in_team", path, True),
        ("records_opened_cases", path, True),
        ("records_organisation_called", path, True),
        ("records_places", path, True),
        ("records_points_held", path, True),
        ("records_remember", path, False),
        ("records_remove_child", path, True),
        ("records_seal", path, True),
        ("records_sealed", path, True),
        ("records_search_child", path, True),
        ("records_search_household", path, True),
        ("records_search_information", path, True),
        ("records_search_networkcontact", path, True),
        ("records_search_reference", path, True),
        ("records_search_words", path, True),
        ("records_shadowed_organisations", path, True),
        ("records_to_let_in_anew", path, True),
        ("records_undo_import", path, True),
        ("records_use_invitation", path, True),
        ("records_use_sign_in_link", path, True),
        ("records_viewings", path, True),
        ("records_viewings_of", path, True),
    ]


def test_the_queue_is_open_to_the_web_role_and_to_nobody_else():
    """Its functions, which PostgreSQL would open to everyone, and the numbers of its rows."""
    functions = ask(
        "SELECT bool_and(has_function_privilege(p.oid, 'EXECUTE')), count(*) > 10, "
        "bool_or(EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)) "
        "FROM pg_proc p WHERE starts_with(proname, 'procrastinate_')"
    )
    numbers = ask(
        "SELECT seqrelid::regclass::text AS name FROM pg_sequence WHERE has_sequence_privilege(seqrelid, 'USAGE') "
        "AND NOT has_sequence_privilege(seqrelid, 'UPDATE') ORDER BY name"
    )

    assert functions == [(True, True, False)]
    assert [name for (name,) in numbers] == [
        "procrastinate_events_id_seq",
        "procrastinate_jobs_id_seq",
        "procrastinate_periodic_defers_id_seq",
    ]


# ---- the models ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_says_what_a_row_is_and_orders_nothing(model):
    """Django writes a list of fields where there is no docstring."""
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert model._meta.ordering == []


def test_the_length_of_a_code_is_written_once():
    models = (ROOT / "plimsoll" / "records" / "models").rglob("*.py")
    literal = re.compile(rf"max_length={CODE_LENGTH}\b")

    assert [path.name for path in models if literal.search(path.read_text(encoding="utf-8"))] == []


def test_keys_are_uuids():
    keys = [
        model._meta.pk for model in MODELS if model.__name__ not in ("AuditSeal", "AuditEvent", "History", "Viewing")
    ]

    assert [key.model.__name__ for key in keys if not isinstance(key, UUIDField)] == []


# ---- the migrations ------------------------------------------------------------------------------------------------


def test_migrations_are_one_line_and_its_end_is_noted():
    names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "records")
    before = [MigrationLoader(None).disk_migrations["records", name].dependencies for name in names]

    ours = [[key for key in keys if key[0] == "records"] for keys in before]

    assert ours == [[], *([("records", name)] for name in names[:-1])]
    assert (ROOT / "plimsoll/records/migrations/max_migration.txt").read_text() == f"{names[-1]}\n"


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_models_have_their_migrations(capsys):
    call_command("makemigrations", "--check", "--dry-run")

    assert capsys.readouterr().out == "No changes detected\n"
