"""What waits for a decision is said where people work, decided there, and never waits for somebody who is not there."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from plimsoll.core.terms import Matter
from plimsoll.queries.matters import list_asked, list_matters
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.exchange import ImportMatter
from plimsoll.records.models.people import RoleHeld, Team, Worker
from tests.factories.records import make
from tests.factories.small import NOW, TODAY, Small
from tests.web.conftest import Browser
from tests.web.exchange.conftest import Bring, Send, child, key_of, workbook
from tests.web.exchange.test_files import words
from tests.web.exchange.test_hidden import restrict

SAYS = "The file says: closed"
UNDERSTOOD: dict[str, object] = {"lists": [], "people": [], "unknown": [], "faults": [], "children": {}}


@pytest.fixture
def file(small: Small) -> UUID:
    """A file that was brought in."""
    made = make("import", small.org, file_name="october.xlsx", state="APPLIED", applied_at=NOW)
    make("importfile", small.org, of=made, understood=UNDERSTOOD)
    return made.pk


def ask(small: Small, file: UUID, case: str = "A1", matter: Matter = Matter.CLOSED_IN_FILE, **more: object) -> UUID:
    """Something about a case is left to decide."""
    said = {"here": "open", "there": "The work ended in May", "child_reference": case, **more}
    return make("importmatter", small.org, of_id=file, case=small.cases[case], matter=matter, **said).pk


def test_a_row_says_what_waits_to_those_who_may_read_the_case(browser: Browser, small: Small, file):
    ask(small, file)
    case, hers = small.cases["A1"].pk, reverse("caseload", args=[small.people["ann"]])
    link = f'href="{reverse("case", args=[case])}#asked"'

    for name in ("ann", "sue", "max", "eve"):
        page = words(browser(name).get(hers))
        assert (SAYS in page, link in page) == (True, True), name
    assert SAYS not in words(browser("bea").get(hers))  # knows of the case, and may not read it
    assert SAYS not in words(browser("bob").get(reverse("my-caseload")))


def test_a_matter_of_a_hidden_case_waits_nowhere_else(browser: Browser, small: Small, file):
    ask(small, file)
    restrict(small, small.cases["A1"].pk)
    team = reverse("team", args=[small.team])

    assert "waits for a decision" in words(browser("sue").get(team))
    assert "for a decision" not in words(browser("max").get(team))
    assert SAYS not in words(browser("ann").get(reverse("my-caseload")))


def test_the_queue_and_the_team_say_what_waits(browser: Browser, small: Small, file):
    ask(small, file, "U1")
    for case in ("A1", "B1"):
        ask(small, file, case, Matter.NEW_WORKER, about="WORKER", name="name", there=str(small.people["cat"]))
    sue = browser("sue")
    team = words(sue.get(reverse("team", args=[small.team])))

    assert SAYS in words(sue.get(reverse("unallocated")))
    assert "3 cases wait for a decision on what a file says." in team
    assert "1 to decide from a file" in team
    assert "The file says: worker cat" in team


def test_what_waits_is_asked_for_once_however_much_it_is(small: Small, file, django_assert_num_queries):
    few = [ask(small, file)]
    with acting(small.org, small.people["sue"], "a test"):
        viewer = small.viewer("sue")
        with django_assert_num_queries(1):
            assert len(list_asked(viewer, [small.cases["A1"].pk])) == len(few)
        for case in ("A1", "B1", "U1"):
            ask(small, file, case, Matter.CHANGED_HERE, about="CHILD", name="born_on", there="2015-06-02")
        with django_assert_num_queries(1):
            found = list_asked(viewer, [case.pk for case in small.cases.values()])
    assert {len(asked) for asked in found.values()} == {1, 2}


def test_the_page_of_a_case_has_the_matter_and_the_form_for_whoever_may_decide(browser: Browser, small: Small, file):
    ask(small, file)
    here = reverse("case", args=[small.cases["A1"].pk])
    pages = {name: words(browser(name).get(here)) for name in ("ann", "sue", "eve", "bea")}

    assert all("The work ended in May" in pages[name] for name in ("ann", "sue", "eve"))
    assert ("Close this case</button>" in pages["sue"], "Keep it open" in pages["sue"]) == (True, True)
    assert ("Close this case</button>" in pages["ann"], "Keep it open" in pages["ann"]) == (False, True)
    assert "Only the supervisor of its team or a service manager can close this case." in pages["eve"]
    assert "All that waits for a decision" in pages["eve"]
    assert 'id="asked"' not in pages["bea"]
    assert 'type="checkbox"' not in pages["sue"]  # the only one of its kind needs no tick


def test_what_is_decided_from_a_case_leads_back_to_it(browser: Browser, small: Small, file):
    matter, case = ask(small, file), small.cases["A1"].pk
    ask(small, file, "B1")
    there = f"{reverse('decide')}?case={case}"
    said = {"kind": "CLOSED_IN_FILE", "take": "no", "matter": [str(matter)], "why": ""}
    refused = browser("sue").post(there, said)
    done = browser("sue").post(there, {**said, "why": "The plan goes on"})

    assert (refused.status_code, "B1 Invented" in words(refused)) == (422, False)
    assert f'href="{reverse("case", args=[case])}"' in words(refused)
    assert (done.status_code, done["Location"]) == (302, f"{reverse('case', args=[case])}?done=decided")
    assert SAYS not in words(browser("ann").get(reverse("my-caseload")))


def test_all_of_a_kind_are_decided_the_same_way_after_one_more_look(browser: Browser, small: Small, file):
    keys = [ask(small, file, case) for case in ("A1", "B1")]
    ask(small, file, "C1")
    sue, there = browser("sue"), reverse("decide")
    page = words(sue.get(there))
    once_more = sue.post(there, {"kind": "CLOSED_IN_FILE", "all": "yes", "why": "Both have ended"})

    assert ("Decide all 2 the same way" in page, "Tick all of these" in page) == (True, True)
    assert once_more.status_code == 200
    assert all(f'name="matter" value="{key}"' in words(once_more) for key in keys)
    assert "Both have ended" in words(once_more)
    assert ImportMatter.objects.filter(decided_at__isnull=True).count() == 3  # nothing is decided by looking

    said = {"kind": "CLOSED_IN_FILE", "take": "yes", "why": "Both have ended", "matter": [str(key) for key in keys]}
    assert sue.post(there, said).status_code == 302
    assert set(Case.objects.filter(closed_at__isnull=False).values_list("reference", flat=True)) == {"A1", "B1"}


def test_what_is_wrong_says_in_which_part_and_of_whom(browser: Browser, small: Small, file):
    matter = ask(small, file, matter=Matter.NEW_WORKER, about="WORKER", name="name", there=str(small.people["cat"]))
    Worker.objects.filter(pk=small.people["cat"]).update(left_on=TODAY)
    said = {"kind": "NEW_WORKER", "take": "yes", "why": "As the file says", "matter": [str(matter)]}
    page = words(browser("sue").post(reverse("decide"), said))

    assert (
        '<a href="#new_worker-matter">Another worker or team in the file: A1 Invented: cat no longer works here.'
        in page
    )
    assert 'id="new_worker-matter"' in page


def test_another_worker_and_another_team_of_one_case_are_one_move(browser: Browser, small: Small, file):
    worker = ask(
        small, file, matter=Matter.NEW_WORKER, about="WORKER", name="name", here="", there=str(small.people["cat"])
    )
    there = Team.objects.get(pk=small.other_team).name
    team = ask(small, file, matter=Matter.NEW_WORKER, about="CASE", name="team", here="North", there=there)
    max_ = browser("max")
    page = words(max_.get(reverse("decide")))
    ((row,),) = [set(re.findall(r'name="matter" value="([^"]+)"', page))]

    assert ("1 to decide." in page, set(row.split())) == (True, {str(worker), str(team)})
    assert f"worker: cat; team: {there}" in page or f"team: {there}; worker: cat" in page
    assert ">1 to decide</a>" in page

    sent = {"kind": "NEW_WORKER", "take": "yes", "why": "She moved house", "matter": [row]}
    assert max_.post(reverse("decide"), sent).status_code == 302
    case = Case.objects.get(reference="A1")
    held = Allocation.objects.get(case=case, to_at__isnull=True)
    assert (case.team_id, held.worker_id) == (small.other_team, small.people["cat"])
    assert not ImportMatter.objects.filter(decided_at__isnull=True).exists()


def test_what_changed_after_the_file_is_decided_alone(browser: Browser, small: Small, file):
    ask(small, file, matter=Matter.NEW_WORKER, about="WORKER", name="name", there=str(small.people["cat"]))
    ask(
        small,
        file,
        matter=Matter.NEW_WORKER,
        about="CASE",
        name="team",
        there=Team.objects.get(pk=small.other_team).name,
    )
    Worker.objects.filter(pk=small.people["cat"]).update(left_on=TODAY)

    assert words(browser("max").get(reverse("decide"))).count('name="matter"') == 2


ONE_WAY = {
    ("max", Matter.CHANGED_HERE): "You can only keep what stands here.",
    ("max", Matter.NOT_CONFIRMED): "You can only say that it was not done.",
    ("ann", Matter.CLOSED_IN_FILE): "You can only say that it stays open.",
    ("sue", Matter.CHANGED_HERE): "",
    ("sue", Matter.CLOSED_IN_FILE): "",
}


@pytest.mark.parametrize(("who", "kind"), ONE_WAY)
def test_who_can_give_one_answer_alone_is_told_why_and_who_gives_the_other(browser, small: Small, file, who, kind):
    event = {"about": "EVENT", "name": "IN_NEED_VISIT", "here": "2026-11-12", "there": ""}
    ask(small, file, matter=kind, **({} if kind is Matter.CLOSED_IN_FILE else event))
    page = words(browser(who).get(reverse("decide")))

    assert ">1 to decide</a>" in page
    assert ("You can only" in page) is bool(ONE_WAY[who, kind])
    assert ONE_WAY[who, kind] in page


def test_what_others_decide_is_said_and_counts_for_nobody_else(browser: Browser, small: Small, file):
    make("roleheld", small.org, worker_id=small.people["eve"], role="SAFEGUARDING_LEAD", from_date=TODAY)
    ask(small, file, matter=Matter.NEW_WORKER, about="WORKER", name="name", there=str(small.people["cat"]))
    ask(small, file, "B1")
    page = words(browser("eve").get(reverse("decide")))

    assert ">1 to decide</a>" in page  # that B1 stays open, and not who holds A1
    assert "1 to decide. 1 waits for others: beside each it says whose it is." in page
    assert "Only the supervisor of its team or a service manager can allocate this case." in page


# ---- nothing waits for ever ----------------------------------------------------------------------------------------------


def since(small: Small, name: str = "sue") -> list[str]:
    with acting(small.org, small.people[name], "a test"):
        return [one.since for one in list_matters(small.viewer(name), on=TODAY)]


def close(small: Small, case: str) -> None:
    Case.objects.filter(pk=small.cases[case].pk).update(
        closed_at=datetime(2026, 11, 20, tzinfo=UTC), closed_why="done", closed_by_id=small.people["sue"]
    )


@pytest.mark.parametrize("take", ["yes", "no"])
@pytest.mark.parametrize("kind", [Matter.TO_CHECK, Matter.NOT_IN_FILE, Matter.CLOSED_IN_FILE])
def test_of_a_case_that_was_closed_since_either_answer_ends_the_question(browser, small: Small, file, kind, take):
    matter = ask(small, file, matter=kind)
    close(small, "A1")
    (said,) = since(small)
    sent = {"kind": kind.value, "take": take, "why": "Closed last week", "matter": [str(matter)]}

    assert said == "The case was closed here on Fri 20 Nov 2026. Either answer leaves it closed."
    assert browser("max").post(reverse("decide"), sent).status_code == 302  # who may not write on it
    assert Case.objects.get(reference="A1").closed_why == "done"


def test_what_was_said_to_be_done_on_a_case_without_a_worker_can_be_let_go(browser: Browser, small: Small, file):
    about = {"about": "EVENT", "name": "IN_NEED_VISIT", "here": "2026-11-12", "there": ""}
    matter = ask(small, file, "U1", Matter.NOT_CONFIRMED, **about)
    sent = {"kind": "NOT_CONFIRMED", "why": "Nobody knows of it", "matter": [str(matter)]}
    events = Event.objects.filter(case=small.cases["U1"]).count()

    assert browser("max").post(reverse("decide"), {**sent, "take": "no"}).status_code == 422  # that would be written
    assert browser("max").post(reverse("decide"), {**sent, "take": "yes"}).status_code == 302
    assert Event.objects.filter(case=small.cases["U1"]).count() == events


def test_a_worker_who_left_and_a_team_that_is_gone_are_said_with_the_way_out(browser: Browser, small: Small, file):
    Worker.objects.filter(pk=small.people["cat"]).update(left_on=TODAY)
    to_cat = ask(small, file, matter=Matter.NEW_WORKER, about="WORKER", name="name", there=str(small.people["cat"]))
    ask(small, file, "B1", Matter.NEW_WORKER, about="CASE", name="team", there="Gone team")

    assert since(small) == [
        "cat no longer works here. Leave it, and give the case to somebody else.",
        "There is no team “Gone team” here any more. Leave it where it is.",
    ]
    kept = {"kind": "NEW_WORKER", "take": "no", "why": "She left", "matter": [str(to_cat)]}
    assert browser("sue").post(reverse("decide"), kept).status_code == 302


def test_where_nobody_may_decide_it_is_said_who_can_change_that(small: Small, file):
    ask(small, file)
    assert since(small, "ann") == [""]
    RoleHeld.objects.filter(worker__in=[small.people["sue"], small.people["max"]]).update(to_date=TODAY)
    (said,) = since(small, "ann")
    assert said.startswith("Nobody may do as the file says: ")
    assert said.endswith("Whoever keeps people can give somebody the role.")


def test_where_nobody_named_on_a_case_may_decide_it_is_said(small: Small, file):
    ask(small, file)
    ann = small.people["ann"]
    make("namedperson", small.org, case=small.cases["A1"], worker_id=ann, named_by_id=ann)
    make("restriction", small.org, case=small.cases["A1"], restricted_by_id=ann)

    (said,) = since(small, "ann")
    assert said.startswith("Nobody who is named on this case may do as the file says.")


# ---- who brings files in and sees no cases -------------------------------------------------------------------------------


def test_who_sees_no_cases_is_told_how_much_waits_for_others(browser: Browser, small: Small, bring: Bring):
    bring(child("X-1"), child("X-2"), child("X-3"), name="first.xlsx")
    file = bring(child("X-2", allocated_worker="Ned Quill"), child("X-3"), name="second.xlsx")
    adam = browser("adam")
    shown = words(adam.get(reverse("file", args=[file])))
    after = words(adam.get(reverse("file-progress", args=[file])))

    for page in (shown, after):
        assert "2 matters wait for the supervisors, the service manager and whoever holds the cases." in page
        assert "You see no cases" in page
    assert ("No longer in the file" in shown, "Another worker or team in the file" in shown) == (True, True)
    assert ("X-1" in shown, "X-2" in shown) == (False, False)
    assert "2 for others" in words(adam.get(reverse("files")))
    assert "for others" not in words(browser("max").get(reverse("files")))


def test_where_nothing_waits_nobody_is_told_of_cases_that_they_do_not_see(browser: Browser, bring: Bring):
    file = bring(child("X-1"))
    page = words(browser("adam").get(reverse("file-progress", args=[file])))

    assert "The cases are in their caseloads" not in page
    assert "Nothing that you may know of waits for a decision." in page
    assert "The cases are in their caseloads" in words(browser("max").get(reverse("file-progress", args=[file])))


def test_what_waits_for_others_is_the_same_whether_a_restricted_case_is_there_or_not(browser, small: Small, file):
    ask(small, file)
    adam = browser("adam")
    before = adam.get(reverse("file", args=[file])).content.count(b"1 matter waits")
    ask(small, file, "B1")
    restrict(small, small.cases["B1"].pk)

    assert (before, words(adam.get(reverse("file", args=[file]))).count("1 matter waits")) == (1, 1)


def test_what_a_file_will_change_is_listed_child_by_child(browser: Browser, small: Small, bring: Bring, send: Send):
    bring(child("X-1"), child("X-2"), child("X-3"), name="first.xlsx")
    gone = Case.objects.get(reference="X-1")
    file = key_of(send(workbook(child("X-2", allocated_worker="Ned Quill"), child("X-3"), child("X-4"))))
    max_, there = browser("max"), reverse("file-changes", args=[file])
    shown, listed = words(max_.get(reverse("file", args=[file]))), words(max_.get(there))

    assert ("No longer in the file</dt><dd>1</dd>" in shown, f'href="{there}"' in shown) == (True, True)
    assert [f">{name}<" in listed for name in ("X-1", "X-2", "X-3", "X-4")] == [True, True, False, True]
    assert f'href="{reverse("case", args=[gone.pk])}"' in listed
    assert ("The file says: worker Ned Quill" in listed, "New case" in listed) == (True, True)
    only = words(max_.get(f"{there}?which=NOT_IN_FILE"))
    assert ("X-1" in only, "X-4" in only) == (True, False)
    hidden = words(browser("adam").get(there))
    assert ("Not shown to you" in hidden, "X-1" in hidden) == (True, False)


# ---- a child without a case here -----------------------------------------------------------------------------------------

ENDED = {"cin_closure_date": datetime(2021, 2, 1), "closure_reason": "RC1", "case_status": "e) Closed episode"}


def added(browser: Browser, file: UUID, reference: str, name: str = "max", **more: str):
    """What somebody who adds a case for a child of a file is answered."""
    there = f"{reverse('case-new')}?file={file}&of_file={reference}"
    asked = browser(name).get(there)
    if asked.status_code != 200:
        return asked
    return browser(name).post(reverse("case-new"), {**more, "file": str(file), "of_file": reference})


def new_case(small: Small, reference: str) -> dict[str, str]:
    return {
        "key": str(uuid4()), "given_name": "Ida", "family_name": "Ended", "born": "1 Jun 2015", "kind": "EARLY_HELP",
        "team": str(small.team), "other_reference": reference,
    }  # fmt: skip


def test_a_case_is_added_for_a_child_of_a_file_with_what_it_says(browser: Browser, small: Small, bring: Bring):
    file = bring(child("X-1"), child("X-9", **ENDED))
    max_, there = browser("max"), f"{reverse('case-new')}?file={file}&amp;of_file=X-9"
    children = words(max_.get(reverse("file-children", args=[file])))
    form = words(max_.get(there.replace("&amp;", "&")))

    assert (f'href="{there}"' in children, "of_file=X-1" in children) == (True, False)
    without = words(max_.get(reverse("file-children", args=[file]) + "?which=without"))
    assert ("X-9" in without, "X-1<" in without) == (True, False)
    assert 'name="other_reference"' in form
    assert form.count('value="X-9"') == 2  # unseen, and in the field

    answer = added(browser, file, "X-9", **new_case(small, "X-9"))
    assert answer.status_code == 302, words(answer)
    case = Case.objects.get(other_reference="X-9")
    assert (case.child.reference, case.child.given_name, case.child.family_name) == ("X-9", "Ida", "Ended")
    assert "of_file=X-9" not in words(max_.get(reverse("file-children", args=[file])))

    bring(child("X-1"), child("X-9", allocated_worker="Ned Quill"), name="next.xlsx")
    assert Case.objects.filter(child=case.child).count() == 1  # the next file finds it


def test_a_child_to_be_checked_has_the_way_to_a_case(browser: Browser, small: Small, file):
    make(
        "importmatter", small.org, of_id=file, case=None, matter="TO_CHECK", child_reference="X-9", there="No day of it"
    )
    link = f"{reverse('case-new')}?file={file}&amp;of_file=X-9"

    assert link in words(browser("max").get(reverse("decide")))
    adam = words(browser("adam").get(reverse("decide")))
    assert ("X-9" in adam, link in adam) == (True, False)


def test_of_a_hidden_child_a_case_is_added_as_if_nobody_knew_them(browser: Browser, small: Small, bring: Bring):
    bring(child("X-1"), child("X-9"))
    hidden = Case.objects.get(reference="X-9")
    file = bring(child("X-1"), child("X-9", **ENDED), name="next.xlsx")
    restrict(small, hidden.pk)
    answer = added(browser, file, "X-9", **new_case(small, "X-9"))

    assert answer.status_code == 302, words(answer)
    with acting(small.org, None, "a test"):
        made = Case.objects.get(other_reference="X-9")
        assert made.child_id != hidden.child_id
        assert Case.objects.get(pk=hidden.pk).child.given_name == ""


def test_what_no_file_says_is_not_there(browser: Browser, small: Small, bring: Bring):
    file = bring(child("X-1"), child("X-9", **ENDED))

    for name, reference in (("max", "X-1"), ("max", "X-7"), ("sue", "X-9"), ("ann", "X-9")):
        assert added(browser, file, reference, name).status_code == 404, (name, reference)
    assert added(browser, file, "X-9", "adam").status_code == 403
    assert browser("max").get(f"{reverse('case-new')}?file=nothing&of_file=X-9").status_code == 404
