"""What people said of which of two cases comes first, held against each other: answers must not go round in a circle."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Answer:
    """That one case comes before another. placing : by which it was said."""

    placing: UUID
    first: UUID
    second: UUID


def against(answers: Iterable[Answer], first: UUID, second: UUID) -> tuple[Answer, ...]:
    """The fewest answers that, taken together, say the opposite of "first before second"; () where none do.

    >>> a, b, c = (UUID(int=number) for number in range(3))
    >>> [answer.second.int for answer in against([Answer(a, a, b), Answer(b, b, c)], c, a)]
    [1, 2]
    >>> against([Answer(a, a, b), Answer(b, b, c)], a, c)
    ()
    """
    after: dict[UUID, list[Answer]] = {}
    for answer in answers:
        after.setdefault(answer.first, []).append(answer)
    ways: deque[tuple[Answer, ...]] = deque((answer,) for answer in after.get(second, ()))
    seen = {second}
    while ways:
        way = ways.popleft()
        here = way[-1].second
        if here == first:
            return way
        if here not in seen:
            seen.add(here)
            ways.extend((*way, answer) for answer in after.get(here, ()))
    return ()
