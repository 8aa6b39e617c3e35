"""Files kept with a case."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from plimsoll.actions.cases import Refused
from plimsoll.actions.documents import attach_document, take_document
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.queries.documents import list_documents
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Document
from tests.factories.small import NOW, Small

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for these files alone."""
    monkeypatch.setattr(settings, "DOCUMENTS", tmp_path / "kept")
    return tmp_path / "kept"


def attach(small: Small, tmp_path: Path, words: str, who: str = "ann", **more):
    sent = tmp_path / "sent"
    sent.write_text(words)
    said = {"key": uuid4(), "title": "", "path": sent, "name": "letter.txt", "by": small.viewer(who), "at": NOW}
    return attach_document(small.cases["A1"].pk, **(said | more))


def test_a_file_is_kept_and_comes_out_as_it_was(small, tmp_path, apart):
    key = attach(small, tmp_path, "Dear all")
    taken = take_document(key, by=small.viewer("sue"))
    (view,) = list_documents(small.viewer("ann"), small.cases["A1"].pk)
    (place,) = (path for path in apart.rglob("*") if path.is_file())

    assert (taken.name, taken.media_type, taken.content) == ("letter.txt", "text/plain", b"Dear all")
    assert (view.now.title, view.now.size_bytes, view.now.by, view.earlier) == ("letter", 8, "ann", ())
    assert (place.name, place.stat().st_mode & 0o777) == (Document.objects.get(pk=key).digest, 0o600)
    assert [apart.stat().st_mode & 0o077, (apart / str(small.org)).stat().st_mode & 0o077] == [0, 0]
    acts = AuditEvent.objects.filter(about_id=key).order_by("at").values_list("act", flat=True)
    assert list(acts) == ["DOCUMENT_ATTACHED", "DOCUMENT_TAKEN"]


def test_a_newer_version_stands_in_the_place_of_the_older_which_stays(small, tmp_path):
    first = attach(small, tmp_path, "One")
    second = attach(small, tmp_path, "Two", replaces=first)
    (view,) = list_documents(small.viewer("ann"), small.cases["A1"].pk)

    assert (view.now.id, [version.id for version in view.earlier]) == (second, [first])
    assert take_document(first, by=small.viewer("ann")).content == b"One"
    with pytest.raises(Refused, match="newer version"):
        attach(small, tmp_path, "Three", replaces=first)


def test_what_is_sent_twice_is_kept_once(small, tmp_path):
    key = uuid4()

    assert attach(small, tmp_path, "Dear all", key=key) == attach(small, tmp_path, "Dear all", key=key) == key
    with pytest.raises(Refused, match="another file"):
        attach(small, tmp_path, "Other words", key=key)
    assert Document.objects.filter(case=small.cases["A1"]).count() == 1


def test_what_is_in_a_file_must_be_what_it_is_called(small, tmp_path, apart):
    with pytest.raises(Refused, match="by what is in it"):
        attach(small, tmp_path, "Dear all", name="letter.pdf")
    assert not apart.exists()


def test_who_may_not_is_refused_or_finds_nothing(small, tmp_path):
    key = attach(small, tmp_path, "Dear all")
    for who, refusal in (("cat", NotThere), ("bea", NotAllowed)):
        with pytest.raises(refusal):
            take_document(key, by=small.viewer(who))
        with pytest.raises(refusal):
            attach(small, tmp_path, "Mine", who=who)
        with pytest.raises(NotThere):
            list_documents(small.viewer(who), small.cases["A1"].pk)
    with pytest.raises(NotAllowed):  # reads, and does not write
        attach(small, tmp_path, "Mine", who="max")


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_gone_or_changed_is_never_handed_out(small, tmp_path, apart, harm):
    key = attach(small, tmp_path, "Dear all")
    (place,) = (path for path in apart.rglob("*") if path.is_file())
    if harm == "gone":
        place.unlink()
    else:
        place.write_text("Dear everybody")

    with pytest.raises(NotAllowed, match="not in its place"):
        take_document(key, by=small.viewer("ann"))
