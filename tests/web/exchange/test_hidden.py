"""What a file holds is shown to those who bring it in; how it compares with what they may not see is not."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse

from plimsoll.records.models.cases import Case
from plimsoll.records.models.exchange import ImportMatter
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser
from tests.web.exchange.conftest import Bring, Send, child, key_of, workbook


def words(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def restrict(small: Small, case: UUID) -> None:
    sue = small.people["sue"]
    make("namedperson", small.org, case_id=case, worker_id=sue, named_by_id=sue)
    make("restriction", small.org, case_id=case, restricted_by_id=sue)


def second_case(small: Small, reference: str) -> UUID:
    """Another case of a child, opened later, which is restricted."""
    first = Case.objects.get(reference=reference)
    made = make(
        "case",
        small.org,
        child_id=first.child_id,
        reference=f"{reference}/2",
        team_id=small.team,
        opened_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    restrict(small, made.pk)
    return made.pk


@pytest.fixture
def told(send: Send, browser: Browser):
    """All that the pages of a file with one child say to somebody who stages it, the child's reference taken out."""

    def told(reference: str, who: str) -> list[str]:
        file = key_of(send(workbook(child(reference)), who=who))
        pages = ("file", "file-people", "file-values", "file-children", "file-changes", "file-faults")
        said = [words(browser(who).get(reverse(name, args=[file]))) for name in pages]
        return [re.sub(r"Printed .* by|today \d\d:\d\d", "", text.replace(reference, "REFERENCE")) for text in said]

    return told


@pytest.mark.parametrize("who", ["max", "adam"])
def test_a_file_does_not_tell_a_restricted_reference_from_one_nobody_knows(told, bring: Bring, small: Small, who):
    bring(child("R1"), child("R2"))
    restrict(small, Case.objects.get(reference="R1").pk)

    assert told("R1", who) == told("R9", who)
    assert (told("R2", who) == told("R9", who)) == (who == "adam")


def test_how_a_file_compares_is_told_to_those_alone_who_see_cases(bring: Bring, browser: Browser):
    file = bring(child("R1"), child("R2"))

    for name in ("file", "file-progress", "file-undo"):
        address = reverse(name, args=[file])
        for_max, for_adam = words(browser("max").get(address)), words(browser("adam").get(address))
        assert re.search(r"New cases 2|taken back with all that is in them: 2", for_max)
        assert not re.search(
            r"New cases|Changed cases|Unchanged cases|New events|in them: \d", for_adam.split("Undo this file")[-1]
        )


def test_a_hidden_case_leaves_the_matters_of_the_childs_other_case(bring: Bring, browser: Browser, small: Small):
    bring(child("R1"))
    case = Case.objects.get(reference="R1")
    change_by_hand(case)
    bring(child("R1", date_of_birth=datetime(2014, 3, 4)))
    assert ImportMatter.objects.filter(case=case).exists()
    waiting = words(browser("max").get(reverse("decide")))
    second_case(small, "R1")

    assert "1 to decide" in waiting
    assert "1 to decide" in words(browser("max").get(reverse("decide")))


def change_by_hand(case: Case) -> None:
    case.child.born_on = date(2014, 5, 6)
    case.child.save()


def test_a_file_is_not_compared_with_a_hidden_case_of_a_child_who_is_seen(
    bring: Bring, browser: Browser, small: Small, send: Send
):
    bring(child("R1"))
    hidden = second_case(small, "R1")
    file = key_of(send(workbook(child("R1", cin_start_date=datetime(2026, 6, 3)))))
    as_max = words(browser("max").get(reverse("file", args=[file])))
    Case.objects.filter(pk=hidden).update(case_type="CHILD_PROTECTION")
    again = key_of(send(workbook(child("R1", cin_start_date=datetime(2026, 6, 3)))))

    assert "New cases 0 Changed cases 0 Unchanged cases 1" in as_max
    assert "New cases 0 Changed cases 0 Unchanged cases 1" in words(browser("max").get(reverse("file", args=[again])))


def test_who_may_not_read_a_case_is_not_told_what_a_file_says_of_it(bring: Bring, browser: Browser, small: Small):
    bring(child("R1"))
    case = Case.objects.get(reference="R1")
    Case.objects.filter(pk=case.pk).update(team_id=small.team)
    change_by_hand(case)
    bring(child("R1", date_of_birth=datetime(2014, 3, 4)))

    assert browser("bea").get(reverse("case", args=[case.pk])).status_code == 200
    assert "Nothing to decide" in words(browser("bea").get(reverse("decide")))
    assert "day of birth" in words(browser("sue").get(reverse("decide")))


def test_a_fault_in_a_childs_row_is_a_viewing_of_the_child(bring: Bring, browser: Browser, send: Send):
    bring(child("R1"))
    file = key_of(send(workbook(child("R1", date_of_birth="99/99/2015"))))
    answer = browser("max").get(reverse("file-faults", args=[file]))

    assert "99/99/2015" in words(answer)
    (viewing,) = answer.said.to("records_viewing")
    assert str(Case.objects.get(reference="R1").child_id) in str(viewing.values)


def test_where_there_is_no_case_nothing_can_be_taken_from_a_file(bring: Bring, browser: Browser, small: Small):
    matter = make(
        "importmatter", small.org, of_id=bring(child("R1")), case_id=None, child_reference="R7", matter="TO_CHECK"
    )
    client = browser("max")
    client.forgiving = True
    sent = {"kind": "TO_CHECK", "why": "Looked into it", "matter": str(matter.pk)}

    assert "Close these cases" not in words(client.get(reverse("decide")))
    refused = client.post(reverse("decide"), {**sent, "take": "yes"})
    assert refused.status_code == 422
    assert "R7 has no case here that this could change" in words(refused)
    assert client.post(reverse("decide"), {**sent, "take": "no"}).status_code == 302
    matter.refresh_from_db()
    assert matter.taken is False
