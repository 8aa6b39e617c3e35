"""The load line as a picture: a hull in section, the load stacked in it, the water standing at the load, the line.

The hull and its line stand still, so pictures beside each other can be compared: what differs is how high the water is. At
the line the load is what is available; above it the hull is visibly too low. All numbers are in the picture's own units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi

WIDTH, HEIGHT = 240.0, 132.0
# Heights on the picture, downwards. The line is where load and what is available are equal.
KEEL, LINE, DECK, BULWARK = 122.0, 44.0, 20.0, 13.0
HALF_WIDTH = 76.0
FLAT = 0.5  # the part of the bottom that is flat
BILGE = 44.0  # how far up the hull is round
ROUND = 2.3  # the greater, the squarer the bilge
MIDDLE = WIDTH / 2
FULLEST = 1.45  # the hull is awash from here on; the figure in words tells the rest
STEPS = 14  # straight pieces that the round of a side is made of, shorter where it bends more
TONES = 4
LOWEST_NUMBERED = 15.0  # a stratum less high has no room for its number


@dataclass(frozen=True)
class Part:
    """One part of a load: in words, how much as it is written, how much in hundredths, and where it can be opened."""

    label: str
    amount: str
    points: int
    href: str = ""


@dataclass(frozen=True)
class LoadLine:
    """A load to be pictured. `figure` is the whole in words, and always stands beside the picture.

    `points` and `available` are hundredths of the scheme's unit; nobody knows what is available where it is None.
    `over_words` is the part of the figure to be set in the line's colour, or nothing.
    """

    whose: str
    figure: str
    points: int
    available: int | None
    parts: tuple[Part, ...] = ()
    over_words: str = ""
    href: str = ""

    @property
    def share(self) -> float | None:
        """The load by what is available: 1 at the line. None where that cannot be said.

        >>> LoadLine("Ann", "31.5 of 28 points, 112 %", 3150, 2800).share
        1.125
        """
        if self.available is None or (self.available == 0 and self.points == 0):
            return None
        return self.points / self.available if self.available else FULLEST

    @property
    def over(self) -> bool:
        """Whether more is carried than can be."""
        return self.share is not None and self.share > 1


@dataclass(frozen=True)
class Stratum:
    """One part of the load as it lies in the hull."""

    part: Part
    number: int
    tone: int
    outline: str
    label_y: float | None  # where its number has room


@dataclass(frozen=True)
class Drawing:
    """What a template needs to draw a load line; paths as SVG writes them."""

    load: LoadLine
    hull: str
    deck: str
    water: str
    surface: str
    over: str
    strata: tuple[Stratum, ...]
    line_y: float = LINE
    middle: float = MIDDLE
    width: float = WIDTH
    height: float = HEIGHT


def draw(load: LoadLine) -> Drawing:
    """The picture of a load."""
    hull = _path(_outline(BULWARK, KEEL))
    if load.share is None:
        return Drawing(load, hull, _deck(), "", "", "", ())
    level = height_of(load.share)
    surface = _wave(level)
    return Drawing(
        load,
        hull,
        _deck(),
        water=f"{surface}V{_n(HEIGHT)}H0Z",
        surface=surface,
        over=f"M0 {_n(level)}H{_n(WIDTH)}V{_n(LINE)}H0Z" if load.over else "",
        strata=_strata(load, max(level, DECK)),
    )


def height_of(share: float) -> float:
    """How high the water stands on the picture at a share of what is available; 0 at the keel, 1 at the line.

    >>> height_of(0.0), height_of(1.0)
    (122.0, 44.0)
    """
    return KEEL - min(max(share, 0.0), FULLEST) * (KEEL - LINE)


def half_width(y: float) -> float:
    """Half the hull's width at a height of the picture."""
    up = min(max(KEEL - y, 0.0), BILGE) / BILGE
    return float(HALF_WIDTH * (FLAT + (1 - FLAT) * (1 - (1 - up) ** ROUND) ** (1 / ROUND)))


def _strata(load: LoadLine, top: float) -> tuple[Stratum, ...]:
    """The parts of a load from the keel up, as high as their share of it."""
    parts = [part for part in load.parts if part.points > 0] or [Part(load.figure, "", max(load.points, 0))]
    total = sum(part.points for part in parts)
    laid: list[Stratum] = []
    foot = KEEL
    for number, part in enumerate(parts, start=1):
        head = foot - (KEEL - top) * part.points / total if total else foot
        room = foot - head >= LOWEST_NUMBERED and len(parts) > 1
        tone = (number - 1) % TONES + 1
        laid.append(
            Stratum(part, number, tone, _path(_outline(head, foot)), round((head + foot) / 2, 1) if room else None)
        )
        foot = head
    return tuple(laid)


def _outline(top: float, bottom: float) -> list[tuple[float, float]]:
    """The hull between two heights: down its left side, and up its right."""
    bends = (KEEL - BILGE * (1 - cos(pi / 2 * step / STEPS)) for step in range(STEPS, -1, -1))
    heights = [top, *(y for y in bends if top < y < bottom), bottom]
    left = [(MIDDLE - half_width(y), y) for y in heights]
    return [*left, *((2 * MIDDLE - x, y) for x, y in reversed(left))]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def _deck() -> str:
    """The deck, higher in the middle so that water runs off, and the hatch on it."""
    side = MIDDLE - HALF_WIDTH
    hatch = f"M{_n(MIDDLE - 30)} {_n(DECK - 4)}v-7h60v7"
    return f"M{_n(side)} {_n(DECK)}Q{_n(MIDDLE)} {_n(DECK - 8)} {_n(WIDTH - side)} {_n(DECK)}{hatch}"


def _wave(level: float) -> str:
    """The surface of the water, quiet."""
    return f"M0 {_n(level)}" + "".join(f"q{_n(WIDTH / 16)} {-2 if i % 2 else 2} {_n(WIDTH / 8)} 0" for i in range(8))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
