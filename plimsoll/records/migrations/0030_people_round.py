"""Who is round a child, in more detail, and who the child is; what people were told; staff safety notes.

The new columns of children and contacts are empty in the past: nobody had asked.
"""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import APPEND_ONLY, Guard, Remember, hidden


class Migration(migrations.Migration):
    """Two tables, their guards, their past; columns."""

    dependencies = [
        ("records", "0029_drift"),
    ]

    operations = [
        migrations.CreateModel(
            name="SafetyNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=2000)),
                ("source", models.CharField(max_length=500)),
                ("review_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(max_length=500, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("told_on", models.DateField()),
                ("what", models.CharField(max_length=2000)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="child",
            name="child_one_per_nhs_number",
        ),
        migrations.RemoveConstraint(
            model_name="familyrelation",
            name="familyrelation_kinship_code",
        ),
        migrations.RemoveConstraint(
            model_name="networkcontact",
            name="networkcontact_from_before_to",
        ),
        migrations.AddField(
            model_name="child",
            name="communication",
            field=models.CharField(blank=True, db_default="", default="", max_length=2000),
        ),
        migrations.AddField(
            model_name="child",
            name="disabilities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=models.Value("{}"), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="child",
            name="ethnicity",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="child",
            name="interpreter",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="child",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="child",
            name="sex",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="child",
            name="upn",
            field=models.CharField(blank=True, db_default="", default="", max_length=13),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="bond",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="born_year",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="couple",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="died",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="lives_with",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="parent_of",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.networkcontact",
            ),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="partner",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.networkcontact",
            ),
        ),
        migrations.AddField(
            model_name="networkcontact",
            name="sex",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["org", "nhs_number"], name="child_by_nhs_number"),
        ),
        migrations.AddIndex(
            model_name="networkcontact",
            index=models.Index(fields=["org", "partner"], name="records_net_org_id_8f6fd6_idx"),
        ),
        migrations.AddIndex(
            model_name="networkcontact",
            index=models.Index(fields=["org", "parent_of"], name="records_net_org_id_575300_idx"),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "disabilities__contained_by",
                        ["NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA"],
                    )
                ),
                name="child_disability_codes",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(condition=models.Q(("sex__in", ["F", "M", "U"])), name="child_sex_code"),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ethnicity__in",
                        [
                            "WBRI",
                            "WIRI",
                            "WIRT",
                            "WROM",
                            "WOTH",
                            "MWBC",
                            "MWBA",
                            "MWAS",
                            "MOTH",
                            "AIND",
                            "APKN",
                            "ABAN",
                            "AOTH",
                            "BCRB",
                            "BAFR",
                            "BOTH",
                            "CHNE",
                            "OOTH",
                            "REFU",
                            "NOBT",
                        ],
                    )
                ),
                name="child_ethnicity_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kinship__in",
                        [
                            "PARENT",
                            "STEP_PARENT",
                            "SIBLING",
                            "GRANDPARENT",
                            "OTHER_RELATIVE",
                            "CARER",
                            "PARTNER_OF_PARENT",
                            "CHILD",
                            "HALF_SIBLING",
                            "STEP_SIBLING",
                        ],
                    )
                ),
                name="familyrelation_kinship_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"),
                name="networkcontact_from_before_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("born_year__isnull", True),
                    models.Q(("born_year__gte", 1900), ("born_year__lte", 2100)),
                    _connector="OR",
                ),
                name="networkcontact_born_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("couple__isnull", False), ("partner__isnull", False)),
                    models.Q(("couple__isnull", True), ("partner__isnull", True)),
                    _connector="OR",
                ),
                name="networkcontact_partner_and_couple",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("partner", models.F("id")), _negated=True), name="networkcontact_partner_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent_of", models.F("id")), _negated=True),
                name="networkcontact_parent_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=plimsoll.records.tenancy.SameOrg(field="partner", name="networkcontact_partner_same_org"),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=plimsoll.records.tenancy.SameOrg(field="parent_of", name="networkcontact_parent_of_same_org"),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["F", "M", "U"])), name="networkcontact_sex_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("bond__in", ["STRONG", "ORDINARY", "THIN", "STRAINED", "BROKEN"])),
                name="networkcontact_bond_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("couple__in", ["TOGETHER", "SEPARATED"])), name="networkcontact_couple_code"
            ),
        ),
        migrations.AddField(
            model_name="safetynote",
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
            model_name="safetynote",
            name="ended_by",
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
            model_name="safetynote",
            name="noted_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddField(
            model_name="safetynote",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="told",
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
            model_name="told",
            name="contact",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.networkcontact",
            ),
        ),
        migrations.AddField(
            model_name="told",
            name="org",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.organisation"
            ),
        ),
        migrations.AddField(
            model_name="told",
            name="told_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="safetynote",
            index=models.Index(fields=["org", "case"], name="records_saf_org_id_ad5836_idx"),
        ),
        migrations.AddIndex(
            model_name="safetynote",
            index=models.Index(fields=["org", "noted_by"], name="records_saf_org_id_46ff3c_idx"),
        ),
        migrations.AddIndex(
            model_name="safetynote",
            index=models.Index(fields=["org", "ended_by"], name="records_saf_org_id_ee7157_idx"),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="safetynote_text_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="safetynote_source_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("ended_why__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_why__isnull", True)),
                    _connector="OR",
                ),
                name="safetynote_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("noted_at")), _connector="OR"
                ),
                name="safetynote_noted_before_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=plimsoll.records.tenancy.OrgKey(name="safetynote_key"),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="safetynote_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=plimsoll.records.tenancy.SameOrg(field="noted_by", name="safetynote_noted_by_same_org"),
        ),
        migrations.AddConstraint(
            model_name="safetynote",
            constraint=plimsoll.records.tenancy.SameOrg(field="ended_by", name="safetynote_ended_by_same_org"),
        ),
        migrations.AddIndex(
            model_name="told",
            index=models.Index(fields=["org", "case"], name="records_tol_org_id_3bf6e8_idx"),
        ),
        migrations.AddIndex(
            model_name="told",
            index=models.Index(fields=["org", "contact"], name="records_tol_org_id_6b2a80_idx"),
        ),
        migrations.AddIndex(
            model_name="told",
            index=models.Index(fields=["org", "told_by"], name="records_tol_org_id_6a0b2a_idx"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="told_what_said"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=plimsoll.records.tenancy.OrgKey(name="told_key"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=plimsoll.records.tenancy.SameOrg(field="case", name="told_case_same_org"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=plimsoll.records.tenancy.SameOrg(field="contact", name="told_contact_same_org"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=plimsoll.records.tenancy.SameOrg(field="told_by", name="told_told_by_same_org"),
        ),
        Guard("records_told", may=APPEND_ONLY, unless=(hidden("case_id", "cases"),)),
        Remember("records_told", case="case_id"),
        Guard("records_safetynote", unless=(hidden("case_id", "cases"),)),
        Remember("records_safetynote", case="case_id"),
    ]
