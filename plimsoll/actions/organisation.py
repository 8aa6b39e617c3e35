"""Making an organisation, with its first administrator and everything that is in force until somebody agrees otherwise."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model

from plimsoll.actions.audit import record_event
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotAllowed, Viewer
from plimsoll.core.calendar import LONDON, Calendar, Nation
from plimsoll.core.terms import Act, Role
from plimsoll.queries import shipped
from plimsoll.records.context import acting
from plimsoll.records.guards import PRODUCT
from plimsoll.records.models.people import Organisation, RoleHeld, Worker
from plimsoll.records.models.priority import CriteriaSet
from plimsoll.records.models.reference import CalendarSetting, RulebookVersion
from plimsoll.records.models.workload import SchemeVersion

OWNER = "owner"  # the connection that may make any organisation; the web role may make the first
LONGEST_NAME = 200


class Part(StrEnum):
    """What whoever makes an organisation does in it, beside keeping its people and settings."""

    KEEPS = "keeps"  # nothing: they see no cases
    MANAGES = "manages"  # answers for the service


ROLES_OF = {Part.KEEPS: (Role.ADMINISTRATOR,), Part.MANAGES: (Role.ADMINISTRATOR, Role.SERVICE_MANAGER)}


def begin_first_organisation(
    *, name: str, administrator: str, nation: Nation, at: datetime, origin: str, part: Part = Part.KEEPS
) -> Viewer:
    """Makes the first organisation of a database, for whoever has the key that the server said at its start; the viewer that
    the administrator is. Event ORGANISATION_MADE, which says their roles.

    Raises
    ------
    Refused : a name says nothing or too much. NotAllowed : there is an organisation already.
    """
    name, administrator = _names(name, administrator)
    org = uuid4()
    with transaction.atomic():
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT records_begin_organisation(%s, %s, %s, %s)", [org, name, nation.value, at])
            (made,) = cursor.fetchone()
        if not made:
            raise NotAllowed(
                "There is an organisation here already. Ask whoever runs Plimsoll for a link to sign in with."
            )
        return _settled(org, administrator, nation, at, origin, DEFAULT_DB_ALIAS, ROLES_OF[part])


def begin_organisation(
    *, name: str, administrator: str, nation: Nation, at: datetime, part: Part = Part.KEEPS
) -> Viewer:
    """Makes an organisation as the owner of the database, beside those that are there; the viewer that the administrator is.
    Event ORGANISATION_MADE, which says their roles.

    Raises
    ------
    Refused : a name says nothing or too much, or there is an organisation of that name.
    """
    name, administrator = _names(name, administrator)
    org = uuid4()
    with transaction.atomic(using=OWNER):
        if Organisation.objects.using(OWNER).filter(name__iexact=name).exists():
            raise Refused({"name": f"There is an organisation called '{name}' already."})
        Organisation.objects.using(OWNER).create(id=org, name=name, nation=nation.value, created_at=at)
        return _settled(org, administrator, nation, at, "command line", OWNER, ROLES_OF[part])


def _names(name: str, administrator: str) -> tuple[str, str]:
    """Both without needless spaces; every fault at once."""
    given = {"name": one_line(name), "administrator": one_line(administrator)}
    asked = {"name": "Write the name of your organisation.", "administrator": "Write your own name."}
    faults = {field: asked[field] for field, text in given.items() if not text}
    long = f"Write {LONGEST_NAME} characters or fewer."
    faults |= {field: long for field, text in given.items() if len(text) > LONGEST_NAME}
    if faults:
        raise Refused(faults)
    return given["name"], given["administrator"]


def one_line(text: str) -> str:
    """A text on one line, with one space between words and no signs that steer a machine.

    >>> one_line("  Ada  Quill\\n")
    'Ada Quill'
    """
    return " ".join("".join(" " if unicodedata.category(char)[0] == "C" else char for char in text).split())


def sort_name(name: str) -> str:
    """Surname first, lower case, no accents: what names are put in order by.

    >>> sort_name("Zoë Ní Bhriain")
    'bhriain zoe ni'
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    *given, family = plain.casefold().split()
    return " ".join([family, *given])[:LONGEST_NAME]


def _settled(
    org: UUID, administrator: str, nation: Nation, at: datetime, origin: str, using: str, roles: Iterable[Role]
) -> Viewer:
    """What an organisation begins with. Nobody has agreed to any of it: that is how it is told from their own."""
    today = at.astimezone(LONDON).date()
    with acting(org, None, "an organisation is made", origin=origin, using=using):
        worker = Worker(org_id=org, name=administrator, sort_name=sort_name(administrator), joined_on=today)
        worker.save(force_insert=True, using=using)
        for word in roles:
            role = RoleHeld(org_id=org, worker_id=worker.pk, team=None, role=word, from_date=today, given_at=at)
            role.save(force_insert=True, using=using)
        for row in _editions(org, nation, at):
            row.save(force_insert=True, using=using)
        product = Viewer(org, UUID(PRODUCT), "Plimsoll")
        detail = {"roles": [word.value for word in roles]}
        record_event(product, Act.ORGANISATION_MADE, about_id=worker.pk, detail=detail, using=using)
    return Viewer(org, worker.pk, administrator)


def _editions(org: UUID, nation: Nation, at: datetime) -> list[Model]:
    today = at.astimezone(LONDON).date()
    book, criteria, scheme = shipped.shipped_rulebook(), shipped.shipped_criteria(), shipped.shipped_schemes()[0]
    usual = Calendar(nation=nation)
    made: list[Model] = [
        kind(
            org_id=org,
            key=edition.key,
            version=edition.version,
            title=edition.title,
            text=text,
            in_force_from=min(edition.in_force_from or today, today),
            agreed_at=at,
        )
        for kind, edition, text in (
            (RulebookVersion, book, shipped.rulebook_text(shipped.suggested())),
            (CriteriaSet, criteria, shipped.text_of(shipped.CRITERIA)),
            (SchemeVersion, scheme, shipped.scheme_text(scheme.key)),
        )
    ]
    made.append(
        CalendarSetting(
            org_id=org,
            from_date=min(book.in_force_from, today),
            nation=nation,
            opens_minute=usual.opens_at,
            closes_minute=usual.closes_at,
            start_day_is=usual.start_day_is,
            bank_holidays_count=usual.bank_holidays_count,
            agreed_at=at,
        )
    )
    return made
