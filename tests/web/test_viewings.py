"""Who looked at whom, for whoever may see it; and what somebody may want to ask about."""

import csv
from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.urls import reverse

from plimsoll.actions.audit import record_event, record_viewing
from plimsoll.core.terms import Act, Oddity
from plimsoll.queries import viewings
from plimsoll.queries.viewings import Asked, _by_day, get_viewings
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.web.page import Viewed
from plimsoll.web.said import also_viewed
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
ALL = Asked(None, None, *EVER)


@pytest.fixture
def looked(small: Small) -> Small:
    """Cat, of the other team, opened a case of Ann's; Ann wrote on it."""
    case = small.cases["A1"]
    with acting(small.org, small.people["cat"], "looking", roles="PRACTITIONER", origin="192.0.2.7"):
        record_viewing(small.viewer("cat"), "case", children=[case.child_id], cases=[case.pk], opened=case.pk)
    with acting(small.org, small.people["ann"], "writing", roles="PRACTITIONER"):
        record_event(small.viewer("ann"), Act.RECORD_WRITTEN, case_id=case.pk)
    return small


def entries(small: Small, **asked: object) -> list[tuple]:
    found = get_viewings(small.viewer("eve"), Asked(**{**vars(ALL), **asked}))
    return [(found.people[line.by], line.act or line.page, line.children) for line in found.lines]


def test_by_child_by_person_and_by_time(looked):
    child, other = (looked.cases[name].child_id for name in ("A1", "B1"))
    both = [("ann", Act.RECORD_WRITTEN, (child,)), ("cat", "case", (child,))]

    assert entries(looked) == entries(looked, child=child) == both
    assert entries(looked, person=looked.people["cat"]) == both[1:]
    assert entries(looked, child=other) == entries(looked, ends=EVER[0]) == []


def test_which_case_a_page_is_about_stays_known_whomever_it_names_beside():
    case = uuid4()

    assert also_viewed(Viewed(cases=frozenset({case}), opened=case), ()).opened == case


def test_the_page_says_who_and_what_and_is_itself_a_viewing(browser: Browser, looked):
    child = looked.cases["A1"].child_id
    page = browser("eve").get(reverse("viewings"), {"child": child}).content.decode()

    assert "Who looked at A1 Invented" in page
    assert "was shown the case" in page
    assert Act.RECORD_WRITTEN.label in page
    assert ("eve", "viewings", (child,)) in entries(looked, child=child)


def test_a_reference_finds_the_child_and_one_that_nothing_has_is_told(browser: Browser, looked):
    eve = browser("eve")
    found = looked_for(eve, reference="a1")
    missing = looked_for(eve, reference="Z9", begins="soonish")

    assert (found.status_code, missing.status_code) == (200, 422)
    assert "Who looked at A1 Invented" in found.content.decode()
    assert "was shown" not in missing.content.decode()


def looked_for(client, **typed: str):
    """What somebody is shown who typed something into the filter."""
    asked = client.post(reverse("look-for"), {"to": reverse("viewings"), **typed})
    assert typed["reference"] not in asked["Location"]
    return client.get(asked["Location"])


def test_the_case_page_leads_there_for_whoever_may_see_it(browser: Browser, looked):
    where = reverse("case", args=[looked.cases["A1"].pk])

    assert "Who looked at this child" in browser("eve").get(where).content.decode()
    assert "Who looked at this child" not in browser("sue").get(where).content.decode()


def test_it_is_taken_out_as_a_file_and_that_is_remembered(browser: Browser, looked):
    child = looked.cases["A1"].child_id
    answer = browser("eve").post(f"{reverse('viewings-file')}?child={child}")
    _, *rows = csv.reader(StringIO(answer.content.decode()))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row[1], *row[3:5], row[6]) for row in rows] == [
        ("ann", "PRACTITIONER", "", "RECORD_WRITTEN"),
        ("cat", "PRACTITIONER", "192.0.2.7", "case"),
    ]
    event = AuditEvent.objects.get(act=Act.VIEWINGS_EXPORTED)
    assert (event.child_id, event.detail["lines"]) == (child, 2)
    assert ("eve", "viewings-file", (child,)) in entries(looked, child=child)


@pytest.mark.parametrize("who", ["ann", "sue", "max", "adam"])
@pytest.mark.parametrize(("name", "method"), [("viewings", "get"), ("viewings-odd", "get"), ("viewings-file", "post")])
def test_others_are_refused(browser: Browser, who, name, method):
    answer = getattr(browser(who), method)(reverse(name))

    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(act=Act.VIEWINGS_EXPORTED).exists()


# ---- out of the ordinary ------------------------------------------------------------------------------------------------


def test_only_whoever_has_no_tie_is_on_the_list(browser: Browser, looked):
    case = looked.cases["A1"]
    for name in ("ann", "sue"):
        with acting(looked.org, looked.people[name], "looking"):
            record_viewing(looked.viewer(name), "case", children=[case.child_id], cases=[case.pk], opened=case.pk)
    found = viewings.list_odd_viewings(looked.viewer("eve"), *EVER)

    assert {(odd.name, odd.reference) for odd in found if Oddity.NO_TIE in odd.why} == {("cat", "A1")}
    page = browser("eve").get(reverse("viewings-odd")).content.decode()
    assert Oddity.NO_TIE.label in page
    assert "Plimsoll tells nobody" in page


def test_once_held_is_a_tie(looked):
    make(
        "allocation", looked.org, case=looked.cases["U1"], worker_id=looked.people["cat"],
        from_at=datetime(2026, 6, 1, tzinfo=UTC), to_at=datetime(2026, 6, 2, tzinfo=UTC),
        ended_by_id=looked.people["sue"], ended_why="Has left",
    )  # fmt: skip
    case = looked.cases["U1"]
    with acting(looked.org, looked.people["cat"], "looking"):
        record_viewing(looked.viewer("cat"), "case", children=[case.child_id], cases=[case.pk], opened=case.pk)
    found = viewings.list_odd_viewings(looked.viewer("eve"), *EVER)

    assert [odd for odd in found if odd.reference == "U1" and Oddity.NO_TIE in odd.why] == []


@pytest.mark.parametrize(
    ("at", "name", "tied", "why"),
    [
        ("2026-11-23 09:00", "Ada Quill", True, ()),
        ("2026-11-23 06:59", "Ada Quill", True, (Oddity.OUT_OF_HOURS,)),
        ("2026-11-23 20:00", "Ada Quill", False, (Oddity.OUT_OF_HOURS, Oddity.NO_TIE)),
        ("2026-11-22 12:00", "Ada Quill", True, (Oddity.OUT_OF_HOURS,)),  # a Sunday
        ("2026-12-25 12:00", "Ada Quill", True, (Oddity.OUT_OF_HOURS,)),  # a bank holiday
        ("2026-07-01 06:30", "Ada Quill", True, ()),  # half past seven in London
        ("2026-11-23 09:00", "Ada Rook", True, (Oddity.SAME_SURNAME,)),
    ],
)
def test_what_is_out_of_the_ordinary(small, at, name, tied, why):
    calendar = viewings.calendar_now(small.viewer("eve"), datetime(2026, 11, 23, tzinfo=UTC).date())
    row = (datetime.fromisoformat(f"{at}+00:00"), 1, name, "", 2, "A1", 3, "Bo", "Rook", tied)

    assert [odd.why for odd in _by_day([row], calendar)] == ([why] if why else [])


def test_which_hours_are_usual_is_a_setting(small, settings):
    calendar = viewings.calendar_now(small.viewer("eve"), datetime(2026, 11, 23, tzinfo=UTC).date())
    row = (datetime(2026, 11, 23, 20, 30, tzinfo=UTC), 1, "Ada Quill", "", 2, "A1", 3, "Bo", "Rook", True)

    assert [odd.why for odd in _by_day([row], calendar)] == [(Oddity.OUT_OF_HOURS,)]
    settings.USUAL_UNTIL = 22
    assert _by_day([row], calendar) == []


def test_a_day_is_one_line(small):
    calendar = viewings.calendar_now(small.viewer("eve"), datetime(2026, 11, 23, tzinfo=UTC).date())
    at = [datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in ((23, 6), (23, 9), (24, 9))]
    found = _by_day([(one, 1, "Ada Rook", "", 2, "A1", 3, "Bo", "Rook", True) for one in at], calendar)

    assert [(odd.first_at, odd.times, odd.why) for odd in found] == [
        (at[0], 2, (Oddity.OUT_OF_HOURS, Oddity.SAME_SURNAME)),
        (at[2], 1, (Oddity.SAME_SURNAME,)),
    ]
