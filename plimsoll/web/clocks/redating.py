"""What a change of the timescales moves: before it is agreed, and after."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import check_can_manage_settings, check_can_read_criteria
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.strict import FaultyData
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.redating import OfTeam, Redated, has_moved, would_move
from plimsoll.queries.settings import get_rulebook
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Link, Notice, State, Table, Tone
from plimsoll.web.set_up import page as pages
from plimsoll.web.set_up.forms import Rules
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

MOVED = "What moved when the timescales changed"


@dataclass(frozen=True)
class TeamMoves:
    """One team: its name, what moves of cases that the viewer may see, and how much else."""

    name: str
    found: Table | None
    others: str


@dataclass(frozen=True)
class MovesPage(Page):
    """What moves, team by team. sent, action, button : what is agreed by one press more, '' where it holds already."""

    facts_shown = True
    said: tuple[str, ...]
    teams: tuple[TeamMoves, ...]
    nothing: State
    sent: tuple[tuple[str, str], ...] = ()
    action: str = ""
    button: str = ""
    cancel: str = ""


@signed_in("POST")
def before(request: HttpRequest) -> HttpResponse:
    """What would move if the choice that was sent were agreed. Nothing is changed by it."""
    check_can_manage_settings(request.viewer)
    book, agreed = get_rulebook(request.viewer, request.now.date())
    form = Rules(request.POST, as_at=request.now)
    form.offer(book)
    if form.is_valid():
        said = form.cleaned_data
        try:
            found = would_move(
                request.viewer,
                form.chosen(said),
                start_day_is=int(said["start_day_is"]),
                bank_holidays_count=said["bank_holidays_count"] == "yes",
                now=request.now,
            )
        except FaultyData as fault:
            form.add_error(None, str(fault))
        else:
            return show(request, "clocks/moves.jinja", _would(found, form))
    return show(request, "set_up/rules.jinja", pages.rules_page(form, book, agreed), status=422)


def _would(found: Redated, form: Form) -> MovesPage:
    page = _page(found, "What would move", f"{_count(found.many)} would move if you agree to this.")
    rules = reverse("set-up-rules")
    return replace(
        page,
        sent=tuple((name, str(form.data[name])) for name in form.fields),
        action=rules,
        button="Agree from today",
        cancel=rules,
        notices=(Notice("Nothing is changed yet.", Tone.INFORMATION),),
        back=Link("Timescales", rules),
    )


@signed_in("GET")
def after(request: HttpRequest) -> HttpResponse:
    """What moved by the timescales that hold, against those before them."""
    check_can_read_criteria(request.viewer)
    found = has_moved(request.viewer, request.now)
    if found is None:
        nothing = State("Nothing has moved", "These are the first timescales that were agreed here.")
        return show(request, "clocks/moves.jinja", MovesPage(MOVED, (), (), nothing, back=_criteria()))
    when = f" since {day_words(found.agreed_at.astimezone(LONDON).date())}" if found.agreed_at else ""
    said = f"Timescales {found.after} hold{when}; before them {found.before} held. {_count(found.many)} moved by that."
    return show(request, "clocks/moves.jinja", replace(_page(found, MOVED, said), back=_criteria()))


def _criteria() -> Link:
    """Where what holds here is read."""
    return Link("Criteria", reverse("criteria"))


def _page(found: Redated, title: str, said: str) -> MovesPage:
    shown = [one for team in found.teams for one in team.moved]
    return MovesPage(
        title,
        (
            f"{said} {found.cases:,} open cases were looked at.",
            "You see the cases that you may see; of the others how many there are. Restricted cases are told to those who "
            "are named on them alone.",
        ),
        tuple(_team(one) for one in found.teams),
        State("Nothing moves", "No open due item has another day by it."),
        viewed=Viewed(frozenset(one.child for one in shown if one.child), frozenset(one.case for one in shown)),
    )


def _team(one: OfTeam) -> TeamMoves:
    rows = tuple(
        (
            Cell(each.reference, href=reverse("case", args=[each.case])),
            Cell(each.name),
            Cell(capital(each.title)),
            Cell(day_words(each.before) if each.before else "not due"),
            Cell(day_words(each.after) if each.after else "not due any more"),
        )
        for each in one.moved
    )
    columns = tuple(map(Column, ("Case", "Name", "What", "Was due", "Is due")))
    others = f"{_count(one.others)} of {'other ' if rows else ''}cases that you may not see." if one.others else ""
    return TeamMoves(one.name, Table(one.name, columns, rows, caption_hidden=True) if rows else None, others)


def _count(many: int) -> str:
    return f"{many:,} due item{'' if many == 1 else 's'}"
