"""When too much of a caseload is urgent: in parts, what helps, and putting off together."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from plimsoll.actions.batches import postpone_together
from plimsoll.actions.cases import Refused
from plimsoll.core.calendar import LONDON
from plimsoll.records.models.priority import Postponement
from tests.factories.records import make
from tests.factories.small import FROM, Small
from tests.web.conftest import Browser
from tests.web.test_caseload import add

PAGE = reverse("my-caseload")
YEAR = timedelta(365)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def urgent_page(small: Small, worker: str = "ann") -> str:
    return reverse("caseload-urgent", args=[small.people[worker]])


@pytest.fixture
def pressed(small: Small) -> Small:
    """Ann holds five cases, none of them visited since the summer."""
    for number in range(4):
        add(small, f"L{number}", f"Zoe{number}", "Last", born_on=date(2010 + number, 1, 1))
    make("effort", small.org, purpose="SEE", minutes=90, from_date=FROM)
    return small


@pytest.fixture
def papers(small: Small) -> Small:
    """Ann holds five looked-after children more, all seen yesterday: of each the yearly health assessment is due today."""
    today = datetime.now(LONDON)
    day = timedelta(1)
    for number in range(5):
        add(small, f"L{number}", f"Zoe{number}", "Last", born_on=today.date() - 10 * YEAR)
        case = small.cases[f"L{number}"]
        type(case).objects.filter(pk=case.pk).update(case_type="LOOKED_AFTER")
        for kind, at in (
            ("LOOKED_AFTER_STARTED", today - 3 * YEAR),
            ("EDUCATION_PLAN_STARTED", today - 3 * YEAR + day),
            ("EDUCATION_PLAN_COMPLETED", today - 20 * day),
            ("LOOKED_AFTER_REVIEW", today - 20 * day),
            ("HEALTH_ASSESSMENT", today - relative_year(today)),
            ("STRENGTHS_QUESTIONNAIRE", today - day),
            ("LOOKED_AFTER_VISIT", today - day),
        ):
            make("event", small.org, case=case, kind=kind, happened_at=at, recorded_at=at)
    return small


def relative_year(today: datetime) -> timedelta:
    """From the same day of last year, which the calendar counts twelve months from."""
    return today - today.replace(year=today.year - 1, day=min(today.day, 28) if today.month == 2 else today.day)


def test_the_list_says_so_with_figures_and_leads_to_the_parts(browser: Browser, pressed):
    answer = browser("ann").get(PAGE)
    page = words(answer)

    assert "Too much is urgent for that word to help: 5 of 5 cases stand in Act now or Today." in page
    assert re.search(r"What is due there asks about 7\.5 hours; [\d.]+ hours? of work are left this week\.", page)
    assert urgent_page(pressed) in answer.content.decode()


def test_the_parts_name_each_case_and_what_helps(browser: Browser, pressed):
    answer = browser("ann").get(urgent_page(pressed))
    page = words(answer)

    assert "5 of 5 cases stand in Act now or Today." in page
    assert "where it is more than 40 of 100 cases" in page
    assert {"A1 A1 Invented", "L0 Zoe0 Last", "L3 Zoe3 Last"} <= set(
        re.findall(r">(\w\d \w+ \w+)</a>", answer.content.decode())
    )
    assert f"{reverse('case-put-off', args=[pressed.cases['L0'].pk])}?for=" in answer.content.decode()
    assert "A visit that cannot be made in time is rearranged one by one" in page
    assert "Tell sue today what cannot be done" in page
    assert answer.viewed.cases == {case.pk for key, case in pressed.cases.items() if key[0] in "AL"}


def test_visits_are_never_put_off_together(browser: Browser, pressed):
    answer = browser("ann").post(urgent_page(pressed), {"cases": [str(pressed.cases["L0"].pk)], "why": "Too much"})

    assert answer.status_code == 403
    assert not Postponement.objects.filter(org_id=pressed.org).exists()


def test_what_one_kind_of_task_fills_is_put_off_together_with_one_reason(browser: Browser, papers):
    page, ann = urgent_page(papers), browser("ann")
    told = ann.get(page)
    assert "Put them off together" in words(told)
    assert "Deal with them as one" in words(told)
    until = datetime.now(LONDON).date() + timedelta(14)
    said = {"until": until.isoformat(), "why": "The clinic is closed", "meanwhile": "", "told": "", "sooner_if": ""}

    nothing = ann.post(page, said)
    assert nothing.status_code == 422
    assert "Choose at least one case" in words(nothing)

    chosen = [str(papers.cases[key].pk) for key in ("L0", "L1", "L2", "L3")]
    answer = ann.post(page, said | {"cases": chosen})

    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?done=put-off")
    kept = Postponement.objects.filter(org_id=papers.org)
    assert {str(row.case_id) for row in kept} == set(chosen)
    assert {(row.duty, row.why, row.until) for row in kept} == {
        ("lac_health_review_5plus", "The clinic is closed", until)
    }
    assert "Too much is urgent" not in words(ann.get(PAGE))


def test_where_one_of_several_cannot_be_put_off_none_is(papers):
    tasks = {papers.cases[key].pk: (key, duty) for key, duty in (("L0", "lac_health_review_5plus"), ("A1", "nothing"))}
    said = {
        "until": datetime.now(LONDON).date() + timedelta(14),
        "why": "Closed",
        "meanwhile": "",
        "told": "",
        "sooner_if": "",
    }

    with pytest.raises(Refused) as refusal:
        postpone_together(tasks, **said, by=papers.viewer("ann"), at=datetime.now(LONDON))

    assert refusal.value.faults == {"cases": "A1: This is not due any more. Look at the case again."}
    assert not Postponement.objects.filter(org_id=papers.org).exists()


def test_the_list_is_worked_out_once_for_all_the_cases_of_a_batch(papers, django_assert_max_num_queries):
    until = datetime.now(LONDON).date() + timedelta(14)
    said = {"until": until, "why": "Closed", "meanwhile": "", "told": "", "sooner_if": ""}
    asked = []
    for keys in (("L0",), ("L1", "L2", "L3")):
        tasks = {papers.cases[key].pk: (key, "lac_health_review_5plus") for key in keys}
        with django_assert_max_num_queries(60) as queries:
            postpone_together(tasks, **said, by=papers.viewer("ann"), at=datetime.now(LONDON))
        asked.append(len(queries))

    assert asked[1] - asked[0] == 2 * 6  # may they, once at a time, what ends, what begins, and its event


def test_of_a_few_cases_nothing_is_too_much(browser: Browser, small):
    assert "Too much is urgent" not in words(browser("ann").get(PAGE))
    assert "Not too much is urgent here" in words(browser("ann").get(urgent_page(small)))


def test_the_supervisor_is_told_on_the_team_page_and_sees_the_parts(browser: Browser, pressed):
    page = browser("sue").get(reverse("team", args=[pressed.team])).content.decode()

    assert "ann: 5 of 5 cases stand in Act now or Today" in page
    assert urgent_page(pressed) in page
    assert "ann cannot settle this alone." in words(browser("sue").get(urgent_page(pressed)))


def test_who_reads_no_record_is_told_nothing_of_it_and_a_stranger_finds_no_page(browser: Browser, pressed):
    assert "Not too much is urgent here" in words(browser("bea").get(urgent_page(pressed)))
    assert "stand in Act now" not in words(browser("bea").get(reverse("team", args=[pressed.team])))
    assert browser("cat").get(urgent_page(pressed)).status_code == 404


def test_in_a_shadow_month_nothing_of_it_is_told(browser: Browser, pressed):
    make("shadowspell", pressed.org, team_id=pressed.team, from_date=date(2026, 11, 20), to_date=date(2026, 12, 1))

    assert "Too much is urgent" not in words(browser("ann").get(PAGE))
    assert "Not too much is urgent here" in words(browser("ann").get(urgent_page(pressed)))
    assert "stand in Act now" not in words(browser("sue").get(reverse("team", args=[pressed.team])))
