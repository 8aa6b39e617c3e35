"""How the log is written: where something failed and of what kind, and never what it was about.

The message of an exception can quote what it failed on: the database's names the row, a parser's the text. So none is
written, nor any variable; only its class, the names of what the database refused, and the lines of our code.
"""

import logging
from traceback import walk_tb
from types import TracebackType

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
NAMES = ("sqlstate", "table_name", "column_name", "constraint_name")  # of the database's answer; the rest quotes rows
LEVELS = ("INFO", "WARNING", "ERROR")  # lower ones carry values


class Plain(logging.Formatter):
    """Lines in which no exception says its message."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another's words for it, kept with the record
        return super().format(record)

    def formatException(self, ei: Fault) -> str:  # noqa: N802 - the library's name
        return describe(ei[1]) if ei[1] else ""


def describe(fault: BaseException) -> str:
    """An exception and those behind it: where each passed, and its kind; the first that happened first."""
    told, seen = [], set()
    each: BaseException | None = fault
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        places = [
            f"  {frame.f_code.co_filename}, line {number}, in {frame.f_code.co_name}"
            for frame, number in walk_tb(each.__traceback__)
        ]
        told.append("\n".join([*places, kind(each)]))
        each = each.__cause__ or each.__context__
    return "\nand then\n".join(reversed(told))


def kind(fault: BaseException) -> str:
    """The class of an exception; of the database's own also its code and what was broken, by name."""
    said = {name: getattr(getattr(fault, "diag", None), name, None) for name in NAMES}
    words = (f"{name} {value}" for name, value in said.items() if value)
    return ", ".join([f"{type(fault).__module__}.{type(fault).__qualname__}", *words])
