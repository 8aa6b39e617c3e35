"""What every table of an organisation has in common, so that no model can forget it.

`Tenant` is the base of such tables. Its metaclass adds to each: the primary key (org_id, id), a composite foreign key
(org_id, x_id) for each `Within`, an index for it, and a check for each `Code`. Migrations show all of them written out.
"""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.db.models.base import ModelBase
from django.db.models.constraints import BaseConstraint

from plimsoll.core.terms import Term

Editor = BaseDatabaseSchemaEditor
CODE_LENGTH = 40


class Within(models.ForeignKey):
    """A row of the same organisation. The database holds it to that by (org_id, x_id), so Django's own key is left out."""

    def __init__(self, to: Any, **more: Any) -> None:
        settled = {"on_delete": models.PROTECT, "related_name": "+", "db_constraint": False, "db_index": False}
        super().__init__(to, **{**settled, **more})


@models.UUIDField.register_lookup
@Within.register_lookup
class Among(models.Lookup):
    """`x__among=[...]`: keys handed over as one value. `x__in` hands over one by one, which for a caseload takes Django
    longer than the answer takes the database."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The condition, and its one value; of no keys nothing is asked."""
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*params, list(self.rhs)]


class Code(models.CharField):
    """One word out of an enum of the practice, stored as its UPPER_CASE code. Migrations see a plain text."""

    if TYPE_CHECKING:  # a row holds the code itself

        def __get__(self, row: object, of: object = None) -> Any: ...
        def __set__(self, row: object, code: str | None) -> None: ...

    def __init__(self, terms: type[Term] | None = None, **more: Any) -> None:
        self.terms = terms
        super().__init__(**{"max_length": CODE_LENGTH, **more})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, more = super().deconstruct()
        return name, "django.db.models.CharField", args, more


class _Written(BaseConstraint):
    """A constraint that Django has no word for: written out as SQL, and left to the database to check."""

    def _clause(self, model: type[models.Model], editor: Editor) -> str:
        raise NotImplementedError

    def create_sql(self, model: type[models.Model], editor: Editor) -> None:
        """Put off to the end of the migration, when every table that it may name is there."""
        table, name = editor.quote_name(model._meta.db_table), editor.quote_name(self.name)
        editor.deferred_sql.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {self._clause(model, editor)}")

    def constraint_sql(self, model: type[models.Model], editor: Editor) -> None:
        self.create_sql(model, editor)

    def remove_sql(self, model: type[models.Model], editor: Editor) -> str:
        return f"ALTER TABLE {editor.quote_name(model._meta.db_table)} DROP CONSTRAINT {editor.quote_name(self.name)}"

    def validate(self, *args: object, **more: object) -> None:
        """The database checks it; asking beforehand would be a query too many, and a race."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Written) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


class OrgKey(_Written):
    """The primary key (org_id, id) in place of Django's (id): a distributed PostgreSQL can only keep a key that begins
    with what it spreads the rows by. To Django the key stays `id`."""

    def _clause(self, model: type[models.Model], editor: Editor) -> str:
        return "PRIMARY KEY (org_id, id)"

    def create_sql(self, model: type[models.Model], editor: Editor) -> None:
        table = model._meta.db_table
        editor.deferred_sql.insert(  # before the foreign keys, which need it
            0,
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey", ADD CONSTRAINT "{self.name}" PRIMARY KEY (org_id, id)',
        )

    def remove_sql(self, model: type[models.Model], editor: Editor) -> str:
        table = model._meta.db_table
        return f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}", ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (id)'


class SameOrg(_Written):
    """The foreign key (org_id, x_id): a row can only point at a row of its own organisation."""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _clause(self, model: type[models.Model], editor: Editor) -> str:
        field = model._meta.get_field(self.field)
        target = editor.quote_name(field.related_model._meta.db_table)
        return f"FOREIGN KEY (org_id, {editor.quote_name(field.column)}) REFERENCES {target} (org_id, id)"

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, more = super().deconstruct()
        return path, args, {**more, "field": self.field}


class TenantBase(ModelBase):
    """Adds to each table of an organisation what all of them promise."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **more: Any) -> Any:
        made = super().__new__(cls, name, bases, attrs, **more)
        if not made._meta.abstract:
            constraints = [*made._meta.constraints, *_promises(made)]
            indexes = [*made._meta.indexes, *_ways_in(made)]
            # Migrations read the original attributes to know that there are any.
            made._meta.constraints = made._meta.original_attrs["constraints"] = constraints
            made._meta.indexes = made._meta.original_attrs["indexes"] = indexes
        return made


class Tenant(models.Model, metaclass=TenantBase):
    """A row that belongs to one organisation and is invisible to every other."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    org = models.ForeignKey("records.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


def _pointers(model: type[models.Model]) -> list[Within]:
    return [field for field in model._meta.local_fields if isinstance(field, Within)]


def _promises(model: type[models.Model]) -> list[BaseConstraint]:
    short = model._meta.model_name
    codes = [field for field in model._meta.local_fields if isinstance(field, Code) and field.terms]
    return [
        OrgKey(name=f"{short}_key"),
        *(SameOrg(field=field.name, name=f"{short}_{field.name}_same_org") for field in _pointers(model)),
        *(
            models.CheckConstraint(
                condition=Q(**{f"{field.name}__in": [word.value for word in field.terms]}),
                name=f"{short}_{field.name}_code",
            )
            for field in codes
        ),
    ]


def _ways_in(model: type[models.Model]) -> list[models.Index]:
    made = [models.Index(fields=["org", field.name]) for field in _pointers(model)]
    for index in made:
        index.set_name_with_model(model)
    return made


class EveryWithin(models.Func):
    """Whether every number of a list lies between two; `op ALL` is how PostgreSQL says so."""

    template = "(%(least)s <= ALL (%(expressions)s) AND %(most)s >= ALL (%(expressions)s))"
    output_field = models.BooleanField()

    def __init__(self, field: str, *, least: int, most: int) -> None:
        super().__init__(models.F(field), least=int(least), most=int(most))


# ---- promises that many tables make -----------------------------------------------------------------------------------


def both_or_neither(name: str, *fields: str) -> models.CheckConstraint:
    """Who, when and why belong together: all of them known or none."""
    every = Q(**{f"{field}__isnull": False for field in fields})
    none = Q(**{f"{field}__isnull": True for field in fields})
    return models.CheckConstraint(condition=every | none, name=name)


def in_order(name: str, first: str, then: str, *, may_touch: bool = False) -> models.CheckConstraint:
    """The one moment before the other, where both are known."""
    later = Q(**{f"{then}__{'gte' if may_touch else 'gt'}": models.F(first)})
    return models.CheckConstraint(condition=Q(**{f"{then}__isnull": True}) | later, name=name)


def within(name: str, field: str, least: int, most: int) -> models.CheckConstraint:
    """A number in its range, where it is known."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": least, f"{field}__lte": most}), name=name
    )


def said(name: str, field: str) -> models.CheckConstraint:
    """A text that says something."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)


def every_within(name: str, field: str, least: int, most: int) -> models.CheckConstraint:
    """Every number of a list in its range."""
    return models.CheckConstraint(condition=EveryWithin(field, least=least, most=most), name=name)
