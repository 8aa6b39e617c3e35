"""Every route of the product, and what it is: a new one without a row here fails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plimsoll.actions.people_round import about
from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.families import Child
from plimsoll.records.models.plans import PlanAction
from plimsoll.web.families.forms import as_seen
from tests.matrix.cast import HERE, KEPT, PEOPLE, Kept, restricted
from tests.matrix.town import Town

NEVER = "00000000-0000-4000-8000-00000000beef"  # an id that nothing ever had


class About(Enum):
    """Of what an answer is."""

    CASE = "one case"
    WORKER = "one worker's cases"
    TEAM = "one team"
    FILE = "one file that is brought in"
    VIEWER = "whatever the viewer may see"
    NOBODY = "nobody"  # the same for all, signed in or not
    ACCOUNT = "the viewer's own session"
    SET_UP = "how the organisation is set up"
    REVIEW = "one worker's confirmed orders of work"
    PAST = "one worker's cases at a past moment"
    CRITERIA = "by what work is put in order"
    DRAFTS = "every draft of the criteria"
    DRAFT = "one draft of the criteria"
    REHEARSAL = "what one draft of the criteria would do to the cases that the viewer may see"
    REFERRAL = "one referral that waits"
    RECORD = "one record of a case"
    TRYING = "invented cases that managers order"
    SHADOW = "one shadow month of a team"
    DOCUMENT = "one document of a case"
    FILTER = "one filter that somebody keeps for themselves"
    DRIFT = "signs of drift of one team"
    AWAY = "who of one team is away"
    PERSON = "one person, as whoever keeps people sees them"
    DAY = "one worker's day"
    TRANSFER = "one case that is offered to a team"


class Action(Enum):
    """What somebody does by it."""

    LIST = "list"
    OPEN = "open"
    SEARCH = "search"
    COUNT = "count"
    EXPORT = "export"
    WRITE = "write"
    NONE = "about no one"


Body = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One route. `letter`: what of `declared.LETTERS` a viewer needs; `act`: the event that a write leaves; `body`: one
    that is sound, for a case, from a viewer; `suits`: whether the case is in a state for it, at all and as sent;
    `by_another`: never by whoever placed the case; `named`: by those alone who are named for its protected address."""

    about: About
    action: Action
    methods: tuple[str, ...] = ("GET",)
    letter: str = "K"
    act: Act | None = None
    body: Callable[[Town, str, str], Body] | None = None
    opens: Callable[[Kept], bool] = lambda case: True
    suits: Callable[[Kept], bool] = lambda case: True
    by_another: bool = False
    named: bool = False


def _colleague(town: Town, viewer: str) -> str:
    """Somebody of the viewer's organisation who holds nothing, and is named on nothing that they should not see."""
    return str(town.people["zoe" if _here(viewer) else "ola"])


def _here(viewer: str) -> bool:
    return viewer not in PEOPLE or PEOPLE[viewer].org == HERE


def _written(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "kind": "CASE_NOTE", "happened": "1 Oct 2026", "text": "Spoke with the school."}


def _step(town: Town, viewer: str, case: str) -> Body:
    seen = {"happened": "1 Oct 2026", "time": "9:30", "looked": "2026-10-01 09:30:00+01:00|||"}  # looked at first
    return {"key": uuid4(), "kind": "SIGNIFICANT_EVENT", "sure": "yes", **seen}


def _taken(town: Town, viewer: str, case: str) -> Body:
    return {"who": "myself"}


def _amended(town: Town, viewer: str, case: str) -> Body:
    said = {"key": uuid4(), "happened": "1 Oct 2026", "sight": "ALONE", "text": "Spoke with the school."}
    return {**said, "amended_why": "Another day"}


def _corrected(town: Town, viewer: str, case: str) -> Body:
    said = {"given_name": "Other", "family_name": "Name", "born_on": "1 Jun 2015", "case_type": "CHILD_IN_NEED"}
    return {**said, "level_of_need": "4", "opened_on": "1 Jun 2026", "why": "Spelled so"}


def _person(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "name": "Somebody New", "kinship": "GRANDPARENT"}


def _told(town: Town, viewer: str, case: str) -> Body:
    kept = KEPT.get(case, KEPT["anns"])
    return {
        "key": uuid4(),
        "contact": str(town.contacts.get(town.children.get(kept.name))),
        "told_on": "20 Nov 2026",
        "what": "The plan",
    }


def _described(town: Town, viewer: str, case: str) -> Body:
    kept = KEPT.get(case, KEPT["anns"])
    with acting(town.orgs[kept.org], None, "who the child is"):
        child = Child.objects.filter(pk=town.children.get(kept.name)).first()
        return {"language": "Cornish", "seen": as_seen(about(child)) if child else ""}


def _safety(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "text": "Ring first", "source": "Seen", "review_on": "1 Feb 2027"}


def _where(town: Town, viewer: str, case: str) -> Body:
    return {"address": "1 Other Street"}


def _readers(town: Town, viewer: str, case: str) -> Body:
    said = _named(town, viewer, case)
    return said | {"ask": said["named"][0]}


def _of_a_child(case: Kept) -> bool:
    return not case.family


def _allocated(town: Town, viewer: str, case: str) -> Body:
    return {"worker": _colleague(town, viewer), "why": "Has room"}


def _named(town: Town, viewer: str, case: str) -> Body:
    lifts = str(town.people["sal" if _here(viewer) else "oz"])  # one of those named must be able to lift it again
    return {"named": [_colleague(town, viewer), lifts], "why": "Known to staff"}


def _lifted(town: Town, viewer: str, case: str) -> Body:
    return {"why": "Over"}


def _closed(town: Town, viewer: str, case: str) -> Body:
    """What is left open is not answered, so it is refused: on every case of the town something waits that comes first."""
    return {"because": "OUTCOMES_REACHED", "why": "All is well", "closed": "23 Nov 2026"}


def _reopened(town: Town, viewer: str, case: str) -> Body:
    said = {"kinds": ["CHILD_IN_NEED"], "on": "20 Nov 2026", "because": "NEW_WORRY", "why": "The school rang"}
    return said | {"worker": ""}


def _offered(town: Town, viewer: str, case: str) -> Body:
    """To another team of the viewer's organisation than that of the case."""
    kept = KEPT.get(case, KEPT["anns"])
    to = str(town.teams.get("quay" if kept.team == "harbour" else "harbour")) if _here(viewer) else str(town.spare)
    said = dict.fromkeys(("due", "worries", "child_told", "who_knows"), "A visit on Friday")
    return {"team": to, "why": "The family has moved", **said}


def _level(town: Town, viewer: str, case: str) -> Body:
    return {"level": "4", "why": "By the threshold document"}


def _never(case: Kept) -> bool:
    """That it is done once nothing is left open stands in tests/actions/test_case_life.py."""
    return False


def _done_there(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "kind": "IN_NEED_VISIT", "happened": "20 Nov 2026", "seen": "yes"}


def _attached(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "title": "Letter", "file": SimpleUploadedFile("letter.txt", b"Dear all")}


def _judged(town: Town, viewer: str, case: str) -> Body:
    return {"WAIT": "3", "was_WAIT": "", "why": "Seen today"}


def _placed(town: Town, viewer: str, case: str) -> Body:
    return {"kind": "BAND", "band": "AWAITING_OTHERS", "because": "KNOWS_MORE", "why": "A call", "until": "27 Nov 2026"}


def _because(town: Town, viewer: str, case: str) -> Body:
    return {"why": "A call"}


def _put_off(town: Town, viewer: str, case: str) -> Body:
    said = "The school sees the child"
    return {"duty": "cin_visit_20wd", "until": "27 Nov 2026", "why": "On leave", "meanwhile": said, "told": said}


def _said_today(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "outcome": "NOT_DONE", "why": "Nobody opened", "next_step": "Ring at four",
            "about": [str(town.cases.get(case))]}  # fmt: skip


def _started(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "came": "CHOSEN", "why": "Agreed in our talk"}


def _put_off_ended(town: Town, viewer: str, case: str) -> Body:
    return {"duty": "cin_visit_20wd", "why": "A call"}


def _agreed(route: str) -> Callable[[Town, str, str], Body]:
    def body(town: Town, viewer: str, case: str) -> Body:
        return {"decision": "AGREE", "why": "The school sees the child", "read": str(town.waiting.get((route, case)))}

    return body


def _came_in(town: Town, viewer: str, case: str) -> Body:
    said = {"danger": "no", "kind": "POLICE", "what": "Called to the house", "source": "PC Dune", "means": "PHONE"}
    return {"key": uuid4(), "received": "20 Nov 2026 16:40", **said}


def _means(town: Town, viewer: str, case: str) -> Body:
    return {"information": str(town.news.get(case)), "outcome": "NOTHING_CHANGES", "meaning": "Known already"}


def _reviewed(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "risk": "As last week", "safe": "The school sees the child", "next": "Duty, on Friday"}


def _given(town: Town, viewer: str, case: str) -> Body:
    """To a practitioner of the case's team who does not hold it."""
    kept = KEPT.get(case, KEPT["unheld"])
    in_team = {"harbour": ("joy", "bob"), "quay": ("zoe", "cat"), "far": ("ola", "oli")}[kept.team]
    worker = next(name for name in in_team if name != kept.holder)
    return {"worker": str(town.people[worker]), "agreed": "In our talk", "why": "Has room"}


def _clock(town: Town, viewer: str, case: str) -> Body:
    return {
        "clock": "cin_visit_20wd@2026-06-01", "kind": "EXTENDED", "until": "4 Jan 2027", "why": "On leave",
        "meanwhile": "The school sees the child",
    }  # fmt: skip


def _court_date(town: Town, viewer: str, case: str) -> Body:
    return {
        "key": uuid4(), "kind": "FINAL_HEARING", "what": "Two days", "due": "4 Jan 2027", "time": "10:00",
        "ordered_on": "2 Nov 2026", "court": "Family Court", "owner": "WORKER",
    }  # fmt: skip


def _varied(town: Town, viewer: str, case: str) -> Body:
    said = {
        "key": uuid4(),
        "due": "4 Jan 2027",
        "ordered_on": "20 Nov 2026",
        "court": "Family Court",
        "why": "An expert",
    }
    return said | {"date": str(town.waiting.get(("court date", case)))}


def _court_ended(town: Town, viewer: str, case: str) -> Body:
    return {"date": str(town.waiting.get(("court date", case))), "how": "DONE", "on": "20 Nov 2026", "why": "Sent"}


def _court_step(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "kind": "PROCEEDINGS_ISSUED", "happened": "20 Nov 2026", "note": "By the legal team"}


def _legal_status(town: Town, viewer: str, case: str) -> Body:
    return {"kind": "CARE_ORDER", "from_date": "20 Nov 2026", "court": "Family Court"}


def _legal_status_ended(town: Town, viewer: str, case: str) -> Body:
    return {"status": str(town.waiting.get(("legal status", case))), "on": "20 Nov 2026", "why": "Home again"}


def _disputed(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "by_name": "The mother", "wrong": "It was a Tuesday", "received_on": "20 Nov 2026"}


def _answered(town: Town, viewer: str, case: str) -> Body:
    return {"outcome": "NOTED", "why": "Both were there", "told_on": "20 Nov 2026"}


def _copy_asked(town: Town, viewer: str, case: str) -> Body:
    return {"asked_by": "CHILD", "name": "The child", "identity": "Their passport", "received_on": "20 Nov 2026"}


def _copy_decided(town: Town, viewer: str, case: str) -> Body:
    """Of the first piece that waits."""
    return {"keeping": "WHOLE", "ground": "THIRD_PARTY", "why": "It is about somebody else"}


def _copy_words(town: Town, viewer: str, case: str) -> Body:
    return {
        "words": town.words.get((case, "note"), "none"),
        "ground": "THIRD_PARTY",
        "why": "It is about somebody else",
    }


def _copy_ended(town: Town, viewer: str, case: str) -> Body:
    return {"how": "WITHDRAWN", "why": "They rang"}


def _plan_begun(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "kind": "PATHWAY", "purpose": "To be safe at home"}


def _plan_outcome(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "text": "At school on time", "words_of": "CHILD"}


def _plan_action(town: Town, viewer: str, case: str) -> Body:
    outcome = str(town.waiting.get(("draft outcome", case)))
    return {"key": uuid4(), "outcome": outcome, "what": "Ring the school", "doer": "WORKER", "due_on": "1 Feb 2027"}


def _plan_left_out(town: Town, viewer: str, case: str) -> Body:
    return {"line": str(town.waiting.get(("draft outcome", case)))}


def _plan_agreed(town: Town, viewer: str, case: str) -> Body:
    return {"on": "20 Nov 2026", "whom": "The mother", "agreement": "AGREED", "ring": "The office, 01632 960100"}


def _plan_said(town: Town, viewer: str, case: str) -> Body:
    action = str(town.waiting.get(("action", case)))
    return {"key": uuid4(), "action": action, "outcome": "DONE", "on": "20 Nov 2026"}


def _plan_reviewed(town: Town, viewer: str, case: str) -> Body:
    """Every outcome and every open action of the plan is said something of."""
    said = {"key": uuid4(), "on": "20 Nov 2026", "present": "The mother", "decision": "Goes on", "next": "same"}
    kept = KEPT.get(case, KEPT["anns"])
    with acting(town.orgs[kept.org], None, "what the plan says"):
        for key in PlanAction.objects.filter(plan=town.waiting.get(("plan", kept.name))).values_list("pk", flat=True):
            said[f"outcome-{key}"] = "DONE"
    wanted = town.waiting.get(("wanted", kept.name))
    return {**said, f"progress-{wanted}": "BETTER", f"words-{wanted}": "At school on time"}


def _plan_ended(town: Town, viewer: str, case: str) -> Body:
    return {"plan": str(town.waiting.get(("plan", case))), "on": "20 Nov 2026", "why": "Reached"}


def _goal_set(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "text": "To ride a bicycle", "words_of": "CHILD", "on": "20 Nov 2026"}


def _goal_rated(town: Town, viewer: str, case: str) -> Body:
    goal = str(town.waiting.get(("goal", case)))
    return {"key": uuid4(), "goal": goal, "rating": "6", "rated_by": "CHILD", "on": "20 Nov 2026"}


def _goal_ended(town: Town, viewer: str, case: str) -> Body:
    return {"goal": str(town.waiting.get(("goal", case))), "on": "20 Nov 2026", "why": "Reached"}


def _scored(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "tool": "sdq_total:", "score": "14", "rated_by": "CARER", "on": "20 Nov 2026"}


def _developed(town: Town, viewer: str, case: str) -> Body:
    return {"key": uuid4(), "area": "HEALTH", "on": "20 Nov 2026", "text": "Sleeps well", "source": "His mother"}


def _stepped(town: Town, viewer: str, case: str) -> Body:
    said = {"kinds": ["CHILD_PROTECTION"], "on": "20 Nov 2026", "because": "MEETING_DECIDED", "why": "The conference"}
    return said | {"confirmed": "yes"}


def _unheld(case: Kept) -> bool:
    """On what somebody holds a step waits already."""
    return not case.holder


def _shut(case: Kept) -> bool:
    return case.closed


def _open(case: Kept) -> bool:
    return not case.closed


def _never(case: Kept) -> bool:
    """Where a draft is there already, as on every case of the town: the rest stands in tests/web/test_plans.py."""
    return False


def _held(case: Kept) -> bool:
    return bool(case.holder) and not case.closed


FORM = ("GET", "POST")
ROWS: dict[str, Row] = {
    "home": Row(About.VIEWER, Action.NONE),
    "health": Row(About.NOBODY, Action.NONE),
    "sign-in": Row(About.NOBODY, Action.NONE, FORM),
    "sign-out": Row(About.ACCOUNT, Action.WRITE, ("POST",), act=Act.SIGNED_OUT),
    "session": Row(About.ACCOUNT, Action.NONE, FORM),
    "without-signal": Row(About.NOBODY, Action.NONE),
    "without-signal-worker": Row(About.NOBODY, Action.NONE),
    "without-signal-key": Row(About.ACCOUNT, Action.NONE, ("POST",)),
    "sign-in-link": Row(About.NOBODY, Action.NONE, FORM),
    "invitation": Row(About.NOBODY, Action.NONE, FORM),
    "provider": Row(About.NOBODY, Action.NONE),
    "provider-back": Row(About.NOBODY, Action.NONE),
    "provider-out": Row(About.NOBODY, Action.NONE),
    "provider-confirm": Row(About.ACCOUNT, Action.NONE),
    "provider-link": Row(About.ACCOUNT, Action.WRITE, act=Act.PROVIDER_LINKED),
    "mfa_authenticate": Row(About.NOBODY, Action.NONE, FORM),
    "account": Row(About.ACCOUNT, Action.NONE),
    "session-end": Row(About.ACCOUNT, Action.WRITE, ("POST",), act=Act.SESSION_ENDED),
    "confirm": Row(About.ACCOUNT, Action.NONE, FORM),
    "password": Row(About.ACCOUNT, Action.WRITE, FORM, act=Act.PASSWORD_SET),
    "factor-app": Row(About.ACCOUNT, Action.WRITE, FORM, act=Act.FACTOR_ADDED),
    "factor-app-end": Row(About.ACCOUNT, Action.WRITE, FORM, act=Act.FACTOR_REMOVED),
    "passkey": Row(About.ACCOUNT, Action.WRITE, FORM, act=Act.FACTOR_ADDED),
    "passkey-end": Row(About.ACCOUNT, Action.WRITE, ("POST",), act=Act.FACTOR_REMOVED),
    "factor-codes": Row(About.ACCOUNT, Action.WRITE, FORM, act=Act.FACTOR_ADDED),
    "set-up-begin": Row(About.NOBODY, Action.NONE, FORM),
    "accessibility": Row(About.NOBODY, Action.NONE),
    "theme": Row(About.NOBODY, Action.NONE, ("POST",)),
    "gallery": Row(About.NOBODY, Action.NONE),
    "gallery-page": Row(About.NOBODY, Action.NONE),
    "roles": Row(About.VIEWER, Action.NONE),
    "my-caseload": Row(About.WORKER, Action.LIST, letter="c"),
    "caseload": Row(About.WORKER, Action.LIST, letter="c"),
    "today": Row(About.DAY, Action.LIST, letter="c"),
    "worker-today": Row(About.DAY, Action.LIST, letter="c"),
    "today-came-in": Row(About.VIEWER, Action.WRITE, ("POST",), act=Act.CAME_UP),
    "case-today": Row(About.CASE, Action.WRITE, FORM, "w", Act.DAY_SAID, _said_today, opens=_held),
    "case-start": Row(
        About.CASE, Action.WRITE, FORM, "w", Act.DAY_SAID, _started, opens=_held, suits=lambda case: False
    ),  # where nothing waits above, nobody is asked why; where something does stands in tests/web/test_today.py
    "caseload-file": Row(About.WORKER, Action.EXPORT, ("POST",), letter="c", act=Act.CASELOAD_EXPORTED),
    "caseload-urgent": Row(About.REVIEW, Action.WRITE, FORM, "c", Act.WORK_POSTPONED),
    "caseload-past": Row(About.PAST, Action.LIST, letter="p"),
    "unallocated": Row(About.VIEWER, Action.LIST),
    "search": Row(About.VIEWER, Action.SEARCH),
    "look-for": Row(About.ACCOUNT, Action.NONE, ("POST",)),
    "filters": Row(About.VIEWER, Action.NONE),
    "filter-new": Row(About.VIEWER, Action.WRITE, FORM, act=Act.FILTER_KEPT),
    "filter-end": Row(About.FILTER, Action.WRITE, ("POST",), act=Act.FILTER_ENDED),
    "case": Row(About.CASE, Action.OPEN),
    "case-write": Row(About.CASE, Action.WRITE, FORM, "w", Act.RECORD_WRITTEN, _written),
    "case-step": Row(About.CASE, Action.WRITE, FORM, "w", Act.RECORD_WRITTEN, _step),
    "record": Row(About.RECORD, Action.OPEN, letter="R"),
    "record-amend": Row(About.RECORD, Action.WRITE, FORM, "w", Act.RECORD_AMENDED, _amended),
    "drafts": Row(About.VIEWER, Action.LIST, FORM, letter="w"),
    "case-correct": Row(About.CASE, Action.WRITE, FORM, "w", Act.RECORD_CORRECTED, _corrected),
    "case-names": Row(About.VIEWER, Action.WRITE, FORM, "w", Act.RECORD_CORRECTED),
    "case-people": Row(About.CASE, Action.OPEN, letter="R"),
    "case-person": Row(About.CASE, Action.WRITE, FORM, "w", Act.PEOPLE_ROUND_CHANGED, _person, suits=_of_a_child),
    "case-told": Row(About.CASE, Action.WRITE, FORM, "w", Act.PERSON_TOLD, _told, suits=_of_a_child),
    "case-child": Row(About.CASE, Action.WRITE, FORM, "w", Act.CHILD_DESCRIBED, _described, opens=_of_a_child),
    "case-safety": Row(About.CASE, Action.WRITE, FORM, "w", Act.SAFETY_NOTED, _safety),
    "case-address": Row(About.CASE, Action.WRITE, FORM, "w", Act.ADDRESS_WRITTEN, _where),
    "case-address-protect": Row(
        About.CASE, Action.WRITE, FORM, "w", Act.ADDRESS_PROTECTED, _readers, suits=lambda case: not case.address
    ),
    "case-address-read": Row(About.CASE, Action.OPEN, letter="R", named=True),
    "case-address-named": Row(About.CASE, Action.WRITE, FORM, "R", Act.ADDRESS_NAMED, _readers, named=True),
    "case-address-lift": Row(About.CASE, Action.WRITE, FORM, "n", Act.ADDRESS_LIFT_ASKED, _lifted, named=True),
    "case-allocate": Row(
        About.CASE, Action.WRITE, FORM, "a", Act.CASE_ALLOCATED, _allocated, suits=lambda case: not case.closed
    ),
    "case-restrict": Row(
        About.CASE, Action.WRITE, FORM, "n", Act.CASE_RESTRICTED, _named, opens=lambda case: not restricted(case)
    ),
    "case-lift": Row(About.CASE, Action.WRITE, FORM, "n", Act.RESTRICTION_LIFTED, _lifted, opens=restricted),
    "case-close": Row(About.CASE, Action.WRITE, FORM, "z", Act.CASE_CLOSED, _closed, opens=_open, suits=_never),
    "case-close-ask": Row(About.CASE, Action.WRITE, FORM, "w", Act.STEP_ASKED, _closed, opens=_open, suits=_never),
    "case-reopen": Row(About.CASE, Action.WRITE, FORM, "z", Act.CASE_REOPENED, _reopened, opens=_shut),
    "case-disputed": Row(About.CASE, Action.OPEN, letter="R"),
    "case-dispute-new": Row(About.CASE, Action.WRITE, FORM, "w", Act.DISPUTE_NOTED, _disputed),
    "case-dispute-answer": Row(About.CASE, Action.WRITE, FORM, "w", Act.DISPUTE_DECIDED, _answered),
    "case-copy": Row(About.CASE, Action.OPEN, letter="e", opens=_of_a_child),
    # a request runs on every case of a child, and nothing of it is prepared: the rest stands in tests/web/test_copies.py
    "case-copy-ask": Row(
        About.CASE, Action.WRITE, FORM, "e", Act.ACCESS_ASKED, _copy_asked, opens=_of_a_child, suits=_never
    ),
    "case-copy-pieces": Row(About.CASE, Action.OPEN, letter="e", opens=_of_a_child),
    "case-copy-piece": Row(About.CASE, Action.WRITE, FORM, "e", Act.COPY_DECIDED, _copy_decided, opens=_of_a_child),
    "case-copy-words": Row(About.CASE, Action.WRITE, FORM, "e", Act.COPY_DECIDED, _copy_words, opens=_of_a_child),
    "case-copy-anew": Row(About.CASE, Action.WRITE, ("POST",), "e", Act.COPY_GATHERED, opens=_of_a_child),
    "case-copy-ready": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "e",
        Act.COPY_PREPARED,
        lambda *of: {"read": "read"},
        opens=_of_a_child,
        suits=_never,
    ),
    "case-copy-look": Row(About.CASE, Action.WRITE, FORM, "e", Act.COPY_RELEASED, opens=_never),
    "case-copy-more-time": Row(
        About.CASE, Action.WRITE, FORM, "e", Act.ACCESS_EXTENDED, lambda *of: {"why": "Nine volumes"}, opens=_of_a_child
    ),
    "case-copy-end": Row(About.CASE, Action.WRITE, FORM, "e", Act.ACCESS_ENDED, _copy_ended, opens=_of_a_child),
    "case-copy-file": Row(About.CASE, Action.EXPORT, FORM, "e", Act.COPY_TAKEN, opens=_never),
    "case-documents": Row(About.CASE, Action.OPEN, letter="R"),
    "case-document-new": Row(About.CASE, Action.WRITE, FORM, "w", Act.DOCUMENT_ATTACHED, _attached),
    "document-file": Row(About.DOCUMENT, Action.EXPORT, ("POST",), "R", Act.DOCUMENT_TAKEN),
    "case-done-there": Row(
        About.CASE, Action.WRITE, FORM, "w", Act.DONE_THERE, _done_there, opens=lambda case: not case.closed
    ),
    "case-judge": Row(
        About.CASE, Action.WRITE, FORM, "w", Act.CASE_JUDGED, _judged, opens=lambda case: not case.closed
    ),
    "case-came-in": Row(
        About.CASE, Action.WRITE, FORM, "o", Act.INFORMATION_TAKEN_IN, _came_in, opens=lambda case: not case.closed
    ),
    "case-news": Row(
        About.CASE, Action.WRITE, FORM, "w", Act.INFORMATION_DEALT_WITH, _means, opens=lambda case: not case.closed
    ),
    "case-route-take": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "w",
        Act.ROUTE_TAKEN,
        _taken,
        opens=lambda case: not case.closed,
        suits=lambda case: False,
    ),  # nothing here goes by the route: what does stands in tests/web/test_out_of_hours.py
    "case-unheld-review": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "a",
        Act.UNALLOCATED_REVIEWED,
        _reviewed,
        opens=lambda case: not case.closed and not case.holder,
    ),
    "case-place": Row(About.CASE, Action.WRITE, FORM, "w", Act.CASE_PLACED, _placed, opens=_held),
    "case-place-end": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLACING_ENDED, _because),
    "case-put-off": Row(About.CASE, Action.WRITE, FORM, "w", Act.WORK_POSTPONED, _put_off, opens=_held),
    "case-put-off-end": Row(About.CASE, Action.WRITE, FORM, "w", Act.POSTPONING_ENDED, _put_off_ended),
    "case-countersign": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "s",
        Act.PLACING_COUNTERSIGNED,
        _agreed("case-countersign"),
        opens=_held,
        by_another=True,
    ),
    "case-what-if": Row(About.CASE, Action.OPEN, letter="R", opens=_held),
    "case-close-call": Row(About.REVIEW, Action.WRITE, FORM, "w", Act.CASE_PLACED),
    "my-judgements": Row(About.VIEWER, Action.COUNT, letter="w"),
    "firmness": Row(About.REVIEW, Action.LIST, letter="c"),
    "case-countersign-visit": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "s",
        Act.POSTPONING_COUNTERSIGNED,
        _agreed("case-countersign-visit"),
        opens=_held,
        by_another=True,
    ),
    "case-who": Row(
        About.CASE, Action.WRITE, FORM, "a", Act.CASE_ALLOCATED, _given, opens=lambda case: not case.closed
    ),
    "case-triage": Row(About.REFERRAL, Action.WRITE, FORM, "g", Act.REFERRAL_DECIDED),
    "case-take": Row(About.REFERRAL, Action.WRITE, ("POST",), "g", Act.CASE_ALLOCATED),
    "case-contact": Row(About.REFERRAL, Action.WRITE, FORM, "g", Act.CONTACT_DECIDED),
    "case-contact-again": Row(About.REFERRAL, Action.WRITE, FORM, "g", Act.CONTACT_TAKEN_UP),
    "contact-new": Row(About.VIEWER, Action.WRITE, FORM, act=Act.CONTACT_RECORDED),
    "front-door": Row(About.VIEWER, Action.LIST),
    "front-door-decided": Row(About.VIEWER, Action.LIST),
    "referral-new": Row(About.VIEWER, Action.WRITE, FORM, act=Act.REFERRAL_RECORDED),
    "case-clock": Row(About.CASE, Action.WRITE, FORM, "w", Act.CLOCK_ASKED, _clock, opens=_open),
    "case-clock-change": Row(
        About.CASE, Action.WRITE, FORM, "s", Act.CLOCK_CHANGED, _clock, opens=_open, by_another=True
    ),
    "case-clock-decide": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "s",
        Act.CLOCK_CHANGED,
        _agreed("case-clock-decide"),
        opens=_open,
        by_another=True,
    ),
    "case-kind": Row(
        About.CASE, Action.WRITE, FORM, "s", Act.CASE_STEPPED, _stepped, opens=_open, suits=_unheld, by_another=True
    ),
    "case-kind-ask": Row(About.CASE, Action.WRITE, FORM, "w", Act.STEP_ASKED, _stepped, opens=_open, suits=_unheld),
    "case-life-decide": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "s",
        Act.CASE_STEPPED,
        _agreed("case-life-decide"),
        opens=_held,
        by_another=True,
    ),
    "case-level": Row(About.CASE, Action.WRITE, FORM, "w", Act.LEVEL_CHOSEN, _level, opens=_open),
    "set-up-life": Row(About.SET_UP, Action.WRITE, FORM, act=Act.LIFE_ADOPTED),
    "case-transfer": Row(
        About.CASE,
        Action.WRITE,
        FORM,
        "a",
        Act.TRANSFER_PROPOSED,
        _offered,
        opens=lambda case: _open(case) and not restricted(case),
    ),
    "case-transfer-back": Row(
        About.CASE, Action.WRITE, FORM, "a", Act.TRANSFER_WITHDRAWN, _because, opens=_never
    ),  # nothing is offered in the town: it would be there for others than those who see the case
    "transfers": Row(About.VIEWER, Action.LIST, letter="a"),
    "transfer": Row(About.TRANSFER, Action.WRITE, FORM, "a", Act.TRANSFER_ACCEPTED),
    "case-court": Row(About.CASE, Action.OPEN, letter="R"),
    "case-court-date": Row(About.CASE, Action.WRITE, FORM, "w", Act.COURT_DATE_WRITTEN, _court_date, opens=_open),
    "case-court-vary": Row(About.CASE, Action.WRITE, FORM, "w", Act.COURT_DATE_VARIED, _varied, opens=_open),
    "case-court-end": Row(About.CASE, Action.WRITE, FORM, "w", Act.COURT_DATE_ENDED, _court_ended, opens=_open),
    "case-court-step": Row(About.CASE, Action.WRITE, FORM, "w", Act.RECORD_WRITTEN, _court_step, opens=_open),
    "case-legal-status": Row(About.CASE, Action.WRITE, FORM, "w", Act.LEGAL_STATUS_WRITTEN, _legal_status, opens=_open),
    "case-legal-status-end": Row(
        About.CASE, Action.WRITE, FORM, "w", Act.LEGAL_STATUS_ENDED, _legal_status_ended, opens=_open
    ),
    "case-plans": Row(About.CASE, Action.OPEN, letter="R"),
    "case-plan-new": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_BEGUN, _plan_begun, opens=_open, suits=_never),
    "case-plan-outcome": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_CHANGED, _plan_outcome, opens=_open),
    "case-plan-action": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_CHANGED, _plan_action, opens=_open),
    "case-plan-left-out": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_CHANGED, _plan_left_out, opens=_open),
    "case-plan-agree": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_AGREED, _plan_agreed, opens=_open),
    "case-plan-said": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_ACTION_SAID, _plan_said, opens=_open),
    "case-plan-review": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_REVIEWED, _plan_reviewed, opens=_open),
    "case-plan-end": Row(About.CASE, Action.WRITE, FORM, "w", Act.PLAN_ENDED, _plan_ended, opens=_open),
    "case-plan-family": Row(About.CASE, Action.EXPORT, ("POST",), "R", Act.PLAN_TAKEN),
    "case-outcomes": Row(About.CASE, Action.OPEN, letter="R"),
    "case-goal": Row(About.CASE, Action.WRITE, FORM, "w", Act.GOAL_SET, _goal_set, opens=_open),
    "case-goal-end": Row(About.CASE, Action.WRITE, FORM, "w", Act.GOAL_ENDED, _goal_ended, opens=_open),
    "case-goal-reading": Row(About.CASE, Action.WRITE, FORM, "w", Act.GOAL_RATED, _goal_rated, opens=_open),
    "case-score": Row(About.CASE, Action.WRITE, FORM, "w", Act.SCORE_NOTED, _scored, opens=_open),
    "case-development": Row(About.CASE, Action.OPEN, letter="R"),
    "case-development-note": Row(About.CASE, Action.WRITE, FORM, "w", Act.DEVELOPMENT_NOTED, _developed, opens=_open),
    "to-countersign": Row(About.VIEWER, Action.LIST, letter="s"),
    "reviews": Row(About.REVIEW, Action.LIST, letter="c"),
    "review-new": Row(About.REVIEW, Action.WRITE, FORM, "c", Act.ORDER_CONFIRMED),
    "review": Row(About.REVIEW, Action.OPEN),
    "review-answer": Row(About.REVIEW, Action.WRITE, FORM, "s", Act.REVIEW_ANSWERED),
    "case-new": Row(About.VIEWER, Action.WRITE, FORM, act=Act.CASE_ADDED),
    "set-up": Row(About.SET_UP, Action.NONE),
    "set-up-hours": Row(About.SET_UP, Action.WRITE, FORM, act=Act.CALENDAR_SET),
    "set-up-minutes": Row(About.SET_UP, Action.WRITE, FORM, act=Act.EFFORT_SET),
    "set-up-factors": Row(About.SET_UP, Action.WRITE, FORM, act=Act.FACTORS_SETTLED),
    "set-up-route": Row(About.SET_UP, Action.WRITE, FORM, act=Act.ROUTE_SET),
    "set-up-labels": Row(About.SET_UP, Action.WRITE, FORM, act=Act.LABELS_SETTLED),
    "set-up-emergency": Row(About.SET_UP, Action.WRITE, FORM, act=Act.EMERGENCY_SETTLED),
    "set-up-numbers": Row(About.SET_UP, Action.WRITE, FORM, act=Act.PHONES_SET),
    "emergency": Row(About.VIEWER, Action.WRITE, FORM, act=Act.EMERGENCY_OPENED),
    "whom-to-ring": Row(About.VIEWER, Action.WRITE, FORM, act=Act.RING_TOLD),
    "emergency-openings": Row(About.VIEWER, Action.LIST),
    "emergency-end": Row(About.VIEWER, Action.WRITE, ("POST",), act=Act.EMERGENCY_ENDED),
    "emergency-review": Row(About.VIEWER, Action.WRITE, FORM, act=Act.EMERGENCY_REVIEWED),
    "set-up-teams": Row(About.SET_UP, Action.WRITE, FORM, act=Act.TEAM_ADDED),
    "set-up-alone": Row(About.SET_UP, Action.WRITE, FORM, act=Act.TEAM_ADDED),
    "set-up-typical-ages": Row(About.SET_UP, Action.WRITE, FORM, act=Act.TYPICAL_AGES_SET),
    "set-up-rules": Row(About.SET_UP, Action.WRITE, FORM, act=Act.RULEBOOK_ADOPTED),
    "set-up-rules-look": Row(About.SET_UP, Action.COUNT, ("POST",)),
    "timescales-moved": Row(About.VIEWER, Action.LIST),
    "set-up-scheme": Row(About.SET_UP, Action.WRITE, FORM, act=Act.SCHEME_ADOPTED),
    "set-up-criteria": Row(About.SET_UP, Action.WRITE, FORM, act=Act.CRITERIA_ADOPTED),
    "criteria": Row(About.CRITERIA, Action.NONE),
    "criteria-shipped": Row(About.CRITERIA, Action.NONE),
    "criteria-drafts": Row(About.DRAFTS, Action.WRITE, FORM, act=Act.CRITERIA_DRAFTED),
    "criteria-draft": Row(About.DRAFT, Action.OPEN),
    "criteria-draft-rehearsal": Row(About.REHEARSAL, Action.LIST),
    "criteria-draft-change": Row(About.DRAFT, Action.WRITE, FORM, act=Act.CRITERIA_CHANGED),
    "criteria-draft-text": Row(About.DRAFT, Action.WRITE, FORM, act=Act.CRITERIA_CHANGED),
    "criteria-draft-rehearse": Row(About.DRAFT, Action.WRITE, ("POST",), act=Act.CRITERIA_REHEARSED),
    "criteria-draft-approve": Row(About.DRAFT, Action.WRITE, FORM, act=Act.CRITERIA_APPROVED),
    "criteria-draft-leave": Row(About.DRAFT, Action.WRITE, ("POST",), act=Act.CRITERIA_LEFT),
    "exercises": Row(About.TRYING, Action.WRITE, FORM, act=Act.EXERCISE_BEGUN),
    "exercise": Row(About.TRYING, Action.WRITE, FORM, act=Act.CASES_ORDERED),
    "exercise-end": Row(About.TRYING, Action.WRITE, ("POST",), act=Act.EXERCISE_ENDED),
    "shadows": Row(About.SET_UP, Action.WRITE, FORM, act=Act.SHADOW_BEGUN),
    "shadow": Row(About.SHADOW, Action.WRITE, FORM, act=Act.SHADOW_ENDED),
    "people": Row(About.SET_UP, Action.LIST),
    "people-example": Row(About.SET_UP, Action.NONE),
    "people-file": Row(About.SET_UP, Action.WRITE, FORM, act=Act.PERSON_ADDED),
    "person-add": Row(About.SET_UP, Action.WRITE, FORM, act=Act.PERSON_ADDED),
    "people-hours": Row(About.SET_UP, Action.WRITE, FORM, act=Act.HOURS_SET),
    "team-close": Row(About.SET_UP, Action.WRITE, FORM, act=Act.TEAM_CLOSED),
    "person-supervisor": Row(About.SET_UP, Action.WRITE, FORM, act=Act.ROLE_GIVEN),
    "out-of-reach": Row(About.VIEWER, Action.LIST),
    "out-of-reach-ask": Row(About.VIEWER, Action.WRITE, FORM, act=Act.NAMING_ASKED),
    "out-of-reach-decide": Row(About.VIEWER, Action.WRITE, FORM, act=Act.NAMING_AGREED),
    "removals": Row(About.VIEWER, Action.LIST),
    "removal": Row(About.VIEWER, Action.OPEN),
    "removal-ask": Row(About.VIEWER, Action.WRITE, FORM, act=Act.REMOVAL_ASKED),
    "removal-keep": Row(About.VIEWER, Action.WRITE, FORM, act=Act.RECORD_KEPT_LONGER),
    "removal-hold": Row(About.VIEWER, Action.WRITE, FORM, act=Act.HOLD_SET),
    "removal-lift": Row(About.VIEWER, Action.WRITE, FORM, act=Act.HOLD_LIFTED),
    "removal-decide": Row(About.VIEWER, Action.WRITE, FORM, act=Act.REMOVAL_AGREED),
    "set-up-retention": Row(About.SET_UP, Action.LIST),
    "set-up-retention-kind": Row(About.SET_UP, Action.WRITE, FORM, act=Act.RETENTION_SET),
    "let-in": Row(About.VIEWER, Action.WRITE, FORM, act=Act.LINK_MADE),
    "person": Row(About.PERSON, Action.OPEN),
    "person-role": Row(About.PERSON, Action.WRITE, FORM, act=Act.ROLE_GIVEN),
    "person-role-end": Row(About.PERSON, Action.WRITE, FORM, act=Act.ROLE_ENDED),
    "person-team": Row(About.PERSON, Action.WRITE, FORM, act=Act.TEAM_CHANGED),
    "person-hours": Row(About.PERSON, Action.WRITE, FORM, act=Act.HOURS_SET),
    "person-standing-in": Row(About.PERSON, Action.WRITE, FORM, act=Act.STANDING_IN_GIVEN),
    "standing-in": Row(About.VIEWER, Action.WRITE, FORM, act=Act.STANDING_IN_GIVEN),
    "person-number": Row(About.PERSON, Action.WRITE, FORM, act=Act.PHONES_SET),
    "person-way-in": Row(About.PERSON, Action.WRITE, FORM, act=Act.WAY_IN_ENDED),
    "person-leaving": Row(About.PERSON, Action.WRITE, FORM, act=Act.PERSON_LEFT),
    "teams": Row(About.TEAM, Action.LIST, letter="t"),
    "team": Row(About.TEAM, Action.COUNT, letter="t"),
    "team-absence": Row(About.AWAY, Action.WRITE, FORM, "t", Act.ABSENCE_NOTED),
    "team-drift": Row(About.DRIFT, Action.LIST, letter="t"),
    "drift-rules": Row(About.VIEWER, Action.WRITE, FORM, act=Act.DRIFT_ADOPTED),
    "viewings": Row(About.VIEWER, Action.NONE),
    "viewings-file": Row(About.VIEWER, Action.EXPORT, ("POST",), act=Act.VIEWINGS_EXPORTED),
    "viewings-odd": Row(About.VIEWER, Action.NONE),
    "notices": Row(About.VIEWER, Action.WRITE, FORM, act=Act.NOTICES_CHOSEN),
    "notice-open": Row(About.VIEWER, Action.WRITE, ("POST",), act=Act.NOTICE_OPENED),
    "files": Row(About.FILE, Action.WRITE, FORM, "i", Act.FILE_STAGED),
    "file-columns": Row(About.VIEWER, Action.NONE, letter="i"),
    "file-example": Row(About.VIEWER, Action.NONE, letter="i"),
    "file": Row(About.FILE, Action.OPEN, letter="i"),
    "file-date": Row(About.FILE, Action.WRITE, FORM, "i", Act.FILE_SETTLED),
    "file-people": Row(About.FILE, Action.WRITE, FORM, "i", Act.FILE_SETTLED),
    "file-teams": Row(About.FILE, Action.WRITE, FORM, "i", Act.FILE_SETTLED),
    "file-values": Row(About.FILE, Action.WRITE, FORM, "i", Act.FILE_SETTLED),
    "file-children": Row(About.FILE, Action.LIST, letter="i"),
    "file-changes": Row(About.FILE, Action.LIST, letter="i"),
    "file-faults": Row(About.FILE, Action.LIST, letter="i"),
    "file-apply": Row(About.FILE, Action.WRITE, ("POST",), "i", Act.FILE_STARTED),
    "file-leave": Row(About.FILE, Action.WRITE, ("POST",), "i", Act.FILE_LEFT),
    "file-progress": Row(About.FILE, Action.COUNT, letter="i"),
    "file-decide": Row(About.FILE, Action.WRITE, FORM, "i", Act.MATTER_DECIDED),
    "file-undo": Row(About.FILE, Action.WRITE, FORM, "i", Act.FILE_UNDO_STARTED),
    "decide": Row(About.VIEWER, Action.WRITE, FORM, act=Act.MATTER_DECIDED),
}
MORE = {
    "gallery-page": {"name": "work"},
    "criteria-shipped": {"key": "leaving_care"},
    "emergency-end": {"opening": NEVER},
    "emergency-review": {"opening": NEVER},
    "out-of-reach-ask": {"restriction": NEVER},
    "out-of-reach-decide": {"asked": NEVER},
    "removal": {"child": NEVER},
    "removal-ask": {"child": NEVER},
    "removal-keep": {"child": NEVER},
    "removal-hold": {"child": NEVER},
    "removal-lift": {"hold": NEVER},
    "removal-decide": {"asked": NEVER},
    "set-up-retention-kind": {"kind": "CHILD_IN_NEED"},
}  # what an address needs that is about nobody


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Every route of the product: its name ('' where it has none) and its pattern. An operation of an API is one too."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield each.name or "", before + str(each.pattern)


def address(name: str, key: object = NEVER) -> str:
    """The address of a route, about something."""
    about = ROWS[name].about
    if name in ("today", "my-caseload", "teams", "files", "exercises"):
        return reverse(name)
    if about in (
        About.CASE,
        About.WORKER,
        About.TEAM,
        About.PERSON,
        About.FILE,
        About.REVIEW,
        About.DRAFT,
        About.REHEARSAL,
        About.REFERRAL,
        About.RECORD,
        About.PAST,
        About.TRYING,
        About.SHADOW,
        About.DAY,
        About.FILTER,
        About.DOCUMENT,
        About.DRIFT,
        About.TRANSFER,
        About.AWAY,
    ):
        return reverse(name, args=[key])
    return reverse(name, kwargs=MORE.get(name))


def rows(*abouts: About) -> list[str]:
    """Names of the routes about some things."""
    return [name for name, row in ROWS.items() if row.about in abouts]
