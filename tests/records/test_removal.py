"""A record that is removed is gone: a word that stood in every text of it stands nowhere in the database after.

What hangs on a child is found by the models, so a table that comes later is tried without being named. A table with texts
that hangs on none is declared here, with what keeps it from naming a child, or with how it is cut.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connections, models, transaction

from plimsoll.actions.audit import product, record_event
from plimsoll.core.terms import Act
from plimsoll.queries.audit import verify_trail
from plimsoll.records.context import acting
from plimsoll.records.tenancy import Code, Tenant, Within
from tests.factories.records import LATER, MORNING, NEEDED, make, organisation

CANARY = "zqxcanary"
MODELS = {m._meta.model_name: m for m in apps.get_app_config("records").get_models() if issubclass(m, Tenant)}
# Points at a case of another child, and is cut.
CUT = {("override", "other"), ("triagedecision", "linked")}
ALSO = {("case", "household"), ("importmatter", "case")}
# Texts that name a child and hang on none by a key: each is filled below, and dealt with by name.
BY_NAME = {
    "appointment": "goes with the last case that it is about",
    "criteriadraft": "what was tried out on caseloads is emptied; it can be tried out again",
    "importfile": "the file is emptied, and what was understood of the child taken out",
    "importmatter": "goes by the child's reference",
    "ranking": "the child is taken out of the confirmed list",
    "savedfilter": "goes where it looks for the child's reference or family name",
    "statement": "goes by the child's reference",
}
STAYS = {
    "blindexercise": "invented cases",
    "blindorder": "invented cases",
    "calendarsetting": "the organisation's calendar",
    "criteriaset": "numbers of the engines",
    "delegation": "about staff",
    "driftversion": "numbers of the engines",
    "effort": "numbers of the engines",
    "import": "the name of a file, and why it failed; the organisation names its files",
    "interruption": "names nobody",
    "lifeversion": "rules",
    "meaning": "what values, people and teams are called in files",
    "noticechoice": "about staff",
    "prioritisationreview": "what was said of a whole list, of several children",
    "removal": "the marker: keys that lead nowhere",
    "retentionrule": "rules",
    "reviewanswer": "what was said of a whole list, of several children",
    "roleheld": "about staff",
    "routeplace": "about staff",
    "rulebookversion": "rules",
    "schemeversion": "rules",
    "setting": "settings",
    "shadowspell": "why a team works in shadow",
    "signinlink": "about staff",
    "supervisionheld": "about staff",
    "team": "about staff",
    "worker": "about staff",
    "absence": "about staff",
    "membership": "about staff",
    "workingpattern": "about staff",
    "noticeseen": "keys alone; goes with what it is about",
    "shadowday": "keys and numbers alone",
}


def hanging() -> list[str]:
    """Tables whose rows go with a child, each after those that it points at."""
    found = ["child", "household", "case", "appointment"]
    while True:
        more = [
            word
            for word, model in MODELS.items()
            if word not in found
            and any(
                isinstance(f, Within) and f.related_model._meta.model_name in found and (word, f.name) not in CUT
                for f in model._meta.local_fields
            )
        ]
        if not more:
            return [*found, "statement", "savedfilter"]
        ready = [
            word
            for word in more
            if not any(
                isinstance(f, Within) and f.related_model._meta.model_name in set(more) - {word}
                for f in MODELS[word]._meta.local_fields
            )
        ]
        found += ready or more


HANGING = hanging()


def text_columns(model: type[models.Model]) -> dict[str, str]:
    """Columns that can hold a text, each with an expression that puts the word into it."""
    found = {}
    for f in model._meta.local_fields:
        if isinstance(f, Code) or f.is_relation:
            continue
        if isinstance(f, models.JSONField):
            found[f.column] = f"""'{{"{CANARY}": ["{CANARY}"]}}'::jsonb"""
        elif isinstance(f, models.BinaryField):
            found[f.column] = f"'{CANARY}'::bytea"
        elif isinstance(f, ArrayField) and isinstance(f.base_field, models.CharField):
            found[f.column] = f"ARRAY['{CANARY}']"
        elif isinstance(f, models.CharField | models.TextField):
            found[f.column] = f"'{CANARY}'"
    return found


@dataclass
class Record:
    """A child with a row in each table that hangs on one, and whoever asked for its removal and agrees."""

    org: UUID
    rows: dict[str, Any]
    agrees: UUID
    ranking: UUID

    @property
    def ask(self) -> UUID:
        return UUID(str(self.rows["removalask"].pk))


def owner(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def pointed(word: str, rows: dict[str, Any]) -> dict[str, Any]:
    """What a row of a table must point at, of what is there; a case also at its household, a matter at its case."""
    return {
        f.name: rows[f.related_model._meta.model_name]
        for f in MODELS[word]._meta.local_fields
        if isinstance(f, Within)
        and f.related_model._meta.model_name in rows
        and f.related_model is not MODELS[word]
        and (not f.null or NEEDED.get(word) == f.name or (word, f.name) in ALSO)
        and (word, f.name) not in CUT
    }


@pytest.fixture
def record(transactional_db: None) -> Iterator[Record]:
    org = organisation().pk
    with acting(org, None, "a test"):
        asks, agrees = make("worker", org).pk, make("worker", org).pk
        rows: dict[str, Any] = {"import": make("import", org, state="APPLIED", applied_at=LATER, started_at=MORNING,
            started_by_id=asks)}  # fmt: skip
        ended = {
            "case": {"closed_at": LATER, "closed_by_id": asks, "closed_why": "over"},
            "restriction": {"to_at": LATER, "lifted_by_id": asks, "lifted_why": "over"},
            "legalhold": {"lifted_at": LATER, "lifted_by_id": asks, "lifted_why": "over"},
            "removalask": {"asked_by_id": asks, "decided_by_id": agrees, "decided_at": LATER, "decided_why": "yes",
                "agreed": True},
        }  # fmt: skip
        for word in HANGING:
            rows[word] = make(word, org, **pointed(word, rows) | ended.get(word, {}))
        case, child = rows["case"], rows["child"]
        rows["importfile"] = make("importfile", org, of=rows["import"])
        rows["criteriadraft"] = make("criteriadraft", org)
        ranking = make("ranking", org, cases=[case.pk], result={"cases": [CANARY]}).pk
        for about in ({"case_id": case.pk}, {"child_id": child.pk}, {"about_id": rows["goal"].pk}):
            record_event(product(org), Act.RECORD_WRITTEN, why=CANARY, detail={CANARY: CANARY}, **about)
        record_event(product(org), Act.RECORD_WRITTEN, case_id=case.pk)  # without a word of the child
    yield Record(org, rows, agrees, ranking)
    owner("TRUNCATE records_auditevent, records_viewing, records_auditseal")


def say_everywhere(record: Record) -> None:
    """The word, in every text of every row. Promises that would not have it stand aside: the test undoes all of it."""
    words = set(HANGING) | set(BY_NAME) & set(record.rows)
    for word in words:
        table = MODELS[word]._meta.db_table
        checks = owner(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x')", table
        )
        for (name,) in checks:
            owner(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        if columns := text_columns(MODELS[word]):
            said = ", ".join(f'"{column}" = {value}' for column, value in columns.items())
            owner(f'UPDATE "{table}" SET {said} WHERE id = %s', record.rows[word].pk)
    owner(
        "UPDATE records_importfile SET understood = %s::jsonb WHERE id = %s",
        f'{{"children": {{"{CANARY}": ["{CANARY}"]}}, "who": {{"{CANARY}": "{CANARY}"}}, "faults": ["{CANARY}"]}}',
        record.rows["importfile"].pk,
    )
    owner(
        "UPDATE records_criteriadraft SET text = '', why = '', failed = '', rehearsal = %s::jsonb, "
        "rehearsed_at = now() WHERE id = %s",
        f'{{"changes": ["{record.rows["case"].pk}", "{CANARY}"]}}',
        record.rows["criteriadraft"].pk,
    )
    owner(
        'UPDATE records_history SET row = row || \'{"text": "", "why": "", "failed": ""}\' '
        "WHERE tbl = 'records_criteriadraft'"
    )
    owner(
        "UPDATE records_savedfilter SET name = 'late', asked = 'words=Zqxc%%61nary+visit' WHERE id = %s",
        record.rows["savedfilter"].pk,
    )


def where_said() -> set[str]:
    """Every column of the whole database in which the word stands."""
    columns = owner(
        "SELECT c.relname, a.attname, a.atttypid::regtype::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 "
        "AND NOT a.attisdropped AND a.atttypid::regtype::text = ANY(%s)",
        ["text", "character varying", "json", "jsonb", "bytea", "text[]", "character varying[]"],
    )
    found = set()
    for table, column, kind in columns:
        told = f'"{column}"::text' if kind != "bytea" else f"encode(\"{column}\", 'escape')"
        hexed = CANARY.encode().hex()
        if owner(
            f'SELECT 1 FROM "{table}" WHERE {told} ILIKE %s OR {told} LIKE %s LIMIT 1', f"%{CANARY}%", f"%{hexed}%"
        ):
            found.add(f"{table}.{column}")
    return found


class Undone(Exception):
    """The end of a test that changed the tables themselves."""


@pytest.fixture
def undone() -> Iterator[None]:
    """Over the owner's connection, in a transaction of which nothing stays."""
    with transaction.atomic(using="owner"):
        yield
        transaction.set_rollback(True, using="owner")


def remove(record: Record, viewer: UUID | None = None) -> Any:
    """As the page has it done: the files that nothing names any more."""
    with acting(record.org, viewer or record.agrees, "a test", using="owner"):
        lists = f'{{"{record.ranking}": {{"cases": []}}}}'
        return owner("SELECT records_remove_child(%s, %s::jsonb)", record.ask, lists)[0][0]


def test_every_table_with_texts_is_said_for():
    texts = {word for word, model in MODELS.items() if text_columns(model)}

    assert texts - set(HANGING) - set(BY_NAME) - set(STAYS) == set()
    assert set(STAYS) & (set(HANGING) | set(BY_NAME)) == set()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_word_that_stood_in_every_text_of_a_record_stands_nowhere(record, undone):
    with acting(record.org, None, "a test", using="owner"):
        say_everywhere(record)
    before = where_said()
    told = {f"{MODELS[word]._meta.db_table}.{column}" for word in HANGING for column in text_columns(MODELS[word])} - {
        "records_savedfilter.asked",
        "records_savedfilter.name",
    }
    files = remove(record)

    assert told - before == set()
    assert {"records_history.row", "records_auditevent.why", "records_ranking.result", "records_importfile.content",
        "records_importfile.understood", "records_criteriadraft.rehearsal"} - before == set()  # fmt: skip
    assert where_said() == set()
    assert files == [CANARY]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_marker_and_an_entry_are_left_and_the_trail_is_whole(record):
    with acting(record.org, None, "a test"):
        trail = verify_trail(connections["owner"])
    files = remove(record)
    after = verify_trail(connections["owner"])
    marker = owner(
        "SELECT child_key, case_keys, agreed_by_id, rows > 30 FROM records_removal WHERE org_id = %s", record.org
    )
    ((detail,),) = owner("SELECT detail FROM records_auditevent WHERE act = 'RECORD_REMOVED'")

    assert (trail.whole, after.whole) == (True, True)
    assert (trail.erased, after.erased, after.entries - trail.entries) == (
        0,
        3,
        1,
    )  # the one without words stays as it is
    assert marker == [(record.rows["child"].pk, [record.rows["case"].pk], record.agrees, True)]
    assert len(json.loads(detail)["emptied"]) == 3
    assert files == ["0" * 64]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_entry_that_no_removal_names_may_not_be_empty(record):
    remove(record)
    owner("UPDATE records_auditevent SET detail = detail || '{\"emptied\": []}' WHERE act = 'RECORD_REMOVED'")

    assert len(verify_trail(connections["owner"]).changed) == 4  # the three, and the one that named them


HINDERS = {
    "a legal hold": "UPDATE records_legalhold SET lifted_at = NULL, lifted_by_id = NULL, lifted_why = NULL",
    "not agreed": "UPDATE records_removalask SET agreed = false",
    "agreed by whoever asked": "ALTER TABLE records_removalask DROP CONSTRAINT removalask_another_decides; "
    "UPDATE records_removalask SET asked_by_id = decided_by_id",
    "agreed too late": "UPDATE records_removalask SET lapses_at = decided_at - interval '1 minute'",
    "not due": "UPDATE records_removalask SET due_on = '2027-01-01'",
    "an open case": "UPDATE records_case SET closed_at = NULL, closed_by_id = NULL, closed_why = NULL",
    "kept longer since": "UPDATE records_keptlonger SET until = '2027-01-01', decided_at = '2026-11-02 09:30+00'",
    "agreed by whoever stands in for who asked": "INSERT INTO records_delegation (id, org_id, giver_id, taker_id, role, "
    "from_date, to_date, why, given_at) SELECT gen_random_uuid(), org_id, asked_by_id, decided_by_id, 'SERVICE_MANAGER', "
    "'2026-01-01', '2027-01-01', 'leave', decided_at FROM records_removalask",
    "a case that is hidden from whoever agrees": "UPDATE records_restriction SET to_at = NULL, lifted_by_id = NULL, "
    "lifted_why = NULL",
    "a file being read": "UPDATE records_import SET state = 'READING', applied_at = NULL, started_at = NULL, "
    "started_by_id = NULL",
}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("hinders", HINDERS)
def test_what_hinders_a_removal_hinders_the_function_itself(record, undone, hinders):
    owner("ALTER TABLE records_import DROP CONSTRAINT IF EXISTS import_read")
    for statement in HINDERS[hinders].split("; "):
        bare = statement if statement.startswith("ALTER") else f"{statement} WHERE org_id = '{record.org}'"
        owner(bare)

    assert remove(record) is None
    assert owner("SELECT count(*) FROM records_child WHERE id = %s", record.rows["child"].pk) == [(1,)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_somebody_else_than_who_agreed_removes_nothing(record):
    assert remove(record, record.rows["removalask"].asked_by_id) is None


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("member", [True, False])
def test_an_open_case_of_the_whole_family_hinders_it(record, member):
    """Also where a case alone says that the child is of that household."""
    with acting(record.org, None, "a test"):
        family = make("case", record.org, household=record.rows["household"], child=None)
    if not member:
        owner("DELETE FROM records_householdmember WHERE org_id = %s", record.org)

    assert remove(record) is None
    assert owner("SELECT count(*) FROM records_case WHERE id = %s", family.pk) == [(1,)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_sibling_stays_with_what_is_theirs(record):
    org, case, home = record.org, record.rows["case"], record.rows["household"]
    with acting(org, None, "a test"):
        sibling = make("child", org, given_name="Sibling")
        theirs = make("case", org, child=sibling, household=home)
        make("householdmember", org, child=sibling, household=home)
        family = make("case", org, household=home, child=None)
        placed = make("override", org, case=theirs, other=case)
        went = make("triagedecision", org, case=theirs, linked=case)
        make("familyrelation", org, child=sibling, other_child=record.rows["child"], contact=None)
        shared = make("appointment", org)
        make("caseappointment", org, appointment=shared, case=theirs)
        make("caseappointment", org, appointment=shared, case=case)
        make("document", org, case=theirs)  # the same file
    files = remove(record)

    assert files == []
    with acting(org, None, "a test"):
        left = {word: list(MODELS[word].objects.filter(org_id=org).values_list("pk", flat=True)) for word in
            ("child", "case", "household", "appointment", "familyrelation")}  # fmt: skip
        placed.refresh_from_db()
        went.refresh_from_db()
    assert sibling.pk in left["child"]
    assert record.rows["child"].pk not in left["child"]
    assert {theirs.pk, family.pk} <= set(left["case"])
    assert (left["household"], left["appointment"], left["familyrelation"]) == ([home.pk], [shared.pk], [])
    assert (placed.other_id, went.linked_id) == (None, None)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_confirmed_list_that_is_not_handed_over_hinders_it(record):
    with (
        pytest.raises(DatabaseError, match="a list with the child"),
        acting(record.org, record.agrees, "t", using="owner"),
    ):
        owner("SELECT records_remove_child(%s, '{}')", record.ask)
