"""Files that are no workbooks, are dangerous, or claim what is not so."""

import pickle
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from plimsoll.formats import archives, calamine, csv_files
from plimsoll.formats.sheets import Formula, Row
from plimsoll.formats.spreadsheet import UnusableFile, open_book
from tests.formats.workbooks import rewrite_part, write_csv, write_xls, write_xlsx, write_zip

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rows_of(path: Path) -> dict[str, list[Row]]:
    with open_book(path) as book:
        return {sheet.name: sheet.load(None) for sheet in book.sheets}


def refusal(path: Path) -> str:
    with pytest.raises(UnusableFile) as refused, open_book(path) as book:
        [sheet.load(None) for sheet in book.sheets]
    return str(refused.value)


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.xlsx").startswith("There is no file")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "'a.xlsx' is empty: make the export again, and look into the file before you give it."),
        ("a.csv", b" \r\n", "'a.csv' is empty: make the export again, and look into the file before you give it."),
        ("a.xlsx", b"\x00\x01\x02", "'a.xlsx' is not a workbook: give an .xlsx, .xls, .ods or .csv file."),
        (
            "a.pdf",
            b"%PDF-1.7 any text",
            "'a.pdf' is a PDF, which shows a list for reading and holds none. Give the list as an .xlsx, .xls, .ods or .csv "
            "file. Ask the system that it comes from for the list as a workbook or CSV.",
        ),
        (
            "a.xlsx",
            b"\x89PNG\r\n",
            "'a.xlsx' is a picture. Give the list as an .xlsx, .xls, .ods or .csv file. Ask the system that it comes from "
            "for the list as a workbook or CSV.",
        ),
        (
            "a.xls",
            b"<html><table><tr><td>Child Unique ID",
            "'a.xls' is a web page or XML under the name of a workbook: open it in Excel and save it as .xlsx.",
        ),
        (
            "a.xlsx",
            OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
            "'a.xlsx' is protected by a password: open it in Excel, remove the password "
            "(File, Info, Protect Workbook), and save it again.",
        ),
        (
            "a.doc",
            OLE + bytes(512) + "WordDocument".encode("utf-16-le"),
            "'a.doc' is a document. Give the list as an .xlsx, .xls, .ods or .csv file. Copy its table into Excel, and save "
            "that as .xlsx.",
        ),
        (
            "a.xls",
            OLE + bytes(512) + "Workbook".encode("utf-16-le"),
            "'a.xls' is damaged and cannot be read: open it in Excel, save it as a new .xlsx file, and try that.",
        ),
        (
            "a.xlsx",
            b"PK\x03\x04 cut short",
            "'a.xlsx' is damaged and cannot be opened: make the export again or ask for a fresh copy.",
        ),
    ],
)
def test_unusable_content(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)

    assert refusal(tmp_path / name) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/workbook.bin": b"x"}, "is a binary workbook (.xlsb): open it in Excel and save it as .xlsx."),
        ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}, "is a Word document. Give the list as"),
        ({"[Content_Types].xml": b"<Types/>", "ppt/a.xml": b"<d/>"}, "is a presentation. Give the list as"),
        ({"[Content_Types].xml": b"<Types/>", "visio/a.xml": b"<d/>"}, "is not a workbook: give an .xlsx"),
        ({"Index/Document.iwa": b"x"}, "Open it there, choose File, Export To, Excel"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<d/>"},
            "is a text document. Give the list as",
        ),
        ({"readme.md": b"x"}, "is a zip without CSV files"),
        ({"content.xml": b"<d/>", "META-INF/manifest.xml": b"<m:encryption-data/>"}, "is protected by a password"),
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<broken"}, "is damaged and cannot be read"),
    ],
)
def test_unusable_zip(tmp_path: Path, parts: dict[str, bytes], said: str) -> None:
    assert said in refusal(write_zip(tmp_path / "a.zip", parts))


def test_folder_without_csv(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith(f"The folder '{tmp_path.name}' holds no CSV files")


def test_zip_with_password(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"List 1.csv": b"a,b\n"})
    content = bytearray(path.read_bytes())
    content[6] |= archives.ENCRYPTED
    content[content.index(b"PK\x01\x02") + 8] |= archives.ENCRYPTED
    path.write_bytes(content)

    assert "is protected by a password" in refusal(path)


def test_damage_to_what_an_ods_says_of_itself(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.ods", {"content.xml": b"<d/>", "mimetype": b"opendocument.spreadsheet" * 9})
    content = bytearray(path.read_bytes())
    content[content.index(b"mimetype") + len(b"mimetype")] ^= 0xFF  # the first byte that is packed
    path.write_bytes(content)

    assert "is damaged" in refusal(path)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_that_is_packed_in_another_way(tmp_path: Path, way: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", way) as archive:
        archive.writestr("List 1.csv", "a,b\n")

    assert "is packed in a way that no office program uses" in refusal(path)


@pytest.mark.slow
def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"List 6": [["x"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.bin", "w") as part:
        for _ in range(30):
            part.write(bytes(1_000_000))

    assert "would unpack to 30 MB, far more than any caseload" in refusal(path)


def test_size_in_the_directory_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 100)

    assert "far more than any caseload" in refusal(write_xlsx(tmp_path / "a.xlsx", {"List 6": [["x"]]}))


def test_csv_that_would_fill_the_memory_is_refused_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limits hold for all lists of a file together, and for what one long row makes of the others."""
    lists = {"List 1.csv": b"a,b\n1,2\n", "List 2.csv": b"a,b\n1,2\n3,4\n"}
    path = write_zip(tmp_path / "a.zip", lists)
    assert rows_of(path)["List 2"][2] == ("3", "4")

    monkeypatch.setattr(csv_files, "MAX_CELLS", 9)
    assert "'List 2.csv' brings this to more than 9 cells" in refusal(path)
    (tmp_path / "b.csv").write_bytes(b"1,2,3,4\n" + b"a\n" * 2)
    assert "more than 9 cells" in refusal(tmp_path / "b.csv")
    (tmp_path / "c.csv").write_bytes(b"1\n" + b"\n" * 10)
    assert "more than 9 cells" in refusal(tmp_path / "c.csv")
    monkeypatch.setattr(csv_files, "MAX_CSV_BYTES", 19)
    assert "exceed 60 MB together" in refusal(path)


def test_damaged_sheet(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"List 6": [["x"]]})

    assert "is damaged" in refusal(rewrite_part(path, SHEET, b"</sheetData>", b"</sheet"))


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"List 6": [["x"]]})
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><worksheet'

    assert "declares a document type" in refusal(rewrite_part(path, SHEET, b"<worksheet", bomb))


def test_sheet_that_lies_about_its_size(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, 2], [3, None]]})
    for claimed in (b'<dimension ref="A1"/>', b'<dimension ref="A1:XFD1048576"/>'):
        rewrite_part(path, SHEET, b"<sheetData>", claimed + b"<sheetData>")

        assert rows_of(path) == {"S": [("a", "b"), (1, 2), (3, None)]}


def formatted_sheet(rows: int) -> list[bytes]:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>' for row in range(3, rows))
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    two = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    return [start + two, empty.encode(), b"</sheetData></worksheet>"]


@pytest.mark.parametrize("rows", [2_000, pytest.param(1_048_576, marks=pytest.mark.slow)])
def test_formatted_rows_without_content(tmp_path: Path, rows: int) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["a"]]})
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, object] = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = formatted_sheet(rows)

    assert rows_of(write_zip(path, parts)) == {"S": [(1, None), (None, 2)]}  # type: ignore[arg-type]


@pytest.mark.slow
def test_row_beyond_the_last(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["a"], ["b"]]})
    rewrite_part(path, SHEET, b'<row r="2"', b'<row r="999999999"')

    assert rows_of(path) == {"S": [("a",)]}


@pytest.mark.parametrize(("row", "column"), [(1, 301), (2, 16384)])
def test_stray_cell_far_to_the_right(tmp_path: Path, row: int, column: int) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "a", "b"
    sheet.cell(row, column, "stray")
    book.save(tmp_path / "a.xlsx")

    assert rows_of(tmp_path / "a.xlsx") == {"Sheet": [("a",), ("b",)]}


def test_formula_without_a_value(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, '=H2+5&"<"'], [2, 3]]})

    assert rows_of(path)["S"] == [("a", "b"), (1, '=H2+5&"<"'), (2, 3)]
    assert isinstance(rows_of(path)["S"][1][1], Formula)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (b'<c r="A1"><f>B1+1</f><v>7</v></c>', 7),
        (b'<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>', None),
        (b'<c r="A1"><f>B1+1</f></c>', "=B1+1"),
        (b'<c r="A1"><f t="shared" si="0"/></c>', "="),
        (b'<c r="A1" t="e"><f>B1+1</f><v>#REF!</v></c>', "#REF!"),
    ],
)
def test_values_of_formulas(tmp_path: Path, cell: bytes, value: object) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [[1, 2]]})
    rewrite_part(path, SHEET, b'<c r="A1" t="n"><v>1</v></c>', cell)

    assert rows_of(path)["S"] == [(value, 2)]


def test_prefixed_tags(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["x"]]})
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        b'<x:worksheet xmlns:x="%s"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        b'<x:row r="2"><x:c r="A2"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>' % space
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    assert rows_of(write_zip(path, parts | {SHEET: xml}))["S"] == [(1,), ("=A1",)]


def test_link_to_another_workbook_is_named_and_not_followed(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["x"]]})
    relations = b'<Relationships><Relationship Id="rId1" Target="file:///G:/lookup&amp;co.xlsx"/></Relationships>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", relations)

    with open_book(path) as book:
        assert book.external_links == ("file:///G:/lookup&co.xlsx",)


@pytest.mark.slow
def test_damage_that_aborts_calamine(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", {"S": [["text"]]})
    content = bytearray(path.read_bytes())
    size = content.index(b"\x00\x02\x0e\x00")  # DIMENSIONS: type, length, first row, last row and one
    content[size + 8 : size + 12] = b"\x00\x00\x00\x4b"
    path.write_bytes(content)

    assert "is damaged" in refusal(path)


@pytest.mark.slow
def test_styles_that_openpyxl_refuses(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["a", 1]]})
    rewrite_part(path, "xl/styles.xml", b'patternType="gray125"', b'patternType="of its own"')

    assert rows_of(path) == {"S": [("a", 1)]}


@pytest.mark.slow
def test_open_document(tmp_path: Path) -> None:
    cell = b'<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    row = b"<table:table-row>" + cell + b"</table:table-row>"
    space = b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"'
    spaces = b"".join(space % (name, name) for name in (b"office", b"table", b"text"))
    content = b"<office:document-content%s><office:body><office:spreadsheet>" % spaces
    content += b'<table:table table:name="S">' + row % b"a" + row % b"b"
    content += b'<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    content += b"</table:table></office:spreadsheet></office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "META-INF/manifest.xml": b"<manifest/>", "content.xml": content}

    assert rows_of(write_zip(tmp_path / "a.ods", parts)) == {"S": [("a",), ("b",)]}


@pytest.mark.slow
def test_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    new = write_xlsx(tmp_path / "new.xls", {"S": [["a"]]})
    old = write_xls(tmp_path / "old.xlsx", {"S": [["a"]]})

    assert rows_of(new) == rows_of(old) == {"S": [("a",)]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_spellings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["Title, with a comma"], ["a", "b", "c"], ["Zoë’s", "two\nlines", ""]]
    path = write_csv(tmp_path / "List 1.csv", rows, encoding=encoding, delimiter=delimiter)

    assert rows_of(path) == {
        "List 1": [("Title, with a comma", None, None), ("a", "b", "c"), ("Zoë’s", "two\nlines", None)]
    }


def test_folder_and_zip_of_csv(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for name in ("List 10", "List 2", "~$List 2"):
        write_csv(folder / f"{name}.csv", [["a"], [name]])
    packed = {f"../../x/{file.name}": file.read_bytes() for file in folder.iterdir()}
    zipped = write_zip(tmp_path / "a.zip", packed | {"__MACOSX/List 3.csv": b"a"})

    assert rows_of(folder) == rows_of(zipped) == {"List 2": [("a",), ("List 2",)], "List 10": [("a",), ("List 10",)]}
    assert list(rows_of(folder)) == ["List 2", "List 10"]


def test_progress_tells_sheet_and_rows(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["a"], ["b"]]})
    told: list[tuple[str, int]] = []

    with open_book(path) as book:
        book.sheets[0].load(lambda name, rows: told.append((name, rows)))

    assert told == [("S", 2)]


def test_what_the_other_process_says_is_cells_and_nothing_that_runs(tmp_path, monkeypatch):
    class Runs:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (print, ("it ran",))

    def said(cells: object) -> None:
        done = subprocess.CompletedProcess([], 0, pickle.dumps(cells), b"")
        monkeypatch.setattr(calamine.subprocess, "run", lambda *args, **more: done)

    path = tmp_path / "list.xls"
    said([("Sheet", [("Ada", date(2026, 1, 2), 3.5, None)])])
    with calamine.open_calamine(path) as book:
        assert len(book.sheets) == 1
    said([("Sheet", [(Runs(),)])])
    with pytest.raises(UnusableFile, match="is damaged"), calamine.open_calamine(path):
        pass
