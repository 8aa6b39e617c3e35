"""The columns and code sets of Ofsted's Annex A, child-level data (August 2019, and as written by January 2024)."""

from typing import NamedTuple

GENERATIONS = (2019, 2024)


class Column(NamedTuple):
    """One column: the official header, and what its cells hold."""

    header: str
    holds: str  # id, age, date, yes_no, code, number, team, worker, postcode or text


TITLES = {
    1: "Contacts",
    2: "Early Help",
    3: "Referrals",
    4: "Assessments",
    5: "Section 47 enquiries and Initial Child Protection Conferences",
    6: "Children in Need",
    7: "Child protection",
    8: "Children in care",
    9: "Care leavers",
    10: "Adoption",
    11: "Adopters",
}

_ABOUT = "id:Child Unique ID|code:Gender|code:Ethnicity|date:Date of Birth|age:Age of Child (Years)"
_DISABILITY = "yes_no:Does the Child have a Disability"
_HELD = "team:Allocated Team|worker:Allocated Worker"
_MISSING = "Number of Episodes the Child has been '{}' from their Placement in the last 12 months"

_LISTS = {
    1: f"{_ABOUT}|date:Date of Contact|code:Contact Source",
    2: f"{_ABOUT}|date:Assessment start date|date:Assessment completion date|text:Organisation completing assessment",
    3: f"{_ABOUT}|date:Date of referral|code:Referral Source|yes_no:Referral NFA?"
    f"|number:Number of Referrals in Last 12 Months|{_HELD}",
    4: f"{_ABOUT}|{_DISABILITY}|date:Continuous Assessment Start Date|yes_no:Child Seen During Continuous Assessment"
    "|date:Continuous Assessment Date of Authorisation"
    f"|yes_no:Was the child assessed as requiring LA children's social care support?|{_HELD}",
    5: f"{_ABOUT}|{_DISABILITY}|date:Strategy discussion initiating Section 47 Enquiry Start Date"
    "|yes_no:Was an Initial Child Protection Conference deemed unnecessary?"
    "|date:Date of Initial Child Protection Conference"
    "|yes_no:Did the Initial Child Protection Conference Result in a Child Protection Plan"
    "|number:Number of Section 47 Enquiries in the last 12 months"
    f"|number:Number of ICPCs in the last 12 months|{_HELD}",
    6: f"{_ABOUT}|{_DISABILITY}|date:CIN Start Date|code:Primary Need Code|date:Date Child Was Last Seen"
    f"|date:CIN Closure Date|code:Reason for Closure|code:Case Status|{_HELD}",
    7: f"{_ABOUT}|{_DISABILITY}|date:Child Protection Plan Start Date|code:Initial Category of Abuse"
    "|code:Latest Category of Abuse|date:Date of the Last Statutory Visit|yes_no:Was the Child Seen Alone?"
    "|date:Date of latest review conference|date:Child Protection Plan End Date"
    "|yes_no:Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)"
    f"|number:Number of Previous Child Protection Plans|{_HELD}",
    8: f"{_ABOUT}|yes_no:Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)|{_DISABILITY}"
    "|date:Date Started to be Looked After|code:Child's Category of Need"
    "|yes_no:Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)"
    "|date:Start date of current legal status|code:Child's Legal Status|date:Date of Latest Statutory Review"
    "|date:Date of Last Social Work Visit|code:What is the permanence plan for this child?"
    "|date:Date of Last IRO Visit / Contact to the Child|date:Date of Last Health Assessment"
    "|date:Date of Last Dental Check|number:Number of Placements in the Last 12 months"
    "|date:Date Ceased to be Looked After|code:Reason Ceased to be Looked After"
    "|date:Start Date of Most Recent Placement|code:Placement Type|code:Placement Provider|postcode:Placement postcode"
    f"|text:URN of Placement|code:Placement Location|text:LA of Placement|number:{_MISSING.format('Missing')}"
    f"|number:{_MISSING.format('Absent')}"
    "|yes_no:Was the child offered a Return Interview after their last missing episode (Y/N)?"
    f"|yes_no:Did the child accept a Return Interview after their last missing episode (Y/N)?|{_HELD}",
    9: f"{_ABOUT}|yes_no:Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)|{_DISABILITY}"
    f"|{_HELD}|worker:Allocated Personal Advisor|code:Eligibility Category|date:Latest Pathway Plan Review Date"
    "|code:LA in Touch|date:Latest Date of Contact|code:Type of Accommodation|code:Suitability of Accommodation"
    "|code:Activity Status",
    10: "id:Child Unique ID|text:Family identifier|code:Gender|code:Ethnicity|date:Date of Birth"
    f"|age:Age of Child (Years)|{_DISABILITY}|date:Date the Child Entered Care"
    "|date:Date of Decision that Child Should be Placed for Adoption|date:Date of Placement Order"
    "|date:Date of Matching Child and Prospective Adopters|date:Date Placed for Adoption|date:Date of Adoption Order"
    "|date:Date of Decision that Child Should No Longer be Placed for Adoption"
    "|code:Reason Why Child No Longer Placed for Adoption"
    "|date:Date the child was placed for fostering in FFA or concurrent planning placement",
    11: "id:Individual adopter identifier|text:Family identifier|code:Gender|code:Ethnicity|yes_no:Disability"
    "|yes_no:Is the (prospective) adopter fostering for adoption?|date:Date enquiry received|date:Date Stage 1 started"
    "|date:Date Stage 1 ended|date:Date Stage 2 started|date:Date Stage 2 ended|date:Date application submitted"
    "|date:Date application approved|date:Date adopter matched with child(ren)"
    "|date:Date child/children placed with adopter(s)|number:No. of children placed|date:Date of Adoption Order"
    "|date:Date of leaving adoption process|code:Reason for leaving adoption process",
}

# List 9 gained these four between the workbook of August 2019 and the files of January 2024.
SINCE_2024 = frozenset(
    {
        "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
        "Allocated Personal Advisor",
        "Latest Pathway Plan Review Date",
        "Latest Date of Contact",
    }
)


def _column(text: str) -> Column:
    holds, header = text.split(":", 1)
    return Column(header, holds)


COLUMNS: dict[int, tuple[Column, ...]] = {
    number: tuple(_column(text) for text in line.split("|")) for number, line in _LISTS.items()
}


def columns_of(number: int, generation: int) -> tuple[Column, ...]:
    """The columns of list 1 to 11 in one generation of the workbook, 2019 or 2024.

    >>> len(columns_of(9, 2019)), len(columns_of(9, 2024))
    (13, 17)
    """
    if generation not in GENERATIONS:
        raise ValueError(f"generation must be one of {GENERATIONS}, not {generation}")
    kept = COLUMNS[number]
    return kept if generation == 2024 else tuple(column for column in kept if column.header not in SINCE_2024)


def place(number: int, header: str) -> int:
    """Where a column stands in its list, from 0, in the 2024 generation."""
    return next(n for n, column in enumerate(COLUMNS[number]) if column.header == header)


YES, NO, UNKNOWN = "a) Yes", "b) No", "c) Unknown"
STATUS_CARE = "a) Looked after child"
STATUS_PROTECTION = "b) Child Protection plan"
STATUS_NEED = "c) Child in need plan"
STATUS_ASSESSMENT = "d) Open assessment"
STATUS_CLOSED = "e) Closed episode"


def yes_no(answer: bool) -> str:
    """The code of a yes or a no."""
    return YES if answer else NO
