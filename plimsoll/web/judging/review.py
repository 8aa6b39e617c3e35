"""Confirming an order of work, and reading what was confirmed: as it was kept, and computed again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.forms import HiddenInput, UUIDField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_answer_review
from plimsoll.actions.cases import Refused
from plimsoll.actions.priority import LONGEST_COMMENT, confirm_order
from plimsoll.actions.reviews import LONGEST_WORDS, answer_review
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.replay import Difference
from plimsoll.core.terms import Band
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.replays import (
    Kept,
    Named,
    ReviewLine,
    ReviewView,
    get_names,
    get_review,
    get_to_confirm,
    list_reviews,
    list_supervisors,
    worker_name,
)
from plimsoll.web.done import Done, nth
from plimsoll.web.forms.fields import Choice, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Act, Cell, Column, Fact, Link, Notice, State, Table, Tone
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.times import at_time

ALONE = "ALONE"
YES, NOT = "YES", "NOT"
_WHAT = {
    "place": "place",
    "band": "band",
    "computed_place": "place in the order of work",
    "computed_band": "band in the order of work",
    "score": "points",
}


class Confirm(Form):
    """With whom a list was gone through, and what there is to say of it."""

    key = UUIDField(widget=HiddenInput, required=False, initial=uuid4)  # sent twice, kept once
    supervisor = Pick(
        label="With which supervisor did you go through it?",
        help_text="They are asked whether it was so. Those who may read every case on the list stand here.",
        choices=[],
        missing="Say with whom",
    )
    comment = LongText(
        label="Is there anything to say about it?",
        help_text="For example what was agreed to wait, and what help was asked for.",
        required=False,
        most=LONGEST_COMMENT,
        rows=4,
    )

    def __init__(self, *given: Any, people: list[tuple[UUID, str]], viewer: UUID, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        field = self.fields["supervisor"]
        field.choices = [(ALONE, "Nobody: I went through it alone"), *((str(key), name) for key, name in people)]
        field.initial = str(viewer) if viewer in dict(people) else None


@dataclass(frozen=True)
class ConfirmPage(Page):
    """A list as it will be kept, and the form that confirms it."""

    facts_shown = True
    said: str
    kept: Table
    form: Form
    action: str
    cancel: str
    earlier: Act


@signed_in("GET", "POST")
def confirm(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Confirming a worker's list as it stands: it is kept with all that it was made from."""
    viewer, today = request.viewer, request.now.astimezone(LONDON).date()
    kept = get_to_confirm(viewer, worker, request.now)
    form = Confirm(
        request.POST or None,
        people=list_supervisors(viewer, worker, [one.case for one in kept], today),
        viewer=viewer.worker,
        as_at=request.now,
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["supervisor"]
        try:
            made = confirm_order(
                worker,
                comment=form.cleaned_data["comment"],
                with_supervisor=None if chosen == ALONE else UUID(chosen),
                key=form.cleaned_data["key"],
                by=viewer,
                at=request.now,
            )
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('review', args=[made])}?done={Done.CONFIRMED.value}")
    name, names = worker_name(viewer, worker), get_names(viewer, [one.case for one in kept])
    back = reverse("my-caseload") if worker == viewer.worker else reverse("caseload", args=[worker])
    page = ConfirmPage(
        "Confirm the order of work",
        said=f"The list of {name}, {day_words(today)}. This is how it will be kept: every place, why, and what people "
        "decided, with all that it was made from. It can be computed again at any time.",
        kept=_table(kept, names),
        form=form,
        action=request.get_full_path(),
        cancel=back,
        earlier=Act("Lists that were confirmed before", href=reverse("reviews", args=[worker])),
        back=Link("My caseload" if worker == viewer.worker else f"Caseload of {name}", back),
        viewed=_viewed(kept, names),
    )
    return show(request, "judging/confirm.jinja", page, status=422 if form.is_bound else 200)


def _viewed(kept: tuple[Kept, ...], names: dict[UUID, Named]) -> Viewed:
    return Viewed(frozenset(one.child for one in names.values() if one.child), frozenset(one.case for one in kept))


def _table(kept: tuple[Kept, ...], names: dict[UUID, Named]) -> Table:
    """A list as it is kept, in the order in which it is shown."""
    columns = (Column("Place"), Column("Case"), Column("Band"), Column("Why"))
    rows = tuple(_row(one, names) for one in kept)
    return Table("The list, first things first", columns, rows, caption_hidden=True, compact=True)


def _row(one: Kept, names: dict[UUID, Named]) -> tuple[Cell, ...]:
    named = names.get(one.case)
    return (
        Cell(nth(one.place)),
        Cell(f"{one.reference} {named.name if named else ''}".strip(), href=reverse("case", args=[one.case])),
        Cell(one.band.label),
        Cell(" ".join([*(f"{reason}." for reason in one.reasons), _decided(one)]).strip()),
    )


def _decided(one: Kept) -> str:
    if not one.placed_by:
        return ""
    waits = " It waits for a supervisor, and moves nothing yet." if one.waits else ""
    return (
        f"{one.placed_by} placed it: “{one.why}” The order of work had it {nth(one.computed_place)}, "
        f"in {one.computed_band.label}.{waits}"
    )


class Answer(Form):
    """What the supervisor who is named on a list says to that."""

    agreed = Choice(
        label="Did you go through this order of work together?",
        choices=[(YES, "Yes, and I agree with it"), (NOT, "Not so")],
        missing="Say whether it was so",
    )
    words = LongText(
        label="What is there to say about it?",
        help_text="If it was not so: what was otherwise, or with what you do not agree. Your answer stands beside the list "
        "from now on, and is not changed any more.",
        required=False,
        most=LONGEST_WORDS,
        rows=4,
    )


@dataclass(frozen=True)
class ReviewPage(Page):
    """One list that was confirmed. words, words_by : what the supervisor said to it; form : asks them, where it is they who
    look at it; again : that it comes out the same when computed again, or that it does not; differences : in what it does
    not."""

    facts: tuple[Fact, ...]
    comment: str
    words: str
    words_by: str
    form: Form | None
    action: str
    kept: Table
    again: Notice
    differences: Table | None


@signed_in("GET")
def review(request: HttpRequest, review: UUID) -> HttpResponse:
    """One list as it was confirmed, and as it comes out when it is computed again from what was kept."""
    found = get_review(request.viewer, review, request.now.astimezone(LONDON).date())
    form = Answer(as_at=request.now) if found.asks else None
    return show(request, "judging/review.jinja", _review_page(request, found, form))


@signed_in("GET", "POST")
def answer(request: HttpRequest, review: UUID) -> HttpResponse:
    """Saying whether a list was gone through with the viewer, with the list in sight."""
    found = get_review(request.viewer, review, request.now.astimezone(LONDON).date())
    check_can_answer_review(request.viewer, review)
    form = Answer(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answer_review(review, agreed=said["agreed"] == YES, words=said["words"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('review', args=[review])}?done={Done.REVIEW_ANSWERED.value}")
    page = _review_page(request, found, form if found.asks or form.is_bound else None)
    return show(request, "judging/review.jinja", page, status=422 if form.is_bound else 200)


def _review_page(request: HttpRequest, found: ReviewView, form: Form | None) -> ReviewPage:
    line, names = found.line, get_names(request.viewer, [one.case for one in found.cases])
    at = line.confirmed_at.astimezone(LONDON)
    facts = (
        Fact("List of", line.worker),
        Fact("Confirmed", _moment(line.confirmed_at)),
        Fact("By", line.confirmed_by),
        Fact("With", _with(line)),
        Fact("Cases shown", str(line.cases)),
        Fact("Criteria set", found.criteria),
        Fact("Timescales", found.rulebook),
    )
    differences = found.again.differences
    same = Notice(
        "Computed again from what was kept, the cases shown here come out the same to the last place.", Tone.DONE
    )
    many = len(differences)
    other = Notice(
        "Computed again from what was kept, the cases shown here come out otherwise: "
        f"{many} difference{'' if many == 1 else 's'}.",
        Tone.WRONG,
    )
    return ReviewPage(
        f"Order of work, {day_words(at.date())}",
        facts=facts,
        comment=found.comment,
        words=found.words,
        words_by=line.supervisor,
        form=form,
        action=reverse("review-answer", args=[line.id]),
        kept=_table(found.cases, names),
        again=other if differences else same,
        differences=_differences(differences) if differences else None,
        back=Link(f"Confirmed lists of {line.worker}", reverse("reviews", args=[found.worker])),
        viewed=_viewed(found.cases, names),
        known_at=line.confirmed_at,
    )


def _with(line: ReviewLine) -> str:
    """With whom the list was gone through, and what they said to that themselves."""
    if not line.supervisor:
        return "nobody: alone"
    if not line.asked:
        return f"{line.supervisor}, who confirmed it"
    if line.agreed is None or line.answered_at is None:
        return f"{line.supervisor}, as {line.confirmed_by} says: asked {_moment(line.confirmed_at)}, not answered yet"
    return f"{line.supervisor}, who {'agreed' if line.agreed else 'did not agree'}: {_moment(line.answered_at)}"


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{day_words(local.date())} at {local:%H:%M}"


def _differences(found: tuple[Difference, ...]) -> Table:
    columns = (Column("Case"), Column("What"), Column("As it was kept"), Column("Computed again"))
    rows = tuple(
        (Cell(one.reference), Cell(_WHAT[one.what]), Cell(_value(one.kept)), Cell(_value(one.again))) for one in found
    )
    return Table("What is different", columns, rows)


def _value(value: Any) -> str:
    return Band(value).label if value in set(Band) else str(value)


@dataclass(frozen=True)
class ReviewsPage(Page):
    """The lists of a worker that were confirmed, the newest first."""

    found: Table | None
    nothing: State


@signed_in("GET")
def reviews(request: HttpRequest, worker: UUID) -> HttpResponse:
    """The confirmed lists of a worker."""
    found = list_reviews(request.viewer, worker, request.now)
    name = worker_name(request.viewer, worker)
    columns = (Column("Confirmed"), Column("By"), Column("With"), Column("Cases that you may read", number=True))
    rows = tuple(
        (
            Cell(at_time(one.confirmed_at, as_at=request.now), href=reverse("review", args=[one.id])),
            Cell(one.confirmed_by),
            Cell(_with(one)),
            Cell(str(one.cases)),
        )
        for one in found
    )
    page = ReviewsPage(
        f"Confirmed lists of {name}",
        found=Table("Confirmed lists", columns, rows, caption_hidden=True) if found else None,
        nothing=State(
            "There is no confirmed list that you may read",
            "When somebody goes through this order of work and confirms it, it is kept here as it stood, for those who may "
            "read its cases.",
        ),
        back=Link(f"Caseload of {name}", reverse("caseload", args=[worker])),
    )
    return show(request, "judging/reviews.jinja", page)
