"""Steps of a migration that guard a table: who sees a row, who may do what, and what is remembered.

`Guard` is for every table of an organisation, `Remember` for every table that an engine reads. A new table without its
guard fails a test.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

# After a transaction that set it, PostgreSQL remembers a setting of ours as '' and not as nothing.
ORG = "nullif(current_setting('plimsoll.org', true), '')::uuid"
VIEWER = "nullif(current_setting('plimsoll.viewer', true), '')::uuid"
PRODUCT = "00000000-0000-0000-0000-000000000000"  # the viewer where nobody asks, but the product itself: all is there
APPEND_ONLY = "SELECT, INSERT"
NEVER_DELETED = "SELECT, INSERT, UPDATE"


def web_role() -> str:
    """The role that serves people, as a quoted name."""
    return '"' + connections["default"].settings_dict["USER"].replace('"', '""') + '"'


class _Step(Operation):
    """A step that is SQL alone, can be taken back, and leaves Django's picture of the tables as it is."""

    reduces_to_sql = True
    reversible = True

    def forwards(self) -> list[str]:
        """What the step says to the database."""
        raise NotImplementedError

    def backwards(self) -> list[str]:
        """What takes it back."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        self._say(self.forwards(), app_label, editor)

    def database_backwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        self._say(self.backwards(), app_label, editor)

    def _say(self, statements: list[str], app_label: str, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.alias != "owner":  # as the router says of tables
            return
        for statement in statements:
            editor.execute(statement, params=None)  # none, or a % in it would be taken for a place


# Each hides what the viewer may not know of: `records_hidden_cases()` and those that follow from it.
HIDEABLE = ("appointments", "cases", "children", "households")


def hidden(column: str, what: str) -> str:
    """A condition: the column names nothing that is hidden from the viewer. `NOT IN (SELECT ...)` is asked once a query;
    `<> ALL(array)` once a row, and took seconds."""
    assert what in HIDEABLE, what
    return f"({column} IS NULL OR {column} NOT IN (SELECT records_hidden_{what}()))"


class Guard(_Step):
    """Rows are seen by their own organisation alone, and the web role may do no more to them than is said.

    ENABLE and not FORCE: forced on the owner too, a data migration would quietly change no row.

    Parameters
    ----------
    may : what the web role may do; column : what holds the organisation, or None where the table belongs to none.
    unless : conditions that a row must meet besides, mostly of `hidden`; they hold for reading and writing, or for
        reading alone where `written_anyway`: the trail also takes what its writer may no longer see.
    """

    def __init__(
        self,
        table: str,
        *,
        may: str = NEVER_DELETED,
        column: str | None = "org_id",
        unless: tuple[str, ...] = (),
        written_anyway: bool = False,
    ) -> None:
        self.table, self.may, self.column = table, may, column
        self.unless, self.written_anyway = unless, written_anyway

    def forwards(self) -> list[str]:
        grant = [f'GRANT {self.may} ON "{self.table}" TO {web_role()}'] if self.may else []
        if self.column is None:
            return grant
        own = f"{self.column} = {ORG}"
        check = f" WITH CHECK ({own})" if self.written_anyway else ""
        return [
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY own_organisation ON "{self.table}" USING ({" AND ".join((own, *self.unless))}){check}',
            *grant,
        ]

    def backwards(self) -> list[str]:
        revoke = f'REVOKE ALL ON "{self.table}" FROM {web_role()}'
        if self.column is None:
            return [revoke]
        return [
            f'DROP POLICY own_organisation ON "{self.table}"',
            f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY',
            revoke,
        ]


class Unguard(Guard):
    """The guard of a table that goes: taken off before, and put on again where the way back makes the table anew."""

    def forwards(self) -> list[str]:
        return super().backwards()

    def backwards(self) -> list[str]:
        return super().forwards()


class Regrant(_Step):
    """What the web role may do to a table from now on; `before`, what it might."""

    def __init__(self, table: str, *, may: str, before: str) -> None:
        self.table, self.may, self.before = table, may, before

    def forwards(self) -> list[str]:
        return self._granted(self.may)

    def backwards(self) -> list[str]:
        return self._granted(self.before)

    def _granted(self, may: str) -> list[str]:
        grant = [f'GRANT {may} ON "{self.table}" TO {web_role()}'] if may else []
        return [f'REVOKE ALL ON "{self.table}" FROM {web_role()}', *grant]


class Remember(_Step):
    """Every version of every row is kept in the history. `case` is the column that says which case a row hangs on."""

    def __init__(self, table: str, *, case: str = "") -> None:
        self.table, self.case = table, case

    def forwards(self) -> list[str]:
        return [
            f'CREATE TRIGGER remember AFTER INSERT OR UPDATE OR DELETE ON "{self.table}" '
            f"FOR EACH ROW EXECUTE FUNCTION records_remember('{self.case}')"
        ]

    def backwards(self) -> list[str]:
        return [f'DROP TRIGGER remember ON "{self.table}"']


class Fill(_Step):
    """The database fills in an entry of the trail."""

    def __init__(self, table: str) -> None:
        self.table = table

    def forwards(self) -> list[str]:
        return [
            f'CREATE TRIGGER fill BEFORE INSERT ON "{self.table}" FOR EACH ROW EXECUTE FUNCTION records_fill_entry()'
        ]

    def backwards(self) -> list[str]:
        return [f'DROP TRIGGER fill ON "{self.table}"']


class Define(_Step):
    """A function of the database. `grant`: the web role may call it, and nobody else."""

    def __init__(self, signature: str, body: str, *, grant: bool = False) -> None:
        self.signature, self.body, self.grant = signature, body, grant

    def forwards(self) -> list[str]:
        made = [self.body, f"REVOKE ALL ON FUNCTION {self.signature} FROM PUBLIC"]
        return [*made, f"GRANT EXECUTE ON FUNCTION {self.signature} TO {web_role()}"] if self.grant else made

    def backwards(self) -> list[str]:
        return [f"DROP FUNCTION {self.signature}"]


class Redefine(_Step):
    """A function of the database says something else from now on; who may call it stays. `before`: what it said."""

    def __init__(self, body: str, before: str) -> None:
        self.body, self.before = body, before

    def forwards(self) -> list[str]:
        return [self.body]

    def backwards(self) -> list[str]:
        return [self.before]


class IndexBy(_Step):
    """An index by what Django has no word for: `way` is its kind, what it is by, and of which rows."""

    def __init__(self, name: str, table: str, way: str) -> None:
        self.name, self.table, self.way = name, table, way

    def forwards(self) -> list[str]:
        return [f'CREATE INDEX "{self.name}" ON "{self.table}" USING {self.way}']

    def backwards(self) -> list[str]:
        return [f'DROP INDEX "{self.name}"']


class GrantQueue(_Step):
    """What the web role needs of procrastinate beside its tables: the numbers of new rows, and its functions, found by name
    as a new version of it brings others. They run with the caller's own rights."""

    def forwards(self) -> list[str]:
        return [
            f"GRANT USAGE ON SEQUENCE {_NUMBERS} TO {web_role()}",
            _ON_EACH_FUNCTION.format(say="REVOKE ALL", whom="FROM PUBLIC"),
            _ON_EACH_FUNCTION.format(say="GRANT EXECUTE", whom=f"TO {web_role()}"),
        ]

    def backwards(self) -> list[str]:
        return [
            _ON_EACH_FUNCTION.format(say="GRANT EXECUTE", whom="TO PUBLIC"),
            _ON_EACH_FUNCTION.format(say="REVOKE ALL", whom=f"FROM {web_role()}"),
            f"REVOKE ALL ON SEQUENCE {_NUMBERS} FROM {web_role()}",
        ]


_NUMBERS = "procrastinate_jobs_id_seq, procrastinate_periodic_defers_id_seq, procrastinate_events_id_seq"
_ON_EACH_FUNCTION = """
    DO $$
    DECLARE
        called regprocedure;
    BEGIN
        FOR called IN SELECT oid FROM pg_proc
            WHERE starts_with(proname, 'procrastinate_') AND pronamespace = 'public'::regnamespace
        LOOP
            EXECUTE '{say} ON FUNCTION ' || called::text || ' {whom}';
        END LOOP;
    END
    $$
"""
