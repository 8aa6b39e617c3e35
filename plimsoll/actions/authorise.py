"""May they? Each question in a pair: `check_can_x` refuses with a sentence, `can_x` answers yes or no.

What a viewer may not know of is not refused but not there: `NotThere`.
"""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.terms import Authority, CaseType, ImportState
from plimsoll.queries.addresses import list_mine
from plimsoll.queries.contacts import ends_as_contact, waits_as_contact
from plimsoll.queries.letting_in import came_in, lets_in, list_outside, to_let_in_anew
from plimsoll.queries.naming import decides_naming
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, NamedPerson, Restriction
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.life import CaseTransfer
from plimsoll.records.models.priority import PrioritisationReview
from plimsoll.records.models.search import SavedFilter

WHY_NOT = {
    Permission.WRITE_RECORD: "You may see this case, but not write on it. Ask its allocated worker or their supervisor.",
    Permission.READ_RECORD: "You may know of this case, but not read its record. Ask its allocated worker.",
    Permission.ALLOCATE: "Only the supervisor of its team or a service manager can allocate this case.",
    Permission.RESTRICT: "Only a supervisor of its team, a service manager or the safeguarding lead can restrict this case.",
    Permission.CLOSE_CASE: "Only the supervisor of its team or a service manager can close this case.",
    Permission.ADD_CASE: "Putting a case on record is for practitioners, supervisors, duty and service managers.",
    Permission.IMPORT: "Only a service manager or an administrator can bring files in.",
    Permission.MANAGE_PEOPLE: "Only an administrator can add people and teams, and give and end roles.",
    Permission.MANAGE_SETTINGS: "Only an administrator can settle timescales, criteria, schemes and the calendar.",
    Permission.TRIAGE: "Only the duty workers and the supervisor of its team can decide about this referral.",
    Permission.COUNTERSIGN: "Only the supervisor of its team or a service manager can countersign.",
    Permission.ORDER_BLIND: "Ordering invented cases is for supervisors and service managers.",
    Permission.SEE_CASE: "Your roles show you no case, so there is nothing to look for.",
    Permission.REVIEW_REMOVALS: "Only a service manager or the safeguarding lead decides about holds and removals.",
    Permission.TAKE_IN: "You may know of this case, but take nothing in for it. Pass it on to its worker at once.",
    Permission.SEE_AUDIT: "Only the auditor and the safeguarding lead see who looked at whom. Ask one of them.",
    Permission.EXPORT_RECORD: "Only a service manager or the safeguarding lead can prepare a copy of a child's record.",
    Permission.EXPORT_CASES: "You may not take cases out as a file. Ask your supervisor.",
}


def check_can(viewer: Viewer, permission: Permission, case: UUID) -> Case:
    """The case, if the viewer may do this to it.

    Raises
    ------
    NotThere : it is not there for them; NotAllowed : it is, and they may not.
    """
    seen = scopes.cases(viewer).filter(pk=case).first()
    if seen is None:
        raise NotThere
    if not scopes.cases(viewer, permission).filter(pk=case).exists():
        raise NotAllowed(WHY_NOT[permission])
    return seen


def check_can_read(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may read the record of a case."""
    return check_can(viewer, Permission.READ_RECORD, case)


def check_can_write(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may write on the record of a case."""
    return check_can(viewer, Permission.WRITE_RECORD, case)


def check_can_allocate(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may give the case to a worker."""
    return check_can(viewer, Permission.ALLOCATE, case)


def check_can_restrict(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may restrict the case to named people. One that is restricted may be restricted no further."""
    found = check_can(viewer, Permission.RESTRICT, case)
    if _restricted(viewer, case):
        raise NotAllowed("This case is restricted already. To name other people, lift the restriction first.")
    return found


def check_can_lift(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may lift the restriction of a case: whoever may restrict it and is named on it."""
    found = check_can(viewer, Permission.RESTRICT, case)
    if not _restricted(viewer, case):
        raise NotAllowed("This case is not restricted.")
    if not NamedPerson.objects.filter(
        org_id=viewer.org, case_id=case, worker_id=viewer.worker, to_at__isnull=True
    ).exists():
        raise NotThere
    return found


def check_can_read_address(viewer: Viewer, case: UUID, protection: UUID | None = None) -> Case:
    """Whether the viewer may read a protected address of the case, or any that there is: whoever may read its record and is
    named for it."""
    found = check_can(viewer, Permission.READ_RECORD, case)
    mine = list_mine(viewer, found)
    if not mine or (protection is not None and protection not in {one.id for one in mine}):
        raise NotAllowed(
            "You are not one of the people who are named for this address. The page of the case says whom to ask."
        )
    return found


def check_can_lift_address(viewer: Viewer, case: UUID, protection: UUID | None = None) -> Case:
    """Whether the viewer may ask that an address of the case is protected no longer, or agree to it: whoever is named for it
    and may restrict the case."""
    check_can_read_address(viewer, case, protection)
    return check_can(viewer, Permission.RESTRICT, case)


def can_lift_address(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_lift_address`."""
    return _allowed(check_can_lift_address, viewer, case)


def check_can_close(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may close the case. One that is closed can be closed no more."""
    found = check_can(viewer, Permission.CLOSE_CASE, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed already.")
    return found


def check_can_say_done_there(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may say that something on the case was done in another system: whoever may write on it, while it is
    open, where what is done there comes in with files."""
    found = check_can(viewer, Permission.WRITE_RECORD, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed.")
    if not Import.objects.filter(org_id=viewer.org, state=ImportState.APPLIED).exists():
        raise NotAllowed("No file of another system has been brought in here. Write what was done on the record.")
    return found


def check_can_judge(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may judge the case: whoever may write on it, while it is open."""
    found = check_can(viewer, Permission.WRITE_RECORD, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed.")
    return found


def check_can_take_by_route(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may take what must be done now on the case out of hours, or note who did: whoever may write on it,
    as those may with whom it stands by the route, while it is open."""
    return check_can_judge(viewer, case)


def can_take_by_route(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_take_by_route`."""
    return _allowed(check_can_take_by_route, viewer, case)


def check_can_place(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may place the case elsewhere, or put off what is due on it: whoever may write on it, while it is
    open and somebody holds it."""
    found = check_can_judge(viewer, case)
    if not Allocation.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).exists():
        raise NotAllowed("Nobody holds this case, so it stands on nobody's list. Give it to a worker first.")
    return found


def check_can_say_today(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may say what became of something to do on the case: whoever may write on it, while it is open and
    stands on somebody's list."""
    return check_can_place(viewer, case)


def check_can_note_came_up(viewer: Viewer) -> None:
    """Whether the viewer may note that something came in between on their own day: whoever sees cases, wherever.

    Raises
    ------
    NotAllowed : they see none.
    """
    if not can_note_came_up(viewer):
        raise NotAllowed("Today is for those who hold cases.")


def can_note_came_up(viewer: Viewer) -> bool:
    """As `check_can_note_came_up`."""
    return bool(viewer.reach(Permission.SEE_CASE))


def check_can_countersign(viewer: Viewer, case: UUID, *, made_by: UUID) -> Case:
    """Whether the viewer may countersign a placing of the case that somebody made."""
    found = check_can(viewer, Permission.COUNTERSIGN, case)
    if made_by == viewer.worker:
        raise NotAllowed("You placed this case yourself. Somebody else has to countersign.")
    check_not_for_whom_they_stand_in(viewer, Permission.COUNTERSIGN, made_by)
    return found


def check_not_for_whom_they_stand_in(viewer: Viewer, permission: Permission, asked_by: UUID | None) -> None:
    """Whether the viewer is another than somebody, also where they stand in: who may agree by a permission never agrees to
    what was asked for by those for whom they stand in with it."""
    if asked_by in viewer.decides_for(permission):
        raise NotAllowed("You stand in for somebody who could not agree to this themselves. Somebody else has to.")


def check_can_answer_review(viewer: Viewer, review: UUID) -> PrioritisationReview:
    """Whether the viewer may say that an order of work was gone through with them, or that it was not: the supervisor whom
    somebody else named when they confirmed it, while they may read every case of it."""
    row = (
        PrioritisationReview.objects.filter(org_id=viewer.org, pk=review)
        .select_related("ranking")
        .defer("ranking__result")
        .first()
    )
    cases = set(row.ranking.cases) if row else set()
    readable = scopes.allowed(viewer, (Permission.READ_RECORD,), cases)[Permission.READ_RECORD]
    if row is None or not readable:
        raise NotThere
    named = row.supervisor_id == viewer.worker and row.confirmed_by_id != viewer.worker
    if not named or readable < cases or not viewer.reach(Permission.COUNTERSIGN):
        raise NotAllowed(
            "You are not asked about this order of work. Only the supervisor who is named on it can answer."
        )
    return row


def can_answer_review(viewer: Viewer, review: UUID) -> bool:
    """As `check_can_answer_review`."""
    try:
        check_can_answer_review(viewer, review)
    except (NotThere, NotAllowed):
        return False
    return True


def check_can_change_clock(viewer: Viewer, case: UUID, *, asked_by: UUID | None = None) -> Case:
    """Whether the viewer may extend or stop a clock of the case: whoever may countersign, while it is open, but for
    what they asked for themselves, and a case that they hold."""
    return _somebody_else(viewer, case, asked_by)


def _somebody_else(viewer: Viewer, case: UUID, asked_by: UUID | None) -> Case:
    """The open case, if the viewer may countersign on it, does not hold it and did not ask themselves."""
    found = check_can(viewer, Permission.COUNTERSIGN, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed.")
    if asked_by == viewer.worker:
        raise NotAllowed("You asked for this yourself. Somebody else has to agree.")
    check_not_for_whom_they_stand_in(viewer, Permission.COUNTERSIGN, asked_by)
    own = (viewer.worker, *viewer.signs_for)
    held = Allocation.objects.filter(org_id=viewer.org, case_id=case, worker_id__in=own, to_at__isnull=True)
    holders = set(held.values_list("worker_id", flat=True))
    if viewer.worker in holders:
        raise NotAllowed("You hold this case yourself. Ask for it, and somebody else agrees.")
    for holder in holders:
        check_not_for_whom_they_stand_in(viewer, Permission.COUNTERSIGN, holder)
    return found


def can_change_clock(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_change_clock`."""
    return _allowed(check_can_change_clock, viewer, case)


def check_can_ask_step(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may ask that the case steps to other kinds of work: whoever may write on it, while it is open and
    no referral that waits."""
    return _steps(check_can_judge(viewer, case))


def can_ask_step(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_ask_step`."""
    return _allowed(check_can_ask_step, viewer, case)


def check_can_step(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may have the case step to other kinds of work unasked: whoever may countersign, on a case that they
    do not hold, while it is open and no referral that waits."""
    return _steps(check_can_decide_step(viewer, case))


def can_step(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_step`."""
    return _allowed(check_can_step, viewer, case)


def _steps(found: Case) -> Case:
    if found.case_type == CaseType.REFERRAL:
        raise NotAllowed("This referral waits for a decision: what becomes of it is decided at the front door.")
    return found


def check_can_decide_step(
    viewer: Viewer, case: UUID, *, asked_by: UUID | None = None, needs: Authority = Authority.SUPERVISOR
) -> Case:
    """Whether the viewer may agree to a step in the life of the case: whoever may countersign, while it is open, but for
    what they asked for themselves, and a case that they hold; where it needs a service manager, one."""
    found = _somebody_else(viewer, case, asked_by)
    if needs is Authority.SERVICE_MANAGER and not viewer.reach(Permission.COUNTERSIGN).everything:
        raise NotAllowed("A service manager has to agree to this.")
    return found


def can_decide_step(viewer: Viewer, case: UUID, *, asked_by: UUID, needs: Authority) -> bool:
    """As `check_can_decide_step`."""
    try:
        check_can_decide_step(viewer, case, asked_by=asked_by, needs=needs)
    except (NotAllowed, NotThere):
        return False
    return True


def check_can_reopen(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may open the case again: whoever may close it, once it is closed."""
    found = check_can(viewer, Permission.CLOSE_CASE, case)
    if found.closed_at is None:
        raise NotAllowed("This case is open.")
    return found


def can_reopen(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_reopen`."""
    return _allowed(check_can_reopen, viewer, case)


def check_can_transfer(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may offer the case to another team: whoever may give it to a worker, while it is open, is
    restricted to nobody, waits for no triage and is not offered already."""
    found = check_can_allocate(viewer, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed.")
    if found.case_type == CaseType.REFERRAL:
        raise NotAllowed("This referral waits for a decision: which team takes it on is decided at the front door.")
    if _restricted(viewer, case):
        raise NotAllowed("This case is restricted to named people, so another team could not see it. Lift that first.")
    if _offers(viewer, case).exists():
        raise NotAllowed("This case is offered to another team already. Take that back first.")
    return found


def can_transfer(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_transfer`."""
    return _allowed(check_can_transfer, viewer, case)


def check_can_take_back_transfer(viewer: Viewer, case: UUID) -> CaseTransfer:
    """What waits, held until it is taken back, if the viewer may take back that the case is offered to another team: whoever
    may give it to a worker."""
    check_can_allocate(viewer, case)
    found = _offers(viewer, case).select_for_update().first()
    if found is None:
        raise NotAllowed("This case is offered to no other team.")
    return found


def can_take_back_transfer(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_take_back_transfer`."""
    return can_allocate(viewer, case) and _offers(viewer, case).exists()


def _offers(viewer: Viewer, case: UUID) -> QuerySet[CaseTransfer]:
    """That the case is offered to another team and waits; at most one."""
    return CaseTransfer.objects.filter(
        org_id=viewer.org, case_id=case, decided_at__isnull=True, withdrawn_at__isnull=True
    )


def check_can_take_transfer(viewer: Viewer, transfer: UUID) -> CaseTransfer:
    """What waits, held until it is decided, if the viewer may accept or decline it: whoever may give cases of the receiving
    team to workers, and did not propose it. The case itself is not there for them before.

    Raises
    ------
    NotThere : it is not.
    """
    found = CaseTransfer.objects.select_for_update(of=("self",)).filter(
        org_id=viewer.org, pk=transfer, decided_at__isnull=True, withdrawn_at__isnull=True
    ).select_related("from_team", "to_team").first()  # fmt: skip
    reach = viewer.reach(Permission.ALLOCATE)
    if found is None or found.proposed_by_id == viewer.worker or not reach.covers(worker=None, team=found.to_team_id):
        raise NotThere
    return found


def check_can_add(viewer: Viewer) -> None:
    """Whether the viewer may put a case on record.

    Raises
    ------
    NotAllowed : they may not.
    """
    if not viewer.reach(Permission.ADD_CASE):
        raise NotAllowed(WHY_NOT[Permission.ADD_CASE])


def check_can_take_referral(viewer: Viewer) -> None:
    """Whether the viewer may take a referral in: whoever may put cases into the queue of a team.

    Raises
    ------
    NotAllowed : they may not.
    """
    reach = viewer.reach(Permission.ADD_CASE)
    if not (reach.teams or reach.everything):
        raise NotAllowed(
            "Duty workers, supervisors and service managers take referrals in. Pass it on to them at once; where a child is "
            "in danger now, ring 999."
        )


def check_can_take_on(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may say that they are on what waits at the front door on a case: a referral or a contact."""
    found = check_can(viewer, Permission.TRIAGE, case)
    if found.case_type != CaseType.REFERRAL or found.closed_at is not None:
        raise NotAllowed("No referral waits for a decision on this case.")
    return found


def check_can_triage(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may decide about the referral of a case, while nobody has."""
    found = check_can_take_on(viewer, case)
    if waits_as_contact(viewer, case):
        raise NotAllowed("This is a contact. Say first what it comes to: it can become a referral.")
    return found


def check_can_decide_contact(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may say what the contact of a case comes to, while nobody has."""
    found = check_can_take_on(viewer, case)
    if not waits_as_contact(viewer, case):
        raise NotAllowed("No contact waits on this case. What waits is a referral: decide about that.")
    return found


def check_can_take_up_contact(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may take up again a contact by which a case ended."""
    found = check_can(viewer, Permission.TRIAGE, case)
    if found.case_type != CaseType.REFERRAL or found.closed_at is None or not ends_as_contact(viewer, case):
        raise NotAllowed("This case did not end as a contact, so no contact can be taken up again on it.")
    return found


def check_can_take_in(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may take in what comes from outside about the case, while it is open."""
    found = check_can(viewer, Permission.TAKE_IN, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed. What comes in now is taken in at the front door, as a referral.")
    return found


def check_can_review_unallocated(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may weigh the risk of the case while nobody holds it: whoever may give it to a worker."""
    found = check_can(viewer, Permission.ALLOCATE, case)
    if found.closed_at is not None:
        raise NotAllowed("This case is closed.")
    if Allocation.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).exists():
        raise NotAllowed("Somebody holds this case. Reviews of this kind are for cases that nobody holds.")
    return found


def check_can_see_audit(viewer: Viewer) -> None:
    """Whether the viewer may see who did what and who looked at whom.

    Raises
    ------
    NotAllowed : they may not.
    """
    if not viewer.reach(Permission.SEE_AUDIT):
        raise NotAllowed(WHY_NOT[Permission.SEE_AUDIT])


def check_can_import(viewer: Viewer) -> None:
    """Whether the viewer may bring files in, and see what they hold.

    Raises
    ------
    NotAllowed : they may not.
    """
    if not viewer.reach(Permission.IMPORT):
        raise NotAllowed(WHY_NOT[Permission.IMPORT])


def check_can_export(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may take the case out in a file."""
    return check_can(viewer, Permission.EXPORT_CASES, case)


CAME_IN_ALREADY = (
    "They have come in before. Whoever keeps people can end how they sign in: then they can be let in anew. Or ask whoever "
    "runs the server: plimsoll sign-in-link."
)
NOT_YOURS_TO_LET_IN = (
    "You can let in only those who see no more than you do. Ask a supervisor of their team or a service manager who is in "
    "already, or whoever runs the server: plimsoll sign-in-link."
)


def check_can_let_in(viewer: Viewer, worker: UUID, on: date) -> None:
    """Whether the viewer may make a link with which somebody comes in for the first time, as `list_outside` says.

    Raises
    ------
    NotThere : no such person is here. NotAllowed : they came in before, or the viewer may not let them in.
    """
    if not lets_in(viewer):
        raise NotAllowed("People are let in by an administrator, a supervisor or a service manager.")
    if not scopes.here(viewer.org, on).filter(pk=worker).exists():
        raise NotThere
    if worker in came_in() - to_let_in_anew():
        raise NotAllowed(CAME_IN_ALREADY)
    if not any(one.key == worker and one.may for one in list_outside(viewer, on).people):
        raise NotAllowed(NOT_YOURS_TO_LET_IN)


def can_let_in(viewer: Viewer, worker: UUID, on: date) -> bool:
    """As `check_can_let_in`."""
    try:
        check_can_let_in(viewer, worker, on)
    except (NotThere, NotAllowed):
        return False
    return True


def check_can_note_absence(viewer: Viewer, team: UUID) -> None:
    """Whether the viewer may note who of a team is away: whoever gives its cases to workers.

    Raises
    ------
    NotThere : there is no such team for them. NotAllowed : they may see its cases, and not this.
    """
    if not scopes.teams(viewer, Permission.SEE_CASE).filter(pk=team).exists():
        raise NotThere
    if not can_note_absence(viewer, team):
        raise NotAllowed("Who is away is noted by the supervisor of their team or a service manager.")


def can_note_absence(viewer: Viewer, team: UUID) -> bool:
    """As `check_can_note_absence`."""
    return (
        bool(viewer.reach(Permission.ALLOCATE)) and scopes.teams(viewer, Permission.ALLOCATE).filter(pk=team).exists()
    )


def check_can_manage_people(viewer: Viewer) -> None:
    """Whether the viewer may add people and teams, and give and end roles."""
    if not viewer.reach(Permission.MANAGE_PEOPLE):
        raise NotAllowed(WHY_NOT[Permission.MANAGE_PEOPLE])


def check_can_ask_naming(viewer: Viewer) -> None:
    """Whether the viewer may ask that somebody new is named on a restricted case that nobody sees: whoever keeps people."""
    if not can_ask_naming(viewer):
        raise NotAllowed("Only an administrator can ask that somebody is named on a restricted case that nobody sees.")


def can_ask_naming(viewer: Viewer) -> bool:
    """As `check_can_ask_naming`."""
    return can_manage_people(viewer)


def check_can_decide_naming(viewer: Viewer, *, asked_by: UUID, named: UUID) -> None:
    """Whether the viewer may agree that somebody is named on a restricted case that nobody sees: a service manager or
    whoever keeps people, but neither who asked nor who is to be named."""
    if not decides_naming(viewer):
        raise NotAllowed("A service manager or an administrator has to agree to this.")
    if viewer.worker == asked_by:
        raise NotAllowed("You asked for this yourself. A service manager or another administrator has to agree.")
    if viewer.worker == named:
        raise NotAllowed("You are the one who is to be named. Somebody else has to agree.")
    for one in (asked_by, named):
        check_not_for_whom_they_stand_in(viewer, Permission.COUNTERSIGN, one)


def can_decide_naming(viewer: Viewer, *, asked_by: UUID, named: UUID) -> bool:
    """As `check_can_decide_naming`."""
    return decides_naming(viewer) and not {viewer.worker, *viewer.signs_for} & {asked_by, named}


def check_can_review_removals(viewer: Viewer, child: UUID) -> None:
    """Whether the viewer may hold the record of a child and decide about its removal: a service manager or the safeguarding
    lead, who may read every case of the child.

    Raises
    ------
    NotThere : there is no such child, or a case of theirs is out of reach.
    """
    cases = set(Case.objects.filter(org_id=viewer.org, child_id=child).values_list("pk", flat=True))
    read = scopes.allowed(viewer, (Permission.READ_RECORD,), cases)[Permission.READ_RECORD]
    if not cases or not cases <= read:
        raise NotThere
    if not viewer.reach(Permission.REVIEW_REMOVALS):
        raise NotAllowed(WHY_NOT[Permission.REVIEW_REMOVALS])


def can_review_removals(viewer: Viewer) -> bool:
    """Whether the viewer decides about removals at all."""
    return bool(viewer.reach(Permission.REVIEW_REMOVALS))


def check_can_manage_settings(viewer: Viewer) -> None:
    """Whether the viewer may settle what holds in the organisation."""
    if not viewer.reach(Permission.MANAGE_SETTINGS):
        raise NotAllowed(WHY_NOT[Permission.MANAGE_SETTINGS])


def check_can_read_criteria(viewer: Viewer) -> None:
    """Whether the viewer may read by which criteria work is put in order: whoever works by them, or settles them."""
    if not (viewer.reach(Permission.SEE_CASE) or viewer.reach(Permission.MANAGE_SETTINGS)):
        raise NotAllowed("The criteria are for those who work by them. Ask your administrator for a role with cases.")


def check_can_read_drafts(viewer: Viewer) -> None:
    """Whether the viewer may read drafts of the criteria: whoever settles criteria, and whoever answers for caseloads and is
    shown what a draft would do to these."""
    if not can_read_drafts(viewer):
        raise NotAllowed("Drafts of the criteria are for supervisors, service managers and administrators.")


def can_read_drafts(viewer: Viewer) -> bool:
    """As `check_can_read_drafts`."""
    return can_see_rehearsals(viewer) or can_manage_settings(viewer)


def check_can_see_rehearsals(viewer: Viewer) -> None:
    """Whether the viewer may be shown what a draft would do to caseloads, case by case, as far as they may see these."""
    if not can_see_rehearsals(viewer):
        raise NotAllowed("The order of cases is for those who may see the cases: supervisors and service managers.")


def can_see_rehearsals(viewer: Viewer) -> bool:
    """As `check_can_see_rehearsals`."""
    return bool(viewer.reach(Permission.SEE_DRAFTS))


def check_can_approve_criteria(viewer: Viewer, *, drafters: Collection[UUID], on: date) -> None:
    """Whether the viewer may approve a draft of the criteria: whoever may settle criteria and neither began it nor changed
    it last; where nobody else may settle criteria on that day, one of these themselves."""
    check_can_manage_settings(viewer)
    others = scopes.able(viewer.org, Permission.MANAGE_SETTINGS, on).exclude(pk__in=drafters)
    if viewer.worker in drafters and others.exists():
        raise NotAllowed("You worked on this draft yourself. Somebody else who may settle criteria has to approve it.")


def _restricted(viewer: Viewer, case: UUID) -> bool:
    return Restriction.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).exists()


def _allowed(check: Callable[[Viewer, UUID], object], viewer: Viewer, key: UUID) -> bool:
    try:
        check(viewer, key)
    except (NotThere, NotAllowed):
        return False
    return True


def can(viewer: Viewer, permission: Permission, case: UUID) -> bool:
    """As `check_can`."""
    return scopes.cases(viewer, permission).filter(pk=case).exists()


def can_see(viewer: Viewer, case: UUID) -> bool:
    """Whether the case is there for the viewer."""
    return scopes.cases(viewer).filter(pk=case).exists()


def can_write(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_write`."""
    return _allowed(check_can_write, viewer, case)


def can_allocate(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_allocate`."""
    return _allowed(check_can_allocate, viewer, case)


def can_restrict(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_restrict`."""
    return _allowed(check_can_restrict, viewer, case)


def can_lift(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_lift`."""
    return _allowed(check_can_lift, viewer, case)


def can_close(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_close`."""
    return _allowed(check_can_close, viewer, case)


def can_say_done_there(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_say_done_there`."""
    return _allowed(check_can_say_done_there, viewer, case)


def can_judge(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_judge`."""
    return _allowed(check_can_judge, viewer, case)


def can_place(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_place`."""
    return _allowed(check_can_place, viewer, case)


def can_say_today(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_say_today`."""
    return _allowed(check_can_say_today, viewer, case)


def can_countersign(viewer: Viewer, case: UUID, *, made_by: UUID) -> bool:
    """As `check_can_countersign`."""
    try:
        check_can_countersign(viewer, case, made_by=made_by)
    except (NotThere, NotAllowed):
        return False
    return True


def can_add(viewer: Viewer) -> bool:
    """As `check_can_add`."""
    return bool(viewer.reach(Permission.ADD_CASE))


def can_take_referral(viewer: Viewer) -> bool:
    """As `check_can_take_referral`."""
    reach = viewer.reach(Permission.ADD_CASE)
    return bool(reach.teams or reach.everything)


def can_take_on(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_take_on`."""
    return _allowed(check_can_take_on, viewer, case)


def can_decide_contact(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_decide_contact`."""
    return _allowed(check_can_decide_contact, viewer, case)


def can_take_up_contact(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_take_up_contact`."""
    return _allowed(check_can_take_up_contact, viewer, case)


def can_triage(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_triage`."""
    return _allowed(check_can_triage, viewer, case)


def can_take_in(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_take_in`."""
    return _allowed(check_can_take_in, viewer, case)


def can_review_unallocated(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_review_unallocated`."""
    return _allowed(check_can_review_unallocated, viewer, case)


def can_see_audit(viewer: Viewer) -> bool:
    """As `check_can_see_audit`."""
    return bool(viewer.reach(Permission.SEE_AUDIT))


def can_import(viewer: Viewer) -> bool:
    """As `check_can_import`."""
    return bool(viewer.reach(Permission.IMPORT))


def can_export(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_export`."""
    return _allowed(check_can_export, viewer, case)


def check_can_copy(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may prepare and release copies of the record of the child of a case."""
    found = check_can(viewer, Permission.EXPORT_RECORD, case)
    if found.child_id is None:
        raise NotAllowed("This is the case of a whole family. A copy is made of a child: open a case of the child.")
    return found


def can_copy(viewer: Viewer, case: UUID) -> bool:
    """Whether they may."""
    return _allowed(check_can_copy, viewer, case)


def can_manage_people(viewer: Viewer) -> bool:
    """As `check_can_manage_people`."""
    return bool(viewer.reach(Permission.MANAGE_PEOPLE))


def can_manage_settings(viewer: Viewer) -> bool:
    """As `check_can_manage_settings`."""
    return bool(viewer.reach(Permission.MANAGE_SETTINGS))


def can_approve_criteria(viewer: Viewer, *, drafters: Collection[UUID], on: date) -> bool:
    """As `check_can_approve_criteria`."""
    try:
        check_can_approve_criteria(viewer, drafters=drafters, on=on)
    except NotAllowed:
        return False
    return True


def check_can_order_blind(viewer: Viewer) -> None:
    """Whether the viewer is one of those who order invented cases, to try how far people and criteria agree."""
    if not viewer.reach(Permission.ORDER_BLIND):
        raise NotAllowed(WHY_NOT[Permission.ORDER_BLIND])


def can_order_blind(viewer: Viewer) -> bool:
    """As `check_can_order_blind`."""
    return bool(viewer.reach(Permission.ORDER_BLIND))


def check_can_see_exercises(viewer: Viewer) -> None:
    """Whether the viewer may know of exercises: who orders the cases, and who may approve criteria."""
    if not (can_order_blind(viewer) or can_manage_settings(viewer)):
        raise NotAllowed("Exercises with invented cases are for supervisors, service managers and administrators.")


def can_see_exercises(viewer: Viewer) -> bool:
    """As `check_can_see_exercises`."""
    return can_order_blind(viewer) or can_manage_settings(viewer)


def check_can_keep_filter(viewer: Viewer) -> None:
    """Whether the viewer may keep a filter for themselves: whoever sees cases, wherever.

    Raises
    ------
    NotAllowed : they see none.
    """
    if not can_keep_filter(viewer):
        raise NotAllowed(WHY_NOT[Permission.SEE_CASE])


def can_keep_filter(viewer: Viewer) -> bool:
    """As `check_can_keep_filter`."""
    return bool(viewer.reach(Permission.SEE_CASE))


def check_can_end_filter(viewer: Viewer, kept: UUID) -> SavedFilter:
    """The filter, if it is the viewer's own and still kept.

    Raises
    ------
    NotThere : it is not.
    """
    found = SavedFilter.objects.filter(
        org_id=viewer.org, worker_id=viewer.worker, pk=kept, ended_at__isnull=True
    ).first()
    if found is None:
        raise NotThere
    return found


def can_end_filter(viewer: Viewer, kept: UUID) -> bool:
    """As `check_can_end_filter`."""
    return _allowed(check_can_end_filter, viewer, kept)


def check_can_open_in_emergency(viewer: Viewer) -> None:
    """Whether the viewer may open a record out of their reach in an emergency: whoever holds a role that their organisation
    named for it."""
    if not viewer.opens:
        raise NotAllowed(
            "Your organisation has not settled that somebody with your roles may open a record in an emergency. Ring the "
            "team's supervisor or the duty desk."
        )


def check_can_ring(viewer: Viewer) -> None:
    """Whether the viewer may ask whom to ring about a child out of their reach: whoever holds a role that their organisation
    named for it."""
    if not viewer.rings:
        raise NotAllowed(
            "Your organisation has not settled that somebody with your roles may ask whom to ring. Ask your supervisor."
        )


def check_can_review_openings(viewer: Viewer) -> None:
    """Whether the viewer reviews what was opened in an emergency: whoever holds the role that their organisation named."""
    if not viewer.reviews_openings:
        raise NotAllowed("Reviewing what was opened in an emergency is for another role. See Roles.")


def check_can_review_opening(viewer: Viewer, *, opened_by: UUID) -> None:
    """Whether the viewer may say if it was right to open a record: as `check_can_review_openings`, and never of what they
    opened themselves."""
    check_can_review_openings(viewer)
    if viewer.worker == opened_by:
        raise NotAllowed("You opened this record yourself. Somebody else has to say whether it was right.")
    check_not_for_whom_they_stand_in(viewer, Permission.READ_RECORD, opened_by)
