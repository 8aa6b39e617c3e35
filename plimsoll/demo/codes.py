"""Code sets of Annex A with how often the town draws each; every weight here is invented."""

from plimsoll.demo.draws import Weighted

GENDER = Weighted({"a) Male": 52, "b) Female": 47.3, "c) Not stated/recorded (or unborn)": 0.4, "d) Neither": 0.3})
UNBORN_GENDER = "c) Not stated/recorded (or unborn)"
# List 11 swaps the letters of the last two.
ADOPTER_GENDER = Weighted({"a) Male": 47, "b) Female": 52, "c) Neither": 0.5, "d) Not stated/recorded": 0.5})
ETHNICITY = Weighted(
    {
        "a) WBRI": 66,
        "b) WIRI": 0.5,
        "c) WIRT": 0.4,
        "d) WOTH": 5,
        "e) WROM": 1,
        "f) MWBC": 3,
        "g) MWBA": 1.5,
        "h) MWAS": 1.6,
        "i) MOTH": 3,
        "j) AIND": 1,
        "k) APKN": 3,
        "l) ABAN": 1.6,
        "m) AOTH": 2,
        "n) BCRB": 1.5,
        "o) BAFR": 4,
        "p) BOTH": 1,
        "q) CHNE": 0.2,
        "r) OOTH": 2.5,
        "s) REFU": 0.3,
        "s) NOBT": 0.9,
    }
)
SOURCE = Weighted(
    {
        "a) 1A: Individual": 5,
        "b) 1B: Individual": 3,
        "c) 1C: Individual": 2,
        "d) 1D: Individual": 2,
        "e) 2A: Schools": 20,
        "f) 2B: Education services": 3,
        "g) 3A: Health services": 3,
        "h) 3B: Health services": 3,
        "i) 3C: Health services": 2,
        "j) 3D: Health services": 4,
        "k) 3E: Health services": 2,
        "l) 3F: Health services": 1,
        "m) 4: Housing": 1,
        "n) 5A: LA services": 8,
        "o) 5B: LA services": 2,
        "p) 5C: LA services": 2,
        "p1) 5D: LA services": 3,
        "q) 6: Police": 28,
        "r) 7: Other legal agency": 3,
        "s) 8: Other": 3,
        "t) 9: Anonymous": 2,
        "u) 10: Unknown": 0.5,
    }
)
ABUSE_OR_NEGLECT, DISABLED = "N1 - Abuse or neglect", "N2 - Child’s disability"
NEED = Weighted(
    {
        ABUSE_OR_NEGLECT: 62,
        "N3 - Parental disability or illness": 4,
        "N4 - Family in acute stress": 10,
        "N5 - Family dysfunction": 15,
        "N6 - Socially unacceptable behaviour": 4,
        "N7 - Low income": 0.6,
        "N8 - Absent parenting": 3,
        "N9 - Cases other than children in need": 0.7,
        "N0 - Not stated": 0.7,
    }
)
ABSENT_PARENTING = "N8 - Absent parenting"
CLOSURE = Weighted(
    {
        "RC3 - Child arrangements order": 2,
        "RC5 - Transferred to services of another local authority": 8,
        "RC7 - Services ceased for any other reason, including child no longer in need": 82,
        "RC9 - Case closed after assessment, referred to early help": 8,
    }
)
CLOSED_ADOPTED = "RC1 - Adopted"
CLOSED_GUARDIAN = "RC4 - Special guardianship order"
CLOSED_AFTER_CARE = "RC7 - Services ceased for any other reason, including child no longer in need"
ABUSE = Weighted(
    {
        "a) Neglect": 49,
        "b) Physical abuse": 8,
        "c) Sexual abuse": 4,
        "d) Emotional abuse": 36,
        "e) Multiple/not recommended": 3,
    }
)
PLACEMENT_ORDER = "E1: Placement order"
ACCOMMODATED = "V2: Single period under S20"
LEGAL_FIRST_YEAR = Weighted(
    {"C1: ICO": 50, ACCOMMODATED: 34, "C2: FCO": 13, "L2: EPO": 1, "J1: Remanded to LA or youth detention": 2}
)
LEGAL_LATER = Weighted({"C2: FCO": 80, ACCOMMODATED: 15, "C1: ICO": 5})
PERMANENCE_ADOPTION, PERMANENCE_LIVING = "b) Adoption", "d) Supported living in the community"
PERMANENCE = Weighted(
    {
        "a) Return to family": 20,
        "c) SGO/CAO": 14,
        "e) Long-term residential placement": 11,
        "f) Long-term fostering": 50,
        "g) other": 5,
    }
)
ENDED_HOME = "e) E4A: Returned home to live with parents or relatives - part of planning"
ENDED_ADULT = Weighted(
    {
        "m) E5: Moved into independent living - supported": 62,
        "n) E6: Moved into independent living - no support": 14,
        "t) E8: Care ceased for any other reason": 24,
    }
)
ENDED_GUARDIAN = "k) E47: Special Guardianship Orders - relative/friend"
GUARDIANS = (ENDED_GUARDIAN, "i) E45: Special Guardianship Orders - former carer relative/friend")
ENDED_CLOSED = Weighted(
    {
        ENDED_GUARDIAN: 30,
        "i) E45: Special Guardianship Orders - former carer relative/friend": 20,
        ENDED_HOME: 30,
        "f) E4B: Returned home to live with parents or relatives - not part of planning": 10,
        "t) E8: Care ceased for any other reason": 10,
    }
)
ENDED_ADOPTED = Weighted({"a) E11: Adopted - application unopposed": 60, "b) E12: Adopted - consent dispensed": 40})
PLACED_FOR_ADOPTION = "j) A6: Placed for adoption - order - not foster"
WITH_PARENTS, CHILDRENS_HOME, SUPPORTED_HOME = (
    "k) P1: Placed with parents",
    "p) K2: Children’s Homes",
    "n) H5: Residential accommodation",
)
FOSTERED = "f) U6: Foster placement - not FFA"
PLACEMENT = Weighted(
    {
        "a) U1: Foster placement - relatives - long term": 5,
        "c) U3: Foster placement - relative - not FFA": 10,
        "d) U4: Foster placement - long term": 28,
        FOSTERED: 32,
        WITH_PARENTS: 8,
        CHILDRENS_HOME: 11,
        "q) R1: Residential Care Home": 2,
        "s) R3: Family Centre or Mother and Baby Unit": 1,
        "u) S1: Residential school": 1,
        "zz) T4: Temporary placement - seven days or less": 2,
    }
)
WITH_PARENTS_PROVIDER = "a) PR0: Parents/Parental responsibility"
PROVIDER = Weighted(
    {
        "b) PR1: Own provision": 50,
        "c) PR2: Other LA provision": 2,
        "d) PR3: Other public provision": 1,
        "e) PR4: Private provision": 43,
        "f) PR5: Voluntary/third sector": 4,
    }
)
FORMER_RELEVANT, RELEVANT, QUALIFYING = "b) Former relevant child", "a) Relevant child", "c) Qualifying care leaver"
IN_TOUCH = Weighted({"a) Yes": 92, "b) No": 4, "d) Refu": 2, "e) NREQ": 2})
ACCOMMODATION = Weighted(
    {
        "B: Parents/relatives": 12,
        "D: Semi-independent, transitional accommodation and self-contained accommodation": 20,
        "E: Supported lodgings": 6,
        "K: Ordinary lodgings, without formal support": 3,
        "S: No fixed abode / homeless": 1.5,
        "T: Foyers and similar supported accommodation": 3,
        "U: Independent living": 38,
        "V: Emergency accommodation": 1,
        "X: In custody": 3,
        "Y: Other accommodation": 4,
        "Z: With former foster carers": 8.5,
    }
)
UNSUITABLE_PLACES = ("S: No fixed abode / homeless", "V: Emergency accommodation", "X: In custody")
# Ours within the published split of those aged 19 to 21: 54 % in education or work, 40 % not, 6 % not known.
ACTIVITY: Weighted[str | None] = Weighted(
    [
        ("F1: Full time in higher education", 6),
        ("F2: Full time in education other than higher", 15),
        ("P2: Part time in education other than higher", 4),
        ("F5: Young person engaged full time in training or employment (not apprenticeship)", 20),
        ("P5: Young person engaged part time in training or employment (not apprenticeship)", 6),
        ("F4: Young person engaged full time in an apprenticeship", 3),
        ("G4: Not in education, employment or training - illness or disability", 13),
        ("G5: Not in education, employment or training - other", 21),
        ("G6: Not in education, employment or training - pregnancy or parenting", 6),
        (None, 6),
    ]
)
NO_LONGER_ADOPTION = Weighted(
    {
        "RD1 - The child’s needs changed subsequent to the decision": 40,
        "RD2 - The Court did not make a placement order": 35,
        "RD3 - Prospective adopters could not be found": 20,
        "RD4 - Any other reason": 5,
    }
)
LEFT_ADOPTION = Weighted(
    {"1 - Adopter withdrew from process": 6, "2 - Process put on hold": 3, "3 - Application refused": 1}
)
