"""What the pages of goals, scores and development show."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from plimsoll.core.outcomes import Tools, distance, in_words
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Better, DevelopmentArea
from plimsoll.core.timescales.explain import day_words
from plimsoll.core.typical_ages import at_age, months_old
from plimsoll.queries.cases import CaseView
from plimsoll.queries.outcomes import DevelopmentView, Measured, Note, OutcomesView, Reading
from plimsoll.web.cases.page import FormPage, about, form_page, viewed
from plimsoll.web.forms.form import Form
from plimsoll.web.outcomes.drawing import Distanced, draw
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Link, State, Table


@dataclass(frozen=True)
class MeasuredPart:
    """One goal or tool: what it came to in a sentence, drawn, and as a table."""

    id: str
    title: str
    more: str
    says: str
    drawing: Distanced | None
    table: Table | None
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class OutcomesPage(Page):
    """Goals and scores of a case."""

    about: str
    acts: tuple[Act, ...]
    goals: tuple[MeasuredPart, ...]
    scores: tuple[MeasuredPart, ...]
    no_goals: State
    rests_on: tuple[str, ...]
    development: Link


def outcomes_page(found: OutcomesView, *, may: bool) -> OutcomesPage:
    """What was measured of a case. `may`: whether the viewer may write on it."""
    case = found.case
    holding = [one for one in found.goals if one.ended_on is None]
    offered = [
        Act("Set a goal", href=reverse("case-goal", args=[case.id]), main=not holding),
        Act("Note the score of a tool", href=reverse("case-score", args=[case.id])),
    ]
    if len(holding) >= found.tools.most_goals:
        offered = offered[1:]
    return OutcomesPage(
        f"Goals and outcomes of {case.called}",
        tab=f"Goals and outcomes of {case.reference}",
        about=about(case),
        acts=tuple(offered) if may else (),
        goals=tuple(_goal(case, one, number, may) for number, one in enumerate(found.goals)),
        scores=tuple(_score(case, found.tools, one, number, may) for number, one in enumerate(found.scores)),
        no_goals=State(
            "No goal is set",
            "Ask the child and the family what they want to be different, and write it in their words. Then they say, as "
            "often as they like, how far it is.",
        ),
        rests_on=_rests_on(found.tools),
        development=Link("How the child develops", reverse("case-development", args=[case.id])),
        back=Link(case.called, reverse("case", args=[case.id])),
        viewed=viewed(case),
    )


def asked_page(found: CaseView, form: Form, *, title: str, action: str, back: Link) -> FormPage:
    """A form that leads back to where its answer stands."""
    page = form_page(found, form, title=title, button="Save", action=action)
    return replace(page, cancel=back.href, back=back)


def _goal(case: CaseView, one: Measured, number: int, may: bool) -> MeasuredPart:
    asked, acts = f"?goal={one.goal}", ()
    if may and one.ended_on is None:
        acts = (
            Act("How far is it now?", href=reverse("case-goal-reading", args=[case.id]) + asked, about=one.title),
            Act("It ends", href=reverse("case-goal-end", args=[case.id]) + asked, about=one.title),
        )
    ended = f"; ended on {day_words(one.ended_on)}: {one.ended_why}" if one.ended_on else ""
    way = reverse("case-goal-reading", args=[case.id]) if may else ""
    return _measured(one, f"goal-{number}", f"{one.said}{ended}", acts, way)


def _score(case: CaseView, tools: Tools, one: Measured, number: int, may: bool) -> MeasuredPart:
    tool = tools.of(one.key)
    better = "a lower score is better" if one.better is Better.LOWER else "a higher score is better"
    more = f"{one.low} to {one.high}; {better}. {tool.licence if tool else ''}"
    way = reverse("case-score", args=[case.id]) if may else ""
    return _measured(one, f"score-{number}", more, (), way)


def _measured(one: Measured, key: str, more: str, acts: tuple[Act, ...], way: str) -> MeasuredPart:
    found = distance([(each.on, each.number) for each in one.standing], one.better)
    says = in_words(found) if found else "Nobody has said yet how far it is."
    rows = tuple(_row(each, way) for each in reversed(one.readings))
    columns = tuple(map(Column, ("Day", "Number", "Who said so", "Words", "Noted by", "Correction")))
    return MeasuredPart(
        key, one.title, more, says, draw(one, key, says),
        Table(f"Every reading: {one.title}", columns, rows, caption_hidden=True) if rows else None, acts,
    )  # fmt: skip


def _row(one: Reading, way: str) -> tuple[Cell, ...]:
    said = Cell(f"corrected: {one.corrected}") if one.corrected else Cell("")
    if way and not one.corrected:
        said = Cell(f"Correct the one of {day_words(one.on)}", f"{way}?corrects={one.id}")
    return (
        Cell(day_words(one.on)), Cell(str(one.number)), Cell(one.rated_by.label), Cell(one.words), Cell(one.by), said,
    )  # fmt: skip


def _rests_on(tools: Tools) -> tuple[str, ...]:
    change = f"A goal that moves by {tools.notable_change:g} points or more is unlikely to have done so by chance alone"
    sure = "" if tools.notable_confirmed else " (this figure was not read in its source: check it)"
    return (
        "Distance travelled is the last number less the first. Every reading is kept; nothing is filled in where none is.",
        f"{change}{sure}. {tools.goals_source}.",
        tools.note,
        *(
            f"{tool.title}: {tool.source}{'' if tool.confirmed else ' (not read in its source)'}. {tool.licence}"
            for tool in tools.tools
        ),
    )


# ---- development ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One note as it stands on the page."""

    when: str
    text: str
    more: str
    correct: Link | None


@dataclass(frozen=True)
class AreaPart:
    """One part of a child's life: the first note beside the latest, and those between. typical : what the organisation's own
    list says of the child's age, with the range of each."""

    id: str
    title: str
    first: Told | None
    latest: Told | None
    between: tuple[Told, ...]
    act: Act | None
    typical: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DevelopmentPage(Page):
    """How a child develops, against their own earlier time."""

    about: str
    said: str
    areas: tuple[AreaPart, ...]
    outcomes: Link


NO_AGES = (
    "No typical ages stand here: your organisation has no list of its own, and none was read in a source that could be "
    "named."
)


def development_page(found: DevelopmentView, today: date, *, may: bool) -> DevelopmentPage:
    """Notes of each part of a child's life, and what the organisation's own list says of the child's age. `may`: whether the
    viewer may write on the case."""
    case, listed = found.case, found.typical
    months = months_old(case.born_on, today) if case.born_on else -1
    near = at_age(listed.lines, months)
    of_age = (
        f"Typical ages are ranges out of your organisation's own list ({listed.source}), to talk about, and no test."
    )
    return DevelopmentPage(
        f"How {case.called} develops",
        tab=f"How the child of {case.reference} develops",
        about=about(case),
        said=of_age if listed.lines else NO_AGES,
        areas=tuple(
            replace(
                _area(case, area, [one for one in found.notes if one.area is area], may),
                typical=tuple((one.text, one.ages) for one in near if one.area is area),
            )
            for area in DevelopmentArea
        ),
        outcomes=Link("Goals and outcomes", reverse("case-outcomes", args=[case.id])),
        back=Link(case.called, reverse("case", args=[case.id])),
        viewed=viewed(case),
    )


def _area(case: CaseView, area: DevelopmentArea, notes: list[Note], may: bool) -> AreaPart:
    way = reverse("case-development-note", args=[case.id])
    standing = [one for one in notes if not one.corrected]
    rest = [one for one in notes if one not in (*standing[:1], *standing[-1:])]
    label = capital(area.label)
    return AreaPart(
        area.value.lower(),
        label,
        _told(standing[0], way, may) if standing else None,
        _told(standing[-1], way, may) if len(standing) > 1 else None,
        tuple(_told(one, way, may) for one in reversed(rest)),
        Act("Note how it is now", href=f"{way}?area={area.value}", about=label) if may else None,
    )


def _told(one: Note, way: str, may: bool) -> Told:
    more = f"Known from: {one.source}. Noted by {one.by}."
    if one.corrected:
        more += f" Corrected since: {one.corrected}"
    correct = Link("Correct this", f"{way}?corrects={one.id}") if may and not one.corrected else None
    return Told(day_words(one.on), one.text, more, correct)
