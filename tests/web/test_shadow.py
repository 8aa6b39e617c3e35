"""Shadow months on pages: what is decided, what those who work by the order see of it, and what is not shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.shadow import begin_shadow
from plimsoll.records.models.priority import CriteriaSet, ShadowSpell
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser
from tests.web.test_caseload import add
from tests.web.test_judging import words

pytestmark = pytest.mark.django_db
SAYS = "Shadow month: the order of work is not shown to this team until the end of"


@pytest.fixture
def shadowed(small: Small) -> Small:
    """Ann's team, from today on."""
    add(small, "A2", "Noah", "Ellis")
    now = timezone.now()
    begin_shadow(small.team, until=now.date() + timedelta(20), why="A try", by=small.viewer("adam"), at=now)
    return small


def test_an_administrator_begins_one_and_ends_it(browser: Browser, small):
    client = browser("adam")
    said = {"team": str(small.team), "until": "tomorrow", "why": "Before it is trusted"}
    answer = client.post(reverse("shadows"), said)
    assert ShadowSpell.objects.get().why == "Before it is trusted"
    assert "Nothing is kept yet" in words(client.get(answer["Location"]))

    answer = client.post(answer["Location"], {"why": "It was enough"})
    assert "over: the order is shown" in words(client.get(answer["Location"]))


@pytest.mark.parametrize("name", ["ann", "sue", "max"])
def test_a_caseload_says_so_and_shows_no_place_band_or_sum(browser: Browser, shadowed, name):
    answer = browser(name).get(reverse("caseload", args=[shadowed.people["ann"]]))
    page, said = answer.content.decode(), words(answer)

    assert SAYS in said
    assert "by what is due next" in said
    for hidden in (
        "Why here",
        "Close call",
        "first things first",
        "Review and confirm",
        'class="band band',
        ">Place <",
    ):
        assert hidden not in page


def test_the_others_stand_under_a_heading_of_their_own_below_act_now(browser: Browser, shadowed):
    went = timezone.now() - timedelta(hours=2)
    make("event", shadowed.org, case=shadowed.cases["A2"], kind="WENT_MISSING", happened_at=went, recorded_at=went)
    page = browser("ann").get(reverse("my-caseload")).content.decode()

    parts = [page.index(said) for said in ('id="band-act_now"', 'id="A2"', ">By what is due next</h2>", 'id="A1"')]
    assert parts == sorted(parts)


def test_a_case_does_not_lead_to_what_would_change_its_place(browser: Browser, shadowed):
    link = reverse("case-what-if", args=[shadowed.cases["A1"].pk])
    page = browser("ann").get(reverse("case", args=[shadowed.cases["A1"].pk])).content.decode()

    assert "Every judgement that holds" in page
    assert link not in page


def test_a_case_says_what_is_due_and_not_where_it_stands(browser: Browser, shadowed):
    said = words(browser("ann").get(reverse("case", args=[shadowed.cases["A1"].pk])))

    assert SAYS in said
    assert "What is due" in said
    for hidden in ("Why in this place", "of 2 in", "Indicator by indicator", "Place it elsewhere"):
        assert hidden not in said


@pytest.mark.parametrize("page", ["review-new", "case-place"])
def test_what_needs_the_order_is_refused_in_a_sentence(browser: Browser, shadowed, page):
    about = shadowed.people["ann"] if page == "review-new" else shadowed.cases["A1"].pk
    answer = browser("ann").get(reverse(page, args=[about]))

    assert answer.status_code == 403
    assert SAYS in words(answer)


def test_a_judgement_says_nothing_of_the_place(browser: Browser, shadowed):
    answer = browser("ann").post(
        reverse("case-judge", args=[shadowed.cases["A1"].pk]), {"WAIT": "4", "was_WAIT": "", "why": "Seen today"}
    )

    assert "place" not in answer["Location"]


def test_a_file_of_the_list_has_no_place_and_no_band(browser: Browser, shadowed):
    answer = browser("ann").post(reverse("caseload-file", args=[shadowed.people["ann"]]))
    lines = answer.content.decode("utf-8-sig").splitlines()[1:]

    assert len(lines) == 2
    assert all(line.startswith(",,A") for line in lines)


def test_a_day_of_it_is_looked_back_at_as_it_was_shown_but_by_auditors(browser: Browser, shadowed):
    where = f"{reverse('caseload-past', args=[shadowed.people['ann']])}?at=today"
    told = {name: words(browser(name).get(where)) for name in ("ann", "sue", "eve")}

    assert {name: SAYS in said for name, said in told.items()} == {"ann": True, "sue": True, "eve": False}
    assert {name: "Why here" in said for name, said in told.items()} == {"ann": False, "sue": False, "eve": True}


def test_the_comparison_is_shown_to_those_who_approve_without_naming_cases(browser: Browser, shadowed):
    row = ShadowSpell.objects.get()
    cases = [shadowed.cases[name].pk for name in ("A1", "A2")]
    make(
        "shadowday",
        shadowed.org,
        spell=row,
        worker_id=shadowed.people["ann"],
        day=row.from_date,
        cases=cases,
        done=cases[:1],
        criteria_set=CriteriaSet.objects.get(),
    )
    said = words(browser("adam").get(reverse("shadow", args=[row.pk])))

    assert "something was written on 1 of 2 on the same day (50 %)" in said
    assert "1 case stood among the first 5 on some day with nothing written" in said
    assert "A2" not in said


def test_the_page_of_the_team_does_not_count_what_stands_in_today(browser: Browser, small):
    add(small, "A2", "Noah", "Ellis")
    where = reverse("team", args=[small.team])
    before = words(browser("sue").get(where))
    now = timezone.now()
    begin_shadow(small.team, until=now.date(), why="A try", by=small.viewer("adam"), at=now)

    assert "in Today" in before
    assert "in Today" not in words(browser("sue").get(where))
