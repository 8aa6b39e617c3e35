"""What somebody is told of: one page, quiet, and what must be done now over every page until it is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.cases import Refused
from plimsoll.actions.notices import choose_notices, open_notice
from plimsoll.core.access import NotThere
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import NoticeKind
from plimsoll.queries.notices import Told, kinds_off, kinds_told, list_notices
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Several
from plimsoll.web.forms.form import Form
from plimsoll.web.out_of_sight import out_of_sight_notices, told
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, State
from plimsoll.web.set_up.route import route_notices
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.times import Time, at_time

# What each kind is called where one chooses, and how one of them is said; {what} in words.
KINDS = {
    NoticeKind.ACT_NOW: ("What must be done now", "Act now: {what}"),
    NoticeKind.INFORMATION: ("New information on my cases, or where nobody is there", "New information: {what}"),
    NoticeKind.LATE_INFORMATION: (
        "New information that nobody has dealt with in time",
        "Nobody has said in time what this means: {what}",
    ),
    NoticeKind.ALLOCATED: ("Cases that are given to me", "This case was given to you"),
    NoticeKind.TAKEN: (
        "What was taken out of hours on my cases",
        "{what} took what had to be done at once, out of hours",
    ),
    NoticeKind.UNCOVERED: ("Somebody is not there, and nobody stands in", "{what} is not there, and nobody stands in"),
    NoticeKind.REVIEW_ASKED: (
        "Whether an order of work was gone through with me",
        "Did you go through the order of work of {what} together?",
    ),
    NoticeKind.REVIEW_ANSWERED: (
        "What a supervisor answered about an order of work that I confirmed",
        "{what} agreed with an order of work that you confirmed",
    ),
    NoticeKind.COUNTERSIGN_ANSWERED: (
        "What a supervisor answered when I asked them to agree",
        "{what} agreed to what you asked",
    ),
    NoticeKind.AGREEMENT_ASKED: ("What waits for me to agree", "{what} asks you to agree"),
    NoticeKind.CASE_OFFERED: ("Cases that another team offers to mine", "{what} offers a case to your team"),
    NoticeKind.OFFER_ANSWERED: (
        "What a team answered to whom I offered a case",
        "{what} accepted the case that you offered",
    ),
    NoticeKind.NAMING_ASKED: (
        "Whom to name on a restricted case that nobody sees",
        "{what} asks you to agree who is named on a restricted case that nobody sees",
    ),
    NoticeKind.NAMED: (
        "That I am named on a restricted case",
        "You are named on a restricted case that nobody saw any more; {what} agreed to it",
    ),
    NoticeKind.OPENED_IN_EMERGENCY: (
        "That somebody opened one of my cases in an emergency",
        "{what} opened this record in an emergency",
    ),
    NoticeKind.EMERGENCY_TO_REVIEW: (
        "What was opened in an emergency and waits for me to review",
        "Was it right that {what} opened this record in an emergency?",
    ),
}

# How it is said that an answer was no.
_NO = {
    NoticeKind.REVIEW_ANSWERED: "{what} did not agree with an order of work that you confirmed",
    NoticeKind.COUNTERSIGN_ANSWERED: "{what} did not agree to what you asked",
    NoticeKind.OFFER_ANSWERED: "{what} declined the case that you offered",
}

# Once it is closed a case is not theirs to see any more who held it, unless another role shows it to them.
CLOSED = "{what} agreed to close a case, as you asked; closed, it is not yours to see"

# Where on the page of its case each kind is answered.
_PLACES = {
    NoticeKind.TAKEN: "#route",
    NoticeKind.OPENED_IN_EMERGENCY: "#emergency",
    NoticeKind.INFORMATION: "#news",
    NoticeKind.LATE_INFORMATION: "#news",
}


@dataclass(frozen=True)
class NoticeLine:
    """One thing: what it is, of whom, when, and the button that opens it."""

    says: str
    whom: str
    at: Time
    now: bool
    open: Act


@dataclass(frozen=True)
class NoticesPage(Page):
    """What is new, what was opened and is still so, and the choice of kinds."""

    new: tuple[NoticeLine, ...]
    opened: tuple[NoticeLine, ...]
    nothing: State
    form: Form | None
    action: str


class Choose(Form):
    """Of which kinds one is told."""

    told = Several(label="Of what are you told?", choices=[], required=False)

    def __init__(self, *given: Any, kinds: Iterable[NoticeKind], chosen: Iterable[NoticeKind], **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["told"].choices = [(kind.value, KINDS[kind][0]) for kind in kinds if kind is not NoticeKind.ACT_NOW]
        self.fields[
            "told"
        ].help_text = "What must be done now is always told. What you switch off still stands on the cases."
        self.initial["told"] = [kind.value for kind in chosen]


class Which(forms.Form):
    """Which one is opened."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in KINDS])
    about = forms.UUIDField()


@signed_in("GET", "POST")
def notices(request: HttpRequest) -> HttpResponse:
    """What the viewer is told of, and choosing of what."""
    kinds = kinds_told(request.viewer)
    found = list_notices(request.viewer, request.now)
    off = kinds_off(request.viewer)
    form = None
    if any(kind is not NoticeKind.ACT_NOW for kind in kinds):
        form = Choose(
            request.POST or None, kinds=kinds, chosen=[kind for kind in kinds if kind not in off], as_at=request.now
        )
    if request.method == "POST":
        if form is None:
            raise NotThere
        if form.is_valid():
            chosen = {NoticeKind(word) for word in form.cleaned_data["told"]}
            try:
                choose_notices({NoticeKind.ACT_NOW, *chosen}, by=request.viewer, at=request.now)
            except Refused as refusal:
                form.add_error("told", str(refusal))
            else:
                return redirect(f"{reverse('notices')}?done={Done.CHANGED.value}")
    page = _page(request, [one for one in found if one.on], form)
    return show(request, "notices/notices.jinja", page, status=422 if form and form.is_bound else 200)


def _page(request: HttpRequest, found: list[Told], form: Form | None) -> NoticesPage:
    unseen = tuple(out_of_sight_notices(request.viewer, told(request.viewer, request.now.date())))
    unseen += route_notices(request.viewer)
    return NoticesPage(
        "Notices",
        new=tuple(_line(one, request.now) for one in found if not one.seen),
        opened=tuple(_line(one, request.now) for one in found if one.seen),
        nothing=State("Nothing is new", "What comes in on your cases, and what must be done now, will stand here."),
        form=form,
        action=request.path,
        notices=unseen,
        viewed=Viewed(
            frozenset(one.child for one in found if one.child), frozenset(one.case for one in found if one.case)
        ),
    )


def _line(one: Told, as_at: datetime) -> NoticeLine:
    said = _NO[one.kind] if one.agreed is False else KINDS[one.kind][1]
    if one.kind is NoticeKind.COUNTERSIGN_ANSWERED and one.case is None:
        said = CLOSED
    says = said.format(what=one.says)
    whom = one.name if one.name == one.reference else f"{one.name} ({one.reference})"
    return NoticeLine(
        says=capital(says),
        whom=whom if one.case else "",
        at=at_time(one.at, as_at=as_at),
        now=one.kind is NoticeKind.ACT_NOW,
        open=Act(
            "Open",
            post=reverse("notice-open"),
            about=f"{says}{f', {whom}' if one.case else ''}",
            fields=(("kind", one.kind.value), ("about", str(one.about))),
        ),
    )


@signed_in("POST")
def open_one(request: HttpRequest) -> HttpResponse:
    """Opening one: it is new no more, and leads to what it is about."""
    form = Which(request.POST)
    if not form.is_valid():
        raise NotThere
    said = form.cleaned_data
    found = open_notice(NoticeKind(said["kind"]), said["about"], by=request.viewer, at=request.now)
    if found.kind in (NoticeKind.REVIEW_ASKED, NoticeKind.REVIEW_ANSWERED):
        return redirect(reverse("review", args=[found.about]))
    if found.kind is NoticeKind.AGREEMENT_ASKED:
        return redirect(reverse("to-countersign"))
    if found.kind is NoticeKind.CASE_OFFERED:
        return redirect(reverse("transfer", args=[found.about]))
    if found.kind is NoticeKind.NAMING_ASKED:
        return redirect(reverse("out-of-reach-decide", args=[found.about]))
    if found.kind is NoticeKind.EMERGENCY_TO_REVIEW:
        return redirect(reverse("emergency-review", args=[found.about]))
    if found.kind is NoticeKind.COUNTERSIGN_ANSWERED and found.case is None:
        return redirect(reverse("notices"))
    if found.case is None:
        return redirect(reverse("team", args=[found.team]) if found.team else reverse("transfers"))
    place = _PLACES.get(found.kind, "")
    return redirect(f"{reverse('case', args=[found.case])}{place}")
