"""What the pages of documents show."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.conf import settings
from django.urls import reverse

from plimsoll.formats.documents import ENDINGS, TAKEN, known
from plimsoll.queries.cases import CaseView
from plimsoll.queries.documents import DocumentView, Version
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.forms.fields import File, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, State
from plimsoll.web.times import Time, at_time

MEGABYTE = 1024 * 1024


class Attach(Form):
    """A file, and what it is called."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, kept once
    file = File(
        label="Which file?",
        missing="Choose a file",
        most_bytes=settings.DOCUMENT_MEGABYTES * MEGABYTE,
        accept=",".join(ENDINGS),
        help_text=f"{TAKEN}; at most {settings.DOCUMENT_MEGABYTES} MB",
    )
    title = Text(
        label="What is it called?",
        required=False,
        width=30,
        help_text="For example: letter of the school, 3 March. Left empty, it is called as the file is",
    )


@dataclass(frozen=True)
class VersionRow:
    """One file that is kept, with what takes it out."""

    title: str
    said: str
    at: Time
    take: Act


@dataclass(frozen=True)
class DocumentRow:
    """A document: its newest version, where a newer one is put in its place ('' for those who may not), and what was
    before."""

    now: VersionRow
    replace: str
    earlier: tuple[VersionRow, ...]


@dataclass(frozen=True)
class DocumentsPage(Page):
    """The documents of a case."""

    about: str
    rows: tuple[DocumentRow, ...]
    nothing: State
    attach: Act | None


@dataclass(frozen=True)
class AttachPage(Page):
    """The form that keeps a file."""

    about: str
    form: Attach
    action: str
    cancel: str


def documents_page(
    found: CaseView, documents: tuple[DocumentView, ...], *, writes: bool, as_at: datetime
) -> DocumentsPage:
    """The documents of a case; `writes`: whether the viewer may add to them."""
    new = reverse("case-document-new", args=[found.id])
    attach = Act("Attach a file", href=new, main=True) if writes else None
    rows = tuple(
        DocumentRow(
            _row(each.now, as_at),
            f"{new}?{urlencode({'replaces': each.now.id})}" if writes else "",
            tuple(_row(version, as_at) for version in each.earlier),
        )
        for each in documents
    )
    return DocumentsPage(
        "Documents",
        about=about(found),
        rows=rows,
        nothing=State("No documents yet", "Letters, reports and pictures that belong to this case will stand here."),
        attach=attach,
        back=Link(found.called, reverse("case", args=[found.id])),
        viewed=viewed(found),
    )


def _row(version: Version, as_at: datetime) -> VersionRow:
    kind = known(version.media_type)
    said = ", ".join(filter(None, (kind.label if kind else "", _size(version.size_bytes), version.by)))
    take = Act("Download", post=reverse("document-file", args=[version.id]), about=version.title)
    return VersionRow(version.title, said, at_time(version.recorded_at, as_at=as_at), take)


def _size(many: int) -> str:
    """A size as people say it.

    >>> _size(800), _size(412_000), _size(3_400_000)
    ('1 kB', '412 kB', '3.4 MB')
    """
    return f"{many / 1e6:.1f} MB" if many >= 1_000_000 else f"{max(1, round(many / 1000))} kB"


def attach_page(found: CaseView, form: Attach, replaces: Version | None, *, action: str) -> AttachPage:
    """The form; with `replaces`, for a newer version of that."""
    back = reverse("case-documents", args=[found.id])
    return AttachPage(
        f"A newer version of “{replaces.title}”" if replaces else "Attach a file",
        about=about(found),
        form=form,
        action=action,
        cancel=back,
        back=Link("Documents", back),
        viewed=viewed(found),
    )
