"""`plimsoll import`: a file is read and staged, and applied where that is said; what was understood of it is printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from plimsoll.cli.serve import database, say
from plimsoll.config.embedded import NoDatabase, cluster
from plimsoll.config.environment import Missing
from plimsoll.config.setup import UNUSABLE, with_django
from plimsoll.core.calendar import LONDON

MOST_FAULTS = 20  # that are named here; the page of the file names all


class Unusable(Exception):
    """It cannot be brought in so; the message says why and what to do."""


STAGED = (
    "It is staged. Nothing was changed: look at it and bring it in on the page Files (`plimsoll serve`), or say "
    "--apply."
)
OLDER = (
    "It is staged, and nothing was changed. Say another day with --facts-on if its own is wrong, or undo the newer file "
    "first, on the page Files (`plimsoll serve`)."
)


@dataclass(frozen=True)
class Said:
    """What is to be done with a file that is staged: apply it, leave values empty that we do not know, add the people in it
    who are not known here."""

    apply: bool
    leave_unknown: bool
    add_people: bool


def import_command(
    file: Annotated[Path, typer.Argument(help="A workbook, as `plimsoll rank` reads it, or a plain table.")],
    organisation: Annotated[str, typer.Option(help="The organisation's name or key.")],
    worker: Annotated[
        str | None, typer.Option("--as", help="Who brings it in, by name: a service manager or an administrator.")
    ] = None,
    facts_on: Annotated[
        str | None,
        typer.Option(help="The day of which the file speaks, 2026-11-23; the latest day in it if not given."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Apply it at once, where nobody has to settle anything.")
    ] = False,
    leave_unknown: Annotated[
        bool, typer.Option("--leave-unknown", help="Leave values that mean nothing we know empty.")
    ] = False,
    add_people: Annotated[
        bool, typer.Option("--add-people", help="Add the people and teams of the file that are not known here.")
    ] = False,
) -> None:
    """Bring a file in: it is kept, and changes nothing until it is applied. Ends with 1 where it waits for somebody."""
    try:
        with _ready():
            done = _brought(file, organisation, worker, _day(facts_on), Said(apply, leave_unknown, add_people))
    except (Unusable, NoDatabase, Missing) as refusal:
        say(str(refusal))
        raise SystemExit(UNUSABLE) from None
    raise SystemExit(0 if done else 1)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unusable(f"--facts-on '{text}' is not a day: write it as 2026-11-23.") from None


@contextmanager
def _ready() -> Iterator[None]:
    """The database runs, with its tables, and Django is ready."""
    from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

    home = Path(settings.HOME)
    if not settings.DATABASE_URL and not cluster(home).data.exists():
        raise Unusable(f"There is no database in {home}: set PLIMSOLL_HOME, or DATABASE_URL and DATABASE_OWNER_URL.")
    with database():
        with_django()
        from django.db import OperationalError, ProgrammingError, connections  # noqa: PLC0415 - Django is ready only now

        try:
            yield
        except (OperationalError, ProgrammingError) as fault:
            reason = str(fault).strip().splitlines()[0]
            raise Unusable(
                f"The database does not answer as it should: {reason}. `plimsoll serve` makes its tables."
            ) from None
        finally:
            connections.close_all()


def _brought(file: Path, organisation: str, worker: str | None, facts_on: date | None, said: Said) -> bool:
    """Whether nothing waits for somebody."""
    from django.utils.timezone import now  # noqa: PLC0415 - Django is ready only now

    from plimsoll.actions import exchange  # noqa: PLC0415 - the same
    from plimsoll.actions.cases import Refused  # noqa: PLC0415 - the same
    from plimsoll.core.access import NotAllowed  # noqa: PLC0415 - the same
    from plimsoll.queries.exchange import find_organisation, get_import  # noqa: PLC0415 - the same
    from plimsoll.records.context import acting  # noqa: PLC0415 - the same

    if not file.is_file():
        raise Unusable(f"There is no file '{file}'.")
    org = find_organisation(organisation)
    if org is None:
        raise Unusable(f"There is no organisation called '{organisation}', or there are several: give its name or key.")
    at = now()
    with acting(org, None, "a file is brought in"):
        by = _viewer(org, worker, at)
    context = {"origin": "command line", "roles": ", ".join(role.value for role in by.roles)}
    try:
        with acting(org, by.worker, "a file is brought in", **context):
            brought = exchange.stage_file(file.read_bytes(), file.name, by=by, org=org, at=at, facts_on=facts_on)
            staged = get_import(by, brought)
            _say(staged)
            new = (
                {person.name: exchange.ADD for person in staged.people if not person.settled} if said.add_people else {}
            )
            if new:
                exchange.settle_people(brought, new, by=by, at=at)
            teams = {team.name: exchange.ADD for team in staged.teams if not team.settled} if said.add_people else {}
            if teams:
                exchange.settle_teams(brought, teams, by=by, at=at)
            if new or teams:
                typer.echo(f"To be added when it is applied: {', '.join([*new, *teams])}")
        if not said.apply:
            typer.echo(OLDER if staged.newer else STAGED)
            return not staged.newer
        with acting(org, by.worker, "a file is applied", **context):
            exchange.start_applying(brought, by=by, at=at, leave_unknown=said.leave_unknown)
    except NotAllowed as refusal:
        raise Unusable(str(refusal)) from None
    except Refused as refusal:
        if "file" in refusal.faults or "facts_on" in refusal.faults:
            raise Unusable(str(refusal)) from None
        typer.echo(f"It is staged and not applied. {refusal}")
        return False
    exchange.apply_import(org, brought, at=now())  # the job that waits finds it done, and does nothing
    with acting(org, by.worker, "what became of a file", **context):
        applied, unseen = get_import(by, brought), "".join(f"\n{one}" for one in _unseen(by, at))
    if applied.failed:
        raise Unusable(applied.failed)
    counted = applied.counted
    came = (
        f"{counted.new_cases} new cases, {counted.changed_cases} changed, {counted.unchanged_cases} as they were; "
        f"{counted.new_events} new events in cases already here"
        if counted.compared
        else f"{counted.children} children"
    )
    others = sum(number for _, number in applied.line.elsewhere)
    wait = f" {others} more wait for those who may see the cases." if others else ""
    typer.echo(f"Applied: {came}. For {by.name} to decide: {applied.line.to_decide}.{wait}{unseen}")
    return True


def _unseen(by: Any, at: datetime) -> list[str]:
    """For each team in which nobody sees the cases, that it is so, and what to do."""
    from plimsoll.queries.out_of_sight import get_out_of_sight  # noqa: PLC0415 - Django is ready only now

    return [
        f"Nobody has a role that sees the cases of {team}: {number} open. Choose a supervisor for it, under People."
        for _, team, number in get_out_of_sight(by, at.astimezone(LONDON).date()).teams
    ]


def _viewer(org: UUID, called: str | None, at: datetime) -> Any:
    """Who brings it in: by name, else the only one who may."""
    from plimsoll.queries.exchange import list_who_may_import  # noqa: PLC0415 - Django is ready only now

    may = list_who_may_import(org, at.astimezone(LONDON).date())
    found = [viewer for viewer in may if called is None or viewer.name.casefold() == called.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(viewer.name for viewer in may)) or "nobody yet"
    raise Unusable(f"Say who brings it in with --as: a service manager or an administrator. There are: {names}.")


def _say_day(view: Any) -> None:
    line = view.line
    typer.echo(f"{line.file_name}: {line.layout.label}, facts of {line.facts_on:%d %B %Y}")
    if view.capped:
        typer.echo(
            "Days that lie ahead were left out of it. Say another day of its facts with --facts-on, if that is wrong."
        )
    if view.newer:
        newer = f"{view.newer[2]:%d %B %Y}"
        typer.echo(
            f"A file of {newer} was brought in already: this one speaks of an earlier day, and cannot be brought in."
        )


def _say(view: Any) -> None:
    counted = view.counted
    _say_day(view)
    for name, rows, columns in view.lists:
        typer.echo(f"  {name}: {rows} rows, {len(columns)} columns understood")
    typer.echo(
        f"Children: {counted.children}, of whom {counted.open} have open work ({counted.unallocated} unallocated)"
    )
    for reason, count in counted.not_open:
        typer.echo(f"  {reason}: {count}")
    if counted.compared:
        typer.echo(
            f"It would make {counted.new_cases} cases, change {counted.changed_cases} and leave {counted.unchanged_cases} "
            f"as they are, with {counted.new_events} new events in cases already here."
        )
        for matter, number in counted.asks:
            typer.echo(f"  to decide, {matter.label}: {number}")
    unsettled = [person for person in view.people if not person.settled]
    typer.echo(f"People: {len(view.people)}, of whom {len(unsettled)} are not known here")
    for person in unsettled:
        team = f" ({person.team})" if person.team else ""
        near = f"; perhaps {' or '.join(name for _, name in person.alike)}" if person.alike else ""
        typer.echo(f"  {person.name}{team}: {person.cases} case{'' if person.cases == 1 else 's'}{near}")
    if view.brought_before:
        before, name = view.brought_before
        by = f" by {name}" if name else ""
        typer.echo(
            f"This very file was brought in on {before:%d %B %Y}{by}. You may bring it in again: what has not changed since "
            "stays as it is."
        )
    new_teams = [team for team in view.teams if not team.settled]
    typer.echo(f"Teams: {len(view.teams)}, of which {len(new_teams)} are not known here")
    for team in new_teams:
        typer.echo(f"  {team.name}: {team.cases} case{'' if team.cases == 1 else 's'}")
    for value in view.unknown:
        typer.echo(f"Unknown value '{value.found}' in {value.header}: {value.rows} rows")
    if view.faults:
        typer.echo(f"Faults: {len(view.faults)}")
    for fault in view.faults[:MOST_FAULTS]:
        where = ", ".join(part for part in (fault.sheet, f"row {fault.row}" if fault.row else "", fault.column) if part)
        typer.echo(f"  {where or 'whole file'}: {fault.label}: {fault.found} ({fault.done})")
    if len(view.faults) > MOST_FAULTS:
        typer.echo(f"  and {len(view.faults) - MOST_FAULTS} more, on the page of the file")
