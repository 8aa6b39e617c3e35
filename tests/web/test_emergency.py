"""Opening a record in an emergency, and being told whom to ring: off until it is settled, bounded, told, and reviewed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.emergency import EmergencyRules
from plimsoll.core.terms import Role
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case
from plimsoll.records.models.emergency import EmergencyOpening, EmergencyTry
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Team, Worker
from plimsoll.records.models.reference import Setting
from plimsoll.records.names import sort_name
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LONDON)
BORN = date(2015, 6, 1)
NAMED = {"given": "C1", "family": "Invented", "born_on": "1 Jun 2015"}
WHY = {"why": "In hospital now, and nobody answers"}
NOTHING = "No record was opened"
NOBODY = "There is nobody to name"


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: moment)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch, small: Small) -> None:
    at(monkeypatch, NOON)
    with acting(small.org, None, "a test"):
        for name in ("C1", "U1"):
            Child.objects.filter(pk=small.cases[name].child_id).update(
                born_on=BORN, sort_name=sort_name(f"{name} Invented")
            )
        Child.objects.filter(pk=small.cases["C1"].child_id).update(nhs_number="9434765919")


def allow(small: Small, **more: Any) -> None:
    """Practitioners may do both; the auditor reviews."""
    both = frozenset({Role.PRACTITIONER})
    rules = EmergencyRules(**{"opens": both, "rings": both, "reviewer": Role.AUDITOR, **more})
    with acting(small.org, None, "a test"):
        make("setting", small.org, key="emergency", value=rules.stored)


def opens(client: Client, **said: str) -> Any:
    return client.post(reverse("emergency"), {**NAMED, **WHY, **said})


def rings(client: Client, **said: str) -> str:
    return client.post(reverse("whom-to-ring"), {**NAMED, **said}).content.decode()


def status(client: Client, small: Small, name: str = "case", reference: str = "C1") -> int:
    return client.get(reverse(name, args=[small.cases[reference].pk])).status_code


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("at").values_list("act", flat=True))


def restrict(small: Small, reference: str = "C1") -> None:
    with acting(small.org, None, "a test"):
        case = small.cases[reference]
        make("restriction", small.org, case=case, from_at=NOON, restricted_by_id=small.people["max"], why="Known here")
        make("namedperson", small.org, case=case, worker_id=small.people["cat"], from_at=NOON)


def test_nobody_may_do_either_until_it_is_settled(browser: Browser, small):
    bob = browser("bob")
    page = bob.get(reverse("my-caseload")).content.decode()

    assert (opens(bob).status_code, bob.post(reverse("whom-to-ring"), NAMED).status_code) == (403, 403)
    assert reverse("emergency") not in page
    assert reverse("whom-to-ring") not in page


def test_a_record_is_read_for_some_hours_and_nothing_is_changed(browser: Browser, small, monkeypatch):
    allow(small)
    bob = browser("bob")
    before = status(bob, small)
    answer = opens(bob)
    page = bob.get(answer["Location"]).content.decode()

    assert (before, answer.status_code) == (404, 302)
    assert "You opened this record in an emergency, and can read it until Mon 23 Nov 2026 at 16:00" in page
    assert "bob opened this record on" in page
    assert status(bob, small, "case-documents") == 200
    assert [status(bob, small, name) for name in ("case-write", "case-judge", "case-close", "case-restrict")] == [
        403
    ] * 4
    assert status(bob, small, reference="U1") == 404
    at(monkeypatch, NOON + timedelta(hours=4))
    assert status(bob, small) == 404
    assert EmergencyOpening.objects.count() == 1


def test_whoever_holds_it_and_their_supervisor_are_told_at_once(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        make("roleheld", small.org, worker_id=small.people["sue"], team_id=small.other_team, role="SUPERVISOR",
             from_date=date(2026, 1, 5))  # fmt: skip
    opens(browser("bob"))

    for name in ("cat", "sue"):
        assert "Bob opened this record in an emergency" in browser(name).get(reverse("notices")).content.decode()
    assert "opened this record" not in browser("ann").get(reverse("notices")).content.decode()
    assert WHY["why"] in browser("cat").get(reverse("case", args=[small.cases["C1"].pk])).content.decode()
    event = AuditEvent.objects.get(act="EMERGENCY_OPENED")
    assert (event.case_id, event.by_id, event.why) == (small.cases["C1"].pk, small.people["bob"], WHY["why"])


@pytest.mark.parametrize(
    "said",
    [
        {"given": "C"},
        {"family": "Invente"},
        {"born_on": "2 Jun 2015"},
        {"reference": "NO-SUCH"},
        {"reference": "943 476 5910"},
    ],
)
def test_what_is_not_exact_finds_nothing_and_counts(browser: Browser, small, said):
    allow(small)
    answer = opens(browser("bob"), **said)

    assert (answer.status_code, NOTHING in answer.content.decode()) == (200, True)
    assert "C1" not in "".join(_without_proof(answer))
    assert (acts()[-1], EmergencyTry.objects.count(), EmergencyOpening.objects.count()) == ("EMERGENCY_TRIED", 1, 0)
    assert AuditEvent.objects.get(act="EMERGENCY_TRIED").case_id is None


@pytest.mark.parametrize("reference", ["C1", "c1 ", "943 476 5919"])
def test_a_number_is_enough(browser: Browser, small, reference):
    allow(small)

    assert opens(browser("bob"), given="", family="", born_on="", reference=reference).status_code == 302


def test_a_restricted_case_is_answered_as_one_that_never_was(browser: Browser, small):
    allow(small, rings_a_day=10)
    bob = browser("bob")
    restrict(small)
    hidden, never = opens(bob), opens(bob, given="Nobody")
    ring_hidden = bob.post(reverse("whom-to-ring"), NAMED)
    ring_never = bob.post(reverse("whom-to-ring"), {**NAMED, "given": "Nobody"})

    for one, other in ((hidden, never), (ring_hidden, ring_never)):
        assert one.status_code == other.status_code == 200
        assert _without_proof(one) == _without_proof(other)
        assert one.said.statements == other.said.statements
    assert EmergencyOpening.objects.count() == 0


def _without_proof(answer: Any) -> list[str]:
    return [line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_case_that_is_restricted_meanwhile_is_open_no_more(browser: Browser, small):
    allow(small)
    bob = browser("bob")
    opens(bob)
    restrict(small)

    assert status(bob, small) == 404


def test_of_two_who_could_be_meant_neither_is_opened(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        twin = make(
            "child",
            small.org,
            given_name="C1",
            family_name="Invented",
            sort_name=sort_name("C1 Invented"),
            born_on=BORN,
        )
        make("case", small.org, child=twin, reference="C2", team_id=small.other_team, opened_at=NOON)

    assert NOTHING in opens(browser("bob")).content.decode()


def test_what_one_may_read_anyway_is_shown_and_not_opened(browser: Browser, small):
    allow(small)
    answer = opens(browser("cat"))

    assert (answer.status_code, EmergencyOpening.objects.count()) == (302, 0)
    assert acts()[-1] == "EMERGENCY_TRIED"


def test_one_tries_as_often_in_a_day_as_is_allowed(browser: Browser, small, monkeypatch):
    allow(small, opens_a_day=2)
    bob = browser("bob")
    some = [opens(bob, given="Nobody").status_code for _ in range(2)]
    late = opens(bob)

    assert (some, late.status_code) == ([200, 200], 422)
    assert "You have tried this 2 times today" in late.content.decode()
    at(monkeypatch, NOON + timedelta(days=1))
    assert opens(browser("bob")).status_code == 302


@pytest.mark.parametrize("said", [{"why": ""}, {"given": ""}, {"given": "", "family": "", "born_on": ""}])
def test_what_is_not_whole_is_refused_and_counts_for_nothing(browser: Browser, small, said):
    allow(small)

    assert opens(browser("bob"), **said).status_code == 422
    assert EmergencyTry.objects.count() == 0


def test_it_is_ended_early_by_whoever_opened_it_and_nobody_else(browser: Browser, small):
    allow(small)
    bob = browser("bob")
    opens(bob)
    where = reverse("emergency-end", args=[EmergencyOpening.objects.get().pk])
    others = [browser(name).post(where).status_code for name in ("cat", "eve")]

    assert (others, bob.post(where).status_code, bob.post(where).status_code) == ([404, 404], 302, 404)
    assert status(bob, small) == 404


def test_taking_the_permission_away_ends_what_is_open(browser: Browser, small):
    allow(small)
    bob = browser("bob")
    opens(bob)
    with acting(small.org, None, "a test"):
        Setting.objects.filter(key="emergency").update(value=EmergencyRules().stored)

    assert status(bob, small) == 404


def test_somebody_else_says_once_whether_it_was_right(browser: Browser, small):
    allow(small)
    opens(browser("bob"))
    where = reverse("emergency-review", args=[EmergencyOpening.objects.get().pk])
    eve = browser("eve")
    listed = eve.get(reverse("emergency-openings")).content.decode()
    told = eve.get(reverse("notices")).content.decode()
    empty = eve.post(where, {"was_right": "wrong", "why": ""})
    done = eve.post(where, {"was_right": "wrong", "why": "The desk was there"})
    again = eve.post(where, {"was_right": "right", "why": "It was"})

    assert "Waits to be reviewed" in listed
    assert "Was it right that bob opened this record" in told
    assert [one.status_code for one in (empty, done, again)] == [422, 302, 422]
    assert [browser(name).get(where).status_code for name in ("bob", "cat", "max", "adam")] == [403] * 4
    assert (
        "it was not right. The desk was there"
        in browser("cat").get(reverse("case", args=[small.cases["C1"].pk])).content.decode()
    )
    assert "Nothing waits" in eve.get(reverse("emergency-openings")).content.decode()


def test_nobody_reviews_their_own(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        make("roleheld", small.org, worker_id=small.people["bob"], role="AUDITOR", from_date=date(2026, 11, 23))
        one = make(
            "emergencyopening", small.org, case=small.cases["C1"], opened_by_id=small.people["bob"],
            opened_at=NOON - timedelta(hours=1), ends_at=NOON,
        )  # fmt: skip
    bob = browser("bob")

    assert "somebody else reviews it" in bob.get(reverse("emergency-openings")).content.decode()
    assert bob.post(reverse("emergency-review", args=[one.pk]), {"was_right": "right", "why": "Yes"}).status_code == 403


def test_nobody_reviews_what_whoever_they_stand_in_for_opened(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        make("roleheld", small.org, worker_id=small.people["bob"], role="AUDITOR", from_date=date(2026, 1, 5))
        make("delegation", small.org, giver_id=small.people["bob"], taker_id=small.people["ann"], role="AUDITOR",
             from_date=date(2026, 1, 5), to_date=date(2027, 1, 1))  # fmt: skip
        one = make(
            "emergencyopening", small.org, case=small.cases["C1"], opened_by_id=small.people["bob"],
            opened_at=NOON - timedelta(hours=1), ends_at=NOON,
        )  # fmt: skip
    where, said = reverse("emergency-review", args=[one.pk]), {"was_right": "right", "why": "Yes"}

    assert browser("ann").post(where, said).status_code == 403
    assert browser("eve").post(where, said).status_code == 302


def test_the_trail_says_what_was_looked_at_so(browser: Browser, small):
    allow(small)
    bob, cat = browser("bob"), browser("cat")
    bob.get(opens(bob)["Location"])
    status(cat, small)
    with acting(small.org, None, "a test"):  # the trail has the database's own clock
        EmergencyOpening.objects.update(
            opened_at=datetime(2020, 1, 1, tzinfo=LONDON), ends_at=datetime(2100, 1, 1, tzinfo=LONDON)
        )
    today = datetime.now(LONDON).date()
    asked = {"child": small.cases["C1"].child_id, "begins": f"{today:%-d %b %Y}", "until": f"{today:%-d %b %Y}"}
    page = browser("eve").get(reverse("viewings"), asked).content.decode()

    assert page.count("was shown the case, opened in an emergency") == 1
    assert page.count("opened a record out of their reach in an emergency") == 1


# ---- whom to ring ---------------------------------------------------------------------------------------------------------


def test_one_learns_whom_to_ring_and_nothing_else(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        Worker.objects.filter(pk=small.people["cat"]).update(phone="01632 960002")
        Team.objects.filter(pk=small.other_team).update(name="Quay", phone="01632 960003")
    bob = browser("bob")
    answer = bob.post(reverse("whom-to-ring"), NAMED)
    page = "".join(_without_proof(answer))

    assert "Ring cat, 01632 960002. If nobody answers: the duty desk of Quay, 01632 960003." in page
    assert "C1" not in page
    assert str(small.cases["C1"].pk) not in page
    assert status(bob, small) == 404
    event = AuditEvent.objects.get(act="RING_TOLD")
    assert (event.case_id, event.child_id) == (small.cases["C1"].pk, small.cases["C1"].child_id)


def test_of_a_case_that_nobody_holds_the_team_is_named(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        Team.objects.filter(pk=small.team).update(name="Harbour")

    assert "Ring Harbour (no number on record). Nobody holds the case now." in rings(browser("cat"), given="U1")


def test_a_closed_case_and_nobody_at_all_are_answered_alike(browser: Browser, small):
    allow(small)
    with acting(small.org, None, "a test"):
        Case.objects.filter(reference="C1").update(closed_at=NOON, closed_by_id=small.people["max"], closed_why="Over")
    bob = browser("bob")

    assert NOBODY in rings(bob)
    assert NOBODY in rings(bob, given="Nobody")
    assert acts()[-2:] == ["RING_TRIED", "RING_TRIED"]


def test_one_asks_as_often_in_a_day_as_is_allowed(browser: Browser, small):
    allow(small, rings_a_day=1)
    bob = browser("bob")
    first = rings(bob)

    assert "Ring cat" in first
    assert "You have tried this once today" in rings(bob)


# ---- settling it ----------------------------------------------------------------------------------------------------------

RULES = {"hours": "2", "opens_a_day": "1", "reviewer": "AUDITOR", "rings_a_day": "5"}


def test_what_is_allowed_is_settled_and_holds_at_once(browser: Browser, small):
    adam = browser("adam")
    done = adam.post(reverse("set-up-emergency"), {**RULES, "opens": ["PRACTITIONER"], "rings": ["BUSINESS_SUPPORT"]})

    assert done.status_code == 302
    assert opens(browser("bob")).status_code == 302
    assert EmergencyOpening.objects.get().ends_at == NOON + timedelta(hours=2)
    assert "Ring cat" in rings(browser("bea"))
    assert browser("bob").post(reverse("whom-to-ring"), NAMED).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"hours": "0"},
        {"hours": "25"},
        {"opens_a_day": "many"},
        {"reviewer": "PRACTITIONER"},
        {"opens": ["SERVICE_MANAGER"]},
        {"opens": ["PRACTITIONER"], "reviewer": "SAFEGUARDING_LEAD"},  # nobody holds it
    ],
)
def test_what_cannot_be_is_not_settled(browser: Browser, small, said):
    assert browser("adam").post(reverse("set-up-emergency"), {**RULES, **said}).status_code == 422
    assert not Setting.objects.filter(key="emergency").exists()


def test_numbers_are_settled_by_whoever_keeps_people_and_settings(browser: Browser, small):
    adam = browser("adam")
    teams = adam.post(reverse("set-up-numbers"), {str(small.team): "01632 960001", str(small.other_team): ""})
    person = adam.post(reverse("person-number", args=[small.people["ann"]]), {"phone": "01632 960004"})

    assert (teams.status_code, person.status_code) == (302, 302)
    assert Team.objects.get(pk=small.team).phone == "01632 960001"
    assert Worker.objects.get(pk=small.people["ann"]).phone == "01632 960004"
    assert browser("sue").get(reverse("set-up-numbers")).status_code == 403
