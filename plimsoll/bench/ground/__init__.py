"""What everything else stands on: starting, the cost of what guards and remembers, the past, the trail, kills.

Each part is a module of this package with a function `rows`. Those that need a database share a scratch one, made for the
run and taken away after it; nobody's own is touched.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module

from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.measure import Row


def parts(names: Sequence[str], quick: bool) -> Iterator[tuple[str, Callable[[], Iterator[Row]]]]:
    """The parts by these names, each to be taken by itself; small where `quick`."""
    with Scratch(quick) as scratch:
        for name in names:
            yield f"ground, {name}", partial(import_module(f"plimsoll.bench.ground.{name}").rows, scratch)
