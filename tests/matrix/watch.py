"""A browser that watches what each request says to the database: a write without an event in the trail is a fault."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

_WRITES = re.compile(r'\s*(?:WITH .*?)?(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?\s*(?:\(([^)]*)\))?', re.IGNORECASE)
_CODE = re.compile(
    rb"\b(?:Time|Cell|Fact|Link|Text)\(\w+=|datetime\.(?:date|datetime)\(|&lt;[\w. ]+ object at 0x|\bUUID\("
)
_SAVEPOINT = re.compile(r'SAVEPOINT "\w+"')  # their names count on
EVENTS, VIEWINGS = "records_auditevent", "records_viewing"
EXEMPT = frozenset({"records_draft", VIEWINGS, "records_history", EVENTS})  # written without an event, on purpose


@dataclass(frozen=True)
class Write:
    """One writing statement: its table, its values by column where it names them, and the transaction it was in."""

    table: str
    values: dict[str, Any]
    transaction: str


@dataclass
class Said:
    """What a request said to the database."""

    statements: list[str] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    _depth: int = 0

    def __enter__(self) -> "Said":
        self._depth = len(connection.savepoint_ids)
        self._watching = connection.execute_wrapper(self._hear)
        self._watching.__enter__()
        return self

    def __exit__(self, *fault: object) -> None:
        self._watching.__exit__(*fault)

    def _hear(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append(_SAVEPOINT.sub("SAVEPOINT", sql))
        if found := _WRITES.match(sql):
            columns = [name.strip(' "') for name in (found[3] or "").split(",")]
            values = dict(zip(columns, params or (), strict=False)) if found[3] and not many else {}
            inside = connection.savepoint_ids[self._depth : self._depth + 1]
            self.writes.append(Write(found[2].lower(), values, inside[0] if inside else ""))
        return execute(sql, params, many, context)

    def to(self, table: str) -> list[Write]:
        """The writes to one table."""
        return [write for write in self.writes if write.table == table]

    def faults(self) -> list[str]:
        """A write that no event goes with, or not in its transaction."""
        written = [write for write in self.writes if write.table.startswith("records_") and write.table not in EXEMPT]
        events = self.to(EVENTS)
        faults = []
        if written and not events:
            faults.append(f"writes {written[0].table} without an event")
        if events and len({write.transaction for write in (*written, *events)}) > 1:
            faults.append("writes, and its event, are not in one transaction")
        return faults


class Watched(Client):
    """A browser whose every answer has `said`: what was said to the database for it. It fails on a write without event,
    and on a page that shows a value as code has it."""

    forgiving = False  # the matrix collects faults, and says them all at once

    def request(self, **asked: Any) -> HttpResponse:
        """The answer to a request."""
        with Said() as said:
            answer = super().request(**asked)
        if "html" in answer.get("Content-Type", "") and (code := _CODE.search(answer.content)):
            raise AssertionError((asked["PATH_INFO"], "shows what only code reads", code[0]))
        answer.said = said  # type: ignore[attr-defined]
        if answer.status_code < 500 and not self.forgiving:  # else all of it was undone
            assert said.faults() == [], (asked["REQUEST_METHOD"], asked["PATH_INFO"], said.faults())
        return answer
