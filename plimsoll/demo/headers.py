"""Headers and sheet names as they come out of real systems: the drift a reader has to live with.

The short forms without spaces are those of Data to Insight's Annex A SQL (2024); the sheet names are those seen in
regional pipelines. All of it is published; none of it is from a council's file.
"""

from plimsoll.demo.draws import Draws

SHORT_FORMS = {
    "Child Unique ID": "ChildUniqueID",
    "Date of Birth": "DateOfBirth",
    "Age of Child (Years)": "Age",
    "Date of Contact": "DateOfContact",
    "Contact Source": "ContactSource",
    "Assessment start date": "AssessmentStartDate",
    "Assessment completion date": "AssessmentCompletionDate",
    "Organisation completing assessment": "OrganisationCompletingAssessment",
    "Date of referral": "ReferralDate",
    "Referral Source": "ReferralSource",
    "Referral NFA?": "ReferralNFA",
    "Number of Referrals in Last 12 Months": "ReferralsLast12Months",
    "Allocated Team": "AllocatedTeam",
    "Allocated Worker": "AllocatedWorker",
    "Does the Child have a Disability": "HasDisability",
    "Continuous Assessment Start Date": "ContinuousAssessmentStart",
    "Child Seen During Continuous Assessment": "ContinuousAssessmentChildSeen",
    "Continuous Assessment Date of Authorisation": "ContinuousAssessmentAuthDate",
    "Strategy discussion initiating Section 47 Enquiry Start Date": "StratDiscussionDate",
    "Was an Initial Child Protection Conference deemed unnecessary?": "InitialCPConfUnnecessary",
    "Date of Initial Child Protection Conference": "InitialCPConfDate",
    "CIN Start Date": "CINStartDate",
    "Primary Need Code": "PrimaryNeedCode",
    "Date Child Was Last Seen": "DateChildLastSeen",
    "CIN Closure Date": "CINClosureDate",
    "Reason for Closure": "ReasonForClosure",
    "Case Status": "CaseStatus",
    "Child Protection Plan Start Date": "ChildProtectionPlanStartDate",
    "Date of the Last Statutory Visit": "DateOfLastStatutoryVisit",
    "Was the Child Seen Alone?": "ChildSeenAlone",
    "Date of latest review conference": "DateOfLatestReviewConf",
    "Child Protection Plan End Date": "ChildProtectionPlanEndDate",
    "Date Started to be Looked After": "LoookedAfterStartDate",
    "Date of Latest Statutory Review": "LatestStatutoryReviewDate",
    "Date of Last Social Work Visit": "LastSocialWorkVisitDate",
    "Date Ceased to be Looked After": "CeasedLookedAfterDate",
    "Placement Type": "PlacementType",
    "Placement postcode": "PlacementPostcode",
    "Allocated Personal Advisor": "AllocatedPA",
    "Eligibility Category": "EligibilityCategory",
    "LA in Touch": "LA In Touch ",
    "Type of Accommodation": "TypeOfAccommodation",
    "Suitability of Accommodation": "Suitability of Accomodation",
    "Date the Child Entered Care": "EnteredCareDate",
}

SHEET_NAMES = {
    1: ("List 1", "List_1", "Contacts", "AA_1_contacts"),
    2: ("List 2", "List_2", "Early Help", "AA_2_early_help_assessments"),
    3: ("List 3", "List_3", "Referrals", "AA_3_referrals"),
    4: ("List 4", "List_4", "Assessments", "AA_4_assessments"),
    5: ("List 5", "List_5", "Sec47 and ICPC", "AA_5_s47_enquiries"),
    6: ("List 6", "List_6", "Children in Need", "AA_6_children_in_need"),
    7: ("List 7", "List_7", "Child protection", "AA_7_child_protection"),
    8: ("List 8", "List_8", "Children in care", "AA_8_children_in_care"),
    9: ("List 9", "List_9", "Care leavers", "AA_9_care_leavers"),
    10: ("List 10", "List_10", "Adoption", "AA_10_adoption"),
    11: ("List 11", "List_11", "Adopters"),
}

DRIFT_SHARE = 0.25  # invented


def drifted(header: str, draws: Draws) -> str:
    """The header as another system, or another hand, might have written it; mostly as it is."""
    if not draws.chance(DRIFT_SHARE):
        return header
    forms = [header + " ", header.lower(), header.upper(), header.replace(" ", "  ", 1)]
    if header in SHORT_FORMS:
        forms += [SHORT_FORMS[header]] * 3
    if "'" in header:
        forms += [_curly(header)] * 3
    if header.endswith("?"):
        forms += [header.rstrip("?")] * 2
    return draws.one_of(forms)


def _curly(header: str) -> str:
    """Straight quotes as a word processor turns them.

    >>> _curly("been 'Missing' from their")
    'been ‘Missing’ from their'
    """
    return header.replace(" '", " ‘").replace("'", "’")
