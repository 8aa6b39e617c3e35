"""The page of the plain table, made from its columns."""

import tomllib
from importlib.resources import files

from plimsoll.formats.plain.layout import Entry, table

TOP = """# The plain table

Made from `plimsoll/formats/plain/columns.toml` by `make docs`; change that file, not this page.

For a service that keeps no [Annex A](annex-a.md): early help, a school, a charity, a practitioner alone. One row a case,
in an `.xlsx`, `.xls`, `.ods` or `.csv` file. `plimsoll example-table > my-cases.csv` writes an example with every column,
of children who are invented.

- **Two columns are needed**: the kind of case, and who is meant: a reference, or a name. Leave out whatever you do not
  have. A column that is not there is unknown, and never counts as "no" or "never".
- An empty cell is another matter: where the file has a column for the last visit, or for when the child was last seen, an
  empty cell there says that there was none, and what is due runs from the day the work began, unless a date is here already.
  The page of the file says for how many open cases. Leave the column out where you cannot fill it in.
- A later file without a column leaves the dates that are here as they are; its page names the column.
- Columns and rows may stand in any order, with a title above. Columns that are not on this page are left aside, and
  told.
- **A reference is better than a name.** It has to stay the same from file to file: that is how next month's file finds
  the same child. Without one, the name and the date of birth stand for it.
- A child may have several rows, one for each kind of case. They become one case with several kinds of work.
- Days as 14/03/2015 (day before month), 2015-03-14 or 14 Mar 2015.
- A case with no worker is unallocated. A case with a day under *Closed* is closed; the rest go on.
- A day after the day of the file has not happened yet, and is told; only a next review may lie ahead.
"""


def plain_table() -> str:
    """The text of the page."""
    entries = table().entries
    lines = [TOP, "## Columns", "", "| heading | what it is for | such as | also understood as |", "|---|---|---|---|"]
    lines += [_row(entry) for entry in entries]
    lines += ["", "## Kinds of case", "", "| kind | also understood |", "|---|---|"]
    data = tomllib.loads((files("plimsoll") / "formats/plain/columns.toml").read_text(encoding="utf-8"))
    lines += [f"| {words[0]} | {', '.join(words[1:])} |" for words in data["codes"]["kind"]["spellings"].values()]
    lines += ["", "## What a day tells of", "", "By kind of case; *any* stands for the kinds that are not named.", ""]
    lines += ["| heading | kind of case | what happened |", "|---|---|---|"]
    lines += [line for entry in entries for line in _told(entry)]
    return "\n".join(lines) + "\n"


def _row(entry: Entry) -> str:
    example = f"`{entry.example}`" if entry.example else ""
    return f"| **{entry.column.name}** | {entry.about} | {example} | {', '.join(entry.aliases)} |"


def _told(entry: Entry) -> list[str]:
    told = [(kind.label, event.label) for kind, event in entry.events.items()]
    if entry.event:
        told.append(("any", entry.event.label))
    return [f"| {entry.column.name} | {kind} | {event} |" for kind, event in told]
