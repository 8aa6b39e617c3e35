"""What only files bring: a case whose source cannot say when the child was seen, and what waits for the next file. Both
are empty in the past before it, which reads as no."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies = [("records", "0008_sealed")]

    operations = [
        migrations.AddField("case", "seen_unrecorded", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("event", "awaits_file", models.BooleanField(default=False, db_default=False)),
    ]
