"""Opening a record in an emergency, ending it, and being told whom to ring. What finds nobody says the same whatever is
there: that nobody is, that it is restricted, or that more than one could be meant."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.emergency import ask_whom_to_ring, end_opening, open_in_emergency
from plimsoll.queries.emergency import ToRing
from plimsoll.web.done import Done
from plimsoll.web.emergency.forms import OpenOne, Whom
from plimsoll.web.parts import Notice, Tone
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.shell import places
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

OPENED_NOTHING = (
    "No record was opened. Look whether everything is spelled as it stands on record. Some records can never be opened so. "
    "Where a child may be in danger, ring the emergency duty team or the police."
)
TOLD_NOBODY = (
    "There is nobody to name. Look whether everything is spelled as it stands on record; of some children this page never "
    "tells. Where a child may be in danger, ring the emergency duty team or the police."
)


@signed_in("GET", "POST")
def open_one(request: HttpRequest) -> HttpResponse:
    """Opening the record of whoever is meant exactly."""
    viewer = request.viewer
    authorise.check_can_open_in_emergency(viewer)
    form, said, status = OpenOne(request.POST or None, as_at=request.now), (), 200
    if form.is_bound and form.is_valid():
        try:
            found = open_in_emergency(form.meant(), form.cleaned_data["why"], by=viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            if found:
                return redirect(f"{reverse('case', args=[found])}?done={Done.EMERGENCY_OPENED.value}")
            form, said = OpenOne(as_at=request.now), (Notice(OPENED_NOTHING, Tone.WARNING),)
    if form.is_bound:
        status = 422
    hours = "an hour" if viewer.rules.hours == 1 else f"{viewer.rules.hours} hours"
    page = FormPage(
        "Open a record in an emergency",
        (
            f"For a child who may come to harm if you cannot read their record now. You read it for {hours}, and change "
            "nothing.",
            "Whoever holds the case and their supervisor are told at once, with your name and reason. Each page that you "
            "look at is kept as such, and somebody says afterwards whether it was right.",
            f"You can try {_often(viewer.rules.opens_a_day)} in a day, whether or not anything is found.",
        ),
        form,
        request.path,
        "Open the record",
        places(request)[0].href,
        notices=said,
    )
    return show(request, "set_up/form.jinja", page, status=status)


@signed_in("POST")
def end(request: HttpRequest, opening: UUID) -> HttpResponse:
    """Ending it before its time."""
    end_opening(opening, by=request.viewer, at=request.now)
    return redirect(f"{places(request)[0].href}?done={Done.EMERGENCY_ENDED.value}")


@dataclass(frozen=True)
class RingPage(FormPage):
    """The form that asks whom to ring, and the answer: lines of whom and which number."""

    answer: tuple[str, ...] = ()


@signed_in("GET", "POST")
def whom_to_ring(request: HttpRequest) -> HttpResponse:
    """Whom to ring about a child who is meant exactly."""
    viewer = request.viewer
    authorise.check_can_ring(viewer)
    form, status = Whom(request.POST or None, as_at=request.now), 200
    found: tuple[ToRing, ...] = ()
    said: tuple[Notice, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            found = ask_whom_to_ring(form.meant(), by=viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            form = Whom(as_at=request.now)
            said = () if found else (Notice(TOLD_NOBODY, Tone.WARNING),)
    if form.is_bound:
        status = 422
    page = RingPage(
        "Whom to ring about a child",
        (
            "Says who works with a child whom you cannot find here, so that you can speak with them. It says nothing else "
            "of the child.",
            f"Each use is kept, with whom you asked about. You can ask {_often(viewer.rules.rings_a_day)} in a day.",
        ),
        form,
        request.path,
        "Ask whom to ring",
        places(request)[0].href,
        answer=tuple(map(_ring, found)),
        notices=said,
    )
    return show(request, "emergency/ring.jinja", page, status=status)


def _ring(one: ToRing) -> str:
    desk = f"the duty desk of {one.team}, {one.team_phone}" if one.team_phone else f"{one.team} (no number on record)"
    if not one.worker:
        return f"Ring {desk}. Nobody holds the case now."
    own = f"{one.worker}, {one.worker_phone}" if one.worker_phone else f"{one.worker} (no number on record)"
    return f"Ring {own}. If nobody answers: {desk}."


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"
