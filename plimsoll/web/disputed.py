"""That somebody says that something is wrong, as the pages say it that show the thing."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from plimsoll.queries.disputes import DisputeView
from plimsoll.web.parts import Act, Notice, Tone


def disputed_notices(case: UUID, some: Sequence[DisputeView]) -> tuple[Notice, ...]:
    """That something is said to be wrong, for a page that shows it."""
    if not some:
        return ()
    waits = sum(1 for one in some if one.outcome is None)
    one_thing = "Somebody says that something here is wrong"
    said = one_thing if len(some) == 1 else f"{len(some)} things here are said to be wrong"
    text = (
        f"{said}; {waits} {'waits' if waits == 1 else 'wait'} for an answer." if waits else f"{said}. All are answered."
    )
    return (
        Notice(
            text, Tone.WARNING, Act("Read it", href=reverse("case-disputed", args=[case]), about="and what came of it")
        ),
    )
