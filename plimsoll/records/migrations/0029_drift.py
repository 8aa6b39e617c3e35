"""New information: what came in from outside about the child of a case, and what somebody said that it means; being
suspended as a reason for absence; how many open cases nobody looks after; an organisation's own signs of drift; what
somebody has seen of what they are told, and of what they want to be told."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, ORG, Define, Guard, Remember, hidden

# How many open cases are restricted to people of whom nobody works here any more with a role that sees cases: nobody at all
# sees these, so the database counts them. It names none.
LOST = f"""
    CREATE FUNCTION records_lost_cases(seeing text[], today date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT count(*) FROM records_case c
        JOIN records_restriction s ON s.org_id = c.org_id AND s.case_id = c.id AND s.to_at IS NULL
        WHERE c.org_id = {ORG} AND c.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM records_namedperson n
            JOIN records_worker w ON w.org_id = n.org_id AND w.id = n.worker_id
                AND (w.left_on IS NULL OR w.left_on > today)
            JOIN records_roleheld r ON r.org_id = w.org_id AND r.worker_id = w.id AND r.role = ANY(seeing)
                AND r.from_date <= today AND (r.to_date IS NULL OR r.to_date > today)
            WHERE n.org_id = c.org_id AND n.case_id = c.id AND n.to_at IS NULL)
    $$
"""


class Migration(migrations.Migration):
    """Four tables, each with its guard and its past; kinds of absence and of notice are allowed one by one, with more; a function."""

    dependencies = [
        ("records", "0028_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="DriftVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("agreed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NewInformation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=200)),
                ("means", models.CharField(max_length=40)),
                ("what", models.TextField()),
                ("danger", models.BooleanField(default=False)),
                ("happened_at", models.DateTimeField(null=True)),
                ("time_known", models.BooleanField(default=True)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=40, null=True)),
                ("meaning", models.CharField(max_length=2000, null=True)),
                ("dealt_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("told", models.BooleanField()),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeSeen",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.UUIDField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="absence",
            name="absence_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_kind_code",
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["LEAVE", "SICKNESS", "TRAINING", "OTHER", "SUSPENDED"])),
                name="absence_kind_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "ALLOCATED",
                            "INFORMATION",
                            "DUE_SOON",
                            "OVERDUE",
                            "OTHER",
                            "ACT_NOW",
                            "LATE_INFORMATION",
                            "UNCOVERED",
                        ],
                    )
                ),
                name="notice_kind_code",
            ),
        ),
        migrations.AddField(
            model_name="driftversion",
            name="agreed_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="driftversion",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="newinformation",
            name="case",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.case",
            ),
        ),
        migrations.AddField(
            model_name="newinformation",
            name="dealt_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="newinformation",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="newinformation",
            name="recorded_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="noticechoice",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="noticechoice",
            name="worker",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="noticeseen",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="noticeseen",
            name="worker",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="driftversion",
            index=models.Index(fields=["org", "agreed_by"], name="records_dri_org_id_53c857_idx"),
        ),
        migrations.AddConstraint(
            model_name="driftversion",
            constraint=models.UniqueConstraint(fields=("org", "key", "version"), name="driftversion_one_per_version"),
        ),
        migrations.AddConstraint(
            model_name="driftversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="driftversion_text_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="driftversion",
            constraint=plimsoll.records.tenancy.OrgKey(name="driftversion_key"),
        ),
        migrations.AddConstraint(
            model_name="driftversion",
            constraint=plimsoll.records.tenancy.SameOrg(field="agreed_by", name="driftversion_agreed_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="newinformation",
            index=models.Index(
                condition=models.Q(("dealt_at__isnull", True)),
                fields=["org", "received_at"],
                name="newinformation_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="newinformation",
            index=models.Index(fields=["org", "case"], name="records_new_org_id_b50d16_idx"),
        ),
        migrations.AddIndex(
            model_name="newinformation",
            index=models.Index(fields=["org", "recorded_by"], name="records_new_org_id_8cd89c_idx"),
        ),
        migrations.AddIndex(
            model_name="newinformation",
            index=models.Index(fields=["org", "dealt_by"], name="records_new_org_id_53f9f5_idx"),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="newinformation_source_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="newinformation_what_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_at__isnull", True), ("received_at__gte", models.F("happened_at")), _connector="OR"
                ),
                name="newinformation_happened_before_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__isnull", True), ("due_at__gte", models.F("received_at")), _connector="OR"),
                name="newinformation_received_before_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_at__isnull", True), ("recorded_at__gte", models.F("received_at")), _connector="OR"
                ),
                name="newinformation_received_before_recorded",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dealt_at__isnull", False),
                        ("dealt_by__isnull", False),
                        ("meaning__isnull", False),
                        ("outcome__isnull", False),
                    ),
                    models.Q(
                        ("dealt_at__isnull", True),
                        ("dealt_by__isnull", True),
                        ("meaning__isnull", True),
                        ("outcome__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="newinformation_whole_dealing",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dealt_at__isnull", True), ("dealt_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="newinformation_recorded_before_dealt",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=plimsoll.records.tenancy.OrgKey(name="newinformation_key"),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="newinformation_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="recorded_by", name="newinformation_recorded_by_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=plimsoll.records.tenancy.SameOrg(field="dealt_by", name="newinformation_dealt_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["IMMEDIATE_HARM", "SAFEGUARDING", "POLICE", "HEALTH", "SCHOOL", "FAMILY", "OTHER"])
                ),
                name="newinformation_kind_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(("means__in", ["PHONE", "EMAIL", "FORM", "IN_PERSON", "LETTER"])),
                name="newinformation_means_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="newinformation",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["NOTHING_CHANGES", "ON_RECORD", "JUDGED"])),
                name="newinformation_outcome_code",
            ),
        ),
        migrations.AddIndex(
            model_name="noticechoice",
            index=models.Index(fields=["org", "worker"], name="records_not_org_id_e3984c_idx"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.UniqueConstraint(fields=("org", "worker", "kind"), name="noticechoice_one_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "ACT_NOW"), ("told", False), _negated=True),
                name="noticechoice_act_now_is_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=plimsoll.records.tenancy.OrgKey(name="noticechoice_key"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="noticechoice_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "ALLOCATED",
                            "INFORMATION",
                            "DUE_SOON",
                            "OVERDUE",
                            "OTHER",
                            "ACT_NOW",
                            "LATE_INFORMATION",
                            "UNCOVERED",
                        ],
                    )
                ),
                name="noticechoice_kind_code",
            ),
        ),
        migrations.AddIndex(
            model_name="noticeseen",
            index=models.Index(fields=["org", "worker"], name="records_not_org_id_76c059_idx"),
        ),
        migrations.AddConstraint(
            model_name="noticeseen",
            constraint=models.UniqueConstraint(fields=("org", "worker", "kind", "about"), name="noticeseen_once"),
        ),
        migrations.AddConstraint(
            model_name="noticeseen",
            constraint=plimsoll.records.tenancy.OrgKey(name="noticeseen_key"),
        ),
        migrations.AddConstraint(
            model_name="noticeseen",
            constraint=plimsoll.records.tenancy.SameOrg(field="worker", name="noticeseen_worker_same_org"),
        ),
        migrations.AddConstraint(
            model_name="noticeseen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "ALLOCATED",
                            "INFORMATION",
                            "DUE_SOON",
                            "OVERDUE",
                            "OTHER",
                            "ACT_NOW",
                            "LATE_INFORMATION",
                            "UNCOVERED",
                        ],
                    )
                ),
                name="noticeseen_kind_code",
            ),
        ),
        Guard("records_newinformation", unless=(hidden("case_id", "cases"),)),
        Remember("records_newinformation", case="case_id"),
        Guard("records_driftversion", may=APPEND_ONLY),
        Remember("records_driftversion"),
        Guard("records_noticeseen", may=APPEND_ONLY),
        Remember("records_noticeseen"),
        Guard("records_noticechoice"),
        Remember("records_noticechoice"),
        Define("records_lost_cases(text[], date)", LOST, grant=True),
    ]
