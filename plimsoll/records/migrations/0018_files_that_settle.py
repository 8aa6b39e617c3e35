"""A later file can say otherwise than an earlier one did, so that nothing is left to decide."""

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0017_criteria_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="importmatter",
            name="superseded_by",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.import",
            ),
        ),
        migrations.AddIndex(
            model_name="importmatter",
            index=models.Index(fields=["org", "superseded_by"], name="records_imp_org_id_84855d_idx"),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_at__isnull", True), ("superseded_by__isnull", True), _connector="OR"),
                name="importmatter_decided_or_superseded",
            ),
        ),
        migrations.AddConstraint(
            model_name="importmatter",
            constraint=plimsoll.records.tenancy.SameOrg(
                field="superseded_by", name="importmatter_superseded_by_same_org"
            ),
        ),
    ]
