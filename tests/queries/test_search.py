"""What is found by the one box, why, and by whom."""

from datetime import UTC, date, datetime

import pytest

from plimsoll.actions.addresses import protect_address
from plimsoll.queries.search import MARK, UNMARK, Way, search_cases
from plimsoll.records.context import acting
from plimsoll.records.models.families import Household
from plimsoll.web.search.asked import wanted
from tests.factories.records import make
from tests.factories.small import NOW, TODAY, Small

pytestmark = pytest.mark.django_db
BORN = date(2015, 4, 3)
VISIT = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@pytest.fixture
def hamish(small: Small) -> Small:
    """Ann's case is Hamish Brown's; of its household, its people and its record something is known."""
    child = small.cases["A1"].child
    child.given_name, child.family_name, child.sort_name = "Hamish", "O'Brown", "o'brown hamish"
    child.born_on, child.nhs_number, child.reference = BORN, "9434765919", "LCS-4711"
    child.save()
    home = make("household", small.org, name="The Browns", address="4 Quay Street\nSaltmarsh\nSA146QF")
    make("householdmember", small.org, child=child, household=home)
    make("networkcontact", small.org, child=child, name="Kathryn Pike", part="health visitor")
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=VISIT, recorded_at=VISIT,
         note="The kitchen was clean. Hamish was worried about sleeping at his uncle's.")  # fmt: skip
    return small


def ways(small: Small, name: str, text: str) -> list[tuple[str, Way]]:
    """What somebody finds: each case with its strongest reason."""
    found = search_cases(small.viewer(name), wanted(text, today=TODAY))
    return [(each.reference, each.whys[0].way) for each in found]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Hamish Obrown", Way.NAME),
        ("obrown, HAMISH", Way.NAME),
        ("ham", Way.NAME_PART),
        ("Hamsih O'Broun", Way.NAME_NEAR),
        ("Haymish", Way.NAME_NEAR),
        ("Heymesh", Way.NAME_SOUNDS),
        ("943 476 5919", Way.NHS_NUMBER),
        ("lcs-4711", Way.CHILD_REFERENCE),
        ("a1", Way.REFERENCE),
        ("3/4/2015", Way.BORN),
        ("born 4 March 2015", Way.BORN),
        ("sa14 6qf", Way.ADDRESS),
        ("SA146QF", Way.ADDRESS),
        ("4 quay st", Way.ADDRESS),
        ("the browns", Way.HOUSEHOLD),
        ("Catherine Pike", Way.AROUND),
        ("worry about sleep", Way.WRITTEN),
    ],
)
def test_a_case_is_found_by_all_that_is_known_of_it(hamish, text, way):
    assert ways(hamish, "ann", text) == [("A1", way)]


@pytest.mark.parametrize("text", ["hamish", "obrown", "3/4/2015", "9434765919", "quay street", "kathryn", "kitchen"])
@pytest.mark.parametrize("stranger", ["cat", "bob", "adam"])
def test_nothing_of_it_is_found_by_whom_it_is_not_there_for(hamish, text, stranger):
    assert ways(hamish, stranger, text) == []


@pytest.mark.parametrize("text", ["9434765919", "lcs-4711", "quay street", "kathryn", "kitchen"])
def test_what_stands_on_the_record_finds_nothing_for_who_may_not_read_it(hamish, text):
    """Business support knows of the case."""
    assert ways(hamish, "bea", text) == []
    assert ways(hamish, "bea", "hamish obrown") == [("A1", Way.NAME)]


def test_a_protected_address_is_found_by_nobody(hamish):
    with acting(hamish.org, hamish.people["ann"], "a test"):
        home = Household.objects.get(name="The Browns")
        protect_address(
            hamish.cases["A1"].pk, home=home.pk, named=[hamish.people["ann"], hamish.people["sue"]],
            ask=hamish.people["sue"], why="somebody looks for them", by=hamish.viewer("ann"), at=NOW,
        )  # fmt: skip
    for name in ("ann", "sue", "max", "eve", "bea"):
        with acting(hamish.org, hamish.people[name], "a test"):
            assert ways(hamish, name, "quay street") == []


def test_a_restricted_case_is_found_by_those_named(hamish):
    make("namedperson", hamish.org, case=hamish.cases["A1"], worker_id=hamish.people["ann"])
    make("restriction", hamish.org, case=hamish.cases["A1"])
    texts = ("hamish", "3/4/2015", "9434765919", "a1", "quay street", "the browns", "kathryn", "kitchen", "ann")
    with acting(hamish.org, hamish.people["max"], "a test"):
        assert [ways(hamish, "max", text) for text in texts] == [[]] * len(texts)
    with acting(hamish.org, hamish.people["ann"], "a test"):
        assert [found[0] for text in texts for found in ways(hamish, "ann", text)] == ["A1"] * len(texts)


def test_who_was_born_on_the_day_comes_first_and_others_of_the_name_after(hamish):
    other = hamish.cases["B1"].child
    other.given_name, other.family_name, other.sort_name = "Hamish", "O'Brown", "o'brown hamish"
    other.save()

    assert ways(hamish, "sue", "Hamish OBrown 3/4/2015") == [("A1", Way.NAME), ("B1", Way.NAME)]
    assert ways(hamish, "sue", "Hamish OBrown 1/6/2015")[:2] == [("B1", Way.NAME), ("A1", Way.NAME)]
    assert ways(hamish, "sue", "Hemish Smith 3/4/2015") == [("A1", Way.BORN)]


def test_cases_are_found_by_who_holds_them(hamish):
    assert ways(hamish, "sue", "ann") == [("A1", Way.WORKER)]
    assert ways(hamish, "sue", "cat") == []


def test_the_words_that_were_found_are_marked_in_what_stands_round_them(hamish):
    (found,) = search_cases(hamish.viewer("ann"), wanted("sleeping uncle", today=TODAY))

    assert found.whys[0].written.snippet.count(MARK) == 2
    assert f"{MARK}uncle{UNMARK}" in found.whys[0].written.snippet


def test_what_was_replaced_is_not_found(hamish):
    event = make("event", hamish.org, case=hamish.cases["A1"], kind="OTHER_EVENT", happened_at=NOW, recorded_at=NOW,
                 note="bruise on the arm")  # fmt: skip
    make("event", hamish.org, case=hamish.cases["A1"], kind="OTHER_EVENT", happened_at=NOW, recorded_at=NOW,
         note="mark on the leg", replaces=event)  # fmt: skip

    assert ways(hamish, "ann", "bruises") == []
    assert ways(hamish, "ann", "mark leg") == [("A1", Way.WRITTEN)]


def test_words_are_found_wherever_they_stand_on_the_record_and_in_no_version_before(hamish):
    case = hamish.cases["A1"]
    old = make("caserecord", hamish.org, case=case, text="Saw the shed.", voice="I like my rabbit")
    make("caserecord", hamish.org, case=case, text="Saw the garden.", voice="I like my hamster",
         replaces=old, amended_why="misheard")  # fmt: skip
    make("referral", hamish.org, case=case, worry="Shouting in the stairwell")
    found = {text: ways(hamish, "ann", text) for text in ("garden hamsters", "rabbit", "shouts stairwell")}

    assert found == {"garden hamsters": [("A1", Way.WRITTEN)], "rabbit": [], "shouts stairwell": [("A1", Way.WRITTEN)]}


def test_words_of_new_information_are_found_by_who_reads_the_case_alone(hamish):
    make("newinformation", hamish.org, case=hamish.cases["A1"], what="Glass was thrown from the balcony")
    (found,) = search_cases(hamish.viewer("ann"), wanted("thrown glass", today=TODAY))

    assert ways(hamish, "ann", "balconies") == [("A1", Way.WRITTEN)]
    assert ways(hamish, "bob", "balcony") == []
    assert found.whys[0].written.label == "police notification"


@pytest.mark.parametrize("text", ["", "x", "%%", "\\", "'", '"kitchen -clean', "\0", "&|!:*", "é" * 500, "ab " * 300])
def test_strange_words_find_nothing_and_break_nothing(hamish, text):
    assert ways(hamish, "max", text) == []
