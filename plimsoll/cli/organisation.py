"""`plimsoll organisation` and `plimsoll sign-in-link`: the way in for a real organisation, before there are accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from plimsoll.cli.serve import database, running_address, say
from plimsoll.config.databases import UnsafeRole
from plimsoll.config.embedded import NoDatabase
from plimsoll.config.environment import Missing
from plimsoll.config.setup import UNUSABLE, with_django
from plimsoll.core.calendar import LONDON, Nation

MOST_NAMED = 20
Address = Annotated[
    str,
    typer.Option(
        help="Where people reach this server, such as https://plimsoll.example. Without it, where it runs now."
    ),
]


class Unusable(Exception):
    """It cannot be done as it was said; the message says why and what to do."""


def organisation_command(
    name: Annotated[str, typer.Argument(help="The name of the organisation.")],
    administrator: Annotated[str, typer.Option(help="Your own name: you keep its people and settings.")],
    nation: Annotated[Nation, typer.Option(help="Whose bank holidays it keeps.")] = Nation.ENGLAND,
    service_manager: Annotated[
        bool, typer.Option("--service-manager", help="You answer for the service too: you see every case.")
    ] = False,
    address: Address = "",
) -> None:
    """Make an organisation with its first administrator, and a link with which they sign in once."""
    with _refusing(), _tables():
        from plimsoll.actions.account import make_link  # noqa: PLC0415 - Django is ready only now
        from plimsoll.actions.cases import Refused  # noqa: PLC0415 - the same
        from plimsoll.actions.organisation import OWNER, Part, begin_organisation  # noqa: PLC0415 - the same
        from plimsoll.records.models.people import Organisation  # noqa: PLC0415 - the same

        now = datetime.now(UTC)
        try:
            part = Part.MANAGES if service_manager else Part.KEEPS
            made = begin_organisation(name=name, administrator=administrator, nation=nation, at=now, part=part)
        except Refused as refusal:
            raise Unusable(str(refusal)) from None
        key = make_link(org=made.org, worker=made.worker, at=now)
        typer.echo(
            f"Made '{name.strip()}'. It can begin at once: what nobody has agreed yet is Plimsoll's own default."
        )
        _say_link(made.name, key, address)
        if Organisation.objects.using(OWNER).filter(invented=True).exists():
            typer.echo(
                "There is an invented town in this database: from now on nobody signs in to it without a link either, and "
                "`plimsoll serve` serves both; where `plimsoll demo` runs, end it first."
            )


def link_command(
    name: Annotated[str, typer.Argument(help="Whom it signs in.")],
    organisation: Annotated[str, typer.Option(help="Of which organisation, where there are several.")] = "",
    address: Address = "",
) -> None:
    """Make a link with which one person signs in, once, within 30 minutes. Give it to nobody else."""
    with _refusing(), _tables():
        from plimsoll.actions.account import make_link  # noqa: PLC0415 - Django is ready only now

        worker = _found(name, organisation)
        key = make_link(org=worker.org_id, worker=worker.pk, at=datetime.now(UTC))
        _say_link(worker.name, key, address)


def _say_link(name: str, key: str, address: str) -> None:
    from plimsoll.actions.account import LINK_MINUTES  # noqa: PLC0415 - Django is ready only now

    typer.echo(f"{name} signs in with this link, once, within {LINK_MINUTES} minutes, while `plimsoll serve` runs:")
    where = (address or _address()).rstrip("/")
    typer.echo(f"{where}/sign-in/link?key={key}")
    if not where:
        say("Put before it the address at which you reach Plimsoll: `plimsoll serve` says it as it starts.")


def _address() -> str:
    """Where people reach this server: as it is set up, else where it runs now; '' where neither says."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    if settings.SECURE:
        return f"https://{host}"
    return "" if settings.DATABASE_URL else running_address(Path(settings.HOME))


def _found(name: str, organisation: str) -> Any:
    """The one person who is meant; asked as the owner, who sees every organisation."""
    from plimsoll.actions.organisation import OWNER, one_line  # noqa: PLC0415 - Django is ready only now
    from plimsoll.records.models.people import Organisation, Worker  # noqa: PLC0415 - the same

    called = {row.pk: row.name for row in Organisation.objects.using(OWNER).all()}
    if not called:
        raise Unusable('There is no organisation yet. Make one: plimsoll organisation NAME --administrator "YOUR NAME"')
    wanted = {key for key, title in called.items() if not organisation or title.casefold() == organisation.casefold()}
    if not wanted:
        raise Unusable(f"There is no organisation '{organisation}'. There are: {_listed(called.values())}.")
    today = datetime.now(LONDON).date()
    here = [row for row in Worker.objects.using(OWNER).filter(org_id__in=wanted).order_by("sort_name", "pk")
            if row.left_on is None or row.left_on > today]  # fmt: skip
    same = [row for row in here if row.name.casefold() == one_line(name).casefold()]
    if not same:
        near = get_close_matches(name, [row.name for row in here], n=5, cutoff=0.5)
        raise Unusable(f"Nobody is called '{name}'." + (f" Did you mean {_listed(near)}?" if near else ""))
    if len(same) > 1:
        where = {called[row.org_id] for row in same}
        more = " Say which with --organisation." if len(where) > 1 else ""
        raise Unusable(f"{len(same)} people are called '{name}', in {_listed(sorted(where))}.{more}")
    return same[0]


def _listed(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in list(names)[:MOST_NAMED])


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (Unusable, NoDatabase, Missing, UnsafeRole) as refusal:
        say(str(refusal))
        raise SystemExit(UNUSABLE) from None


@contextmanager
def _tables() -> Iterator[None]:
    """The database runs, and its tables are up to date."""
    with database():
        with_django()
        from django.db import OperationalError, connections  # noqa: PLC0415 - Django is ready only now

        from plimsoll.config.schema import NotMigrated, bring_up_to_date, unapplied  # noqa: PLC0415 - the same

        try:
            if unapplied():
                bring_up_to_date()
            yield
        except OperationalError as fault:
            reason = str(fault).strip().splitlines()[0]
            raise Unusable(f"The database does not answer: {reason}. Look at DATABASE_OWNER_URL.") from None
        except NotMigrated as refusal:
            raise Unusable(str(refusal)) from None
        finally:
            connections.close_all()
