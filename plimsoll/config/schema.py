"""The tables are as this version of the program needs them, or are made so. Django is ready."""

from contextlib import closing
from typing import Any

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from plimsoll.config.databases import ONE_AT_A_TIME


class NotMigrated(Exception):
    """The tables could not be brought up to date; the message says why and what to do."""


def unapplied() -> list[str]:
    """Migrations that the database does not have yet, in their order."""
    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


def unknown() -> list[str]:
    """Migrations of ours that the database has and this version of the program does not know: the database is newer."""
    loader = MigrationExecutor(connections["owner"]).loader
    known = set(loader.disk_migrations)
    return sorted(
        f"{app} {name}" for app, name in loader.applied_migrations if app == "records" and (app, name) not in known
    )


def bring_up_to_date() -> int:
    """Applies what is unapplied, as the owner; how many. Of several at once, one does it and the others wait.

    Raises
    ------
    NotMigrated : a migration fails; those before it stay, it leaves nothing.
    """
    if not unapplied():
        return 0
    with closing(connections["owner"].cursor()) as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            found = unapplied()
            if found:
                call_command("migrate", database="owner", verbosity=0, interactive=False)
        except (DatabaseError, CommandError) as fault:
            raise NotMigrated(_refusal(found, fault)) from fault
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
    return len(found)


def _refusal(found: list[str], fault: Any) -> str:
    reason = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
    return (
        f"The tables could not be brought up to date ({reason}). What was there before is as it was. DATABASE_OWNER_URL "
        f"must lead to a role that owns the database; not applied yet: {', '.join(found[:3])}"
        f"{' and more' if len(found) > 3 else ''}."
    )
