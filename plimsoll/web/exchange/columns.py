"""What the page shows that lists the columns of a plain table."""

from dataclasses import dataclass

from django.urls import reverse

from plimsoll.formats.plain.layout import KIND, table
from plimsoll.web.page import Page
from plimsoll.web.parts import Cell, Column, Link, Table

SAID = (
    "For a service that keeps no Annex A: one row a case, in an Excel, OpenDocument or CSV file. Two columns are needed: "
    "the kind of case, and who is meant: a reference, or a name. Leave out whatever you do not have: a column that is not "
    "there is unknown, and never counts as “no” or “never”.",
    "An empty cell is another matter: where the file has a column for the last visit or for when the child was last seen, "
    "an empty cell there says that there was none, and what is due runs from the day the work began. Leave the column out "
    "where you cannot fill it in. A later file without a column leaves the dates that are here as they are.",
    "Columns and rows may stand in any order. A reference is better than a name, as long as it stays the same from file to "
    "file: by it the next file finds the same child. Days as 14/03/2015, day before month.",
    "A case without a worker is unallocated. A case with a day under Closed is closed; the rest go on.",
)


@dataclass(frozen=True)
class ColumnsPage(Page):
    """Every column that a plain table can have."""

    said: tuple[str, ...]
    example: Link
    tables: tuple[Table, ...]


def columns_page() -> ColumnsPage:
    """The columns and the kinds of case, as the reader of files knows them."""
    plain = table()
    heads = ("Heading", "What it is for", "Such as", "Also understood as")
    columns = tuple(
        (Cell(one.column.name), Cell(one.about.replace("*", "")), Cell(one.example), Cell(", ".join(one.aliases)))
        for one in plain.entries
    )
    codes = plain.column(KIND).codes
    return ColumnsPage(
        "Columns of a plain table",
        said=SAID,
        example=Link("An example with every column, of children who are made up", reverse("file-example")),
        tables=(
            Table("Columns", tuple(map(Column, heads)), columns),
            Table(
                "Kinds of case",
                (Column("A cell can hold several, with a comma between them"),),
                tuple((Cell(words),) for words in (codes.wording.values() if codes else ())),
            ),
        ),
        back=Link("Files", reverse("files")),
    )
