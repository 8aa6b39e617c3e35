"""Every promise of the database is broken once, and the database says no.

Promises that many tables make in the same words are broken by their name; the rest are listed with what breaks them.
`test_every_constraint_is_tried` holds the list against the database itself.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.constraints import BaseConstraint

from plimsoll.records.context import acting
from plimsoll.records.tenancy import OrgKey, SameOrg, Tenant
from tests.factories.records import LATER, MORNING, TUESDAY, filled, make, organisation
from tests.records.conftest import ANN

SUNDAY = date(2026, 11, 1)
EARLIER = MORNING - timedelta(hours=1)
Promise = tuple[type[Model], BaseConstraint]

PROMISES: dict[str, Promise] = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("records").get_models()
    for constraint in model._meta.constraints
    if issubclass(model, Tenant)
}
KEYS = [name for name, (_, constraint) in PROMISES.items() if isinstance(constraint, OrgKey)]
POINTERS = [name for name, (_, constraint) in PROMISES.items() if isinstance(constraint, SameOrg)]
CODES = [name for name in PROMISES if name.endswith("_code")]
SAID = [name for name in PROMISES if name.endswith("_said")]

# What one row says that it may not.
FAULTY: dict[str, dict[str, Any]] = {
    "accessrequest_extended": {"extended_why": "nine volumes"},
    "accessrequest_prepared": {"digest": "0" * 64},
    "accessrequest_prepared_first": {"released_at": LATER, "released_by": "worker"},
    "accessrequest_received_before_due": {"due_on": SUNDAY},
    "accessrequest_released": {
        "prepared_at": LATER,
        "prepared_by_id": UUID(int=5),
        "digest": "0" * 64,
        "released_at": LATER,
    },
    "accessrequest_whole_end": {"ended_why": "they rang"},
    "disputenote_decided": {"told_on": TUESDAY},
    "copydecision_ground_and_why": {"keeping": "WHOLE"},
    "actionsaid_says_why": {"outcome": "NOT_DONE"},
    "developmentnote_corrected": {"corrected_why": "misheard"},
    "goal_ended": {"ended_on": TUESDAY},
    "goal_place_1_to_3": {"place": 4},
    "goal_set_before_ended": {"ended_on": SUNDAY, "ended_why": "met", "ended_at": LATER, "ended_by": "worker"},
    "goalreading_corrected": {"corrected_why": "misheard"},
    "goalreading_rating_0_to_10": {"rating": 11},
    "plan_ended": {"ended_on": TUESDAY},
    "plan_number_from_1": {"number": 0},
    "plan_whole_agreement": {"agreed_on": TUESDAY},
    "plan_written_before_agreed": {
        "agreed_on": TUESDAY,
        "agreed_with": "mother",
        "agreement": "AGREED",
        "agreed_words": "",
        "ring": "01632 960100",
        "agreed_at": EARLIER,
        "agreed_by": "worker",
    },
    "plan_written_before_ended": {
        "ended_on": TUESDAY,
        "ended_why": "over",
        "ended_at": EARLIER,
        "ended_by": "worker",
    },
    "planaction_done": {"done_on": TUESDAY},
    "planaction_in_force_before_over": {"in_force_at": LATER, "over_at": MORNING},
    "planaction_left": {"left_at": LATER},
    "planaction_who_by_name": {"who": "Ann"},
    "planaction_written_before_left": {"left_at": EARLIER, "left_by": "worker"},
    "planoutcome_left": {"left_at": LATER},
    "planoutcome_written_before_left": {"left_at": EARLIER, "left_by": "worker"},
    "toolscore_corrected": {"corrected_why": "misheard"},
    "toolscore_score_not_below_0": {"score": -1},
    "absence_begins_before_ends": {"begins_at": LATER, "ends_at": MORNING},
    "allocation_ended_at_by_and_why": {"to_at": LATER},
    "allocation_from_before_to": {"from_at": LATER, "to_at": MORNING, "ended_why": "left", "ended_by": "worker"},
    "appointment_begins_before_ends": {"ends_at": MORNING},
    "blindexercise_begun_before_ended": {"ended_at": EARLIER},
    "blindexercise_ended": {"ended_at": None},
    "blindorder_places": {"places": [0, 1]},
    "blindorder_tau": {"tau": 1.5},
    "shadowday_act_now": {"act_now": -1},
    "shadowday_tau": {"tau": -1.5},
    "shadowspell_decided_before_ended": {"ended_at": EARLIER, "ended_by": "worker", "ended_why": "over"},
    "shadowspell_ended": {"ended_at": LATER},
    "shadowspell_from_before_to": {"to_date": SUNDAY},
    "calendarsetting_closes_in_the_day": {"closes_minute": 1441},
    "calendarsetting_opens_before_closes": {"opens_minute": 1020},
    "calendarsetting_opens_in_the_day": {"opens_minute": -1},
    "calendarsetting_start_day_0_or_1": {"start_day_is": 2},
    "dayentry_moved_to_a_day": {"outcome": "MOVED", "why": "the father is away"},
    "dayentry_says_what_next": {"outcome": "NOT_DONE", "why": "nobody opened"},
    "dayentry_says_why": {"outcome": "STARTED"},
    "case_closed_at_by_and_why": {"closed_at": LATER},
    "case_level_of_need_1_to_9": {"level_of_need": 10},
    "case_of_child_or_family": {"child": None},
    "case_opened_before_closed": {"closed_at": EARLIER, "closed_why": "moved away", "closed_by": "worker"},
    "case_also_codes": {"also": ["NONE_SUCH"]},
    "casecircumstance_from_before_to": {"to_date": SUNDAY},
    "casefactor_from_before_to": {"to_date": SUNDAY},
    "casefactor_value_0_to_100": {"value": 101},
    "caseweight_points_not_below_0": {"points": -1},
    "child_born_before_died": {"died_on": date(2015, 5, 31)},
    "child_nhs_ten_digits": {"nhs_number": "943476591"},
    "delegation_from_before_to": {"to_date": SUNDAY},
    "delegation_ended_by_and_at": {"ended_at": LATER},
    "document_digest_is_sha256": {"digest": "0" * 63},
    "document_size_not_below_0": {"size_bytes": -1},
    "dueitem_ended_at_and_why": {"ended_at": LATER},
    "dueitem_met_at_and_by": {"met_at": LATER},
    "dueitem_met_or_ended": {"met_at": LATER, "met_by_event": "event", "ended_at": LATER, "ended_why": "moved"},
    "effort_minutes_above_0": {"minutes": 0},
    "caserecord_amended_why": {"amended_why": "another day"},
    "caserecord_happened_before_recorded": {"happened_at": LATER + timedelta(minutes=1)},
    "caserecord_minutes": {"minutes": 0},
    "caserecord_received_before_recorded": {"received_at": LATER + timedelta(minutes=1)},
    "caserecord_voice_by_codes": {"voice_by": ["SUNG"]},
    "caserecord_withdraws_one": {"withdraws": True},
    "draft_ended": {"ended_at": LATER},
    "draft_saved_before_ended": {"ended_at": EARLIER, "ended_how": "SENT"},
    "draft_version": {"version": 0},
    "event_nth_not_below_0": {"nth": -1},
    "event_received_before_recorded": {"received_at": LATER + timedelta(minutes=1)},
    "event_withdraws_one": {"withdraws": True},
    "familyrelation_to_one_person": {"other_child": "child"},
    "householdmember_from_before_to": {"to_date": SUNDAY},
    "import_carries_codes": {"carries": ["NONE_SUCH"]},
    "import_digest_is_sha256": {"digest": "none"},
    "import_done_not_below_0": {"done": -1},
    "import_failed_says_why": {"state": "FAILED"},
    "import_known_once_read": {"layout": None},
    "import_left_at_and_by": {"left_at": LATER},
    "import_staged_before_applied": {"applied_at": EARLIER},
    "import_started_at_and_by": {"started_at": LATER},
    "import_undone_at_by_and_why": {"undone_at": LATER},
    "import_undone_or_not": {"state": "UNDOING"},
    "importmatter_decided": {"decided_at": LATER},
    "importmatter_decided_or_superseded": {
        "decided_at": LATER,
        "decided_by": "worker",
        "taken": True,
        "why": "as it is there",
        "superseded_by": "import",
    },
    "importmatter_made_before_decided": {
        "decided_at": EARLIER,
        "decided_by": "worker",
        "taken": True,
        "why": "as it is there",
    },
    "factorjudgement_judged_before_recorded": {"judged_at": LATER},
    "factorjudgement_value_0_to_100": {"value": 101},
    "judgement_judged_before_recorded": {"judged_at": LATER},
    "judgement_value_0_to_4": {"value": 5},
    "savedfilter_kept_before_ended": {"ended_at": EARLIER},
    "meaning_means_something": {"means": ""},
    "membership_from_before_to": {"to_date": SUNDAY},
    "namedperson_from_before_to": {"to_at": EARLIER},
    "networkcontact_from_before_to": {"to_date": SUNDAY},
    "networkcontact_born_year": {"born_year": 1850},
    "networkcontact_partner_and_couple": {"couple": "TOGETHER"},
    "child_disability_codes": {"disabilities": ["SADNESS"]},
    "addressprotection_contact_and_child": {"child": "child"},
    "addressprotection_from_before_to": {"to_at": EARLIER, "lifted_by": "worker", "lifted_why": "over"},
    "addressprotection_lift_asked": {"lift_asked_at": LATER},
    "addressprotection_lifted": {"to_at": LATER},
    "addressprotection_of_one": {"household": None},
    "addressreader_from_before_to": {"to_at": EARLIER},
    "household_protected_address_elsewhere": {"address": "1 Quay Street", "address_protected": True},
    "networkcontact_protected_reach_elsewhere": {"telephone": "01632 960001", "reach_protected": True},
    "safetynote_ended": {"ended_at": LATER},
    "safetynote_noted_before_ended": {"ended_at": EARLIER, "ended_by": "worker", "ended_why": "moved"},
    "criteriadraft_approved": {"approved_at": LATER},
    "criteriadraft_asked_before_rehearsed": {"asked_at": LATER, "rehearsed_at": EARLIER, "rehearsal": {}},
    "criteriadraft_drafted_before_changed": {"changed_at": EARLIER},
    "criteriadraft_left": {"left_at": LATER},
    "criteriadraft_one_end": {
        "approved_at": LATER,
        "approved_by": "worker",
        "criteria_set": "criteriaset",
        "left_at": LATER,
        "left_by": "worker",
    },
    "criteriadraft_rehearsed": {"rehearsed_at": LATER},
    "override_by_case_or_band": {"band": "TODAY"},
    "override_countersigned": {"countersigned_at": LATER},
    "override_ended": {"ended_at": LATER},
    "override_made_before_countersigned": {
        "countersigned_at": EARLIER,
        "countersigned_by": "worker",
        "countersigned_why": "seen",
    },
    "clockchange_asked": {"asked_why": None},
    "lifestep_decided": {"agreed": True},
    "legalhold_lifted": {"lifted_at": LATER},
    "legalhold_set_before_lifted": {"lifted_at": EARLIER, "lifted_by": "worker", "lifted_why": "over"},
    "removal_rows_from_1": {"rows": 0},
    "removalask_asked_before_decided": {
        "decided_at": EARLIER,
        "decided_by": "worker",
        "decided_why": "agreed",
        "agreed": True,
    },
    "removalask_asked_before_lapses": {"lapses_at": MORNING},
    "removalask_decided": {"agreed": True},
    "retentionrule_years": {"years": 0},
    "retentionrule_years_after_death": {"years_after_death": 0},
    "retentionrule_years_with_basis": {"basis": ""},
    "emergencyopening_opened_before_ends": {"ends_at": EARLIER},
    "emergencyopening_opened_before_ended": {"ended_at": EARLIER},
    "emergencyopening_opened_before_reviewed": {
        "reviewed_at": EARLIER,
        "reviewed_by": "worker",
        "was_right": True,
        "review": "it was",
    },
    "emergencyopening_reviewed": {"was_right": True},
    "namingask_asked_before_decided": {
        "decided_at": EARLIER,
        "decided_by": "worker",
        "decided_why": "agreed",
        "agreed": True,
    },
    "namingask_asked_before_lapses": {"lapses_at": MORNING},
    "namingask_decided": {"agreed": True},
    "namingask_ends_once": {
        "decided_at": LATER,
        "decided_by": "worker",
        "decided_why": "agreed",
        "agreed": True,
        "lapsed_at": LATER,
    },
    "needlevel_1_to_9": {"level": 10},
    "casetransfer_decided": {"accepted": True},
    "casetransfer_withdrawn": {"withdrawn_at": LATER},
    "casetransfer_ends_once": {
        "decided_at": LATER,
        "decided_by": "worker",
        "decided_why": "we know them",
        "accepted": True,
        "withdrawn_at": LATER,
        "withdrawn_by": "worker",
        "withdrawn_why": "they stay",
    },
    "casetransfer_proposed_before_decided": {
        "decided_at": EARLIER,
        "decided_by": "worker",
        "decided_why": "we know them",
        "accepted": True,
    },
    "lifestep_refused_is_not_done": {
        "decided_at": LATER,
        "decided_by": "worker",
        "decided_why": "not yet",
        "agreed": False,
        "done_at": LATER,
    },
    "lifestep_said_before_decided": {
        "decided_at": EARLIER,
        "decided_by": "worker",
        "decided_why": "agreed",
        "agreed": True,
    },
    "lifestep_types_codes": {"to_types": ["ANYTHING"]},
    "clockchange_asked_before_decided": {
        "decided_at": EARLIER,
        "decided_by": "worker",
        "decided_why": "no",
        "agreed": False,
    },
    "clockchange_asked_or_decided": {"asked_at": None, "asked_by": None, "asked_why": None},
    "clockchange_decided": {"agreed": True},
    "clockchange_until_where_extended": {"until": None},
    "courtdate_court_or_before_proceedings": {"court": ""},
    "courtdate_whole_end": {"ended_on": TUESDAY},
    "courtdate_varied_and_why": {"varied_why": "an expert is late"},
    "courtdate_written_before_ended": {
        "ended_on": TUESDAY,
        "ended_how": "DONE",
        "ended_why": "sent",
        "ended_at": EARLIER,
        "ended_by": "worker",
    },
    "legalstatus_ended": {"to_date": TUESDAY},
    "legalstatus_from_before_expiry": {"expires_on": SUNDAY},
    "legalstatus_from_before_to": {
        "to_date": SUNDAY,
        "ended_at": LATER,
        "ended_by": "worker",
        "ended_why": "home",
    },
    "legalstatus_written_before_ended": {
        "to_date": TUESDAY,
        "ended_at": EARLIER,
        "ended_by": "worker",
        "ended_why": "home",
    },
    "override_made_before_ended": {"ended_at": EARLIER, "ended_by": "worker", "ended_why": "seen"},
    "override_made_place_from_1": {"made_place": 0},
    "postponement_countersigned": {"countersigned_at": LATER},
    "postponement_made_before_countersigned": {
        "countersigned_at": EARLIER,
        "countersigned_by": "worker",
        "countersigned_why": "safe",
    },
    "postponement_ended": {"ended_at": LATER},
    "postponement_made_before_ended": {"ended_at": EARLIER, "ended_by": "worker", "ended_why": "seen"},
    "postponement_visit_with_safeguards": {"kind": "REARRANGED", "meanwhile": "an aunt looks in"},
    "reviewanswer_no_says_why": {"agreed": False},
    "ranking_known_before_made": {"known_at": LATER},
    "ranking_of_worker_or_team": {"team": "team"},
    "routeplace_can_be_reached": {"name": ""},
    "routeplace_ended": {"ended_at": LATER},
    "routeplace_from_in_the_day": {"from_minute": 1441},
    "routeplace_minutes": {"minutes": 0},
    "routeplace_number": {"number": 0},
    "routeplace_set_before_ended": {"ended_at": EARLIER, "ended_by": "worker"},
    "routeplace_to_in_the_day": {"to_minute": -1},
    "newinformation_whole_dealing": {"dealt_at": LATER},
    "newinformation_happened_before_received": {"happened_at": LATER},
    "newinformation_received_before_due": {"due_at": EARLIER},
    "noticechoice_act_now_is_told": {"kind": "ACT_NOW"},
    "newinformation_received_before_recorded": {"recorded_at": EARLIER},
    "newinformation_recorded_before_dealt": {
        "dealt_at": EARLIER,
        "dealt_by": "worker",
        "meaning": "known",
        "outcome": "NOTHING_CHANGES",
    },
    "referral_received_before_recorded": {"recorded_at": EARLIER},
    "restriction_from_before_to": {"to_at": EARLIER, "lifted_why": "over", "lifted_by": "worker"},
    "restriction_lifted_at_by_and_why": {"to_at": LATER},
    "roleheld_ended_by_and_at": {"ended_at": LATER},
    "roleheld_from_before_to": {"to_date": SUNDAY},
    "supervisionheld_held_before_recorded": {"recorded_at": EARLIER},
    "supervisionheld_minutes_of_a_day": {"minutes": 0},
    "supervisionheld_recorded_before_super": {"supervisor_signed_at": MORNING},
    "supervisionheld_recorded_before_worker": {"worker_signed_at": MORNING},
    "team_opened_before_closed": {"closed_on": SUNDAY},
    "team_why_where_closed": {"closed_why": "joined with another"},
    "contactdecision_advice_to_somebody": {"outcome": "ADVICE", "advice": "ring them"},
    "triagedecision_linked_to_a_case": {"outcome": "ASSESSMENT"},
    "worker_joined_before_left": {"left_on": SUNDAY},
    "signinlink_made_before_expires": {"expires_at": EARLIER},
    "signinlink_expires_soon": {"expires_at": MORNING + timedelta(minutes=31)},
    "workingpattern_from_before_to": {"to_date": SUNDAY},
    "workingpattern_minutes_of_a_day": {"minutes": [1441, 0, 0, 0, 0, 0, 0]},
    "workingpattern_seven_days": {"minutes": [444] * 5},
}
# Rows that cannot both be: what they have in common, and what only the first has. A word stands for a new row of it.
BOTH: dict[str, dict[str, Any]] = {
    "developmentnote_replaced_once": {"replaces": "developmentnote", "corrected_why": "misheard"},
    "goal_one_a_place": {"case": "case"},
    "goalreading_replaced_once": {"replaces": "goalreading", "corrected_why": "misheard"},
    "outcomeprogress_once_a_review": {"review": "planreview", "outcome": "planoutcome"},
    "plan_one_draft_a_case": {"case": "case"},
    "plan_one_of_a_number": {"root": UUID(int=3)},
    "toolscore_replaced_once": {"replaces": "toolscore", "corrected_why": "misheard"},
    "addressprotection_one_of_contact": {"household": None, "contact": "networkcontact", "child": "child"},
    "addressprotection_one_of_household": {"household": "household"},
    "addressreader_named_once": {"protection": "addressprotection", "worker": "worker"},
    "allocation_one_at_a_time": {"case": "case"},
    "caseappointment_once": {"case": "case", "appointment": "appointment"},
    "casecircumstance_one_at_a_time": {"case": "case"},
    "casefactor_one_at_a_time": {"case": "case"},
    "caserecord_once_a_case": {"case": "case", "together": uuid4()},
    "caserecord_replaced_once": {"replaces": "caserecord", "amended_why": "another day"},
    "caseweight_one_per_case": {"case": "case"},
    "accessrequest_one_runs": {"case": "case"},
    "copydecision_one_a_piece": {"request": "accessrequest", "piece": "same"},
    "case_one_per_reference": {"reference": "same"},
    "child_one_per_reference": {"reference": "same"},
    "clockchange_one_waits": {"case": "case"},
    "lifestep_one_waits": {"case": "case"},
    "namingask_one_waits": {"restriction": "restriction"},
    "removal_once_a_child": {"child_key": UUID(int=7)},
    "casetransfer_one_waits": {"case": "case"},
    "lifeversion_one_per_version": {"version": "1"},
    "courtdate_replaced_once": {"replaces": "courtdate", "varied_why": "an expert is late"},
    "legalstatus_one_at_a_time": {"case": "case"},
    "criteriaset_one_per_version": {"version": "1"},
    "dayentry_once_a_case": {"case": "case", "answer": UUID(int=7)},
    "dayentry_replaced_once": {"replaces": "dayentry"},
    "document_replaced_once": {"replaces": "document"},
    "dueitem_one_per_start": {"case": "case", "started_by": "event"},
    "effort_one_per_day": {},
    "event_replaced_once": {"replaces": "event"},
    "householdmember_one_at_a_time": {"child": "child", "household": "household"},
    "importfile_one_per_import": {"of": "import"},
    "meaning_one_per_text": {"found": "same"},
    "membership_one_at_a_time": {"worker": "worker", "team": "team"},
    "namedperson_one_at_a_time": {"case": "case", "worker": "worker"},
    "noticechoice_one_a_kind": {"worker": "worker"},
    "noticeseen_once": {"worker": "worker", "about": UUID(int=1)},
    "routetaking_one_a_moment": {"event": "event"},
    "override_one_a_case": {"case": "case"},
    "postponement_one_a_duty": {"case": "case", "duty": "same"},
    "prioritisationreview_one_per_ranking": {"ranking": "ranking"},
    "referral_one_per_case": {"case": "case"},
    "restriction_one_at_a_time": {"case": "case"},
    "reviewanswer_one_per_review": {"review": "prioritisationreview"},
    "roleheld_one_in_a_team": {"worker": "worker", "team": "team"},
    "roleheld_one_in_all": {"worker": "worker"},
    "driftversion_one_per_version": {"version": "1"},
    "rulebookversion_one_per_version": {"version": "1"},
    "blindexercise_one_at_a_time": {"ended_at": None, "ended_by": None},
    "blindorder_one_each": {"exercise": "blindexercise", "worker": "worker"},
    "shadowday_one_a_day": {"spell": "shadowspell", "worker": "worker"},
    "shadowspell_one_a_team": {"team": "team"},
    "savedfilter_one_per_name": {"worker": "worker", "name": "same"},
    "schemeversion_one_per_version": {"version": "1"},
    "setting_one_per_key": {"key": "same"},
    "statement_once_per_import": {"of": "import", "child_reference": "same"},
    "signinlink_one_per_digest": {"digest": "1" * 64},
    "team_one_open_per_name": {"name": "same"},
    "triagedecision_one_per_case": {"case": "case"},
    "worker_one_per_reference": {"reference": "same"},
    "worker_one_per_user": {"user": "user"},
    "workingpattern_one_at_a_time": {"worker": "worker"},
}
# Rows that point at themselves, or at one person twice.
SELF: dict[str, tuple[str, str]] = {
    "developmentnote_replaces_another": ("id", "replaces"),
    "goalreading_replaces_another": ("id", "replaces"),
    "toolscore_replaces_another": ("id", "replaces"),
    "caserecord_replaces_another": ("id", "replaces"),
    "dayentry_replaces_another": ("id", "replaces"),
    "accessrequest_another_releases": ("prepared_by", "released_by"),
    "clockchange_another_decides": ("asked_by", "decided_by"),
    "lifestep_another_decides": ("said_by", "decided_by"),
    "emergencyopening_another_reviews": ("opened_by", "reviewed_by"),
    "namingask_another_decides": ("asked_by", "decided_by"),
    "removalask_another_decides": ("asked_by", "decided_by"),
    "namingask_not_decided_by_who_is_named": ("worker", "decided_by"),
    "namingask_of_another": ("worker", "asked_by"),
    "casetransfer_another_accepts": ("proposed_by", "decided_by"),
    "casetransfer_to_another": ("from_team", "to_team"),
    "courtdate_replaces_another": ("id", "replaces"),
    "delegation_to_another": ("giver", "taker"),
    "document_replaces_another": ("id", "replaces"),
    "event_replaces_another": ("id", "replaces"),
    "familyrelation_to_another": ("child", "other_child"),
    "addressprotection_another_lifts": ("lift_asked_by", "lifted_by"),
    "networkcontact_parent_of_another": ("id", "parent_of"),
    "networkcontact_partner_another": ("id", "partner"),
    "override_agreed_by_another": ("made_by", "countersigned_by"),
    "override_not_by_itself": ("case", "other"),
    "postponement_agreed_by_another": ("made_by", "countersigned_by"),
    "prioritisationreview_with_another": ("worker", "supervisor"),
    "supervisionheld_by_another": ("worker", "supervisor"),
}
# What goes with a pointer or a code that is broken, or another promise would be broken first.
ALSO: dict[str, dict[str, Any]] = {
    **{
        f"{table}_replaces_{what}": {"corrected_why": "misheard"}
        for table in ("developmentnote", "goalreading", "toolscore")
        for what in ("another", "same_org")
    },
    "caserecord_replaces_another": {"amended_why": "another day"},
    "caserecord_replaces_same_org": {"amended_why": "another day"},
    "networkcontact_partner_another": {"couple": "TOGETHER"},
    "courtdate_replaces_another": {"varied_why": "an expert is late"},
    "courtdate_replaces_same_org": {"varied_why": "an expert is late"},
    "accessrequest_another_releases": {
        "prepared_at": LATER,
        "prepared_by_id": UUID(int=5),
        "digest": "0" * 64,
        "released_at": LATER,
    },
    "disputenote_outcome_code": {
        "outcome_why": "it was so",
        "told_on": TUESDAY,
        "decided_at": LATER,
        "decided_by_id": UUID(int=5),
    },
    "copydecision_ground_code": {"keeping": "WHOLE", "why": "about him"},
    "copydecision_keeping_code": {"ground": "OTHER", "why": "about him"},
    "addressprotection_another_lifts": {
        "lift_asked_by_id": UUID(int=5),
        "lift_asked_at": MORNING,
        "lift_why": "over",
        "to_at": LATER,
        "lifted_why": "over",
    },
    "draft_ended_how_code": {"ended_at": LATER},
    "emergencyopening_another_reviews": {"reviewed_at": LATER, "was_right": True, "review": "it was"},
    "namingask_not_decided_by_who_is_named": {"decided_at": LATER, "decided_why": "agreed", "agreed": True},
    "removalask_another_decides": {"decided_at": LATER, "decided_why": "agreed", "agreed": True},
}
# Of tables that belong to no organisation; broken below, each by its own test.
GLOBAL = {
    "history_from_before_to",
    "organisation_name_said",
    "organisation_nation_code",
    "user_issuer_names_subject",
    "user_one_per_email",
    "user_one_per_subject",
}


def by_web(names: Iterable[str]) -> list[str]:
    """Those of tables that the web role writes; the two that it does not have tests of their own."""
    return [name for name in names if not name.startswith(("signinlink_", "removal_"))]


def said(model: type[Model], org: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """Fields, with a new row for each word that stands in a pointer."""
    fields = {}
    for name, value in given.items():
        field = model._meta.get_field(name)
        pointed = field.is_relation and isinstance(value, str)
        fields[field.attname if field.is_relation else name] = (
            (user() if value == "user" else make(value, org).pk) if pointed else value
        )
    return fields


def user(email: str = "ann@invented.example") -> UUID:
    made = apps.get_model("records", "user").objects.create(email=email, created_at=MORNING)
    return made.pk


def refused(name: str) -> Any:
    """The database names the promise; a span that ends before it begins is refused even before its check."""
    return pytest.raises((IntegrityError, DataError), match=f'"{name}"|range lower bound')


def test_every_constraint_is_tried(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid "
            "WHERE relname LIKE 'records_%' AND contype IN ('c', 'f', 'u', 'x', 'p') "
            "UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND NOT indisprimary "
            "AND indrelid::regclass::text LIKE 'records_%'"
        )
        there = {name for (name,) in cursor.fetchall()}
    by_django = {name for name in there if name.startswith("records_")}  # keys of global tables, pointers at them

    assert there - by_django == {*KEYS, *POINTERS, *CODES, *SAID, *FAULTY, *BOTH, *SELF} | GLOBAL


@pytest.mark.parametrize("name", by_web(FAULTY))
def test_a_row_is_refused(here, name):
    model, _ = PROMISES[name]
    fields = filled(model._meta.model_name, here, **said(model, here, FAULTY[name]))

    with refused(name), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize("name", by_web(BOTH))
def test_two_rows_are_not_both_true(here, name):
    model, _ = PROMISES[name]
    same = said(model, here, BOTH[name])
    model.objects.create(**filled(model._meta.model_name, here, **same))
    fields = filled(model._meta.model_name, here, **same)

    with refused(name), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize("name", SELF)
def test_a_row_points_at_another(here, name):
    model, _ = PROMISES[name]
    one, other = (model._meta.get_field(field).attname for field in SELF[name])
    fields = filled(model._meta.model_name, here, **ALSO.get(name, {}))
    if name == "familyrelation_to_another":
        fields["contact_id"] = None
    fields[other] = fields[one]

    with refused(name), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize("name", CODES)
def test_a_code_is_one_of_its_words(here, name):
    model, _ = PROMISES[name]
    field = name.removeprefix(f"{model._meta.model_name}_").removesuffix("_code")

    with refused(name), transaction.atomic():
        make(model._meta.model_name, here, **{field: "NO_SUCH_WORD"}, **ALSO.get(name, {}))


@pytest.mark.parametrize("name", SAID)
def test_a_text_says_something(here, name):
    model, _ = PROMISES[name]
    field = name.removeprefix(f"{model._meta.model_name}_").removesuffix("_said")

    with refused(name), transaction.atomic():
        make(model._meta.model_name, here, **{field: ""})


@pytest.mark.parametrize("name", by_web(KEYS))
def test_a_key_is_one_rows(here, name):
    model, _ = PROMISES[name]
    row = make(model._meta.model_name, here)
    again = filled(model._meta.model_name, here, id=row.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**again)


def released(here: UUID, name: str) -> dict[str, dict[str, Any]]:
    """What goes with who prepared or released a copy."""
    prepared = {"prepared_at": LATER, "digest": "0" * 64}
    if name == "accessrequest_released_by_same_org":
        return {"released_by": {**prepared, "prepared_by_id": make("worker", here).pk, "released_at": LATER}}
    return {"prepared_by": prepared}


def approved(here: UUID, name: str) -> dict[str, dict[str, Any]]:
    """What has to be said along with who approved a draft, and with what it became."""
    if name == "criteriadraft_approved_by_same_org":
        return {"approved_by": {"approved_at": LATER, "criteria_set_id": make("criteriaset", here).pk}}
    if name == "criteriadraft_criteria_set_same_org":
        return {"criteria_set": {"approved_at": LATER, "approved_by_id": make("worker", here).pk}}
    return {}


@pytest.mark.parametrize("name", by_web(POINTERS))
def test_a_row_points_at_rows_of_its_own_organisation(here, orgs, name):
    model, constraint = PROMISES[name]
    field = model._meta.get_field(constraint.field)
    with acting(orgs[1], ANN, "a test"):
        elsewhere = make(field.related_model._meta.model_name, orgs[1]).pk
    alone = {"contact_id": None} if field.name == "other_child" else {}
    together = {
        "replaces": ALSO.get(name, {}),
        "closed_by": {"closed_at": LATER, "closed_why": "moved"},
        "met_by_event": {"met_at": LATER},
        "partner": {"couple": "TOGETHER"},
        "agreed_by": {
            "plan": {
                "agreed_on": TUESDAY,
                "agreed_with": "mother",
                "agreement": "AGREED",
                "agreed_words": "",
                "ring": "01632 960100",
                "agreed_at": LATER,
            },
        }.get(name.split("_")[0], {}),
        "decided_by": {
            "importmatter": {"decided_at": LATER, "taken": False, "why": "stays as it is"},
            "clockchange": {"decided_at": LATER, "decided_why": "agreed", "agreed": True},
            "disputenote": {
                "decided_at": LATER,
                "outcome": "NOTED",
                "outcome_why": "both were there",
                "told_on": TUESDAY,
            },
            "lifestep": {"decided_at": LATER, "decided_why": "agreed", "agreed": True},
            "namingask": {"decided_at": LATER, "decided_why": "agreed", "agreed": True},
            "removalask": {"decided_at": LATER, "decided_why": "agreed", "agreed": True},
            "casetransfer": {"decided_at": LATER, "decided_why": "we know them", "accepted": True},
        }.get(name.split("_")[0], {}),
        "left_by": {"left_at": LATER},
        "extended_by": {"extended_at": LATER, "extended_why": "nine volumes"},
        **released(here, name),
        "reviewed_by": {"reviewed_at": LATER, "was_right": True, "review": "it was"}
        if name.startswith("emergency")
        else {},
        "withdrawn_by": {"withdrawn_at": LATER, "withdrawn_why": "they stay"},
        "dealt_by": {"dealt_at": LATER, "meaning": "known", "outcome": "NOTHING_CHANGES"},
        **approved(here, name),
        "started_by": {"started_at": LATER} if name.startswith("import") else {},
        "undone_by": {"undone_at": LATER, "undone_why": "the wrong file", "state": "UNDONE"},
        "lifted_by": {"lifted_why": "over", "lifted_at" if name.startswith("legalhold") else "to_at": LATER},
        "lift_asked_by": {"lift_why": "over", "lift_asked_at": LATER},
        **(
            {
                "contact": {"household_id": None, "child_id": make("child", here).pk},
                "child": {"household_id": None, "contact_id": make("networkcontact", here).pk},
            }
            if name.startswith("addressprotection")
            else {}
        ),
        "countersigned_by": {"countersigned_at": LATER, "countersigned_why": "seen"},
        "ended_by": {
            "accessrequest": {"ended_at": LATER, "ended_why": "they rang", "ended_how": "WITHDRAWN"},
            "allocation": {"ended_why": "left", "to_at": LATER},
            "roleheld": {"ended_at": LATER},
            "delegation": {"ended_at": LATER},
            "routeplace": {"ended_at": LATER},
            "blindexercise": {"ended_at": LATER},
            "courtdate": {"ended_at": LATER, "ended_why": "sent", "ended_on": TUESDAY, "ended_how": "DONE"},
            "legalstatus": {"ended_at": LATER, "ended_why": "home", "to_date": TUESDAY},
            **{key: {"ended_at": LATER, "ended_why": "home", "ended_on": TUESDAY} for key in ("plan", "goal")},
        }.get(name.split("_")[0], {"ended_at": LATER, "ended_why": "over"}),
        "team": {"worker_id": None} if name.startswith("ranking") else {},
    }.get(field.name, {})
    fields = filled(model._meta.model_name, here, **alone, **together, **{field.attname: elsewhere})

    with refused(name), transaction.atomic():
        model.objects.create(**fields)


# ---- tables that belong to no organisation ----------------------------------------------------------------------------


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    ("name", "given"),
    [("organisation_name_said", {"name": ""}), ("organisation_nation_code", {"nation": "FRA"})],
)
def test_an_organisation_is_refused(name, given):
    with refused(name), transaction.atomic(using="owner"):
        organisation(**given)


def test_one_user_per_email_however_it_is_written(db):
    user("ann@invented.example")

    with refused("user_one_per_email"), transaction.atomic():
        user("Ann@Invented.example")


def test_whom_a_provider_names_is_one_user(db):
    keys = [user(email) for email in ("ann@invented.example", "bob@invented.example")]
    both = apps.get_model("records", "user").objects.filter(pk__in=keys)

    with refused("user_one_per_subject"), transaction.atomic():
        both.update(issuer="https://one.example", subject="s-1")
    for half in ({"issuer": "https://one.example"}, {"subject": "s-1"}):
        with refused("user_issuer_names_subject"), transaction.atomic():
            both.update(**half)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_version_ends_after_it_begins(org):
    history = apps.get_model("records", "history").objects.using("owner")

    with refused("history_from_before_to"), transaction.atomic(using="owner"):
        history.create(org_id=org, tbl="t", row_id=uuid4(), from_at=LATER, to_at=MORNING, row={})


# ---- what the promises leave open ---------------------------------------------------------------------------------------


def test_a_case_is_allocated_again_from_the_moment_it_was_given_up(here):
    case, ann = make("case", here), make("worker", here)
    make("allocation", here, case=case, to_at=LATER, ended_by=ann, ended_why="maternity leave")

    make("allocation", here, case=case, from_at=LATER)


def test_a_team_may_have_the_name_of_one_that_was_closed(here):
    make("team", here, name="Duty", closed_on=TUESDAY)

    make("team", here, name="Duty")
