"""`plimsoll replay REVIEW`: a confirmed order of work, computed again from what was kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from plimsoll.cli.serve import database, say
from plimsoll.config.embedded import NoDatabase, cluster
from plimsoll.config.environment import Missing
from plimsoll.config.setup import UNUSABLE, with_django
from plimsoll.core.calendar import LONDON


class Unusable(Exception):
    """There is nothing to compute again; the message says why and what to do."""


def replay_command(
    review: Annotated[str, typer.Argument(help="Which one: the end of the address of its page.")],
) -> None:
    """Compute a confirmed order of work again. Ends with 1 where it does not come out the same to the last place."""
    try:
        found = _found(review)
    except (Unusable, NoDatabase, Missing) as refusal:
        say(str(refusal))
        raise SystemExit(UNUSABLE) from None
    for line in _in_words(found):
        typer.echo(line)
    raise SystemExit(1 if found.again.differences else 0)


def _found(review: str) -> Any:
    from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

    try:
        key = UUID(review)
    except ValueError:
        raise Unusable(f"'{review}' is no review. Take the end of the address of its page, after /reviews/.") from None
    home = Path(settings.HOME)
    if not settings.DATABASE_URL and not cluster(home).data.exists():
        raise Unusable(f"There is no database in {home}: set PLIMSOLL_HOME, or DATABASE_URL and DATABASE_OWNER_URL.")
    with database():
        with_django()
        from django.db import OperationalError, ProgrammingError, connections  # noqa: PLC0415 - Django is ready only now

        from plimsoll.queries.replays import get_any_review  # noqa: PLC0415 - the same

        try:
            found = get_any_review(key, using="owner")
        except (OperationalError, ProgrammingError) as fault:
            reason = str(fault).strip().splitlines()[0]
            raise Unusable(f"The review cannot be read: {reason}. Look at DATABASE_OWNER_URL.") from None
        finally:
            connections.close_all()
    if found is None:
        raise Unusable(f"There is no review {key}. Take the end of the address of its page, after /reviews/.")
    return found


def _in_words(found: Any) -> Iterator[str]:
    line, differences = found.line, found.again.differences
    cases = f"{line.cases:,} case{'' if line.cases == 1 else 's'}"
    at = line.confirmed_at.astimezone(LONDON)
    yield (
        f"The list of {line.worker}, {cases}, confirmed {at:%Y-%m-%d %H:%M} London time by {line.confirmed_by}. "
        f"Criteria set {found.criteria}, timescales {found.rulebook}."
    )
    for day, under in found.removed:
        yield f"One more case stood on it: its record was removed on {day} under {under}."
    if found.again.unsettled:
        yield "Somebody had placed a case above or below one that was removed: only what Plimsoll computed is compared."
    if not differences:
        yield "Computed again from what was kept: the same to the last place."
        return
    many = f"{len(differences):,} difference{'' if len(differences) == 1 else 's'}"
    yield f"Computed again from what was kept, it comes out OTHERWISE: {many}."
    for one in differences:
        yield f"  {one.reference}: {one.what} was kept as {one.kept}, and is {one.again} now"
