"""The pages of a team and of the unallocated: what needs somebody now, and whose it is."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.core.priority.explain import Explanation
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from plimsoll.records.models.people import RoleHeld, Worker
from tests.factories.records import make
from tests.factories.small import FROM, OPENED, Small
from tests.web.conftest import Browser


def page_of(browser: Browser, small: Small, who: str = "sue") -> str:
    return browser(who).get(reverse("team", args=[small.team])).content.decode()


def away(small: Small, name: str) -> None:
    now = timezone.now()
    make(
        "absence",
        small.org,
        worker_id=small.people[name],
        kind="SICKNESS",
        begins_at=now - timedelta(1),
        ends_at=now + timedelta(2),
    )


def test_what_nobody_holds_stands_first(browser: Browser, small):
    page = page_of(browser, small)

    assert "1 open case has no worker, the longest for" in page
    assert "; on 1 of them something is late." in page
    assert page.index("Needs somebody now") < page.index("Mean load")


def test_cases_of_whoever_is_away_are_named_unless_somebody_stands_in(browser: Browser, small):
    away(small, "ann")
    uncovered = page_of(browser, small)
    make(
        "delegation",
        small.org,
        giver_id=small.people["ann"],
        taker_id=small.people["bob"],
        role="PRACTITIONER",
        from_date=FROM,
        to_date=date(2099, 1, 1),
    )
    covered = page_of(browser, small)

    assert "ann is not there (away until" in uncovered
    assert "A1 Invented (A1)" in uncovered
    assert "is not there" not in covered


def test_cases_of_whoever_has_left_need_somebody(browser: Browser, small):
    Worker.objects.filter(pk=small.people["bob"]).update(left_on=date(2026, 2, 2))

    assert "bob is not there (left on Mon 2 Feb 2026) and nobody stands in: 1 case without cover." in page_of(
        browser, small
    )


def test_late_work_says_whose_it_is(browser: Browser, small):
    page = page_of(browser, small)

    assert "Late and coming due" in page
    assert "Child in need visit" in page
    assert "C1" not in page.split("<main")[1]  # another team's; the rest holds a random sign


def test_where_it_cannot_be_told_what_is_due_the_page_says_so_of_how_many_cases(browser: Browser, small, monkeypatch):
    assert "it cannot be told" not in page_of(browser, small)

    monkeypatch.setattr(Explanation, "unsaid", lambda *_: "no visit is on record")
    monkeypatch.setattr("plimsoll.queries.people._due", lambda *_: [])
    page = " ".join(page_of(browser, small).split())
    assert re.search(r"nothing is known to be late, .* Of \d cases it cannot be told what else is due\.", page)


def test_whoever_allocates_is_led_to_what_it_would_do_to_each(browser: Browser, small):
    case = small.cases["U1"].pk
    page = browser("sue").get(reverse("case-allocate", args=[case])).content.decode()

    assert f'href="{reverse("case-who", args=[case])}"' in page
    assert browser("sue").get(reverse("case-who", args=[case])).status_code == 200


def test_what_is_late_goes_on_over_pages_and_names_that_are_alike_have_their_reference(browser, small, monkeypatch):
    monkeypatch.setattr("plimsoll.web.people.page.MOST_DUE", 3)
    for reference in ("T1", "T2"):
        unborn = make("child", small.org, given_name="", family_name="Alike", sort_name="alike")
        case = make("case", small.org, child=unborn, reference=reference, team_id=small.team, opened_at=OPENED)
        make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
        make("allocation", small.org, case=case, worker_id=small.people["bob"], from_at=OPENED)
    there, sue = reverse("team", args=[small.team]), browser("sue")
    first, *others = (sue.get(there, {"page": page}).content.decode().split('id="late"')[1] for page in range(1, 6))
    whole = first + "".join(others)

    assert f'href="{there}?page=2#late"' in first
    assert first.count('role="rowheader"') == 3
    assert 'class="table table--compact"' in first  # on a phone a row is text, and not a card
    assert ("Alike (T1)" in whole, "Alike (T2)" in whole) == (True, True)
    assert "A1 Invented (A1)" not in whole
    assert first.index("without a worker") < first.index("visit")  # the manager's own first


def test_who_may_not_see_loads_sees_the_rest(browser: Browser, small):
    page = page_of(browser, small, "eve")

    assert "load not shown to you" in page
    assert "Child in need visit" in page


def test_more_cases_take_no_more_queries(browser: Browser, small):
    def asked() -> int:
        client = browser("sue")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("team", args=[small.team]))
        return len(queries)

    few = asked()
    for number in range(3):
        case = make(
            "case",
            small.org,
            child=make("child", small.org),
            reference=f"N{number}",
            team_id=small.team,
            opened_at=OPENED,
        )
        make("allocation", small.org, case=case, worker_id=small.people["bob"], from_at=OPENED)
    assert asked() == few


def test_the_unallocated_say_since_when_and_whose_they_are(browser: Browser, small):
    page = browser("sue").get(reverse("unallocated")).content.decode()

    assert "Nobody has held this case for" in page
    assert "since Mon 1 Jun 2026" in page
    assert "To be allocated by sue, " in page
    assert reverse("case-allocate", args=[small.cases["U1"].pk]) in page


def test_a_queue_without_an_owner_says_so(browser: Browser, small):
    RoleHeld.objects.filter(worker_id=small.people["sue"]).update(to_date=date(2026, 2, 2))
    page = browser("max").get(reverse("unallocated")).content.decode()

    assert "Nobody has the role of supervisor in" in page


def test_waiting_counts_from_when_the_last_worker_gave_it_up(browser: Browser, small):
    make(
        "allocation", small.org, case=small.cases["U1"], worker_id=small.people["bob"], from_at=OPENED,
        to_at=OPENED + timedelta(30), ended_by_id=small.people["sue"], ended_why="left",
    )  # fmt: skip
    page = browser("sue").get(reverse("unallocated")).content.decode()

    assert "since Wed 1 Jul 2026" in page


def test_what_was_missed_while_nobody_held_a_case_is_said_as_late_and_once(browser: Browser, small):
    page = " ".join(browser("sue").get(reverse("unallocated")).content.decode().split())
    row = page.split('id="U1"')[1].split('class="working"')[0]
    clocks = row.split('class="case__clocks"')[1].split("</ul>")[0]

    assert "On 1 of them a time has run out while nobody held them." in page
    assert clocks.count("days late</strong>") == 2
    assert "</svg>Manager&#39;s review of the case without a worker: <strong>Mon 8 Jun 2026" in clocks
    assert row.count("review of the case without a worker") == 1


def test_a_case_that_nobody_holds_stands_on_its_page_where_the_queue_has_it(browser: Browser, small):
    page = browser("sue").get(reverse("case", args=[small.cases["U1"].pk])).content.decode()

    assert "review of the case without a worker" in page.split('id="due"')[1]


# ---- all teams -----------------------------------------------------------------------------------------------------------


def teams_of(browser: Browser, who: str = "max") -> str:
    return " ".join(browser(who).get(reverse("teams")).content.decode().split())


def line_of(page: str, team: object) -> dict[str, str]:
    """What stands in a team's line, by the head of its column."""
    line = next(row for row in page.split("<tr")[1:] if f"/teams/{team}" in row)
    return dict(re.findall(r'data-label="([^"]+)"[^>]*>\s*([^<]*?)\s*<', line))


def test_a_service_manager_begins_with_all_teams_and_what_they_need(browser: Browser, small):
    away(small, "ann")
    assert browser("max").get(reverse("home"))["Location"] == reverse("teams")
    page = teams_of(browser)
    head = page.split("Needs somebody now")[1].split("</section>")[0]

    assert "1 open case has no worker, the longest for" in head
    assert "1 case is held by somebody who is not there, without cover:" in head
    assert "No supervisor, so nobody makes sure" in head
    assert reverse("team", args=[small.other_team]) in head.split("No supervisor")[1]
    found = line_of(page, small.team)
    assert {**found, "Late": "", "Load": ""} == {
        "Over the line": "0 of 2", "Load": "", "Cases": "3", "No worker": "1", "No cover": "1", "Late": "",
        "Due in 5 days": "0",
    }  # fmt: skip
    own = page_of(browser, small, "max")
    assert f"{found['Late']} late, {found['Due in 5 days']} due within 5 working days" in own


def test_whoever_reaches_one_team_is_shown_that_one(browser: Browser, small):
    page = teams_of(browser, "sue")

    assert f"/teams/{small.team}" in page
    assert f"/teams/{small.other_team}" not in page
    assert line_of(page, small.team)["Cases"] == "3"


def test_loads_of_a_team_are_not_told_to_whoever_may_not_see_them(browser: Browser, small):
    assert line_of(teams_of(browser, "eve"), small.team)["Over the line"] == "not shown"


def test_more_teams_and_cases_take_no_more_queries_of_the_page_of_all(browser: Browser, small):
    def asked() -> int:
        client = browser("max")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("teams"))
        return len(queries)

    asked()  # what is read once and kept
    few = asked()
    for number in range(3):
        team, child = make("team", small.org), make("child", small.org)
        case = make("case", small.org, child=child, reference=f"N{number}", team=team, opened_at=OPENED)
        make("allocation", small.org, case=case, worker_id=small.people["bob"], from_at=OPENED)
    assert asked() == few


# ---- the unallocated, of files and for whoever sees none -----------------------------------------------------------------


def test_a_case_that_a_file_brought_without_a_worker_waits_at_least_since_its_day(browser: Browser, small):
    """The file does not say since when nobody holds it: its case may be open for years."""
    file = make("import", small.org, facts_on=date(2026, 11, 20), state="APPLIED", applied_at=timezone.now())
    with acting(small.org, None, "a file was applied", importing=file.pk):
        case = make(
            "case", small.org, child=make("child", small.org), reference="F1", team_id=small.team, opened_at=OPENED
        )
    page = browser("sue").get(reverse("unallocated")).content.decode()

    assert "Nobody has held this case since Fri 20 Nov 2026 at least: the file of that day names no worker" in page
    assert page.count("since Mon 1 Jun 2026") == 1  # of the one that was put on record here
    make(
        "allocation", small.org, case=case, worker_id=small.people["bob"], from_at=OPENED, to_at=OPENED + timedelta(200),
        ended_by_id=small.people["sue"], ended_why="left",
    )  # fmt: skip
    assert "at least" not in browser("sue").get(reverse("unallocated")).content.decode()


def test_how_long_the_longest_of_a_file_waits_is_said_to_be_at_least(browser: Browser, small):
    make("allocation", small.org, case=small.cases["U1"], worker_id=small.people["bob"], from_at=OPENED)
    file = make("import", small.org, facts_on=timezone.localdate() - timedelta(3), applied_at=timezone.now())
    with acting(small.org, None, "a file was applied", importing=file.pk):
        make("case", small.org, child=make("child", small.org), reference="F1", team_id=small.team, opened_at=OPENED)

    for page in (page_of(browser, small), teams_of(browser)):
        assert "1 open case has no worker, the longest for at least 3 days." in page


def test_whoever_sees_no_case_is_told_nothing_of_cases(browser: Browser, small):
    def main(who: str, name: str) -> str:
        return browser(who).get(reverse(name), {"words": "A1"}).content.decode().split("<main")[1]

    for name in ("unallocated", "search"):
        assert "Cases are not yours to see" in main("adam", name)
        assert "open case" not in main("adam", name)
    assert "Teams are not yours to see" in main("adam", "teams")
    closed = {"closed_at": OPENED + timedelta(1), "closed_by_id": small.people["sue"], "closed_why": "Over"}
    Case.objects.filter(reference="U1").update(**closed)
    assert "Nothing waits that you may see" in main("sue", "unallocated")


@pytest.mark.parametrize("name", ["teams", "unallocated", "search", "case-new", "decide"])
def test_every_page_of_cases_says_of_when_its_facts_are_also_where_it_is_empty(browser: Browser, small, name):
    make("import", small.org, facts_on=date(2026, 11, 20), state="APPLIED", applied_at=timezone.now())

    assert "Facts from the file of Fri 20 Nov 2026" in browser("sue").get(reverse(name)).content.decode()


def test_to_whom_loads_of_others_are_not_shown_their_own_is_no_figure_of_the_team(browser: Browser, small):
    make("roleheld", small.org, worker_id=small.people["ann"], role="DUTY", team_id=small.team, from_date=FROM)
    row = browser("ann").get(reverse("teams")).content.decode().split("<tbody")[1]
    page = page_of(browser, small, "ann")

    assert "not shown to you" in row
    assert "yours alone: " in row
    assert "0 of 1" not in row
    assert "Load that you may see" in page
    assert "Mean load" not in page
    assert "Mean load" in page_of(browser, small, "sue")
