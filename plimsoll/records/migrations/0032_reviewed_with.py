"""What the supervisor with whom an order of work was gone through said to that. Reviews made before have no answer: their
supervisors are asked from now on."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember


class Migration(migrations.Migration):
    """One table, and three checks made anew for three more kinds of notice."""

    dependencies = [
        ("records", "0031_words_of_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("agreed", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="noticechoice",
            name="noticechoice_kind_code",
        ),
        migrations.RemoveConstraint(
            model_name="noticeseen",
            name="noticeseen_kind_code",
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
                            "REVIEW_ASKED",
                            "REVIEW_ANSWERED",
                            "COUNTERSIGN_ANSWERED",
                        ],
                    )
                ),
                name="notice_kind_code",
            ),
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
                            "REVIEW_ASKED",
                            "REVIEW_ANSWERED",
                            "COUNTERSIGN_ANSWERED",
                        ],
                    )
                ),
                name="noticechoice_kind_code",
            ),
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
                            "REVIEW_ASKED",
                            "REVIEW_ANSWERED",
                            "COUNTERSIGN_ANSWERED",
                        ],
                    )
                ),
                name="noticeseen_kind_code",
            ),
        ),
        migrations.AddField(
            model_name="reviewanswer",
            name="answered_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="reviewanswer",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="reviewanswer",
            name="review",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.prioritisationreview",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewanswer",
            index=models.Index(fields=["org", "review"], name="records_rev_org_id_9fc627_idx"),
        ),
        migrations.AddIndex(
            model_name="reviewanswer",
            index=models.Index(fields=["org", "answered_by"], name="records_rev_org_id_fe632f_idx"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.UniqueConstraint(fields=("org", "review"), name="reviewanswer_one_per_review"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed", True), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="reviewanswer_no_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=plimsoll.records.tenancy.OrgKey(name="reviewanswer_key"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=plimsoll.records.tenancy.SameOrg(field="review", name="reviewanswer_review_same_org"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=plimsoll.records.tenancy.SameOrg(field="answered_by", name="reviewanswer_answered_by_same_org"),
        ),
        # Seen by those who see its review, and never changed.
        Guard(
            "records_reviewanswer",
            may=APPEND_ONLY,
            unless=("review_id IN (SELECT id FROM records_prioritisationreview)",),
            written_anyway=True,
        ),
        Remember("records_reviewanswer"),
    ]
