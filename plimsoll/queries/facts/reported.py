"""What a referral that waits for a decision tells the engines: news that nobody has said the meaning of yet."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.caseload import UNKNOWN
from plimsoll.core.terms import Information, ReferralSource, Reported
from plimsoll.queries.facts.editions import read
from plimsoll.records.models.referrals import Referral

# That a child was hurt, or says so, weighs more than who says it; of a worry it is who says it. A referral by a file says
# neither.
OF_SOURCE = {
    ReferralSource.POLICE: Information.POLICE,
    ReferralSource.HEALTH: Information.HEALTH,
    ReferralSource.SCHOOL: Information.SCHOOL,
    ReferralSource.EARLY_YEARS_SETTING: Information.SCHOOL,
    ReferralSource.FAMILY: Information.FAMILY,
    ReferralSource.CHILD: Information.FAMILY,
}


def news(
    keys: list[UUID], waiting: Mapping[UUID, int], triage: NDArray[np.int8], moment: datetime, known_at: datetime | None
) -> NDArray[np.int64]:
    """(n,) bits of `Information` of cases, as `Caseload.information`: of those that wait for a decision, until somebody
    judges how they are to be triaged. One query.

    Parameters
    ----------
    keys : every case. waiting : position of each that is a referral. triage : (n,) how each is judged. moment : the clock.
    """
    found = np.zeros(len(triage), dtype=np.int64)
    open_ones = {case: at for case, at in waiting.items() if triage[at] == UNKNOWN}
    found[list(open_ones.values())] = Information.OTHER.bit
    told = read(TOLD, Referral, known_at, [moment], cases=keys)
    for case, source, reported in told:
        if case not in open_ones:
            continue
        kind = OF_SOURCE.get(ReferralSource(source), Information.OTHER)
        found[open_ones[case]] = (Information.SAFEGUARDING if reported == Reported.HARM else kind).bit
    return found


TOLD = "SELECT case_id, source, reported FROM {table} r WHERE recorded_at <= %s"
