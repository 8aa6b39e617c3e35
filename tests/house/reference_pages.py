"""Reference pages made from the data: `make docs` writes them, a test holds them to it."""

from importlib.resources import files
from pathlib import Path

from plimsoll.core.rulebook import Rulebook, Status, Timescale, parse
from plimsoll.core.terms import Purpose
from tests.house.access_pages import permissions, who_sees_what
from tests.house.plain_page import plain_table

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
_SAYS = {
    Status.ON: "on",
    Status.CHOOSE: "off until chosen",
    Status.CHECK_LOCALLY: "off: check locally",
    Status.STANDING: "standing duty, no clock",
    Status.OFF: "off",
}


def pages() -> dict[str, str]:
    """Text of every generated page by file name."""
    return {
        "timescales.md": _timescales(),
        "permissions.md": permissions(),
        "who-sees-what.md": who_sees_what(),
        "plain-table.md": plain_table(),
    }


def _timescales() -> str:
    book = parse((files("plimsoll") / "rulebooks/england.toml").read_text(encoding="utf-8"))
    lines = [
        "# Timescales of England",
        "",
        "Made from `plimsoll/rulebooks/england.toml` by `make docs`; change that file, not this page.",
        "",
        book.note,
        "",
        f"Version {book.version}, in force from {book.in_force_from:%d %B %Y}. {len(book.timescales)} rules, "
        f"{len(book.in_force)} of them on.",
    ]
    for purpose in Purpose:
        rules = [rule for rule in book.timescales if rule.purpose is purpose]
        if rules:
            lines += ["", f"## To {purpose.label}", "", "| key | what | how long | force | whose | counts | source |"]
            lines += ["|---|---|---|---|---|---|---|", *(_row(book, rule) for rule in rules)]
    if book.left_out:
        lines += ["", "## Left out", "", *(f"- `{key}`: {reason}" for key, reason in book.left_out)]
    return "\n".join(lines) + "\n"


def _row(book: Rulebook, rule: Timescale) -> str:
    every = "every " if rule.recurring else ""
    when = f"{every}{rule.length} {'before' if rule.before else 'from'} {rule.trigger}"
    source = f"[{rule.source.basis}]({rule.source.url})" if rule.source.url else rule.source.basis
    counts = _SAYS[book.status(rule)] + (f" ({rule.choice})" if rule.choice else "")
    cells = [f"`{rule.key}`", rule.title, when, rule.strength.label, rule.owner.label, counts, source]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
