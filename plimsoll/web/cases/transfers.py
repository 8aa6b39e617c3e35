"""Giving a case to another team: offering it with a handover, taking that back, accepting and declining."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.transfers import (
    LONGEST_PART,
    Handover,
    accept_transfer,
    decline_transfer,
    propose_transfer,
    take_back_transfer,
)
from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import get_case
from plimsoll.queries.transfers import (
    TransferView,
    get_offered,
    list_offered,
    list_other_teams,
    list_proposed,
    list_takers,
)
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

ACCEPT, DECLINE = "ACCEPT", "DECLINE"


class TransferForm(Form):
    """Which team is to take a case, and what they have to know."""

    team = Pick(label="Which team is to take it?", choices=[], missing="Choose the team that is to take it")
    due = LongText(
        label="What is due?",
        help_text="By when, and what is agreed with whom: visits, meetings, reports, courts.",
        missing="Say what is due, and what is agreed with whom",
        most=LONGEST_PART,
        rows=4,
    )
    worries = LongText(
        label="What worries you?",
        help_text="What could go wrong in the next weeks, and what would show it. Where nothing does, write that.",
        missing="Say what worries you. Where nothing does, write that",
        most=LONGEST_PART,
        rows=4,
    )
    child_told = LongText(
        label="What were the child and the family told?",
        help_text="Who told them, and how they took it. Or when they will be told, and by whom.",
        missing="Say what the child and the family were told",
        most=LONGEST_PART,
        rows=3,
    )
    who_knows = LongText(
        label="Who else knows of it?",
        help_text="The school, health, the police: who was told, and who still has to be.",
        missing="Say who else knows of it",
        most=LONGEST_PART,
        rows=3,
    )
    why = LongText(label="Why does it go to another team?", missing="Say why", most=LONGEST_WHY, rows=3)


class WhyForm(Form):
    """Why an offer is taken back."""

    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


class AnswerForm(Form):
    """Whether a team takes a case, and who holds it then."""

    answer = Choice(
        label="Does your team take this case?",
        choices=[(ACCEPT, "Yes: it is ours from now on"), (DECLINE, "No: it stays where it is")],
        missing="Say whether your team takes it",
    )
    worker = Pick(
        label="Who is to hold it?",
        choices=[],
        required=False,
        help_text="Nobody yet: the case then stands in your unallocated queue, with its clock.",
    )
    why = LongText(
        label="Why?",
        help_text="The other team reads it; the child and the family may one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=3,
    )


@signed_in("GET", "POST")
def propose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Offering a case to another team."""
    authorise.check_can_transfer(request.viewer, case)
    form = TransferForm(request.POST or None, as_at=request.now)
    form.fields["team"].choices = [(str(key), name) for key, name in list_other_teams(request.viewer, case)]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        handover = Handover(said["due"], said["worries"], said["child_told"], said["who_knows"], said["why"])
        try:
            propose_transfer(case, UUID(said["team"]), handover, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.OFFERED.value}#life")
    page = form_page(
        get_case(request.viewer, case), form, title="Give it to another team", button="Offer it to them",
        action=request.get_full_path(),
    )  # fmt: skip
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


@signed_in("GET", "POST")
def take_back(request: HttpRequest, case: UUID) -> HttpResponse:
    """Taking back that a case is offered to another team."""
    authorise.check_can_take_back_transfer(request.viewer, case)
    form = WhyForm(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_transfer(case, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.OFFER_TAKEN_BACK.value}#life")
    page = form_page(
        get_case(request.viewer, case), form, title="Keep it after all", button="Take the offer back",
        action=request.get_full_path(),
    )  # fmt: skip
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


@dataclass(frozen=True)
class TransfersPage(Page):
    """What is offered to the viewer's teams, and what these offer to others."""

    offered: Table | None
    proposed: Table | None
    nothing: State


@signed_in("GET")
def transfers(request: HttpRequest) -> HttpResponse:
    """What waits between teams, as far as it is the viewer's to decide or to wait for."""
    if not request.viewer.reach(Permission.ALLOCATE):
        raise NotAllowed("Giving cases from team to team is for supervisors and service managers.")
    offered = list_offered(request.viewer)
    proposed = tuple(one for one in list_proposed(request.viewer) if one not in offered)
    seen = (*offered, *proposed)
    page = TransfersPage(
        "Between teams",
        _table("Offered to you: accept or decline", offered, decides=True),
        _table("Offered by you: it stays with you until they accept", proposed, decides=False),
        State("Nothing waits between teams", "When a case is offered to another team, both see it here at once."),
        viewed=Viewed(frozenset(one.child for one in seen if one.child), frozenset(one.case for one in seen)),
    )
    return show(request, "cases/transfers.jinja", page)


def _table(title: str, found: tuple[TransferView, ...], *, decides: bool) -> Table | None:
    rows = tuple(
        (
            Cell(
                one.reference, href=reverse("transfer" if decides else "case", args=[one.id if decides else one.case])
            ),
            Cell(one.name),
            Cell(one.case_type.label),
            Cell(one.from_team),
            Cell(one.to_team),
            Cell(f"{one.proposed_by}, {day_words(one.proposed_at.astimezone(LONDON).date())}"),
        )
        for one in found
    )
    columns = tuple(map(Column, ("Case", "Name", "Kind", "From", "To", "Offered by")))
    return Table(title, columns, rows) if rows else None


@dataclass(frozen=True)
class TransferPage(Page):
    """One case that is offered to a team, with its handover, and the answer."""

    lead: str
    handover: tuple[tuple[str, str], ...]
    form: Form
    action: str
    cancel: str
    button: str = "Save"


@signed_in("GET", "POST")
def transfer(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Accepting a case that is offered, or declining it."""
    one = get_offered(request.viewer, transfer)
    form = AnswerForm(request.POST or None, as_at=request.now)
    takers = list_takers(request.viewer, one.to_team_id, request.now.date())
    form.fields["worker"].choices = [("", "Nobody yet"), *((str(key), name) for key, name in takers)]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["answer"] == ACCEPT:
                worker = UUID(said["worker"]) if said["worker"] else None
                case = accept_transfer(transfer, said["why"], worker=worker, by=request.viewer, at=request.now)
                return redirect(f"{reverse('case', args=[case])}?done={Done.TRANSFERRED.value}#life")
            decline_transfer(transfer, said["why"], by=request.viewer, at=request.now)
            return redirect(f"{reverse('transfers')}?done={Done.OFFER_DECLINED.value}")
        except Refused as refusal:
            form.add_faults(refusal.faults)
    page = TransferPage(
        f"{one.name or one.reference} is offered to {one.to_team}",
        lead=f"{one.reference}, {one.case_type.label}, of {one.from_team}. Offered by {one.proposed_by} on "
        f"{day_words(one.proposed_at.astimezone(LONDON).date())}. Until your team accepts it stays with them.",
        handover=(
            ("Why it goes to another team", one.why),
            ("What is due", one.due),
            ("What worries them", one.worries),
            ("What the child and the family were told", one.child_told),
            ("Who else knows", one.who_knows),
        ),
        form=form,
        action=request.get_full_path(),
        cancel=reverse("transfers"),
        back=Link("Between teams", reverse("transfers")),
        viewed=Viewed(frozenset({one.child} if one.child else ()), frozenset({one.case}), one.case),
    )
    return show(request, "cases/transfer.jinja", page, status=422 if form.is_bound else 200)
