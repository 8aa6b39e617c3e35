"""The shares the invented town is made with: England's where published, our own invention where not.

England, year to 31 March 2025, as restated for this project from:
A. DfE, Children in need, 30 October 2025 (explore-education-statistics.service.gov.uk), tables B1, C1-C4, D1-D7;
B. DfE, Children's social work workforce, 19 March 2026;
C. DfE, Children looked after, 26 November 2025.
All are Open Government Licence. What carries no letter is no national statistic: it is invented to look plausible,
and nothing about a real council can be learnt from it.
"""

from collections.abc import Sequence
from itertools import accumulate

from plimsoll.demo.draws import Ranges, Weighted

CHILDREN_PER_WORKER = 15.2  # B: average caseload per full-time case holder, 30 September 2025

# --- Who is open, as a share of all open children (table A: B1, D3; table C)
CARE_SHARE = 0.20  # C against A: looked after
PROTECTION_SHARE = 0.12  # A: on a child protection plan
# Invented, near the flow of A: 648,830 assessments x 31 working days / 253, less those of children already known.
ASSESSMENT_SHARE = 0.17
PROTECTION_IN_CARE_SHARE = 0.005  # invented: plan and looked after at once

# --- Flows of six months, for each open child
PLANS_ENDED = 0.077  # A: 62,300 plans ended in a year, for 402,400 children in need
CARE_ENDED = 0.043  # C: 34,450 ceased in a year
CLOSED_NEED = 0.38  # A: 353,720 episodes ended in a year, less those closed after assessment (split invented)
REASSESSED = 0.17  # invented: assessments of children who are open already
EARLY_HELP = 0.30  # invented: no national statistic
CONTACTS_PER_REFERRAL = 3.2  # invented
CARE_LEAVERS = 0.11  # invented
ADOPTIONS_BEYOND_CARE = 0.004  # invented: adopted seven to twelve months ago
ADOPTER_FAMILIES = 0.012  # invented

NFA_SHARE = 0.065  # A: referrals that end in no further action
REREFERRAL_SHARE = 0.226  # A: within 12 months of an earlier one
# Families without further action and the first referrals of the re-referred are in the list as well, so that more of
# the families must be re-referred for the share of all referrals to come out.
REREFERRED_FAMILIES = REREFERRAL_SHARE * 1.09
NOT_IN_NEED_SHARE = 0.308  # A: assessed, found not in need
ENQUIRY_PER_REFERRAL = 230_590 / 632_830  # A: 36 %; of these 31 % lead to a conference
PLAN_PER_CONFERENCE = 61_840 / 72_100  # A: 86 %
SECOND_PLAN_SHARE = 0.245  # A: second or later plan
UNDECIDED_ENQUIRIES = 0.016  # invented: enquiry open, no decision about a conference yet
CONFERENCES_PENDING = 0.010  # invented: conference decided on, not held yet

UNALLOCATED_SHARE = 0.02  # invented: of families in assessment or on a plan in need
UNALLOCATED_PROTECTION_SHARE = 0.004  # invented
OVER_THE_LINE = 1.25  # invented: children a head of one team, against the other teams of its kind


def _ramp(low: int, high: int, first: float, last: float) -> list[float]:
    steps = high - low
    weights = [first + (last - first) * step / max(steps, 1) for step in range(steps + 1)]
    return [weight / sum(weights) for weight in weights]


def _assessment_days() -> dict[int, float]:
    """Share of completed assessments by working days (A: 2024-25). The shape inside a band is set so that the quartiles
    come out as published (17, 33, 43) with the rush of the last five days before the 45th."""
    bands = [
        (0, 0, 1.8, 1, 1),
        (1, 10, 11.7, 1, 1),
        (11, 20, 17.3, 1, 1),
        (21, 30, 15.8, 1, 1),
        (31, 40, 20.2, 0.7, 1.3),
        (41, 45, 18.9, 1, 3),
        (46, 50, 5.8, 1.5, 0.8),
        (51, 60, 4.3, 1.3, 0.7),
        (61, 100, 4.2, 2, 0.1),
    ]
    shares: dict[int, float] = {}
    for low, high, percent, first, last in bands:
        for day, weight in zip(range(low, high + 1), _ramp(low, high, first, last), strict=True):
            shares[day] = percent * weight
    return shares


def _still_open(shares: Sequence[float]) -> list[float]:
    """How often an open case of a steady flow has been open so many days: as often as a case lasts longer."""
    total = sum(shares)
    return [total - done + share for done, share in zip(accumulate(shares), shares, strict=True)]


ASSESSMENT_DAYS: Weighted[int] = Weighted(_assessment_days())
OPEN_ASSESSMENT_DAYS: Weighted[int] = Weighted(list(enumerate(_still_open(list(_assessment_days().values())))))

# A: working days from the start of a section 47 enquiry to the conference; 81.4 % within 15, quartiles 13, 14, 15.
CONFERENCE_DAYS: Weighted[int] = Weighted(
    [(day, 6_240 / 7 * (day > 3)) for day in range(11)]
    + [(11 + n, 52_430 * share) for n, share in enumerate((0.06, 0.12, 0.20, 0.27, 0.35))]
    + [(16 + n, 6_430 / 5) for n in range(5)]
    + [(21 + n, 6_990 * share) for n, share in enumerate(_ramp(21, 45, 2, 0.1))]
)

# A: days since the plan began, plans open on 31 March; and length of the plans that ended in the year.
PLAN_DAYS_OPEN: Ranges = Weighted(
    {(1, 91): 31.5, (92, 182): 25.5, (183, 365): 26.3, (366, 730): 14.4, (731, 1200): 2.3}
)
PLAN_DAYS_ENDED: Ranges = Weighted(
    {(20, 91): 15.9, (92, 182): 11.0, (183, 365): 43.5, (366, 730): 25.2, (731, 1200): 4.4}
)

# Invented: days since the assessment ended, for children on a plan in need, and days from then to closing.
NEED_DAYS_OPEN: Ranges = Weighted({(1, 91): 27, (92, 182): 20, (183, 365): 24, (366, 730): 20, (731, 1500): 9})
NEED_DAYS_CLOSED: Ranges = Weighted({(1, 60): 38, (61, 180): 32, (181, 365): 18, (366, 900): 12})
# Invented: days in care, so that about a fifth began in the last six months (C: 32,270 began for 81,770).
CARE_DAYS_OPEN: Ranges = Weighted({(1, 182): 18, (183, 365): 14, (366, 730): 20, (731, 1825): 30, (1826, 4000): 18})
CARE_DAYS_ENDED: Ranges = Weighted({(5, 182): 30, (183, 730): 32, (731, 1825): 25, (1826, 4000): 13})

# Invented: working days since a child was last seen. Most visits keep to the limit, a tail does not.
PROTECTION_VISIT_DAYS: Ranges = Weighted({(0, 10): 74, (11, 15): 14, (16, 20): 7, (21, 35): 4, (36, 70): 1})
NEED_VISIT_DAYS: Ranges = Weighted({(0, 10): 38, (11, 20): 36, (21, 30): 14, (31, 45): 8, (46, 90): 4})
CARE_VISIT_DAYS: Ranges = Weighted({(0, 15): 45, (16, 30): 42, (31, 40): 7, (41, 60): 4, (61, 110): 2})
CONTACT_WEEK_DAYS: Ranges = Weighted({(0, 28): 52, (29, 56): 34, (57, 90): 10, (91, 240): 4})

FAMILY_SIZE: Weighted[int] = Weighted({1: 46, 2: 28, 3: 15, 4: 7, 5: 3, 6: 1})  # invented

# Invented: years of age, by kind of case.
AGES_NEED: Ranges = Weighted({(0, 0): 7, (1, 4): 20, (5, 9): 27, (10, 15): 35, (16, 17): 11})
AGES_CARE: Ranges = Weighted({(0, 0): 5, (1, 4): 13, (5, 9): 19, (10, 15): 38, (16, 17): 25})
AGES_ADOPTED: Ranges = Weighted({(0, 0): 8, (1, 3): 62, (4, 7): 30})
UNBORN_SHARE = 0.08  # invented: of the children referred in the last two months

PLACEMENTS: Weighted[int] = Weighted({1: 66, 2: 23, 3: 6.6, 4: 2.8, 5: 1.1, 6: 0.5})  # C: three or more 10 %
HEALTH_SHARE = 0.90  # C: health assessment up to date
DENTIST_SHARE = 0.81  # C: seen by a dentist in the year
UASC_SHARE = 0.08  # invented
MISSING: Weighted[int] = Weighted({0: 89, 1: 5, 2: 2, 3: 1, 5: 1, 8: 1, 14: 1})  # invented
