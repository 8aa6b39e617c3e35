"""The invented town goes into the database: all of it, or nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zlib import crc32

from django.db import connections, transaction
from django.db.models import JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

from plimsoll.actions.audit import record_event
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import Nation
from plimsoll.core.terms import Act
from plimsoll.demo.casebook import build_casebook
from plimsoll.demo.names import TOWN
from plimsoll.demo.past import give_past
from plimsoll.demo.rows.cases import add_cases
from plimsoll.demo.rows.diary import add_diary
from plimsoll.demo.rows.families import add_families, protect_addresses
from plimsoll.demo.rows.making import NINE, Making, Row, at
from plimsoll.demo.rows.people import add_people
from plimsoll.demo.rows.plans import add_plans
from plimsoll.demo.rows.priority import add_judgements
from plimsoll.demo.rows.reference import add_reference
from plimsoll.demo.rows.referrals import add_referrals
from plimsoll.demo.rows.round import add_round
from plimsoll.demo.rows.supervision import add_supervision
from plimsoll.demo.rows.timescales import add_due_items
from plimsoll.demo.rows.today import add_days
from plimsoll.demo.rows.trust import add_trust
from plimsoll.demo.rows.workload import add_weights
from plimsoll.demo.rows.written import add_written
from plimsoll.records.context import acting
from plimsoll.records.guards import PRODUCT
from plimsoll.records.models.people import Organisation

OWNER = "owner"  # the connection that may make an organisation; no other may
USUAL_NAME = f"{TOWN} Children's Services"
USUAL_DOMAIN = "invented.example"


class NoTown(Exception):
    """The town cannot be made here; the message says why, and what to do."""


@dataclass(frozen=True)
class Made:
    """What was made: the organisation, and how many rows of each table."""

    org: UUID
    name: str
    rows: dict[str, int]
    people: int
    open_cases: int

    @property
    def total_rows(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())

    @property
    def cases(self) -> int:
        """Open cases and closed ones."""
        return self.rows["Case"]


def make_town(*, workers: int, seed: int, as_at: date, name: str | None = None, again: bool = False) -> Made:
    """Makes an organisation of an invented town with all its rows, in one transaction.

    Parameters
    ----------
    workers : case holders, 1 or more; seed : 0 or more, the same seed and name give the same rows; as_at : the morning on
    which the town is looked at; name : of the organisation; again : whether it may be one invented town more.

    Raises
    ------
    NoTown : the name is no name, or there is an organisation that is not invented, or an invented one already.
    """
    called = name or USUAL_NAME
    _check_name(called)
    making = town_rows(workers=workers, seed=seed, as_at=as_at, name=called)
    with transaction.atomic(using=OWNER):
        _check(called, again)
        Organisation.objects.using(OWNER).create(
            id=making.org, name=called, nation=Nation.ENGLAND.value, invented=True, created_at=at(as_at, NINE)
        )
        with acting(making.org, None, "the invented town is made", origin="command line", using=OWNER):
            for model, rows in making.rows.items():
                _write(model, rows)
            give_past(making.org, using=OWNER)
            product = Viewer(making.org, UUID(PRODUCT), "Plimsoll")
            record_event(product, Act.TOWN_MADE, detail={"seed": seed, "workers": workers}, using=OWNER)
    return Made(
        org=making.org,
        name=called,
        rows={model.__name__: len(rows) for model, rows in making.rows.items()},
        people=sum(person.is_here for person in making.book.service.people),
        open_cases=len(making.book.open_cases()),
    )


def _write(model: type[Model], rows: list[Row]) -> None:
    """Rows of one table. COPY takes half the time of INSERT, and a town has tens of thousands."""
    fields = model._meta.concrete_fields
    connection = connections[OWNER]
    usual = {field.attname: field.get_default() for field in fields}
    json = {field.attname for field in fields if isinstance(field, JSONField)}
    names = [field.attname for field in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = {**usual, **row}
            copy.write_row([Jsonb(values[name]) if name in json else values[name] for name in names])


def _check_name(name: str) -> None:
    longest = Organisation._meta.get_field("name").max_length
    if not name.strip():
        raise NoTown("The name of the organisation is blank: give it a word at least.")
    if len(name) > longest:
        raise NoTown(f"The name of the organisation has {len(name)} characters; it may have {longest} at most.")


def _check(name: str, again: bool) -> None:
    there = Organisation.objects.using(OWNER)
    real = there.filter(invented=False).first()
    if real:
        raise NoTown(
            f"The database holds '{real.name}', which is not invented. An invented town is only put where nobody is real: "
            "use another database."
        )
    if there.filter(name=name).exists():
        raise NoTown(f"There is an invented town '{name}' already. To add another: --again with another --name.")
    if not again and there.exists():
        raise NoTown("There is an invented town already. To add another: --again with a --name of its own.")


def town_rows(*, workers: int, seed: int, as_at: date, name: str = USUAL_NAME) -> Making:
    """All rows of a town, not written yet: the same arguments give the same rows."""
    domain, seeds = USUAL_DOMAIN, (seed,)
    if name != USUAL_NAME:
        domain = f"{'-'.join(''.join(c if c.isalnum() else ' ' for c in name.lower()).split())}.{USUAL_DOMAIN}"
        seeds = (seed, crc32(name.encode()))
    making = Making(build_casebook(workers, seeds, as_at), f"{name}/{seed}/{workers}/{as_at}", seeds, as_at)
    add_people(making, domain)
    add_reference(making)
    add_families(making)
    add_cases(making)
    protect_addresses(making)
    add_written(making)
    add_weights(making)
    add_due_items(making)
    add_judgements(making)
    add_referrals(making)
    add_supervision(making)
    add_diary(making)
    add_trust(making)
    add_round(making)
    add_days(making, *seeds)
    add_plans(making)
    return making
