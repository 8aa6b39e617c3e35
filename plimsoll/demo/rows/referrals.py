"""What came in at the town's front door and waits for a decision: who referred, and their worry in their own words."""

from datetime import datetime

from plimsoll.core.terms import CaseType, EventKind, FamilyKnows, Means, ReferralSource, Reported
from plimsoll.demo import prose
from plimsoll.demo.rows.making import Making
from plimsoll.records.models.cases import Event
from plimsoll.records.models.referrals import Referral

# Who says each of `prose.REFERRED`, and how it comes in.
SAID_BY = (
    (ReferralSource.SCHOOL, Means.FORM, FamilyKnows.KNOWS, "The mother thinks that the school exaggerates."),
    (ReferralSource.POLICE, Means.EMAIL, FamilyKnows.NOT_YET, "The officers left before anybody could be asked."),
    (ReferralSource.PUBLIC, Means.PHONE, None, ""),
    (ReferralSource.HEALTH, Means.PHONE, FamilyKnows.NOT_YET, "Nobody opened."),
    (ReferralSource.FAMILY, Means.PHONE, None, ""),
    (ReferralSource.HEALTH, Means.PHONE, FamilyKnows.NOT_SAFE, "Nobody knows yet who hurt the child."),
    (ReferralSource.FAMILY, Means.IN_PERSON, None, ""),
    (ReferralSource.EARLY_YEARS_SETTING, Means.PHONE, FamilyKnows.AGREES, ""),
)
# What each of them tells of.
REPORTED = (
    Reported.CARE, Reported.CARE, Reported.CARE, Reported.CARE, Reported.HELP, Reported.HARM, Reported.CARE, Reported.HARM,
)  # fmt: skip


def add_referrals(making: Making) -> None:
    """A referral for each open case of that kind, as its contact tells it; of some nobody has said yet that they are more
    than a contact."""
    contacts, received = (
        {row["case_id"]: row for row in making.rows[Event] if row["kind"] == kind.value}
        for kind in (EventKind.CONTACT_RECEIVED, EventKind.REFERRAL_RECEIVED)
    )
    for case in making.book.open_cases():
        key = making.cases[case]
        row = received.get(key) or contacts.get(key)
        if case.case_type is not CaseType.REFERRAL or row is None:
            continue
        said = next(step.note for step in case.steps if step.kind is EventKind.CONTACT_RECEIVED)
        source, means, knows, why = SAID_BY[prose.REFERRED.index(said)]
        heard: datetime = row["received_at"] or row["happened_at"]
        making.add(
            Referral, case_id=row["case_id"], source=source.value, referrer="", means=means.value, received_at=heard,
            recorded_at=row["recorded_at"], recorded_by_id=row["recorded_by_id"], worry=said, contact=key not in received,
            reported=REPORTED[prose.REFERRED.index(said)].value, family_knows=knows.value if knows else None, family_why=why,
        )  # fmt: skip
