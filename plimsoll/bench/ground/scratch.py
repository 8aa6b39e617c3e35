"""A home and a database server of the measurement's own, with an invented town, for as long as it takes."""

import os
import shutil
from contextlib import ExitStack, closing
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from plimsoll.config.databases import DATABASE, OWNER, WEB, provision
from plimsoll.config.embedded import SUPERUSER, Cluster, cluster
from plimsoll.config.keeper import needed
from plimsoll.config.setup import with_django
from plimsoll.core.calendar import LONDON

# Said for a real installation, they are not meant for the measurement.
SET_ASIDE = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLIMSOLL_SECURE", "PLIMSOLL_DEBUG")
WORKERS, WORKERS_QUICK = 40, 2
SEED = 2026


class Scratch:
    """A folder of its own; a server and an invented town where a part asks for them. All of it goes at the end."""

    def __init__(self, quick: bool) -> None:
        self.quick = quick
        self._open = ExitStack()
        self._place: Cluster | None = None
        self._made: list[Any] = []
        self.environment = dict(os.environ)  # as it was: further down it is changed for Django

    def __enter__(self) -> "Scratch":
        self.folder = Path(mkdtemp(prefix="plimsoll-ground-"))
        self._open.callback(shutil.rmtree, self.folder, ignore_errors=True)
        today = datetime.now(LONDON).date()
        self.monday = today - timedelta(today.weekday())
        return self

    def __exit__(self, *_: object) -> None:
        for made in self._made:
            made.close()
        self._open.close()

    @property
    def home(self) -> Path:
        """Of the server that the parts share."""
        return self.folder / "home"

    @property
    def at(self) -> datetime:
        """The clock of the town: nine o'clock on its Monday."""
        return datetime.combine(self.monday, time(9), LONDON)

    def own_environment(self, home: Path) -> dict[str, str]:
        """The environment of a process that is to have that home, and nothing of a real installation."""
        kept = {name: value for name, value in self.environment.items() if name not in SET_ASIDE}
        return kept | {"PLIMSOLL_HOME": str(home)}

    def forget(self, home: Path) -> None:
        """At the end, what a server left elsewhere is taken away too."""
        place = cluster(home)
        for folder in (place.place, place.socket):
            self._open.callback(shutil.rmtree, folder, ignore_errors=True)

    def town(self) -> None:
        """The server runs and its first database holds an invented town, made once. Django is ready, and leads there."""
        if self._place is not None:
            self.use(DATABASE)
            return
        home = self.home
        for name in SET_ASIDE:
            os.environ.pop(name, None)
        os.environ["PLIMSOLL_HOME"] = str(home)
        self.forget(home)
        self._place = self._open.enter_context(needed(home))
        provision(self._place)
        with_django()
        from django.conf import settings  # noqa: PLC0415 - Django is ready only now
        from django.db import connections  # noqa: PLC0415 - the same

        from plimsoll.config.schema import bring_up_to_date  # noqa: PLC0415 - the same
        from plimsoll.demo.filling import make_town  # noqa: PLC0415 - the same

        assert Path(settings.HOME) == home, "Django was made ready for another home: a process of its own is needed."
        self._open.callback(connections.close_all)
        bring_up_to_date()
        make_town(workers=WORKERS_QUICK if self.quick else WORKERS, seed=SEED, as_at=self.monday)
        self.say_as_superuser("VACUUM ANALYZE")

    def copy(self, name: str, *, of: str = DATABASE) -> None:
        """One database more: a copy of another, with all its rows, to which nobody may be connected meanwhile."""
        from django.db import connections  # noqa: PLC0415 - Django is ready only now

        connections.close_all()
        for made in self._made:
            made.close()
        self.say_as_superuser(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*map(sql.Identifier, (name, of, OWNER))),
            database="postgres",
        )
        self.say_as_superuser(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*map(sql.Identifier, (name, WEB))))

    def use(self, name: str) -> None:
        """From now on Django's connections lead to another database of the server."""
        from django.db import connections  # noqa: PLC0415 - Django is ready only now

        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias] = self.connection(alias, name)

    def connection(self, alias: str, name: str, *, user: str | None = None) -> Any:
        """A connection of Django's beside the others, to a database of the server, as the role of the alias or another."""
        from django.db import connections  # noqa: PLC0415 - Django is ready only now

        made = connections.create_connection(alias)
        made.settings_dict = {**made.settings_dict, "NAME": name, **({"USER": user} if user else {})}
        self._made.append(made)
        return made

    def say_as_superuser(self, statement: Any, *, database: str = DATABASE) -> None:
        """A statement outside of any transaction."""
        with closing(psycopg.connect(self.url(SUPERUSER, database), autocommit=True)) as server:
            server.execute(statement)

    def url(self, user: str, database: str) -> str:
        """Where to connect as a user."""
        assert self._place is not None
        return self._place.url(user, database)


def busiest() -> tuple[UUID, UUID, list[UUID]]:
    """The worker who holds most open cases, and these cases: organisation, worker, cases. Asked as the owner."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    with connections["owner"].cursor() as cursor:
        cursor.execute(BUSIEST)
        org, worker, cases = cursor.fetchone()
    return org, worker, list(cases)


BUSIEST = """
    SELECT a.org_id, a.worker_id, array_agg(c.id ORDER BY c.id) FROM records_allocation a
    JOIN records_case c ON c.org_id = a.org_id AND c.id = a.case_id
    JOIN records_worker w ON w.org_id = a.org_id AND w.id = a.worker_id AND w.left_on IS NULL
    WHERE a.to_at IS NULL AND c.closed_at IS NULL
    GROUP BY 1, 2 ORDER BY count(*) DESC, 2 LIMIT 1
"""
