"""Bringing a file in, step by step, as people do."""

import re
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook  # type: ignore[import-untyped]

from plimsoll.actions.cases import Refused
from plimsoll.actions.exchange import read_import
from plimsoll.core.terms import Act, ImportState
from plimsoll.formats.plain.layout import table
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.exchange import Import, ImportFile, Meaning
from plimsoll.records.models.people import RoleHeld, Team, Worker
from plimsoll.web.exchange import views
from plimsoll.web.exchange.forms import field_of
from tests.factories.records import make
from tests.factories.small import FROM
from tests.formats.workbooks import IN_NEED
from tests.web.conftest import Browser
from tests.web.exchange.conftest import Bring, Send, child, key_of, work, workbook
from tests.web.test_pages import acts

CLOSED = {"cin_closure_date": datetime(2021, 2, 1), "closure_reason": "RC1", "case_status": "e) Closed episode"}


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_is_looked_for_in_a_file_stands_in_no_address(browser: Browser, send: Send, small):
    file = key_of(send(workbook(*(child(f"N{number}") for number in range(3)))))
    client = browser("max")
    for name in ("file-children", "file-changes", "file-faults"):
        where = reverse(name, args=[file])
        page = words(client.get(where))
        assert (f'action="{reverse("look-for")}"' in page, f'name="to" value="{where}"' in page) == (True, True)
        found = client.post(reverse("look-for"), {"to": where, "words": "N1", "which": ""})["Location"]
        assert found.startswith(f"{where}?words=")
        assert "N1" not in found

    where = reverse("file-children", args=[file])
    listed = words(client.get(client.post(reverse("look-for"), {"to": where, "words": "N1"})["Location"]))
    assert ("1 of 3" in listed, "N2" in listed) == (True, False)
    assert "N2" in words(client.get(where, {"words": "N1"}))  # typed into an address, it is nothing


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


def test_what_is_no_file_at_first_sight_is_refused_in_a_sentence(send: Send, small):
    for content, name in (
        (b"", "a.xlsx"),
        (b"<html>", "a.xlsx"),
        (b"\x89PNG\r\n\0\0", "a.png"),
        (b"%PDF-1.7", "a.pdf"),
    ):
        answer = send(content, name=name)

        assert answer.status_code == 422
        assert "govuk-error-message" in words(answer)
    assert Import.objects.count() == 0
    assert acts(small) == []


@pytest.mark.parametrize(
    ("content", "name"), [(b"not a workbook", "a.xlsx"), (workbook(), "a.xlsx"), (b"one, two", "a.csv")]
)
def test_a_file_that_cannot_be_used_says_so_and_can_be_put_aside(browser: Browser, send: Send, small, content, name):
    file, client = key_of(send(content, name=name)), browser("max")
    ended = client.get(reverse("file-progress", args=[file]), follow=True)

    assert f"This file cannot be used, and nothing was changed. &#39;{name}&#39; " in words(ended)
    assert "Bring it in" not in words(ended)
    assert "Cannot be used" in words(client.get(reverse("files")))
    assert client.post(reverse("file-apply", args=[file])).status_code == 422
    client.post(reverse("file-leave", args=[file]))
    assert acts(small) == [Act.FILE_STAGED, Act.FILE_UNREADABLE, Act.FILE_LEFT]
    assert "left unused" in words(client.get(reverse("file", args=[file]))).lower()


def test_a_table_without_a_day_is_brought_in_with_the_day_that_is_said(browser: Browser, send: Send, small):
    table = b"Reference,Kind of case\nP1,early help\n"
    without, ahead = key_of(send(table, name="a.csv")), send(table, name="a.csv", facts_on="1 Jan 2030")
    said = key_of(send(table, name="a.csv", facts_on="1 Oct 2026"))

    assert ahead.status_code == 422
    assert "This day lies ahead" in words(ahead)
    assert str(Import.objects.get(pk=said).facts_on) == "2026-10-01"
    page = words(browser("max").get(reverse("file", args=[without])))
    assert "give the day on which it was made" in page
    where = reverse("file-date", args=[without])
    assert where in page
    assert "Nothing in this file says of which day it is" in words(browser("max").get(where))
    assert browser("max").post(where, {"facts_on": "2 Oct 2026"}).status_code == 302
    work(small)
    shown = Import.objects.get(pk=without)
    assert (shown.state, str(shown.facts_on), shown.failed) == ("STAGED", "2026-10-02", "")


def test_what_empty_cells_count_as_and_which_columns_are_gone_is_said_before_it_is_brought_in(
    browser: Browser, send: Send, small
):
    head = "Ref,Name,Kind of case,Opened,Last seen,Last visit"
    rows = ("P1,Ivy Marsh,CIN,01/06/2026,10/11/2026,10/11/2026", "P2,Sol Marsh,CIN,01/06/2026,12/11/2026,")
    client = browser("max")
    first = key_of(send("\n".join((head, *rows)).encode(), name="a.csv"))
    page = words(client.get(reverse("file", args=[first])))

    assert "“Last visit” is empty for 1 open case. An empty cell counts as never visited" in page
    assert "“Last seen” is empty" not in page
    assert "this one has not" not in page
    client.post(reverse("file-teams", args=[first]), {"all": "yes"})
    client.post(reverse("file-apply", args=[first]))
    work(small)
    assert Import.objects.get(pk=first).state == "APPLIED"

    gone = b"Ref,Name,Kind of case,Opened,Date last seen\nP1,Ivy Marsh,CIN,01/06/2026,18/11/2026\n"
    page = words(client.get(reverse("file", args=[key_of(send(gone, name="b.csv"))])))
    assert "The last file had a column “Last visit”, and this one has not. Dates that are here already stay" in page
    assert "empty for" not in page


def test_columns_that_a_workbook_lacks_are_said_before_it_is_brought_in(browser: Browser, send: Send):
    whole, lacking = load_workbook(BytesIO(workbook(child("X-1")))), BytesIO()
    whole.active.delete_cols(IN_NEED.index("Date Child Was Last Seen") + 1)
    whole.save(lacking)
    pages = [
        words(browser("max").get(reverse("file", args=[key_of(send(content))])))
        for content in (workbook(child("X-1")), lacking.getvalue())
    ]

    said = ["Columns that are not there: “Date Child Was Last Seen” in List 6." in page for page in pages]
    assert said == [False, True]


def test_a_row_that_may_be_of_another_child_is_told_apart_before_it_is_brought_in(browser: Browser, send: Send, small):
    head, client = "Ref,Name,Kind of case,Date of birth,Opened", browser("max")
    first = key_of(send(f"{head}\nP1,Ivy Marsh,CIN,04/05/2018,01/06/2026".encode(), name="a.csv"))
    client.post(reverse("file-apply", args=[first]))
    work(small)
    other = key_of(send(f"{head}\nP1,Sol Holt,CIN,04/06/2012,02/06/2026".encode(), name="b.csv"))
    page = words(client.get(reverse("file", args=[other])))

    assert "Perhaps another child" in page
    assert "Changed here and in the file" not in page
    assert "To decide, whether it is the same child: 1 child" in words(
        client.get(reverse("file-changes", args=[other]))
    )
    found = client.get(reverse("file-changes", args=[other]), {"which": "same_child"})
    assert "of which nothing is written, is of Sol Holt" in words(found)


def test_another_worker_in_another_team_is_one_thing_to_decide(browser: Browser, bring: Bring):
    bring(child("X-1"), name="first.xlsx")
    file = bring(child("X-1", allocated_worker="Bea Ink", allocated_team="Reed"), name="second.xlsx")
    page = words(browser("max").get(reverse("file", args=[file])))
    assert "Decide 1<" in page
    assert "1 to decide" in words(browser("max").get(reverse("file-decide", args=[file])))


def test_children_are_listed_with_whom_the_file_names_and_whether_their_case_is_here(
    browser: Browser, send: Send, small
):
    head = "Name,Kind of case,DOB,Opened,Closed,Worker"
    rows = (
        "Ivy Marsh,CIN,02/09/2011,01/06/2026,,bob", "Old Shut,CIN,02/09/2012,01/02/2026,01/05/2026,Ada Quill",
        "Rob Unheld,CIN,02/09/2013,01/02/2026,,Duty Team", "Mo None,CIN,02/09/2014,01/02/2026,,",
    )  # fmt: skip
    client = browser("max")
    file = key_of(send("\n".join((head, *rows)).encode(), name="a.csv"))
    where = reverse("file-children", args=[file])

    def listed() -> dict[str, list[str]]:
        found = re.findall(r"<tr[^>]*>(.*?)</tr>", words(client.get(where)))
        cells = [
            [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]
            for row in found
        ]
        return {row[0]: row[3:] for row in cells if ", born" in row[0]}

    assert listed() == {
        "Ivy Marsh, born 2 Sep 2011": ["bob", "comes with this file"],
        "Old Shut, born 2 Sep 2012": ["Ada Quill", "None: add a case"],
        "Rob Unheld, born 2 Sep 2013": ["Duty Team: not taken for a person", "comes with this file"],
        "Mo None, born 2 Sep 2014": ["nobody", "comes with this file"],
    }
    client.post(reverse("file-people", args=[file]), {"all": "yes"})
    client.post(reverse("file-teams", args=[file]), {"all": "yes"})
    client.post(reverse("file-apply", args=[file]))
    work(small)
    assert {key: cells[1] for key, cells in listed().items()} == {
        key: "None: add a case" if key.startswith("Old") else "yes" for key in listed()
    }


def test_a_file_older_than_the_last_says_at_once_that_it_cannot_be_brought_in(
    browser: Browser, bring: Bring, send: Send
):
    newer = bring(child("R1", date_last_seen=datetime(2021, 3, 1)), name="march.xlsx")
    older, client = key_of(send(workbook(child("R1", date_last_seen=datetime(2021, 2, 1))))), browser("max")
    page = words(client.get(reverse("file", args=[older])))

    assert "A file of Mon 1 Mar 2021 was brought in already, and this one speaks of an earlier day" in page
    assert "A file of a later day, Mon 1 Mar 2021, was brought in already." in page
    assert f'action="{reverse("file-apply", args=[older])}"' not in page
    assert f'href="{reverse("file-date", args=[older])}"' in page
    assert f'href="{reverse("file", args=[newer])}"' in page


def test_days_ahead_are_left_out_and_the_page_of_the_file_says_so(browser: Browser, send: Send):
    table = b"Reference,Kind of case,Last seen\nP1,early help,1 Mar 2060\nP2,early help,1 Oct 2026\n"
    file = key_of(send(table, name="a.csv"))
    page = words(browser("max").get(reverse("file", args=[file])))
    faults = words(browser("max").get(f"{reverse('file-faults', args=[file])}?kind=LIES_AHEAD"))

    assert "1 date in this file lies ahead, and is left out" in page
    assert "is taken to be Thu 1 Oct 2026" in page
    assert f'href="{reverse("file-faults", args=[file])}?kind=LIES_AHEAD"' in page
    assert all(said in faults for said in ("row 2", "Last seen", "1 Mar 2060", "it has not happened yet"))


def test_a_file_is_sent_at_once_and_read_by_a_job_that_can_be_left(browser: Browser, small):
    client, table = browser("max"), b"Reference,Kind of case,Opened\nP1,early help,1 Oct 2026\n"
    sent = client.post(reverse("files"), {"file": SimpleUploadedFile("a.csv", table)})
    file = key_of(sent)
    where = sent["Location"]
    waiting = words(client.get(where))

    assert "Reading the file" in waiting
    assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in waiting
    assert 'data-refreshes="1"' in waiting
    assert f'href="{reverse("file-progress", args=[file])}"' in words(client.get(reverse("files")))
    assert "See how far it is" in words(client.get(reverse("file", args=[file])))
    assert "wait until that has ended" in words(client.post(reverse("file-apply", args=[file])))
    Import.objects.filter(pk=file).update(done=500, total=6000)
    assert "500 of 6,000 children compared with what is on record" in words(client.get(where))
    work(small)
    ended = client.get(where, follow=True)
    assert ended.redirect_chain[-1][0] == f"{reverse('file', args=[file])}?done=file-read"
    assert "1 with open work" in words(ended)
    assert acts(small) == [Act.FILE_STAGED]


def test_a_file_that_is_put_aside_before_it_is_read_stays_so(browser: Browser, small):
    client = browser("max")
    file = key_of(client.post(reverse("files"), {"file": SimpleUploadedFile("a.csv", b"Reference\n")}))
    client.post(reverse("file-leave", args=[file]))
    read_import(small.org, file, at=now())

    assert (Import.objects.get(pk=file).state, acts(small)) == ("LEFT", [Act.FILE_STAGED, Act.FILE_LEFT])


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


def test_the_date_of_its_facts_is_proposed_and_can_be_changed(browser: Browser, send: Send, small):
    file = key_of(send(workbook(child("X-1"))))
    where, client = reverse("file-date", args=[file]), browser("max")

    assert 'value="1 Mar 2021"' in words(client.get(where))
    assert client.post(where, {"facts_on": "32 Mar"}).status_code == 422
    assert client.post(where, {"facts_on": "1 Nov 2026"}).status_code == 302
    work(small)
    assert str(Import.objects.get(pk=file).facts_on) == "2026-11-01"


def test_every_name_is_said_in_one_form_and_what_was_chosen_is_not_lost(browser: Browser, send: Send, small):
    file = key_of(send(workbook(child("X-1", allocated_worker="Zed One"), child("X-2", allocated_worker="Zed Two"))))
    where, client = reverse("file-people", args=[file]), browser("max")
    ann = str(small.people["ann"])
    one, two = field_of("Zed One"), field_of("Zed Two")
    refused = client.post(where, {one: ann})

    assert refused.status_code == 422
    assert "Say who Zed Two is" in words(refused)
    assert f'value="{ann}" selected' in words(refused)
    settled = client.post(where, {one: ann, two: "NOBODY"})
    assert settled["Location"].endswith("/progress?then=people-settled")  # a name is somebody else: what changes, too
    work(small)
    assert "Every name is settled" in words(client.get(where))
    again = words(client.get(where, {"again": "yes"}))
    assert f'value="{ann}" selected' in again
    assert 'value="NOBODY" selected' in again
    assert client.post(f"{where}?again=yes", {one: "ADD", two: "NOBODY"}).status_code == 302
    assert ">a new person<" not in again
    work(small)
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
    assert client.post(where, {field_of("Harbour"): "ADD"}).status_code == 422
    both = {field_of("Harbour"): "ADD", field_of("Norht"): str(small.team)}
    assert client.post(where, both).status_code == 302
    work(small)
    assert "Every team is settled" in words(client.get(where))
    again = words(client.get(where, {"again": "yes"}))
    assert again.count(f'value="{small.team}" selected') == 2
    assert 'value="ADD" selected' in again
    assert "2 matched to teams here, 1 to be added" in words(client.get(of_file))


def test_a_value_is_settled_for_the_organisation(browser: Browser, send: Send, small):
    rows = (child("X-1", case_status="q) Somehow"), child("X-2"))
    file = key_of(send(workbook(*rows)))
    where, client = reverse("file-values", args=[file]), browser("max")
    asked = words(client.get(where))

    (field,) = re.findall(r'<select[^>]* name="(\w+)"', asked)
    code = re.findall(r'<option value="(\w+)"', asked)[1]  # the first is to leave it out

    assert "q) Somehow" in asked
    assert client.post(where, {}).status_code == 422
    going = client.post(where, {field: code})["Location"]
    work(small)
    assert "Saved for your whole organisation" in words(client.get(going, follow=True))
    again = key_of(send(workbook(*rows, child("X-3"))))
    assert "Every value is known" in words(client.get(reverse("file-values", args=[again])))


def test_thousands_of_names_and_values_are_settled_page_by_page_or_at_once(browser: Browser, send: Send, small):
    file, client = key_of(send(workbook(child("X-1")))), browser("max")
    kept = ImportFile.objects.get(of_id=file)
    names = [f"Invented {n:04}" for n in range(6000)]
    value = {"column": "6.case_status", "header": "Case status", "rows": 1, "choices": [["OPEN", "open"]]}
    kept.understood |= {
        "people": [[name, [name], "", 1] for name in names],
        "unknown": [value | {"found": f"value {n:04}"} for n in range(6000)],
    }
    kept.save()
    where = reverse("file-people", args=[file])
    second = words(client.get(where, {"page": "2"}))

    assert ("Invented 0099" in second, "Invented 0100" in second, "101 to 200 of 6,000" in second) == (
        False,
        True,
        True,
    )
    some = {field_of(name): "NOBODY" for name in names[100:200]}
    assert client.post(f"{where}?page=2", some)["Location"] == f"{where}?done=people-settled"
    assert "101 to 200 of 5,900" in words(client.get(where, {"page": "2"}))
    assert client.post(where, {"all": "yes"}).status_code == 302
    assert Meaning.objects.filter(kind="PERSON").count() == 6000
    where = reverse("file-values", args=[file])
    left_out = {field_of("6.case_status", f"value {n:04}"): "LEFT_OUT" for n in range(100)}
    assert client.post(where, left_out)["Location"] == where
    asked = words(client.get(where))
    assert ("value 0099" in asked, "value 0100" in asked) == (False, True)
    assert "value 0099" in words(client.get(f"{where}?again=yes&page=60"))
    some = {field_of("6.case_status", f"value {n:04}"): "OPEN" for n in range(5900, 6000)}
    assert client.post(f"{where}?page=60", some)["Location"].endswith("then=values-settled")
    assert Meaning.objects.filter(kind="VALUE").count() == 100


def test_values_that_are_left_empty_are_settled_for_this_file_alone(browser: Browser, send: Send, small):
    file, client = key_of(send(workbook(child("X-1", allocated_worker="")))), browser("max")
    kept = ImportFile.objects.get(of_id=file)
    kept.understood["unknown"] = [
        {"column": "6.case_status", "header": "Case status", "rows": 1, "found": "odd", "choices": [["OPEN", "open"]]}
    ]
    kept.save()
    assert client.post(reverse("file-apply", args=[file])).status_code == 422
    client.post(reverse("file-values", args=[file]), {field_of("6.case_status", "odd"): "LEFT_OUT"})

    assert "1 value left empty in this file." in words(client.get(reverse("file", args=[file])))
    assert not Meaning.objects.filter(kind="VALUE").exists()
    refused = client.post(reverse("file-apply", args=[file]))
    assert "odd" not in words(refused)


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


def test_the_list_says_in_words_when_and_by_whom_a_file_was_sent_and_brought_in(browser: Browser, bring: Bring):
    bring(child("X-1"))
    page = words(browser("max").get(reverse("files")))

    assert re.search(r"Applied, today \d\d:\d\d<", page)
    assert re.search(r"today \d\d:\d\d, \w+<", page)


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
    going = client.post(where, {"why": "The wrong file"}, follow=True)
    assert "Undoing the file" in words(going)
    assert client.get(where)["Location"] == reverse("file-progress", args=[file])
    assert Case.objects.filter(reference__startswith="X-").count() == 2
    work(small)
    done = client.get(reverse("file-progress", args=[file]), follow=True)
    assert "by max: The wrong file" in words(done)
    assert Case.objects.filter(reference__startswith="X-").count() == 0
    assert "Only a file that was applied can be undone." in words(client.get(where))


def test_what_stands_in_the_way_of_undoing_is_said_before_a_reason_is_asked_for(browser: Browser, bring: Bring, small):
    first, second = bring(child("X-1"), name="first.xlsx"), bring(child("X-1"), child("X-2"), name="second.xlsx")
    max_ = browser("max")
    earlier, free = (words(max_.get(reverse("file-undo", args=[file]))) for file in (first, second))
    made = Case.objects.get(reference="X-2")
    make("event", small.org, case=made, kind="CHILD_SEEN", recorded_by_id=small.people["ann"])
    page = words(max_.get(reverse("file-undo", args=[second])))

    assert "Why is it undone?" in free
    assert "Undo the later file &#39;second.xlsx&#39; first" in earlier
    assert f'href="{reverse("file", args=[second])}"' in earlier
    assert f'href="{reverse("case", args=[made.pk])}"' in page
    assert [("Why is it undone?" in each) for each in (earlier, page)] == [False, False]
    assert reverse("case", args=[made.pk]) not in words(browser("adam").get(reverse("file-undo", args=[second])))


def test_what_is_in_the_way_is_told_with_who_wrote_it_and_when(browser: Browser, bring: Bring, small):
    file = bring(child("X-1"))
    case = Case.objects.get(reference="X-1")
    with acting(small.org, small.people["ann"], "a test"):
        make("event", small.org, case=case, kind="CHILD_SEEN", recorded_by_id=small.people["ann"])
    page = words(browser("max").get(reverse("file-undo", args=[file])))
    row = " ".join(re.sub(r"<[^>]+>", " ", page.partition("<tbody")[2].partition("</tbody>")[0]).split())

    assert f'href="{reverse("case", args=[case.pk])}"' in page
    assert re.search(r"X-1 ann The record (today|Mon)", row)
    assert "Bring in a corrected file" in page


def test_of_cases_in_the_way_those_are_named_that_may_be_seen(browser: Browser, bring: Bring, small):
    file = bring(child("X-1"), child("X-2"))
    brought = bring(
        child("X-1", cin_start_date=datetime(2020, 5, 5)), child("X-2", cin_start_date=datetime(2020, 5, 5))
    )
    for reference in ("X-1", "X-2"):
        case = Case.objects.get(reference=reference)
        make("event", small.org, case=case, kind="CHILD_SEEN", recorded_by_id=small.people["ann"])
    sue = small.people["sue"]
    make("namedperson", small.org, case=case, worker_id=sue, named_by_id=sue)
    make("restriction", small.org, case=case, restricted_by_id=sue)
    page = words(browser("max").get(reverse("file-undo", args=[brought])))

    assert file != brought
    seen = Case.objects.get(reference="X-1")
    assert "people wrote since on cases that the file brought or changed." in page
    assert set(re.findall(r'href="/cases/([^"]+)"', page.partition("<main")[2])) == {str(seen.pk)}
    assert "X-2" not in page


def test_an_undo_that_something_came_in_the_way_of_is_said_on_the_file(browser: Browser, bring: Bring, small):
    file, client = bring(child("X-1")), browser("max")
    client.post(reverse("file-undo", args=[file]), {"why": "The wrong file"})
    assert "See how far it is" in words(client.get(reverse("file", args=[file])))
    case = Case.objects.get(reference="X-1")
    Event.objects.create(
        org_id=small.org,
        case=case,
        kind="CHILD_SEEN",
        happened_at=now(),
        recorded_at=now(),
        recorded_by_id=small.people["ann"],
    )
    work(small)
    ended = words(client.get(reverse("file-progress", args=[file]), follow=True))

    assert (
        "This file could not be undone: it stands as before. This can no longer be undone, as people wrote since"
        in ended
    )
    assert Case.objects.filter(pk=case.pk).exists()
    assert acts(small)[-2:] == [Act.FILE_UNDO_STARTED, Act.FILE_UNDO_FAILED]


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
    browser: Browser, bring: Bring, send: Send, small
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
    work(small)
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


# ---- what it changes -----------------------------------------------------------------------------------------------------


def test_a_merge_can_be_checked_case_by_case(browser: Browser, bring: Bring, send: Send):
    bring(child("R1", date_last_seen=datetime(2021, 2, 1)), child("R2"))
    later = child("R1", date_of_birth=datetime(2014, 6, 2), date_last_seen=datetime(2021, 2, 20))
    file, client = key_of(send(workbook(later, child("R3")))), browser("max")
    born = Case.objects.get(reference="R1").child.born_on
    told = words(client.get(reverse("file-changes", args=[file])))
    text = " ".join(re.sub(r"<[^>]+>", " ", told).split())

    assert f"Day of birth (who the child is) {born:%a} {born.day} {born:%b %Y} → becomes Mon 2 Jun 2014" in text
    assert "Child in need visit; child seen Sat 20 Feb 2021, added" in text
    assert "R3 New case Day of birth" in text
    assert "Kind of case child in need" in text
    assert "R2 To decide. No longer in the file" in text
    assert "New cases: 1" in text
    assert "Changed cases: 1" in text
    assert "To decide, no longer in the file: 1 child" in text
    only = words(client.get(reverse("file-changes", args=[file]), {"which": "changed"}))
    assert only.count('class="change"') == 1


def test_the_list_of_changes_takes_as_many_queries_however_long_it_is(browser: Browser, bring: Bring, send: Send):
    bring(*(child(f"R{at}") for at in range(1, 31)))
    client, counts = browser("max"), []
    for many in (1, 2, 20):  # the first of all asks more
        rows = [child(f"R{at}", date_of_birth=datetime(2014, 6, many)) for at in range(1, many + 1)]
        answer = client.get(reverse("file-changes", args=[key_of(send(workbook(*rows)))]))
        counts.append(len(answer.said.statements))

    assert "1 to 25 of 30" in words(answer)
    assert counts[1] == counts[2]


def test_who_may_be_meant_is_suggested_and_nothing_is_decided(browser: Browser, send: Send, small):
    with acting(small.org, None, "a test"):
        alder = make("worker", small.org, name="Alder Bellwether", sort_name="bellwether alder").pk
    file = key_of(send(workbook(child("X-1", allocated_worker="A. Bellwether"), child("X-2", allocated_worker="Ada Quill"),
                                child("X-3", allocated_worker="Bo Reed"))))  # fmt: skip
    where, client = reverse("file-people", args=[file]), browser("max")
    page, filled = (client.get(f"{where}{more}").content.decode() for more in ("", "?suggested=yes"))

    assert "perhaps Alder Bellwether" in page
    assert f'value="{alder}" selected' not in page
    assert f'value="{alder}" selected' in filled
    assert "Add the other 2 as new people" in page
    client.post(where, {"all": "yes"})
    kept = dict(Meaning.objects.filter(org_id=small.org).values_list("found", "means"))
    assert kept == {"ada quill": "ADD", "bo reed": "ADD"}  # who may be somebody here is asked about alone


def test_before_people_are_matched_it_says_what_without_a_worker_means(browser: Browser, send: Send):
    file = key_of(send(workbook(child("X-1"), child("X-2"))))
    page = browser("max").get(reverse("file", args=[file])).content.decode()

    assert "2 until 1 name is settled: match the people first" in " ".join(page.split())


@pytest.mark.parametrize(
    ("gone", "said"),
    [((), ""), (("sue", "max"), "Nobody here is a supervisor or service manager yet")],
)
def test_it_is_said_that_nobody_could_be_given_the_cases(browser: Browser, send: Send, small, gone, said):
    file = key_of(send(workbook(child("X-1")), who="adam"))
    with acting(small.org, None, "a test"):
        RoleHeld.objects.filter(worker_id__in=[small.people[name] for name in gone]).update(to_date=FROM)
    page = browser("adam").get(reverse("file", args=[file])).content.decode()

    assert said in page
    assert ("could be" in page or "nobody could see" in page) == bool(said)


def test_what_is_missing_of_people_after_a_file_is_said_to_who_keeps_them(browser: Browser, bring: Bring):
    where = reverse("file-progress", args=[bring(child("X-1"))])
    said = " ".join(browser("adam").get(where).content.decode().split())

    assert "Next: " in said
    assert "1 case holder without hours or team" in said
    assert "Next: " not in browser("max").get(where).content.decode()
