"""What becomes of each field of each table in a scrubbed copy. One that is not declared fails a test, and the command."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """What becomes of a field."""

    KEPT = "kept"  # a number, a code, yes or no; a text only where `WHY_KEPT` says why
    KEYED = "keyed"  # another key, the same wherever it stands
    KEYS_WITHIN = "keys_within"  # the key of a rule, kept but for keys of rows in it
    MOVED = "moved"  # as many whole weeks earlier as everything of the organisation
    BIRTH = "birth"  # the same, and some days of the child's own
    BIRTH_YEAR = "birth_year"  # a year or two beside it
    TEXT = "text"  # made up, about as long
    SAID = "said"  # lists of texts and keys: each made up
    EMPTIED = "emptied"  # nothing
    GIVEN = "given"  # a made-up given name, and so on
    FAMILY = "family"
    PERSON = "person"
    HOUSEHOLD = "household"
    SORT_NAME = "sort_name"  # worked out from the made-up name beside it
    TEAM = "team"
    ORGANISATION = "organisation"
    REFERENCE = "reference"
    TELEPHONE = "telephone"
    EMAIL = "email"
    ADDRESS = "address"
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    CLOSED = "closed"  # a password that nobody has
    STAND_IN = "stand_in"  # the digest of the small file that stands in for a document
    PLAIN_TEXT = "plain_text"  # its kind
    SIZE = "size"  # its size
    VERSION = "version"  # a row as it stood: what its own table says of each field


@dataclass(frozen=True)
class Emptied:
    """A table of which no row goes into the copy, and why."""

    why: str


@dataclass(frozen=True)
class Made:
    """A table that is made with the tables themselves, and holds nothing of the records."""

    why: str


Fields = Mapping[str, How]


def fields(**said: str) -> Fields:
    """A table's fields by what becomes of them, names in one line.

    >>> fields(keyed="id org", kept="kind")["org"].value
    'keyed'
    """
    return {name: How(how) for how, names in said.items() for name in names.split()}


_FILES = "It holds a file that was brought in, or the words of one."
_LISTS = "It holds an order of work as it was shown; what is worked out from the copy is its own."
_SESSIONS = "Who is signed in, and by what, opens nothing in the copy."
_QUEUE = "A job of the real records is not done in the copy."
_DJANGO = "The tables are made anew by the program, and this with them."

DECLARED: Mapping[str, Fields | Emptied | Made] = {
    "records_user": fields(
        closed="password",
        moved="last_login created_at",
        keyed="id",
        email="email",
        kept="is_active",
        emptied="issuer subject",
    ),
    "records_signinlink": Emptied("No way in of the real records opens the copy."),
    "records_addressprotection": fields(
        keyed="id org household contact child ask marked_by lift_asked_by lifted_by",
        moved="from_at lift_asked_at to_at",
        text="why lift_why lifted_why",
    ),
    "records_addressreader": fields(keyed="id org protection worker named_by", moved="from_at to_at"),
    "records_protectedaddress": fields(
        keyed="id org protection written_by",
        address="address",
        telephone="telephone",
        email="email",
        text="part",
        moved="written_at",
    ),
    "records_auditevent": Emptied("The trail is the chain of what was really done; the copy begins one of its own."),
    "records_viewing": Emptied("It says who looked at whom."),
    "records_auditseal": Emptied("The trail is the chain of what was really done; the copy begins one of its own."),
    "records_case": fields(
        keyed="id org child household team closed_by",
        reference="reference other_reference",
        kept="case_type also level_of_need seen_unrecorded opened_unrecorded",
        moved="opened_at closed_at",
        text="closed_why",
    ),
    "records_allocation": fields(
        keyed="id org case worker allocated_by ended_by", moved="from_at to_at", text="why ended_why"
    ),
    "records_casecircumstance": fields(keyed="id org case", kept="circumstance", moved="from_date to_date"),
    "records_casefactor": fields(keyed="id org case recorded_by", kept="factor value", moved="from_date to_date"),
    "records_restriction": fields(
        keyed="id org case restricted_by lifted_by", moved="from_at to_at", text="why lifted_why"
    ),
    "records_namedperson": fields(keyed="id org case worker named_by", moved="from_at to_at"),
    "records_event": fields(
        keyed="id org case recorded_by record replaces",
        kept="kind time_known nth awaits_file withdraws",
        moved="happened_at received_at recorded_at",
        text="note",
    ),
    "records_document": fields(
        keyed="id org case recorded_by replaces",
        text="title",
        plain_text="media_type",
        size="size_bytes",
        stand_in="digest",
        moved="recorded_at",
    ),
    "records_accessrequest": Emptied("It holds digests of the real pieces, and where a case really stood."),
    "records_copydecision": Emptied("It holds digests of the real pieces, and where a case really stood."),
    "records_courtdate": fields(
        keyed="id org case written_by replaces ended_by",
        kept="kind time_known owner ended_how",
        text="what court varied_why ended_why",
        moved="due_at ordered_on written_at ended_on ended_at",
    ),
    "records_legalstatus": fields(
        keyed="id org case written_by ended_by",
        kept="kind",
        moved="from_date expires_on written_at to_date ended_at",
        text="court note ended_why",
    ),
    "records_disputenote": fields(
        keyed="id org case record noted_by decided_by",
        person="by_name",
        text="wrong outcome_why",
        moved="received_on noted_at told_on decided_at",
        kept="outcome",
    ),
    "records_emergencyopening": fields(
        keyed="id org case opened_by reviewed_by",
        text="why review",
        moved="opened_at ends_at ended_at reviewed_at",
        kept="was_right",
    ),
    "records_emergencytry": fields(keyed="id org worker", kept="kind", moved="tried_at"),
    "records_import": Emptied(_FILES),
    "records_importfile": Emptied(_FILES),
    "records_statement": Emptied(_FILES),
    "records_importmatter": Emptied(_FILES),
    "records_meaning": Emptied(_FILES),
    "records_child": fields(
        keyed="id org",
        reference="reference",
        given="given_name",
        family="family_name",
        sort_name="sort_name",
        birth="born_on expected_on",
        moved="died_on",
        nhs_number="nhs_number",
        upn="upn",
        kept="sex ethnicity disabilities interpreter",
        text="language communication",
    ),
    "records_household": fields(keyed="id org", household="name", address="address", kept="address_protected"),
    "records_householdmember": fields(keyed="id org child household", moved="from_date to_date"),
    "records_networkcontact": fields(
        keyed="id org child partner parent_of",
        kept="kind reach_protected sex died lives_with bond couple",
        person="name",
        text="part",
        telephone="telephone",
        email="email",
        birth_year="born_year",
        moved="from_date to_date",
    ),
    "records_told": fields(keyed="id org case contact told_by", moved="told_on recorded_at", text="what"),
    "records_safetynote": fields(
        keyed="id org case noted_by ended_by", text="text source ended_why", moved="review_on noted_at ended_at"
    ),
    "records_familyrelation": fields(
        keyed="id org child other_child contact", kept="kinship parental_responsibility", moved="withdrawn_on"
    ),
    "records_history": fields(
        keyed="org_id row_id case_id worker_id by_id",
        kept="tbl",
        moved="from_at to_at",
        text="why",
        emptied="import_id",
        version="row",
    ),
    "records_newinformation": fields(
        keyed="id org case recorded_by dealt_by",
        kept="kind means danger time_known outcome",
        person="source",
        text="what meaning",
        moved="happened_at received_at due_at recorded_at dealt_at",
    ),
    "records_lifestep": fields(
        keyed="id org case worker said_by decided_by",
        kept="kind from_types to_types because needs agreed",
        moved="effective_on said_at decided_at done_at",
        text="why decided_why",
        said="answers",
    ),
    "records_casetransfer": fields(
        keyed="id org case from_team to_team proposed_by decided_by withdrawn_by",
        text="due worries child_told who_knows why decided_why withdrawn_why",
        moved="proposed_at decided_at withdrawn_at",
        kept="accepted",
    ),
    "records_needlevel": fields(keyed="id org case set_by", kept="level", text="called why", moved="set_at"),
    "records_namingask": fields(
        keyed="id org restriction worker asked_by decided_by",
        text="why decided_why",
        moved="asked_at lapses_at decided_at lapsed_at",
        kept="agreed",
    ),
    "records_noticeseen": fields(keyed="id org worker about", kept="kind", moved="seen_at"),
    "records_noticechoice": fields(keyed="id org worker", kept="kind told", moved="chosen_at"),
    "records_organisation": fields(keyed="id", organisation="name", kept="nation invented", moved="created_at"),
    "records_team": fields(
        keyed="id org", team="name", moved="opened_on closed_on", text="closed_why", telephone="phone"
    ),
    "records_worker": fields(
        keyed="id org user",
        person="name",
        sort_name="sort_name",
        reference="reference",
        moved="joined_on left_on newly_qualified_until",
        telephone="phone",
    ),
    "records_membership": fields(keyed="id org worker team", moved="from_date to_date"),
    "records_roleheld": fields(
        keyed="id org worker team given_by ended_by", kept="role", moved="from_date to_date given_at ended_at"
    ),
    "records_delegation": fields(
        keyed="id org giver taker given_by ended_by",
        kept="role",
        moved="from_date to_date given_at ended_at",
        text="why",
    ),
    "records_workingpattern": fields(keyed="id org worker", moved="from_date to_date", kept="minutes"),
    "records_absence": fields(
        keyed="id org worker recorded_by", kept="kind", moved="begins_at ends_at recorded_at cancelled_at"
    ),
    "records_plan": fields(
        keyed="id org case together root written_by agreed_by ended_by",
        kept="number kind agreement",
        text="purpose agreed_with agreed_words ring ended_why",
        moved="written_at agreed_on agreed_at ended_on ended_at",
    ),
    "records_planoutcome": fields(
        keyed="id org case plan came_from left_by", text="text", kept="words_of", moved="written_at left_at"
    ),
    "records_planaction": fields(
        keyed="id org case plan outcome came_from left_by",
        text="what who",
        kept="owner",
        moved="due_on written_at in_force_at over_at done_on done_at left_at",
    ),
    "records_actionsaid": fields(
        keyed="id org case action said_by", moved="happened_on said_at", kept="outcome", text="words"
    ),
    "records_planreview": fields(
        keyed="id org case plan written_by", moved="reviewed_on written_at", text="present views decision"
    ),
    "records_outcomeprogress": fields(keyed="id org case review outcome", kept="progress", text="words"),
    "records_goal": fields(
        keyed="id org case written_by ended_by",
        kept="place words_of",
        text="text ended_why",
        moved="set_on written_at ended_on ended_at",
    ),
    "records_goalreading": fields(
        keyed="id org case goal written_by replaces",
        moved="rated_on written_at",
        kept="rating rated_by",
        text="words corrected_why",
    ),
    "records_toolscore": fields(
        keyed="id org case written_by replaces",
        kept="tool part score rated_by",
        moved="scored_on written_at",
        text="words corrected_why",
    ),
    "records_developmentnote": fields(
        keyed="id org case written_by replaces",
        kept="area",
        moved="noted_on written_at",
        text="text source corrected_why",
    ),
    "records_rulebookversion": fields(
        keyed="id org agreed_by", kept="key version title text", moved="in_force_from agreed_at"
    ),
    "records_driftversion": fields(
        keyed="id org agreed_by", kept="key version title text", moved="in_force_from agreed_at"
    ),
    "records_lifeversion": fields(
        keyed="id org agreed_by", kept="key version title text", moved="in_force_from agreed_at"
    ),
    "records_calendarsetting": fields(
        keyed="id org agreed_by",
        moved="from_date closure_days agreed_at",
        kept="nation opens_minute closes_minute start_day_is bank_holidays_count",
    ),
    "records_setting": fields(keyed="id org", kept="key value"),
    "records_criteriaset": fields(
        keyed="id org agreed_by", kept="key version title text", moved="in_force_from agreed_at"
    ),
    "records_criteriadraft": Emptied("It holds what a draft did to real cases."),
    "records_judgement": fields(
        keyed="id org case judged_by", kept="scale value", moved="judged_at recorded_at", text="why"
    ),
    "records_factorjudgement": fields(
        keyed="id org case judged_by", kept="factor value", moved="judged_at recorded_at", text="why"
    ),
    "records_override": fields(
        keyed="id org case worker other made_by countersigned_by ended_by",
        kept="kind band reason made_in made_place to_countersign",
        text="why countersigned_why ended_why",
        moved="made_at lasts_until countersigned_at ended_at",
    ),
    "records_postponement": fields(
        keyed="id org case made_by countersigned_by ended_by",
        kept="kind made_in to_countersign",
        keys_within="duty",
        text="title why meanwhile told sooner_if countersigned_why ended_why",
        moved="was_due_at until made_at countersigned_at ended_at",
    ),
    "records_ranking": Emptied(_LISTS),
    "records_prioritisationreview": Emptied(_LISTS),
    "records_reviewanswer": Emptied(_LISTS),
    "records_blindexercise": Emptied("Its cases are invented by people, maybe after real ones."),
    "records_blindorder": Emptied("Its cases are invented by people, maybe after real ones."),
    "records_shadowspell": fields(
        keyed="id org team decided_by ended_by", moved="from_date to_date decided_at ended_at", text="why ended_why"
    ),
    "records_shadowday": fields(
        keyed="id org spell worker criteria_set cases done", moved="day made_at", kept="act_now tau"
    ),
    "records_referral": fields(
        keyed="id org case recorded_by",
        kept="source means contact danger reported family_knows",
        person="referrer",
        moved="received_at recorded_at",
        text="worry family_why",
    ),
    "records_triagedecision": fields(
        keyed="id org case linked triaged_by", kept="outcome", text="why safety", moved="triaged_at"
    ),
    "records_contactdecision": fields(
        keyed="id org case decided_by", kept="outcome", text="why advice told", moved="decided_at"
    ),
    "records_retentionrule": fields(
        keyed="id org set_by",
        kept="case_type counted_from years years_after_death",
        text="basis source",
        moved="from_date set_at",
    ),
    "records_legalhold": fields(
        keyed="id org child set_by lifted_by", kept="kind", text="why lifted_why", moved="set_at lifted_at"
    ),
    "records_keptlonger": fields(keyed="id org child decided_by", moved="until decided_at", text="why"),
    "records_removalask": fields(
        keyed="id org child rule asked_by decided_by",
        moved="due_on asked_at lapses_at decided_at",
        text="why decided_why",
        kept="agreed",
    ),
    "records_removal": Emptied("It is left of records that are gone: nothing of them belongs in a copy."),
    "records_routeplace": fields(
        keyed="id org team worker set_by ended_by",
        kept="number from_minute to_minute minutes",
        person="name",
        telephone="phone",
        moved="set_at ended_at",
    ),
    "records_routetaking": fields(keyed="id org case event worker", person="taker", text="told", moved="taken_at"),
    "records_savedfilter": Emptied("It is what somebody looks for, by name too."),
    "records_supervisionheld": fields(
        keyed="id org worker supervisor",
        moved="held_at recorded_at worker_signed_at supervisor_signed_at",
        kept="minutes",
    ),
    "records_dueitem": fields(
        keyed="id org case rulebook started_by met_by_event",
        keys_within="timescale",
        kept="purpose owner",
        moved="started_at due_at met_at ended_at",
        text="ended_why",
    ),
    "records_clockchange": fields(
        keyed="id org case asked_by decided_by",
        keys_within="duty",
        text="title meanwhile asked_why decided_why",
        moved="started_on due_at until asked_at decided_at",
        kept="kind agreed",
    ),
    "records_dayentry": fields(
        keyed="id org answer case worker passed said_by replaces",
        moved="day until said_at",
        kept="task outcome",
        keys_within="duties",
        text="title why next_step",
    ),
    "records_interruption": fields(keyed="id org worker", kept="kind", moved="at"),
    "records_schemeversion": fields(
        keyed="id org agreed_by", kept="key version title text", moved="in_force_from agreed_at"
    ),
    "records_caseweight": fields(keyed="id org case scheme", kept="points", moved="set_at"),
    "records_effort": fields(keyed="id org", kept="purpose minutes", moved="from_date"),
    "records_appointment": fields(keyed="id org worker", text="title", moved="begins_at ends_at cancelled_at"),
    "records_caseappointment": fields(keyed="id org appointment case"),
    "records_caserecord": fields(
        keyed="id org case together recorded_by replaces",
        kept="kind time_known minutes announced home bed sight voice_by withdraws",
        moved="happened_at received_at recorded_at",
        text="present place home_words bed_words text decision decision_why not_taken not_alone_why voice voice_through "
        "own_words amended_why",
    ),
    "records_draft": Emptied("It is a note that its writer has not finished."),
    **dict.fromkeys(
        (
            "account_emailaddress",
            "account_emailconfirmation",
            "django_session",
            "mfa_authenticator",
            "plimsoll_attempts",
            "usersessions_usersession",
        ),
        Emptied(_SESSIONS),
    ),
    **dict.fromkeys(
        ("procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers"),
        Emptied(_QUEUE),
    ),
    **dict.fromkeys(
        ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations"),
        Made(_DJANGO),
    ),
}
KEPT_SETTINGS = frozenset({"emergency", "role_labels", "second_factor_roles", "typical_ages"})

# Texts that stand in the copy as they are.
_RULES = "Rules and numbers of the organisation, without which nothing is worked out; they name nobody."
WHY_KEPT: Mapping[str, str] = {
    **{
        f"records_{table}.{field}": _RULES
        for table in ("rulebookversion", "driftversion", "lifeversion", "criteriaset", "schemeversion")
        for field in ("key", "version", "title", "text")
    },
    "records_setting.key": "Which setting it is, as the program names it.",
    "records_setting.value": "A setting out of KEPT_SETTINGS; others are left out.",
    "records_organisation.nation": "Whose bank holidays are kept.",
    "records_toolscore.tool": "Which questionnaire, as the program names it.",
    "records_toolscore.part": "Which part of it, as the program names it.",
    "records_history.tbl": "Of which table a version is.",
    "records_postponement.duty": "Which rule, as the rules name it; keys of rows in it are others.",
    "records_clockchange.duty": "As of a postponement.",
    "records_dayentry.duties": "As of a postponement.",
    "records_dueitem.timescale": "As of a postponement.",
    "records_case.also": "Codes, held to by the database.",
    "records_child.disabilities": "Codes, held to by the database.",
    "records_lifestep.from_types": "Codes, held to by the database.",
    "records_lifestep.to_types": "Codes, held to by the database.",
    "records_caserecord.voice_by": "Codes, held to by the database.",
}
