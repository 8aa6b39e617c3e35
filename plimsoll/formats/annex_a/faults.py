"""What can be wrong with an Annex A workbook, said so that a person can find the cell and put it right."""

from dataclasses import dataclass

from plimsoll.core.terms import Term


class FaultKind(Term):
    """Kind of fault. None of them stops the reading: what cannot be read at all raises UnusableFile."""

    MISSING_VALUE = "MISSING_VALUE"
    LOOKUP_FAILED = "LOOKUP_FAILED"
    PLACEHOLDER = "PLACEHOLDER"
    FORMULA_NOT_COMPUTED = "FORMULA_NOT_COMPUTED"
    UNREADABLE_DATE = "UNREADABLE_DATE"
    UNLIKELY_DATE = "UNLIKELY_DATE"
    UNREADABLE_NUMBER = "UNREADABLE_NUMBER"
    UNREADABLE_POSTCODE = "UNREADABLE_POSTCODE"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    NAME_TIDIED = "NAME_TIDIED"
    ENCODING_REPAIRED = "ENCODING_REPAIRED"
    NO_CHILD_ID = "NO_CHILD_ID"
    DIGITS_LOST = "DIGITS_LOST"
    NOT_A_PERSON = "NOT_A_PERSON"
    AFTER_REPORTING_DATE = "AFTER_REPORTING_DATE"
    REPEATED_ROW = "REPEATED_ROW"
    UNKNOWN_COLUMN = "UNKNOWN_COLUMN"
    MISSING_COLUMN = "MISSING_COLUMN"
    REPEATED_COLUMN = "REPEATED_COLUMN"
    SHEET_IGNORED = "SHEET_IGNORED"
    SHEET_NAME_DIFFERS = "SHEET_NAME_DIFFERS"
    LIST_NOT_FOUND = "LIST_NOT_FOUND"
    EXTERNAL_LINK = "EXTERNAL_LINK"
    LOOKUPS_LOOK_EMPTY = "LOOKUPS_LOOK_EMPTY"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where, what was found, and what the reading did about it.

    `row` is the row's number in the sheet, from 1, None where no single row is meant; `column` is the header as
    found; `found` is the cell's content as text. `sheet` is empty where the whole file is meant.
    """

    sheet: str
    row: int | None
    column: str | None
    kind: FaultKind
    found: str
    done: str
