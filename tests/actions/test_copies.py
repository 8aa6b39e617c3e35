"""A copy of a child's record: gathered, decided on, looked at by a second person, taken out. What is taken out of it is
nowhere in what leaves."""

import io
import json
import re
import zipfile
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest
from django.conf import settings

from plimsoll.actions.cases import Refused
from plimsoll.actions.copies import (
    Asked,
    Said,
    ask_for_copy,
    decide_pieces,
    end_request,
    extend_answer,
    gather_anew,
    prepare_copy,
    release_copy,
    send_back_copy,
    take_copy,
    take_words_out,
)
from plimsoll.actions.documents import attach_document
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import AccessEnd, Asker, Exemption, Keeping, Role
from plimsoll.queries.copies.requests import list_pieces, list_requests, running
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.copies import AccessRequest, CopyDecision
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY, Small

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CANARY = "Quorvane"
TELEPHONE = "01632 960777"
STREET = "9 Zellwick Row"


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for these files alone."""
    monkeypatch.setattr(settings, "DOCUMENTS", tmp_path / "kept")


@pytest.fixture
def asked(small: Small, tmp_path: Path) -> Small:
    """A child of whom others are spoken, a file beside it, and somebody who asks for a copy."""
    case = small.cases["A1"]
    with acting(small.org, None, "a test"):
        lead = make("worker", small.org, name="dot", sort_name="dot", joined_on=FROM)
        make("roleheld", small.org, worker=lead, role=Role.SAFEGUARDING_LEAD, from_date=FROM)
        small.people["dot"] = lead.pk
        by = {"recorded_by_id": small.people["ann"], "recorded_at": NOW}
        make("networkcontact", small.org, child_id=case.child_id, name=f"Tom {CANARY}", telephone=TELEPHONE)
        home = make("household", small.org, name="Home", address=STREET)
        make("householdmember", small.org, child_id=case.child_id, household_id=home.pk)
        make("caserecord", small.org, case=case, text=f"Mr {CANARY} came. Ring {TELEPHONE}. She played.", **by)
        make("event", small.org, case=case, note="She was seen at school", **by)
    sent = tmp_path / "sent"
    sent.write_text(f"Dear {CANARY}")
    attach_document(
        case.pk, key=uuid4(), title=f"From {CANARY}", path=sent, name="letter.txt", by=small.viewer("ann"), at=NOW
    )
    ask(small)
    return small


def later() -> datetime:
    """A moment after all that was written: the past is kept by the server's own clock."""
    return max(datetime.now(UTC), NOW + timedelta(hours=1))


def ask(small: Small, who: str = "max", **said):
    told = {
        "asked_by": Asker.CHILD,
        "name": "Herself",
        "authority": "",
        "identity": "Her passport",
        "received_on": TODAY,
    }
    return ask_for_copy(small.cases["A1"].pk, Asked(**(told | said)), by=small.viewer(who), at=later())


def pieces(small: Small, who: str = "max"):
    return list_pieces(small.viewer(who), running(small.viewer(who), small.cases["A1"].pk))


def decide(small: Small, **by_title: Said):
    """The same of every piece that has to be decided, but for those of a table."""
    wanted = {
        one.piece.key: by_title.get(one.piece.key.split(":")[0], Said(Keeping.KEEP))
        for one in pieces(small)
        if one.must
    }
    decide_pieces(small.cases["A1"].pk, wanted, by=small.viewer("max"), at=later())


OUT = Said(Keeping.WHOLE, Exemption.THIRD_PARTY, why="It is about him")
ALL_OUT = {
    "records_networkcontact": OUT,
    "records_household": Said(Keeping.WHOLE, Exemption.PROTECTED_ADDRESS, why="She is not to know"),
    "records_caserecord": Said(Keeping.WORDS, Exemption.THIRD_PARTY, f"Mr {CANARY}\n{TELEPHONE}", "About him"),
    "records_document": OUT,
}


def taken(small: Small, case: str = "A1") -> zipfile.ZipFile:
    content = take_copy(small.cases[case].pk, fonts=(), by=small.viewer("max"))
    return zipfile.ZipFile(io.BytesIO(content))


def release(small: Small) -> None:
    prepare_copy(small.cases["A1"].pk, read=True, by=small.viewer("max"), at=later())
    release_copy(small.cases["A1"].pk, by=small.viewer("dot"), at=later())


def everything_in(copy: zipfile.ZipFile) -> bytes:
    """Each byte of what leaves: as it lies, what is packed in it, what each stream of the PDF holds, and its text."""
    parts = [copy.fp.getvalue()]
    for name in copy.namelist():
        parts += [name.encode(), copy.read(name)]
    pdf = copy.read("record.pdf")
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            parts.append(found[1])
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    parts += [page.extract_text().encode() for page in reader.pages]
    return b"\n".join(parts)


def test_what_is_taken_out_is_nowhere_in_what_leaves(asked):
    decide(asked, **ALL_OUT)
    release(asked)
    copy = taken(asked)
    whole = everything_in(copy)
    read = json.loads(copy.read("record.json"))
    said = [one["text"] for section in read["sections"] for entry in section["entries"] for one in entry["says"]]

    for word in (CANARY, TELEPHONE, STREET, TELEPHONE.replace(" ", "")):
        assert word.encode() not in whole
        assert word.encode("utf-16-be") not in whole
    assert copy.namelist() == ["record.pdf", "record.json"]
    assert "[redacted: third party] came. Ring [redacted: third party]. She played." in said
    assert "[redacted: protected address]" in said
    assert b"She was seen at school" in whole


def test_what_is_kept_is_in_what_leaves(asked):
    decide(asked)
    release(asked)
    copy = taken(asked)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(copy.read("record.pdf"))).pages)

    assert copy.namelist() == ["record.pdf", "record.json", "documents/001.txt"]
    assert copy.read("documents/001.txt") == f"Dear {CANARY}".encode()
    assert CANARY in text
    assert "What is not in it, and why" in text


def test_the_pdf_is_tagged_and_has_bookmarks(asked):
    decide(asked)
    release(asked)
    reader = pypdf.PdfReader(io.BytesIO(taken(asked).read("record.pdf")))
    root = reader.trailer["/Root"]

    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], bool(root["/StructTreeRoot"])) == (True, "en-GB", True)
    assert "Who you are" in [one.title for one in reader.outline]
    assert "/CreationDate" not in reader.metadata


def test_the_same_copy_comes_out_each_time(asked):
    AccessRequest.objects.update(gathered_at=datetime.now(UTC))
    decide(asked, **ALL_OUT)
    release(asked)
    first = taken(asked).fp.getvalue()
    with acting(asked.org, None, "a test"):
        make("networkcontact", asked.org, child_id=asked.cases["A1"].child_id, name="Somebody new")

    assert taken(asked).fp.getvalue() == first


def test_decisions_keep_no_word_of_what_is_taken_out(asked):
    decide(asked, **ALL_OUT)
    kept = json.dumps(list(CopyDecision.objects.values("piece", "digest", "places", "ground", "keeping")), default=str)
    trail = json.dumps(list(AuditEvent.objects.values("why", "detail")), default=str)

    assert [word for word in (CANARY, TELEPHONE, STREET) if word in kept + trail] == []


def test_what_tells_of_others_has_to_be_decided_first(asked):
    must = {one.piece.key.split(":")[0]: one.signs for one in pieces(asked) if one.must}
    with pytest.raises(Refused) as refusal:
        prepare_copy(asked.cases["A1"].pk, read=False, by=asked.viewer("max"), at=later())

    assert set(must) == {"records_networkcontact", "records_household", "records_caserecord", "records_document"}
    assert must["records_caserecord"] == (f"the name {CANARY}", "a telephone number")
    assert set(refusal.value.faults) == {"pieces", "read"}


def test_words_are_taken_out_wherever_they_stand(asked):
    case, by = asked.cases["A1"].pk, asked.viewer("max")
    many = take_words_out(
        case, f"{CANARY.lower()}\n", Exemption.THIRD_PARTY, "He is not hers to know", by=by, at=later()
    )
    again = take_words_out(case, TELEPHONE, Exemption.THIRD_PARTY, "His number", by=by, at=later())
    texts = {
        one.name: one.text
        for piece in pieces(asked)
        if piece.decided and piece.piece.key.startswith("records_caserecord")
        for one in piece.piece.lines
    }

    assert (many, again) == (3, 2)  # the person, the record, the title of the file; the person, the record
    assert CANARY in texts["text"]  # what is on record is as it was
    with pytest.raises(Refused, match="stand nowhere"):
        take_words_out(case, "Xyzzy", Exemption.OTHER, "why", by=by, at=later())


def test_a_decision_holds_as_long_as_the_piece_says_the_same(asked):
    decide(asked, **ALL_OUT)
    with acting(asked.org, None, "a test"):
        asked_of = asked.cases["A1"].child_id
        row = make("networkcontact", asked.org, child_id=asked_of, name="Zed Newcomer")
    gather_anew(asked.cases["A1"].pk, by=asked.viewer("max"), at=later())
    undecided = [one.piece.key for one in pieces(asked) if one.must and one.decided is None]

    assert undecided == [f"records_networkcontact:{row.pk}"]


def test_a_second_person_looks_before_it_goes_out(asked):
    case = asked.cases["A1"].pk
    decide(asked)
    with pytest.raises(NotAllowed, match="not released"):
        take_copy(case, fonts=(), by=asked.viewer("max"))
    prepare_copy(case, read=True, by=asked.viewer("max"), at=later())
    with pytest.raises(NotAllowed, match="yourself"):
        release_copy(case, by=asked.viewer("max"), at=later())
    with pytest.raises(NotAllowed, match="prepared and waits"):
        decide(asked)
    send_back_copy(case, "The school is named", by=asked.viewer("dot"), at=later())
    decide(asked)
    release(asked)
    with pytest.raises(NotAllowed, match="max prepared"):
        take_copy(case, fonts=(), by=asked.viewer("dot"))
    (view,) = list_requests(asked.viewer("max"), case)
    taken(asked)

    assert (view.prepared_by, view.released_by) == ("max", "dot")
    acts = list(AuditEvent.objects.filter(about_id=view.id).order_by("at").values_list("act", flat=True))
    assert acts == ["ACCESS_ASKED", "COPY_DECIDED", "COPY_PREPARED", "COPY_SENT_BACK", "COPY_DECIDED", "COPY_PREPARED",
                    "COPY_RELEASED", "COPY_TAKEN"]  # fmt: skip


def test_where_a_case_stood_is_not_told_once_it_is_restricted(asked):
    """It is kept with the request when the copy is gathered."""
    case = asked.cases["A1"]
    with acting(asked.org, None, "a test"):
        second = make("case", asked.org, child_id=case.child_id, reference="A2", team_id=asked.other_team)
        row = AccessRequest.objects.get()
        said = [["band", "Where it stood", CANARY]]
        row.order_of_work = [
            {"case": str(second.pk), "key": "now", "title": "Where it stands", "when": "2026-11-23", "says": said}
        ]
        row.gathered_at = later()
        row.save()
        before = {one.piece.key for one in pieces(asked)}
        make("restriction", asked.org, case=second, restricted_by_id=asked.people["max"])
        make("namedperson", asked.org, case=second, worker_id=asked.people["cat"])

    with acting(asked.org, asked.people["max"], "a test"):
        assert "order:now" in before
        assert "order:now" not in {one.piece.key for one in pieces(asked)}


def test_whoever_stands_in_for_who_prepared_it_does_not_release_it(asked):
    decide(asked, **ALL_OUT)
    prepare_copy(asked.cases["A1"].pk, read=True, by=asked.viewer("max"), at=later())
    stands_in(asked, "max", "ann")

    with pytest.raises(NotAllowed, match="You stand in"):
        release_copy(asked.cases["A1"].pk, by=asked.viewer("ann"), at=later())
    release_copy(asked.cases["A1"].pk, by=asked.viewer("dot"), at=later())


def stands_in(small: Small, giver: str, taker: str, role: Role = Role.SERVICE_MANAGER) -> None:
    with acting(small.org, None, "a test"):
        make("delegation", small.org, giver_id=small.people[giver], taker_id=small.people[taker], role=role,
             from_date=FROM, to_date=date(2027, 1, 1))  # fmt: skip


def test_a_restricted_case_is_in_no_copy_of_the_others_and_in_one_of_its_own(asked):
    first = asked.cases["A1"]
    with acting(asked.org, None, "a test"):
        second = make("case", asked.org, child_id=first.child_id, team_id=asked.team)
        make("event", asked.org, case=second, note=f"Hidden {CANARY}", recorded_by_id=asked.people["ann"])
        make("restriction", asked.org, case=second, restricted_by_id=asked.people["max"])
        make("namedperson", asked.org, case=second, worker_id=asked.people["max"], named_by_id=asked.people["max"])
    asked.cases["S1"] = second
    gather_anew(first.pk, by=asked.viewer("max"), at=later())
    (open_one,) = list_requests(asked.viewer("max"), first.pk)
    told = Asked(Asker.CHILD, "Herself", "", "Her passport", TODAY)
    with acting(asked.org, asked.people["dot"], "a test"), pytest.raises(NotThere):
        ask_for_copy(second.pk, told, by=asked.viewer("dot"), at=later())
    with acting(asked.org, asked.people["max"], "a test"):
        ask_for_copy(second.pk, told, by=asked.viewer("max"), at=later())
        (shut_one,) = list_requests(asked.viewer("max"), second.pk)
        said = " ".join(
            line.text for one in list_pieces(asked.viewer("max"), running(asked.viewer("max"), second.pk))
            for line in one.piece.lines
        )  # fmt: skip

    assert open_one.cases == (first.reference,)
    assert shut_one.cases == (second.reference,)
    assert f"Hidden {CANARY}" in said
    assert not [one for one in pieces(asked) if one.piece.of == second.reference]


def test_earlier_versions_go_in_with_what_stands(asked):
    with acting(asked.org, asked.people["ann"], "a correction"):
        child = asked.cases["A1"].child
        child.given_name = "Rightly"
        child.save(update_fields=["given_name"])
    gather_anew(asked.cases["A1"].pk, by=asked.viewer("max"), at=later())
    of_child = [one.piece for one in pieces(asked) if one.piece.key.startswith("records_child:")]

    assert "Rightly" in [line.text for line in of_child[0].lines]
    assert "as it stood until" in of_child[1].title


def test_who_asks_and_who_may(small):
    assert ask(small)
    with pytest.raises(Refused, match="already"):
        ask(small)
    with pytest.raises(NotAllowed, match="service manager"):
        ask(small, who="sue")
    with pytest.raises(NotThere):
        ask(small, who="bob")
    (view,) = list_requests(small.viewer("max"), small.cases["A1"].pk)
    assert view.due_on == date(2026, 12, 23)
    extend_answer(small.cases["A1"].pk, "Nine volumes", by=small.viewer("max"), at=later())
    with pytest.raises(Refused, match="three months"):
        extend_answer(small.cases["A1"].pk, "More", by=small.viewer("max"), at=later())
    with pytest.raises(Refused, match="No copy"):
        end_request(small.cases["A1"].pk, AccessEnd.GIVEN, "done", by=small.viewer("max"), at=later())
    end_request(small.cases["A1"].pk, AccessEnd.WITHDRAWN, "She rang", by=small.viewer("max"), at=later())
    (view,) = list_requests(small.viewer("max"), small.cases["A1"].pk)
    assert (view.due_on, view.ended_how) == (date(2027, 2, 23), AccessEnd.WITHDRAWN)


def test_every_fault_of_a_request_at_once(small):
    with pytest.raises(Refused) as refusal:
        ask(small, asked_by=Asker.PARENT, name=" ", identity="", received_on=later().date() + timedelta(2))

    assert set(refusal.value.faults) == {"name", "authority", "identity", "received_on"}


def test_the_reasons_for_the_order_come_with_it_in_plain_words(asked):
    order = [one.piece for one in pieces(asked) if one.piece.key.startswith("order:")]
    now = next(one for one in order if one.key.startswith("order:now"))

    assert [line.label for line in now.lines][:3] == ["Where it stands", "Why", "Which information was used"]
    assert "What counts, and how much" in [one.title for one in order]


def test_where_others_went_after_the_child_left_is_not_told(asked):
    child = asked.cases["A1"].child_id
    with acting(asked.org, None, "a test"):
        home = make("household", asked.org, name="Old home", address="1 Left Street")
        left = make("householdmember", asked.org, child_id=child, household_id=home.pk, from_date=FROM)
        left.to_date = TODAY - timedelta(days=9)
        left.save()
        home.address = f"2 {CANARY} Lane"
        home.save()
    gather_anew(asked.cases["A1"].pk, by=asked.viewer("max"), at=later())
    said = " ".join(line.text for one in pieces(asked) for line in one.piece.lines)

    assert "1 Left Street" in said
    assert f"{CANARY} Lane" not in said


def test_a_protected_address_is_in_no_copy_whoever_makes_it(asked):
    with acting(asked.org, None, "a test"):
        home = make("household", asked.org, name="Refuge", address_protected=True)
        make("householdmember", asked.org, child_id=asked.cases["A1"].child_id, household_id=home.pk)
        protection = make("addressprotection", asked.org, household_id=home.pk)
        make("addressreader", asked.org, protection=protection, worker_id=asked.people["max"])
        make("protectedaddress", asked.org, protection=protection, address=f"1 {CANARY} Lane")
    gather_anew(asked.cases["A1"].pk, by=asked.viewer("max"), at=later())
    homes = [one.piece for one in pieces(asked) if one.piece.key.startswith("records_household:")]
    said = " ".join(line.text for one in pieces(asked) for line in one.piece.lines)

    assert len(homes) == 2
    assert f"{CANARY} Lane" not in said
