"""One's own judgements beside the team's: a page that shows everybody their own, and nobody anybody else's."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.priority.scales import HIGHEST, Scales
from plimsoll.queries.shipped import shipped_scales
from plimsoll.queries.spread import DAYS, FEWEST_PEOPLE, Spread, list_spreads
from plimsoll.web.page import Page
from plimsoll.web.parts import Cell, Column, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@dataclass(frozen=True)
class SpreadPage(Page):
    """How the viewer uses the scales. found : of each scale a table, and what is to be said where the team's is missing."""

    facts_shown = True
    found: tuple[tuple[Table, str], ...]
    nothing: State


@signed_in("GET")
def my_judgements(request: HttpRequest) -> HttpResponse:
    """The viewer's own spread of judgements beside their team's."""
    if not request.viewer.reach(Permission.WRITE_RECORD):
        raise NotAllowed("This is for those who judge cases.")
    scales = shipped_scales()
    found = [one for one in list_spreads(request.viewer, request.now) if one.many]
    page = SpreadPage(
        "How I judge, beside my team",
        found=tuple((_table(one, scales), _missing(one)) for one in found),
        nothing=State(
            "You have judged nothing yet",
            f"When you have judged cases, this shows how you use each scale, over {DAYS} days. Nobody else sees it.",
        ),
        back=Link("My caseload", reverse("my-caseload")),
    )
    return show(request, "judging/spread.jinja", page)


def _table(one: Spread, scales: Scales) -> Table:
    """Own shares and the team's, a column each value."""
    points = scales.of(one.scale).points
    columns = (Column("Answer"), Column("You", number=True), Column("Your team", number=True))
    rows = tuple(
        (
            Cell(f"{point.value}: {point.says}"),
            Cell(f"{one.own[point.value]} %"),
            Cell(f"{one.team[point.value]} %" if one.team else "–"),
        )
        for point in points[: HIGHEST + 1]
    )
    return Table(f"{scales.of(one.scale).asks} ({_judged(one.many)})", columns, rows)


def _judged(many: int) -> str:
    return f"you judged this {'once' if many == 1 else f'{many} times'}"


def _missing(one: Spread) -> str:
    if one.team:
        return ""
    return (
        f"Of your team nothing is told here: fewer than {FEWEST_PEOPLE} colleagues used this scale, or too few judgements "
        "are there, or one of them made most of them."
    )
