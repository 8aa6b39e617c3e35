"""A load as it is pictured."""

from plimsoll.core.priority.told import capital
from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.explain import figure, with_unit
from plimsoll.queries.workload import OTHER_WORK
from plimsoll.web.parts import Cell, Column, Table
from plimsoll.web.pictures import LoadLine, Part


def load_line(name: str, load: Load) -> LoadLine:
    """One worker's load with its parts."""
    return LoadLine(name, figure(load).replace(" %", "\u00a0%"), load.points, load.available, parts=load_parts(load))


def load_parts(load: Load) -> tuple[Part, ...]:
    """Every part of a load, with the line of other work also where it is nothing: so it says nothing when it is not."""
    parts = dict(load.parts)
    other = parts.pop(OTHER_WORK, 0)
    return tuple(
        Part(capital(label), with_unit(load.scheme, points), points)
        for label, points in (*parts.items(), (OTHER_WORK, other))
    )


def made_of(load: Load) -> Table:
    """A load part by part, as a table."""
    rows = tuple((Cell(part.label), Cell(part.amount)) for part in load_parts(load))
    total = (Cell("Together"), Cell(with_unit(load.scheme, load.points)))
    return Table("What this load is made of", (Column("Part"), Column("How much", number=True)), rows, total)
