"""Documents: what is kept with a case, keeping a file, and taking one out."""

from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.documents import attach_document, take_document
from plimsoll.queries.cases import get_case
from plimsoll.queries.documents import Version, get_version, list_documents
from plimsoll.web.documents.page import Attach, attach_page, documents_page
from plimsoll.web.done import Done
from plimsoll.web.exchange.uploads import was_too_large
from plimsoll.web.limited import limited
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def documents(request: HttpRequest, case: UUID) -> HttpResponse:
    """What is kept with a case."""
    authorise.check_can_read(request.viewer, case)
    page = documents_page(
        get_case(request.viewer, case),
        list_documents(request.viewer, case),
        writes=authorise.can_write(request.viewer, case),
        as_at=request.now,
    )
    return show(request, "documents/documents.jinja", page)


@signed_in("GET", "POST")
@limited("send-file")
def new(request: HttpRequest, case: UUID) -> HttpResponse:
    """Keeping a file; `replaces` in the address is the document that it is a newer version of."""
    authorise.check_can_write(request.viewer, case)
    replaces = _replaces(request, case)
    called = {"title": replaces.title} if replaces else {}
    form = Attach(request.POST or None, request.FILES or None, as_at=request.now, initial=called)
    if was_too_large(request):
        form.add_error("file", "This file is too large. Choose a smaller one, or make it smaller first")
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            attach_document(
                case,
                key=form.cleaned_data["key"],
                title=form.cleaned_data["title"],
                path=Path(sent.temporary_file_path()),
                name=sent.name,
                replaces=replaces.id if replaces else None,
                by=request.viewer,
                at=request.now,
            )
        except Refused as refusal:
            form.add_error("file", refusal.faults["file"])
        else:
            return redirect(f"{reverse('case-documents', args=[case])}?done={Done.ATTACHED.value}")
    page = attach_page(get_case(request.viewer, case), form, replaces, action=request.get_full_path())
    return show(request, "documents/attach.jinja", page, status=422 if form.is_bound else 200)


def _replaces(request: HttpRequest, case: UUID) -> Version | None:
    said = request.GET.get("replaces", "")
    if not said:
        return None
    try:
        return get_version(request.viewer, case, UUID(said))
    except ValueError:
        raise Http404 from None


@signed_in("POST")
@limited("take-out")
def take(request: HttpRequest, document: UUID) -> HttpResponse:
    """A document as a file: an act, which is remembered, and so a POST. Never shown in the browser, whatever is in it."""
    taken = take_document(document, by=request.viewer)
    answer = HttpResponse(taken.content, content_type=taken.media_type)
    answer.headers["Content-Disposition"] = _attachment(taken.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


def _attachment(name: str) -> str:
    """How a file is handed over: to be kept, under its name."""
    plain = "".join(sign if sign.isalnum() or sign in " .-_()," else "-" for sign in name).strip(" .")
    return content_disposition_header(as_attachment=True, filename=plain or "document")
