"""One true row of each table, with the rows it points at; whatever a test is about it says itself."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db.models import Model

from plimsoll.records.models.people import Organisation
from plimsoll.records.tenancy import Within

MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
LATER = MORNING + timedelta(hours=1)
MONDAY = date(2026, 11, 2)
TUESDAY = date(2026, 11, 3)
_numbers = count(1)


def _reference() -> str:
    return f"R{next(_numbers)}"


def _digest() -> str:
    return f"{next(_numbers):064x}"


def _edition() -> dict[str, Any]:
    return {
        "key": "own", "version": _reference(), "title": "Our own", "text": "[meta]", "in_force_from": MONDAY,
        "agreed_at": MORNING,
    }  # fmt: skip


# What a table needs beyond its key and what it points at.
USUAL: dict[str, Any] = {
    "actionsaid": lambda: {"happened_on": TUESDAY, "outcome": "DONE", "said_at": LATER},
    "developmentnote": lambda: {
        "area": "LEARNING", "noted_on": MONDAY, "text": "reads ten words", "source": "his teacher", "written_at": LATER,
    },
    "goal": lambda: {
        "place": 1, "text": "to sleep in my own bed", "words_of": "CHILD", "set_on": MONDAY, "written_at": MORNING,
    },
    "goalreading": lambda: {"rated_on": MONDAY, "rating": 4, "rated_by": "CHILD", "written_at": LATER},
    "outcomeprogress": lambda: {"progress": "BETTER", "words": "at school on time"},
    "plan": lambda: {
        "together": uuid4(), "root": uuid4(), "number": 1, "kind": "CHILD_IN_NEED", "purpose": "to be safe at home",
        "written_at": MORNING,
    },
    "planaction": lambda: {"what": "ring the school", "owner": "WORKER", "due_on": TUESDAY, "written_at": MORNING},
    "planoutcome": lambda: {"text": "at school on time", "words_of": "FAMILY", "written_at": MORNING},
    "planreview": lambda: {
        "reviewed_on": TUESDAY, "present": "mother, teacher", "decision": "goes on", "written_at": LATER,
    },
    "toolscore": lambda: {
        "tool": "sdq_total", "scored_on": MONDAY, "score": 14, "rated_by": "CARER", "written_at": LATER,
    },
    "accessrequest": lambda: {
        "asked_by": "CHILD", "name": "the child", "identity": "known to their worker", "received_on": MONDAY,
        "due_on": date(2026, 12, 2), "recorded_at": MORNING, "gathered_at": MORNING,
    },
    "disputenote": lambda: {
        "by_name": "her mother", "wrong": "it was a Tuesday", "received_on": MONDAY, "noted_at": MORNING,
    },
    "copydecision": lambda: {"piece": _reference(), "digest": "0" * 64, "keeping": "KEEP", "decided_at": MORNING},
    "absence": lambda: {"kind": "LEAVE", "begins_at": MORNING, "ends_at": LATER, "recorded_at": MORNING},
    "allocation": lambda: {"from_at": MORNING, "why": "knows the family"},
    "appointment": lambda: {"title": "Court", "begins_at": MORNING, "ends_at": LATER},
    "blindexercise": lambda: {
        "text": "cases", "stands": [], "why": "before the criteria are trusted", "begun_at": MORNING, "ended_at": LATER,
    },
    "blindorder": lambda: {"places": [1, 2], "submitted_at": LATER, "tau": 1.0},
    "calendarsetting": lambda: {
        "from_date": MONDAY, "nation": "ENG", "opens_minute": 540, "closes_minute": 1020, "agreed_at": MORNING,
    },
    "case": lambda: {"reference": _reference(), "case_type": "CHILD_IN_NEED", "opened_at": MORNING},
    "caseappointment": dict,
    "casecircumstance": lambda: {"circumstance": "CARE_ORDER", "from_date": MONDAY},
    "casefactor": lambda: {"factor": "DISABILITY", "from_date": MONDAY},
    "caseweight": lambda: {"points": 200, "set_at": MORNING},
    "child": lambda: {"reference": _reference(), "given_name": "Invented", "born_on": date(2015, 6, 1)},
    "clockchange": lambda: {
        "duty": "cin_review_12wk", "title": "child in need review", "started_on": MONDAY, "due_at": LATER,
        "kind": "EXTENDED", "until": TUESDAY, "asked_at": MORNING, "asked_why": "the school is shut",
    },
    "courtdate": lambda: {
        "kind": "STATEMENT", "due_at": LATER, "ordered_on": MONDAY, "court": "Family Court", "owner": "WORKER",
        "written_at": MORNING,
    },
    "criteriadraft": lambda: {
        "text": "weights", "why": "more weight on what waiting does", "drafted_at": MORNING, "changed_at": MORNING,
    },
    "criteriaset": _edition,
    "dayentry": lambda: {
        "answer": uuid4(), "day": MONDAY, "task": "VISIT", "title": "visit", "outcome": "DONE", "said_at": MORNING,
    },
    "delegation": lambda: {
        "role": "SUPERVISOR", "from_date": MONDAY, "to_date": TUESDAY, "why": "leave", "given_at": MORNING,
    },
    "document": lambda: {
        "title": "Letter", "media_type": "text/plain", "size_bytes": 1, "digest": "0" * 64, "recorded_at": MORNING,
    },
    "caserecord": lambda: {
        "together": uuid4(), "kind": "VISIT", "happened_at": MORNING, "recorded_at": LATER, "text": "at home",
    },
    "draft": lambda: {"kind": "VISIT", "content": {}, "saved_at": MORNING},
    "driftversion": _edition,
    "dueitem": lambda: {
        "timescale": "cin-visit", "purpose": "SEE", "owner": "WORKER", "started_at": MORNING, "due_at": LATER,
    },
    "savedfilter": lambda: {"place": "SEARCH", "name": "late", "asked": "words=late", "kept_at": MORNING},
    "effort": lambda: {"purpose": "SEE", "minutes": 90, "from_date": MONDAY},
    "lifestep": lambda: {
        "kind": "STEP", "from_types": ["CHILD_IN_NEED"], "to_types": ["EARLY_HELP"], "effective_on": MONDAY,
        "because": "NEEDS_LESSENED", "why": "the plan has worked", "needs": "SUPERVISOR", "said_at": MORNING,
    },
    "lifeversion": _edition,
    "needlevel": lambda: {"level": 3, "called": "intensive help", "why": "the plan asks for it", "set_at": MORNING},
    "casetransfer": lambda: {
        "due": "a visit on Friday", "worries": "the father is back", "child_told": "on Monday", "who_knows": "the school",
        "why": "the family has moved", "proposed_at": MORNING,
    },
    "event": lambda: {"kind": "CHILD_SEEN", "happened_at": MORNING, "recorded_at": LATER},
    "addressprotection": lambda: {"from_at": MORNING, "why": "somebody looks for them"},
    "addressreader": lambda: {"from_at": MORNING},
    "protectedaddress": lambda: {"written_at": MORNING},
    "familyrelation": lambda: {"kinship": "PARENT"},
    "household": lambda: {"name": "Invented family"},
    "householdmember": lambda: {"from_date": MONDAY},
    "import": lambda: {
        "file_name": "annex-a.xlsx", "digest": "0" * 64, "layout": "ANNEX_A", "facts_on": MONDAY, "staged_at": MORNING,
    },
    "importfile": lambda: {"content": b"", "understood": {}},
    "interruption": lambda: {"kind": "CALL", "at": MORNING},
    "importmatter": lambda: {"child_reference": _reference(), "matter": "NEW_WORKER", "made_at": MORNING},
    "factorjudgement": lambda: {
        "factor": "DISABILITY", "value": 60, "judged_at": MORNING, "recorded_at": MORNING, "why": "seen today",
    },
    "judgement": lambda: {
        "scale": "SEVERITY", "value": 3, "judged_at": MORNING, "recorded_at": MORNING, "why": "seen today",
    },
    "legalstatus": lambda: {"kind": "SECTION_20", "from_date": MONDAY, "written_at": MORNING},
    "meaning": lambda: {
        "layout": "ANNEX_A", "kind": "VALUE", "column": "8.placement_type", "found": _reference(), "means": "U1",
        "settled_at": MORNING,
    },
    "membership": lambda: {"from_date": MONDAY},
    "namedperson": lambda: {"from_at": MORNING},
    "networkcontact": lambda: {"kind": "FAMILY", "name": "Invented aunt", "from_date": MONDAY},
    "newinformation": lambda: {
        "kind": "POLICE", "source": "PC Dune", "means": "PHONE", "what": "called to the house", "received_at": MORNING,
        "due_at": LATER, "recorded_at": MORNING,
    },
    "noticechoice": lambda: {"kind": "INFORMATION", "told": False, "chosen_at": MORNING},
    "noticeseen": lambda: {"kind": "INFORMATION", "about": uuid4(), "seen_at": MORNING},
    "routeplace": lambda: {
        "number": 1, "name": "Night desk", "phone": "01632 960001", "from_minute": 1020, "to_minute": 540, "minutes": 30,
        "set_at": MORNING,
    },
    "routetaking": lambda: {"taken_at": MORNING},
    "override": lambda: {
        "kind": "ABOVE", "reason": "KNOWS_MORE", "why": "a call this morning", "made_at": MORNING,
        "made_in": "PLANNED", "made_place": 3, "lasts_until": TUESDAY,
    },
    "postponement": lambda: {
        "kind": "DEFERRED", "duty": "cin-review", "title": "review", "was_due_at": LATER, "until": TUESDAY,
        "why": "waits for the school", "made_at": MORNING,
    },
    "emergencyopening": lambda: {"why": "at the hospital now", "opened_at": MORNING, "ends_at": LATER},
    "emergencytry": lambda: {"kind": "OPEN", "tried_at": MORNING},
    "namingask": lambda: {"why": "nobody named is here", "asked_at": MORNING, "lapses_at": MORNING + timedelta(14)},
    "contactdecision": lambda: {"outcome": "NO_FURTHER_ACTION", "why": "the school sees to it", "decided_at": LATER},
    "prioritisationreview": lambda: {"confirmed_at": LATER},
    "shadowday": lambda: {"day": MONDAY, "cases": [], "act_now": 0, "done": [], "made_at": LATER},
    "shadowspell": lambda: {
        "from_date": MONDAY, "to_date": TUESDAY, "why": "before the criteria are trusted", "decided_at": MORNING,
    },
    "ranking": lambda: {"as_at": MORNING, "known_at": MORNING, "made_at": MORNING, "cases": [], "result": {}},
    "referral": lambda: {
        "source": "SCHOOL", "means": "PHONE", "received_at": MORNING, "recorded_at": LATER, "worry": "bruises on an arm",
    },
    "restriction": lambda: {"from_at": MORNING, "why": "known to staff"},
    "reviewanswer": lambda: {"agreed": True, "answered_at": LATER},
    "roleheld": lambda: {"role": "PRACTITIONER", "from_date": MONDAY, "given_at": MORNING},
    "rulebookversion": _edition,
    "schemeversion": _edition,
    "setting": lambda: {"key": _reference(), "value": 1},
    "statement": lambda: {"child_reference": _reference(), "about": "CHILD", "name": "born_on", "value": "2015-06-01"},
    "signinlink": lambda: {"digest": _digest(), "made_at": MORNING, "expires_at": MORNING + timedelta(minutes=30)},
    "supervisionheld": lambda: {"held_at": MORNING, "minutes": 60, "recorded_at": LATER},
    "safetynote": lambda: {
        "text": "ring first", "source": "seen by a worker", "review_on": TUESDAY, "noted_at": MORNING,
    },
    "told": lambda: {"told_on": MONDAY, "what": "the plan", "recorded_at": LATER},
    "team": lambda: {"name": f"Team {_reference()}", "opened_on": MONDAY},
    "triagedecision": lambda: {"outcome": "LINKED", "why": "they work with the family", "triaged_at": LATER},
    "worker": lambda: {"name": "Invented Worker", "sort_name": "worker invented", "joined_on": MONDAY},
    "workingpattern": lambda: {"from_date": MONDAY, "minutes": [444, 444, 444, 444, 444, 0, 0]},
}  # fmt: skip
# Pointers that may be empty, of which one is needed.
NEEDED = {
    "addressprotection": "household",
    "blindexercise": "ended_by",
    "case": "child",
    "clockchange": "asked_by",
    "familyrelation": "contact",
    "override": "other",
    "ranking": "worker",
    "triagedecision": "linked",
}


def organisation(**given: Any) -> Organisation:
    """An invented organisation; made as the owner, as no organisation may make another."""
    usual = {"name": "Invented council", "nation": "ENG", "invented": True, "created_at": MORNING}
    return Organisation.objects.using("owner").create(**usual | given)


def filled(word: str, org: UUID, **given: Any) -> dict[str, Any]:
    """The fields of a true row of a table, by name; rows it points at are made."""
    model = apps.get_model("records", word)
    fields = {"id": uuid4(), "org_id": org, **USUAL[word](), **given}
    for field in model._meta.local_fields:
        wanted = not field.null or field.name == NEEDED.get(word)
        if isinstance(field, Within) and wanted and not {field.name, field.attname} & set(fields):
            fields[field.attname] = make(field.related_model._meta.model_name, org).pk
    return fields


def make(word: str, org: UUID, **given: Any) -> Model:
    """A row of a table by its word, in the organisation of the context."""
    return apps.get_model("records", word).objects.create(**filled(word, org, **given))
