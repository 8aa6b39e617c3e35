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
    LIES_AHEAD = "LIES_AHEAD"
    UNREADABLE_NUMBER = "UNREADABLE_NUMBER"
    UNREADABLE_POSTCODE = "UNREADABLE_POSTCODE"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    NAME_TIDIED = "NAME_TIDIED"
    ENCODING_REPAIRED = "ENCODING_REPAIRED"
    NO_CHILD_ID = "NO_CHILD_ID"
    DIGITS_LOST = "DIGITS_LOST"
    TOO_LONG = "TOO_LONG"
    REFERENCE_TOO_LONG = "REFERENCE_TOO_LONG"
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

    @property
    def label(self) -> str:
        """The kind of fault in a few words."""
        return _LABELS[self]


_LABELS = {
    FaultKind.MISSING_VALUE: "needed, and left empty",
    FaultKind.LOOKUP_FAILED: "failed lookup, such as #N/A",
    FaultKind.PLACEHOLDER: "filled in without saying anything",
    FaultKind.FORMULA_NOT_COMPUTED: "formula without a result",
    FaultKind.UNREADABLE_DATE: "not a date",
    FaultKind.UNLIKELY_DATE: "a date that cannot be",
    FaultKind.LIES_AHEAD: "a date that lies ahead",
    FaultKind.UNREADABLE_NUMBER: "not a number",
    FaultKind.UNREADABLE_POSTCODE: "not a postcode",
    FaultKind.UNKNOWN_VALUE: "a value that stands for nothing we know",
    FaultKind.NAME_TIDIED: "a name with odd spaces",
    FaultKind.ENCODING_REPAIRED: "letters spoilt on the way, put right",
    FaultKind.NO_CHILD_ID: "a row without a child's id",
    FaultKind.DIGITS_LOST: "digits lost by the spreadsheet",
    FaultKind.TOO_LONG: "longer than can be kept",
    FaultKind.REFERENCE_TOO_LONG: "a reference too long to keep: the row is not brought in",
    FaultKind.NOT_A_PERSON: "not a person's name",
    FaultKind.AFTER_REPORTING_DATE: "a date after the reporting date",
    FaultKind.REPEATED_ROW: "the same child twice on one list",
    FaultKind.UNKNOWN_COLUMN: "a column the list does not have",
    FaultKind.MISSING_COLUMN: "a column that is not there",
    FaultKind.REPEATED_COLUMN: "the same column twice",
    FaultKind.SHEET_IGNORED: "a sheet that was not read",
    FaultKind.SHEET_NAME_DIFFERS: "a sheet named after another list",
    FaultKind.LIST_NOT_FOUND: "a list that is not there",
    FaultKind.EXTERNAL_LINK: "a link to another file",
    FaultKind.LOOKUPS_LOOK_EMPTY: "failed lookups cannot be seen in this kind of file",
}


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
