"""What fills the top of a list on which too much is urgent, in parts; and putting off together what is no visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.batches import postpone_together
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import moment
from plimsoll.core.priority.told import capital
from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.explain import figure
from plimsoll.queries.priority import OrderOfWork
from plimsoll.queries.urgent import Hours, Part, Pressed, Urgent, get_urgent
from plimsoll.queries.workload import get_load
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Day, LongText, Several
from plimsoll.web.forms.form import Form
from plimsoll.web.judging.put_off import LONGEST
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Fact, Link, State
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

MINUTES, TENTHS = 60, 10


class Together(Form):
    """Which tasks of one kind wait until when, why, and what is put in place."""

    cases = Several(label="On which cases?", choices=[], missing="Choose at least one case")
    until = Day(label="Until which day?", forward=True, missing="Write the day until which they wait")
    why = LongText(label="Why can these wait?", missing="Say why", most=LONGEST_WHY, rows=3)
    meanwhile = LongText(label="What is put in place until then?", required=False, most=LONGEST, rows=2)
    told = LongText(label="Who has been told?", required=False, most=LONGEST, rows=2)
    sooner_if = LongText(label="What would bring them forward?", required=False, most=LONGEST, rows=2)

    def offer(self, batch: tuple[Pressed, ...]) -> None:
        """The cases that this kind of task alone put at the top."""
        self.fields["cases"].choices = [(str(one.case), f"{one.called}, {one.words}") for one in batch]


@dataclass(frozen=True)
class Shown:
    """One kind of thing that fills the top: what it is and for how many, how long that takes, and each case, with what
    can be done about it there."""

    title: str
    takes: str
    visit: bool
    cases: tuple[tuple[Link, str, Act | None], ...]


@dataclass(frozen=True)
class UrgentPage(Page):
    """Why the top of a list says little, in parts; then what to do about it, in the order in which it helps: together, which
    first, and that it is too much. form : of what can be put off together, None where nothing is."""

    facts_shown = True
    said: str
    rule: str
    facts: tuple[Fact, ...]
    parts: tuple[Shown, ...]
    batch: str
    form: Form | None
    action: str
    calls: tuple[tuple[str, Act], ...]
    much: str
    help: tuple[Link, ...]
    nothing: State | None = None


@signed_in("GET", "POST")
def urgent(request: HttpRequest, worker: UUID) -> HttpResponse:
    """What is urgent on somebody's caseload, where that is too much."""
    found, filled = get_urgent(request.viewer, worker, moment(request.now))
    form = None
    if filled and filled.batch:
        form = Together(request.POST or None, as_at=request.now)
        form.offer(filled.batch)
    if request.method == "POST":
        if form is None or filled is None:
            raise NotAllowed("There is nothing here that could be put off together.")
        if form.is_valid():
            try:
                postpone_together(**_chosen(filled, form), by=request.viewer, at=request.now)
            except Refused as refusal:
                form.add_faults(refusal.faults)
            else:
                return redirect(f"{_list(request.viewer, worker)}?done={Done.PUT_OFF.value}")
    load = _load(request.viewer, worker, request.now)
    page = _page(request, found, filled, form, load)
    return show(request, "priority/urgent.jinja", page, status=422 if form and form.is_bound else 200)


def _chosen(found: Urgent, form: Form) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    chosen = set(said.pop("cases"))
    tasks = {one.case: (one.reference, one.duty) for one in found.batch if str(one.case) in chosen}
    return {"tasks": tasks, **said}


def _list(viewer: Viewer, worker: UUID) -> str:
    return reverse("my-caseload") if worker == viewer.worker else reverse("caseload", args=[worker])


def _load(viewer: Viewer, worker: UUID, now: datetime) -> Load | None:
    try:
        return get_load(viewer, worker, moment(now))
    except NotThere:
        return None


def _page(
    request: HttpRequest, found: OrderOfWork, filled: Urgent | None, form: Form | None, load: Load | None
) -> UrgentPage:
    assert found.worker is not None
    own = found.worker == request.viewer.worker
    back = Link("My caseload" if own else f"Caseload of {found.name}", _list(request.viewer, found.worker))
    title = "Too much is urgent" if filled else "What is urgent"
    if filled is None:
        nothing = State(
            "Not too much is urgent here",
            "This page says what fills Act now and Today where they hold more of a list than the criteria set says can be "
            "urgent at once.",
            Act("Back to the list", href=back.href),
        )
        return UrgentPage(title, "", "", (), (), "", None, "", (), "", (), nothing, back=back)
    return UrgentPage(
        title,
        said=f"{filled.top} of {filled.cases} cases stand in Act now or Today.",
        rule=f"The criteria set {found.criteria} says: where it is more than {filled.share} of 100 cases, these words tell "
        "too little, and the list alone no longer says what to do first.",
        facts=tuple(_facts(filled.hours, load)),
        parts=tuple(_part(part, filled) for part in filled.parts),
        batch=_batch(filled),
        form=form,
        action=request.path,
        calls=tuple(_calls(filled)),
        much=_much(found, filled, own=own),
        help=tuple(_help(request.viewer, found, own=own)),
        back=back,
        viewed=Viewed(
            frozenset(one.child for part in filled.parts for one in part.cases if one.child),
            frozenset(one.case for part in filled.parts for one in part.cases),
        ),
    )


def hours_words(hours: Hours) -> str:
    """What the top of a list asks against what there is, in a sentence; '' where neither is known."""
    asked = f"What is due there asks about {_long(hours.asked)}" if hours.asked is not None else ""
    left = f"{_long(hours.left)} of work are left this week" if hours.left is not None else ""
    if asked and left:
        return f"{asked}; {left}."
    return f"{asked or capital(left)}." if asked or left else ""


def _long(minutes: int) -> str:
    """Minutes as hours: '7.5 hours'.

    >>> _long(450), _long(60), _long(0)
    ('7.5 hours', '1 hour', '0 hours')
    """
    tenths = (minutes * TENTHS + MINUTES // 2) // MINUTES
    said = f"{tenths // TENTHS}.{tenths % TENTHS}" if tenths % TENTHS else str(tenths // TENTHS)
    return f"{said} hour{'' if tenths == TENTHS else 's'}"


def _facts(hours: Hours, load: Load | None) -> Iterator[Fact]:
    yield Fact("What is due there asks", _long(hours.asked) if hours.asked is not None else "not known")
    yield Fact("Left this week", _long(hours.left) if hours.left is not None else "hours not known")
    if hours.uncounted:
        yield Fact("Of which no time is counted", f"{hours.uncounted} case{'' if hours.uncounted == 1 else 's'}")
    if load is not None:
        yield Fact("Load", figure(load))


def _part(part: Part, found: Urgent) -> Shown:
    takes = f"About {_long(part.minutes)} in all." if part.minutes is not None else ""
    return Shown(
        f"{capital(part.kind)}: {len(part.cases)} of {found.top}",
        takes,
        part.visit,
        tuple((Link(one.called, reverse("case", args=[one.case])), one.words, _act(part, one)) for one in part.cases),
    )


def _act(part: Part, one: Pressed) -> Act | None:
    if not one.writes or not part.item:
        return None
    word = "Rearrange with safeguards" if part.visit else "Put off"
    return Act(word, href=f"{reverse('case-put-off', args=[one.case])}?for={one.duty}", about=f": {one.called}")


def _batch(found: Urgent) -> str:
    """What to do first about the kind that fills the most."""
    most = found.parts[0]
    if most.visit:
        return (
            f"{capital(most.kind)} fills the most. Ring round and plan these as one: who can be seen on "
            "one way, who by somebody else. A visit that cannot be made in time is rearranged one by one above, with what "
            "keeps that child safe; a supervisor agrees to each."
        )
    if not found.batch:
        return "No single kind of task put these cases there alone, so nothing can be dealt with as one."
    return (
        f"{capital(most.kind)} alone put {len(found.batch)} of these cases there. Deal with them as one: "
        "rebook, chase whoever owes you something, or put them off together until a day, with your reason on each case."
    )


def _calls(found: Urgent) -> Iterator[tuple[str, Act]]:
    for one, after in found.calls:
        act = Act("Which first, and why?", href=reverse("case-close-call", args=[one.case]), about=f": {one.called}")
        yield f"{one.called} stands just before {after.called}.", act


def _much(found: OrderOfWork, filled: Urgent, *, own: bool) -> str:
    """That it is too much, to whom this is said."""
    names = " or ".join(found.supervisors) or "whoever manages your service"
    hours = filled.hours
    over = hours.asked is not None and hours.left is not None and hours.asked > hours.left
    more = " What is due asks more than there is this week, so something will not be done." if over else ""
    if own:
        return (
            f"Nobody has to carry this alone.{more} Tell {names} today what cannot be done, and go through the list "
            "together."
        )
    return (
        f"{found.name} cannot settle this alone.{more} Go through the list together today: what waits, what somebody else "
        "takes, what you carry further."
    )


def _help(viewer: Viewer, found: OrderOfWork, *, own: bool) -> Iterator[Link]:
    """Where help is."""
    assert found.worker is not None
    if found.cases and all(Permission.WRITE_RECORD in placed.may for placed in found.cases):
        yield Link("Go through the list and confirm it, with a supervisor", reverse("review-new", args=[found.worker]))
    if any(Permission.ALLOCATE in placed.may for placed in found.cases):
        yield Link("The team's load: who has room", reverse("teams"))
        if not own:
            first = next(placed for placed in found.cases if Permission.ALLOCATE in placed.may)
            yield Link(f"Who else could hold {first.reference}", reverse("case-who", args=[first.case]))
