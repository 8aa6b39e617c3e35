"""Who is signed in: read before any organisation is known, so no policy stands before it."""

from django.db import migrations

from plimsoll.records.guards import Guard


class Migration(migrations.Migration):
    """What the web role may do to Django's sessions."""

    dependencies = [("records", "0004_audit"), ("sessions", "0001_initial")]

    operations = [Guard("django_session", may="SELECT, INSERT, UPDATE, DELETE", column=None)]
