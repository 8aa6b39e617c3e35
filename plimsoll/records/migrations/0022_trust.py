"""Who had been shown a case by a moment; invented cases that managers order blind; shadow months."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

import plimsoll.records.spells
import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, ORG, Define, Guard, Remember, hidden

# Asked as the owner: the web role reads no viewing, and an index of lists is no use under row security. What is hidden from
# who asks stays so; whoever asks has narrowed the cases to what the viewer may see.
LOOKS = f"""
    CREATE FUNCTION records_looks_at(asked uuid[], upto timestamptz)
    RETURNS TABLE (case_id uuid, by_id uuid, page text, roles text, times bigint, first_at timestamptz, last_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT c.id, v.by_id, v.page, (array_agg(v.roles ORDER BY v.at DESC))[1], count(*), min(v.at), max(v.at)
        FROM records_viewing v CROSS JOIN LATERAL unnest(v.cases) AS c (id)
        WHERE v.org_id = {ORG} AND v.cases && asked AND c.id = ANY (asked) AND v.at <= upto AND {hidden("c.id", "cases")}
        GROUP BY c.id, v.by_id, v.page
    $$
"""


# Asked by the nightly job, before it acts in any organisation: which of them have shadow months, and nothing of these.
SHADOWED = """
    CREATE FUNCTION records_shadowed_organisations() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT DISTINCT org_id FROM records_shadowspell ORDER BY org_id $$
"""


class Migration(migrations.Migration):
    """An index and a function; four tables, their guards, their past."""

    dependencies = [("records", "0021_referrals")]

    operations = [
        migrations.AddIndex("viewing", GinIndex(fields=["cases"], name="viewing_by_one_case")),
        Define("records_looks_at(uuid[], timestamptz)", LOOKS, grant=True),
        migrations.CreateModel(
            name="BlindExercise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("stands", models.JSONField()),
                ("why", models.CharField(max_length=2000)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "criteria_set",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.criteriaset",
                    ),
                ),
                (
                    "ended_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BlindOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("places", django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ("submitted_at", models.DateTimeField()),
                ("tau", models.FloatField()),
                (
                    "exercise",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.blindexercise",
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="ShadowSpell",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                ("why", models.CharField(max_length=2000)),
                ("decided_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(max_length=2000, null=True)),
                (
                    "decided_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
                (
                    "ended_by",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.worker",
                    ),
                ),
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
                    "team",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShadowDay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("cases", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("act_now", models.SmallIntegerField()),
                ("done", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("tau", models.FloatField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "criteria_set",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.criteriaset",
                    ),
                ),
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
                (
                    "spell",
                    plimsoll.records.tenancy.Within(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.shadowspell",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="blindexercise",
            index=models.Index(fields=["org", "criteria_set"], name="records_bli_org_id_a5c985_idx"),
        ),
        migrations.AddIndex(
            model_name="blindexercise",
            index=models.Index(fields=["org", "begun_by"], name="records_bli_org_id_ebd5eb_idx"),
        ),
        migrations.AddIndex(
            model_name="blindexercise",
            index=models.Index(fields=["org", "ended_by"], name="records_bli_org_id_cd780b_idx"),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="blindexercise_text_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="blindexercise_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    _connector="OR",
                ),
                name="blindexercise_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("begun_at")), _connector="OR"
                ),
                name="blindexercise_begun_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("org",), name="blindexercise_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=plimsoll.records.tenancy.OrgKey(name="blindexercise_key"),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="criteria_set", name="blindexercise_criteria_set_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=plimsoll.records.tenancy.SameOrg(field="begun_by", name="blindexercise_begun_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="blindexercise",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="blindexercise_ended_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="blindorder",
            index=models.Index(fields=["org", "exercise"], name="records_bli_org_id_291bd0_idx"),
        ),
        migrations.AddIndex(
            model_name="blindorder",
            index=models.Index(fields=["org", "worker"], name="records_bli_org_id_332c44_idx"),
        ),
        migrations.AddConstraint(
            model_name="blindorder",
            constraint=models.CheckConstraint(
                condition=plimsoll.records.tenancy.EveryWithin("places", least=1, most=100), name="blindorder_places"
            ),
        ),
        migrations.AddConstraint(
            model_name="blindorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("tau__isnull", True), models.Q(("tau__gte", -1), ("tau__lte", 1)), _connector="OR"),
                name="blindorder_tau",
            ),
        ),
        migrations.AddConstraint(
            model_name="blindorder",
            constraint=models.UniqueConstraint(fields=("org", "exercise", "worker"), name="blindorder_one_each"),
        ),
        migrations.AddConstraint(
            model_name="blindorder",
            constraint=plimsoll.records.tenancy.OrgKey(name="blindorder_key"),
        ),
        migrations.AddConstraint(
            model_name="blindorder",
            constraint=plimsoll.records.tenancy.SameOrg(field="exercise", name="blindorder_exercise_same_org"),
        ),
        migrations.AddConstraint(
            model_name="blindorder",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="blindorder_worker_same_org"),
        ),
        migrations.AddIndex(
            model_name="shadowspell",
            index=models.Index(fields=["org", "team"], name="records_sha_org_id_26ffe9_idx"),
        ),
        migrations.AddIndex(
            model_name="shadowspell",
            index=models.Index(fields=["org", "decided_by"], name="records_sha_org_id_3d3c38_idx"),
        ),
        migrations.AddIndex(
            model_name="shadowspell",
            index=models.Index(fields=["org", "ended_by"], name="records_sha_org_id_2bba66_idx"),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"),
                name="shadowspell_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="shadowspell_why_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("ended_why__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_why__isnull", True)),
                    _connector="OR",
                ),
                name="shadowspell_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("decided_at")), _connector="OR"
                ),
                name="shadowspell_decided_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("org"), "="),
                    (models.F("team"), "="),
                    (plimsoll.records.spells.Days(models.F("from_date"), models.F("to_date")), "&&"),
                ],
                name="shadowspell_one_a_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=plimsoll.records.tenancy.OrgKey(name="shadowspell_key"),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=plimsoll.records.tenancy.SameOrg(field="team", name="shadowspell_team_same_org"),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=plimsoll.records.tenancy.SameOrg(field="decided_by", name="shadowspell_decided_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="shadowspell",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="shadowspell_ended_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="shadowday",
            index=models.Index(fields=["org", "spell"], name="records_sha_org_id_9f580d_idx"),
        ),
        migrations.AddIndex(
            model_name="shadowday",
            index=models.Index(fields=["org", "worker"], name="records_sha_org_id_629083_idx"),
        ),
        migrations.AddIndex(
            model_name="shadowday",
            index=models.Index(fields=["org", "criteria_set"], name="records_sha_org_id_24bc44_idx"),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act_now__isnull", True), models.Q(("act_now__gte", 0), ("act_now__lte", 32767)), _connector="OR"
                ),
                name="shadowday_act_now",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=models.CheckConstraint(
                condition=models.Q(("tau__isnull", True), models.Q(("tau__gte", -1), ("tau__lte", 1)), _connector="OR"),
                name="shadowday_tau",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=models.UniqueConstraint(fields=("org", "spell", "worker", "day"), name="shadowday_one_a_day"),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=plimsoll.records.tenancy.OrgKey(name="shadowday_key"),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=plimsoll.records.tenancy.SameOrg(field="spell", name="shadowday_spell_same_org"),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="shadowday_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="shadowday",
            constraint=plimsoll.records.tenancy.SameOrg(field="criteria_set", name="shadowday_criteria_set_same_org"),
        ),
        Guard("records_blindexercise"),
        Remember("records_blindexercise"),
        Guard("records_blindorder", may=APPEND_ONLY),
        Remember("records_blindorder"),
        Guard("records_shadowspell"),
        Remember("records_shadowspell"),
        # Seen by those who may know of each of its cases, and never changed.
        Guard(
            "records_shadowday",
            may=APPEND_ONLY,
            unless=("NOT cases && ARRAY(SELECT records_hidden_cases())",),
            written_anyway=True,
        ),
        Remember("records_shadowday"),
        Define("records_shadowed_organisations()", SHADOWED, grant=True),
    ]
