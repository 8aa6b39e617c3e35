"""Who could hold a case: what it would do to each of them, and giving it to one."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import can_see, check_can_allocate
from plimsoll.actions.cases import Refused, allocate_case
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import moment
from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.explain import figure, whole_percent, with_unit
from plimsoll.queries.cases import get_case
from plimsoll.queries.facts.shadow import not_shown
from plimsoll.queries.placement import Fit, Placements, list_placements
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done, nth
from plimsoll.web.forms.shown import ids_read, read_anew, show_ids
from plimsoll.web.front_door.forms import Give
from plimsoll.web.loads import load_line
from plimsoll.web.page import Viewed
from plimsoll.web.parts import Link, State
from plimsoll.web.pictures import Drawing, draw
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@dataclass(frozen=True)
class Person:
    """One who could hold the case. place : where it would stand, told : whether that may be shown; down : cases that would
    move down, each with a link; load : as it would be, drawn; before, after : the load in words; zone : what changes by
    it, '' for nothing; notes : what else is on record."""

    name: str
    href: str
    place: str
    told: bool
    down: tuple[tuple[Link, str], ...]
    more: str
    load: Drawing | None
    before: str
    after: str
    zone: str
    over: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class WhoPage(FormPage):
    """Everybody who could hold a case. asks : what it asks; reasons : why it would stand where it would."""

    facts_shown = True
    asks: str
    reasons: tuple[str, ...]
    people: tuple[Person, ...]
    nobody: State
    others: Link
    stands_on: str


@signed_in("GET", "POST")
def who(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who could hold a case, and giving it to one of them."""
    found = check_can_allocate(request.viewer, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed: nobody can be given it.")
    view = get_case(request.viewer, case)
    placements = list_placements(request.viewer, case, moment(request.now))
    form = Give(request.POST or None, as_at=request.now)
    hidden = placements.shadow_until is not None
    form.offer((fit.worker, fit.name, _hint(fit, hidden=hidden)) for fit in placements.fits)
    show_ids(form, placements.held)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        why = f"{said['why'].strip()} Agreed: {said['agreed'].strip()}"
        try:
            allocate_case(
                case, worker=UUID(said["worker"]), why=why, read=ids_read(form), by=request.viewer, at=request.now
            )
        except Refused as refusal:
            form.add_faults(refusal.faults)
            read_anew(form, placements.held)
        else:
            to = reverse("case", args=[case]) if can_see(request.viewer, case) else reverse("unallocated")
            return redirect(f"{to}?done={Done.ALLOCATED.value}")
    plain = form_page(view, form, title="Who could hold this case?", button="Allocate", action=request.path)
    return show(request, "front_door/who.jinja", _page(plain, case, placements), status=422 if form.is_bound else 200)


def _page(plain: FormPage, case: UUID, found: Placements) -> WhoPage:
    scheme = next((fit.before.scheme for fit in found.fits if fit.before), None)
    asks = f"It asks {with_unit(scheme, found.points)}." if scheme and found.points is not None else (
        "What it asks is not known, so that nothing can be said of loads after it."
    )  # fmt: skip
    hidden = found.shadow_until is not None
    moved = [one for fit in found.fits for one in fit.moved if not hidden]
    shown = Viewed(
        plain.viewed.children,
        plain.viewed.cases | {one.case for one in moved},
    )
    return WhoPage(
        **vars(plain) | {"viewed": shown},
        asks=asks,
        reasons=found.reasons,
        people=tuple(_person(fit, hidden=hidden) for fit in found.fits),
        nobody=State(
            "Nobody of this team could hold it", "Give it to somebody of another team, or ask who keeps people."
        ),
        others=Link("Give it to somebody else", reverse("case-allocate", args=[case])),
        stands_on=not_shown(found.shadow_until) + " Loads are shown all the same."
        if found.shadow_until
        else f"Criteria set {found.criteria}. Places are those of the order of work, of the cases that you may see; "
        "what people placed elsewhere stays where they placed it. This is advice: people decide.",
    )


def _hint(fit: Fit, *, hidden: bool) -> str:
    load = f"{_short(fit.before)}, then {_short(fit.after)}" if fit.before and fit.after else ""
    if hidden:
        return load
    load = f"; {load}" if load else ""
    return f"{nth(fit.place)} of {fit.of}, in {fit.band.label}{load}"


def _short(load: Load | None) -> str:
    percent = whole_percent(load) if load else None
    return percent.replace(" ", "\u00a0") if percent else "not known"


def _whole(load: Load) -> str:
    """A load in whole percent with its zone, to be laid beside others; in full where there is no percent of it."""
    percent = whole_percent(load)
    return f"{percent}, {load.zone_label}".replace(" %", "\u00a0%") if percent else figure(load)


def _person(fit: Fit, *, hidden: bool) -> Person:
    """hidden : a shadow month runs, in which nothing is told of the order."""
    zone = ""
    if fit.before and fit.after and fit.before.zone_label != fit.after.zone_label:
        zone = f"That goes from {fit.before.zone_label} to {fit.after.zone_label}."
    return Person(
        name=fit.name,
        href=reverse("caseload", args=[fit.worker]),
        place="" if hidden else f"It would stand {nth(fit.place)} of {fit.of}, in {fit.band.label}.",
        told=not hidden,
        down=()
        if hidden
        else tuple(
            (Link(one.reference, reverse("case", args=[one.case])), f"{nth(one.before)} to {nth(one.after)}")
            for one in fit.moved
        ),
        more=f"and {fit.more} more by one place" if fit.more and not hidden else "",
        load=draw(load_line(fit.name, fit.after)) if fit.after else None,
        before=_whole(fit.before) if fit.before else "",
        after=_whole(fit.after) if fit.after else "",
        zone=zone,
        over=bool(fit.after and fit.after.over),
        notes=fit.notes,
    )
