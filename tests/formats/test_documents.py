"""Which files are kept with a case, by what is in them."""

import zipfile
from pathlib import Path

import pytest

from plimsoll.formats.documents import CSV, PDF, TEXT, kind_of
from plimsoll.formats.sheets import UnusableFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def packed(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), content)
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "Report.PDF", PDF.media_type),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpeg", "image/jpeg"),
        (b"\0\0\0\x18ftypheic\0", "IMG_1.HEIC", "image/heic"),
        ("Zoë said: “no”.\r\n".encode(), "note.txt", TEXT.media_type),
        (b"It\x92s all right", "note.txt", TEXT.media_type),
        (b"a,b\n1,2\n", "list.csv", CSV.media_type),
    ],
)
def test_a_kind_is_known_by_its_content(tmp_path, content, name, media_type):
    assert kind_of(written(tmp_path / "sent", content), name).media_type == media_type


def test_office_files_are_known_by_their_parts(tmp_path):
    word = packed(tmp_path / "a", types=f'<Types><Override ContentType="{DOCX}"/></Types>', word__document="<w/>")
    writer = packed(tmp_path / "b", mimetype="application/vnd.oasis.opendocument.text", content="<o/>")

    assert [kind_of(word, "a.docx").label, kind_of(writer, "b.odt").label] == ["text document", "text document"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "'a.txt' has nothing in it."),
        (b"MZ\x90\0\x03", "a.pdf", "'a.pdf' is of no kind that is kept here."),
        (b"%PDF-1.7", "a.docx", "'a.docx' is a PDF by what is in it, which its name does not say."),
        (b"<html><script>", "a.html", "'a.html' is a text by what is in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "'a.doc' has a password, or was written by an office program"),
        (b"PK\x03\x04 broken", "a.docx", "'a.docx' could not be looked into"),
    ],
)
def test_what_is_not_kept_is_told_why(tmp_path, content, name, said):
    with pytest.raises(UnusableFile, match="^" + said.replace(".", r"\.")):
        kind_of(written(tmp_path / "sent", content), name)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"letter.txt": "x"}, "is an archive with other files in it"),
        ({"types": DOCX, "word__vbaProject.bin": "x"}, "has macros"),
        ({"types": DOCX, "word__document.xml": "<!DOCTYPE w [<!ENTITY a 'b'>]><w/>"}, "could not be looked into"),
        ({"types": DOCX, "word__document.xml": "0" * 30_000_000}, "could not be looked into"),
    ],
)
def test_archives_are_checked_before_they_are_believed(tmp_path, parts, said):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), content)

    with pytest.raises(UnusableFile, match=said):
        kind_of(path, "a.docx")


def test_a_damaged_office_file_is_refused_whatever_of_it_is_damaged(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{DOCX * 200}</Types>")
    whole = path.read_bytes()
    refused = 0
    for at in range(4, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            kind_of(path, "a.docx")
        except UnusableFile:
            refused += 1

    assert refused > len(whole) // 3 // 4
