"""What a referral reports, in one of three words. Of referrals that were taken in before, and in the past, it is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, and the check of its words."""

    dependencies = [("records", "0022_trust")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="reported",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("reported__in", ["HARM", "CARE", "HELP"])), name="referral_reported_code"
            ),
        ),
    ]
