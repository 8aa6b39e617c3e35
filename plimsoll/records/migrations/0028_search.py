"""Search: by what names are near to each other, how an address is written, and which words stand in a record; one function for
each way to find.

Under row security no index of parts or words is used (24 ms for 0.3), so each is asked as the owner, with the organisation and
what is hidden inside. None says anything of a case out of the viewer's reach: `queries/search.py` joins the cases in the same
statement.
"""

import uuid

import django.db.models.deletion
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import ORG, PRODUCT, VIEWER, Define, Guard, IndexBy, hidden

_PURE = "IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp"
_ASKED = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
LONGEST_WORD = 60  # letters by which two words are compared; `levenshtein` takes 255 at most

PLAIN = rf"""
    CREATE FUNCTION records_plain(said text) RETURNS text LANGUAGE sql {_PURE}
    AS $$ SELECT lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g')) $$
"""
NAME_WORDS = rf"""
    CREATE FUNCTION records_name_words(name text) RETURNS SETOF text LANGUAGE sql {_PURE}
    AS $$
        SELECT left(word, {LONGEST_WORD})
        FROM regexp_split_to_table(translate(records_plain(name), '''’`', ''), '[[:space:][:punct:]]+') AS word
        WHERE length(word) > 1
    $$
"""

# By what a name is found. `=hamish` is the word itself. `~hamih` is the word with one letter left out, which two words share
# that differ by a letter more, less, other, or in another place. `*HMX` is how it sounds, by double metaphone: of two letters that
# says nothing.
NAME_KEYS = f"""
    CREATE FUNCTION records_name_keys(name text) RETURNS text[] LANGUAGE sql {_PURE}
    AS $$
        SELECT coalesce(array_agg(DISTINCT key), '{{}}')
        FROM records_name_words(name) AS word, LATERAL (
            SELECT '=' || word
            UNION ALL SELECT '~' || word WHERE length(word) > 3
            UNION ALL SELECT '~' || overlay(word PLACING '' FROM n FOR 1)
                      FROM generate_series(1, length(word)) AS n WHERE length(word) > 3
            UNION ALL SELECT '*' || sound FROM unnest(ARRAY[dmetaphone(word), dmetaphone_alt(word)]) AS sound
                      WHERE sound <> '' AND length(word) > 2 AND word !~ '[0-9]'
        ) AS keys (key)
    $$
"""

# How one asked word is in a name: 0 as a word of it, 1 as a part, 2 spelt nearly so, 3 sounding alike, nothing: not at all.
# Sounds are four letters at most, so of long words they say little: what sounds alike is also written not too far off.
NAME_HAS = f"""
    CREATE FUNCTION records_name_has(name text, word text, keys text[]) RETURNS smallint LANGUAGE sql {_PURE}
    AS $$
        SELECT CASE
            WHEN own @> ARRAY['=' || word] THEN 0::smallint
            WHEN position(word IN records_plain(name)) > 0 THEN 1::smallint
            WHEN EXISTS (SELECT FROM unnest(own) AS key WHERE key LIKE '~%' AND key = ANY (keys)) THEN 2::smallint
            WHEN EXISTS (SELECT FROM unnest(own) AS key WHERE key LIKE '*%' AND key = ANY (keys))
             AND EXISTS (
                SELECT FROM records_name_words(name) AS other
                WHERE levenshtein(other, left(word, {LONGEST_WORD}))
                    <= greatest(3, length(other) / 2, length(word) / 2)
                  AND ARRAY[dmetaphone(other), dmetaphone_alt(other)] && ARRAY[dmetaphone(word), dmetaphone_alt(word)])
                THEN 3::smallint
            END
        FROM (SELECT records_name_keys(name) AS own) AS mine
    $$
"""

# An address as words between single spaces, with a postcode always in its two parts, however it was written.
ADDRESS_WORDS = rf"""
    CREATE FUNCTION records_address_words(address text) RETURNS text LANGUAGE sql {_PURE}
    AS $$
        SELECT ' ' || regexp_replace(
            regexp_replace(records_plain(address), '[^a-z0-9]+', ' ', 'g'),
            '\m([a-z]{{1,2}}[0-9][a-z0-9]?) ?([0-9][a-z]{{2}})\M', '\1 \2', 'g') || ' '
    $$
"""
_LIKE = r"'%%%s' || replace(replace(replace(%s, '\', '\\'), '%%', '\%%'), '_', '\_') || '%%'"


def _names(of: str, name: str, still: str, seen: str) -> str:
    """Rows of a table whose name has every one of some words, and how the least alike of these is in it."""
    return f"""
    CREATE FUNCTION records_search_{of}(words text[]) RETURNS TABLE (id uuid, how smallint) LANGUAGE sql {_ASKED}
    AS $$
        WITH asked AS MATERIALIZED (
            SELECT word, records_name_keys(word) AS keys, {_LIKE % ("", "word")} AS part FROM unnest(words) AS word),
        found AS (
            SELECT r.id, records_name_has({name}, a.word, a.keys) AS how
            FROM asked a JOIN records_{of} r
              ON r.org_id = {ORG} AND {still} AND ({name} LIKE a.part OR records_name_keys({name}) && a.keys)
            WHERE {seen})
        SELECT f.id, max(f.how) FROM found f WHERE f.how IS NOT NULL GROUP BY f.id HAVING count(*) = cardinality(words)
    $$
    """


HOUSEHOLDS = f"""
    CREATE FUNCTION records_search_household(words text[]) RETURNS TABLE (id uuid, named boolean, lives boolean)
    LANGUAGE sql {_ASKED}
    AS $$
        SELECT r.id, f.named, f.lives FROM records_household r, LATERAL (
            SELECT bool_and(records_plain(r.name) LIKE {_LIKE % ("", "word")}) AS named,
                   bool_and(records_address_words(r.address) LIKE {_LIKE % (" ", "word")}) AS lives
            FROM unnest(words) AS word) f
        WHERE r.org_id = {ORG} AND {hidden("r.id", "households")} AND (f.named OR f.lives)
          AND (records_plain(r.name) LIKE {_LIKE % ("", "words[1]")}
               OR records_address_words(r.address) LIKE {_LIKE % (" ", "words[1]")})
    $$
"""

# What cases and children are called by numbers, here or elsewhere: found whole, in large letters or small.
REFERENCES = f"""
    CREATE FUNCTION records_search_reference(said text[])
    RETURNS TABLE (case_id uuid, child_id uuid, what text) LANGUAGE sql {_ASKED}
    AS $$
        SELECT r.id, NULL::uuid, CASE WHEN upper(r.reference) = ANY (said) THEN 'CASE' ELSE 'OTHER' END FROM records_case r
        WHERE r.org_id = {ORG} AND (upper(r.reference) = ANY (said) OR upper(r.other_reference) = ANY (said))
          AND {hidden("r.id", "cases")}
        UNION ALL
        SELECT NULL, c.id, CASE WHEN c.nhs_number = ANY (said) THEN 'NHS' ELSE 'CHILD' END FROM records_child c
        WHERE c.org_id = {ORG} AND (c.nhs_number = ANY (said) OR upper(c.reference) = ANY (said))
          AND {hidden("c.id", "children")}
    $$
"""

# Where words of a record stand, by table: its words in one text, its kind, when it was, whether its time is known, and which rows
# count; what was replaced or withdrawn does not. A source more is a line here, with its index below.
_SPACED = " || ' ' || "
_RECORD = ("text", "voice", "own_words", "home_words", "bed_words", "decision", "decision_why", "not_taken")
_NEWEST = "NOT r.withdraws AND NOT EXISTS (SELECT FROM {table} n WHERE n.org_id = r.org_id AND n.replaces_id = r.id)"
SOURCES = {
    "records_event": (("note",), "r.kind", "r.happened_at", "r.time_known", f"r.note <> '' AND {_NEWEST}"),
    "records_caserecord": (_RECORD, "r.kind", "r.happened_at", "r.time_known", _NEWEST),
    "records_referral": (("worry",), "'REFERRAL_RECEIVED'", "r.received_at", "true", "true"),
}


def _words(columns: tuple[str, ...], of: str = "") -> str:
    return f"to_tsvector('english', {_SPACED.join(f'{of}{column}' for column in columns)})"


def _source(table: str) -> str:
    columns, kind, at, time_known, counts = SOURCES[table]
    words = _SPACED.join(f"r.{column}" for column in columns)
    return f"""
        (SELECT '{table}', r.id, r.case_id, {kind}, {at}, {time_known}, {words} FROM {table} r
         WHERE r.org_id = {ORG} AND {_words(columns, "r.")} @@ websearch_to_tsquery('english', said)
           AND (within IS NULL OR r.case_id = ANY (within)) AND {hidden("r.case_id", "cases")}
           AND {counts.format(table=table)}
         ORDER BY {at} DESC, r.id LIMIT most)"""


# The newest records that have the words, of some cases or (none said) of all.
WRITTEN = f"""
    CREATE FUNCTION records_search_words(said text, within uuid[], most integer)
    RETURNS TABLE (tbl text, id uuid, case_id uuid, kind text, at timestamptz, time_known boolean, words text)
    LANGUAGE sql {_ASKED}
    AS $$
        SELECT * FROM ({" UNION ALL ".join(map(_source, SOURCES))}) f (tbl, id, case_id, kind, at, time_known, words)
        ORDER BY f.at DESC, f.id LIMIT most
    $$
"""
OPENED = f"""
    CREATE FUNCTION records_opened_cases(looked integer) RETURNS TABLE (case_id uuid, at timestamptz) LANGUAGE sql {_ASKED}
    AS $$
        SELECT v.cases[1], max(v.at) FROM (
            SELECT v.cases, v.at FROM records_viewing v
            WHERE v.org_id = {ORG} AND v.by_id = {VIEWER}
              AND v.page = 'case' AND cardinality(v.cases) > 0
            ORDER BY v.at DESC LIMIT looked) v
        GROUP BY v.cases[1]
    $$
"""


class Migration(migrations.Migration):
    """An extension, functions and indexes; the filters that people keep."""

    dependencies = [("records", "0027_clocks")]

    operations = [
        CreateExtension("fuzzystrmatch"),  # how a word sounds, and how far two are apart
        # The web role calls those that an index is by whenever it writes a row.
        Define("records_plain(text)", PLAIN, grant=True),
        Define("records_name_words(text)", NAME_WORDS, grant=True),
        Define("records_name_keys(text)", NAME_KEYS, grant=True),
        Define("records_name_has(text, text, text[])", NAME_HAS, grant=True),
        Define("records_address_words(text)", ADDRESS_WORDS, grant=True),
        IndexBy("child_by_near_name", "records_child", "gin (records_name_keys(sort_name))"),
        IndexBy("child_by_birth", "records_child", "btree (org_id, born_on)"),
        IndexBy("child_by_any_reference", "records_child", "btree (org_id, upper(reference))"),
        IndexBy("case_by_any_reference", "records_case", "btree (org_id, upper(reference))"),
        IndexBy("case_by_other_reference", "records_case", "btree (org_id, upper(other_reference))"),
        IndexBy(
            "networkcontact_by_near_name", "records_networkcontact", "gin (records_name_keys(records_plain(name)))"
        ),
        IndexBy("networkcontact_by_part_of_name", "records_networkcontact", "gin (records_plain(name) gin_trgm_ops)"),
        IndexBy("household_by_part_of_name", "records_household", "gin (records_plain(name) gin_trgm_ops)"),
        IndexBy("household_by_address", "records_household", "gin (records_address_words(address) gin_trgm_ops)"),
        IndexBy("event_by_words", "records_event", f"gin ({_words(('note',))}) WHERE note <> ''"),
        IndexBy("caserecord_by_words", "records_caserecord", f"gin ({_words(_RECORD)})"),
        IndexBy("referral_by_words", "records_referral", f"gin ({_words(('worry',))})"),
        Define(
            "records_search_child(text[])",
            _names("child", "r.sort_name", "true", hidden("r.id", "children")),
            grant=True,
        ),
        Define(
            "records_search_networkcontact(text[])",
            _names("networkcontact", "records_plain(r.name)", "r.to_date IS NULL", hidden("r.child_id", "children")),
            grant=True,
        ),
        Define("records_search_household(text[])", HOUSEHOLDS, grant=True),
        Define("records_search_reference(text[])", REFERENCES, grant=True),
        Define("records_search_words(text, uuid[], integer)", WRITTEN, grant=True),
        Define("records_opened_cases(integer)", OPENED, grant=True),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("asked", models.CharField(max_length=1000)),
                ("kept_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                (
                    "worker",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["org", "worker"], name="records_sav_org_id_c440b3_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="savedfilter_name_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True), name="savedfilter_asked_said"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gt", models.F("kept_at")), _connector="OR"
                        ),
                        name="savedfilter_kept_before_ended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("org", "worker", "place", "name"),
                        name="savedfilter_one_per_name",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="savedfilter_key"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="savedfilter_worker_same_org"),
                    models.CheckConstraint(
                        condition=models.Q(("place__in", ["SEARCH", "CASELOAD"])), name="savedfilter_place_code"
                    ),
                ],
            },
        ),
        # What somebody looks for may name a child: theirs alone.
        Guard("records_savedfilter", unless=(f"{VIEWER} IN (worker_id, '{PRODUCT}')",)),
    ]
