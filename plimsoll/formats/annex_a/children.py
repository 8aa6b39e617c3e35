"""Each child of a workbook once: which of its work is open on the reporting day, or why none is.

Lists 8 > 7 > 6 > 9 > open 5 and 4 > 3, as Ofsted's own hierarchy of case status has it.
"""

from dataclasses import dataclass
from datetime import date

from plimsoll.core.terms import CaseType, Term
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.tables import ListTable
from plimsoll.formats.annex_a.values import Value

CHILD_LISTS = (3, 4, 5, 6, 7, 8, 9)
# Which list speaks for a child's worker, first to last. 4 and 5 stand together: an enquiry (5) is the more urgent.
PRECEDENCE = (8, 7, 6, 9, 5, 4, 3)
NO_ID = "no id"
START = {
    3: "referral_date",
    4: "assessment_start_date",
    5: "strategy_discussion_date",
    6: "cin_start_date",
    7: "cp_plan_start_date",
    8: "looked_after_start_date",
}
END = {4: "assessment_authorised_date", 6: "cin_closure_date", 7: "cp_plan_end_date", 8: "looked_after_end_date"}


class WhyNot(Term):
    """Why a child in the file stands in no order of work."""

    CHECK_RECORD = "CHECK_RECORD"
    CLOSED = "CLOSED"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"
    WORK_DONE = "WORK_DONE"
    DIED = "DIED"
    NOT_YET = "NOT_YET"

    @property
    def label(self) -> str:
        """The reason in a few words."""
        return _WHY_NOT[self]

    @property
    def needs_a_look(self) -> bool:
        """Whether the lists leave it open, so that a person must say whether the child's work goes on."""
        return self is WhyNot.CHECK_RECORD


_WHY_NOT = {
    WhyNot.CHECK_RECORD: "to be checked: lists disagree or stop short",
    WhyNot.CLOSED: "closed",
    WhyNot.NO_FURTHER_ACTION: "referral without further action",
    WhyNot.WORK_DONE: "assessment or enquiry ended, nothing open since",
    WhyNot.DIED: "died",
    WhyNot.NOT_YET: "work begins after the reporting date",
}


@dataclass(frozen=True)
class NotRanked:
    """A child without open work: the lists it stands on, why in words, and on which day it ended, where they say so."""

    child: str
    lists: tuple[int, ...]
    kind: WhyNot
    reason: str
    closed_on: date | None = None


Rows = dict[int, list[int]]  # positions of one child's rows by list number


@dataclass(frozen=True)
class OpenCase:
    """One child's open work: its type, all open types, the rows that speak of it, and the facts on them."""

    child: str
    type: CaseType
    types: int
    where: str
    rows: Rows
    open_rows: list[tuple[int, int]]  # (list, position), in order of precedence
    started: date | None


class Children:
    """The rows of each child, and what they say together."""

    def __init__(self, lists: dict[int, ListTable], as_at: date) -> None:
        self.lists = lists
        self.as_at = as_at
        self.rows: dict[str, Rows] = {}
        for number, table in lists.items():
            ids = table.columns.get("child_id") or [None] * len(table)
            for at, child in enumerate(ids):
                # A row without an id may be a child too: it stands by itself under its place in the file.
                key = str(child) if child is not None else f"{NO_ID}: {table.sheet[at]} row {table.row[at]}"
                self.rows.setdefault(key, {}).setdefault(number, []).append(at)

    def value(self, number: int, key: str, at: int) -> Value:
        """One cell, or None where the list or the column is not there."""
        column = self.lists[number].columns.get(key)
        return None if column is None else column[at]

    def day(self, number: int, key: str | None, at: int) -> date | None:
        """One date, unless it lies after the reporting day: then it has not happened yet."""
        found = self.value(number, key, at) if key else None
        return found if isinstance(found, date) and found <= self.as_at else None

    def case(self, child: str, rows: Rows) -> "OpenCase | NotRanked":
        """A child's open work, or why there is none."""
        rows = {number: self.latest_first(number, positions) for number, positions in rows.items()}
        open_rows = [
            (number, at) for number in PRECEDENCE for at in rows.get(number, ()) if self.is_open(number, at, rows)
        ]
        if not open_rows:
            return self._why_not(child, rows)
        types = 0
        for number, at in open_rows:
            types |= self._type(number, at).bit
        if types & (CaseType.LOOKED_AFTER.bit | CaseType.CHILD_PROTECTION.bit):
            types &= ~CaseType.CHILD_IN_NEED.bit  # List 6 repeats them
        if types != CaseType.REFERRAL.bit:
            types &= ~CaseType.REFERRAL.bit  # a referral that became work is that work
        number, at = open_rows[0]
        own = next(word for word in CaseType if types & word.bit)
        first, first_at = next(pair for pair in open_rows if self._type(*pair) is own)
        return OpenCase(
            child=child,
            type=own,
            types=types,
            where=f"{self.lists[number].sheet[at]}, row {self.lists[number].row[at]}",
            rows=rows,
            open_rows=open_rows,
            started=self.day(first, START.get(first), first_at),
        )

    def latest_first(self, number: int, positions: list[int]) -> list[int]:
        """Rows of one child on one list, the one that began last first; where it does not matter, still in one order."""
        if len(positions) == 1:
            return positions
        columns = [column for _, column in sorted(self.lists[number].columns.items())]

        def key(at: int) -> tuple[date, list[str]]:
            return self.day(number, START.get(number), at) or date.min, [str(column[at]) for column in columns]

        return sorted(positions, key=key, reverse=True)

    def is_open(self, number: int, at: int, rows: Rows) -> bool:
        """Whether a row speaks of work that goes on."""
        if self.day(number, END.get(number), at) is not None or self._is_ahead(number, at):
            return False
        match number:
            case 3:
                return self.value(3, "referral_nfa", at) != "YES" and not self._was_taken_up(at, rows)
            case 5:
                unnecessary = self.value(5, "conference_unnecessary", at) == "YES"
                return not unnecessary and self.day(5, "initial_conference_date", at) is None
            case 6:
                return self.value(6, "case_status", at) != "CLOSED"
            case 9:
                return self.value(9, "in_touch", at) != "DIED"
            case _:
                return True

    def _is_ahead(self, number: int, at: int) -> bool:
        """Whether work begins only after the reporting day."""
        start = self.value(number, START[number], at) if number in START else None
        return isinstance(start, date) and start > self.as_at

    def _was_taken_up(self, referral: int, rows: Rows) -> bool:
        """Whether work that followed a referral is in the file: begun on its day or since, or going on past it.

        Of work that only went on, nobody knows whether it took the referral in: `_contradiction` says so.
        """
        on = self.day(3, "referral_date", referral)
        return on is not None and (self._begun(on, rows) or self._ended_after(on, rows))

    def _begun(self, on: date, rows: Rows, numbers: tuple[int, ...] = (4, 5, 6, 7, 8)) -> bool:
        """Whether work of some lists began on a day or since."""
        started = (self.day(number, START[number], at) for number in numbers for at in rows.get(number, ()))
        return any(day is not None and day >= on for day in started)

    def _ended_after(self, on: date, rows: Rows, numbers: tuple[int, ...] = (4, 6, 7, 8)) -> bool:
        """Whether work of some lists ended after a day. What ended on the very day may have been why it came in."""
        ended = (self.day(number, END[number], at) for number in numbers for at in rows.get(number, ()))
        return any(day is not None and day > on for day in ended)

    def _type(self, number: int, at: int) -> CaseType:
        if number == 6:
            status = self.value(6, "case_status", at)
            return {
                "LOOKED_AFTER": CaseType.LOOKED_AFTER,
                "CHILD_PROTECTION": CaseType.CHILD_PROTECTION,
                "ASSESSMENT": CaseType.ASSESSMENT,
            }.get(str(status), CaseType.CHILD_IN_NEED)
        return _TYPES[number]

    def _why_not(self, child: str, rows: Rows) -> NotRanked:
        lists = tuple(sorted(rows))
        ended = [
            (day, number) for number in END for at in rows.get(number, ()) if (day := self.day(number, END[number], at))
        ]
        if any(self.value(9, "in_touch", at) == "DIED" for at in rows.get(9, ())):
            return NotRanked(child, lists, WhyNot.DIED, "The young person has died (List 9)")
        contradiction = self._contradiction(rows)
        if contradiction:
            return NotRanked(child, lists, WhyNot.CHECK_RECORD, contradiction)
        if ended:
            day, number = max(ended)
            kind = WhyNot.WORK_DONE if number == 4 else WhyNot.CLOSED
            return NotRanked(
                child, lists, kind, f"{_ENDED[number]} on {day_words(day)} (List {number}); nothing open since", day
            )
        if any(self._is_ahead(number, at) for number in rows for at in rows[number]):
            return NotRanked(child, lists, WhyNot.NOT_YET, "The work in the file begins after the reporting date")
        if 6 in rows:
            return NotRanked(child, lists, WhyNot.CLOSED, "The case status says that the episode is closed (List 6)")
        if 5 in rows:
            return NotRanked(child, lists, WhyNot.WORK_DONE, "The enquiry has ended (List 5); nothing open since")
        return NotRanked(child, lists, WhyNot.NO_FURTHER_ACTION, "The referral ended in no further action (List 3)")

    def _contradiction(self, rows: Rows) -> str | None:
        """What one list says began and no list carries on, or closed and open at once: nobody may be lost between."""
        for at in rows.get(6, ()):
            closed, status = self.day(6, "cin_closure_date", at), self.value(6, "case_status", at)
            if closed and status not in (None, "CLOSED") and self.value(6, "closure_reason", at) is None:
                on = day_words(closed)
                return f"List 6 has it closed on {on}, without a reason and with its status open: check this child"
        said = [self._of_conference(at, rows) for at in rows.get(5, ())]
        said += [self._of_assessment(at, rows) for at in rows.get(4, ())]
        said += [self._of_referral(at, rows) for at in rows.get(3, ())]
        return next((sentence for sentence in said if sentence), None)

    def _of_conference(self, at: int, rows: Rows) -> str | None:
        held, led = self.day(5, "initial_conference_date", at), self.value(5, "conference_led_to_plan", at)
        if held is None or led == "NO" or self._begun(held, rows, (7, 8)):
            return None
        if led == "YES":
            return (
                f"The conference of {day_words(held)} led to a protection plan (List 5), "
                "but List 7 has none since: check this child"
            )
        if self._begun(held, rows) or self._ended_after(held, rows):
            return None
        return f"List 5 does not say whether the conference of {day_words(held)} led to a plan: check this child"

    def _of_assessment(self, at: int, rows: Rows) -> str | None:
        ended, support = self.day(4, "assessment_authorised_date", at), self.value(4, "support_required", at)
        on = ended and self.day(4, "assessment_start_date", at)
        # Need goes on from before the assessment, so work that ended since is work that it led to.
        if ended is None or support == "NO" or self._begun(on or ended, rows, (7, 8)):
            return None
        if self._begun(ended, rows, (6,)) or self._ended_after(ended, rows, (6, 7, 8)) or self._closed_undated(rows):
            return None
        if support == "YES":
            return (
                f"The assessment authorised on {day_words(ended)} found that support is needed (List 4), "
                "but no list has it since: check this child"
            )
        return f"List 4 does not say whether the assessment of {day_words(ended)} found need: check this child"

    def _closed_undated(self, rows: Rows) -> bool:
        """Whether List 6 says closed and not when."""
        return any(
            self.value(6, "case_status", at) == "CLOSED" and self.day(6, "cin_closure_date", at) is None
            for at in rows.get(6, ())
        )

    def _of_referral(self, at: int, rows: Rows) -> str | None:
        on = self.day(3, "referral_date", at)
        if on is None or self.value(3, "referral_nfa", at) == "YES" or self._begun(on, rows):
            return None
        if not self._ended_after(on, rows):
            return None
        return (
            f"The referral of {day_words(on)} (List 3) came while earlier work was open; that has ended and nothing "
            "has begun since: check this child"
        )


_TYPES = {
    3: CaseType.REFERRAL,
    4: CaseType.ASSESSMENT,
    5: CaseType.SECTION_47,
    7: CaseType.CHILD_PROTECTION,
    8: CaseType.LOOKED_AFTER,
    9: CaseType.CARE_LEAVER,
}
_ENDED = {
    4: "The assessment was authorised",
    6: "The episode of need was closed",
    7: "The protection plan ended",
    8: "The child ceased to be looked after",
}
