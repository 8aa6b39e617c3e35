"""Many at once, over connections that are kept: nobody sees what is another's."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections
from django.urls import reverse

from plimsoll.records.context import acting
from tests.factories.records import make, organisation
from tests.factories.small import FROM, OPENED, settle
from tests.web.conftest import signed_in

AT_ONCE, EACH = 6, 8


def holder(org: UUID, word: str) -> UUID:
    """A worker with one case, of a child with a name of its own."""
    with acting(org, None, "a test"):
        settle(org)
        team = make("team", org)
        worker = make("worker", org, name=f"Holder {word}", joined_on=FROM)
        make("roleheld", org, worker=worker, team=team, role="PRACTITIONER", from_date=FROM)
        make("workingpattern", org, worker=worker, from_date=FROM)
        child = make("child", org, given_name=word, family_name="Invented")
        case = make("case", org, child=child, reference=word, team=team, opened_at=OPENED)
        make("allocation", org, case=case, worker=worker, from_at=OPENED)
        return worker.pk


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_parallel_requests_see_their_own():
    words = ["Quillow", "Thistleby", "Marramgate"]
    people = [(org := organisation().pk, holder(org, word)) for word in words]

    def ask(number: int) -> set[tuple[int, str]]:
        """One thread goes from person to person over one connection."""
        found = set()
        for turn in range(EACH):
            which = (number + turn) % len(people)
            page = signed_in(*people[which]).get(reverse("my-caseload")).content.decode()
            found |= {(which, word) for word in re.findall("|".join(words), page)}
        connections.close_all()
        return found

    with ThreadPoolExecutor(AT_ONCE) as threads:
        seen = set().union(*threads.map(ask, range(AT_ONCE)))

    assert seen == set(enumerate(words))
