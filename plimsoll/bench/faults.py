"""What was acknowledged is there, whatever is killed: the part `kills` of the ground, by itself."""

from collections.abc import Iterator

from plimsoll.bench.ground import kills
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.measure import Row


def rows(quick: bool) -> Iterator[Row]:
    """Records and drafts lost, half-written or kept twice, and seconds until people could write again."""
    with Scratch(quick) as scratch:
        yield from kills.rows(scratch)
