"""Names of teams in files are settled as those of people are. In the past before this no meaning names a team."""

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy


class Migration(migrations.Migration):
    """A column, the word, and that a meaning may be a team."""

    dependencies = [("records", "0014_placings")]

    operations = [
        migrations.RemoveConstraint(
            model_name="meaning",
            name="meaning_means_something",
        ),
        migrations.RemoveConstraint(
            model_name="meaning",
            name="meaning_kind_code",
        ),
        migrations.AddField(
            model_name="meaning",
            name="team",
            field=plimsoll.records.tenancy.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.team",
            ),
        ),
        migrations.AddIndex(
            model_name="meaning",
            index=models.Index(fields=["org", "team"], name="records_mea_org_id_4d53da_idx"),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("means", ""), _negated=True),
                    ("worker__isnull", False),
                    ("team__isnull", False),
                    _connector="OR",
                ),
                name="meaning_means_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=plimsoll.records.tenancy.SameOrg(field="team", name="meaning_team_same_org"),
        ),
        migrations.AddConstraint(
            model_name="meaning",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["VALUE", "PERSON", "TEAM"])), name="meaning_kind_code"
            ),
        ),
    ]
