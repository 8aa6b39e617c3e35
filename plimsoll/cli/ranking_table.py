"""The order of work as a table in a terminal, for people."""

import os
import shutil
from collections import Counter
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
from plimsoll.core.workload.explain import amount, figure, whole_percent, with_unit
from plimsoll.formats.annex_a.faults import Fault, FaultKind

WIDTH = 120  # where no terminal says how wide it is
NARROWEST = 60
BAND_WIDTH = 18  # the longest usual case type, section 47 enquiry, stands below the band
FEW_LISTS = 3  # more than these get an overview first,
OVERVIEW_WIDTH = 80  # where it fits
SHOWN_FAULTS = 5  # of each kind
_BANDS = [band.label for band in Band]
_TYPES = [word.label for word in CaseType]


def write_table(out: TextIO, answer: Answer, chosen: list[int], team: str | None, written: Path | None) -> None:
    """Every chosen caseload in order of work, then who is not in one, then what was wrong with the workbook."""
    page = _Page(out, answer)
    page.head()
    shown = [(worker, answer.cases(worker, team)) for worker in chosen]
    if len(shown) > FEW_LISTS and page.width >= OVERVIEW_WIDTH:
        page.overview(shown)
    # Nobody's cases come first: they have no one to look at them.
    for worker, cases in sorted(shown, key=lambda pair: pair[0] != NOBODY):
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
        """One line, styled where the terminal can. Nothing from a file may steer the terminal."""
        text = text if text.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in text)
        self.out.write((typer.style(text, **style) if self.styled and style else text) + "\n")

    def prose(self, text: str, indent: int = 0, **style: bool) -> None:
        """Text over as many lines as the width asks for, all but the first two places further in."""
        first, rest = " " * indent, " " * (indent + 2)
        for part in wrap(text, self.width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False):
            self.line(part, **style)

    def head(self) -> None:
        """What was ranked, at which moment, by which set."""
        at = as_datetime(self.answer.ranking.as_at)
        self.line(f"Order of work on {day_words(at.date())} at {at:%H:%M}", bold=True)
        criteria, book = self.answer.ranking.criteria, self.answer.rulebook
        self.prose(f"Criteria set: {criteria.title}, {criteria.version}. Timescales: {book.title}, {book.version}.")
        self.prose(criteria.note)
        self.prose("A workbook carries no judgement of risk: every case counts as not yet assessed.")
        self.prose(f"Load: {self.answer.scheme.title}. {self.capacity()}")
        for choice, rivals in self.answer.choices_that_matter:
            self.line()
            self.prose(f"Not chosen, so nothing is due by it: {choice.title[:1].lower()}{choice.title[1:]}.", bold=True)
            self.prose(f"Choose with {' or '.join(f'--choose {rule.key} ({rule.length})' for rule in rivals)}.")

    def overview(self, shown: list[tuple[int, list[int]]]) -> None:
        """Who has how much in which band, and at what load: a line a caseload."""
        names = {at: self.answer.file.workers[at] if at != NOBODY else "UNALLOCATED" for at, _ in shown}
        width = min(max(len(name) for name in names.values()), self.width - 57)
        self.line()
        self.line(f"{'':{width}}  cases  Act now  Today  This week  load", bold=True)
        for worker, cases in sorted(shown, key=lambda pair: pair[0] != NOBODY):
            of_band = Counter(int(self.answer.ranking.bands.band[case]) for case in cases)
            now, today, week = (of_band[band.number] for band in (Band.ACT_NOW, Band.TODAY, Band.THIS_WEEK))
            load = "" if worker == NOBODY else whole_percent(self.answer.load(worker)) or "not known"
            over = "" if worker == NOBODY or not self.answer.load(worker).over else ", over the line"
            name = names[worker][:width]
            self.line(f"{name:{width}}  {len(cases):>5}  {now:>7}  {today:>5}  {week:>9}  {load}{over}".rstrip())

    def capacity(self) -> str:
        """What was taken for granted of everyone's hours."""
        available = self.answer.load(0).available if self.answer.file.workers else None
        left = "" if available is None else f", which leaves {with_unit(self.answer.scheme, available)} for cases"
        return f"The file gives no hours: {amount(self.answer.hours)} a week taken for everyone{left}."

    def caseload(self, worker: int, cases: list[int]) -> None:
        """One worker's list under their name, team and load."""
        team = self.answer.file.teams[worker]
        name = self.answer.file.workers[worker]
        self.line()
        self.prose(f"{name}{f' · {team}' if team else ''} · {_count(len(cases))}", bold=True)
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
        to_check = sum(gone.kind.needs_a_look for gone in file.not_ranked)
        self.line()
        self.prose(
            f"In the whole workbook {_count(file.in_file, 'child', 'children')} on Lists 3 to 9: "
            f"{len(file.child) - unallocated:,} in order of work, {unallocated:,} unallocated, "
            f"{len(file.not_ranked) - to_check:,} without open work{f', {to_check:,} to be checked' if to_check else ''}.",
            bold=True,
        )
        for kind, count in sorted(Counter(gone.kind for gone in file.not_ranked).items()):
            self.line(f"  {count:>6,}  {kind.label}")
            if kind.needs_a_look:
                for gone in file.not_ranked:
                    if gone.kind is kind:
                        self.prose(f"{gone.child}: {gone.reason}", 10)

    def choices(self) -> None:
        """Questions on which councils differ and which nobody has answered."""
        waiting = [pair for pair in self.answer.rulebook.open_choices if pair not in self.answer.choices_that_matter]
        if waiting:
            self.line()
            self.prose("Other local timescales not chosen; a workbook records nothing that they count:")
            for choice, rivals in waiting:
                self.prose(f"{choice.title}: {', '.join(f'{rule.key} ({rule.length})' for rule in rivals)}", 2)

    def unread(self) -> None:
        """Timescales whose source nobody has read: off until someone checks them."""
        book = self.answer.rulebook
        keys = [rule.key for rule in book.timescales if book.status(rule) is Status.CHECK_LOCALLY]
        if keys:
            self.line()
            self.prose(
                "Timescales not counted because their source has not been read. Check locally, then name them under "
                "'checked' in your own rulebook (--rules):"
            )
            for text in wrap(", ".join(keys), self.width - 2):
                self.line(f"  {text}")

    def faults(self, written: Path | None) -> None:
        """What was wrong with the workbook, by kind, with the first places of each."""
        found = self.answer.faults
        if not found:
            return
        self.line()
        where = f"All of them are in {written}." if written else "Write all of them to a file with --faults FILE."
        self.prose(f"{_count(len(found), 'fault', 'faults')} in the workbook. {where}", bold=True)
        by_kind: dict[FaultKind, list[str]] = {}
        for fault in found:
            by_kind.setdefault(fault.kind, []).append(_place(fault))
        for kind, places in sorted(by_kind.items(), key=lambda pair: pair[0].number):
            self.line(f"  {len(places):>6,}  {kind.label}")
            for place in places[:SHOWN_FAULTS]:
                self.prose(place, 10)
            if len(places) > SHOWN_FAULTS:
                self.line(f"          and {len(places) - SHOWN_FAULTS:,} more")


def _place(fault: Fault) -> str:
    """Where a fault stands and what was found there, if the place does not say so already; odd spaces made visible."""
    parts = [part for part in (fault.sheet, f"row {fault.row}" if fault.row else None, fault.column) if part]
    found = "".join("\u2423" if char.isspace() and char != " " else char for char in fault.found[:60])
    return ", ".join(parts) + (f": '{found}'" if parts and found not in ("", *parts) else "" if parts else found)


def _count(number: int, one: str = "case", many: str = "cases") -> str:
    return f"{number:,} {one if number == 1 else many}"
