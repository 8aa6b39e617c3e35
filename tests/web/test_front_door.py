"""The front door on pages: taking a referral in, deciding about it, and who could hold it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import Indicator
from plimsoll.queries.referrals import Came, Stands, list_front_door
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.referrals import Referral, TriageDecision
from plimsoll.web.front_door.page import came_words
from tests.factories.records import make
from tests.factories.small import FROM, Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday
SAID = {
    "danger": "no", "given_name": "Marram", "family_name": "Dune", "born": "3/4/21", "worry": "Often late and hungry.",
    "source": "SCHOOL", "means": "PHONE", "received": "Friday 16:40", "family_knows": "AGREES", "referrer": "Ms Sedge",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def key() -> str:
    return "11111111-1111-4111-8111-111111111111"


def take(browser: Browser, small: Small, name: str = "sue", **given: str):
    said = SAID | {"key": key(), "team": str(small.team)} | given
    return browser(name).post(reverse("referral-new"), said)


def decided(**given: str) -> dict[str, str]:
    scales = dict.fromkeys(("LIKELIHOOD", "SEVERITY", "WAIT", "TRIAGE"), "2")
    return scales | {"outcome": "NO_FURTHER_ACTION", "why": "The school sees the child.", "team": ""} | given


def test_a_referral_is_taken_in_and_stands_on_the_list_with_its_moments(browser: Browser, small):
    answer = take(browser, small)
    assert answer.status_code == 302
    page = words(browser("sue").get(answer.headers["Location"]))

    assert "1 waits for a decision: 1 due today." in page
    assert "Decision on the referral: Mon 23 Nov 2026, due today." in page
    assert "Came in Fri 16:40 from a school or college, by phone; written down today 09:30 by sue." in page
    assert "“Often late and hungry.”" in page
    row = Referral.objects.get()
    assert (row.received_at, row.recorded_at) == (datetime(2026, 11, 20, 16, 40, tzinfo=UTC), NOW)


def test_every_fault_is_told_at_once_and_nothing_that_was_typed_is_lost(browser: Browser, small):
    answer = take(
        browser,
        small,
        danger="",
        family_name="",
        received="tomorrow 9:00",
        family_knows="",
        others="Lyme Dune, 40/1/2020",
    )
    page = words(answer)

    assert answer.status_code == 422
    for sentence in (
        "Say whether the child may be in danger now",
        "Write the family name. Where it is not known, write Unknown.",
        "Say whether the family knows, and agrees.",
        "Line 1, Lyme Dune: There is no 40 1 2020",
    ):
        assert sentence in page
    for typed in ("Often late and hungry.", "Ms Sedge", "tomorrow 9:00", "Lyme Dune, 40/1/2020"):
        assert typed in answer.content.decode()
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("received", "fault"),
    [
        ("tomorrow 9:00", "This lies ahead. Write when it came in."),
        ("Friday", "Write the time too, such as Friday 16:40."),
        ("some day", "Write a day such as"),
    ],
)
def test_when_it_came_in_is_a_moment_that_has_been(browser: Browser, small, received, fault):
    answer = take(browser, small, received=received)

    assert answer.status_code == 422
    assert fault in words(answer)


def test_children_who_may_be_known_are_asked_about_each_by_themselves(browser: Browser, small):
    child = small.cases["A1"].child
    given = {
        "given_name": "A1",
        "family_name": "Invented",
        "born": child.born_on.strftime("%d/%m/%Y"),
        "others": "Lyme Dune",
    }
    asked = take(browser, small, **given)
    assert "Is A1 Invented one of these?" in words(asked)
    assert "Lyme" not in re.sub(r"<input[^>]+>", "", asked.content.decode())
    assert not Referral.objects.exists()

    assert take(browser, small, **given, asked="yes").status_code == 422
    answer = take(browser, small, **given, asked="yes", child_0=str(child.pk))
    assert answer.status_code == 302
    assert Case.objects.filter(child=child).count() == 2
    assert "Also open: A1, child in need, ann." in words(browser("sue").get(reverse("front-door")))


def test_a_child_is_found_by_reference(browser: Browser, small):
    asked = take(browser, small, known="B1")

    assert "Is Marram Dune one of these?" in words(asked)
    assert "B1 Invented" in words(asked)


def test_what_is_sent_twice_is_taken_in_once(browser: Browser, small):
    assert [take(browser, small).status_code for _ in range(2)] == [302, 302]
    assert Referral.objects.count() == 1


def test_a_referral_is_decided_and_kept_with_its_reason(browser: Browser, small):
    take(browser, small)
    case = Case.objects.get(pk=key())
    where = reverse("case-triage", args=[case.pk])
    page = words(browser("sue").get(where))
    assert "What they are worried about Often late and hungry." in page
    assert "How would it be if we waited a week?" in page
    assert "goes to a case that is open" not in page.lower()  # there is none

    empty = browser("sue").post(where, {"why": ""})
    assert empty.status_code == 422
    for fault in ("Choose what becomes of it", "Say why", "Answer, or say that it is not known"):
        assert fault in words(empty)
    answer = browser("sue").post(where, decided())
    assert answer.status_code == 302
    assert TriageDecision.objects.get().why == "The school sees the child."
    lately = words(browser("sue").get(reverse("front-door-decided")))
    assert "1 decision in the last four weeks." in lately
    assert "No further action The school sees the child. sue" in lately
    assert browser("sue").get(where).status_code == 403


def test_a_team_takes_it_on_and_it_is_given_from_the_preview(browser: Browser, small):
    take(browser, small)
    answer = browser("sue").post(
        reverse("case-triage", args=[key()]), decided(outcome="ASSESSMENT", team=str(small.team))
    )
    assert answer.headers["Location"] == f"{reverse('case-who', args=[key()])}?done=triaged"
    page = words(browser("sue").get(answer.headers["Location"]))
    assert "bob It would stand 1st of 2" in page or "bob It would stand 2nd of 2" in page
    assert "Load now" in page
    assert "With it" in page

    where = reverse("case-who", args=[key()])
    refused = browser("sue").post(where, {"worker": str(small.people["bob"]), "why": "", "agreed": ""})
    assert refused.status_code == 422
    given = browser("sue").post(where, {"worker": str(small.people["bob"]), "why": "Has room.", "agreed": "bob, today"})
    assert given.status_code == 302
    spell = Allocation.objects.get(case_id=key())
    assert (spell.worker_id, spell.allocated_by_id, spell.why) == (
        small.people["bob"], small.people["sue"], "Has room. Agreed: bob, today"
    )  # fmt: skip


def test_a_child_in_danger_stands_first_and_is_decided_with_how_they_are_safe(browser: Browser, small):
    take(browser, small, danger="yes")
    page = browser("sue").get(reverse("front-door"))
    assert "Act now 1 referral" in words(page)
    where = reverse("case-triage", args=[key()])
    refused = browser("sue").post(where, decided())
    assert "Say whether the child is safe now" in words(refused)

    browser("sue").post(where, decided(outcome="ENQUIRY", team=str(small.team), safe="yes", safety="With an aunt"))
    assert Event.objects.filter(case_id=key(), kind="MADE_SAFE", note="With an aunt").exists()


def test_a_practitioner_is_told_who_takes_referrals_in(browser: Browser, small):
    answer = browser("ann").get(reverse("referral-new"))

    assert answer.status_code == 403
    assert "where a child is in danger now, ring 999" in words(answer)


def test_a_late_referral_names_who_must_see_to_it(browser: Browser, small):
    take(browser, small, received=f"{NOW - timedelta(5):%d %b %Y} 10:00")
    page = words(browser("sue").get(reverse("front-door")))

    assert "Late 1 referral" in page
    assert "sue," in page
    assert "must see to it." in page


# ---- who takes what must not wait a minute -------------------------------------------------------------------------------


def on_duty(small: Small, name: str, team, role: str = "DUTY") -> None:
    small.people[name] = make("worker", small.org, name=name, sort_name=name, joined_on=FROM).pk
    make("roleheld", small.org, worker_id=small.people[name], team_id=team, role=role, from_date=FROM)


def test_a_referral_in_act_now_names_who_takes_it_at_this_minute(browser: Browser, small):
    answer = take(browser, small, danger="yes")
    page = answer.headers["Location"]
    assert "Takes it now: sue, supervisor or team manager." in words(browser("sue").get(page))
    head = "1 waits for a decision: 1 in Act now, the oldest came in Fri 16:40 (1 not yet taken)"
    assert head in words(browser("sue").get(page))

    on_duty(small, "dot", None)
    assert "Takes it now: dot, duty social worker." in words(browser("sue").get(page))
    on_duty(small, "kim", small.team)
    assert "Takes it now: kim, duty social worker." in words(browser("sue").get(page))
    make("absence", small.org, worker_id=small.people["kim"], begins_at=NOW - timedelta(1), ends_at=NOW + timedelta(1))
    assert "Takes it now: dot, duty social worker." in words(browser("sue").get(page))


def test_whoever_takes_it_holds_it_and_nobody_can_take_it_twice(browser: Browser, small):
    take(browser, small, danger="yes")
    case = Case.objects.get(org_id=small.org, case_type="REFERRAL")
    on_duty(small, "kim", small.team)
    where = reverse("case-take", args=[case.pk])

    answer = browser("kim").post(where)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('front-door')}?done=taken")
    spell = Allocation.objects.get(case_id=case.pk, to_at__isnull=True)
    assert spell.worker_id == small.people["kim"]
    page = words(browser("sue").get(reverse("front-door")))
    assert "kim has taken it." in page
    assert "not yet taken" not in page
    assert "kim has taken it already." in words(browser("sue").post(where))


def test_duty_of_another_team_sees_it_only_where_their_role_reaches(browser: Browser, small):
    take(browser, small, danger="yes")
    case = Case.objects.get(org_id=small.org, case_type="REFERRAL")
    on_duty(small, "far", small.other_team)
    on_duty(small, "dot", None)

    assert "Marram" not in words(browser("far").get(reverse("front-door")))
    assert browser("far").post(reverse("case-take", args=[case.pk])).status_code == 404
    assert "Marram" in words(browser("dot").get(reverse("front-door")))
    assert browser("dot").post(reverse("case-take", args=[case.pk])).status_code == 302
    assert browser("bob").post(reverse("case-take", args=[case.pk])).status_code == 404


# ---- what is first to be decided of the late ones ------------------------------------------------------------------------


def test_of_late_referrals_an_injury_to_a_small_child_comes_before_an_older_worry(browser: Browser, small):
    """Worked by hand, by the set for statutory social work. Urgency, of 30: triage is unknown (0.5), and news is 0.4 from a
    school, 0.9 where a child was hurt: 30 (1 - 0.5 x 0.6) = 21, 30 (1 - 0.5 x 0.1) = 28.5. Consequences, of 30: unknown,
    0.5; of a child who does not talk yet lifted by a quarter of 0.33 of what is left: 15, and 30 (0.5 + 0.04125) = 16.2375.
    """
    first, second = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    take(browser, small, key=first, received="9 Nov 2026 10:00", born="3/4/2015", reported="CARE")
    injured = {"given_name": "Samphire", "born": "3/4/2024", "worry": "A burn that nobody could explain."}
    take(browser, small, key=second, received="19 Nov 2026 10:00", source="HEALTH", reported="HARM", **injured)

    found = list_front_door(small.viewer("sue"), moment(NOW.replace(tzinfo=None)))
    told = [(one.placed.given_name, one.stands) for one in found.waiting]
    assert told == [("Samphire", Stands.LATE), ("Marram", Stands.LATE)]
    share = [
        {each.indicator: each.share for each in one.placed.weighed if each.indicator in BY_HAND}
        for one in found.waiting
    ]
    assert [sum(each[word] for word in (Indicator.TRIAGE, Indicator.INFORMATION)) for each in share] == [
        28_500_000,
        21_000_000,
    ]
    consequences = (Indicator.RISK, Indicator.WAIT, Indicator.VULNERABILITY)
    assert [sum(each.get(word, 0) for word in consequences) for each in share] == [16_237_500, 15_000_000]
    page = words(browser("sue").get(reverse("front-door")))
    assert "It tells of: a child was hurt or touched, or says so" in page


BY_HAND = (Indicator.TRIAGE, Indicator.INFORMATION, Indicator.RISK, Indicator.WAIT, Indicator.VULNERABILITY)


def test_what_it_means_is_news_until_it_is_judged(browser: Browser, small):
    take(browser, small, reported="HARM")
    case = Case.objects.get(org_id=small.org, case_type="REFERRAL")
    assert news_of(small) == "safeguarding concern"

    said = {"scale": "TRIAGE", "value": 3, "judged_at": NOW, "recorded_at": NOW}
    make("judgement", small.org, case=case, judged_by_id=small.people["sue"], **said)
    assert news_of(small) != "safeguarding concern"


def news_of(small: Small) -> str:
    (one,) = list_front_door(small.viewer("sue"), moment(NOW.replace(tzinfo=None))).waiting
    return next(each.value for each in one.placed.weighed if each.indicator is Indicator.INFORMATION)


def test_a_case_that_was_given_to_somebody_meanwhile_is_not_given_away_unread(browser: Browser, small):
    case = small.cases["U1"]
    page, sue = reverse("case-who", args=[case.pk]), browser("sue")
    assert 'name="read" value=""' in sue.get(page).content.decode()
    spell = make("allocation", small.org, case=case, worker_id=small.people["bob"], from_at=NOW - timedelta(hours=1))

    said = {"worker": str(small.people["ann"]), "agreed": "In our talk", "why": "Has room", "read": ""}
    first = sue.post(page, said)
    assert first.status_code == 422
    assert "bob holds this case since you opened the page." in words(first)
    assert sue.post(page, said | {"read": str(spell.pk)}).status_code == 302


def test_in_a_shadow_month_who_could_hold_a_case_tells_nothing_of_the_order(browser: Browser, small):
    page, sue = reverse("case-who", args=[small.cases["U1"].pk]), browser("sue")
    assert "It would stand" in words(sue.get(page))
    make("shadowspell", small.org, team_id=small.team, from_date=NOW.date(), to_date=NOW.date() + timedelta(20))

    told = words(sue.get(page))
    assert "It would stand" not in told
    assert not re.search(r"\d(st|nd|rd|th) of \d", told)
    assert "Moves" not in told
    assert "Load now" in told
    assert "Shadow month: the order of work is not shown to this team" in told


def test_what_came_in_half_an_hour_after_midnight_in_summer_came_in_that_day():
    at = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)  # 0:30 on the 6th in London
    came = Came(at, time_known=False, recorded_at=at, recorded_by="ann")
    (said,) = came_words(came, datetime(2026, 7, 6, 10, 0, tzinfo=LONDON))

    assert said == "Came in today; written down today 00:30 by ann."


def test_a_contact_is_taken_in_comes_to_advice_and_is_taken_up_again(browser: Browser, small, monkeypatch):
    answer = browser("sue").post(reverse("contact-new"), SAID | {"key": key(), "team": str(small.team)})
    where = reverse("case-contact", args=[key()])
    assert answer.headers["Location"].startswith(where)
    assert "A contact: nobody has said yet what it comes to." in words(browser("sue").get(reverse("front-door")))

    empty = browser("sue").post(where, {"outcome": "ADVICE", "why": ""})
    assert empty.status_code == 422
    for fault in ("Write what you advised", "Write to whom you gave it", "Say why"):
        assert fault in words(empty)
    advice = {"outcome": "ADVICE", "why": "She asks for help.", "advice": "The family hub.", "told": "Ms Sedge"}
    assert browser("sue").post(where, advice).status_code == 302
    page = words(browser("sue").get(reverse("front-door-decided")))
    assert "1 contact in the last four weeks: 1 advice given." in page
    assert "She asks for help. To Ms Sedge: The family hub." in page
    assert "Take this contact up again" in words(browser("sue").get(reverse("case", args=[key()])))
    again = reverse("case-contact-again", args=[key()])
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=1))
    assert browser("sue").post(again, {"why": ""}).status_code == 422
    assert browser("sue").post(again, {"why": "A second call."}).status_code == 302
    assert "Taken up again today 09:31 by sue: “A second call.”" in words(browser("sue").get(reverse("front-door")))
