"""Files are read and undone by jobs: what each waits for is a state of its own, and one that was not read yet tells neither
its layout nor its day.

In the past before this a file stood in the list once it had been read, and was undone in one step.
"""

from importlib import import_module

from django.db import migrations, models

from plimsoll.records.guards import Redefine

_BEFORE = import_module("plimsoll.records.migrations.0010_imports").UNDO.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
# One that is taken back is being undone by then; what runs of the code before this still undoes it at once.
UNDO = _BEFORE.replace("i.state = 'APPLIED'", "i.state IN ('APPLIED', 'UNDOING')")


class Migration(migrations.Migration):
    """States, what is known in each, and the function that undoes."""

    dependencies = [("records", "0015_teams_of_files")]

    operations = [
        migrations.RemoveConstraint(model_name="import", name="import_state_code"),
        migrations.AlterField(model_name="import", name="facts_on", field=models.DateField(null=True)),
        migrations.AlterField(model_name="import", name="layout", field=models.CharField(max_length=40, null=True)),
        migrations.AlterField(model_name="importfile", name="understood", field=models.JSONField(default=dict)),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["READING", "UNREADABLE", "LEFT"]),
                    models.Q(("facts_on__isnull", False), ("layout__isnull", False)),
                    _connector="OR",
                ),
                name="import_known_once_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["UNDOING", "UNDONE"]), ("undone_at__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["UNDOING", "UNDONE"]), _negated=True), ("undone_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="import_undone_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("failed", ""), ("state__in", ["UNREADABLE", "FAILED"]), _negated=True),
                name="import_failed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "STAGED",
                            "APPLYING",
                            "APPLIED",
                            "UNDONE",
                            "LEFT",
                            "FAILED",
                            "READING",
                            "UNREADABLE",
                            "UNDOING",
                        ],
                    )
                ),
                name="import_state_code",
            ),
        ),
        Redefine(UNDO, _BEFORE),
    ]
