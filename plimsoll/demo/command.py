"""`plimsoll demo`: an invented town in a database of its own, served on this machine."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from plimsoll.cli.processes import Process, Signals, stop
from plimsoll.cli.serve import Refused, say, serve
from plimsoll.core.terms import Role

# Said for a real installation, they are not meant for the town: it has its own database, and no TLS before it.
SET_ASIDE = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLIMSOLL_SECURE", "PLIMSOLL_DEBUG")
MAKE_TOWN = ["-m", "plimsoll", "town", "--into-database"]
SHOWN = (Role.PRACTITIONER, Role.SUPERVISOR, Role.SERVICE_MANAGER)

WHO = """
    SELECT DISTINCT ON (role) role, worker.name, account.email
    FROM records_roleheld held
    JOIN records_worker worker ON worker.org_id = held.org_id AND worker.id = held.worker_id
    JOIN records_user account ON account.id = worker.user_id AND account.is_active
    WHERE worker.left_on IS NULL AND (held.to_date IS NULL OR held.to_date > current_date)
    ORDER BY role, worker.sort_name, worker.id
"""


def demo_command(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for any that is free.")] = 8000,
    home: Annotated[Path, typer.Option(help="The folder of the town's database.")] = Path(".plimsoll") / "demo",
) -> None:
    """Serve an invented town, made once. Nobody in it is real, and signing in takes no password. Ctrl-C ends all of it."""
    aside = [name for name in SET_ASIDE if os.environ.pop(name, None)]
    if aside:
        counts = "counts" if len(aside) == 1 else "count"
        say(f"The town has a database of its own: {' and '.join(aside)} {counts} for nothing here.")
    os.environ["PLIMSOLL_HOME"] = str(home)
    raise SystemExit(
        serve(
            host="127.0.0.1", port=port, workers=2, invented=True, jobs=True, before=_make_town_if_none, after=_say_who
        )
    )


def _make_town_if_none(signals: Signals) -> None:
    """Makes the town where the database has no organisation yet.

    Raises
    ------
    Refused : a real organisation was added beside the town since: it is served by another command.
    """
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*), min(name) FILTER (WHERE NOT invented) FROM records_organisation")
        there, real = cursor.fetchone()
    if real is not None:
        raise Refused(_beside_a_real_one(real, os.environ["PLIMSOLL_HOME"]))
    if there:
        return
    say("Making the invented town, once ...")
    town = Process("town", MAKE_TOWN)
    town.start()
    while town.lives() and not signals.asked:
        signals.wait(1)
    stop([town], signals)
    if not signals.asked and town.status() != 0:
        raise Refused(
            "The invented town could not be made. What went wrong stands above; `plimsoll doctor` looks for more."
        )


def _beside_a_real_one(name: str, home: str) -> str:
    """What to do where the town's database holds a real organisation too."""
    return (
        f"'{name}' in this database is real, so nobody signs in here without a password any more. To serve it: "
        f"PLIMSOLL_HOME={shlex.quote(home)} plimsoll serve. For a town to try, in a database of its own: "
        "plimsoll demo --home ANOTHER-FOLDER."
    )


def _say_who(address: str) -> None:
    """Whom one can be: one name for each of the roles that show most."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    with connections["owner"].cursor() as cursor:
        cursor.execute(WHO)
        found = {role: (name, email) for role, name, email in cursor.fetchall()}
    connections.close_all()
    shown = [(role, *found[role]) for role in SHOWN if role in found]
    say("Nobody there is real. Sign in without a password" + (", for example as" if shown else "."))
    for role, name, email in shown:
        say(f"  {name}, {role.label} ({email})")
