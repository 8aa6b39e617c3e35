"""Reads a workbook with calamine in a process of its own: `python -m plimsoll.formats.calamine_child FILE`.

A damaged .xls can make calamine ask for a terabyte, whereupon its process is aborted. That must not be ours.
Writes to standard output, pickled, a list of (sheet name, rows). Exit codes: see EXIT_PASSWORD and EXIT_TOO_LARGE.
"""

import contextlib
import pickle
import sys
from io import BytesIO
from pathlib import Path

import python_calamine

EXIT_PASSWORD = 3
EXIT_TOO_LARGE = 4
MAX_COLUMNS = 300  # as for .xlsx
MAX_CELLS = 20_000_000  # calamine makes every cell between the first and the last, at about 100 bytes each
MAX_MEMORY_BYTES = 4_000_000_000


def main(path: Path) -> None:
    """Reads the workbook at `path` and ends the process."""
    limit_memory()
    try:
        book = python_calamine.load_workbook(BytesIO(path.read_bytes()))  # by content, whatever the name ends in
    except python_calamine.PasswordError:
        sys.exit(EXIT_PASSWORD)
    sheets = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > MAX_CELLS:
            sys.exit(EXIT_TOO_LARGE)
        sheets.append((name, [tuple(row[:MAX_COLUMNS]) for row in sheet.to_python(skip_empty_area=False)]))
    sys.stdout.buffer.write(pickle.dumps(sheets))


def limit_memory() -> None:
    """Keeps this process from taking the machine's memory, where the system offers that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not there on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
