"""Documents: taken out by those who read the record of their case, and for anybody else as if they had never been."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Document
from tests.matrix.cast import KEPT, SIGNED_OUT, VIEWERS, may
from tests.matrix.cells import Asking, events, faults_of, same, signed_out_faults, told, undone
from tests.matrix.questions import kinds_of_case
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_takes_a_document_out(asking: Asking, viewer: str) -> None:
    """Their files are not in their place, which is told to those who may read the record, and to nobody else."""
    town, faults = asking.town, []
    never = asking.ask(viewer, "POST", address("document-file"), asked=NEVER)
    for case in kinds_of_case(viewer):
        with acting(town.orgs[KEPT[case].org], None, "which documents there are"):
            key = str(Document.objects.filter(case_id=town.cases[case]).values_list("pk", flat=True)[0])
        answer = asking.ask(viewer, "POST", address("document-file", key), asked=key)
        wrong = faults_of(town, viewer, "POST", answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif not may(viewer, case):
            wrong += same(answer, never)
        elif answer.status != 403 or ("not in its place" in answer.words) != ("R" in may(viewer, case)):
            wrong.append(f"answers {answer.status}")
        faults += told(f"{viewer} POST document-file of {case!r}", wrong)

    assert not faults, "\n".join(faults)


def test_a_document_leaves_to_be_kept_and_not_to_be_shown(asking: Asking) -> None:
    town = asking.town
    said = {"title": "Brief für Zoë/1", "file": SimpleUploadedFile("a.txt", b"<script>")}
    with undone():
        case = town.cases["anns"]
        before = _documents(town, case)
        path = address("case-document-new", case)
        form = asking.client
        form.cookies.clear()
        form.cookies["session"] = town.sessions["ann"]
        sent = form.post(path, {"key": "5d3b7ad2-0d1c-4f0e-9c57-0d8b0a9d7f11", **said})
        (key,) = _documents(town, case) - before
        answer = asking.ask("ann", "POST", address("document-file", key), asked=str(key))

    assert sent.status_code == 302
    assert (answer.status, answer.body) == (200, "<script>")
    assert {
        name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''Brief%20f%C3%BCr%20Zo%C3%AB-1.txt",
        "X-Content-Type-Options": "nosniff",
    }
    assert events(answer) == {(str(Act.DOCUMENT_TAKEN), str(case)): 1}


def _documents(town, case) -> set:
    with acting(town.orgs["here"], None, "which documents there are"):
        return set(Document.objects.filter(case_id=case).values_list("pk", flat=True))
