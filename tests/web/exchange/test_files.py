"""Bringing a file in, step by step, as people do."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from plimsoll.actions.cases import Refused
from plimsoll.core.terms import Act, ImportState
from plimsoll.formats.plain.layout import table
from plimsoll.records.models.cases import Case
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.people import Team, Worker
from plimsoll.web.exchange import views
from tests.web.conftest import Browser
from tests.web.exchange.conftest import Bring, Send, child, key_of, workbook
from tests.web.test_pages import acts

CLOSED = {"cin_closure_date": datetime(2021, 2, 1), "closure_reason": "RC1", "case_status": "e) Closed episode"}


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


# ---- who -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "may"), [("max", True), ("adam", True), ("ann", False), ("sue", False), ("eve", False)]
)
def test_files_are_there_for_those_who_bring_them_in(browser: Browser, who, may):
    client = browser(who)

    assert client.get(reverse("files")).status_code == (200 if may else 403)
    assert (f'href="{reverse("files")}"' in words(client.get(reverse("roles")))) == may
    assert client.get(reverse("file", args=[uuid4()])).status_code == 404


# ---- choosing a file -----------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(send: Send, small):
    for content, name in (
        (b"", "a.xlsx"),
        (b"not a workbook", "a.xlsx"),
        (workbook(), "a.xlsx"),
        (b"%PDF-1.7", "a.pdf"),
    ):
        answer = send(content, name=name)

        assert answer.status_code == 422
        assert "govuk-error-message" in words(answer)
    assert Import.objects.count() == 0
    assert acts(small) == []


def test_a_table_without_a_day_is_brought_in_with_the_day_that_is_said(send: Send, small):
    table = b"Reference,Kind of case\nP1,early help\n"
    without, ahead = send(table, name="a.csv"), send(table, name="a.csv", facts_on="1 Jan 2030")
    said = send(table, name="a.csv", facts_on="1 Oct 2026")

    assert (without.status_code, ahead.status_code, said.status_code) == (422, 422, 302)
    assert "This day lies ahead" in words(ahead)
    assert [str(one.facts_on) for one in Import.objects.all()] == ["2026-10-01"]


def test_a_name_longer_in_bytes_than_a_system_takes_is_cut(send: Send):
    answer = send(workbook(child("X-1")), name="ä" * 200 + ".xlsx")

    assert Import.objects.get(pk=key_of(answer)).file_name == "ä" * 97 + ".xlsx"


def test_no_file_at_all_is_asked_for(browser: Browser):
    answer = browser("max").post(reverse("files"), {})

    assert answer.status_code == 422
    assert "Choose the file to bring in" in words(answer)


def test_a_file_that_is_too_large_is_not_kept(send: Send, settings):
    settings.UPLOAD_MEGABYTES = 1
    answer = send(bytes(2 * 1024 * 1024))

    assert answer.status_code == 422
    assert "This file is larger than 1 MB" in words(answer)
    assert "Choose the file to bring in" not in words(answer)


def test_the_columns_of_a_plain_table_are_listed_with_an_example_that_can_be_brought_in(browser: Browser, send: Send):
    client = browser("max")
    page, example = words(client.get(reverse("file-columns"))), client.get(reverse("file-example"))

    assert [one.column.name for one in table().entries if one.column.name not in page] == []
    assert example["Content-Disposition"] == 'attachment; filename="plain-table-example.csv"'
    file = key_of(send(example.content, name="plain.csv"))
    assert "Plain table" in words(client.get(reverse("file", args=[file])))


# ---- one file ------------------------------------------------------------------------------------------------------------


def test_what_was_understood_is_shown_and_nothing_is_changed(browser: Browser, send: Send, small):
    before = Case.objects.count()
    file = key_of(send(workbook(child("X-1"), child("X-2"), child("X-3", **CLOSED))))
    page = words(browser("max").get(reverse("file", args=[file])))

    assert "2 with open work, 1 without. Each is accounted for." in page
    assert "Say first who 1 name is, and which 1 team is meant." in page
    assert acts(small) == [Act.FILE_STAGED]
    assert Case.objects.count() == before


def test_every_child_is_accounted_for(browser: Browser, send: Send):
    file = key_of(send(workbook(child("X-1"), child("X-2", allocated_worker=""), child("X-3", **CLOSED))))
    where = reverse("file-children", args=[file])
    everyone, open_ones = (words(browser("max").get(where, {"which": which})) for which in ("", "open"))

    assert [reference in everyone for reference in ("X-1", "X-2", "X-3")] == [True, True, True]
    assert [reference in open_ones for reference in ("X-1", "X-2", "X-3")] == [True, True, False]
    (why_not,) = re.findall(r'<option value="([^"]+)">Not open', everyone)
    closed = words(browser("max").get(where, {"which": why_not}))
    assert [reference in closed for reference in ("X-1", "X-2", "X-3")] == [False, False, True]
    assert "List 6" in everyone


def test_faults_are_told_with_where_they_are(browser: Browser, send: Send):
    file = key_of(send(workbook(child("X-1", date_of_birth="31/02/2014"), child("X-2"))))
    page = words(browser("max").get(reverse("file-faults", args=[file])))

    assert "31/02/2014" in page
    assert "row 2" in page


def test_the_date_of_its_facts_is_proposed_and_can_be_changed(browser: Browser, send: Send):
    file = key_of(send(workbook(child("X-1"))))
    where, client = reverse("file-date", args=[file]), browser("max")

    assert 'value="1 Mar 2021"' in words(client.get(where))
    assert client.post(where, {"facts_on": "32 Mar"}).status_code == 422
    assert client.post(where, {"facts_on": "1 Nov 2026"}).status_code == 302
    assert str(Import.objects.get(pk=file).facts_on) == "2026-11-01"


def test_every_name_is_said_in_one_form_and_what_was_chosen_is_not_lost(browser: Browser, send: Send, small):
    file = key_of(send(workbook(child("X-1", allocated_worker="Zed One"), child("X-2", allocated_worker="Zed Two"))))
    where, client = reverse("file-people", args=[file]), browser("max")
    ann = str(small.people["ann"])
    refused = client.post(where, {"p0": ann})

    assert refused.status_code == 422
    assert "Say who Zed Two is" in words(refused)
    assert f'value="{ann}" selected' in words(refused)
    assert client.post(where, {"p0": ann, "p1": "NOBODY"}).status_code == 302
    assert "Every name is settled" in words(client.get(where))
    again = words(client.get(where, {"again": "yes"}))
    assert f'value="{ann}" selected' in again
    assert 'value="NOBODY" selected' in again
    assert client.post(f"{where}?again=yes", {"p0": "ADD", "p1": "NOBODY"}).status_code == 302
    assert ">a new person<" not in again
    assert "1 to be added" in words(client.get(reverse("file", args=[file])))


def test_a_team_that_is_not_known_here_is_settled_before_the_file_is_brought_in(browser: Browser, send: Send, small):
    Team.objects.filter(pk=small.team).update(name="North")
    names = ("Harbour", "harbour", "Norht", "north")
    rows = [child(f"X-{at}", allocated_team=name) for at, name in enumerate(names)]
    file, client = key_of(send(workbook(*rows))), browser("max")
    where, of_file = reverse("file-teams", args=[file]), reverse("file", args=[file])
    client.post(reverse("file-people", args=[file]), {"all": "yes"})
    asked = words(client.get(where))

    assert "3 teams in the file: 1 matched to teams here, 0 to be added." in words(client.get(of_file))
    assert "Say first which 2 teams are meant." in words(client.get(of_file))
    assert "also written harbour" in asked
    assert "much like your team North" in asked
    assert client.post(where, {"t0": "ADD"}).status_code == 422
    assert client.post(where, {"t0": "ADD", "t1": str(small.team)}).status_code == 302
    assert "Every team is settled" in words(client.get(where))
    again = words(client.get(where, {"again": "yes"}))
    assert again.count(f'value="{small.team}" selected') == 2
    assert 'value="ADD" selected' in again
    assert "2 matched to teams here, 1 to be added" in words(client.get(of_file))


def test_a_value_is_settled_for_the_organisation(browser: Browser, send: Send):
    rows = (child("X-1", case_status="q) Somehow"), child("X-2"))
    file = key_of(send(workbook(*rows)))
    where, client = reverse("file-values", args=[file]), browser("max")
    asked = words(client.get(where))

    code = re.findall(r'<option value="(\w+)"', asked)[1]  # the first is to leave it out

    assert "q) Somehow" in asked
    assert client.post(where, {}).status_code == 422
    assert "Saved for your whole organisation" in words(client.post(where, {"v0": code}, follow=True))
    again = key_of(send(workbook(*rows, child("X-3"))))
    assert "Every value is known" in words(client.get(reverse("file-values", args=[again])))


# ---- bringing it in ------------------------------------------------------------------------------------------------------


def test_what_is_open_refuses_it_with_a_sentence(browser: Browser, send: Send):
    file = key_of(send(workbook(child("X-1"))))
    answer = browser("max").post(reverse("file-apply", args=[file]))

    assert answer.status_code == 422
    assert "govuk-error-summary" in words(answer)
    assert Import.objects.get(pk=file).state == ImportState.STAGED


def test_a_file_is_brought_in_and_says_how_it_ended(browser: Browser, bring: Bring, small):
    file = bring(child("X-1"), child("X-2"), child("X-3", **CLOSED))
    progress = words(browser("max").get(reverse("file-progress", args=[file])))

    assert "The file is brought in" in progress
    assert "data-refreshes" not in progress
    assert set(Case.objects.filter(reference__startswith="X-").values_list("reference", flat=True)) == {"X-1", "X-2"}
    assert Worker.objects.filter(name="Ada Quill").count() == 1
    assert "X-1" in words(browser("max").get(reverse("search"), {"words": "X-1"}))
    assert Act.FILE_APPLIED in acts(small)


def test_a_file_under_way_asks_again_by_itself(browser: Browser, send: Send):
    file = key_of(send(workbook(child("X-1"))))
    Import.objects.filter(pk=file).update(state=ImportState.APPLYING, done=1200, total=6000)
    page = words(browser("max").get(reverse("file-progress", args=[file])))

    assert "1,200 of 6,000 children" in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert 'data-refreshes="2"' in page


def test_a_file_is_left(browser: Browser, send: Send, small):
    file = key_of(send(workbook(child("X-1"))))
    left = browser("max").post(reverse("file-leave", args=[file]), follow=True)

    assert "The file changed nothing" in words(left)
    assert acts(small) == [Act.FILE_STAGED, Act.FILE_LEFT]


def test_pages_ask_as_often_however_much_there_is(browser: Browser, send: Send, bring: Bring):
    def asked() -> list[int]:
        return [len(browser("max").get(where).said.statements) for where in (reverse("files"), reverse("decide"))]

    bring(child("X-1"), child("X-2"), name="first.xlsx")
    bring(child("X-2"), child("Y-1"), name="second.xlsx")
    before = asked()
    bring(child("Z-1"), child("Y-2"), child("Y-3"), name="third.xlsx")
    send(workbook(child("X-9")))

    assert asked() == before


# ---- undoing -------------------------------------------------------------------------------------------------------------


def test_a_file_is_undone_with_a_reason(browser: Browser, bring: Bring, small):
    file = bring(child("X-1"), child("X-2"))
    where, client = reverse("file-undo", args=[file]), browser("max")

    assert "Cases that it opened, and that are taken back with all that is in them: 2." in words(client.get(where))
    assert client.post(where, {"why": ""}).status_code == 422
    done = client.post(where, {"why": "The wrong file"}, follow=True)
    assert "by max: The wrong file" in words(done)
    assert Case.objects.filter(reference__startswith="X-").count() == 0
    assert "cannot be undone any more" in words(client.get(where))


# ---- of when the facts are -----------------------------------------------------------------------------------------------


def test_pages_with_cases_say_of_when_their_facts_are(browser: Browser, bring: Bring, settings):
    assert "Facts from" not in words(browser("max").get(reverse("unallocated")))
    bring(child("X-1"))
    settings.OLD_FACTS_DAYS = 100_000
    ann, manager = (
        words(browser(who).get(reverse(name))) for who, name in (("ann", "my-caseload"), ("max", "unallocated"))
    )

    assert "Facts from the file of Mon 1 Mar 2021, and what was recorded here since." in ann
    assert f'Facts from <a class="govuk-link" href="{reverse("files")}">the file of Mon 1 Mar 2021</a>' in manager
    assert "Facts from" not in words(browser("ann").get(reverse("roles")))


def test_old_facts_are_warned_of(browser: Browser, bring: Bring):
    bring(child("X-1"))

    assert "what happened since may be missing" in words(browser("ann").get(reverse("my-caseload")))


def test_the_very_same_file_is_said_to_be_there_already_and_may_be_brought_in_again(
    browser: Browser, bring: Bring, send: Send
):
    content = workbook(child("N1"))

    def shown(file) -> str:
        return words(browser("max").get(reverse("file", args=[file])))

    first = key_of(send(content))
    assert "This file was brought in on" not in shown(first)
    brought = bring(child("N2"))
    Import.objects.filter(pk=brought).update(digest=Import.objects.get(pk=first).digest)
    assert "by max" in shown(first).split("This file was brought in on ")[1][:60]
    browser("max").post(reverse("file-undo", args=[brought]), {"why": "the wrong one"})
    assert "This file was brought in on" not in shown(first)


def test_everybody_of_a_file_that_can_no_longer_be_read_is_refused_in_a_sentence(
    browser: Browser, send: Send, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object, **__: object) -> None:
        raise Refused({"file": "This file is spoilt."})

    file = key_of(send(workbook(child("N1"))))
    monkeypatch.setattr(views, "settle_people", refuse)
    answer = browser("max").post(reverse("file-people", args=[file]), {"all": "yes"})

    assert answer.status_code == 422
    assert "This file is spoilt." in words(answer)
