"""Input that cannot be used: exit 2, one sentence on standard error, nothing on standard output, never a traceback."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Rank
from tests.formats.workbooks import write_xlsx, write_zip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def missing(folder: Path) -> Path:
    return folder / "none.xlsx"


def empty(folder: Path) -> Path:
    (folder / "a.xlsx").touch()
    return folder / "a.xlsx"


def empty_folder(folder: Path) -> Path:
    (folder / "lists").mkdir()
    return folder / "lists"


def password(folder: Path) -> Path:
    (folder / "a.xlsx").write_bytes(OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    return folder / "a.xlsx"


def bomb(folder: Path) -> Path:
    path = write_xlsx(folder / "a.xlsx", {"List 6": [["x"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as part:
        for _ in range(30):
            part.write(bytes(1_000_000))
    return path


def wrong_workbook(folder: Path) -> Path:
    return write_xlsx(folder / "a.xlsx", {"Budget": [["Month", "Pounds"], ["May", 12]]})


def no_workbook(folder: Path) -> Path:
    (folder / "a.xlsx").write_bytes(bytes(range(256)) * 20)
    return folder / "a.xlsx"


def damaged(folder: Path) -> Path:
    path = write_xlsx(folder / "a.xlsx", {"List 6": [["x"]]})
    path.write_bytes(path.read_bytes()[:-300])
    return path


def binary_workbook(folder: Path) -> Path:
    return write_zip(folder / "a.xlsb", {"xl/workbook.bin": b"x"})


def web_page(folder: Path) -> Path:
    (folder / "a.xls").write_text("<html><table></table></html>")
    return folder / "a.xls"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (missing, "There is no file"),
        (empty, "'a.xlsx' is empty: make the export again, and look into the file"),
        (empty_folder, "The folder 'lists' holds no CSV files"),
        (password, "'a.xlsx' is protected by a password"),
        pytest.param(bomb, "would unpack to 30 MB", marks=pytest.mark.slow),
        (wrong_workbook, "'a.xlsx' holds no Annex A list: it has 'Budget'"),
        (no_workbook, "'a.xlsx' is not a workbook"),
        (damaged, "'a.xlsx' is damaged"),
        (binary_workbook, "'a.xlsb' is a binary workbook"),
        (web_page, "'a.xls' is a web page"),
    ],
)
@pytest.mark.parametrize("form", ["table", "json"])
def test_unusable_workbook(rank: Rank, tmp_path: Path, make, said: str, form: str) -> None:
    faults = tmp_path / "faults.csv"
    result = rank(make(tmp_path), "--format", form, "--faults", faults)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(".\n")
    assert "Traceback" not in result.stderr
    assert not faults.exists()
