"""The order of work as a table in a terminal, for people."""

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap
from typing import TextIO

import typer

from plimsoll.cli.answer import Answer
from plimsoll.core.calendar import as_datetime
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority.explain import ReasonKind
from plimsoll.core.rulebook import Status
from plimsoll.core.terms import Band, CaseType
from plimsoll.core.timescales.explain import day_words, due_words
from plimsoll.core.workload.explain import amount, figure

WIDTH = 120  # where no terminal says how wide it is
NARROWEST = 60
BAND_WIDTH = 18  # the longest usual case type, section 47 enquiry, stands below the band
SHOWN_FAULTS = 5  # of each kind
_BANDS = [band.label for band in Band]
_TYPES = [word.label for word in CaseType]


def write_table(out: TextIO, answer: Answer, chosen: list[int], team: str | None, written: Path | None) -> None:
    """Every chosen caseload in order of work, then who is not in one, then what was wrong with the workbook."""
    page = _Page(out, answer)
    page.head()
    for worker in chosen:
        cases = answer.cases(worker, team)
        if worker != NOBODY:
            page.caseload(worker, cases)
        elif cases:
            page.unallocated(cases)
    page.summary()
    page.choices()
    page.unread()
    page.faults(written)


class _Page:
    def __init__(self, out: TextIO, answer: Answer) -> None:
        self.out, self.answer = out, answer
        self.width = max(shutil.get_terminal_size((WIDTH, 24)).columns if out.isatty() else WIDTH, NARROWEST)
        self.styled = out.isatty() and "NO_COLOR" not in os.environ
        longest = max((len(child) for child in answer.file.child), default=4)
        self.case_width = min(max(longest, 4), 24)

    def line(self, text: str = "", **style: bool) -> None:
        """One line, styled where the terminal can."""
        self.out.write((typer.style(text, **style) if self.styled and style else text) + "\n")

    def head(self) -> None:
        """What was ranked, at which moment, by which set."""
        at = as_datetime(self.answer.ranking.as_at)
        self.line(f"Order of work on {day_words(at.date())} at {at:%H:%M}", bold=True)
        criteria, book = self.answer.ranking.criteria, self.answer.rulebook
        self.line(f"Criteria set: {criteria.title}, {criteria.version}. Timescales: {book.title}, {book.version}.")
        self.line(f"{criteria.note}")
        self.line("A workbook carries no judgement of risk: every case counts as not yet assessed.")
        hours = amount(self.answer.hours)
        self.line(f"Load: {self.answer.scheme.title}; {hours} hours a week taken for everyone, the file does not say.")
        for choice, rivals in self.answer.choices_that_matter:
            self.line()
            self.line(f"Not chosen, so nothing is due by it: {choice.title[:1].lower()}{choice.title[1:]}.", bold=True)
            self.line(f"Choose with {' or '.join(f'--choose {rule.key} ({rule.length})' for rule in rivals)}.")

    def caseload(self, worker: int, cases: list[int]) -> None:
        """One worker's list under their name, team and load."""
        team = self.answer.file.teams[worker]
        name = self.answer.file.workers[worker]
        self.line()
        self.line(f"{name}{f' · {team}' if team else ''} · {_count(len(cases))}", bold=True)
        self.line(f"Load {figure(self.answer.load(worker))}")
        self.rows(cases)

    def unallocated(self, cases: list[int]) -> None:
        """The queue of children without a worker."""
        self.line()
        self.line(f"UNALLOCATED · {_count(len(cases))} without a worker", bold=True)
        self.rows(cases)

    def rows(self, cases: list[int]) -> None:
        """Place, case, band and reasons; what is due next on a line of its own."""
        indent = 4 + 2 + self.case_width + 2 + BAND_WIDTH + 2
        room = self.width - indent
        explanation, ranking = self.answer.explanation, self.answer.ranking
        file = self.answer.file
        for place, case in enumerate(cases, 1):
            reasons = explanation.reasons(case)
            judged = [reason for reason in reasons if reason.kind is not ReasonKind.NOT_ASSESSED]
            said = [reason.text for reason in judged or reasons]
            due = explanation.next_due(case)
            if due is not None and not any(due.words == text for text in said):
                said.append(f"Next due: {due.title}, {due_words(due.duty, due.due, self.answer.calendar)}")
            lines = [part for text in said for part in ([text] if len(text) <= room else wrap(text, room))]
            if file.caseload.worker[case] == NOBODY and file.team[case] is not None:
                lines.append(f"Team: {file.team[case]}")
            band = _BANDS[ranking.bands.band[case]]
            lines += [""] * (2 - len(lines))
            self.line(f"{place:>4}  {file.child[case]:<{self.case_width}}  {band:<{BAND_WIDTH}}  {lines[0]}".rstrip())
            kind = _TYPES[file.caseload.case_type[case]]
            self.line(f"{'':{8 + self.case_width}}{kind:<{BAND_WIDTH}}  {lines[1]}".rstrip())
            for text in lines[2:]:
                self.line(" " * indent + text)

    def summary(self) -> None:
        """Everybody accounted for."""
        file = self.answer.file
        unallocated = len(self.answer.lists[NOBODY])
        self.line()
        self.line(
            f"{file.in_file} children on Lists 3 to 9: {len(file.child) - unallocated} in order of work, "
            f"{unallocated} unallocated, {len(file.not_ranked)} without open work.",
            bold=True,
        )
        for kind, count in sorted(Counter(gone.kind for gone in file.not_ranked).items()):
            self.line(f"  {count:>6}  {kind.label}")
            if kind.needs_a_look:
                for gone in file.not_ranked:
                    if gone.kind is kind:
                        self.line(f"          {gone.child}: {gone.reason}")

    def choices(self) -> None:
        """Questions on which councils differ and which nobody has answered."""
        waiting = [pair for pair in self.answer.rulebook.open_choices if pair not in self.answer.choices_that_matter]
        if waiting:
            self.line()
            self.line("Other local timescales not chosen; a workbook records nothing that they count:")
            for choice, rivals in waiting:
                self.line(f"  {choice.title}: {', '.join(f'{rule.key} ({rule.length})' for rule in rivals)}")

    def unread(self) -> None:
        """Timescales whose source nobody has read: off until someone checks them."""
        book = self.answer.rulebook
        keys = [rule.key for rule in book.timescales if book.status(rule) is Status.CHECK_LOCALLY]
        if keys:
            self.line()
            self.line("Timescales not counted because their source has not been read. Check locally, then name them")
            self.line("under 'checked' in your own rulebook (--rules):")
            for text in wrap(", ".join(keys), self.width - 2):
                self.line(f"  {text}")

    def faults(self, written: Path | None) -> None:
        """What was wrong with the workbook, by kind, with the first places of each."""
        found = self.answer.annex.faults
        if not found:
            return
        self.line()
        where = f"All of them are in {written}." if written else "Write all of them to a file with --faults FILE."
        self.line(f"{len(found)} {'fault' if len(found) == 1 else 'faults'} in the workbook. {where}", bold=True)
        by_kind: dict[str, list[str]] = {}
        for fault in found:
            by_kind.setdefault(fault.kind.label, []).append(_place(fault.sheet, fault.row, fault.column, fault.found))
        for kind, places in by_kind.items():
            self.line(f"  {len(places):>6}  {kind}")
            for place in places[:SHOWN_FAULTS]:
                self.line(f"          {place}")
            if len(places) > SHOWN_FAULTS:
                self.line(f"          and {len(places) - SHOWN_FAULTS} more")


def _place(sheet: str, row: int | None, column: str | None, found: str) -> str:
    parts: Iterable[str | None] = (sheet, f"row {row}" if row else None, column)
    return f"{', '.join(part for part in parts if part)}: {found[:60]!r}" if found else ", ".join(filter(None, parts))


def _count(cases: int) -> str:
    return "1 case" if cases == 1 else f"{cases} cases"
