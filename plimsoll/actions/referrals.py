"""Taking referrals in, and deciding what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_take_referral, check_can_triage
from plimsoll.actions.cases import (
    LONGEST_NOTE,
    LONGEST_WHY,
    Refused,
    end_allocation,
    one_at_a_time_on,
    plain,
    reason,
    too_long,
)
from plimsoll.actions.information import CameIn, land
from plimsoll.actions.new_case import NewCase, add_case, child_faults, reference_faults
from plimsoll.actions.priority import judge_case
from plimsoll.actions.workload import weigh
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.case_life import STARTS
from plimsoll.core.terms import (
    Act,
    CaseType,
    EventKind,
    FamilyKnows,
    Information,
    Means,
    ReferralSource,
    Reported,
    Scale,
    TriageOutcome,
)
from plimsoll.queries.facts.reported import OF_SOURCE
from plimsoll.queries.referrals import in_danger, list_open_cases
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.people import Team
from plimsoll.records.models.referrals import Referral, TriageDecision

LONGEST_REFERRER = 200
MOST_CHILDREN = 10
# Whoever is one of these refers themselves or as a neighbour: nobody has asked the family first, nor had to.
OF_THEMSELVES = frozenset({ReferralSource.FAMILY, ReferralSource.CHILD, ReferralSource.PUBLIC, ReferralSource.NOT_SAID})
TO_BE_EXPLAINED = frozenset({FamilyKnows.KNOWS, FamilyKnows.NOT_YET, FamilyKnows.NOT_SAFE})
_OF_THE_DAY = ("began", "opened", "received")  # faults of the one day that a referral is asked for
# What a referral becomes, and what then began; the others close it.
BECOMES: Mapping[TriageOutcome, tuple[CaseType, EventKind]] = {
    TriageOutcome.ASSESSMENT: (CaseType.ASSESSMENT, STARTS[CaseType.ASSESSMENT]),
    TriageOutcome.ENQUIRY: (CaseType.SECTION_47, EventKind.HARM_SUSPECTED),
    TriageOutcome.EARLY_HELP: (CaseType.EARLY_HELP, STARTS[CaseType.EARLY_HELP]),
}


@dataclass(frozen=True)
class Referred:
    """A child of a referral. child : who it is, where they are on record; other_reference : as in `NewCase`."""

    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    other_reference: str = ""
    child: UUID | None = None


@dataclass(frozen=True)
class NewReferral:
    """What is said when a referral is taken in. key : made with the form, so that what is sent twice is taken in once;
    children : those of one family; received_at : when it came in, which may be long before it is written down; reported :
    what it tells of, None where nobody says; contact : nobody has said yet that it is a referral. Where the child may be in
    danger now it is one, whatever was said."""

    key: UUID
    children: tuple[Referred, ...]
    source: ReferralSource
    referrer: str
    means: Means
    received_at: datetime
    worry: str
    danger: bool
    family_knows: FamilyKnows | None
    family_why: str
    team: UUID
    reported: Reported | None = None
    contact: bool = False

    @property
    def waits_as_contact(self) -> bool:
        """Whether what it comes to is to be said before any triage."""
        return self.contact and not self.danger


def take_referral(said: NewReferral, *, by: Viewer, at: datetime) -> tuple[UUID, ...]:
    """Puts a referral on record: a case for each child, which waits in the queue of a team for a decision, from when it came
    in. Whoever may put cases into that queue; events CASE_ADDED and REFERRAL_RECORDED (of a contact CONTACT_RECORDED), one
    of each a child. The ids.

    Raises
    ------
    NotAllowed : as `check_can_take_referral`. Refused : something is missing, or cannot be.
    """
    check_can_take_referral(by)
    faults = _faults(said, at)
    cases = [_case(said, number, one) for number, one in enumerate(said.children)]
    for number, case in enumerate(cases):
        name = f"{case.given_name} {case.family_name}".strip()
        for field, sentence in (child_faults(case, at) | reference_faults(case, by)).items():
            if field in _OF_THE_DAY:
                faults.setdefault("received", sentence)
            elif number:
                faults.setdefault("others", f"{name}: {sentence}")
            else:
                faults[field] = sentence
    if faults:
        raise Refused(faults)
    with transaction.atomic():  # all the children of a family, or none
        return tuple(_taken(said, case, by, at) for case in cases)


def _faults(said: NewReferral, at: datetime) -> dict[str, str]:
    faults = {}
    if said.received_at > at:
        faults["received"] = "This lies ahead. Write when it came in."
    if not plain(said.worry):
        faults["worry"] = "Write what they are worried about."
    elif fault := too_long(said.worry, LONGEST_NOTE // 2):
        faults["worry"] = fault
    if fault := too_long(said.referrer, LONGEST_REFERRER):
        faults["referrer"] = fault
    if said.family_knows is None and said.source not in OF_THEMSELVES:
        faults["family_knows"] = (
            "Say whether the family knows, and agrees. Where nobody asked, say that it is not known."
        )
    if said.family_knows in TO_BE_EXPLAINED and not said.family_why.strip():
        faults["family_why"] = "Say why."
    elif fault := too_long(said.family_why, LONGEST_WHY):
        faults["family_why"] = fault
    if len(said.children) > MOST_CHILDREN:
        faults["others"] = f"Write at most {MOST_CHILDREN} children at a time."
    return faults


def _case(said: NewReferral, number: int, one: Referred) -> NewCase:
    """The case of one of the children: of brothers and sisters it is put beside the first."""
    day = said.received_at.astimezone(LONDON).date()
    return NewCase(
        key=uuid5(said.key, str(number)) if number else said.key, given_name=one.given_name,
        family_name=one.family_name, born_on=one.born_on, expected_on=one.expected_on, case_type=CaseType.REFERRAL,
        began_on=day, level_of_need=None, received_at=said.received_at, opened_on=day, team=said.team, worker=None,
        other_reference=one.other_reference, child=one.child, family=said.key if number else None, note=_told(said),
        began=EventKind.CONTACT_RECEIVED if said.waits_as_contact else None,
    )  # fmt: skip


def _told(said: NewReferral) -> str:
    """The referral as the record of the case tells it."""
    who = f" ({said.referrer.strip()})" if said.referrer.strip() else ""
    lines = [f"{said.source.label[:1].upper()}{said.source.label[1:]}{who}, {said.means.label}.", plain(said.worry)]
    if said.family_knows is not None:
        why = f": {said.family_why.strip()}" if said.family_why.strip() else ""
        lines.append(f"The family: {said.family_knows.label}{why}.")
    return "\n\n".join(lines)


def _taken(said: NewReferral, case: NewCase, by: Viewer, at: datetime) -> UUID:
    """The case of one child, with what was said, once however often it is sent."""
    key = add_case(case, by=by, at=at)
    if Referral.objects.filter(org_id=by.org, case_id=key).exists():
        return key
    made = Referral.objects.create(
        org_id=by.org, case_id=key, source=said.source, referrer=said.referrer.strip(), means=said.means,
        received_at=said.received_at, recorded_at=at, recorded_by_id=by.worker, worry=plain(said.worry),
        contact=said.waits_as_contact, danger=said.danger, reported=said.reported, family_knows=said.family_knows,
        family_why=said.family_why.strip(),
    )  # fmt: skip
    if said.danger:
        happened(key, EventKind.IMMEDIATE_HARM_REPORTED, said.received_at, "Reported with the referral.", by, at)
    child = Case.objects.values_list("child_id", flat=True).get(org_id=by.org, pk=key)
    act = Act.CONTACT_RECORDED if said.waits_as_contact else Act.REFERRAL_RECORDED
    record_event(by, act, case_id=key, child_id=child, about_id=made.pk, detail={"danger": said.danger})
    return key


@dataclass(frozen=True)
class Triage:
    """What somebody decides about a referral.

    values : what they judge, by scale (None: it is not known); safe, safety : of a child who was said to be in danger,
    whether they are safe now, and by what; team : whose it becomes; linked : the open case that it goes to.
    """

    outcome: TriageOutcome
    values: Mapping[Scale, int | None]
    why: str
    safe: bool | None = None
    safety: str = ""
    team: UUID | None = None
    linked: UUID | None = None


def decide_referral(case: UUID, said: Triage, *, by: Viewer, at: datetime) -> None:
    """Decides what becomes of a referral. It goes on as an assessment, an enquiry or early help of a team; or is closed, and
    stays on record with the reason. Whoever may triage it; events CASE_JUDGED and REFERRAL_DECIDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_triage`. Refused : no reason, nothing judged, a child left in danger, no team, or no
    case that it could go to.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_triage(by, case)
    danger = in_danger(by, case)
    faults = _triage_faults(found, said, danger, by) | meanwhile(case, by, at)
    if faults:
        raise Refused(faults)
    judge_case(case, said.values, said.why, by=by, at=at)
    linked = said.linked if said.outcome is TriageOutcome.LINKED else None
    decision = TriageDecision.objects.create(
        org_id=by.org, case_id=case, outcome=said.outcome, why=said.why.strip(),
        safety=said.safety.strip() if danger else "", linked_id=linked,
        triaged_at=at, triaged_by_id=by.worker,
    )  # fmt: skip
    if danger and said.safe:
        happened(case, EventKind.MADE_SAFE, at, said.safety.strip(), by, at)
    label = said.outcome.label
    happened(case, EventKind.REFERRAL_DECIDED, at, f"{label[:1].upper()}{label[1:]}: {said.why.strip()}", by, at)
    detail: dict[str, object] = {"outcome": said.outcome.value}
    if said.outcome in BECOMES:
        assert said.team is not None, "without a team it was refused"
        detail |= go_on(found, *BECOMES[said.outcome], said.team, by, at)
    else:
        if linked is not None:
            _pass_on(found, linked, danger and not said.safe, by, at)
        close_by(found, said.outcome.label, said.why, by, at)
    record_event(
        by, Act.REFERRAL_DECIDED, case_id=case, child_id=found.child_id, about_id=decision.pk, why=said.why.strip(),
        detail=detail,
    )  # fmt: skip


def _triage_faults(found: Case, said: Triage, danger: bool, by: Viewer) -> dict[str, str]:
    faults = reason(said.why)
    if not said.values:
        faults["values"] = "Answer the questions. Where something is not known, say so."
    if danger and said.safe is None:
        faults["safe"] = "Say whether the child is safe now."
    elif danger and not said.safe and said.outcome not in (*BECOMES, TriageOutcome.LINKED):
        faults["safe"] = (
            "Somebody has to keep working on it until the child is safe. Choose an assessment or an enquiry."
        )
    if danger and not said.safety.strip():
        faults["safety"] = "Say what is done to keep the child safe."
    elif fault := too_long(said.safety, LONGEST_WHY):
        faults["safety"] = fault
    teams = Team.objects.filter(org_id=by.org, pk=said.team, closed_on__isnull=True)
    if said.outcome in BECOMES and (said.team is None or not teams.exists()):
        faults["team"] = "Choose the team that takes it on."
    if said.outcome is TriageOutcome.LINKED and said.linked not in {one.case for one in list_open_cases(by, found)}:
        faults["linked"] = "Choose the open case that it goes to."
    return faults


def meanwhile(case: UUID, by: Viewer, at: datetime) -> dict[str, str]:
    """That the case was given to somebody while this was decided, who would hold it still."""
    spells = Allocation.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True, from_at__gte=at)
    given = spells.select_related("worker").first()
    return {"why": f"It was given to {given.worker.name} a moment ago. Look at it again."} if given else {}


def go_on(found: Case, kind: CaseType, began: EventKind, team: UUID, by: Viewer, at: datetime) -> dict[str, object]:
    """The case goes on as another kind, with a team; a worker of another holds it no longer. From which team to which."""
    before = found.team_id
    found.team_id, found.case_type = team, kind
    found.save(update_fields=["team_id", "case_type"])
    happened(found.pk, began, at, "", by, at)
    if before != team:
        for spell in Allocation.objects.filter(org_id=by.org, case_id=found.pk, to_at__isnull=True):
            end_allocation(spell, "went to another team after triage", by=by, at=at)
    weigh(by.org, [found.pk], at)
    return {"from_team": str(before), "to_team": str(team)}


def _pass_on(found: Case, linked: UUID, danger: bool, by: Viewer, at: datetime) -> None:
    """What came in stands on the open case too, as heard when it was, and waits there until its worker says what it means;
    and that the child is in danger, where they are."""
    came = Event.objects.filter(org_id=by.org, case_id=found.pk, kind=EventKind.REFERRAL_RECEIVED)
    last = came.order_by("-happened_at").first()
    note = last.note if last and last.note else "A referral came in by a file."
    heard = last.happened_at if last else at
    happened(linked, EventKind.CONTACT_RECEIVED, heard, f"Referral {found.reference}. {note}", by, at)
    row = Referral.objects.filter(org_id=by.org, case_id=found.pk).first()
    source = ReferralSource(row.source) if row else ReferralSource.NOT_SAID
    said = CameIn(
        key=found.pk, kind=OF_SOURCE.get(source, Information.OTHER), source=(row.referrer if row else "") or source.label,
        means=Means(row.means) if row else Means.FORM, what=row.worry if row else note, danger=danger, received_at=heard,
    )  # fmt: skip
    land(Case.objects.get(org_id=by.org, pk=linked), said, uuid5(found.pk, str(linked)), by, at)


def close_by(found: Case, label: str, why: str, by: Viewer, at: datetime) -> None:
    """The case is closed by what was decided, and stays on record with its reason."""
    for spell in Allocation.objects.filter(org_id=by.org, case_id=found.pk, to_at__isnull=True):
        end_allocation(spell, label, by=by, at=at)
    found.closed_at, found.closed_by_id, found.closed_why = at, by.worker, why.strip()
    found.save(update_fields=["closed_at", "closed_by_id", "closed_why"])


def happened(case: UUID, kind: EventKind, when: datetime, note: str, by: Viewer, at: datetime) -> None:
    """Writes down on a case that something happened at a moment that is known."""
    Event.objects.create(
        org_id=by.org, case_id=case, kind=kind, happened_at=when, time_known=True, received_at=when, recorded_at=at,
        recorded_by_id=by.worker, note=note,
    )  # fmt: skip
