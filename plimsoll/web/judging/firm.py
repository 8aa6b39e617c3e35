"""How firm an order of work is, one press behind "close call"; and the question of a close call: which first, and why?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_place
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.close_calls import settle_close_call
from plimsoll.actions.priority import Contradicted
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON, moment
from plimsoll.queries.cases import get_case
from plimsoll.queries.firm import Firm, FirmList, get_firmness
from plimsoll.queries.judging import get_placement, get_placing
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done, nth, place_after
from plimsoll.web.forms.fields import Choice, Day, LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.judging.contradiction import ask_which_holds, former_hold, no_longer_holds
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Cell, Column, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

USUAL_DAYS = 7
HALF = 50


@dataclass(frozen=True)
class FirmPage(Page):
    """A list with the places that each case takes when the weights are moved. said : how that is found out, and what it
    comes to; calls : the close calls, each with the press that settles it."""

    facts_shown = True
    said: tuple[str, ...]
    calls: tuple[tuple[str, Act], ...]
    found: Table | None
    nothing: State


@signed_in("GET")
def firm(request: HttpRequest, worker: UUID) -> HttpResponse:
    """How firm a worker's order of work is."""
    found = get_firmness(request.viewer, worker, moment(request.now))
    own = worker == request.viewer.worker
    back = Link("My caseload", reverse("my-caseload")) if own else Link(
        f"Caseload of {found.name}", reverse("caseload", args=[worker])
    )  # fmt: skip
    page = FirmPage(
        "How firm this order is",
        said=_said(found),
        calls=tuple(_calls(found)),
        found=_table(found) if found.cases else None,
        nothing=State("No open cases", "There is no list here whose order could be more or less firm."),
        back=back,
        viewed=Viewed(
            frozenset(one.child for one in found.cases if one.child), frozenset(one.case for one in found.cases)
        ),
    )
    return show(request, "judging/firm.jinja", page)


def _said(found: FirmList) -> tuple[str, ...]:
    firm = sum(one.first == one.last for one in found.cases)
    many = len(found.cases)
    return (
        f"The criteria set gives each of the five criteria a weight. Nobody can say these to the last point. So we moved "
        f"them up and down by up to a quarter, {found.draws:,} times, and put the list in order each time.",
        f"{firm} of {many} case{'' if many == 1 else 's'} stood in the same place every time. The others moved between the "
        "places below. No weight takes a case from one band to another.",
    )


def _calls(found: FirmList) -> list[tuple[str, Act]]:
    """Each close call in a sentence, and where it is settled."""
    calls = []
    for one, after in zip(found.cases, found.cases[1:], strict=False):
        if one.close and not one.settled:
            said = f"{one.called} stands {nth(one.place)}, just before {after.called}. {_often(one.turns)}"
            act = Act(
                "Which first, and why?", href=reverse("case-close-call", args=[one.case]), about=f": {one.called}"
            )
            calls.append((said, act))
    return calls


def _often(turns: int) -> str:
    if turns:
        return f"With other weights the second came first in {turns} of 100 tries."
    return "Only a few points lie between them."


def _table(found: FirmList) -> Table:
    columns = (Column("Place"), Column("Case"), Column("Band"), Column("Places it took"), Column("Before the next"))
    rows = tuple(
        (
            Cell(nth(one.place)),
            Cell(one.called, href=reverse("case", args=[one.case])),
            Cell(one.band.label),
            Cell(places(one)),
            Cell(_before(found, at)),
        )
        for at, one in enumerate(found.cases)
    )
    return Table("The places that each case took", columns, rows, caption_hidden=True)


def places(one: Firm) -> str:
    """The places that a case takes, in words."""
    if one.first == one.last:
        return f"always {nth(one.first)}"
    return f"{nth(one.first)} to {nth(one.last)}"


def _before(found: FirmList, at: int) -> str:
    """How often a case stands before the one that follows it."""
    one = found.cases[at]
    if at + 1 == len(found.cases):
        return "last of the list"
    if found.cases[at + 1].band is not one.band:
        return "always: a higher band"
    often = f"{100 - one.turns} of 100 tries" if one.turns else "always"
    if one.settled:
        return f"{often}: a close call, and somebody said which first"
    return f"{often}: a close call" if one.close else often


class Settle(Form):
    """Which of two cases comes first, why, and for how long."""

    first = Choice(label="Which do you do first?", choices=[], missing="Choose which comes first")
    why = LongText(
        label="Why?",
        help_text="What do you know of the two that tells them apart? The children may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=4,
    )
    until = Day(
        label="Until which day should it hold?",
        forward=True,
        missing="Write the last day",
        help_text="Its last day, four weeks from now at most. It also ends by itself when the case rises to a higher band.",
    )

    def __init__(self, *given: Any, pair: tuple[Firm, Firm], as_at: Any, **rest: Any) -> None:
        today = as_at.astimezone(LONDON).date()
        super().__init__(*given, as_at=as_at, initial={"until": today + timedelta(USUAL_DAYS)}, **rest)
        self.fields["first"].choices = [(str(one.case), one.called) for one in pair]
        self.fields["first"].hints = {
            str(pair[0].case): "As the order of work has it.", str(pair[1].case): "Against the order of work.",
        }  # fmt: skip


@dataclass(frozen=True)
class SettlePage(FormPage):
    """A close call. said : how close it is; pair : of each case, its name, the places that it took, its reasons, and where
    it is judged."""

    said: str
    pair: tuple[tuple[Link, str, tuple[str, ...], Act], ...]
    whole: Link


@signed_in("GET", "POST")
def close_call(request: HttpRequest, case: UUID) -> HttpResponse:
    """Which of a case and the next comes first, and why: kept as a placing, or answered by judging one of them."""
    check_can_place(request.viewer, case)
    found = get_case(request.viewer, case)
    assert found.worker is not None
    try:
        firm = get_firmness(request.viewer, found.worker, moment(request.now))
    except NotThere:
        raise NotAllowed("You may not open the list on which this case stands. Ask whoever holds it.") from None
    pair = next(
        (
            (one, after)
            for one, after in zip(firm.cases, firm.cases[1:], strict=False)
            if one.case == case and one.close
        ),
        None,
    )
    if pair is None:
        raise NotAllowed("This is no close call any more: the order of work tells this case and the next apart.")
    if pair[0].settled:
        raise NotAllowed(
            "Somebody has said which of these two comes first, and nothing has changed on either since. It is asked again "
            "when something is written or judged on one of them. To say otherwise now, end the placing on the page of the "
            "case."
        )
    if request.method == "POST" and former_hold(request):
        return redirect(reverse("firmness", args=[found.worker]))
    form = Settle(request.POST or None, pair=pair, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_settled(request, pair, form))
        except Contradicted as refusal:
            ask_which_holds(form, refusal, {one.case: one.called for one in firm.cases})
        except Refused as refusal:
            form.add_faults(refusal.faults)
    plain = form_page(found, form, title="Which first, and why?", button="Save", action=request.get_full_path())
    one, after = pair
    fields = vars(plain) | {"viewed": Viewed(
        plain.viewed.children | {each.child for each in pair if each.child},
        plain.viewed.cases | {each.case for each in pair},
    )}  # fmt: skip
    page = SettlePage(
        **fields,
        said=f"A close call: {one.called} stands {nth(one.place)} and {after.called} {nth(after.place)}. "
        + _often(one.turns),
        pair=tuple(_told(each) for each in pair),
        whole=Link("How firm the whole list is", reverse("firmness", args=[found.worker])),
    )
    return show(request, "judging/close_call.jinja", page, status=422 if form.is_bound else 200)


def _told(one: Firm) -> tuple[Link, str, tuple[str, ...], Act]:
    link = Link(one.called, reverse("case", args=[one.case]))
    act = Act("Judge it", href=reverse("case-judge", args=[one.case]), about=f": {one.called}")
    return link, f"{nth(one.place)} now. With other weights: {places(one)}.", one.reasons, act


def _settled(request: HttpRequest, pair: tuple[Firm, Firm], form: Settle) -> str:
    """Keeps that the one which was chosen comes before the other; the address of its page, with what that did."""
    said = form.cleaned_data
    chosen = UUID(said["first"])
    other = next(one.case for one in pair if one.case != chosen)
    before = get_placement(request.viewer, chosen, request.now)
    moved = settle_close_call(
        chosen,
        other,
        why=said["why"],
        until=said["until"],
        instead=no_longer_holds(request),
        by=request.viewer,
        at=request.now,
    )
    placing, now = get_placing(request.viewer, moved), get_placement(request.viewer, chosen, request.now)
    page = reverse("case", args=[chosen])
    if placing is None or placing.waits or before is None or now is None:
        return f"{page}?done={Done.PLACED_WAITS.value}"
    return f"{page}?done={Done.PLACED.value}&{place_after(before.here.place, now.here.place, now.here.band)}"
