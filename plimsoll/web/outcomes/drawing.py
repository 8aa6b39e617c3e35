"""The distance travelled as a drawing: each reading a point on its day, from the lowest to the highest that can be. The
numbers are in the drawing's own units; a sentence and a table beside it say the same."""

from dataclasses import dataclass

from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.outcomes import Measured

WIDTH, HEIGHT = 360.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 340.0, 22.0, 124.0


@dataclass(frozen=True)
class Point:
    """One reading: where it stands, and its number."""

    x: float
    y: float
    label_y: float
    number: str


@dataclass(frozen=True)
class Distanced:
    """A drawing of readings: the line from the first to the last, and each of them; first, last : their days in words."""

    key: str
    title: str
    desc: str
    path: str
    points: tuple[Point, ...]
    low: str
    high: str
    first: str
    last: str


def draw(measured: Measured, key: str, desc: str) -> Distanced | None:
    """The readings that stand, by day; None where there are fewer than two: one shows no distance."""
    standing = measured.standing
    if len(standing) < 2:
        return None
    first, last = standing[0].on, standing[-1].on
    days = max((last - first).days, 1)
    span = measured.high - measured.low
    points = []
    for place, one in enumerate(standing):
        share = (one.on - first).days / days if last > first else place / (len(standing) - 1)
        y = BOTTOM - (one.number - measured.low) / span * (BOTTOM - TOP)
        points.append(Point(round(LEFT + share * (RIGHT - LEFT), 1), round(y, 1), round(y - 9, 1), str(one.number)))
    path = "M" + "L".join(f"{point.x} {point.y}" for point in points)
    ends = (str(measured.low), str(measured.high), day_words(first), day_words(last))
    return Distanced(key, measured.title, desc, path, tuple(points), *ends)
