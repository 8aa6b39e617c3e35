"""Deciding about the order on pages: judging, placing elsewhere, countersigning, putting off, confirming."""

import re
from datetime import UTC, date, datetime, timedelta
from time import monotonic

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.records.context import acting
from plimsoll.records.models.priority import FactorJudgement, Judgement, Override, Postponement, Ranking
from plimsoll.records.models.workload import CaseWeight
from tests.factories.records import make
from tests.factories.small import OPENED, Small
from tests.web.conftest import Browser
from tests.web.test_caseload import add

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHY = "Seen at school today"
VISIT = "cin_visit_20wd"


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said later counts, so the clock goes on."""
    began = monotonic()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=monotonic() - began))


@pytest.fixture
def ann(small: Small) -> Small:
    """Ann holds two cases."""
    add(small, "A2", "Noah", "Ellis", born_on=date(2023, 5, 1))
    return small


def at(small: Small, name: str, case: str = "A1") -> str:
    return reverse(name, args=[small.cases[case].pk])


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def judged(small: Small, scale: str, value: int | None, when: datetime, why: str = "as told") -> None:
    make(
        "judgement", small.org, case=small.cases["A1"], scale=scale, value=value, why=why,
        judged_by_id=small.people["sue"], judged_at=when, recorded_at=when,
    )  # fmt: skip


def no_longer_seen_late(small: Small) -> None:
    """The child was seen on Friday, so that nothing is to be done today."""
    for case in ("A1", "A2"):
        seen = datetime(2026, 11, 20, 10, tzinfo=UTC)
        make("event", small.org, case=small.cases[case], kind="IN_NEED_VISIT", happened_at=seen, recorded_at=seen,
             note="She says that she likes her new school.")  # fmt: skip


# ---- judging ------------------------------------------------------------------------------------------------------------


def test_the_scales_ask_in_their_own_words_what_a_wait_would_do_first(browser: Browser, small):
    page = browser("ann").get(at(small, "case-judge")).content.decode()

    asked = re.findall(r"govuk-fieldset__legend govuk-visually-hidden\">\s*(.+?)\s*</legend>", page, re.DOTALL)
    assert asked[0] == "How would it be if we waited a week?"
    assert len(asked) == 4  # no triage: this is no referral
    assert asked[-1] == "What protects the child day by day?"
    assert "For example: A nursery keeps a place for a girl who needs it" in page
    assert page.count("It is not known") == 4


def test_triage_is_asked_of_what_is_new(browser: Browser, small):
    case = small.cases["A1"]
    case.case_type = "REFERRAL"
    case.save()

    assert "how soon must we act?" in browser("ann").get(at(small, "case-judge")).content.decode()


def test_how_a_case_is_judged_stands_at_the_question_and_what_is_stale_is_asked_again(browser: Browser, small):
    judged(small, "WAIT", 3, OPENED, why="He may lose his place")
    judged(small, "SEVERITY", None, datetime(2026, 11, 20, 9, tzinfo=UTC))
    answer = browser("ann").get(at(small, "case-judge"))
    page = answer.content.decode()

    assert "sue, Mon 1 Jun 2026, 25 weeks ago: “He may lose his place”" in words(answer)
    assert page.count("This was judged too long ago") == 1
    assert re.findall(r'name="(\w+)" type="radio" value="(\w+)" checked', page) == [("SEVERITY", "NOT_KNOWN")]


def test_only_what_is_answered_otherwise_is_written_and_the_case_says_what_it_did(browser: Browser, ann):
    no_longer_seen_late(ann)
    judged(ann, "WAIT", 1, datetime(2026, 11, 20, 9, tzinfo=UTC))
    before = Judgement.objects.count()
    client = browser("ann")
    said = {"WAIT": "1", "was_WAIT": "1", "SEVERITY": "4", "LIKELIHOOD": "4", "why": WHY}
    answer = client.post(at(ann, "case-judge"), said)

    new = Judgement.objects.order_by("-judged_at", "scale")[: Judgement.objects.count() - before]
    assert {(row.scale, row.value, row.why) for row in new} == {("SEVERITY", 4, WHY), ("LIKELIHOOD", 4, WHY)}
    assert re.search(
        r"It stands 1st now, (as before|2nd before), in This week\.", words(client.get(answer["Location"]))
    )


def test_what_somebody_else_judged_meanwhile_is_left_alone(browser: Browser, small):
    judged(small, "WAIT", 1, datetime(2026, 11, 20, 9, tzinfo=UTC))
    judged(small, "WAIT", 4, datetime(2026, 11, 20, 10, tzinfo=UTC))
    answer = browser("ann").post(
        at(small, "case-judge"), {"WAIT": "1", "was_WAIT": "1", "SEVERITY": "NOT_KNOWN", "why": WHY}
    )

    assert answer.status_code == 302
    assert list(Judgement.objects.filter(why=WHY).values_list("scale", "value")) == [("SEVERITY", None)]


def test_an_answer_to_what_somebody_judged_meanwhile_is_refused_once_and_kept(browser: Browser, small):
    make("casefactor", small.org, case=small.cases["A1"], factor="DISABILITY", from_date=date(2026, 1, 5))
    client, page = browser("ann"), at(small, "case-judge")
    judged(small, "WAIT", 4, datetime(2026, 11, 23, 8, 40, tzinfo=UTC), why="No bed tonight")
    make("factorjudgement", small.org, case=small.cases["A1"], factor="DISABILITY", value=90, why="Fits again",
         judged_at=NOW, recorded_at=NOW, judged_by_id=small.people["sue"])  # fmt: skip
    said = {"WAIT": "0", "was_WAIT": "", "DISABILITY": "60", "was_DISABILITY": "ON_RECORD", "why": ""}
    first = client.post(page, said)

    assert first.status_code == 422
    told = words(first)
    assert "sue judged this since you opened the page, on Mon 23 Nov 2026 at 08:40: 4: " in told
    assert (
        told.count("“No bed tonight” Your answer is not saved. Save again") == 2
    )  # above the form, and at the question
    assert told.count("“Fits again” Your answer is not saved.") == 2
    assert told.count("Say why.") == 2
    text = first.content.decode()
    assert re.findall(r'name="(WAIT)" type="radio" value="(\w+)" checked', text) == [("WAIT", "0")]
    assert '<option value="60" selected' in text
    again = dict(re.findall(r'type="hidden" name="(was_\w+)" value="(\w*)"', text))
    assert (again["was_WAIT"], again["was_DISABILITY"]) == ("4", "90")

    assert client.post(page, {**said, **again, "why": WHY}).status_code == 302
    assert list(Judgement.objects.filter(why=WHY).values_list("scale", "value")) == [("WAIT", 0)]
    assert list(FactorJudgement.objects.filter(why=WHY).values_list("factor", "value")) == [("DISABILITY", 60)]


def test_the_same_answer_as_somebody_gave_meanwhile_is_no_conflict(browser: Browser, small):
    judged(small, "WAIT", 4, datetime(2026, 11, 23, 8, 40, tzinfo=UTC))
    answer = browser("ann").post(at(small, "case-judge"), {"WAIT": "4", "was_WAIT": "1", "why": WHY})

    assert answer.status_code == 302


def test_a_vulnerability_is_judged_for_this_child_and_never_written_over(browser: Browser, small):
    make("casefactor", small.org, case=small.cases["A1"], factor="DISABILITY", from_date=date(2026, 1, 5))
    client = browser("ann")
    assert "As on record: as the criteria set gives it, 33 of 100" in words(client.get(at(small, "case-judge")))
    said = dict.fromkeys(("UNDER_1", "PRE_VERBAL", "MISSING", "EXPLOITED", "PREVIOUS_PLAN"), "ON_RECORD")
    client.post(at(small, "case-judge"), {**said, "DISABILITY": "60", "was_DISABILITY": "ON_RECORD", "why": WHY})
    assert "Now: 60 of 100" in words(client.get(at(small, "case-judge")))
    assert "disability (judged 60 of 100)" in words(client.get(at(small, "case"))).lower()
    client.post(at(small, "case-judge"), {**said, "DISABILITY": "0", "was_DISABILITY": "60", "why": "Speaks up"})

    rows = FactorJudgement.objects.order_by("recorded_at", "-value")
    assert [(row.factor, row.value, row.why) for row in rows] == [
        ("DISABILITY", 60, WHY),
        ("DISABILITY", 0, "Speaks up"),
    ]
    page = words(client.get(at(small, "case-judge")))
    assert "Speaks up holds" in page
    assert f"{WHY} judged anew since" in page


def test_a_vulnerability_judged_down_too_long_ago_counts_as_on_record_again(browser: Browser, small):
    make("casefactor", small.org, case=small.cases["A1"], factor="MISSING", from_date=date(2026, 1, 5))
    make("factorjudgement", small.org, case=small.cases["A1"], factor="MISSING", value=0, judged_at=OPENED,
         recorded_at=OPENED, judged_by_id=small.people["sue"])  # fmt: skip
    client = browser("ann")

    assert "This was judged too long ago" in words(client.get(at(small, "case-judge")))
    assert re.search(
        r"Vulnerability (H|h)as been missing the record, judged by sue", words(client.get(at(small, "case")))
    )


def test_what_protects_a_child_is_shown_and_moves_nothing(browser: Browser, ann):
    client, page = browser("ann"), reverse("my-caseload")
    before = re.findall(r'id="(A\d)"', client.get(page).content.decode())
    client.post(at(ann, "case-judge", before[0]), {"PROTECTION": "4", "was_PROTECTION": "", "why": "Her grandparents"})

    assert "Her grandparents" in words(client.get(at(ann, "case", before[0])))
    assert re.findall(r'id="(A\d)"', client.get(page).content.decode()) == before != []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"why": WHY}, "Nothing is answered otherwise than before."),
        ({"WAIT": "3", "why": " "}, "Say why."),
        ({"WAIT": "9", "why": WHY}, "Choose one of those that are there"),
    ],
)
def test_a_judgement_that_says_nothing_is_asked_again(browser: Browser, small, said, fault):
    answer = browser("ann").post(at(small, "case-judge"), said)

    assert answer.status_code == 422
    assert fault in words(answer)
    assert not Judgement.objects.exists()


def colleagues(small: Small, many: int, each: int) -> None:
    """Ann's team gets colleagues who judged every wait the same way."""
    for number in range(many):
        worker = make("worker", small.org, name=f"Colleague {number}")
        make("membership", small.org, worker=worker, team_id=small.team, from_date=date(2026, 1, 5))
        for _ in range(each):
            when = datetime(2026, 11, 2, 9, tzinfo=UTC)
            make("judgement", small.org, case=small.cases["A1"], scale="WAIT", value=4, judged_by=worker,
                 judged_at=when, recorded_at=when)  # fmt: skip


@pytest.mark.parametrize(("many", "each", "told"), [(5, 4, True), (4, 9, False), (5, 3, False)])
def test_ones_own_judgements_stand_beside_the_teams_where_it_gives_nobody_away(
    browser: Browser, small, many, each, told
):
    colleagues(small, many, each)
    client = browser("ann")
    assert "You have judged nothing yet" in words(client.get(reverse("my-judgements")))
    client.post(at(small, "case-judge"), {"WAIT": "1", "was_WAIT": "4", "why": WHY})
    page = words(client.get(reverse("my-judgements")))

    assert "1: A child would notice, and it would be easy to put right. 100 %" in page
    assert ("harmed for good. 0 % 100 %" in page) is told
    assert ("Of your team nothing is told here" in page) is not told
    assert browser("adam").get(reverse("my-judgements")).status_code == 403


# ---- how firm it is, and what would change it ----------------------------------------------------------------------------


def test_the_judgement_whose_absence_moves_most_is_asked_first_one_press_away(browser: Browser, ann):
    no_longer_seen_late(ann)
    client = browser("ann")
    page = client.get(reverse("my-caseload")).content.decode()
    (first,) = re.findall(r'asks-first__said">.+?href="([^"]+)"', page, re.DOTALL)

    assert re.fullmatch(r"/cases/[0-9a-f-]+/judge#(WAIT|LIKELIHOOD)", first)
    assert "Asked first: " in words(client.get(at(ann, "case")))
    for case in ("A1", "A2"):
        said = {"WAIT": "2", "LIKELIHOOD": "2", "SEVERITY": "2", "why": WHY}
        client.post(at(ann, "case-judge", case), said)
    assert "asks-first__said" not in client.get(reverse("my-caseload")).content.decode()


def test_a_close_call_is_one_press_from_the_places_that_other_weights_give(browser: Browser, ann):
    no_longer_seen_late(ann)
    client = browser("ann")
    page = client.get(reverse("my-caseload")).content.decode()
    (settle,) = re.findall(r'href="(/cases/[0-9a-f-]+/close-call)"', page)
    firm = words(client.get(reverse("firmness", args=[ann.people["ann"]])))
    assert "2,000 times" in firm
    assert "a close call" in firm
    pair = re.findall(r'name="first" type="radio" value="([0-9a-f-]+)"', client.get(settle).content.decode())
    answer = client.post(settle, {"first": pair[1], "why": WHY, "until": "27 Nov 2026"})

    assert str(pair[1]) in answer["Location"]
    row = Override.objects.get()
    assert (str(row.case_id), str(row.other_id), row.kind, row.reason) == (pair[1], pair[0], "ABOVE", "CLOSE_CALL")
    assert "It stands 1st now, 2nd before" in words(client.get(answer["Location"]))


def test_how_firm_a_list_is_tells_nothing_to_whoever_does_not_read_it(browser: Browser, ann):
    assert browser("bea").get(reverse("firmness", args=[ann.people["ann"]])).status_code in (403, 404)
    assert browser("bob").get(reverse("firmness", args=[ann.people["ann"]])).status_code == 404


def test_what_would_change_a_place_is_said_in_words_and_takes_as_many_queries_for_many_cases(browser: Browser, ann):
    no_longer_seen_late(ann)
    client = browser("ann")
    page = words(client.get(at(ann, "case-what-if")))

    assert re.search(r"The order of work has it (1st|2nd) of 2 on the list of ann", page)
    assert re.search(r": done today \(due next\) \w+, (as now|1 down)", page)
    assert "Nobody works on it for a week 1st," in page
    assert "out of the first 3" in page


# ---- placing and countersigning -----------------------------------------------------------------------------------------


def place(client, small: Small, case: str = "A1", **said):
    usual = {"kind": "BAND", "band": "PLANNED", "because": "KNOWS_MORE", "why": WHY, "until": "27 Nov 2026"}
    return client.post(at(small, "case-place", case), {**usual, **said})


def test_all_that_is_wrong_with_a_placing_is_told_at_once(browser: Browser, ann):
    answer = place(browser("ann"), ann, band="", because="", why=" ", until="1 Feb 2031")

    assert answer.status_code == 422
    for fault in ("Choose a band.", "Choose a reason", "Say why", "A placing can hold until"):
        assert words(answer).count(fault) == 2, fault  # above the form, and at its field


def test_a_case_is_placed_by_another_with_both_places_shown(browser: Browser, ann):
    no_longer_seen_late(ann)
    client, key = browser("ann"), str(ann.cases["A1"].pk)
    assert "A1 A1 Invented (1st, " in words(client.get(at(ann, "case-place", "A2")))
    answer = place(client, ann, "A2", kind="ABOVE", other=key, because="FAMILY_ASKED")
    page = words(client.get(answer["Location"]))

    assert "It stands 1st now, 2nd before" in page
    assert f"Placed here by ann until Fri 27 Nov 2026. The child or the family asked for it: {WHY}" in page
    assert "The order of work has it at place 2" in page
    page = words(client.get(at(ann, "case-place", "A2")))
    assert "ann placed it above A1 A1 Invented on Mon 23 Nov 2026. The order of work has it 2nd, in" in page
    assert "It holds until Fri 27 Nov 2026" in page


def test_the_form_says_beforehand_when_a_supervisor_has_to_agree(browser: Browser, ann):
    client = browser("ann")
    page = words(client.get(at(ann, "case-place")))
    assert "Planned (a supervisor has to agree)" in page
    assert "holds only once a supervisor has countersigned, as the child is to be seen" in page

    answer = place(client, ann)
    page = words(client.get(answer["Location"]))
    assert "until then the case stays where it is" in page
    assert "it waits for sue to agree since Mon 23 Nov 2026" in page
    assert "It waits for sue to agree since" in words(client.get(at(ann, "case-place")))
    assert Override.objects.get().to_countersign


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"band": ""}, "Choose a band."),
        ({"kind": "ABOVE"}, "Choose another case of the same list."),
        ({"until": "1 Nov 2026"}, "This day is past."),
        ({"until": "1 Feb 2027"}, "A placing can hold until Mon 21 Dec 2026 at most."),
        ({"why": ""}, "Say why"),
    ],
)
def test_a_placing_that_is_not_whole_is_asked_again_with_what_was_typed(browser: Browser, ann, said, fault):
    answer = place(browser("ann"), ann, **said)

    assert answer.status_code == 422
    assert fault in words(answer)
    assert (WHY in words(answer)) == ("why" not in said)
    assert not Override.objects.exists()


def test_whoever_carries_too_much_is_told_who_can_help(browser: Browser, ann):
    CaseWeight.objects.filter(case=ann.cases["A1"]).update(points=9_000)

    for answer in (
        browser("ann").get(reverse("my-caseload")),
        browser("sue").get(reverse("caseload", args=[ann.people["ann"]])),
    ):
        assert answer.status_code == 200
        assert "Nobody has to carry that alone: talk to sue" in words(answer)


def read(client, where: str) -> dict[str, str]:
    """What a page to countersign says that it is about."""
    return dict(re.findall(r'name="(read)" value="([^"]+)"', client.get(where).content.decode()))


def test_what_was_decided_anew_is_not_signed_unread(browser: Browser, ann):
    place(browser("ann"), ann)
    sue, where = browser("sue"), at(ann, "case-countersign")
    said = {**read(sue, where), "decision": "AGREE", "why": "Agreed"}
    place(browser("ann"), ann, band="AWAITING_OTHERS", why="Something else altogether")
    answer = sue.post(where, said)

    assert answer.status_code == 422
    assert "This was decided anew since you opened the page." in words(answer)
    assert not Override.objects.filter(countersigned_at__isnull=False).exists()
    (shown,) = re.findall(r'name="read" value="([^"]+)"', answer.content.decode())
    assert sue.post(where, said | {"read": shown}).status_code == 302
    assert "Sue agreed to what you asked" in words(browser("ann").get(reverse("notices")))


def test_a_child_in_danger_anew_ends_what_was_decided_before(browser: Browser, ann):
    make("event", ann.org, case=ann.cases["A1"], kind="WENT_MISSING", happened_at=OPENED, recorded_at=OPENED)
    place(browser("ann"), ann)
    sue, where = browser("sue"), at(ann, "case-countersign")
    sue.post(where, {**read(sue, where), "decision": "AGREE", "why": "Her aunt has her"})
    assert "Placed here by ann" in words(sue.get(at(ann, "case")))
    Override.objects.update(made_at=F("made_at") - timedelta(hours=1))
    later = Override.objects.get().made_at + timedelta(minutes=1)
    make("event", ann.org, case=ann.cases["A1"], kind="IMMEDIATE_HARM_REPORTED", happened_at=OPENED, recorded_at=later)
    page = words(sue.get(at(ann, "case")))

    assert "Placed here by ann" not in page
    assert "It holds no longer: the child is in danger anew." in page


def test_a_supervisor_sees_what_it_stands_on_and_agrees(browser: Browser, ann):
    place(browser("ann"), ann)
    seen = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    make("event", ann.org, case=ann.cases["A1"], kind="CHILD_SEEN", happened_at=seen, note="She says: I am safe here.",
         recorded_at=datetime(2027, 1, 1, tzinfo=UTC))  # fmt: skip
    client = browser("sue")
    assert "1 decision waits for a supervisor" in words(client.get(reverse("to-countersign")))
    page = words(client.get(at(ann, "case-countersign")))
    assert "ann placed it in Planned" in page
    assert page.count("She says: I am safe here.") == 2  # since it was placed, and when last seen

    answer = client.post(
        at(ann, "case-countersign"),
        {**read(client, at(ann, "case-countersign")), "decision": "AGREE", "why": "School sees her daily"},
    )
    page = words(client.get(answer["Location"]))
    assert "Placed here by ann until Fri 27 Nov 2026." in page
    assert "Countersigned by sue: “School sees her daily”" in words(client.get(at(ann, "case-place")))
    assert "Nothing waits for you" in words(client.get(reverse("to-countersign")))


def test_a_service_manager_who_does_not_agree_leaves_it_where_it_was(browser: Browser, ann):
    place(browser("ann"), ann)
    client = browser("max")
    assert (
        client.post(
            at(ann, "case-countersign"), {**read(client, at(ann, "case-countersign")), "decision": "NOT", "why": ""}
        ).status_code
        == 422
    )
    answer = client.post(
        at(ann, "case-countersign"),
        {**read(client, at(ann, "case-countersign")), "decision": "NOT", "why": "She must be seen today"},
    )

    assert answer.status_code == 302
    row = Override.objects.get()
    assert (row.ended_why, row.countersigned_at) == ("She must be seen today", None)
    told = words(browser("ann").get(at(ann, "case")))
    assert re.search("max did not agree on .* that ann places it in Planned.*: “She must be seen today”", told)
    assert "max did not agree to what you asked" in words(browser("ann").get(reverse("notices")))
    assert "did not agree" not in words(browser("ann").get(at(ann, "case", "A2")))


def test_nobody_countersigns_their_own_placing_or_one_that_does_not_wait(browser: Browser, ann):
    assert place(browser("sue"), ann).status_code == 302
    assert "Somebody else has to countersign" in words(browser("sue").get(at(ann, "case-countersign")))
    assert "Nothing waits for you" in words(browser("sue").get(reverse("to-countersign")))
    assert "Nothing on this case waits" in words(browser("sue").get(at(ann, "case-countersign", "A2")))
    assert browser("ann").get(reverse("to-countersign")).status_code == 403


def test_a_placing_is_ended_with_a_reason(browser: Browser, ann):
    client = browser("ann")
    place(client, ann)
    assert client.post(at(ann, "case-place-end"), {"why": ""}).status_code == 422
    answer = client.post(at(ann, "case-place-end"), {"why": "The call came"})

    assert "stands again where the order of work has it" in words(client.get(answer["Location"]))
    assert Override.objects.get().ended_why == "The call came"
    assert client.get(at(ann, "case-place-end")).status_code == 403


def test_a_placing_that_has_lapsed_says_why(browser: Browser, ann):
    place(browser("ann"), ann)
    Override.objects.update(lasts_until=date(2026, 11, 20))

    assert "It holds no longer: its last day has passed." in words(browser("ann").get(at(ann, "case-place")))
    assert "This placing has lapsed" in words(browser("sue").get(at(ann, "case-countersign")))


@pytest.mark.parametrize("name", ["case-judge", "case-place", "case-put-off"])
def test_the_owner_decides_a_colleague_is_refused_and_to_a_stranger_it_is_not_there(browser: Browser, ann, name):
    asked = {
        who: browser(who).get(at(ann, name)).status_code for who in ("ann", "sue", "bob", "bea", "max", "cat", "adam")
    }

    assert asked == {"ann": 200, "sue": 200, "bob": 404, "bea": 403, "max": 403, "cat": 404, "adam": 404}


# ---- putting off --------------------------------------------------------------------------------------------------------


def test_a_visit_is_rearranged_with_what_keeps_the_child_safe(browser: Browser, small):
    client = browser("ann")
    page = words(client.get(f"{at(small, 'case-put-off')}?for={VISIT}"))
    assert "Rearrange this visit" in page
    said = {"duty": VISIT, "until": "27 Nov 2026", "why": "The father is away", "meanwhile": "", "told": ""}
    answer = client.post(at(small, "case-put-off"), said)
    assert answer.status_code == 422
    assert "Say what keeps the child safe until then." in words(answer)
    assert "Say who knows that the visit is later." in words(answer)

    more = {"meanwhile": "School sees her daily", "told": "Sue and the school", "sooner_if": "she is not at school"}
    answer = client.post(at(small, "case-put-off"), {**said, **more})
    page = words(client.get(answer["Location"]))
    assert "Rearranged until Fri 27 Nov 2026 by ann: “The father is away”" in page
    assert "Put in place meanwhile: School sees her daily Told: Sue and the school" in page
    assert "It comes forward if: she is not at school" in page


def test_a_supervisor_agrees_to_a_rearranged_visit_with_the_safeguards_in_sight(browser: Browser, ann):
    said = {"meanwhile": "School sees her daily", "told": "Sue"}
    answer = browser("ann").post(
        at(ann, "case-put-off"), {"duty": VISIT, "until": "11 Dec 2026", "why": "The father is away", **said}
    )
    assert "It waits for sue to agree since Mon 23 Nov 2026, and moves nothing until then" in words(
        browser("ann").get(answer["Location"])
    )
    marked = "Child in need visit rearranged to Fri 11 Dec 2026: it waits for sue to agree since Mon 23 Nov 2026."
    assert marked in words(browser("ann").get(reverse("my-caseload")))
    theirs = reverse("caseload", args=[ann.people["ann"]])
    assert marked in words(browser("sue").get(theirs))
    assert "rearranged to" not in words(browser("bea").get(theirs))
    sue = browser("sue")
    listed = sue.get(reverse("to-countersign")).content.decode()
    (link,) = re.findall(r'href="([^"]+put-off/countersigning[^"]+)"', listed)
    assert "Put in place meanwhile: School sees her daily" in words(sue.get(link))
    answer = sue.post(link, {**read(sue, link), "decision": "AGREE", "why": "Agreed by telephone"})

    page = words(sue.get(answer["Location"]))
    assert "Until then it presses no earlier in the order of work. Countersigned by sue: “Agreed by telephone”" in page
    assert "rearranged until Fri 11 Dec 2026" in page
    assert "waits for" not in words(browser("ann").get(reverse("my-caseload")))
    assert browser("ann").get(link).status_code == 403
    assert browser("cat").get(link).status_code == 404


def test_a_putting_off_is_ended(browser: Browser, small):
    client = browser("ann")
    safe = {"meanwhile": "School", "told": "Sue"}
    client.post(at(small, "case-put-off"), {"duty": VISIT, "until": "27 Nov 2026", "why": WHY, **safe})
    answer = client.post(at(small, "case-put-off-end"), {"duty": VISIT, "why": "Not needed any more"})

    assert "Rearranged until" not in words(client.get(answer["Location"]))
    assert Postponement.objects.get().ended_why == "Not needed any more"
    assert client.get(at(small, "case-put-off-end")).status_code == 403


# ---- confirming ---------------------------------------------------------------------------------------------------------


def confirm(client, small: Small, supervisor: str = "", comment: str = "We agreed"):
    key = str(small.people[supervisor]) if supervisor else "ALONE"
    return client.post(reverse("review-new", args=[small.people["ann"]]), {"supervisor": key, "comment": comment})


def test_a_list_is_confirmed_kept_and_computed_again_the_same(browser: Browser, ann):
    client = browser("ann")
    place(client, ann)
    answer = client.get(reverse("review-new", args=[ann.people["ann"]]))
    assert 'class="table table--compact"' in answer.content.decode()  # on a phone a row is text, and not a card
    page = words(answer)
    assert "It waits for a supervisor, and moves nothing yet." in page
    answer = confirm(client, ann, "sue")
    page = words(client.get(answer["Location"]))

    assert "Computed again from what was kept, the cases shown here come out the same to the last place." in page
    assert "With sue, as ann says: asked" in page
    assert "We agreed" in page
    assert "A2 Noah Ellis" in page
    listed = words(client.get(reverse("reviews", args=[ann.people["ann"]])))
    assert ("sue, as ann says: asked" in listed, "Time(" in listed) == (True, False)


def test_a_list_that_is_sent_twice_is_kept_once(browser: Browser, ann):
    client, new = browser("ann"), reverse("review-new", args=[ann.people["ann"]])
    (key,) = re.findall(r'name="key" value="([0-9a-f-]{36})"', client.get(new).content.decode())
    said = {"supervisor": "ALONE", "comment": "", "key": key}
    first, second = client.post(new, said), client.post(new, said)

    assert first["Location"] == second["Location"]
    assert key in first["Location"]
    assert Ranking.objects.count() == 1


def test_a_list_that_comes_out_otherwise_shows_the_difference(browser: Browser, ann):
    client = browser("ann")
    confirm(client, ann)
    kept = Ranking.objects.get()
    first, second = kept.result["cases"]
    first["place"], second["place"] = 2, 1
    changed = make(
        "ranking", ann.org, worker_id=kept.worker_id, team_id=None, criteria_set=kept.criteria_set,
        rulebook=kept.rulebook, scheme=kept.scheme, cases=kept.cases, result=kept.result,
    )  # fmt: skip
    row = make(
        "prioritisationreview", ann.org, ranking=changed, worker_id=kept.worker_id, confirmed_by_id=kept.worker_id
    )
    page = words(client.get(reverse("review", args=[row.pk])))

    assert "the cases shown here come out otherwise: 2 differences." in page
    assert re.search(rf"{first['reference']} place 2 1", page)


def test_whoever_may_read_none_of_a_list_finds_no_review_of_it(browser: Browser, ann):
    key = confirm(browser("ann"), ann)["Location"].split("?")[0]
    asked = {
        who: browser(who).get(key).status_code for who in ("ann", "sue", "max", "eve", "bob", "bea", "cat", "adam")
    }
    assert asked == {"ann": 200, "sue": 200, "max": 200, "eve": 200, "bob": 404, "bea": 404, "cat": 404, "adam": 404}

    new = reverse("review-new", args=[ann.people["ann"]])
    asked = {who: browser(who).get(new).status_code for who in ("ann", "sue", "max", "bob", "bea", "cat")}
    assert asked == {"ann": 200, "sue": 200, "max": 404, "bob": 404, "bea": 404, "cat": 404}


def test_a_list_with_a_case_that_is_hidden_reads_as_if_there_were_no_such_case(browser: Browser, ann):
    place(browser("ann"), ann, kind="ABOVE", other=str(ann.cases["A2"].pk), because="FAMILY_ASKED")
    key = confirm(browser("ann"), ann)["Location"].split("?")[0]
    before = words(browser("eve").get(key))
    with acting(ann.org, None, "a test"):
        make("restriction", ann.org, case=ann.cases["A2"], restricted_by_id=ann.people["max"], from_at=NOW)
        make("namedperson", ann.org, case=ann.cases["A2"], worker_id=ann.people["ann"], from_at=NOW)
    hidden = {who: browser(who).get(key) for who in ("eve", "sue", "max")}
    listed = words(browser("eve").get(reverse("reviews", args=[ann.people["ann"]])))

    assert ("We agreed" in before, "ann placed it" in before) == (True, True)
    for answer in hidden.values():
        page = words(answer)
        assert (answer.status_code, "A2" in page, "Noah" in page, "We agreed" in page) == (200, False, False, False)
        assert "Cases shown 1 " in page
        assert "1st A1" in page
        assert "the cases shown here come out the same to the last place" in page
        assert "placed it" not in page
        assert answer.viewed.cases == {ann.cases["A1"].pk}
    assert "ann nobody: alone 1" in listed
    whole = words(browser("ann").get(key))
    assert ("A2" in whole, "We agreed" in whole) == (True, True)
    assert [browser(who).get(key).status_code for who in ("bob", "bea", "cat", "adam")] == [404] * 4


def test_where_all_that_was_confirmed_is_hidden_no_list_is_there(browser: Browser, small):
    key = confirm(browser("ann"), small)["Location"].split("?")[0]
    with acting(small.org, None, "a test"):
        make("restriction", small.org, case=small.cases["A1"], restricted_by_id=small.people["max"], from_at=NOW)
    eve = browser("eve")

    assert eve.get(key).status_code == 404
    assert "There is no confirmed list that you may read" in words(
        eve.get(reverse("reviews", args=[small.people["ann"]]))
    )


@pytest.mark.parametrize(
    "name",
    ["case", "case-judge", "case-what-if", "case-place", "case-put-off", "review-new", "firmness", "to-countersign"],
)
def test_a_page_asks_as_much_however_many_cases_there_are(browser: Browser, ann, name):
    about = {"review-new": [ann.people["ann"]], "firmness": [ann.people["ann"]], "to-countersign": []}.get(
        name, [ann.cases["A1"].pk]
    )
    place(browser("ann"), ann)
    client = browser("sue")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(name, args=about)).status_code == 200
        return len(found)

    asked()
    few = asked()
    for number in range(4):
        add(ann, f"L{number}", f"Zoe{number}", "Last", born_on=date(2010 + number, 1, 1))
        place(browser("ann"), ann, f"L{number}")

    assert asked() == few


# ---- what was read, by what it is and not by how it looks ----------------------------------------------------------------


def test_an_answer_given_back_and_forth_meanwhile_is_not_overruled_unread(browser: Browser, small):
    """Judged 1, then 4, then 1 again: the answer looks as it did, and is another's."""
    judged(small, "WAIT", 1, datetime(2026, 11, 20, 9, tzinfo=UTC))
    client, page = browser("ann"), at(small, "case-judge")
    shown = dict(re.findall(r'type="hidden" name="(was_\w+|read)" value="([^"]*)"', client.get(page).content.decode()))
    judged(small, "WAIT", 1, datetime(2026, 11, 20, 11, tzinfo=UTC), why="Looked again")

    first = client.post(page, {**shown, "WAIT": "3", "why": WHY})
    assert first.status_code == 422
    assert "“Looked again” Your answer is not saved." in words(first)
    again = dict(re.findall(r'type="hidden" name="(was_\w+|read)" value="([^"]*)"', first.content.decode()))
    assert client.post(page, {**again, "WAIT": "3", "why": WHY}).status_code == 302
    assert Judgement.objects.filter(why=WHY).count() == 1


def test_a_placing_that_another_made_meanwhile_is_not_ended_unread(browser: Browser, ann):
    no_longer_seen_late(ann)
    client = browser("ann")
    said = {"kind": "BAND", "band": "AWAITING_OTHERS", "because": "KNOWS_MORE", "why": WHY, "until": "27 Nov 2026"}
    assert 'name="read" value=""' in client.get(at(ann, "case-place")).content.decode()
    assert place(browser("sue"), ann, band="AWAITING_OTHERS", why="Agreed with the school").status_code == 302
    row = Override.objects.get()

    first = client.post(at(ann, "case-place"), {**said, "read": ""})
    assert first.status_code == 422
    assert "sue placed this case since you opened the page: “Agreed with the school”" in words(first)
    assert Override.objects.get().pk == row.pk
    assert f'name="read" value="{row.pk}"' in first.content.decode()
    assert client.post(at(ann, "case-place"), {**said, "read": str(row.pk)}).status_code == 302
    ends = client.post(at(ann, "case-place-end"), {"why": WHY, "read": str(row.pk)})
    assert "It was placed anew since you opened the page." in words(ends)
    assert Override.objects.filter(ended_at__isnull=True).exists()


# ---- what a supervisor reads before agreeing ----------------------------------------------------------------------------


def test_whoever_countersigns_reads_when_and_how_the_child_went_missing_and_what_changed_since_last_seen(
    browser: Browser, ann
):
    def happened(kind: str, day: int, hour: int, note: str) -> None:
        when = datetime(2026, 11, day, hour, tzinfo=UTC)
        make("event", ann.org, case=ann.cases["A1"], kind=kind, happened_at=when, recorded_at=when, note=note,
             recorded_by_id=ann.people["ann"], time_known=True)  # fmt: skip

    happened("IN_NEED_VISIT", 9, 10, "She says that she likes her new school.")
    happened("WENT_MISSING", 10, 20, "Left after a call.")
    happened("FOUND", 11, 8, "At her aunt's.")
    happened("CONTACT_RECEIVED", 12, 9, "The school is worried.")
    happened("WENT_MISSING", 20, 21, "Did not come back from the bus.")
    place(browser("ann"), ann)
    page = words(browser("sue").get(at(ann, "case-countersign")))

    assert "recorded by ann: “Did not come back from the bus.” It is the 2nd time in twelve months." in page
    assert "not on record, so it lasts." in page
    assert "What changed since the child was last seen, on Mon 9 Nov 2026" in page
    assert "The school is worried." in page
    assert page.count("She says that she likes her new school.") == 1  # the child's last words, in their own part
    assert browser("cat").get(at(ann, "case-countersign")).status_code == 404
    assert browser("ann").get(at(ann, "case-countersign")).status_code == 403


def test_what_changed_is_told_since_something_was_last_agreed_to(browser: Browser, ann):
    agreed = datetime(2026, 11, 16, 9, tzinfo=UTC)
    make("override", ann.org, case=ann.cases["A1"], worker_id=ann.people["ann"], other=ann.cases["A2"], made_at=agreed,
         made_by_id=ann.people["ann"], countersigned_at=agreed, countersigned_by_id=ann.people["sue"],
         countersigned_why="Her aunt has her", to_countersign=True, ended_at=agreed + timedelta(1),
         ended_by_id=ann.people["ann"], ended_why="over")  # fmt: skip
    place(browser("ann"), ann)
    page = words(browser("sue").get(at(ann, "case-countersign")))

    assert "What changed since sue last agreed to something here, on Mon 16 Nov 2026" in page
    assert "The danger" not in page
