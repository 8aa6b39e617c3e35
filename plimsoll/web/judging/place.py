"""Placing a case elsewhere than the order of work has it, until a day; and ending that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_place, check_can_write
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.priority import Contradicted, end_placing, last_day, place_case
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Band, PlacingKind, PlacingReason
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.facts.shadow import not_shown
from plimsoll.queries.judging import OnList, Placement, Placing, get_placement, get_placing
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.cases.placing import PlacingBox, page_of, placing_acts, placing_box, where_to
from plimsoll.web.done import Done, nth, place_after
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.shown import ids_read, read_anew, show_ids
from plimsoll.web.judging.contradiction import ask_which_holds, former_hold, no_longer_holds
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

USUAL_DAYS = 7
_KINDS = {
    PlacingKind.ABOVE: "Above another case",
    PlacingKind.BELOW: "Below another case",
    PlacingKind.BAND: "In another band",
}


class Place(Form):
    """Where a case is to stand, why, and until when."""

    kind = Choice(
        label="Where should it stand?",
        choices=[(kind.value, says) for kind, says in _KINDS.items()],
        missing="Choose where it should stand",
    )
    other = Pick(
        label="Above or below which case?", choices=[], required=False, help_text="Leave this for another band."
    )
    band = Pick(label="In which band?", choices=[], required=False, help_text="Leave this for above or below a case.")
    because = Pick(
        label="For which reason?",
        choices=choices_of(PlacingReason),
        missing="Choose a reason",
    )
    why = LongText(
        label="Why, in your own words?",
        help_text="What do you know that the order of work does not? The child may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=4,
    )
    until = Day(
        label="Until which day should it hold?",
        forward=True,
        missing="Write the last day",
        help_text="Its last day, four weeks from now at most. It also ends by itself when the case rises to a higher band. "
        "For example Friday or 4 Dec.",
    )

    def __init__(self, *given: Any, placement: Placement, as_at: datetime, **rest: Any) -> None:
        self.today = as_at.astimezone(LONDON).date()
        super().__init__(*given, as_at=as_at, initial={"until": self.today + timedelta(USUAL_DAYS)}, **rest)
        self.fields["other"].choices = [(str(other.case), _called(other)) for other in placement.others]
        self.fields["band"].choices = [
            (band.value, _offered(band, placement)) for band in Band if band is not placement.computed_band
        ]
        if not placement.others:
            del self.fields["other"]
            self.fields["kind"].choices = [(PlacingKind.BAND.value, _KINDS[PlacingKind.BAND])]
            self.fields["kind"].initial = PlacingKind.BAND.value

    def clean(self) -> dict[str, Any]:
        """Where a field is faulty the action is not asked, so what it would say of the day and the place is said here."""
        said = super().clean() or {}
        if not self.errors:
            return said
        if said.get("until"):
            for field, sentence in last_day(said["until"], self.today).items():
                self.add_error(field, sentence)
        by_band = said.get("kind") == PlacingKind.BAND
        if said.get("kind") and not said.get("band" if by_band else "other"):
            self.add_error(self._to, "Choose a band." if by_band else "Choose another case of the same list.")
        return said

    @property
    def _to(self) -> str:
        """The field that says where it is placed."""
        by_band = self.cleaned_data.get("kind") == PlacingKind.BAND or "other" not in self.fields
        return "band" if by_band else "other"

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """What is wrong with the place is said where it is chosen."""
        super().add_faults({self._to if name == "place" else name: said for name, said in faults.items()})


def _called(other: OnList) -> str:
    return f"{f'{other.reference} {other.name}'.strip()} ({nth(other.place)}, {other.band.label})"


def _offered(band: Band, placement: Placement) -> str:
    return f"{band.label} (a supervisor has to agree)" if band in placement.to_countersign else band.label


@dataclass(frozen=True)
class PlacePage(FormPage):
    """Where a case stands, and where it should. stands, reasons : its place now and why; rule : when a supervisor has to
    agree; placing : the one that holds already."""

    stands: str
    reasons: tuple[str, ...]
    rule: str
    placing: PlacingBox | None


@signed_in("GET", "POST")
def place(request: HttpRequest, case: UUID) -> HttpResponse:
    """Placing a case elsewhere, for a time and for a reason."""
    check_can_place(request.viewer, case)
    placement = get_placement(request.viewer, case, request.now)
    if placement is None:
        raise NotAllowed("This case stands on nobody's list now, so it cannot be placed on one.")
    if placement.shadow_until:
        raise NotAllowed(not_shown(placement.shadow_until))
    if request.method == "POST" and former_hold(request):
        return redirect(reverse("case", args=[case]))
    placing = get_placing(request.viewer, case, request.now.astimezone(LONDON).date())
    form = Place(request.POST or None, placement=placement, as_at=request.now)
    show_ids(form, [placing.id] if placing else [])
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(f"{reverse('case', args=[case])}?{_placed(request, case, form, placement)}")
        except Contradicted as refusal:
            names = {other.case: f"{other.reference} {other.name}".strip() for other in placement.others}
            ask_which_holds(form, refusal, {**names, case: "this case"})
        except Refused as refusal:
            form.add_faults(refusal.faults)
            read_anew(form, [placing.id] if placing else [])
    found = get_case(request.viewer, case)
    page = _page(request, found, form, placement, placing)
    return show(request, "judging/place.jinja", page, status=422 if form.is_bound else 200)


def _placed(request: HttpRequest, case: UUID, form: Place, before: Placement) -> str:
    """Places the case; what that did, for the address of its page."""
    said = form.cleaned_data
    kind = PlacingKind(said["kind"])
    by_band = kind is PlacingKind.BAND
    place_case(
        case,
        kind,
        other=UUID(said["other"]) if not by_band and said.get("other") else None,
        band=Band(said["band"]) if by_band and said["band"] else None,
        because=PlacingReason(said["because"]),
        why=said["why"],
        until=said["until"],
        instead=no_longer_holds(request),
        read=ids_read(form),
        by=request.viewer,
        at=request.now,
    )
    placing, now = get_placing(request.viewer, case), get_placement(request.viewer, case, request.now)
    if placing is None or placing.waits or now is None:
        return f"done={Done.PLACED_WAITS.value}"
    return f"done={Done.PLACED.value}&{place_after(before.here.place, now.here.place, now.here.band)}"


def _page(
    request: HttpRequest, found: CaseView, form: Place, placement: Placement, placing: Placing | None
) -> PlacePage:
    action = request.get_full_path()
    plain = form_page(found, form, title="Place it elsewhere", button="Place it there", action=action)
    today = request.now.astimezone(LONDON).date()
    box = None
    if placing:
        over = placing.over(found.worker, placement.computed_band, today)
        acts = placing_acts(request.viewer, found.id, placing, write=True, over=bool(over))
        box = placing_box(placing, placement.computed_band, placement.computed_place, found.worker, today, acts)
    others = (*placement.others, *([placing.other] if placing and placing.other else []))
    page = PlacePage(
        **vars(plain), stands=stands(placement, found), reasons=placement.reasons, rule=_rule(placement), placing=box
    )
    return replace(page, viewed=page_of(others, plain.viewed))


def stands(placement: Placement, found: CaseView) -> str:
    """Both places of a case in a sentence."""
    here = placement.here
    said = f"It stands {nth(here.place)} of {placement.of} on the list of {found.worker_name}, in {here.band.label}."
    if (here.place, here.band) == (placement.computed_place, placement.computed_band):
        return said
    return f"{said} The order of work has it {nth(placement.computed_place)}, in {placement.computed_band.label}."


def _rule(placement: Placement) -> str:
    bands = [band.label for band in Band if band in placement.to_countersign]
    if not bands:
        return ""
    now = placement.computed_band
    because = (
        f"it stands in {now.label}" if now is Band.ACT_NOW else "the child is to be seen or protected within a day"
    )
    listed = " or ".join([*([", ".join(bands[:-1])] if bands[1:] else []), bands[-1]])
    return (
        f"Taking it to {listed} holds only once a supervisor has countersigned, as {because}. Until then it stays where "
        "it is. The same is so for placing it above or below a case in one of these bands."
    )


class End(Form):
    """Why something ends before its day."""

    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


@signed_in("GET", "POST")
def place_end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ending a placing before its day."""
    check_can_write(request.viewer, case)
    placing = get_placing(request.viewer, case)
    if placing is None:
        raise NotAllowed("This case is not placed elsewhere. It stands where the order of work has it.")
    form = End(request.POST or None, as_at=request.now)
    show_ids(form, [placing.id])
    read = ids_read(form)
    if read is not None and placing.id not in read:
        form.add_error(None, "It was placed anew since you opened the page. Read what stands here now, then end it.")
        read_anew(form, [placing.id])
    if request.method == "POST" and form.is_valid():
        try:
            end_placing(placing.id, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.PLACING_ENDED.value}")
    found = get_case(request.viewer, case)
    plain = form_page(found, form, title="End this placing", button="End it", action=request.get_full_path())
    others = [placing.other] if placing.other else []
    said = f"{placing.by} placed it {where_to(placing)} until {day_words(placing.until)}: “{placing.why}”"
    page = EndPage(**vars(plain), said=said)
    return show(
        request,
        "judging/end.jinja",
        replace(page, viewed=page_of(others, plain.viewed)),
        status=422 if form.is_bound else 200,
    )


@dataclass(frozen=True)
class EndPage(FormPage):
    """What is to end before its day, in a sentence, and why."""

    said: str
