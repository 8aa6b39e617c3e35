"""The first table of notices goes: nothing but invented towns was ever written into it, and nobody read it. What somebody is
told is worked out from the records, and what they have seen of it stands in a table of its own."""

from django.db import migrations

from plimsoll.records.guards import Unguard


class Migration(migrations.Migration):
    """One table, with its guard."""

    dependencies = [
        ("records", "0031_words_of_events"),
    ]

    operations = [
        Unguard("records_notice"),
        migrations.DeleteModel(name="Notice"),
    ]
