"""`migrate`, which makes the tables in seconds.

While Django migrates it keeps a picture of the tables: a class for each. For every step it makes anew the class that the
step changes and all that are linked with it; here every table leads to the organisation, so those are all there are, and
twenty seconds went into it on every new database. A step that adds a table, a column, an index or a constraint, or takes an
index or a constraint away, changes one class. Only that is made anew here; the others point at the one from before, whose
table and key are the same. The picture is marked as Django marks one that is not whole: code that a migration runs over
rows is given a whole one, and so is every other step.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ModelState, ProjectState

OF_ONE_TABLE = ("add_model", "add_field", "add_index", "remove_index", "add_constraint", "remove_constraint")


class Command(migrate.Command):
    """Django's own, with a picture that is made anew only where it changes."""

    def handle(self, *said: Any, **options: Any) -> None:
        """Migrates."""
        with one_class_at_a_time():
            super().handle(*said, **options)


@contextmanager
def one_class_at_a_time() -> Iterator[None]:
    """Within, a step that changes one table makes one class anew, and any other step all of them."""
    usual = {name: getattr(ProjectState, name) for name in (*OF_ONE_TABLE, "reload_model")}
    for name, step in usual.items():
        setattr(ProjectState, name, _alone(step) if name in OF_ONE_TABLE else _whole(step))
    try:
        yield
    finally:
        for name, step in usual.items():
            setattr(ProjectState, name, step)


def _alone(step: Callable[..., None]) -> Callable[..., None]:
    def taken(self: ProjectState, table: ModelState | str, *said: Any) -> None:
        classes = self.__dict__.pop("apps", None)  # where there are none yet, a step makes none
        step(self, table, *said)
        if classes is not None:
            self.apps, self.is_delayed = classes, True
            self._reload({(table.app_label, table.name_lower) if isinstance(table, ModelState) else (table, said[0])})

    return taken


def _whole(reload: Callable[..., None]) -> Callable[..., None]:
    def taken(self: ProjectState, *said: Any, **more: Any) -> None:
        if self.is_delayed:
            self.__dict__.pop("apps", None)  # all are made when one is asked for
        else:
            reload(self, *said, **more)

    return taken
