"""A copy of what is kept of a child, as it leaves: one folder with JSON for programs, PDF for people, and documents."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from plimsoll.core.copies import marker, without
from plimsoll.core.terms import Exemption, Keeping
from plimsoll.core.timescales.explain import day_words

SCHEMA = "plimsoll-copy-of-a-record/1"


@dataclass(frozen=True)
class Line:
    """One thing that a piece says: the name of its field, what people call it, and what it says."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Piece:
    """One row of the record, or one version of it. key : what it is known by; when : the day it is of, '' for none; others :
    it tells of other people; of : the case, '' for what is of the child; document : the digest of its file."""

    key: str
    title: str
    when: str
    of: str
    lines: tuple[Line, ...]
    others: bool = False
    document: str = ""
    media_type: str = ""
    ending: str = ""

    @property
    def digest(self) -> str:
        """What it says, in 64 hex digits: a decision about a piece holds as long as this is the same."""
        said = [self.title, self.when, self.document, *([one.name, one.text] for one in self.lines)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True)
class Decided:
    """What somebody decided about a piece."""

    keeping: Keeping
    ground: Exemption | None
    places: Mapping[str, Sequence[Sequence[int]]]


@dataclass(frozen=True)
class Section:
    """Pieces under one heading."""

    key: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Copy:
    """What leaves. statement : what it is, and what it is not; left_out : what stays out, and why."""

    organisation: str
    reference: str
    made_on: str
    statement: tuple[str, ...]
    sections: tuple[Section, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def documents(self) -> dict[str, str]:
        """Digests of the files that go with it, by the name under which they do. Numbers, as a title may name somebody."""
        found = [one for section in self.sections for one in section.pieces if one.document]
        return {f"documents/{at:03}{one.ending}": one.document for at, one in enumerate(found, 1)}


def redacted(piece: Piece, decided: Decided | None) -> Piece:
    """A piece without what was decided to be taken out of it. Of one that is taken out whole the kind alone stays."""
    if decided is None or decided.keeping is Keeping.KEEP or decided.ground is None:
        return piece
    ground = decided.ground
    if decided.keeping is Keeping.WHOLE:
        return replace(
            piece, key="", when="", of="", lines=(Line("taken_out", "", marker(ground)),), document="", ending=""
        )
    places = decided.places
    return replace(
        piece,
        lines=tuple(replace(one, text=without(one.text, places.get(one.name, ()), ground)) for one in piece.lines),
    )


def as_data(copy: Copy) -> dict[str, Any]:
    """A copy as plain data: what docs/reference/copy-of-a-record.md describes."""
    names = iter(copy.documents)
    return {
        "schema": SCHEMA,
        "organisation": copy.organisation,
        "reference": copy.reference,
        "made_on": copy.made_on,
        "statement": list(copy.statement),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "entries": [
                    {
                        "title": piece.title,
                        "when": piece.when,
                        "case": piece.of,
                        "file": next(names) if piece.document else "",
                        "says": [{"name": one.name, "label": one.label, "text": one.text} for one in piece.lines],
                    }
                    for piece in section.pieces
                ],
            }
            for section in copy.sections
        ],
        "left_out": [{"what": what, "why": why} for what, why in copy.left_out],
    }


def _for_people(copy: Copy) -> dict[str, Any]:
    """As `as_data`, with days in words."""
    data = as_data(copy)
    for section in data["sections"]:
        for entry in section["entries"]:
            entry["when"] = day_words(date.fromisoformat(entry["when"])) if entry["when"] else ""
    return data


def as_json(copy: Copy) -> bytes:
    """For programs; the same copy gives the same bytes."""
    return json.dumps(as_data(copy), ensure_ascii=False, indent=1).encode()


def as_pdf(copy: Copy, fonts: Sequence[Path] = ()) -> bytes:
    """For people: tagged, with bookmarks (PDF/UA-1). Its texts are handed over as data and are never markup; `fonts` are
    folders with the typeface."""
    source = (files("plimsoll") / "formats" / "copies" / "copy.typ").read_bytes()
    return bytes(
        typst.compile(
            source,
            format="pdf",
            sys_inputs={"copy": json.dumps(_for_people(copy))},
            font_paths=[str(folder) for folder in fonts],
            pdf_standards=["ua-1"],
        )
    )


def packed(copy: Copy, documents: Mapping[str, bytes], fonts: Sequence[Path] = ()) -> bytes:
    """All of it in one zip. documents : what is in each file, by `Copy.documents`. No file says when it was packed."""
    held = {"record.pdf": as_pdf(copy, fonts), "record.json": as_json(copy), **documents}
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in held.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return into.getvalue()
