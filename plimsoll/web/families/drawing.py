"""A family over its generations, and who is round a child, as drawings. All numbers are in the drawing's own units;
names that have no room are cut, and stand whole in the list beside each drawing, which says in words all that is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import cos, hypot, pi, sin
from uuid import UUID

from plimsoll.core.terms import Bond, ContactKind, Couple, Kinship, Sex
from plimsoll.queries.people_round import PersonView, RoundView, SiblingView

SIZE, COLUMN, ROW = 44.0, 164.0, 148.0  # of a sign; from one to the next beside and below it
BELOW_NAME = 60.0  # from the middle of a sign to below its two lines of text
BAR = 42.0  # above the middle of children, where they hang from their parents
MARGIN = 84.0
LONGEST_SAID = 17  # signs of a name that have room
NODE = (140.0, 46.0)
CHILD_RADIUS = 42.0
NARROW = 560.0  # up to here a drawing may shrink to fit a phone; a wider one is scrolled, or nobody could read it
JAGS, JAG = 12.0, 5.0  # how long and high the jags of a strained line are


class Sign(StrEnum):
    """How somebody is drawn in a family: the custom of genograms."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"


SIGNS = {Sex.M: Sign.SQUARE, Sex.F: Sign.CIRCLE, Sex.U: Sign.DIAMOND, None: Sign.DIAMOND}


@dataclass(frozen=True)
class Drawn:
    """Somebody in the drawing of a family. subject : the child whose case it is."""

    x: float
    y: float
    sign: Sign
    name: str
    more: str
    subject: bool = False
    died: bool = False
    lives_with: bool = False


@dataclass(frozen=True)
class Line:
    """A line as SVG writes it; `style` names how it looks."""

    path: str
    style: str = "plain"


@dataclass(frozen=True)
class Node:
    """Somebody round the child: the middle of their box."""

    x: float
    y: float
    name: str
    more: str
    family: bool


@dataclass(frozen=True)
class Picture:
    """A drawing: its size, what is in it, and what its signs and lines mean, those alone that are used."""

    width: float
    height: float
    people: tuple[Drawn, ...] = ()
    nodes: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()
    middle: tuple[float, float] = (0.0, 0.0)
    name: str = ""
    signs: tuple[tuple[str, str], ...] = ()
    styles: tuple[tuple[str, str], ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether it may shrink to fit a phone."""
        return self.width <= NARROW


# ---- the family ----------------------------------------------------------------------------------------------------------

GENERATIONS = {
    Kinship.GRANDPARENT: 0,
    Kinship.PARENT: 1,
    Kinship.STEP_PARENT: 1,
    Kinship.PARTNER_OF_PARENT: 1,
    Kinship.CARER: 1,
    Kinship.OTHER_RELATIVE: 1,
    Kinship.SIBLING: 2,
    Kinship.HALF_SIBLING: 2,
    Kinship.STEP_SIBLING: 2,
    Kinship.CHILD: 3,
}
SUBJECT = "subject"
Key = UUID | str


@dataclass(frozen=True)
class _Member:
    key: Key
    kin: Kinship | None
    generation: int
    drawn: Drawn
    born: int
    partner: UUID | None = None
    couple: Couple | None = None
    parent_of: UUID | None = None


def genogram(found: RoundView, year: int) -> Picture | None:
    """The family over its generations; None where nobody of it is on record."""
    members = _members(found, year)
    if len(members) < 2:
        return None
    rows: list[list[_Member]] = [[one for one in members if one.generation == row] for row in range(4)]
    used = [row for row in range(4) if rows[row]]
    height_of = {row: MARGIN + place * ROW for place, row in enumerate(used)}
    at = _places(rows)
    left = min(at.values())
    at = {key: x - left + MARGIN for key, x in at.items()}
    placed = {
        one.key: replace(one, drawn=replace(one.drawn, x=at[one.key], y=height_of[one.generation])) for one in members
    }
    lines = (*_couples(placed), *_descent(placed), *_own_children(placed))
    people = tuple(one.drawn for one in placed.values())
    return Picture(
        max(at.values()) + MARGIN,
        max(height_of.values()) + MARGIN,
        people=people,
        lines=lines,
        signs=_signs(people),
        styles=_styles(lines),
    )


def _members(found: RoundView, year: int) -> list[_Member]:
    child = found.child
    if child is None:
        return []
    born = child.born_on or child.expected_on
    sign = SIGNS[Sex(child.sex) if child.sex else None]
    name = found.case.name.split(" ")[0] if child.given_name else "the child"
    age = _age(born.year if child.born_on and born else None, year) or ("not born yet" if born else "")
    subject = Drawn(0, 0, sign, _cut(name), age, subject=True)
    members = [_Member(SUBJECT, None, 2, subject, born.year if born else year)]
    members += [_sibling(one, year) for one in found.siblings]
    family = (one for one in found.people if one.kind is ContactKind.FAMILY and one.kin)
    return members + [_relative(one, year) for one in family]


def _sibling(each: SiblingView, year: int) -> _Member:
    born = each.born_on.year if each.born_on else None
    drawn = Drawn(
        0,
        0,
        SIGNS[each.sex],
        _cut(each.one.name or "not born yet"),
        _age(born, year),
        lives_with=each.one.lives_here,
    )
    kin = each.kin if GENERATIONS.get(each.kin) == 2 else Kinship.SIBLING
    return _Member(each.one.child, kin, 2, drawn, born or year)


def _relative(one: PersonView, year: int) -> _Member:
    assert one.kin is not None, "those whose part in the family is not known are not drawn in it"
    drawn = Drawn(
        0,
        0,
        SIGNS[one.sex],
        _cut(one.name),
        _cut(", ".join(filter(None, (one.part or one.kin.label, "" if one.died else _age(one.born_year, year))))),
        died=one.died,
        lives_with=bool(one.lives_with),
    )
    return _Member(
        one.id, one.kin, GENERATIONS[one.kin], drawn, one.born_year or year, one.partner, one.couple, one.parent_of
    )


def _age(born: int | None, year: int) -> str:
    return f"about {year - born}" if born is not None and year > born else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1].rstrip()}…"


def _places(rows: Sequence[list[_Member]]) -> dict[Key, float]:
    """How far to the right everybody stands: parents beside their partners, children under the middle of their parents,
    grandparents over their child."""
    at: dict[Key, float] = {}
    between = _line_up(rows[1])
    for place, one in enumerate(between):
        at[one.key] = place * COLUMN
    parents = [at[one.key] for one in between if one.kin is Kinship.PARENT] or [0.0]
    middle = (min(parents) + max(parents)) / 2
    for row, centre in ((2, middle), (3, None)):
        line = sorted(rows[row], key=lambda one: (one.born, str(one.key)))
        first = (at.get(SUBJECT, middle) if centre is None else centre) - (len(line) - 1) / 2 * COLUMN
        at |= {one.key: first + place * COLUMN for place, one in enumerate(line)}
    edge = min(at.values(), default=0.0) - COLUMN
    over: list[tuple[float, list[_Member]]] = []
    for group in _groups(rows[0]):
        child = next((at[one.parent_of] for one in group if one.parent_of in at), None)
        over.append((middle if child is None else child, group))
    for centre_of, group in sorted(over, key=lambda pair: pair[0]):
        first = max(edge + COLUMN, centre_of - (len(group) - 1) / 2 * COLUMN)
        for place, one in enumerate(group):
            edge = at[one.key] = first + place * COLUMN
    return at


def _groups(line: Iterable[_Member]) -> list[list[_Member]]:
    """Couples together, the others alone."""
    left = {one.key: one for one in line}
    groups = []
    while left:
        one = left.pop(next(iter(left)))
        other = left.pop(one.partner, None) if one.partner else None
        groups.append([one, other] if other else [one])
    return groups


def _line_up(line: Sequence[_Member]) -> list[_Member]:
    """Those of the parents' generation: the partner of the first parent, both parents, the partner of the second, the
    rest."""
    parents = [one for one in line if one.kin is Kinship.PARENT]
    by_key = {one.key: one for one in line}
    before: list[_Member] = []
    after: list[_Member] = []
    for place, one in enumerate(parents):
        other = by_key.get(one.partner) if one.partner else None
        if other is not None and other not in parents:
            (before if place == 0 and len(parents) > 1 else after).append(other)
    rest = [one for one in line if one not in (*before, *parents, *after)]
    return [*before, *parents, *after, *(one for group in _groups(rest) for one in group)]


def _couples(placed: dict[Key, _Member]) -> list[Line]:
    """A line between the two of each couple who stand beside each other, and between two parents in any case."""
    lines = []
    parents = [one for one in placed.values() if one.kin is Kinship.PARENT]
    drawn: set[frozenset[Key]] = set()
    for one in placed.values():
        other = placed.get(one.partner) if one.partner else None
        if other is None or other.generation != one.generation or frozenset((one.key, other.key)) in drawn:
            continue
        drawn.add(frozenset((one.key, other.key)))
        lines += _beside(one.drawn, other.drawn, separated=one.couple is Couple.SEPARATED)
    if len(parents) == 2 and frozenset(one.key for one in parents) not in drawn:
        lines += _beside(parents[0].drawn, parents[1].drawn, separated=False, style="unsaid")
    return lines


def _beside(one: Drawn, other: Drawn, *, separated: bool, style: str = "plain") -> list[Line]:
    left, right = sorted((one.x, other.x))
    lines = [Line(f"M{_n(left + SIZE / 2)} {_n(one.y)}H{_n(right - SIZE / 2)}", style)]
    if separated:
        near = (left + right) / 2 - 18
        lines.append(Line(f"M{_n(near)} {_n(one.y + 9)}l8 -18m6 0l-8 18", "separated"))
    return lines


def _descent(placed: dict[Key, _Member]) -> list[Line]:
    """From parents to children, and from grandparents to the parent who is their child."""
    parents = [one.drawn for one in placed.values() if one.kin is Kinship.PARENT]
    children = [one for one in placed.values() if one.generation == 2]
    lines: list[Line] = []
    if parents:
        level = children[0].drawn.y - BAR
        if len(parents) == 2:
            drops = [((parents[0].x + parents[1].x) / 2, parents[0].y)]
        else:
            drops = [(one.x, one.y + BELOW_NAME) for one in parents]
        hanging = [one for one in children if one.kin is not Kinship.STEP_SIBLING]
        across = [*(x for x, _ in drops), *(one.drawn.x for one in hanging)]
        lines += [Line(f"M{_n(x)} {_n(y)}V{_n(level)}") for x, y in drops]
        if max(across) > min(across):
            lines.append(Line(f"M{_n(min(across))} {_n(level)}H{_n(max(across))}"))
        for one in hanging:
            half = "half" if one.kin is Kinship.HALF_SIBLING else "plain"
            lines.append(Line(f"M{_n(one.drawn.x)} {_n(level)}V{_n(one.drawn.y - SIZE / 2)}", half))
    old = [one for one in placed.values() if one.generation == 0]
    for group in _groups(old):
        below = next((placed[one.parent_of] for one in group if one.parent_of in placed), None)
        if below is not None:
            lines.append(_down([one.drawn for one in group], below.drawn))
    return lines


def _down(over: Sequence[Drawn], one: Drawn) -> Line:
    x = sum(each.x for each in over) / len(over)
    y = over[0].y + (0 if len(over) > 1 else BELOW_NAME)
    return Line(f"M{_n(x)} {_n(y)}V{_n(one.y - BAR)}H{_n(one.x)}V{_n(one.y - SIZE / 2)}")


def _own_children(placed: dict[Key, _Member]) -> list[Line]:
    subject = placed[SUBJECT].drawn
    return [_down([subject], one.drawn) for one in placed.values() if one.generation == 3]


def _signs(people: Iterable[Drawn]) -> tuple[tuple[str, str], ...]:
    """What the signs that are used mean."""
    people = list(people)
    known = (
        ("square", "male", any(one.sign is Sign.SQUARE for one in people)),
        ("circle", "female", any(one.sign is Sign.CIRCLE for one in people)),
        ("diamond", "not known or not said", any(one.sign is Sign.DIAMOND for one in people)),
        ("subject", "double line: the child of this case", True),
        ("with", "shaded: lives with the child", any(one.lives_with for one in people)),
        ("died", "crossed out: has died", any(one.died for one in people)),
    )
    return tuple((sign, said) for sign, said, there in known if there)


LINES = {
    "unsaid": "parents; whether they are together is not said",
    "separated": "separated",
    "half": "half-brother or half-sister",
    Bond.STRONG.value: Bond.STRONG.label,
    Bond.ORDINARY.value: Bond.ORDINARY.label,
    Bond.THIN.value: Bond.THIN.label,
    Bond.STRAINED.value: Bond.STRAINED.label,
    Bond.BROKEN.value: Bond.BROKEN.label,
    "": "nobody has said how it is",
}


def _styles(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    used = {line.style for line in lines}
    return tuple((style, said) for style, said in LINES.items() if style in used)


# ---- who is round the child ----------------------------------------------------------------------------------------------


def ecomap(found: RoundView) -> Picture | None:
    """The child in the middle, everybody round them at the end of a line that says how it is between the two; None where
    nobody is on record."""
    people = found.people
    if not people or found.child is None:
        return None
    wide = max(190.0, NODE[0] * 1.25 * len(people) / (2 * pi))
    high = max(175.0, wide * 0.62)
    middle = (wide + NODE[0] / 2 + 8, high + NODE[1] / 2 + 8)
    nodes, lines = [], []
    for place, one in enumerate(people):
        turn = 2 * pi * place / len(people) - pi / 2
        x, y = middle[0] + wide * cos(turn), middle[1] + high * sin(turn)
        family = one.kind is ContactKind.FAMILY
        nodes.append(Node(x, y, _cut(one.name), _cut(one.part or (one.kin.label if one.kin else "")), family))
        lines += _bond(middle, (x, y), one.bond)
    name = found.child.given_name or "the child"
    return Picture(
        2 * middle[0],
        2 * middle[1],
        nodes=tuple(nodes),
        lines=tuple(lines),
        middle=middle,
        name=_cut(name),
        styles=_styles(lines),
    )


def _bond(middle: tuple[float, float], end: tuple[float, float], bond: Bond | None) -> list[Line]:
    """A line from the child to somebody: thick, plain, dashed, jagged, or broken."""
    far = hypot(end[0] - middle[0], end[1] - middle[1])
    along = (end[0] - middle[0]) / far, (end[1] - middle[1]) / far
    across = -along[1], along[0]
    style = bond.value if bond else ""

    def at(distance: float, aside: float = 0.0) -> tuple[float, float]:
        return (
            middle[0] + along[0] * distance + across[0] * aside,
            middle[1] + along[1] * distance + across[1] * aside,
        )

    match bond:
        case Bond.STRAINED:
            steps = int((far - CHILD_RADIUS) // JAGS)
            points = [at(CHILD_RADIUS + step * JAGS, JAG * (-1) ** step) for step in range(steps)]
            return [Line(_path([at(CHILD_RADIUS), *points, at(far)]), style)]
        case Bond.BROKEN:
            gap = (CHILD_RADIUS + far - NODE[0] / 3) / 2
            return [
                Line(_path([at(CHILD_RADIUS), at(gap - 5)]), style),
                Line(_path([at(gap + 5), at(far)]), style),
                Line(_path([at(gap - 5, -9), at(gap - 5, 9)]), style),
                Line(_path([at(gap + 5, -9), at(gap + 5, 9)]), style),
            ]
        case _:
            return [Line(_path([at(CHILD_RADIUS), at(far)]), style)]


def _path(points: Sequence[tuple[float, float]]) -> str:
    steps = "".join(f"L{_n(x)} {_n(y)}" for _, (x, y) in pairwise(points))
    return f"M{_n(points[0][0])} {_n(points[0][1])}{steps}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
